"""Dates in prose: words to EDTF with the days they allow and how they were worked out.

Three steps. ``dategrammar`` finds wordings in a text by the table ``data/dates.toml``; this module joins them ("from late
March to 3 May", "the day after Christmas Day") and settles what they are read against; ``datedays``, ``dateyears`` and
``datesteps`` work out what they are worth, a function for each kind of wording, from ``dateparts`` and the calendar in
``days``.

An expression is turned into a date only when asked, because that takes context: the day of publication, an earlier
date of the text ("the same day"), and whether the verb looks back or ahead ("in June"). Without a year in the text and
without a day of publication the year stays ``XXXX`` and there are no bounds. Durations ("for 70 years") are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kgraph.extract import datedays, datesteps, dateyears, days  # noqa: F401 - each enters its values in VALUES
from kgraph.extract.dategrammar import grammar
from kgraph.extract.dateparts import VALUES, Habits, When
from kgraph.extract.days import between, day_claim, lasting, month_claim, year_claim
from kgraph.model import DateClaim

__all__ = [
    "Expression", "Habits", "When", "between", "day_claim", "day_of_writing", "find_dates", "habits_of", "happened",
    "lasting", "month_claim", "read_dates", "resolve", "year_claim",
]  # fmt: skip

_ANCHORED = frozenset(
    ("same day", "day of", "next day", "next year", "same year", "weekday after", "month after", "day after", "season after", "counted")
)  # fmt: skip
_FROM_ANY = frozenset(("next year", "same year", "month after", "day after", "season after"))
_OCCASION = re.compile(r"\b(?:occasion|event|ceremony|gathering|session|function|programme|meeting|conference)\b", re.I)
_LASTING = frozenset(("days", "months", "years", "short years", "to now"))  # "from" is part of these
_NOT_DATES = frozenset(("duration", "habit"))
# What may be the ends of a stretch, by how fine it is: "Monday to Friday", "late March to 3 May", "1939 to 1945".
_ENDS = {
    "day": 1, "iso day": 1, "numeric day": 1, "nth weekday": 1, "holiday": 1, "today": 1, "month": 1,
    "weekday": 2, "year": 3, "bare year": 3, "season": 1, "quarter": 4, "decade": 5, "century": 6,
}  # fmt: skip
_TO = re.compile(r"(?:,?\s+(?:to|until|till|through|thru)\s+|\s*[-–—]\s*)", re.I)
_AND = re.compile(r"\s+and\s+", re.I)
_LISTED = re.compile(r",?\s+(?:and|or)\s+|,\s+", re.I)
# How much of a sentence before and after a date is looked at for whether it speaks of the future.
_SENTENCE_LENGTH, _CLAUSE_LENGTH = 320, 80
_FOR = re.compile(r"\bfor(?: the years?| the period)?\s*$", re.I)
_WEATHER = re.compile(r"\b(?:temperatures?|degrees|highs|lows)\b", re.I)
_SAID = re.compile(r"\w+(?:ed|[bB]orn|[bB]uilt|[mM]ade|est\.)\s\Z|\b[eE]st\.?\s\Z")


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of a text that say when: character offsets, the kind of wording, its parts.

    ``before`` and ``after`` are the text around it. A stretch has its ``ends``; what counts from a date in its own words
    ("two days after 3 May") has that as ``base``.
    """

    start: int
    end: int
    words: str
    kind: str
    parts: dict[str, str]
    before: str = ""
    after: str = ""
    ends: tuple[Expression, Expression] | None = None
    base: Expression | None = None

    @property
    def anchored(self) -> bool:
        """True if it counts from another date of the text."""
        return self.kind in _ANCHORED and self.base is None

    @property
    def whole(self) -> bool:
        """True if it counts from any date, not only from a day: "the following year", "at the same ceremony"."""
        counted = self.kind == "counted" and self.parts["unit"].lower() in ("month", "year", "decade")
        return self.kind in _FROM_ANY or counted or (self.kind == "same day" and bool(_OCCASION.search(self.words)))

    @property
    def dates_events(self) -> bool:
        """False for a year that stands alone or before a noun ("the 2014 prize"), and for "this year's": it need not be
        when something happened.
        """
        if self.kind in ("year", "years", "bare year") and _FOR.search(self.before):
            return False  # "the Plan for the Harbours for 2024–2026"
        return self.kind not in ("bare year", "bare span") or bool(_SAID.search(self.before))

    @property
    def edge(self) -> str:
        """How what is dated lies to the date named: since, until, by, before, after, about, or "" for at."""
        edge = grammar().edge_of(self.words)
        return "" if (self.ends or self.kind in _LASTING) and edge in ("since", "until") else edge


