"""Questions: what they ask, and how people name things in them."""

from __future__ import annotations

import json

import pytest

from kgraph.errors import QueryError
from kgraph.graph.query import questions, read_question

LIBRARY = questions()


@pytest.mark.parametrize("name", LIBRARY)
def test_every_question_answers_something_on_the_sample(name, sample):
    question = LIBRARY[name]
    given = question.example_parameters
    assert question.description
    assert sample.query(name, **given).terms, f"{name} with {given} finds nothing"


@pytest.mark.parametrize("who", ["Wu Weiren", "wu weiren", "Wu", "wu-weiren"])
def test_a_thing_is_found_by_label_other_name_or_id(who, sample):
    assert sample.card(who).label == "Wu Weiren"


def test_an_unknown_name_suggests_the_nearest(sample):
    with pytest.raises(QueryError) as caught:
        sample.query("meetings", person="Wu Weiran")
    assert "Wu Weiren" in (caught.value.help or "")


def test_a_name_of_several_things_asks_which(sample):
    with pytest.raises(QueryError, match="name of"):
        sample.card("Chang'e-4")


@pytest.mark.parametrize(
    ("parameters", "message"), [({"colour": "red"}, "no parameter"), ({"since": "soon"}, "no date")]
)
def test_wrong_parameters_are_explained(parameters, message, sample):
    with pytest.raises(QueryError, match=message):
        sample.query("meetings", **parameters)


def test_parameters_are_values_and_never_text(sample):
    with pytest.raises(QueryError, match="nothing is called"):
        sample.query("meetings", person='x" } DROP ALL #')


def test_days_bound_meetings(sample):
    days = [row[0] for row in sample.query("meetings", since="2024-01-01", until="2024-12-31").texts() if row[0]]
    assert days
    assert all(day.startswith("2024") for day in days)


def test_a_syntax_error_says_where(sample):
    with pytest.raises(QueryError, match="not SPARQL"):
        sample.query("SELECT * {")


def test_answers_as_sparql_results(sample):
    answer = sample.query("SELECT ?name ?none { ?x a kg:Award ; rdfs:label ?name } ORDER BY ?name LIMIT 2")
    found = json.loads(answer.serialise("json"))
    assert found["head"]["vars"] == ["name", "none"]
    assert [b["name"]["value"] for b in found["results"]["bindings"]] == [row[0] for row in answer.texts()]
    assert "<sparql" in answer.serialise("xml")


def test_a_question_without_title_or_with_a_wrong_parameter_is_an_error(tmp_path):
    for text in ("SELECT * {}", "# title: T\n# param: x colour : y\nSELECT * {}"):
        (tmp_path / "q.rq").write_text(text)
        with pytest.raises(QueryError):
            read_question(tmp_path / "q.rq")
