"""An annotated article, as people write one down and as kgraph reads one: the form of the gold files.

Offsets count characters of :attr:`Document.text`. The JSON form is one object a line and is
described in ``docs/quality.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgraph.errors import InputError, Place

Json = Mapping[str, Any]
Extent = tuple[int, int]
"""Start and end of some words."""

LAYERS = ("entities", "roles", "relations", "events", "statements")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text. ``kind`` is name, nominal or pronoun for mentions, else ""."""

    start: int
    end: int
    text: str
    kind: str = ""

    @property
    def extent(self) -> Extent:
        """Start and end."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the article. ``gid`` is an id that is the same for one thing in all documents."""

    id: str
    type: str
    name: str
    gid: str = ""
    aliases: tuple[str, ...] = ()
    mentions: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody holding a post. ``person`` and ``organisation`` are entity ids."""

    person: str
    position: str
    organisation: str | None
    status: str
    evidence: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A plain fact between two entities, or an entity and a value."""

    subj: str
    pred: str
    obj: str | None
    value: str | None
    evidence: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """What fills a role of an event: an entity, or words (a position)."""

    role: str
    entity: str | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Dating:
    """When an event was: its words, EDTF, first and last possible day (ISO), and how it was worked out."""

    text: str
    edtf: str
    earliest: str | None
    latest: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    id: str
    type: str
    trigger: Words | None
    args: tuple[Argument, ...] = ()
    date: Dating | None = None
    gid: str = ""
    evidence: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, hoped, denied."""

    speaker: str
    modality: str
    addressee: str | None
    topic: str
    evidence: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class Trap:
    """A sentence that invites an event which did not happen."""

    would_be: str
    why: str
    evidence: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One article with its annotations. ``annotated`` is False for a line that has only a text."""

    doc_id: str
    text: str
    raw: str | None = None
    source: str = ""
    published: str | None = None
    annotated: bool = False
    entities: tuple[Entity, ...] = ()
    roles: tuple[Role, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    traps: tuple[Trap, ...] = ()

    @property
    def facts(self) -> tuple[Role | Relation | Event | Statement, ...]:
        """Everything that needs evidence."""
        return (*self.roles, *self.relations, *self.events, *self.statements)

    def as_json(self) -> dict[str, Any]:
        """The form of a line of a gold file."""
        return {
            "doc_id": self.doc_id,
            "text": self.text,
            "entities": [_entity_json(e) for e in self.entities],
            "roles": [_fields(r, ("person", "position", "organisation", "status")) for r in self.roles],
            "relations": [_fields(r, ("subj", "pred", "obj", "value")) for r in self.relations],
            "events": [_event_json(e) for e in self.events],
            "statements": [_fields(s, ("speaker", "modality", "addressee", "topic")) for s in self.statements],
        }


def load(path: Path) -> tuple[Document, ...]:
    """The documents of a gold file, one a line. Raises :class:`InputError` with the line that is wrong."""
    return tuple(_documents(path))


def _documents(path: Path) -> Iterator[Document]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines(): U+2028 may stand in a text
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read it: {error}", place=Place(str(path))) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield document(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"not an annotated article: {type(error).__name__}: {error}",
                place=Place(str(path), number),
                help='a line is a JSON object with "doc_id" and "raw" or "text"; docs/quality.md has the form',
            ) from error


def document(data: Json) -> Document:
    """An annotated article from JSON. Raises KeyError for a missing field, ValueError for neither raw nor text."""
    if not isinstance(data.get("raw", data.get("text")), str):
        raise ValueError('it has neither "raw" nor "text"')
    return Document(
        str(data["doc_id"]),
        data.get("text") or "",
        data.get("raw"),
        data.get("source") or "",
        data.get("published"),
        any(layer in data for layer in LAYERS),
        tuple(_entity(e) for e in data.get("entities", ())),
        tuple(
            Role(r["person"], r["position"], r["organisation"], r["status"], _extents(r)) for r in data.get("roles", ())
        ),
        tuple(
            Relation(r["subj"], r["pred"], r.get("obj"), r.get("value"), _extents(r)) for r in data.get("relations", ())
        ),
        tuple(_event(e) for e in data.get("events", ())),
        tuple(
            Statement(s["speaker"], s["modality"], s.get("addressee"), s.get("topic") or "", _extents(s))
            for s in data.get("statements", ())
        ),
        tuple(Trap(t["would_be"], t["why"], _extents(t)) for t in data.get("traps", ())),
    )


def _extents(data: Json) -> tuple[Extent, ...]:
    return tuple((e[0], e[1]) for e in data["evidence"])


def _words(data: Json, kind: str = "") -> Words:
    return Words(data["start"], data["end"], data["text"], data.get("kind", kind))


def _entity(data: Json) -> Entity:
    mentions = tuple(_words(m, "name") for m in data.get("mentions", ()))
    name = data.get("name") or (mentions[0].text if mentions else "")
    return Entity(data["id"], data["type"], name, data.get("gid", ""), tuple(data.get("aliases", ())), mentions)


def _event(data: Json) -> Event:
    when = data.get("date")
    dating = (
        Dating(when.get("text", ""), when.get("edtf", ""), when.get("earliest"), when.get("latest"), when.get("basis"))
        if when
        else None
    )
    arguments = tuple(Argument(a["role"], a.get("entity"), a.get("text") or "") for a in data["args"])
    trigger = _words(data["trigger"]) if data.get("trigger") else None
    return Event(data["id"], data["type"], trigger, arguments, dating, data.get("gid", ""), _extents(data))


def _fields(value: Role | Relation | Statement, names: tuple[str, ...]) -> dict[str, Any]:
    return {n: getattr(value, n) for n in names} | {"evidence": [list(e) for e in value.evidence]}


def _words_json(words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {"start": words.start, "end": words.end, "text": words.text}
    return found | ({"kind": words.kind} if words.kind else {})


def _entity_json(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id, "gid": entity.gid, "type": entity.type, "name": entity.name, "aliases": list(entity.aliases),
        "mentions": [_words_json(m) for m in entity.mentions],
    }  # fmt: skip


def _event_json(event: Event) -> dict[str, Any]:
    when = event.date
    return {
        "id": event.id, "gid": event.gid, "type": event.type,
        "trigger": _words_json(event.trigger) if event.trigger else None,
        "args": [{"role": a.role} | ({"entity": a.entity} if a.entity else {"text": a.text}) for a in event.args],
        "date": {
            "text": when.text, "edtf": when.edtf, "earliest": when.earliest, "latest": when.latest, "basis": when.basis,
        } if when else None,
        "evidence": [list(e) for e in event.evidence],
    }  # fmt: skip