# -- finding -------------------------------------------------------------------------------


def find_dates(text: str, start: int, end: int) -> list[Expression]:
    """The date expressions between two offsets, in order, without overlaps; the longest wins."""
    known = grammar()
    found = [(kind, m) for kind, m in known.matches(text, start, end)]
    taken: list[Expression] = []
    for kind, m in sorted(found, key=lambda f: (f[1].start() - f[1].end(), f[1].start())):
        if all(m.end() <= t.start or t.end <= m.start() for t in taken):
            parts = {name: part for name, part in m.groupdict().items() if part}
            taken.append(Expression(m.start(), m.end(), m.group(), kind, parts))
    dates, floor = [], start
    for expression in sorted(taken, key=lambda e: e.start):
        if expression.kind not in _NOT_DATES and not (expression.kind == "tens" and _WEATHER.search(text, start, end)):
            dates.append(_led(text, expression, start, floor, end))
        floor = expression.end
    return _joined(text, dates)


def _led(text: str, expression: Expression, sentence: int, floor: int, end: int) -> Expression:
    """The expression with what leads it in ("no later than the"), and the text around it."""
    led = grammar().opening.match(expression.words)
    start = expression.start if led and led.group() else grammar().lead_of(text, expression.start, floor)
    return replace(
        expression,
        start=start,
        words=text[start : expression.end],
        before=text[max(sentence, start - _SENTENCE_LENGTH) : start],
        after=text[expression.end : min(end, expression.end + _CLAUSE_LENGTH)],
    )


def _joined(text: str, found: Sequence[Expression]) -> list[Expression]:
    """Two expressions that are one: the ends of a stretch, or a count and the day that it counts from."""
    joined: list[Expression] = []
    for expression in found:
        one = _pair(text, joined[-1], expression) if joined else None
        if one is None:
            if joined:
                joined[-1] = _sharing(text, joined[-1], expression)
            joined.append(expression)
        else:
            joined[-1] = one
    return joined


def _sharing(text: str, first: Expression, second: Expression) -> Expression:
    """“on 3 March and 5 April 2021": a year said once, at the end, is the year of both."""
    alike = first.kind == second.kind and first.kind in ("day", "month")
    if (
        alike
        and "year" in second.parts
        and not {"year", "which"} & first.parts.keys()
        and _LISTED.fullmatch(text, first.end, second.start)
    ):
        return replace(first, parts={**first.parts, "year": second.parts["year"]})
    return first


def _pair(text: str, first: Expression, second: Expression) -> Expression | None:
    between = text[first.end : second.start]
    if (
        between.isspace()
        and first.kind in ("counted", "next day")
        and first.parts["step"].lower() in ("after", "before")
    ):
        whole = replace(first, end=second.end, words=text[first.start : second.end])
        return None if second.anchored or second.edge else replace(whole, base=second)
    lead = text[second.start : second.end].split(maxsplit=1)[0].lower()
    if lead in ("to", "until", "till", "through"):  # what leads the second in is what joins them
        between += text[second.start : second.start + len(lead) + 1]
    alike = _ENDS.get(first.kind, 0) == _ENDS.get(second.kind, -1) and not first.ends
    ranged = _TO.fullmatch(between) or (_AND.fullmatch(between) and first.words.lower().startswith("between "))
    if not alike or not ranged or (between.strip() in "-–—" and first.kind != second.kind):
        return None
    words = text[first.start : second.end]
    return Expression(
        first.start, second.end, words, "stretch", {}, before=first.before, after=second.after, ends=(first, second)
    )


# -- values --------------------------------------------------------------------------------


def resolve(expression: Expression, when: When) -> DateClaim | None:
    """The date an expression names, or None where its context does not tell."""
    if when.ahead is None:
        when = replace(when, ahead=looks_ahead(expression.before, expression.after))
    try:
        claim = _value(expression, when)
    except (ValueError, OverflowError):  # 31 February
        return None
    if claim is None:
        return None
    return replace(claim, words=expression.words)


