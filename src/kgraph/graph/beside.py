"""What a graph says beside the facts of articles: redirects, links out, and people's decisions.

Redirects and links stand in the default graph. Decisions have a named graph of their own; facts
that people accepted, rejected or corrected say so in their article's graph, where rejected ones
stay with their evidence and are stated nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from kgraph.config import Config
from kgraph.graph.project import Run, fact_graphs, graph_of
from kgraph.graph.terms import XSD, Names
from kgraph.model import ArticleRecord, Decision, Ref, Resolution, Reviewed

WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class Beside:
    """``redirects`` maps ids that were to those that are; ``links`` are (id, IRI) of the same thing elsewhere."""

    redirects: Mapping[str, str] = field(default_factory=dict)
    links: Sequence[tuple[str, str]] = ()
    reviewed: Reviewed = field(default_factory=Reviewed)


def quads(
    beside: Beside, records: Sequence[ArticleRecord], resolution: Resolution, names: Names, run: Run
) -> list[ox.Quad]:
    """All of it, as quads in no order."""
    found = (redirects(beside, names), links(beside, resolution, names), decided(beside.reviewed, resolution, names))
    return [*(q for quads in found for q in quads), *reviews(beside.reviewed, records, resolution, names, run)]


def redirects(beside: Beside, names: Names) -> list[ox.Quad]:
    """What is under which id now."""
    replaced = names.term("dct:isReplacedBy")
    return [ox.Quad(names.thing(old), replaced, names.thing(new)) for old, new in beside.redirects.items()]


def links(beside: Beside, resolution: Resolution, names: Names) -> list[ox.Quad]:
    """What is the same elsewhere."""
    same = names.term("schema:sameAs")
    known = [(i, WIKIDATA + number) for i, number in resolution.wikidata.items() if i in resolution.members]
    return [ox.Quad(names.thing(i), same, ox.NamedNode(iri)) for i, iri in {*known, *beside.links}]


def decided(reviewed: Reviewed, resolution: Resolution, names: Names) -> list[ox.Quad]:
    """People's decisions."""
    return [q for decision in reviewed.decisions for q in _decision(decision, resolution, names)]


def reviews(
    reviewed: Reviewed, records: Sequence[ArticleRecord], resolution: Resolution, names: Names, run: Run
) -> list[ox.Quad]:
    """What decisions say of facts of some articles, in their graphs."""
    return [*_apart(reviewed, records, resolution, names, run), *_statuses(reviewed, records, resolution, names)]


def _apart(
    reviewed: Reviewed, records: Sequence[ArticleRecord], resolution: Resolution, names: Names, run: Run
) -> Iterable[ox.Quad]:
    """Facts that decisions took out of the default graph, with their evidence."""
    shown = [
        replace(
            r,
            mentions=(),
            facts=tuple(f for f in reviewed.apart[r.article.id] if _resolved(f.subject, f.object, resolution)),
        )
        for r in records
        if r.article.id in reviewed.apart
    ]
    return dict.fromkeys(fact_graphs(shown, resolution, names, Config(), run))


def _resolved(subject: Ref, value: object, resolution: Resolution) -> bool:
    return subject.key in resolution.ids and (not isinstance(value, Ref) or value.key in resolution.ids)


def _statuses(
    reviewed: Reviewed, records: Sequence[ArticleRecord], resolution: Resolution, names: Names
) -> Iterable[ox.Quad]:
    if not reviewed.status:
        return
    status, by = names.term("kg:reviewStatus"), names.term("kg:decidedBy")
    for record in records:
        graph = graph_of(record.article, names)
        for fact in (*record.facts, *reviewed.apart.get(record.article.id, ())):
            if fact.id in reviewed.status and _resolved(fact.subject, fact.object, resolution):
                word, decision = reviewed.status[fact.id]
                node = names.of("fact", fact.id)
                yield ox.Quad(node, status, ox.Literal(word), graph)
                yield ox.Quad(node, by, names.of("decision", decision), graph)


def decisions_graph(names: Names) -> ox.NamedNode:
    """The named graph of people's decisions."""
    return names.of("graph", "decisions")


def _decision(made: Decision, resolution: Resolution, names: Names) -> Iterable[ox.Quad]:
    graph, node = decisions_graph(names), names.of("decision", made.id)
    about: set[ox.NamedNode] = set()
    for thing in made.things:
        living = [resolution.ids[r] for r in thing.records if r in resolution.ids]
        about |= {names.thing(living[0])} if living else set()
        about |= {ox.NamedNode(thing.iri)} if thing.iri else set()
    told: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        ("rdf:type", names.term("kg:Decision")),
        ("kg:verdict", ox.Literal(made.verdict)),
        ("dct:creator", ox.Literal(made.author)),
        ("prov:endedAtTime", ox.Literal(made.time, datatype=ox.NamedNode(XSD + "dateTime"))),
    ]
    if made.reason:
        told.append(("kg:reason", ox.Literal(made.reason)))
    told += [("kg:concerns", thing) for thing in sorted(about, key=lambda n: n.value)]
    return [ox.Quad(node, names.term(p), o, graph) for p, o in told]
