"""What the wordings of dates are worth: the parts of an expression and its surroundings to a claim.

One function for each kind of ``data/dates.toml``, found by its name there. A function returns None where the
surroundings do not tell, and raises ValueError for days that do not exist. Without a year in the words and without a
day of publication the year stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from kgraph.extract import days
from kgraph.extract.dategrammar import grammar
from kgraph.extract.days import (
    add_months,
    between,
    century_claim,
    day_claim,
    decade_claim,
    lasting,
    monday_of,
    month_claim,
    month_end,
    month_number,
    months_between,
    nth_weekday,
    number,
    undated,
    weekday_number,
    year_claim,
    years_between,
)  # fmt: skip
from kgraph.model import DateClaim

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class When:
    """What an expression is read against.

    ``anchor`` is the date of what it counts from; ``ahead`` is True where the verb speaks of the future, False where it
    speaks of the past, None where it does not tell (or, asked of ``resolve``, where the words around the expression
    shall tell); ``day_first`` says how the issuer writes 3/4.
    """

    published: date | None = None
    anchor: DateClaim | None = None
    ahead: bool | None = None
    day_first: bool | None = None


Value = Callable[[Parts, When], DateClaim | None]
_Value = TypeVar("_Value", bound=Value)
VALUES: dict[str, Value] = {}


def _of(*kinds: str) -> Callable[[_Value], _Value]:
    """Registers a function as the value of some kinds."""

    def register(value: _Value) -> _Value:
        VALUES.update(dict.fromkeys(kinds, value))
        return value

    return register


_STEP = {
    "last": -1, "past": -1, "this past": -1, "the past": -1, "previous": -1, "the previous": -1,
    "next": 1, "coming": 1, "the coming": 1, "this coming": 1,
}  # fmt: skip
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
# The months that a part of a year takes, and the years that a part of a decade or century takes; parts of decades and
# centuries overlap, because nobody draws the line at one year.
_MONTHS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "first half": (1, 6), "second half": (7, 12)}
_DECADE = {"early": (0, 4), "mid": (3, 7), "late": (6, 9), "first half": (0, 4), "second half": (5, 9)}
_CENTURY = {"early": (0, 39), "mid": (30, 69), "late": (60, 99), "first half": (0, 49), "second half": (50, 99)}


def _step(parts: Parts) -> int:
    return _STEP.get(" ".join(parts.get("which", "").lower().split()), 0)


def _edge(words: str) -> str:
    """Which part of a time words like "the latter part of" mean; "" if none that can be told ("the turn of")."""
    words = " ".join(words.lower().split())
    if "half" in words:
        return "first half" if "first" in words else "second half"
    if "turn" in words:
        return ""
    if re.search(r"\b(?:late|end|close|latter)\b", words):
        return "late"
    return "mid" if "mid" in words else "early"


def _year_said(parts: Parts, when: When) -> int | None:
    """The year in the words: in figures, or as this, last or next year."""
    if "year" in parts:
        return int(parts["year"])
    if "which" in parts and when.published is not None:
        return when.published.year + _step(parts)
    return None


def _basis(parts: Parts) -> str:
    return "explicit" if "year" in parts else "relative" if "which" in parts else "published"


# -- days ----------------------------------------------------------------------------------


@_of("day")
def _day(parts: Parts, when: When) -> DateClaim:
    month, day = month_number(parts["month"]), number(parts.get("day") or parts["dayword"])
    if (year := _year_said(parts, when)) is not None:
        return day_claim(date(year, month, day), _basis(parts))
    date(2000, month, day)  # the 30th of February is no day in any year
    if when.published is None:
        return undated(f"XXXX-{month:02}-{day:02}", "explicit")
    return day_claim(_nearest_day(when, month, day, parts.get("on", "")), "published")


def _nearest_day(when: When, month: int, day: int, weekday: str = "") -> date:
    """The day of that name up to publication, or after it if the verb looks ahead; the weekday decides where it fits
    one side only.
    """
    published = when.published or date.min
    found = []
    for year in range(published.year - 8, published.year + 9):  # 29 February may be eight years away
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    before = next(d for d in reversed(found) if d <= published + timedelta(days=1))
    after = next(d for d in found if d >= published)
    if weekday:
        fits = [d for d in (before, after) if d.weekday() == weekday_number(weekday)]
        if len(set(fits)) == 1:
            return fits[0]
    return after if _ahead(when, published - before, after - published) else before


def _ahead(when: When, back: timedelta, ahead: timedelta) -> bool:
    """Which of two days is meant: as the verb looks; if it does not tell, the coming one only where it is much nearer."""
    return when.ahead if when.ahead is not None else ahead * 2 < back


@_of("day of month")
def _day_of_month(parts: Parts, when: When) -> DateClaim | None:
    """The 3rd of last month."""
    if when.published is None:
        return None
    return day_claim(date(*add_months(when.published, _step(parts)), int(parts["day"])), "relative")


@_of("iso day")
def _iso_day(parts: Parts, _: When) -> DateClaim:
    return day_claim(date(int(parts["year"]), int(parts["mm"]), int(parts["dd"])), "explicit")


@_of("numeric day")
def _numeric_day(parts: Parts, when: When) -> DateClaim:
    """Day first or month first: one number over 12, points between, or the issuer's habit tell; else it is either."""
    one, other, year = int(parts["d1"]), int(parts["d2"]), int(parts["year"])
    day_first = True if parts["sep"] == "." or one > 12 else False if other > 12 else when.day_first
    if day_first is None and one != other:
        first, last = sorted((date(year, one, other), date(year, other, one)))
        return between(first, last, "explicit")
    return day_claim(date(year, other, one) if day_first else date(year, one, other), "explicit")


