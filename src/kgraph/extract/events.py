"""Events out of clauses: what happened, with everybody and everything in it, once each.

A frame's match on a clause is a draft. It gets the date that grammar ties to it, then drafts of
one happening told in several sentences are merged, and what other sentences know is filled in:
who confers the award, who leads the delegation, what office somebody was given. A match on a
clause that reports no happening becomes a proposal instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from kgraph.extract import dating
from kgraph.extract.clauses import AGENT, PATIENT, Clause
from kgraph.extract.context import BODIES, COUNTRY, GOVERNMENT, PERSON
from kgraph.extract.dates import Expression, Habits, When, find_dates, happened, resolve
from kgraph.extract.frames import Frames, Match, Matcher
from kgraph.extract.offices import STATE_OFFICES, Office
from kgraph.extract.parse import Parse, quoted
from kgraph.extract.relations import Relation
from kgraph.extract.roles import Holding
from kgraph.extract.things import Things
from kgraph.model import DateClaim
from kgraph.schema import Schema

_POINTING = frozenset(["the", "this", "that", "his", "her", "their"])
_POSTS = frozenset(["post", "position", "role", "office", "job", "portfolio", "duty", "function"])
_PARTIES = frozenset(["kg:participant", "kg:host"])
_IDENTIFYING = frozenset(["kg:work", "kg:spacecraft"])
_YEAR, _MONTH = 366, 31  # days
_ENTERING = frozenset(["take", "assume", "enter", "swear"])
_TEXTS = frozenset(["document", "text", "instrument", "deal", "agreement", "accord"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_YEARS = re.compile(r"\b\d{4}\b")
_EFFECT = re.compile(
    r"\b(?:(?:effective|effect|as|starting|beginning|commencing)(?: from| on| as of| of| in)?|from)(?: the)? [\dA-Z]",
    re.I,
)
_OCCASIONS = frozenset(["ceremony", "conference", "summit", "forum", "meeting", "reception", "congress"])


@dataclass(slots=True)
class Event:
    """One happening, or a proposed one where ``modality`` is not empty.

    ``token`` is its trigger; ``arguments`` are (role, thing number, token); ``sentences`` are all
    that tell of it. ``office`` is the post given or left.
    """

    cls: str
    token: int
    frame: str
    arguments: list[tuple[str, int, int]]
    clause: Clause
    sentences: set[int]
    modality: str = ""
    date: DateClaim | None = None
    date_sentence: int = -1
    office: Office | None = None
    triggers: list[int] = field(default_factory=list)

    def fillers(self, role: str) -> list[int]:
        """Thing numbers in a role."""
        return [n for r, n, _ in self.arguments if r == role]

    def add(self, role: str, number: int, token: int) -> None:
        """Fill a role unless the thing already fills it."""
        if number not in self.fillers(role):
            self.arguments.append((role, number, token))


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading events needs to know of an article."""

    parse: Parse
    things: Things
    frames: Frames
    schema: Schema
    offices: Sequence[Office]
    published: date | None
    habits: Habits


def read_events(setting: Setting, clauses: Sequence[Clause], matcher: Matcher) -> list[Event]:
    """All events and proposals of an article, dated and merged, in text order."""
    return _Events(setting, clauses, matcher).run()


