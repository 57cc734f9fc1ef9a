"""Who holds which office: roles out of phrases for offices, appointments and departures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kgraph.extract.context import BODIES, COUNTRY, DIPLOMATIC, PERSON
from kgraph.extract.offices import OF_BODIES, STATE_OFFICES, Office, is_envoy
from kgraph.extract.parse import Parse
from kgraph.extract.things import Thing, Things
from kgraph.extract.words import words

_UNBOUND = words("roles", "unbound")
_OWN_UNITS = words("roles", "own_units")
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


def holdings(parse: Parse, offices: Iterable[Office], things: Things) -> list[Holding]:
    """Roles out of office phrases with a holder; a shorter telling of a known role is dropped."""
    reader = _Reader(parse, things)
    return merged(reader.role(o, p) for o in offices if (p := reader.person(o)) is not None)


def seats(parse: Parse, offices: Iterable[Office], things: Things) -> dict[int, int]:
    """Where each office is held, by the office's first token: for appointments and departures."""
    reader = _Reader(parse, things)
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


def _repeats(role: Holding, known: Holding) -> bool:
    """True if a role says nothing that a known one of the same person does not."""
    if role.person != known.person or (role.status != known.status and role.status != "current"):
        return False
    if role.organisation is not None and role.organisation != known.organisation:
        return False
    short, long = set(role.position.lower().split()), set(known.position.lower().split())
    return short <= long and (len(short) < len(long) or role.token >= known.token)


class _Reader:
    def __init__(self, parse: Parse, things: Things) -> None:
        self.parse, self.things = parse, things
        self.states: list[Thing] = []

    def person(self, office: Office) -> Thing | None:
        """Who holds an office, if the text says."""
        if office.holder is None:
            return None
        return next((t for t in self.things.of(office.holder) if t.cls == PERSON), None)

    def role(self, office: Office, person: Thing) -> Holding:
        """The role that an office and its holder make."""
        body, state = self.seat(office)
        sent = next((t.number for token in office.to for t in self.things.of(token)), None)
        return Holding(
            person.number, as_written(self.parse, office), body.number if body else None, office.status, office.first,
            office.rule, sent, state.number if state else None,
        )  # fmt: skip

    def seat(self, office: Office) -> tuple[Thing | None, Thing | None]:
        """Where an office is held, and the state it serves."""
        bodies = [t for token in office.bodies for t in self.things.of(token) if t.cls in OF_BODIES]
        owners = self._owners(office)
        adjective = self._country(office.country) if office.country else None
        state = next((t for t in [*bodies, *owners, adjective] if t is not None and t.cls == COUNTRY), None)
        if state is not None:
            self.states.append(state)
        if is_envoy(office.head):
            return self._mission(state) or state or self._sender(office), state
        body = next(iter([*bodies, *owners]), None) or adjective
        return body or self._unsaid(office), state

    def _owners(self, office: Office) -> list[Thing]:
        """“the agency's director”, "its director": whose."""
        if office.owner is None:
            return []
        found = [t for t in self.things.of(office.owner) if t.cls in OF_BODIES]
        if not found and self.parse.words[office.owner].lower() == "its":
            near = self._before(office, BODIES)
            return [near] if near is not None else []
        return found

    def _country(self, name: str) -> Thing | None:
        return next((t for t in self.things.all if t.name == name and t.cls == COUNTRY), None)

    def _mission(self, state: Thing | None) -> Thing | None:
        """The diplomatic mission an ambassador belongs to: the article's only one, or the one of the state."""
        missions = [t for t in self.things.all if t.cls == DIPLOMATIC]
        if state is not None:
            missions = [m for m in missions if state.name in m.owners or not m.owners] or missions
        return missions[0] if len(missions) == 1 else None

    def _sender(self, office: Office) -> Thing | None:
        """“hitherto ambassador to Sweden”: of the state whose officials the article speaks of."""
        sent_to = {t.number for token in office.to for t in self.things.of(token)}
        known = [s for s in self.states if s.number not in sent_to]
        return known[-1] if office.to and known else None

    # -- what goes without saying ----------------------------------------------------------

    def _unsaid(self, office: Office) -> Thing | None:
        """“the director, X": of the body that the sentence or the article is about."""
        if office.owner is not None or office.country or office.head in _UNBOUND or self._of_a_part(office):
            return None
        if office.head in STATE_OFFICES and office.head not in _AMBIGUOUS:
            home = self.states[0] if self.states else None
            return (self._before(office, (COUNTRY,)) or home) if office.definite else None
        if office.rule == "as" or (office.rule == "title" and not office.definite):
            return None
        return self._before(office, BODIES) or self._main(BODIES)

    def _of_a_part(self, office: Office) -> bool:
        """“head of the trade department”: of a part that has no name; "chair of the board" is the body's own."""
        _, of, part = as_written(self.parse, office).lower().partition(" of ")
        return bool(of) and part.removeprefix("the ") not in _OWN_UNITS

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
        lead = self.parse.sentences[0][1]
        told = [t for t in self.things.all if t.cls in kinds]
        first = [t for t in told if any(link.first < lead for link in t.links)] or told
        counted = sorted(((len(t.links), -t.number) for t in first), reverse=True)
        if not counted or (len(counted) > 1 and counted[1][0] == counted[0][0]):
            return None
        return self.things.all[-counted[0][1]]


# -- who came before -----------------------------------------------------------------------


def predecessors(
    pairs: Iterable[tuple[int, int, int]], roles: Iterable[Holding], leaving: Iterable[int]
) -> list[Holding]:
    """Roles of those who are succeeded: for each (successor, predecessor, token) the successor's newest
    role, former unless the predecessor is only about to leave.
    """
    known, going = list(roles), set(leaving)
    found = []
    for successor, predecessor, token in pairs:
        begun = [r for r in known if r.person == successor and r.status in ("current", "incoming", "acting")]
        started = [r for r in begun if r.rule == "appointment"] or (begun if len(begun) == 1 else [])
        if started:
            status = "current" if predecessor in going else "former"
            found.append(replace(started[-1], person=predecessor, status=status, token=token, rule="predecessor"))
    return found
