"""Public knowledge about words and names, read from ``data/names/*.csv``.

Lists hold what anybody can look up: countries, kinds of bodies, titles, offices. What an article
names is never listed here; it is recognised.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kgraph.errors import Place, SchemaError
from kgraph.resources import data_dir
from kgraph.schema import Schema


@dataclass(frozen=True, slots=True)
class Known:
    """A thing of the gazetteer: canonical name, class, Wikidata id (empty where not sure), country."""

    name: str
    cls: str
    wikidata: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists, all keyed by lower case but where case matters (acronyms, post-nominals).

    ``kinds`` maps a noun to the class of what bears it as head; ``offices`` and ``people`` are
    nouns for posts and for other people; ``titles`` and ``given`` (names)
    map to a gender (or ""); ``subjects`` are words of which names are made and that name nothing
    alone; ``cities`` map to a country.
    """

    things: dict[str, Known] = field(default_factory=dict)
    demonyms: dict[str, str] = field(default_factory=dict)
    capitals: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    occasions: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    titles: dict[str, str] = field(default_factory=dict)
    postnominals: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    given: dict[str, str] = field(default_factory=dict)
    family: frozenset[str] = frozenset()
    cities: dict[str, str] = field(default_factory=dict)

    def known(self, name: str) -> Known | None:
        """The gazetteer's entry for a name, its case respected (``US`` is a country, ``us`` is not)."""
        return self.things.get(name)

    def country(self, word: str) -> str:
        """The country a word names or is the adjective of; empty if none."""
        found = self.things.get(word)
        return found.name if found and found.cls == "schema:Country" else self.demonyms.get(word, "")

    @classmethod
    def load(cls, schema: Schema, *folders: Path) -> Lexicon:
        """Read the lists in the folders (kgraph's own, and a user's); later ones add to earlier ones.

        Raises :class:`SchemaError` with file and line where a class is not in the ontology.
        """
        lex = cls()
        words: dict[str, set[str]] = {"office": set(), "person": set(), "group": set()}
        occasions: set[str] = set()
        letters: set[str] = set()
        subjects: set[str] = set()
        family: set[str] = set()
        for row, place in _rows(folders or (data_dir() / "names",)):
            match place.file.rpartition("/")[2]:
                case "countries.csv":
                    lex._add_country(row)
                case "places.csv":
                    lex._add(row, "schema:Place")
                case "cities.csv":
                    lex.cities.update((city, row["country"]) for city in _split(row["names"]))
                case "given.csv":
                    lex.given.update((name, row["gender"]) for name in _split(row["names"]))
                case "family.csv":
                    family.update(_split(row["names"]))
                case "celestial.csv":
                    lex._add(row, "kg:CelestialPlace")
                case "bodies.csv":
                    lex._add(row, _checked(row["class"], schema, place))
                case "kinds.csv" if row["use"] == "event":
                    occasions.update(_split(row["nouns"]))
                case "kinds.csv":
                    name = _checked(row["class"], schema, place)
                    lex.kinds.update((noun, name) for noun in _split(row["nouns"]) if noun not in lex.kinds)
                case "people.csv":
                    words.setdefault(row["kind"], set()).update(_split(row["nouns"]))
                case "titles.csv":
                    lex.titles.update((t.lower(), row["gender"]) for t in _split(row["titles"]))
                case "postnominals.csv":
                    letters.update(_split(row["letters"]))
                case "subjects.csv":
                    subjects.update(_split(row["words"]))
        return cls(
            lex.things, lex.demonyms, lex.capitals, lex.kinds, frozenset(occasions), frozenset(words["office"]),
            frozenset(words["person"]), frozenset(words["group"]), lex.titles, frozenset(letters), frozenset(subjects),
            lex.given, frozenset(family), lex.cities,
        )  # fmt: skip

    def _add(self, row: dict[str, str], cls: str) -> None:
        thing = Known(row["name"], cls, row.get("wikidata", ""), row.get("country", ""))
        for name in (row["name"], *_split(row.get("aliases", ""))):
            self.things.setdefault(name, thing)

    def _add_country(self, row: dict[str, str]) -> None:
        self._add(row, "schema:Country")
        for name in (row["name"], *_split(row["aliases"])):
            if name.isupper() or len(name) < 4:
                continue
            self.things.setdefault(name.upper(), self.things[name])
        for demonym in _split(row["demonyms"]):
            self.demonyms.setdefault(demonym, row["name"])
        for capital in (row["capital"], row["capital"].upper()) if row["capital"] else ():
            self.capitals.setdefault(capital, row["name"])


@cache
def default(schema: Schema) -> Lexicon:
    """kgraph's own lists."""
    return Lexicon.load(schema)


def _rows(folders: Iterable[Path]) -> Iterator[tuple[dict[str, str], Place]]:
    for folder in folders:
        for path in sorted(folder.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                for number, row in enumerate(csv.DictReader(file), start=2):
                    yield {k: (v or "").strip() for k, v in row.items() if k}, Place(path.as_posix(), number)


def _checked(name: str, schema: Schema, place: Place) -> str:
    if name not in schema.classes:
        raise SchemaError(f"no class {name!r} in the ontology", place=place, help=f"there are: {', '.join(schema.thing_types)}")
    return name


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]