class _Events:
    def __init__(self, setting: Setting, clauses: Sequence[Clause], matcher: Matcher) -> None:
        self.parse, self.things = setting.parse, setting.things
        self.setting, self.clauses, self.matcher = setting, clauses, matcher
        self.predicates = {c.token for c in clauses}
        self.dates = {
            n: [e for e in find_dates(self.parse.text, *self.parse.sentence_span(n)) if e.dates_events]
            for n in range(len(self.parse.sentences))
        }
        self.dated: list[tuple[int, DateClaim]] = []
        self.counted: dict[int, DateClaim] = {}

    def run(self) -> list[Event]:
        matches = (m for c in self.clauses for m in self.matcher.matches(c))
        drafts = [d for m in matches if (told := self._draft(m)) is not None for d in self._severally(told)]
        drafts.sort(key=lambda e: (e.token, e.cls))
        for draft in drafts:
            self._post(draft, drafts)
        for draft in drafts:
            self._date(draft, drafts)
        self._share_dates(drafts)
        return self._merge([d for d in drafts if self._carries(d, drafts)])

    def _carries(self, event: Event, drafts: Sequence[Event]) -> bool:
        """A telling that leaves out what the event is of ("Touchdown in the crater was the first") is of the one
        thing that the article told of before it; where there is none, or a choice, it is not told.
        """
        keys = self.setting.frames.keys.get(event.cls, ())
        for role in self.setting.frames.carried.get(event.cls, ()):
            if any(event.fillers(key) for key in keys):
                return True
            told = [d for d in drafts if d.token < event.token and not d.modality]
            before = {n: t for d in told for r, n, t in d.arguments if r == role}
            if len(before) != 1:
                return False
            event.add(role, *before.popitem())
        return True

    def _draft(self, match: Match) -> Event | None:
        clause = match.clause
        if clause.noun and any(o.first <= clause.token < o.end for o in self.setting.offices):
            return None  # "President of the General Assembly"
        if clause.noun and any(t.cls in BODIES for t in self.things.of(clause.token)):
            return None  # "the seat of the National Congress"
        if clause.noun and self._counted_anew(clause.token):
            return None  # "It was their third meeting this year"
        modality = clause.modality or ("plans" if clause.tense == "future" else "")
        office = self._office(match)
        if match.frame.office and office is None:
            return None
        event = Event(
            match.frame.event,
            clause.token,
            match.frame.id,
            list(match.roles),
            clause,
            {self.parse.sentence_of[clause.token]},
            modality,
            office=office,
            triggers=[clause.token],
        )
        if office is not None and "kg:organisation" in self.setting.schema.allowed(event.cls):
            self._office_body(event, office)
        return event

    def _counted_anew(self, noun: int) -> bool:
        be = self.parse.heads[noun]
        subject = self.parse.kid(be, "nsubj") if self.parse.deps[noun] == "attr" else None
        return subject is not None and self.parse.words[subject].lower() in ("it", "this", "that")

    def _severally(self, event: Event) -> list[Event]:
        """“met separately with X and Y": one meeting with each."""
        clause = event.clause
        _, last = self.parse.sentences[self.parse.sentence_of[event.token]]
        first = min([*clause.tokens("with"), *clause.tokens(PATIENT)], default=last)
        others = [a for a in event.arguments if a[0] == "kg:participant" and a[2] >= first > event.token]
        told = "separately" in (w.lower() for w in self.parse.words[event.token : last])
        if not told or event.cls != "kg:Meeting" or len(others) < 2:
            return [event]
        shared = [a for a in event.arguments if a not in others]
        return [
            replace(event, arguments=[*shared, a], sentences=set(event.sentences), triggers=[event.token])
            for a in others
        ]

    def _office(self, match: Match) -> Office | None:
        """The office phrase that a position's token lies in."""
        wanted = {t for f in match.frame.position for t in match.clause.tokens(f)}
        return next((o for o in self.setting.offices if wanted & set(range(o.first, o.end))), None)

    def _post(self, event: Event, drafts: Sequence[Event]) -> None:
        """“X resigned as director; Y took up the post", "its director, Y, took up the post": which one is meant."""
        if (
            event.cls not in ("kg:Appointment", "kg:Departure")
            or event.office is not None
            or not self._names_a_post(event)
        ):
            return
        sentence = self.parse.sentence_of[event.token]
        people = set(event.fillers("kg:person"))
        comes = event.cls == "kg:Appointment"  # nobody takes up what is told as a former office
        held = [
            o
            for o in self.setting.offices
            if o.holder is not None and people & self._numbers(o.holder) and not (comes and o.status == "former")
        ]
        here = [o for o in held if self.parse.sentence_of[o.first] == sentence and o.first < event.token]
        if left := self._left_post(event, drafts):
            self._succeed(event, *left)
        elif (here or len(held) == 1) and not self._as_successor(event):
            event.office = (here or held)[-1]
            if not event.fillers("kg:organisation"):
                self._office_body(event, event.office)

    def _left_post(self, event: Event, drafts: Sequence[Event]) -> tuple[Event, Office] | None:
        """The one post that somebody else left in this sentence or the two before, with its departure."""
        sentence, people = self.parse.sentence_of[event.token], set(event.fillers("kg:person"))
        left = [
            (d, d.office)
            for d in drafts
            if d.cls == "kg:Departure" and d.office is not None and d.token < event.token and not d.modality
            and sentence - self.parse.sentence_of[d.token] <= 2 and not people & set(d.fillers("kg:person"))
        ]  # fmt: skip
        return left[-1] if len({office.position for _, office in left}) == 1 else None

    def _succeed(self, event: Event, departure: Event, office: Office) -> None:
        """Who takes up a post that was left: its body is the same, and who left it came before."""
        event.office = replace(office, status=self._basis(event))
        seated = bool(event.fillers("kg:organisation"))
        for role, number, token in departure.arguments:
            if role == "kg:organisation" and not seated:
                event.add(role, number, token)
            elif role == "kg:person" and event.cls == "kg:Appointment":
                event.add("kg:predecessor", number, token)

    def _basis(self, event: Event) -> str:
        """“on an acting basis", "ad interim"."""
        _, last = self.parse.sentences[self.parse.sentence_of[event.token]]
        behind = {w.lower() for w in self.parse.words[event.token : last]}
        return "acting" if behind & {"acting", "interim", "temporarily", "provisionally"} else "current"

    def _names_a_post(self, event: Event) -> bool:
        """“took up the post", "assumed her portfolio", "took office", "as his successor"."""
        clause, lemmas, words = event.clause, self.parse.lemmas, self.parse.words
        objects = [t for f in (PATIENT, "of", "from") for t in clause.tokens(f) if lemmas[t] in _POSTS]
        told = {words[c].lower() for t in objects for c in self.parse.kids(t, "det", "poss")}
        return (
            bool(told & _POINTING)
            or any(lemmas[t] == "office" and not self.parse.children[t] for t in objects)
            or self._as_successor(event)
        )

    def _as_successor(self, event: Event) -> bool:
        return any(self.parse.lemmas[t] == "successor" for t in event.clause.tokens("as"))

    def _numbers(self, token: int) -> set[int]:
        return {t.number for t in self.things.of(token)}

    def _office_body(self, event: Event, office: Office) -> None:
        tokens = [*office.bodies, *([office.owner] if office.owner is not None else [])]
        bodies = [
            (t.number, token)
            for token in tokens
            for t in self.things.of(token)
            if self.setting.schema.accepts(event.cls, "kg:organisation", t.cls)
        ]
        if bodies:
            event.arguments = [a for a in event.arguments if a[0] != "kg:organisation"]
            event.add("kg:organisation", *bodies[0])

    # -- dates -----------------------------------------------------------------------------

    def _date(self, event: Event, drafts: Sequence[Event]) -> None:
        """The date that grammar ties to the event's predicate, or that opens its sentence."""
        sentence = self.parse.sentence_of[event.token]
        expressions = self._about(event, self.dates[sentence])
        if (claim := dating.counted_to(self.parse, event.token, expressions, self._when(None, False))) is not None:
            event.date, event.date_sentence = claim, sentence
            return
        later = [e for e in expressions if self._token_at(e.start) > event.token and self._takes_effect(e, event)]
        mine = [e for e in self._tied(event, expressions) if e not in later]
        at_once = next((e for e in mine if "immediate" in e.words.lower()), None)
        if at_once is not None:  # "resigned with immediate effect on 9 June"
            told = [e for e in expressions if 0 <= e.start - at_once.end < 5] or [e for e in mine if e is not at_once]
            mine = told or mine
        for expression in sorted(mine, key=lambda e: (e.anchored, abs(self._token_at(e.start) - event.token))):
            claim = self._claim(expression, event, drafts)
            if claim is not None and self._announced(event, claim):
                event.modality = "plans"
            if claim is not None and not self._impossible(event, claim):
                claim = happened(expression, claim)
                governor = self._governor(expression)
                if event.clause.noun and governor is not None:
                    said = self.parse.text[slice(*self.parse.sentence_span(sentence))]
                    claim = dating.stretched(claim, said, self.parse.lemmas[governor])
                event.date, event.date_sentence = claim, sentence
                if not dating.aside(self.parse, governor) or dating.where_clause(self.parse, governor or 0):
                    self.dated.append((event.token, claim))
                return

    def _about(self, event: Event, expressions: Sequence[Expression]) -> list[Expression]:
        """The dates of its sentence that may be an event's."""
        sentence = self.parse.sentences[self.parse.sentence_of[event.token]]
        if len(expressions) > 1 and "respectively" in self.parse.words[slice(*sentence)]:
            return []  # "Lumen-2 and Lumen-3, launched in 2023 and 2024, respectively": one date of each
        remembered = dating.remembered(self.parse, event.token)
        return [
            e
            for e in expressions
            if (not remembered or _YEARS.search(e.words))
            and not dating.of_another(self.parse, self._tokens(e), self.predicates)
        ]

    def _tied(self, event: Event, expressions: Sequence[Expression]) -> list[Expression]:
        """The dates that hang from an event's predicate, else from what it is part of or takes place at."""
        parse, occasions = self.parse, {t for f in ("at", "during") for t in event.clause.tokens(f)}
        own = (event.token, event.clause.light)
        return (
            [e for e in expressions if self._governor(e) in own and not self._counted_apart(e, expressions)]
            or [e for e in expressions if self._reaches(e, event)]
            # "at the closing session on Saturday they signed"
            or [e for e in expressions if not e.anchored and self._governor(e) in occasions]
            or [
                e
                for e in expressions
                if dating.held(parse, event.token, self._governor(e))
                or dating.when_clause(parse, event.token, self._tokens(e))
            ]
        )

    def _takes_effect(self, expression: Expression, event: Event) -> bool:
        """“appointed director with effect from 1 September": not the day of the appointment where it is still to come,
        and until then nobody is director.
        """
        published, said = self.setting.published, self.parse.text[max(0, expression.start - 18) : expression.end]
        if event.cls not in ("kg:Appointment", "kg:Departure") or published is None:
            return False
        if not _EFFECT.search(said):
            return False
        back, ahead = (resolve(expression, self._when(None, a)) for a in (False, True))
        recent = back is not None and back.earliest is not None and 0 <= (published - back.earliest).days <= _MONTH
        if recent or ahead is None or ahead.earliest is None or ahead.earliest <= published:
            return False
        if event.office is not None and event.office.status == "current" and event.cls == "kg:Appointment":
            event.office = replace(event.office, status="incoming")
        return True

    def _claim(self, expression: Expression, event: Event, drafts: Sequence[Event]) -> DateClaim | None:
        """What an expression says; "the next day" says the same of all that its sentence tells."""
        if expression.anchored and expression.start in self.counted:
            return self.counted[expression.start]
        anchor = self._anchor(expression, event, drafts)
        claim = resolve(expression, self._when(anchor, self._ahead(event)))
        if expression.anchored and claim is not None:
            self.counted[expression.start] = claim
        return claim

    def _when(self, anchor: DateClaim | None, ahead: bool | None) -> When:
        return When(self.setting.published, anchor, ahead, self.setting.habits)

    def _ahead(self, event: Event) -> bool | None:
        """Whether a date without a year lies ahead; in the present tense the words around it, or what is nearer, tell."""
        if event.modality in ("plans", "hopes", "proposes"):
            return True
        return None if event.clause.tense == "present" else False

    def _announced(self, event: Event, claim: DateClaim) -> bool:
        """“She takes up her duties on 1 September", said in June, is still to come."""
        published = self.setting.published
        ahead = published is not None and claim.earliest is not None and claim.earliest > published
        return ahead and event.clause.tense == "present" and not event.modality

    def _impossible(self, event: Event, claim: DateClaim) -> bool:
        """A day after publication is not when something reported happened."""
        published = self.setting.published
        return (
            not event.modality
            and published is not None
            and claim.earliest is not None
            and (claim.earliest - published).days > 1
        )

    def _token_at(self, offset: int) -> int:
        from bisect import bisect_right

        return max(0, bisect_right(self.parse.starts, offset) - 1)

    def _tokens(self, expression: Expression) -> range:
        """The tokens of a date expression."""
        return range(self._token_at(expression.start), self._token_at(expression.end - 1) + 1)

    def _governor(self, expression: Expression) -> int | None:
        """The nearest predicate above a date expression."""
        return dating.governor(self.parse, self._tokens(expression), self.predicates)

    def _reaches(self, expression: Expression, event: Event) -> bool:
        """A date also covers what its own predicate coordinates or governs without one of its own:
        "On Friday X met Y and signed Z", "was handed over on Monday at a ceremony".
        """
        governor = self._governor(expression)
        if governor is None:
            return False
        token = event.clause.light if event.clause.light is not None else event.token
        opening = expression.start - self.parse.sentence_span(self.parse.sentence_of[event.token])[0] < 12
        where = False
        for head in (token, *self.parse.ancestors(token)):
            if head == governor:
                return True
            dep = self.parse.deps[head]
            if self._past_it(head, expression) or (dep == "appos" and self.things.of(self.parse.heads[head])):
                return False  # "X, winner of the 2019 prize, visited Oslo on Monday"
            if self.parse.deps[head] == "nsubj" and self.parse.lemmas[self.parse.heads[head]] in ("follow", "precede"):
                return False  # "Her appointment follows the death of X in May"
            if dep == "dobj" and event.office is not None and self.parse.lemmas[self.parse.heads[head]] == "announce":
                continue  # "today announced the appointment of"
            where = where or dating.where_clause(self.parse, head)
            if dep == "conj" or (opening and dep in ("ccomp", "xcomp", "advcl")):
                continue
            nominal = self.parse.tags[head][:2] in ("NN", "IN", "JJ")
            if (nominal and (event.clause.noun or where)) or (where and dep == "relcl"):
                continue
            return False
        return False

    def _past_it(self, head: int, expression: Expression) -> bool:
        """“After the launch she flew to Oslo on Monday": what is done later has a day of its own."""
        parse = self.parse
        later = parse.words[head].lower() in ("after", "since", "before", "until") and parse.deps[head] == "prep"
        date = self._token_at(expression.start)
        between = range(head + 1, date)  # "before his visit to Oslo on 3 May", wherever the parser hangs the day
        inside = head < date and not any(parse.words[t] == "," or parse.tags[t] in _FINITE for t in between)
        return later and not inside and date not in parse.subtree(head)

    def _counted_apart(self, expression: Expression, expressions: Iterable[Expression]) -> bool:
        """“two days before his visit on 3 May": the third of May is the visit's."""
        said = self.parse.text
        return any(
            c.anchored and c.words.lower().endswith(("before", "after")) and c.end < expression.start
            and "," not in said[c.end : expression.start]
            for c in expressions
        )  # fmt: skip

    def _anchor(self, expression: Expression, event: Event, drafts: Sequence[Event]) -> DateClaim | None:
        """What "the same day" and "two days after the launch" count from."""
        if not expression.anchored:
            return None
        if expression.words.lower().endswith(("after", "before", " of")):
            noun = self._noun_after(expression)
            told = [
                d for d in drafts if d.date is not None and d.token != event.token and noun and self._told_by(d, noun)
            ]
            if noun is not None:
                things = {n for _, n, _ in event.arguments}
                return dating.meant([(d.date, {n for _, n, _ in d.arguments}) for d in told if d.date], things)
        before = [(self.parse.starts[t], c) for t, c in self.dated if t < event.token]
        before += [(e.start, c) for e, c in self._named if e.end <= expression.start]
        sentence = self.parse.sentence_span(self.parse.sentence_of[event.token])[0]
        return dating.counted_from(expression, before, sentence, self.setting.published)

    def _noun_after(self, expression: Expression) -> str | None:
        last = self._token_at(expression.end - 1)
        nouns = [t for t in range(last + 1, min(last + 6, len(self.parse))) if self.parse.tags[t][:2] == "NN"]
        for token in sorted(nouns, key=lambda t: self.parse.tags[t].startswith("NNP")):  # "of Petrel's landing"
            if self.parse.words[token + 1 : token + 2] == ["-"]:  # lift-off
                return "".join(self.parse.words[token : token + 3]).lower()
            return self.parse.lemmas[token]
        return None

    def _told_by(self, event: Event, noun: str) -> bool:
        return any(noun in f.nouns and f.event == event.cls for f in self.setting.frames.all)

    @cached_property
    def _named(self) -> list[tuple[Expression, DateClaim]]:
        """The dates of the text that count from no other and are no asides, with what they name."""
        inside = quoted(self.parse)
        named = [
            e for es in self.dates.values() for e in es if not e.anchored and self._token_at(e.start) not in inside
        ]
        resolved = ((e, resolve(e, self._when(None, False))) for e in named)
        return [(e, c) for e, c in resolved if c is not None and not dating.aside(self.parse, self._governor(e))]

    def _share_dates(self, drafts: Sequence[Event]) -> None:
        """An occasion inside a dated event's clause has its date ("on Monday at a ceremony"), and what is done
        after or during a dated event has that one's ("following the meeting they signed").
        """
        for event in drafts:
            if event.date is None and (claim := self._of_occasion(event, drafts)) is not None:
                event.date, event.date_sentence = claim, self.parse.sentence_of[event.token]
        for event in drafts:
            if event.date is not None or not event.clause.noun:
                continue
            for other in drafts:
                within = any(
                    event.token in ts for f, ts in other.clause.arguments.items() if f in ("at", "during", "in")
                )
                if within and other.date is not None and other.modality == event.modality:
                    event.date, event.date_sentence = other.date, other.date_sentence

    def _of_occasion(self, event: Event, drafts: Sequence[Event]) -> DateClaim | None:
        """The date of the event in whose course a predicate's own words place it."""
        around = [t for t in dating.course(self.parse, event.clause) if t != event.token]
        counts = self.dates[self.parse.sentence_of[event.token]]
        for token in around:
            if dating.is_counted(counts, self.parse.starts[token]):
                continue
            noun = self.parse.lemmas[token]
            named = [d for d in drafts if d.token == token] or [
                d for d in drafts if d.token < token and self._told_by(d, noun)
            ]
            told = [d.date for d in named if d.date and d.modality == event.modality]
            if told and event.clause.tense == "past":
                return dating.in_the_course(told[-1])
        return None

    # -- merging ---------------------------------------------------------------------------

    def _merge(self, drafts: Sequence[Event]) -> list[Event]:
        kept: list[Event] = []
        for draft in drafts:
            home = next((k for k in reversed(kept) if self._same(k, draft)), None)
            if home is None:
                kept.append(draft)
            else:
                self._absorb(home, draft)
        return kept

    def _same(self, one: Event, other: Event) -> bool:
        """One happening: of one type, sharing who and what identifies it, at compatible dates."""
        if one.cls != other.cls or bool(one.modality) != bool(other.modality):
            return False
        if not compatible(one.date, other.date) or self._told_apart(other) or self._by_nobody(other):
            return False
        if self._then_and_now(one, other) or self._then_and_now(other, one):
            return False
        keys = self.setting.frames.keys.get(one.cls, ())
        mine = [set(one.fillers(r)) for r in keys]
        theirs = [set(other.fillers(r)) for r in keys]
        for a, b, role in zip(mine, theirs, keys, strict=True):
            if role not in ("kg:participant", "kg:host", "kg:party", "kg:place") and a and b and not a & b:
                return False
        if self._apart(one, other):
            return False
        if self._one_document(one, other):
            return True
        a, b = set().union(*mine), set().union(*theirs)
        shared = a & b
        apart = any(x and y and not x & y for x, y in zip(mine, theirs, strict=True))
        if one.clause.noun and self._takes_up(other) and not apart:  # "the ceremony" again
            return True
        alike = {role for x, y, role in zip(mine, theirs, keys, strict=True) if x & y}
        if "kg:work" in alike or (alike & _IDENTIFYING and not apart):  # bodies conclude what their officers sign
            return self._same_office(one, other)
        if len(shared) == 1 and len(a) != len(b) and set(keys) & {"kg:participant", "kg:party"}:
            return self._same_office(one, other) and (self._takes_up(other) or _same_day(one.date, other.date))
        return bool(shared) and len(shared) >= min(2, len(a), len(b)) and self._same_office(one, other)

    def _then_and_now(self, now: Event, then: Event) -> bool:
        """“has been appointed director. She was elected to parliament in 2014": what has just happened is not what happened
        years ago.
        """
        if now.date is not None or then.date is None or not _long_ago(self.setting, then):
            return False
        auxiliaries = self.parse.kids(now.clause.token, "aux")
        return any(self.parse.words[c].lower() in ("has", "have") for c in auxiliaries) or now.clause.tense == "present"

    def _one_document(self, one: Event, other: Event) -> bool:
        """“signed a loan … The Harbour Loan Agreement was signed by X", "a memorandum … The memorandum was signed by"."""
        if one.cls != "kg:Agreement" or one.fillers("kg:work") or min(other.sentences) - max(one.sentences) > 2:
            return False
        first, again = self._document(one), self._document(other)
        if first is None or again is None or self._determined(first) not in ("a", "an"):
            return False
        named = " ".join(self.things.all[n].name.lower() for n in other.fillers("kg:work")).split()
        noun = self.parse.lemmas[again]
        taken_up = noun == self.parse.lemmas[first] or (noun in _TEXTS and not named)
        same = taken_up or self.parse.lemmas[first] in named
        return same and self._determined(again) in ("the", "this", "that")

    def _document(self, event: Event) -> int | None:
        return next((t for f in (PATIENT, "into", "of") for t in event.clause.tokens(f)), None)

    def _determined(self, noun: int) -> str:
        return next((self.parse.words[c].lower() for c in self.parse.kids(noun, "det")), "")

    def _apart(self, one: Event, other: Event) -> bool:
        """Elsewhere ("visited Chile … went on to Valparaíso"), or with somebody else each time ("held talks with
        X and was received by Y"): two happenings.
        """
        if not one.sentences & other.sentences:
            for role in self.setting.frames.apart.get(one.cls, ()):
                mine, theirs = set(one.fillers(role)), set(other.fillers(role))
                if mine and theirs and not mine & theirs:
                    return True
        people = [
            {n for r, n, _ in e.arguments if r in _PARTIES and self.things.all[n].cls == PERSON} for e in (one, other)
        ]
        return bool(people[0] - people[1] and people[1] - people[0]) and not self._takes_up(other)

    def _takes_up(self, event: Event) -> bool:
        """“the meeting", "their talks", "this deal": a noun for what has been told."""
        words = {self.parse.words[t].lower() for t in self.parse.children[event.token]}
        return event.clause.noun and bool(words & {"the", "this", "their", "his", "her", "its", "that", "these"})

    def _same_office(self, one: Event, other: Event) -> bool:
        if one.office is not other.office and None in (one.office, other.office):
            unknown = one if one.office is None else other
            if self._as_successor(unknown):
                return False  # of an office that somebody else held
        return one.office is None or other.office is None or one.office.head == other.office.head

    def _told_apart(self, event: Event) -> bool:
        """“a second meeting”, "another visit"."""
        words = {self.parse.words[t].lower() for t in self.parse.children[event.token]}
        if not event.clause.noun and words & {"first", "last", "previously", "once"}:
            return True  # "They first met in 2015"
        return bool(words & {"second", "third", "another", "previous", "earlier", "separate"})

    def _by_nobody(self, event: Event) -> bool:
        """“a chemist, who won it in 1998": somebody who is not known by name, and not the winner told before."""
        return any(self.parse.tags[t] == "WP" for t in event.clause.tokens(AGENT))

    def _absorb(self, home: Event, draft: Event) -> None:
        for role, number, token in draft.arguments:
            limit = self.setting.schema.allowed(home.cls)[role].max_count
            single = role == "kg:place" or limit == 1
            taken = role == "kg:participant" and number in home.fillers("kg:host")
            if not taken and not (single and home.fillers(role)):
                home.add(role, number, token)
        if home.date is None or (draft.date is not None and _finer(draft.date, home.date)):
            home.date, home.date_sentence = (
                draft.date or home.date,
                draft.date_sentence if draft.date else home.date_sentence,
            )
        home.office = home.office or draft.office
        home.sentences |= draft.sentences
        home.triggers.append(draft.token)


