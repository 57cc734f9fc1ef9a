"""A graph as networkx, GraphML and GEXF: for Gephi, Cytoscape, and people's own algorithms.

``rdf`` has every triple of the default graph as an edge. ``entity`` joins things by their
relations and by the events they share. ``event`` has events as nodes, joined to those who take part.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import combinations

import networkx as nx
import pyoxigraph as ox

from kgraph.errors import UsageError
from kgraph.graph.cards import Cards
from kgraph.graph.terms import RDF_TYPE, in_order
from kgraph.schema import KG, plain

KINDS = ("rdf", "entity", "event")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Made from events, which the entity graph shows themselves.
_SHORTCUTS = frozenset((KG + "metWith", KG + "receivedAward", KG + "hasHeldPosition"))


def network(cards: Cards, kind: str = "entity") -> nx.MultiDiGraph:
    """The default graph as a networkx graph; nodes are IRIs with label, kind, sources and date.

    Raises :class:`UsageError` for a kind that is not rdf, entity or event.
    """
    if kind not in KINDS:
        raise UsageError(f"no kind of network {kind!r}", help=f"there are {', '.join(KINDS)}")
    made = nx.MultiDiGraph()
    edges = {"rdf": _triples, "entity": _relations, "event": _roles}[kind]
    for one, other, key, attributes in edges(cards):
        for node in (one, other):
            if node not in made:
                made.add_node(node, **_node(cards, node))
        made.add_edge(one, other, key=key, **attributes)
    return made


Edge = tuple[str, str, str, dict[str, str]]


def _default(store: ox.Store) -> list[ox.Quad]:
    return in_order(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def _triples(cards: Cards) -> Iterator[Edge]:
    for quad in _default(cards.store):
        target = quad.object.value if isinstance(quad.object, ox.NamedNode) else str(quad.object)
        predicate = cards.schema.curie(quad.predicate.value)
        yield plain(quad.subject), target, predicate, {"predicate": predicate}


def _instances(cards: Cards, cls: str) -> frozenset[str]:
    quads = cards.store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(KG + cls), ox.DefaultGraph())
    return frozenset(plain(q.subject) for q in quads)


def _links(cards: Cards, subjects: frozenset[str], objects: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """(subject, property, object); a participant with a more special role has that one alone."""
    found: dict[tuple[str, str], list[str]] = {}
    for quad in _default(cards.store):
        if plain(quad.subject) in subjects and plain(quad.object) in objects and quad.predicate.value not in _SHORTCUTS:
            pair = (plain(quad.subject), plain(quad.object))
            found.setdefault(pair, []).append(cards.schema.curie(quad.predicate.value))
    for (one, other), predicates in found.items():
        special = [p for p in predicates if p in cards.schema.participant_roles - {"kg:participant"}]
        for predicate in predicates:
            if not (predicate == "kg:participant" and special):
                yield one, predicate, other


def _roles(cards: Cards) -> Iterator[Edge]:
    for event, role, thing in _links(cards, _instances(cards, "Event"), _instances(cards, "Thing")):
        yield event, thing, role, {"predicate": role}


def _relations(cards: Cards) -> Iterator[Edge]:
    things = _instances(cards, "Thing")
    for one, predicate, other in _links(cards, things, things):
        yield one, other, predicate, {"predicate": predicate}
    parties: dict[str, set[str]] = {}
    for event, _, thing in _links(cards, _instances(cards, "Event"), things):
        parties.setdefault(event, set()).add(thing)
    for event in sorted(parties):
        attributes = {
            "predicate": cards.class_of(event),
            "event": event,
            "label": cards.label(event),
            "date": _date(cards, event),
        }
        for one, other in combinations(sorted(parties[event]), 2):
            yield one, other, event, attributes


def _date(cards: Cards, iri: str) -> str:
    return _value(cards, iri, "edtf")


def _value(cards: Cards, iri: str, name: str) -> str:
    quads = cards.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(KG + name), None, ox.DefaultGraph())
    return min((plain(q.object) for q in quads), default="")


def _node(cards: Cards, name: str) -> dict[str, str | int]:
    if name.startswith(('"', "_:")):
        return {"label": name, "kind": "literal", "sources": 0, "date": ""}
    cls = cards.class_of(name)
    sources = _value(cards, name, "independentSources")
    return {"label": cards.label(name), "kind": cls, "sources": int(sources or 0), "date": _date(cards, name)}


def graphml(made: nx.MultiDiGraph) -> bytes:
    """GraphML; edges carry their property or event in their attributes."""
    return ("\n".join(nx.generate_graphml(_written(made), named_key_ids=True)) + "\n").encode()


def gexf(made: nx.MultiDiGraph) -> bytes:
    """GEXF 1.2, without the day of writing: same graph, same bytes."""
    buffer = io.BytesIO()
    nx.write_gexf(_written(made), buffer)
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue()) + b"\n"


def _written(made: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The graph with numbered edges, and without characters that XML forbids."""
    clean = nx.MultiDiGraph()
    for node, data in made.nodes(data=True):
        clean.add_node(_xml(node), **{k: _xml(v) for k, v in data.items()})
    for number, (one, other, data) in enumerate(made.edges(data=True)):
        clean.add_edge(_xml(one), _xml(other), key=str(number), id=str(number), **{k: _xml(v) for k, v in data.items()})
    return clean


def _xml(value: str | int) -> str | int:
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value
