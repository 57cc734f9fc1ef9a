"""Articles for the reading page: cleaned text, the page's chrome where its file is still there, mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kgraph.api import Graph
from kgraph.errors import InputError
from kgraph.graph.ledger import Ledger
from kgraph.graph.project import graph_of
from kgraph.graph.terms import Names
from kgraph.model import Article
from kgraph.read.files import decode, digest
from kgraph.schema import KG, RDF, plain

_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_PLAIN = (".txt", ".text", ".md")


class Texts:
    """The current articles of a graph, by the id of their node."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._ids = f"{graph.base}id/"

    @cached_property
    def _articles(self) -> dict[str, Article]:
        found = {self._graph_iri(r.article): r.article for r in Ledger(self.graph.folder / "ledger").records()}
        about = self.graph.store.quads_for_pattern(
            None, ox.NamedNode("https://schema.org/about"), None, ox.DefaultGraph()
        )
        named = {plain(q.subject): plain(q.object).removeprefix(self._ids) for q in about}
        return dict(sorted((named[iri], a) for iri, a in found.items() if iri in named))

    @property
    def names(self) -> Collection[str]:
        """The ids of the articles."""
        return self._articles.keys()

    def id_of(self, name: str) -> str:
        """The id by which the ledger knows an article."""
        return self._articles[name].id

    def _graph_iri(self, article: Article) -> str:
        return graph_of(article, Names(self.graph.base, self.graph.schema)).value

    @cached_property
    def heads(self) -> list[dict[str, Any]]:
        """Title, date, publisher, section, url, and how many facts and mentions each article gave."""
        facts, mentions = self._count("Fact"), self._count("Mention")
        return [
            {
                "id": name, "title": a.title or f"Article {a.id[:8]}", "published": a.published.isoformat() if a.published else "",
                "publisher": a.publisher, "section": a.section,
                "url": a.url if a.url.startswith(("http://", "https://")) else "",
                "facts": facts[self.graph_of(name)], "mentions": mentions[self.graph_of(name)],
            }
            for name, a in self._articles.items()
        ]  # fmt: skip

    def _count(self, cls: str) -> Counter[str]:
        quads = self.graph.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(KG + cls), None)
        return Counter(q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode))

    def graph_of(self, name: str) -> str:
        """The IRI of the graph of what the current reading of an article gave. Raises KeyError for none."""
        return self._graph_iri(self._articles[name])

    def article(self, name: str, *, full: bool = True) -> dict[str, Any]:
        """Head, text and segments: ``["text", start, end]`` of the cleaned text, or
        ``[kind of zone, words]`` for what of the page is not the article; not ``full``, the head alone.
        """
        article = self._articles[name]
        head = next(h for h in self.heads if h["id"] == name)
        if not full:
            return {"head": head, "text": "", "segments": []}
        return {"head": head, "text": article.text, "segments": segments(article, raw_text(article, self.graph.folder))}

    def mentions(self, graph: str) -> list[list[Any]]:
        """``[start, end, kind, rule, [node, …], title]`` of an article's mentions, in order."""
        node, store = ox.NamedNode(graph), self.graph.store
        rows: dict[str, dict[str, list[str]]] = {}
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "Mention"), node):
            values: dict[str, list[str]] = {}
            for q in store.quads_for_pattern(quad.subject, None, None, node):
                values.setdefault(q.predicate.value, []).append(plain(q.object))
            rows[plain(quad.subject)] = values
        found = [
            [
                int(v[_NIF + "beginIndex"][0]), int(v[_NIF + "endIndex"][0]), min(v[KG + "mentionKind"]), min(v[KG + "linkedBy"]),
                sorted(r.removeprefix(self._ids) for r in v.get(KG + "refersTo", ())),
                min(v.get("https://schema.org/honorificPrefix", [""])),
            ]
            for v in rows.values()
        ]  # fmt: skip
        return sorted(found, key=lambda m: (m[0], -m[1], m[4]))


def raw_text(article: Article, folder: Path) -> str | None:
    """The page an article was read from, if it is plain text and its file has not changed since; the ledger
    remembers the file as seen from the graph's ``folder``.
    """
    path = folder / article.source
    if path.suffix.lower() not in _PLAIN:
        return None
    try:
        data = path.read_bytes()
        return decode(data, article.source)[0] if digest(data) == article.snapshot else None
    except (OSError, InputError):
        return None


def segments(article: Article, raw: str | None) -> list[list[Any]]:
    """The page in reading order: stretches of the cleaned text, and of the chrome around them.

    Without the raw page, the cleaned text alone.
    """
    if raw is None or not article.zones or not article.runs:
        return [["text", 0, len(article.text)]]
    pieces: list[tuple[int, list[Any]]] = [(r.raw, ["text", r.start, r.start + r.length]) for r in article.runs]
    inside = [(r.raw, r.raw + r.length) for r in article.runs]
    for zone in article.zones:
        words = raw[zone.start : zone.end].strip()
        if words and not any(zone.start < end and start < zone.end for start, end in inside):
            pieces.append((zone.start, [zone.kind, words]))
    return [piece for _, piece in sorted(pieces, key=lambda p: p[0])]
