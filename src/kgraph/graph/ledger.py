"""The ledger: all that was ever read, as Parquet tables. RDF is a projection of it.

``ledger/manifest.jsonl`` is the only list of what counts: one line per part file, and one per
article that says which reading of it is current. Part files are never changed. A commit writes
new parts, then replaces the manifest in one rename; whatever a killed build left beside it is
ignored and swept away by the next.

A *reading* is an article's snapshot with its metadata and cleaned text: the same bytes under two
urls, or with a corrected day of publication, are two readings. Superseded ones stay.

Tables: ``articles`` (readings), ``mentions``, ``facts`` with their evidence. DuckDB, pandas and
polars read them as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kgraph.errors import GraphError, Place
from kgraph.graph.files import replace_file
from kgraph.model import (
    Article,
    ArticleRecord,
    DateClaim,
    Fact,
    Literal,
    Mention,
    Ref,
    Run,
    Span,
    Term,
    Value,
    Zone,
)

FORMAT = 2
"""Version of the tables' columns; a ledger of another version is read again from its sources."""

_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("raw", pa.int32())])
_SCHEMAS = {
    "articles": pa.schema([
        ("reading", pa.string()), ("snapshot", pa.string()), ("article", pa.string()), ("source", pa.string()), ("title", pa.string()), ("text", pa.string()),
        ("published", pa.date32()), ("publisher", pa.string()), ("section", pa.string()), ("url", pa.string()), ("language", pa.string()),
        ("meta", pa.list_(pa.struct([("key", pa.string()), ("value", pa.string())]))),
        ("zones", pa.list_(pa.struct([("kind", pa.string()), ("start", pa.int32()), ("end", pa.int32())]))),
        ("runs", pa.list_(pa.struct([("start", pa.int32()), ("raw", pa.int32()), ("length", pa.int32())]))),
    ]),
    "mentions": pa.schema([
        ("reading", pa.string()), ("span", _SPAN), ("refs", pa.list_(pa.string())), ("kind", pa.string()), ("rule", pa.string()),
        ("title", pa.string()),
    ]),
    "facts": pa.schema([
        ("id", pa.string()), ("reading", pa.string()), ("subject", pa.string()), ("predicate", pa.string()),
        ("object", pa.string()), ("object_kind", pa.string()), ("datatype", pa.string()), ("language", pa.string()),
        ("evidence", pa.list_(_SPAN)), ("extractor", pa.string()), ("confidence", pa.float64()),
        ("edtf", pa.string()), ("earliest", pa.date32()), ("latest", pa.date32()), ("basis", pa.string()), ("words", pa.string()),
    ]),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: its table, its file name, and the readings whose rows it holds."""

    table: str
    file: str
    rows: int
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What counts: the parts, and for each article (by id) its current reading, in order.

    ``sources`` maps a path (from the graph folder) to the article that was read from it, so that
    other bytes at a known path are a new snapshot of the same article. ``run`` is the name of the
    run that read the parts, ``made`` its software, model and configuration.
    """

    run: str
    parts: tuple[Part, ...] = ()
    current: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    made: tuple[str, ...] = ()

    @property
    def readings(self) -> frozenset[str]:
        """All readings that some part holds."""
        return frozenset(s for p in self.parts if p.table == "articles" for s in p.readings)

    @property
    def stamp(self) -> str:
        """A hash of what counts, by which a store knows what it was made from."""
        return blake2b(repr((self.run, sorted(self.current))).encode(), digest_size=8).hexdigest()


class Ledger:
    """The ledger of one graph folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest_file = folder / "manifest.jsonl"

    def manifest(self) -> Manifest:
        """What counts now; empty for a new ledger. Raises :class:`GraphError` for a damaged one."""
        if not self._manifest_file.is_file():
            return Manifest("")
        try:
            text = self._manifest_file.read_bytes().rstrip(b"\n").replace(b"\n", b",")  # in JSON all others are \\n
            lines = json.loads(b"[" + text + b"]")
            head = lines[0]
            if head.get("format") != FORMAT:
                return Manifest("")
            parts = tuple(Part(x["part"], x["file"], x["rows"], tuple(x["readings"])) for x in lines if "part" in x)
            current = tuple((x["article"], x["current"]) for x in lines if "current" in x)
            sources = tuple((x["source"], x["article"]) for x in lines if "source" in x)
        except (ValueError, KeyError, IndexError, AttributeError) as error:
            raise GraphError(
                f"the ledger's manifest is damaged: {error}",
                place=Place(str(self._manifest_file)),
                help="build the graph again from its sources with --fresh",
            ) from error
        return Manifest(head["run"], parts, current, sources, tuple(head.get("made", ())))

    def add(self, records: Sequence[ArticleRecord], run: str) -> tuple[Part, ...]:
        """Write the part files of some records of a run; they count only after :meth:`commit`."""
        rows = {
            "articles": [_article_row(r.article) for r in records],
            "mentions": [_mention_row(reading_of(r.article), m) for r in records for m in r.mentions],
            "facts": [_fact_row(reading_of(r.article), f) for r in records for f in r.facts],
        }
        readings = tuple(reading_of(r.article) for r in records)
        return tuple(self._write(table, table_rows, readings, run) for table, table_rows in rows.items())

    def commit(self, manifest: Manifest) -> None:
        """Let a manifest count, in one rename, and sweep away files it does not know."""
        lines: list[dict[str, Any]] = [{"format": FORMAT, "run": manifest.run, "made": list(manifest.made)}]
        lines += [
            {"part": p.table, "file": p.file, "rows": p.rows, "readings": list(p.readings)} for p in manifest.parts
        ]
        lines += [{"article": article, "current": reading} for article, reading in manifest.current]
        lines += [{"source": source, "article": article} for source, article in manifest.sources]
        encode = json.JSONEncoder(ensure_ascii=False).encode
        text = "".join(encode(line) + "\n" for line in lines)
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._manifest_file, text.encode())
        known = {p.file for p in manifest.parts}
        for path in self.folder.glob("*.parquet*"):
            if path.name not in known:
                path.unlink()

    def records(
        self, readings: Iterable[str] | None = None, manifest: Manifest | None = None
    ) -> Iterator[ArticleRecord]:
        """The records of some readings, by default the current ones, in their order."""
        manifest = manifest or self.manifest()
        wanted = list(readings) if readings is not None else [s for _, s in manifest.current]
        tables = {name: self._read(manifest, name, set(wanted)) for name in _SCHEMAS}
        articles = {row["reading"]: _article(row) for row in tables["articles"]}
        mentions: dict[str, list[Mention]] = {}
        facts: dict[str, list[Fact]] = {}
        for row in tables["mentions"]:
            mentions.setdefault(row["reading"], []).append(_mention(row, articles[row["reading"]].text))
        for row in tables["facts"]:
            facts.setdefault(row["reading"], []).append(_fact(row, articles[row["reading"]].text))
        for reading in wanted:
            if reading not in articles:
                raise GraphError(
                    f"reading {reading[:16]} is in the manifest and in no part",
                    place=Place(str(self.folder)),
                    help="build again with --fresh",
                )
            yield ArticleRecord(articles[reading], tuple(mentions.get(reading, ())), tuple(facts.get(reading, ())))

    def articles(self, readings: Iterable[str] | None = None) -> list[Article]:
        """The articles of some readings, by default of all, without their facts."""
        manifest = self.manifest()
        wanted = set(readings) if readings is not None else set(manifest.readings)
        return [_article(row) for row in self._read(manifest, "articles", wanted)]

    def facts(self, ids: Iterable[str]) -> dict[str, Fact]:
        """The facts of current readings with some ids, found without reading all others."""
        manifest, wanted = self.manifest(), sorted(set(ids))
        current = {reading for _, reading in manifest.current}
        rows = [r for r in self._read(manifest, "facts", current, ("id", wanted)) if r["reading"] in current]
        found = {r["reading"] for r in rows}
        texts = {r["reading"]: r["text"] for r in self._read(manifest, "articles", found, ("reading", sorted(found)))}
        return {row["id"]: _fact(row, texts[row["reading"]]) for row in rows}

    def _write(self, table: str, rows: list[dict[str, Any]], readings: tuple[str, ...], run: str) -> Part:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = blake2b("\x1f".join((run, *readings)).encode(), digest_size=8).hexdigest()
        file = f"{table}-{name}.parquet"
        temporary = self.folder / f"{file}.part"
        pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMAS[table]), temporary, compression="zstd")
        temporary.replace(self.folder / file)
        return Part(table, file, len(rows), readings)

    def _read(
        self, manifest: Manifest, table: str, wanted: set[str], having: tuple[str, list[str]] | None = None
    ) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for part in manifest.parts:
            if part.table != table or wanted.isdisjoint(part.readings):
                continue
            path = self.folder / part.file
            filters = [(having[0], "in", having[1])] if having else None
            try:
                found = pq.read_table(path, filters=filters)
            except (OSError, pa.ArrowInvalid) as error:
                raise GraphError(
                    f"a part of the ledger cannot be read: {error}",
                    place=Place(str(path)),
                    help="build again with --fresh",
                ) from error
            rows += [r for r in found.to_pylist() if r["reading"] in wanted]
        return rows


def reading_of(article: Article) -> str:
    """The name of a reading: a hash of the article's id, bytes, metadata and cleaned text."""
    told = (
        article.id, article.snapshot, article.title, article.published, article.publisher, article.section, article.url,
        article.language, article.meta, article.text,
    )  # fmt: skip
    return blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep others from building the same graph folder meanwhile. Raises :class:`GraphError` if one is.

    The lock goes with its process, however that ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # no such locks on Windows
            pass
        except OSError as error:
            raise GraphError(
                "another build is at work here", place=Place(str(folder)), help="wait until it is done"
            ) from error
        yield


# -- rows ----------------------------------------------------------------------------------


def _article_row(a: Article) -> dict[str, Any]:
    return {
        "reading": reading_of(a), "snapshot": a.snapshot, "article": a.id, "source": a.source, "title": a.title, "text": a.text, "published": a.published,
        "publisher": a.publisher, "section": a.section, "url": a.url, "language": a.language,
        "meta": [{"key": k, "value": v} for k, v in a.meta],
        "zones": [{"kind": z.kind, "start": z.start, "end": z.end} for z in a.zones],
        "runs": [{"start": r.start, "raw": r.raw, "length": r.length} for r in a.runs],
    }  # fmt: skip


def _article(row: dict[str, Any]) -> Article:
    return Article(
        row["article"], row["snapshot"], row["text"], row["source"], row["title"], row["published"], row["publisher"], row["section"],
        row["url"], row["language"], tuple((m["key"], m["value"]) for m in row["meta"]),
        tuple(Zone(z["kind"], z["start"], z["end"]) for z in row["zones"]),
        tuple(Run(r["start"], r["raw"], r["length"]) for r in row["runs"]),
    )  # fmt: skip


def _span_row(span: Span) -> dict[str, int | None]:
    return {"start": span.start, "end": span.end, "raw": span.raw}


def _span(row: dict[str, Any], text: str) -> Span:
    return Span(row["start"], row["end"], text[row["start"] : row["end"]], row["raw"])


def _mention_row(reading: str, m: Mention) -> dict[str, Any]:
    return {
        "reading": reading,
        "span": _span_row(m.span),
        "refs": list(m.refs),
        "kind": m.kind,
        "rule": m.rule,
        "title": m.title,
    }


def _mention(row: dict[str, Any], text: str) -> Mention:
    return Mention(_span(row["span"], text), tuple(row["refs"]), row["kind"], row["rule"], row["title"])


def _fact_row(reading: str, f: Fact) -> dict[str, Any]:
    kind, value, datatype, language = _value_row(f.object)
    claim = f.date
    return {
        "id": f.id, "reading": reading, "subject": f.subject.key, "predicate": f.predicate, "object": value, "object_kind": kind,
        "datatype": datatype, "language": language, "evidence": [_span_row(s) for s in f.evidence], "extractor": f.extractor,
        "confidence": f.confidence, "edtf": claim.edtf if claim else None, "earliest": claim.earliest if claim else None,
        "latest": claim.latest if claim else None, "basis": claim.basis if claim else None, "words": claim.words if claim else None,
    }  # fmt: skip


def _value_row(value: Value) -> tuple[str, str, str | None, str | None]:
    match value:
        case Ref(key):
            return "record", key, None, None
        case Term(curie):
            return "term", curie, None, None
        case Literal(text, datatype, language):
            return "literal", text, datatype, language


def _fact(row: dict[str, Any], text: str) -> Fact:
    return Fact(
        row["id"], Ref(row["subject"]), row["predicate"], _value(row), tuple(_span(s, text) for s in row["evidence"]), row["extractor"],
        row["confidence"], _claim(row),
    )  # fmt: skip


def _value(row: dict[str, Any]) -> Value:
    match row["object_kind"]:
        case "record":
            return Ref(row["object"])
        case "term":
            return Term(row["object"])
        case _:
            return Literal(row["object"], row["datatype"], row["language"] or "")


def _claim(row: dict[str, Any]) -> DateClaim | None:
    if row["edtf"] is None:
        return None
    earliest: date | None = row["earliest"]
    latest: date | None = row["latest"]
    return DateClaim(row["edtf"], earliest, latest, row["basis"], row["words"])
