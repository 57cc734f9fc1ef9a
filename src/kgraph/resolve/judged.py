"""People's decisions as pairs of records."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from kgraph.ids import BARE, FOUNDER, mint
from kgraph.model import Judgements
from kgraph.resolve.index import Index

_FOUNDER = (BARE, FOUNDER)
"""Characters of its founder's key that an id ends with: without and with a slug before them."""


class Judged:
    """Pairs decided to be one or two, with ids turned into the records they were made of.

    Decisions on what is no longer there are left out. Where two decisions contradict each other,
    "different" holds: two nodes too many do less harm than one too few.
    """

    def __init__(self, judgements: Judgements, index: Index) -> None:
        self._index, self._records = index, sorted(index.types)
        self.same = sorted(self._pairs(judgements.same))
        foes: dict[str, set[str]] = {}
        for one, other in self._pairs(judgements.different):
            foes.setdefault(one, set()).add(other)
            foes.setdefault(other, set()).add(one)
        self.foes = {r: frozenset(f) for r, f in sorted(foes.items())}

    def _pairs(self, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for pair in pairs:
            one, other = (self._record(name) for name in sorted(pair))
            if one and other and one != other:
                yield min(one, other), max(one, other)

    def _record(self, name: str) -> str:
        """The record of a key or an id; "" if there is none, or none that is certain."""
        if name in self._index.types:
            return name
        found = [r for size in _FOUNDER for r in self._starting(name.rpartition("-")[2], size)]
        if len(found) > 1:
            found = [r for r in found if any(mint(n, r) == name for n in self._index.names(r))]
        return found[0] if len(found) == 1 else ""

    def _starting(self, prefix: str, size: int) -> Sequence[str]:
        """The records whose keys begin with a prefix of the size that ids have."""
        if len(prefix) != size:
            return ()
        at = bisect_left(self._records, prefix)
        end = bisect_left(self._records, prefix + "\uffff", lo=at)
        return self._records[at:end]
