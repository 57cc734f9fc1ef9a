"""Across articles: which records are one thing, and under which id."""

from kgraph.resolve.entities import Resolution, resolve

__all__ = ["Resolution", "resolve"]
