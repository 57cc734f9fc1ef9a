"""One thing or article as JSON-LD: framed with kgraph's context, or in schema.org's terms for a web page.

The context is written into the document, and its address is answered from the ontology: no
document ever asks the network for anything.
"""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kgraph.errors import UsageError
from kgraph.graph.export import expanded
from kgraph.graph.terms import in_order
from kgraph.schema import KG, RDF, RDFS, Schema, plain

CONTEXT = "https://w3id.org/kgraph/context.jsonld"
_SCHEMA = "https://schema.org/"


def framed(store: ox.Store, iri: str, schema: Schema) -> dict[str, Any]:
    """What the default graph says of a thing, with type and label of what it points at nested inside.

    Raises :class:`UsageError` if it says nothing.
    """
    from pyld import jsonld

    quads = neighbourhood(store, iri)
    if not quads:
        raise UsageError(f"the graph says nothing of {iri}")
    frame = {"@context": schema.context, "@id": iri, "@embed": "@once"}
    options = {"documentLoader": loader(schema), "omitGraph": True}
    found: dict[str, Any] = jsonld.frame(expanded(quads), frame, options)
    return found


def neighbourhood(store: ox.Store, iri: str) -> list[ox.Quad]:
    """A thing's own triples, and type and label of what they point at."""
    node, default = ox.NamedNode(iri), ox.DefaultGraph()
    found = list(store.quads_for_pattern(node, None, None, default))
    for target in {q.object for q in found if isinstance(q.object, ox.NamedNode) and q.object != node}:
        for predicate in (RDF + "type", RDFS + "label"):
            found += store.quads_for_pattern(target, ox.NamedNode(predicate), None, default)
    return in_order(dict.fromkeys(found))


def article_quads(store: ox.Store, iri: str) -> list[ox.Quad]:
    """An article's own triples, those of its fact graph, and the graph itself: what one article gives."""
    node = ox.NamedNode(iri)
    graphs = [
        q.subject for q in store.quads_for_pattern(None, ox.NamedNode(_SCHEMA + "about"), node, ox.DefaultGraph())
    ]
    found = list(store.quads_for_pattern(node, None, None, ox.DefaultGraph()))
    for graph in graphs:
        if isinstance(graph, ox.NamedNode):
            found += store.quads_for_pattern(graph, None, None, ox.DefaultGraph())
            found += store.quads_for_pattern(None, None, None, graph)
    return in_order(found)


def loader(schema: Schema) -> Any:
    """A document loader for PyLD that knows kgraph's own context and refuses the network."""

    def load(url: str, _: object) -> dict[str, Any]:
        if url != CONTEXT:
            raise UsageError(f"a JSON-LD context must not be loaded from {url}")
        document = {"@context": schema.context}
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}

    return load


def schema_org(store: ox.Store, iri: str, schema: Schema) -> dict[str, Any]:
    """An article, thing or event in schema.org's terms alone, for the ``<script>`` of a web page.

    An article mentions the named things of which its graph has facts.
    """
    found = _described(store, iri, schema)
    node = ox.NamedNode(iri)
    if found["@type"] == "NewsArticle":
        publisher = next(
            (q.object for q in store.quads_for_pattern(node, ox.NamedNode(_SCHEMA + "publisher"), None)), None
        )
        if publisher is not None:
            found["publisher"] = {"@type": "Organization", "name": _text(store, plain(publisher), _SCHEMA + "name")}
        found["mentions"] = [_described(store, i, schema) for i in _mentioned(store, node)]
    return {"@context": "https://schema.org", **found}


def _described(store: ox.Store, iri: str, schema: Schema) -> dict[str, Any]:
    kinds = [
        schema.curie(plain(q.object))
        for q in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF + "type"), None, ox.DefaultGraph())
    ]
    if not kinds:
        raise UsageError(f"the graph says nothing of {iri}")
    ours = [k for k in kinds if k.startswith("schema:")]
    best = max(ours, key=lambda k: (len(schema.ancestors(k)), k), default="schema:Thing").partition(":")[2]
    found: dict[str, Any] = {"@type": best, "@id": iri}
    names = {
        "headline": _SCHEMA + "headline",
        "datePublished": _SCHEMA + "datePublished",
        "url": _SCHEMA + "url",
        "inLanguage": _SCHEMA + "inLanguage",
    }
    if best != "NewsArticle":
        names = {"name": RDFS + "label", "startDate": KG + "earliest", "endDate": KG + "latest"}
    found |= {key: text for key, predicate in names.items() if (text := _text(store, iri, predicate))}
    places = [
        plain(q.object)
        for q in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(KG + "place"), None, ox.DefaultGraph())
    ]
    if places:
        found["location"] = {"@type": "Place", "@id": min(places), "name": _text(store, min(places), RDFS + "label")}
    return found


def _mentioned(store: ox.Store, article: ox.NamedNode) -> list[str]:
    graphs = [
        q.subject for q in store.quads_for_pattern(None, ox.NamedNode(_SCHEMA + "about"), article, ox.DefaultGraph())
    ]
    subjects = {
        q.object
        for g in graphs
        if isinstance(g, ox.NamedNode)
        for q in store.quads_for_pattern(None, ox.NamedNode(RDF + "subject"), None, g)
    }
    thing = ox.NamedNode(KG + "Thing")
    kept = [
        s for s in subjects if isinstance(s, ox.NamedNode) and ox.Quad(s, ox.NamedNode(RDF + "type"), thing) in store
    ]
    return sorted(s.value for s in kept)


def _text(store: ox.Store, iri: str, predicate: str) -> str:
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, ox.DefaultGraph())
    return min((plain(q.object) for q in quads), default="")
