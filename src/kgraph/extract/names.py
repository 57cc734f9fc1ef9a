"""What each name names: person, body, place, craft, award …

Evidence is taken in the order of how much it can be trusted, and the rule that decided is kept
with the name: the gazetteer, the name's own head ("… Institute"), a title before or letters
after it, a common noun beside it ("the X probe"), an apposition ("X, a poet"), and last the
language model's label. Then the article is looked at as a whole: one spelling has one kind,
and parts of a full name ("Liu") take its kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kgraph.extract.chunks import INITIALLED, Chunk, Chunker, Unit
from kgraph.extract.context import (
    AWARD,
    BODIES,
    CELESTIAL,
    DIPLOMATIC,
    GOVERNMENT,
    MISSION,
    ORGANIZATION,
    PERSON,
    PLACE,
    PROGRAMME,
    SPACECRAFT,
    TAKES_HEAD,
    TEAM,
    WORK,
    Context,
)  # fmt: skip
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.parse import Parse
from kgraph.extract.words import words

_LABELS = {
    "PERSON": PERSON, "ORG": ORGANIZATION, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE, "WORK_OF_ART": WORK, "LAW": WORK,
}  # fmt: skip
COMPANY = words("names", "company")
_SURNAMES = words("names", "surnames")
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year", "metre", "kilometre", "mile")
_CRAFT = (SPACECRAFT, MISSION)
_OBSERVING = re.compile(r"[A-Z][a-z]+[-–‑][a-z]{4,}")
_OWN_UNITS = words("roles", "own_units")
_METALS = words("names", "metals")
_HONOURS = words("names", "honours")
_GIVING = words("context", "giving")
_CHAMBERS = frozenset(["parliament", "presidency", "senate"])
_HEADS_FIRST = words("names", "heads_first")
_COMPOUNDS = tuple(words("names", "compounds"))
_GENERIC = words("names", "generic")
_OF_FIELDS = words("names", "of_fields")
_FIELD = re.compile(r"(?:s|ing|ture|tion|logy|ment)$")
_GATHERINGS = frozenset(["conference", "forum", "summit", "symposium", "workshop", "seminar", "colloquium", "dialogue"])
_NUMBERED = words("names", "numbered")
_SIDE_OF_MOON = re.compile(r"\b(?:far|near|dark|hidden) side of the [Mm]oon\b")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: tokens ``first`` to ``last`` (exclusive) and what it names.

    ``strength`` is how much the deciding ``rule`` can be trusted: 3 certain, 2 good, 1 the
    model's label. ``title`` and ``letters`` are the words stripped from a person's name,
    ``owner`` the country of a stripped demonym. ``base`` is the bare name of a team or craft
    whose span includes its head ("Chang'e-4" of "Chang'e-4 probe"), and the name itself elsewhere.
    """

    first: int
    last: int
    text: str
    cls: str
    rule: str
    strength: int
    title: str = ""
    letters: str = ""
    owner: str = ""
    base: str = ""
    bare: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The names of a text; kinds of thing with a capital that name nothing alone ("the
    Society"); and names of occasions ("Lunar Resources Forum"). Spans are token ranges.
    """

    names: tuple[Name, ...]
    nominals: tuple[tuple[int, int], ...] = ()
    occasions: tuple[tuple[int, int], ...] = ()


def find_names(parse: Parse, lexicon: Lexicon, issuers: Collection[str] = ()) -> Found:
    """The names of a text, in order. Spans may nest (a team's name holds its mission's).

    ``issuers`` are names of who publishes the text, in lower case: bodies, whatever they look like.
    """
    return _Namer(parse, lexicon, issuers).found()


class _Namer:
    def __init__(self, parse: Parse, lexicon: Lexicon, issuers: Collection[str]) -> None:
        self.parse, self.lexicon, self.issuers = parse, lexicon, issuers
        self.context = Context(parse, lexicon)
        self.labels: dict[int, str] = {}
        for entity in parse.entities:
            self.labels.update(dict.fromkeys(range(entity.first, entity.last), entity.label))
        self.nominals: list[tuple[int, int]] = []
        self.occasions: list[tuple[int, int]] = []

    def found(self) -> Found:
        chunker = Chunker(self.parse, self.lexicon)
        names: list[Name] = []
        for number in range(len(self.parse.sentences)):
            for chunk in chunker.chunks(number):
                names += self._names(chunk)
            names += self._lower_case(number)
        names += self._sides_of_the_moon()
        settled = [n for n in _settle(self._bracketed(names)) if n.cls and not self._stray(n, names)]
        return Found(
            tuple(sorted(settled, key=lambda n: (n.first, -n.last))),
            tuple(self.nominals),
            tuple(self.occasions),
        )

    def _bracketed(self, names: list[Name]) -> list[Name]:
        """“the Organisation for Seed Security (OSS)": letters in brackets are of the kind of the name they shorten."""
        names = self._spelt_out(names)
        ends = {n.last: n for n in names}
        found = [self._shortened(n, ends.get(n.first - 1)) for n in names]
        short = {n.text: n.cls for n in found if n.rule == "acronym" and n.strength == 3}
        return [
            replace(n, last=n.bare, text=n.base, cls=short[n.base], rule="acronym", strength=3)
            if n.base in short and n.bare and n.cls not in BODIES
            else n
            for n in found
        ]  # "the second SPASE mission"

    def _spelt_out(self, names: list[Name]) -> list[Name]:
        """“the Fjord and Coast Savings Bank (FCSB)": the letters say where a name with "and" in it begins."""
        short = {n.first - 1: n for n in names}
        longer = [b for n in names if (b := self._begun(n, short.get(n.last))) is not n]
        inside = {t for n in longer for t in range(n.first, n.last)}
        return [n for n in names if not inside & set(range(n.first, n.last))] + longer

    def _begun(self, name: Name, short: Name | None) -> Name:
        words = self.parse.words
        letters = "" if short is None or words[name.last] != "(" else short.text
        initials = "".join(w[0] for w in words[name.first : name.last] if w[0].isupper())
        if not letters.isupper() or not letters.endswith(initials) or name.cls not in BODIES or name.first < 2:
            return name
        first, wanted = name.first, letters.removesuffix(initials)
        while first and (words[first - 1] in ("and", "&", ",") or (wanted and words[first - 1][:1] == wanted[-1])):
            first -= 1
            wanted = wanted[:-1] if words[first][0].isupper() else wanted
        if wanted or first == name.first or not words[first][0].isupper():
            return name
        text = self._text(first, name.last)
        return replace(name, first=first, text=text, base=text)

    def _shortened(self, name: Name, before: Name | None) -> Name:
        words = self.parse.words
        closed = name.first and words[name.first - 1] == "(" and words[name.last : name.last + 1] == [")"]
        letters = name.text.replace(".", "")
        if before is None or not closed or before.cls not in BODIES or not (letters.isupper() and len(letters) < 9):
            return name
        spelt = iter(before.text.upper())
        fits = letters[0] in (w[0].upper() for w in before.text.split()) and all(c in spelt for c in letters)
        return replace(name, cls=before.cls, rule="acronym", strength=3) if fits else name

    # -- one chunk -------------------------------------------------------------------------

    def _names(self, chunk: Chunk) -> Iterator[Name]:
        if not chunk.units or self._is_nominal(chunk):
            units = chunk.title + chunk.units
            if units:
                self.nominals.append((units[0].first, units[-1].last))
            return
        for part in self._parts(chunk):
            yield from self._name(self._without_year(part))

    def _parts(self, chunk: Chunk) -> Iterator[Chunk]:
        """“East University Haug”: a body's name ends with its head; what follows is another name."""
        units = chunk.units
        if board := self._board_of(units):
            self.nominals.append((units[0].first, units[board - 1].last))
            whole = replace(chunk, units=units[board + (units[board].text == "the") :], title=())
            if self._is_nominal(whole):
                self.nominals.append((whole.first, whole.last))  # "the Board of the Company"
            else:
                yield whole
            return
        if gathered := self._summit_of(units):
            self.occasions.append((units[0].first, units[gathered[0] - 1].last))
            yield replace(chunk, units=units[gathered[1] :], title=())
            return
        for cut in range(len(units) - 1, 1, -1):
            noun, tail = units[cut - 1].text.lower(), units[cut:]
            ends = self.lexicon.kinds.get(noun) in BODIES and noun not in _SURNAMES and tail[0].text[0].isupper()
            if ends and self._own_head(chunk) == WORK:
                break  # "Treaty on Migratory Birds"
            if ends and len(tail) <= 2 and not any(self._bodily(u.text.lower()) for u in tail):
                yield Chunk(units[:cut], chunk.title, (), chunk.nationality)
                yield Chunk(tail, (), chunk.letters)
                return
        yield chunk

    def _summit_of(self, units: Sequence[Unit]) -> tuple[int, int] | None:
        """“Summit of Heads of State and Government of the Harbour Community": where the occasion's name ends, and where
        the body's begins.
        """
        texts = [u.text.lower() for u in units]
        held = next((i for i, w in enumerate(texts[:5]) if w in self.lexicon.occasions), None)
        if held is None or texts[held + 1 : held + 3] not in (["of", "heads"], ["of", "ministers"], ["of", "leaders"]):
            return None
        last = max(i for i, w in enumerate(texts) if w == "of") + 1
        last += texts[last : last + 1] == ["the"]
        return (held + 1, last) if last > held + 3 and self._bodily(texts[-1]) else None

    def _board_of(self, units: Sequence[Unit]) -> int:
        """“the Supervisory Board of Vela Shipping SE": how many units say which part of the body speaks."""
        texts = [u.text.lower() for u in units]
        ends = (i for i in range(1, len(texts) - 2) if texts[i] == "of" and " ".join(texts[:i]) in _OWN_UNITS)
        board = max((i + 1 for i in ends if "board" in texts[:i]), default=0)
        return board if self._bodily(texts[-1]) or texts[-1] == "se" else 0

    def _without_year(self, chunk: Chunk) -> Chunk:
        """“the Oar Medal 2023" is the Oar Medal of a year."""
        units = chunk.units
        if len(units) < 3 or not re.fullmatch(r"(19|20)\d\d", units[-1].text):
            return chunk
        return replace(chunk, units=units[:-1]) if self.lexicon.kinds.get(units[-2].text.lower()) == AWARD else chunk

    def _bodily(self, word: str) -> bool:
        kinds = self.lexicon.kinds
        return (
            word in kinds
            or word.removesuffix("s") in kinds
            or word in COMPANY
            or word in self.lexicon.occasions
            or not word[0].isalpha()
        )

    def _name(self, chunk: Chunk) -> Iterator[Name]:
        text = self._text(chunk.first, chunk.last)
        based = [w.lower() for w in self.parse.words[chunk.last : chunk.last + 2]] == ["-", "based"]
        cls, rule, strength = (PLACE, "preposition", 2) if based else self._classify(chunk, text)
        if cls == "occasion":
            self.occasions.append((chunk.first, chunk.last))
            return
        name = Name(
            chunk.first, chunk.last, text, cls, rule, strength,
            _joined(chunk.title), _joined(chunk.letters), chunk.nationality, text, chunk.last,
        )  # fmt: skip
        if rule == "head after" and cls in (*TAKES_HEAD, SPACECRAFT):
            yield from self._with_head(name)
        else:
            yield name
            yield from self._inside(name, chunk)

    def _classify(self, chunk: Chunk, text: str) -> tuple[str, str, int]:
        """Class, deciding rule and its strength; class "" where nothing speaks."""
        after, end = self.context.head_after(chunk.last)
        if after and end < len(self.parse) and self.parse.tags[end] == "NNP" and self.parse.words[end][0].isupper():
            after = ""  # "the Earth observation satellite Lumen-3": the noun is the next name's
        known = self.lexicon.known(text)
        if known and not self._personal(chunk) and after not in (TEAM, SPACECRAFT, MISSION, AWARD, PROGRAMME):
            return known.cls, "gazetteer", 3
        if text.lower() in _CHAMBERS:
            return GOVERNMENT, "head", 3
        if len(chunk.units) == 1 and INITIALLED.fullmatch(text):
            return PERSON, "initial", 3
        if chunk.letters or self._personal(chunk):
            return PERSON, "title" if chunk.title else "letters", 3
        if self._own_head(chunk) == PROGRAMME and self.context.verb(chunk.first, chunk.last) == WORK:
            return WORK, "verb", 3  # "signed the Executive Programme"
        if text.casefold() in self.issuers and not known and self._own_head(chunk) not in BODIES:
            return ORGANIZATION, "issuer", 3
        if (own := self._own_head(chunk)) and not (own == PLACE and after == TEAM):
            return own, "head", 3
        if chunk.title:
            return PERSON, "office before", 3
        if after and not (after == TEAM and known):
            return after, "head after", 3
        if self._of_metal(chunk):
            return AWARD, "metal", 2
        return self._by_context(chunk) or self._by_itself(chunk, text)

    def _of_metal(self, chunk: Chunk) -> bool:
        """“the Golden Bear", "its Silver Buffalo": in a text about honours a thing of precious metal with a capital is one."""
        words = chunk.words
        plain = len(words) in (2, 3) and words[0] in _METALS and all(w.isalpha() and not w.isupper() for w in words)
        placed = self._label(chunk) in ("GPE", "LOC", "FAC") and not self._given_away(chunk)
        before = self.parse.words[chunk.first - 1].lower() if chunk.first else "the"
        owned = before in ("the", "a", "its", "'s", "’s", "this", "their")
        return plain and owned and not placed and bool(_HONOURS & set(self.parse.lemmas))

    def _given_away(self, chunk: Chunk) -> bool:
        """“The Golden Bear went to X", "X won the Golden Bear"."""
        head = self.parse.head_of(chunk.first, chunk.last)
        verb = self.parse.lemmas[self.parse.heads[head]]
        return verb in _GIVING if self.parse.deps[head] in ("dobj", "nsubjpass") else verb == "go"

    def _by_context(self, chunk: Chunk) -> tuple[str, str, int] | None:
        first, last, ask = chunk.first, chunk.last, self.context
        if ask.person_noun_before(first):
            return PERSON, "noun before", 3
        if 2 <= len(chunk.units) <= 4 and ask.behind_state(first) and not set(chunk.words) & {"of", "for"}:
            return PERSON, "office before", 3
        if self._by_company(chunk) and self._label(chunk) in ("PERSON", "ORG", ""):
            return ORGANIZATION, "office of", 2
        if cls := ask.called(first):
            return cls, "called", 2
        if (cls := ask.noun_before(first)) and self._fits(chunk, cls):
            return cls, "noun before", 2
        if cls := ask.apposition(first, last):
            return cls, "apposition", 2
        if (cls := ask.verb(first, last)) in (SPACECRAFT, WORK, AWARD) and self._fits(chunk, cls):
            return cls, "verb", 2
        if ask.light_landing(last) or (ask.of_a_craft(first, last) and self._fits(chunk, SPACECRAFT)):
            return SPACECRAFT, "verb", 2
        if (
            ask.quoted(first)
            and 2 <= len(chunk.units) <= 4
            and not any(w.lower() in self.lexicon.kinds for w in chunk.words)
        ):
            return PERSON, "quoted", 2
        return None

    def _fits(self, chunk: Chunk, cls: str) -> bool:
        """A verb's word is taken only where the name's own looks leave room for it."""
        label = self._label(chunk)
        if cls == CELESTIAL:
            return not self._personal_name(chunk)
        if cls == ORGANIZATION:
            return label != "GPE" and not self._personal_name(chunk)
        if cls == SPACECRAFT:
            return label not in ("GPE", "LOC") and not self._personal_name(chunk)
        article = chunk.first and self.parse.words[chunk.first - 1].lower() in ("the", "a", "its")
        return (label not in ("PERSON", "GPE") or bool(article)) and len(chunk.units) > 1

    def _by_itself(self, chunk: Chunk, text: str) -> tuple[str, str, int]:
        label = self._label(chunk)
        if self._designator(chunk):
            return SPACECRAFT, "number", 1
        if text in self.lexicon.capitals or (text in self.lexicon.cities and label != "PERSON"):
            return PLACE, "city", 2
        if self._personal_name(chunk) and (label not in ("GPE", "LOC", "FAC") or not self._located(chunk)):
            return PERSON, "given name", 2
        if cls := self.context.preposition(chunk.first, chunk.last):
            return cls, "preposition", 2
        if len(chunk.units) in (2, 3) and label in ("ORG", "PERSON", "") and self._does_as_people_do(chunk):
            return PERSON, "like a person", 2 if label == "PERSON" else 1
        if cls := self._by_company(chunk):
            return cls, "office of", 2
        if label in ("GPE", "LOC", "FAC") and re.fullmatch(r"[A-Z]{3,6}", text):
            return ORGANIZATION, "acronym", 1
        if label in _LABELS and not self._doubtful(chunk, label):
            return _LABELS[label], "model", 1
        if text in self.lexicon.cities:
            return PLACE, "city", 1
        if len(text) > 1 and text.isupper() and text.isalpha() and len(chunk.units) == 1:
            return ORGANIZATION, "acronym", 1
        return "", "", 0

    # -- evidence in the name itself -------------------------------------------------------

    def _is_nominal(self, chunk: Chunk) -> bool:
        """“the Society”, "the Embassy", "Foreign Affairs": a kind of thing with a capital is no name."""
        words = " ".join(u.text.lower() for u in chunk.units)
        if chunk.units and self.lexicon.known(self._text(chunk.first, chunk.last)):
            return False  # "the United Nations", though each word is one of many
        if words in _CHAMBERS and len(chunk.units) == 1:
            return not self._sole(chunk)
        if words in _OWN_UNITS or " ".join(u.text.lower() for u in chunk.title + chunk.units) in _GENERIC:
            return True  # "its Board of Directors", "Member States"
        if self._is_post(chunk) or self._is_field(chunk):
            return True
        modifies = chunk.last < len(self.parse) and self.parse.tags[chunk.last] in ("NN", "NNS")
        if modifies and len(chunk.units) == 1 and _OBSERVING.fullmatch(chunk.units[0].text):
            return True  # "a Moon-mapping satellite"
        if (
            chunk.title
            or words in ("moon", "sun")
            or (len(chunk.units) == 1 and chunk.units[0].text.isupper() and len(words) < 6)
        ):
            return False
        if words in self.lexicon.subjects or all(
            u.text.lower() in self.lexicon.subjects or u.text in ("and", "of") for u in chunk.units
        ):
            return True
        noun = words.removesuffix("-designate")
        kind = noun in self.lexicon.kinds or noun in self.lexicon.offices or noun in self.lexicon.people
        before = self.parse.words[chunk.first - 1].lower() if chunk.first else ""
        if len(chunk.units) > 1 and self.lexicon.kinds.get(noun) == GOVERNMENT:
            return False  # "the General Assembly"
        return kind and (
            len(chunk.units) == 1 or before in ("the", "this", "that", "its", "his", "her", "their", "our")
        )

    def _own_head(self, chunk: Chunk) -> str:
        """The class by the head of the name itself: the word before "of", else the last; first of all
        in Latin ("Mare Imbrium"). "occasion" for the name of a conference.
        """
        words = [_unjoined(u.text) for u in chunk.units]
        if len(words) < 2 or self._surname(chunk):
            return ""
        if words[-1] in COMPANY or words[-1].endswith(_COMPOUNDS) or words[0] in _HEADS_FIRST:
            return ORGANIZATION
        if words[-1] in ("award", "prize", "medal", "trophy") and {"year", "month", "match", "tournament"} & set(words):
            return AWARD  # "Teacher of the Year Award"
        if self.lexicon.kinds.get(words[0]) == CELESTIAL and words[0] in _LATIN:
            return CELESTIAL
        cut = next((i for i, w in enumerate(words) if i and w in ("of", "for", "on", "in", "de")), len(words))
        if cut < len(words) and self._place_in_body(words, cut):  # "Bay of Plenty Water Commission"
            return self._refine(self._head_at(words, len(words), whole=True), words)
        for end in (cut, len(words)) if cut < len(words) else (cut,):
            if found := self._head_at(words, end, whole=cut == len(words)):
                return "occasion" if self._is_occasion(words, end, chunk) else self._refine(found, words)
        return "occasion" if self._is_occasion(words, len(words), chunk) else ""

    def _place_in_body(self, words: list[str], cut: int) -> bool:
        return (
            self._head_at(words, cut, whole=False) == PLACE and self._head_at(words, len(words), whole=True) in BODIES
        )

    def _head_at(self, words: list[str], end: int, *, whole: bool) -> str:
        for size in (3, 2, 1):
            noun = " ".join(words[max(0, end - size) : end])
            if noun in self.lexicon.kinds and (end > size or not whole):
                return self.lexicon.kinds[noun]
        return self.lexicon.kinds.get(words[end - 1].rpartition("-")[2], "")

    def _is_occasion(self, words: list[str], end: int, chunk: Chunk) -> bool:
        noun = words[end - 1]
        named_for = end < len(words) and words[end] in ("on", "for") and noun in _GATHERINGS
        if noun not in self.lexicon.occasions or not (end == len(words) or named_for):
            return False
        before = self.parse.words[chunk.first - 1].lower() if chunk.first else ""
        dated = words[0] == "annual" or before in (
            "annual",
            "inaugural",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "this",
        )
        return noun not in self.lexicon.kinds or dated or self._label(chunk) == "EVENT"

    def _refine(self, cls: str, words: list[str]) -> str:
        if cls == CELESTIAL and words[-1] == "basin" and {"lake", "river", "amazon", "congo", "nile"} & set(words):
            return PLACE
        civic = {"city", "town", "county", "district", "regional", "municipal", "parish", "borough"}
        return GOVERNMENT if cls == ORGANIZATION and words[-1] == "council" and civic & set(words) else cls

    def _surname(self, chunk: Chunk) -> bool:
        """“Harriet Hall”: a head that is a surname behind a given name."""
        if len(chunk.units) > 3 or chunk.units[-1].text.lower().rpartition("-")[2] not in _SURNAMES:
            return False
        before = self.parse.words[chunk.first - 1].lower() if chunk.first else ""
        article = before in ("the", "at", "in", "inside", "outside")  # "at Scott House"
        return not article and (chunk.units[0].text in self.lexicon.given or self._label(chunk) == "PERSON")

    def _personal(self, chunk: Chunk) -> bool:
        """A courtesy title before the name (an office may also stand before a body's name)."""
        words = [u.text.lower() for u in chunk.title]
        return any(" ".join(words[i : i + n]) in self.lexicon.titles for i in range(len(words)) for n in (1, 2, 3))

    def _sole(self, chunk: Chunk) -> bool:
        """“before Parliament”, "spokesman of the Presidency": the only one that the article speaks of."""
        word = chunk.units[0].text
        at = [t for t, w in enumerate(self.parse.words) if w == word]
        named = any(self.parse.words[t - 1][0].isupper() or self.parse.words[t + 1 : t + 2] == ["of"] for t in at if t)
        opens = {first for first, _ in self.parse.sentences}
        return not named and not opens & set(at)

    def _is_post(self, chunk: Chunk) -> bool:
        """“Alternate Minister”, "Lindgren Professor": a post in capitals, not a person of that name."""
        *before, last = (u.text for u in chunk.units)
        post = last.lower() in self.lexicon.offices or last == "Professor"
        return bool(before) and post and not chunk.title and before[0] not in self.lexicon.given and last.lower() not in _SURNAMES  # fmt: skip

    def _is_field(self, chunk: Chunk) -> bool:
        """“Dean of Nordic Studies", "Chair of Timber Structures": what a post is for."""
        words = self.parse.words
        if chunk.first < 2 or words[chunk.first - 1] not in ("of", "for", "in") or chunk.title or len(chunk.units) < 2:
            return False
        for_state = words[chunk.first - 1] == "for" and words[chunk.first - 2].lower() in (
            "minister",
            "secretary",
            "state",
        )
        if for_state and not any(u.text in self.lexicon.things for u in chunk.units):
            return True  # "Minister of State for Advanced Systems"
        plain = not self._own_head(chunk) and not any(u.text in self.lexicon.things for u in chunk.units)
        return plain and words[chunk.first - 2].lower() in _OF_FIELDS and bool(_FIELD.search(chunk.words[-1]))

    def _personal_name(self, chunk: Chunk) -> bool:
        """A known given name first, or a known family name where it comes first ("Zhang Wei")."""
        words = chunk.words
        if not 2 <= len(words) <= 5 or any(any(c.isdigit() for c in w) for w in words):
            return False
        first = words[0].partition("-")[0]
        if first in self.lexicon.given:
            return True
        eastern = len(words) <= 3 and not any(w.isupper() and len(w) > 1 for w in words[1:])
        return eastern and first.title() in self.lexicon.family and self._label(chunk) in ("PERSON", "ORG", "")

    def _located(self, chunk: Chunk) -> bool:
        """“in Santa Rosa", "to Charlotte Amalie": a place, though it begins like a person's name."""
        before = [w.lower() for w in self.parse.words[max(0, chunk.first - 2) : chunk.first]]
        return any(w in ("in", "at", "from", "to", "near", "of", ",", "the") for w in before) or len(chunk.units) > 3

    def _by_company(self, chunk: Chunk) -> str:
        """“site engineer of X”, "chief executive of X": a body has engineers and executives."""
        return ORGANIZATION if self.context.office_of(chunk.first) else ""

    def _doubtful(self, chunk: Chunk, label: str) -> bool:
        """A single word that the model alone takes for a person is mostly something else; so is
        what has an article before it.
        """
        if label != "PERSON":
            return False
        before = self.parse.words[chunk.first - 1].lower() if chunk.first else ""
        alone = len(chunk.units) == 1 and self._text(chunk.first, chunk.last) not in self.lexicon.given
        speaks = self.context.verb(chunk.first, chunk.last) == PERSON
        return (alone and not speaks) or before in ("the", "a", "an", "this")

    def _does_as_people_do(self, chunk: Chunk) -> bool:
        """It speaks, or is "X of the Institute"."""
        if any(w.lower() in self.lexicon.kinds for w in chunk.words) or chunk.words[-1].isupper():
            return False
        return self.context.verb(chunk.first, chunk.last) == PERSON or self.context.belongs_to(chunk.last)

    def _designator(self, chunk: Chunk) -> bool:
        """A name that ends in a number of its own: Lumen-1, Falcon 9, Boreas-2."""
        last = chunk.units[-1].text
        if chunk.last < len(self.parse) and self.parse.lemmas[chunk.last] in _UNITS:
            return False  # "T-40 seconds"
        if chunk.units[0].text.lower() in _NUMBERED:
            return False  # "Local 112", "Resolution 1325"
        hyphened = re.fullmatch(r"[^\W\d_].*[-–‑]\d{1,3}[A-Z]?", last)
        return bool(hyphened) or (len(chunk.units) > 1 and bool(re.fullmatch(r"\d{1,3}[A-Z]?", last)))

    def _label(self, chunk: Chunk) -> str:
        votes = Counter(self.labels[t] for t in range(chunk.first, chunk.last) if t in self.labels)
        return votes.most_common(1)[0][0] if votes else ""

    # -- spans -----------------------------------------------------------------------------

    def _with_head(self, name: Name) -> Iterator[Name]:
        """A name and the common noun behind it. The noun belongs to the span where it makes the
        name another thing; for craft the article decides (:func:`_agree`).
        """
        _, end = self.context.head_after(name.last)
        yield replace(
            name,
            last=end + 1,
            text=self._text(name.first, end + 1),
            rule="craft" if name.cls == SPACECRAFT else name.rule,
        )
        if name.cls == TEAM and self._label(Chunk((Unit(name.text, name.first, name.last),))) not in (
            "PERSON",
            "GPE",
        ):
            yield replace(name, cls=MISSION, rule="team's name", strength=2)

    def _inside(self, name: Name, chunk: Chunk) -> Iterator[Name]:
        """Names inside a name that refer on their own: the city of an embassy."""
        words = [u.text.lower() for u in chunk.units]
        at = next((i for i, w in enumerate(words) if w == "in"), None)
        if name.cls != DIPLOMATIC or at is None or at + 1 >= len(words):
            return
        first = chunk.units[at + 2 if words[at + 1] == "the" else at + 1].first
        text = self._text(first, chunk.last)
        known = self.lexicon.known(text)
        yield Name(first, chunk.last, text, known.cls if known else PLACE, "inside", 2, base=text)

    def _sides_of_the_moon(self) -> Iterator[Name]:
        starts = {s: i for i, s in enumerate(self.parse.starts)}
        ends = {e: i for i, e in enumerate(self.parse.ends)}
        for found in _SIDE_OF_MOON.finditer(self.parse.text):
            first, last = starts.get(found.start()), ends.get(found.end())
            if first is not None and last is not None:
                yield Name(first, last + 1, found.group(), CELESTIAL, "gazetteer", 3, base=found.group())

    def _lower_case(self, number: int) -> Iterator[Name]:
        """Names that may be written small: "China's lunar exploration programme", "the moon"."""
        first, last = self.parse.sentences[number]
        for token in range(first, last):
            word = self.parse.words[token]
            if word == "moon" and token and self.parse.words[token - 1].lower() == "the":
                yield Name(token, token + 1, word, CELESTIAL, "gazetteer", 3, base=word)
            elif word in ("programme", "program") and (start := self._owned_programme(token)) is not None:
                text = self._text(start, token + 1)
                yield Name(start, token + 1, text, PROGRAMME, "owned", 2, base=text)

    def _owned_programme(self, head: int) -> int | None:
        """First token of the adjectives before a programme that a country owns."""
        start = head
        while start > 0 and self.parse.tags[start - 1] in ("JJ", "NN") and self.parse.words[start - 1].islower():
            start -= 1
        if start == head or start < 2:
            return None
        before = self.parse.words[start - 1]
        owner = self.parse.words[start - 2] if before in ("'s", "’s") else before
        return start if self.lexicon.country(owner) else None

    def _stray(self, name: Name, names: list[Name]) -> bool:
        """A single word that opens a sentence, that only the model takes for a name, and that
        comes nowhere else: mostly just a word ("Snow had closed the road").
        """
        if name.rule != "model" or " " in name.text or name.cls not in (PERSON, PLACE):
            return False
        opening = name.first == self.parse.sentences[self.parse.sentence_of[name.first]][0]
        return opening and sum(_key(name.text) in _key(n.text).split() for n in names) == 1

    def _text(self, first: int, last: int) -> str:
        return " ".join(self.parse.slice(first, last).split())


# -- the article as a whole ----------------------------------------------------------------


def _settle(names: list[Name]) -> list[Name]:
    """One spelling, one kind: the best evidence anywhere in the article decides."""
    best: dict[str, Name] = {}
    votes: dict[str, Counter[str]] = {}
    for name in names:
        key = _key(name.text)
        votes.setdefault(key, Counter())[name.cls] += 1
        if key not in best or name.strength > best[key].strength:
            best[key] = name
    parts = _parts_of_names(best.values())
    shared = {_key(n.base) for n in names if n.cls in (MISSION, TEAM)}
    settled: list[Name] = []
    last_craft: dict[str, str] = {}
    for name in names:
        found = _agree(name, best, votes, parts, shared)
        if found.cls in _CRAFT and found.rule in ("elsewhere", "number") and _key(found.text) in shared:
            found = replace(found, cls=last_craft.get(_key(found.text), found.cls), rule="as before")
        if found.cls in _CRAFT and found.rule != "team's name":
            last_craft[_key(found.base)] = found.cls
        settled.append(found)
    return [_surname_not_city(n, people) for n in settled] if (people := _surnames(settled)) else settled


def _surnames(names: Iterable[Name]) -> frozenset[str]:
    return frozenset(_key(n.text).split()[-1] for n in names if n.cls == PERSON and " " in n.text and n.strength >= 2)


def _surname_not_city(name: Name, people: frozenset[str]) -> Name:
    """“Florence thanked": in an article about Ana Florence a person, unless it is where something is."""
    alone = name.cls == PLACE and name.rule in ("city", "model", "elsewhere") and _key(name.text) in people
    return replace(name, cls=PERSON, rule="part of a name") if alone else name


def _agree(
    name: Name, best: dict[str, Name], votes: dict[str, Counter[str]], parts: dict[str, str], shared: set[str]
) -> Name:
    key = _key(name.text)
    if name.rule == "craft":  # "the X probe": with its head where X alone is the mission
        return name if _key(name.base) in shared else replace(name, last=name.bare, text=name.base, rule="head after")
    top = best[key]
    if name.rule in ("team's name", "inside") or (name.cls in _CRAFT and top.cls in _CRAFT and name.strength >= 2):
        return name
    if top.strength > name.strength and not (top.strength < 3 and key in parts):
        return replace(name, cls=top.cls, rule=top.rule if name.cls == top.cls else "elsewhere")
    if name.strength <= 1 and key in parts:
        return replace(name, cls=parts[key], rule="part of a name")
    if name.strength <= 1 and name.cls:
        return replace(name, cls=votes[key].most_common(1)[0][0])
    return name


def _parts_of_names(names: Iterable[Name]) -> dict[str, str]:
    """Words that stand for a longer name of the article, with its class: "Liu", "Kestrel".

    Any word of a person's name; the first words of a body's or place's. Where two longer names
    claim a word, the one that comes first in the text has it.
    """
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda n: n.first):
        words = _key(name.text).split()
        if len(words) < 2 or name.strength < 1 or not name.cls:
            continue
        if name.cls == PERSON:
            claims = [*words, *(" ".join(words[i:]) for i in range(1, len(words)))]
        elif name.cls in BODIES or name.cls in (PLACE, SPACECRAFT):
            claims = [" ".join(words[:i]) for i in range(1, len(words)) if words[i - 1] not in ("the", "of", "and")]
            claims += words[-1:] if len(words) > 2 and words[-2] == "of" and name.cls in BODIES else []
        else:
            continue
        for claim in claims:
            if len(claim) > 2:
                found.setdefault(claim, name.cls)
    return found


def _unjoined(word: str) -> str:
    """A word in lower case; a double-barrelled surname ("Mensah-Hall") has no head."""
    tail = word.rpartition("-")[2]
    return (
        word.lower().replace("-", "_") if tail != word and tail[0:1].isupper() and tail != "General" else word.lower()
    )


def _joined(units: tuple[Unit, ...]) -> str:
    return " ".join(u.text for u in units)


def _key(text: str) -> str:
    return text.casefold().replace("’", "'")


_LATIN = words("names", "latin")
