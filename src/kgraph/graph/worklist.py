"""What is worth a person's look, in the order in which an hour of review buys most.

An answer is worth the chance that it changes something, times what would change. For a pair of
things that nobody decided: the likelihood that they are one, times the facts that would move.
For a fact: the chance that it is wrong (no source of its triple being right), times the facts
that stand or fall with it. For a fact in quarantine the chances are even.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyoxigraph as ox

from kgraph.model import ArticleRecord, Fact, Link, Literal, Quarantined, Ref, Resolution, Reviewed, Term
from kgraph.schema import RDFS, Schema, plain

FILE = "review.jsonl"
MOST = 1000
"""Items kept: more than anybody answers before the next build."""
RECORDS = 100
"""Records of a thing that an item names: one that lives suffices to find it again."""
_DOUBT = 0.1
_QUOTES = 2

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doubted:
    """A fact that may be wrong, how sure it is with all its sources, and the title of its article."""

    fact: Fact
    confidence: float
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something worth a look: ``gain`` says how much, ``about`` which things it is about, by id."""

    gain: float
    kind: str
    id: str
    what: Link | Doubted | Quarantined
    about: tuple[str, ...] = ()


class Things(Protocol):
    """What items tell of things and records."""

    def id(self, record: str) -> str:
        """The id of what a record is of, or ""."""
        ...

    def reach(self, entity: str) -> int:
        """How many facts speak of it."""
        ...

    def members(self, entity: str) -> Sequence[str]:
        """Its first records."""
        ...

    def label(self, entity: str) -> str:
        """Its label, or ""."""
        ...

    def cls(self, entity: str) -> str:
        """Its class."""
        ...

    def name(self, record: str) -> str:
        """The name of a record, or ""."""
        ...

    def quote(self, record: str) -> str:
        """The words that say what a record is, or ""."""
        ...


def pairs(links: Iterable[Link], things: Things) -> Iterator[Item]:
    """Pairs of things in doubt."""
    for link in links:
        one, other = sorted((things.id(link.one), things.id(link.other)))
        if one and one != other:
            reach = min(things.reach(one), things.reach(other))
            yield Item(round(link.score * reach, 2), "pair", f"{one} {other}", link, (one, other))


def facts(records: Sequence[ArticleRecord], things: Things, reviewed: Reviewed) -> Iterator[Item]:
    """Facts of some things that may be wrong; the records must hold all facts about those."""
    doubt: dict[tuple[str, str, str], float] = {}
    for record in records:
        for fact in record.facts:
            triple = _triple(fact, things)
            sure = 1.0 if fact.id in reviewed.status else fact.confidence
            doubt[triple] = doubt.get(triple, 1.0) * (1 - sure)
    asked: set[tuple[str, str, str]] = set()
    for record in records:
        for fact in record.facts:
            triple = _triple(fact, things)
            wrong = doubt[triple]
            if wrong < _DOUBT or triple in asked or fact.id in reviewed.status:
                continue
            asked.add(triple)
            reach = things.reach(triple[0]) if fact.predicate in ("rdf:type", "schema:name") else 1
            what = Doubted(fact, round(1 - wrong, 2), record.article.title)
            yield Item(round(wrong * reach, 2), "fact", fact.id, what, (triple[0],))


def kept_out(quarantined: Iterable[Quarantined], reviewed: Reviewed) -> Iterator[Item]:
    """Facts in quarantine that nobody has judged."""
    return (Item(0.5, "fact", q.fact, q) for q in quarantined if q.fact not in reviewed.status)


def rows(items: Iterable[Item], things: Things, schema: Schema) -> list[Row]:
    """The items as the file has them, best first."""
    ordered = sorted(items, key=lambda i: (-i.gain, i.kind, i.id))
    shown: dict[str, Row] = {}  # who is in doubt with one is often so with many

    def show(record: str, name: str) -> Row:
        if record not in shown:
            shown[record] = _thing(record, name, things, schema)
        return shown[record]

    return [_row(item, things, schema, show) for item in ordered[:MOST]]


def labels_of(quads: Iterable[ox.Quad], base: str) -> dict[str, str]:
    """The labels in a graph, by the id of what has them."""
    label, start = RDFS + "label", f"{base}id/"
    return {
        plain(q.subject).removeprefix(start): plain(q.object)
        for q in quads
        if q.predicate.value == label and plain(q.subject).startswith(start)
    }