@_of("nth weekday")
def _nth_weekday(parts: Parts, when: When) -> DateClaim | None:
    month, weekday, nth = month_number(parts["month"]), weekday_number(parts["weekday"]), number(parts["nth"])
    return _yearly(parts, when, lambda year: nth_weekday(year, month, weekday, nth))


@_of("nth weekend")
def _nth_weekend(parts: Parts, when: When) -> DateClaim | None:
    """The weekend of that Saturday; the last one has its Sunday in the month too."""
    saturday = _nth_weekday({**parts, "weekday": "saturday"}, when)
    if saturday is None or saturday.earliest is None:
        return None
    first = saturday.earliest
    if number(parts["nth"]) == 0 and (first + timedelta(days=1)).month != first.month:
        first -= timedelta(days=7)
    return between(first, first + timedelta(days=1), saturday.basis)


@_of("nth week")
def _nth_week(parts: Parts, when: When) -> DateClaim | None:
    """The first to fourth seven days of a month, or its last seven."""
    nth, month = number(parts["nth"]), _month(parts, when)
    if month is None or month.earliest is None or month.latest is None or nth > 4:
        return None
    first = month.earliest + timedelta(days=7 * (nth - 1)) if nth else month.latest - timedelta(days=6)
    return between(first, first + timedelta(days=6), month.basis)


@_of("holiday")
def _holiday(parts: Parts, when: When) -> DateClaim | None:
    rule = grammar().holidays[" ".join(parts["holiday"].replace("’", "'").split())]
    if when.published is None and "year" not in parts and re.fullmatch(r"\d\d-\d\d", rule):
        return undated(f"XXXX-{rule}", "explicit")
    return _yearly(parts, when, lambda year: days.holiday(rule, year))


def _yearly(parts: Parts, when: When, day: Callable[[int], date]) -> DateClaim | None:
    """A day that every year has: in the year said, or the nearest one before or after publication."""
    if (year := _year_said(parts, when)) is not None:
        return day_claim(day(year), _basis(parts))
    if when.published is None:
        return None
    found = [day(when.published.year + step) for step in (-1, 0, 1)]
    after = next(d for d in found if d >= when.published)
    before = next(d for d in reversed(found) if d <= when.published + timedelta(days=1))
    chosen = after if _ahead(when, when.published - before, after - when.published) else before
    return day_claim(chosen, "published")


