"""A graph as the pages draw it: nodes, links between them, and how well each link is supported.

One pass over the default graph and one query over the fact graphs; both doors of the pages
(the single file and the server) are answered from these tables.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from kgraph.api import Graph
from kgraph.schema import KG, RDF, RDFS, SKOS, Schema, plain

SHOWN = {
    "kg:Thing": "thing",
    "kg:Event": "event",
    "kg:Statement": "statement",
    "kg:Proposition": "proposition",
    "kg:RoleHolding": "role",
    "kg:Position": "position",
}
"""The roots whose instances are nodes, and what the pages call their kinds."""

_PUBLISHER = "https://schema.org/publisher"
_SUPPORT = """SELECT ?g ?s ?p ?o ?c WHERE {
  GRAPH ?g { ?f rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:confidence ?c . FILTER isIRI(?o) }
}"""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, event, statement, tenure or position. ``id`` is its IRI below ``{base}id/``."""

    id: str
    label: str
    cls: str
    kind: str
    names: tuple[str, ...] = ()
    edtf: str = ""
    earliest: str = ""
    latest: str = ""
    sources: int = 0
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A triple between two nodes, with its best confidence and the numbers of its publishers.

    A link without publishers follows from others by a rule.
    """

    subject: str
    predicate: str
    object: str
    confidence: float
    publishers: tuple[int, ...]


@dataclass(frozen=True)
class Tables:
    """All nodes by id in order, all links in order, and the publishers' names."""

    nodes: Mapping[str, Node]
    links: tuple[Link, ...]
    publishers: tuple[str, ...]
    positions: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def near(self) -> dict[str, tuple[int, ...]]:
        """The numbers of each node's links."""
        found: dict[str, list[int]] = {name: [] for name in self.nodes}
        for number, link in enumerate(self.links):
            found[link.subject].append(number)
            if link.object != link.subject:
                found[link.object].append(number)
        return {name: tuple(numbers) for name, numbers in found.items()}

    @cached_property
    def keys(self) -> dict[str, str]:
        """What search looks through, per node: its label and other names, folded."""
        return {n.id: "\n".join(dict.fromkeys(map(fold, (n.label, *n.names)))) for n in self.nodes.values()}

    def degree(self, name: str) -> int:
        """How many links a node has."""
        return len(self.near[name])

    def neighbours(self, name: str) -> list[str]:
        """The nodes linked with a node, best connected first."""
        ends = (self.links[i] for i in self.near[name])
        found = {link.object if link.subject == name else link.subject for link in ends} - {name}
        return sorted(found, key=lambda n: (-self.degree(n), n))


def fold(text: str) -> str:
    """Text as search compares it: no case, no accents, no apostrophes; letters beyond ASCII stay.

    >>> fold("Chang’e-4, Kármán, Łódź")
    'change-4, karman, lodz'
    """
    plain_text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain_text.lower().translate(_FOLDED).split())


_FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}
    | dict.fromkeys("'’‘ʼ", "")
)


def tables(graph: Graph) -> Tables:
    """Read a graph's tables from its store."""
    told = _told(graph)
    ids = f"{graph.base}id/"
    nodes = {}
    for iri in sorted(told):
        if iri.startswith(ids) and (node := _node(iri.removeprefix(ids), told[iri], graph.schema)):
            nodes[node.id] = node
    articles = {iri: values for iri, values in told.items() if _PUBLISHER in values}
    names = {
        iri: plain(told[plain(v[_PUBLISHER][0])][RDFS + "label"][0])
        for iri, v in articles.items()
        if plain(v[_PUBLISHER][0]) in told
    }
    publishers = tuple(sorted(set(names.values())))
    number = {name: i for i, name in enumerate(publishers)}
    of_graph = {
        g: number[names[a]] for g, values in told.items() if (a := _one(values, "https://schema.org/about")) in names
    }
    support = _support(graph, of_graph)
    links = list(_links(told, nodes, ids, graph.schema, support))
    return Tables(nodes, tuple(links), publishers)


_Told = dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]]


def _told(graph: Graph) -> _Told:
    """Subject -> predicate -> objects of the default graph."""
    told: _Told = {}
    for quad in graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        told.setdefault(plain(quad.subject), {}).setdefault(quad.predicate.value, []).append(quad.object)
    return told


def _one(values: Mapping[str, Iterable[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]], predicate: str) -> str:
    return min((plain(v) for v in values.get(predicate, ())), default="")


def _node(
    name: str, values: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]], schema: Schema
) -> Node | None:
    types = [c for v in values.get(RDF + "type", ()) if (c := schema.curie(plain(v))) in schema.classes]
    cls = max(types, key=lambda c: (len(schema.ancestors(c)), c), default="")
    kind = next((k for root, k in SHOWN.items() if schema.is_a(cls, root)), "") if cls else ""
    if not kind:
        return None
    others = (SKOS + "altLabel", KG + "abbreviation", "https://schema.org/name")
    label = _one(values, RDFS + "label") or name
    names = sorted({plain(v) for p in others for v in values.get(p, ())} - {label})
    edge = {"role": ("start", "startEarliest", "endLatest")}.get(kind, ("edtf", "earliest", "latest"))
    edtf, earliest, latest = (_one(values, KG + p) for p in edge)
    return Node(
        name, label, cls, kind, tuple(names), edtf, earliest, latest,
        int(_one(values, KG + "independentSources") or 0), _one(values, KG + "disputed") == "true",
    )  # fmt: skip


def _support(graph: Graph, of_graph: Mapping[str, int]) -> dict[tuple[str, str, str], tuple[float, frozenset[int]]]:
    """Best confidence and publishers of each triple that articles state."""
    found: dict[tuple[str, str, str], tuple[float, frozenset[int]]] = {}
    for g, s, p, o, c in graph.asker.select(_SUPPORT).texts():
        confidence, publishers = found.get((s, p, o), (0.0, frozenset()))
        more = frozenset((of_graph[g],)) if g in of_graph else frozenset((-1,))
        found[s, p, o] = (max(confidence, float(c)), publishers | more)
    return found


def _links(
    told: _Told,
    nodes: Mapping[str, Node],
    ids: str,
    schema: Schema,
    support: Mapping[tuple[str, str, str], tuple[float, frozenset[int]]],
) -> Iterable[Link]:
    """Links in order; a participant with a more special role is linked by that one alone."""
    special = {schema.iri(r) for r in schema.participant_roles} - {KG + "participant"}
    seen: set[tuple[str, str]] = set()
    for name in nodes:
        values = told[ids + name]
        has_role = {plain(v) for p in special & values.keys() for v in values[p]}
        for predicate in sorted(values):
            for iri in sorted(plain(v) for v in values[predicate] if isinstance(v, ox.NamedNode)):
                other = iri.removeprefix(ids)
                if other == iri or other not in nodes or (predicate == KG + "participant" and iri in has_role):
                    continue
                if predicate == KG + "metWith":  # stated both ways
                    if (other, name) in seen:
                        continue
                    seen.add((name, other))
                confidence, publishers = support.get((ids + name, predicate, iri), (0.0, frozenset()))
                yield Link(name, schema.curie(predicate), other, confidence, tuple(sorted(publishers)))
