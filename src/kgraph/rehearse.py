"""Frames tried out before they read articles: their examples run, and what an article tells and nearly tells.

A *hit* is an event that is read. A *near miss* is a clause with a frame's trigger out of which no
event of that type is read, with the reason: it did not happen (modality), a role is empty or its
filler is of another class, a condition of the frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.config import Config
from kgraph.errors import InputError
from kgraph.extract.article import Knowledge, Reading, understand
from kgraph.extract.events import Event
from kgraph.extract.frames import Example, Match, load_frames
from kgraph.extract.nlp import load as load_model
from kgraph.extract.outline import Outline, outlines
from kgraph.model import Article
from kgraph.pipeline import load_knowledge, load_schema, read_page
from kgraph.read import pages
from kgraph.read.files import digest
from kgraph.resources import data_dir
from kgraph.schema import Schema

Roles = Mapping[str, object]
"""Role to names of what fills it; ``edtf`` to the date."""


@dataclass(frozen=True, slots=True)
class Trial:
    """An example of a frame file, and the events read out of its sentence."""

    example: Example
    found: tuple[Roles, ...]

    @property
    def passed(self) -> bool:
        """True if exactly the events it lists were read, in any order of names."""
        return [_sorted(e) for e in self.found] == [_sorted(e) for e in self.example.events]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A frame's trigger in an article. ``reason`` is "" for a hit, else why it is a miss."""

    event: str
    frame: str
    trigger: str
    sentence: str
    reason: str = ""
    roles: Roles = field(default_factory=dict)
    far: bool = False
    """The trigger's own condition is unmet ("take" without an office): hardly near."""


def clause_reader(config: Config) -> Callable[[str], list[Outline]]:
    """A function from text to its clauses, with the frames' event nouns and the model of the settings."""
    nouns = load_frames(load_schema(config), data_dir() / "frames", *(Path(p) for p in config.frames)).nouns
    model = load_model(config.model)
    return lambda text: outlines(model.parse(text), nouns)


def run_examples(config: Config) -> Iterator[Trial]:
    """Run the examples of all frame files, kgraph's and the user's."""
    knowledge = load_knowledge(config, load_schema(config))
    for example in knowledge.frames.examples:
        reading = understand(_article(example.text), knowledge)
        yield Trial(example, tuple(_told(reading, example.event)))


def sightings(article: Article, knowledge: Knowledge) -> list[Sighting]:
    """All hits and near misses of an article, in text order: one a clause and type of event."""
    reading = understand(article, knowledge)
    return list(_Explainer(reading, knowledge.schema).sightings())


def sightings_in(paths: Iterable[Path], config: Config) -> tuple[list[tuple[str, Sighting]], list[InputError]]:
    """The hits and near misses of the articles under some paths, each with its article's path, and
    what could not be read. Raises the first :class:`InputError` if nothing could.
    """
    knowledge = load_knowledge(config, load_schema(config))
    found: list[tuple[str, Sighting]] = []
    read, errors = 0, list[InputError]()
    for page in pages(paths):
        try:
            if isinstance(page, InputError):
                raise page
            found += [(page.source, s) for s in sightings(read_page(page), knowledge)]
            read += 1
        except InputError as error:
            errors.append(error)
    if errors and not read:
        raise errors[0]
    return found, errors


def _article(text: str) -> Article:
    name = digest(text.encode())
    return Article(id=name, snapshot=name, text=text)


def _told(reading: Reading, cls: str) -> Iterator[Roles]:
    """The events of a class as examples write them."""
    return (_roles(reading, e) for e in reading.events if e.cls == cls and not e.modality)


def _roles(reading: Reading, event: Event) -> Roles:
    roles: dict[str, object] = dict(_names(reading, event.arguments))
    return roles | ({"edtf": event.date.edtf} if event.date is not None else {})