def compatible(one: DateClaim | None, other: DateClaim | None) -> bool:
    """True if two dates can be of the same day: one missing, or their bounds overlap."""
    if one is None or other is None:
        return True
    if one.earliest is one.latest is None or other.earliest is other.latest is None:
        return (
            one.edtf == other.edtf
            or one.edtf.replace("XXXX", other.edtf[:4]) == other.edtf
            or other.edtf.replace("XXXX", one.edtf[:4]) == one.edtf
        )
    return not any(a.latest and b.earliest and a.latest < b.earliest for a, b in ((one, other), (other, one)))


def _same_day(one: DateClaim | None, other: DateClaim | None) -> bool:
    return one is not None and other is not None and one.edtf == other.edtf


def _finer(one: DateClaim, other: DateClaim) -> bool:
    if one.earliest is None or one.latest is None:
        return False
    if other.earliest is None or other.latest is None:
        return True
    return (one.latest - one.earliest) < (other.latest - other.earliest)


# -- what other sentences know -------------------------------------------------------------


def conferrals(events: Iterable[Event]) -> list[Relation]:
    """An award is conferred by who is said to have given it."""
    found = []
    for event in events:
        for award in event.fillers("kg:award"):
            for role, number, token in event.arguments:
                if role == "kg:awarder" and not event.modality:
                    found.append(Relation(award, "kg:conferredBy", number, token, "award event"))
    return found


