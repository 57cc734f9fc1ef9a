"""Names as they are compared across articles: folded words, numbers, transliterations, acronyms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from kgraph.ids import name_key

Words = tuple[str, ...]

# Spellings of one sound in romanisations of Russian, Arabic, Greek, Ukrainian, Japanese and
# German names. What they make equal is only a candidate; context decides.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sch|sh|sz", "s"),
        (r"tsch|tch|tsh|ch|cz|tj", "c"),
        (r"dzh|dj|zh|j(?=[aou])", "z"),
        (r"kh|gh", "h"),
        (r"ph|ff$", "f"),
        (r"th|dh", "t"),
        (r"(?<=[eo])(w|f)$", "v"),
        (r"w", "v"),
        (r"ck|q|c(?=[aoukrl]|$)", "k"),
        (r"x", "ks"),
        (r"ou|oo|u|o", "u"),
        (r"ae|ai|ay|ei|ey|e", "e"),
        (r"ie|ii|iy|yi|ij|y|j|i", "i"),
    )
)
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_SMALL = frozenset(("of", "for", "and", "the", "in", "on", "at", "to", "de", "du", "des", "la", "le", "a", "an"))


@lru_cache(maxsize=200_000)
def words(name: str) -> Words:
    """The words of a name without case, accents, apostrophes, dashes and stops; a number stands alone.

    >>> words("Chang’e-4 probe"), words("U.S. Steel")
    (('change', '4', 'probe'), ('us', 'steel'))
    """
    text = re.sub(r"['’ʼ`´]", "", name_key(name).replace("&", " and "))
    text = re.sub(r"\b((?:\w\.){2,})", lambda m: m[1].replace(".", ""), text)
    text = re.sub(r"(?<=[^\W\d])(?=\d)", " ", text)
    return tuple(re.findall(r"\w+", text))


@lru_cache(maxsize=200_000)
def numbers(parts: Words) -> frozenset[str]:
    """The numbers in a name, Roman ones as Arabic: what tells Falcon 9 from Falcon 1.

    >>> sorted(numbers(words("Long March 3B"))), sorted(numbers(words("Charles III")))
    (['3b'], ['3'])
    """
    return frozenset(_ROMAN.get(p, p) for p in parts if p in _ROMAN or any(c.isdigit() for c in p))


@lru_cache(maxsize=200_000)
def sounds(word: str) -> str:
    """A word as it might sound: the same for the usual romanisations of one name.

    >>> sounds("sergei") == sounds("sergey"), sounds("dmitriy") == sounds("dmitry"), sounds("wei") == sounds("wu")
    (True, True, False)
    """
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return re.sub(r"(.)\1+", r"\1", word)


def initials(parts: Sequence[str]) -> frozenset[str]:
    """The acronyms a name could have: of all its words, and of all but the small ones.

    >>> sorted(initials(words("Institute of Alpine and Urban Planners")))
    ['iaup', 'ioaaup']
    """
    big = [p for p in parts if p not in _SMALL]
    return frozenset("".join(p[0] for p in some) for some in (parts, big) if len(some) > 1)


def is_acronym(name: str) -> bool:
    """True for one word with two capitals or more and hardly any other letter: SCSA, RAeS, U.N."""
    bare = name.replace(".", "")
    capitals = sum(c.isupper() for c in bare)
    return bare.isalnum() and 2 <= len(bare) <= 8 and capitals >= 2 and capitals * 2 >= len(bare)


def shortens(acronym: str, parts: Sequence[str]) -> bool:
    """True if the letters of an acronym stand in a name in their order, beginning at its words.

    >>> shortens("RAeS", words("Royal Aeronautical Society")), shortens("BSTA", words("Baltic Sea Transport Agency"))
    (True, True)
    """
    letters = acronym.replace(".", "").casefold()
    if letters in initials(parts):
        return True
    capitals = "".join(c for c in acronym if c.isupper()).casefold()
    return len(capitals) > 1 and capitals in initials(parts)


def likeness(one: Words, other: Words) -> float:
    """How alike two names are spelled, 0 to 1: words in any order (rapidfuzz), and from the start on."""
    left, right = " ".join(one), " ".join(other)
    return max(token_sort_ratio(left, right) / 100, JaroWinkler.similarity(left, right) if one[:1] == other[:1] else 0)


def shortened(short: Words, long: Words) -> bool:
    """True if a person's name is another's with words left out or cut to initials, the last word kept.

    >>> shortened(("j", "smith"), ("john", "smith")), shortened(("smith",), ("john", "smith"))
    (True, False)
    """
    if len(short) < 2 or len(short) > len(long) or short[-1] != long[-1] or short == long:
        return False
    rest = iter(long[:-1])
    return all(
        any(w == p or (len(w) == 1 and p.startswith(w)) or (len(p) == 1 and w.startswith(p)) for p in rest)
        for w in short[:-1]
    )
