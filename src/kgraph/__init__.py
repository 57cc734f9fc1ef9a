"""kgraph turns press releases and news articles into an RDF graph in which every fact points at the words that say it.

>>> import kgraph                                        # doctest: +SKIP
>>> kg = kgraph.build(["data/articles"], "kg")           # doctest: +SKIP
>>> list(kg.query("meetings").texts())                   # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgraph.api import Graph, build, open
    from kgraph.config import Config
    from kgraph.errors import KgraphError
    from kgraph.graph.answers import Answer
    from kgraph.graph.things import Entity, Event, Evidence
    from kgraph.model import Article, ArticleRecord, BuildReport, Fact, Mention, Span

_HOME = {
    "Answer": "graph.answers", "Entity": "graph.things", "Event": "graph.things", "Evidence": "graph.things",
    "build": "api", "open": "api", "Graph": "api", "Config": "config", "KgraphError": "errors",
    "Article": "model", "ArticleRecord": "model", "BuildReport": "model", "Fact": "model", "Mention": "model", "Span": "model",
}  # fmt: skip

__all__ = [
    "Answer",
    "Article",
    "ArticleRecord",
    "BuildReport",
    "Config",
    "Entity",
    "Event",
    "Evidence",
    "Fact",
    "Graph",
    "KgraphError",
    "Mention",
    "Span",
    "build",
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kgraph.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
