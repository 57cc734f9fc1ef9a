"""What every value of a date is made from: the parts of a wording, what it is read against, and the table of values.

A value is a function of the parts and of ``When``, found by the kind that ``data/dates.toml`` names. It returns None where
the surroundings do not tell, and raises ValueError for days that do not exist. Without a year in the words and without a
day of publication the year stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from kgraph.model import DateClaim

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Habits:
    """How an issuer writes dates: ``day_first`` in figures (3/4 is in April), or None where nothing tells; ``southern``
    where summer is in January.
    """

    day_first: bool | None = None
    southern: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """What an expression is read against.

    ``anchor`` is the date of what it counts from; ``ahead`` is True where the verb speaks of the future, False where it
    speaks of the past, None where it does not tell (or, asked of ``resolve``, where the words around the expression
    shall tell).
    """

    published: date | None = None
    anchor: DateClaim | None = None
    ahead: bool | None = None
    habits: Habits = Habits()


Value = Callable[[Parts, When], DateClaim | None]
_Value = TypeVar("_Value", bound=Value)
VALUES: dict[str, Value] = {}


def worth(*kinds: str) -> Callable[[_Value], _Value]:
    """Registers a function as the value of some kinds."""

    def register(value: _Value) -> _Value:
        VALUES.update(dict.fromkeys(kinds, value))
        return value

    return register


_STEP = {
    "last": -1, "past": -1, "this past": -1, "the past": -1, "previous": -1, "the previous": -1,
    "next": 1, "coming": 1, "the coming": 1, "this coming": 1,
}  # fmt: skip


def step_of(parts: Parts) -> int:
    """-1 for last, 1 for next, 0 for this."""
    return _STEP.get(" ".join(parts.get("which", "").lower().split()), 0)


def part_meant(words: str) -> str:
    """Which part of a time words like "the latter part of" mean; "" if none that can be told ("the turn of")."""
    words = " ".join(words.lower().split())
    if "half" in words:
        return "first half" if "first" in words else "second half"
    if "turn" in words:
        return ""
    if re.search(r"\b(?:late|end|close|latter)\b", words):
        return "late"
    return "mid" if "mid" in words else "early"


def year_said(parts: Parts, when: When) -> int | None:
    """The year in the words: in figures, or as this, last or next year."""
    if "year" in parts:
        return int(parts["year"])
    if "which" in parts and when.published is not None:
        return when.published.year + step_of(parts)
    return None


def basis_of(parts: Parts) -> str:
    """How the year was worked out: explicit, relative ("last year"), or from publication."""
    return "explicit" if "year" in parts else "relative" if "which" in parts else "published"


def lies_ahead(when: When, back: timedelta, ahead: timedelta) -> bool:
    """Which of two days is meant: as the verb looks; if it does not tell, the coming one only where it is much nearer."""
    return when.ahead if when.ahead is not None else ahead * 2 < back
