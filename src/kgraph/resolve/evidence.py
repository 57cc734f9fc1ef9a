"""How much it means that two things of one name share something.

A shared feature speaks for one thing the more, the rarer it is: its weight is the logarithm of how
many articles there are for one that has it, scaled so that the rarest weighs about 6 in a
corpus of any size. ``WORLD`` articles that nobody has read are added, so that two
articles alone do not look like the whole world; countries and other things of the gazetteer are
taken to be in a tenth of them. An office or body of one's own is counted by the names of the people
who are said to have it, not by articles: that all the world writes of a president makes "president
of that country" no less telling.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from kgraph.resolve.constraints import Feature, ThingProfile

WORLD = 1000
FAMOUS = 0.1
SCALE = 7.0

# What a kind of tie counts for, beside 1 for a body or office of one's own.
_SHARE = {"country": 0.6, "in": 0.6, "company": 0.6, "cross": 0.9}
OWN = frozenset(("office", "member"))
COMPANY_TOP = 3
APART = -1.5
FAME = 0.7

AGREES = 5
"""So many things that agree are told, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The weight of the evidence, and what it is."""

    weight: float
    agrees: tuple[Feature | str, ...] = ()
    differs: tuple[str, ...] = ()


def step(count: int) -> int:
    """A count as weights see it, to a power of two: so that one article more changes hardly any weight."""
    return 1 << (count.bit_length() - 1) if count else 0


class Weights:
    """How telling features are in this corpus; all counts in steps."""

    def __init__(self, articles: int) -> None:
        self.articles = articles
        self.count: Counter[str] = Counter()
        self.people = 0
        self.holders: Counter[Feature] = Counter()
        self.famous: set[str] = set()
        self._rare: dict[str, float] = {}

    def of(self, feature: Feature) -> float:
        """The weight of sharing a feature."""
        if feature.kind in OWN:
            total = step(self.people) + WORLD
            return SCALE * log(total / (step(self.holders[feature]) + 1)) / log(total)
        rare = self._rarity(feature.value, famous=feature.kind == "country")
        return max(0.0, rare) * _SHARE.get(feature.kind, 1.0)

    def met(self, kind: str, value: str, spread: int) -> float:
        """The weight of a thing that is named beside both, where they were met in ``spread`` articles:
        who is in many articles meets everybody some day.
        """
        rare = self._rarity(value)
        if spread > 1:
            rare -= SCALE * log(spread) / log(step(self.articles) + WORLD)
        return max(0.0, rare) * _SHARE[kind]

    def _rarity(self, value: str, *, famous: bool = False) -> float:
        key = f"{value}*" if famous else value
        known = self._rare.get(key)
        if known is None:
            total = step(self.articles) + WORLD
            count = step(self.count[value]) + (int(FAMOUS * total) if famous or value in self.famous else 0)
            known = self._rare[key] = SCALE * log(total / (count + 1)) / log(total)
        return known


def compare(
    one: ThingProfile, other: ThingProfile, weights: Weights, ignore: Iterable[str] = (), *, company: bool = True
) -> Verdict:
    """What speaks for and against two things of one name being one.

    ``ignore`` are values that say nothing because both have them by their name; without
    ``company`` only what is said of the things themselves counts.
    """
    ties = one.ties & other.ties
    found = [(weights.of(f), f) for f in ties]
    crossed: frozenset[str] = frozenset()
    if company:
        taken = {f.value for f in ties}.union(ignore)
        spread = max(1, len(one.homes), len(other.homes))
        crossed = ((one.tied & other.company) | (other.tied & one.company)) - taken
        found += [(weights.met("cross", v, spread), Feature("cross", v)) for v in crossed]
        both = (one.company & other.company) - taken - crossed
        if both:
            weighed = [(weights.met("company", v, spread), Feature("company", v)) for v in both]
            weighed.sort(key=lambda x: (-x[0], x[1]))
            found += weighed[:COMPANY_TOP]
    against = () if one.shared(other) or crossed else _against(one, other)
    if against:
        found.append((APART, Feature("apart", "")))
    elif one.family == "schema:Person":
        found.append((_fame(one, other), Feature("known", f"{max(len(one.homes), len(other.homes))} articles")))
    found.sort(key=lambda x: (-x[0], x[1]))
    return Verdict(sum(w for w, _ in found), tuple(f for w, f in found[:AGREES] if w > 0), against)


def _fame(one: ThingProfile, other: ThingProfile) -> float:
    """The more articles know somebody by a name, the likelier it is that another means them too."""
    few, many = sorted((len(one.homes), len(other.homes)))
    return FAME * log(many / few) if few else 0.0


def _against(one: ThingProfile, other: ThingProfile) -> tuple[str, ...]:
    """Ties of both that have nothing in common: not impossible, but a doubt."""
    placed = (any(f.kind in OWN for f in p.ties) for p in (one, other))
    return ("different bodies and offices",) if all(placed) else ()
