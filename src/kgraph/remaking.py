"""A graph brought up to date at the price of what changed: from tables of what the last build made.

``store/kept.db`` keeps, beside the generations of the store, what resolution, registry and projection would
otherwise work out from all facts. It is a cache: it counts only for the store it was written with,
and whoever deletes it pays with time alone. Where a change is of a kind that it does not know, or
touches too much, the graph is made whole: that gives the same bytes.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kgraph.graph.beside import Beside
from kgraph.graph.canvas import World, frame_of, made_of
from kgraph.graph.ledger import Ledger, Manifest
from kgraph.graph.project import Run, article_id
from kgraph.graph.redraw import Redraw
from kgraph.graph.remembered import Made, Remembered
from kgraph.graph.store import KEPT, stamp_of
from kgraph.graph.terms import Names
from kgraph.graph.validate import at_least
from kgraph.graph.worklist import FILE as REVIEW
from kgraph.graph.worklist import MOST as LISTED
from kgraph.graph.worklist import RECORDS, Doubted, Item, facts, pairs, rows
from kgraph.ids import mint
from kgraph.making import Graph, check_quotes, speaks_of
from kgraph.model import Article, ArticleRecord, Fact, Link, Resolution, Reviewed
from kgraph.resolve.again import MOST, Again, AllAnew, Moved, keep
from kgraph.resolve.clusters import undecided
from kgraph.resolve.kept import by_record, link_of, link_text, number, read, written
from kgraph.resolve.known import known
from kgraph.resolve.registry import Batch, Book, Registry
from kgraph.resolve.resolution import canonical, commonest
from kgraph.schema import Schema

T = TypeVar("T")

TABLES = """
CREATE TABLE made (id TEXT PRIMARY KEY, current TEXT, print TEXT, reading TEXT, node TEXT, things TEXT,
  facts INTEGER, mentions INTEGER, title TEXT);
CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT, cls TEXT);
CREATE TABLE given (record TEXT PRIMARY KEY, id TEXT);
CREATE TABLE registered (id TEXT PRIMARY KEY, rank INTEGER, founder TEXT);
CREATE TABLE ever (id TEXT PRIMARY KEY, founder TEXT);
CREATE TABLE entered (article TEXT PRIMARY KEY);
CREATE TABLE review (gain REAL, kind TEXT, id TEXT, one TEXT, other TEXT, what TEXT);
CREATE INDEX given_id ON given (id);
CREATE INDEX review_one ON review (one);
CREATE INDEX review_other ON review (other);
CREATE INDEX review_gain ON review (gain DESC, kind, id);
"""


# -- opening and writing whole -------------------------------------------------------------


def open_kept(store: Path) -> sqlite3.Connection | None:
    """What was kept of the current store, or None if that is not known."""
    path = store / KEPT
    if not path.is_file():
        return None
    try:
        db = sqlite3.connect(path, isolation_level=None)
        if number(db, "stamp") == stamp_of(store):
            return db
    except sqlite3.DatabaseError:
        pass
    return None


def remembered(db: sqlite3.Connection) -> Remembered:
    """What the store was made of."""
    rows = db.execute("SELECT id, print, reading, node, things FROM made")
    articles = {i: Made(p, r, n, tuple(json.loads(t))) for i, p, r, n, t in rows}
    return Remembered(number(db, "frame"), articles, {i: (n, c) for i, n, c in db.execute("SELECT * FROM thing")})


def keep_whole(  # noqa: PLR0913  # all that was made
    store: Path, graph: Graph, found: Remembered, manifest: Manifest, registry: Registry, items: Iterable[Item]
) -> sqlite3.Connection:
    """Keep what a whole graph was made of; it counts once :func:`seal` has said for which store."""
    assert graph.trace is not None
    store.mkdir(parents=True, exist_ok=True)
    for old in store.glob(f"{KEPT}*"):
        old.unlink()
    db = sqlite3.connect(store / KEPT, isolation_level=None)
    db.execute("BEGIN")
    for statement in TABLES.split(";"):
        db.execute(statement)
    keep(db, graph.trace, by_record(graph.records), graph.resolution.ids)
    current = dict(manifest.current)
    for record in graph.records:
        _enter_made(db, record, found.articles[record.article.id], current[record.article.id])
    db.executemany("INSERT INTO thing VALUES (?, ?, ?)", [(i, n, c) for i, (n, c) in found.things.items()])
    book = Book.of(registry, frozenset(r.article.id for r in graph.records))
    db.executemany("INSERT INTO given VALUES (?, ?)", book.home.items())
    db.executemany("INSERT INTO registered VALUES (?, ?, ?)", [(i, n, book.founder[i]) for i, n in book.rank.items()])
    db.executemany("INSERT INTO ever VALUES (?, ?)", book.ever.items())
    db.executemany("INSERT OR IGNORE INTO entered VALUES (?)", [(a,) for b in registry.batches for a in b.articles])
    _enter_items(db, items)
    db.execute("INSERT INTO known VALUES ('frame', ?)", (found.frame,))
    plain = not (graph.quarantined or graph.reviewed.decisions or graph.idle or graph.links.made or graph.links.open)
    db.execute("INSERT INTO known VALUES ('plain', ?)", (str(int(plain)),))
    return db


def seal(db: sqlite3.Connection, stamp: str, registry: int) -> None:
    """Let what is kept count for the store with a stamp, and a registry of some bytes."""
    db.execute("INSERT OR REPLACE INTO known VALUES ('stamp', ?), ('registry', ?)", (stamp, str(registry)))
    db.execute("COMMIT")
    db.close()


def _enter_made(db: sqlite3.Connection, record: ArticleRecord, made: Made, current: str) -> None:
    row = (
        record.article.id,
        current,
        made.print,
        made.reading,
        made.id,
        json.dumps(made.things),
        len(record.facts),
        len(record.mentions),
        record.article.title,
    )
    db.execute("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


# -- a part of the graph -------------------------------------------------------------------


class Looked(Mapping[str, T]):
    """A mapping whose values are looked up one by one."""

    def __init__(self, look: Callable[[str], T | None]) -> None:
        self._look = look
        self._found: dict[str, T | None] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._found:
            self._found[key] = self._look(key)
        value = self._found[key]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("it is too long to go through")

    def __len__(self) -> int:
        raise NotImplementedError("it is too long to count")


@dataclass(slots=True)
class Named:
    """The clusters that a change touched, under the ids that stay."""

    things: dict[str, tuple[str, str]]
    redirects: dict[str, str]
    before: dict[str, tuple[str, str]]
    wikidata: dict[str, str]
    renamed: set[str]
    batch: Batch | None


class Remaking:
    """One change of a graph, in a transaction of what is kept. Raises :class:`AllAnew` and
    :class:`~kgraph.graph.patch.TooMuch` where the graph is better made whole.
    """

    def __init__(self, db: sqlite3.Connection, names: Names, run: Run) -> None:
        self.db, self.names, self.run, self.schema = db, names, run, names.schema
        self._nodes: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._facts: dict[str, list[tuple[Article, list[tuple[int, Fact]]]]] = {}
        self.redraw: Redraw | None = None
        self.about: set[str] = set()
        self.paired: set[str] = set()
        if number(db, "plain") != "1" or number(db, "frame") != frame_of(names, run):
            raise AllAnew("there are decisions, links or facts kept out")

    def change(self, store: Path, ledger: Ledger, manifest: Manifest) -> tuple[Redraw, Batch | None]:
        """The graph changed to hold what the manifest says, and what is new for the registry."""
        was = dict(self.db.execute("SELECT id, current FROM made").fetchall())
        now = dict(manifest.current)
        gone = [a for a, reading in was.items() if now.get(a) != reading]
        new = [a for a, reading in now.items() if was.get(a) != reading]
        if len(new) > MOST or any(
            a not in now or self._one("SELECT 1 FROM entered WHERE article = ?", a)
            for a in {*gone, *new} - (now.keys() & was.keys())
        ):
            raise AllAnew("articles went or came back")
        self.db.execute("BEGIN")
        records = list(ledger.records([now[a] for a in new], manifest))
        check_quotes(records)
        if any(not _whole(r) for r in records):
            raise AllAnew("facts speak of what has no kind")
        before = {a: self._made(a) for a in gone}
        things_before = {i for made in before.values() for i in made.things}
        moved = Again(self.db, self.schema).change(gone, records)
        named = self._name(moved, records, things_before)
        others = sorted(named.renamed - {r.article.id for r in records})
        if len(others) > MOST:
            raise AllAnew("many articles speak of what has another id")
        before |= {a: self._made(a) for a in others}
        records += ledger.records([now[a] for a in others], manifest) if others else []
        world = self._world(named, records)
        made = {r.article.id: made_of(r, world) for r in records}
        redraw = Redraw(
            store,
            Remembered(frame_of(self.names, self.run), before, named.before),
            Remembered(frame_of(self.names, self.run), made, named.things),
        )
        for record in records:
            _enter_made(self.db, record, made[record.article.id], now[record.article.id])
        self.redraw = redraw
        if at_least(redraw.draw(world), "Violation"):
            raise AllAnew("a fact breaks a shape")
        self.about = {*named.things, *named.before, *(i for m in made.values() for i in m.things)}
        self.paired = self.about | {
            i for r in moved.doubts if (i := self._one("SELECT id FROM record WHERE key = ?", r))
        }
        self.db.executemany("DELETE FROM thing WHERE id = ?", [(i,) for i in named.before.keys() - named.things.keys()])
        self.db.executemany(
            "INSERT OR REPLACE INTO thing VALUES (?, ?, ?)", [(i, n, c) for i, (n, c) in named.things.items()]
        )
        return redraw, named.batch

    def _all(self, query: str, *values: object) -> list[tuple[str, ...]]:
        return self.db.execute(query, values).fetchall()

    def _one(self, query: str, *values: object) -> str | None:
        row = self.db.execute(query, values).fetchone()
        return row[0] if row else None

    def _made(self, article: str) -> Made:
        ((print_, reading, node, things),) = self._all(
            "SELECT print, reading, node, things FROM made WHERE id = ?", article
        )
        return Made(print_, reading, node, tuple(json.loads(things)))

    def discard(self) -> None:
        """Forget what was drawn."""
        if self.redraw is not None:
            self.redraw.discard()

    def lists(self) -> dict[str, list[dict[str, Any]]]:
        """What is worth a look now; nothing is kept out."""
        assert self.redraw is not None
        things = _Stored(self.db, self.redraw.labels(), self._ids)
        for table, where, some in (
            ("fact", "one", self.about),
            ("pair", "one", self.paired),
            ("pair", "other", self.paired),
        ):
            self.db.executemany(f"DELETE FROM review WHERE kind = ? AND {where} = ?", [(table, i) for i in some])  # noqa: S608  # a column's name
        found = {
            text: link_of(text)
            for entity in sorted(self.paired)
            for end in ("one", "other")
            for (text,) in self._all(f"SELECT link FROM record JOIN doubt ON {end} = key WHERE id = ?", entity)  # noqa: S608
        }
        links = undecided(found.values(), things.root)
        _enter_items(self.db, [*pairs(links, things), *facts(self._about(self.about), things, Reviewed())])
        best = self._all("SELECT gain, kind, id, what FROM review ORDER BY gain DESC, kind, id LIMIT ?", LISTED)
        items = [Item(float(gain), kind, name, _what(kind, what)) for gain, kind, name, what in best]
        return {"quarantine.jsonl": [], REVIEW: rows(items, things, self.schema)}

    # -- names -----------------------------------------------------------------------------

    def _name(self, moved: Moved, records: Sequence[ArticleRecord], before: set[str]) -> Named:
        """Give the clusters that a change touched the ids they have always had."""
        clusters: dict[str, tuple[str, ...]] = {}
        told: dict[str, tuple[str, str]] = {}
        new = {
            r.article.id for r in records if self._one("SELECT 1 FROM entered WHERE article = ?", r.article.id) is None
        }
        for record in records:
            clusters[article_id(record.article)] = (record.article.id,)
        book = Book(frozenset(new), ever=_Ever(self.db))
        todo, roots = sorted(moved.clusters), set[str]()
        todo_ids = {i for r in records for i in self._given(r.article.id)}
        while todo or todo_ids:
            for name in sorted(todo_ids):
                todo += self._take(book, name)
            todo_ids = set()
            for root in todo:
                members = tuple(k for (k,) in self._all("SELECT key FROM record WHERE c = ? ORDER BY key", root))
                if not members or root in roots:
                    continue
                roots.add(root)
                proposed, told_so = self._propose(root)
                clusters[proposed], told[proposed] = members, told_so
                rows = self._all("SELECT DISTINCT given.id FROM record JOIN given ON record = key WHERE c = ?", root)
                todo_ids |= {i for (i,) in rows} - book.rank.keys()
            todo = []
        given, redirects = book.name(clusters)
        batch = book.batch({given[p]: members for p, members in clusters.items()}, Looked(self._owner))
        before = before | {
            i
            for root in roots
            for (i,) in self._all("SELECT DISTINCT id FROM record WHERE c = ? AND id IS NOT NULL", root)
        }
        things = {given[p]: told_so for p, told_so in told.items()}
        was = {
            i: (row[0], row[1])
            for i in before | things.keys()
            for row in self._all("SELECT name, cls FROM thing WHERE id = ?", i)
        }
        renamed: set[str] = set()
        wikidata: dict[str, str] = {}
        for proposed in told:
            root = clusters[proposed][0]
            renamed |= {
                a
                for (a,) in self._all(
                    "SELECT DISTINCT article FROM record WHERE c = ? AND id IS NOT ?", root, given[proposed]
                )
            }
            self.db.execute(
                "UPDATE record SET id = ? WHERE c = ? AND id IS NOT ?", (given[proposed], root, given[proposed])
            )
            if found := self._wikidata(root):
                wikidata[given[proposed]] = found
        self._enter(book, batch)
        self._nodes = {a: given[p] for p, (a, *_) in clusters.items() if p not in told}
        return Named(things, redirects, was, wikidata, renamed, batch)

    def _given(self, record: str) -> list[str]:
        return [i for (i,) in self._all("SELECT id FROM given WHERE record = ?", record)]

    def _take(self, book: Book, name: str) -> list[str]:
        """Take an id into the book; the clusters of the records that were published under it."""
        if name in book.rank:
            return []
        ((rank, founder),) = self._all("SELECT rank, founder FROM registered WHERE id = ?", name)
        book.rank[name], book.founder[name] = int(rank), founder
        records = [r for (r,) in self._all("SELECT record FROM given WHERE id = ?", name)]
        book.home.update(dict.fromkeys(records, name))
        rows = self._all("SELECT DISTINCT c FROM given JOIN record ON key = record WHERE given.id = ?", name)
        return sorted(c for (c,) in rows)

    def _propose(self, root: str) -> tuple[str, tuple[str, str]]:
        """The id that a cluster would have by itself, and its name and class."""
        names: Counter[str] = Counter()
        classes: Counter[str] = Counter()
        for found, cls, times in self._all(
            "SELECT names, cls, count(*) FROM record WHERE c = ? GROUP BY names, cls", root
        ):
            classes[cls] += int(times)
            for name in json.loads(found):
                names[name] += int(times)
        cls, name = commonest(classes.elements(), self.schema), canonical(names)
        return mint(name or self.schema.classes[cls].label, root), (name, cls)

    def _wikidata(self, root: str) -> str:
        found = ""
        for text, _ in self._all(
            "SELECT form.form, max(key) FROM record JOIN form ON number = record.form WHERE c = ? GROUP BY form.number ORDER BY 2",
            root,
        ):
            form = json.loads(text)
            if form["rule"] == "gazetteer":
                found = known().wikidata_of(form["key"])
        return found

    def _owner(self, record: str) -> str | None:
        return self._one("SELECT article FROM record WHERE key = ?", record)

    def _enter(self, book: Book, batch: Batch | None) -> None:
        """Register what is new."""
        if batch is None:
            return
        rank = int(self._one("SELECT count(*) FROM registered") or 0)
        for row in batch.rows:
            self.db.execute("INSERT OR IGNORE INTO ever VALUES (?, ?)", (row.id, row.records[0]))
            if row.id not in book.rank:
                self.db.execute("INSERT INTO registered VALUES (?, ?, ?)", (row.id, rank, row.records[0]))
                rank += 1
            self.db.executemany("INSERT OR REPLACE INTO given VALUES (?, ?)", [(r, row.id) for r in row.records])
        self.db.executemany("INSERT OR IGNORE INTO entered VALUES (?)", [(a,) for a in batch.articles])

    # -- what the graph is to say ----------------------------------------------------------

    def _world(self, named: Named, records: Sequence[ArticleRecord]) -> World:
        things = named.things

        def thing(entity: str) -> tuple[str, str] | None:
            if entity in things or entity in named.before:
                return things.get(entity)
            rows = self._all("SELECT name, cls FROM thing WHERE id = ?", entity)
            return (rows[0][0], rows[0][1]) if rows else None

        def name(entity: str) -> str | None:
            found = thing(entity)
            return found[0] if found else None

        def cls(entity: str) -> str | None:
            found = thing(entity)
            return found[1] if found else None

        def entity(key: str) -> str | None:
            return (
                self._nodes.get(key)
                or self._one("SELECT id FROM record WHERE key = ?", key)
                or self._one("SELECT node FROM made WHERE id = ?", key)
            )

        resolution = Resolution(
            Looked(entity), dict.fromkeys(things, ()), Looked(name), Looked(cls), wikidata=named.wikidata
        )
        return World(records, resolution, Beside(named.redirects), self.names, self.run, self._about)

    def _about(self, entities: Iterable[str]) -> list[ArticleRecord]:
        """All facts about some things."""
        told: dict[Article, list[tuple[int, Fact]]] = {}
        for entity in sorted(set(entities)):
            if entity not in self._facts:
                self._facts[entity] = self._read(entity)
            for article, some in self._facts[entity]:
                told.setdefault(article, []).extend(some)
        found = sorted(told.items(), key=lambda x: x[0].id)
        return [ArticleRecord(a, (), tuple(f for _, f in sorted(some, key=lambda x: x[0]))) for a, some in found]

    def _read(self, entity: str) -> list[tuple[Article, list[tuple[int, Fact]]]]:
        rows = self._all(
            "SELECT key, article, record.facts, title, publisher FROM record JOIN made ON made.id = article"
            " JOIN source ON source.id = article WHERE record.id = ?",
            entity,
        )
        self._ids.update((row[0], entity) for row in rows)
        return [(Article(a, "", "", title=t, publisher=p), list(read(k, text))) for k, a, text, t, p in rows]


class _Stored:
    """Things as tables have them."""

    def __init__(self, db: sqlite3.Connection, labels: Mapping[str, str], ids: dict[str, str]) -> None:
        self._db, self._labels, self._ids = db, labels, ids

    def _one(self, query: str, value: str) -> Any:
        row = self._db.execute(query, (value,)).fetchone()
        return row[0] if row else None

    def id(self, record: str) -> str:
        if record not in self._ids:
            self._ids[record] = self._one("SELECT id FROM record WHERE key = ?", record) or ""
        return self._ids[record]

    def root(self, record: str) -> str:
        return self._one("SELECT c FROM record WHERE key = ?", record) or record

    def reach(self, entity: str) -> int:
        return self._one("SELECT sum(reach) FROM record WHERE id = ?", entity) or 0

    def members(self, entity: str) -> Sequence[str]:
        found = self._db.execute("SELECT key FROM record WHERE id = ? ORDER BY key LIMIT ?", (entity, RECORDS))
        return [key for (key,) in found]

    def label(self, entity: str) -> str:
        return self._labels.get(entity, "")

    def cls(self, entity: str) -> str:
        return self._one("SELECT cls FROM thing WHERE id = ?", entity) or ""

    def name(self, record: str) -> str:
        names = json.loads(self._one("SELECT names FROM record WHERE key = ?", record) or "[]")
        return names[0] if names else ""

    def quote(self, record: str) -> str:
        told = read(record, self._one("SELECT facts FROM record WHERE key = ?", record) or "[]")
        return next((f.evidence[0].quote for _, f in reversed(list(told)) if f.predicate == "rdf:type"), "")


def _enter_items(db: sqlite3.Connection, items: Iterable[Item]) -> None:
    """Enter all that is worth a look."""
    found = []
    for item in items:
        one, other = (*item.about, "", "")[:2]
        what = item.what
        if isinstance(what, Doubted):
            text = json.dumps([what.fact.subject.key, written([(0, what.fact)]), what.confidence, what.title])
            found.append((item.gain, item.kind, item.id, one, other, text))
        elif isinstance(what, Link):
            found.append((item.gain, item.kind, item.id, one, other, link_text(what)))
    db.executemany("INSERT INTO review VALUES (?, ?, ?, ?, ?, ?)", found)


def _what(kind: str, text: str) -> Link | Doubted:
    if kind == "pair":
        return link_of(text)
    subject, told, confidence, title = json.loads(text)
    ((_, fact),) = read(subject, told)
    return Doubted(fact, confidence, title)


class _Ever(dict[str, str]):
    """The founders of all ids ever given, looked up one by one."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]  # as a book asks
        row = self._db.execute("SELECT founder FROM ever WHERE id = ?", (name,)).fetchone()
        return row[0] if row else default


def _whole(record: ArticleRecord) -> bool:
    typed = {f.subject.key for f in record.facts if f.predicate == "rdf:type"}
    return all(speaks_of(f) <= typed for f in record.facts)


def counted(db: sqlite3.Connection, schema: Schema) -> dict[str, int]:
    """How much there is, as reports have it."""
    articles, facts, mentions = db.execute("SELECT count(*), sum(facts), sum(mentions) FROM made").fetchone()
    classes = dict(db.execute("SELECT cls, count(*) FROM thing GROUP BY cls").fetchall())
    kinds = {"things": "kg:Thing", "events": "kg:Event"}
    found = {k: sum(n for c, n in classes.items() if schema.is_a(c, cls)) for k, cls in kinds.items()}
    found["statements"] = classes.get("kg:Statement", 0)
    return found | {"articles": articles, "facts": facts, "kept": facts, "mentions": mentions}
