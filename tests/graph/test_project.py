"""From facts to quads."""

from __future__ import annotations

from datetime import date

import pytest

from kgraph.extract.dates import between, day_claim, month_claim, year_claim
from kgraph.graph.labels import label
from kgraph.graph.project import settle
from kgraph.model import DateClaim

DAY = date(2019, 11, 25)
OPEN = DateClaim("XXXX-11-25", None, None, "explicit")


@pytest.mark.parametrize(
    ("claims", "edtf", "disputed"),
    [
        ([day_claim(DAY, "explicit")], "2019-11-25", False),
        ([month_claim(2019, 11, "explicit"), day_claim(DAY, "relative")], "2019-11-25", False),
        (
            [year_claim(2019, "explicit"), between(date(2019, 11, 1), date(2019, 11, 30), "relative")],
            "[2019-11-01..2019-11-30]",
            False,
        ),
        ([OPEN, day_claim(DAY, "explicit")], "2019-11-25", False),
        ([OPEN, day_claim(date(2019, 11, 26), "explicit")], "2019-11-26", True),
        (
            [day_claim(DAY, "explicit"), day_claim(DAY, "relative"), day_claim(date(2019, 11, 26), "explicit")],
            "2019-11-25",
            True,
        ),
        ([OPEN], "XXXX-11-25", False),
    ],
)
def test_one_date_of_several_sources(claims, edtf, disputed):
    found, dispute = settle(claims)
    assert (found.edtf, dispute) == (edtf, disputed)


@pytest.mark.parametrize(
    ("pattern", "values", "text"),
    [
        (
            "Meeting of {host+participant}",
            {"host": ["Ana"], "participant": ["Bo", "Cleo"]},
            "Meeting of Ana, Bo and Cleo",
        ),
        ("Visit of {visitor}[ to {place}]", {"visitor": ["Ana"]}, "Visit of Ana"),
        ("{award|=Award}[ to {recipient}]", {"recipient": ["Ana"]}, "Award to Ana"),
        ("Launch of {spacecraft|mission}", {"mission": ["Lumen"]}, "Launch of Lumen"),
        ("Event[ with {participant}]", {"participant": list("ABCDEF")}, "Event with A, B, C, D and others"),
    ],
)
def test_labels_by_pattern(pattern, values, text):
    assert label(pattern, lambda role: values.get(role, [])) == text


def rows(graph, text):
    return set(graph.query(text).texts())


def test_every_stated_triple_of_an_event_has_a_fact_with_evidence(sample):
    derived = "kg:generatedLabel, rdfs:label, kg:independentSources, kg:participant, kg:earliest, kg:latest, kg:dateBasis, kg:disputed, kg:startEarliest, kg:startLatest, kg:endEarliest, kg:endLatest"
    assert not rows(
        sample,
        f"""SELECT ?s ?p ?o {{ ?s a ?c VALUES ?c {{ kg:Event kg:Thing kg:Statement kg:RoleHolding kg:Position kg:Proposition }} ?s ?p ?o
        FILTER (?p NOT IN ({derived}, kg:metWith, kg:receivedAward, kg:hasHeldPosition, schema:sameAs) && ?p != rdf:type)
        FILTER NOT EXISTS {{ GRAPH ?g {{ ?f rdf:subject ?s ; rdf:predicate ?p ; kg:evidence ?e }} }}
        FILTER NOT EXISTS {{ FILTER (?p IN (schema:name, skos:altLabel)) GRAPH ?g {{ ?f rdf:subject ?s ; rdf:predicate schema:name }} }} }}""",
    )


def test_every_quote_stands_at_its_offsets_in_text_and_raw_file(sample, articles):
    raw = {path.read_text(): path for path in articles.glob("*.txt")}
    found = rows(
        sample,
        "SELECT ?q ?b ?e ?rb ?re ?t { GRAPH ?g { ?s nif:anchorOf ?q ; nif:beginIndex ?b ; nif:endIndex ?e ; kg:rawBegin ?rb ; kg:rawEnd ?re ; nif:referenceContext ?a } ?a schema:articleBody ?t }",
    )
    assert len(found) > 800
    for quote, begin, end, raw_begin, raw_end, text in found:
        assert text[int(begin) : int(end)] == quote
        assert any(page[int(raw_begin) : int(raw_end)] == quote for page in raw)


def test_no_hope_is_an_event(sample):
    assert not rows(sample, "SELECT ?p { ?p a kg:Proposition , kg:Event }")
    assert not rows(sample, "SELECT ?e { ?e a kg:Cooperation }")


def test_nobody_meets_their_own_delegation(sample):
    assert rows(sample, "SELECT ?a { ?a kg:leads ?team . ?team a kg:Team . ?m kg:participant ?a , ?team }")
    assert not rows(sample, "SELECT ?a { ?a kg:metWith ?b . ?a kg:leads|^kg:leads ?b }")


def test_removed_text_is_nowhere_and_the_path_never_reaches_the_graph(sample, articles):
    data = sample.export("nq").decode()
    assert str(articles) not in data
    assert ".txt" not in data


def test_publishers_count_as_independent_sources(sample):
    (row,) = rows(sample, 'SELECT ?n { ?x rdfs:label "Nordland Polar Institute" ; kg:independentSources ?n }')
    assert int(row[0]) >= 3
