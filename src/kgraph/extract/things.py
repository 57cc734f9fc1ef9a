"""The things of one article: names clustered into who and what is meant.

A cluster is made by spelling under rules that each say their name: the same words, the same
words in another order, part of a longer name, initials, an acronym introduced in brackets, the
gazetteer. A short form that fits two longer names is left open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kgraph.extract.context import BODIES, COUNTRY, PERSON, PLACE, SPACECRAFT, TEAM
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.names import COMPANY, Name
from kgraph.extract.parse import Parse
from kgraph.extract.words import words

_ARTICLE = re.compile(r"^(?:the)\s+(?=\S)", re.I)
_SHORTENING = frozenset(("part of a name", "elsewhere", "model", "preposition", "head after", "head"))
_QUOTES = frozenset("\"“”'‘’") | {"``"}
_SMALL = words("things", "small")
_GENDERS = frozenset(["male", "female"])
_KIN = words("things", "kin")


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of tokens that refers to a thing, and the rule that says so."""

    first: int
    last: int
    kind: str
    rule: str
    title: str = ""


@dataclass(slots=True)
class Thing:
    """Somebody or something an article speaks of. ``number`` is its place in the article."""

    number: int
    cls: str
    name: str
    links: list[Link] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    base: str = ""
    gender: str = ""
    abbreviation: str = ""
    abbreviation_at: int = -1
    wikidata: str = ""
    plural: bool = False

    @property
    def first(self) -> int:
        """Token at which it is first spoken of."""
        return min((x.first for x in self.links), default=0)


@dataclass(slots=True)
class Things:
    """All things of an article, and which tokens stand for which.

    ``at`` maps a token (the last of a name, the head of a phrase) to the numbers of the things
    it stands for: two for "the two countries". ``holders`` maps the tokens of an office to the token
    of who holds it ("the Mayor of Lyon, Ana Vela").
    """

    all: list[Thing] = field(default_factory=list)
    at: dict[int, tuple[int, ...]] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    holders: dict[int, int] = field(default_factory=dict)
    issuer: int | None = None
    """Who publishes the article, if it speaks of itself by name."""

    def add(self, cls: str, name: str) -> Thing:
        """A new thing without mentions."""
        thing = Thing(len(self.all), cls, name)
        self.all.append(thing)
        return thing

    def link(self, first: int, last: int, things: Sequence[Thing], how: tuple[str, ...], head: int) -> None:
        """Let tokens ``first`` to ``last`` stand for things; ``how`` is kind, rule and, for names, title."""
        for thing in things:
            thing.links.append(Link(first, last, *how))
        numbers = tuple(t.number for t in things)
        self.at[head] = numbers
        self.spans[first, last] = numbers

    def of(self, token: int) -> list[Thing]:
        """The things a token stands for."""
        return [self.all[n] for n in self.at.get(token, ())]

    def around(self, token: int) -> list[Thing]:
        """The things in whose names a token stands."""
        return [
            self.all[n] for (first, last), numbers in self.spans.items() if first <= token < last - 1 for n in numbers
        ]


def cluster(parse: Parse, names: Iterable[Name], lexicon: Lexicon, issuers: Collection[str] = ()) -> Things:
    """Things out of names; longer names first, so that short forms find what they shorten.

    ``issuers`` are names of who publishes the text, in lower case.
    """
    found = _Clusterer(parse, lexicon).run(list(names))
    own = [t for t in found.all if t.cls in BODIES and {n.casefold() for n in (t.name, *t.aliases)} & set(issuers)]
    found.issuer = own[0].number if len(own) == 1 else None
    return found


