"""What the rest of an article knows of an event: its standing relations, the offices people hold, the company they keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kgraph.extract.clauses import AGENT, PATIENT, Clause
from kgraph.extract.context import BODIES, COUNTRY, PERSON, PLACE, TEAM
from kgraph.extract.events import Event
from kgraph.extract.frames import Matcher
from kgraph.extract.parse import Parse
from kgraph.extract.relations import Relation
from kgraph.extract.roles import Holding
from kgraph.extract.things import Things
from kgraph.extract.words import words
from kgraph.schema import Schema

_COMPANY = words("completion", "company")
_PRESENT = words("completion", "present")


@dataclass(frozen=True, slots=True)
class Known:
    """What an article's other facts say: its relations, the offices held in it, and its things."""

    parse: Parse
    things: Things
    schema: Schema
    relations: Sequence[Relation]
    roles: Sequence[Holding]


def complete(events: Sequence[Event], known: Known) -> None:
    """Fill roles that other facts of the article know, in place.

    An award's awarder, the leader of a delegation, the body in which an office is taken up or laid
    down, the bodies for which officers sign, who accepts for a team.
    """
    for event in events:
        if "kg:awarder" in known.schema.allowed(event.cls):
            _awarder(event, known)
            _accepting(event, known)
        elif event.cls in ("kg:Meeting", "kg:Visit"):
            _leaders(event, known)
        elif event.cls in ("kg:Appointment", "kg:Departure"):
            _seat(event, known)
        elif event.cls == "kg:Agreement":
            _represented(event, known)
    _common_awarder(events)


def _awarder(event: Event, known: Known) -> None:
    if event.fillers("kg:awarder"):
        return
    for award in event.fillers("kg:award"):
        for relation in known.relations:
            confers = relation.predicate == "kg:conferredBy" and relation.subject == award
            if confers and relation.object is not None and relation.object not in event.fillers("kg:recipient"):
                event.add("kg:awarder", relation.object, relation.token)
                return


def _common_awarder(events: Iterable[Event]) -> None:
    """Several awards of one evening: what is said of who gives some of them holds for all."""
    given = [e for e in events if e.cls == "kg:AwardEvent" and not e.modality]
    counted = Counter(n for e in given for n in e.fillers("kg:awarder"))
    if len(counted) != 1 or len(given) < 2:
        return
    ((awarder, _),) = counted.items()
    source = next(e for e in given if e.fillers("kg:awarder"))
    for event in given:
        near = min(abs(s - t) for s in event.sentences for t in source.sentences) <= 3
        same = event.date is not None and source.date is not None and event.date.edtf == source.date.edtf
        if not event.fillers("kg:awarder") and ((near and event.date is None) or same):
            event.add("kg:awarder", awarder, source.token)


def _accepting(event: Event, known: Known) -> None:
    """“The team won; its head received the medal": who leads the team accepts for it."""
    teams = [n for n in event.fillers("kg:recipient") if known.things.all[n].cls == TEAM]
    leading = {r.subject for r in known.relations if r.predicate == "kg:leads" and r.object in teams}
    if teams and leading & set(event.fillers("kg:recipient")):
        event.arguments = [
            ("kg:acceptedBy", n, t) if role == "kg:recipient" and n in leading else (role, n, t)
            for role, n, t in event.arguments
        ]


def _leaders(event: Event, known: Known) -> None:
    role = "kg:participant" if event.cls == "kg:Meeting" else "kg:visitor"
    for team in event.fillers(role):
        for relation in known.relations:
            leads = relation.predicate == "kg:leads" and relation.object == team
            if leads and relation.subject not in event.fillers("kg:host"):
                event.add(role, relation.subject, relation.token)


def _seat(event: Event, known: Known) -> None:
    """Where the office is held, from the role that the person has or had in it."""
    if event.modality or event.fillers("kg:organisation"):
        return
    statuses = ("former",) if event.cls == "kg:Departure" else ("current", "incoming", "acting")
    for person in event.fillers("kg:person"):
        held = [r for r in known.roles if r.person == person and r.organisation is not None]
        fitting = [r for r in held if r.status in statuses] or (held if event.cls == "kg:Departure" else [])
        if event.office is not None:
            fitting = [r for r in fitting if event.office.head in r.position.lower()]
        bodies = {r.organisation: r for r in fitting if r.organisation is not None}
        if len(bodies) == 1:
            ((body, role),) = bodies.items()
            if known.schema.accepts(event.cls, "kg:organisation", known.things.all[body].cls):
                event.add("kg:organisation", body, role.token)