def read_dates(text: str, published: date | None) -> list[tuple[Expression, DateClaim | None]]:
    """All date expressions of a text with what they name, read without knowing what happened: from the day of writing,
    and what counts from another date from the last one before it.
    """
    written, habits, found = day_of_writing(text, published), habits_of("", text), find_dates(text, 0, len(text))
    dated: list[tuple[Expression, DateClaim | None]] = []
    for expression in found:
        anchor = next((c for e, c in reversed(dated) if c is not None and _anchors(e, c, expression)), None)
        dated.append((expression, resolve(expression, When(written, anchor, habits=habits))))
    return dated


def _anchors(other: Expression, claim: DateClaim, expression: Expression) -> bool:
    """A day is what most expressions count from; "the following year" counts from any date."""
    return not other.anchored and claim.earliest is not None and (expression.whole or claim.earliest == claim.latest)


def happened(expression: Expression, claim: DateClaim) -> DateClaim:
    """When something happened that the text dates so: "by 2015" is 2015 or before, "after 3 May" some day from then on."""
    match expression.edge:
        case "by":
            return days.at_or_before(claim)
        case "before":
            return days.at_or_before(_next_to(claim, -1))
        case "after":
            return days.at_or_after(_next_to(claim, 1))
        case "about":
            return days.about(claim)
    return claim


def _next_to(claim: DateClaim, step: int) -> DateClaim:
    """The day before or after a day; a longer time itself, because "before May" may be said of what May began with."""
    if claim.earliest is None or claim.earliest != claim.latest:
        return claim
    return replace(days.day_claim(claim.earliest + timedelta(days=step), claim.basis), words=claim.words)


def _value(expression: Expression, when: When) -> DateClaim | None:
    if expression.ends:
        return _stretch(*expression.ends, when)
    if expression.base is not None:
        when = replace(when, anchor=resolve(expression.base, when))
    return VALUES[expression.kind](expression.parts, when)


def _stretch(first: Expression, last: Expression, when: When) -> DateClaim | None:
    """From one date to another; a year said once holds for both."""
    if first.kind == last.kind == "weekday":
        return _weekdays(first, last, when)
    if "year" in last.parts and "year" not in first.parts and "month" in first.parts:
        end = _value(last, when)
        start = _in_year(first, int(last.parts["year"]), when)
        if start and end and start.earliest and end.latest and start.earliest > end.latest:
            start = _in_year(first, int(last.parts["year"]) - 1, when)
    elif when.ahead and "year" not in first.parts and "month" in first.parts:
        end = _value(last, when)  # a stretch that has begun may still lie ahead
        start = _in_year(first, end.latest.year, when) if end and end.latest else _value(first, when)
        if start and end and start.earliest and end.latest and start.earliest > end.latest:
            start = _in_year(first, end.latest.year - 1, when)
    else:
        start = _value(first, when)
        end = _value(last, when)
        if start and start.earliest and "year" not in last.parts and "month" in last.parts:
            end = _in_year(last, start.earliest.year, when)
            if end and end.latest and end.latest < start.earliest:
                end = _in_year(last, start.earliest.year + 1, when)
    if start is None or end is None:
        return None
    claim = days.span_claim(start, end)
    named = "year" in first.parts or "year" in last.parts
    return replace(claim, basis="explicit" if named else start.basis) if claim else None


def _in_year(expression: Expression, year: int, when: When) -> DateClaim | None:
    return _value(replace(expression, parts={**expression.parts, "year": str(year)}), when)


def _weekdays(first: Expression, last: Expression, when: When) -> DateClaim | None:
    """Thursday to Saturday: the last such days, or the coming ones if the verb looks ahead."""
    start, end = _value(first, when), _value(last, when)
    if start is None or end is None or start.earliest is None or end.earliest is None:
        return None
    if when.ahead:
        return days.lasting(start.earliest, _fall(end.earliest, start.earliest), "relative")
    return days.lasting(
        end.earliest - timedelta(days=(end.earliest - start.earliest).days % 7), end.earliest, "relative"
    )


def _fall(day: date, after: date) -> date:
    """The same weekday on or after a day."""
    return after + timedelta(days=(day - after).days % 7)


# -- what is counted from ------------------------------------------------------------------