@_of("named day")
def _named_day(parts: Parts, _: When) -> DateClaim:
    return day_claim(date.fromisoformat(grammar().named[parts["named"]]), "explicit")


@_of("weekday")
def _weekday(parts: Parts, when: When) -> DateClaim | None:
    if when.published is None:
        return None
    day, step, published = weekday_number(parts["weekday"]), _step(parts), when.published
    if step > 0 or (when.ahead and step == 0):
        return day_claim(published + timedelta(days=(day - published.weekday() - 1) % 7 + 1), "relative")
    back = (published.weekday() - day) % 7
    return day_claim(published - timedelta(days=back or (7 if step else 0)), "relative")


_DEICTIC = {
    "yesterday": -1, "last night": -1, "overnight": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip


@_of("today")
def _today(parts: Parts, when: When) -> DateClaim | None:
    if when.published is None:
        return None
    word = " ".join(parts["deictic"].lower().split())
    return day_claim(when.published + timedelta(days=_DEICTIC.get(word, 0)), "relative")


@_of("days")
def _days(parts: Parts, when: When) -> DateClaim | None:
    """3 to 5 May; May 3 and 4."""
    month, day, last = month_number(parts["month"]), int(parts["day"]), int(parts["day2"])
    if (year := _year_said(parts, when)) is not None:
        basis = _basis(parts)
    elif when.published is None:
        return undated(f"XXXX-{month:02}-{day:02}/XXXX-{month:02}-{last:02}", "explicit") if day < last else None
    else:
        year, basis = _nearest_day(when, month, day).year, "published"
    span = between if "or" in parts else lasting
    return span(date(year, month, day), date(year, month, last), basis) if day < last else None


@_of("week of")
def _week_of(parts: Parts, when: When) -> DateClaim | None:
    day = _day(parts, when)
    if day.earliest is None:
        return None
    match parts["week"].lower():
        case "of":
            first = monday_of(day.earliest)
        case "ending":
            first = day.earliest - timedelta(days=6)
        case _:
            first = day.earliest
    return between(first, first + timedelta(days=6), day.basis)


# -- months --------------------------------------------------------------------------------


@_of("month")
def _month(parts: Parts, when: When) -> DateClaim | None:
    month = month_number(parts["month"])
    if "year" in parts or "year" in parts.get("which", ""):
        year = _year_said(parts, when)
    elif when.published is None:
        return undated(f"XXXX-{month:02}", "explicit")
    else:
        year = _year_of_month(when, month, _step(parts), this=parts.get("which", "").lower() == "this")
    return _part_of_month(year, month, parts, _basis(parts)) if year is not None else None


def _year_of_month(when: When, month: int, step: int, *, this: bool) -> int:
    """The year of the month of that name before or after publication; "last March", in March, is a year ago."""
    published = when.published or date.min
    back, ahead = (published.month - month) % 12, (month - published.month) % 12
    if step > 0 or (step == 0 and not this and _ahead(when, timedelta(back), timedelta(ahead))):
        return published.year + (month < published.month or (month == published.month and step > 0))
    return published.year - (not this and (month > published.month or (month == published.month and step < 0)))


def _part_of_month(year: int, month: int, parts: Parts, basis: str) -> DateClaim | None:
    if "edge" not in parts:
        return month_claim(year, month, basis)
    last = month_end(year, month).day
    part = {"early": (1, 10), "mid": (11, 20), "late": (21, last), "first half": (1, 15), "second half": (16, last)}
    if (edge := part.get(_edge(parts["edge"]))) is None:
        return None
    return between(date(year, month, edge[0]), date(year, month, edge[1]), basis)


@_of("months")
def _months(parts: Parts, when: When) -> DateClaim | None:
    """January to March; "and" joins months only if they follow one another."""
    first, last = month_number(parts["month"]), month_number(parts["month2"])
    if "year" in parts:
        year, basis = int(parts["year"]), "explicit"
    elif when.published is None:
        return undated(f"XXXX-{first:02}/XXXX-{last:02}", "explicit")
    else:
        year, basis = _year_of_month(when, last, 0, this=False), "published"
    return days.span_claim(month_claim(year - (first > last), first, basis), month_claim(year, last, basis))


# -- years ---------------------------------------------------------------------------------


@_of("year", "bare year")
def _year(parts: Parts, _: When) -> DateClaim | None:
    return _part_of_year(int(parts["year"]), parts, "explicit")


def _part_of_year(year: int, parts: Parts, basis: str) -> DateClaim | None:
    if "edge" not in parts:
        return year_claim(year, basis)
    edge = _MONTHS.get(_edge(parts["edge"]))
    return months_between((year, edge[0]), (year, edge[1]), basis) if edge else None


@_of("to now")
def _to_now(parts: Parts, when: When) -> DateClaim | None:
    first = _month(parts, when) if "month" in parts else _year(parts, when)
    return replace(first, edtf=f"{first.edtf}/..", latest=None) if first else None


@_of("years")
def _years(parts: Parts, _: When) -> DateClaim | None:
    return days.span_claim(year_claim(int(parts["year"]), "explicit"), year_claim(int(parts["year2"]), "explicit"))


@_of("short years")
def _short_years(parts: Parts, _: When) -> DateClaim | None:
    """1939–45."""
    first = int(parts["year"])
    last = first // 100 * 100 + int(parts["yy"])
    if last <= first:
        return None
    return DateClaim(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31), "explicit")


