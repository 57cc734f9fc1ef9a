"""What the rest of an article knows of an event: its standing relations, the offices people hold, the company they keep."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kgraph.extract.clauses import AGENT
from kgraph.extract.context import BODIES, COUNTRY, PERSON, PLACE, TEAM
from kgraph.extract.events import Event, leaves_another
from kgraph.extract.frames import Matcher
from kgraph.extract.parse import Parse
from kgraph.extract.relations import Relation
from kgraph.extract.roles import Holding
from kgraph.extract.things import Things
from kgraph.extract.words import words
from kgraph.schema import Schema

_YEAR = 366  # days
_COMPANY = words("completion", "company")
_INSTEAD = frozenset(["in", "as"]), frozenset(["of", "to", "for"])
_LEFT = frozenset(["following", "after", "upon", "on"]), frozenset(["of", "as"])
_BEFORE = {
    **dict.fromkeys(("place", "succession", "stead", "lieu", "successor", "replacement"), _INSTEAD),
    **dict.fromkeys(("departure", "resignation", "retirement", "dismissal"), _LEFT),
}
"""Nouns that name who was there before: the words they hang from, and those that tie the name to them."""
_HONOURS = words("names", "honours")
_BOARDS = frozenset(["board", "directorate", "management", "leadership"])
_BOARD_OFFICERS = tuple(words("completion", "board_officers"))


@dataclass(frozen=True, slots=True)
class Known:
    """What an article's other facts say: its relations, the offices held in it, and its things."""

    parse: Parse
    things: Things
    schema: Schema
    relations: Sequence[Relation]
    roles: Sequence[Holding]
    published: date | None = None


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
            _not_their_own(event, known)
        elif event.cls in ("kg:Appointment", "kg:Departure"):
            _seat(event, known)
            _own_board(event, known)
            _told_predecessor(event, known)
        elif "kg:operator" in known.schema.allowed(event.cls):
            _operator(event, known)
        elif event.cls == "kg:Agreement":
            _represented(event, known)
    _announced_awarder(events, known)
    _announced_board(events, known)
    _successions([e for e in events if e.cls in ("kg:Appointment", "kg:Departure")])


def _awarder(event: Event, known: Known) -> None:
    if event.fillers("kg:awarder"):
        return
    for award in event.fillers("kg:award"):
        for relation in known.relations:
            confers = relation.predicate == "kg:conferredBy" and relation.subject == award
            if confers and relation.object is not None and relation.object not in event.fillers("kg:recipient"):
                event.add("kg:awarder", relation.object, relation.token)
                return


def _operator(event: Event, known: Known) -> None:
    """“on a Boreas rocket operated by Vale Orbital": who runs the rocket launches."""
    if event.fillers("kg:operator"):
        return
    for vehicle in event.fillers("kg:launchVehicle"):
        for relation in known.relations:
            if relation.predicate == "kg:operator" and relation.subject == vehicle and relation.object is not None:
                event.add("kg:operator", relation.object, relation.token)
                return


def _announced_awarder(events: Iterable[Event], known: Known) -> None:
    """“The Society announces its honours for 2024": awards without a giver, in an article that opens so, are its own."""
    body = _announcer(known, _HONOURS)
    for event in events:
        if body is None or event.cls != "kg:AwardEvent" or event.modality or event.fillers("kg:awarder"):
            continue
        of_others = any(
            r.predicate == "kg:conferredBy" and r.subject in event.fillers("kg:award") and r.object != body[0]
            for r in known.relations
        )
        if not of_others and body[0] not in event.fillers("kg:recipient"):
            event.add("kg:awarder", *body)


def _announced_board(events: Iterable[Event], known: Known) -> None:
    """“Vale Bank announces changes to its Board": offices of companies that the article changes are its own."""
    body = _announcer(known, _BOARDS)
    if body is None:
        return
    for event in events:
        if event.cls not in ("kg:Appointment", "kg:Departure") or event.modality or event.fillers("kg:organisation"):
            continue
        of_board = event.office is not None and event.office.position.endswith(_BOARD_OFFICERS)
        if of_board and not _bodies_in(event.token, known) - {body[0]}:
            event.add("kg:organisation", *body)


def _bodies_in(token: int, known: Known) -> set[int]:
    """The bodies that a token's sentence names."""
    first, last = known.parse.sentences[known.parse.sentence_of[token]]
    return {t.number for at in range(first, last) for t in known.things.of(at) if t.cls in BODIES}


