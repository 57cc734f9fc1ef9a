"""Dates in prose: words to EDTF with the days they allow and how they were worked out.

An expression is found by one of a table of patterns and turned into a date only when asked,
because that takes context: the day of publication, an earlier date of the text ("the same day"),
and whether the verb looks back or ahead ("in June"). Without a year in the text and without a
day of publication the year stays ``XXXX`` and there are no bounds. Durations ("for 70 years")
are no dates.

EDTF is ISO 8601-2:2019, Annex A of the Library of Congress specification: ``2019-11-25``,
``2019-11``, ``XXXX-11-25``, ``2019-03-01/2019-03-04`` (lasted), ``[2019-01..2019-03]`` (one of).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kgraph.model import DateClaim

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}

_PIECES = {
    "MONTH": r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)",
    "MONTH2": r"(?P<month2>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)",
    "DAY": r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
    "DAY2": r"(?P<day2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
    "YEAR": r"(?P<year>1[0-9]\d\d|20\d\d)",
    "YEAR2": r"(?P<year2>1[0-9]\d\d|20\d\d)",
    "WEEKDAY": r"(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    "WEEKDAY2": r"(?P<weekday2>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    "PART": r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|lunchtime|noon|midnight))?",
    "N": r"(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)",
    "UNIT": r"(?P<unit>minute|hour|day|week|fortnight|month|year|decade)s?",
    "EDGE": r"(?P<edge>early|late|mid|the beginning of|the start of|the end of|the middle of|beginning of|start of|end of|the first half of|the second half of|the turn of)",
    "SEASON": r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)",
    "WHICH": r"(?P<which>this|last|next|the past|the coming|the following|the same|that|the previous|past|coming|previous)",
}

_LEAD = r"(?:(?:[Oo]n|[Ii]n|[Aa]t|[Ss]ince|[Uu]ntil|[Uu]p to|[Bb]y|[Dd]uring|[Ff]rom|[Aa]s of|[Ll]ater|[Ee]arlier|[Bb]ack)\s+)*"


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of a text that say when: character offsets, the pattern that found them, its parts."""

    start: int
    end: int
    words: str
    kind: str
    parts: dict[str, str]

    @property
    def anchored(self) -> bool:
        """True if it counts from another date of the text."""
        return self.kind in _ANCHORED

    @property
    def dates_events(self) -> bool:
        """False for a year that stands alone or before a noun ("the 2014 prize"): it need not be when something happened."""
        return self.kind != "bare year"

    @property
    def since(self) -> bool:
        """True for "since X" and "from X": the start of something that goes on."""
        return bool(re.match(r"since\b", self.words, re.I))


@dataclass(frozen=True, slots=True)
class When:
    """What an expression is resolved against.

    ``anchor`` is the date of what it counts from; ``ahead`` is True where the verb speaks of
    the future.
    """

    published: date | None = None
    anchor: DateClaim | None = None
    ahead: bool = False


def find_dates(text: str, start: int, end: int) -> list[Expression]:
    """The date expressions between two offsets, in order, without overlaps; the longest wins."""
    if not _HINT.search(text, start, end):
        return []
    found: list[Expression] = []
    for kind, pattern in _PATTERNS:
        for m in pattern.finditer(text, start, end):
            found.append(Expression(m.start(), m.end(), m.group(), kind, {k: v for k, v in m.groupdict().items() if v}))
    taken: list[Expression] = []
    for e in sorted(found, key=lambda e: (-(e.end - e.start), e.start)):
        if all(e.end <= t.start or t.end <= e.start for t in taken):
            taken.append(e)
    return [e for e in sorted(taken, key=lambda e: e.start) if e.kind not in _NOT_DATES]


def resolve(expression: Expression, when: When) -> DateClaim | None:
    """The date an expression stands for, or None where its context does not tell."""
    try:
        claim = _RESOLVERS[expression.kind](expression.parts, when)
    except (ValueError, OverflowError):  # 31 February
        return None
    if claim is None:
        return None
    return DateClaim(claim.edtf, claim.earliest, claim.latest, claim.basis, expression.words)


