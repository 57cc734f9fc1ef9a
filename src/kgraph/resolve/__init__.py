"""Across articles: which records are one thing, one office or one event, and under which id."""

from kgraph.resolve.resolution import resolve

__all__ = ["resolve"]
