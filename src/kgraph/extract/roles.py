"""Who holds which office: roles out of phrases for offices, appointments and departures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kgraph.extract.context import BODIES, COUNTRY, DIPLOMATIC, PERSON, PLACE
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.offices import OF_BODIES, STATE_OFFICES, Office, is_envoy
from kgraph.extract.parse import Parse
from kgraph.extract.things import Thing, Things, key
from kgraph.extract.words import tagged, words

_MISSION = re.compile(r"(.+?) (?:Embassy|High Commission|Consulate|Permanent Mission)\b")
_OF_MISSIONS = words("roles", "of_missions")
_UNBOUND = words("roles", "unbound")
_OWN_UNITS = words("roles", "own_units")
_SEATS = tagged("roles", "seats")
_CLAUSE = 25  # tokens
_PASSAGE = 60  # tokens: two or three sentences
_STATES = frozenset(["republic", "kingdom", "state", "commonwealth", "country", "nation", "island"])
_GOVERNING = words("roles", "governing")
_PART_NOUNS = words("offices", "units")
_CORPORATE = words("context", "corporate")
_LESSER = frozenset(["deputy", "vice", "assistant", "associate", "sub", "junior", "honorary", "emeritus"])
_OF_TOWNS = frozenset(
    ["mayor", "lord mayor", "governor", "deputy mayor", "bishop", "archbishop", "councillor", "premier"]
)
_ACADEMIC = frozenset(["rector", "dean", "provost", "registrar", "principal"])
_TRAVELLING = frozenset(["visit", "tour", "arrive", "travel"])
_DASHES = frozenset("-–—")
_GOVERNMENT = re.compile(
    r"\b(?:Ministry|Presiden\w+|Prime Minister|Government|Cabinet|Chancell\w+|Foreign Office|State House)\b"
)
_ABROAD = re.compile(r"\b(?:Embassy|Consulate|High Commission|Mission|Delegation)\b")
_AMBIGUOUS = ("president", "chancellor", "secretary")  # of states and of bodies


@dataclass(frozen=True, slots=True)
class Holding:
    """A role as the article gives it: things by number, the office in its words, and its status."""

    person: int
    position: str
    organisation: int | None
    status: str
    token: int
    rule: str
    to: int | None = None
    country: int | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """The countries an article is written from, or "": whose capital it is dated from, whose government publishes it."""

    dated: str = ""
    issuer: str = ""


_NOWHERE = Home()


def holdings(
    parse: Parse, offices: Iterable[Office], things: Things, demonyms: Mapping[str, str], home: Home = _NOWHERE
) -> list[Holding]:
    """Roles out of office phrases with a holder; a shorter telling of a known role is dropped."""
    reader = _Reader(parse, things, home, demonyms, offices := list(offices))
    held = [(o, p) for o in offices if (p := reader.person(o)) is not None]
    said = [reader.role(o, p, said=True) for o, p in held]
    reader.seated = {r.person: r.organisation for r in said if r.organisation is not None}
    return merged(
        role if role.organisation is not None or _told_elsewhere(role, said) else reader.role(o, p)
        for role, (o, p) in zip(said, held, strict=True)
    )


def home_country(parse: Parse, capitals: Mapping[str, str]) -> str:
    """The country whose capital an article is dated from, or ""."""
    opening = parse.text[: parse.ends[parse.lead_end - 1]][:60] if len(parse) else ""
    written = re.match(r"[\s\W]*([^\W\d]+(?: [A-Z][^\W\d]+)?)[^\n]{0,40}?[-–—:]\s", opening)
    if written is None:
        return ""
    words = key(written[1])
    plain = {key(capital): country for capital, country in capitals.items()}
    return plain.get(words) or plain.get(words.split()[0], "")


def government(publisher: str, lexicon: Lexicon) -> str:
    """The country whose government a publisher is part of ("Ministry of Foreign Affairs of Japan"), or ""."""
    name = re.sub(r"\([^)]*\)", "", publisher)
    if not _GOVERNMENT.search(name) or _ABROAD.search(name):
        return ""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", name)
    runs = (" ".join(words[i : i + n]) for n in (3, 2, 1) for i in range(len(words) - n + 1))
    found = {country for run in runs if (country := lexicon.country(run))}
    return found.pop() if len(found) == 1 else ""


def dateline_end(parse: Parse) -> int:
    """The token behind an article's dateline ("LYON, 4 May (Press Agency) – "), 0 without one."""
    for token in range(min(20, len(parse))):
        if parse.words[token] in _DASHES and token and parse.ends[token - 1] < parse.starts[token]:
            return token
        if "\n\n" in parse.words[token]:
            break
    return 0


