"""Where names can stand: runs of capitalised words with the small words that tie them together.

A chunk is found by spelling and by what its words are (heads such as *Institute*, titles,
countries); the model's own entities are asked only where spelling leaves a choice. What a
chunk names is decided in :mod:`kgraph.extract.names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kgraph.extract.lexicon import Lexicon
from kgraph.extract.parse import Parse
from kgraph.extract.words import words

PARTICLES = words("chunks", "particles")
CALENDAR = words("chunks", "calendar")
_NEVER = words("chunks", "never")
_OPENERS = words("chunks", "openers")
_POSSESSED = words("chunks", "possessed")
_BODIES = frozenset(("schema:Organization", "schema:GovernmentOrganization", "kg:DiplomaticMission", "schema:Place"))
_NUMBER = re.compile(r"^(?:\d{1,3}[A-Z]{0,2}|[IVX]{1,4}|[A-Z]?\d{1,4}[A-Z]?)$")
_QUOTES = frozenset("\"“”‘'")
_HYPHENS = frozenset("-–‑")
_LOOSE = words("chunks", "loose")
_SMALL = frozenset([",", "and", "&", "of", "for", "the"])
_PORTFOLIOS = words("chunks", "portfolios")
_HEADS = ("ministers", "presidents", "ambassadors", "secretaries", "chancellors", "senators")
_NUMBERED = re.compile(r"-\d+[A-Z]?$")  # "Lumen-3 and Lumen-4" are two
_TO_COME = re.compile(r"^ex-(?=\w)|-(?:designate|elect)$")
_DIRECTING = frozenset(["director", "general", "head", "president", "manager", "officer", "secretary", "chief"])
_BEFORE_OFFICE = words("chunks", "before_office")
_SUFFIXES = words("chunks", "company_suffixes")
_DOUBLE = words("chunks", "double")
_SURNAMES = words("names", "surnames")
_VIRTUES = words("names", "virtues")
_FIRMS = words("chunks", "firms")
_COURTESIES = frozenset(
    ["mr", "mr.", "ms", "ms.", "mrs", "mrs.", "miss", "mx", "dr", "dr.", "professor", "prof", "prof."]
)
_CHIEF = re.compile(r"(?:group )?(?:deputy )?chief (?:\w+ ){1,3}officer$")
INITIALLED = re.compile(r"[^\W\d_]{1,2}\.[A-Z][^\W\d_]{2,}")
"""A personal name as Mongolian papers write it: "B.Dorj"."""
_FIELDS = frozenset(["field", "fields", "area", "areas", "sphere", "spheres", "domain"])
_LETTERS = re.compile(r"F[A-Z]{2,5}$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One word as a reader sees it: hyphenated tokens are one unit, tokens ``first`` to ``last``."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A possible name: its units without titles before and letters after it.

    ``title`` are the title's units ("Foreign Minister", "Dr"), ``letters`` the post-nominals.
    ``units`` is empty where a title stands alone ("the Minister"). ``nationality`` is a
    demonym that was stripped ("Chinese Ambassador Liu").
    """

    units: tuple[Unit, ...]
    title: tuple[Unit, ...] = ()
    letters: tuple[Unit, ...] = ()
    nationality: str = ""

    @property
    def first(self) -> int:
        """First token of the name."""
        return self.units[0].first

    @property
    def last(self) -> int:
        """Token after the name's last."""
        return self.units[-1].last

    @property
    def words(self) -> tuple[str, ...]:
        """The name's words."""
        return tuple(u.text for u in self.units)


def units_of(parse: Parse, first: int, last: int) -> list[Unit]:
    """The units of a token range: hyphens without spaces around them bind."""
    found: list[Unit] = []
    i = first
    while i < last:
        if parse.words[i].isspace():
            i += 1
            continue
        j = i + 1
        while (
            j + 1 < last
            and parse.words[j] in _HYPHENS
            and parse.words[j + 1] not in _LOOSE
            and parse.starts[j] == parse.ends[j - 1]
            and parse.starts[j + 1] == parse.ends[j]
            and parse.words[j + 1][0].isalnum()
        ):
            j += 2
        found.append(Unit(parse.slice(i, j), i, j))
        i = j
    return found


