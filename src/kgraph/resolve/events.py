"""Events that several articles tell.

Which fillers make an event known again is said in ``ontology/identity.ttl``. Dates that exclude
each other always make two events; a missing or coarser date does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product

from kgraph.model import Link
from kgraph.resolve.choose import Pair, choose
from kgraph.resolve.clusters import Clusters, chance
from kgraph.resolve.evidence import Verdict
from kgraph.resolve.index import Index
from kgraph.resolve.when import TO_THE_DAY, When, agreement, when

# Evidence asked for and given; see docs/resolution.md.
RECOGNISED = 2.0
IDENTIFIED = -1.0
PLACE, WITHIN, ELSEWHERE = 1.5, 1.0, -1.0
PERIOD, FILLER = 1.0, 0.5

PERIOD_DAYS = 10
"""Days between two reports, or two weeks more between an event and a report of it, that are one period of news."""
REPORT_DAYS = 31

NEIGHBOURS = 40
"""In a block of more than this, an event is compared with so many next to it in time."""

PARTIES = 12
"""Fillers of a role beyond these make no pairs: they are a crowd, not the key."""


@dataclass(frozen=True, slots=True)
class EventProfile:
    """What constrains an event: its class, the articles that tell it, its dates, and the roles that
    only one can fill.
    """

    cls: str
    homes: frozenset[str]
    when: When
    single: Mapping[str, frozenset[str]]

    def merge(self, others: Iterable[EventProfile]) -> EventProfile:
        """The profile of all together."""
        every = (self, *others)
        roles = sorted({r for p in every for r in p.single})
        single = {r: frozenset().union(*(p.single.get(r, frozenset()) for p in every)) for r in roles}
        homes = frozenset().union(*(p.homes for p in every))
        return EventProfile(self.cls, homes, self.when.merge(p.when for p in every[1:]), single)

    def conflict(self, other: EventProfile) -> str:
        """Why the two cannot be one event; "" if they can."""
        if self.cls != other.cls:
            return "of different kinds"
        if not self.homes.isdisjoint(other.homes):
            return "told apart by one article"
        if not self.when.merge([other.when]).possible():
            return "on different days"
        for role in sorted(self.single.keys() & other.single.keys()):
            if self.single[role] and other.single[role] and self.single[role] != other.single[role]:
                return f"of different {role.partition(':')[2]}"
        return ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Roles to agree on, each a set of properties; ``alone`` if nothing else has to."""

    roles: tuple[tuple[str, ...], ...]
    alone: bool


Key = tuple[str, int, tuple[str, ...]]
"""A class, the number of one of its patterns, and the fillers that an event is known by."""


