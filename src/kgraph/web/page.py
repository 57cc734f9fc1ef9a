"""One HTML file that shows a graph: no server, no network, no file beside it.

Search, click a thing or event, read its facts with the words that say them, follow them in the
picture. The page runs under a content security policy that allows nothing but its own script
and style; text from articles is only ever set as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from typing import Any

import networkx as nx
import pyoxigraph as ox
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kgraph.config import Config
from kgraph.graph.cards import Card, Cards
from kgraph.graph.terms import RDF_TYPE
from kgraph.schema import KG, plain

MOST_DRAWN = 300
"""Nodes in the picture at most: the best connected; search finds all."""

_SHOWN = ("Thing", "Event", "Statement", "Proposition", "RoleHolding", "Position")
_DRAWN = ("kg:Thing", "kg:Event")


def single_page(cards: Cards, config: Config) -> bytes:
    """The page of a graph, UTF-8."""
    data = _Data(cards).as_json()
    data["title"] = config.title or "kgraph"
    return _render(data)


def _render(data: dict[str, Any]) -> bytes:
    folder = files("kgraph.web") / "templates"
    style = (folder / "page.css").read_text(encoding="utf-8")
    script = (folder / "page.js").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        (folder / "page.html").read_text(encoding="utf-8")
    )
    # "<" must not end the data's element early; JSON may write it as an escape.
    embedded = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = template.render(
        title=data["title"], style=Markup(style), script=Markup(script), data=Markup(embedded), style_hash=_hash(style), script_hash=_hash(script),  # noqa: S704 - our own files, and JSON without "<"
    )  # fmt: skip
    return page.encode()


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


class _Data:
    """What the page needs, with numbers for IRIs."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        self.number: dict[str, int] = {}
        self.articles: dict[str, int] = {}
        self.sources: list[list[Any]] = []

    def as_json(self) -> dict[str, Any]:
        iris = sorted({plain(q.subject) for name in _SHOWN for q in self._instances(KG + name)})
        made = sorted((self.cards.card(iri) for iri in iris), key=lambda c: (c.label.casefold(), c.iri))
        self.number = {card.iri: i for i, card in enumerate(made)}
        nodes = [self._node(card) for card in made]
        self._place(made, nodes)
        schema, used = self.cards.schema, {n["c"] for n in nodes}
        classes = {
            c: {"label": k.label, "colour": k.colour, "event": schema.is_a(c, "kg:Event")}
            for c, k in schema.classes.items()
            if c in used
        }
        return {"classes": classes, "nodes": nodes, "articles": self.sources}

    def _instances(self, cls: str) -> list[ox.Quad]:
        return list(self.cards.store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(cls), ox.DefaultGraph()))

    def _node(self, card: Card) -> dict[str, Any]:
        lines = [
            [
                ("← " if x.inverse else "") + x.label,
                x.value_label,
                self.number.get(x.value, -1),
                [self._fact(f) for f in x.facts],
            ]
            for x in card.lines
            if x.predicate not in ("kg:earliest", "kg:latest", "skos:altLabel", "schema:name")
        ]
        return {"l": card.label, "c": card.cls, "n": list(card.names), "i": card.iri, "f": lines}

    def _fact(self, fact: Any) -> list[Any]:
        return [[[self._article(e), e.quote] for e in fact.evidence], round(fact.confidence, 2)]

    def _article(self, evidence: Any) -> int:
        if evidence.article not in self.articles:
            self.articles[evidence.article] = len(self.sources)
            url = evidence.url if evidence.url.startswith(("http://", "https://")) else ""
            self.sources.append([evidence.headline, evidence.published, evidence.publisher, url])
        return self.articles[evidence.article]

    def _place(self, made: list[Card], nodes: list[dict[str, Any]]) -> None:
        """Positions for the picture; the same graph gets the same picture."""
        graph = nx.Graph()
        schema = self.cards.schema
        drawn = {i for i, card in enumerate(made) if any(schema.is_a(card.cls, c) for c in _DRAWN)}
        for i in sorted(drawn):
            graph.add_node(i)
            graph.add_edges_from((i, line[2]) for line in nodes[i]["f"] if line[2] in drawn and line[2] != i)
        chosen = sorted(graph, key=lambda i: (-graph.degree(i), i))[:MOST_DRAWN]
        picture = graph.subgraph(sorted(i for i in chosen if graph.degree(i)))
        for i, (x, y) in nx.spring_layout(picture, seed=1, iterations=80, k=1.6 / max(len(picture), 1) ** 0.5).items():
            nodes[i]["x"], nodes[i]["y"] = round(x * 1000), round(y * 1000)
