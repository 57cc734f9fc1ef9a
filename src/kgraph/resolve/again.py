"""Resolving again what a change of articles touches, and nothing else.

Each phase of resolution puts records together that meet under a key, and looks at nothing but
the articles of those records, at what stands there for things (signs), and at how rare signs are.
So after a change, each phase is run again for the records of *touched* articles and all that they
meet, now or before. An article is touched if it came or went, if one of its records stands
elsewhere after an earlier phase, or if a sign in it became rarer or more common by a step.

What comes out is what resolving everything would give: phases are run by the same code on a
few articles instead of all.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from kgraph.model import Article, ArticleRecord, Fact, Literal, Ref, Term
from kgraph.resolve.blocks import Rule
from kgraph.resolve.clusters import Clusters
from kgraph.resolve.events import Events
from kgraph.resolve.evidence import step
from kgraph.resolve.forms import PERSON, Form
from kgraph.resolve.index import Index
from kgraph.resolve.kept import INDEXES, TABLES, Stored, article_of, by_record, link_text, named, number, read, written
from kgraph.resolve.known import known
from kgraph.resolve.offices import Offices
from kgraph.resolve.resolution import Trace, keys_of
from kgraph.resolve.similar import CROWD, Similar, comparable
from kgraph.resolve.things import MEMBERS, Things
from kgraph.schema import Schema

MOST = 400
"""Articles touched beyond which it is better to resolve everything."""
LOCATED = ("kg:locatedIn", "kg:headquarteredIn")


Facts = Mapping[str, Sequence[tuple[int, Fact]]]
"""The facts about each record, with their place in their article."""


class AllAnew(Exception):  # noqa: N818  # no error: everything is resolved instead
    """So much is touched that resolving everything is better."""


@dataclass(slots=True)
class Moved:
    """What a change did: ``clusters`` are the final clusters that it touched, by root, old ones and
    new ones; ``articles`` those with a record that stands elsewhere; ``doubts`` the records of pairs
    that are or were in doubt.
    """

    clusters: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    doubts: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Scene:
    """Some articles with all their records, ready to be resolved."""

    index: Index
    clusters: Clusters
    things: Things


# -- keys ----------------------------------------------------------------------------------


def block_of(form: Form) -> str | None:
    """Under which key things of one name meet; None for those that meet nobody."""
    if form.family == PERSON and len(form.words) < 2:
        return None
    return f"{'open ' if form.open else ''}{form.family}|{form.key}"


def other_keys(things: Things, record: str) -> Iterator[str]:
    """Under which keys a thing with another name, or an acronym, meets others."""
    form = things.forms[record]
    if form.open:
        return
    yield from (f"alias {family}|{key}" for family, key in things.aliases(record))
    if form.family == "schema:Organization":
        yield from (f"short {s}" for s in things.introduced(record))
        if short := things.acronym(record):
            yield f"short {short}"


def sign_of(form: Form, root: str) -> str:
    """What stands for a thing in what is said of others."""
    return f"name {form.key}" if form.family == PERSON else root


def form_text(form: Form) -> str:
    """A form as JSON."""
    return json.dumps(asdict(form), ensure_ascii=False)


def form_of_text(text: str) -> Form:
    """The form of a text."""
    row = json.loads(text)
    return Form(**row | {"words": tuple(row["words"])})


# -- keeping -------------------------------------------------------------------------------


class Keeper:
    """Writes records to the tables."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.numbers: dict[str, int] = {}

    def form(self, form: Form, similar: Similar) -> int:
        """The number of a form; a new one is entered with the keys under which names that are alike meet."""
        text = form_text(form)
        if text not in self.numbers:
            row = self.db.execute("SELECT number FROM form WHERE form = ?", (text,)).fetchone()
            if row is None:
                cursor = self.db.execute("INSERT INTO form (form) VALUES (?)", (text,))
                assert cursor.lastrowid is not None
                row = (cursor.lastrowid,)
                keys = dict.fromkeys(similar.keys(form)) if comparable(form) else ()
                self.db.executemany(
                    "INSERT OR IGNORE INTO alike VALUES (?, ?)", [(f"{form.family}|{k}", row[0]) for k in keys]
                )
            self.numbers[text] = row[0]
        return self.numbers[text]

    def enter(self, trace: Trace, facts: Facts, ids: Mapping[str, str]) -> None:
        """Enter the records of some articles, each where the trace says that it stands."""
        pointed = Counter(
            f.object.key for fs in facts.values() for _, f in fs if isinstance(f.object, Ref) and f.object != f.subject
        )
        index, things = trace.index, trace.things
        similar = Similar(things.linker, {}, things.known)
        rows, meets = [], []
        for key, cls in index.types.items():
            form = things.forms.get(key)
            profile = things.profiler.constraints(key) if form else None
            plain = profile is not None and not (profile.countries or profile.hosts or profile.givers or profile.parts)
            names = json.dumps(index.of(key, "schema:name"), ensure_ascii=False)
            rows.append((
                key, index.home(key), cls, names, self.form(form, similar) if form else None, block_of(form) if form else None,
                plain, any(index.of(key, p) for p in LOCATED), any(index.claims(key, p) for p in ("kg:start", "kg:end")),
                trace.a.get(key, key), trace.b.get(key, key), trace.clusters.root(key), ids.get(key),
                len(facts[key]) + pointed[key], written(facts[key]),
            ))  # fmt: skip
            if form:
                meets += [(k, key) for k in other_keys(things, key)]
        self.db.executemany(f"INSERT INTO record VALUES ({','.join('?' * 15)})", rows)  # noqa: S608  # question marks
        self.db.executemany("INSERT OR IGNORE INTO meets VALUES (?, ?)", meets)
        lying = {(r, v) for r in index.types for p in LOCATED for v in index.of(r, p)}
        self.db.executemany("INSERT INTO lies VALUES (?, ?)", lying)
        sources = {index.home(r): index.articles.get(r) for r in index.types}
        self.db.executemany(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?)", [_source(i, a) for i, a in sources.items()]
        )


