"""The whole line on one screen: paths in, a validated graph folder out."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kgraph.config import Config
from kgraph.errors import GraphError, InputError, Place, UsageError
from kgraph.extract.article import Knowledge, extract
from kgraph.extract.frames import load_frames
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.nlp import load as load_model
from kgraph.extract.nlp import name_of as model_name
from kgraph.extract.shards import Crew, Died
from kgraph.extract.speech import load_wordings
from kgraph.graph.canvas import Sheet
from kgraph.graph.files import replace_file
from kgraph.graph.ledger import Ledger, Manifest, locked, reading_of
from kgraph.graph.patch import TooMuch
from kgraph.graph.project import Run, article_id
from kgraph.graph.redraw import Redraw
from kgraph.graph.store import stamp_of
from kgraph.graph.terms import Names
from kgraph.graph.worklist import FILE as REVIEW
from kgraph.graph.worklist import InMemory, facts, kept_out, pairs, rows
from kgraph.making import Graph, Shelf, draw_graph, make_graph
from kgraph.model import Article, ArticleRecord, BuildReport, Quarantined, SetAside
from kgraph.read import Page, clean, html, jsons, pages
from kgraph.read import text as text_pages
from kgraph.read.files import Reader, read_bytes
from kgraph.read.language import foreign_language
from kgraph.remaking import Remaking, counted, keep_whole, open_kept, remembered, seal
from kgraph.resolve.again import AllAnew
from kgraph.resolve.authority import FILE as AUTHORITY
from kgraph.resolve.authority import read as read_authority
from kgraph.resolve.authority import write as write_authority
from kgraph.resolve.decisions import FILE as DECISIONS
from kgraph.resolve.decisions import Decisions
from kgraph.resolve.decisions import load as load_decisions
from kgraph.resolve.kept import number
from kgraph.resolve.registry import FILE as REGISTRY
from kgraph.resolve.registry import Batch, Registry
from kgraph.resolve.registry import load as load_registry
from kgraph.resolve.registry import save as save_registry
from kgraph.resources import data_dir, ontology_dir
from kgraph.schema import Schema

Progress = Callable[[str, int, int], None]
"""Told of a stage's name, how many articles it has done, and how many there are."""

QUARANTINE = "quarantine.jsonl"

PART_SIZE = 500
"""Articles per part file of the ledger."""


@dataclass(frozen=True, slots=True)
class How:
    """How to build: ``published`` is the day of publication of articles that do not say (ISO 8601);
    ``sync`` takes away what is gone under the paths; ``fresh`` reads all again and gives new ids;
    ``workers`` are processes that read.
    """

    published: str | None = None
    sync: bool = False
    fresh: bool = False
    workers: int = 1


def build(
    paths: Iterable[Path],
    folder: Path,
    config: Config,
    progress: Progress = lambda *_: None,
    how: How = How(),
) -> BuildReport:
    """Read what is new under the paths into the graph folder and bring its store up to date.

    Without paths nothing is read and decisions are replayed. Articles that cannot be read are set
    aside and listed in the report; facts that break a Violation shape are quarantined and counted.
    Nothing that was there is removed, but by ``sync``.
    """
    clock = Clock()
    paths = list(paths)
    with locked(folder):
        ledger = Ledger(folder / "ledger")
        before = _manifest(ledger, how)
        with clock("read"):
            inputs = read_all(paths, before, folder, how.published)
        if not inputs.articles and not before.current:
            return BuildReport(base=config.base, set_aside=inputs.set_aside, warnings=inputs.warnings)
        schema = load_schema(config)
        with clock("extract"):
            update = _Update(ledger, before, inputs, config, schema)
            manifest = update.run(paths, folder, how, progress)
        if how.fresh:
            (folder / REGISTRY).unlink(missing_ok=True)
        found = replace(
            BuildReport(new_articles=update.new, removed_articles=update.removed, warnings=inputs.warnings),
            set_aside=(*inputs.set_aside, *update.died),
        )
        return refresh(folder, config, schema, found, clock, manifest)


