"""A graph as CSV files: four tables for people, and the two that ``neo4j-admin database import`` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kgraph.graph.cards import Cards, FactView
from kgraph.graph.terms import RDF_TYPE
from kgraph.schema import KG, SKOS, plain

_WIDER = ("schema:Event", "sem:Event", "prov:Activity", "prov:Entity", "prov:Agent")


def csv_tables(cards: Cards) -> dict[str, bytes]:
    """``entities.csv``, ``events.csv``, ``participants.csv`` and ``statements.csv``, UTF-8 (RFC 4180), sorted."""
    things, events, statements = (_instances(cards, c) for c in ("Thing", "Event", "Statement"))
    entities = [
        (i, cards.label(i), cards.class_of(i), _all(cards, i, SKOS + "altLabel"), _one(cards, i, "independentSources"))
        for i in things
    ]
    dated = [
        (
            i, cards.class_of(i), cards.label(i), *(_one(cards, i, p) for p in ("edtf", "earliest", "latest", "dateBasis")),
            _labels(cards, i, "place"), _one(cards, i, "independentSources"), _one(cards, i, "disputed"),
        )
        for i in events
    ]  # fmt: skip
    parts = [(e, role, who, cards.label(who)) for e in events for role, who in _roles(cards, e)]
    said = [
        (
            i, _labels(cards, i, "speaker"), _labels(cards, i, "modality"), _labels(cards, i, "addressee"), _one(cards, i, "topic"),
            _one(cards, i, "quotation"), *_source(cards, i),
        )
        for i in statements
    ]  # fmt: skip
    return {
        "entities.csv": _table(("id", "label", "kind", "other_names", "sources"), entities),
        "events.csv": _table(
            ("id", "kind", "label", "date", "earliest", "latest", "basis", "place", "sources", "disputed"), dated
        ),
        "participants.csv": _table(("event", "role", "participant", "label"), parts),
        "statements.csv": _table(
            ("id", "speaker", "modality", "addressee", "topic", "quotation", "published", "publisher", "quote"), said
        ),
    }


def neo4j_tables(cards: Cards) -> dict[str, bytes]:
    """``nodes.csv`` and ``relationships.csv`` with the headers that neo4j-admin documents.

    Things, events, statements, roles and positions are nodes, labelled with all their classes;
    relationships are the links between them, with the number of facts and the highest
    confidence. No field holds a line break, which the importer refuses by default.
    """
    kinds = ("Thing", "Event", "Statement", "Proposition", "RoleHolding", "Position")
    iris = sorted({i for k in kinds for i in _instances(cards, k)})
    nodes = [
        (
            i, cards.label(i), _one(cards, i, "edtf"), _one(cards, i, "earliest"), _one(cards, i, "latest"),
            _one(cards, i, "independentSources"), ";".join(_neo4j_labels(cards, i)),
        )
        for i in iris
    ]  # fmt: skip
    known, links = set(iris), list[tuple[str, ...]]()
    for iri in iris:
        said: dict[tuple[str, str], list[FactView]] = {}
        for fact in cards.facts(subject=iri):
            said.setdefault((fact.predicate, fact.object), []).append(fact)
        for predicate, target in sorted({(cards.schema.curie(p), o) for p, o in _links(cards, iri) if o in known}):
            facts = said.get((predicate, target), [])
            best = f"{max(f.confidence for f in facts):g}" if facts else ""
            links.append((iri, target, predicate.partition(":")[2], str(len(facts)), best))
    head = ("iri:ID", "name:string", "date:string", "earliest:date", "latest:date", "sources:int", ":LABEL")
    tail = (":START_ID", ":END_ID", ":TYPE", "facts:int", "confidence:float")
    return {"nodes.csv": _table(head, nodes), "relationships.csv": _table(tail, links)}


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([" ".join(cell.split()) for cell in row] for row in sorted(map(tuple, rows)))
    return buffer.getvalue().encode()


def _instances(cards: Cards, cls: str) -> list[str]:
    quads = cards.store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(KG + cls), ox.DefaultGraph())
    return sorted(plain(q.subject) for q in quads)


def _values(cards: Cards, iri: str, predicate: str) -> list[str]:
    quads = cards.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, ox.DefaultGraph())
    return sorted(plain(q.object) for q in quads)


def _one(cards: Cards, iri: str, name: str) -> str:
    return next(iter(_values(cards, iri, KG + name)), "")


def _all(cards: Cards, iri: str, predicate: str) -> str:
    return " | ".join(_values(cards, iri, predicate))


def _labels(cards: Cards, iri: str, name: str) -> str:
    return " | ".join(sorted(cards.label(v) for v in _values(cards, iri, KG + name)))


def _links(cards: Cards, iri: str) -> list[tuple[str, str]]:
    quads = cards.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())
    return [(q.predicate.value, q.object.value) for q in quads if isinstance(q.object, ox.NamedNode)]


def _roles(cards: Cards, event: str) -> list[tuple[str, str]]:
    """Role and participant; the plain role only for those who have no other."""
    roles = cards.schema.participant_roles | {"kg:participant"}
    found = [(cards.schema.curie(p), o) for p, o in _links(cards, event)]
    special = {o for p, o in found if p in roles and p != "kg:participant"}
    return sorted(
        (p.partition(":")[2], o) for p, o in found if p in roles and not (p == "kg:participant" and o in special)
    )


def _source(cards: Cards, iri: str) -> tuple[str, str, str]:
    facts = cards.facts(subject=iri)
    evidence = [e for f in facts if f.predicate == "rdf:type" for e in f.evidence]
    return (evidence[0].published, evidence[0].publisher, evidence[0].quote) if evidence else ("", "", "")


def _neo4j_labels(cards: Cards, iri: str) -> list[str]:
    found = (cards.schema.curie(v) for v in _values(cards, iri, RDF_TYPE.value))
    return sorted(c.partition(":")[2] for c in found if c in cards.schema.classes and c not in _WIDER)