class _Clusterer:
    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.parse, self.lexicon = parse, lexicon
        self.things = Things()
        self.defined: dict[str, Name] = {}
        self.named: dict[int, Name] = {}

    def run(self, names: list[Name]) -> Things:
        self.defined = self._definitions(names)
        order = sorted(names, key=lambda n: (n.rule in ("part of a name", "acronym"), -len(n.base.split()), n.first))
        chosen: dict[tuple[int, int, str], Thing | None] = {}
        for name in order:
            chosen[name.first, name.last, name.cls] = self._home(name)
        for name in sorted(names, key=lambda n: (n.first, -n.last)):
            if (thing := chosen[name.first, name.last, name.cls]) is not None:
                self._enter(name, thing)
        for (_, last), numbers in list(self.things.spans.items()):
            self.things.at.setdefault(last - 1, numbers)
        self._abbreviations(names)
        self._defined_letters(names)
        return self._renumbered()

    def _definitions(self, names: Iterable[Name]) -> dict[str, Name]:
        """Short forms that are given in brackets and quotes: “Corran Holdings plc (“Corran” or the “Company”)"."""
        words, ends, found = self.parse.words, {n.last: n for n in names}, {}
        for name in names:
            opening = self._bracket_before(name.first - 1) if words[name.first - 1] in _QUOTES else None
            long = ends.get(opening) if opening is not None else None
            if long is not None and long.cls in BODIES:
                found[key(name.text)] = long
        return found

    def _bracket_before(self, quote: int) -> int | None:
        """The bracket in which a quoted short form stands: “(“Corran” or the “Company”)"."""
        for token in range(quote - 1, max(0, quote - 8), -1):
            if self.parse.words[token] == "(":
                return token
            if self.parse.words[token] == ")":
                return None
        return None

    def _defined_letters(self, names: Iterable[Name]) -> None:
        """“Corran Copper plc (“CC” or the “Company”)": letters that are defined are the abbreviation."""
        for name in names:
            long = self.defined.get(key(name.text))
            if long is None or not name.text.isupper() or len(name.text) < 2:
                continue
            for thing in self.things.of(self.parse.head_of(long.first, long.last)):
                if not thing.abbreviation:
                    thing.abbreviation, thing.abbreviation_at = name.text, name.first

    # -- which thing a name belongs to -----------------------------------------------------

    def _home(self, name: Name) -> Thing | None:
        """The thing a name names: one already there, a new one, or None where it is open."""
        long = self.defined.get(key(name.text))
        if long is not None and (meant := [t for t in self.things.all if self._same(long, t) and t.cls in BODIES]):
            return meant[0]
        same = [t for t in self.things.all if _compatible(t.cls, name.cls)]
        for rule in (self._same, self._reordered, self._acronym, self._part):
            found = [t for t in same if rule(name, t)]
            if len(found) == 1:
                return self._widen(found[0], name)
            if found:
                return self._choose(name, found)
        return self._new(name)

    def _new(self, name: Name) -> Thing:
        known = self.lexicon.known(name.text)
        thing = self.things.add(name.cls, known.name if known and name.rule == "gazetteer" else _plain(name.text))
        self.named[thing.number] = name
        thing.base = name.base
        thing.wikidata = known.wikidata if known and known.cls == name.cls else ""
        return thing

    def _widen(self, thing: Thing, name: Name) -> Thing:
        """A nearer class and a longer name are kept."""
        if thing.cls == PLACE and name.cls != PLACE and name.cls not in BODIES:
            thing.cls = name.cls
        return thing

    def _same(self, name: Name, thing: Thing) -> bool:
        known = self.lexicon.known(name.text)
        if known and name.rule == "gazetteer":
            return known.name == thing.name
        keys = {key(thing.name), *(key(a) for a in thing.aliases)}
        if thing.cls in (SPACECRAFT, TEAM):
            return key(name.base) == key(thing.base) or key(name.text) in keys
        return key(name.text) in keys

    def _reordered(self, name: Name, thing: Thing) -> bool:
        """Vela Ana and Ana Vela."""
        words = key(name.text).split()
        return name.cls == PERSON and len(words) > 1 and sorted(words) == sorted(key(thing.name).split())

    def _acronym(self, name: Name, thing: Thing) -> bool:
        """ICC, where the article speaks of an International Canal Council."""
        text = name.text.replace(".", "")
        return (
            name.cls in BODIES
            and text.isalpha()
            and sum(c.isupper() for c in text) >= 2
            and text.upper() in initials(thing.name)
        )

    def _part(self, name: Name, thing: Thing) -> bool:
        """Part of a longer name: a person's words, the beginning of a body's or place's name."""
        short, long = key(name.text).split(), key(thing.name).split()
        if len(short) >= len(long):
            return False
        if name.cls == PERSON:
            fits = _within(short, long) and (len(short) > 1 or short[0] not in _SMALL)
            return fits and not self._another_person(name, thing)
        if name.cls in (
            PLACE,
            "kg:CelestialPlace",
        ):  # Elmstead, the Elmstead campus; but not Elmstead Assembly Rooms
            return long[: len(short)] == short and " ".join(thing.name.split()[len(short) :]).islower()
        if name.cls in BODIES:
            tail = long[-len(short) :] == short and long[-len(short) - 1] == "of" and name.rule == "part of a name"
            return tail or (long[: len(short)] == short and name.rule in _SHORTENING)
        return False

    def _another_person(self, name: Name, thing: Thing) -> bool:
        """“Mrs Vela" is not Bo Vela; "Foreign Minister Vela", told before "Ambassador Bo Vela", need not be."""
        given = self.lexicon.given.get(thing.name.split()[0], "")
        courtesies = {t.lower() for t in self._courtesies(name.title)} - self.lexicon.offices
        told = {self.lexicon.titles.get(t, "") for t in courtesies} - {""}
        related = any(lemma in _KIN for lemma in self.parse.lemmas)  # lists of given names err too often to go by alone
        if related and given and told and told <= _GENDERS - {given}:
            return True
        first = self.named[thing.number]
        posts = [n.title.lower() if n.title.lower() in self.lexicon.offices else "" for n in (name, first)]
        return name.first < first.first and all(posts) and not set(posts[0].split()) & set(posts[1].split())

    def _choose(self, name: Name, found: list[Thing]) -> Thing | None:
        """Among several: the one whose family name it is, then the one with the same title; else open."""
        short = key(name.text).split()
        for better in (
            [t for t in found if key(t.name).split()[-len(short) :] == short],
            [t for t in found if key(t.name).split()[: len(short)] == short],
            [t for t in found if name.title and name.title in t.titles],
        ):
            if len(better) == 1:
                return better[0]
        return None

    # -- entering a name -------------------------------------------------------------------

    def _enter(self, name: Name, thing: Thing) -> None:
        head = self.parse.head_of(name.first, name.last)
        self.things.link(name.first, name.last, [thing], ("name", name.rule, name.title), head)
        if name.rule in ("head after", "number"):  # "the X relay satellite": the noun stands for X too
            above = {self.parse.heads[t] for t in range(name.first, name.last)} - set(range(name.first, name.last))
            if len(above) == 1 and name.last <= (noun := above.pop()) < name.last + 4:
                self.things.at.setdefault(noun, (thing.number,))
        text = _plain(name.text)
        if key(text) == key(thing.name) and _capitals(text) < _capitals(thing.name):
            text, thing.name = thing.name, text  # Tallinn rather than TALLINN
        if text != thing.name:
            thing.aliases.add(text)
        for value, kept in (
            (" ".join(self._courtesies(name.title)), thing.titles),
            (name.letters, thing.letters),
            (name.owner, thing.owners),
        ):
            if value:
                kept.add(value)
        thing.gender = thing.gender or self._gender(name, thing)

    def _courtesies(self, title: str) -> Iterator[str]:
        """The titles of courtesy and rank in what stands before a name, longest first: "Grand Duke", "Dr"; not offices."""
        words = title.split()
        while words:
            size = next((n for n in (4, 3, 2, 1) if " ".join(words[:n]).lower() in self.lexicon.titles), 0)
            if size:
                yield " ".join(words[:size])
            del words[: size or 1]

    def _gender(self, name: Name, thing: Thing) -> str:
        if thing.cls != PERSON:
            return ""
        for title in self._courtesies(name.title):
            if gender := self.lexicon.titles.get(title.lower()):
                return gender
        words = thing.name.split()
        if words[0] in self.lexicon.family and len(words) <= 3 and words[0] not in self.lexicon.given:
            return ""  # a name with the family first: the given names there are mostly both
        given = words[0].partition("-")[0]
        return self.lexicon.given.get(given) or self.lexicon.given.get(key(given).title(), "")  # Lucía is Lucia

    def _abbreviations(self, names: Iterable[Name]) -> None:
        """Royal Society (RS), and RS (Royal Society): the second names what the first names."""
        words = self.parse.words
        ends = {n.last: n for n in names}
        for name in names:
            if name.first < 2 or words[name.first - 1] != "(" or name.last >= len(words) or words[name.last] != ")":
                continue
            before = ends.get(name.first - 1)
            if before is None or (before.cls != name.cls and not {before.cls, name.cls} <= BODIES):
                continue
            long, short = (before, name) if len(before.text) > len(name.text) else (name, before)
            if short.text.upper() == short.text or sum(c.isupper() for c in short.text) >= 2:
                self._merge(long, short)

    def _merge(self, long: Name, short: Name) -> None:
        if not {(n.first, n.last) for n in (long, short)} <= self.things.spans.keys():
            return  # which of several things one of them names has been left open
        keep, drop = (self.things.all[self.things.spans[n.first, n.last][0]] for n in (long, short))
        keep.abbreviation, keep.abbreviation_at = short.text, short.first
        if keep is drop:
            return
        for link in drop.links:
            self.things.spans[link.first, link.last] = (keep.number,)
        self.things.at = {t: (keep.number,) if n == (drop.number,) else n for t, n in self.things.at.items()}
        keep.links += drop.links
        keep.aliases |= drop.aliases | {drop.name}
        drop.links = []

    def _renumbered(self) -> Things:
        """Numbers in the order of first mention; merged and unmentioned things go."""
        kept = sorted(
            (t for t in self.things.all if t.links),
            key=lambda t: (t.first, -max(x.last for x in t.links if x.first == t.first), t.cls),
        )
        places = {t.number: i for i, t in enumerate(kept)}
        self.things.at = {k: tuple(places[n] for n in v if n in places) for k, v in self.things.at.items()}
        self.things.spans = {k: tuple(places[n] for n in v if n in places) for k, v in self.things.spans.items()}
        for i, thing in enumerate(kept):
            thing.number = i
        self.things.all = kept
        return self.things


