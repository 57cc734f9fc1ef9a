"""Public knowledge that resolution uses, from ``data/names`` and ``data/resolution``: what is known under which id, which
words are titles, heads, legal forms, or so general that they name nothing alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kgraph.resolve.names import Words, words
from kgraph.resources import data_dir


@dataclass(frozen=True, slots=True)
class Known:
    """Word lists keyed by folded words (:func:`names.words` joined by blanks).

    ``ids`` maps (family of class, name) to an id of the gazetteer, its canonical name where it has
    no Wikidata id; ``wikidata`` are those that are Wikidata ids; ``country`` maps names and demonyms,
    ``cities`` capitals and cities of one country only, to a country's canonical name. ``heads`` maps
    common nouns to the class of what they head.
    """

    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    wikidata: set[str] = field(default_factory=set)
    country: dict[str, str] = field(default_factory=dict)
    cities: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    legal: set[str] = field(default_factory=set)
    particles: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    general: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    spellings: dict[str, str] = field(default_factory=dict)

    def spelled(self, name: str) -> Words:
        """The words of a name in one spelling: programme for program."""
        return tuple(self.spellings.get(w, w) for w in words(name))

    def wikidata_of(self, key: str) -> str:
        """The Wikidata id in the key of a gazetteer form; "" if it has none."""
        name = key.removeprefix("=")
        return name if name in self.wikidata else ""

    def general_only(self, parts: Words) -> bool:
        """True if no word of a name is a proper one: Ministry of Foreign Affairs."""
        return all(p in self.general for p in parts)


@cache
def known() -> Known:
    """Read kgraph's own lists."""
    lists, own, found = data_dir() / "names", data_dir() / "resolution", Known()
    for row in _rows(own / "spellings.csv"):
        found.spellings.update((v, row["standard"]) for v in _split(row["variants"]))
    countries = list(_rows(lists / "countries.csv"))
    for row in countries:
        _country(found, row)
    for file, family in (
        ("places.csv", "schema:Place"),
        ("celestial.csv", "schema:Place"),
        ("bodies.csv", "schema:Organization"),
    ):
        for row in _rows(lists / file):
            _thing(found, row, family)
    several: set[str] = set()
    for row in _rows(lists / "cities.csv"):
        for city in map(_folded, _split(row["names"])):
            if found.cities.setdefault(city, row["country"]) != row["country"]:
                several.add(city)
    for city in several:
        del found.cities[city]
    found.cities.update((_folded(row["capital"]), row["name"]) for row in countries if row["capital"])
    _words(found, lists, own)
    return found


def _country(found: Known, row: dict[str, str]) -> None:
    _thing(found, row, "schema:Place")
    for name in (row["name"], *_split(row["aliases"]), *_split(row["demonyms"])):
        found.country.setdefault(_folded(name), row["name"])


def _thing(found: Known, row: dict[str, str], family: str) -> None:
    for name in map(_folded, (row["name"], *_split(row["aliases"]))):
        found.ids.setdefault((family, name), row["wikidata"] or row["name"])
        if row["wikidata"]:
            found.wikidata.add(row["wikidata"])


def _words(found: Known, lists: Path, own: Path) -> None:
    small = {"of", "for", "and", "the", "in", "on", "at", "to"}
    for row in _rows(lists / "kinds.csv"):
        for noun in map(_folded, _split(row["nouns"])):
            found.heads.setdefault(noun, row["class"])
    for row in _rows(own / "generic.csv"):
        use = {"legal": found.legal, "particle": found.particles, "part": found.parts, "plain": found.plain}[row["use"]]
        use.update(map(_folded, _split(row["words"])))
    subjects = {_folded(w) for row in _rows(lists / "subjects.csv") for w in _split(row["words"])}
    found.general.update(w for phrase in (*subjects, *found.heads, *found.plain) for w in phrase.split())
    found.general.update(small, found.country, ("foreign", "delegation", "negotiating"))
    for row in _rows(lists / "titles.csv"):
        found.titles.update(map(_folded, _split(row["titles"])))
    for row in _rows(lists / "postnominals.csv"):
        found.letters.update(map(_folded, _split(row["letters"])))
    for row in _rows(lists / "family.csv"):
        found.families.update(map(_folded, _split(row["names"])))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from ({k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(file))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _folded(name: str) -> str:
    return " ".join(words(name))
