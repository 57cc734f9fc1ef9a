"""What resolution keeps between builds, in SQLite: where each record stands, and under which keys it
meets others. A cache: all of it can be made again from facts.

For each record the tables hold the root of its cluster after each phase: ``a`` after names, ``b``
after context, ``c`` at the end. Records that could be one meet under a key: a ``block`` (records
of one name), or one of the keys in ``meets`` (other names, offices, events).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kgraph.model import Article, ArticleRecord, DateClaim, Fact, Link, Literal, Ref, Span, Term, Value
from kgraph.resolve.constraints import Feature
from kgraph.resolve.evidence import OWN, Weights

TABLES = """
CREATE TABLE record (key TEXT PRIMARY KEY, article TEXT, cls TEXT, names TEXT, form INTEGER, block TEXT,
  plain INTEGER, located INTEGER, dated INTEGER, a TEXT, b TEXT, c TEXT, id TEXT, reach INTEGER, facts TEXT);
CREATE TABLE form (number INTEGER PRIMARY KEY, form TEXT UNIQUE);
CREATE TABLE alike (key TEXT, form INTEGER, PRIMARY KEY (key, form)) WITHOUT ROWID;
CREATE TABLE meets (met TEXT, who TEXT, PRIMARY KEY (met, who)) WITHOUT ROWID;
CREATE TABLE lies (record TEXT, place TEXT, PRIMARY KEY (record, place)) WITHOUT ROWID;
CREATE TABLE sign (sign TEXT, article TEXT, famous INTEGER, PRIMARY KEY (sign, article)) WITHOUT ROWID;
CREATE TABLE holds (feature TEXT, person TEXT, article TEXT, PRIMARY KEY (feature, person, article)) WITHOUT ROWID;
CREATE TABLE doubt (phase TEXT, one TEXT, other TEXT, link TEXT);
CREATE TABLE source (id TEXT PRIMARY KEY, publisher TEXT, published TEXT);
CREATE TABLE known (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX record_article ON record (article);
CREATE INDEX record_a ON record (a);
CREATE INDEX record_b ON record (b);
CREATE INDEX record_c ON record (c);
CREATE INDEX record_id ON record (id);
CREATE INDEX record_block ON record (block, key) WHERE block IS NOT NULL;
CREATE INDEX record_form ON record (form, b);
CREATE INDEX meets_who ON meets (who);
CREATE INDEX sign_article ON sign (article);
CREATE INDEX holds_article ON holds (article);
CREATE INDEX doubt_one ON doubt (one);
CREATE INDEX doubt_other ON doubt (other);
"""


class Stored(Weights):
    """Weights whose counts lie in tables; counted when asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__(int(number(db, "articles")))
        self.people = int(number(db, "people"))
        self._db = db

    def of(self, feature: Feature) -> float:
        """The weight of sharing a feature."""
        if feature.kind in OWN and feature not in self.holders:
            (self.holders[feature],) = self._db.execute(
                "SELECT count(DISTINCT person) FROM holds WHERE feature = ?", (named(feature),)
            ).fetchone()
        return super().of(feature)

    def _rarity(self, value: str, *, famous: bool = False) -> float:
        if value not in self.count:
            count, gazetteer = self._db.execute(
                "SELECT count(*), max(famous) FROM sign WHERE sign = ?", (value,)
            ).fetchone()
            self.count[value] = count
            if gazetteer:
                self.famous.add(value)
        return super()._rarity(value, famous=famous)


def number(db: sqlite3.Connection, name: str) -> str:
    """A value that is kept by name; "0" if there is none."""
    row = db.execute("SELECT value FROM known WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else "0"


def named(feature: Feature) -> str:
    """A feature as tables have it."""
    return f"{feature.kind} {feature.value}"


def article_of(row: Sequence[str | None]) -> Article:
    """As much of an article as resolution asks for: id, publisher, day of publication."""
    name, publisher, published = row
    day = date.fromisoformat(published) if published else None
    return Article(name or "", "", "", published=day, publisher=publisher or "")


# -- facts ---------------------------------------------------------------------------------


def by_record(records: Iterable[ArticleRecord]) -> dict[str, list[tuple[int, Fact]]]:
    """The facts of some articles by the record that they are about, with their place in the article."""
    found: dict[str, list[tuple[int, Fact]]] = {}
    for record in records:
        for place, fact in enumerate(record.facts):
            found.setdefault(fact.subject.key, []).append((place, fact))
    return found


def written(facts: Iterable[tuple[int, Fact]]) -> str:
    """Facts of one record as JSON, with the words of their first evidence alone."""
    return json.dumps([_row(n, f) for n, f in facts], ensure_ascii=False, separators=(",", ":"))


def read(key: str, text: str) -> Iterator[tuple[int, Fact]]:
    """The facts of a record as they were written."""
    for place, name, predicate, kind, value, more, claim, quote, extractor, confidence in json.loads(text):
        made, words = _value(kind, value, more), (Span(0, 0, quote),)
        yield place, Fact(name, Ref(key), predicate, made, words, extractor, confidence, _claim(claim))


def _row(place: int, fact: Fact) -> list[object]:
    match fact.object:
        case Ref(key):
            value: list[object] = ["r", key, None]
        case Term(curie):
            value = ["t", curie, None]
        case Literal(text, datatype, language):
            value = ["l", text, None if (datatype, language) == ("xsd:string", "") else [datatype, language]]
    claim = fact.date
    told = claim and [claim.edtf, _iso(claim.earliest), _iso(claim.latest), claim.basis, claim.words]
    quote = fact.evidence[0].quote if fact.evidence else ""
    return [place, fact.id, fact.predicate, *value, told, quote, fact.extractor, fact.confidence]


def _value(kind: str, value: str, more: list[str] | None) -> Value:
    if kind == "r":
        return Ref(value)
    return Term(value) if kind == "t" else Literal(value, *(more or ()))


def _claim(row: list[str | None] | None) -> DateClaim | None:
    if row is None:
        return None
    edtf, earliest, latest, basis, words = row
    return DateClaim(edtf or "", _day(earliest), _day(latest), basis or "", words or "")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def link_text(link: Link) -> str:
    """A link as JSON."""
    return json.dumps([link.one, link.other, link.rule, link.names, link.score, link.agrees, link.differs])


def link_of(text: str) -> Link:
    """The link of a text."""
    one, other, rule, names, score, agrees, differs = json.loads(text)
    return Link(one, other, rule, tuple(names), score, tuple(agrees), tuple(differs))
