"""Dates that people give: EDTF to the days it allows.

Of ISO 8601-2:2019 what kgraph writes itself: ``2019-11-25``, ``2019-11``, ``2019``,
``XXXX-11-25``, ``a/b`` (lasted from a to b) and ``[a..b]`` (some day between).
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from kgraph.model import DateClaim

_SIMPLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
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
    inner = edtf[1:-1].split("..") if edtf.startswith("[") and edtf.endswith("]") else edtf.split("/")
    edges = [_days(part) for part in inner]
    first, last = edges[0], edges[-1]
    if len(edges) > 2 or first is None or last is None or first[0] > last[1]:
        return None
    return first[0], last[1]


def _days(text: str) -> tuple[date, date] | None:
    """First and last day of a day, month or year."""
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