def foundings(events: Iterable[Event]) -> list[Relation]:
    """The year in which a body was founded, where its founding is dated to one."""
    found = []
    for event in events:
        if event.cls != "kg:Founding" or event.modality or event.date is None or event.date.earliest is None:
            continue
        year = event.date.earliest.year
        if event.date.latest is not None and event.date.latest.year == year:
            found += [
                Relation(n, "kg:foundedIn", None, event.token, "founding", str(year))
                for n in event.fillers("kg:organisation")
            ]
    return found


def roles_of(
    events: Sequence[Event],
    position: Callable[[Office], str],
    seats: Mapping[int, int],
    held: Sequence[Holding],
    dead: Collection[int] = (),
) -> list[Holding]:
    """Roles that appointments start and departures end; ``seats`` tells where an office is held
    that the event itself leaves open, ``held`` what else people are in the same body ("joined as treasurer in
    2014" of who is its director now).
    """
    found: list[Holding] = []
    for event in events:
        if event.modality or event.office is None or event.cls not in ("kg:Appointment", "kg:Departure"):
            continue
        over = event.cls == "kg:Departure" or (event.office.status == "current" and _superseded(event, events))
        coming = event.office.status == "current" and _not_yet(event, events)
        status = "former" if over else "incoming" if coming else event.office.status
        body = next(iter(event.fillers("kg:organisation")), None)
        body = seats.get(event.office.first) if body is None else body
        rule = event.cls.partition(":")[2].lower()
        post = position(event.office)
        for person in event.fillers("kg:person"):
            now = {h.position for h in held if (h.person, h.organisation, h.status) == (person, body, "current")}
            outgrown = event.clause.lemma == "join" and bool(now - {post})
            gone = outgrown or (person in dead and status == "current")
            found.append(Holding(person, post, body, "former" if gone else status, event.office.first, rule))
    return found


