"""What a graph holds, in numbers, and what differs between two."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox

from kgraph.graph.cards import Cards
from kgraph.graph.terms import RDF_TYPE
from kgraph.schema import KG, RDFS, plain

_MADE = frozenset((KG + "generatedLabel", KG + "independentSources", RDFS + "label"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One triple of the default graph that only one of two graphs has; ``sign`` is + or -."""

    sign: str
    subject: str
    predicate: str
    value: str


def stats(cards: Cards) -> dict[str, dict[str, int]]:
    """Counts: totals, instances of each class of the ontology, facts of each publisher."""
    store, schema = cards.store, cards.schema
    facts = list(store.quads_for_pattern(None, ox.NamedNode(KG + "evidence"), None))
    totals = {
        "quads": len(store),
        "triples of the default graph": sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph())),
        "facts": len({q.subject for q in facts}),
        "pieces of evidence": len({q.object for q in facts}),
    }
    kinds = Counter(
        schema.curie(plain(q.object)) for q in store.quads_for_pattern(None, RDF_TYPE, None, ox.DefaultGraph())
    )
    classes = {name: kinds[name] for name in schema.classes if kinds[name]}
    about = ox.NamedNode("https://schema.org/about")
    per_graph = Counter(g for _, g in {(q.subject, q.graph_name) for q in facts} if isinstance(g, ox.NamedNode))
    publishers: Counter[str] = Counter()
    for graph, number in per_graph.items():
        node = ox.NamedNode(plain(graph))
        for quad in store.quads_for_pattern(node, about, None, ox.DefaultGraph()):
            publishers[cards.article(plain(quad.object))[2] or "unknown"] += number
    return {"totals": totals, "classes": classes, "facts by publisher": dict(sorted(publishers.items()))}


def differences(old: Cards, new: Cards) -> list[Difference]:
    """Triples of the default graphs that differ, by labels and literals; what kgraph makes for readers aside.

    A thing with another id but the same labels and facts differs in nothing that a reader could see.
    """
    before, after = _told(old), _told(new)
    gone = [Difference("-", *line) for line in (before - after).elements()]
    come = [Difference("+", *line) for line in (after - before).elements()]
    return sorted(gone + come, key=lambda d: (d.subject, d.predicate, d.value, d.sign))


def _told(cards: Cards) -> Counter[tuple[str, str, str]]:
    quads = cards.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return Counter(_line(cards, q) for q in quads if q.predicate.value not in _MADE)


def _line(cards: Cards, quad: ox.Quad) -> tuple[str, str, str]:
    value = cards.label(quad.object.value) if isinstance(quad.object, ox.NamedNode) else plain(quad.object)
    return cards.label(plain(quad.subject)), cards.schema.curie(quad.predicate.value), value
