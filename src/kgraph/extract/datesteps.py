"""Dates that count from the day of writing ("last week") or from another date ("the following day"): what they are worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kgraph.extract import days
from kgraph.extract.datedays import part_of_month
from kgraph.extract.dateparts import Parts, When, part_meant, step_of, worth
from kgraph.extract.dateyears import (
    CENTURY_PARTS,
    DECADE_PARTS,
    YEAR_PARTS,
    months_of,
    part_of_year,
    part_of_years,
    season_months,
)  # fmt: skip
from kgraph.extract.days import (
    add_months,
    between,
    century_claim,
    day_claim,
    decade_claim,
    monday_of,
    month_claim,
    month_number,
    number,
    undated,
    weekday_number,
    year_claim,
)  # fmt: skip
from kgraph.model import DateClaim

# -- counted from the day of writing -------------------------------------------------------


@worth("span", "bare span")
def _span(parts: Parts, when: When) -> DateClaim | None:
    """Last week, this month, next year, the end of this year, earlier this week, at the weekend."""
    unit, edge, step = parts["unit"].lower(), parts.get("edge"), step_of(parts)
    if when.published is None:
        months = YEAR_PARTS.get(part_meant(edge)) if edge and unit == "year" else None
        return undated(f"[XXXX-{months[0]:02}..XXXX-{months[1]:02}]", "relative") if months else None
    if unit == "weekend":
        return _weekend(when.published, step, ahead=bool(when.ahead))
    if edge:
        return _part_of_span(when.published, unit, step, edge)
    return _side(_whole_span(when.published, unit, step), parts.get("side", ""), when, week=unit == "week")


@worth("end of the")
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
            return part_of_month(*add_months(day, step), {"edge": edge}, "relative")
        case "year":
            return part_of_year(day.year + step, {"edge": edge}, "relative")
        case "decade":
            return part_of_years(decade_claim(day.year + 10 * step, "relative"), DECADE_PARTS, {"edge": edge})
        case "century":
            return part_of_years(century_claim(day.year + 100 * step, "relative"), CENTURY_PARTS, {"edge": edge})
    first, last = {"early": (0, 1), "mid": (2, 2), "late": (4, 6)}.get(part_meant(edge), (0, 6))
    monday = monday_of(day) + timedelta(weeks=step)
    return between(monday + timedelta(days=first), monday + timedelta(days=last), "relative")


def _weekend(day: date, step: int, *, ahead: bool) -> DateClaim:
    """Saturday and Sunday; before Saturday the weekend is the last one, unless the verb looks ahead."""
    monday = monday_of(day) + timedelta(weeks=step)
    if step == 0 and not ahead and day.weekday() < 5:
        monday -= timedelta(weeks=1)
    return between(monday + timedelta(days=5), monday + timedelta(days=6), "relative")


@worth("ago")
def _ago(parts: Parts, when: When) -> DateClaim | None:
    return counted(when.published, -number(parts["n"]), parts["unit"], "relative") if when.published else None


@worth("hence")
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


@worth("same day", "day of")
def _same_day(_: Parts, when: When) -> DateClaim | None:
    return replace(when.anchor, basis="anchored", words="") if when.anchor else None


def _back(parts: Parts) -> bool:
    return parts["step"].lower() in ("earlier", "before", "previous", "preceding", "previously", "prior")


@worth("next day")
def _next_day(parts: Parts, when: When) -> DateClaim | None:
    return _from_anchor(-1 if _back(parts) else 1, "day", when)


@worth("counted")
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


@worth("next year")
def _next_year(parts: Parts, when: When) -> DateClaim | None:
    """The following week, month or year."""
    return _period_of_anchor(parts["unit"], -1 if _back(parts) else 1, when)


@worth("same year")
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


@worth("weekday after")
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


@worth("month after")
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


@worth("day after")
def _day_after(parts: Parts, when: When) -> DateClaim | None:
    """17 October of that year."""
    year = _that_year(parts, when.anchor) if when.anchor else None
    return day_claim(date(year, month_number(parts["month"]), int(parts["day"])), "anchored") if year else None


@worth("season after")
def _season_after(parts: Parts, when: When) -> DateClaim | None:
    year = _that_year(parts, when.anchor) if when.anchor else None
    return months_of(year, *season_months(parts["season"], when), "anchored") if year is not None else None


@worth("duration", "habit")
def _no_date(_: Parts, __: When) -> None:
    """A duration ("for 70 years") and what recurs ("every Tuesday") are no dates; listed so that nothing else takes their
    words.
    """
