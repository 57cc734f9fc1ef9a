"""Days, stretches of days and months in words: what they are worth."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from kgraph.extract import days
from kgraph.extract.dategrammar import grammar
from kgraph.extract.dateparts import Parts, When, basis_of, lies_ahead, part_meant, step_of, worth, year_said
from kgraph.extract.days import (
    add_months,
    between,
    day_claim,
    lasting,
    monday_of,
    month_claim,
    month_end,
    month_number,
    nth_weekday,
    number,
    undated,
    weekday_number,
)  # fmt: skip
from kgraph.model import DateClaim

# -- days ----------------------------------------------------------------------------------


@worth("day")
def _day(parts: Parts, when: When) -> DateClaim:
    month, day = month_number(parts["month"]), number(parts.get("day") or parts["dayword"])
    if (year := year_said(parts, when)) is not None:
        return day_claim(date(year, month, day), basis_of(parts))
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
    return after if lies_ahead(when, published - before, after - published) else before


@worth("day of month")
def _day_of_month(parts: Parts, when: When) -> DateClaim | None:
    """The 3rd of last month."""
    if when.published is None:
        return None
    return day_claim(date(*add_months(when.published, step_of(parts)), int(parts["day"])), "relative")


@worth("iso day")
def _iso_day(parts: Parts, _: When) -> DateClaim:
    return day_claim(date(int(parts["year"]), int(parts["mm"]), int(parts["dd"])), "explicit")


@worth("numeric day")
def _numeric_day(parts: Parts, when: When) -> DateClaim:
    """Day first or month first: one number over 12, points between, or the issuer's habit tell; else it is either."""
    one, other, year = int(parts["d1"]), int(parts["d2"]), int(parts["year"])
    day_first = True if parts["sep"] == "." or one > 12 else False if other > 12 else when.habits.day_first
    if day_first is None and one != other:
        first, last = sorted((date(year, one, other), date(year, other, one)))
        return between(first, last, "explicit")
    return day_claim(date(year, other, one) if day_first else date(year, one, other), "explicit")


@worth("nth weekday")
def _nth_weekday(parts: Parts, when: When) -> DateClaim | None:
    month, weekday, nth = month_number(parts["month"]), weekday_number(parts["weekday"]), number(parts["nth"])
    return _yearly(parts, when, lambda year: nth_weekday(year, month, weekday, nth))


@worth("nth weekend")
def _nth_weekend(parts: Parts, when: When) -> DateClaim | None:
    """The weekend of that Saturday; the last one has its Sunday in the month too."""
    saturday = _nth_weekday({**parts, "weekday": "saturday"}, when)
    if saturday is None or saturday.earliest is None:
        return None
    first = saturday.earliest
    if number(parts["nth"]) == 0 and (first + timedelta(days=1)).month != first.month:
        first -= timedelta(days=7)
    return between(first, first + timedelta(days=1), saturday.basis)


@worth("nth week")
def _nth_week(parts: Parts, when: When) -> DateClaim | None:
    """The first to fourth seven days of a month, or its last seven."""
    nth, month = number(parts["nth"]), month_value(parts, when)
    if month is None or month.earliest is None or month.latest is None or nth > 4:
        return None
    first = month.earliest + timedelta(days=7 * (nth - 1)) if nth else month.latest - timedelta(days=6)
    return between(first, first + timedelta(days=6), month.basis)


@worth("holiday")
def _holiday(parts: Parts, when: When) -> DateClaim | None:
    rule = grammar().holidays[" ".join(parts["holiday"].replace("’", "'").split())]
    if when.published is None and "year" not in parts and re.fullmatch(r"\d\d-\d\d", rule):
        return undated(f"XXXX-{rule}", "explicit")
    return _yearly(parts, when, lambda year: days.holiday(rule, year))


def _yearly(parts: Parts, when: When, day: Callable[[int], date]) -> DateClaim | None:
    """A day that every year has: in the year said, or the nearest one before or after publication."""
    if (year := year_said(parts, when)) is not None:
        return day_claim(day(year), basis_of(parts))
    if when.published is None:
        return None
    found = [day(when.published.year + step) for step in (-1, 0, 1)]
    after = next(d for d in found if d >= when.published)
    before = next(d for d in reversed(found) if d <= when.published + timedelta(days=1))
    chosen = after if lies_ahead(when, when.published - before, after - when.published) else before
    return day_claim(chosen, "published")


@worth("named day")
def _named_day(parts: Parts, _: When) -> DateClaim:
    return day_claim(date.fromisoformat(grammar().named[parts["named"]]), "explicit")


@worth("weekday")
def _weekday(parts: Parts, when: When) -> DateClaim | None:
    if when.published is None:
        return None
    day, step, published = weekday_number(parts["weekday"]), step_of(parts), when.published
    if step > 0 or (when.ahead and step == 0):
        return day_claim(published + timedelta(days=(day - published.weekday() - 1) % 7 + 1), "relative")
    back = (published.weekday() - day) % 7
    return day_claim(published - timedelta(days=back or (7 if step else 0)), "relative")


_DEICTIC = {
    "yesterday": -1, "last night": -1, "overnight": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip


@worth("today")
def _today(parts: Parts, when: When) -> DateClaim | None:
    if when.published is None:
        return None
    word = " ".join(parts["deictic"].lower().split())
    return day_claim(when.published + timedelta(days=_DEICTIC.get(word, 0)), "relative")


@worth("days")
def _days(parts: Parts, when: When) -> DateClaim | None:
    """3 to 5 May; May 3 and 4."""
    month, day, last = month_number(parts["month"]), int(parts["day"]), int(parts["day2"])
    if (year := year_said(parts, when)) is not None:
        basis = basis_of(parts)
    elif when.published is None:
        return undated(f"XXXX-{month:02}-{day:02}/XXXX-{month:02}-{last:02}", "explicit") if day < last else None
    else:
        year, basis = _nearest_day(when, month, day).year, "published"
    span = between if "or" in parts else lasting
    return span(date(year, month, day), date(year, month, last), basis) if day < last else None


@worth("week of")
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


@worth("month")
def month_value(parts: Parts, when: When) -> DateClaim | None:
    """June, early June, June 2019, last June."""
    month = month_number(parts["month"])
    if "year" in parts or "yearly" in parts:
        year = year_said(parts, when)
    elif when.published is None:
        return undated(f"XXXX-{month:02}", "explicit")
    else:
        year = _year_of_month(when, month, step_of(parts), this=parts.get("which", "").lower() == "this")
    return part_of_month(year, month, parts, basis_of(parts)) if year is not None else None


def _year_of_month(when: When, month: int, step: int, *, this: bool) -> int:
    """The year of the month of that name before or after publication; "last March", in March, is a year ago."""
    published = when.published or date.min
    back, ahead = (published.month - month) % 12, (month - published.month) % 12
    if step > 0 or (step == 0 and not this and lies_ahead(when, timedelta(back), timedelta(ahead))):
        return published.year + (month < published.month or (month == published.month and step > 0))
    return published.year - (not this and (month > published.month or (month == published.month and step < 0)))


def part_of_month(year: int, month: int, parts: Parts, basis: str) -> DateClaim | None:
    """A month, or the part of it that is said: ten days, or half."""
    if "edge" not in parts:
        return month_claim(year, month, basis)
    last = month_end(year, month).day
    part = {"early": (1, 10), "mid": (11, 20), "late": (21, last), "first half": (1, 15), "second half": (16, last)}
    if (edge := part.get(part_meant(parts["edge"]))) is None:
        return None
    return between(date(year, month, edge[0]), date(year, month, edge[1]), basis)


@worth("months")
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