def successions(events: Iterable[Event]) -> list[tuple[int, int, int, int]]:
    """(successor, predecessor, token, where the office stands) of appointments that name both."""
    return [
        (person, before, event.token, event.token if event.office is None else event.office.first)
        for event in events
        if not event.modality
        for person in event.fillers("kg:person")
        for before in event.fillers("kg:predecessor")
    ]


def left(setting: Setting, events: Sequence[Event]) -> list[Office]:
    """An article's offices, those as former ones that departures name together ("resigned as director and
    secretary") or that who departs is said to hold ("Finance Minister X resigned").
    """
    begun = {
        (e.office.first, p): e.modality
        for e in events
        if e.office is not None and e.cls == "kg:Appointment"
        for p in e.fillers("kg:person")
    }
    gone = {e.office.end for e in events if e.office is not None and e.cls == "kg:Departure" and not e.modality}
    laid_down = {o for e in events for o in _laid_down(setting, e)}
    dead = deceased(setting)
    outgrown = {
        (e.office.first, p)
        for e in events
        if e.office is not None and _superseded(e, events)
        for p in e.fillers("kg:person")
    }
    found: list[Office] = []
    for office in sorted((_to_come(setting, o, begun) for o in setting.offices), key=lambda o: o.first):
        joined = office.rule == "coordination" and any(0 < office.first - end <= 2 for end in gone)
        if joined:
            gone.add(office.end)
        grown = any((office.first, n) in outgrown or n in dead for n in _numbers(setting, office.holder))
        former = office.status == "current" and (joined or grown or office in laid_down or _over(setting, office))
        found.append(replace(office, status="former") if former else office)
    return found


