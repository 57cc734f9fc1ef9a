"""What leaves the house: words of others only as far as asked, and only reviewed facts if asked."""

from __future__ import annotations

import json
import shutil

import pyoxigraph as ox
import pytest

import kgraph
from kgraph.config import Config
from kgraph.errors import GraphError, UsageError
from kgraph.schema import KG

BODY = "https://schema.org/articleBody"
QUOTE = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf"


def predicates(graph):
    return {q.predicate.value for q in graph.store}


def test_full_text_leaves_only_when_asked(sample):
    assert BODY not in predicates(sample.shared())
    assert QUOTE in predicates(sample.shared())
    assert BODY in predicates(sample.shared("full"))
    assert set(sample.shared("full").store) == set(sample.store)


def test_without_text_no_sentence_of_an_article_is_left(sample):
    bodies = [q.object.value for q in sample.store.quads_for_pattern(None, ox.NamedNode(BODY), None)]
    sentences = {s.strip() for b in bodies for s in b.split(". ") if len(s) > 40}
    data = sample.export("nq", text="none").decode()
    assert not [s for s in sentences if s in data]
    assert "Helve Tammsaar" in data


def test_an_unknown_text_is_an_error(sample):
    with pytest.raises(UsageError, match="no such text"):
        sample.shared("some")


@pytest.fixture
def reviewed(sample, tmp_path):
    """A graph of which one fact was accepted, and one was accepted and then rejected."""
    folder = tmp_path / "kg"
    shutil.copytree(sample.folder, folder)
    facts = [f.id.rpartition("/")[2] for f in sample.entity("Helve Tammsaar").facts if f.predicate == "kg:represents"]
    rows = [
        {"decision": "accept", "fact": facts[0]},
        {"verdict": "accept", "fact": {"id": facts[1]}},
        {"verdict": "reject", "fact": {"id": facts[1]}},
    ]
    (folder / "decisions.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    return kgraph.open(folder, Config()), facts[0]


def test_reviewed_only_keeps_accepted_facts_and_nothing_else(reviewed):
    graph, accepted = reviewed
    shown = graph.shared("full", reviewed_only=True)
    facts = {q.subject.value for q in shown.store.quads_for_pattern(None, ox.NamedNode(KG + "evidence"), None)}
    assert facts == {f"{graph.base}fact/{accepted}"}
    stated = list(shown.store.quads_for_pattern(None, ox.NamedNode(KG + "represents"), None, ox.DefaultGraph()))
    assert len(stated) == 1
    assert not list(shown.store.quads_for_pattern(None, ox.NamedNode(KG + "participant"), None))
    assert shown.evidence(accepted)[0].quote.startswith("Helve Tammsaar")


def test_reviewed_only_without_decisions_is_empty(sample):
    assert sample.export("nq", reviewed_only=True) == b""


def test_a_damaged_decision_says_its_line(reviewed):
    graph, _ = reviewed
    (graph.folder / "decisions.jsonl").write_text('{"decision": "accept", "fact": "x"}\n{oops\n')
    with pytest.raises(GraphError) as caught:
        graph.shared(reviewed_only=True)
    assert str(caught.value.place).endswith("decisions.jsonl:2")


def test_a_review_status_in_the_graph_counts_too(sample):
    fact = sample.entity("Gozo Lamp").facts[0]
    graph = next(q.graph_name for q in sample.store.quads_for_pattern(ox.NamedNode(fact.id), None, None))
    mark = ox.Quad(ox.NamedNode(fact.id), ox.NamedNode(KG + "reviewStatus"), ox.Literal("accepted"), graph)
    shown = sample._with([*sample.store, mark]).shared(reviewed_only=True)
    assert {f.id for f in shown.cards.facts(subject=fact.subject)} == {fact.id}
