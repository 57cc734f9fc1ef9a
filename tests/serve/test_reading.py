"""Parts of the server by themselves: Accept headers, keywords, datasets of updates."""

from __future__ import annotations

import doctest
from importlib import import_module

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.serve.negotiate import GRAPHS, RESULTS, choose
from kgraph.serve.problems import Problem
from kgraph.serve.scan import fetches
from kgraph.serve.using import with_dataset

G = ox.NamedNode("http://example.org/g")
B, Q = ox.NamedNode("http://example.org/b"), ox.NamedNode("http://example.org/q")
H = ox.NamedNode("http://example.org/h")


@pytest.mark.parametrize("name", ["negotiate", "scan", "middleware"])
def test_examples_in_the_code_run(name: str) -> None:
    assert doctest.testmod(import_module(f"kgraph.serve.{name}")).failed == 0


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("text/csv", "text/csv"),
        ("*/*;q=0.1, text/csv;q=0.2", "text/csv"),
        ("application/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=nonsense", None),
        ("text/html", None),
    ],
)
def test_the_best_form_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, list(RESULTS)) == chosen


@given(st.text())
def test_any_accept_header_gives_a_form_that_is_offered_or_none(accept: str) -> None:
    assert choose(accept, list(GRAPHS)) in {*GRAPHS, None}


HARMLESS = st.sampled_from(
    ["?x", "'SERVICE'", '"LOAD"', "<http://a/SERVICE>", "a:SERVICE", "?service", "@service", "# SERVICE\n", "'''\n'SERVICE'''", "a:b\\'", "{", "<"]
)  # fmt: skip


@given(st.lists(HARMLESS), st.lists(HARMLESS), st.sampled_from(["SERVICE", "service", "Load", "sErViCe"]))
def test_a_keyword_is_found_wherever_it_stands_and_nothing_else_is(
    before: list[str], after: list[str], word: str
) -> None:
    assert fetches(" ".join([*before, *after])) == ""
    assert fetches(" ".join([*before, word, *after])) == word.upper()


@pytest.mark.parametrize("text", ["\\u0053ERVICE <x>", "S\\u0045RVICE", "'a\\u0027 SERVICE '"])
def test_a_keyword_in_code_points_is_found(text: str) -> None:
    assert fetches(text) == "SERVICE"


def quad(subject: str, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(f"http://example.org/{subject}"), ox.NamedNode("http://example.org/p"), ox.Literal("1"), graph
    )


def test_a_dataset_reaches_each_operation_with_a_condition() -> None:
    update = """# WHERE { } USING
        INSERT DATA { x:c x:p "WHERE {}" } ;
        INSERT { ?s\tx:q "2" } # a comment with WHERE and }
        # another
        WHERE # and one more WHERE
        { ?s x:p '1' } ;
        DELETE\t{ ?s x:p '1' } WHERE\t{ ?s x:p '1' . ?s x:q '2' . }"""
    store = ox.Store()
    store.extend(
        [quad("a", ox.DefaultGraph()), quad("b", ox.DefaultGraph()), quad("b", G), ox.Quad(B, Q, ox.Literal("2"), G)]
    )
    store.update(with_dataset(update, [G], [], {"x": "http://example.org/"}))
    rows = {
        (q.subject.value[-1], q.predicate.value[-1], q.object.value, "g" if q.graph_name == G else "") for q in store
    }
    # "a" is not in the dataset; "b" of the default graph is deleted because of what its namesake in the dataset says.
    assert rows == {
        ("a", "p", "1", ""),
        ("c", "p", "WHERE {}", ""),
        ("b", "q", "2", ""),
        ("b", "p", "1", "g"),
        ("b", "q", "2", "g"),
    }


def test_the_short_form_of_delete_gets_its_dataset() -> None:
    quads = [quad("a", ox.DefaultGraph()), quad("b", ox.DefaultGraph()), quad("b", G)]
    short = "DELETE WHERE { ?s ?p ?o } # the end"
    store = ox.Store()
    store.extend(quads)
    store.update(with_dataset(short, [G], [], {}))
    assert {str(q) for q in store} == {str(quads[0]), str(quads[2])}


@pytest.mark.parametrize(
    "update",
    ["WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT { ?s ?p 1 } USING NAMED <x:g> WHERE { ?s ?p ?o }"],
)
def test_a_dataset_in_the_request_and_in_the_update_is_refused(update: str) -> None:
    with pytest.raises(Problem) as error:
        with_dataset(update, [], [H], {})
    assert error.value.kind == "dataset-twice"