def _superseded(event: Event, events: Sequence[Event]) -> bool:
    """“became director in 1990 and retired in 2005", "was ambassador to Spain from 2005; in 2010 was appointed ambassador
    to Greece": an office taken up before the person left the body, or took up another in it, or the same elsewhere.
    """
    if event.cls != "kg:Appointment" or event.modality or event.office is None:
        return False
    people, bodies = set(event.fillers("kg:person")), set(event.fillers("kg:organisation"))
    for other in events:
        if other is event or other.modality or not people & set(other.fillers("kg:person")) or not _later(other, event):
            continue
        theirs = set(other.fillers("kg:organisation"))
        if other.cls == "kg:Departure" and _of_one(bodies, theirs):
            return other.office is None or other.office.head == event.office.head
        if other.cls != "kg:Appointment" or other.office is None:
            continue
        within = bool(bodies & theirs) or (not theirs and bool(event.sentences & other.sentences))
        alike = other.office.head == event.office.head and not event.office.to  # envoys are so in several states
        if within or alike:
            return True
    return False


def _not_yet(event: Event, events: Iterable[Event]) -> bool:
    """“was elected chair on Tuesday. She will take office on 1 July": not before July."""
    people = set(event.fillers("kg:person"))
    return any(
        e.modality == "plans" and e.cls == event.cls == "kg:Appointment" and e.clause.lemma.split()[0] in _ENTERING
        and people & set(e.fillers("kg:person")) and e.token > event.token and e.date is not None
        for e in events
    )  # fmt: skip


