"""Attachments that the parser gets wrong in ways that grammar alone can put right.

Each repair looks at one construction of press prose whose reading is not in doubt, and moves
nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from kgraph.extract.parse import Parse
from kgraph.extract.words import words

_DESCRIBING = words("repair", "describing")
_MADE = words("repair", "made")
_IDIOMS = frozenset([("into", "being"), ("to", "rest")])


def repaired(parse: Parse) -> Parse:
    """The parse with its known faults put right."""
    repair = _Repair(parse)
    for token in range(len(parse)):
        if parse.tags[token] == "VBN" and token > 1 and parse.words[token - 1] == ",":
            repair.participle(token)
        elif (parse.words[token - 1].lower(), parse.words[token].lower()) in _IDIOMS:
            repair.idiom(token)
    return repair.done() if repair.changed else parse


class _Repair:
    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.heads, self.deps, self.tags = list(parse.heads), list(parse.deps), list(parse.tags)
        self.changed = False

    def participle(self, token: int) -> None:
        """“gave the prize to the team, led by Dahl, in Oslo”: the team is led, and the prize was given in Oslo."""
        parse = self.parse
        by = parse.kid(token, "agent")
        if by is None:
            self._made(token)
            return
        noun = self._noun_before(token - 1)
        if noun is not None and parse.deps[token] == "advcl" and parse.lemmas[token] in _DESCRIBING:
            self._move(token, noun, "acl")
        verb = next((h for h in parse.ancestors(token) if parse.tags[h][:2] == "VB"), None)
        closed = False
        for child in parse.children[token]:
            closed = closed or (child > by + 1 and parse.words[child - 1] == ",")
            if closed and verb is not None and parse.deps[child] == "prep":
                self._move(child, verb, "prep")

    def _made(self, token: int) -> None:
        """“rest on the Treaty, signed in Lyon": what is made is the noun before the comma, not the subject."""
        noun = self._noun_before(token - 1)
        behind = token + 1 < len(self.parse) and self.parse.words[token + 1].lower() in ("in", "on", "at")
        if noun is None or not behind or self.parse.lemmas[token] not in _MADE:
            return
        inside = self.parse.heads[token] in self.parse.ancestors(noun)  # "the Society of the Kingdom, founded in"
        if self.parse.deps[token] in ("advcl", "acl") and not (inside and self.parse.deps[token] == "acl"):
            self._move(token, noun, "acl")

    def idiom(self, token: int) -> None:
        """“came to rest on the range", "was brought into being by decree": "rest" and "being" are nouns here, and
        what follows belongs to the verb before them.
        """
        verb = token - 2
        while verb > 0 and token - verb < 4 and self.parse.tags[verb][:2] != "VB":
            verb -= 1
        if self.parse.tags[token][:2] != "VB" or self.parse.lemmas[verb] not in ("come", "bring", "be"):
            return
        self.tags[token] = "NN"
        self._move(token - 1, verb, "prep")
        self._move(token, token - 1, "pobj")
        for child in self.parse.children[token]:
            if child > token:
                self._move(child, verb, self.parse.deps[child])

    def _noun_before(self, comma: int) -> int | None:
        """The head of the noun phrase that ends at a comma."""
        token = comma - 1
        return token if self.parse.tags[token][:2] == "NN" and self.parse.deps[token] != "compound" else None

    def _move(self, token: int, head: int, dep: str) -> None:
        self.heads[token], self.deps[token] = head, dep
        self.changed = True

    def done(self) -> Parse:
        children: list[list[int]] = [[] for _ in self.heads]
        for token, head in enumerate(self.heads):
            if head != token:
                children[head].append(token)
        return replace(self.parse, heads=self.heads, deps=self.deps, tags=self.tags, children=children)
