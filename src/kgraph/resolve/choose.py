"""Which of many weighed pairs are joined: the best first, and none where two rivals are as good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kgraph.model import Link
from kgraph.resolve.clusters import Clusters
from kgraph.resolve.evidence import Verdict

MARGIN = 1.0
"""How much better one candidate must be than another that excludes it."""

DOUBT = -6.0
"""Evidence further below the threshold than this is not worth a reviewer's time."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clusters, how far the evidence lies above the threshold, and what it is."""

    margin: float
    one: str
    other: str
    verdict: Verdict


def choose(clusters: Clusters, pairs: Sequence[Pair], link: Callable[[Pair], Link]) -> list[str]:
    """Join the pairs above the threshold, the best first; returns what was joined. A record that
    could join either of two that exclude each other joins neither. What is not joined is doubtful;
    of the poorly supported, each cluster's best pair is kept.
    """
    ranked = sorted(pairs, key=lambda p: (-p.margin, p.one, p.other))
    partners: dict[str, list[tuple[float, str]]] = {}
    for pair in ranked:
        if pair.margin >= 0:
            partners.setdefault(pair.one, []).append((pair.margin, pair.other))
            partners.setdefault(pair.other, []).append((pair.margin, pair.one))
    joined, doubted = [], set[str]()
    for pair in ranked:
        if clusters.root(pair.one) == clusters.root(pair.other):
            continue
        if pair.margin < 0:
            if pair.margin >= DOUBT and not {pair.one, pair.other} <= doubted:
                doubted.update((pair.one, pair.other))
                clusters.doubt(link(pair))
        elif any(_torn(clusters, r, pair, partners[r]) for r in (pair.one, pair.other)):
            clusters.doubt(link(pair))
        elif clusters.join(link(pair)):
            joined += [pair.one, pair.other]
    return joined


def _torn(clusters: Clusters, record: str, pair: Pair, partners: Sequence[tuple[float, str]]) -> bool:
    """True if another cluster that the partner excludes is nearly as good for a record."""
    partner = clusters.root(pair.other if record == pair.one else pair.one)
    mine = clusters.root(record)
    rivals = {clusters.root(r) for margin, r in partners if margin > pair.margin - MARGIN} - {partner, mine}
    return any(clusters.conflict(r, partner) for r in sorted(rivals))
