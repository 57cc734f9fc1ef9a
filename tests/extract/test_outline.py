"""Clauses in words: the page of sentences is current, and offsets point at the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.config import Config
from kgraph.extract.outline import filled
from kgraph.rehearse import clause_reader

PAGE = Path(__file__).parents[2] / "docs" / "clauses.md"


@pytest.fixture(scope="module")
def clauses_in():
    return clause_reader(Config())


def test_the_page_of_sentences_shows_what_the_grammar_layer_sees_today(clauses_in):
    assert filled(PAGE.read_text(), clauses_in) == PAGE.read_text(), "run: kgraph clauses --page docs/clauses.md"


def test_a_stale_page_is_filled_in_and_its_prose_kept(clauses_in):
    page = "# Mine\n\n| sentence | clauses |\n|---|---|\n| Ana met Bo. | `see(agent: Bo)` |\n\nThe end.\n"
    assert filled(page, clauses_in) == page.replace("see(agent: Bo)", "meet(agent: Ana; patient: Bo)")


def test_polarity_modality_tense_attribution_and_span(clauses_in):
    text = "Ana Vela said that Bo Lind had not met Rosa. She hopes to visit Lyon."
    said, met, hoped, visit = clauses_in(text)
    assert (said.polarity, said.modality, said.tense, said.attribution) == ("positive", "", "past", "")
    assert (met.polarity, met.attribution, met.arguments) == ("negative", "Ana Vela said", {"agent": ("Bo Lind",), "patient": ("Rosa",)})  # fmt: skip
    assert (visit.modality, visit.polarity) == ("hopes", "positive")
    for clause in (said, met, hoped, visit):
        assert text[clause.start : clause.end] == clause.words
    assert met.words == "that Bo Lind had not met Rosa"


def test_a_light_verb_is_shown_with_its_noun_only(clauses_in):
    (talk,) = clauses_in("Ana Vela held talks with Bo Lind.")
    assert (talk.predicate, talk.light, talk.arguments["agent"]) == ("talk", "hold", ("Ana Vela",))
