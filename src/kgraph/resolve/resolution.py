"""Which records of different articles are one thing, one office or one event, and under which id.

The id of a cluster is made of the smallest key of its records and of its name; it knows no base,
no kind and no date. The result depends on the set of facts alone, not on their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kgraph.ids import mint
from kgraph.model import Article, Fact, Judgements, Link, Resolution
from kgraph.resolve.clusters import Clusters
from kgraph.resolve.events import Events
from kgraph.resolve.index import Index
from kgraph.resolve.judged import Judged
from kgraph.resolve.known import Known, known
from kgraph.resolve.names import is_acronym
from kgraph.resolve.offices import Offices
from kgraph.resolve.things import Things
from kgraph.schema import Schema

NOTHING_DECIDED = Judgements()
_STAGES = ("kg:Thing", "kg:Position", "kg:RoleHolding", "kg:Event")


@dataclass(slots=True)
class Trace:
    """How a resolution came to be: where things stood after names (``a``) and after context (``b``),
    by record, and under which keys offices and events met others.
    """

    index: Index
    things: Things
    clusters: Clusters
    a: dict[str, str] = field(default_factory=dict)
    b: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)


def resolve(
    facts: Iterable[Fact],
    schema: Schema,
    judged: Judgements = NOTHING_DECIDED,
    *,
    articles: Mapping[str, Article] | None = None,
) -> Resolution:
    """Cluster the records that facts speak of.

    ``articles`` maps a record's key to the article it was read in. Without it, what an article
    names beside a thing, and when and where it was published, is no evidence. Of ``judged``,
    "different" always holds, and "same" for records of one stage (things, positions, holdings, events).
    """
    return resolve_traced(facts, schema, judged, articles=articles or {})[0]


def resolve_traced(
    facts: Iterable[Fact], schema: Schema, judged: Judgements, *, articles: Mapping[str, Article]
) -> tuple[Resolution, Trace]:
    """The same, and how it came to be."""
    index = Index(facts, schema, articles)
    decided = Judged(judged, index)
    clusters, words = Clusters(decided.foes), known()
    for record in index.types:
        clusters.add(record)
    _join_decided(decided, index, clusters)
    things = Things(index, clusters, words)
    trace = Trace(index, things, clusters)
    _things(trace)
    offices, events = Offices(index, clusters), Events(index, clusters)
    offices.run()
    for phase, records in (
        ("post", offices.of("kg:Position")),
        ("held", offices.of("kg:RoleHolding")),
        ("event", events.records),
    ):
        for record in records:
            trace.keys.setdefault(record, []).extend(keys_of(phase, record, offices, events))
    clusters.phase = "event"
    events.run()
    return _named(index, clusters, things, words), trace


def _things(trace: Trace) -> None:
    things, clusters = trace.things, trace.clusters
    things.by_name(things.forms)
    trace.a = {r: clusters.root(r) for r in things.forms}
    things.profiler.look_around()
    clusters.phase = "b"
    things.by_context(things.forms)
    trace.b = {r: clusters.root(r) for r in things.forms}
    clusters.phase = "c"
    things.by_likeness(things.forms)


def keys_of(phase: str, record: str, offices: Offices, events: Events) -> Iterator[str]:
    """Under which keys an office or event meets those that could be the same."""
    if phase == "event":
        yield from (f"event {key!r}" for key in events.keys(record))
    else:
        identity = offices.position if phase == "post" else offices.holding
        yield f"{phase} {identity(record)!r}"


def _join_decided(decided: Judged, index: Index, clusters: Clusters) -> None:
    for one, other in decided.same:
        if _stage(index, one) == _stage(index, other):
            names = (index.name(one), index.name(other))
            clusters.join(Link(one, other, "decided", names, 1.0), force=True)


def _stage(index: Index, record: str) -> str:
    return next((s for s in _STAGES if index.schema.is_a(index.types[record], s)), index.types[record])


def _named(index: Index, clusters: Clusters, things: Things, words: Known) -> Resolution:
    """The clusters with their ids, names, classes and reasons."""
    ids: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    classes: dict[str, str] = {}
    for founder in clusters.roots(index.types):
        records = sorted(clusters.members(founder))
        cls = commonest((index.types[r] for r in records), index.schema)
        name = canonical(n for r in records for n in index.of(r, "schema:name"))
        entity = mint(name or index.schema.classes[cls].label, founder)
        ids.update(dict.fromkeys(records, entity))
        members[entity], names[entity], classes[entity] = tuple(records), name, cls
    reasons = {ids[root]: links for root, links in clusters.reasons().items()}
    found = {ids[r]: words.wikidata_of(f.key) for r, f in things.forms.items() if f.rule == "gazetteer"}
    wikidata = {entity: name for entity, name in sorted(found.items()) if name}
    return Resolution(ids, members, names, classes, reasons, clusters.undecided(), wikidata)


def canonical(names: Iterable[str]) -> str:
    """The name to show: no acronym and not in capitals if there is another, then the most frequent, then the longest."""
    counted = Counter(names)
    return min(counted, key=lambda n: (is_acronym(n) or n.isupper(), -counted[n], -len(n), n), default="")


def commonest(classes: Iterable[str], schema: Schema) -> str:
    """The class that most records have; of several, the finest."""
    counted = Counter(classes)
    deepest = {c: len(schema.ancestors(c)) for c in counted}
    return min(counted, key=lambda c: (-counted[c], -deepest[c], c))
