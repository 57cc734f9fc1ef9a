"""Phrases for offices: "British Foreign Secretary X", "X, director of Y", "X, who was Z".

They are read off the words: what office, of what body, whose. Who holds it and where it is
becomes a role in :mod:`kgraph.extract.roles`, once coreference knows who "the Embassy" and "she" are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kgraph.extract.chunks import CALENDAR
from kgraph.extract.context import BODIES, COUNTRY, MISSION, PERSON, PLACE, PROGRAMME, TEAM
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.names import Name
from kgraph.extract.parse import Parse
from kgraph.extract.words import words

_PRETENDED = frozenset(["be", "styled", "proclaimed", "declared", "appointed"])  # "would-be", "self-styled"
_DENYING = frozenset(["not", "n't", "n’t", "never", "no"])
_HANDING = words("offices", "handing")
_FLOATED = words("offices", "floated")
_SUPPOSING = frozenset(["would", "could", "might", "should", "may", "must", "can"])
_COUNTED = re.compile(r"(?:first|second|third|\w+th|last|latest|only)$", re.I)
_MOMENTS = words("offices", "moments")
ENVOYS = words("offices", "envoys")
STATE_OFFICES = words("offices", "state_offices")
_FORMER = words("offices", "former")
_ACTING = frozenset(["acting", "interim", "caretaker"])
_INCOMING = frozenset(["incoming", "designate", "elect", "next", "future"])
_PASSING = words("offices", "passing")
OF_BODIES = (*BODIES, COUNTRY, PLACE, PROGRAMME, MISSION, TEAM)
_PROFESSIONS = words("offices", "professions")
# "first" to "third" stay: a first secretary is not the first of the secretaries.
_ORDINAL = re.compile(
    r"\d+(?:st|nd|rd|th)|\w+teenth|\w+tieth|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
)
_COMPLEMENTS = ("of", "for", "to", "at", "in", "on", "with")
_BODY_NOUNS = words("offices", "body_nouns")
_CORPORATE = words("context", "corporate") | words("completion", "board_officers")


@dataclass(frozen=True, slots=True)
class Office:
    """One phrase for an office. Tokens ``first`` to ``last`` are the words of the post itself.

    ``holder`` is the token that stands for the person, ``bodies`` tokens that stand for where
    the office is held, ``to`` where an envoy is sent, ``country`` a demonym's country,
    ``owner`` the token of a possessor ("its mayor").
    """

    first: int
    last: int
    end: int
    position: str
    head: str
    status: str
    rule: str
    holder: int | None = None
    bodies: tuple[int, ...] = ()
    to: tuple[int, ...] = ()
    country: str = ""
    owner: int | None = None
    definite: bool = False
    plural: bool = False


@dataclass(slots=True)
class _Behind:
    """What stands behind an office's head, while it is read: ``at`` is how far, ``last`` the end of the post's words."""

    at: int
    last: int = 0
    bodies: list[int] = field(default_factory=list)
    to: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last = self.at


def find_offices(parse: Parse, names: Iterable[Name], lexicon: Lexicon) -> list[Office]:
    """The office phrases of a text, in order, with the holder where grammar tells one."""
    return list(_Finder(parse, list(names), lexicon).offices())


class _Finder:
    def __init__(self, parse: Parse, names: list[Name], lexicon: Lexicon) -> None:
        self.parse, self.lexicon = parse, lexicon
        self.starts = {n.first: n for n in names if n.rule != "team's name"}
        self.ends = {n.last: n for n in names}
        self.inside = {t: n for n in names for t in range(n.first, n.last)}
        self.firsts = _first_words(lexicon)

    def offices(self) -> Iterator[Office]:
        for number, (first, last) in enumerate(self.parse.sentences):
            token, before = first, None
            while token < last:
                if (found := self._office(token, last)) is None:
                    token += 1
                    continue
                found = self._held(found, number, before)
                bound = found.head in _PROFESSIONS or found.head == "professor"
                if bound and (found.holder is None or not found.bodies):
                    token = max(found.end, token + 1)
                    continue
                if before is not None and self._both(before, found):
                    yield replace(
                        before, holder=found.holder, bodies=found.bodies, country=found.country, rule="coordination"
                    )
                before = found
                yield from self._spread(found) if found.plural else (found,)
                token = max(found.end, token + 1)

    def _both(self, one: Office, other: Office) -> bool:
        """“the Deputy Prime Minister and Minister of Trade of Malta, X": with one article, both are X's."""
        if other.holder is None or other.holder < other.last or other.rule != "apposition" or not other.bodies:
            return False
        beside = self.parse.words[one.end : one.end + 1] == ["and"] and other.first == one.end + 1
        return beside and one.definite and one.holder is None and not one.bodies and not one.plural

    # -- the phrase ------------------------------------------------------------------------

    def _office(self, token: int, limit: int) -> Office | None:
        """The office phrase whose head words start at a token, or None."""
        end = self._match(token, limit)
        if end is None or token in self.inside or self._honour(end):
            return None
        head = self._words(token, end)
        first, marks, country, owner, name, definite = self._before(token)
        stop, last, bodies, to = self._after(head, end, limit)
        position = self._words(first, last)
        told = self._denied(first)
        if told is None:
            return None
        status = told or self._status(marks)
        if name is not None:
            bodies = (self._head(name), *bodies)
        for suffix in ("-designate", "-elect"):
            if self._words(end - 1, min(end + 2, limit)).endswith(suffix):
                status = "incoming"
        return Office(
            first,
            last,
            stop,
            position,
            singular(head),
            status,
            "",
            None,
            bodies,
            to,
            country,
            owner,
            definite,
            head != singular(head),
        )

    def _honour(self, end: int) -> bool:
        """“Manager of the Year", "Commander of the Order of the Larch": no office."""
        of = [w.lower() for w in self.parse.words[end : end + 3]]
        return of[:1] == ["of"] and of[1:2] == ["the"] and of[2:] in (["year"], ["month"], ["order"], ["legion"])

    def _denied(self, first: int) -> str | None:
        """“no longer director" ("former"); None for no office at all: "not the director", "not yet director", "would-be"."""
        words = [w.lower() for w in self.parse.words[max(0, first - 4) : first]]
        if words[-2:-1] == ["-"] and words[-1] in _PRETENDED:
            return None
        if words[-1:] in (["the"], ["a"], ["an"]):
            words.pop()
        if words[-2:] == ["no", "longer"]:
            return "former"
        return None if words[-2:] == ["not", "yet"] or set(words[-1:]) & _DENYING else ""

    def _match(self, token: int, limit: int) -> int | None:
        """End of the longest office that starts at a token."""
        if self.parse.words[token].lower() not in self.firsts:
            return None
        for end in range(min(token + 6, limit), token, -1):
            words = self._words(token, end)
            held = words in self.lexicon.offices or singular(words) in self.lexicon.offices or words in _PROFESSIONS
            if held and not any(t in self.inside for t in range(token, end)) and not self._modifies(end):
                return end
        return None

    def _modifies(self, end: int) -> bool:
        """“head girl", "presidential candidate": the word only says what kind of something else."""
        noun = end < len(self.parse) and self.parse.tags[end] == "NN" and self.parse.words[end].islower()
        above = self.parse.heads[end - 1] == end and self.parse.deps[end - 1] in ("compound", "amod", "nmod")
        return noun and above and end not in self.inside and self.parse.words[end] not in self.lexicon.offices

    def _before(self, token: int) -> tuple[int, list[str], str, int | None, Name | None, bool]:
        """What stands before the head: its modifiers, status words, country, owner, body."""
        words, tags = self.parse.words, self.parse.tags
        first, marks, country = token, [], ""
        opening = self.parse.sentences[self.parse.sentence_of[token]][0]
        while first > opening:
            word, tag = words[first - 1], tags[first - 1]
            lower = word.lower()
            if first - 1 in self.inside or lower in CALENDAR or lower in _MOMENTS:
                break  # "On Monday President X", "last week Minister Y"
            if word in self.lexicon.demonyms:
                country = self.lexicon.demonyms[word]
            elif lower in _FORMER | _ACTING | _INCOMING or lower in _PASSING:
                if tag in ("DT", "PRP$") or lower in ("the", "a", "an"):
                    break
                lone = first - 1 == opening or words[first - 2].lower() == "and"  # "and then President X spoke"
                then = lower == "then" and (words[first] == "-" or not lone)
                marks.append("former" if then else lower)  # "then-Prime Minister X", "X, then director of"
            elif (
                country
                or marks
                or not (
                    tag in ("JJ", "NN", "NNP")
                    or (tag == "VBG" and lower in _LEADING_PARTICIPLES)
                    or (tag == "HYPH" and first >= 2)
                )
                or word.isdigit()
            ):
                break
            first -= 1
        before = words[first - 1].lower() if first else ""
        definite = before == "the"
        owner = first - 1 if tags[first - 1] == "PRP$" and first else None
        if before == "whose" and first >= 3:
            owner = self._whose(first - 3 if words[first - 2] == "," else first - 2, token)
        if before in ("'s", "’s", "'", "’") and first >= 2:
            owner = first - 2
        name = self.ends.get(first) or self._before_bracket(first)
        start = self._trim(first, token)
        named = name if name and name.cls in OF_BODIES and before not in ("'s", "’s") else None
        if named is not None and named.first and words[named.first - 1].lower() in _FORMER | _ACTING:
            marks.append(words[named.first - 1].lower())  # "former Harbour Institute director X"
        return start, marks, country, owner, named, definite

    def _whose(self, noun: int, office: int) -> int:
        """“the Museum of Glass in Lima, whose director": of the museum, as a town has none."""
        name = self.inside.get(noun)
        if name is None or name.cls != PLACE or self.parse.words[office].lower() in _CIVIC or name.first < 2:
            return noun
        body = self.ends.get(name.first - 1)
        inside = self.parse.words[name.first - 1] in ("in", "at", "near") and body is not None and body.cls in BODIES
        return self._head(body) if body is not None and inside else noun

    def _before_bracket(self, first: int) -> Name | None:
        """“the Pilots' Union (HPU) general secretary"."""
        words = self.parse.words
        bracket = first >= 3 and words[first - 1] == ")" and words[first - 3] == "("
        return self.ends.get(first - 3) if bracket else None

    def _trim(self, first: int, token: int) -> int:
        """Status words and demonyms are no part of the post."""
        words = self.parse.words
        while first < token and (
            words[first] == "-"
            or words[first].lower() in _FORMER | _ACTING | _INCOMING | _PASSING
            or words[first] in self.lexicon.demonyms
            or _ORDINAL.fullmatch(words[first])
            or words[first] in ("HE", "H.E.", "Hon", "Hon.", "HRH", "HH", "HM")
        ):
            first += 1
        return first

    def _after(self, head: str, end: int, limit: int) -> tuple[int, int, tuple[int, ...], tuple[int, ...]]:
        """What stands behind the head: (end of all, end of the post's words, bodies, sent to)."""
        behind = _Behind(self._bracket(end))
        while behind.at < limit - 1 and self.parse.words[behind.at].lower() in _COMPLEMENTS:
            prep, start = self.parse.words[behind.at].lower(), self._complement(behind.at + 1, limit)
            if prep in ("on", "in", "at") and self.parse.words[start].lower() in CALENDAR:
                break  # "appointed interior minister on Tuesday"
            if (inner := self._superior(prep, start, limit)) is not None:
                if not inner:
                    break  # "spokesman for Foreign Minister X": X is the minister
                behind.at = inner
                continue
            name = self._owned(start, limit)
            if not (
                self._unnamed(behind, prep, start, limit) if name is None else self._named_as(behind, head, prep, name)
            ):
                break
        return behind.at, behind.last, tuple(behind.bodies), tuple(behind.to)

    def _superior(self, prep: str, start: int, limit: int) -> int | None:
        """“adviser to the president of Norland": the end of the office that a complement is, which is another's;
        0 where that other one is named.
        """
        promoted = "from" in self.parse.words[max(0, start - 6) : start]  # "from head of sales to chief executive"
        end = self._match(start, limit) if prep in ("to", "for", "of") and not promoted else None
        if end is None or self.lexicon.kinds.get(self.parse.words[start].lower()) in BODIES:
            return None
        stop = self._after(self._words(start, end), end, limit)[0]
        return 0 if self._person_at(end) is not None and prep != "to" else stop

    def _complement(self, start: int, limit: int) -> int:
        """Where a complement begins behind articles, demonyms and courtesies ("of the sisterly Kingdom")."""
        words = self.parse.words
        while start < limit and (
            words[start].lower() in ("the", "a", "an", "its", "their", "same", "our", "his", "her")
            or (words[start] in self.lexicon.demonyms and start not in self.starts)
            or words[start].lower() in _FRIENDLY
        ):
            start += 1
        return start

    def _owned(self, start: int, limit: int) -> Name | None:
        """The name that a complement is: the last of several that own each other ("Norway's Coastal Agency")."""
        words, name = self.parse.words, self.starts.get(start)
        if name and name.cls == PLACE and [w.lower() for w in words[name.last : name.last + 2]] == ["-", "based"]:
            return self._next_name(name.last + 2) or name  # "of Antwerp-based Vale Lines"
        if name and name.cls in (COUNTRY, PLACE) and self.parse.tags[name.last : name.last + 1] == ["NN"]:
            behind = next((t for t in range(name.last, limit) if self.parse.tags[t] != "NN"), limit)
            return self.starts.get(behind)  # "of the Lima law firm X"; "of its Oslo office" is of no town
        owns = name is not None and name.cls in (COUNTRY, *BODIES) and name.last < limit - 1
        if name is not None and owns and words[name.last] in ("'s", "’s"):
            return self.starts.get(name.last + 1, name)
        return name

    def _unnamed(self, behind: _Behind, prep: str, start: int, limit: int) -> bool:
        """Take a complement without a name; false where the post ends before it."""
        stop, token = self._common(start, limit)
        if (name := self.starts.get(stop)) is not None and name.cls in BODIES and stop > start and not behind.bodies:
            behind.bodies.append(self._head(name))  # "president of the cell manufacturer X"
            behind.at = name.last
            return True
        if token is not None and not behind.bodies:
            behind.bodies.append(token)
            behind.at = stop
            return True
        if stop == start or prep in ("at", "in", "with", "to") or behind.bodies:
            return False
        behind.at = behind.last = self._bracket(stop)
        return True

    def _named_as(self, behind: _Behind, head: str, prep: str, name: Name) -> bool:
        """Take a complement that is a name; false where it is no part of the phrase."""
        words = self.parse.words
        whole = self._next_name(name.last + 1) if words[name.last : name.last + 1] == ["of"] else None
        stands = whole is not None and whole.cls == COUNTRY  # "chair of the State Committee of Uzbekistan"
        inner = self._is_unit(name) and not behind.bodies and words[name.last : name.last + 1] == ["of"] and not stands
        if inner or (prep == "for" and name.cls == PLACE):  # "Senior Director for East Asia"
            behind.at = behind.last = name.last
            return True
        if (
            prep == "in"
            and behind.bodies
            and words[name.last : name.last + 1] == [","]
            and name.cls in (PLACE, COUNTRY)
        ):
            behind.at = name.last  # "the director of the Institute in Lima, X"
            return True
        stately = head in STATE_OFFICES or head.startswith("secretary") or head.endswith("minister")
        if prep in ("in", "at") and name.cls == PLACE and (stately or (prep == "in" and head in _CORPORATE)):
            return False  # "received Foreign Minister X in Lyon", "plant manager in Lyon"
        if prep == "at" and head in STATE_OFFICES:
            return False  # "President X at the University of Lyon"
        if name.cls not in OF_BODIES or (behind.bodies and prep != "to" and not is_envoy(head)):
            return False
        if prep == "to":
            behind.to.append(self._head(name))
        elif not (prep == "in" and behind.bodies):
            behind.bodies.append(self._head(name))
        behind.at = self._past_letters(name)
        while prep == "of" and singular(head) != head and words[behind.at : behind.at + 1] == ["and"]:
            more = self._next_name(behind.at + 1)  # "the ministers of Chile and Peru"
            if more is None or more.cls != name.cls:
                break
            behind.bodies.append(self._head(more))
            behind.at = more.last
        while prep == "to" and words[behind.at : behind.at + 1] == ["and"]:
            more = self._next_name(behind.at + 1)
            if more is None or more.cls != name.cls:
                break
            behind.to.append(self._head(more))
            behind.at = more.last
        return True

    def _past_letters(self, name: Name) -> int:
        """“of the Council of States (CS), Dr. X": the end of a name with its letters in brackets."""
        words, at = self.parse.words, name.last
        letters = self.starts.get(at + 1) if words[at : at + 1] == ["("] else None
        closed = letters is not None and letters.cls == name.cls and words[letters.last : letters.last + 1] == [")"]
        return letters.last + 1 if letters is not None and closed else at

    def _bracket(self, end: int) -> int:
        """The end of a bracket that belongs to the post: "Minister of State (Independent Charge) for Power"."""
        words = self.parse.words
        closed = next((t for t in range(end + 1, min(end + 5, len(words))) if words[t] == ")"), None)
        inside = range(end, closed or end)
        known = words[end : end + 1] != ["("] or closed is None or (len(inside) == 2 and words[end + 1].isupper())
        goes_on = closed is not None and words[closed + 1 : closed + 2] in (["of"], ["for"])
        return closed + 1 if closed is not None and goes_on and not known else end

    def _is_unit(self, name: Name) -> bool:
        """“head of the Africa Department of the Ministry": a part, which is named with the post."""
        return name.cls in BODIES and name.text.split()[-1].lower() in _UNITS

    def _head(self, name: Name) -> int:
        return self.parse.head_of(name.first, name.last)

    def _next_name(self, token: int) -> Name | None:
        return self.starts.get(token + 1 if self.parse.words[token].lower() == "the" else token)

    def _common(self, start: int, limit: int) -> tuple[int, int | None]:
        """A complement without a name: its end, and its head if that stands for a body
        ("of the Institute"), which is then no part of the post.
        """
        words, tags = self.parse.words, self.parse.tags
        token = start
        while token < limit and token not in self.inside:
            tag = tags[token]
            joins = (
                words[token].lower() in ("and", "&", ",")
                and token + 1 < limit
                and tags[token + 1][:2] in ("NN", "JJ")
                and self._goes_on(token, start)
            )
            if token > start and words[token].lower() in self.lexicon.titles:
                break
            if not (
                tag.startswith("NN")
                or tag in ("JJ", "VBG", "HYPH", "VBN")
                or joins
                or (
                    words[token] == "of"
                    and token > start
                    and tags[token - 1] == "NNP"
                    and token + 1 not in self.inside
                    and words[token + 1][0].isupper()
                )
            ):
                break
            token += 1
        if token == start:
            return start, None
        article = words[start - 1].lower() in ("the", "its", "their", "same", "our")
        noun = words[start].lower()
        if article and token - start == 1 and (noun in _BODY_NOUNS or self.lexicon.kinds.get(noun) in BODIES):
            return token, token - 1
        return token, None

    def _goes_on(self, token: int, start: int) -> bool:
        """“Research and Higher Education” goes on; "of outreach and thanked", "of X, director" do not."""
        words, tags = self.parse.words, self.parse.tags
        following = words[token + 1]
        if words[token] == ",":
            return (
                following[0].isupper()
                and words[start][0].isupper()
                and token + 2 < len(words)
                and words[token + 2].lower() in (",", "and")
                and self._match(token + 1, len(words)) is None
                and token + 1 not in self.inside
            )
        if token + 1 in self.inside or self._match(token + 1, len(words)) is not None:
            return False
        return following[0].isupper() == words[start][0].isupper() and tags[token + 1] != "VBD"

    def _status(self, marks: list[str]) -> str:
        if any(m in _FORMER for m in marks):
            return "former"
        if any(m in _ACTING for m in marks):
            return "acting"
        return "incoming" if any(m in _INCOMING for m in marks) else "current"

    # -- the holder ------------------------------------------------------------------------

    def _held(self, office: Office, number: int, before: Office | None) -> Office:
        for rule, find in (
            ("title", self._prefix), ("apposition", self._apposition_after), ("apposition", self._apposition_before),
            ("apposition", self._apposed), ("copula", self._copula), ("copula", self._named_so), ("as", self._as),
        ):  # fmt: skip
            if (found := find(office)) is not None:
                if rule == "apposition" and before is not None and self._taken(before, found):
                    found = self._apposition_before(office) or found
                return replace(found, rule=rule)
        if before is not None and before.holder is not None and self.parse.sentence_of[before.first] == number:
            between = [w.lower() for w in self.parse.words[before.end : office.first]]
            apart = "as" in between and "and" not in between  # "by President X, as ambassador"
            if between[:1] in (["and"], [","]) and set(between) <= _JOINING and not apart:
                office = self._with_body(office) or office
                return replace(
                    office, holder=before.holder, rule="coordination", status=_shared(before, office, between)
                )
        return office

    def _taken(self, before: Office, found: Office) -> bool:
        """“the Governor, X, the Mayor of C, Y, and": X has been given what stands before the name."""
        return (
            before.holder == found.holder and before.holder is not None and before.last <= before.holder < found.first
        )

    def _person_at(self, token: int) -> Name | None:
        """The person whose name starts at a token, titles before it passed over; in the sentence of the word before."""
        words = self.parse.words
        last = self.parse.sentences[self.parse.sentence_of[max(token - 1, 0)]][1]
        for step in range(min(8, last - token)):
            name = self.starts.get(token + step)
            if name is not None:
                return name if name.cls == PERSON else None
            word = words[token + step] if token + step < len(words) else ""
            if not step and word.lower() in _RANKS:
                continue  # "the Minister for Trade, Senator X"
            if word.lower() not in self.lexicon.titles and word.lower() not in (
                "h.e.",
                "his",
                "her",
                "excellency",
                "the",
                "rt",
                "hon",
                "’",
                "'",
                ".",
            ):
                return None
        return None

    def _prefix(self, office: Office) -> Office | None:
        """“Foreign Minister X of Estonia”: the name follows at once."""
        name = self._person_at(office.last) if office.end == office.last or office.end == office.first else None
        if name is None and office.end != office.last:
            name = self._person_at(office.end)
        if name is None or name.first - office.end > 3:
            return None
        courtesy = office.head in self.lexicon.titles and not office.bodies and not office.owner and not office.country
        behind = name.last
        while self._is_letters(behind) or self.parse.words[behind] == ",":
            if self.parse.words[behind] == "," and self.parse.words[behind + 1] not in self.lexicon.postnominals:
                break
            behind += 1
        _, _, bodies, to = self._after(office.head, behind, len(self.parse))
        bodies = bodies or self._on_behalf(behind)
        reigns = office.head in _SOVEREIGNS and any(n.cls == COUNTRY for n in self._named(bodies))
        if courtesy and not (bodies and office.head == "professor") and not reigns:
            return None
        return replace(
            office,
            holder=self._head(name),
            bodies=office.bodies or bodies,
            to=office.to or to,
            end=max(office.end, name.last),
        )

    def _named(self, tokens: Iterable[int]) -> list[Name]:
        return [self.inside[t] for t in tokens if t in self.inside]

    def _on_behalf(self, comma: int) -> tuple[int, ...]:
        """“Transport Minister X, for Finland, and Minister Y, for Estonia"."""
        words = self.parse.words
        if words[comma : comma + 1] != [","] or words[comma + 1 : comma + 2] not in (["for"], ["representing"]):
            return ()
        name = self._next_name(comma + 2)
        return (self._head(name),) if name is not None and name.cls in OF_BODIES else ()

    def _is_letters(self, token: int) -> bool:
        word = self.parse.words[token]
        fellow = word.isupper() and 2 < len(word) < 7 and token not in self.inside
        return word in self.lexicon.postnominals or fellow

    def _apposition_after(self, office: Office) -> Office | None:
        """“X, (now) director of Y”: the name stands before the phrase, a comma between."""
        words = self.parse.words
        token = office.first
        while token > 0 and (
            words[token - 1].lower() in _PASSING | _FORMER | _ACTING | _INCOMING
            or words[token - 1] in self.lexicon.demonyms
        ):
            token -= 1
        if office.owner is not None:
            token = min(token, self._owner_start(office.owner))
        if token < 2 or words[token - 1] not in (",", "(", "–", "—", "-"):
            return None
        name = self.ends.get(token - 1) or self._before_age(token - 1) or self._before_letters(token - 1)
        if name is None or name.cls != PERSON or (office.owner is not None and self._name_follows(office)):
            return None
        return replace(self._with_body(office) or office, holder=self._head(name))

    def _with_body(self, office: Office) -> Office | None:
        """“Secretary, Department of Water": a body behind a comma, and nothing more."""
        words = self.parse.words
        body = self.starts.get(office.end + 1) if words[office.end : office.end + 1] == [","] else None
        if body is None or body.cls not in BODIES or office.bodies or office.owner is not None:
            return None
        closed = words[body.last : body.last + 1] in ([","], ["and"], ["."], [";"])
        return replace(office, bodies=(self._head(body),), end=body.last) if closed else None

    def _name_follows(self, office: Office) -> bool:
        return self.parse.words[office.end : office.end + 1] == [","] and self._person_at(office.end + 1) is not None

    def _owner_start(self, owner: int) -> int:
        name = self.inside.get(owner)
        start = name.first if name else owner
        return start - 1 if start and self.parse.words[start - 1].lower() in ("the", "a") else start

    def _before_age(self, comma: int) -> Name | None:
        """“X, 47, chief …”."""
        words = self.parse.words
        return (
            self.ends.get(comma - 2) if comma >= 3 and words[comma - 1].isdigit() and words[comma - 2] == "," else None
        )

    def _before_letters(self, comma: int) -> Name | None:
        token = comma
        while token > 1 and (
            self.parse.words[token - 1] in self.lexicon.postnominals or self.parse.words[token - 1] == ","
        ):
            token -= 1
        return self.ends.get(token)

    def _apposition_before(self, office: Office) -> Office | None:
        """“the agency's director general, X”."""
        words = self.parse.words
        if words[office.end : office.end + 1] != [","]:
            return None
        name = self._person_at(office.end + 1)
        ahead = words[office.first - 1].lower() if office.first else ""
        supposed = self.parse.lemmas[office.first - 1] in NAMING and words[office.first - 2].lower() in _SUPPOSED_TO_BE
        if ahead in ("as", "for") or supposed:
            return None  # "as a candidate for president, X", "if elected president, X"
        if name is None or not (
            office.definite
            or office.owner is not None
            or office.country
            or office.bodies
            or words[office.first - 1].lower() in ("a", "an", "the")
            or words[office.end + 1].lower() in self.lexicon.titles  # "Union Minister of Ports, Shri X"
        ):
            return None
        return replace(office, holder=self._head(name))

    def _apposed(self, office: Office) -> Office | None:
        """What the parser calls an apposition, at whatever distance."""
        head = office.last - 1
        for token in range(office.last - 1, office.first - 1, -1):
            if self.parse.deps[token] == "appos":
                head = token
                break
        else:
            return None
        name = self.inside.get(self.parse.heads[head])
        return replace(office, holder=self._head(name)) if name and name.cls == PERSON else None

    def _copula(self, office: Office) -> Office | None:
        """“X is a senior scientist at Y”, "who has been director since", "she was chief until"."""
        for token in range(office.last - 1, office.first - 1, -1):
            head = self.parse.heads[token]
            if self.parse.deps[token] in ("attr", "acomp", "oprd") and self.parse.lemmas[head] in (
                "be",
                "remain",
                "stay",
                "serve",
            ):
                break
        else:
            return None
        if self._supposed(head):
            return None
        subject = self._subject(head)
        counted = any(_COUNTED.match(self.parse.words[c]) for c in self.parse.kids(token, "amod", "nmod"))
        neither = subject is not None and any(
            w.lower() == "neither" for w in self.parse.words[max(0, self.parse.left_edge(subject) - 1) : subject]
        )
        if subject is None or neither or (counted and self.parse.kid(token, "relcl", "acl") is not None):
            return None  # "the third minister to leave"
        return replace(office, holder=subject, status=self._copula_status(head, office.status))

    def _named_so(self, office: Office) -> Office | None:
        """“Its director is Ana Vela"."""
        for token in range(office.first, office.last):
            be = self.parse.heads[token]
            if self.parse.deps[token] != "nsubj" or self.parse.lemmas[be] != "be" or self._supposed(be):
                continue
            said = self.parse.kid(be, "attr")
            name = self.inside.get(said) if said is not None else None
            told = (office.owner is not None or bool(office.bodies)) and not office.plural
            if name is not None and name.cls == PERSON and office.status == "current" and told:
                return replace(office, holder=self._head(name), status=self._copula_status(be, office.status))
        return None

    def _supposed(self, verb: int) -> bool:
        """“would have been director", "if she were", "was tipped as": no office that anybody held."""
        if self.parse.lemmas[verb] in _FLOATED:
            return True
        if any(self.parse.words[c].lower() in ("if", "unless", "whether") for c in self.parse.kids(verb, "mark")):
            return True
        supposed = any(self.parse.lemmas[c] in _SUPPOSING for c in self.parse.kids(verb, "aux"))
        longer = any(self.parse.words[c].lower() == "longer" for c in self.parse.kids(verb, "advmod"))
        return supposed or (self.parse.kid(verb, "neg") is not None and not longer)

    def _copula_status(self, verb: int, status: str) -> str:
        auxiliaries = {self.parse.lemmas[c] for c in self.parse.kids(verb, "aux")}
        had = any(self.parse.words[c].lower() == "had" for c in self.parse.kids(verb, "aux"))
        lasting = any(self.parse.words[p].lower() in ("since", "for") for p in self.parse.kids(verb, "prep", "mark"))
        if status == "current" and had and not lasting and self.parse.deps[verb] != "ccomp":
            return "former"  # "who had been director, was appointed"; not "said that she had been director for years"
        if self.parse.lemmas[verb] in ("remain", "stay"):
            return status
        if status != "current" or self.parse.tags[verb] in ("VBZ", "VBP", "VBN") or "have" in auxiliaries:
            return status
        if auxiliaries & {"will", "shall"}:
            return "incoming"
        return "former" if self.parse.tags[verb] == "VBD" and self.parse.lemmas[verb] == "be" else status

    def _as(self, office: Office) -> Office | None:
        """“who as chief designer directs”, "in her capacity as chair"."""
        for token in range(office.last - 1, office.first - 1, -1):
            head = self.parse.heads[token]
            if self.parse.deps[token] == "pobj" and self.parse.words[head].lower() == "as":
                break
        else:
            return None
        if (person := self._in_capacity(head)) is not None:
            gone = any(w.lower() in ("then", "former") for w in self.parse.words[head - 3 : head])
            return replace(office, holder=person, status="former" if gone else office.status)
        verb, beside = self.parse.heads[head], self.ends.get(head)
        named = beside if beside is not None and beside.cls == PERSON else None
        while (
            self.parse.deps[verb] in ("pobj", "prep", "dobj", "attr")
            and self.parse.tags[verb][:2] != "VB"
            and self.parse.heads[verb] != verb
        ):
            if self._of_others(verb):
                return self._beside_as(office, verb, named) if named is not None else None
            verb = self.parse.heads[verb]
        if self.parse.lemmas[verb] in NAMING or self._supposed(verb):  # an appointment: frames know better
            return None
        subject = self._subject(verb)
        if named is not None and self._head(named) != subject:
            return self._beside_as(office, verb, named)
        if subject is None:
            return None
        ended = self.parse.lemmas[verb] in ("serve", "work") and self.parse.tags[verb] == "VBD"
        coming = self._coming(verb)
        led = self.inside.get(obj) if (obj := self.parse.kid(verb, "dobj")) is not None else None
        bodies = (self._head(led),) if led is not None and led.cls in OF_BODIES else ()
        status = "former" if ended else "incoming" if coming and office.status == "current" else office.status
        return replace(office, holder=subject, status=status, bodies=office.bodies or bodies)

    def _coming(self, verb: int) -> bool:
        """“will serve as director"; not "will continue as director", "will resign as director"."""
        going_on = any(self.parse.lemmas[t] in _LASTING for t in (verb, self.parse.heads[verb]))
        return not going_on and any(self.parse.lemmas[c] in ("will", "shall") for c in self.parse.kids(verb, "aux"))

    def _of_others(self, noun: int) -> bool:
        """“praised the appointment of X as director", "thanked her for her work as director": not the subject's office."""
        parse = self.parse
        owner = parse.kid(noun, "poss")
        owned = owner is not None and (parse.tags[owner] != "PRP$" or parse.deps[noun] != "dobj")
        of = any(parse.words[p] == "of" for p in parse.kids(noun, "prep"))
        return owned or of or parse.lemmas[noun] in _HANDING

    def _in_capacity(self, as_: int) -> int | None:
        """“X, in her (then) capacity as director, signed": X, whoever else signed."""
        words = self.parse.words
        if words[as_ - 1] != "capacity":
            return None
        opening = next((t for t in range(as_ - 2, max(as_ - 6, 0), -1) if words[t] == "in"), None)
        name = self.ends.get(opening - 1) if opening and words[opening - 1] == "," else None
        return self._head(name) if name is not None and name.cls == PERSON else None

    def _beside_as(self, office: Office, verb: int, name: Name) -> Office | None:
        """“the credentials of X as ambassador": X is; "took over from X as director": the subject is;
        "met X as chancellor" may be either.
        """
        near = {w.lower() for w in self.parse.words[max(0, name.first - 6) : name.first]}
        if "credentials" in near:
            return replace(office, holder=self._head(name))
        subject = self._subject(verb)
        status = "incoming" if office.status == "current" and self._coming(verb) else office.status
        succeeds = bool(subject) and self.parse.lemmas[verb] in _SUCCEEDING
        return replace(office, holder=subject, status=status) if succeeds else None

    def _subject(self, verb: int) -> int | None:
        """The token that stands for a verb's subject if it can be a person."""
        subject = self.parse.kid(verb, "nsubj", "nsubjpass")
        if subject is None and self.parse.deps[verb] == "conj":
            return self._subject(self.parse.heads[verb])
        if subject is None:
            return None
        if self.parse.tags[subject] == "WP":
            noun = self.parse.heads[verb] if self.parse.deps[verb] == "relcl" else None
            name = self.inside.get(noun) if noun is not None else None
            return self._head(name) if name and name.cls == PERSON else None
        name = self.inside.get(subject) or self._apposed_to(subject)
        if name is not None:
            return self._head(name) if name.cls == PERSON else None
        return subject if self.parse.words[subject].lower() in ("he", "she") else None

    def _apposed_to(self, noun: int) -> Name | None:
        """“the Pro-Vice-Chancellor, Dr X, is”."""
        return next((n for c in self.parse.kids(noun, "appos") if (n := self.inside.get(c)) is not None), None)

    def _spread(self, office: Office) -> Iterator[Office]:
        """“the two directors general, X for A and Y for B”: each of them holds one."""
        named, token = [], office.end
        while (listed := self._listed(token)) is not None:
            token = listed[0]
            named.append(listed)
        if len(named) == 1 and named[0][2] is None:
            named = []  # "two consuls have left, X said", "at a meeting of ministers, X spoke"
        each = len(office.bodies) > 1 and len(named) == len(office.bodies)
        for place, (_, name, body) in enumerate(named):
            own = (self._head(body),) if body is not None and body.cls in OF_BODIES else ()
            shared = office.bodies[place : place + 1] if each else office.bodies if len(office.bodies) < 2 else ()
            yield replace(office, holder=self._head(name), bodies=own or shared, rule="list")
        if not named:
            behind = office.holder is not None and office.holder >= office.last
            yield replace(office, holder=None) if behind else office

    def _listed(self, token: int) -> tuple[int, Name, Name | None] | None:
        """The next of several holders (its end, who, of what): ", X for A", "; of B, Y"."""
        words = self.parse.words
        if token + 1 >= len(words) or words[token].lower() not in (",", ";", "and", "&", ":", "–"):
            return None
        while words[token + 1].lower() in ("and", ","):
            token += 1
        if words[token + 1] == "of":
            body = self._next_name(token + 2)
            person = self._person_at(body.last + 1) if body is not None and words[body.last] == "," else None
            return (person.last, person, body) if person is not None else None
        name = self._person_at(token + 1)
        if name is None or (words[name.last : name.last + 1] == [","] and self._match(name.last + 1, len(words))):
            return None  # "in the presence of the two Presidents, X, Minister of Trade"
        body = self._next_name(name.last + 1) if words[name.last] in ("for", "of", "from", "at", "in") else None
        return (body.last if body is not None else name.last), name, body

    def _words(self, first: int, last: int) -> str:
        return " ".join(self.parse.slice(first, last).split()).lower() if first < last else ""