# -- making claims -------------------------------------------------------------------------


def day_claim(day: date, basis: str) -> DateClaim:
    """A single known day."""
    return DateClaim(day.isoformat(), day, day, basis)


def month_claim(year: int, month: int, basis: str) -> DateClaim:
    """A month, not knowing the day."""
    return DateClaim(f"{year:04}-{month:02}", date(year, month, 1), _month_end(year, month), basis)


def year_claim(year: int, basis: str) -> DateClaim:
    """A year, not knowing the month."""
    return DateClaim(f"{year:04}", date(year, 1, 1), date(year, 12, 31), basis)


def between(first: date, last: date, basis: str) -> DateClaim:
    """Some day from ``first`` to ``last``."""
    return DateClaim(f"[{first.isoformat()}..{last.isoformat()}]", first, last, basis)


def lasting(first: date, last: date, basis: str) -> DateClaim:
    """A time from ``first`` to ``last``."""
    return DateClaim(f"{first.isoformat()}/{last.isoformat()}", first, last, basis)


def _months_between(y1: int, m1: int, y2: int, m2: int, basis: str) -> DateClaim:
    return DateClaim(f"[{y1:04}-{m1:02}..{y2:04}-{m2:02}]", date(y1, m1, 1), _month_end(y2, m2), basis)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _add_months(day: date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1


# -- reading parts -------------------------------------------------------------------------


def _month(word: str) -> int:
    return next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(word.lower().rstrip(".")[:3]))


def _weekday(word: str) -> int:
    return next(i for i, d in enumerate(_DAYS) if d.startswith(word.lower()))


def _number(word: str) -> int:
    word = word.lower()
    if word.isdigit():
        return int(word)
    tens, _, ones = word.partition("-")
    return _NUMBERS[tens] + (_NUMBERS[ones] if ones else 0)


# -- resolvers, one a kind -----------------------------------------------------------------


def _full(parts: dict[str, str], _: When) -> DateClaim:
    return day_claim(date(int(parts["year"]), _month(parts["month"]), int(parts["day"])), "explicit")


def _iso(parts: dict[str, str], _: When) -> DateClaim:
    return day_claim(date(int(parts["year"]), int(parts["m"]), int(parts["day"])), "explicit")


def _day_month(parts: dict[str, str], when: When) -> DateClaim:
    month, day = _month(parts["month"]), int(parts["day"])
    if when.published is None:
        date(2000, month, day)  # the 30th of February is no day in any year
        return DateClaim(f"XXXX-{month:02}-{day:02}", None, None, "explicit")
    if which := parts.get("which"):
        return day_claim(date(when.published.year + _STEP[which], month, day), "relative")
    return day_claim(_nearest_day(when, month, day), "published")


def _nearest_day(when: When, month: int, day: int) -> date:
    """The day of that name before publication, or after it if the verb looks ahead."""
    published = when.published or date.min
    years = (published.year, published.year + 1) if when.ahead else (published.year, published.year - 1)
    for year in (*years, *(y + (1 if when.ahead else -1) * 3 for y in years)):
        try:
            found = date(year, month, day)
        except ValueError:  # 29 February
            continue
        if (found >= published) if when.ahead else (found <= published + timedelta(days=1)):
            return found
    raise ValueError("no such day")


def _month_year(parts: dict[str, str], _: When) -> DateClaim:
    return month_claim(int(parts["year"]), _month(parts["month"]), "explicit")


def _bare_month(parts: dict[str, str], when: When) -> DateClaim:
    month = _month(parts["month"])
    if when.published is None:
        return DateClaim(f"XXXX-{month:02}", None, None, "explicit")
    year = _month_year_of(when, month, parts.get("which", ""))
    basis = "relative" if parts.get("which") else "published"
    if edge := parts.get("edge"):
        return _within_month(year, month, edge, basis)
    return month_claim(year, month, basis)


