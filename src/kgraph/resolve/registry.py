"""Ids given once stay: which record was first published under which id.

A new thing takes the id of its founder, one of its records. As things merge the oldest id wins
and the others become redirects; as they come apart the founder keeps the id. ``registry.jsonl``
is append-only and knows no IRI base: a line ``{"batch": n, "articles": […]}`` for each build
that had something new, then its n lines ``{"id": …, "article": …, "records": […]}`` of records first
published under that id, the founder and its article first. A batch counts as long as one of the
articles that it came with is there, and an id as long as its founder's article is, so that an
article that is removed leaves no trace; they count again should it come back. Articles are
entered like things.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kgraph.errors import GraphError, Place
from kgraph.ids import FOUNDER
from kgraph.model import Resolution

FILE = "registry.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """An id, the article of the first record, and the records first published under the id."""

    id: str
    article: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The ids that one build gave, and the articles that it was the first to hold."""

    articles: frozenset[str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Registry:
    """All batches, oldest first; ``size`` is how many bytes of the file they take."""

    batches: tuple[Batch, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Assigned:
    """A resolution under ids that stay; ``redirects`` maps an id that was to the one that is;
    ``new`` is what to add to the registry, if anything.
    """

    resolution: Resolution
    redirects: Mapping[str, str]
    new: Batch | None = None


def assign(
    registry: Registry, resolution: Resolution, owners: Mapping[str, str], articles: Mapping[str, str]
) -> Assigned:
    """Give each thing the id it has always had.

    ``owners`` maps a record's key to its article's id, ``articles`` an article's id to the id it
    would have in the graph. ``ids`` of the result knows the articles as well.
    """
    clusters = {k: tuple(v) for k, v in resolution.members.items()} | {new: (a,) for a, new in articles.items()}
    book = Book.of(registry, frozenset(articles))
    given, redirects = book.name(clusters)
    ids = {record: given[proposed] for proposed, records in clusters.items() for record in records}
    named = replace(
        resolution,
        ids=ids,
        members={given[k]: v for k, v in resolution.members.items()},
        names={given[k]: v for k, v in resolution.names.items()},
        classes={given[k]: v for k, v in resolution.classes.items()},
        reasons={given[k]: v for k, v in resolution.reasons.items()},
        wikidata={given[k]: v for k, v in resolution.wikidata.items()},
    )
    return Assigned(named, redirects, book.batch({given[k]: v for k, v in clusters.items()}, owners))


@dataclass(slots=True)
class Book:
    """The registry as it counts for the articles there are, or a part of it: under which id records
    were published (``home``), how old ids are and which record founded them; ``ever`` has the
    founders of all ids, ``new`` the articles that no batch came with.
    """

    new: frozenset[str]
    home: dict[str, str] = field(default_factory=dict)
    rank: dict[str, int] = field(default_factory=dict)
    founder: dict[str, str] = field(default_factory=dict)
    ever: dict[str, str] = field(default_factory=dict)
    belongs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, registry: Registry, living: frozenset[str]) -> Book:
        """All of a registry."""
        book = cls(living - frozenset().union(*(b.articles for b in registry.batches)))
        homes: dict[str, str] = {}
        for batch in registry.batches:
            counts = not batch.articles or not batch.articles.isdisjoint(living)
            for row in batch.rows:
                book.ever.setdefault(row.id, row.records[0])
                if counts and homes.setdefault(row.id, row.article) in living:
                    book.rank.setdefault(row.id, len(book.rank))
                    book.founder.setdefault(row.id, row.records[0])
                    book.home.update(dict.fromkeys(row.records, row.id))
        return book

    def name(self, clusters: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, str], dict[str, str]]:
        """Ids of clusters (by the ids proposed for them), and redirects."""
        owner = self._owners(clusters)
        owned: dict[str, list[str]] = {}
        for name, proposed in owner.items():
            owned.setdefault(proposed, []).append(name)
        given: dict[str, str] = {}
        redirects: dict[str, str] = {}
        for proposed in clusters:
            if proposed in owned:
                oldest, *others = sorted(owned[proposed], key=lambda n: self.rank[n])
                given[proposed] = oldest
                redirects.update(dict.fromkeys(others, oldest))
        taken = set(owner)
        for proposed in sorted(clusters.keys() - given.keys()):
            given[proposed] = self._fresh(proposed, min(clusters[proposed]), taken)
            taken.add(given[proposed])
        self.belongs = {name: given[proposed] for name, proposed in owner.items()}
        return given, redirects

    def _owners(self, clusters: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Which cluster an id belongs to: its founder's, else the one with most of its records."""
        claims: dict[str, Counter[str]] = {}
        founders: dict[str, str] = {}
        for proposed, records in clusters.items():
            for record in records:
                name = self.home.get(record)
                if name is not None:
                    claims.setdefault(name, Counter())[proposed] += 1
                    if self.founder[name] == record:
                        founders[name] = proposed
        return {
            name: founders.get(name) or min(counted, key=lambda p: (-counted[p], min(clusters[p])))
            for name, counted in claims.items()
        }

    def _fresh(self, proposed: str, founder: str, taken: set[str]) -> str:
        """The proposed id, longer where it was ever given to something else."""
        for length in range(FOUNDER, max(FOUNDER, len(founder)) + 1, 2):
            name = proposed if length == FOUNDER else f"{proposed}{founder[FOUNDER:length]}"
            if name not in taken and self.ever.get(name, founder) == founder:
                return name
        return f"{proposed}-{founder}"

    def batch(self, named: Mapping[str, tuple[str, ...]], owners: Mapping[str, str]) -> Batch | None:
        """What to add: records without a home, and those whose home is another thing's now."""
        rows: dict[str, list[str]] = {}
        came: set[str] = set(self.new)
        for name in sorted(named):
            for record in sorted(named[name]):
                home = self.home.get(record)
                if home is None:
                    came.add(owners.get(record, record))
                elif self.belongs[home] == name:
                    continue
                rows.setdefault(name, []).append(record)
        if not rows:
            return None
        made = []
        for name in sorted(rows):
            records = _founder_first(rows[name], name)
            made.append(Row(name, owners.get(records[0], records[0]), tuple(records)))
        return Batch(frozenset(came), tuple(made))


def _founder_first(records: list[str], name: str) -> list[str]:
    """The record that gave the id its last characters comes first."""
    return sorted(records, key=lambda r: (not r.startswith(name.rpartition("-")[2]), r))


# -- the file ------------------------------------------------------------------------------


def load(path: Path) -> Registry:
    """Read the registry; empty where there is none. A last batch that a killed build left half
    written does not count. Raises :class:`GraphError` for a damaged file.
    """
    if not path.is_file():
        return Registry()
    batches: list[Batch] = []
    head: dict[str, Any] = {}
    rows: list[Row] = []
    size = position = 0
    try:
        for line in path.read_bytes().split(b"\n")[:-1]:
            position += len(line) + 1
            row = json.loads(line)
            if "batch" in row:
                head, rows = row, []
            else:
                rows.append(Row(row["id"], row["article"], tuple(row["records"])))
            if len(rows) == head["batch"]:
                batches.append(Batch(frozenset(head["articles"]), tuple(rows)))
                head, size = {"batch": -1}, position
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(
            f"the registry is damaged: {error}", place=Place(str(path)), help="build again with --fresh"
        ) from error
    return Registry(tuple(batches), size)


def save(path: Path, registry: Registry, new: Batch) -> None:
    """Add a batch behind those that were read; whatever stands there is the rest of a killed build."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as file:
        file.truncate(registry.size)
        file.seek(registry.size)
        file.write(serialise([new]).encode())
        file.flush()
        os.fsync(file.fileno())


def serialise(batches: Iterable[Batch]) -> str:
    """Batches as lines of the file."""
    lines: list[dict[str, Any]] = []
    for batch in batches:
        lines.append({"batch": len(batch.rows), "articles": sorted(batch.articles)})
        lines += [{"id": r.id, "article": r.article, "records": list(r.records)} for r in batch.rows]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def stamp(registry: Registry) -> str:
    """A hash of what is registered."""
    return blake2b(serialise(registry.batches).encode(), digest_size=8).hexdigest()