@_of("era year")
def _era_year(parts: Parts, _: When) -> DateClaim:
    return year_claim(int(parts["number"]), "explicit")


@_of("old year")
def _old_year(parts: Parts, _: When) -> DateClaim:
    """44 BC is the year -43 of a calendar with a year 0, as EDTF counts."""
    year = int(parts["number"]) - 1
    return undated(f"-{year:04}" if year else "0000", "explicit")


@_of("school year")
def _school_year(parts: Parts, _: When) -> DateClaim | None:
    """A year that begins in one and ends in the next calendar year; in which months, differs from house to house."""
    first = int(parts["year"])
    last = int(parts["year2"]) if "year2" in parts else first // 100 * 100 + int(parts["yy"])
    if last % 100 != (first + 1) % 100:
        return None
    return years_between(first, first + 1, "explicit")


@_of("fiscal year")
def _fiscal_year(parts: Parts, _: When) -> DateClaim:
    """Named after the year in which it begins (Japan) or ends (India, United States)."""
    year = int(parts["year"]) if "year" in parts else 2000 + int(parts["yy"])
    return years_between(year - 1, year + 1, "explicit")


@_of("year to")
def _year_to(parts: Parts, _: When) -> DateClaim:
    last = month_end(int(parts["year"]), month_number(parts["month"]))
    year, month = add_months(last, -11)
    return DateClaim(f"{year}-{month:02}/{last.year}-{last.month:02}", date(year, month, 1), last, "explicit")


@_of("quarter")
def _quarter(parts: Parts, when: When) -> DateClaim | None:
    n = number(parts["quarter"])
    return _third(parts, when, 3 * n - 2, 3 * n)


@_of("half")
def _half(parts: Parts, when: When) -> DateClaim | None:
    n = number(parts["half"])
    return _third(parts, when, 6 * n - 5, 6 * n)


def _third(parts: Parts, when: When, first: int, last: int) -> DateClaim | None:
    """A stretch of months in the year said, or in the last such year that has begun them."""
    year = _year_said(parts, when)
    if year is None:
        if when.published is None:
            return None
        year = when.published.year
        if not when.ahead and first > when.published.month:
            year -= 1
    return months_between((year, first), (year, last), _basis(parts))