def _month_year_of(when: When, month: int, which: str) -> int:
    published = when.published or date.min
    if which in ("next", "the coming", "coming") or (when.ahead and not which):
        return published.year + (
            month < published.month or (month == published.month and which != "" and which != "this")
        )
    if which == "this":
        return published.year
    return published.year - (
        month > published.month or (month == published.month and which in ("last", "past", "the past"))
    )


def _within_month(year: int, month: int, edge: str, basis: str) -> DateClaim:
    last = _month_end(year, month).day
    first_day, last_day = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}[_edge(edge)]
    return between(date(year, month, first_day), date(year, month, last_day), basis)


def _edge_month_year(parts: dict[str, str], _: When) -> DateClaim:
    return _within_month(int(parts["year"]), _month(parts["month"]), parts["edge"], "explicit")


def _year(parts: dict[str, str], _: When) -> DateClaim:
    return year_claim(int(parts["year"]), "explicit")


def _edge_year(parts: dict[str, str], _: When) -> DateClaim:
    return _part_of_year(int(parts["year"]), parts["edge"], "explicit")


def _part_of_year(year: int, edge: str, basis: str) -> DateClaim:
    first, last = _EDGE_MONTHS[_edge(edge)]
    return _months_between(year, first, year, last, basis)


def _edge(words: str) -> str:
    words = words.lower()
    if "half" in words:
        return "first half" if "first" in words else "second half"
    if words.startswith(("late", "the end", "end")):
        return "late"
    return "mid" if "mid" in words else "early"


def _weekday_of(parts: dict[str, str], when: When) -> DateClaim | None:
    if when.published is None:
        return None
    day, which = _weekday(parts["weekday"]), parts.get("which", "")
    if which in ("next", "the coming", "coming", "the following") or (when.ahead and which != "last"):
        return day_claim(when.published + timedelta(days=(day - when.published.weekday() - 1) % 7 + 1), "relative")
    back = (when.published.weekday() - day) % 7
    return day_claim(when.published - timedelta(days=back or (7 if which == "last" else 0)), "relative")


def _weekday_range(parts: dict[str, str], when: When) -> DateClaim | None:
    if when.published is None:
        return None
    if when.ahead:
        first = when.published + timedelta(days=(_weekday(parts["weekday"]) - when.published.weekday()) % 7)
        return lasting(first, first + timedelta(days=(_weekday(parts["weekday2"]) - first.weekday()) % 7), "relative")
    last = when.published - timedelta(days=(when.published.weekday() - _weekday(parts["weekday2"])) % 7)
    return lasting(last - timedelta(days=(last.weekday() - _weekday(parts["weekday"])) % 7), last, "relative")


def _deictic_day(parts: dict[str, str], when: When) -> DateClaim | None:
    if when.published is None:
        return None
    word = parts["deictic"].lower()
    step = -1 if word in ("yesterday", "last night", "overnight") else 1 if word == "tomorrow" else 0
    return day_claim(when.published + timedelta(days=step), "relative")


def _deictic_span(parts: dict[str, str], when: When) -> DateClaim | None:
    """Last week, this month, next year, the end of this year."""
    step = _STEP[parts["which"].lower()]
    unit, edge = parts["unit"].lower().removesuffix("s"), parts.get("edge")
    if when.published is None:
        if unit == "year" and edge:
            first, last = _EDGE_MONTHS[_edge(edge)]
            return DateClaim(f"[XXXX-{first:02}..XXXX-{last:02}]", None, None, "relative")
        return None
    day = when.published
    if unit == "year":
        return (
            _part_of_year(day.year + step, edge, "relative")
            if edge
            else _this_or(year_claim(day.year + step, "relative"), step, when)
        )
    if unit == "month":
        year, month = _add_months(day, step)
        return (
            _within_month(year, month, edge, "relative")
            if edge
            else _this_or(month_claim(year, month, "relative"), step, when)
        )
    if unit in ("weekend", "week"):
        return _week(day, step, unit, when)
    return None


