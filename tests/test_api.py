"""What people import: answers, entities, evidence, other libraries' graphs."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from html import unescape

import pyoxigraph as ox
import pytest
import rdflib

import kgraph
from kgraph.errors import QueryError, UsageError
from kgraph.graph.answers import value_of


def test_rows_have_pythons_own_values(sample):
    row = sample.query(
        "SELECT ?n ?d ?b ?l ?none { BIND(1 AS ?n) BIND('2019-11-25'^^xsd:date AS ?d) BIND(true AS ?b) BIND('x'@en AS ?l) }"
    ).rows()[0]
    assert row == {"n": 1, "d": date(2019, 11, 25), "b": True, "l": "x", "none": None}


@pytest.mark.parametrize("text", ["later", "-2019-01-01", "2019-02-30"])
def test_a_literal_that_is_not_what_it_says_stays_text(text):
    assert value_of(ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))) == text


def test_arrow_and_pandas_have_the_same_rows(sample):
    answer = sample.query("publishers")
    table = answer.to_arrow()
    assert table.to_pylist() == answer.rows()
    assert [str(t) for t in table.schema.types] == ["string", "int64", "int64", "double", "date32[day]", "date32[day]"]
    pandas = pytest.importorskip("pandas", reason="the extra 'pandas' is not installed")
    frame = answer.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.to_dict("records") == answer.rows()


def test_a_column_of_several_types_is_text(sample):
    table = sample.query("SELECT ?v { VALUES ?v { 1 'a' } }").to_arrow()
    assert table.to_pydict() == {"v": ["1", "a"]}


def test_days_and_numbers_may_be_given_as_python_has_them(sample):
    given = {"person": "Helve Tammsaar", "since": date(2023, 10, 1), "until": date(2023, 10, 31)}
    assert (
        sample.query("encounters", **given).terms
        == sample.query("encounters", **{k: str(v) for k, v in given.items()}).terms
    )


def test_an_empty_answer_has_its_columns(sample):
    answer = sample.query("SELECT ?a ?b { ?a kg:partOfEvent ?b . FILTER (false) }")
    assert answer.to_arrow().column_names == ["a", "b"]
    assert answer.rows() == []
    assert len(answer) == 0


def test_events_are_those_that_can_have_happened_then(sample):
    helve = sample.entity("Helve Tammsaar")
    assert [str(e.earliest) for e in helve.events(after="2023-10-01", before=date(2023, 10, 31))] == [
        "2023-10-11",
        "2023-10-11",
        "2023-10-12",
    ]
    assert {e.kind for e in helve.events()} >= {"Meeting", "Visit", "Appointment"}
    everything = sample.entity("Liu Xiaoming").events()
    assert all(e.latest is not None for e in sample.entity("Liu Xiaoming").events(after="2000-01-01"))
    assert len(everything) >= len(sample.entity("Liu Xiaoming").events(after="2000-01-01"))
    with pytest.raises(UsageError, match="no date"):
        helve.events(after="soon")


def test_evidence_stands_where_it_says(sample):
    for fact in sample.entity("Helve Tammsaar").facts:
        for evidence in sample.evidence(fact):
            body = next(sample.query(f"SELECT ?t {{ <{evidence.article}> schema:articleBody ?t }}").texts())[0]
            assert body[evidence.start : evidence.end] == evidence.quote
            assert 0 < evidence.confidence <= 1
        assert sample.evidence(fact) == sample.evidence(fact.id)


def test_evidence_of_a_triple_is_that_of_all_its_facts(sample):
    found = sample.evidence(("Team Gold Medal", "conferredBy", "Royal Aeronautical Society"))
    assert len({e.publisher for e in found}) >= 2


def test_an_unknown_fact_says_where_ids_are_printed(sample):
    with pytest.raises(QueryError) as caught:
        sample.evidence("nowhere")
    assert "explain" in (caught.value.help or "")


def test_rdflib_has_the_accepted_facts_or_all(sample):
    plain = sample.to_rdflib()
    assert len(plain) == sum(isinstance(q.graph_name, ox.DefaultGraph) for q in sample.store)
    assert (
        rdflib.URIRef(sample.entity("Helve Tammsaar").iri),
        rdflib.RDFS.label,
        rdflib.Literal("Helve Tammsaar"),
    ) in plain
    whole = sample.to_rdflib(evidence=True)
    assert sum(1 for _ in whole.quads()) == len(sample.store)


def test_exploring_shows_the_neighbourhood_in_a_frame_and_no_article(sample):
    shown = sample.explore("Gozo Lamp", hops=1)._repr_html_()
    frame = re.fullmatch(
        r'<iframe title="Gozo Lamp" sandbox="allow-scripts allow-popups" [^>]*srcdoc="([^"]*)"></iframe>', shown
    )
    assert frame is not None
    page = unescape(frame[1])
    assert "Content-Security-Policy" in page
    assert "The Trust presented the Gozo Lamp to Josette Camilleri the same evening." in page
    assert '"Wu Weiren"' not in page  # but in the examples of the questions
    assert "From the lee side" not in page
    assert "Helve Tammsaar" in sample.explore("Gozo Lamp", hops=3)._repr_html_()


def test_a_neighbourhood_is_bounded(sample):
    from kgraph.graph.nearby import nearby

    iri = sample.entity("Helve Tammsaar").iri
    few = nearby(sample.store, iri, hops=4, most=5)
    kinds = {
        q.subject
        for q in few.quads_for_pattern(
            None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), None, ox.DefaultGraph()
        )
    }
    walked = {
        s
        for s in kinds
        if "/id/" in s.value
        and next(few.quads_for_pattern(s, ox.NamedNode("https://w3id.org/kgraph/ns#independentSources"), None), None)
    }
    assert len(walked) == 5


def test_names_of_several_things_are_told_apart_by_the_class_a_question_wants(sample):
    assert sample.query("mission-timeline", mission="Chang'e-4").terms
    with pytest.raises(QueryError, match="name of"):
        sample.entity("Chang'e-4")


def test_the_package_imports_nothing_heavy():
    code = "import kgraph, sys; kgraph.open; print(*({'pandas', 'pyarrow', 'networkx', 'rdflib', 'spacy', 'pyld'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_every_public_name_exists():
    assert all(getattr(kgraph, name) for name in kgraph.__all__)