@_of("season")
def _season(parts: Parts, when: When) -> DateClaim | None:
    first, last = _SEASONS[parts["season"].lower()]
    if "year" in parts:
        year = int(parts["year"])
        if "yy" in parts and (last > first or (year + 1) % 100 != int(parts["yy"])):
            return None
        return _months_of(year, first, last, "explicit")
    if when.published is None:
        return None
    now, step = when.published, _step(parts)
    began = date(now.year, first, 1)
    year = now.year
    if step > 0 or (when.ahead and step == 0):
        year += began <= now
    elif parts.get("which", "").lower() != "this" and (
        began > now or (step < 0 and first <= now.month <= max(first, last))
    ):
        year -= 1
    return _months_of(year, first, last, _basis(parts))


def _months_of(year: int, first: int, last: int, basis: str) -> DateClaim:
    return months_between((year, first), (year + (last < first), last), basis)


@_of("year end")
def _year_end(parts: Parts, when: When) -> DateClaim | None:
    """31 December; in the first months of a year that of the year before, unless something is to be done by then."""
    if "year" in parts:
        return day_claim(date(int(parts["year"]), 12, 31), "explicit")
    if when.published is None:
        return undated("XXXX-12-31", "relative")
    past = when.published.month < 4 and not when.ahead and "by" not in parts
    return day_claim(date(when.published.year - past, 12, 31), "relative")


# -- decades and centuries -----------------------------------------------------------------


@_of("decade")
def _decade(parts: Parts, _: When) -> DateClaim | None:
    """The 1990s; the 1800s are a century."""
    start = int(parts["decade"])
    whole = century_claim if start % 100 == 0 and start < 2000 else decade_claim
    return _part_of_years(whole(start, "explicit"), _DECADE if whole is decade_claim else _CENTURY, parts)


def _part_of_years(claim: DateClaim, edges: Mapping[str, tuple[int, int]], parts: Parts) -> DateClaim | None:
    if "edge" not in parts:
        return claim
    edge = edges.get(_edge(parts["edge"]))
    if edge is None or claim.latest is None:
        return None
    start = claim.latest.year // 10 * 10 if edges is _DECADE else claim.latest.year // 100 * 100
    return years_between(start + edge[0], start + edge[1], claim.basis)


_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}


@_of("tens")
def _tens(parts: Parts, when: When) -> DateClaim | None:
    """The sixties: the last ones that are over, if there is no doubt which."""
    ten = _TENS[parts["tens"].lower()] if "tens" in parts else int(parts["digits"])
    if when.published is None:
        return undated(f"XX{ten // 10}X", "explicit")
    year = when.published.year // 100 * 100 + ten
    if year + 9 < when.published.year or year <= when.published.year + 10:
        return None  # the twenties, said in 2023, are these or those
    return decade_claim(year - 100, "published")


@_of("century")
def _century(parts: Parts, _: When) -> DateClaim | None:
    return _part_of_years(century_claim(100 * (number(parts["century"]) - 1), "explicit"), _CENTURY, parts)


@_of("old century")
def _old_century(parts: Parts, _: When) -> DateClaim:
    return undated(f"-{number(parts['century']) - 1:02}XX", "explicit")


# -- counted from the day of writing -------------------------------------------------------


@_of("span", "bare span")
def _span(parts: Parts, when: When) -> DateClaim | None:
    """Last week, this month, next year, the end of this year, earlier this week, at the weekend."""
    unit, edge, step = parts["unit"].lower(), parts.get("edge"), _step(parts)
    if when.published is None:
        months = _MONTHS.get(_edge(edge)) if edge and unit == "year" else None
        return undated(f"[XXXX-{months[0]:02}..XXXX-{months[1]:02}]", "relative") if months else None
    if unit == "weekend":
        return _weekend(when.published, step, ahead=bool(when.ahead))
    if edge:
        return _part_of_span(when.published, unit, step, edge)
    return _side(_whole_span(when.published, unit, step), parts.get("side", ""), when, week=unit == "week")


