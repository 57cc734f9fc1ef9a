"""Redrawing a stored graph where it is to say something else than it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from kgraph.config import Config
from kgraph.graph import beside
from kgraph.graph.canvas import Stated, World, remember
from kgraph.graph.patch import Patch, TooMuch
from kgraph.graph.project import (
    Projection,
    project_articles,
    project_individuals,
    project_things,
)
from kgraph.graph.remembered import Made, Remembered
from kgraph.graph.store import copy_store, discard, make_current, open_store
from kgraph.graph.validate import Finding
from kgraph.graph.worklist import labels_of
from kgraph.model import ArticleRecord, Literal, Ref, Term


class Redraw:
    """A copy of a folder's current store, changed as little as need be.

    ``before`` is what that store was made of, ``now`` what the new one is to be made of: at least
    articles and things that changed; by default all is compared. Raises :class:`~kgraph.graph.patch.TooMuch` where
    it is better made whole.
    """

    def __init__(self, folder: Path, before: Remembered, now: Remembered | None = None) -> None:
        self.folder, self.before, self._now = folder, before, now
        self.path: Path | None = None
        self.patch: Patch | None = None
        self.world: World | None = None
        self.now = Remembered()

    def draw(self, world: World) -> list[Finding]:
        """Start from the current store again, change it and validate what changed."""
        self.discard()
        self.path, self.world, self.now = copy_store(self.folder), world, self._now or remember(world)
        self.patch = Patch(open_store(self.folder), ox.Store(str(self.path)), world.names)
        if self.now.frame != self.before.frame:
            raise TooMuch("it is made with other things")
        changed = [r for r in world.records if self._changed(r.article.id)]
        gone = [made for i, made in self.before.articles.items() if self._changed(i)]
        self._articles(changed, gone)
        self._things(changed, gone)
        self._beside()
        self.patch.apply()
        return self.patch.findings()

    def stated(self, foci: Iterable[str]) -> Stated:
        """The facts that triples about some subjects rest on."""
        assert self.world is not None
        start = f"{self.world.names.base}id/"
        return self._projected({f.removeprefix(start) for f in foci if f.startswith(start)}).stated

    def labels(self) -> Mapping[str, str]:
        """The labels of things by their ids."""
        return Labels(self)

    def remembered(self) -> Remembered:
        """What it is made of."""
        return self.now

    def publish(self, folder: Path, stamp: str) -> None:
        """Close the changed copy and make it current."""
        assert folder == self.folder
        assert self.path is not None
        assert self.patch is not None
        self.patch.new.flush()
        self.patch = None
        make_current(self.path, stamp)
        self.path = None

    def discard(self) -> None:
        """Forget what was drawn."""
        self.patch = None
        if self.path is not None:
            discard(self.path)
            self.path = None

    # -- what changed ----------------------------------------------------------------------

    def _changed(self, article: str) -> bool:
        return self.before.articles.get(article) != self.now.articles.get(article)

    def _articles(self, changed: Sequence[ArticleRecord], gone: Sequence[Made]) -> None:
        """Articles with their publishers and readings, and their graphs of facts."""
        assert self.world is not None
        assert self.patch is not None
        world, patch, names = self.world, self.patch, self.world.names
        quads = project_articles(changed, world.resolution, names, Config(), world.run)
        quads += beside.reviews(world.beside.reviewed, changed, world.resolution, names, world.run)
        said = [q for q in quads if isinstance(q.graph_name, ox.DefaultGraph)]
        told = [q for q in quads if not isinstance(q.graph_name, ox.DefaultGraph)]
        articles = {names.thing(made.id) for made in gone}
        subjects = {q.subject for q in said if isinstance(q.subject, ox.NamedNode)}
        for made in gone:
            article = names.thing(made.id)
            subjects |= {article, names.of("snapshot", made.reading), names.of("graph", made.reading)}
            subjects |= {
                p for p in patch.values(article, names.term("schema:publisher")) if patch.pointed(p) <= articles
            }
        patch.subjects(subjects, said)
        readings = {made.reading for made in (*gone, *(self.now.articles[r.article.id] for r in changed))}
        patch.graphs((names.of("graph", r) for r in readings), told)

    def _things(self, changed: Iterable[ArticleRecord], gone: Iterable[Made]) -> None:
        """Things, events and the like with a record in a changed article, another name or class, or
        a label that speaks of one with another label.
        """
        assert self.world is not None
        assert self.patch is not None
        world, before, now = self.world, self.before.things, self.now.things
        entities = {i for made in gone for i in made.things}
        entities |= {i for r in changed for i in self.now.articles[r.article.id].things}
        entities |= {i for i in before.keys() | now.keys() if before.get(i) != now.get(i)}
        while True:
            projection = self._projected(entities)
            told = labels_of(projection.quads, world.names.base)
            relabelled = [e for e in sorted(entities) if told.get(e, "") != self.patch.label(e)]
            speaking = {p for e in relabelled for p in self.patch.pointing(e)} & world.resolution.classes.keys()
            if speaking <= entities:
                break
            entities |= speaking
        self.patch.subjects(map(world.names.thing, entities), projection.quads)
        self._individuals()

    def _individuals(self) -> None:
        """The ontology's own individuals, as far as facts speak of them."""
        assert self.world is not None
        assert self.patch is not None
        world, names, patch = self.world, self.world.names, self.patch
        curies = names.schema.instances("kg:Modality")
        values: Iterable[Ref | Term | Literal] = (f.object for r in world.records for f in r.facts)
        if world.about is not None:
            values = (Term(c) for c in curies if patch.spoken(names.term(c)))
        patch.subjects(map(names.term, curies), project_individuals(values, names))

    def _projected(self, entities: set[str]) -> Projection:
        """What the default graph says of some things."""
        assert self.world is not None
        assert self.patch is not None
        world, ids = self.world, self.world.resolution.ids
        if world.about is not None:
            return project_things(world.about(entities), world.resolution, world.names, self.patch.label)
        some = (
            replace(r, mentions=(), facts=tuple(f for f in r.facts if ids[f.subject.key] in entities))
            for r in world.records
        )
        return project_things([r for r in some if r.facts], world.resolution, world.names, self.patch.label)

    def _beside(self) -> None:
        """Redirects, links out and decisions."""
        assert self.world is not None
        assert self.patch is not None
        world, patch, names = self.world, self.patch, self.world.names
        some = None
        if world.about is not None:
            some = [names.thing(i) for i in {*self.before.things, *self.now.things, *world.beside.redirects}]
        patch.predicate(names.term("dct:isReplacedBy"), beside.redirects(world.beside, names), some)
        patch.predicate(names.term("schema:sameAs"), beside.links(world.beside, world.resolution, names), some)
        patch.graphs([beside.decisions_graph(names)], beside.decided(world.beside.reviewed, world.resolution, names))


class Labels(Mapping[str, str]):
    """The labels in a store that is being changed, looked up one by one; it keeps no store open."""

    def __init__(self, redraw: Redraw) -> None:
        self.redraw = redraw

    def _quads(self, entity: str | None) -> Iterator[ox.Quad]:
        patch = self.redraw.patch
        assert patch is not None
        subject = patch.names.thing(entity) if entity is not None else None
        return patch.new.quads_for_pattern(subject, patch.names.term("rdfs:label"), None, ox.DefaultGraph())

    def __getitem__(self, entity: str) -> str:
        for quad in self._quads(entity):
            if isinstance(quad.object, ox.Literal):
                return quad.object.value
        raise KeyError(entity)

    def __iter__(self) -> Iterator[str]:
        assert self.redraw.patch is not None
        return iter(labels_of(self._quads(None), self.redraw.patch.names.base))

    def __len__(self) -> int:
        return sum(1 for _ in self)