def _names(reading: Reading, arguments: Iterable[tuple[str, int, int]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for role, number, _ in arguments:
        found.setdefault(role.partition(":")[2], []).append(reading.things.all[number].name)
    return found


def _sorted(roles: Roles) -> dict[str, object]:
    return {k: sorted(v) if isinstance(v, list) else v for k, v in roles.items()}


class _Explainer:
    """What became of every trigger in an article."""

    def __init__(self, reading: Reading, schema: Schema) -> None:
        self.reading, self.schema = reading, schema
        self.events = {(token, e.cls): e for e in reading.events for token in e.triggers}

    def sightings(self) -> Iterator[Sighting]:
        told: set[int] = set()
        for clause in sorted(self.reading.clauses, key=lambda c: c.token):
            tries: dict[str, list[Match]] = {}
            for match in self.reading.matcher.tries(clause):
                tries.setdefault(match.frame.event, []).append(match)
            for cls in sorted(tries):
                event = self.events.get((clause.token, cls))
                if event is None:
                    yield self._miss(max(tries[cls], key=_nearness))
                elif event.modality:
                    yield self._sighting(event.frame, event, clause.token, f"did not happen: {event.modality}")
                elif id(event) not in told:
                    told.add(id(event))
                    yield self._sighting(event.frame, event, clause.token, "")

    def _sighting(self, frame: str, event: Event, token: int, reason: str) -> Sighting:
        parse = self.reading.parse
        return Sighting(
            event.cls, frame, parse.words[token], self._sentence(token), reason, _roles(self.reading, event)
        )

    def _miss(self, match: Match) -> Sighting:
        token = match.clause.token
        return Sighting(
            match.frame.event, match.frame.id, self.reading.parse.words[token], self._sentence(token),
            "; ".join(self._reasons(match)), _names(self.reading, match.roles), match.unmet,
        )  # fmt: skip

    def _sentence(self, token: int) -> str:
        start, end = self.reading.parse.sentence_span(self.reading.parse.sentence_of[token])
        return " ".join(self.reading.parse.text[start:end].split())

    # -- why not ---------------------------------------------------------------------------

    def _reasons(self, match: Match) -> Iterator[str]:
        frame = match.frame
        yield match.missed or ("no office is named" if frame.office else "left out when events were put together")
        if match.unmet or not match.missed:
            return
        has = {role for role, _, _ in match.roles}
        groups = [g for g in (frame.require_any, frame.needs) if not has & set(g)]
        wanted = [*frame.require, *(r for g in groups for r in g), *frame.minimum]
        for role in dict.fromkeys(r for r in wanted if r not in has or r in frame.minimum):
            yield from self._unfilled(match, role)
        if match.clause.modality:
            yield f"and it is not said to have happened: {match.clause.modality}"

    def _unfilled(self, match: Match, role: str) -> Iterator[str]:
        """For each function that could fill a role: what stands there and why it does not fit."""
        parse, matcher = self.reading.parse, self.reading.matcher
        taken = {token for _, _, token in match.roles}
        functions = [s.function for s in match.frame.slots if s.role == role]
        functions += match.frame.place if role == "kg:place" else ()
        if not any(match.clause.tokens(f) for f in functions):
            yield f"nothing stands as {', '.join(functions)}"
        for function in dict.fromkeys(functions):
            for token in match.clause.tokens(function):
                things = matcher.resolve(token)
                if not things:
                    yield f"{function} “{parse.words[token]}” is nothing known by name"
                for thing, at in things:
                    if at not in taken:
                        yield f"{function} “{thing.name}” is a {_local(thing.cls)}, {self._takes(match, role)}"

    def _takes(self, match: Match, role: str) -> str:
        allowed = self.schema.allowed(match.frame.event)[role].classes
        classes = match.frame.types.get(role) or allowed
        return f"{_local(role)} takes {', '.join(_local(c) for c in classes) or 'it only under other names'}"


def _nearness(match: Match) -> tuple[bool, bool, int]:
    """Of several frames that missed, the one that came nearest."""
    return not match.unmet, not match.missed, len(match.roles)


def _local(curie: str) -> str:
    return curie.partition(":")[2]