@_of("end of the")
def _end_of_the(parts: Parts, when: When) -> DateClaim | None:
    """The end of the year: this one, where the verb looks ahead; else some year that was told of."""
    return _span(parts, when) if when.ahead and when.published else None


def _whole_span(day: date, unit: str, step: int) -> DateClaim:
    match unit:
        case "week":
            monday = monday_of(day) + timedelta(weeks=step)
            return between(monday, monday + timedelta(days=6), "relative")
        case "month":
            return month_claim(*add_months(day, step), "relative")
        case "year":
            return year_claim(day.year + step, "relative")
        case "decade":
            return decade_claim(day.year + 10 * step, "relative")
        case _:
            return century_claim(day.year + 100 * step, "relative")


def _side(claim: DateClaim, side: str, when: When, *, week: bool) -> DateClaim:
    """ "Earlier this year" ends with publication, "later this year" begins with it; so does "this week" as the verb looks."""
    published = when.published
    if (
        published is None
        or claim.earliest is None
        or claim.latest is None
        or not claim.earliest <= published <= claim.latest
    ):
        return claim
    if not side and week:
        side = "later" if when.ahead else "earlier"
    match side.lower():
        case "earlier":
            return between(claim.earliest, published, claim.basis)
        case "later":
            return between(published, claim.latest, claim.basis)
    return claim


def _part_of_span(day: date, unit: str, step: int, edge: str) -> DateClaim | None:
    match unit:
        case "month":
            return _part_of_month(*add_months(day, step), {"edge": edge}, "relative")
        case "year":
            return _part_of_year(day.year + step, {"edge": edge}, "relative")
        case "decade":
            return _part_of_years(decade_claim(day.year + 10 * step, "relative"), _DECADE, {"edge": edge})
        case "century":
            return _part_of_years(century_claim(day.year + 100 * step, "relative"), _CENTURY, {"edge": edge})
    first, last = {"early": (0, 1), "mid": (2, 2), "late": (4, 6)}.get(_edge(edge), (0, 6))
    monday = monday_of(day) + timedelta(weeks=step)
    return between(monday + timedelta(days=first), monday + timedelta(days=last), "relative")


def _weekend(day: date, step: int, *, ahead: bool) -> DateClaim:
    """Saturday and Sunday; before Saturday the weekend is the last one, unless the verb looks ahead."""
    monday = monday_of(day) + timedelta(weeks=step)
    if step == 0 and not ahead and day.weekday() < 5:
        monday -= timedelta(weeks=1)
    return between(monday + timedelta(days=5), monday + timedelta(days=6), "relative")


@_of("ago")
def _ago(parts: Parts, when: When) -> DateClaim | None:
    return counted(when.published, -number(parts["n"]), parts["unit"], "relative") if when.published else None


@_of("hence")
def _hence(parts: Parts, when: When) -> DateClaim | None:
    return counted(when.published, number(parts["n"]), parts["unit"], "relative") if when.published else None


def counted(day: date, n: int, unit: str, basis: str) -> DateClaim | None:
    """``n`` units from a day, as exact as such words are meant: years to the year, months to the month."""
    match unit.lower():
        case "minute" | "hour":
            return day_claim(day, basis)
        case "day":
            return day_claim(day + timedelta(days=n), basis)
        case "week" | "fortnight" as weeks:
            middle = day + timedelta(weeks=n * (2 if weeks == "fortnight" else 1))
            if basis == "anchored":
                return day_claim(middle, basis)
            return between(middle - timedelta(days=3), middle + timedelta(days=3), basis)
        case "month":
            return month_claim(*add_months(day, n), basis)
        case "decade":
            return days.about(year_claim(day.year + 10 * n, basis))
        case _:
            return year_claim(day.year + n, basis)


# -- counted from another date -------------------------------------------------------------


@_of("same day", "day of")
def _same_day(_: Parts, when: When) -> DateClaim | None:
    return replace(when.anchor, basis="anchored", words="") if when.anchor else None


