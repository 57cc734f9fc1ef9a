"""Links out: things of the graph and the entries of a user's own authority list.

An entry and a thing are one if they have a name in common (as names are compared across
articles), their kinds fit, and no other entry or thing claims either. Whatever is ambiguous or
merely similar is left alone and told, so that a person decides.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import InputError, Place
from kgraph.ids import name_key
from kgraph.schema import Schema

FILE = "authority.csv"
COLUMNS = ("id", "name", "aliases", "kind")
WIKIDATA = "http://www.wikidata.org/entity/"
_ITEM = re.compile(r"Q[1-9]\d*")
_SIMILAR = 90
"""Score (0 to 100) from which two names are told to be similar."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an authority list: its IRI, names, and the class it is of ("" if it does not say)."""

    iri: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing of the graph as it is compared: its id, names and class."""

    id: str
    names: tuple[str, ...]
    cls: str


@dataclass(frozen=True, slots=True)
class Links:
    """What was linked (thing, IRI), in order, and what was left open: (thing, IRI, why)."""

    made: tuple[tuple[str, str], ...] = ()
    open: tuple[tuple[str, str, str], ...] = ()


def read(path: Path, schema: Schema, prefix: str = "") -> tuple[Entry, ...]:
    """The entries of a CSV file with the columns id, name, aliases (separated by |) and kind.

    An id is an IRI, a Wikidata id (Q42) or what makes an IRI behind ``prefix``; a kind is a class
    of the ontology. Raises :class:`InputError` with the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read it: {error}", place=Place(str(path))) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not {"id", "name"} <= set(rows.fieldnames or ()):
        raise InputError(
            "no columns id and name", place=Place(str(path), 1), help=f"the columns are {', '.join(COLUMNS)}"
        )
    found: dict[str, Entry] = {}
    for row in rows:
        entry = _entry(
            {k: (v or "").strip() for k, v in row.items() if k}, schema, prefix, Place(str(path), rows.line_num)
        )
        found[entry.iri] = entry
    return tuple(found[iri] for iri in sorted(found))


def write(entries: Iterable[Entry]) -> bytes:
    """The entries as the file that a graph folder keeps."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for e in sorted(entries, key=lambda e: e.iri):
        writer.writerow((e.iri, e.name, "|".join(e.aliases), e.kind))
    return buffer.getvalue().encode()


def link(
    entries: Sequence[Entry], things: Iterable[Candidate], schema: Schema, apart: Iterable[tuple[str, str]] = ()
) -> Links:
    """Which things the entries are; ``apart`` are pairs (thing, IRI) that a person told apart."""
    never = set(apart)
    candidates = {t.id: t for t in things}
    by_name: dict[str, set[str]] = {}
    for thing in candidates.values():
        for name in thing.names:
            by_name.setdefault(name_key(name), set()).add(thing.id)
    hits: dict[str, set[str]] = {}
    for entry in entries:
        found = {i for name in (entry.name, *entry.aliases) for i in by_name.get(name_key(name), ())}
        hits[entry.iri] = {
            i for i in found if (i, entry.iri) not in never and _fits(candidates[i].cls, entry.kind, schema)
        }
    claimed: dict[str, list[str]] = {}
    for iri, found in hits.items():
        for name in found:
            claimed.setdefault(name, []).append(iri)
    made: list[tuple[str, str]] = []
    left: list[tuple[str, str, str]] = []
    for iri, found in hits.items():
        for name in sorted(found):
            if len(found) > 1:
                left.append((name, iri, f"{len(found)} things have a name of the entry"))
            elif len(claimed[name]) > 1:
                left.append((name, iri, f"{len(claimed[name])} entries have a name of the thing"))
            else:
                made.append((name, iri))
    free = [e for e in entries if not hits[e.iri]]
    left += _similar(free, [t for t in candidates.values() if t.id not in claimed], schema, never)
    return Links(tuple(sorted(made)), tuple(sorted(left)))


def _entry(row: Mapping[str, str], schema: Schema, prefix: str, place: Place) -> Entry:
    name, number, kind = row.get("name", ""), row.get("id", ""), row.get("kind", "")
    iri = WIKIDATA + number if _ITEM.fullmatch(number) else number if "://" in number else f"{prefix}{number}"
    if not name or not number:
        raise InputError("an entry needs an id and a name", place=place)
    if "://" not in iri or any(c in iri for c in ' <>"{}|\\^`'):
        raise InputError(f"{number!r} is no IRI", place=place, help="give the list's IRIs with --prefix https://…/")
    cls = (
        next((c for c in schema.classes if kind in (c, c.partition(":")[2], schema.classes[c].notation)), "")
        if kind
        else ""
    )
    if kind and not cls:
        raise InputError(
            f"no class {kind!r} in the ontology", place=place, help=f"there are {', '.join(schema.thing_types)}"
        )
    aliases = tuple(a.strip() for a in row.get("aliases", "").split("|") if a.strip())
    return Entry(iri, name, aliases, cls)


def _fits(cls: str, kind: str, schema: Schema) -> bool:
    return not kind or schema.compatible(cls, kind)


def _similar(
    entries: Sequence[Entry], things: Sequence[Candidate], schema: Schema, never: set[tuple[str, str]]
) -> list[tuple[str, str, str]]:
    """Entries and things without a link whose names are alike: for a person to look at."""
    from rapidfuzz import fuzz, process

    names = [(name_key(name), thing) for thing in things for name in thing.names]
    found = []
    for entry in entries:
        near = process.extract(
            name_key(entry.name), [n for n, _ in names], scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=3
        )
        for _, score, at in near:
            thing = names[at][1]
            if _fits(thing.cls, entry.kind, schema) and (thing.id, entry.iri) not in never:
                found.append((thing.id, entry.iri, f"names alike ({score:.0f} of 100)"))
    return list(dict.fromkeys(found))
