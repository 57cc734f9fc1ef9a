"""Positions and who holds them, across articles, once people and bodies are resolved."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from kgraph.model import Link
from kgraph.resolve.clusters import Clusters
from kgraph.resolve.index import Index
from kgraph.resolve.names import words
from kgraph.resolve.when import When, when

_ANY = When()


@dataclass(frozen=True, slots=True)
class Tenure:
    """When a holding began and ended, as far as its sources say; two tenures never merge."""

    start: When = _ANY
    end: When = _ANY

    def merge(self, others: Iterable[Tenure]) -> Tenure:
        """What all allow."""
        rest = list(others)
        return Tenure(self.start.merge(t.start for t in rest), self.end.merge(t.end for t in rest))

    def conflict(self, other: Tenure) -> str:
        """Why the two cannot be one holding; "" if they can."""
        both = self.merge([other])
        return "" if both.start.possible() and both.end.possible() else "begun or ended on different days"


class Offices:
    """Positions are one if they have one name in one body; holdings if one person holds one
    position with one status, and their beginnings and ends can be one.
    """

    def __init__(self, index: Index, clusters: Clusters) -> None:
        self.index, self.clusters = index, clusters

    def run(self) -> None:
        """Positions first: holdings are of them."""
        self._group("kg:Position", self.position)
        self._group("kg:RoleHolding", self.holding)

    def _group(self, cls: str, identity: Callable[[str], Hashable]) -> None:
        groups: dict[Hashable, list[str]] = {}
        for record in self.of(cls):
            groups.setdefault(identity(record), []).append(record)
        for group in groups.values():
            self.one_office(sorted(group))

    def of(self, cls: str) -> list[str]:
        """The records of a class."""
        return [r for r, c in self.index.types.items() if self.index.schema.is_a(c, cls)]

    def one_office(self, records: list[str]) -> None:
        """Join the records of one office; those whose dates exclude each other stay apart."""
        dated = [r for r in records if any(self.index.claims(r, p) for p in ("kg:start", "kg:end"))]
        first = records[0]
        if not dated:
            self.clusters.join_all(records, self._link, self._called)
            return
        for root in self.clusters.roots(records):
            tenures = [self._tenure(m) for m in self.clusters.members(root)]
            self.clusters.set_profile(root, tenures[0].merge(tenures[1:]))
        for record in records[1:]:
            self.clusters.join(self._link(first, record))

    def position(self, record: str) -> Hashable:
        """What makes a post: one without a body is only its holder's: two directors of unnamed bodies hold two posts."""
        index, root = self.index, self.clusters.root
        seats = tuple(sorted(map(root, index.of(record, "org:postIn"))))
        holders = (
            ()
            if seats
            else tuple(sorted({root(p) for h in index.pointing(record, "org:role") for p in index.of(h, "org:member")}))
        )
        sent_to = tuple(sorted(map(root, index.of(record, "kg:accreditedTo"))))
        title = words(index.name(record))
        return (title, seats, sent_to, holders if seats or holders else (record,))

    def holding(self, record: str) -> Hashable:
        """What makes a holding, beside its dates."""
        index = self.index
        member, role = (tuple(map(self.clusters.root, index.of(record, p))) for p in ("org:member", "org:role"))
        return (member, role, index.first(record, "kg:roleStatus"))

    def _tenure(self, record: str) -> Tenure:
        claims = self.index.claims
        return Tenure(when(claims(record, "kg:start")), when(claims(record, "kg:end")))

    def _link(self, one: str, other: str) -> Link:
        names = (self._called(one), self._called(other))
        return Link(one, other, "same-office", names, 0.99)

    def _called(self, record: str) -> str:
        index = self.index
        posts = [index.name(p) for p in index.of(record, "org:role")]
        people = [index.name(p) for p in index.of(record, "org:member")]
        return index.name(record) or ", ".join((*people, *posts))