class Chunker:
    """Finds the chunks of sentences. One per article; it remembers what the model found."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.lexicon = lexicon
        self._entity_of: dict[int, int] = {}
        for number, entity in enumerate(parse.entities):
            if entity.label not in (
                "DATE",
                "TIME",
                "CARDINAL",
                "ORDINAL",
                "PERCENT",
                "MONEY",
                "QUANTITY",
                "NORP",
            ):
                self._entity_of.update(dict.fromkeys(range(entity.first, entity.last), number))
        self._openers = _gazetteer_heads(lexicon)
        self._opening = _title_openings(lexicon)
        self._ending = _office_endings(lexicon)
        self._opens = frozenset(first for first, _ in parse.sentences)
        self._within = self._capitals_within_sentences()

    def _capitals_within_sentences(self) -> frozenset[str]:
        """Words that the article writes with a capital where no sentence begins: names, wherever they stand."""
        parse = self.parse
        opening = {t for first, _ in parse.sentences for t in (first, first + 1)}
        return frozenset(
            w
            for t, w in enumerate(parse.words)
            if w[0].isupper() and len(w) > 2 and t not in opening and parse.tags[t].startswith("NNP")
        )

    def chunks(self, number: int) -> Iterator[Chunk]:
        """Yield the chunks of a sentence, in order."""
        units = units_of(self.parse, *self.parse.sentences[number])
        i = 0
        while i < len(units):
            if length := self._known(units, i):
                end = self._extend(units, i + length, i)
            elif self._is_name(units, i, opening=i == 0):
                end = self._extend(units, i + 1)
            else:
                i += 1
                continue
            end = self._field_goes_on(units, i, end)
            if (cut := self._portfolio(units, i, end)) != i:
                yield Chunk((), tuple(units[i:cut]))
                i = cut
                continue
            if not self._stands_alone(units, i, end):
                yield from self._split(units[self._opened(units, i) : end])
            i = end

    def _opened(self, units: list[Unit], at: int) -> int:
        """Where a name opens that "His" or "Her" stands before as part of a title: "His Majesty King X"."""
        if not at or units[at - 1].text not in ("His", "Her", "his", "her"):
            return at
        words = [u.text.lower() for u in units[at - 1 : at + 2]]
        return at - any(" ".join(words[:n]) in self.lexicon.titles for n in (2, 3))

    def _portfolio(self, units: list[Unit], start: int, end: int) -> int:
        """Where a minister's field ends that a chunk opens with ("Minister of Forests and Inland
        Waters of Austria"); its start if there is none.
        """
        the = units[start - 1].text == "the" if start else False  # "Minister of the Environment Ana Vela"
        if the and self.lexicon.kinds.get(units[start].text.lower()) in _BODIES:
            return start  # "spokesperson of the Ministry of Water"
        of = start - 1 - the
        if of < 1 or units[of].text.lower() not in ("of", "for"):
            return start
        head = units[of - 1].text.lower().rpartition("-")[2]
        bare = not the and units[start].text.lower() in self.lexicon.subjects
        directs = (
            units[of].text.lower() == "for" or bare
        ) and head in _DIRECTING  # "Director General for Inland Waters"
        if not (head in _PORTFOLIOS or directs) or self._known(units, start) or self._is_known_thing(units[start].text):
            return start
        cut = start
        while cut < end:
            word = units[cut].text
            if INITIALLED.fullmatch(word):
                break
            titled = cut > start and word.lower() in self.lexicon.titles
            if (
                word == "of"
                or titled
                or (
                    cut > start
                    and word.lower() not in self.lexicon.subjects
                    and (word in self.lexicon.given or self._person_begins(units, cut))
                )
                or (cut > start and self._unknown_person(units, cut, end))
            ):
                break
            cut += 1
        portfolio = units[start:cut]
        listed = any(u.text == "," for u in portfolio)
        bodily = len(portfolio) > 1 and not listed and self._head_class(units, start, cut) in _BODIES
        return start if bodily or len(portfolio) > 8 else cut

    def _unknown_person(self, units: list[Unit], at: int, end: int) -> bool:
        """“Minister of Transport Arvo Salmi": behind a word for a field two that are for none."""
        rest = [u.text.lower() for u in units[at:end]]
        field = units[at - 1].text.lower() in self.lexicon.subjects
        return field and len(rest) in (2, 3) and not any(w in self.lexicon.subjects or w in _SMALL for w in rest)

    def _field_goes_on(self, units: list[Unit], start: int, end: int) -> int:
        """The end of a chunk that opens a minister's field of several parts ("Minister of Trade, Industry and
        Energy").
        """
        before = start - 1
        if before < 1 or units[before].text.lower() not in ("of", "for"):
            return end
        if units[before - 1].text.lower().rpartition("-")[2] not in _PORTFOLIOS or self._known(units, start):
            return end
        last = end
        while last + 1 < len(units) and units[last].text in (",", "and", "&") and self._is_name(units, last + 1):
            if self._person_begins(units, last + 1) or self._is_known_thing(units[last + 1].text):
                break
            last = self._extend(units, last + 2)
            if units[last - 1].text != "," and "and" in (u.text for u in units[end:last]):
                return last
        return end

    def _person_begins(self, units: list[Unit], at: int) -> bool:
        number = self._entity_of.get(units[at].first)
        entity = self.parse.entities[number] if number is not None else None
        return entity is not None and entity.label == "PERSON" and entity.first == units[at].first

    def _stands_alone(self, units: list[Unit], start: int, end: int) -> bool:
        """Letters behind a name and a comma ("Ana Vela, MLA") name nothing."""
        return (
            end - start == 1
            and start > 1
            and units[start - 1].text == ","
            and (units[start].text in self.lexicon.postnominals or bool(_LETTERS.match(units[start].text)))
            and units[start].text not in self.lexicon.things
        )

    # -- growing a chunk -------------------------------------------------------------------

    def _extend(self, units: list[Unit], end: int, known: int | None = None) -> int:
        """The end of the chunk that has its first unit before ``end``; a known name in it begins at ``known``."""
        start = end - 1
        while end < len(units):
            if (
                not self._adjacent(units, end)
                or self._another_begins(units, end)
                or self._behind_state(units, start if known is None else known, end)
            ):
                return end
            if length := self._known(units, end):
                if self._separate_place(units, start, end):
                    return end
                end += length
            elif self._is_name(units, end) or self._is_number(units, end):
                end += 1
            elif step := self._connects(units, start, end):
                end += step
            else:
                return end
        return end

    def _behind_state(self, units: list[Unit], start: int, at: int) -> bool:
        """“Prime Minister of Austria Ana Vela”: the holder's name follows the country's."""
        state = " ".join(u.text for u in units[start:at])
        if not start or units[start - 1].text.lower() not in ("of", "the", "to", "in"):
            return False
        if not self.lexicon.country(state) and not (self._seat(units, start, at) and self._post_before(units, start)):
            return False
        if INITIALLED.fullmatch(units[at].text):
            return True
        return (
            self._is_name(units, at)
            and (units[at].text.lower() not in self.lexicon.kinds or units[at].text in self.lexicon.given)
            and (
                units[at].text in self.lexicon.given
                or self._person_begins(units, at)
                or self._person_inside(units, at)
                or self._two_names(units, at)
            )
        )

    def _seat(self, units: list[Unit], start: int, at: int) -> bool:
        """“Mayor of Riga", "State Secretary of the Ministry of Foreign Affairs", "President of the European Council"."""
        name = " ".join(u.text for u in units[start:at])
        if self._is_known_thing(name):
            return True
        bodily = self._head_class(units, start, at) in _BODIES and at - start > 1
        of = next((i for i in range(start + 1, at) if units[i].text == "of"), None)
        return bodily or (of is not None and of + 1 < at and self._head_class(units, start, of) in _BODIES)

    def _post_before(self, units: list[Unit], start: int) -> bool:
        """An office stands a few words before ("Permanent Representative of Latvia to the …")."""
        before = (u.text.lower().rpartition("-")[2] for u in units[max(0, start - 6) : start])
        return any(word in self._ending for word in before)

    def _two_names(self, units: list[Unit], at: int) -> bool:
        """“of Uzbekistan Dilnoza Karim and": two words that nothing but a name is made of."""
        end = at
        while end < len(units) and self._adjacent(units, end) and self._is_name(units, end):
            end += 1
        words = [u.text.lower() for u in units[at:end]]
        return len(words) in (2, 3) and not any(w in self.lexicon.kinds or w in self.lexicon.subjects for w in words)

    def _person_inside(self, units: list[Unit], at: int) -> bool:
        """The model takes country and holder for one person."""
        number = self._entity_of.get(units[at].first)
        return number is not None and self.parse.entities[number].label == "PERSON"

    def _another_begins(self, units: list[Unit], at: int) -> bool:
        """“At East University Haug met”: after a head, the model sees another name begin."""
        left, right = self._entity_of.get(units[at - 1].first), self._entity_of.get(units[at].first)
        return (
            right is not None
            and left != right
            and self.lexicon.kinds.get(units[at - 1].text.lower()) in _BODIES
            and units[at].text.lower() not in self.lexicon.kinds
        )

    def _connects(self, units: list[Unit], start: int, at: int) -> int:
        """How many units to go on by if the small word at ``at`` ties the chunk to what follows."""
        word = units[at].text.lower()
        after = at + 1
        if after >= len(units):
            return 0
        named = self._is_name(units, after)
        if word in ("of", "and") and (sure := self._surely(units, start, at)) is not None:
            return sure
        if word in PARTICLES and units[at].text.islower():
            run = after
            while run < len(units) and units[run].text in PARTICLES:
                run += 1
            return run + 1 - at if run < len(units) and self._is_name(units, run) else 0
        if word in ("'s", "’s", "'", "’"):
            return 2 if named and self._possessed(units, at) else 0
        if word == "&":
            return 2 if named else 0
        if self._same_entity(units, start, at, after) and word in (
            "of",
            "for",
            "and",
            "on",
            "the",
            "to",
            "in",
            "at",
        ):
            return self._into(units, at, start)
        if word in ("of", "for", "on", "to", "in") and named:
            return 2 if self._head_takes(units, start, at, word) else 0
        if (
            word in ("of", "for", "on")
            and units[after].text == "the"
            and after + 1 < len(units)
            and self._is_name(units, after + 1)
        ):
            return 3 if self._lone_head(units, start, at, word) else 0
        if word == "in" and self._in_the_field(units, start, at):
            return 5
        if word == "and" and named:
            return 2 if self._list_inside(units, start, at, after) else 0
        return 0

    def _in_the_field(self, units: list[Unit], start: int, at: int) -> bool:
        """“Treaty on Trade in the Field of Dried Fruit"."""
        words = [u.text for u in units[at : at + 4]]
        head = self._head_class(units, start, start + 1) or self._head_class(units, start, at)
        framed = len(words) == 4 and words[1] == "the" and words[2].lower() in _FIELDS and words[3] == "of"
        return framed and head == "schema:CreativeWork" and at + 4 < len(units) and self._is_name(units, at + 4)

    def _into(self, units: list[Unit], at: int, start: int) -> int:
        """Inside one of the model's entities: go on, unless a title or a person's post is cut in two."""
        step = 3 if units[at + 1].text == "the" else 2
        if at + step > len(units) or not self._is_name(units, at + step - 1):
            return 0
        word, head = units[at].text.lower(), self._head_class(units, start, at)
        if (
            word == "and"
            and self.lexicon.country(units[at - 1].text)
            and self.lexicon.country(units[at + step - 1].text)
        ):
            return 0  # "Chile and Malta"
        if word in ("of", "for") and step == 3 and units[at - 1].text.lower() in self.lexicon.occasions:
            return 0  # "the Annual Dinner of the Institution"
        if word == "of" and self._title_at(units, at + step - 1):
            return 0  # "the Credentials of Ambassador X"
        if word in ("to", "in", "at") and (head == "kg:Award" or units[at + step - 1].text in self.lexicon.given):
            return 0
        complete = any(u.text.lower() in ("of", "for") for u in units[start:at])
        if word in ("of", "for", "on", "to") and head is None and self._office_before(units, start, at):
            return 0
        if (
            word in ("of", "in", "at", "to")
            and at - start > 1
            and head in _BODIES - {"kg:DiplomaticMission"}
            and self.lexicon.country(units[at + step - 1].text)
        ):
            return 0
        if word == "of" and head == "kg:Award" and units[at + 1].text == "the":
            return step if "order" in (units[at - 1].text.lower(), units[at + 2].text.lower()) else 0
        if word == "on" and head == "schema:CreativeWork":
            return step  # "Memorandum of Understanding on Harbour Pilots"
        return 0 if complete and word in ("for", "on", "in", "at", "to") else step

    def _head_takes(self, units: list[Unit], start: int, at: int, word: str) -> bool:
        """True if the name so far ends in a head that takes "of X", "on X" …"""
        head = self._head_before(units, start, at, word)
        if head is None or units[at + 1].text.lower() in CALENDAR:
            return False
        right = units[at + 1].text
        if word == "in":
            subject = right.lower() in self.lexicon.subjects and head == "schema:CreativeWork"
            return head == "kg:DiplomaticMission" or subject
        if head == "kg:DiplomaticMission":
            return word in ("of", "to", "for")
        if word == "to":
            return False
        if head in ("schema:CreativeWork",):
            return word in ("of", "on", "for", "in") and not self.lexicon.country(right)
        if head == "kg:Award":
            called = word == "for" or units[at - 1].text.lower() == "order" or right.lower() in _VIRTUES
            return called and not self._is_known_thing(right)
        if head == "schema:GovernmentOrganization" or head == "schema:Organization":
            complete = any(u.text.lower() in ("of", "for") for u in units[start:at])
            if word == "on":
                return units[at - 1].text.lower() in (
                    "committee",
                    "commission",
                    "council",
                    "group",
                    "board",
                    "panel",
                    "centre",
                    "center",
                )
            if complete and word == "for":
                return False
            if units[at - 1].text.lower() in _FIRMS and (
                right in self.lexicon.cities or right in self.lexicon.capitals
            ):
                return False
            return not (self.lexicon.country(right) and (complete or at - start > 1))
        if head in ("schema:Place", "kg:CelestialPlace", "kg:Programme"):
            return word == "of" and at - start == 1
        return False

    def _head_before(self, units: list[Unit], start: int, at: int, word: str) -> str | None:
        """The class of the name so far: of its last noun, or of the noun before an inner "on" or "of" ("Protocol
        on the Use *of* Rivers", "Embassy of Chile *in* Vienna").
        """
        head = self._head_class(units, start, at)
        inner = {"of": "on", "in": "of"}.get(word)
        if head is not None or inner is None:
            return head
        cut = next((i for i in range(start + 1, at) if units[i].text == inner), start)
        head = self._head_class(units, start, cut)
        return head if head == ("schema:CreativeWork" if word == "of" else "kg:DiplomaticMission") else None

    def _lone_head(self, units: list[Unit], start: int, at: int, word: str) -> bool:
        """“of the X” belongs to a head without words of its own: Museum of the Moon."""
        if word == "on":
            return at - start == 1 and self._head_class(units, start, at) == "schema:CreativeWork"
        head = self._head_class(units, start, at)
        honour = head or self._head_class(units, start, self._of(units, start, at))
        if units[at - 1].text.lower() == "order" or (honour == "kg:Award" and units[at + 2].text.lower() == "order"):
            return True  # "Grand Cross of the Order of Merit", "Cross of Merit of the Order of the Larch"
        organised = head in ("schema:Organization", "schema:GovernmentOrganization", "kg:DiplomaticMission")
        if self._head_class(units, at + 2, at + 3) in _BODIES and units[at + 2].text.lower() != "city":
            return False  # "the Commission of the Union of X": one body of another
        return organised and (at - start == 1 or word == "for") and not (word == "for" and at - start > 3)

    def _of(self, units: list[Unit], start: int, at: int) -> int:
        """Where the first "of" of a name stands, or its end."""
        return next((i for i in range(start, at) if units[i].text == "of"), at)

    def _surely(self, units: list[Unit], start: int, at: int) -> int | None:
        """Where what stands behind leaves no doubt: "Guild of Malta (GM)" is one name, "Lumen-3 and Lumen-4" are two."""
        if units[at].text == "of":
            return 2 if self._spelt_behind(units, start, at + 1) else None
        return 0 if _NUMBERED.search(units[at - 1].text) and _NUMBERED.search(units[at + 1].text) else None

    def _spelt_behind(self, units: list[Unit], start: int, last: int) -> bool:
        """“Royal Guild of Malta (RGM)": the letters behind it say that the country is part of the name."""
        letters = units[last + 2].text if last + 3 < len(units) and units[last + 1].text == "(" else ""
        spelt = "".join(u.text[0] for u in units[start : last + 1] if u.text[0].isupper())
        return len(letters) > 2 and letters == spelt

    def _list_inside(self, units: list[Unit], start: int, at: int, after: int) -> bool:
        """“Timber and Stone”, "Research and Higher Education": a list within an of-phrase, of words
        that are nobody's name.
        """
        inside = any(u.text.lower() in ("of", "for", "on") for u in units[start:at])
        left, right = units[at - 1], units[after]
        if inside:
            named = (self._entity_of.get(left.first), self._entity_of.get(right.first))
            split = None not in named and named[0] != named[1] and left.text.lower() not in self.lexicon.subjects
            return (
                not split
                and not self._person_of(units, after)
                and not any(self._is_known_thing(u.text) or self._is_title(u.text) for u in (left, right))
            )
        # "Polar and Marine Institute": an adjective, and the head is still to come
        tail = after
        while tail < len(units) and self._is_name(units, tail):
            tail += 1
        ends_in_head = tail - after >= 2 and units[tail - 1].text.lower() in self.lexicon.kinds
        opens = self.parse.tags[left.first].startswith("JJ") or at - start == 1
        return (
            ends_in_head
            and opens
            and not self._is_known_thing(left.text)
            and self._same_entity(units, start, at, after)
        )

    def _person_of(self, units: list[Unit], at: int) -> bool:
        """“and Amina Odera of the Laboratory": two names with a body of their own."""
        end = at
        while end < len(units) and self._is_name(units, end):
            end += 1
        words = [u.text.lower() for u in units[at:end]]
        known = any(w in self.lexicon.kinds or w in self.lexicon.subjects for w in words)
        return len(words) == 2 and not known and end < len(units) and units[end].text in ("of", "from", ",")

    # -- what a unit is --------------------------------------------------------------------

    def _is_name(self, units: list[Unit], i: int, *, opening: bool = False) -> bool:
        text = units[i].text
        if i and text in _SUFFIXES and units[i - 1].text[0].isupper():
            return True
        if not text[0].isupper() and not self._inner_capital(text):
            return False
        lower = text.lower().rstrip(".")
        if lower in CALENDAR:
            return self._calendar_name(units, i)
        if lower in _NEVER:
            return (
                text == "The"
                and not opening
                and i > 0
                and units[i - 1].text not in _QUOTES
                and self._is_name(units[:], i + 1)
                if i + 1 < len(units)
                else False
            )
        tag = self.parse.tags[units[i].last - 1]
        if tag == "CD" and not any(c.isdigit() for c in text):
            return False
        if opening or units[i - 1].text in "\"“‘'(:—–-•":
            if lower in _OPENERS:
                return False
            return (
                tag.startswith("NNP")
                or text in self._within
                or any(c.isdigit() for c in text)
                or units[i].first in self._entity_of
                or self._is_title(text)
                or (i + 1 < len(units) and self._plain_name(units[i + 1]) and tag in ("NN", "JJ", "VBG", "NNS", "CD"))
            )
        return lower not in _OPENERS or tag.startswith("NNP")

    def _calendar_name(self, units: list[Unit], i: int) -> bool:
        """Jan Vela, April Jones, Long March 3B: a word of the calendar within a name."""
        if i + 1 >= len(units) or units[i].text.endswith("."):
            return False
        following = units[i + 1].text
        if i and units[i - 1].text[0].isupper() and re.fullmatch(r"\d+[A-Z]+", following):
            return True
        return units[i].first in self._entity_of and following[0].isupper() and following.lower() not in CALENDAR

    def _plain_name(self, unit: Unit) -> bool:
        return (
            unit.text[0].isupper()
            and unit.text.lower() not in CALENDAR
            and self.parse.tags[unit.first].startswith("NNP")
        )

    def _inner_capital(self, text: str) -> bool:
        """al-Shabaab, eBay: a small first letter and a capital close behind, in one of the model's names."""
        return len(text) > 3 and text[0].isalpha() and any(c.isupper() for c in text[1:4])

    def _is_number(self, units: list[Unit], i: int) -> bool:
        """The number of a craft, rocket or mission: Long March 3B, Falcon 9."""
        text = units[i].text
        if not _NUMBER.match(text) or units[i - 1].text.lower() in ("no", "no."):
            return False
        if (text.isdigit() and units[i - 1].text.lower() in CALENDAR) or self.parse.tags[units[i].first] == "PRP":
            return False
        following = self.parse.words[units[i].last] if units[i].last < len(self.parse) else ""
        counted = self.parse.tags[units[i].last] == "NNS" if following else False
        return not counted and following.lower() not in CALENDAR and following not in ("%", "per", "million", "billion")

    def _adjacent(self, units: list[Unit], i: int) -> bool:
        """True if nothing but space stands before a unit, and the unit is no bracket or comma."""
        return (
            units[i].text not in ',;:()[]"“”—–'
            and "\n\n"
            not in self.parse.text[self.parse.ends[units[i - 1].last - 1] : self.parse.starts[units[i].first]]
        )

    def _known(self, units: list[Unit], i: int) -> int:
        """Length of the longest gazetteer name of several words that starts here."""
        for known in self._openers.get(units[i].text, ()):
            if tuple(u.text for u in units[i : i + len(known)]) == known:
                return len(known)
        return 0

    def _separate_place(self, units: list[Unit], start: int, at: int) -> bool:
        return bool(self.lexicon.country(units[at - 1].text)) and at - start == 1

    def _is_known_thing(self, text: str) -> bool:
        return text in self.lexicon.things or text in self.lexicon.capitals

    def _is_title(self, text: str) -> bool:
        lower = text.lower()
        return lower in self.lexicon.titles or lower in self.lexicon.offices

    def _possessed(self, units: list[Unit], at: int) -> bool:
        """Women's Institute, Queen's University, Students' Union: the owner is part of the name."""
        owner = units[at - 1].text.lower()
        if owner in _POSSESSED:
            return True
        plural = self.parse.tags[units[at - 1].last - 1] in ("NNS", "NNPS")
        headed = at + 1 < len(units) and self.lexicon.kinds.get(units[at + 1].text.lower()) in _BODIES
        return units[at].text in ("'", "’") and (plural or headed)

    def _same_entity(self, units: list[Unit], start: int, at: int, after: int) -> bool:
        """True if the model sees one name on both sides of the small word."""
        if units[after].text == "the" and after + 1 < len(units):
            after += 1
        left = self._entity_of.get(units[at - 1].first)
        return left is not None and left == self._entity_of.get(units[after].first) and start < at

    def _head_class(self, units: list[Unit], start: int, at: int) -> str | None:
        """The class of the head that ends just before ``at``, if it is a kind of thing."""
        if at <= start:
            return None
        for size in (3, 2, 1):
            if at - size >= start:
                words = " ".join(u.text.lower() for u in units[at - size : at])
                if words in self.lexicon.kinds:
                    return self.lexicon.kinds[words]
        last = units[at - 1].text.lower().rpartition("-")[2]
        return self.lexicon.kinds.get(last)

    def _office_before(self, units: list[Unit], start: int, at: int) -> bool:
        spans = (" ".join(u.text.lower() for u in units[i:at]) for i in range(max(start, at - 3), at))
        return any(
            words in self.lexicon.offices or (words.endswith(_HEADS) and words[:-1] in self.lexicon.offices)
            for words in spans
        )

    # -- taking a chunk apart --------------------------------------------------------------

    def _split(self, units: list[Unit]) -> Iterator[Chunk]:
        """Strip nationality and titles before a name and letters after it; part two countries."""
        if len(units) == 1 and (parts := self._two_countries(units[0])):
            yield from (Chunk((part,)) for part in parts)
            return
        if len(units) == 1 and all(s in self.lexicon.demonyms for s in re.split(r"[-–‑]", units[0].text)):
            return
        nationality, rest = self._nationality(units)
        if len(rest) > 2 and rest[0].text == "Former" and rest[0].first in self._opens and not self._title_at(rest, 1):
            rest = rest[1:]  # "Former Harbour Institute director X"
        if cut := self._office_inside(rest):
            yield Chunk(tuple(rest[:cut]), (), (), nationality)
            rest, nationality = rest[cut:], ""
        if at := self._post_behind(rest):
            yield Chunk(tuple(rest[:at]), (), (), nationality)
            yield Chunk((), tuple(rest[at:]))
            return
        title, rest = self._title(rest)
        rest, letters = self._letters(rest, bool(title))
        yield Chunk(tuple(rest), tuple(title), tuple(letters), nationality)

    def _two_countries(self, unit: Unit) -> list[Unit]:
        """China-UK: two names in one word, where both sides are countries."""
        sides = re.split(r"[-–‑]", unit.text)
        if len(sides) != 2 or not all(s in self.lexicon.things for s in sides):
            return []
        return [Unit(sides[0], unit.first, unit.first + 1), Unit(sides[1], unit.last - 1, unit.last)]

    def _nationality(self, units: list[Unit]) -> tuple[str, list[Unit]]:
        """A leading demonym, unless it is part of a body's or work's own name."""
        first = units[0].text
        pair = " ".join(u.text for u in units[:2])
        if len(units) > 2 and " ".join(u.text for u in units) in self.lexicon.things:
            return "", units  # the Central African Republic
        if len(units) > 1 and pair in self.lexicon.demonyms:
            return self.lexicon.demonyms[pair], units[2:]
        country = self.lexicon.demonyms.get(first, "")
        if not country or first in self.lexicon.things or " ".join(u.text for u in units) in self.lexicon.things:
            return "", units
        if len(units) > 1 and self.parse.entities and self._one_place(units):
            return "", units
        if len(units) == 1:
            return country, []
        own = {self.lexicon.kinds.get(u.text.lower()) for u in units[1:]} - {None}
        bears = {
            "schema:Organization",
            "schema:GovernmentOrganization",
            "kg:DiplomaticMission",
            "kg:Award",
            "schema:CreativeWork",
            "schema:Place",
        }
        if own & bears and not self._is_title(units[1].text):
            return "", units
        return country, units[1:]

    def _office_inside(self, units: list[Unit]) -> int:
        """Where a post starts between a body and its holder ("Pentagon Press Secretary Peter Cook"), or 0."""
        if self._title_at(units, 0):
            return 0
        for at in range(1, len(units) - 1):
            size = self._title_at(units, at)
            tail = units[at + size :]
            if (
                size
                and 1 <= len(tail) <= 4
                and self._head_class(units, at + size, len(units)) is None
                and not units[at].text.islower()
            ):
                whole = all(u.text[0].isupper() and not any(c.isdigit() for c in u.text) for u in tail)
                if self._is_field(units, at, size):
                    return 0
                return at if whole and not self._joins_before(units, at) else 0
        return 0

    def _post_behind(self, units: list[Unit]) -> int:
        """Where a post begins that ends a chunk behind a known name or letters ("the EU Ambassador, Ana Vela"), or 0."""
        if len(units) < 2 or units[-1].text.lower().rpartition("-")[2] not in self._ending:
            return 0
        for at in range(1, len(units)):
            if self._offices(units[at:]):
                before = " ".join(u.text for u in units[:at])
                letters = at == 1 and before.isupper() and 1 < len(before) < 7
                return at if letters or self._is_known_thing(before) else 0
        return 0

    def _is_field(self, units: list[Unit], at: int, size: int) -> bool:
        """“Public Works Minister”: what stands before such an office is its field, not a body."""
        head = units[at + size - 1].text.lower()
        known = any(self._is_known_thing(u.text) for u in units[:at]) or self._known(units, 0)
        return head in _PORTFOLIOS and not known and self._head_class(units, 0, at) not in _BODIES

    def _joins_before(self, units: list[Unit], at: int) -> bool:
        return units[at - 1].text.lower() in ("of", "for", "and", "&", "the", *PARTICLES)

    def _one_place(self, units: list[Unit]) -> bool:
        """French Guiana: the model takes demonym and name together for a place."""
        number = self._entity_of.get(units[0].first)
        return (
            number is not None
            and number == self._entity_of.get(units[1].first)
            and self.parse.entities[number].label in ("GPE", "LOC")
        )

    def _title(self, units: list[Unit]) -> tuple[list[Unit], list[Unit]]:
        """Leading titles and offices ("Former Foreign Secretary Sir"), longest match first."""
        at = self._field_before(units)
        while at < len(units):
            step = self._title_at(units, at)
            if not step or (at and self._opens_a_name(units, at, step)):
                break
            at += step
        # "Cardinal Health", "Marshal Islands": a title word may open a body's or place's name
        rest = units[at:]
        if (
            at
            and rest
            and self._head_class(rest, 0, len(rest))
            in ("schema:Organization", "schema:GovernmentOrganization", "kg:DiplomaticMission")
            and len(rest) <= 2
            and not self._personal(units[:at])
        ):
            return [], units
        if at == 1 and self._opens_a_thing(units[0], rest):
            return [], units
        noun = rest[0].text.lower() if len(rest) == 1 else ""
        common = noun in self.lexicon.kinds or noun in self.lexicon.occasions
        if at == 1 and common and not self._personal(units[:1]):
            return [], units
        if at == 1 and " ".join(u.text.lower() for u in units) in self.lexicon.kinds:
            return [], units  # "General Assembly"
        if at and not rest and len(units) > 1 and self._head_class(units, 0, len(units)) and not self._offices(units):
            return [], units
        return units[:at], rest

    def _opens_a_name(self, units: list[Unit], at: int, step: int) -> bool:
        """“Ms. Pan Lan": behind a courtesy a title that is a family name too is the name."""
        courtesy = units[at - 1].text.lower() in _COURTESIES
        return courtesy and step == 1 and len(units) > at + 1 and units[at].text in self.lexicon.family

    def _opens_a_thing(self, title: Unit, rest: list[Unit]) -> bool:
        """“Sister River Compact", "King Khalid Airport": some titles are words of other names too."""
        if len(rest) < 2 or title.text.lower() not in _DOUBLE or rest[-1].text.lower() in _SURNAMES:
            return False
        return self._head_class(rest, 0, len(rest)) in (
            "schema:CreativeWork",
            "kg:Award",
            "schema:Place",
            "kg:Programme",
        )

    def _field_before(self, units: list[Unit]) -> int:
        """How many units before an office are its field ("Public Works" Minister)."""
        for at in range(1, min(4, len(units) - 1)):
            size = self._title_at(units, at)
            if size and not self._title_at(units, 0) and self._is_field(units, at, size):
                return at
        return 0

    def _title_at(self, units: list[Unit], at: int) -> int:
        if at >= len(units) or self._known(units, at):
            return 0
        word = units[at].text.lower()
        stem = _stem(_TO_COME.sub("", word))
        for size in (4, 3, 2, 1) if stem in self._opening or stem.removesuffix("s") in self._opening else ():
            if at + size <= len(units):
                words = " ".join(u.text.lower() for u in units[at : at + size]).replace("’", "'").replace(" '", "'")
                words = _TO_COME.sub("", words)
                if (
                    words in self.lexicon.titles
                    or words in self.lexicon.offices
                    or (words.endswith(_HEADS) and words[:-1] in self.lexicon.offices and self._first_of_two(units, at))
                    or words.rstrip(".") in self.lexicon.titles
                ):
                    return size
        for size in (5, 4, 3) if word in ("group", "deputy", "chief") else ():
            if _CHIEF.match(" ".join(u.text.lower() for u in units[at : at + size])):
                return size
        return 1 if word in _BEFORE_OFFICE and self._title_at(units, at + 1) else 0

    def _first_of_two(self, units: list[Unit], at: int) -> bool:
        """“Presidents Ana Vela of Chile and Bo Lund of Peru"; not "Council of Ministers", "Presidents' Day"."""
        return (
            not at and units[-1].text not in self.lexicon.kinds and not any(u.text in ("'", "’", "of") for u in units)
        )

    def _personal(self, title: list[Unit]) -> bool:
        return any(u.text.lower() in self.lexicon.titles for u in title)

    def _offices(self, units: list[Unit]) -> bool:
        return " ".join(u.text.lower() for u in units) in self.lexicon.offices

    def _letters(self, units: list[Unit], titled: bool) -> tuple[list[Unit], list[Unit]]:
        """Trailing post-nominals: MP, CBE, FRS. Letters alone are a name."""
        end = len(units)
        while end > 1 and self._is_letters(units, end - 1):
            end -= 1
        body = self._head_class(units, 0, end) in ("schema:Organization", "kg:Spacecraft", "kg:Mission")
        if end < len(units) and (body or (end == 1 and not titled)):
            return units, []
        return units[:end], units[end:]

    def _is_letters(self, units: list[Unit], at: int) -> bool:
        """Known post-nominals, and a fellow's of any society (FXYZ) behind two words of a name."""
        text = units[at].text
        return text in self.lexicon.postnominals or (at > 1 and bool(_LETTERS.match(text)))


@lru_cache(maxsize=2)
def _gazetteer_heads(lexicon: Lexicon) -> dict[str, list[tuple[str, ...]]]:
    """The gazetteer's names of several words by their first word, longest first."""
    heads: dict[str, list[tuple[str, ...]]] = {}
    for name in lexicon.things:
        words = tuple(re.sub(r"(['’]s\b|,)", r" \1", name).split())
        if len(words) > 1:
            heads.setdefault(words[0], []).append(words)
    return {word: sorted(names, key=len, reverse=True) for word, names in heads.items()}


@lru_cache(maxsize=2)
def _office_endings(lexicon: Lexicon) -> frozenset[str]:
    """The last words of offices, behind hyphens: "general" of "Secretary-General"."""
    return frozenset(o.rpartition(" ")[2].rpartition("-")[2] for o in lexicon.offices)


@lru_cache(maxsize=2)
def _title_openings(lexicon: Lexicon) -> frozenset[str]:
    """How the titles and offices there are begin: most words begin none."""
    return frozenset(_stem(t) for t in (*lexicon.titles, *lexicon.offices))


def _stem(text: str) -> str:
    """A text up to its first space, apostrophe or stop."""
    return re.split(r"[ '’.]", text, maxsplit=1)[0]
