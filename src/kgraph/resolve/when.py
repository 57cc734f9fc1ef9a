"""Whether two dates can be one day, and how much it means if they can."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kgraph.model import DateClaim

Day = tuple[int, int]
_OPEN = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")

# Evidence of time agreeing, by the coarser of the two: to the day, the month, the year.
TO_THE_DAY, TO_THE_MONTH, TO_THE_YEAR = 3.0, 2.0, 1.0
_FINE, _MIDDLE = 7, 31
_ENDLESS = 10**6


@dataclass(frozen=True, slots=True)
class When:
    """The days that claims allow together: between two days, and within parts of any year.

    ``seasons`` are (month, day) from and to, of claims without a year.
    """

    earliest: date | None = None
    latest: date | None = None
    seasons: frozenset[tuple[Day, Day]] = frozenset()

    def merge(self, others: Iterable[When]) -> When:
        """What all allow."""
        every = (self, *others)
        return When(
            max((w.earliest for w in every if w.earliest), default=None),
            min((w.latest for w in every if w.latest), default=None),
            frozenset().union(*(w.seasons for w in every)),
        )

    def possible(self) -> bool:
        """True if some day fits all claims."""
        if self.earliest and self.latest and self.earliest > self.latest:
            return False
        seasons = sorted(self.seasons)
        if any(not _overlap(a, b) for a in seasons for b in seasons):
            return False
        return not seasons or self.earliest is None or any(all(_in(d, s) for s in seasons) for d in self._days())

    def dated(self) -> bool:
        """True if anything is known."""
        return self.earliest is not None or self.latest is not None or bool(self.seasons)

    def length(self) -> int:
        """Days from the first to the last that is possible; of seasons, those of a year."""
        if self.earliest and self.latest:
            return (self.latest - self.earliest).days + 1
        return min((_span(s) for s in self.seasons), default=_ENDLESS)

    def _days(self) -> Iterator[date]:
        """The days of at most a year: then every day of the calendar has come."""
        if self.earliest is None or self.latest is None:
            return
        for number in range(min((self.latest - self.earliest).days, 366) + 1):
            yield self.earliest + timedelta(number)


def when(claims: Iterable[DateClaim]) -> When:
    """What the claims of one article allow; of several the first, by their words, that says most."""
    found = sorted(claims, key=lambda c: (c.earliest is None or c.latest is None, c.edtf, c.basis))
    for claim in found:
        if claim.earliest is not None or claim.latest is not None:  # one only: by 2015, after 2015
            return When(claim.earliest, claim.latest)
        if season := _season(claim.edtf):
            return When(seasons=frozenset((season,)))
    return When()


def agreement(one: When, other: When) -> float:
    """How much it speaks for one event that both dates can be one day; 0 where either has none, or no end."""
    if not one.dated() or not other.dated():
        return 0.0
    coarse = max(one.length(), other.length())
    if coarse == _ENDLESS:
        return 0.0
    return TO_THE_DAY if coarse <= _FINE else TO_THE_MONTH if coarse <= _MIDDLE else TO_THE_YEAR


def _season(edtf: str) -> tuple[Day, Day] | None:
    """From and to of a date without a year: XXXX-11-25, XXXX-11, [XXXX-01..XXXX-03]."""
    found = _OPEN.findall(edtf)
    if not found:
        return None
    (month, day), (last_month, last_day) = found[0], found[-1]
    return (int(month), int(day or 1)), (int(last_month), int(last_day or 31))


def _in(day: date, season: tuple[Day, Day]) -> bool:
    at, (start, end) = (day.month, day.day), season
    return start <= at <= end if start <= end else at >= start or at <= end


def _overlap(one: tuple[Day, Day], other: tuple[Day, Day]) -> bool:
    if one[0] > one[1] or other[0] > other[1]:  # over the turn of a year
        return True
    return one[0] <= other[1] and other[0] <= one[1]


def _span(season: tuple[Day, Day]) -> int:
    (month, day), (last_month, last_day) = season
    return (last_month - month) % 12 * 31 + last_day - day + 1
