"""Days, months and years as claims: EDTF with its first and last possible day, and reckoning in the calendar.

EDTF is ISO 8601-2:2019, as the Library of Congress specifies it: ``2019-11-25``, ``2019-11``, ``2019``, ``201X`` (some
year of the 2010s), ``19XX``, ``XXXX-11-25`` (year unknown), ``2019-03-01/2019-03-04`` (lasted), ``[2019-01..2019-03]``
(one of), ``[..2019]`` (2019 or before), ``2004/..`` (goes on), ``1850~`` (about), ``-0043`` (44 BC: there is a year 0).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta

from dateutil.easter import easter

from kgraph.model import DateClaim

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CARDINALS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]  # fmt: skip
_ORDINALS = ["zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"]  # fmt: skip
_TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = (
    {w: n for n, w in enumerate(_CARDINALS)}
    | {w: n for n, w in enumerate(_ORDINALS)}
    | {w: 10 * n for n, w in enumerate(_TENS, 3)}
    | {"a": 1, "an": 1, "thirtieth": 30}
)

# -- claims --------------------------------------------------------------------------------


def day_claim(day: date, basis: str) -> DateClaim:
    """A single known day."""
    return DateClaim(day.isoformat(), day, day, basis)


def month_claim(year: int, month: int, basis: str) -> DateClaim:
    """A month, not knowing the day."""
    return DateClaim(f"{year:04}-{month:02}", date(year, month, 1), month_end(year, month), basis)


def year_claim(year: int, basis: str) -> DateClaim:
    """A year, not knowing the month."""
    return DateClaim(f"{year:04}", date(year, 1, 1), date(year, 12, 31), basis)


def decade_claim(year: int, basis: str) -> DateClaim:
    """The ten years that a year lies in."""
    start = year // 10 * 10
    return DateClaim(f"{start // 10:03}X", date(start, 1, 1), date(start + 9, 12, 31), basis)


def century_claim(year: int, basis: str) -> DateClaim:
    """The hundred years that begin with the same two digits."""
    start = year // 100 * 100
    return DateClaim(f"{start // 100:02}XX", date(max(start, 1), 1, 1), date(start + 99, 12, 31), basis)


def between(first: date, last: date, basis: str) -> DateClaim:
    """Some day from ``first`` to ``last``."""
    return DateClaim(f"[{first.isoformat()}..{last.isoformat()}]", first, last, basis)


def lasting(first: date, last: date, basis: str) -> DateClaim:
    """A time from ``first`` to ``last``."""
    return DateClaim(f"{first.isoformat()}/{last.isoformat()}", first, last, basis)


def months_between(first: tuple[int, int], last: tuple[int, int], basis: str) -> DateClaim:
    """Some day from one (year, month) to another."""
    (y1, m1), (y2, m2) = first, last
    return DateClaim(f"[{y1:04}-{m1:02}..{y2:04}-{m2:02}]", date(y1, m1, 1), month_end(y2, m2), basis)


def years_between(first: int, last: int, basis: str) -> DateClaim:
    """Some day from one year to another."""
    return DateClaim(f"[{first:04}..{last:04}]", date(first, 1, 1), date(last, 12, 31), basis)


def undated(edtf: str, basis: str) -> DateClaim:
    """A claim whose first and last day cannot be told: no year, before our era, about."""
    return DateClaim(edtf, None, None, basis)


def about(claim: DateClaim) -> DateClaim:
    """Around that time: EDTF's ``~``, and no telling how far around."""
    return undated(f"{claim.edtf}~", claim.basis) if re.fullmatch(r"[\dX]{4}(-\d\d){0,2}", claim.edtf) else claim


def at_or_before(claim: DateClaim) -> DateClaim:
    """By that time at the latest."""
    if claim.latest is None:
        return claim
    return replace(claim, edtf=f"[..{edge(claim, last=True)}]", earliest=None)


def at_or_after(claim: DateClaim) -> DateClaim:
    """At that time or later."""
    if claim.earliest is None:
        return claim
    return replace(claim, edtf=f"[{edge(claim, last=False)}..]", latest=None)


def edge(claim: DateClaim, *, last: bool) -> str:
    """The first or last day of a claim, as coarse as it was said."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", claim.edtf):
        return claim.edtf
    day = claim.latest if last else claim.earliest
    return day.isoformat() if day else ""


def span_claim(first: DateClaim, last: DateClaim) -> DateClaim | None:
    """From one claim to another; None where they do not come in that order."""
    open_year = first.earliest is None and last.earliest is None
    if open_year and first.edtf.startswith("XXXX-") and last.edtf.startswith("XXXX-"):
        return undated(f"{first.edtf}/{last.edtf}", first.basis)
    if first.earliest is None or last.latest is None or first.earliest > last.latest:
        return None
    basis = first.basis if first.basis != "explicit" else last.basis
    edtf = f"{edge(first, last=False)}/{edge(last, last=True)}"
    return DateClaim(edtf, first.earliest, last.latest, basis)


# -- reckoning -----------------------------------------------------------------------------


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> tuple[int, int]:
    """The (year, month) that is some months from a day."""
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1


def monday_of(day: date) -> date:
    """The Monday of a day's week (weeks begin on Monday, ISO 8601)."""
    return day - timedelta(days=day.weekday())


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The first to fifth, or with 0 the last, such weekday of a month. ValueError where there is no fifth."""
    if nth == 0:
        last = month_end(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return date(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def holiday(rule: str, year: int) -> date:
    """The day that a rule gives in a year: ``12-25``, ``third Monday of January``, ``Easter -2`` (Western Easter)."""
    words = rule.split()
    if words[0] == "Easter":
        sunday: date = easter(year)
        return sunday + timedelta(days=int(words[1]))
    if len(words) == 1:
        return date(year, *(int(part) for part in rule.split("-")))
    return nth_weekday(year, month_number(words[3]), weekday_number(words[1]), number(words[0]))


# -- words ---------------------------------------------------------------------------------


def month_number(word: str) -> int:
    """1 to 12 of a month's name or its first three letters."""
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(word.lower()[:3]))


def weekday_number(word: str) -> int:
    """0 to 6 of a weekday's name or its first three letters."""
    return next(i for i, d in enumerate(WEEKDAYS) if d.startswith(word.lower()[:3]))


def number(word: str) -> int:
    """What a cardinal or ordinal up to a hundred says, in figures or in words; "last" is 0."""
    word = word.lower()
    if found := re.match(r"\d+", word):
        return int(found.group())
    if word == "last":
        return 0
    tens, _, ones = word.partition("-")
    return _NUMBERS[tens] + (_NUMBERS[ones] if ones else 0)