def seats(
    parse: Parse, offices: Iterable[Office], things: Things, demonyms: Mapping[str, str], home: Home = _NOWHERE
) -> dict[int, int]:
    """Where each office is held, by the office's first token: for appointments and departures."""
    reader = _Reader(parse, things, home, demonyms, offices := list(offices))
    found = {o.first: reader.seat(o)[0] for o in offices}
    return {first: body.number for first, body in found.items() if body is not None}


def merged(roles: Iterable[Holding]) -> list[Holding]:
    """Roles without those that say nothing another one of the same person does not."""
    found: list[Holding] = []
    for role in roles:
        if not any(_repeats(role, known) for known in found):
            found = [f for f in found if not _repeats(f, role)] + [role]
    return found


def as_written(parse: Parse, office: Office) -> str:
    """The post in the article's words, without body or country; one of several in the singular."""
    if office.first >= office.last:
        return office.position
    written = " ".join(parse.slice(office.first, office.last).split())
    return office.head if office.plural and written.lower() == office.position else written


def _told_elsewhere(role: Holding, said: Iterable[Holding]) -> bool:
    """Another sentence says where the person holds the office ("Minister Haug", Norway's Minister of Research)."""
    words = set(role.position.lower().split())
    return any(
        r.organisation is not None and r.person == role.person and words <= set(r.position.lower().split())
        for r in said
    )


def _repeats(role: Holding, known: Holding) -> bool:
    """True if a role says nothing that a known one of the same person does not."""
    if role.person != known.person or (role.status != known.status and role.status != "current"):
        return False
    if role.organisation is not None and role.organisation != known.organisation:
        return False
    short, long = set(role.position.lower().split()), set(known.position.lower().split())
    if (long - short) & _LESSER:
        return False  # a deputy director is no director
    return short <= long and (len(short) < len(long) or role.token >= known.token)


