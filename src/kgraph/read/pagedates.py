"""The day a page prints above or below its article ("Updated 26 Nov 2019 09:14 GMT").

Only complete and unambiguous days count: a year must be there, and of two numbers that could
both be months neither is guessed.
"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PATTERNS = tuple(
    re.compile(p, re.I)
    for p in (
        r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        r"\b(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})\b",
        r"\b(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<year>\d{4})\b",
    )
)


def page_date(text: str) -> date | None:
    """The first complete day in a line, or None.

    >>> page_date("Posted 3 December 2019 in Missions")
    datetime.date(2019, 12, 3)
    >>> page_date("04/05/2022") is None
    True
    """
    for pattern in _PATTERNS:
        if found := pattern.search(text):
            try:
                return date(int(found["year"]), *_month_and_day(found.groupdict()))
            except ValueError:
                continue
    return None


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    if word := parts.get("month"):
        return _MONTHS.index(word.lower()) + 1, int(parts["day"] or 0)
    if number := parts.get("number"):
        return int(number), int(parts["day"] or 0)
    a, b = int(parts.get("a") or 0), int(parts.get("b") or 0)
    if a > 12 or a == b:
        return b, a
    if b > 12:
        return a, b
    raise ValueError("which number is the month is not said")