def _this_or(claim: DateClaim, step: int, when: When) -> DateClaim:
    """What happened "this year" happened before publication."""
    if step == 0 and not when.ahead and claim.earliest and when.published:
        return between(claim.earliest, when.published, claim.basis)
    return claim


def _week(day: date, step: int, unit: str, when: When) -> DateClaim:
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    if unit == "weekend":
        if step == 0 and not when.ahead and day.weekday() < 5:
            monday -= timedelta(weeks=1)
        return between(monday + timedelta(days=5), monday + timedelta(days=6), "relative")
    if step == 0:
        return between(day if when.ahead else monday, monday + timedelta(days=6) if when.ahead else day, "relative")
    return between(monday, monday + timedelta(days=6), "relative")


def _ago(parts: dict[str, str], when: When) -> DateClaim | None:
    if when.published is None:
        return None
    return _count(when.published, -_number(parts["n"]), parts["unit"], "relative")


def _hence(parts: dict[str, str], when: When) -> DateClaim | None:
    if when.published is None:
        return None
    return _count(when.published, _number(parts["n"]), parts["unit"], "relative")


def _count(day: date, n: int, unit: str, basis: str) -> DateClaim:
    """``n`` units from a day, as exact as such words are meant: years to the year, months to the month."""
    match unit:
        case "minute" | "hour":
            return day_claim(day, basis)
        case "day":
            return day_claim(day + timedelta(days=n), basis)
        case "week" | "fortnight":
            middle = day + timedelta(weeks=n * (2 if unit == "fortnight" else 1))
            return (
                day_claim(middle, basis)
                if basis == "anchored"
                else between(middle - timedelta(days=3), middle + timedelta(days=3), basis)
            )
        case "month":
            return month_claim(*_add_months(day, n), basis)
        case "decade":
            return year_claim(day.year + 10 * n, basis)
        case _:
            return year_claim(day.year + n, basis)


def _same_day(_: dict[str, str], when: When) -> DateClaim | None:
    anchor = when.anchor
    return DateClaim(anchor.edtf, anchor.earliest, anchor.latest, "anchored") if anchor else None


def _day_after(parts: dict[str, str], when: When) -> DateClaim | None:
    return _from_anchor(-1 if parts["step"].lower() in ("earlier", "before", "previous") else 1, "day", when)


def _year_after(parts: dict[str, str], when: When) -> DateClaim | None:
    if when.anchor is None or when.anchor.earliest is None:
        return None
    step = -1 if parts["step"].lower() == "previous" else 1
    return year_claim(when.anchor.earliest.year + step, "anchored")


def _season_after(parts: dict[str, str], when: When) -> DateClaim | None:
    if when.anchor is None or when.anchor.earliest is None:
        return None
    return _season_of(when.anchor.earliest.year, *_SEASONS[parts["season"].lower()], "anchored")


def _counted(parts: dict[str, str], when: When) -> DateClaim | None:
    """N units later, earlier, after or before something."""
    n = _number(parts["n"])
    back = parts["step"].lower() in ("earlier", "before", "previously", "prior")
    return _from_anchor(-n if back else n, parts["unit"], when)


def _from_anchor(n: int, unit: str, when: When) -> DateClaim | None:
    anchor = when.anchor
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return None
    if anchor.earliest == anchor.latest:
        return _count(anchor.earliest, n, unit, "anchored")
    if unit in ("month", "year") and anchor.earliest.month == anchor.latest.month:
        return _count(anchor.earliest, n, unit, "anchored")
    return None


def _season(parts: dict[str, str], when: When) -> DateClaim | None:
    first, last = _SEASONS[parts["season"].lower()]
    which = parts.get("which", "").lower()
    if year := parts.get("year"):
        return _season_of(int(year), first, last, "explicit")
    if when.published is None:
        return None
    now = when.published
    year_number = now.year
    if which in ("next", "the coming", "coming") or (when.ahead and which != "last"):
        year_number += date(now.year, first, 1) <= now
    elif which != "this" and (
        date(now.year, first, 1) > now or (which == "last" and first <= now.month <= max(first, last))
    ):
        year_number -= 1
    return _season_of(year_number, first, last, "relative" if which else "published")