class Events:
    """Puts the events of an index into clusters. Things and positions must be resolved before."""

    def __init__(self, index: Index, clusters: Clusters) -> None:
        self.index, self.clusters, self.schema = index, clusters, index.schema
        self.records = [r for r, cls in index.types.items() if index.schema.is_a(cls, "kg:Event")]
        self._known: dict[str, tuple[Pattern, ...]] = {}
        self.best: dict[tuple[str, str], tuple[Pair, Pattern]] = {}

    def run(self) -> None:
        """All events."""
        self.settle(self.records)

    def settle(self, records: Sequence[str]) -> None:
        """Weigh all pairs of some events that a pattern brings together, and join the best first."""
        for root in self.clusters.roots(records):
            first, *others = (self._profile(m) for m in self.clusters.members(root))
            self.clusters.set_profile(root, first.merge(others) if others else first)
        blocks: dict[Key, list[str]] = {}
        for record in records:
            for key in self.keys(record):
                blocks.setdefault(key, []).append(record)
        for (cls, number, _), block in sorted(blocks.items()):
            for one, other in self._pairs(block):
                self._weigh(one, other, self._patterns(cls)[number])
        choose(self.clusters, [pair for pair, _ in self.best.values()], self._link)

    def keys(self, record: str) -> Iterator[Key]:
        """Under which keys an event meets others that could be the same."""
        cls = self.index.types[record]
        for number, pattern in enumerate(self._patterns(cls)):
            yield from ((cls, number, key) for key in self._keys(record, pattern))

    def _patterns(self, cls: str) -> tuple[Pattern, ...]:
        if cls not in self._known:
            self._known[cls] = tuple(
                Pattern(tuple(tuple(f"kg:{r}" for r in role.split("+")) for role in text.split()), alone)
                for prop, alone in (("kg:identifiedBy", True), ("kg:recognisedBy", False))
                for text in self.schema.annotations(cls, prop)
            )
        return self._known[cls]

    def _fillers(self, record: str, roles: Iterable[str]) -> list[str]:
        found = {self.clusters.root(v) for role in roles for v in self.index.of(record, role)}
        return sorted(found)[:PARTIES]

    def _keys(self, record: str, pattern: Pattern) -> Iterator[tuple[str, ...]]:
        """The combinations of fillers that an event can be known by; a role named twice gives pairs."""
        choices: list[list[tuple[str, ...]]] = []
        for role in dict.fromkeys(pattern.roles):
            times = pattern.roles.count(role)
            choices.append(list(combinations(self._fillers(record, role), times)))
        for chosen in product(*choices):
            fillers = [f for group in chosen for f in group]
            if len(set(fillers)) == len(fillers):
                yield tuple(fillers)

    def _pairs(self, block: list[str]) -> Iterator[tuple[str, str]]:
        if len(block) <= NEIGHBOURS:
            yield from combinations(sorted(block), 2)
            return
        ordered = sorted(block, key=lambda r: (str(self._when(r).earliest or self._published(r) or ""), r))
        for at, one in enumerate(ordered):
            yield from ((min(one, other), max(one, other)) for other in ordered[at + 1 : at + 1 + NEIGHBOURS])

    def _weigh(self, one: str, other: str, pattern: Pattern) -> None:
        if self.clusters.root(one) == self.clusters.root(other) or self.clusters.conflict(one, other):
            return
        verdict = self._evidence(one, other, pattern)
        margin = round(verdict.weight - (IDENTIFIED if pattern.alone else RECOGNISED), 3)
        known = self.best.get((one, other))
        if known is None or known[0].margin < margin:
            self.best[one, other] = (Pair(margin, one, other, verdict), pattern)

    # -- evidence --------------------------------------------------------------------------

    def _evidence(self, one: str, other: str, pattern: Pattern) -> Verdict:
        """Time, place and other fillers that agree or do not."""
        dates = self._when(one), self._when(other)
        said: list[tuple[float, str]] = []
        if weight := agreement(*dates):
            said.append((weight, "date" if weight == TO_THE_DAY else "coarse date"))
        weight, place = self._places(one, other)
        if weight > 0 and not any("kg:place" in role for role in pattern.roles):
            said.append((weight, f"place: {place}"))
        if not all(d.dated() for d in dates) and self._one_period(one, other):
            said.append((PERIOD, "period of the reports"))
        used = {r for role in pattern.roles for r in role} | {"kg:place"}
        for role in sorted(self.schema.allowed(self.index.types[one])):
            if role in used or not role.startswith("kg:"):
                continue
            for filler in sorted(set(self._fillers(one, [role])) & set(self._fillers(other, [role]))):
                if filler in self.clusters:
                    said.append((FILLER, f"{role.partition(':')[2]}: {self._name(filler)}"))
        differs = ("places",) if weight < 0 else ()
        total = sum(w for w, _ in said) + (weight if weight < 0 and not pattern.alone else 0.0)
        return Verdict(total, tuple(words for _, words in said), differs)

    def _places(self, one: str, other: str) -> tuple[float, str]:
        """Whether the places agree, one lies in the other, or they differ."""
        left, right = self._fillers(one, ["kg:place"]), self._fillers(other, ["kg:place"])
        if not left or not right:
            return 0.0, ""
        if both := sorted(set(left) & set(right)):
            return PLACE, self._name(both[0])
        if both := sorted(self._around(left) & set(right) | self._around(right) & set(left)):
            return WITHIN, self._name(both[0])
        return ELSEWHERE, ""

    def _around(self, places: Iterable[str]) -> set[str]:
        """The places in which some places lie, or bodies have their seat, up to three steps out."""
        found, edge = set[str](), set(places)
        for _ in range(3):
            steps = ("kg:locatedIn", "kg:headquarteredIn")
            edge = {
                self.clusters.root(v)
                for p in edge
                for m in self.clusters.members(p)
                for s in steps
                for v in self.index.of(m, s)
            } - found
            found |= edge
        return found

    def _one_period(self, one: str, other: str) -> bool:
        """True if the two were reported within days, or the one's date lies shortly before the other's report."""
        published = self._published(one), self._published(other)
        if published[0] and published[1] and abs(published[0] - published[1]) <= timedelta(PERIOD_DAYS):
            return True
        for record, report in ((one, published[1]), (other, published[0])):
            day = self._when(record).latest
            if day and report and timedelta(0) <= report - day <= timedelta(REPORT_DAYS):
                return True
        return False

    # -- looking up ------------------------------------------------------------------------

    def _profile(self, record: str) -> EventProfile:
        cls = self.index.types[record]
        single = {
            name: frozenset(self._fillers(record, [name]))
            for name, prop in self.schema.allowed(cls).items()
            if prop.max_count == 1 and prop.is_link and self.index.of(record, name)
        }
        return EventProfile(cls, frozenset((self.index.home(record),)), self._when(record), single)

    def _when(self, record: str) -> When:
        return when(self.index.claims(record, "kg:edtf"))

    def _published(self, record: str) -> date | None:
        article = self.index.articles.get(record)
        return article.published if article is not None else None

    def _name(self, record: str) -> str:
        return self.index.name(record) or record

    def _link(self, pair: Pair) -> Link:
        _, pattern = self.best[pair.one, pair.other]
        names = (self._called(pair.one, pattern), self._called(pair.other, pattern))
        rule = "event-key" if pattern.alone else "event-context"
        agrees = tuple(str(a) for a in pair.verdict.agrees)
        return Link(pair.one, pair.other, rule, names, chance(pair.margin), agrees, pair.verdict.differs)

    def _called(self, record: str, pattern: Pattern) -> str:
        """An event in words: its kind and what it is known by."""
        fillers = [f for role in dict.fromkeys(pattern.roles) for f in self._fillers(record, role)]
        label = self.schema.classes[self.index.types[record]].label
        dates = sorted(c.edtf for c in self.index.claims(record, "kg:edtf"))
        return f"{label}: {', '.join(map(self._name, fillers))}" + (f", {dates[0]}" if dates else "")
