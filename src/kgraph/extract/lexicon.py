"""Public knowledge about words and names, read from ``data/names/*.csv``.

Lists hold what anybody can look up: countries, kinds of bodies, titles, offices. What an article
names is never listed here; it is recognised.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kgraph.errors import Place, SchemaError
from kgraph.resources import data_dir
from kgraph.schema import Schema

Row = dict[str, str]
Checked = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Known:
    """A thing of the gazetteer: canonical name, class, Wikidata id (empty where not sure), country."""

    name: str
    cls: str
    wikidata: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # hashed by identity: what is worked out of it is kept
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
    occasions: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    postnominals: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)
    family: set[str] = field(default_factory=set)
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
        lexicon = cls()
        lists = {path.name for path in (data_dir() / "names").glob("*.csv")}
        for row, place in _rows(folders or (data_dir() / "names",)):
            file = place.file.rpartition("/")[2]
            if file not in lists:
                raise SchemaError(
                    f"no name list is called {file}",
                    place=Place(place.file),
                    help=f"there are {', '.join(sorted(lists))}",
                )
            if file not in _READERS:  # spellings and the like, which other stages read
                continue
            try:
                _READERS[file](lexicon, row, partial(_checked, schema=schema, place=place))
            except KeyError as error:
                raise SchemaError(
                    f"there is no column or kind {error.args[0]!r}",
                    place=place,
                    help=f"columns and kinds as in kgraph's own {file}",
                ) from error
        return lexicon

    def add(self, row: Row, cls: str) -> None:
        """Add a gazetteer row's name and aliases for a thing of a class."""
        thing = Known(row["name"], cls, row.get("wikidata", ""), row.get("country", ""))
        for name in (row["name"], *_split(row.get("aliases", ""))):
            self.things.setdefault(name, thing)
            self.things.setdefault(name.replace("'", "’"), thing)

    def add_country(self, row: Row) -> None:
        """Add a country with its names in capitals too, its demonyms and its capital."""
        self.add(row, "schema:Country")
        for name in (row["name"], *_split(row["aliases"])):
            if name.isupper() or len(name) < 4:
                continue
            self.things.setdefault(name.upper(), self.things[name])
        for demonym in _split(row["demonyms"]):
            self.demonyms.setdefault(demonym, row["name"])
        for capital in (row["capital"], row["capital"].upper()) if row["capital"] else ():
            self.capitals.setdefault(capital, row["name"])


def _kinds(lexicon: Lexicon, row: Row, checked: Checked) -> None:
    nouns = _split(row["nouns"])
    if row["use"] == "event":
        lexicon.occasions.update(nouns)
    else:
        cls = checked(row["class"])
        lexicon.kinds.update((noun, cls) for noun in nouns if noun not in lexicon.kinds)


def _people(lexicon: Lexicon, row: Row, _: Checked) -> None:
    kept = {"office": lexicon.offices, "person": lexicon.people, "group": lexicon.groups}
    kept[row["kind"]].update(_split(row["nouns"]))


_READERS: dict[str, Callable[[Lexicon, Row, Checked], object]] = {
    "countries.csv": lambda lex, row, _: lex.add_country(row),
    "places.csv": lambda lex, row, _: lex.add(row, "schema:Place"),
    "celestial.csv": lambda lex, row, _: lex.add(row, "kg:CelestialPlace"),
    "bodies.csv": lambda lex, row, checked: lex.add(row, checked(row["class"])),
    "cities.csv": lambda lex, row, _: lex.cities.update((city, row["country"]) for city in _split(row["names"])),
    "given.csv": lambda lex, row, _: lex.given.update((name, row["gender"]) for name in _split(row["names"])),
    "family.csv": lambda lex, row, _: lex.family.update(_split(row["names"])),
    "kinds.csv": _kinds,
    "people.csv": _people,
    "titles.csv": lambda lex, row, _: lex.titles.update((t.lower(), row["gender"]) for t in _split(row["titles"])),
    "postnominals.csv": lambda lex, row, _: lex.postnominals.update(_split(row["letters"])),
    "subjects.csv": lambda lex, row, _: lex.subjects.update(_split(row["words"])),
}


def _rows(folders: Iterable[Path]) -> Iterator[tuple[Row, Place]]:
    for folder in folders:
        for path in sorted(folder.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                for number, row in enumerate(csv.DictReader(file), start=2):
                    yield {k: (v or "").strip() for k, v in row.items() if k}, Place(path.as_posix(), number)


def _checked(name: str, schema: Schema, place: Place) -> str:
    if name not in schema.classes:
        raise SchemaError(
            f"no class {name!r} in the ontology",
            place=place,
            help=f"there are: {', '.join(schema.thing_types)}",
        )
    return name


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]
