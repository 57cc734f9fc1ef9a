"""The part of a graph around one thing, as a store of its own: what a notebook shows."""

from __future__ import annotations

import pyoxigraph as ox

from kgraph.graph.terms import RDF_TYPE
from kgraph.schema import KG, RDF, plain

MOST = 2000
"""Nodes at most: more is no picture."""

_WALKED = ("Thing", "Event", "Statement", "Proposition", "RoleHolding", "Position")


def nearby(store: ox.Store, iri: str, hops: int, most: int = MOST) -> ox.Store:
    """Things and events at most ``hops`` links away, with their facts and evidence but without the articles' texts.

    Nearer ones come first where there are more than ``most``; ties go by IRI.
    """
    walked = {
        q.subject
        for name in _WALKED
        for q in store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(KG + name), ox.DefaultGraph())
    }
    start = ox.NamedNode(iri)
    found, edge = {start}, [start]
    for _ in range(hops):
        near = {n for node in edge for n in _neighbours(store, node) if n in walked and n not in found}
        edge = sorted(near, key=plain)[: most - len(found)]
        found |= set(edge)
    part = ox.Store()
    part.bulk_extend(_quads(store, found))
    return part


def _neighbours(store: ox.Store, node: ox.NamedNode) -> list[ox.NamedNode]:
    out = [q.object for q in store.quads_for_pattern(node, None, None, ox.DefaultGraph())]
    back = [q.subject for q in store.quads_for_pattern(None, None, node, ox.DefaultGraph())]
    return [n for n in (*out, *back) if isinstance(n, ox.NamedNode)]


def _quads(store: ox.Store, nodes: set[ox.NamedNode]) -> list[ox.Quad]:
    default, articles = ox.DefaultGraph(), set[ox.NamedNode]()
    found = [q for node in nodes for q in store.quads_for_pattern(node, None, None, default)]
    for target in {q.object for q in found if isinstance(q.object, ox.NamedNode)} - nodes:
        found += _named(store, target)
    for node in nodes:
        for fact in list(store.quads_for_pattern(None, ox.NamedNode(RDF + "subject"), node)):
            graph = fact.graph_name
            if not isinstance(graph, ox.NamedNode):
                continue
            for quad in store.quads_for_pattern(fact.subject, None, None, graph):
                found.append(quad)
                if quad.predicate.value == KG + "evidence" and isinstance(quad.object, ox.NamedNode):
                    found += store.quads_for_pattern(quad.object, None, None, graph)
            articles.update(
                q.object
                for q in store.quads_for_pattern(graph, ox.NamedNode("https://schema.org/about"), None, default)
                if isinstance(q.object, ox.NamedNode)
            )
            found += store.quads_for_pattern(graph, None, None, default)
    for article in articles:
        for quad in store.quads_for_pattern(article, None, None, default):
            if not quad.predicate.value.endswith("/articleBody"):
                found.append(quad)
                found += _named(store, quad.object) if quad.predicate.value.endswith("/publisher") else []
    return found


def _named(store: ox.Store, node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> list[ox.Quad]:
    """Labels of what is only pointed at; without a type it has no card of its own."""
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    return list(store.quads_for_pattern(node, label, None, ox.DefaultGraph())) if isinstance(node, ox.NamedNode) else []
