"""The page that kgraph began with: what it must give. It is other people's text and lies beside the project."""

from __future__ import annotations

import pytest

import kgraph
from kgraph.config import Config


@pytest.fixture(scope="module")
def seed(shared):
    return shared / "seed" / "ambassador-liu-meets-change-4-team.txt"


@pytest.fixture(scope="module")
def graph(seed, tmp_path_factory):
    return kgraph.build([seed], tmp_path_factory.mktemp("seed") / "kg", Config())


def labels(graph, pattern):
    return {row[0] for row in graph.query(f"SELECT ?name {{ {pattern} }}").texts()}


def test_people_are_named_without_titles(graph):
    assert labels(graph, "?x a schema:Person ; rdfs:label ?name") == {"Liu Xiaoming", "Wu Weiren"}


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("The Ambassador", "Liu Xiaoming"),
        ("the Ambassador", "Liu Xiaoming"),
        ("Liu", "Liu Xiaoming"),
        ("He", "Wu Weiren"),
        ("his", "Liu Xiaoming"),
    ],
)
def test_phrases_and_pronouns_stand_for_people(graph, words, who):
    assert labels(
        graph, f'GRAPH ?g {{ ?m a kg:Mention ; nif:anchorOf "{words}" ; kg:refersTo ?x }} ?x rdfs:label ?name'
    ) == {who}


def test_a_title_is_kept_on_the_mention_and_is_no_role(graph):
    assert labels(graph, 'GRAPH ?g { ?m nif:anchorOf "Wu Weiren" ; schema:honorificPrefix ?name }') == {
        "Academician",
        "Chief Designer",
    }
    assert labels(graph, "?p a kg:Position ; schema:name ?name") == {"Ambassador", "Chief Designer"}


def test_roles(graph):
    rows = set(
        graph.query(
            "SELECT ?who ?post ?body { ?r org:member/rdfs:label ?who ; org:role/schema:name ?post ; org:organization/rdfs:label ?body }"
        ).texts()
    )
    assert rows == {
        ("Liu Xiaoming", "Ambassador", "Chinese Embassy"),
        ("Wu Weiren", "Chief Designer", "Lunar Programme"),
    }


def test_the_society(graph):
    assert labels(graph, '?x rdfs:label "Royal Aeronautical Society" ; kg:abbreviation ?name') == {"RAeS"}
    assert labels(graph, '?x rdfs:label "Royal Aeronautical Society" ; kg:country/rdfs:label ?name') == {
        "United Kingdom"
    }
    assert labels(
        graph,
        '?e a kg:Founding ; kg:organisation/rdfs:label "Royal Aeronautical Society" ; kg:edtf ?d BIND(STR(?d) AS ?name)',
    ) == {"1866"}


def test_the_award_and_the_team(graph):
    assert labels(graph, '?x a kg:Award ; rdfs:label "Team Gold Medal" ; kg:conferredBy/rdfs:label ?name') == {
        "Royal Aeronautical Society"
    }
    assert labels(graph, "?team a kg:Team . ?who kg:leads ?team ; rdfs:label ?name") == {"Wu Weiren"}
    assert labels(graph, "?team a kg:Team ; kg:teamOf ?m . ?m a kg:Mission ; rdfs:label ?name") == {"Chang’e-4"}
    assert labels(graph, "?e a kg:AwardEvent ; kg:recipient/rdfs:label ?name") == {"Chang’e-4 mission team"}
    assert labels(graph, "?e a kg:AwardEvent ; kg:awarder/rdfs:label ?name") == {"Royal Aeronautical Society"}


def test_the_meeting_has_no_year_until_one_is_known(graph, seed, tmp_path):
    meeting = "?e a kg:Meeting ; kg:edtf ?d BIND(STR(?d) AS ?name)"
    assert labels(graph, meeting) == {"XXXX-11-25"}
    assert not labels(graph, "?e a kg:Meeting ; kg:earliest ?d BIND(STR(?d) AS ?name)")
    assert labels(graph, "?e a kg:Meeting ; kg:participant/rdfs:label ?name") == {
        "Liu Xiaoming",
        "Wu Weiren",
        "Chang’e-4 mission team",
    }
    from kgraph.pipeline import How, build

    build([seed], tmp_path / "kg", Config(), how=How("2019-11-26"))
    assert labels(kgraph.open(tmp_path / "kg"), meeting) == {"2019-11-25"}


def test_the_landing(graph):
    assert labels(graph, "?e a kg:Landing ; kg:place/rdfs:label ?name") == {"far side of the moon"}
    assert labels(graph, "?e a kg:Landing ; kg:edtf ?d BIND(STR(?d) AS ?name)") == {"[XXXX-01..XXXX-03]"}


def test_hopes_are_statements_and_nothing_was_agreed(graph):
    said = {row[:3] for row in graph.query("statements").texts()}
    assert said == {
        ("Liu Xiaoming", "congratulates", "Chang’e-4 mission team"),
        ("Liu Xiaoming", "hopes", ""),
        ("Wu Weiren", "thanks", "Liu Xiaoming"),
        ("Wu Weiren", "briefs", "Liu Xiaoming"),
        ("Wu Weiren", "hopes", ""),
    }
    hoped = " ".join(labels(graph, "?s kg:modality kg:hopes ; kg:topic ?name"))
    assert all(
        topic in hoped
        for topic in ("lunar exploration", "Mars exploration", "space weather forecast", "asteroid exploration")
    )
    assert not labels(graph, "?e a ?c ; rdfs:label ?name VALUES ?c { kg:Cooperation kg:Agreement }")
    assert labels(graph, "?p kg:proposedType kg:Cooperation ; kg:proposedParticipant/rdfs:label ?name") >= {
        "China",
        "United Kingdom",
    }


def test_the_two_countries_are_both(graph):
    assert labels(graph, 'GRAPH ?g { ?m nif:anchorOf "the two countries" ; kg:refersTo ?x } ?x rdfs:label ?name') == {
        "China",
        "United Kingdom",
    }


def test_menus_and_footers_tell_only_about_the_page(graph):
    text = next(iter(labels(graph, "?a schema:articleBody ?name")))
    assert "WeChat" not in text
    assert "All Rights Reserved" not in text
    assert labels(graph, "?a schema:articleSection ?name") == {"Embassy News"}
    assert "Embassy of the People's Republic of China" in next(
        iter(labels(graph, "?a schema:publisher/schema:name ?name"))
    )


def test_it_conforms_and_every_quote_stands_in_the_text(graph):
    assert not [f for f in graph.validate() if f.severity == "Violation"]
    wrong = "GRAPH ?g { ?e nif:anchorOf ?q ; nif:beginIndex ?b ; nif:endIndex ?n ; nif:referenceContext ?a } ?a schema:articleBody ?t FILTER (SUBSTR(?t, ?b + 1, ?n - ?b) != ?q) BIND (?q AS ?name)"
    assert not labels(graph, wrong)
