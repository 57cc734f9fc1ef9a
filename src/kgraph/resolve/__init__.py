"""Across articles: which records are one thing, and under which id."""

from kgraph.resolve.entities import resolve

__all__ = ["resolve"]