def _later(one: Event, other: Event) -> bool:
    """An event is told with a day after that of another."""
    if one.date is None or other.date is None or one.date.earliest is None or other.date.latest is None:
        return False
    return one.date.earliest > other.date.latest


def deceased(setting: Setting) -> set[int]:
    """Who is said to have died: the dead hold no office."""
    parse = setting.parse
    dying = (t for t, lemma in enumerate(parse.lemmas) if lemma == "die" and parse.tags[t] in ("VBD", "VBN"))
    told = [s for t in dying for s in parse.kids(t, "nsubj")]
    told += [
        o for t, lemma in enumerate(parse.lemmas) if lemma in ("funeral", "burial", "obituary")
        for o in (*parse.kids(t, "poss"), *(x for p in parse.kids(t, "prep") if parse.words[p] == "of" for x in parse.kids(p, "pobj")))
    ]  # fmt: skip
    return {t.number for s in told for t in setting.things.of(s) if t.cls == PERSON}


def _to_come(setting: Setting, office: Office, begun: Mapping[tuple[int, int], str]) -> Office:
    """“X takes over as director on 1 March": not yet; "is said to have become director": nobody's."""
    told = {m for n in _numbers(setting, office.holder) if (m := begun.get((office.first, n), ""))}
    if not told or office.status != "current":
        return office
    return replace(office, status="incoming") if told == {"plans"} else replace(office, holder=None)