def _source(name: str, article: Article | None) -> tuple[str, str, str | None]:
    published = article.published.isoformat() if article is not None and article.published else None
    return name, article.publisher if article is not None else "", published


def keep(db: sqlite3.Connection, trace: Trace, facts: Facts, ids: Mapping[str, str]) -> None:
    """Enter a whole resolution into an empty database; ``ids`` are those that records have in the graph."""
    _define(db, TABLES)
    Keeper(db).enter(trace, facts, ids)
    index, things = trace.index, trace.things
    signs: dict[tuple[str, str], bool] = {}
    holds: set[tuple[str, str, str]] = set()
    for record, form in things.forms.items():
        place = (sign_of(form, trace.a[record]), index.home(record))
        signs[place] = signs.get(place, False) or form.rule == "gazetteer"
        if form.family == PERSON:
            holds |= {(named(f), form.key, index.home(record)) for f in things.profiler.features(record)}
    db.executemany("INSERT INTO sign VALUES (?, ?, ?)", [(s, a, f) for (s, a), f in signs.items()])
    db.executemany("INSERT INTO holds VALUES (?, ?, ?)", holds)
    meets = [(k, r) for r, keys in trace.keys.items() for k in keys]
    db.executemany("INSERT OR IGNORE INTO meets VALUES (?, ?)", meets)
    weights = things.profiler.weights
    db.executemany(
        "INSERT INTO known VALUES (?, ?)", [("articles", str(weights.articles)), ("people", str(weights.people))]
    )
    doubts = [(phase, k.one, k.other, link_text(k)) for phase, k in trace.clusters.doubts()]
    db.executemany("INSERT INTO doubt VALUES (?, ?, ?, ?)", doubts)
    _define(db, INDEXES)


def _define(db: sqlite3.Connection, statements: str) -> None:
    """Tables or indexes, without ending the transaction that is open."""
    for statement in statements.split(";"):
        db.execute(statement)


# -- the change ----------------------------------------------------------------------------


