"""A parsed text as plain lists: all that the rest of extraction knows of grammar.

The labels are those of the spaCy English models: Penn Treebank tags and ClearNLP dependencies
(https://github.com/clir/clearnlp-guidelines). spaCy itself is known to :mod:`kgraph.extract.nlp`
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of tokens the model takes for a name: ``first`` to ``last`` (exclusive), and its label."""

    first: int
    last: int
    label: str


# What a noun does in its clause; a part of a name that the parser hangs elsewhere does none of it.
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_NOMINAL = frozenset(["nsubj", "nsubjpass", "dobj", "pobj", "dative", "appos", "attr", "oprd", "conj", "poss"])


@dataclass(frozen=True, slots=True)
class Parse:
    """Tokens of a text in parallel lists; a token is its index.

    ``starts`` and ``ends`` are character offsets. ``heads[i] == i`` for a sentence's root.
    ``sentences`` are (first, last) token ranges, last exclusive; white-space tokens belong to
    them but are nobody's words.
    """

    text: str
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    ends: list[int]
    children: list[list[int]]
    sentences: list[tuple[int, int]]
    sentence_of: list[int]
    entities: list[Entity]

    lead_end: int = field(init=False, default=0)
    """The token after the first sentence that tells something: headlines without a verb and datelines come before."""
    labels: dict[int, str] = field(init=False, default_factory=dict)
    """The labels of the model's entities by token."""

    def __post_init__(self) -> None:
        finite = (n for n, (a, b) in enumerate(self.sentences) if not _FINITE.isdisjoint(self.tags[a:b]))
        lead_end = self.sentences[next(finite, 0)][1] if self.sentences else 0
        labels = {t: e.label for e in reversed(self.entities) for t in range(e.first, e.last)}
        object.__setattr__(self, "lead_end", lead_end)  # asked thousands of times an article
        object.__setattr__(self, "labels", labels)

    def __len__(self) -> int:
        return len(self.words)

    def label(self, token: int) -> str:
        """The label of the model's entity that a token is in: "PERSON", "GPE" …, or ""."""
        return self.labels.get(token, "")

    def slice(self, first: int, last: int) -> str:
        """The text of tokens ``first`` to ``last`` (exclusive)."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def sentence_span(self, number: int) -> tuple[int, int]:
        """Character offsets of a sentence without the white space around it."""
        first, last = self.sentences[number]
        while first < last and self.words[first].isspace():
            first += 1
        while last > first and self.words[last - 1].isspace():
            last -= 1
        return (self.starts[first], self.ends[last - 1]) if first < last else (0, 0)

    def kids(self, token: int, *deps: str) -> Iterator[int]:
        """A token's dependents with one of the labels, in text order."""
        return (c for c in self.children[token] if self.deps[c] in deps)

    def kid(self, token: int, *deps: str) -> int | None:
        """The first dependent with one of the labels."""
        return next(self.kids(token, *deps), None)

    def subtree(self, token: int, stop: Callable[[int], bool] = lambda _: False) -> list[int]:
        """A token and all below it, in text order; branches where ``stop`` says so are left out."""
        found, queue = [], [token]
        while queue:
            t = queue.pop()
            found.append(t)
            queue += [c for c in self.children[t] if not stop(c)]
        return sorted(found)

    def head_of(self, first: int, last: int) -> int:
        """The token of a stretch that the rest of it hangs from: "Embassy" of "Embassy in Oslo"."""
        inside = range(first, last)
        tops = [t for t in inside if self.heads[t] not in inside or self.heads[t] == t]
        own = [t for t in tops if self.deps[t] in _NOMINAL] if len(tops) > 1 else tops
        return own[-1] if len(own) == 1 else last - 1

    def left_edge(self, token: int) -> int:
        """First token of a token's subtree."""
        edge = token
        while self.children[edge] and self.children[edge][0] < edge:
            edge = self.children[edge][0]
        return edge

    def ancestors(self, token: int) -> Iterator[int]:
        """The tokens above a token, nearest first."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token


def quoted(parse: Parse) -> frozenset[int]:
    """The tokens inside quotation marks; a paragraph ends a quotation that nobody closed."""
    found: set[int] = set()
    opened: int | None = None
    for token, word in enumerate(parse.words):
        if word.isspace() and word.count("\n") > 1:
            opened = None
        elif word in ('"', "“", "”", "``", "''"):
            if opened is None or word == "“":
                opened = token
            else:
                found.update(range(opened, token + 1))
                opened = None
    return frozenset(found)