def _back(parts: Parts) -> bool:
    return parts["step"].lower() in ("earlier", "before", "previous", "preceding", "previously", "prior")


@_of("next day")
def _next_day(parts: Parts, when: When) -> DateClaim | None:
    return _from_anchor(-1 if _back(parts) else 1, "day", when)


@_of("counted")
def _counted(parts: Parts, when: When) -> DateClaim | None:
    """N units later, earlier, after or before something."""
    return _from_anchor(number(parts["n"]) * (-1 if _back(parts) else 1), parts["unit"], when)


def _from_anchor(n: int, unit: str, when: When) -> DateClaim | None:
    anchor = when.anchor
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return None
    first, last = anchor.earliest, anchor.latest
    same_month = (first.year, first.month) == (last.year, last.month)
    exact = {"month": same_month, "year": first.year == last.year, "decade": first.year == last.year}
    return counted(first, n, unit, "anchored") if exact.get(unit.lower(), first == last) else None


@_of("next year")
def _next_year(parts: Parts, when: When) -> DateClaim | None:
    """The following week, month or year."""
    return _period_of_anchor(parts["unit"], -1 if _back(parts) else 1, when)


@_of("same year")
def _same_year(parts: Parts, when: When) -> DateClaim | None:
    """That year; later that year."""
    claim, anchor = _period_of_anchor(parts["unit"], 0, when), when.anchor
    if claim is None or anchor is None or claim.earliest is None or claim.latest is None:
        return claim
    match parts.get("side", "").lower():
        case "later" if anchor.earliest and anchor.earliest > claim.earliest:
            return between(anchor.earliest, claim.latest, "anchored")
        case "earlier" if anchor.latest and anchor.latest < claim.latest:
            return between(claim.earliest, anchor.latest, "anchored")
    return claim


def _period_of_anchor(unit: str, step: int, when: When) -> DateClaim | None:
    anchor = when.anchor
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return None
    claim = replace(_whole_span(anchor.earliest, unit.lower(), step), basis="anchored")
    here = _whole_span(anchor.earliest, unit.lower(), 0)
    return claim if here.latest and anchor.latest <= here.latest else None


@_of("weekday after")
def _weekday_after(parts: Parts, when: When) -> DateClaim | None:
    anchor = when.anchor
    if anchor is None or anchor.earliest is None or anchor.earliest != anchor.latest:
        return None
    day, here = weekday_number(parts["weekday"]), anchor.earliest
    if _back(parts):
        return day_claim(here - timedelta(days=(here.weekday() - day - 1) % 7 + 1), "anchored")
    return day_claim(here + timedelta(days=(day - here.weekday() - 1) % 7 + 1), "anchored")


def _that_year(parts: Parts, anchor: DateClaim) -> int | None:
    """The year meant by "of that year", "of the following year"."""
    if anchor.earliest is None or anchor.latest is None or anchor.earliest.year != anchor.latest.year:
        return None
    return anchor.earliest.year + {"following": 1, "next": 1, "previous": -1}.get(parts["that"].lower().split()[-1], 0)


@_of("month after")
def _month_after(parts: Parts, when: When) -> DateClaim | None:
    """The following January; January of that year."""
    anchor, month = when.anchor, month_number(parts["month"])
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return None
    if "that" in parts:
        year = _that_year(parts, anchor)
    elif _back(parts):
        year = anchor.earliest.year - (month >= anchor.earliest.month)
    else:
        year = anchor.latest.year + (month <= anchor.latest.month)
    return month_claim(year, month, "anchored") if year is not None else None


@_of("season after")
def _season_after(parts: Parts, when: When) -> DateClaim | None:
    year = _that_year(parts, when.anchor) if when.anchor else None
    return _months_of(year, *_SEASONS[parts["season"].lower()], "anchored") if year is not None else None


@_of("duration", "habit")
def _no_date(_: Parts, __: When) -> None:
    """A duration ("for 70 years") and what recurs ("every Tuesday") are no dates; listed so that nothing else takes their
    words.
    """