def _season_of(year: int, first: int, last: int, basis: str) -> DateClaim:
    return _months_between(year, first, year + (last < first), last, basis)


def _quarter(parts: dict[str, str], when: When) -> DateClaim | None:
    word = parts["quarter"].lower()
    number = int(word[-1]) if word[-1].isdigit() else _ORDINALS[word]
    year = (
        int(parts["year"])
        if "year" in parts
        else when.published.year + _STEP.get(parts.get("which", "this"), 0)
        if when.published
        else None
    )
    if year is None:
        return None
    return _months_between(year, 3 * number - 2, year, 3 * number, "explicit" if "year" in parts else "relative")


def _decade(parts: dict[str, str], _: When) -> DateClaim:
    start = int(parts["decade"])
    return DateClaim(f"{start // 10}X", date(start, 1, 1), date(start + 9, 12, 31), "explicit")


def _day_range(parts: dict[str, str], when: When) -> DateClaim | None:
    month, day, last = _month(parts["month"]), int(parts["day"]), int(parts["day2"])
    month2 = _month(parts["month2"]) if "month2" in parts else month
    if "year" in parts:
        year, basis = int(parts["year"]), "explicit"
    elif when.published:
        year, basis = _nearest_day(when, month, day).year, "published"
    else:
        return DateClaim(f"XXXX-{month:02}-{day:02}/XXXX-{month2:02}-{last:02}", None, None, "explicit")
    return lasting(date(year, month, day), date(year + (month2 < month), month2, last), basis)


def _year_range(parts: dict[str, str], _: When) -> DateClaim:
    first, last = int(parts["year"]), int(parts["year2"])
    return DateClaim(f"{first:04}/{last:04}", date(first, 1, 1), date(last, 12, 31), "explicit")


def _never(_: dict[str, str], __: When) -> None:
    """A duration is no date; its pattern is there so that no other takes its words."""


_STEP = {
    "this": 0, "the": 0, "the same": 0, "that": 0, "last": -1, "past": -1, "the past": -1, "the previous": -1, "previous": -1, "next": 1, "the coming": 1,
    "coming": 1, "the following": 1,
}  # fmt: skip
_EDGE_MONTHS = {
    "early": (1, 3),
    "mid": (5, 8),
    "late": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
}