def _shared(one: Office, other: Office, between: Collection[str]) -> str:
    """The status of an office that is coordinated with another: "was treasurer and secretary", "former minister and
    envoy" are both former; "former minister and now envoy", "a former minister and an envoy" are not.
    """
    told = other.status != "current" or bool(_NOW & set(between))
    apart = one.rule in ("title", "apposition") and bool({"the", "a", "an"} & set(between))
    return other.status if told or apart or one.status == "acting" else one.status


NAMING = words("offices", "naming")
_JOINING = frozenset([",", "and", "&", "-", "a", "an", "the", "as", "both", "its", "of"]) | words("offices", "joining")
_SUPPOSED_TO_BE = frozenset(["if", "unless", "once", "been", "when", "until", "not"])
_NOW = frozenset(["now", "currently", "current", "present", "new", "today"])
_LASTING = words("offices", "lasting")
_CIVIC = frozenset(["mayor", "governor", "president", "premier", "minister", "bishop", "archbishop", "council"])
_RANKS = frozenset(["senator", "councillor", "alderman", "ambassador", "deputy"])
_UNITS = words("offices", "units")
_SOVEREIGNS = frozenset(["king", "queen", "emperor", "empress", "emir", "sultan", "grand duke", "grand duchess"])
_LEADING_PARTICIPLES = words("offices", "participles")
_FRIENDLY = words("offices", "friendly")
_SUCCEEDING = words("offices", "succeeding")


@lru_cache(maxsize=2)
def _first_words(lexicon: Lexicon) -> frozenset[str]:
    found = {p.split()[0] for p in _PROFESSIONS}
    for office in lexicon.offices:
        word = office.replace("-", " ").split()[0]
        found |= {word, word + "s", word.removesuffix("y") + "ies"}
    return frozenset(found)


def singular(words: str) -> str:
    """Directors general -> director general; secretaries-general; presidents."""
    head, joint, tail = (
        words.partition(" ")
        if " general" in words
        else words.partition("-")
        if "-general" in words
        else (words, "", "")
    )
    if head.endswith("ies"):
        head = head[:-3] + "y"
    elif head.endswith("s") and not head.endswith("ss"):
        head = head[:-1]
    return head + joint + tail


def is_envoy(head: str) -> bool:
    """True for the office of one who is sent: an ambassador, envoy, consul."""
    return any(head.endswith(e) for e in ENVOYS)
