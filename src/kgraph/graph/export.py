"""Write a graph in the formats other tools read. Same graph, same bytes.

Turtle and N-Triples hold the default graph (the accepted facts); TriG, N-Quads and JSON-LD hold
the fact graphs with the evidence as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from kgraph.errors import UsageError
from kgraph.graph.terms import in_order
from kgraph.schema import RDF, Schema

_RDF = {
    "ttl": (ox.RdfFormat.TURTLE, False), "nt": (ox.RdfFormat.N_TRIPLES, False), "rdf": (ox.RdfFormat.RDF_XML, False),
    "trig": (ox.RdfFormat.TRIG, True), "nq": (ox.RdfFormat.N_QUADS, True),
}  # fmt: skip
FORMATS = (*_RDF, "jsonld", "graphml", "gexf", "csv", "neo4j", "html")
TABLES = ("csv", "neo4j")
"""Formats of several files, which go into a folder."""
OWN = ("id", "fact", "text", "snapshot", "graph", "run", "decision")
"""What a graph's own IRIs begin with, below its base."""


def rdf(quads: Iterable[ox.Quad], form: str, schema: Schema, base: str) -> bytes:
    """Quads in one of the RDF formats: ttl, nt, rdf (default graph), trig, nq, jsonld (all graphs).

    ``base`` is the graph's IRI base; its own IRIs are written with prefixes (``id:liu-…``).
    """
    ordered = in_order(quads)
    if form == "jsonld":
        return jsonld(ordered, schema, base)
    if form not in _RDF:
        raise UsageError(f"no format {form!r}", help=f"there are {', '.join(FORMATS)}")
    kind, whole = _RDF[form]
    chosen = [q for q in ordered if whole or isinstance(q.graph_name, ox.DefaultGraph)]
    if form in ("nt", "nq"):
        return ox.serialize(chosen if whole else (q.triple for q in chosen), format=kind) or b""
    prefixes = used_prefixes(chosen, {**schema.prefixes, **{k: f"{base}{k}/" for k in OWN}})
    data = ox.serialize(chosen if whole else (q.triple for q in chosen), format=kind, prefixes=prefixes) or b""
    return _sorted_namespaces(data) if form == "rdf" else _legible(data)


def used_prefixes(quads: Iterable[ox.Quad], known: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that some term of the quads has."""
    iris: set[str] = set()
    for quad in quads:
        iris.update(
            t.value for t in (quad.predicate, quad.subject, quad.object, quad.graph_name) if isinstance(t, ox.NamedNode)
        )
        if isinstance(quad.object, ox.Literal):
            iris.add(quad.object.datatype.value)
    return {p: iri for p, iri in known.items() if any(i.startswith(iri) for i in iris)}


def _legible(data: bytes) -> bytes:
    """Turtle or TriG with its prefixes in order (the serialiser's own order changes from run to
    run) and a blank line between subjects. No literal holds a line break: they are escaped.
    """
    lines = data.decode().split("\n")
    count = next((i for i, line in enumerate(lines) if not line.startswith("@prefix")), len(lines))
    body: list[str] = []
    for line in lines[count:]:
        if (line and not line[0].isspace() and line[0] != "}") or (
            line[:1] == "\t" and line[1:2] not in ("", "\t") and body and body[-1].endswith(" .")
        ):
            body.append("")
        body.append(line)
    return ("\n".join(sorted(lines[:count]) + body).rstrip("\n") + "\n").encode()


def _sorted_namespaces(data: bytes) -> bytes:
    """RDF/XML with its namespace declarations in order."""
    head, found, tail = data.decode().partition("<rdf:RDF")
    attributes, close, rest = tail.partition(">")
    names = sorted(attributes.split())
    return (head + found + " " + " ".join(names) + close + rest).encode()


def jsonld(quads: Iterable[ox.Quad], schema: Schema, base: str) -> bytes:
    """JSON-LD 1.1, compacted with the ontology's context, which is written into the document.

    pyoxigraph writes the expanded form and PyLD compacts it: the pair that keeps every quad.
    """
    document = compact(expanded(quads), {"@base": base, **schema.context})
    return (json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def expanded(quads: Iterable[ox.Quad]) -> list[dict[str, Any]]:
    """Quads as expanded JSON-LD."""
    data = ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"[]"
    return [_typed(node) for node in json.loads(data)]


def _typed(node: dict[str, Any]) -> dict[str, Any]:
    """The node with ``@type`` where the serialiser wrote rdf:type as a property."""
    types = [value["@id"] for value in node.get(RDF + "type", ())]
    rest = {
        k: [_typed(v) for v in values] if k == "@graph" else values for k, values in node.items() if k != RDF + "type"
    }
    return {**rest, "@type": types} if types else rest


def compact(expanded: Any, context: dict[str, object]) -> Any:
    """Compact with a context, without asking the network for anything."""
    from pyld import jsonld as processor

    def refuse(url: str, _: object) -> Any:
        raise UsageError(f"a JSON-LD context must not be loaded from {url}")

    return processor.compact(expanded, {"@context": context}, {"documentLoader": refuse, "graph": True})
