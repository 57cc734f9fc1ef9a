"""A graph brought up to date says, to the byte, what one made whole from the same ledger says."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

import kgraph
from kgraph.config import Config
from kgraph.graph.canvas import Sheet
from kgraph.graph.ledger import Ledger, Manifest, reading_of
from kgraph.graph.project import Run
from kgraph.graph.redraw import Redraw
from kgraph.graph.store import KEPT, current_generation
from kgraph.model import ArticleRecord, BuildReport, Decision, FactName, Literal, Named, Ref
from kgraph.pipeline import Clock, refresh
from kgraph.remaking import Remaking
from kgraph.resolve import decisions
from kgraph.schema import Schema

MADE = ("kgraph test", "none", "0")
FILES = ("registry.jsonl", "quarantine.jsonl", "review.jsonl")


@dataclass
class Desk:
    """A graph folder whose articles come and go, and people who decide."""

    folder: Path
    schema: Schema
    known: dict[str, ArticleRecord] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)

    def hold(self, *records: ArticleRecord) -> None:
        """Let these be the articles of the graph."""
        ledger, run = Ledger(self.folder / "ledger"), Run(*MADE).name
        before = ledger.manifest()
        new = [r for r in records if reading_of(r.article) not in before.readings]
        current = tuple(sorted((r.article.id, reading_of(r.article)) for r in records))
        ledger.commit(Manifest(run, (*before.parts, *(ledger.add(new, run) if new else ())), current, (), MADE))

    def refresh(self, folder: Path | None = None) -> tuple[bytes, ...]:
        """Bring a graph up to date; what it says, and the files beside it."""
        folder = folder or self.folder
        refresh(folder, Config(), self.schema, BuildReport(), Clock())
        beside = (folder / name for name in FILES)
        report = json.loads((folder / "report.json").read_text())
        told = {k: v for k, v in report.items() if k != "seconds"}
        files = [p.read_bytes() if p.is_file() else b"" for p in beside]
        return (kgraph.open(folder, Config()).export("nq"), json.dumps(told).encode(), *files)

    def refresh_both(self) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """The graph brought up to date, and a copy of the folder made whole."""
        whole = self.folder.with_name("whole")
        shutil.rmtree(whole, ignore_errors=True)
        shutil.copytree(self.folder, whole, ignore=shutil.ignore_patterns("store", "report.json"))
        return self.refresh(), self.refresh(whole)

    def decide(self, verdict: str, seed: random.Random, records: list[ArticleRecord]) -> None:
        """Decide about two random things of one kind, or about a random fact."""
        facts = [f for r in records for f in r.facts]
        made = Decision("", verdict, "2026-03-01T09:00:00Z", "bo")
        if verdict in decisions.PAIRS:
            kinds = [f for f in facts if f.predicate == "rdf:type"]
            one = seed.choice(kinds)
            other = seed.choice([k for k in kinds if k.object == one.object])
            made = replace(made, things=(Named("", (one.subject.key,)), Named("", (other.subject.key,))))
        else:
            told = seed.choice([f for f in facts if isinstance(f.object, Literal)] if verdict == "correct" else facts)
            name = FactName(
                told.id, told.subject.key, told.predicate, decisions.plain(told.object), told.evidence[0].quote
            )
            made = replace(made, fact=name, value="Otherwise" if verdict == "correct" else "")
        decisions.append(self.folder / decisions.FILE, [decisions.decide(made)])


@pytest.fixture(scope="module")
def pool(sample) -> list[ArticleRecord]:
    return list(Ledger(sample.folder / "ledger").records())


@pytest.fixture
def desk(tmp_path, schema) -> Desk:
    return Desk(tmp_path / "kg", schema)


def _others(pool: list[ArticleRecord], held: list[ArticleRecord]) -> list[ArticleRecord]:
    """Articles that no version of is held."""
    known = {r.article.id for r in held}
    return [r for r in pool if r.article.id not in known]


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """How each graph was made."""
    ways: list[str] = []
    for canvas in (Sheet, Redraw):
        publish = canvas.publish

        def told(self, *given, publish=publish, name=canvas.__name__):
            ways.append(name)
            return publish(self, *given)

        monkeypatch.setattr(canvas, "publish", told)
    return ways


@pytest.mark.parametrize("seed", range(4))
def test_articles_that_come_or_change_are_resolved_and_drawn_without_all_others(pool, desk, drawn, monkeypatch, seed):
    remade = []
    lists = Remaking.lists
    monkeypatch.setattr(Remaking, "lists", lambda self: remade.append(1) or lists(self))
    moves = random.Random(seed)
    held = moves.sample(pool, 9)
    desk.hold(*held)
    assert len(set(desk.refresh_both())) == 1
    for _ in range(5):
        if moves.random() < 0.6:
            held += moves.sample(_others(pool, held), 1)
        else:
            number = moves.randrange(len(held))
            article = replace(held[number].article, section=f"{held[number].article.section}.")
            gone = {moves.choice([f.subject.key for f in held[number].facts])}
            facts = tuple(f for f in held[number].facts if f.subject.key not in gone and f.object not in map(Ref, gone))
            held[number] = ArticleRecord(article, held[number].mentions, facts)
        desk.hold(*held)
        changed, whole = desk.refresh_both()
        assert changed == whole
    assert remade


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes_ends_in_the_bytes_of_a_graph_made_whole(pool, desk, drawn, seed):
    moves = random.Random(seed)
    held = moves.sample(pool, 4)
    for _ in range(7):
        desk.hold(*held)
        changed, whole = desk.refresh_both()
        assert changed == whole
        move = moves.choice(["add", "add", "add", "remove", "change", "decide", "decide"])
        if move == "add":
            held += moves.sample(_others(pool, held), moves.choice((1, 1, 3)))
        elif move == "remove" and len(held) > 2:
            held.remove(moves.choice(held))
        elif move == "change":
            number = moves.randrange(len(held))
            gone = moves.sample(held[number].facts, len(held[number].facts) // 4)
            article = replace(held[number].article, section=f"{held[number].article.section}.")
            facts = tuple(
                f
                for f in held[number].facts
                if (f not in gone and f.predicate != "rdf:type") or f.predicate == "rdf:type"
            )
            held[number] = ArticleRecord(article, held[number].mentions, facts)
        elif move == "decide":
            desk.decide(moves.choice(["same", "different", "accept", "reject", "correct"]), moves, held)
    assert drawn.count("Redraw") >= 6


@pytest.mark.parametrize("harm", ["gone", "cut", "noise", "stale"])
def test_what_is_kept_may_be_lost_or_damaged_at_any_time(pool, desk, drawn, harm):
    desk.hold(*pool[:5])
    desk.refresh()
    kept = desk.folder / "store" / KEPT
    if harm == "gone":
        kept.unlink()
    elif harm == "cut":
        kept.write_bytes(kept.read_bytes()[:5000])
    elif harm == "noise":
        kept.write_bytes(b"no database at all")
    else:
        stale = kept.read_bytes()
        desk.hold(*pool[:6])
        desk.refresh()
        kept.write_bytes(stale)
    desk.hold(*pool[:7])
    changed, whole = desk.refresh_both()
    assert changed == whole
    assert current_generation(desk.folder / "store") is not None


def test_who_reads_meanwhile_keeps_the_graph_as_it_was(pool, desk):
    desk.hold(*pool[:5])
    before = desk.refresh()[0]
    reader = kgraph.open(desk.folder, Config())
    assert len(reader.store)
    for number in (6, 7):
        desk.hold(*pool[:number])
        assert desk.refresh()[0] != before
    assert reader.export("nq") == before
