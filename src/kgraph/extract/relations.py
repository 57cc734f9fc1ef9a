"""Standing relations between things: where a body sits, whose award it is, who leads whom.

Most are read off the words beside a name ("the Institute in Oslo", "China's Lunar Programme"),
some off clauses ("a team led by X") and some off events (who confers an award).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kgraph.extract.clauses import AGENT, PATIENT, Clause
from kgraph.extract.context import (
    AWARD,
    BODIES,
    CELESTIAL,
    COUNTRY,
    DIPLOMATIC,
    GOVERNMENT,
    MISSION,
    PERSON,
    PLACE,
    PROGRAMME,
    SPACECRAFT,
    TEAM,
)
from kgraph.extract.frames import Matcher
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.offices import is_envoy
from kgraph.extract.parse import Parse
from kgraph.extract.roles import Holding
from kgraph.extract.things import Thing, Things, key
from kgraph.extract.words import words
from kgraph.schema import Schema

_LEADING = words("relations", "leading")
_PUBLIC = words("relations", "public")
_SITED = words("relations", "sited")
_UNITS = words("offices", "units") | words("relations", "inner")
_PARTS = words("relations", "parts")
_OWNED = frozenset((PROGRAMME, MISSION, GOVERNMENT, SPACECRAFT))


_ONCE = frozenset(["once", "formerly", "previously", "then", "originally", "longer", "former", "until", "initially"])


@dataclass(frozen=True, slots=True)
class Relation:
    """``subject predicate object`` by thing numbers, or ``value`` for a literal; ``token`` is where."""

    subject: int
    predicate: str
    object: int | None
    token: int
    rule: str
    value: str = ""


def relations(
    parse: Parse, clauses: Iterable[Clause], roles: Iterable[Holding], lexicon: Lexicon, matcher: Matcher
) -> list[Relation]:
    """The relations of an article, each once, in order of where they are said; the matcher knows what an argument
    stands for.
    """
    reader = _Reader(parse, matcher.things, lexicon, matcher.resolve)
    return unique([*reader.of_things(), *reader.beside_names(), *reader.of_clauses(clauses), *_of_roles(roles)])


def unique(found: Iterable[Relation]) -> list[Relation]:
    """Each relation once, where it is said first, in text order."""
    kept: dict[tuple[int, str, int | None, str], Relation] = {}
    for relation in found:
        name = (relation.subject, relation.predicate, relation.object, relation.value)
        if relation.subject != relation.object and (name not in kept or relation.token < kept[name].token):
            kept[name] = relation
    return sorted(kept.values(), key=lambda r: (r.token, r.subject, r.predicate, -1 if r.object is None else r.object))


def allowed(relation: Relation, things: Things, schema: Schema) -> bool:
    """True if the ontology lets the subject carry the relation to that object."""
    subject = things.all[relation.subject]
    if relation.object is None:
        return relation.predicate in schema.allowed(subject.cls)
    return schema.accepts(subject.cls, relation.predicate, things.all[relation.object].cls)


class _Reader:
    def __init__(
        self, parse: Parse, things: Things, lexicon: Lexicon, resolve: Callable[[int], list[tuple[Thing, int]]]
    ) -> None:
        self.parse, self.things, self.lexicon, self.resolve = parse, things, lexicon, resolve
        self.spans = {
            first: (last, numbers) for (first, last), numbers in sorted(things.spans.items()) if len(numbers) == 1
        }
        self.ends: dict[int, list[tuple[int, int]]] = {}
        for (first, last), numbers in things.spans.items():
            if len(numbers) == 1:
                self.ends.setdefault(last, []).append((first, numbers[0]))

    # -- what a name itself tells ----------------------------------------------------------

    def of_things(self) -> Iterator[Relation]:
        """Abbreviations, countries of demonyms, teams of missions, craft of missions, embassies."""
        for thing in self.things.all:
            if thing.abbreviation:
                yield Relation(
                    thing.number,
                    "kg:abbreviation",
                    None,
                    thing.abbreviation_at,
                    "brackets",
                    thing.abbreviation,
                )
            for owner in sorted(thing.owners | self._own_demonym(thing)):
                country = self._country(owner)
                if country is not None and (thing.cls in _OWNED or thing.cls in BODIES):
                    yield Relation(thing.number, "kg:country", country.number, thing.first, "demonym")
            if thing.cls == DIPLOMATIC:
                yield from self._of_embassy(thing)
            if thing.cls == TEAM:
                yield from self._team_of(thing)
            if thing.cls == SPACECRAFT:
                yield from self._flown_by(thing)
            if thing.cls == CELESTIAL and thing.name.lower().endswith("of the moon"):
                yield from (
                    Relation(thing.number, "kg:locatedIn", t.number, thing.first, "name")
                    for t in self.things.all
                    if t.cls == CELESTIAL and key(t.name) == "moon"
                )

    def _own_demonym(self, thing: Thing) -> set[str]:
        """“the Thai Space Directorate": a state's body that is called after its people."""
        first, *more = thing.name.split()
        public = thing.cls != DIPLOMATIC and (thing.cls == GOVERNMENT or bool({w.lower() for w in more} & _PUBLIC))
        return {self.lexicon.demonyms[first]} if public and first in self.lexicon.demonyms else set()

    def _country(self, name: str) -> Thing | None:
        return next((t for t in self.things.all if t.cls == COUNTRY and t.name == name), None)

    def _of_embassy(self, thing: Thing) -> Iterator[Relation]:
        for link in thing.links:
            if link.kind != "name":
                continue
            for token in range(link.first, link.last):
                word = self.parse.words[token]
                sender = self.lexicon.demonyms.get(word, "")
                if sender and (country := self._country(sender)) is not None:
                    yield Relation(thing.number, "kg:represents", country.number, link.first, "embassy's name")
                for other in self.things.of(token):
                    before = self.parse.words[token - 1].lower()
                    if other.cls == PLACE and before == "in":
                        yield Relation(thing.number, "kg:headquarteredIn", other.number, link.first, "embassy's name")
                    elif other.cls == COUNTRY and before in ("in", "to"):
                        yield Relation(thing.number, "kg:accreditedTo", other.number, link.first, "embassy's name")
                    elif other.cls == COUNTRY and before == "of":
                        yield Relation(thing.number, "kg:represents", other.number, link.first, "embassy's name")

    def _team_of(self, thing: Thing) -> Iterator[Relation]:
        for mission in self.things.all:
            if mission.cls == MISSION and key(mission.base) == key(thing.base):
                yield Relation(thing.number, "kg:teamOf", mission.number, thing.first, "same name")

    def _flown_by(self, craft: Thing) -> Iterator[Relation]:
        for mission in self.things.all:
            same = mission.cls == MISSION and key(mission.base) in (key(craft.base), self._series(craft))
            told_apart = any(key(n) != key(mission.name) for n in (craft.name, *craft.aliases))
            if same and told_apart:
                yield Relation(mission.number, "kg:flies", craft.number, craft.first, "same name")

    def _series(self, craft: Thing) -> str:
        """“Tern" of the article's only numbered Tern, Tern-1."""
        stem, _, number = key(craft.base).rpartition("-")
        others = [t for t in self.things.all if t.cls == SPACECRAFT and key(t.base).rpartition("-")[0] == stem]
        return stem if stem and number.isdigit() and len(others) == 1 else ""

    # -- what stands beside a name ---------------------------------------------------------

    def beside_names(self) -> Iterator[Relation]:
        for first, (last, numbers) in self.spans.items():
            thing = self.things.all[numbers[0]]
            yield from self._possessor(thing, first)
            yield from self._apposed(thing, first, last)
            yield from self._behind(thing, first, last)

    def _possessor(self, thing: Thing, first: int) -> Iterator[Relation]:
        """“China's Lunar Programme”, "the agency's Tern probe", "its Gold Medal"."""
        words = self.parse.words
        start = first
        while start > 0 and self.parse.tags[start - 1] in ("JJ", "CD", "JJS", "NN") and not self._named(start - 1):
            start -= 1
        owner: list[Thing] = []
        if start >= 2 and words[start - 1] in ("'s", "’s", "'", "’"):
            owner = self.things.of(start - 2)
        elif start >= 1 and words[start - 1].lower() in ("its", "their"):
            owner = self.things.of(start - 1)
        for other in owner:
            yield from self._owned(thing, other, first, "possessor")

    def _owned(self, thing: Thing, other: Thing, at: int, rule: str) -> Iterator[Relation]:
        """What having means, by what is had: a programme's country, a craft's operator, an award's giver."""
        if thing.cls in _OWNED and other.cls == COUNTRY:
            yield Relation(thing.number, "kg:country", other.number, at, rule)
        elif thing.cls == SPACECRAFT and other.cls in BODIES:
            yield Relation(thing.number, "kg:operator", other.number, at, rule)
        elif thing.cls == SPACECRAFT and other.cls == MISSION:
            yield Relation(other.number, "kg:flies", thing.number, at, rule)
        elif thing.cls == AWARD and (other.cls in BODIES or other.cls == COUNTRY):
            yield Relation(thing.number, "kg:conferredBy", other.number, at, rule)
        elif thing.cls in BODIES and other.cls in BODIES and _UNITS & set(key(thing.name).split()):
            yield Relation(thing.number, "kg:partOf", other.number, at, rule)

    def _apposed(self, thing: Thing, first: int, last: int) -> Iterator[Relation]:
        """What a noun beside a name says of it: "its highest honour, the Silver Oar", "X, a plateau on Venus",
        "X, the first Mongolian satellite", "X, the second mission of the Far Worlds Programme".
        """
        head = self.parse.head_of(first, last)
        nouns = [
            *self.parse.kids(head, "appos"),
            *([self.parse.heads[head]] if self.parse.deps[head] == "appos" else []),
        ]
        for noun in (n for n in nouns if n not in self.things.at and self.parse.tags[n][:2] == "NN"):
            if any(self.parse.words[c].lower() in _ONCE for c in self.parse.kids(noun, "advmod", "amod")):
                continue
            for poss in self.parse.kids(noun, "poss"):
                for other in self.things.of(poss):
                    yield from self._owned(thing, other, first, "apposition")
            for word in (self.parse.words[c] for c in self.parse.kids(noun, "amod", "compound", "nmod")):
                state = self._country(self.lexicon.demonyms.get(word, ""))
                if state is not None and thing.cls in _OWNED:
                    yield Relation(thing.number, "kg:country", state.number, first, "apposition")
            for prep in self.parse.kids(noun, "prep"):
                for other in (t for o in self.parse.kids(prep, "pobj") for t in self._resolve(o)):
                    yield from self._part(thing, other, self.parse.words[prep].lower(), noun)

    def _part(self, thing: Thing, other: Thing, word: str, noun: int) -> Iterator[Relation]:
        sited = word in ("on", "in", "inside", "within", "near") and word != "near"
        if (sited and thing.cls == CELESTIAL and other.cls == CELESTIAL) or (
            sited and thing.cls == PLACE and other.cls in (PLACE, COUNTRY)
        ):
            yield Relation(thing.number, "kg:locatedIn", other.number, noun, "apposition")
        elif (word in ("of", "in") and thing.cls == MISSION and other.cls == PROGRAMME) or (
            word in ("of", "under")
            and self.parse.lemmas[noun] in _PARTS
            and thing.cls in BODIES
            and other.cls in BODIES
        ):
            yield Relation(thing.number, "kg:partOf", other.number, noun, "apposition")

    def _named(self, token: int) -> bool:
        return token in self.things.at

    def _behind(self, thing: Thing, first: int, last: int) -> Iterator[Relation]:
        """A name, an acronym in brackets at most, and then "in X", "of X" or ", X"."""
        words = self.parse.words
        at = last
        if words[at : at + 1] == ["("] and at + 2 < len(words) and words[at + 2] == ")":
            at += 3
        if thing.cls == SPACECRAFT and words[at : at + 1] and self.lexicon.kinds.get(words[at]) == SPACECRAFT:
            at += 1  # "a Petrel rocket of"
        if thing.cls == PLACE and [w.lower() for w in words[at : at + 2]] == ["-", "based"]:
            other, _ = self._name_at(at + 2)
            if other is not None and other.cls in BODIES:
                yield Relation(other.number, "kg:headquarteredIn", thing.number, first, "based")
        if at + 1 >= len(words):
            return
        word = words[at].lower()
        other, start = self._name_at(at + 1)
        if other is None:
            return
        if word == "of":
            yield from self._of(thing, other, first, start)
        elif word in ("in", "at", "within", "inside", "on"):
            yield from self._in(thing, other, first, word)
        elif word == "," and self._is_in_list(thing, other, start):
            yield Relation(thing.number, "kg:locatedIn", other.number, first, "place, place")
        elif word == "," and self._is_seat(thing, other, start):
            yield Relation(thing.number, "kg:headquarteredIn", other.number, first, "body, place")
        elif word == "for" and words[at - 1] == "," and thing.cls == PERSON and other.cls == COUNTRY:
            yield Relation(thing.number, "kg:represents", other.number, first, "for")

    def _name_at(self, token: int) -> tuple[Thing | None, int]:
        start = (
            token + 1
            if token < len(self.parse) and self.parse.words[token].lower() == "the" and token not in self.spans
            else token
        )
        if start in self.spans:
            return self.things.all[self.spans[start][1][0]], start
        return None, start

    def _of(self, thing: Thing, other: Thing, first: int, start: int) -> Iterator[Relation]:
        behind = self.spans[start][0]
        if thing.cls == PERSON and self.parse.tags[behind : behind + 1] == ["NN"]:
            return  # "of the Perth branch"
        if thing.cls == PERSON and other.cls in BODIES:
            yield Relation(thing.number, "kg:memberOf", other.number, first, "of")
        elif thing.cls in BODIES and other.cls == COUNTRY:
            yield Relation(thing.number, "kg:country", other.number, first, "of")
        elif thing.cls == AWARD and (other.cls in BODIES or other.cls == COUNTRY):
            yield Relation(thing.number, "kg:conferredBy", other.number, first, "of")
        elif thing.cls == SPACECRAFT and other.cls in BODIES:
            yield Relation(thing.number, "kg:operator", other.number, first, "of")
        elif thing.cls == CELESTIAL and other.cls == CELESTIAL:
            yield Relation(thing.number, "kg:locatedIn", other.number, first, "of")
        elif thing.cls in (PROGRAMME, MISSION) and other.cls == COUNTRY:
            yield Relation(thing.number, "kg:country", other.number, first, "of")

    def _in(self, thing: Thing, other: Thing, first: int, word: str) -> Iterator[Relation]:
        sited = word == "in" or (word == "at" and bool(_SITED & set(key(thing.name).split())))
        sited = sited and not self.parse.words[self._head(first)].isupper()  # "militants from NLA in Lyon"
        if thing.cls in BODIES and other.cls == PLACE and sited and self._settled(thing, first):
            yield Relation(thing.number, "kg:headquarteredIn", other.number, first, "in")
        elif (thing.cls == PLACE and other.cls in (PLACE, COUNTRY) and word == "in") or (
            thing.cls == CELESTIAL and other.cls == CELESTIAL
        ):
            yield Relation(thing.number, "kg:locatedIn", other.number, first, "in")

    def _is_seat(self, thing: Thing, other: Thing, start: int) -> bool:
        """“the Institute of Tides, Lyon, and": of bodies that have a house."""
        if thing.cls not in BODIES or other.cls != PLACE or not _SITED & set(key(thing.name).split()):
            return False
        after = self.spans[start][0]
        following = self.parse.words[after].lower() if after < len(self.parse) else "."
        return following in (",", ".", ")", ";", "and") or self.parse.tags[after] in ("VBD", "VBZ", "IN")

    def _settled(self, thing: Thing, first: int) -> bool:
        """“the Society in London gave", "director of the Society in London", "at the Museum in London"; of "met the
        Society in London", "a meeting of the Society in London" the place may be the meeting's.
        """
        parse, head = self.parse, self._head(first)
        while parse.deps[head] == "conj":
            head = parse.heads[head]
        above = parse.heads[head]
        housed = bool(_SITED & set(key(thing.name).split()))
        if parse.deps[head] == "dobj":
            return housed and parse.lemmas[above] not in ("meet", "visit", "join", "see", "tour", "leave")
        word, noun = parse.words[above].lower(), parse.heads[above]
        if parse.deps[head] != "pobj" or (housed and word != "by"):
            return True
        told = any(t.cls == PERSON for t in self.things.of(noun)) or noun in self.things.holders
        return word in ("from", "at") or (word in ("of", "for") and told)

    def _head(self, first: int) -> int:
        last = self.spans[first][0]
        return last - 1

    def _is_in_list(self, thing: Thing, other: Thing, start: int) -> bool:
        """“Kourou, French Guiana,” is a place in a place; "Oslo, Norway and Malta" a list."""
        if thing.cls not in (PLACE, COUNTRY) or other.cls not in (PLACE, COUNTRY) or thing.cls == COUNTRY:
            return False
        after = self.spans[start][0]
        following = self.parse.words[after].lower() if after < len(self.parse) else "."
        return following in (",", ".", ")", ";", ":", "-", "–", "—") or (
            self.parse.tags[after] in ("IN", "VBD") and following not in ("and", "or")
        )

    # -- clauses ---------------------------------------------------------------------------

    def of_clauses(self, clauses: Iterable[Clause]) -> Iterator[Relation]:
        """What verbs say: who leads, where a body is based, who pays, who operates, who teaches where."""
        for clause in clauses:
            read = self._by_verb(clause)
            if read is not None and not clause.modality and not clause.noun and not self._ended(clause):
                agents = [t for k in clause.tokens(AGENT) for t in self._resolve(k)]
                patients = [t for k in clause.tokens(PATIENT) for t in self._resolve(k)]
                yield from read(clause, agents, patients)

    def _ended(self, clause: Clause) -> bool:
        """“headed the Centre from 1990 to 1995", "was based in Oslo until 2010", "once led", "no longer represents"."""
        verb, words = clause.token, self.parse.words
        nouns = [verb, *clause.tokens(PATIENT)]
        if any(words[c].lower() in _ONCE for t in nouns for c in self.parse.kids(t, "advmod", "neg")):
            return True
        years = [t for f in ("from", "between") for t in clause.tokens(f) if self.parse.tags[t] == "CD"]
        limits = [c for c in self.parse.kids(verb, "prep") if words[c].lower() in ("until", "till", "before", "prior")]
        return clause.tense == "past" and bool(years or limits)

    def _by_verb(self, clause: Clause) -> Callable[[Clause, list[Thing], list[Thing]], Iterator[Relation]] | None:
        verb = clause.lemma.partition(" ")[0]
        if verb in _LEADING:
            return self._leading
        if verb in ("base", "headquarter") or (verb == "have" and self._has_seat(clause)):
            return self._seated
        return {
            "fund": self._joining, "finance": self._joining, "support": self._joining, "join": self._joining,
            "represent": self._representing, "operate": self._operating, "teach": self._working, "work": self._working,
            "be": self._belonging, "form": self._belonging, "belong": self._membership,
            "give": self._giving, "award": self._giving, "confer": self._giving, "bestow": self._giving,
        }.get(verb)  # fmt: skip

    def _representing(self, clause: Clause, agents: list[Thing], patients: list[Thing]) -> Iterator[Relation]:
        for agent in agents:
            for patient in patients:
                if agent.cls == PERSON:
                    yield Relation(agent.number, "kg:represents", patient.number, clause.token, "verb")

    def _operating(self, clause: Clause, agents: list[Thing], patients: list[Thing]) -> Iterator[Relation]:
        for agent in agents:
            for patient in patients:
                if patient.cls in (SPACECRAFT, MISSION) and agent.cls in BODIES:
                    yield Relation(patient.number, "kg:operator", agent.number, clause.token, "verb")

    def _working(self, clause: Clause, agents: list[Thing], _: list[Thing]) -> Iterator[Relation]:
        places = [t for k in (*clause.tokens("at"), *clause.tokens("for")) for t in self._resolve(k)]
        for agent in agents:
            for place in places:
                if agent.cls == PERSON and place.cls in BODIES and clause.tense == "present":
                    yield Relation(agent.number, "kg:memberOf", place.number, clause.token, "verb")

    def _giving(self, clause: Clause, agents: list[Thing], patients: list[Thing]) -> Iterator[Relation]:
        for patient in patients:
            for agent in agents:
                if clause.passive and patient.cls == AWARD and agent.cls in BODIES:
                    yield Relation(patient.number, "kg:conferredBy", agent.number, clause.token, "verb")

    def _resolve(self, token: int) -> list[Thing]:
        return [thing for thing, _ in self.resolve(token)]

    def _leading(self, clause: Clause, agents: list[Thing], patients: list[Thing]) -> Iterator[Relation]:
        for agent in agents:
            for patient in patients:
                if agent.cls == PERSON and (patient.cls in BODIES or patient.cls in (TEAM, PROGRAMME, MISSION)):
                    yield Relation(agent.number, "kg:leads", patient.number, clause.token, "verb")

    def _has_seat(self, clause: Clause) -> bool:
        return any(self._is_head_office(t) for t in clause.tokens(PATIENT))

    def _is_head_office(self, token: int) -> bool:
        if self.parse.lemmas[token] == "office":
            return any(
                self.parse.lemmas[c] in ("head", "main") for c in self.parse.kids(token, "compound", "amod", "nmod")
            )
        return self.parse.lemmas[token] in ("headquarters", "headquarter", "seat", "base", "secretariat")

    def _head_office_is(self, clause: Clause, *_: object) -> Iterator[Relation]:
        """“whose head office is in Lyon"."""
        for office in (t for t in clause.tokens(AGENT) if self._is_head_office(t)):
            owners = [
                t for c in self.parse.kids(office, "poss") for t in self._resolve(self._antecedent(c, clause.token))
            ]
            for body in (o for o in owners if o.cls in BODIES):
                for place in (t for f in ("in", "at") for k in clause.tokens(f) for t in self._resolve(k)):
                    if place.cls == PLACE:
                        yield Relation(body.number, "kg:headquarteredIn", place.number, clause.token, "verb")

    def _antecedent(self, token: int, verb: int) -> int:
        return self.parse.heads[verb] if self.parse.words[token].lower() == "whose" else token

    def _belonging(self, clause: Clause, agents: list[Thing], _: list[Thing]) -> Iterator[Relation]:
        """“forms part of the Ministry", "is the second mission of the Far Worlds Programme", "are partners in X",
        "has its head office in".
        """
        yield from self._head_office_is(clause)
        for noun in clause.tokens(PATIENT):
            for prep in self.parse.kids(noun, "prep"):
                for other in (t for o in self.parse.kids(prep, "pobj") for t in self._resolve(o)):
                    word = self.parse.words[prep].lower()
                    for agent in agents:
                        yield from self._part(agent, other, word, noun)
                        partner = self.parse.lemmas[noun] == "partner" and word in ("in", "on")
                        if (
                            partner
                            and other.cls in (MISSION, PROGRAMME)
                            and (agent.cls == COUNTRY or agent.cls in BODIES)
                        ):
                            yield Relation(agent.number, "kg:participatesIn", other.number, clause.token, "partner")

    def _membership(self, clause: Clause, agents: list[Thing], _: list[Thing]) -> Iterator[Relation]:
        for agent in agents:
            for body in (t for k in clause.tokens("to") for t in self._resolve(k)):
                if body.cls in BODIES and (agent.cls in BODIES or agent.cls == PERSON):
                    yield Relation(agent.number, "kg:memberOf", body.number, clause.token, "verb")

    def _seated(self, clause: Clause, agents: list[Thing], patients: list[Thing]) -> Iterator[Relation]:
        tokens = [*clause.tokens("in"), *clause.tokens("at")]
        for seat in clause.tokens(PATIENT):
            tokens += [
                o
                for p in self.parse.kids(seat, "prep")
                if self.parse.words[p] in ("in", "at")
                for o in self.parse.kids(p, "pobj")
            ]
        for body in [*agents, *patients]:
            for place in (t for k in tokens for t in self._resolve(k)):
                if body.cls in BODIES and place.cls in (PLACE,):
                    yield Relation(body.number, "kg:headquarteredIn", place.number, clause.token, "verb")

    def _joining(self, clause: Clause, agents: list[Thing], patients: list[Thing]) -> Iterator[Relation]:
        for agent in agents:
            for patient in patients:
                if patient.cls in (MISSION, PROGRAMME) and (agent.cls == COUNTRY or agent.cls in BODIES):
                    yield Relation(agent.number, "kg:participatesIn", patient.number, clause.token, "verb")


def _of_roles(roles: Iterable[Holding]) -> Iterator[Relation]:
    """An envoy stands for the sending country and is accredited to the receiving one."""
    for role in roles:
        if not is_envoy(role.position.lower()) or role.status in ("former", "incoming"):
            continue
        if role.country is not None:
            yield Relation(role.person, "kg:represents", role.country, role.token, "envoy")
        if role.to is not None:
            yield Relation(role.person, "kg:accreditedTo", role.to, role.token, "envoy")