class InMemory:
    """The things of a graph whose records are all in memory."""

    def __init__(self, records: Iterable[ArticleRecord], resolution: Resolution, labels: Mapping[str, str]) -> None:
        self.resolution, self.labels = resolution, labels
        self._reach: Counter[str] = Counter()
        self._named: dict[str, str] = {}
        self._quotes: dict[str, str] = {}
        for record in records:
            for fact in record.facts:
                for key in {fact.subject.key, *([fact.object.key] if isinstance(fact.object, Ref) else [])}:
                    self._reach[resolution.ids[key]] += 1
                if fact.predicate == "rdf:type":
                    self._quotes[fact.subject.key] = fact.evidence[0].quote
                if fact.predicate == "schema:name" and isinstance(fact.object, Literal):
                    value = fact.object.value
                    self._named[fact.subject.key] = min(self._named.get(fact.subject.key, value), value)

    def id(self, record: str) -> str:
        """By the resolution."""
        return self.resolution.ids.get(record, "")

    def reach(self, entity: str) -> int:
        """As counted."""
        return self._reach[entity]

    def members(self, entity: str) -> Sequence[str]:
        """By the resolution."""
        return self.resolution.members[entity][:RECORDS]

    def label(self, entity: str) -> str:
        """As given."""
        return self.labels.get(entity, "")

    def cls(self, entity: str) -> str:
        """By the resolution."""
        return self.resolution.classes[entity]

    def name(self, record: str) -> str:
        """The first of its names."""
        return self._named.get(record, "")

    def quote(self, record: str) -> str:
        """The words of the fact that gives its class."""
        return self._quotes.get(record, "")


# -- rows ----------------------------------------------------------------------------------


def _row(item: Item, things: Things, schema: Schema, show: Callable[[str, str], Row]) -> Row:
    row: Row = {"kind": item.kind, "id": item.id, "gain": item.gain}
    match item.what:
        case Link() as link:
            pair = [show(link.one, link.names[0]), show(link.other, link.names[1])]
            row |= {
                "score": round(link.score, 2),
                "rule": link.rule,
                "agrees": list(link.agrees),
                "differs": list(link.differs),
            }
            return row | {"things": pair}
        case Doubted(fact, confidence, title):
            return row | {"confidence": confidence} | _said(fact, title, things, schema)
        case Quarantined() as out:
            return row | {"confidence": 0.5} | _out(out, schema)


def _thing(record: str, name: str, things: Things, schema: Schema) -> Row:
    entity = things.id(record)
    members = things.members(entity)
    first = [record, *(m for m in members if m != record)][:RECORDS]
    quotes: dict[str, None] = {}
    for member in members:
        if len(quotes) < _QUOTES and (quote := things.quote(member)):
            quotes[quote] = None
    label, cls = things.label(entity) or name, schema.classes[things.cls(entity)].label
    return {"label": label, "id": entity, "class": cls, "records": first, "quotes": list(quotes)}


def _said(fact: Fact, title: str, things: Things, schema: Schema) -> Row:
    value = fact.object
    key = value.key if isinstance(value, Ref) else value.curie if isinstance(value, Term) else value.value
    shown = _label(value.key, things, schema) if isinstance(value, Ref) else _word(value, schema)
    label = f"{_label(fact.subject.key, things, schema)} — {_property(fact.predicate, schema)} — {shown}"
    return {
        "label": label, "subject": fact.subject.key, "predicate": fact.predicate, "value": key, "quote": fact.evidence[0].quote,
        "article": title, "rule": fact.extractor,
    }  # fmt: skip


def _out(item: Quarantined, schema: Schema) -> Row:
    subject, predicate, value = item.triple
    label = f"{item.subject_label or subject} — {_property(predicate, schema)} — {item.object_label or value}"
    return {
        "label": label, "subject": subject, "predicate": predicate, "value": value, "quote": item.quote, "article": item.article,
        "rule": item.message, "quarantined": True,
    }  # fmt: skip


def _triple(fact: Fact, things: Things) -> tuple[str, str, str]:
    value = fact.object
    target = things.id(value.key) if isinstance(value, Ref) else value.curie if isinstance(value, Term) else value.value
    return things.id(fact.subject.key), fact.predicate, target


def _word(value: Term | Literal, schema: Schema) -> str:
    if isinstance(value, Literal):
        return value.value
    known = schema.classes.get(value.curie)
    return known.label if known else value.curie.partition(":")[2]


def _property(curie: str, schema: Schema) -> str:
    return "is a" if curie == "rdf:type" else schema.properties.get(curie, curie.partition(":")[2])


def _label(record: str, things: Things, schema: Schema) -> str:
    entity = things.id(record)
    return things.label(entity) or things.name(record) or schema.classes[things.cls(entity)].label
