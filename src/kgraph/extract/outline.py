"""Clauses written out for people: what the grammar layer sees of a sentence, in words instead of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from kgraph.extract.clauses import Clause, clauses_of
from kgraph.extract.parse import Parse

# What hangs from a noun and is no part of the phrase that names an argument.
_BESIDE = frozenset(("conj", "cc", "relcl", "acl", "appos", "punct", "advcl", "preconj", "dep"))
_OTHER_CLAUSES = frozenset(("ccomp", "xcomp", "advcl", "relcl", "parataxis", "csubj", "punct"))
_ROW = re.compile(r"^\| (?P<sentence>[^|]+) \|(?P<clauses>[^|]*)\|$", re.MULTILINE)
_HEADER = ("sentence", "---")


@dataclass(frozen=True, slots=True)
class Outline:
    """One clause in words.

    ``predicate`` is the lemma with its particle, ``light`` the light verb of an event noun or "".
    ``arguments`` map functions to phrases. ``polarity`` is positive or negative, ``modality`` ""
    where the clause reports what happened. ``attribution`` are the speaker and the verb of saying,
    or "". ``start`` and ``end`` are character offsets of ``words``, the clause without those
    inside it.
    """

    predicate: str
    light: str
    arguments: dict[str, tuple[str, ...]]
    polarity: str
    modality: str
    tense: str
    attribution: str
    start: int
    end: int
    words: str

    def as_json(self) -> dict[str, object]:
        """The fields by name."""
        return asdict(self)

    def line(self) -> str:
        """The clause as one line: ``Ana said: hopes: visit(agent: Ana; patient: Lyon)``."""
        arguments = "; ".join(f"{f}: {' + '.join(ts)}" for f, ts in self.arguments.items())
        said = f"{self.attribution}: " if self.attribution else ""
        stance = "not: " if self.polarity == "negative" else f"{self.modality}: " if self.modality else ""
        ahead = "will: " if self.tense == "future" and not stance else ""
        return f"{said}{stance}{ahead}{self.predicate}({arguments})"


def outlines(parse: Parse, event_nouns: frozenset[str]) -> list[Outline]:
    """The clauses of a text in words; a light verb is shown with its noun and not by itself."""
    found = [c for n in range(len(parse.sentences)) for c in clauses_of(parse, n, event_nouns)]
    light = {c.light for c in found if c.light is not None}
    by_token = {c.token: c for c in found}
    return [_outline(parse, c, by_token) for c in found if c.noun or c.token not in light]


def filled(page: str, clauses_in: Callable[[str], Iterable[Outline]]) -> str:
    """A Markdown page whose two-column tables have a sentence on the left, with its clauses on the right."""

    def row(match: re.Match[str]) -> str:
        sentence = match["sentence"].strip()
        if sentence.startswith(_HEADER):
            return match[0]
        lines = "<br>".join(f"`{outline.line()}`" for outline in clauses_in(sentence))
        return f"| {sentence} | {lines} |"

    return _ROW.sub(row, page)


def _outline(parse: Parse, clause: Clause, by_token: dict[int, Clause]) -> Outline:
    first, last = _extent(parse, clause)
    return Outline(
        predicate=clause.lemma,
        light=parse.lemmas[clause.light] if clause.light is not None else "",
        arguments={f: tuple(_phrase(parse, t) for t in ts) for f, ts in clause.arguments.items()},
        polarity="negative" if clause.modality == "denies" else "positive",
        modality="" if clause.modality == "denies" else clause.modality,
        tense=clause.tense,
        attribution=_attribution(parse, clause, by_token),
        start=parse.starts[first],
        end=parse.ends[last],
        words=" ".join(parse.slice(first, last + 1).split()),
    )


def _phrase(parse: Parse, token: int) -> str:
    """The words of an argument: its noun with what stands before it and its of-phrases."""

    def beside(child: int) -> bool:
        dep = parse.deps[child]
        if dep == "case":  # the 's of "Ana Vela's visit" stays, that of the owner alone does not
            return parse.heads[child] == token
        return dep in _BESIDE or (dep == "prep" and parse.words[child].lower() != "of")

    inside = parse.subtree(token, beside)
    said = [t for t in inside if not parse.words[t].isspace()]
    pairs = zip(said, [*said[1:], said[-1]], strict=True)
    return "".join(parse.words[t] + " " * (parse.ends[t] < parse.starts[n]) for t, n in pairs)


def _extent(parse: Parse, clause: Clause) -> tuple[int, int]:
    """First and last token of a clause without the clauses inside and beside it."""
    top = clause.light if clause.light is not None else clause.token

    def other(child: int) -> bool:
        dep = parse.deps[child]
        return dep in _OTHER_CLAUSES or (dep in ("conj", "cc") and child > top and parse.heads[child] == top)

    inside = [t for t in parse.subtree(top, other) if not parse.words[t].isspace()]
    return inside[0], inside[-1]


def _attribution(parse: Parse, clause: Clause, by_token: dict[int, Clause]) -> str:
    """Who says the clause, and with which verb."""
    if clause.speaker_verb is None:
        return ""
    saying = by_token.get(clause.speaker_verb)
    speakers = saying.tokens("agent") if saying is not None else ()
    who = " + ".join(_phrase(parse, t) for t in speakers)
    return f"{who} {parse.words[clause.speaker_verb]}".strip()
