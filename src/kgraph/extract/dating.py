"""Which date of a sentence is an event's, beyond the one that hangs from its verb: by what stands between the two.

Everything here goes by the parse and the expressions of one sentence; what happened is not known.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from kgraph.extract import days
from kgraph.extract.clauses import Clause
from kgraph.extract.dates import Expression, When, resolve
from kgraph.extract.parse import Parse
from kgraph.extract.words import words
from kgraph.model import DateClaim

_HELD, _BEGUN, _ENDED = words("dating", "held"), words("dating", "begun"), words("dating", "ended")
_SIDELINES = words("dating", "sidelines")
_TERMS = words("dating", "terms")
_ANNIVERSARIES = words("dating", "anniversaries")
_LENGTH = re.compile(r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})(?:-day\b|\s+days\s+of\b)", re.I)
_FORTNIGHT = timedelta(days=14)
_MAIN_LINE = timedelta(days=31)
_PART = re.compile(r"\b(?:morning|afternoon|evening|night)\b", re.I)


def governor(parse: Parse, inside: range, predicates: Container[int]) -> int | None:
    """The nearest predicate above the tokens of a date expression; of one that opens its sentence ("Later in the day she
    left"), which parsers take for the head of what follows, the predicate below it.
    """
    top = next((t for t in inside if parse.heads[t] not in inside or parse.heads[t] == t), inside.start)
    for token in (top, *parse.ancestors(top)):
        if token in predicates and token not in inside:
            return token
    below = (t for t in range(inside.stop, len(parse)) if parse.heads[t] in inside and parse.deps[t] == "relcl")
    relative = ("WDT", "WP", "WRB")
    return next(
        (t for t in below if t in predicates and not any(parse.tags[c] in relative for c in parse.children[t])), None
    )


def of_another(parse: Parse, inside: range, predicates: Container[int]) -> bool:
    """“X, director since 2019, visited", "for a term from 2025", "on the eve of the summit on 4 May", "first time since
    2012": a date that is of the apposition, the term, the summit, the last time, and of no predicate.
    """
    date = inside.start
    if parse.words[date].lower() == "since" and parse.lemmas[parse.heads[date]] == "time":
        return True
    for token in (t for t in parse.ancestors(date) if t not in inside):
        if token in predicates:
            return False
        if parse.lemmas[token] in _TERMS or parse.words[token].lower() == "since":
            return True
        if parse.deps[token] == "appos" and token < date and "," not in parse.words[token:date]:
            return True
    return False


def held(parse: Parse, event: int, governor: int | None) -> bool:
    """“the forum, held in Lyon on 3 May", "her visit to Rome, which began on Monday": a participle or relative clause that
    says no more of the event's noun than that it took place has the event's date.
    """
    if governor is None or governor == event or parse.lemmas[governor] not in _HELD | _BEGUN | _ENDED:
        return False
    if parse.tags[governor] == "VBN" and event in (governor - 1, governor - 2) and parse.words[governor - 1] in (",", parse.words[event]):  # fmt: skip
        return True
    noun = parse.heads[governor]
    while (
        parse.tags[noun].startswith("NNP") and parse.deps[noun] == "pobj" and noun != event
    ):  # of the visit, not of Rome
        noun = parse.heads[parse.heads[noun]]
    return noun == event and parse.deps[governor] in ("acl", "relcl")


def aside(parse: Parse, governor: int | None) -> bool:
    """“the hall, opened on 3 May": a date in a clause about a noun is not what the report goes on from."""
    while governor is not None and parse.deps[governor] == "conj":
        governor = parse.heads[governor]
    return governor is not None and parse.deps[governor] in ("acl", "relcl")


def remembered(parse: Parse, event: int) -> bool:
    """“the 30th anniversary of the landing", "five years since the launch", "five years after it was launched"."""
    above = [event, *parse.ancestors(event)]
    for token, head in pairwise(above):
        if parse.lemmas[head] in _ANNIVERSARIES:
            return True
        spoken = parse.words[head].lower() if parse.deps[token] == "pobj" else ""
        marks = {parse.words[c].lower() for c in parse.kids(token, "mark")} if parse.tags[token][:2] == "VB" else set()
        if spoken in ("after", "since") or marks & {"after", "since"}:
            edge = parse.left_edge(token)
            return any(parse.lemmas[t] in ("year", "decade", "century") for t in range(max(0, edge - 3), edge + 1))
        if parse.tags[head][:2] == "VB" and parse.tags[token][:2] == "VB":
            return False
    return False


def where_clause(parse: Parse, predicate: int) -> bool:
    """“to Rome, where she met the Mayor": it happened when she went there."""
    return parse.deps[predicate] == "relcl" and any(
        parse.words[c].lower() == "where" for c in parse.children[predicate]
    )


def when_clause(parse: Parse, event: int, inside: range) -> bool:
    """“until August, when she left": a clause that hangs from the date it happened on."""
    hangs = parse.deps[event] in ("relcl", "advcl", "acl") and parse.heads[event] in inside
    return hangs and any(parse.words[c].lower() == "when" for c in parse.children[event])


def stretched(claim: DateClaim, sentence: str, verb: str) -> DateClaim:
    """“The two-day summit ended on Saturday": the day on which something began or ended, and how long it is said to have
    lasted, are from when to when it lasted.
    """
    length = _LENGTH.search(sentence)
    if length is None or claim.earliest is None or claim.earliest != claim.latest or verb not in _BEGUN | _ENDED:
        return claim
    more = timedelta(days=days.number(length["n"]) - 1)
    first, last = (claim.earliest - more, claim.earliest) if verb in _ENDED else (claim.earliest, claim.earliest + more)
    return replace(days.lasting(first, last, claim.basis), words=claim.words)


def counted_to(parse: Parse, event: int, expressions: Sequence[Expression], when: When) -> DateClaim | None:
    """“landed on 20 August, seven months after its launch": of the launch, the same count back from the landing's date."""
    for counted in expressions:
        step = counted.parts.get("step", "").lower()
        if not counted.anchored or step not in ("after", "before"):
            continue
        link = next((t for t in parse.children[event] if _at(parse, t, counted)), parse.heads[event])
        other = parse.heads[event] if link in parse.children[event] else parse.heads[link]
        if not _at(parse, link, counted) or other == event:
            continue
        claims = (
            resolve(e, when)
            for e in expressions
            if not e.anchored and e.end <= counted.start and _under(parse, e, other)
        )
        day = next((c for c in claims if c is not None and c.earliest is not None), None)
        if day is None:
            return None
        back = {**counted.parts, "step": "earlier" if step == "after" else "later"}
        return resolve(replace(counted, parts=back), replace(when, anchor=day))
    return None


def course(parse: Parse, clause: Clause) -> Iterator[int]:
    """What a clause's own words say it happened in the course of: "during the visit", "on the sidelines of the summit"."""
    for function in ("after", "following", "during", "at", "alongside"):
        yield from clause.tokens(function)
    for noun in (t for f in ("on", "in", "at", "within") for t in clause.tokens(f) if parse.lemmas[t] in _SIDELINES):
        yield from (o for p in parse.kids(noun, "prep") for o in parse.kids(p, "pobj"))


def in_the_course(occasion: DateClaim) -> DateClaim | None:
    """When something was that was done at an occasion: on its day, or on one of its days if it lasted no longer than
    a fortnight.
    """
    first, last = occasion.earliest, occasion.latest
    if first is None or last is None or last - first > _FORTNIGHT:
        return None
    found = replace(occasion, basis="anchored")
    return found if first == last else replace(days.between(first, last, "anchored"), words=occasion.words)


def is_counted(expressions: Iterable[Expression], noun: int) -> bool:
    """“ten days after the launch": a noun (its first character) that something is counted from is not when it was."""
    return any(
        e.anchored and e.words.lower().endswith(("after", "before")) and 0 < noun - e.end < 24 for e in expressions
    )


def _at(parse: Parse, token: int, expression: Expression) -> bool:
    """True for the last word of an expression: the "after" of "seven months after"."""
    return expression.start <= parse.starts[token] and parse.ends[token] == expression.end


def _under(parse: Parse, expression: Expression, predicate: int) -> bool:
    """True if an expression hangs from a predicate without another verb between."""
    tokens = [t for t in range(len(parse)) if expression.start <= parse.starts[t] < expression.end]
    top = next((t for t in tokens if parse.heads[t] not in tokens), -1)
    return top >= 0 and parse.heads[top] == predicate


def counted_from(expression: Expression, before: Iterable[tuple[int, DateClaim]], sentence: int, published: date | None) -> DateClaim | None:  # fmt: skip
    """The date that "the same day" counts from: of those named before it, as (character, claim), the last one of its
    sentence; else the last one close to publication, because a report's thread runs there and older days are asides.
    "At the end of the evening" goes on from an evening.
    """
    fits = [(at, c) for at, c in sorted(before, key=lambda b: b[0]) if expression.whole or c.earliest == c.latest]
    fits = [(at, c) for at, c in fits if c.earliest is not None]
    here = [c for at, c in fits if at >= sentence]
    near = [c for _, c in fits if published and c.earliest and abs(published - c.earliest) <= _MAIN_LINE]
    found = here or (near if expression.kind == "same day" or not expression.whole else []) or [c for _, c in fits]
    part = _PART.search(expression.words)
    alike = [c for c in found if part and part.group().lower() in c.words.lower()]
    return (alike or found)[-1] if found else None


def meant(told: Sequence[tuple[DateClaim, Container[int]]], things: Iterable[int]) -> DateClaim | None:
    """The date of the event that a noun takes up ("after the launch"): of several, one of the things (numbers) that it is
    about, if that leaves one day.
    """
    about = {c for c, who in told if any(n in who for n in things)}
    days_left = {c.edtf: c for c in (about or {c for c, _ in told})}
    return next(iter(days_left.values())) if len(days_left) == 1 else None
