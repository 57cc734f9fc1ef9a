"""Records of one name that need more than the name: put together where context agrees.

Agglomerative, the best-supported pair first; after each round only pairs with a changed cluster
are weighed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import cast

from kgraph.ids import name_key
from kgraph.model import Link
from kgraph.resolve.choose import Pair, choose
from kgraph.resolve.clusters import Clusters, chance
from kgraph.resolve.constraints import Feature, ThingProfile
from kgraph.resolve.evidence import OWN, Verdict, compare
from kgraph.resolve.forms import Form
from kgraph.resolve.profiles import Profiler

PAIRWISE = 40
"""Clusters of a block that are all compared with each other; in larger blocks each is compared
with those already formed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name, the evidence it asks for, and whether being named in like articles counts."""

    name: str
    need: float
    company: bool = True


class Linker:
    """Weighs pairs of clusters and joins them."""

    def __init__(self, clusters: Clusters, profiler: Profiler) -> None:
        self.clusters, self.profiler = clusters, profiler

    def settle(self, records: Iterable[str], rule: Rule) -> None:
        """Put together what belongs together among records of one name."""
        roots = self.clusters.roots(records)
        if len(roots) > PAIRWISE:
            roots = self._by_ties(roots, rule)
        if len(roots) > PAIRWISE:
            self._one_by_one(roots, rule)
            return
        fresh = set(roots)
        while fresh:
            pairs = [self.weigh(a, b, rule) for a, b in combinations(roots, 2) if a in fresh or b in fresh]
            joined = self.take([p for p in pairs if p is not None], rule)
            roots, fresh = self.clusters.roots(roots), {self.clusters.root(j) for j in joined}

    def weigh(self, one: str, other: str, rule: Rule) -> Pair | None:
        """The evidence on two clusters; None if they exclude each other."""
        left, right = self._profile(one), self._profile(other)
        if self.clusters.forbidden(one, other) or left.conflict(right):
            return None
        ignore = (self.profiler.sign(one), self.profiler.sign(other))
        verdict = compare(left, right, self.profiler.weights, ignore, company=rule.company)
        return Pair(round(verdict.weight - rule.need, 3), one, other, verdict)

    def take(self, pairs: Sequence[Pair], rule: Rule) -> list[str]:
        """Join the pairs that the evidence suffices for; returns what was joined."""
        return choose(self.clusters, pairs, lambda p: self.link(p, rule))

    def _by_ties(self, roots: Sequence[str], rule: Rule) -> list[str]:
        """In a large block, first put together what shares a body or office that is telling enough alone."""
        sharing: dict[Feature, list[str]] = {}
        for root in roots:
            for tie in self._profile(root).ties:
                if tie.kind in OWN:
                    sharing.setdefault(tie, []).append(root)
        for tie, some in sorted(sharing.items(), key=lambda x: (-len(x[1]), x[0])):
            margin = self.profiler.weights.of(tie) - rule.need
            if margin >= 0:
                self._join_sharing(tie, margin, self.clusters.roots(some), rule)
        return self.clusters.roots(roots)

    def _join_sharing(self, tie: Feature, margin: float, roots: Sequence[str], rule: Rule) -> None:
        """Join all clusters that share a tie but those that are told apart by an article."""
        homes: set[str] = set()
        free = []
        for root in roots:
            profile = self._profile(root)
            if homes.isdisjoint(profile.homes):
                homes |= profile.homes
                free.append(root)
        verdict = Verdict(margin, (tie,))
        self.clusters.join_all(
            free, lambda a, b: self.link(Pair(margin, a, b, verdict), rule), self.profiler.index.name
        )

    def _one_by_one(self, roots: Sequence[str], rule: Rule) -> None:
        """In a very large block, the best-known clusters first, each with the best of those before it."""
        formed: list[str] = []
        for root in sorted(roots, key=lambda r: (-len(self._profile(r).homes), -len(self._profile(r).ties), r)):
            found = [self.weigh(known, root, rule) for known in formed[:PAIRWISE]]
            best = max((p for p in found if p is not None), key=lambda p: (p.margin, p.one), default=None)
            if best is not None:
                self.take([best], rule)
            if self.clusters.root(root) == root and not (best and self.clusters.root(best.one) == root):
                formed.append(root)
            else:
                formed = self.clusters.roots(formed)

    def _profile(self, record: str) -> ThingProfile:
        return cast(ThingProfile, self.clusters.profile(record))

    def link(self, pair: Pair, rule: Rule) -> Link:
        """A pair as a link, in words."""
        say, profiler, forms = self.profiler.say, self.profiler, self.profiler.forms
        one, other = sorted((pair.one, pair.other))
        names = (profiler.index.name(one), profiler.index.name(other))
        agrees = tuple(dict.fromkeys(say(f) for f in pair.verdict.agrees))
        return Link(
            one,
            other,
            named(rule.name, *zip(names, (forms[one], forms[other]), strict=True)),
            names,
            chance(pair.margin),
            agrees,
            pair.verdict.differs,
        )


def named(rule: str, one: tuple[str, Form], other: tuple[str, Form]) -> str:
    """The rule's name, more exact for names that came to one form: what is different about them."""
    if rule not in ("exact-name", one[1].rule, other[1].rule):
        return rule
    if one[0].casefold() == other[0].casefold():
        return "exact-name"
    if name_key(one[0]) == name_key(other[0]):
        return "transliteration"
    if sorted(name_key(one[0]).split()) == sorted(name_key(other[0]).split()):
        return "name-order"
    stripped = {one[1].rule, other[1].rule} - {"exact-name"}
    return min(stripped) if stripped else "spelling"
