"""What people hope for, plan, deny or propose: happenings that are no events.

A proposal comes from a frame on a clause that reports nothing as having happened, or from
wording for something that is only ever proposed (cooperation). It belongs to the statement that
voices it, if there is one; else it stands in the article's own voice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgraph.extract.clauses import AGENT, PATIENT
from kgraph.extract.context import BODIES, COUNTRY, PERSON, TEAM
from kgraph.extract.events import Event
from kgraph.extract.parse import Parse
from kgraph.extract.speech import Statement
from kgraph.model import DateClaim

if TYPE_CHECKING:
    from kgraph.extract.article import Reading

_OPEN = frozenset(("kg:hopes", "kg:plans", "kg:denies", "kg:proposes"))
_PARTIES = (PERSON, *BODIES, COUNTRY, TEAM)
_COOPERATION = frozenset(
    ["cooperation", "co-operation", "collaboration", "cooperate", "co-operate", "collaborate", "partnership"]
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A happening of class ``cls`` that is not reported to have happened."""

    cls: str
    token: int
    participants: tuple[int, ...]
    place: int | None
    date: DateClaim | None
    modality: str
    rule: str
    statement: Statement | None = None


def proposals(reading: Reading) -> list[Proposal]:
    """The proposals of an article, in text order, each with the statement that voices it."""
    found = [_of_event(e) for e in reading.events if e.modality]
    found = [replace(p, statement=_voiced(p.token, reading)) for p in found]
    for statement in reading.statements:
        voiced = any(p.statement is statement for p in found)
        if statement.modality in _OPEN and not voiced and (made := _cooperation(statement, reading)) is not None:
            found.append(made)
    return sorted((p for p in found if p.participants or p.statement), key=lambda p: (p.token, p.cls))


def _of_event(event: Event) -> Proposal:
    agents = tuple(dict.fromkeys(n for r, n, _ in event.arguments if r != "kg:place"))
    place = next(iter(event.fillers("kg:place")), None)
    return Proposal(event.cls, event.token, agents, place, event.date, f"kg:{event.modality}", event.frame)


def _voiced(token: int, reading: Reading) -> Statement | None:
    """The statement in whose content a token lies, or else the open one of its sentence."""
    sentence = reading.parse.sentence_of[token]
    here = [s for s in reading.statements if s.sentence == sentence and s.modality in _OPEN]
    above = {token, *reading.parse.ancestors(token)}
    return next((s for s in here if s.content in above or s.token in above), None)


def _cooperation(statement: Statement, reading: Reading) -> Proposal | None:
    parse = reading.parse
    root = statement.content if statement.content is not None else statement.token
    words = [t for t in parse.subtree(root) if parse.lemmas[t] in _COOPERATION]
    if not words:
        return None
    parties = dict.fromkeys(_parties(parse, reading, root, words[0]))
    return Proposal(
        "kg:Cooperation", words[0], tuple(parties), None, None, statement.modality, "cooperation", statement
    )


def _parties(parse: Parse, reading: Reading, root: int, noun: int) -> Iterable[int]:
    """Who would cooperate: the clause's agents, and whom "with" and "between" name."""
    for clause in reading.clauses:
        if clause.token not in (root, noun):
            continue
        for function in (AGENT, "with", "between", PATIENT):
            yield from _things(reading, clause.tokens(function))
    for prep in parse.kids(noun, "prep"):
        if parse.words[prep] in ("with", "between"):
            for inner in parse.kids(prep, "pobj"):
                yield from _things(reading, [inner, *parse.kids(inner, "conj")])


def _things(reading: Reading, tokens: Iterable[int]) -> Iterable[int]:
    parse = reading.parse
    for token in tokens:
        inner = [o for p in parse.kids(token, "prep") if parse.words[p] == "of" for o in parse.kids(p, "pobj")]
        for t in (token, *inner):
            yield from (x.number for x in reading.things.of(t) if x.cls in _PARTIES)
