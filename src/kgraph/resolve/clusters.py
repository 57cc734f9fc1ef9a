"""Records put together, under constraints, with the reasons kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp
from typing import Protocol, Self

from kgraph.model import Link


class Profile(Protocol):
    """What constrains a cluster: the sum of what its records say."""

    def merge(self, others: Iterable[Self]) -> Self:
        """The profile of all together."""
        ...

    def conflict(self, other: Self) -> str:
        """Why the two cannot be one, in words; "" if they can."""
        ...


class Clusters:
    """A partition of records. A cluster is named by its smallest record.

    ``foes`` are records that people said are two things: no chain of links ever joins them.
    """

    def __init__(self, foes: Mapping[str, frozenset[str]]) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._profiles: dict[str, Profile] = {}
        self._foes = dict(foes)
        self.links: list[Link] = []
        self.phase = "a"
        self._undecided: dict[tuple[str, str, str], Link] = {}

    def add(self, record: str, profile: Profile | None = None) -> None:
        """A new record, alone."""
        self._parent[record] = record
        if profile is not None:
            self._profiles[record] = profile

    def put(self, root: str, members: Sequence[str]) -> None:
        """A cluster as it was found before; ``members`` are those to be asked for."""
        self._parent.update(dict.fromkeys(members, root))
        self._parent[root] = root
        self._members[root] = sorted(members)

    def __contains__(self, record: str) -> bool:
        return record in self._parent

    def root(self, record: str) -> str:
        """The smallest record of its cluster; a record that is not here stands for itself."""
        parent = self._parent
        if record not in parent:
            return record
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    def members(self, record: str) -> Sequence[str]:
        """The records of a cluster."""
        root = self.root(record)
        return self._members.get(root, [root])

    def profile(self, record: str) -> Profile:
        """The profile of a record's cluster."""
        return self._profiles[self.root(record)]

    def set_profile(self, root: str, profile: Profile) -> None:
        """Give a cluster another profile."""
        self._profiles[root] = profile

    def roots(self, records: Iterable[str]) -> list[str]:
        """The clusters of some records, in order."""
        return sorted({self.root(r) for r in records})

    def forbidden(self, one: str, other: str) -> bool:
        """True if people said that something in the one is not something in the other."""
        if not self._foes:
            return False
        one, other = self.root(one), self.root(other)
        if len(self._foes.get(other, ())) < len(self._foes.get(one, ())):
            one, other = other, one
        return any(self.root(f) == other for f in self._foes.get(one, ()))

    def conflict(self, one: str, other: str) -> str:
        """Why two clusters cannot be one; "" if they can."""
        if self.forbidden(one, other):
            return "decided to be two"
        return self._profiles[self.root(one)].conflict(self._profiles[self.root(other)])

    def join(self, link: Link, *, force: bool = False) -> bool:
        """Make the link's records one, unless that is forbidden or (without ``force``) in conflict."""
        one, other = self.root(link.one), self.root(link.other)
        if one == other:
            return True
        if self.forbidden(one, other) if force else self.conflict(one, other):
            return False
        self._unite([one, other])
        self.links.append(link)
        return True

    def join_all(self, records: Sequence[str], link: Callable[[str, str], Link], name: Callable[[str], str]) -> None:
        """Make records that conflict with nothing one, at once. Of the links from the first, one is
        kept for each different name.
        """
        safe = self._without_foes(self.roots(records))
        if len(safe) < 2:
            return
        joined = set(safe)
        first, *others = (r for r in records if self.root(r) in joined)
        self._unite(safe)
        named: dict[str, str] = {}
        for record in others:
            named.setdefault(name(record), record)
        self.links += [link(first, r) for r in named.values()]

    def _without_foes(self, roots: list[str]) -> list[str]:
        """The roots less those that were said to be something else than one before them."""
        if not self._foes:
            return roots
        kept: list[str] = []
        for root in roots:
            if not any(self.forbidden(root, k) for k in kept):
                kept.append(root)
        return kept

    def _unite(self, roots: list[str]) -> None:
        roots = sorted(set(roots))
        first = roots[0]
        members = [m for r in roots for m in self._members.pop(r, [r])]
        profiles = [self._profiles.pop(r) for r in roots if r in self._profiles]
        foes = frozenset().union(*(self._foes.pop(r, frozenset()) for r in roots))
        for root in roots:
            self._parent[root] = first
        self._members[first] = members
        if profiles:
            self._profiles[first] = profiles[0].merge(profiles[1:])
        if foes:
            self._foes[first] = foes

    # -- what stays open -------------------------------------------------------------------

    def doubt(self, link: Link) -> None:
        """Remember a pair for review; of several in a phase between two records the likeliest counts."""
        pair = (self.phase, link.one, link.other)
        if pair not in self._undecided or self._undecided[pair].score < link.score:
            self._undecided[pair] = link

    def doubts(self) -> list[tuple[str, Link]]:
        """All pairs that were remembered, with the phase."""
        return [(phase, link) for (phase, _, _), link in self._undecided.items()]

    def undecided(self) -> tuple[Link, ...]:
        """One link for each pair of clusters that is in doubt, the likeliest first."""
        return undecided((k for k in self._undecided.values() if not self.forbidden(k.one, k.other)), self.root)

    def reasons(self) -> dict[str, tuple[Link, ...]]:
        """For each cluster the links that made it, each rule and pair of names once."""
        found: dict[str, dict[tuple[str, tuple[str, str]], Link]] = {}
        for link in sorted(self.links, key=lambda k: (k.one, k.other, k.rule)):
            found.setdefault(self.root(link.one), {}).setdefault((link.rule, link.names), link)
        return {root: tuple(links.values()) for root, links in sorted(found.items())}


def undecided(links: Iterable[Link], root: Callable[[str], str]) -> tuple[Link, ...]:
    """The likeliest of some links for each pair of clusters, the likeliest first."""
    best: dict[tuple[str, str], Link] = {}
    for link in links:
        one, other = sorted((root(link.one), root(link.other)))
        if one != other and ((one, other) not in best or _rank(link) < _rank(best[one, other])):
            best[one, other] = link
    return tuple(sorted(best.values(), key=_rank))


def _rank(link: Link) -> tuple[float, str, str, str]:
    return (-link.score, link.one, link.other, link.rule)


def chance(margin: float) -> float:
    """A score of 0 to 1 of how far the evidence lies above (or below) what a rule asks for."""
    return round(1 / (1 + exp(-max(-30.0, min(30.0, margin)) / 2)), 3)
