"""Decisions are replayed, never overwritten, and say so when they are about nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kgraph.errors import GraphError, UsageError
from kgraph.model import Decision, Fact, FactName, Literal, Named, Ref, Span
from kgraph.resolve.decisions import append, as_json, corrected, decide, from_json, load, replay, utc
from kgraph.resolve.edtf import claim_of

WORDS = Span(0, 5, "Words", 0)


def fact(name, subject="a", value="Vienna", predicate="kg:topic"):
    return Fact(name, Ref(subject), predicate, Literal(value), (WORDS,), "rule", 0.8)


def made(verdict, at, **about):
    return decide(Decision("", verdict, f"2026-03-0{at}", "ana", **about))


def pair(verdict, at, one="a", other="b"):
    return made(verdict, at, things=(Named(one, (one,)), Named(other, (other,))))


def about(name="f1", quote="Words"):
    return FactName(name, "a", "kg:topic", "Vienna", quote)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "decisions.jsonl"


def test_what_is_written_is_read_and_written_once(path):
    decisions = [pair("same", 1), made("correct", 2, fact=about(), value="Lisbon")]
    assert append(path, decisions) == 2
    assert append(path, decisions) == 0
    assert list(load(path).all) == decisions
    assert [from_json(as_json(d)) for d in decisions] == decisions


def test_two_lists_merged_line_by_line_in_any_order_are_the_same_decisions(path, tmp_path):
    append(path, [pair("same", 1), pair("different", 2)])
    lines = path.read_text().splitlines(keepends=True)
    other = tmp_path / "merged.jsonl"
    other.write_text("".join([lines[1], lines[0], lines[1]]))
    assert load(other) == load(path)


def test_the_later_of_two_decisions_about_a_pair_counts(path):
    append(path, [pair("different", 2), pair("same", 1)])
    judged = replay(load(path), [fact("f1"), fact("f2", "b")]).judgements
    assert (judged.same, judged.different) == (frozenset(), {("a", "b")})


def test_undo_takes_back_and_undoing_the_undo_brings_back(path):
    first = pair("same", 1)
    undo = made("undo", 2, undoes=first.id)
    append(path, [first, undo])
    assert load(path).in_force == ()
    append(path, [made("undo", 3, undoes=undo.id)])
    assert load(path).in_force == (first,)


def test_a_record_that_is_gone_is_stood_for_by_the_next(path):
    append(path, [made("same", 1, things=(Named("A", ("gone", "a")), Named("B", ("b",))))])
    assert replay(load(path), [fact("f1"), fact("f2", "b")]).judgements.same == {("a", "b")}


def test_a_decision_about_nothing_is_reported_and_no_error(path):
    append(
        path,
        [
            pair("same", 1, "a", "gone"),
            made("reject", 2, fact=about("lost", "Other words")),
            made("undo", 3, undoes="none"),
        ],
    )
    rulings = replay(load(path), [fact("f1")])
    assert rulings.facts == {}
    assert len(rulings.idle) == 3
    assert "gone" in rulings.idle[0]


def test_a_decision_finds_its_fact_again_after_an_edit_elsewhere_in_the_article(path):
    append(path, [made("reject", 1, fact=about("id of the old snapshot"))])
    assert set(replay(load(path), [fact("id of the new one")]).facts) == {"id of the new one"}


def test_a_line_changed_by_hand_does_not_count_and_is_reported(path):
    append(path, [pair("same", 1)])
    path.write_text(path.read_text().replace('"ana"', '"bo"'))
    assert load(path).all == ()
    assert "decisions.jsonl:1" in load(path).warnings[0]


def test_a_conflict_left_by_git_is_an_error_with_its_line(path):
    append(path, [pair("same", 1)])
    path.write_text(path.read_text() + "<<<<<<< HEAD\n")
    with pytest.raises(GraphError) as caught:
        load(path)
    assert caught.value.place is not None
    assert caught.value.place.line == 2


def test_appending_behind_a_line_without_end_keeps_both(path):
    append(path, [pair("same", 1)])
    path.write_text(path.read_text().rstrip("\n"))
    append(path, [pair("different", 2)])
    assert len(load(path).all) == 2


def test_a_correction_is_a_new_fact_with_the_same_words():
    old = fact("f1")
    decision = made("correct", 1, fact=about(), value="Lisbon")
    new, _ = corrected(old, decision, {"a"})
    assert new is not None
    assert (new.object, new.evidence, new.extractor) == (Literal("Lisbon"), old.evidence, f"decision:{decision.id}")
    assert new.id != old.id


def test_a_corrected_date_has_the_days_it_allows():
    claim = claim_of("2019-11-25")
    old = replace(fact("f1", value="2019-11-25"), date=claim)
    new, _ = corrected(old, made("correct", 1, fact=about(), value="2020-02"), {"a"})
    assert new is not None
    assert new.date is not None
    assert [str(new.date.earliest), str(new.date.latest)] == ["2020-02-01", "2020-02-29"]
    assert corrected(old, made("correct", 1, fact=about(), value="soon"), {"a"})[0] is None


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2019", ("2019-01-01", "2019-12-31")),
        ("[2019-01..2019-03]", ("2019-01-01", "2019-03-31")),
        ("2019-01-05/2019-02", ("2019-01-05", "2019-02-28")),
        ("XXXX-11-25", ("None", "None")),
    ],
)
def test_dates_that_people_give(edtf, bounds):
    claim = claim_of(edtf)
    assert claim is not None
    assert (str(claim.earliest), str(claim.latest)) == bounds


@pytest.mark.parametrize("text", ["", "soon", "2019-13", "2019-02-30", "2020/2019", "XXXX-13-01", "a/b/c"])
def test_what_is_no_date(text):
    assert claim_of(text) is None


def test_a_decision_has_an_author_and_a_time_in_utc():
    assert utc("2026-03-01T10:00:00+01:00") == "2026-03-01T09:00:00Z"
    with pytest.raises(UsageError):
        decide(replace(pair("same", 1), author=" "))
    with pytest.raises(UsageError):
        decide(replace(pair("same", 1), time="yesterday"))
    assert json.dumps(as_json(pair("same", 1)))
