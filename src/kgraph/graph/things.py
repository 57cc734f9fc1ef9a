"""Things, events and evidence as people hold them in Python: read from the store when asked for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from kgraph.errors import UsageError
from kgraph.graph.cards import Card, Cards, FactView
from kgraph.graph.terms import RDF_TYPE
from kgraph.schema import KG, plain

_ABOUT = ("kg:award", "kg:place", "kg:mission", "kg:organisation", "kg:work", "kg:achievement", "kg:predecessor")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that say a fact. Offsets count characters of the article's cleaned text."""

    article: str
    start: int
    end: int
    quote: str
    confidence: float
    headline: str = ""
    published: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: when (EDTF, and the days it allows), where, and who took part."""

    iri: str
    kind: str
    label: str
    date: str = ""
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    places: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entity:
    """A person, body, place, mission …; everything but its IRI is looked up when it is asked for."""

    iri: str
    cards: Cards = field(repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<{self.kind or 'thing'} {self.label!r} {self.iri}>"

    @property
    def label(self) -> str:
        """What it is called."""
        return self.cards.label(self.iri)

    @property
    def kind(self) -> str:
        """The label of its most special class."""
        cls = self.cards.class_of(self.iri)
        return self.cards.schema.classes[cls].label if cls else ""

    @cached_property
    def card(self) -> Card:
        """All that is known of it, with the facts behind each line."""
        return self.cards.card(self.iri)

    @property
    def names(self) -> tuple[str, ...]:
        """Its other names."""
        return self.card.names

    @property
    def facts(self) -> list[FactView]:
        """The facts of all articles of which it is the subject."""
        return self.cards.facts(subject=self.iri)

    def events(
        self, *, after: str | datetime.date | None = None, before: str | datetime.date | None = None
    ) -> list[Event]:
        """The events it takes part in or that are about it, in order.

        With ``after`` or ``before``, those that can have happened on that day or later (earlier);
        events without a known year are then left out.
        """
        first, last = _day(after), _day(before)
        found = [_event(self.cards, iri) for iri in self._events()]
        if first is not None:
            found = [e for e in found if e.latest is not None and e.latest >= first]
        if last is not None:
            found = [e for e in found if e.earliest is not None and e.earliest <= last]
        return sorted(found, key=lambda e: (e.earliest or datetime.date.max, e.date, e.label, e.iri))

    def _events(self) -> set[str]:
        store, schema = self.cards.store, self.cards.schema
        predicates = {schema.iri(p) for p in (*schema.participant_roles, "kg:participant", *_ABOUT)}
        quads = store.quads_for_pattern(None, None, ox.NamedNode(self.iri), ox.DefaultGraph())
        subjects = {q.subject for q in quads if q.predicate.value in predicates}
        event = ox.NamedNode(KG + "Event")
        return {
            plain(s) for s in subjects if next(store.quads_for_pattern(s, RDF_TYPE, event, ox.DefaultGraph()), None)
        }


def evidence_of(fact: FactView) -> list[Evidence]:
    """The evidence of a fact, in the order of the text."""
    return [
        Evidence(e.article, e.start, e.end, e.quote, fact.confidence, e.headline, e.published, e.publisher, e.url)
        for e in fact.evidence
    ]


def _event(cards: Cards, iri: str) -> Event:
    values: dict[str, list[str]] = {}
    for quad in cards.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()):
        values.setdefault(cards.schema.curie(quad.predicate.value), []).append(plain(quad.object))

    def one(name: str) -> str:
        return min(values.get(f"kg:{name}", [""]))

    def labels(name: str) -> tuple[str, ...]:
        return tuple(sorted({cards.label(v) for v in values.get(f"kg:{name}", ())}))

    return Event(
        iri, cards.class_of(iri).partition(":")[2], cards.label(iri), one("edtf"), _day(one("earliest")), _day(one("latest")),
        labels("place"), labels("participant"),
    )  # fmt: skip


def _day(value: str | datetime.date | None) -> datetime.date | None:
    if value is None or isinstance(value, datetime.date):
        return value
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{value!r} is no date", help="write it as 2019-11-25") from None
