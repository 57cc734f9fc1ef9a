"""The measuring scripts: their arithmetic, what the simple ways read, and their marks in the docs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
if not (ROOT / "benchmarks").is_dir():
    pytest.skip("the benchmarks are not here", allow_module_level=True)
sys.path.insert(0, str(ROOT / "benchmarks"))

import calibration  # noqa: E402
import docpages  # noqa: E402
import openset  # noqa: E402
import quality  # noqa: E402
import resample  # noqa: E402
import simple  # noqa: E402
from kgraph.evaluate.annotations import Argument, Document, Entity, Event, Relation, Words  # noqa: E402


def test_f1_is_over_all_documents_and_its_interval_holds_it():
    counts = [(8, 10, 10), (0, 0, 10), (10, 10, 10)]
    found = resample.figure(counts, resample.f1)
    assert found.value == pytest.approx(2 * 18 / 50)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high
    assert resample.figure([(1, 1, 1)] * 5, resample.share).low == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Norrland Academy's", "Norrland Academy"),
        ("Vienna", "Vienna"),
        ("The Hague’s", "Hague"),
        ("Lions'", "Lions"),
    ],
)
def test_spans_of_the_bare_model_lose_article_and_possessive(text, name):
    start, end = simple.trimmed(text, 0, len(text))
    assert text[start:end] == name


def _events(knowledge, text, reader):
    named = simple.Named.of(text, knowledge)
    names = [t.name for t in named.things.all]
    return [(e.type, [(a.role, names[int(a.entity[1:])]) for a in e.args]) for e in reader(named, knowledge)]


def test_cooccurrence_makes_an_event_of_a_denial_and_raw_patterns_miss_a_relative(knowledge):
    denied = "Ana Vela did not meet Tomas Brandt."
    assert ("Meeting", [("participant", "Ana Vela"), ("participant", "Tomas Brandt")]) in _events(
        knowledge, denied, simple.cooccurring_events
    )
    plain = "Ana Vela met Tomas Brandt in Vienna."
    assert [cls for cls, _ in _events(knowledge, plain, simple.raw_events)] == ["Meeting"]
    relative = "Ana Vela, who was then received by Tomas Brandt, smiled."
    wanted = ("Meeting", [("host", "Tomas Brandt"), ("participant", "Ana Vela")])
    assert wanted not in _events(knowledge, relative, simple.raw_events)


def test_the_usual_relation_between_two_types_runs_either_way():
    gold = Document(
        "d", "", annotated=True,
        entities=(Entity("a", "Person", "A"), Entity("b", "Team", "B")), relations=(Relation("a", "leads", "b", None),),
    )  # fmt: skip
    assert simple.usual_relations([gold]) == {("Person", "Team"): ("leads", False), ("Team", "Person"): ("leads", True)}


def test_a_pair_is_tied_to_the_mentions_nearest_to_its_verb():
    one = Entity("a", "Person", "Ana", mentions=(Words(0, 3, "Ana"), Words(40, 43, "Ana"), Words(90, 93, "She")))
    other = Entity("b", "Person", "Bo", mentions=(Words(50, 52, "Bo"),))
    document = Document("d", "", entities=(one, other))
    entities, relations = openset.by_mention(document, [openset.Pair("a", "b", ((35, 60),), 44)])
    assert len(entities) == 4
    assert (relations[0]["subj"], relations[0]["obj"]) == ("a@40", "b@50")


def test_participants_of_one_meeting_are_a_pair_and_those_of_an_award_are_none():
    met = Event("m", "Meeting", Words(5, 8, "met"), (Argument("participant", "a"), Argument("host", "b")), evidence=((0, 20),))  # fmt: skip
    award = Event("w", "AwardEvent", None, (Argument("recipient", "a"), Argument("awarder", "b")), evidence=((0, 20),))  # fmt: skip
    assert [(p.one, p.other) for p in openset.met(Document("d", "", events=(met, award)))] == [("a", "b")]


def test_fitted_constants_draw_rare_rules_to_their_kind():
    seen = [calibration.Seen(n, "issuers", "event", "verb", 0.9, n % 10 != 0) for n in range(100)]
    seen.append(calibration.Seen(3, "issuers", "event", "rare", 0.9, right=False))
    constants = calibration.fit(seen)
    assert constants["event", "verb"][0] == pytest.approx(0.9, abs=0.01)
    assert 0.7 < constants["event", "rare"][0] < 0.85
    row = calibration.reliability(seen[:100])[0]
    assert (row["facts"], row["right"]) == (100, 0.9)
    assert calibration.brier(seen[:100]) == pytest.approx(0.09)


def test_missing_material_is_told_with_what_would_be_right(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["quality.py", "--dev", str(tmp_path / "none"), "--part", "own"])
    assert quality.main() == 2
    assert "--dev" in capsys.readouterr().err


def test_a_generated_block_is_replaced_and_the_rest_kept(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("one\n<!-- figures -->\nold\n<!-- end -->\ntwo\n")
    docpages.fill(page, "figures", "new\n")
    assert page.read_text().startswith("one\n<!-- figures -->\nMeasured at revision ")
    assert page.read_text().endswith("new\n<!-- end -->\ntwo\n")
    with pytest.raises(SystemExit):
        docpages.fill(page, "another", "new\n")


@pytest.mark.parametrize(("page", "mark"), [("quality", quality.MARK), ("quality", calibration.MARK), ("performance", "profile: benchmarks/hotspots.py --write")])  # fmt: skip
def test_the_docs_have_the_blocks_that_the_scripts_fill(page, mark):
    text = (ROOT / "docs" / f"{page}.md").read_text()
    assert f"<!-- {mark} -->" in text


def test_every_fact_of_a_small_article_is_judged(knowledge):
    text = (
        "Ana Vela met Tomas Brandt in Vienna on 4 May 2021. Rosa Lind, director of the Norrland Academy, thanked them."
    )
    gold = Document("d", text, raw=text, annotated=True)
    judged = list(calibration.observe([(gold, "issuers")]))
    assert {f.family for f in judged} >= {"name", "role", "event", "argument", "date", "statement"}
    assert not any(f.right for f in judged), "nothing is annotated, so nothing can be right"