# -- spelling ------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)  # names of an article are compared with each other again and again
def key(text: str) -> str:
    """A name as it is compared: no case, no accents, one kind of apostrophe, no leading article."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ø", "o").replace("Ø", "O").replace("ł", "l"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    words = _ARTICLE.sub("", text.casefold()).split()
    while len(words) > 1 and words[-1] in COMPANY:
        words.pop()
    return " ".join(words)


def initials(name: str) -> set[str]:
    """The acronyms a name may have: with and without its small words."""
    words = re.split(r"[\s-]+", key(name).replace("'", ""))
    big = [w for w in words if w and w not in _SMALL]
    return {
        "".join(w[0] for w in words if w).upper(),
        "".join(w[0] for w in big).upper(),
        "".join(w[0] for w in words if w not in ("the",) and w).upper(),
    }


def _plain(text: str) -> str:
    """A name as it is shown: one space between words."""
    return " ".join(text.split())


def _capitals(text: str) -> int:
    return sum(c.isupper() for c in text)


def _within(short: list[str], long: list[str]) -> bool:
    """True if the words of a short form stand in a long one, in order."""
    rest = iter(long)
    return all(word in rest for word in short)


def _compatible(one: str, other: str) -> bool:
    if one == other:
        return True
    pair = {one, other}
    return pair <= BODIES or pair == {PLACE, COUNTRY} or pair == {PLACE, "kg:CelestialPlace"}
