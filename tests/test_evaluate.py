"""The harness: what counts as right, and that it agrees with the gold's own scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from kgraph.errors import InputError
from kgraph.evaluate import load, score
from kgraph.evaluate.annotations import document

TEXT = "Ana Vela met Bo Lind. She thanked him."
GOLD = {
    "doc_id": "d",
    "text": TEXT,
    "entities": [
        {"id": "a", "type": "Person", "name": "Ana Vela", "mentions": [{"start": 0, "end": 8, "text": "Ana Vela", "kind": "name"}, {"start": 22, "end": 25, "text": "She", "kind": "pronoun"}]},
        {"id": "b", "type": "Person", "name": "Bo Lind", "mentions": [{"start": 13, "end": 20, "text": "Bo Lind", "kind": "name"}]},
    ],
    "events": [{"id": "m", "type": "Meeting", "trigger": {"start": 9, "end": 12, "text": "met"}, "args": [{"role": "participant", "entity": "a"}, {"role": "participant", "entity": "b"}], "date": None, "evidence": [[0, 21]]}],
    "statements": [{"speaker": "a", "modality": "thanks", "addressee": "b", "topic": "", "evidence": [[22, 38]]}],
}  # fmt: skip


def f1(gold, predicted, layer):
    return score([gold], {"d": predicted}, resamples=10).layers[layer].tally.f1


def test_the_gold_itself_is_all_right():
    gold = document(GOLD)
    scores = score([gold], {"d": gold}, resamples=10)
    wanted = ("mention_exact", "entity_typed", "event", "event_arg", "statement", "coref_link")
    assert {name: scores.layers[name].tally.f1 for name in wanted} == dict.fromkeys(wanted, 1.0)


def test_a_missing_argument_and_a_wrong_speaker_cost_their_own_layer_only():
    gold = document(GOLD)
    event = replace(gold.events[0], args=gold.events[0].args[:1])
    said = replace(gold.statements[0], speaker="b")
    worse = replace(gold, events=(event,), statements=(said,))
    assert f1(gold, worse, "event") == 1.0
    assert f1(gold, worse, "event_arg") == pytest.approx(2 / 3)
    assert f1(gold, worse, "statement") == 0.0
    assert f1(gold, worse, "mention_exact") == 1.0


def test_a_document_without_a_prediction_was_predicted_empty():
    gold = document(GOLD)
    assert score([gold], {}, resamples=10).layers["event"].tally.wanted == 1
    assert score([gold], {}, resamples=10).layers["event"].tally.f1 == 0.0


def test_offsets_of_another_cleaning_of_the_page_are_carried_over():
    gold = document(GOLD)
    shifted = json.loads(json.dumps(GOLD))
    shifted["text"] = "Home\n\n" + TEXT
    for words in [m for e in shifted["entities"] for m in e["mentions"]] + [shifted["events"][0]["trigger"]]:
        words["start"] += 6
        words["end"] += 6
    shifted["events"][0]["evidence"] = [[6, 27]]
    shifted["statements"][0]["evidence"] = [[28, 44]]
    assert f1(gold, document(shifted), "mention_exact") == 1.0
    assert f1(gold, document(shifted), "event_arg") == 1.0


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc_id": "a", "text": "x"}\n{"doc_id": "b"}\n')
    with pytest.raises(InputError) as error:
        load(path)
    assert error.value.place is not None
    assert error.value.place.line == 2


def test_a_line_without_annotations_is_read_and_not_scored(run, tmp_path):
    path, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    path.write_text(json.dumps({"doc_id": "a", "raw": "Ana Vela met Bo Lind in Oslo on 3 May 2021."}) + "\n")
    done = run("eval", path, "--predictions", out)
    assert done.returncode == 0
    assert "nothing was scored" in done.stderr
    assert [e["type"] for e in json.loads(out.read_text())["events"]] == ["Meeting"]


def test_the_figures_are_those_of_the_golds_own_scorer(run, shared, tmp_path):
    gold, out = shared / "gold/dev", tmp_path / "out.jsonl"
    files = [gold / "kgraph_dev.jsonl", gold / "seed.jsonl"]
    done = run("eval", *files, "--predictions", out, "--crossdoc", gold / "crossdoc.json", "--json")
    ours = json.loads(done.stdout)["data"]
    call = [sys.executable, gold / "score.py", ",".join(map(str, files)), out, "--crossdoc", gold / "crossdoc.json", "--json"]  # fmt: skip
    theirs = json.loads(subprocess.run(call, capture_output=True, check=True).stdout)
    for name, layer in ours["layers"].items():
        assert {k: layer[k] for k in ("p", "r", "f1")} == {k: theirs[name][k] for k in ("p", "r", "f1")}, name
        assert layer["f1_95"] == pytest.approx(theirs[name]["ci95"], abs=0.002), name
    for name, rate in ours["rates"].items():
        assert rate["rate"] == theirs[name]["rate"], name


def test_the_sample_corpus_is_read_as_well_as_ever(run):
    """Floors below what is measured: a change that loses this much has broken something."""
    from pathlib import Path

    done = run("eval", Path(__file__).parent / "gold" / "articles.jsonl", "--json")
    found = {name: layer["f1"] for name, layer in json.loads(done.stdout)["data"]["layers"].items()}
    floors = {"mention_exact": 0.95, "entity_typed": 0.95, "event": 0.8, "event_date": 0.75, "statement": 0.78}
    assert {name: found[name] for name, floor in floors.items() if found[name] < floor} == {}