_AHEAD = re.compile(
    r"\b(?:will|shall|would|won['’]t|(?:is|are|be|being) (?:\w+ )?(?:due|set|expected|scheduled|planned|slated|going|poised)\b"
    r"|(?:is|are) (?:also |now |then )?to (?=[a-z])|to be|expected|scheduled|planned|upcoming|forthcoming|tomorrow|deadline"
    r"|(?:next|coming) (?:week|month|year|weekend|season|\w+day)"
    r"|(?:plan|hope|intend|aim|seek|want|wish|agree|pledg|promis|vow|prepar|commit)(?:s|es|d|ed|e|ing|ted)? to (?=[a-z]))\b|['’]ll\b",
    re.I,
)
_BACK = re.compile(r"\b(?:was|were|had|did|has|have|been|ago|last|yesterday|\w{2,}ed|took|held|met|said|told|began|went|came|won|left|made|gave)\b", re.I)  # fmt: skip
_PASSIVE = re.compile(r"^\W*(?:\w+\W+){0,2}?be(?:\W+\w+){1,2}|^\W*\w+(?:\W+\w+)?\b")
_SENTENCE = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z\"“])|\n")


def looks_ahead(before: str, after: str) -> bool | None:
    """Whether the words around a date speak of the future; None where they do not tell.

    The last sign before the date decides; of a clause that begins with the date, the first sign behind it. A participle
    belongs to its auxiliary ("will be opened in May").
    """
    clause = _SENTENCE.split(before)[-1].rpartition(";")[2]
    signs = list(_AHEAD.finditer(clause))
    if signs:
        rest = _PASSIVE.sub("", clause[signs[-1].end() :], count=1)
        return not _BACK.search(rest)
    if _BACK.search(clause):
        return False
    coming = _SENTENCE.split(after)[0].partition(";")[0]
    ahead, back = _AHEAD.search(coming), _BACK.search(coming)
    if ahead and (back is None or ahead.start() < back.start()):
        return True
    return False if back else None


_NEAR = timedelta(days=7)


def day_of_writing(text: str, published: date | None) -> date | None:
    """The day that "today" means: that of the article's dateline ("GENEVA, 3 March –", or a date on a line of its own at
    the top) if it has one close to publication, else the day of publication.
    """
    top = text[:300]
    for expression in find_dates(top, 0, len(top)):
        if expression.kind not in ("day", "numeric day", "iso day") or expression.edge:
            continue
        claim = resolve(expression, When(published, ahead=False))
        if claim is None or claim.earliest is None or claim.earliest != claim.latest or not _dateline(top, expression):
            continue
        if published is None or abs(claim.earliest - published) <= _NEAR:
            return claim.earliest
    return published


def _dateline(top: str, expression: Expression) -> bool:
    """A date alone on its line, or behind a place at the very beginning and before a dash."""
    line = top.rfind("\n", 0, expression.start) + 1
    before, after = top[line : expression.start].strip(), top[expression.end :].lstrip(" \t")
    if not before and (after.startswith("\n") or not after):
        return True
    places = before.strip(" ,(/–—-")
    named = places and not re.search(r"(?:^|\s)[a-z]{2,}", places.replace(" and ", " ").replace(" of ", " "))
    return bool(line == 0 or top[:line].count("\n") <= 2) and bool(named) and bool(re.match(r"\)?\s*(?:\([A-Z][\w /]*\)\s*)?(?:[–—:]|-{1,2}\s)", after))  # fmt: skip


_DOMAIN = re.compile(r"^\w+://[^/?#]*?\.([a-z]{2,})(?=[:/?#]|\Z)", re.I)
_FIGURES = re.compile(r"(?<![\d/.-])(\d\d?)([/-])(\d\d?)\2(?:1\d|20)\d\d(?!\d)")


def habits_of(url: str, text: str) -> Habits:
    """How the issuer at an address writes: by a date in the text that can be read one way only, else by its country."""
    known, domain = grammar().domains, "".join(_DOMAIN.findall(url)[:1]).lower()
    told = {int(one) > 12 for one, _, other in _FIGURES.findall(text) if (int(one) > 12) != (int(other) > 12)}
    if told:
        day_first = told.pop() if len(told) == 1 else None
    elif domain in known["month_first"]:
        day_first = False
    else:
        day_first = True if len(domain) == 2 and domain not in known["both"] | known["generic"] else None
    return Habits(day_first, domain in known["southern"])
