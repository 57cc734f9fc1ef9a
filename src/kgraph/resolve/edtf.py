"""Dates that people give: EDTF to the days it allows.

Of ISO 8601-2:2019 what kgraph writes itself: ``2019-11-25``, ``2019-11``, ``2019``,
``201X``, ``19XX``, ``XXXX-11-25``, ``1850~``, ``-0043``, ``a/b`` (lasted from a to b; ``a/..`` goes on, ``../b``) and
``[a..b]`` (some day between; ``[..b]``, ``[a..]``).
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from kgraph.model import DateClaim

_SIMPLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_UNSPECIFIED = re.compile(r"(?=.{4}\Z)(\d{2,3})X{1,2}")
_UNBOUNDED = re.compile(r"\d{4}(?:-\d\d){0,2}~|-\d{4}|-\d\dXX|XX\dX")  # about, before our era, some century's sixties
_OPEN_YEAR = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")


def claim_of(edtf: str) -> DateClaim | None:
    """The claim that an EDTF makes, as somebody's explicit word; None where it is none.

    >>> claim = claim_of("2019-11")
    >>> claim.earliest.isoformat(), claim.latest.isoformat()
    ('2019-11-01', '2019-11-30')
    """
    bounds = _bounds(edtf)
    return DateClaim(edtf, *bounds, "explicit") if bounds else None


def _bounds(edtf: str) -> tuple[date | None, date | None] | None:
    if found := _OPEN_YEAR.fullmatch(edtf):
        return (None, None) if _days(f"2000-{found[1]}" + (f"-{found[2]}" if found[2] else "")) else None
    if _UNBOUNDED.fullmatch(edtf):
        return None, None
    one_of = edtf.startswith("[") and edtf.endswith("]")
    inner = edtf[1:-1].partition("..") if one_of else edtf.partition("/")
    if not inner[1]:
        return None if one_of else _days(edtf)
    return _between(*(None if part in ("", "..") else part for part in (inner[0], inner[2])))


def _between(first: str | None, last: str | None) -> tuple[date | None, date | None] | None:
    """From the first day of one to the last day of the other; either may be open."""
    start, end = (_days(part) if part else None for part in (first, last))
    if (first and not start) or (last and not end) or not (start or end) or (start and end and start[0] > end[1]):
        return None
    return start[0] if start else None, end[1] if end else None


def _days(text: str) -> tuple[date, date] | None:
    """First and last day of a day, month, year, decade or century."""
    if found := _UNSPECIFIED.fullmatch(text):
        digits = found[1]
        return _between_years(int(digits.ljust(4, "0")), int(digits.ljust(4, "9")))
    found = _SIMPLE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:  # 31 February, month 13
        return None


def _between_years(first: int, last: int) -> tuple[date, date]:
    return date(max(first, 1), 1, 1), date(last, 12, 31)