def _represented(event: Event, known: Known) -> None:
    """Officers sign for their bodies, ministers for their countries."""
    for person in [n for n in event.fillers("kg:party") if known.things.all[n].cls == PERSON]:
        bodies = {r.organisation: r for r in known.roles if r.person == person and r.status in ("current", "acting")}
        bodies.pop(None, None)
        if len(bodies) == 1:
            ((body, role),) = bodies.items()
            if body is not None and known.things.all[body].cls in (*BODIES, COUNTRY, PLACE):
                event.add("kg:party", body, role.token)


# -- company -------------------------------------------------------------------------------


def accompany(parse: Parse, matcher: Matcher, clauses: Iterable[Clause], events: Sequence[Event]) -> None:
    """Add who came along: "accompanied by X", "in the presence of X", "X was in attendance", "X sat in"."""
    met = [e for e in events if e.cls in ("kg:Meeting", "kg:Visit", "kg:Call", "kg:Ceremony") and not e.modality]
    for event in met:
        role = "kg:visitor" if event.cls == "kg:Visit" else "kg:participant"
        for token in _beside(parse, event):
            _add_people(matcher, event, role, token)
    for clause in clauses:
        if (meeting := _attended(parse, clause, met)) is not None:
            for token in clause.tokens(PATIENT if clause.passive else AGENT):
                _add_people(matcher, meeting, "kg:participant", token)


def _beside(parse: Parse, event: Event) -> Iterator[int]:
    """Heads of those named as company of an event's clause."""
    first, last = parse.sentences[parse.sentence_of[event.token]]
    present = {t for _, _, t in event.arguments}
    for token in range(first, last):
        if parse.lemmas[token] in _COMPANY and parse.tags[token] == "VBN" and event.cls != "kg:Ceremony":
            noun = parse.heads[token]
            others = {t for t in present if t in (noun, noun - 1) or noun in parse.ancestors(t)}
            if others or noun in (event.token, event.clause.light):
                yield from (o for a in parse.kids(token, "agent", "prep") for o in parse.kids(a, "pobj"))
        if parse.lemmas[token] == "presence" and parse.words[token - 1].lower() == "the":
            yield from _all_of(parse, token)


def _all_of(parse: Parse, noun: int) -> Iterator[int]:
    """The objects of a noun's of-phrases, coordinated ones too ("of X and of Y")."""
    preps = [p for p in parse.kids(noun, "prep") if parse.words[p] == "of"]
    while preps:
        prep = preps.pop()
        preps += parse.kids(prep, "conj", "prep")
        for head in parse.kids(prep, "pobj"):
            queue = [head]
            while queue:
                token = queue.pop()
                yield token
                queue += parse.kids(token, "conj", "appos")
                preps += [
                    p
                    for p in parse.kids(token, "prep")
                    if parse.words[p] == "of" and parse.words[p - 1] in ("and", ",")
                ]


def _attended(parse: Parse, clause: Clause, met: Sequence[Event]) -> Event | None:
    """The meeting that a clause says somebody else was at, told in its own or one of the two sentences before."""
    if clause.noun or clause.modality:
        return None
    around = {parse.lemmas[t] for f in ("in", "at", "on") for t in clause.tokens(f)}
    complements = {parse.words[c].lower() for c in parse.kids(clause.token, "acomp")}
    present = clause.lemma == "be" and ("attendance" in around or "present" in complements)
    sat_in = clause.lemma in ("sit in", "sit") and bool(around & _PRESENT)
    attended = clause.lemma in ("attend", "join") and any(parse.lemmas[t] in _PRESENT for t in clause.tokens(PATIENT))
    if not (present or sat_in or attended):
        return None
    sentence = parse.sentence_of[clause.token]
    near = [e for e in met if 0 <= sentence - parse.sentence_of[e.token] <= 2 and e.token != clause.token]
    meetings = [e for e in near if e.cls in ("kg:Meeting", "kg:Call")]
    return meetings[-1] if meetings else None


def _add_people(matcher: Matcher, event: Event, role: str, token: int) -> None:
    for thing, at in matcher.resolve(token):
        taken = thing.number in event.fillers("kg:host")
        if thing.cls in (PERSON, TEAM) and not taken and matcher.schema.accepts(event.cls, role, thing.cls):
            event.add(role, thing.number, at)