def _over(setting: Setting, office: Office) -> bool:
    """“director from 2010 to 2015", "director (2010-2015)", "director at the time"."""
    words = setting.parse.words
    behind = " ".join(words[office.end : office.end + 6])
    if re.match(r"\W*at (?:the|that) time\b", behind):
        return True
    term = re.match(
        r"(?:, )?(?:\( ?|from |between |in )(\d{4}) ?(?:-|–|to|and|until) ?(\d{4})\b|(?:, )?until ()(\d{4})\b", behind
    )
    year = term and (term[2] or term[4])
    return bool(year) and (setting.published is None or int(year or 0) < setting.published.year)


def _laid_down(setting: Setting, event: Event) -> list[Office]:
    """What somebody is who resigns, as the sentence tells, or the article where it tells of one office only;
    nothing where another body is left, or where it was more than a year ago.
    """
    if event.cls != "kg:Departure" or event.office is not None or event.modality or _long_ago(setting, event):
        return []
    if leaves_another(setting.parse, event.clause) and not event.fillers("kg:organisation"):
        return []
    people, bodies = set(event.fillers("kg:person")), set(event.fillers("kg:organisation"))
    held = [o for o in setting.offices if o.status == "current" and people & _numbers(setting, o.holder)]
    sentence = setting.parse.sentence_of[event.token]
    here = [o for o in held if setting.parse.sentence_of[o.first] == sentence and o.first < event.token]
    told = here or (held if len({o.position for o in held}) == 1 else [])
    public = any(setting.things.all[n].cls in (COUNTRY, GOVERNMENT) for n in bodies)
    return [
        o
        for o in told
        if _of_one(bodies, {n for t in o.bodies for n in _numbers(setting, t)})
        and (not bodies or public or not _stately(o))
    ]


def _stately(office: Office) -> bool:
    """An office of a state or town, which nobody lays down by leaving a party or a company."""
    return office.head in STATE_OFFICES or office.head.endswith(("minister", "mayor", "governor", "senator"))


def leaves_another(parse: Parse, clause: Clause) -> bool:
    """“resigned from the government", "retired from teaching": what is left is told, and is no post."""
    preps = (p for p in parse.kids(clause.token, "prep") if parse.words[p].lower() == "from")
    objects = [o for p in preps for o in parse.kids(p, "pobj", "pcomp")]
    return any(parse.lemmas[o] not in _POSTS and parse.tags[o] != "CD" and parse.label(o) != "DATE" for o in objects)


def _numbers(setting: Setting, token: int | None) -> set[int]:
    return {t.number for t in setting.things.of(token)} if token is not None else set()


def _of_one(one: set[int], other: set[int]) -> bool:
    return not one or not other or bool(one & other)


def _long_ago(setting: Setting, event: Event) -> bool:
    latest = event.date.latest if event.date is not None else None
    return latest is not None and setting.published is not None and (setting.published - latest).days > _YEAR


def leaving(events: Iterable[Event]) -> list[int]:
    """Who is only about to leave an office."""
    return [p for e in events if e.cls == "kg:Departure" and e.modality == "plans" for p in e.fillers("kg:person")]
