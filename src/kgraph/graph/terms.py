"""Between values and RDF terms, in one place: IRIs of a graph, literals, sorting, labels.

Everything is base-free until here; the base of a user's graph is applied by :class:`Names`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox

from kgraph.model import Literal, Term
from kgraph.schema import Schema, plain

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True, slots=True)
class Names:
    """Makes IRIs below a base: things, events and articles under ``id/``, the rest by what it is."""

    base: str
    schema: Schema
    _terms: dict[str, ox.NamedNode] = field(default_factory=dict, init=False, repr=False, compare=False)

    def thing(self, entity: str) -> ox.NamedNode:
        """A thing, event, statement, position, role … by its id."""
        return ox.NamedNode(f"{self.base}id/{entity}")

    def of(self, kind: str, name: str) -> ox.NamedNode:
        """``kind`` is fact, text, snapshot, graph or run."""
        return ox.NamedNode(f"{self.base}{kind}/{name}")

    def term(self, curie: str) -> ox.NamedNode:
        """A term of the ontology or of a vocabulary it uses."""
        known = self._terms.get(curie)
        if known is None:
            known = self._terms[curie] = ox.NamedNode(self.schema.iri(curie))
        return known

    def literal(self, value: Literal) -> ox.Literal:
        """A literal; plain strings carry no datatype of their own, so that all parsers agree."""
        if value.language:
            return ox.Literal(value.value, language=value.language)
        if value.datatype == "xsd:string":
            return ox.Literal(value.value)
        return ox.Literal(value.value, datatype=ox.NamedNode(self.schema.iri(value.datatype)))

    def value(self, value: Term | Literal) -> ox.NamedNode | ox.Literal:
        """A term or literal of a fact."""
        return self.term(value.curie) if isinstance(value, Term) else self.literal(value)


def integer(value: int) -> ox.Literal:
    """An ``xsd:integer``."""
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))


def decimal(value: float) -> ox.Literal:
    """An ``xsd:decimal`` in the form that stores keep: no trailing zeros."""
    text = f"{value:.4f}".rstrip("0")
    return ox.Literal(text + "0" if text.endswith(".") else text, datatype=ox.NamedNode(XSD + "decimal"))


def day(value: date) -> ox.Literal:
    """An ``xsd:date``."""
    return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "date"))


def in_order(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Quads sorted by graph, subject, predicate (types first) and object: the order of every file."""
    return sorted(quads, key=_sort_key)


def _sort_key(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
    return (graph, plain(quad.subject), quad.predicate != RDF_TYPE, quad.predicate.value, str(quad.object))
