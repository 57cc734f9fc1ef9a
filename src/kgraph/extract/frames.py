"""Frames: which verbs and nouns tell of which event, and which argument fills which role.

Frames are data (``data/frames/*.toml``, format in ``docs/frames.md``); this module loads and
checks them and matches them on clauses. What a role may hold is asked of the ontology.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kgraph.errors import Place, SchemaError
from kgraph.extract.clauses import AGENT, MODIFIER, OBJECT, OWNER, PATIENT, RECIPIENT, SUBJECT, Clause
from kgraph.extract.parse import Parse
from kgraph.extract.things import Thing, Things
from kgraph.extract.tomlfile import TomlFile
from kgraph.extract.words import words
from kgraph.schema import Schema

PREPOSITIONS = words("frames", "prepositions")
FUNCTIONS = (
    frozenset((AGENT, PATIENT, RECIPIENT, OWNER, MODIFIER, SUBJECT, OBJECT, "dobj", "oprd", "attr")) | PREPOSITIONS
)
_FRAME_KEYS = frozenset(
    [
        "id",
        "verbs",
        "nouns",
        "light",
        "passive",
        "present",
        "progressive",
        "named",
        "patterns",
        "when",
        "unless",
        "roles",
        "types",
        "require",
        "require_any",
        "needs",
        "minimum",
        "personal",
        "position",
        "office",
    ]
)
_LISTS = ("verbs", "nouns", "patterns", "require", "require_any", "needs", "personal", "position")
_FILE_KEYS = frozenset(["event", "key", "place", "present", "carried", "apart", "instead_of", "frame", "example"])
_BIDDING = frozenset(["invitation", "request", "initiative", "instigation", "suggestion", "behest"])
_RELATIONAL = words("frames", "relational")
_MONTHS = words("clauses", "months")
_KINDED = re.compile(r"^(?P<function>[\w ]+)(?:\[(?P<no>-)?(?P<kinds>[^\]]+)\])?$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A role and one function that fills it, for things called (or not called) one of ``kinds``."""

    role: str
    function: str
    kinds: frozenset[str] = frozenset()
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One wording of an event. Roles and classes are curies."""

    id: str
    event: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    slots: tuple[Slot, ...]
    place: tuple[str, ...]
    types: Mapping[str, tuple[str, ...]]
    require: tuple[str, ...]
    require_any: tuple[str, ...]
    needs: tuple[str, ...]
    minimum: Mapping[str, int]
    when: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]
    patterns: tuple[frozenset[str], ...]
    personal: tuple[str, ...]
    position: tuple[str, ...]
    light: frozenset[str] | None
    passive: bool
    present: bool
    progressive: bool
    named: str
    office: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the events it must give; frames are tested on theirs."""

    text: str
    events: tuple[Mapping[str, object], ...]
    event: str
    place: Place


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames, with the roles that identify each type of event, those it takes over from what was
    told before and those that tell two of them apart, the types it is told instead of, the examples, and the lemmas of nouns that some frame is triggered by.
    """

    all: tuple[Frame, ...]
    keys: Mapping[str, tuple[str, ...]]
    examples: tuple[Example, ...]
    carried: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    instead_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    nouns: frozenset[str] = frozenset()
    _by_verb: Mapping[str, Sequence[Frame]] = field(default_factory=dict)
    _by_noun: Mapping[str, Sequence[Frame]] = field(default_factory=dict)

    def of_verb(self, lemma: str) -> Sequence[Frame]:
        """Frames triggered by a verb (with particle)."""
        return self._by_verb.get(lemma, ())

    def of_noun(self, lemma: str) -> Sequence[Frame]:
        """Frames triggered by an event noun."""
        return self._by_noun.get(lemma, ())


def load_frames(schema: Schema, *folders: Path) -> Frames:
    """Read and check the frames in the folders.

    Raises :class:`SchemaError` with file, line and what would be right for an unknown class,
    property, function or key.
    """
    frames: list[Frame] = []
    keys: dict[str, tuple[str, ...]] = {}
    carried: dict[str, tuple[str, ...]] = {}
    apart: dict[str, tuple[str, ...]] = {}
    instead_of: dict[str, frozenset[str]] = {}
    examples: list[Example] = []
    for path in (p for folder in folders for p in sorted(folder.glob("*.toml"))):
        if path.name == "statements.toml":
            continue
        loader = _Loader(path, schema)
        frames += loader.frames
        if loader.key:  # a file that only adds wordings need not repeat it
            keys.setdefault(loader.event, loader.key)
        if loader.carried:
            carried.setdefault(loader.event, loader.carried)
        if loader.apart:
            apart.setdefault(loader.event, loader.apart)
        if loader.instead_of:
            instead_of.setdefault(loader.event, loader.instead_of)
        examples += loader.examples
    by_noun = _index(frames, lambda f: f.nouns)
    by_verb = _index(frames, lambda f: f.verbs)
    return Frames(
        tuple(frames), keys, tuple(examples), carried, apart, instead_of, frozenset(by_noun), by_verb, by_noun
    )


def _index(frames: Iterable[Frame], words: Callable[[Frame], Iterable[str]]) -> dict[str, list[Frame]]:
    found: dict[str, list[Frame]] = {}
    for frame in frames:
        for word in words(frame):
            found.setdefault(word, []).append(frame)
    return found


def _light_verbs(value: bool | Sequence[str]) -> frozenset[str] | None:
    """None: with or without a light verb; empty: with any; else with one of these."""
    return (frozenset() if value else None) if isinstance(value, bool) else frozenset(value)


class _Loader:
    """One file of frames, checked against the ontology."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self.path, self.schema = path, schema
        self.file = TomlFile.read(path)
        self.data = self.file.data
        self._known(self.data, _FILE_KEYS, "the file")
        self.event = self._event_type(str(self.data.get("event", "")))
        self.allowed = schema.allowed(self.event)
        self.place = tuple(self._function(f) for f in self.data.get("place", ()))
        self.key = tuple(self._role(r) for r in self.data.get("key", ()))
        self.carried = tuple(self._role(r) for r in self.data.get("carried", ()))
        self.apart = tuple(self._role(r) for r in self.data.get("apart", ()))
        self.instead_of = frozenset(self._event_type(e) for e in self.data.get("instead_of", ()))

    @cached_property
    def frames(self) -> list[Frame]:
        return [self._frame(f) for f in self.data.get("frame", ())]

    @cached_property
    def examples(self) -> list[Example]:
        return [
            Example(e["text"], tuple(e.get("events", ())), self.event, self._at(e["text"]))
            for e in self.data.get("example", ())
        ]

    def _frame(self, data: dict[str, Any]) -> Frame:
        self._known(data, _FRAME_KEYS, f"frame {data.get('id', '?')!r}")
        for key in _LISTS:
            self.file.texts(data, key)
        roles = {self._role(r): self.file.texts(data["roles"], r) for r in data.get("roles", {})}
        return Frame(
            id=str(data.get("id", "")),
            event=self.event,
            verbs=frozenset(data.get("verbs", ())),
            nouns=frozenset(data.get("nouns", ())),
            slots=tuple(self._slot(role, f) for role, functions in roles.items() for f in functions),
            place=self.place if "kg:place" in self.allowed else (),
            types={self._role(r): tuple(self._class(c) for c in cs) for r, cs in data.get("types", {}).items()},
            require=tuple(self._role(r) for r in data.get("require", ())),
            require_any=tuple(self._role(r) for r in data.get("require_any", ())),
            needs=tuple(self._role(r) for r in data.get("needs", ())),
            minimum={self._role(r): n for r, n in data.get("minimum", {}).items()},
            when={verb: frozenset(w.lower() for w in words) for verb, words in data.get("when", {}).items()},
            unless={verb: frozenset(w.lower() for w in words) for verb, words in data.get("unless", {}).items()},
            patterns=tuple(frozenset(p.split("|")) for p in data.get("patterns", ())),
            personal=tuple(self._function(f) for f in data.get("personal", ())),
            position=tuple(self._function(f) for f in data.get("position", ())),
            light=_light_verbs(data.get("light", False)),
            passive=bool(data.get("passive", False)),
            present=bool(data.get("present", self.data.get("present", False))),
            progressive=bool(data.get("progressive", False)),
            named=str(data.get("named", "")).lower(),
            office=bool(data.get("office", False)),
        )

    def _slot(self, role: str, text: str) -> Slot:
        found = _KINDED.match(text)
        if found is None:
            raise self._error(text, f"{text!r} is no function", "write agent, with, agent[rocket] or agent[-rocket]")
        kinds = frozenset((found["kinds"] or "").split("|")) - {""}
        return Slot(role, self._function(found["function"]), kinds, bool(found["no"]))

    def _class(self, name: str) -> str:
        try:
            term = self.schema.term(name)
        except SchemaError as error:
            raise self._error(name, error.message, error.help or "") from None
        if term not in self.schema.classes:
            raise self._error(
                name, f"{name!r} is a property, not a class", f"classes: {', '.join(self.schema.event_types)}"
            )
        return term

    def _event_type(self, name: str) -> str:
        if not name:
            raise self._error("", "the file does not say of which event", 'start it with event = "Meeting"')
        term = self._class(name)
        if term not in self.schema.event_types:
            events = ", ".join(e.partition(":")[2] for e in self.schema.event_types)
            raise self._error(name, f"{name!r} is no event", f"there are {events}")
        return term

    def _role(self, name: str) -> str:
        links = {p for p, found in self.allowed.items() if found.is_link and (found.classes or p.startswith("kg:"))}
        offered = {p.partition(":")[2]: p for p in links}
        if name not in offered:
            event = self.event.partition(":")[2]
            raise self._error(name, f"{event} has no {name}", f"it has {', '.join(sorted(offered))}")
        return offered[name]

    def _function(self, name: str) -> str:
        if name not in FUNCTIONS:
            raise self._error(
                name,
                f"{name!r} is no function",
                "there are agent, patient, recipient, owner, modifier and prepositions such as with, at, in, from, to, by, for",
            )
        return name

    def _known(self, data: Mapping[str, object], keys: frozenset[str], where: str) -> None:
        for name in data:
            if name not in keys:
                raise self._error(name, f"{where} has an unknown key {name!r}", f"keys: {', '.join(sorted(keys))}")

    def _error(self, word: str, message: str, advice: str) -> SchemaError:
        return SchemaError(message, place=self._at(word), help=advice)

    def _at(self, word: str) -> Place:
        return self.file.place(word)


