"""What keeps two things apart whatever their names: kind, number, part, country, sending state, giver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Texts = frozenset[str]
NOTHING: Texts = frozenset()


class Feature(NamedTuple):
    """Something that is said of a thing: how it is tied to what (a record's cluster, or a text)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class ThingProfile:
    """What records of a thing say, all together.

    ``numbers`` and ``parts`` are words of its name; ``countries`` the states it belongs to or
    speaks for; ``hosts`` where an embassy is accredited; ``givers`` who confers an award;
    ``ties`` what is said of the thing itself, ``tied`` to what; ``company`` the things that its articles name.
    """

    family: str
    numbers: Texts = NOTHING
    parts: Texts = NOTHING
    countries: Texts = NOTHING
    hosts: Texts = NOTHING
    givers: Texts = NOTHING
    homes: Texts = NOTHING
    ties: frozenset[Feature] = frozenset()
    tied: Texts = NOTHING
    company: Texts = NOTHING

    def merge(self, others: Iterable[ThingProfile]) -> ThingProfile:
        """The profile of all together."""
        every = (self, *others)
        return ThingProfile(
            self.family,
            _all(p.numbers for p in every),
            _all(p.parts for p in every),
            _all(p.countries for p in every),
            _all(p.hosts for p in every),
            _all(p.givers for p in every),
            _all(p.homes for p in every),
            frozenset().union(*(p.ties for p in every)),
            _all(p.tied for p in every),
            _all(p.company for p in every),
        )

    def conflict(self, other: ThingProfile) -> str:
        """Why the two cannot be one thing; "" if they can.

        Countries, hosts and givers exclude each other only where the two share nothing that is
        said of themselves: sources err about a country more often than about an employer.
        """
        if self.family != other.family:
            return "of different kinds"
        if self.family == "schema:Person" and _meet(self.homes, other.homes):
            return "told apart by one article"
        if not _same_numbers(self.numbers, other.numbers):
            return f"numbered {_list(self.numbers)} and {_list(other.numbers)}"
        if _apart(self.parts, other.parts):
            return f"{_list(self.parts)} and {_list(other.parts)}"
        for one, two, words in (
            (self.hosts, other.hosts, "in"),
            (self.givers, other.givers, "given by different bodies"),
            (self.countries, other.countries, "of"),
        ):
            if _apart(one, two) and not self.shared(other):
                return words if " " in words else f"{words} {_list(one)} and {words} {_list(two)}"
        return ""

    def shared(self, other: ThingProfile) -> frozenset[Feature]:
        """What is said of both, countries aside."""
        return frozenset(f for f in self.ties & other.ties if f.kind != "country")


def _same_numbers(one: Texts, other: Texts) -> bool:
    """True if the numbers are the same; a cluster that people put together may have several."""
    return one == other or (bool(one and other) and (one <= other or other <= one))


def _meet(one: Texts, other: Texts) -> bool:
    return not one.isdisjoint(other)


def _apart(one: Texts, other: Texts) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def _all(sets: Iterable[Texts]) -> Texts:
    kept = [s for s in sets if s]
    return NOTHING.union(*kept) if len(kept) > 1 else kept[0] if kept else NOTHING


def _list(values: Texts) -> str:
    return ", ".join(sorted(values)) or "nothing"