class Again:
    """Brings the tables from what they are to what resolving everything would make them."""

    def __init__(self, db: sqlite3.Connection, schema: Schema) -> None:
        self.db, self.schema, self.known = db, schema, known()
        self.keeper = Keeper(db)
        self.touched: set[str] = set()
        self.moved = Moved()
        self.blocks: set[str] = set()
        self.keys: set[str] = set()
        self.forms: set[int] = set()
        self.left: set[str] = set()
        self.located: set[tuple[str, str]] = set()
        self._form_cache: dict[int, Form] = {}

    def change(self, gone: Iterable[str], records: Sequence[ArticleRecord]) -> Moved:
        """Take articles out (by id) and put others in. Raises :class:`AllAnew`."""
        self._leave(gone)
        self._arrive(records)
        self._names()
        self._signs()
        self._context()
        self._likeness()
        self._offices()
        self._events()
        for article in self.moved.articles:
            self.moved.clusters.update(c for (c,) in self._all("SELECT c FROM record WHERE article = ?", article))
        return self.moved

    def _touch(self, articles: Iterable[str]) -> None:
        self.touched.update(articles)
        if len(self.touched) > MOST:
            raise AllAnew(f"{len(self.touched)} articles are touched")

    def _all(self, query: str, *values: object) -> list[tuple[str, ...]]:
        return self.db.execute(query, values).fetchall()

    # -- coming and going ------------------------------------------------------------------

    def _leave(self, gone: Iterable[str]) -> None:
        """Remember where the records of articles met others, and take them out."""
        for article in gone:
            lying: list[str] = []
            for key, block, form, root, near, inside in self.db.execute(
                "SELECT key, block, form, c, b, located FROM record WHERE article = ?", (article,)
            ).fetchall():
                self.moved.clusters.add(root)
                self.left.add(near)
                if inside:
                    self.located |= self._lying("record.key = ?", key)
                    lying.append(key)
                self.blocks.update([block] if block else [])
                self.forms.update([form] if form else [])
                self.keys.update(k for (k,) in self._all("SELECT met FROM meets WHERE who = ?", key))
                self.db.execute("DELETE FROM meets WHERE who = ?", (key,))
                for pair in self._all("SELECT one, other FROM doubt WHERE one = ? OR other = ?", key, key):
                    self.moved.doubts.update(pair)
                self.db.execute("DELETE FROM doubt WHERE one = ? OR other = ?", (key, key))
            self.moved.articles.add(article)
            self.touched.add(article)
            self.db.executemany("DELETE FROM lies WHERE record = ?", [(k,) for k in lying])
            self.db.execute("DELETE FROM record WHERE article = ?", (article,))
            self.db.execute("DELETE FROM source WHERE id = ?", (article,))

    def _arrive(self, records: Sequence[ArticleRecord]) -> None:
        homes = {f.subject.key: r.article for r in records for f in r.facts}
        arrived = {r.article.id for r in records}
        self.touched |= arrived
        self.moved.articles |= arrived
        index = Index((f for r in records for f in r.facts), self.schema, homes)
        clusters = Clusters({})
        for key in index.types:
            clusters.add(key)
        self.keeper.enter(Trace(index, Things(index, clusters, self.known), clusters), by_record(records), {})

    # -- looking at some articles ----------------------------------------------------------

    def _scene(self, articles: Iterable[str], plain: Iterable[tuple[str, ...]] = ()) -> Scene:
        """Some articles; of ``plain`` records (key, article, class, names) of others no more than that."""
        facts: list[Fact] = []
        homes: dict[str, Article] = {}
        for name in sorted(set(articles)):
            (row,) = self._all("SELECT id, publisher, published FROM source WHERE id = ?", name)
            article = article_of(row)
            for key, text in self._all("SELECT key, facts FROM record WHERE article = ?", name):
                facts += (f for _, f in read(key, text))
                homes[key] = article
        for key, home, cls, names in plain:
            if key not in homes:
                homes[key] = Article(home, "", "")
                facts.append(Fact("", Ref(key), "rdf:type", Term(cls), (), "", 1.0))
                facts += [Fact("", Ref(key), "schema:name", Literal(n), (), "", 1.0) for n in json.loads(names)]
        index = Index(facts, self.schema, homes)
        index.elsewhere = self._name
        clusters = Clusters({})
        for record in index.types:
            clusters.add(record)
        return Scene(index, clusters, Things(index, clusters, self.known))

    def _name(self, record: str) -> str:
        row = self.db.execute("SELECT names FROM record WHERE key = ?", (record,)).fetchone()
        names = json.loads(row[0]) if row else []
        return str(names[0]) if names else ""

    def _form(self, number: int) -> Form:
        if number not in self._form_cache:
            ((text,),) = self._all("SELECT form FROM form WHERE number = ?", number)
            self._form_cache[number] = form_of_text(text)
        return self._form_cache[number]

    def _recall(self, scene: Scene) -> None:
        """Let a scene know what stands for things, and how rare that is."""
        signs = {}
        for record, form in scene.things.forms.items():
            ((root,),) = self._all("SELECT a FROM record WHERE key = ?", record)
            signs[record] = sign_of(form, root)
        scene.things.profiler.recall(signs, Stored(self.db))

    def _stand(self, column: str, roots: Mapping[str, str]) -> None:
        """Note where records stand after a phase, and touch the articles of those that stood elsewhere."""
        for key, root in roots.items():
            ((before, article, last),) = self._all(f"SELECT {column}, article, c FROM record WHERE key = ?", key)  # noqa: S608  # a column's name
            if before != root:
                self.db.execute(f"UPDATE record SET {column} = ? WHERE key = ?", (root, key))  # noqa: S608
                self._touch([article])
                if column == "b":
                    self.left.add(before)
                if column == "c":
                    self.moved.clusters |= {last, root}
                    self.moved.articles.add(article)

    def _doubt(self, phase: str, records: Iterable[str], clusters: Clusters | None = None) -> None:
        """Replace what was in doubt about some records in a phase."""
        for record in records:
            for one, other in self._all("SELECT one, other FROM doubt WHERE one = ? AND phase = ?", record, phase):
                self.moved.doubts |= {one, other}
                self.db.execute("DELETE FROM doubt WHERE one = ? AND phase = ?", (record, phase))
        links = [link for _, link in clusters.doubts()] if clusters is not None else []
        self.moved.doubts |= {r for k in links for r in (k.one, k.other)}
        rows = [(phase, k.one, k.other, link_text(k)) for k in links]
        self.db.executemany("INSERT INTO doubt VALUES (?, ?, ?, ?)", rows)

    # -- names -----------------------------------------------------------------------------

    def _names(self) -> None:
        """What names alone decide, where a name came or went."""
        blocks = {b for b in self.blocks if not b.startswith("open ")}
        keys = {k for k in self.keys if k.startswith(("alias ", "short "))}
        for key, block in self._records("key, block"):
            blocks.update([block] if block and not block.startswith("open ") else [])
            keys.update(k for k in self._met(key) if k.startswith(("alias ", "short ")))
        for family in self._families(blocks, keys):
            self._by_name(*family)

    def _records(self, columns: str, where: str = "form IS NOT NULL") -> list[tuple[str, ...]]:
        """What is known of the records of touched articles."""
        return [
            row
            for article in sorted(self.touched)
            for row in self._all(f"SELECT {columns} FROM record WHERE article = ? AND {where}", article)  # noqa: S608  # columns' names
        ]

    def _met(self, record: str) -> list[str]:
        return [k for (k,) in self._all("SELECT met FROM meets WHERE who = ?", record)]

    def _families(self, blocks: set[str], keys: set[str]) -> Iterator[tuple[set[str], set[str]]]:
        """Blocks and keys that hang together, each once."""
        left_blocks, left_keys = set(blocks), set(keys)
        while left_blocks or left_keys:
            some = (set(), {left_keys.pop()}) if not left_blocks else ({left_blocks.pop()}, set())
            family = self._family(*some)
            left_blocks -= family[0]
            left_keys -= family[1]
            yield family

    def _family(self, blocks: set[str], keys: set[str]) -> tuple[set[str], set[str]]:
        """All blocks and keys through which records hang together with some."""
        found: tuple[set[str], set[str]] = (set(), set())
        while blocks or keys:
            found = (found[0] | blocks, found[1] | keys)
            more_blocks, more_keys = set(), set()
            for block in blocks:
                more_keys.update(
                    [f"alias {block}"]
                    if self._all("SELECT 1 FROM meets WHERE met = ? LIMIT 1", f"alias {block}")
                    else []
                )
                more_keys.update(k for (k,) in self._all(
                    "SELECT DISTINCT met FROM record JOIN meets ON who = key WHERE block = ?", block
                ))  # fmt: skip
            for key in keys:
                if key.startswith("alias "):
                    more_blocks.add(key.removeprefix("alias "))
                for record, block in self._all(
                    "SELECT who, block FROM meets JOIN record ON key = who WHERE met = ?", key
                ):
                    more_blocks.update([block] if block else [])
                    more_keys.update(self._met(record))
            blocks, keys = more_blocks - found[0], more_keys - found[1]
        return found

    def _of_blocks(self, blocks: Iterable[str]) -> list[tuple[str, ...]]:
        return [
            row
            for block in sorted(blocks)
            for row in self._all("SELECT key, article, cls, names, plain, a FROM record WHERE block = ?", block)
        ]

    def _by_name(self, blocks: set[str], keys: set[str]) -> None:
        rows = self._of_blocks(blocks)
        if not rows:
            return
        everybody = sorted(r[0] for r in rows)
        if not keys and len(blocks) == 1 and all(r[4] for r in rows):
            self._stand("a", {r[0]: everybody[0] for r in rows if r[5] != everybody[0]})
            self._doubt(
                "a",
                (k for (k,) in self._all("SELECT one FROM record JOIN doubt ON one = key WHERE block = ?", *blocks)),
            )
            return
        whole = rows if keys else [r for r in rows if not r[4]]
        scene = self._scene((r[1] for r in whole), (r[:4] for r in rows))
        scene.things.by_name(everybody)
        self._stand("a", {r: scene.clusters.root(r) for r in everybody})
        self._doubt("a", everybody, scene.clusters)

    # -- how rare signs are ----------------------------------------------------------------

    def _signs(self) -> None:
        """What stands for the things of touched articles now, and who notices."""
        articles = sorted(self.touched)
        signs: dict[tuple[str, str], bool] = {}
        holds: set[tuple[str, str, str]] = set()
        for article in articles:
            for _, root, number_ in self._all(
                "SELECT key, a, form FROM record WHERE article = ? AND form IS NOT NULL", article
            ):
                form = self._form(int(number_))
                place = (sign_of(form, root), article)
                signs[place] = signs.get(place, False) or form.rule == "gazetteer"
            if self._all("SELECT 1 FROM source WHERE id = ?", article):
                holds |= self._held(article)
        was = {
            (s, a): bool(f)
            for n in articles
            for s, a, f in self._all("SELECT sign, article, famous FROM sign WHERE article = ?", n)
        }
        held = {
            tuple(row)
            for n in articles
            for row in self._all("SELECT feature, person, article FROM holds WHERE article = ?", n)
        }
        some = {s for s, a in signs.keys() ^ was.keys()} | {s for (s, a), f in signs.items() if was.get((s, a), f) != f}
        features = {f for f, _, _ in holds ^ held}
        before = {s: self._count(s) for s in some}, {f: self._holders(f) for f in features}
        self.db.executemany("DELETE FROM sign WHERE sign = ? AND article = ?", was.keys() - signs.keys())
        self.db.executemany("INSERT OR REPLACE INTO sign VALUES (?, ?, ?)", [(s, a, f) for (s, a), f in signs.items()])
        self.db.executemany("DELETE FROM holds WHERE feature = ? AND person = ? AND article = ?", held - holds)
        self.db.executemany("INSERT OR IGNORE INTO holds VALUES (?, ?, ?)", holds - held)
        after = {s: self._count(s) for s in some}, {f: self._holders(f) for f in features}
        here, there = {a for _, a in signs}, {a for _, a in was}
        self._number("articles", len(here) - len(there))
        people = [s for s in some if s.startswith("name ")]
        self._number("people", sum((after[0][s][0] > 0) - (before[0][s][0] > 0) for s in people))
        for sign in sorted(some):
            if _stepped(before[0][sign]) != _stepped(after[0][sign]):
                self._touch(a for (a,) in self._all("SELECT article FROM sign WHERE sign = ? LIMIT ?", sign, MOST + 1))
        for feature in sorted(features):
            if step(before[1][feature]) != step(after[1][feature]):
                self._touch(
                    a
                    for (a,) in self._all(
                        "SELECT DISTINCT article FROM holds WHERE feature = ? LIMIT ?", feature, MOST + 1
                    )
                )

    def _held(self, article: str) -> set[tuple[str, str, str]]:
        scene = self._scene([article])
        self._recall(scene)
        features = scene.things.profiler.features
        people = ((r, f) for r, f in scene.things.forms.items() if f.family == PERSON)
        return {(named(feature), form.key, article) for record, form in people for feature in features(record)}

    def _count(self, sign: str) -> tuple[int, int]:
        count, famous = self.db.execute("SELECT count(*), max(famous) FROM sign WHERE sign = ?", (sign,)).fetchone()
        return count, famous or 0

    def _holders(self, feature: str) -> int:
        row: tuple[int] = self.db.execute(
            "SELECT count(DISTINCT person) FROM holds WHERE feature = ?", (feature,)
        ).fetchone()
        return row[0]

    def _number(self, name: str, more: int) -> None:
        before = int(number(self.db, name))
        if step(before) != step(before + more):
            raise AllAnew(f"there are twice or half as many {name}")
        self.db.execute("UPDATE known SET value = ? WHERE name = ?", (str(before + more), name))

    # -- context ---------------------------------------------------------------------------

    def _context(self) -> None:
        """Names that need context, of the records of touched articles and all that bear them."""
        blocks = set(self.blocks)
        keys = {k for k in self.keys if k.startswith(("alias ", "short "))}
        for key, block, root in self._records("key, block, a"):
            blocks.update([block] if block else [])
            keys.update(k for k in self._met(key) if k.startswith(("alias ", "short ")))
            if block is None:
                self._stand("b", {key: root})
        for block in sorted(b for b in blocks if b.startswith("open ")):
            self._by_context([block])
        for some, met in self._families({b for b in blocks if not b.startswith("open ")}, keys):
            if met:
                self._by_context(some)
            else:
                rows = self._all("SELECT key, a FROM record WHERE block = ? AND b <> a", *some)
                self._stand("b", {r[0]: r[1] for r in rows})

    def _by_context(self, blocks: Iterable[str]) -> None:
        rows = self._of_blocks(blocks)
        roots: dict[str, list[str]] = {}
        for row in rows:
            roots.setdefault(row[5], []).append(row[0])
        if len(roots) < 2:
            self._stand("b", {r[0]: r[5] for r in rows})
            self._doubt("b", (r[0] for r in rows))
            return
        scene = self._scene(r[1] for r in rows)
        self._recall(scene)
        for root, members in roots.items():
            scene.clusters.put(root, members)
        scene.things.by_context([r[0] for r in rows])
        self._stand("b", {r[0]: scene.clusters.root(r[0]) for r in rows})
        self._doubt("b", (r[0] for r in rows), scene.clusters)

    # -- likeness --------------------------------------------------------------------------

    def _likeness(self) -> None:
        """Names that are only alike."""
        seeds = {root for (root,) in self._records("b")}
        seeds |= {root for root in self.left if self._all("SELECT 1 FROM record WHERE b = ? LIMIT 1", root)}
        arrived = {f for root in seeds for f in self._forms_of(root)}
        for key in sorted({k for f in self.forms | arrived for k in self._alike_keys(f)}):
            roots = self._meeting(key)
            if len(roots) - len(roots & seeds) <= CROWD:
                seeds |= roots
        done: set[str] = set()
        for seed in sorted(seeds):
            if seed not in done:
                done |= self._by_likeness(seed)

    def _forms_of(self, root: str) -> list[int]:
        rows = self._all("SELECT DISTINCT form FROM record WHERE b = ? AND form IS NOT NULL", root)
        return [int(n) for (n,) in rows if comparable(self._form(int(n)))]

    def _alike_keys(self, form: int) -> list[str]:
        return [k for (k,) in self._all("SELECT key FROM alike WHERE form = ?", form)]

    def _meeting(self, key: str) -> set[str]:
        rows = self._all(
            "SELECT DISTINCT b FROM alike JOIN record ON record.form = alike.form WHERE alike.key = ?", key
        )
        return {root for (root,) in rows}

    def _by_likeness(self, seed: str) -> set[str]:
        """Settle what hangs together with a cluster by names that are alike; returns those clusters."""
        done, found = self._alike(seed)
        stand = {root: root for root in done}
        for root in done:
            self._doubt(
                "c",
                [root, *(k for (k,) in self._all("SELECT one FROM doubt JOIN record ON key = one WHERE b = ?", root))],
            )
        if found:
            some = {
                r: [k for (k,) in self._all("SELECT key FROM record WHERE b = ? ORDER BY key LIMIT ?", r, MEMBERS)]
                for r in done
            }
            scene = self._scene(
                a
                for ms in some.values()
                for m in ms
                for (a,) in self._all("SELECT article FROM record WHERE key = ?", m)
            )
            self._recall(scene)
            for root, members in some.items():
                scene.clusters.put(root, members)
            scene.things.settle_alike(self._similar(scene), found)
            stand = {root: scene.clusters.root(root) for root in done}
            self._doubt("c", (), scene.clusters)
        for root, last in stand.items():
            self._stand(
                "c", {k: last for (k,) in self._all("SELECT key FROM record WHERE b = ? AND c <> ?", root, last)}
            )
        return done

    def _alike(self, seed: str) -> tuple[set[str], dict[tuple[str, str], Rule]]:
        """The clusters that hang together with one, and the pairs whose names are alike."""
        similar = self._similar(self._scene(()))
        found: dict[tuple[str, str], Rule] = {}
        done: set[str] = set()
        todo = [seed]
        while todo:
            root = todo.pop()
            if root in done:
                continue
            done.add(root)
            for other in sorted(self._candidates(root)):
                one, two = sorted((root, other))
                rule = similar.rule(self._names_of(one), self._names_of(two))
                if rule is not None:
                    found[one, two] = rule
                    todo.append(other)
        return done, found

    def _similar(self, scene: Scene) -> Similar:
        return Similar(scene.things.linker, {}, self.known)

    def _candidates(self, root: str) -> set[str]:
        """The clusters that share a key of names that are alike, where those are no crowd."""
        met = (self._meeting(k) for k in {k for f in self._forms_of(root) for k in self._alike_keys(f)})
        return {other for roots in met if len(roots) <= CROWD for other in roots} - {root}

    def _names_of(self, root: str) -> tuple[Form, ...]:
        """The different forms of a cluster's names."""
        by_words = {f.words: f for f in map(self._form, self._forms_of(root))}
        return tuple(by_words[w] for w in sorted(by_words))

    # -- offices and events ----------------------------------------------------------------

    def _offices(self) -> None:
        """Positions, then who holds them."""
        for phase, cls in (("post", "kg:Position"), ("held", "kg:RoleHolding")):
            groups = {k for k in self.keys if k.startswith(f"{phase} ")}
            for article in sorted(self.touched):
                groups |= self._meet(article, phase, cls)
            for group in sorted(groups):
                self._one_office(group)

    def _meet(self, article: str, phase: str, cls: str) -> set[str]:
        """Let the records of a class in an article meet others where they do now; the keys, old and new."""
        if not self._all("SELECT 1 FROM record WHERE article = ? LIMIT 1", article):
            return set()
        scene = self._scene([article])
        self._settled(scene)
        offices, events = Offices(scene.index, scene.clusters), Events(scene.index, scene.clusters)
        records = events.records if phase == "event" else offices.of(cls)
        touched: set[str] = set()
        for record in records:
            now = set(keys_of(phase, record, offices, events))
            before = {k for k in self._met(record) if k.startswith(f"{phase} ")}
            touched |= now | before
            self.db.executemany("DELETE FROM meets WHERE met = ? AND who = ?", [(k, record) for k in before - now])
            self.db.executemany("INSERT INTO meets VALUES (?, ?)", [(k, record) for k in now - before])
        if phase == "event":
            self._stand("c", {r: r for r in records if not any(k.startswith("event ") for k in self._met(r))})
        return touched

    def _settled(self, scene: Scene) -> None:
        """Let a scene know where all but events stand at the end."""
        clusters: dict[str, list[str]] = {}
        for record, cls in scene.index.types.items():
            ((root,),) = self._all("SELECT c FROM record WHERE key = ?", record)
            if not self.schema.is_a(cls, "kg:Event"):
                clusters.setdefault(root, []).append(record)
        for root, members in clusters.items():
            scene.clusters.put(root, members)

    def _one_office(self, group: str) -> None:
        rows = self._all(
            "SELECT key, article, cls, names, dated FROM record JOIN meets ON who = key WHERE met = ?",
            group,
        )
        if not rows:
            return
        records = sorted(r[0] for r in rows)
        if not any(r[4] for r in rows):
            self._stand("c", dict.fromkeys(records, records[0]))
            return
        scene = self._scene(r[1] for r in rows)
        Offices(scene.index, scene.clusters).one_office(records)
        self._stand("c", {r: scene.clusters.root(r) for r in records})

    def _events(self) -> None:
        """Events under all keys that changed, and those they hang together with."""
        keys = {k for k in self.keys if k.startswith("event ")}
        self._places()
        for article in sorted(self.touched):
            keys |= self._meet(article, "event", "kg:Event")
        while keys:
            records, met = self._together(keys.pop())
            keys -= met
            if records:
                self._same_event(sorted(records))

    def _places(self) -> None:
        """Where it is said for the first time in what a place lies, or no longer, events there and in
        what lies there are looked at again.
        """
        here = {
            (c, a)
            for a in self.touched
            for (c,) in self._all("SELECT DISTINCT c FROM record WHERE article = ? AND located", a)
        }
        now = {edge for _, article in here for edge in self._lying("record.article = ?", article)}
        edge: set[str] = set()
        for place in {p for p, _ in self.located | now}:
            known = self._lying("record.c = ?", place, apart=self.touched)
            edge |= {p for p, _ in (self.located | now) - known if p == place}
        for _ in range(3):
            near = {
                a
                for c in edge
                for (a,) in self._all("SELECT DISTINCT article FROM record WHERE c = ? LIMIT ?", c, MOST + 1)
            }
            self._touch(near)
            edge = {
                c for a in near for (c,) in self._all("SELECT DISTINCT c FROM record WHERE article = ? AND located", a)
            } - edge

    def _lying(self, where: str, value: str, apart: Iterable[str] = ()) -> set[tuple[str, str]]:
        """What lies in what, as some records say: their final roots; without those of some articles."""
        rows = self._all(
            "SELECT record.c, there.c, record.article FROM record JOIN lies ON lies.record = record.key "  # noqa: S608  # a fixed condition
            f"JOIN record AS there ON there.key = lies.place WHERE {where}",
            value,
        )
        return {(c, there) for c, there, article in rows if article not in apart}

    def _together(self, key: str) -> tuple[set[str], set[str]]:
        records: set[str] = set()
        met, todo = set[str](), [key]
        while todo:
            one = todo.pop()
            if one in met:
                continue
            met.add(one)
            new = {r for (r,) in self._all("SELECT who FROM meets WHERE met = ?", one)} - records
            records |= new
            todo += [k for r in new for k in self._met(r) if k.startswith("event ")]
        return records, met

    def _same_event(self, records: Sequence[str]) -> None:
        if len(records) == 1:
            self._stand("c", {records[0]: records[0]})
            self._doubt("event", records)
            return
        articles = {a for r in records for (a,) in self._all("SELECT article FROM record WHERE key = ?", r)}
        scene = self._scene(articles | self._around(articles))
        self._settled(scene)
        Events(scene.index, scene.clusters).settle(records)
        self._stand("c", {r: scene.clusters.root(r) for r in records})
        self._doubt("event", records, scene.clusters)

    def _around(self, articles: set[str]) -> set[str]:
        """The articles that say in what the places of some articles lie, three steps out."""
        found: set[str] = set()
        edge = articles
        for _ in range(3):
            roots = {
                c
                for a in edge
                for (c,) in self._all("SELECT DISTINCT c FROM record WHERE article = ? AND form IS NOT NULL", a)
            }
            edge = (
                {
                    a
                    for c in roots
                    for (a,) in self._all("SELECT DISTINCT article FROM record WHERE c = ? AND located", c)
                }
                - found
                - articles
            )
            found |= edge
        return found


def _stepped(counted: tuple[int, int]) -> tuple[int, int]:
    return step(counted[0]), counted[1]
