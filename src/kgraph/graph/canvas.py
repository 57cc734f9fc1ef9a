"""What a graph is to say, and where it is drawn: a whole sheet in memory, or a store to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kgraph.config import Config
from kgraph.graph.beside import Beside
from kgraph.graph.beside import quads as beside_quads
from kgraph.graph.ledger import reading_of
from kgraph.graph.project import Run, apply_rules, project, reading_name
from kgraph.graph.remembered import Made, Remembered
from kgraph.graph.store import make_current, new_store
from kgraph.graph.terms import Names
from kgraph.graph.validate import Finding, as_triples, asked, fast, shapes_of
from kgraph.graph.worklist import labels_of
from kgraph.model import ArticleRecord, Fact, Ref, Resolution

About = Callable[[set[str]], list[ArticleRecord]]
"""All facts about some things (by id), as records of articles of which no more than publisher and id is known."""


@dataclass(frozen=True, slots=True)
class World:
    """What a graph is to say: records as stated, the resolution under ids that stay, and what stands
    beside; made by a run. Where only a part is known, ``records`` are those of changed articles,
    and ``about`` gives all facts about some things.
    """

    records: Sequence[ArticleRecord]
    resolution: Resolution
    beside: Beside
    names: Names
    run: Run
    about: About | None = None


Stated = Mapping[tuple[str, str, str], list[str]]
"""The facts that each triple of the default graph rests on (by N-Triples terms)."""


class Canvas(Protocol):
    """Where a graph is drawn, and validated."""

    def draw(self, world: World) -> list[Finding]:
        """Make the graph say what the world is, and tell what shapes find, at least of what changed."""
        ...

    def stated(self, foci: Iterable[str]) -> Stated:
        """The facts that triples rest on, at least those about some subjects (IRIs)."""
        ...


class Sheet:
    """A whole graph in memory."""

    def __init__(self) -> None:
        self.quads: list[ox.Quad] = []
        self._stated: Stated = {}
        self._world: World | None = None

    def draw(self, world: World) -> list[Finding]:
        """All quads anew. Of the constraints that are asked in SPARQL, violations of stated facts."""
        self._world = world
        projection = project(world.records, world.resolution, world.names, Config(), world.run)
        stated = ox.Store()
        self.quads = projection.quads + apply_rules(projection.quads, world.names.schema, into=stated)
        self.quads += beside_quads(world.beside, world.records, world.resolution, world.names, world.run)
        self._stated = projection.stated
        found = fast(shapes_of(world.names.schema, sparql=False), as_triples(self.quads))
        return found + asked(stated, world.names.schema, "Violation")

    def stated(self, foci: Iterable[str]) -> Stated:  # noqa: ARG002  # as canvases are asked
        """All of them."""
        return self._stated

    def labels(self) -> Mapping[str, str]:
        """The labels of things by their ids."""
        assert self._world is not None
        return labels_of(self.quads, self._world.names.base)

    def remembered(self) -> Remembered:
        """What it is made of."""
        assert self._world is not None
        return remember(self._world)

    def publish(self, folder: Path, stamp: str) -> None:
        """Write it as the current store of a folder."""
        make_current(new_store(folder, self.quads), stamp)


def frame_of(names: Names, run: Run) -> str:
    """What a graph is made with: where that changes, all changes."""
    return f"{run.name} {names.base}"


def remember(world: World) -> Remembered:
    """What a graph is made of, to see later what changed."""
    names, classes = world.resolution.names, world.resolution.classes
    articles = {r.article.id: made_of(r, world) for r in world.records}
    return Remembered(frame_of(world.names, world.run), articles, {i: (names[i], classes[i]) for i in classes})


def made_of(record: ArticleRecord, world: World) -> Made:
    """What an article becomes."""
    ids, article = world.resolution.ids, record.article
    things = tuple(dict.fromkeys(ids[k] for f in record.facts for k in _keys(f)))
    return Made(_print(record, world), reading_name(article), ids[article.id], things)


def _keys(fact: Fact) -> Iterator[str]:
    yield fact.subject.key
    if isinstance(fact.object, Ref):
        yield fact.object.key


def _print(record: ArticleRecord, world: World) -> str:
    """A hash of all that an article's graph and the facts in it are made of."""
    ids, reviewed = world.resolution.ids, world.beside.reviewed
    facts = [(f.id, *(ids[k] for k in _keys(f))) for f in record.facts]
    apart = [f.id for f in reviewed.apart.get(record.article.id, ())]
    status = [reviewed.status[n] for n in (*(f.id for f in record.facts), *apart) if n in reviewed.status]
    told = (reading_of(record.article), ids[record.article.id], facts, apart, status)
    return blake2b(repr(told).encode(), digest_size=16).hexdigest()