def remove(names: Iterable[str], folder: Path, config: Config) -> BuildReport:
    """Take articles out of the graph and bring its store up to date.

    An article is named by its id, IRI, the readable part of its id, title, url or path. Its
    snapshots stay in the ledger and no longer count. Raises :class:`UsageError` for an unknown one.
    """
    with locked(folder):
        ledger = Ledger(folder / "ledger")
        manifest = ledger.manifest()
        if not manifest.current:
            raise GraphError("no graph here", place=Place(str(folder)))
        registry = load_registry(folder / REGISTRY)
        gone = {_named(name, ledger, manifest, folder, registry) for name in names}
        ledger.commit(without(manifest, gone))
        return refresh(folder, config, load_schema(config), BuildReport(removed_articles=len(gone)), Clock())


def reconcile(source: Path, folder: Path, config: Config, prefix: str = "") -> BuildReport:
    """Add an authority list to the graph folder and link things to its entries, now and at each build.

    An entry with a known IRI replaces the one that was there. Raises :class:`InputError`.
    """
    schema = load_schema(config)
    entries = {e.iri: e for e in read_authority(source, schema, prefix)}
    with locked(folder):
        if not Ledger(folder / "ledger").manifest().current:
            raise GraphError("no graph here", place=Place(str(folder)))
        known = {e.iri: e for e in open_shelf(folder, schema).authority}
        replace_file(folder / AUTHORITY, write_authority((known | entries).values()))
        return refresh(folder, config, schema, BuildReport(), Clock())


