"""Resolving again what a change touches gives what resolving everything would."""

from __future__ import annotations

import random
import sqlite3

import pytest

from kgraph.graph.ledger import Ledger
from kgraph.model import Judgements
from kgraph.resolve.again import Again, AllAnew, keep
from kgraph.resolve.kept import by_record
from kgraph.resolve.resolution import resolve_traced

TOLD = ("a", "b", "c", "block", "names", "reach", "facts")


def whole(records, schema) -> sqlite3.Connection:
    """Everything resolved, kept in tables."""
    homes = {f.subject.key: r.article for r in records for f in r.facts}
    _, trace = resolve_traced((f for r in records for f in r.facts), schema, Judgements(), articles=homes)
    db = sqlite3.connect(":memory:")
    keep(db, trace, by_record(records), {})
    return db


def contents(db: sqlite3.Connection) -> dict[str, set]:
    """All that the tables say, numbers of forms apart."""
    queries = {
        "record": f"SELECT key, article, cls, plain, located, dated, {', '.join(TOLD)}, f.form FROM record LEFT JOIN form f ON number = record.form",
        "meets": "SELECT * FROM meets",
        "lies": "SELECT * FROM lies",
        "sign": "SELECT * FROM sign",
        "holds": "SELECT * FROM holds",
        "source": "SELECT * FROM source",
        "known": "SELECT * FROM known",
        "doubt": "SELECT * FROM doubt",
    }
    return {name: set(db.execute(query)) for name, query in queries.items()}


@pytest.fixture(scope="module")
def pool(sample):
    return list(Ledger(sample.folder / "ledger").records())


@pytest.mark.parametrize("seed", range(5))
def test_what_is_touched_is_resolved_as_everything_would_be(pool, schema, seed):
    moves = random.Random(seed)
    held = moves.sample(pool, moves.choice((8, 17)))
    db, again = whole(held, schema), 0
    for _ in range(6):
        gone = moves.sample(held, moves.choice((0, 0, 1, 2)))
        new = moves.sample([r for r in pool if r not in held], moves.choice((0, 1, 1, 2)))
        held = [r for r in held if r not in gone] + new
        wanted = whole(held, schema)
        try:
            Again(db, schema).change([r.article.id for r in gone], new)
            again += 1
        except AllAnew:
            db = whole(held, schema)
        found, expected = contents(db), contents(wanted)
        for name in expected:
            assert found[name] == expected[name], (name, sorted(map(str, found[name] ^ expected[name]))[:6])
    assert again > 2
