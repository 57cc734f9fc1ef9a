"""Who was there: at ceremonies, conferences and meetings; and what was done there, with its place and date.

An occasion is told once and then taken up: "at a ceremony in Lyon", "among the guests was",
"she received the medal at the ceremony", "in her address". What hangs on the occasion shares its
place, date and organiser; who acts there takes part in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kgraph.extract.clauses import AGENT, PATIENT, Clause
from kgraph.extract.context import PERSON, TEAM
from kgraph.extract.events import Event, Setting, compatible
from kgraph.extract.frames import Matcher
from kgraph.extract.words import words
from kgraph.schema import Schema

_OCCASIONS = ("kg:Ceremony", "kg:Conference")
_MEETINGS = ("kg:Meeting", "kg:Call")
_NOUNS = words("occasions", "nouns")
_ORGANISING = frozenset(["organise", "organize", "host", "convene", "stage", "co-host", "co-organise"])
_COMING = frozenset(["visit", "come", "travel", "fly", "arrive", "gather", "assemble", "return"])
_TALKS = words("occasions", "talks")
_ATTENDING = words("occasions", "attending")
_AMONG = words("occasions", "among")
_ACTORS = ("kg:recipient", "kg:acceptedBy", "kg:awarder", "kg:speaker", "kg:person")


def attend(setting: Setting, clauses: Sequence[Clause], matcher: Matcher, happened: Sequence[Event]) -> None:
    """Fill in participants, places, dates and organisers across an article's occasions and what happened at them."""
    held = [e for e in happened if e.cls in _OCCASIONS and not e.modality]
    met = [e for e in happened if e.cls in _MEETINGS and not e.modality]
    if held or met:
        _Occasions(setting, matcher, held, met).run(clauses, happened)