def _announcer(known: Known, nouns: Collection[str]) -> tuple[int, int] | None:
    """The body whose honours, or board, the lead speaks of, with its token."""
    parse = known.parse
    lead = parse.sentence_of[parse.lead_end - 1]
    for number in range(lead + 1):
        first, last = parse.sentences[number]
        for token in range(first, last):
            if parse.lemmas[token] not in nouns:
                continue
            owner = parse.kid(token, "poss")
            if owner is None and parse.deps[token] == "compound":  # "its 2025 Honours Ceremony"
                owner = parse.kid(parse.heads[token], "poss")
            own = known.things.of(owner) if owner is not None else []
            if len(own) == 1 and own[0].cls in BODIES:
                return own[0].number, owner if owner is not None else token
    return None


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


def _not_their_own(event: Event, known: Known) -> None:
    """“The Minister of Morocco is on a visit to the country": not to Morocco."""
    states = {
        n
        for r in known.roles
        if r.status == "current" and r.person in event.fillers("kg:visitor")
        for n in (r.organisation, r.country)
        if n is not None and known.things.all[n].cls == COUNTRY
    }
    event.arguments = [
        (role, n, token) for role, n, token in event.arguments
        if not (event.cls == "kg:Visit" and role in ("kg:place", "kg:host") and n in states)
    ]  # fmt: skip


def _seat(event: Event, known: Known) -> None:
    """Where the office is held, from the role that the person has or had in it."""
    if event.modality or event.fillers("kg:organisation"):
        return
    if leaves_another(known.parse, event.clause):
        return  # "resigned from the government": of a body that is told without a name
    statuses = ("former",) if event.cls == "kg:Departure" else ("current", "incoming", "acting")
    for person in event.fillers("kg:person"):
        held = [r for r in known.roles if r.person == person and r.organisation is not None]
        fitting = [r for r in held if r.status in statuses] or (held if event.cls == "kg:Departure" else [])
        if event.office is not None:
            fitting = [r for r in fitting if event.office.head in r.position.lower()]
        elif event.cls == "kg:Appointment":
            fitting = [r for r in fitting if not _held_before(r, event, known.parse)]
        bodies = {r.organisation: r for r in fitting if r.organisation is not None}
        if len(bodies) == 1:
            ((body, role),) = bodies.items()
            if known.schema.accepts(event.cls, "kg:organisation", known.things.all[body].cls):
                event.add("kg:organisation", body, role.token)


def _held_before(role: Holding, event: Event, parse: Parse) -> bool:
    """“X, chief executive of Vale Bank, joined the board": what the sentence calls somebody who is appointed is not the
    new post, unless it says so ("the new director, X, took up her duties").
    """
    if role.rule == "copula":
        return True  # "was elected to the board. She is treasurer of Vale Bank"
    told = role.rule in ("title", "apposition") and parse.sentence_of[role.token] == parse.sentence_of[event.token]
    return told and not {"new", "newly"} & {w.lower() for w in parse.words[max(0, role.token - 2) : role.token]}


def _own_board(event: Event, known: Known) -> None:
    """“The Board has appointed X", "X resigned as chair of the Board": of the only body that the lead speaks of."""
    if event.modality or event.fillers("kg:organisation"):
        return
    deciding = (t for f in (AGENT, "by") for t in event.clause.tokens(f))
    chairing = event.office is not None and "board" in event.office.position.split()
    if not (chairing or any(known.parse.lemmas[t].lower() == "board" for t in deciding)):
        return
    lead = [
        (t.number, min(link.first for link in t.links))
        for t in known.things.all
        if t.cls in BODIES and any(link.first < known.parse.lead_end for link in t.links)
    ]
    if len(lead) == 1:
        event.add("kg:organisation", *lead[0])


def _told_predecessor(event: Event, known: Known) -> None:
    """“in place of X", "in succession to X", "following the departure of X"."""
    if event.cls != "kg:Appointment" or event.fillers("kg:predecessor"):
        return
    parse = known.parse
    _, last = parse.sentences[parse.sentence_of[event.token]]
    for noun in range(event.token, last):
        above, ties = _BEFORE.get(parse.lemmas[noun], ((), ()))
        preps = {parse.words[p].lower(): p for p in parse.kids(noun, "prep")}
        if parse.words[parse.heads[noun]].lower() not in above or preps.keys() - ties:
            continue
        named = [*parse.kids(noun, "poss"), *(o for p in preps.values() for o in parse.kids(p, "pobj"))]
        for token in named:
            away = parse.words[token + 1 : token + 2] in (["for"], ["to"])  # "the departure of X for Lima"
            for person in known.things.of(token):
                if person.cls == PERSON and person.number not in event.fillers("kg:person") and not away:
                    event.add("kg:predecessor", person.number, noun)


