"""Deciding, reviewing, removing and linking, as people call them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

import kgraph
from kgraph.cli import command
from kgraph.config import Config
from kgraph.pipeline import build

FIRST = "Ferry news\n\nOn 4 May 2021 the director Ana Vela met Tomas Brandt in Vienna. Ana Vela thanked the Norrland Academy for its help with the museum."
SECOND = "Visit to Lisbon\n\nAna Vela visited Lisbon on 6 June 2021. The Norrland Academy presented its Harbour Medal to Carla Nunes."
PLACES = "SELECT ?p { ?e a kg:Meeting ; kg:place/rdfs:label ?p }"
SIGNED = ("--author", "bo", "--time", "2026-03-01T09:00:00Z")


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def caller(*words, text=None, code=0):
        done = CliRunner().invoke(command, [str(w) for w in words], input=text, standalone_mode=False)
        assert (done.return_value if done.exception is None else done.exception) == code, done.output
        return done.stdout

    return caller


@pytest.fixture
def kg(tmp_path):
    for name, text in (("first", FIRST), ("second", SECOND)):
        (tmp_path / f"{name}.txt").write_text(text)
    build([tmp_path / "first.txt", tmp_path / "second.txt"], tmp_path / "kg", Config())
    return tmp_path / "kg"


def exported(kg):
    return kgraph.open(kg, Config()).export("nq")


def meeting(call, kg):
    return call("query", kg, "SELECT ?l { ?e a kg:Meeting ; rdfs:label ?l }").splitlines()[1]


def test_reject_takes_a_fact_out_shows_it_as_rejected_and_undo_brings_it_back(call, kg):
    before = exported(kg)
    made = json.loads(
        call(
            "decide",
            kg,
            "reject",
            meeting(call, kg),
            "place",
            "Vienna",
            *SIGNED,
            "--reason",
            "typo",
            "--json",
            "--build",
        )
    )
    assert call("query", kg, PLACES).split() == ["p"]
    shown = kgraph.open(kg, Config()).cards.facts(predicate="kg:place", unstated=True)
    assert [(f.status, f.decision) for f in shown if f.status] == [("rejected", made["data"][0]["id"])]
    assert kgraph.open(kg, Config()).validate() is not None
    report = kgraph.open(kg, Config()).report
    assert report["facts"] == report["kept"] + report["rejected"]
    call("decide", kg, "undo", made["data"][0]["id"][:6], *SIGNED, "--build")
    assert exported(kg) == before


def test_correct_replaces_a_value_and_says_who_did(call, kg):
    call("decide", kg, "correct", meeting(call, kg), "place", "Vienna", "Lisbon", *SIGNED, "-q", "--build")
    assert call("query", kg, PLACES).split() == ["p", "Lisbon"]
    views = kgraph.open(kg, Config()).cards.facts(predicate="kg:place", unstated=True)
    facts = {f.status: f for f in views if f.status}
    assert set(facts) == {"corrected", "replaced"}
    assert facts["corrected"].evidence == facts["replaced"].evidence
    who = call("query", kg, "SELECT ?who { GRAPH ?g { ?d a kg:Decision ; dct:creator ?who } }")
    assert who.split() == ["who", "bo"]
    assert not [f for f in kgraph.open(kg, Config()).validate() if f.severity == "Violation"]


def test_a_corrected_date_moves_the_event(call, kg):
    call(
        "decide",
        kg,
        "correct",
        "Visit of Ana Vela to Lisbon",
        "edtf",
        "2021-06-06",
        "2021-07",
        *SIGNED,
        "-q",
        "--build",
    )
    days = call("query", kg, "SELECT ?a ?b { ?e a kg:Visit ; kg:earliest ?a ; kg:latest ?b }")
    assert days.split() == ["a", "b", "2021-07-01", "2021-07-31"]


def test_different_takes_one_thing_apart_and_undo_joins_it_again(call, kg):
    people = "SELECT ?x { ?x a schema:Person ; schema:name 'Ana Vela' }"
    assert len(call("query", kg, people).split()) == 2
    before = exported(kg)
    call("decide", kg, "different", "Ana Vela@Ferry news", "Ana Vela@Visit to Lisbon", *SIGNED, "-q", "--build")
    assert len(call("query", kg, people).split()) == 3
    first = json.loads(call("decide", kg, "--list", "--json"))["data"][0]["id"]
    call("decide", kg, "undo", first, *SIGNED, "-q", "--build")
    lines = set(exported(kg).splitlines()) ^ set(before.splitlines())
    assert {line.split()[1] for line in lines} == {b"<http://purl.org/dc/terms/isReplacedBy>"}


def test_same_joins_two_things_under_the_older_id(call, kg):
    call("decide", kg, "same", "Tomas Brandt", "Carla Nunes", *SIGNED, "-q", "--build")
    assert call("query", kg, "SELECT (COUNT(?x) AS ?n) { ?x a schema:Person }").split() == ["n", "2"]
    assert "isReplacedBy" in exported(kg).decode()


def test_a_decision_about_an_article_that_is_removed_is_reported(call, kg):
    call("decide", kg, "reject", "Visit of Ana Vela to Lisbon", "place", "Lisbon", *SIGNED, "-q", "--build")
    call("remove", kg, "Visit to Lisbon", "-q")
    assert "no article says so any longer" in kgraph.open(kg, Config()).report["notes"][0]


def test_decisions_go_out_as_csv_and_come_in_again(call, kg, tmp_path):
    call("decide", kg, "same", "Tomas Brandt", "Carla Nunes", *SIGNED, "-q")
    call("decide", kg, "correct", "Visit of Ana Vela to Lisbon", "place", "Lisbon", "Vienna", *SIGNED, "-q")
    call("decide", kg, "same", "Vienna", "http://www.wikidata.org/entity/Q1741", *SIGNED, "-q")
    call("decide", kg, "undo", json.loads(call("decide", kg, "--list", "--json"))["data"][0]["id"], *SIGNED, "-q")
    call("decide", kg, "--export", "out.csv", "-q")
    lines = sorted((kg / "decisions.jsonl").read_text().splitlines())
    (kg / "decisions.jsonl").unlink()
    call("decide", kg, "--import", "out.csv", "-q")
    assert sorted((kg / "decisions.jsonl").read_text().splitlines()) == lines


def test_a_table_that_people_wrote_is_taken_in_and_a_wrong_row_stops_it(call, kg, tmp_path):
    (tmp_path / "in.csv").write_text("verdict,first,second,reason\nsame,Tomas Brandt,Carla Nunes,one person\n")
    call("decide", kg, "--import", "in.csv", *SIGNED, "-q")
    rows = list(csv.DictReader(io.StringIO(call("decide", kg, "--export", "-"))))
    assert [(r["verdict"], r["first"], r["reason"]) for r in rows] == [("same", "Tomas Brandt", "one person")]
    (tmp_path / "bad.csv").write_text("verdict,first,second\nsame,Ana Vela,Lisbon\nsame,Nobody,Lisbon\n")
    done = CliRunner().invoke(command, ["decide", str(kg), "--import", "bad.csv", *SIGNED], standalone_mode=False)
    assert "Nobody" in str(done.exception)
    assert len((kg / "decisions.jsonl").read_text().splitlines()) == 1


def test_review_takes_keys_from_a_pipe_and_writes_each_answer_down(call, kg):
    shown = call("review", kg, *SIGNED, "-q", "--only", "facts", text="n\nu\nx\ns\ny\n")
    assert "Right? " in shown
    assert "is no answer here" in shown
    verdicts = [row["decision"].split()[0] for row in json.loads(call("decide", kg, "--list", "--json"))["data"]]
    assert sorted(verdicts) == ["accept", "reject", "undo"]


def test_review_asks_what_is_decided_no_more_and_the_costliest_doubt_first(call, kg):
    before = json.loads(call("review", kg, "--json"))["data"]
    assert [r["gain"] for r in before] == sorted((r["gain"] for r in before), reverse=True)
    call("review", kg, *SIGNED, "-q", "--most", 1, text="y\n")
    assert len(json.loads(call("review", kg, "--json"))["data"]) == len(before) - 1


def test_review_of_a_pair_merges_or_keeps_apart(call, kg):
    row = json.loads(call("review", kg, "--json"))["data"][0]
    graph = kgraph.open(kg, Config())
    from kgraph.curation import Curator

    named = [Curator(graph).thing(n) for n in ("Tomas Brandt", "Carla Nunes")]
    things = [
        {"label": n.label, "id": n.label, "class": "person", "records": list(n.records), "quotes": ["…"]} for n in named
    ]
    pair = {
        "kind": "pair",
        "id": "x",
        "gain": 9,
        "score": 0.4,
        "rule": "name",
        "agrees": ["country"],
        "differs": [],
        "things": things,
    }
    (kg / "review.jsonl").write_text(json.dumps(pair) + "\n" + json.dumps(row) + "\n")
    assert "One and the same? Tomas Brandt (person) / Carla Nunes (person)" in call(
        "review", kg, *SIGNED, "-q", "--build", text="m\nq\n"
    )
    assert call("query", kg, "SELECT (COUNT(?x) AS ?n) { ?x a schema:Person }").split() == ["n", "2"]


def test_remove_takes_an_article_out_by_any_of_its_names(call, kg, tmp_path):
    article = call("query", kg, "SELECT ?a { ?a a schema:NewsArticle ; schema:headline 'Visit to Lisbon' }").split()[1]
    call("remove", kg, article, "-q")
    assert b"Nunes" not in exported(kg)
    call("remove", kg, "first.txt", "-q")
    assert call("query", kg, "SELECT (COUNT(*) AS ?n) { ?s rdfs:label ?o }").split() == ["n", "0"]


def test_link_writes_same_as_now_and_at_each_later_build(call, kg, tmp_path):
    (tmp_path / "list.csv").write_text("id,name,aliases,kind\n7,Carla Nunes,,Person\n8,Vienna,Wien,Place\n")
    call("link", kg, "--reconcile", "list.csv", "--prefix", "https://a.example/", "-q")
    links = "SELECT ?x { ?t schema:sameAs ?x } ORDER BY ?x"
    assert {"https://a.example/7", "https://a.example/8"} <= set(call("query", kg, links).split())
    call("decide", kg, "different", "Vienna", "https://a.example/8", *SIGNED, "-q", "--build")
    assert "https://a.example/8" not in call("query", kg, links).split()
