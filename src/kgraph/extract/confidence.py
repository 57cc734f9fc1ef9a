"""How sure a fact is, from what it rests on.

The numbers are shares of facts supported that way that were right on the evaluation data, see
``docs/quality.md``; they order facts and are no probabilities of a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kgraph.extract.events import Event
from kgraph.extract.speech import Statement
from kgraph.extract.things import Things

_NAMES = {
    "gazetteer": 0.97, "title": 0.96, "letters": 0.97, "head": 0.95, "office before": 0.95, "noun before": 0.94, "head after": 0.93,
    "given name": 0.92, "called": 0.9, "team's name": 0.9, "inside": 0.92, "owned": 0.9, "apposition": 0.88, "city": 0.88,
    "part of a name": 0.9, "elsewhere": 0.88, "as before": 0.8, "verb": 0.8, "preposition": 0.78, "like a person": 0.75,
    "number": 0.9, "model": 0.66, "acronym": 0.7, "unnamed team": 0.8,
}  # fmt: skip
_RELATIONS = {
    "brackets": 0.97,
    "embassy's name": 0.95,
    "same name": 0.85,
    "demonym": 0.9,
    "envoy": 0.9,
    "of": 0.85,
    "in": 0.8,
    "verb": 0.85,
    "possessor": 0.85,
    "award event": 0.85,
    "place, place": 0.85,
}
_ROLES = {
    "title": 0.92,
    "apposition": 0.9,
    "copula": 0.88,
    "as": 0.85,
    "coordination": 0.7,
    "list": 0.75,
    "appointment": 0.85,
    "departure": 0.8,
}


def of_name(rules: Iterable[str]) -> float:
    """Of what a thing is and is called: its best evidence."""
    return max((_NAMES.get(r, 0.7) for r in rules), default=0.7)


def of_relation(rule: str) -> float:
    """Of a standing relation, by the rule that read it."""
    return _RELATIONS.get(rule, 0.75)


def of_role(rule: str) -> float:
    """Of a role, by how office and holder are tied."""
    return _ROLES.get(rule, 0.75)


def of_seat(rule: str) -> float:
    """Of the body in which an office is held, which the text often leaves to the reader."""
    return of_role(rule) * 0.9


def of_event(event: Event) -> float:
    """Of an event: verbs tell more surely than nouns, and what somebody reports a little less."""
    base = 0.82 if event.clause.noun and event.clause.light is None else 0.9
    return base - (0.05 if event.clause.speaker_verb is not None else 0.0)


def of_argument(base: float, things: Things, token: int) -> float:
    """Of who fills a role: less where a pronoun or a phrase stands for the name."""
    kinds: Sequence[str] = [x.kind for t in things.of(token) for x in t.links if x.last - 1 == token]
    if "pronoun" in kinds:
        return base * 0.9
    return base * 0.8 if "nominal" in kinds else base


def of_statement(statement: Statement) -> float:
    """Of a statement, by what worded it."""
    return {"verb": 0.9, "noun": 0.92}.get(statement.rule, 0.8)
