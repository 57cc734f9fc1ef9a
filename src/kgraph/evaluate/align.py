"""Bringing two readings of one article together: names, texts, and which item is which."""

from __future__ import annotations

import bisect
import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from kgraph.evaluate.annotations import Document, Entity, Extent, Words

_STOP = frozenset(["the", "a", "an", "of", "for", "to", "and", "in", "at", "on", "s", "his", "her", "its"])
_NOWHERE = -2
G = TypeVar("G")
P = TypeVar("P")
Token = tuple[str, int, int]


def norm(text: str | None) -> str:
    """Letters and digits only, without case, accents, a leading article and possessives."""
    text = _plain((text or "").replace("’", "'"))
    text = re.sub(r"^(the|a|an)\s+", "", re.sub(r"'s\b", "", text))
    return re.sub(r"[\W_]+", "", text)


def content(text: str | None) -> set[str]:
    """The words that carry meaning, without case, accents and plural endings."""
    return {re.sub(r"(ies|es|s)$", "", w) for w in re.findall(r"\w+", _plain(text or ""))} - _STOP


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).lower()
    return "".join(c for c in folded if not unicodedata.combining(c))


def alike(a: str | None, b: str | None) -> bool:
    """Positions agree: half of their words (Dice), or one holds all words of the other."""
    first, second = content(a), content(b)
    if not first or not second:
        return norm(a) == norm(b) != ""
    shared = len(first & second)
    close = 2 * shared / (len(first) + len(second)) >= 0.5
    return bool(shared) and (close or first <= second or second <= first)


def overlap(a: Extent, b: Extent) -> bool:
    """They share a character."""
    return a[0] < b[1] and b[0] < a[1]


def tokens(text: str) -> list[Token]:
    """Words with their offsets."""
    return [(m.group(), m.start(), m.end()) for m in re.finditer(r"\w+", text)]


def common_words(a: Sequence[Token], b: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Pairs of indices of words that stand in both, in order."""
    matcher = difflib.SequenceMatcher(None, [t[0] for t in a], [t[0] for t in b], autojunk=False)
    for start, other, length in matcher.get_matching_blocks():
        yield from ((start + k, other + k) for k in range(length))


def kept_words(raw: str, text: str) -> list[tuple[int, bool]]:
    """For each word of a page: its length, and whether the text keeps it."""
    page = tokens(raw)
    kept = {i for i, _ in common_words(page, tokens(text))}
    return [(end - start, i in kept) for i, (_, start, end) in enumerate(page)]


def carried_over(predicted: Document, text: str) -> Document:
    """The prediction with every offset counting in another text of the same article; words that it
    does not have get offsets that can match nothing.
    """
    if predicted.text == text:
        return predicted
    move = _Mapper(predicted.text, text)
    evidence: Callable[[tuple[Extent, ...]], tuple[Extent, ...]] = lambda spans: tuple(move(*s) for s in spans)  # noqa: E731
    return replace(
        predicted,
        entities=tuple(replace(e, mentions=tuple(move.words(m) for m in e.mentions)) for e in predicted.entities),
        roles=tuple(replace(r, evidence=evidence(r.evidence)) for r in predicted.roles),
        relations=tuple(replace(r, evidence=evidence(r.evidence)) for r in predicted.relations),
        statements=tuple(replace(s, evidence=evidence(s.evidence)) for s in predicted.statements),
        events=tuple(
            replace(e, trigger=move.words(e.trigger) if e.trigger else None, evidence=evidence(e.evidence))
            for e in predicted.events
        ),
    )


class _Mapper:
    """Offsets in one text to offsets in another, by word alignment."""

    def __init__(self, source: str, target: str) -> None:
        self.source = tokens(source)
        self.starts = [t[1] for t in self.source]
        goal = tokens(target)
        self.to = {i: goal[j] for i, j in common_words(self.source, goal)}

    def words(self, words: Words) -> Words:
        start, end = self(words.start, words.end)
        return replace(words, start=start, end=end)

    def __call__(self, start: int, end: int) -> Extent:
        first = max(0, bisect.bisect_right(self.starts, start) - 1)
        inside = [k for k in range(first, len(self.source)) if self.source[k][1] < end and self.source[k][2] > start]
        known = [k for k in inside if k in self.to]
        if not known:
            return _NOWHERE - start, _NOWHERE + 1 - start
        a, b = known[0], known[-1]
        return self.to[a][1] + max(0, start - self.source[a][1]), self.to[b][2] - max(0, self.source[b][2] - end)


def pair(gold: Sequence[G], predicted: Sequence[P], score: Callable[[G, P], float]) -> dict[int, int]:
    """Predicted index to gold index, one to one, best scores first; 0 is no match."""
    scored = ((score(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(predicted))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted((s for s in scored if s[0]), reverse=True):
        if -j not in found and -i not in used:
            found[-j] = -i
            used.add(-i)
    return found


def pair_entities(gold: Sequence[Entity], predicted: Sequence[Entity]) -> dict[int, int]:
    """Predicted index to gold index by shared mentions: exact ones and names count more, an equal
    type breaks ties; by names where a side has no mentions.
    """
    return pair(gold, predicted, _shared)


def _shared(a: Entity, b: Entity) -> float:
    if a.mentions and b.mentions:
        score: float = sum(_weight(x, y) for x in a.mentions for y in b.mentions if overlap(x.extent, y.extent))
    else:
        score = 3 * len(_names(a) & _names(b))
    return score * 1.5 if a.type == b.type else score


def _weight(gold: Words, predicted: Words) -> int:
    if gold.extent == predicted.extent:
        return 6 if gold.kind == "name" else 3
    return 2 if gold.kind == "name" else 1


def _names(entity: Entity) -> set[str]:
    mentions = {norm(m.text) for m in entity.mentions if m.kind == "name"}
    return (mentions | {norm(entity.name)} | {norm(a) for a in entity.aliases}) - {""}
