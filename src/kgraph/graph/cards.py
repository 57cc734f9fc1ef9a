"""What a graph knows of one thing, gathered for people: its facts and the words that say each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kgraph.graph.terms import RDF_TYPE
from kgraph.schema import KG, RDF, RDFS, Schema, plain

_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_SCHEMA = "https://schema.org/"
# What a card does not list: generated, or said elsewhere on it.
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_SILENT = frozenset((KG + "generatedLabel", KG + "independentSources", RDFS + "label", RDF + "type", KG + "dateBasis"))
_UNSTATED = frozenset(("rejected", "replaced"))
_SYMMETRIC = frozenset((KG + "metWith",))


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """The words that say a fact, and where they stand."""

    quote: str
    start: int
    end: int
    article: str
    headline: str
    published: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact as one article gives it."""

    id: str
    subject: str
    predicate: str
    object: str
    object_is_thing: bool
    confidence: float
    extractor: str
    evidence: tuple[EvidenceView, ...]
    status: str = ""
    """What people's decisions made of it: accepted, corrected, rejected, replaced; "" if they say nothing."""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a property (seen from the card's thing) and a value with its facts.

    ``inverse`` is True where the thing is the value ("recipient of").
    """

    predicate: str
    label: str
    value: str
    value_label: str
    inverse: bool
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One thing: its IRI, label, kind, other names, and lines in order."""

    iri: str
    label: str
    cls: str
    kind: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """What articles say comes before what follows from it by a rule, a thing's own before what is said with it."""
    found = list(lines)
    said = {(x.inverse, x.predicate) for x in found if x.facts}
    return tuple(
        sorted(found, key=lambda x: ((x.inverse, x.predicate) not in said, x.inverse, x.predicate, x.value_label))
    )


class Cards:
    """Makes cards from one store."""

    def __init__(self, store: ox.Store, schema: Schema) -> None:
        self.store, self.schema = store, schema
        self._articles: dict[str, tuple[str, str, str, str]] = {}

    def card(self, iri: str) -> Card:
        """All that is known of a thing, its own facts first, then those it is the value of."""
        node = ox.NamedNode(iri)
        own: dict[tuple[str, str], list[FactView]] = {}
        for fact in self.facts(subject=iri):
            own.setdefault((fact.predicate, fact.object), []).append(fact)
        inverse: dict[tuple[str, str], list[FactView]] = {}
        for fact in self.facts(value=iri):
            inverse.setdefault((fact.predicate, fact.subject), []).append(fact)
        lines = [
            self._line(p, o, False, own)
            for p, o in self._told((q.predicate.value, q.object) for q in self._default(node, None))
        ]
        told = self._told((q.predicate.value, q.subject) for q in self._default(None, node))
        lines += [self._line(p, s, True, inverse) for p, s in told if p not in _SYMMETRIC]
        names = sorted(
            plain(t.object)
            for t in self.store.quads_for_pattern(
                node, ox.NamedNode(self.schema.iri("skos:altLabel")), None, ox.DefaultGraph()
            )
        )
        cls = self.class_of(iri)
        kind = self.schema.classes[cls].label if cls else ""
        return Card(
            iri,
            self.label(iri),
            cls,
            kind,
            tuple(names),
            _in_order(lines),
        )

    def _told(self, pairs: Iterable[tuple[str, Term]]) -> list[tuple[str, Term]]:
        """Properties worth a line: a participant with a more special role has that one alone."""
        found = [(p, o) for p, o in pairs if p not in _SILENT]
        special = {o for p, o in found if self.schema.curie(p) in self.schema.participant_roles - {"kg:participant"}}
        return [(p, o) for p, o in found if not (p == KG + "participant" and o in special)]

    def _default(self, subject: ox.NamedNode | None, value: ox.NamedNode | None) -> Iterator[ox.Quad]:
        return self.store.quads_for_pattern(subject, None, value, ox.DefaultGraph())

    def _line(
        self,
        predicate: str,
        term: Term,
        inverse: bool,
        facts: dict[tuple[str, str], list[FactView]],
    ) -> Line:
        curie = self.schema.curie(predicate)
        label = self.schema.properties.get(curie, curie.partition(":")[2])
        shown = self.label(term.value) if isinstance(term, ox.NamedNode) else plain(term)
        return Line(curie, label, plain(term), shown, inverse, tuple(facts.get((curie, plain(term)), ())))

    def label(self, iri: str) -> str:
        """A thing's label, or its curie or IRI."""
        for predicate in (RDFS + "label", "http://www.w3.org/2004/02/skos/core#prefLabel"):
            for quad in self.store.quads_for_pattern(
                ox.NamedNode(iri), ox.NamedNode(predicate), None, ox.DefaultGraph()
            ):
                return plain(quad.object)
        return self.schema.curie(iri)

    def class_of(self, iri: str) -> str:
        """The most special class of a thing, as a curie; "" if it has none."""
        found = [
            self.schema.curie(plain(q.object))
            for q in self.store.quads_for_pattern(ox.NamedNode(iri), RDF_TYPE, None, ox.DefaultGraph())
        ]
        known = [c for c in found if c in self.schema.classes]
        return max(known, key=lambda c: (len(self.schema.ancestors(c)), c), default="")

    # -- facts -----------------------------------------------------------------------------

    def facts(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        value: str | None = None,
        *,
        unstated: bool = False,
    ) -> list[FactView]:
        """The facts of all articles that match; ``predicate`` is a curie, ``value`` an IRI or a lexical form.

        ``unstated`` gives those as well that people rejected or replaced.
        """
        if subject is not None:
            found = self._having("subject", ox.NamedNode(subject))
        elif value is not None:
            found = self._having("object", ox.NamedNode(value))
        else:
            found = self._having("predicate", ox.NamedNode(self.schema.iri(predicate or "rdf:type")))
        views = (self._view(node, graph) for node, graph in found)
        wanted = [
            v
            for v in views
            if (predicate is None or v.predicate == predicate)
            and (value is None or v.object == value)
            and (unstated or v.status not in _UNSTATED)
        ]
        return sorted(wanted, key=lambda v: (v.evidence[0].published, v.evidence[0].article, v.evidence[0].start, v.id))

    def facts_of(self, graph: str) -> list[FactView]:
        """The facts of one fact graph, in the order of their words."""
        node = ox.NamedNode(graph)
        quads = self.store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(KG + "Fact"), node)
        views = (self._view(q.subject, node) for q in quads if isinstance(q.subject, ox.NamedNode))
        return sorted(views, key=lambda v: (v.evidence[0].start, v.evidence[0].end, v.subject, v.predicate, v.id))

    def reviewed(self, graph: str | None = None) -> dict[str, str]:
        """What people decided about facts (of one fact graph, or of all): IRI -> accepted, rejected or corrected."""
        node = ox.NamedNode(graph) if graph else None
        quads = self.store.quads_for_pattern(None, ox.NamedNode(KG + "reviewStatus"), None, node)
        return {plain(q.subject): plain(q.object) for q in quads}

    def facts_having(self, iri: str) -> list[FactView]:
        """The fact of an IRI, once for each graph that holds it."""
        quads = self.store.quads_for_pattern(ox.NamedNode(iri), RDF_TYPE, ox.NamedNode(KG + "Fact"), None)
        return [self._view(ox.NamedNode(iri), q.graph_name) for q in quads if isinstance(q.graph_name, ox.NamedNode)]

    def fact(self, iri: str) -> FactView | None:
        """One fact by its IRI; None if there is none."""
        quads = self.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF + "subject"), None)
        found = next((q for q in quads if isinstance(q.graph_name, ox.NamedNode)), None)
        if found is None or not isinstance(found.graph_name, ox.NamedNode):
            return None
        return self._view(ox.NamedNode(iri), found.graph_name)

    def _having(self, part: str, term: ox.NamedNode) -> list[tuple[ox.NamedNode, ox.NamedNode]]:
        quads = self.store.quads_for_pattern(None, ox.NamedNode(RDF + part), term, None)
        return [
            (q.subject, q.graph_name)
            for q in quads
            if isinstance(q.graph_name, ox.NamedNode) and isinstance(q.subject, ox.NamedNode)
        ]

    def _view(self, node: ox.NamedNode, graph: ox.NamedNode) -> FactView:
        values: dict[str, list[Term]] = {}
        for quad in self.store.quads_for_pattern(node, None, None, graph):
            values.setdefault(quad.predicate.value, []).append(quad.object)
        target = values[RDF + "object"][0]
        evidence = sorted(
            (self._evidence(e, graph) for e in values[KG + "evidence"] if isinstance(e, ox.NamedNode)),
            key=lambda e: e.start,
        )
        status, decision = (plain(values[KG + p][0]) if KG + p in values else "" for p in ("reviewStatus", "decidedBy"))
        return FactView(
            node.value, plain(values[RDF + "subject"][0]), self.schema.curie(plain(values[RDF + "predicate"][0])), plain(target),
            isinstance(target, ox.NamedNode), float(plain(values[KG + "confidence"][0])), plain(values[KG + "extractor"][0]), tuple(evidence),
            status, decision.rpartition("/")[2],
        )  # fmt: skip

    def _evidence(self, node: ox.NamedNode, graph: ox.NamedNode) -> EvidenceView:
        values = {q.predicate.value: plain(q.object) for q in self.store.quads_for_pattern(node, None, None, graph)}
        article = values[_NIF + "referenceContext"]
        return EvidenceView(
            values[_NIF + "anchorOf"],
            int(values[_NIF + "beginIndex"]),
            int(values[_NIF + "endIndex"]),
            article,
            *self.article(article),
        )

    def article(self, iri: str) -> tuple[str, str, str, str]:
        """Headline, day of publication, publisher's name and url of an article; "" where unknown."""
        if iri not in self._articles:
            values = {
                q.predicate.value: q.object
                for q in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())
            }
            publisher = values.get(_SCHEMA + "publisher")

            def text(name: str) -> str:
                return plain(values[_SCHEMA + name]) if _SCHEMA + name in values else ""

            self._articles[iri] = (
                text("headline"),
                text("datePublished"),
                self.label(plain(publisher)) if publisher else "",
                text("url"),
            )
        return self._articles[iri]
