"""The wordings of dates, from ``data/dates.toml``: where in a text something says when, and in which kind of words.

A line of that table is compiled to one regular expression. Before any is tried, the words of the stretch are looked at
once, and only lines all of whose pieces and words may be there are tried: a sentence without a number, a month or a
word of the calendar costs next to nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kgraph.errors import InstallationError
from kgraph.resources import data_dir

_WORDS = re.compile(r"[a-z]+|\d+")
_PIECE = re.compile(r"\{([^}]+)\}")
_LONGEST_LEAD = 48
_COMMON = frozenset(
    [
        "a",
        "after",
        "all",
        "at",
        "before",
        "from",
        "in",
        "last",
        "later",
        "next",
        "of",
        "on",
        "s",
        "same",
        "that",
        "the",
        "this",
        "to",
        "#number",
    ]
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One line of the table: the function that gives its value, its pattern, and the signs without which it cannot be
    there: of each set at least one.
    """

    kind: str
    pattern: re.Pattern[str]
    signs: tuple[frozenset[str], ...]
    example: str
    value: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """The whole table: wordings, what may stand before them, how a lead's last word ties what is dated to the date,
    the rules of holidays, the days that have names, and what internet domains tell.
    """

    wordings: tuple[Wording, ...]
    lead: re.Pattern[str]
    opening: re.Pattern[str]
    edges: Mapping[str, str]
    edge: re.Pattern[str]
    holidays: Mapping[str, str]
    named: Mapping[str, str]
    by_sign: Mapping[str, tuple[int, ...]]
    domains: Mapping[str, frozenset[str]]

    def matches(self, text: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
        """(kind, match) of every wording between two offsets, overlapping ones too."""
        there = _signs_in(text[start:end])
        near = {number for sign in self.by_sign.keys() & there for number in self.by_sign[sign]}
        for number in sorted(near):
            wording = self.wordings[number]
            if all(not signs.isdisjoint(there) for signs in wording.signs):
                for match in wording.pattern.finditer(text, start, end):
                    yield wording.kind, match

    def lead_of(self, text: str, start: int, floor: int) -> int:
        """Where the lead of an expression begins: "no later than the", "early on the morning of"."""
        found = self.lead.search(text, max(floor, start - _LONGEST_LEAD), start)
        return found.start() if found else start

    def edge_of(self, words: str) -> str:
        """Since, until, by, before, after, about, or nothing: how what is dated lies to the date, by words before it."""
        opening = self.opening.match(words)
        found = self.edge.findall(opening.group()) if opening else []
        return self.edges[" ".join(found[-1].lower().split())] if found else ""


def _signs_in(text: str) -> set[str]:
    """The words of a text, and #day, #year, #number for its numbers."""
    there: set[str] = set()
    for word in _WORDS.findall(text.lower()):
        there.add(word)
        if word.isdigit():
            there.add("#number")
            if len(word) < 3:
                there.add("#day")
            elif len(word) == 4:
                there.add("#year")
    return there


@cache
def grammar() -> Grammar:
    """The grammar that comes with kgraph; InstallationError where a line of it cannot be read."""
    path = data_dir() / "dates.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    holidays = {name: rule for rule, names in table["holidays"].items() for name in names}
    named = {name: day for day, names in table["days"].items() for name in names}
    pieces = {**table["pieces"], "holiday": _names("holiday", holidays), "named": _names("named", named)}
    signs = {piece: frozenset(words.split()) for piece, words in table["signs"].items()}
    signs["holiday"] = frozenset(_WORDS.findall(name.lower())[-1] for name in holidays)
    wordings = []
    for line in table["dates"]:
        try:
            kind, words, example, value = line
            wordings.append(Wording(kind, _compiled(words, pieces), _signs_of(words, signs), example, value))
        except (ValueError, KeyError, re.error) as error:
            raise InstallationError(f"{path.name}: the line {line!r} cannot be read: {error}", help="kind, words, example, value; pieces are listed under [pieces]") from error  # fmt: skip
    edges = {words: edge for edge, listed in table["edges"].items() for words in listed}
    lead = "".join(rf"(?:(?:{_any(table['leads'][kind])})\s+)?" for kind in ("adverbs", "prepositions", "parts", "approximations"))  # fmt: skip
    return Grammar(
        tuple(wordings),
        re.compile(rf"(?<![\w-]){lead}\Z", re.I),
        re.compile(lead, re.I),
        edges,
        re.compile(rf"(?<![\w-])(?:{_any(edges)})(?=\s)", re.I),
        holidays,
        named,
        _by_sign(wordings),
        {kind: frozenset(names.split()) for kind, names in table["domains"].items()},
    )


def _by_sign(wordings: Sequence[Wording]) -> dict[str, tuple[int, ...]]:
    """Which wordings to think of at a sign: each at those of its signs that the fewest sentences have."""
    found: dict[str, tuple[int, ...]] = {}
    for number, wording in enumerate(wordings):
        for sign in min(wording.signs, key=lambda signs: (len(signs & _COMMON), len(signs), sorted(signs))):
            found[sign] = (*found.get(sign, ()), number)
    return found


def _names(group: str, names: Mapping[str, str]) -> str:
    words = _any(names).replace("'", "['’]")
    return rf"(?-i:(?P<{group}>{words}))(?!\w)"


def _any(words: Sequence[str] | Mapping[str, str]) -> str:
    """Alternatives, the longest first."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


def _compiled(words: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    """The pattern of a line's words: ``[x]`` may be missing, a space is white space, ``{piece}`` is a piece."""
    parts = re.split(r"(\{[^}]+\})", words)
    plain = "".join(_piece(p[1:-1], pieces) if p.startswith("{") else _plain(p) for p in parts)
    return re.compile(rf"(?<![\w-])(?<!\d[.,/]){plain}(?!\w)", re.I)


def _plain(words: str) -> str:
    return words.replace("[", "(?:").replace("]", ")?").replace(" ?", r"\s*").replace(" ", r"\s+")


def _piece(name: str, pieces: Mapping[str, str]) -> str:
    """A piece; a figure behind its name makes its part another one: ``{month2}``."""
    if name in pieces:
        return pieces[name]
    base = name.rstrip("23")
    return pieces[base].replace(f"(?P<{base}>", f"(?P<{name}>")


def _signs_of(words: str, signs: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], ...]:
    """What must be there: pieces and words that are not optional, and one of each group of alternatives."""
    bare = re.sub(r"\(\?P<\w+>", "(", words)
    while (shorter := re.sub(r"\[[^\[\]]*\]", " ", bare)) != bare:
        bare = shorter
    wanted = [signs[p.rstrip("23")] for p in _PIECE.findall(bare) if p.rstrip("23") in signs]
    bare = _PIECE.sub(" ", bare)
    for group in re.findall(r"\(([^()]*)\)(?!\?)", bare):
        first = [_WORDS.findall(choice.lower()) for choice in group.split("|")]
        if all(first):
            wanted.append(frozenset(found[0] for found in first))
    bare = re.sub(r"\([^()]*\)", " ", bare)
    return (*wanted, *(frozenset((w,)) for w in _WORDS.findall(re.sub(r"\w\?", "", bare).lower())))