# -- matching ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found on a clause. ``roles`` are (role, thing number, token) in the order filled;
    ``position`` is the token of an office phrase; ``missed`` says why a near miss failed, and
    ``unmet`` that it was a condition on the trigger and not on the roles.
    """

    frame: Frame
    clause: Clause
    roles: tuple[tuple[str, int, int], ...]
    position: int | None = None
    missed: str = ""
    unmet: bool = False


class Matcher:
    """Matches frames on the clauses of one article."""

    def __init__(
        self, parse: Parse, things: Things, frames: Frames, schema: Schema, kinds: Mapping[int, set[str]]
    ) -> None:
        self.parse, self.things, self.frames, self.schema, self.kinds = parse, things, frames, schema, kinds
        self._marked: tuple[Clause | None, frozenset[str]] = (None, frozenset())

    def matches(self, clause: Clause) -> Iterator[Match]:
        """The frames that fit a clause; at most one a type of event, the fullest."""
        best: dict[str, Match] = {}
        for match in self.tries(clause):
            known = best.get(match.frame.event)
            if not match.missed and (known is None or len(match.roles) > len(known.roles)):
                best[match.frame.event] = match
        given_up = {other for event in best for other in self.frames.instead_of.get(event, ())}
        yield from (m for event, m in best.items() if event not in given_up)

    def tries(self, clause: Clause) -> Iterator[Match]:
        """Every frame whose trigger is there, with the reason where it does not fit."""
        offered = self.frames.of_noun(clause.lemma) if clause.noun else self._of_verb(clause)
        for frame in offered:
            missed = self._condition(frame, clause)
            if missed:
                yield Match(frame, clause, (), missed=missed, unmet=True)
                continue
            roles = self._fill(frame, clause)
            yield Match(frame, clause, tuple(roles), self._position(frame, clause), self._lacks(frame, clause, roles))

    def _of_verb(self, clause: Clause) -> Sequence[Frame]:
        """Frames of the verb, first with an adverb right behind it that may be its particle ("stepped aside")."""
        behind = clause.token + 1
        if behind < len(self.parse) and self.parse.deps[behind] == "advmod" and self.parse.tags[behind] in ("RB", "RP"):
            phrasal = self.frames.of_verb(f"{clause.lemma} {self.parse.words[behind].lower()}")
            return [*phrasal, *self.frames.of_verb(clause.lemma)]
        return self.frames.of_verb(clause.lemma)

    def resolve(self, token: int) -> list[tuple[Thing, int]]:
        """The things an argument stands for: itself, what it is apposed with, or what its
        of-phrase names ("on top of the rocket"), each with its token.
        """
        if found := self.things.of(token):
            return [(t, token) for t in found]
        for other in (*self.parse.kids(token, "appos"), *self._beside(token)):
            if found := self.things.of(other):
                return [(t, other) for t in found]
        above = self.parse.heads[token]
        if self.parse.deps[token] == "appos" and (found := self.things.of(above)):
            return [(t, above) for t in found]
        cut = self.parse.tags[token] == "NNP" and self.parse.deps[token] == "pobj"  # the parser cut a name in two
        if cut and (found := self.things.around(token)[:1]):
            return [(t, token) for t in found]
        if self.parse.lemmas[token] in _RELATIONAL:
            for prep in self.parse.kids(token, "prep"):
                if self.parse.words[prep] in ("of", "from"):
                    for inner in self.parse.kids(prep, "pobj"):
                        return self.resolve(inner)
        return []

    def _beside(self, token: int) -> Iterator[int]:
        """The holder of the office that a token names ("the Mayor of Lyon, Ana Vela"); the name whose letters it is
        ("Ana Vela FXYZ").
        """
        if (holder := self.things.holders.get(token)) is not None:
            yield holder
        letters = sum(c.isupper() for c in self.parse.words[token]) > 1 and len(self.parse.words[token]) < 9
        if letters and self.parse.tags[token] == "NNP":
            yield from sorted((c for c in self.parse.kids(token, "compound") if token - 4 < c), reverse=True)

    def _condition(self, frame: Frame, clause: Clause) -> str:
        if frame.light is not None and clause.light is None:
            return "no light verb"
        if frame.light and self.parse.lemmas[clause.light] not in frame.light:  # type: ignore[index]  # checked above
            return f"light verb is none of {', '.join(sorted(frame.light))}"
        if frame.passive and not clause.passive:
            return "not passive"
        if clause.tense == "present" and not clause.noun and not clause.modality and not self._happening(frame, clause):
            return "present tense"
        wanted = frame.when.get(clause.lemma, frame.when.get(clause.lemma.partition(" ")[0]))
        if wanted and not wanted & self._markers(clause):
            return f"needs one of {', '.join(sorted(wanted))}"
        if unwanted := frame.unless.get(clause.lemma.partition(" ")[0], frozenset()) & self._markers(clause):
            return f"not with {', '.join(sorted(unwanted))}"
        for pattern in frame.patterns:
            if not pattern & set(clause.arguments):
                return f"needs one of {', '.join(sorted(pattern))}"
        return ""

    def _happening(self, frame: Frame, clause: Clause) -> bool:
        """A present tense that tells of one event: headline style, or "is visiting"."""
        return frame.present or (frame.progressive and self.parse.tags[clause.token] == "VBG")

    def _markers(self, clause: Clause) -> frozenset[str]:
        """Functions, particles, adverbs and the nouns of prepositional phrases of a clause, which all frames of its
        word ask for in turn.
        """
        if self._marked[0] is not clause:
            self._marked = clause, frozenset(mark.lower() for mark in self._marks(clause))
        return self._marked[1]

    def _marks(self, clause: Clause) -> set[str]:
        verb = clause.light if clause.light is not None else clause.token
        adverbs = {self.parse.words[c].lower() for c in self.parse.kids(verb, "advmod", "prt", "npadvmod", "agent")}
        objects = {
            self.parse.lemmas[t]
            for f, ts in clause.arguments.items()
            if f in PREPOSITIONS or f in (PATIENT, MODIFIER)
            for t in ts
        }
        objects |= {w for t in clause.tokens(PATIENT) for w in self._name_words(t)}
        objects |= {  # "letters of credence"
            f"{self.parse.words[t]} of {self.parse.words[o]}"
            for t in clause.tokens(PATIENT)
            for p in self.parse.kids(t, "prep")
            if self.parse.words[p] == "of"
            for o in self.parse.kids(p, "pobj")
        }
        compounds = {
            self.parse.lemmas[c]
            for f, ts in clause.arguments.items()
            for t in ts
            for c in self.parse.kids(t, "compound", "amod")
        }
        inner = {
            self.parse.words[o].lower()
            for p in self.parse.kids(verb, "prep", "agent")
            for o in self.parse.kids(p, "pobj", "pcomp")
        }
        infinitive = (
            {"infinitive"} if any(self.parse.tags[c] == "VB" for c in self.parse.kids(verb, "xcomp")) else set()
        )
        agents = {f"agent:{self.parse.lemmas[t]}" for t in clause.tokens(AGENT)}
        functions = {f for f, ts in clause.arguments.items() if not all(self._dates(t) for t in ts)}
        return functions | agents | adverbs | objects | compounds | inner | infinitive

    def _name_words(self, token: int) -> set[str]:
        """The words of the name a token is in, or stands for ("it"): what was signed is the Treaty, not the Birds that
        it is on.
        """
        spans = [s for s in self.things.spans if s[0] <= token < s[1]]
        meant = self.things.of(token) if self.parse.tags[token] == "PRP" else []
        written = {self.parse.words[t] for first, last in spans for t in range(first, last)}
        return written.union(*(t.name.split() for t in meant))

    def _dates(self, token: int) -> bool:
        """“on 2 August", "on Friday", "in 1993": when, and not what."""
        word = self.parse.words[token].lower()
        return self.parse.tags[token] == "CD" or word in _MONTHS or word.endswith("day")

    def _fill(self, frame: Frame, clause: Clause) -> list[tuple[str, int, int]]:
        filled: list[tuple[str, int, int]] = []
        used: set[int] = set()
        for slot in frame.slots:
            if slot.function == SUBJECT and OWNER in clause.arguments and any(r == slot.role for r, _, _ in filled):
                continue  # "in her address Ana said": the owner is the subject
            for token in clause.tokens(slot.function):
                if (
                    slot.function == OWNER
                    and clause.light is not None
                    and self.parse.tags[token] == "PRP$"
                    and self._told(filled, slot)
                ):
                    continue  # "Ana gave her address": hers
                fits = [(t, at) for t, at in self.resolve(token) if at not in used and self._takes(frame, slot, t)]
                for thing, at in fits or self._above_relative(frame, slot, clause, token):
                    if all((slot.role, thing.number) != (role, number) for role, number, _ in filled):
                        filled.append((slot.role, thing.number, at))
                    used.add(at)
        if not any(role == "kg:place" for role, _, _ in filled):
            filled += self._place(frame, clause, used)
        return filled

    def _told(self, filled: Iterable[tuple[str, int, int]], slot: Slot) -> bool:
        return any(role == slot.role for role, _, _ in filled)

    def _above_relative(self, frame: Frame, slot: Slot, clause: Clause, token: int) -> list[tuple[Thing, int]]:
        """“the Medal of the Guild, which she won": parsers hang the clause from the nearer noun."""
        if self.parse.deps[clause.token] != "relcl" or self.parse.heads[clause.token] != token:
            return []
        of = self.parse.heads[token]
        if self.parse.deps[token] != "pobj" or self.parse.tags[self.parse.heads[of]][:2] != "NN":
            return []
        return [(t, at) for t, at in self.resolve(self.parse.heads[of]) if self._takes(frame, slot, t)]

    def _takes(self, frame: Frame, slot: Slot, thing: Thing) -> bool:
        if not self.schema.accepts(frame.event, slot.role, thing.cls):
            return False
        if (types := frame.types.get(slot.role)) and not any(self.schema.is_a(thing.cls, t) for t in types):
            return False
        if slot.kinds:
            return bool(self.kinds.get(thing.number, set()) & slot.kinds) != slot.excluded
        return True

    def _place(self, frame: Frame, clause: Clause, used: set[int]) -> list[tuple[str, int, int]]:
        """Where: the first place among the functions for it, also through an occasion ("at a
        ceremony in London").
        """
        for function in frame.place:
            for token in (t for t in clause.tokens(function) if self.parse.lemmas[t] not in _BIDDING):
                for thing, at in self.resolve(token) or self._of_occasion(token):
                    if at not in used and self._can_be_place(frame, thing, function):
                        return [("kg:place", thing.number, at)]
        return self._place_behind(frame, clause, used)

    def _can_be_place(self, frame: Frame, thing: Thing, function: str) -> bool:
        return self.schema.accepts(frame.event, "kg:place", thing.cls) and self._local(thing, function)

    def _place_behind(self, frame: Frame, clause: Clause, used: set[int]) -> list[tuple[str, int, int]]:
        """A place that the parser hangs from an argument ("talks with X in Vienna"), unless the
        argument is a body or place, which may sit there itself.
        """
        own = (
            tokens for function, tokens in clause.arguments.items() if function != OBJECT
        )  # what the verb above does
        for token in (t for tokens in own for t in tokens if t > clause.token):
            if any(self._seated(thing) for thing, _ in self.resolve(token)):
                continue
            for prep in self.parse.kids(token, "prep"):
                function = self.parse.words[prep].lower()
                for inner in self.parse.kids(prep, "pobj") if function in frame.place else ():
                    for thing, at in self.resolve(inner):
                        if at not in used and self._can_be_place(frame, thing, function):
                            return [("kg:place", thing.number, at)]
        return []

    def _seated(self, thing: Thing) -> bool:
        bodily = self.schema.is_a(thing.cls, "schema:Organization") or self.schema.is_a(thing.cls, "schema:Place")
        return bodily and thing.cls != "kg:Team"

    def _of_occasion(self, token: int) -> list[tuple[Thing, int]]:
        found = []
        for prep in self.parse.kids(token, "prep"):
            if self.parse.words[prep] in ("in", "at"):
                for inner in self.parse.kids(prep, "pobj"):
                    found += self.resolve(inner)
        return found

    def _local(self, thing: Thing, function: str) -> bool:
        """A body stands for a place after "at" only ("at the Embassy")."""
        return self.schema.is_a(thing.cls, "schema:Place") or function in ("at", "in", "inside")

    def _position(self, frame: Frame, clause: Clause) -> int | None:
        return next((t for f in frame.position for t in clause.tokens(f)), None)

    def _lacks(self, frame: Frame, clause: Clause, roles: Sequence[tuple[str, int, int]]) -> str:
        has = [role for role, _, _ in roles]
        for role in frame.require:
            if role not in has:
                return f"no {role.partition(':')[2]}"
        named = bool(frame.named) and self._is_named(clause.token)
        if frame.named == "only" and not named:
            return "no name of its own"
        for group in (frame.require_any, frame.needs):
            if group and not set(group) & set(has) and not (named and group is frame.require_any):
                return f"none of {', '.join(r.partition(':')[2] for r in group)}"
        for role, least in frame.minimum.items():
            if len({n for r, n, _ in roles if r == role}) < least:
                return f"fewer than {least} {role.partition(':')[2]}"
        for function in frame.personal:
            for token in clause.tokens(function):
                if not self.resolve(token) and not self._personal(token):
                    return f"{self.parse.words[token]!r} is nobody"
        return ""

    def _is_named(self, token: int) -> bool:
        """The event has a name of its own ("the Harbour Cities Forum")."""
        return self.parse.words[token][0].isupper() and any(
            self.parse.tags[c] in ("NNP", "NNPS") for c in self.parse.kids(token, "compound", "nmod", "poss")
        )

    def _personal(self, token: int) -> bool:
        """A common noun for people ("scientists", "him") as the other party."""
        return (
            self.parse.tags[token] in ("PRP", "WP", "NNP", "NNPS")
            or self.parse.lemmas[token] in _PEOPLE
            or self.parse.lemmas[token].endswith(("er", "or", "ist", "man"))
        )


_PEOPLE = words("frames", "people")
