"""Years, their parts, decades and centuries in words: what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kgraph.extract import days
from kgraph.extract.datedays import month_value
from kgraph.extract.dateparts import Parts, When, basis_of, part_meant, step_of, worth, year_said
from kgraph.extract.days import (
    add_months,
    century_claim,
    day_claim,
    decade_claim,
    month_end,
    month_number,
    months_between,
    number,
    undated,
    year_claim,
    years_between,
)  # fmt: skip
from kgraph.model import DateClaim

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_SOUTHERN = {name: ((first + 5) % 12 + 1, (last + 5) % 12 + 1) for name, (first, last) in _SEASONS.items()}
# The months that a part of a year takes, and the years that a part of a decade or century takes; parts of decades and
# centuries overlap, because nobody draws the line at one year.
YEAR_PARTS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "first half": (1, 6), "second half": (7, 12)}
DECADE_PARTS = {"early": (0, 4), "mid": (3, 7), "late": (6, 9), "first half": (0, 4), "second half": (5, 9)}
CENTURY_PARTS = {"early": (0, 39), "mid": (30, 69), "late": (60, 99), "first half": (0, 49), "second half": (50, 99)}


# -- years ---------------------------------------------------------------------------------


@worth("year", "bare year")
def _year(parts: Parts, _: When) -> DateClaim | None:
    return part_of_year(int(parts["year"]), parts, "explicit")


def part_of_year(year: int, parts: Parts, basis: str) -> DateClaim | None:
    """A year, or the months of the part that is said."""
    if "edge" not in parts:
        return year_claim(year, basis)
    edge = YEAR_PARTS.get(part_meant(parts["edge"]))
    return months_between((year, edge[0]), (year, edge[1]), basis) if edge else None


@worth("to now")
def _to_now(parts: Parts, when: When) -> DateClaim | None:
    first = month_value(parts, when) if "month" in parts else _year(parts, when)
    return replace(first, edtf=f"{first.edtf}/..", latest=None) if first else None


@worth("years")
def _years(parts: Parts, _: When) -> DateClaim | None:
    return days.span_claim(year_claim(int(parts["year"]), "explicit"), year_claim(int(parts["year2"]), "explicit"))


@worth("short years")
def _short_years(parts: Parts, _: When) -> DateClaim | None:
    """1939–45."""
    first = int(parts["year"])
    last = first // 100 * 100 + int(parts["yy"])
    if last <= first:
        return None
    return DateClaim(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31), "explicit")


@worth("era year")
def _era_year(parts: Parts, _: When) -> DateClaim:
    return year_claim(int(parts["number"]), "explicit")


@worth("old year")
def _old_year(parts: Parts, _: When) -> DateClaim:
    """44 BC is the year -43 of a calendar with a year 0, as EDTF counts."""
    year = int(parts["number"]) - 1
    return undated(f"-{year:04}" if year else "0000", "explicit")


@worth("school year")
def _school_year(parts: Parts, _: When) -> DateClaim | None:
    """A year that begins in one and ends in the next calendar year; in which months, differs from house to house."""
    first = int(parts["year"])
    last = int(parts["year2"]) if "year2" in parts else first // 100 * 100 + int(parts["yy"])
    if last % 100 != (first + 1) % 100:
        return None
    return years_between(first, first + 1, "explicit")


@worth("fiscal year")
def _fiscal_year(parts: Parts, _: When) -> DateClaim:
    """Named after the year in which it begins (Japan) or ends (India, United States)."""
    year = int(parts["year"]) if "year" in parts else 2000 + int(parts["yy"])
    return years_between(year - 1, year + 1, "explicit")


@worth("year to")
def _year_to(parts: Parts, _: When) -> DateClaim:
    last = month_end(int(parts["year"]), month_number(parts["month"]))
    year, month = add_months(last, -11)
    return DateClaim(f"{year}-{month:02}/{last.year}-{last.month:02}", date(year, month, 1), last, "explicit")


@worth("quarter")
def _quarter(parts: Parts, when: When) -> DateClaim | None:
    n = number(parts["quarter"])
    return _third(parts, when, 3 * n - 2, 3 * n)


@worth("half")
def _half(parts: Parts, when: When) -> DateClaim | None:
    n = number(parts["half"])
    return _third(parts, when, 6 * n - 5, 6 * n)


def _third(parts: Parts, when: When, first: int, last: int) -> DateClaim | None:
    """A stretch of months in the year said, or in the last such year that has begun them."""
    year = year_said(parts, when)
    if year is None:
        if when.published is None:
            return None
        year = when.published.year
        if not when.ahead and first > when.published.month:
            year -= 1
    return months_between((year, first), (year, last), basis_of(parts))


@worth("season")
def _season(parts: Parts, when: When) -> DateClaim | None:
    first, last = season_months(parts["season"], when)
    if "year" in parts:
        year = int(parts["year"])
        if "yy" in parts and (last > first or (year + 1) % 100 != int(parts["yy"])):
            return None
        return months_of(year, first, last, "explicit")
    if when.published is None:
        return None
    if "yearly" in parts:
        return months_of(when.published.year + step_of(parts), first, last, "relative")
    now, step = when.published, step_of(parts)
    began = date(now.year, first, 1)
    year = now.year
    if step > 0 or (when.ahead and step == 0):
        year += began <= now
    elif parts.get("which", "").lower() != "this" and (
        began > now or (step < 0 and first <= now.month <= max(first, last))
    ):
        year -= 1
    return months_of(year, first, last, basis_of(parts))


def season_months(name: str, when: When) -> tuple[int, int]:
    """First and last month of a season, where the issuer is."""
    return (_SOUTHERN if when.habits.southern else _SEASONS)[name.lower()]


def months_of(year: int, first: int, last: int, basis: str) -> DateClaim:
    """Some day from one month to another, if need be of the next year: December to February."""
    return months_between((year, first), (year + (last < first), last), basis)


@worth("year end")
def _year_end(parts: Parts, when: When) -> DateClaim | None:
    """31 December; in the first months of a year that of the year before, unless something is to be done by then."""
    if "year" in parts:
        return day_claim(date(int(parts["year"]), 12, 31), "explicit")
    if when.published is None:
        return undated("XXXX-12-31", "relative")
    past = when.published.month < 4 and not when.ahead and "by" not in parts
    return day_claim(date(when.published.year - past, 12, 31), "relative")


# -- decades and centuries -----------------------------------------------------------------


@worth("decade")
def _decade(parts: Parts, _: When) -> DateClaim | None:
    """The 1990s; the 1800s are a century."""
    start = int(parts["decade"])
    whole = century_claim if start % 100 == 0 and start < 2000 else decade_claim
    return part_of_years(whole(start, "explicit"), DECADE_PARTS if whole is decade_claim else CENTURY_PARTS, parts)


def part_of_years(claim: DateClaim, edges: Mapping[str, tuple[int, int]], parts: Parts) -> DateClaim | None:
    """A decade or century, or the years of the part that is said."""
    if "edge" not in parts:
        return claim
    edge = edges.get(part_meant(parts["edge"]))
    if edge is None or claim.latest is None:
        return None
    start = claim.latest.year // 10 * 10 if edges is DECADE_PARTS else claim.latest.year // 100 * 100
    return years_between(start + edge[0], start + edge[1], claim.basis)


_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}


@worth("tens")
def _tens(parts: Parts, when: When) -> DateClaim | None:
    """The sixties: the last ones that are over, if there is no doubt which."""
    ten = _TENS[parts["tens"].lower()] if "tens" in parts else int(parts["digits"])
    if when.published is None:
        return undated(f"XX{ten // 10}X", "explicit")
    year = when.published.year // 100 * 100 + ten
    if year + 9 < when.published.year or year <= when.published.year + 10:
        return None  # the twenties, said in 2023, are these or those
    return decade_claim(year - 100, "published")


@worth("century")
def _century(parts: Parts, _: When) -> DateClaim | None:
    return part_of_years(century_claim(100 * (number(parts["century"]) - 1), "explicit"), CENTURY_PARTS, parts)


@worth("old century")
def _old_century(parts: Parts, _: When) -> DateClaim:
    return undated(f"-{number(parts['century']) - 1:02}XX", "explicit")