def _successions(events: Sequence[Event]) -> None:
    """Who comes and who goes, told together: "became director when X retired"; the place is one, and what is
    announced elsewhere in the article ("She will succeed X") holds for the appointment.
    """
    came = [e for e in events if e.cls == "kg:Appointment" and not e.modality]
    for event in came:
        for other in (e for e in events if e.cls == "kg:Appointment" and e.modality):
            alone = sum(set(e.fillers("kg:person")) == set(event.fillers("kg:person")) for e in came) == 1
            named = event.office is not None and other.office is not None and event.office.head == other.office.head
            alone = (
                alone and event.clause.lemma != "join"
            )  # "She joined the bank in 2015" is not the post she now takes
            if set(other.fillers("kg:person")) == set(event.fillers("kg:person")) and (alone or named):
                _take_over(event, "kg:predecessor", other)
        for other in (e for e in events if e.cls == "kg:Departure" and e.sentences & event.sentences):
            gone = set(other.fillers("kg:person")) - set(event.fillers("kg:person"))
            same = _one_place(event, other)
            if same and gone and not other.office and other.clause.token > event.clause.token:
                for number in sorted(gone):
                    if not event.fillers("kg:predecessor"):
                        event.add("kg:predecessor", number, other.token)
    for event in (e for e in events if e.cls == "kg:Departure"):
        for other in came:
            if set(event.fillers("kg:person")) & set(other.fillers("kg:predecessor")):
                _take_over(event, "kg:organisation", other)


def _one_place(one: Event, other: Event) -> bool:
    mine, theirs = one.fillers("kg:organisation"), other.fillers("kg:organisation")
    return not mine or not theirs or mine == theirs


def _take_over(event: Event, role: str, other: Event) -> None:
    """A role that another telling fills, where the event itself leaves it open."""
    if not event.fillers(role):
        for _, number, token in [a for a in other.arguments if a[0] == role][:1]:
            event.add(role, number, token)


def _represented(event: Event, known: Known) -> None:
    """Officers sign for their bodies, ministers for their countries."""
    latest = event.date.latest if event.date is not None else None
    if latest is not None and known.published is not None and (known.published - latest).days > _YEAR:
        return  # who signed then may be somewhere else now
    for person in [n for n in event.fillers("kg:party") if known.things.all[n].cls == PERSON]:
        bodies = {r.organisation: r for r in known.roles if r.person == person and r.status in ("current", "acting")}
        bodies.pop(None, None)
        if len(bodies) == 1:
            ((body, role),) = bodies.items()
            if body is not None and known.things.all[body].cls in (*BODIES, COUNTRY, PLACE):
                event.add("kg:party", body, role.token)


# -- company -------------------------------------------------------------------------------


def accompany(parse: Parse, matcher: Matcher, events: Sequence[Event]) -> None:
    """Add who came along: "accompanied by X", "in the presence of X"."""
    met = [e for e in events if e.cls in ("kg:Meeting", "kg:Visit", "kg:Call", "kg:Ceremony") and not e.modality]
    for event in met:
        role = "kg:visitor" if event.cls == "kg:Visit" else "kg:participant"
        for token in _beside(parse, event):
            _add_people(matcher, event, role, token)


def _beside(parse: Parse, event: Event) -> Iterator[int]:
    """Heads of those named as company of an event's clause."""
    first, last = parse.sentences[parse.sentence_of[event.token]]
    present = {t for _, _, t in event.arguments}
    for token in range(first, last):
        if (
            parse.lemmas[token] in _COMPANY
            and parse.tags[token] == "VBN"
            and not (event.cls == "kg:Ceremony" and event.clause.noun)
        ):
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


def _add_people(matcher: Matcher, event: Event, role: str, token: int) -> None:
    for thing, at in matcher.resolve(token):
        taken = thing.number in event.fillers("kg:host")
        if thing.cls in (PERSON, TEAM) and not taken and matcher.schema.accepts(event.cls, role, thing.cls):
            event.add(role, thing.number, at)