class _Occasions:
    def __init__(self, setting: Setting, matcher: Matcher, held: list[Event], met: list[Event]) -> None:
        self.setting, self.parse, self.matcher, self.held = setting, setting.parse, matcher, held
        self.gatherings = sorted([*held, *met], key=lambda e: e.token)

    def run(self, clauses: Sequence[Clause], happened: Sequence[Event]) -> None:
        for event in happened:
            if event.cls not in _OCCASIONS and not event.modality and (home := self._home(event)) is not None:
                self._share(home, event)
        for clause in clauses:
            if not clause.modality and clause.lemma in _ORGANISING:
                self._organised(clause)
            if not clause.modality and (home := self._attended(clause)) is not None:
                for number, token in self._people(clause):
                    self._join(home, number, token)

    # -- which occasion --------------------------------------------------------------------

    def _home(self, event: Event) -> Event | None:
        """The occasion an event belongs to: by its words; a speech or an award also by being the article's only one."""
        told = self._mentioned(event.clause)
        if told is not None:
            return told if told.cls in _OCCASIONS else None
        if event.cls not in ("kg:Speech", "kg:AwardEvent") or len(self.held) != 1 or event.fillers("kg:place"):
            return None
        home = self.held[0]
        if self.parse.deps[event.clause.token] in ("relcl", "acl", "appos") and event.sentences & home.sentences:
            return None  # "X, who won the 2012 prize, opened the conference"
        near = min(abs(s - t) for s in event.sentences for t in home.sentences) <= 4
        mine, theirs = event.fillers("kg:awarder"), home.fillers("kg:organiser")
        given = event.cls == "kg:Speech" or (event.date is None and near and (not mine or not theirs or mine == theirs))
        return home if given and compatible(event.date, home.date) else None

    def _mentioned(self, clause: Clause) -> Event | None:
        around = [t for f in ("at", "during", "in", "of") for t in clause.tokens(f) if t != clause.token]
        return next((o for t in around if (o := self._meant(t)) is not None), None)

    def _meant(self, token: int) -> Event | None:
        """The occasion that a noun triggers or takes up."""
        for event in self.gatherings:
            if token in event.triggers:
                return event
        noun = self.parse.lemmas[token]
        kinds = [c for c, nouns in ((_OCCASIONS, _NOUNS), (_MEETINGS, _TALKS)) if noun in nouns]
        if not kinds or not self._definite(token):
            return None
        fitting = [e for e in self.gatherings if any(e.cls in c for c in kinds)]
        before = [e for e in fitting if e.token < token] or [e for e in fitting if e.cls in _OCCASIONS][:1]
        same = [e for e in before if noun == self.parse.lemmas[e.token]]
        return (same or before)[-1] if before else None

    def _definite(self, token: int) -> bool:
        return any(self.parse.words[c].lower() in ("the", "this", "that") for c in self.parse.kids(token, "det"))

    def _organised(self, clause: Clause) -> None:
        """“The Forum was hosted by X and Y", "Organised by X, the event drew a crowd"."""
        told = next((o for t in clause.tokens(PATIENT) if (o := self._meant(t)) is not None), None)
        if told is None or told.cls not in _OCCASIONS:
            return
        for token in clause.tokens(AGENT):
            for thing, at in self.matcher.resolve(token):
                if _fits(self.setting.schema, told.cls, "kg:organiser", thing.cls) and thing.cls != PERSON:
                    told.add("kg:organiser", thing.number, at)

    # -- who was there ---------------------------------------------------------------------

    def _attended(self, clause: Clause) -> Event | None:
        """The occasion that a clause says somebody attended, presided over, was among the guests of."""
        if clause.noun:
            return None
        lemma, objects = clause.lemma, clause.tokens(PATIENT)
        if lemma == "be":
            among = [t for f in ("among", "amongst", "in", "at") for t in clause.tokens(f)]
            counted = [t for t in among if self.parse.lemmas[t] in _AMONG]
            there = [c for c in self.parse.kids(clause.token, "acomp") if self.parse.words[c].lower() == "present"]
            at = [
                o
                for c in there
                if c < clause.token
                for p in self.parse.kids(c, "prep")
                for o in self.parse.kids(p, "pobj")
            ]
            if (told := next((o for t in at if (o := self._meant(t)) is not None), None)) is not None:
                return told  # "Present at the ceremony were X and Y"
            present = bool(there)
            present = present or any(self.parse.lemmas[t] == "attendance" for t in clause.tokens("in"))
            if not counted and not present:
                return None
            return self._mentioned(clause) or self._behind(counted) or self._last(clause)
        sat_in = lemma in ("sit in", "sit") and bool(clause.tokens("on") or clause.tokens("in") or clause.tokens("at"))
        if lemma == "cut" and any(self.parse.lemmas[t] == "ribbon" for t in objects):
            return self._last(clause)
        if lemma in _COMING:  # "had come to Lyon for the opening ceremony"
            return next((o for t in clause.tokens("for") if (o := self._meant(t)) is not None), None)
        if lemma.partition(" ")[0] not in _ATTENDING and not sat_in:
            return None
        named = [t for f in (PATIENT, "at", "over", "in", "on", "during", "for") for t in clause.tokens(f)]
        told = next((o for t in named if (o := self._meant(t)) is not None), None)
        return told or (self._last(clause) if lemma == "attend" and not objects else None)

    def _behind(self, tokens: Iterable[int]) -> Event | None:
        """“among the guests at the ceremony"."""
        inner = (o for t in tokens for p in self.parse.kids(t, "prep") for o in self.parse.kids(p, "pobj"))
        return next((o for t in inner if (o := self._meant(t)) is not None), None)

    def _last(self, clause: Clause) -> Event | None:
        sentence = self.parse.sentence_of[clause.token]
        before = [e for e in self.gatherings if e.token < clause.token and sentence - max(e.sentences) <= 2]
        told = [e for e in before if not e.clause.noun]  # rather than one that is mentioned in passing
        return (told or before)[-1] if before else None

    def _people(self, clause: Clause) -> Iterator[tuple[int, int]]:
        """Who is the subject; behind "also present were" what stands there."""
        subjects = clause.tokens(AGENT)
        for token in subjects or (clause.tokens(PATIENT) if clause.lemma == "be" else ()):
            for thing, at in self.matcher.resolve(token):
                if thing.cls in (PERSON, TEAM):
                    yield thing.number, at

    # -- what is shared --------------------------------------------------------------------

    def _share(self, home: Event, event: Event) -> None:
        """Place, date and organiser of the occasion for what was done there; its actors for the occasion."""
        allowed = self.setting.schema.allowed(event.cls)
        if not compatible(home.date, event.date):
            return
        for role in ("kg:place", "kg:organiser"):
            if role in allowed and not event.fillers(role):
                for number in home.fillers(role)[:1]:
                    event.add(role, number, home.token)
        if not home.fillers("kg:place"):
            for number in event.fillers("kg:place")[:1]:
                home.add("kg:place", number, event.token)
        self._date(home, event)
        for role, number, token in event.arguments:
            if role in _ACTORS and self.setting.things.all[number].cls in (PERSON, TEAM) and not self._absent(event):
                self._join(home, number, token)
        self._organise(home, event)

    def _absent(self, event: Event) -> bool:
        """“bestowed posthumously", "awarded in absentia": nobody was there to take it."""
        near = self.parse.words[max(0, event.token - 2) : event.token + 3]
        return any(w.lower() in ("posthumously", "posthumous", "absentia") for w in near)

    def _organise(self, home: Event, event: Event) -> None:
        for number in event.fillers("kg:awarder"):
            cls = self.setting.things.all[number].cls
            if not home.fillers("kg:organiser") and _fits(self.setting.schema, home.cls, "kg:organiser", cls):
                home.add("kg:organiser", number, event.token)

    def _date(self, home: Event, event: Event) -> None:
        if event.date is None and home.date is not None:
            event.date, event.date_sentence = home.date, home.date_sentence
        elif home.date is None and event.date is not None:
            home.date, home.date_sentence = event.date, event.date_sentence

    def _join(self, home: Event, number: int, token: int) -> None:
        taken = number in home.fillers("kg:host")
        if not taken and _fits(self.setting.schema, home.cls, "kg:participant", self.setting.things.all[number].cls):
            home.add("kg:participant", number, token)


def _fits(schema: Schema, event: str, role: str, cls: str) -> bool:
    return role in schema.allowed(event) and schema.accepts(event, role, cls)