class _Reader:
    def __init__(
        self, parse: Parse, things: Things, home: Home, demonyms: Mapping[str, str], offices: Sequence[Office]
    ) -> None:
        self.parse, self.things, self.opening = parse, things, dateline_end(parse)
        self.home = self._country(home.dated) or self._of_the_lead(offices)
        self.issuer = self._country(home.issuer)
        self.leading = self._first_officer(offices)
        self.states: list[Thing] = []
        self.demonyms, self.sovereign = demonyms, set(demonyms.values())
        self.seated: dict[int, int] = {}
        """Where people are said to hold an office."""

    def _first_officer(self, offices: Iterable[Office]) -> int | None:
        """Where the first sentence opens with a state's officer: of the state that publishes it, if one does."""
        first = min(offices, key=lambda o: o.first, default=None)
        start = self.parse.sentences[self.parse.sentence_of[first.first]][0] if first is not None else 0
        opens = first is not None and first.first < self.parse.lead_end and first.first - max(start, self.opening) < 4
        return first.first if first is not None and opens else None

    def _of_the_lead(self, offices: Iterable[Office]) -> Thing | None:
        """The only state of whose officials the first sentence speaks; its envoys are of others."""
        told = [o for o in offices if o.first < self.parse.lead_end and not is_envoy(o.head)]
        officers = [o for o in told if o.head in STATE_OFFICES or o.head.endswith("minister")]
        if officers and not (officers[0].bodies or officers[0].country or officers[0].owner is not None):
            return None  # "the Minister received the Minister of Oman": of another state, which goes without saying
        states = {t.number for o in officers for token in o.bodies for t in self.things.of(token) if t.cls == COUNTRY}
        states |= {state.number for o in officers if o.country and (state := self._country(o.country)) is not None}
        return self.things.all[next(iter(states))] if len(states) == 1 else None

    def person(self, office: Office) -> Thing | None:
        """Who holds an office, if the text says."""
        if office.holder is None:
            return None
        return next((t for t in self.things.of(office.holder) if t.cls == PERSON), None)

    def role(self, office: Office, person: Thing, *, said: bool = False) -> Holding:
        """The role that an office and its holder make; ``said``: only where its own words say."""
        body, state = self.seat(office, said=said)
        sent = next((t.number for token in office.to for t in self.things.of(token)), None)
        return Holding(
            person.number, as_written(self.parse, office), body.number if body else None, office.status, office.first,
            office.rule, sent, state.number if state else None,
        )  # fmt: skip

    def seat(self, office: Office, *, said: bool = False) -> tuple[Thing | None, Thing | None]:
        """Where an office is held, and the state it serves."""
        bodies = [t for token in office.bodies for t in self._spoken_of(token, office) if t.cls in OF_BODIES]
        if not bodies and self.home is not None and any(self.parse.lemmas[t] in _STATES for t in office.bodies):
            bodies = [self.home]  # "the President of the Republic"
        if not bodies and self.issuer is not None and any(self.parse.lemmas[t] in _STATES for t in office.bodies):
            bodies = [self.issuer]
        owners = self._owners(office)
        adjective = self._country(office.country) if office.country else None
        state = next((t for t in [*bodies, *owners, adjective] if t is not None and t.cls == COUNTRY), None)
        if state is not None:
            self.states.append(state)
        if is_envoy(office.head):
            if state is None and said:
                return None, None
            return self._mission(state) or state or self._sender(office), state
        body = next(iter([*bodies, *owners]), None) or adjective
        return body or (None if said else self._unsaid(office)), state

    def _spoken_of(self, token: int, office: Office) -> list[Thing]:
        """The things a token stands for; "the Republic" for none that is only named further on."""
        things = self.things.of(token)
        if self.parse.lemmas[token] not in _STATES:
            return things
        return [t for t in things if any(link.first < office.end for link in t.links if link.kind == "name")]

    def _owners(self, office: Office) -> list[Thing]:
        """“the agency's director”, "its director": whose."""
        if office.owner is None:
            return []
        found = [t for t in self.things.of(office.owner) if t.cls in OF_BODIES]
        if office.head in _CORPORATE:
            found = [t for t in found if t.cls not in (COUNTRY, PLACE)]  # countries have no chief executives
        if self.parse.words[office.owner].lower() in ("its", "their") and office.head not in _OF_TOWNS:
            found = [t for t in found if t.cls != PLACE]  # "the Bergen-based company and its founder"
        if not found and self.parse.lemmas[office.owner] in _STATES:
            states = self._states_of(office)
            return states if len(states) == 1 else []
        if not found and self.parse.words[office.owner].lower() == "its":
            near = self._before(office, BODIES)
            return [near] if near is not None else []
        return found

    def _states_of(self, office: Office) -> list[Thing]:
        """“Chilean President X swore in Y as the country's foreign minister": the states that the sentence tells before."""
        first, _ = self.parse.sentences[self.parse.sentence_of[office.first]]
        told = {self.demonyms.get(self.parse.words[t], "") for t in range(first, office.first)}
        near = {t.number for at in range(first, office.first) for t in self.things.of(at) if t.cls == COUNTRY}
        return [t for t in self.things.all if t.cls == COUNTRY and (t.number in near or t.name in told)]

    def _country(self, name: str) -> Thing | None:
        return next((t for t in self.things.all if t.name == name and t.cls == COUNTRY), None)

    def _mission(self, state: Thing | None) -> Thing | None:
        """The diplomatic mission an ambassador belongs to: the article's only one, or the one of the state."""
        missions = [t for t in self.things.all if t.cls == DIPLOMATIC]
        if state is not None:
            missions = [m for m in missions if state.name in m.owners or not (m.owners or self._foreign(m, state))]
        return missions[0] if len(missions) == 1 else None

    def _foreign(self, mission: Thing, state: Thing) -> bool:
        """“the Malta High Commission", "the Embassy of Chile" are not where an ambassador of Peru sits."""
        sender = mission.name.partition(" in ")[0]
        words = sender.split()
        runs = [" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words))]
        states = {self.demonyms[run] for run in runs if run in self.demonyms} | (set(runs) & self.sovereign)
        before = _MISSION.match(sender)
        return state.name not in states if states else before is not None and before.group(1) != state.name

    def _sender(self, office: Office) -> Thing | None:
        """“hitherto ambassador to Sweden”: of the state the article is dated from, or of the only other one whose
        officials it speaks of.
        """
        sent_to = {t.number for token in office.to for t in self.things.of(token)}
        known = {s.number: s for s in self.states if s.number not in sent_to}
        only = next(iter(known.values())) if len(known) == 1 else None
        return (self.home or only) if office.to else None

    # -- what goes without saying ----------------------------------------------------------

    def _unsaid(self, office: Office) -> Thing | None:
        """“the director, X": of the body that the sentence or the article is about."""
        if office.owner is not None or office.country or office.head in _UNBOUND or self._of_something(office):
            return None
        if any(self.parse.lemmas[t] not in _OWN_UNITS for t in office.bodies):
            return None  # "spokesman of the Presidency": of a body that is told, though not which thing it is
        if (sided := self._side(office)) is not None:
            return sided
        if self._of_a_part(office) and office.head not in STATE_OFFICES:
            return None
        plain = office.head.removeprefix("deputy ").removeprefix("assistant ").removeprefix("under ")
        stately = (
            plain in STATE_OFFICES
            or (plain == "secretary" and office.rule == "title")
            or plain.endswith("minister")
            or office.position.endswith("of state")
            or office.head in _GOVERNING
        )
        ranked = office.head == "secretary" != office.position  # "Secretary of Defense"
        if stately and (office.head not in _AMBIGUOUS or ranked or office.first == self.leading):
            before = self._before(office, (COUNTRY,)) if office.definite and office.first != self.leading else None
            if before is None and (self._abroad(office) or self._guest(office)):
                return None
            return before or self.home or (self.issuer if office.first == self.leading else None)
        if office.rule == "as":
            return None
        if office.head in ("councillor", "alderman"):
            return self._fitting(office)
        if office.rule == "title" and (colleague := self._colleague(office)) is not None:
            return colleague
        if office.rule == "title" and not office.definite:
            return self._told_of(office, BODIES) if self._is_title(office) and not self._others_named(office) else None
        kinds = BODIES if set(office.head.split()) & _OF_MISSIONS else [c for c in BODIES if c != DIPLOMATIC]
        return self._fitting(office) or self._before(office, kinds) or self._told_of(office, kinds)

    def _told_of(self, office: Office, kinds: Iterable[str]) -> Thing | None:
        """The body the article is about, where it has been spoken of: not the one that "Director X" goes on to thank."""
        main = self._main(kinds)
        own = main is not None and main.number == self.things.issuer
        joined = 8 * (
            self.parse.words[office.end : office.end + 1] == ["and"]
        )  # "chair and chief executive of Vale Bank"
        told = main is not None and any(link.first < office.first + joined for link in main.links)
        return main if own or told else None

    def _abroad(self, office: Office) -> bool:
        """“The Chilean Foreign Ministry said that Foreign Minister X": another state's are spoken of before."""
        start = self.parse.sentences[self.parse.sentence_of[office.first]][0]
        told = {self.demonyms.get(w) for w in self.parse.words[start : office.first]} - {None}
        return self.home is not None and bool(told) and self.home.name not in told

    def _guest(self, office: Office) -> bool:
        """“President X visited Latvia": in Latvia's own news he is another state's."""
        parse, home = self.parse, self.home or self.issuer
        _, last = parse.sentences[parse.sentence_of[office.first]]
        travels = (t for t in range(office.first, last) if parse.lemmas[t] in _TRAVELLING and parse.tags[t][:2] == "VB")
        verb = next(travels, None)
        if verb is None or home is None:
            return False
        return any(t.number == home.number for token in range(verb, min(verb + 5, last)) for t in self.things.of(token))

    def _others_named(self, office: Office) -> bool:
        """Another body than the one the article is about is spoken of in the sentence, before the office."""
        near, main = self._before(office, BODIES), self._main(BODIES)
        return near is not None and near is not main

    def _of_something(self, office: Office) -> bool:
        """“commander of Arvor", "spokesman for Arvor": of something with a name, whatever that is."""
        words, tags = self.parse.words, self.parse.tags
        if office.head.startswith("spokes") and " for " in as_written(self.parse, office):
            return True
        if words[office.end : office.end + 1] not in (["of"], ["at"]):
            return False
        following = office.end + 1 + (words[office.end + 1 : office.end + 2] == ["the"])
        return tags[following : following + 1] in (["NNP"], ["NNPS"])

    def _is_title(self, office: Office) -> bool:
        """“Mission Director X" with capitals that no beginning sentence gives it; "President X" is of a state."""
        words = self.parse.words[office.first : office.last]
        opens = office.first == self.parse.sentences[self.parse.sentence_of[office.first]][0]
        capitals = words[1:] if opens else words[:1]
        return bool(capitals) and any(w[0].isupper() for w in capitals) and office.position != "president"

    def _side(self, office: Office) -> Thing | None:
        """“on the Kazakh side by Ambassador X"."""
        words = self.parse.words
        for token in range(office.first - 1, max(office.first - 6, 0), -1):
            if words[token] == "side" and (name := self.demonyms.get(words[token - 1])) is not None:
                return self._country(name)
        return None

    def _colleague(self, office: Office) -> Thing | None:
        """“X and national officer Y": one who is named in a breath with somebody of a body, without a body of their own."""
        if office.first < 2 or self.parse.words[office.first - 1] != "and":
            return None
        beside = next((t for t in self.things.of(office.first - 2) if t.cls == PERSON), None)
        body = self.seated.get(beside.number) if beside is not None else None
        return self.things.all[body] if body is not None and self.things.all[body].cls in BODIES else None

    def _fitting(self, office: Office) -> Thing | None:
        """The body in the article whose kind has such offices: rectors belong to universities."""
        kinds = _SEATS.get(office.head, frozenset())
        if len(kinds) > 2 and office.head not in _ACADEMIC:
            return None  # half of all bodies have a president, director or chair
        fitting = [t for t in self.things.all if t.cls in BODIES and kinds & set(t.name.lower().split())]
        near = [t for t in fitting if any(link.first < office.first for link in t.links)] or fitting
        spoken = sorted(near, key=lambda t: (-len(t.links), t.number))
        doubt = len(spoken) > 1 and len(spoken[0].links) == len(spoken[1].links)
        return spoken[0] if spoken and not doubt else None

    def _of_a_part(self, office: Office) -> bool:
        """“head of the trade department”: of a part that has no name; "chair of the board" is the body's own."""
        _, of, part = as_written(self.parse, office).lower().partition(" of ")
        named = part.startswith("the ") or bool(set(part.split()) & _PART_NOUNS)
        return bool(of) and named and part.removeprefix("the ") not in _OWN_UNITS

    def _before(self, office: Office, kinds: Iterable[str]) -> Thing | None:
        """The thing of some kinds that stands last before an office in its sentence."""
        start = self.parse.sentences[self.parse.sentence_of[office.first]][0]
        near = [
            (link.first, thing.number)
            for thing in self.things.all
            if thing.cls in kinds
            for link in thing.links
            if start <= link.first < office.first
        ]
        return self.things.all[max(near)[1]] if near else None

    def _main(self, kinds: Iterable[str]) -> Thing | None:
        """The thing of some kinds that the article is about: the one its first sentence speaks of,
        of several the one it speaks of most; None where that leaves a doubt.
        """
        lead = self.parse.lead_end
        told = [t for t in self.things.all if t.cls in kinds and all(link.first >= self.opening for link in t.links)]
        first = [t for t in told if any(link.first < lead for link in t.links)] or told
        counted = sorted(((len(t.links), -t.number) for t in first), reverse=True)
        if not counted or (len(counted) > 1 and counted[1][0] == counted[0][0]):
            return None
        return self.things.all[-counted[0][1]]


# -- who came before -----------------------------------------------------------------------


def predecessors(
    pairs: Iterable[tuple[int, int, int, int]], roles: Iterable[Holding], leaving: Iterable[int]
) -> list[Holding]:
    """Roles of those who are succeeded: for each (successor, predecessor, token, office) the role that the
    successor begins nearest to there, former unless the predecessor is only about to leave.
    """
    known, going = list(roles), set(leaving)
    found = []
    for successor, predecessor, token, office in pairs:
        begun = [r for r in known if r.person == successor and r.status in ("current", "incoming", "acting")]
        # One who is only said to hold an office elsewhere in the article does not leave it to a successor here.
        near = [r for r in begun if len(begun) == 1 and (r.status != "current" or abs(r.token - token) < _PASSAGE)]
        # "Culture Minister X takes over from Y": her title there is what she was.
        told = [r for r in near if r.rule not in ("title", "apposition") or abs(r.token - token) > _CLAUSE]
        started = [r for r in begun if r.rule == "appointment"] or told
        if started:
            status = "current" if predecessor in going else "former"
            role = min(reversed(started), key=lambda r: abs(r.token - office))
            found.append(replace(role, person=predecessor, status=status, token=token, rule="predecessor"))
    return found


def told_as_predecessors(parse: Parse, things: Things) -> list[tuple[int, int, int, int]]:
    """(successor, predecessor, token, token) where a noun says so: "her predecessor, X", "his successor is Y"."""
    found = []
    for token, lemma in enumerate(parse.lemmas):
        if lemma not in ("predecessor", "successor"):
            continue
        owner, other = _owner_of(parse, things, token), _named_by(parse, things, token)
        if owner is not None and other is not None and owner != other:
            came, before = (owner, other) if lemma == "predecessor" else (other, owner)
            found.append((came, before, token, token))
    return found


def counterparts(parse: Parse, things: Things, known: Iterable[Holding], demonyms: Mapping[str, str]) -> list[Holding]:
    """“her Egyptian counterpart, X": the same office in another country."""
    held, found = list(known), []
    for token, lemma in enumerate(parse.lemmas):
        if lemma != "counterpart":
            continue
        owner, states = _owner_of(parse, things, token), _counterpart_states(parse, things, token, demonyms)
        others = (
            _named_after(parse, things, token)
            if parse.words[token].endswith("s")
            else [_named_by(parse, things, token)]
        )
        office = next(
            (h for h in held if h.person == owner and h.status == "current" and not is_envoy(h.position)), None
        )
        for other, state in zip(others, states, strict=False) if len(others) == len(states) else ():
            if other is not None and office is not None and other != owner:
                found.append(
                    replace(office, person=other, organisation=state, country=state, token=token, rule="counterpart")
                )
    return found


def without_guesses(held: Iterable[Holding], counterparts: Sequence[Holding]) -> list[Holding]:
    """Roles without the bare titles of counterparts ("Minister Ilic") that were taken for offices of another state."""
    return [
        r
        for r in held
        if not any(
            r.person == c.person
            and r.rule == "title"
            and r.organisation != c.organisation
            and set(r.position.lower().split()) <= set(c.position.lower().split())
            for c in counterparts
        )
    ]


def _counterpart_states(parse: Parse, things: Things, noun: int, demonyms: Mapping[str, str]) -> list[int]:
    """“her Egyptian counterpart", "his counterparts from Finland and Poland": whose."""
    names = [demonyms.get(parse.words[c]) for c in parse.kids(noun, "amod", "compound", "nmod")]
    said = [t.number for n in names for t in things.all if t.name == n and t.cls == COUNTRY]
    tokens = [o for p in parse.kids(noun, "prep") if parse.words[p] in ("from", "of") for o in parse.kids(p, "pobj")]
    while tokens and (more := parse.kid(tokens[-1], "conj")) is not None:
        tokens.append(more)
    return said[:1] or [t.number for token in tokens for t in things.of(token) if t.cls == COUNTRY]


def _named_after(parse: Parse, things: Things, noun: int) -> list[int | None]:
    """“her counterparts from A and B, X and Y": X and Y."""
    _, last = parse.sentences[parse.sentence_of[noun]]
    spans = sorted((first, n) for (first, _), numbers in things.spans.items() for n in numbers if noun < first < last)
    return [n for _, n in spans if things.all[n].cls == PERSON]


def _owner_of(parse: Parse, things: Things, noun: int) -> int | None:
    poss = parse.kid(noun, "poss")
    return next((t.number for t in things.of(poss) if t.cls == PERSON), None) if poss is not None else None


def _named_by(parse: Parse, things: Things, noun: int) -> int | None:
    """The person a noun is apposed with or said to be."""
    near = [*parse.kids(noun, "appos")]
    head = parse.heads[noun]
    if parse.deps[noun] in ("appos", "compound"):
        near.append(head)
    if parse.lemmas[head] == "be":
        near += [c for c in parse.kids(head, "attr", "nsubj") if c != noun]
    for token in range(noun + 1, min(noun + 8, len(parse))):  # "her predecessor, Mr. X"
        if parse.words[noun + 1] == "," and things.of(token):
            near.append(token)
            break
    return next((t.number for n in near for t in things.of(n) if t.cls == PERSON), None)