_TABLE: tuple[tuple[str, str, Callable[[dict[str, str], When], DateClaim | None]], ...] = (
    ("day range", r"(?:from |between )?%DAY(?:\s*[-–—]\s*|\s+(?:to|and|until)\s+)%DAY2\s+(?:of\s+)?%MONTH(?:,?\s+%YEAR)?\b", _day_range),
    ("day range", r"(?:from |between )?%MONTH\s+%DAY(?:\s*[-–—]\s*|\s+(?:to|and|until|through)\s+)%DAY2(?:,?\s+%YEAR)?\b(?!\s*(?:%|percent|people))", _day_range),
    ("day range", r"(?:from |between )?%DAY\s+%MONTH(?:\s*[-–—]\s*|\s+(?:to|and|until)\s+)%DAY2\s+%MONTH2(?:,?\s+%YEAR)?\b", _day_range),
    ("day range", r"(?:from |between )?%MONTH\s+%DAY(?:\s*[-–—]\s*|\s+(?:to|and|until|through)\s+)%MONTH2\s+%DAY2(?:,?\s+%YEAR)?\b", _day_range),
    ("year range", r"(?:from |between )?%YEAR(?:\s*[-–—]\s*|\s+(?:to|and|until)\s+)%YEAR2\b", _year_range),
    ("full day", r"%LEAD(?:the\s+)?(?:%WEEKDAY,?\s+(?:the\s+)?)?%DAY\s+(?:of\s+)?%MONTH,?\s+%YEAR\b", _full),
    ("full day", r"%LEAD(?:%WEEKDAY,?\s+)?%MONTH\s+%DAY,?\s+%YEAR\b", _full),
    ("iso day", r"%LEAD%YEAR-(?P<m>\d\d)-(?P<day>\d\d)\b", _iso),
    ("day", r"%LEAD(?:the\s+)?(?:%WEEKDAY,?\s+(?:the\s+)?)?%DAY\s+(?:of\s+)?%MONTH(?:,?\s+(?:of\s+)?(?P<which>this|last|next)\s+year)?\b(?!\s*\d{4})", _day_month),
    ("day", r"%LEAD(?:%WEEKDAY,?\s+)?%MONTH\s+%DAY\b(?!\s*(?:,\s*)?\d{4}|:\d|\s*(?:%|percent|people|members|km))(?:,?\s+(?:of\s+)?(?P<which>this|last|next)\s+year)?", _day_month),
    ("part of month", r"%LEAD%EDGE[-\s]%MONTH,?\s+(?:of\s+)?%YEAR\b", _edge_month_year),
    ("month and year", r"%LEAD(?:the month of\s+)?%MONTH,?\s+(?:of\s+)?%YEAR\b", _month_year),
    ("month", r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Ff]rom|[Ll]ate in|[Ee]arly in|[Bb]ack in)\s+(?:%EDGE[-\s])?(?:%WHICH\s+)?%MONTH\b(?!\s*\d)", _bare_month),
    ("month", r"\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast)\b(?<=(?P<which>last|next|this|past))\s+%MONTH\b(?!\s*\d)", _bare_month),
    ("month", r"%LEAD(?<!\w)%EDGE[-\s]%MONTH\b(?!,?\s*\d)", _bare_month),
    ("part of year", r"%LEAD(?<!\w)%EDGE(?:[-\s]|\s+the year\s+)%YEAR\b", _edge_year),
    ("year", r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Ff]rom|[Bb]efore|[Aa]fter|[Ii]n the year|[Bb]ack in|[Uu]p to|[Aa]round|[Cc]irca)\s+%YEAR\b(?!\s*(?:%|people|metres|meters|km|members|students|tonnes|[-–]\d))", _year),
    ("bare year", r"(?:the\s+)?(?P<year>1[89]\d\d|20[0-4]\d)(?![\w%]|[,.]\d|\s*(?:%|percent|people|metres|meters|km|kilometres|members|students|tonnes|years|[-–/]\s*\d))", _year),
    ("decade", r"(?:[Ii]n\s+)?the\s+(?:early\s+|late\s+)?(?P<decade>1[0-9]\d0|20\d0)s\b", _decade),
    ("weekday range", r"(?:[Ff]rom\s+)?%WEEKDAY\s+(?:to|until|through)\s+%WEEKDAY2\b", _weekday_range),
    ("weekday", r"%LEAD(?:(?P<which>last|next|this|the following|the coming)\s+)?%WEEKDAY%PART\b", _weekday_of),
    ("today", r"\b(?P<deictic>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast night|[Oo]vernight|[Tt]his (?:morning|afternoon|evening))%PART\b", _deictic_day),
    ("today", r"\b(?P<deictic>[Ww]ith immediate effect|[Ee]ffective immediately)\b", _deictic_day),
    ("this week", r"\b(?:[Aa]t|[Oo]ver|[Dd]uring|[Oo]n)\s+(?P<which>the)\s+(?P<unit>weekend)\b", _deictic_span),
    ("this week", r"%LEAD(?:(?:[Ee]arlier|[Ll]ater|[Aa]t|[Ii]n|[Bb]y)\s+)?(?:%EDGE\s+)?(?P<which>[Tt]his|[Ll]ast|[Nn]ext|the coming)\s+(?P<unit>week|weekend|month|year)\b(?!['’]s\b)", _deictic_span),
    ("season", r"%LEAD(?:(?P<which>this|last|next|the coming|the)\s+)?(?:early\s+|late\s+)?%SEASON(?:\s+(?:of\s+)?%YEAR)\b", _season),
    ("season", r"(?:%LEAD)(?P<which>this|last|next|the coming)\s+%SEASON\b", _season),
    ("season", r"\b[Ii]n (?:the )?%SEASON\b", _season),
    ("quarter", r"(?:%LEAD)the\s+(?P<quarter>first|second|third|fourth)\s+quarter(?:\s+of\s+(?:%YEAR|(?P<which>this|last|next)\s+year))?\b", _quarter),
    ("quarter", r"%LEAD(?P<quarter>Q[1-4])(?:\s+(?:of\s+)?%YEAR)\b", _quarter),
    ("ago", r"\b%N\s+%UNIT\s+ago\b", _ago),
    ("hence", r"\b[Ii]n\s+%N\s+%UNIT['’]?s?\s+time\b", _hence),
    ("same day", r"\b(?:(?:[Oo]n\s+)?(?:[Tt]he\s+same|[Tt]hat(?:\s+same)?)\s+(?:day|date|evening|afternoon|morning|night)|(?:[Oo]n|[Aa]t|[Dd]uring)\s+the\s+same\s+(?:occasion|event|ceremony|gathering|session)|(?:[Ll]ater|[Ee]arlier)\s+(?:that|the same|in the)\s+day|[Ii]n the (?:evening|afternoon|morning)|[Aa]t the end of the (?:day|evening|afternoon))\b", _same_day),
    ("next day", r"\b(?:[Tt]he\s+)?(?P<step>following|next|previous)\s+(?:day|morning|afternoon|evening|night)\b", _day_after),
    ("next day", r"\b(?:[Aa]|[Oo]ne|[Tt]he)\s+day\s+(?P<step>earlier|before|later|after)\b", _day_after),
    ("next year", r"\b(?:[Ii]n\s+)?[Tt]he\s+(?P<step>following|next|previous)\s+year\b", _year_after),
    ("season after", r"\b(?:[Ii]n|[Dd]uring) the %SEASON of (?:that|the same) year\b", _season_after),
    ("day of", r"\b(?:[Oo]n\s+)?the\s+(?:same\s+)?(?:day|evening|night|morning|afternoon)\s+of\b(?=\s+(?:the|his|her|its|their|[A-Z]\w+['’]s)\b)", _same_day),
    ("counted", r"\b%NCAP\s+%UNIT\s+(?P<step>later|earlier|after|before|previously|prior)\b", _counted),
    ("duration", r"\b(?:[Ff]or|[Oo]ver|[Dd]uring|[Ii]n|[Ww]ithin|[Aa]fter|[Tt]hrough(?:out)?)\s+(?:the\s+(?:past|last|next|coming)\s+)?(?:more than |over |nearly |almost |about |some )?%N\s+%UNIT\b(?!\s+(?:later|earlier|ago|before|after|['’]?s? time))", _never),
)  # fmt: skip
_ANCHORED = frozenset(("same day", "next day", "next year", "season after", "day of", "counted"))
_NOT_DATES = frozenset(("duration",))


def _compile() -> Iterator[tuple[str, re.Pattern[str]]]:
    for kind, template, _ in _TABLE:
        pattern = template.replace("%LEAD", _LEAD).replace(
            "%NCAP", _PIECES["N"].replace("(?P<n>", "(?P<n>(?i:").rstrip(")") + "))"
        )
        for name in sorted(_PIECES, key=len, reverse=True):
            pattern = pattern.replace(f"%{name}", _PIECES[name])
        yield kind, re.compile(r"(?<![\w-])" + pattern)


_PATTERNS = tuple(_compile())
_RESOLVERS = {kind: resolver for kind, _, resolver in _TABLE}
_HINT = re.compile(
    r"\d|days?\b|nights?\b|morning|evening|afternoon|week|month|year|hour|minute|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|immediate|occasion|date|ceremony|gathering|session|event|spring|summer|autumn|fall|winter|today|yesterday|tomorrow|decade|quarter"
)
