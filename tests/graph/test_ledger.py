"""The ledger gives back what it was given, and only what was committed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.errors import GraphError
from kgraph.graph.ledger import Ledger, Manifest, reading_of
from kgraph.model import Article, ArticleRecord, DateClaim, Fact, Literal, Mention, Ref, Run, Span, Term, Zone

words = st.text(min_size=1, max_size=20)


@st.composite
def records(draw) -> ArticleRecord:
    text = draw(st.text(min_size=5, max_size=80))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    span = Span(start, end, text[start:end], draw(st.none() | st.integers(0, 1000)))
    value = draw(
        st.one_of(
            words.map(Ref),
            words.map(Term),
            st.builds(Literal, words, st.just("xsd:string"), st.sampled_from(["", "en"])),
        )
    )
    days = st.dates(date(1500, 1, 1), date(2100, 1, 1))
    claim = draw(
        st.none() | st.builds(DateClaim, words, st.none() | days, st.none() | days, st.just("explicit"), words)
    )
    fact = Fact("f", Ref("s"), "kg:place", value, (span,), "rule", draw(st.floats(0, 1)), claim)
    article = Article(
        "a",
        draw(words),
        text,
        draw(words),
        published=draw(st.none() | days),
        zones=(Zone("body", 0, 5),),
        runs=(Run(0, 3, 5),),
        meta=(("rights", "x"),),
    )
    return ArticleRecord(article, (Mention(span, ("s", "t"), "name", "head", "Dr"),), (fact,))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records())
def test_what_goes_in_comes_out(record, tmp_path_factory):
    ledger = Ledger(tmp_path_factory.mktemp("ledger"))
    parts = ledger.add([record], "run")
    ledger.commit(Manifest("run", parts, ((record.article.id, reading_of(record.article)),)))
    assert list(ledger.records()) == [record]


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\x1c", "\r", "\n"])
def test_odd_line_ends_in_a_name_do_not_break_the_manifest(odd, tmp_path):
    record = ArticleRecord(Article("a", f"s{odd}", "text", f"press{odd}.txt"))
    ledger = Ledger(tmp_path)
    manifest = Manifest("run", ledger.add([record], "run"), (("a", f"s{odd}"),), ((f"press{odd}.txt", "a"),))
    ledger.commit(manifest)
    assert Ledger(tmp_path).manifest() == manifest


def test_parts_without_a_commit_do_not_count_and_are_swept(tmp_path):
    ledger = Ledger(tmp_path)
    record = ArticleRecord(Article("a", "s", "text"))
    ledger.add([record], "run")
    assert list(ledger.records()) == []
    ledger.commit(Manifest("run"))
    assert not list(tmp_path.glob("*.parquet"))


def test_a_damaged_manifest_is_an_error_that_names_the_file(tmp_path):
    (tmp_path / "manifest.jsonl").write_text('{"format": 2, "run": "r"}\n{"part": ')
    with pytest.raises(GraphError) as caught:
        Ledger(tmp_path).manifest()
    assert caught.value.place is not None
    assert caught.value.place.file.endswith("manifest.jsonl")