def refresh(  # noqa: PLR0913  # the manifest only where it was read before
    folder: Path, config: Config, schema: Schema, found: BuildReport, clock: Clock, manifest: Manifest | None = None
) -> BuildReport:
    """Bring the store up to date with ledger and decisions, if it is not; ``found`` is what was read."""
    ledger = Ledger(folder / "ledger")
    manifest = manifest or ledger.manifest()
    decisions = load_decisions(folder / DECISIONS)
    stamp = _stamp(folder, manifest, decisions, config)
    last = _last_report(folder)
    if last is not None and stamp == last.stamp == stamp_of(folder / "store"):
        same = {k: getattr(found, k) for k in ("new_articles", "removed_articles", "set_aside")}
        return replace(last, **same, warnings=(*found.warnings, *last.notes), seconds=clock.seconds)
    names, run = Names(config.base, schema), Run(*manifest.made)
    with clock("graph"):
        made = _changed(folder, ledger, manifest, names, run) if not decisions.all else None
    if made is None:
        with clock("ledger"):
            records = list(ledger.records(manifest=manifest))
        with clock("graph"):
            made = _made(folder, records, manifest, names, run)
    if made.new_ids is not None:
        save_registry(folder / REGISTRY, made.registry, made.new_ids)
    stamp = _stamp(folder, manifest, decisions, config)
    with clock("store"):
        for name, rows in made.lists().items():
            replace_file(folder / name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())
        made.publish(stamp)
    report = replace(found, base=config.base, stamp=stamp, seconds=clock.seconds, **made.counts)
    replace_file(folder / "report.json", (json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n").encode())
    return replace(report, warnings=(*report.warnings, *report.notes))


@dataclass(frozen=True, slots=True)
class _Made:
    """A graph that is drawn and not yet published: what is new for the registry, what the report
    tells, and what else to do.
    """

    new_ids: Batch | None
    registry: Registry
    counts: Mapping[str, Any]
    lists: Callable[[], dict[str, list[dict[str, Any]]]]
    publish: Callable[[str], None]


def _changed(folder: Path, ledger: Ledger, manifest: Manifest, names: Names, run: Run) -> _Made | None:
    """The graph changed where its articles did, or None where it is to be made whole."""
    store, path = folder / "store", folder / REGISTRY
    size = path.stat().st_size if path.is_file() else 0
    db = open_kept(store)
    if db is None or (folder / AUTHORITY).is_file() or int(number(db, "registry")) != size:
        return None
    change = None
    try:
        change = Remaking(db, names, run)
        redraw, batch = change.change(store, ledger, manifest)
        counts, lists = counted(db, names.schema), change.lists()
    except (AllAnew, TooMuch, sqlite3.DatabaseError, ValueError, KeyError):  # damaged tables hold anything
        if change is not None:
            change.discard()
        db.close()
        return None
    return _Made(batch, Registry((), size), counts, lambda: lists, partial(_publish, folder, redraw, db))


def _made(folder: Path, records: Sequence[ArticleRecord], manifest: Manifest, names: Names, run: Run) -> _Made:
    """The graph made from all records, drawn into a copy of the current store where that is known well enough."""
    store, shelf = folder / "store", open_shelf(folder, names.schema)
    graph, canvas = _drawn(records, names, run, shelf, store)
    batches = shelf.registry.batches if graph.new_ids is None else (*shelf.registry.batches, graph.new_ids)

    things = InMemory(graph.records, graph.resolution, canvas.labels())
    items = [
        *pairs(graph.resolution.undecided, things),
        *facts(graph.records, things, graph.reviewed),
        *kept_out(graph.quarantined, graph.reviewed),
    ]

    def publish(stamp: str) -> None:
        db = keep_whole(store, graph, canvas.remembered(), manifest, Registry(batches), items)
        _publish(folder, canvas, db, stamp)

    def lists() -> dict[str, list[dict[str, Any]]]:
        return {QUARANTINE: [asdict(q) for q in graph.quarantined], REVIEW: rows(items, things, names.schema)}

    return _Made(graph.new_ids, shelf.registry, _counts(graph, names.schema), lists, publish)


def _publish(folder: Path, canvas: Sheet | Redraw, db: sqlite3.Connection, stamp: str) -> None:
    path = folder / REGISTRY
    seal(db, stamp, path.stat().st_size if path.is_file() else 0)
    canvas.publish(folder / "store", stamp)


def _drawn(
    records: Sequence[ArticleRecord], names: Names, run: Run, shelf: Shelf, store: Path
) -> tuple[Graph, Sheet | Redraw]:
    db = open_kept(store)
    if db is not None:
        redraw = None
        try:
            redraw = Redraw(store, remembered(db))
            return draw_graph(records, names, run, shelf, redraw), redraw
        except (TooMuch, sqlite3.DatabaseError, ValueError):
            if redraw is not None:
                redraw.discard()
        except BaseException:
            if redraw is not None:
                redraw.discard()
            raise
        finally:
            db.close()
    sheet = Sheet()
    return draw_graph(records, names, run, shelf, sheet), sheet


def open_shelf(folder: Path, schema: Schema) -> Shelf:
    """What a graph folder keeps beside its ledger."""
    authority = read_authority(folder / AUTHORITY, schema) if (folder / AUTHORITY).is_file() else ()
    return Shelf(load_decisions(folder / DECISIONS), load_registry(folder / REGISTRY), authority)


def _stamp(folder: Path, manifest: Manifest, decisions: Decisions, config: Config) -> str:
    """A hash of all that a store is made from."""
    kept = [(folder / name).read_bytes() if (folder / name).is_file() else b"" for name in (REGISTRY, AUTHORITY)]
    found = blake2b(
        repr((manifest.stamp, decisions.stamp, replace(config, frames=(), names=(), ontology=()))).encode(),
        digest_size=8,
    )
    for data in kept:
        found.update(blake2b(data, digest_size=16).digest())
    return found.hexdigest()


def _manifest(ledger: Ledger, how: How) -> Manifest:
    """What the ledger holds; a damaged one counts as empty where all is read again."""
    try:
        return ledger.manifest()
    except GraphError:
        if not how.fresh:
            raise
        return Manifest("")


@dataclass(slots=True)
class _Update:
    """Brings the ledger up to date with the articles found; each part counts as soon as it is written."""

    ledger: Ledger
    before: Manifest
    inputs: Inputs
    config: Config
    schema: Schema
    new: int = 0
    removed: int = 0
    died: tuple[SetAside, ...] = ()

    def run(self, paths: Sequence[Path], folder: Path, how: How, progress: Progress) -> Manifest:
        made = (f"kgraph {version('kgraph')}", model_name(self.config.model), configuration_hash(self.config))
        run = Run(*made).name
        again = how.fresh or self.before.run != run
        kept = self._to_keep(again, how.fresh)
        wanted = {a.id: a for a in (*kept, *self.inputs.articles)}
        known = frozenset() if again else self.before.readings
        history: list[Article] = []
        if again and not how.fresh:
            needed = {reading_of(a) for a in wanted.values()}
            history = [a for a in self.ledger.articles() if reading_of(a) not in needed]
        new = [a for a in (*wanted.values(), *history) if reading_of(a) not in known]
        current = {} if again else dict(self.before.current)
        manifest = replace(self.before, run=run, made=made, parts=() if again else self.before.parts)
        done = 0
        for start in range(0, len(new), PART_SIZE):
            records = list(
                self._records(new[start : start + PART_SIZE], how.workers, _shifted(progress, start, len(new)))
            )
            done += len(records)
            read = {reading_of(r.article) for r in records}
            parts = self.ledger.add(records, run)
            current |= {i: reading_of(a) for i, a in wanted.items() if reading_of(a) in read}
            manifest = replace(manifest, parts=(*manifest.parts, *parts), current=tuple(sorted(current.items())))
            if not again and start + PART_SIZE < len(new):  # what is read again must not hide what is not yet
                self.ledger.commit(manifest)
        lost = {s.source for s in self.died}
        current |= {i: reading_of(a) for i, a in wanted.items() if a.source not in lost}
        sources = {
            **({} if how.fresh else dict(self.before.sources)),
            **{a.source: a.id for a in kept if a.source},
            **self.inputs.found,
        }
        sources = {s: i for s, i in sources.items() if i in current}
        manifest = replace(manifest, current=tuple(sorted(current.items())), sources=tuple(sorted(sources.items())))
        if how.sync:
            gone = self._gone(manifest, paths, folder)
            self.removed = len(gone)
            manifest = without(manifest, gone)
        self.new = done - len(history)
        self.ledger.commit(manifest)
        return manifest

    def _to_keep(self, again: bool, fresh: bool) -> list[Article]:
        """The articles to read again that the inputs do not hold."""
        if not again:
            return []
        try:
            articles = self.ledger.articles(reading for _, reading in self.before.current)
        except GraphError:
            if not fresh:
                raise
            return []
        found = set(self.inputs.found) if fresh else set()
        sources = {i: {s for s, j in self.before.sources if j == i} for i, _ in self.before.current}
        return [a for a in articles if not sources.get(a.id) or not sources[a.id] <= found]

    def _records(
        self, articles: Sequence[Article], workers: int, tell: Callable[[int], None]
    ) -> Iterator[ArticleRecord]:
        if workers < 2 or len(articles) < 2:
            knowledge = load_knowledge(self.config, self.schema) if articles else None
            for number, article in enumerate(articles):
                tell(number)
                assert knowledge is not None
                yield extract(article, knowledge)
        else:
            crew = Crew[Article, ArticleRecord](_read_article, _prepare, (self.config,), workers)
            for number, (article, record) in enumerate(zip(articles, crew.run(articles), strict=True)):
                tell(number)
                if isinstance(record, Died):
                    self.died = (*self.died, SetAside(article.source, "reading it ended its process, three times"))
                else:
                    yield record
        tell(len(articles))

    def _gone(self, manifest: Manifest, paths: Sequence[Path], folder: Path) -> set[str]:
        """The articles whose every source lay under the paths and is there no longer."""
        troubled = {_source(f"{a.source}:{a.line}" if a.line else a.source, folder) for a in self.inputs.set_aside}
        roots = [_source(str(p), folder) for p in paths]
        there = {s for s, _ in manifest.sources if s in self.inputs.found or not any(_below(s, r) for r in roots)}
        there |= {
            s
            for s, _ in manifest.sources
            if (s in troubled or s.rpartition(":")[0] in troubled) and (folder / _file(s, folder)).exists()
        }
        living = {i for s, i in manifest.sources if s in there}
        had = {i for s, i in (*self.before.sources, *manifest.sources) if any(_below(s, r) for r in roots)}
        return had - living


def _shifted(progress: Progress, start: int, total: int) -> Callable[[int], None]:
    return lambda number: progress("read", start + number, total)


_WORKING: list[Knowledge] = []


def _prepare(config: Config) -> None:
    """Load what a worker needs, once."""
    _WORKING[:] = [load_knowledge(config, load_schema(config))]


def _read_article(article: Article) -> ArticleRecord:
    return extract(article, _WORKING[0])


def without(manifest: Manifest, gone: Iterable[str]) -> Manifest:
    """The manifest without some articles; their readings stay in the parts."""
    out = set(gone)
    return replace(
        manifest,
        current=tuple(c for c in manifest.current if c[0] not in out),
        sources=tuple(s for s in manifest.sources if s[1] not in out),
    )


def _named(name: str, ledger: Ledger, manifest: Manifest, folder: Path, registry: Registry) -> str:
    """The id of the article that a name names."""
    articles = ledger.articles(reading for _, reading in manifest.current)
    entered = {r: row.id for b in registry.batches for row in b.rows for r in row.records}
    paths = {i: s for s, i in manifest.sources}
    wanted = name.rpartition("/id/")[2]
    path = _source(name, folder)
    found = {
        a.id
        for a in articles
        if name in (a.id, a.title, a.url) or wanted in (entered.get(a.id), article_id(a)) or paths.get(a.id) == path
    } or {i for s, i in manifest.sources if s == path}
    found = found or {a.id for a in articles if (entered.get(a.id) or article_id(a)).rpartition("-")[0] == wanted}
    if len(found) != 1:
        near = (
            ", ".join(sorted((entered.get(a.id) or article_id(a)) for a in articles if a.id in found))
            or "an id, IRI, title, url or path"
        )
        raise UsageError(
            f"{name!r} names {len(found) or 'no'} article{'s' if found else ''} of the graph", help=f"give {near}"
        )
    return found.pop()


def _source(path: str, folder: Path) -> str:
    """A path as the ledger remembers it: from the graph folder, so that both can move together."""
    try:
        return Path(os.path.relpath(Path(path).absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive
        return Path(path).absolute().as_posix()


def _file(source: str, folder: Path) -> str:
    """The file of a source: a line of a file is written FILE:LINE."""
    head, _, line = source.rpartition(":")
    return head if line.isdigit() and not (folder / source).exists() else source


def _below(source: str, root: str) -> bool:
    return source == root or source.startswith((f"{root}/", f"{root}:")) or root == "."


@dataclass(frozen=True, slots=True)
class Inputs:
    """The articles found, what could not be read and why, and warnings."""

    articles: tuple[Article, ...]
    set_aside: tuple[SetAside, ...] = ()
    warnings: tuple[str, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    """The article at each path."""


def read_all(paths: Iterable[Path], manifest: Manifest, folder: Path, default_published: str | None = None) -> Inputs:
    """The articles under some paths, what could not be read and why, and warnings.

    The same bytes found twice are one article; other bytes at a path known to the ledger are a
    new snapshot of the article that was there.
    """
    articles: dict[str, Article] = {}
    aside: list[SetAside] = []
    warnings: list[str] = []
    known = dict(manifest.sources)
    ids = set(known.values())
    sources: dict[str, str] = {}
    for found in pages(paths):
        try:
            if isinstance(found, InputError):
                raise found
            warnings += found.warnings
            article = read_page(found, default_published)
            article = replace(article, source=_source(article.source, folder))
            if not article.url and article.source in known and article.id not in ids:
                article = replace(article, id=known[article.source])
            articles.setdefault(article.id, article)
            sources[article.source] = article.id
        except InputError as error:
            place = error.place or Place("?")
            aside.append(SetAside(place.file, error.message, place.line))
    return Inputs(tuple(articles.values()), tuple(aside), tuple(warnings), sources)


def read_page(page: Page, default_published: str | None = None) -> Article:
    """The article of a page. Raises :class:`InputError` if there is none in English."""
    article = clean(page)
    if article.published is None and default_published:
        article = replace(article, published=_day(default_published))
    if language := foreign_language(article.text):
        raise InputError(f"the article is in {language}; kgraph reads English", place=Place(page.source, page.line))
    return article


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date", help="write it as 2019-11-25") from None


@dataclass(frozen=True, slots=True)
class Extracted:
    """One file's records, their graph, and warnings."""

    records: tuple[ArticleRecord, ...]
    graph: Graph
    schema: Schema
    warnings: tuple[str, ...]


def extract_one(path: Path, config: Config, *, published: str | None = None, data: bytes | None = None) -> Extracted:
    """Read one file, or the bytes of one, into a graph in memory.

    Raises :class:`InputError` if it cannot be read.
    """
    found = list(read_bytes(data, "-", _reader(data)) if data is not None else pages([path]))
    good = [f for f in found if isinstance(f, Page)]
    for error in (f for f in found if isinstance(f, InputError)):
        raise error
    schema = load_schema(config)
    knowledge = load_knowledge(config, schema)
    records = tuple(extract(read_page(page, published), knowledge) for page in good)
    run = Run(f"kgraph {version('kgraph')}", knowledge.model.name, configuration_hash(config))
    return Extracted(
        records, make_graph(records, schema, config, run), schema, tuple(w for p in good for w in p.warnings)
    )


def _reader(data: bytes) -> Reader:
    """The reader for bytes without a name: JSON, HTML or plain text by how they begin."""
    start = data.lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return html.read
    return jsons.read_lines if start.startswith(b"{") else text_pages.read


def load_schema(config: Config) -> Schema:
    """Kgraph's ontology with the user's."""
    return Schema.load(ontology_dir(), *(Path(p) for p in config.ontology))


def load_knowledge(config: Config, schema: Schema) -> Knowledge:
    """Everything that steers reading, kgraph's and the user's. Loads the language model."""
    frames = [data_dir() / "frames", *(Path(p) for p in config.frames)]
    names = [data_dir() / "names", *(Path(p) for p in config.names)]
    return Knowledge(
        schema,
        Lexicon.load(schema, *names),
        load_frames(schema, *frames),
        load_wordings(schema, *frames),
        load_model(config.model),
    )


def configuration_hash(config: Config) -> str:
    """A hash of all files that steer reading: ontology, frames, name lists, words."""
    folders = [
        ontology_dir(),
        data_dir() / "frames",
        data_dir() / "names",
        *(Path(p) for p in (*config.ontology, *config.frames, *config.names)),
    ]
    found = blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".ttl", ".toml", ".csv", ".rq")):
            found.update(path.name.encode() + b"\x00" + path.read_bytes() + b"\x00")
    for name in ("words.toml", "dates.toml"):
        found.update((data_dir() / name).read_bytes())
    return found.hexdigest()


def _counts(graph: Graph, schema: Schema) -> dict[str, Any]:
    """What the report tells of a graph."""
    classes = Counter(graph.resolution.classes.values())
    open_links = (f"not linked: {thing} to {iri}: {why}" for thing, iri, why in graph.links.open)
    return {
        "articles": len(graph.records), "facts": graph.kept + len(graph.quarantined) + graph.rejected, "kept": graph.kept,
        "rejected": graph.rejected, "mentions": sum(len(r.mentions) for r in graph.records),
        "things": _count(classes, schema, "kg:Thing"), "events": _count(classes, schema, "kg:Event"),
        "statements": classes["kg:Statement"], "quarantined": graph.quarantined, "linked": len(graph.links.made),
        "notes": (*graph.idle, *open_links),
    }  # fmt: skip


def _count(counted: Counter[str], schema: Schema, cls: str) -> int:
    return sum(n for c, n in counted.items() if schema.is_a(c, cls))


def _last_report(folder: Path) -> BuildReport | None:
    try:
        row = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        row["quarantined"] = tuple(Quarantined(**q | {"triple": tuple(q["triple"])}) for q in row["quarantined"])
        row["set_aside"] = tuple(SetAside(**x) for x in row["set_aside"])
        return BuildReport(**row | {"warnings": tuple(row["warnings"]), "notes": tuple(row["notes"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none, or another version's: it is made again


@dataclass(slots=True)
class Clock:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count what is done inside for a stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - start, 3)
