"""Both engines call the same data wrong, for every class of the ontology."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kgraph.config import Config
from kgraph.graph.project import apply_rules
from kgraph.graph.validate import (
    Finding,
    as_triples,
    asked,
    at_least,
    fast,
    pyshacl,
    report_turtle,
    sarif,
    shapes_of,
)
from kgraph.pipeline import load_schema

SCHEMA = load_schema(Config())
SHAPES = shapes_of(SCHEMA)
PREFIXES = (
    "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in SCHEMA.prefixes.items()) + "@prefix ex: <http://example.org/> .\n"
)

PERSON = 'ex:p a schema:Person ; schema:name "P" . '
ARTICLE = (
    'ex:a a schema:NewsArticle ; schema:articleBody "Hello world" ; schema:datePublished "2020-01-01"^^xsd:date . '
)

# For each class an instance that cannot be true, and (where the class has instances) one that can.
WRONG = {
    "kg:Thing": "ex:x a kg:Thing .",
    "schema:Person": 'ex:x a schema:Person , schema:Organization ; schema:name "X" .',
    "schema:Organization": 'ex:x a schema:Organization , schema:Place ; schema:name "X" .',
    "schema:GovernmentOrganization": PERSON + 'ex:x a schema:GovernmentOrganization ; schema:name "X" ; kg:partOf ex:p .',
    "kg:DiplomaticMission": "ex:x a kg:DiplomaticMission .",
    "kg:Team": PERSON + 'ex:x a kg:Team ; schema:name "X" ; kg:teamOf ex:p .',
    "schema:Place": PERSON + 'ex:x a schema:Place ; schema:name "X" ; kg:locatedIn ex:p .',
    "schema:Country": PERSON + 'ex:x a schema:Country ; schema:name "X" ; kg:memberOf ex:p .',
    "kg:CelestialPlace": 'ex:l a schema:Place ; schema:name "L" . ex:x a kg:CelestialPlace ; schema:name "X" ; kg:locatedIn ex:l .',
    "kg:Programme": 'ex:x a kg:Programme , schema:Person ; schema:name "X" .',
    "kg:Mission": 'ex:x a kg:Mission , kg:Spacecraft ; schema:name "X" .',
    "kg:Spacecraft": PERSON + 'ex:x a kg:Spacecraft ; schema:name "X" ; kg:operator ex:p .',
    "kg:Award": 'ex:x a kg:Award ; schema:name "X" ; kg:conferredBy ex:w . ex:w a schema:CreativeWork ; schema:name "W" .',
    "schema:CreativeWork": 'ex:x a schema:CreativeWork , schema:Person ; schema:name "X" .',
    "kg:Event": PERSON + "ex:x a kg:Event ; kg:participant ex:p ; kg:earliest \"2020-02-01\"^^xsd:date ; kg:latest \"2020-01-01\"^^xsd:date .",
    "kg:Meeting": 'ex:x a kg:Meeting ; rdfs:label "X" .',
    "kg:Call": 'ex:x a kg:Call ; rdfs:label "X" .',
    "kg:Visit": 'ex:x a kg:Visit ; rdfs:label "X" .',
    "kg:Ceremony": 'ex:x a kg:Ceremony ; rdfs:label "X" ; kg:organiser ex:l . ex:l a kg:Award ; schema:name "L" .',
    "kg:Conference": 'ex:x a kg:Conference ; rdfs:label "X" ; kg:participant ex:l . ex:l a kg:Award ; schema:name "L" .',
    "kg:AwardEvent": 'ex:x a kg:AwardEvent ; rdfs:label "X" .',
    "kg:Launch": 'ex:x a kg:Launch ; rdfs:label "X" .',
    "kg:Landing": 'ex:x a kg:Landing ; rdfs:label "X" .',
    "kg:Appointment": 'ex:x a kg:Appointment ; rdfs:label "X" .',
    "kg:Departure": 'ex:x a kg:Departure ; rdfs:label "X" .',
    "kg:Agreement": 'ex:x a kg:Agreement ; rdfs:label "X" .',
    "kg:Founding": PERSON + 'ex:x a kg:Founding ; rdfs:label "X" ; kg:founder ex:p .',
    "kg:Speech": 'ex:x a kg:Speech ; rdfs:label "X" .',
    "kg:Position": PERSON + 'ex:x a kg:Position ; schema:name "X" ; org:postIn ex:p .',
    "kg:RoleHolding": PERSON + "ex:x a kg:RoleHolding ; org:member ex:p ; kg:roleStatus \"current\" .",
    "kg:Statement": PERSON + "ex:x a kg:Statement ; kg:speaker ex:p .",
    "kg:Proposition": PERSON + "ex:x a kg:Proposition , kg:Event ; kg:proposedParticipant ex:p .",
    "kg:Cooperation": "ex:x a kg:Cooperation .",
    "kg:Modality": "ex:x a kg:Modality .",
    "schema:NewsArticle": 'ex:x a schema:NewsArticle ; schema:headline "X" .',
    "kg:Publisher": "ex:x a kg:Publisher .",
    "kg:Snapshot": ARTICLE + 'ex:x a kg:Snapshot ; kg:snapshotOf ex:a ; kg:sha256 "nonsense" .',
    "kg:ExtractionRun": 'ex:x a kg:ExtractionRun ; kg:software "s" .',
    "kg:Fact": "ex:x a kg:Fact ; rdf:subject ex:s ; rdf:predicate ex:p ; rdf:object ex:o ; kg:confidence 0.5 ; kg:extractor \"e\" .",
    "kg:Decision": 'ex:x a kg:Decision ; kg:verdict "perhaps" .',
    "kg:Span": ARTICLE + 'ex:x a kg:Span ; nif:anchorOf "Hello" ; nif:beginIndex 1 ; nif:endIndex 6 ; nif:referenceContext ex:a .',
    "kg:Evidence": ARTICLE + 'ex:x a kg:Evidence ; nif:anchorOf "Hello" ; nif:beginIndex 0 ; nif:endIndex 5 .',
    "kg:Mention": ARTICLE + 'ex:x a kg:Mention ; nif:anchorOf "Hello" ; nif:beginIndex 0 ; nif:endIndex 5 ; nif:referenceContext ex:a ; kg:mentionKind "noun" ; kg:refersTo ex:p .',
}  # fmt: skip


def closure(turtle: str) -> bytes:
    quads = [
        ox.Quad(t.subject, t.predicate, t.object)
        for t in ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)
    ]
    return as_triples(quads + apply_rules(quads, SCHEMA))


def told(findings: list[Finding]) -> set[tuple[str, str, str, str]]:
    return {(f.severity, f.shape, f.focus, f.path) for f in findings}


def test_every_class_has_its_wrong_instance_here():
    assert set(WRONG) == set(SCHEMA.classes)


@pytest.mark.parametrize("cls", WRONG)
def test_the_fast_engine_calls_a_wrong_instance_wrong(cls):
    violations = at_least(fast(SHAPES, closure(WRONG[cls])), "Violation")
    assert any(f.focus == "http://example.org/x" for f in violations), f"{cls} has no shape that says so"


def test_both_engines_say_the_same_of_all_wrong_instances():
    data = b"".join(closure(turtle.replace("ex:", f"ex:{cls[cls.index(':') + 1 :]}-")) for cls, turtle in WRONG.items())
    assert told(fast(SHAPES, data)) == told(pyshacl(SHAPES, data))


def test_both_engines_say_the_same_of_a_real_graph(sample):
    assert told(sample.validate("fast")) == told(sample.validate("pyshacl"))


@pytest.mark.parametrize("engine", [fast, pyshacl])
def test_constraints_asked_once_for_all_find_what_engines_find_node_by_node(engine):
    spans = "".join(
        f'ex:{n} a kg:Evidence ; nif:anchorOf "{quote}" ; nif:beginIndex {start} ; nif:endIndex {end} ; nif:referenceContext ex:a . '
        for n, (quote, start, end) in enumerate((("Hello", 0, 5), ("Hello", 1, 6), ("world", 6, 11), ("world", 0, 5)))
    )
    late = 'ex:m a kg:Meeting ; kg:participant ex:p , ex:m ; kg:earliest "2020-02-01"^^xsd:date . ex:f rdf:subject ex:m ; kg:evidence ex:0 . '
    landing = 'ex:l a kg:Landing ; kg:spacecraft ex:c ; kg:latest "2020-01-01"^^xsd:date . '
    launch = 'ex:n a kg:Launch ; kg:spacecraft ex:c ; kg:earliest "2020-01-02"^^xsd:date . '
    data = closure(PERSON + ARTICLE + spans + late + landing + launch)
    store = ox.Store()
    store.bulk_load(data, format=ox.RdfFormat.N_TRIPLES)
    found = asked(store, SCHEMA)
    assert {f.focus.rpartition("/")[2] for f in found} == {"1", "3", "m", "l"}
    assert {f.severity for f in found if f.focus.endswith("/m")} == {"Violation", "Warning"}
    without = engine(shapes_of(SCHEMA, sparql=False), data)
    assert sorted([*without, *found]) == engine(SHAPES, data)


def test_a_true_partial_event_is_a_warning_and_stays(sample):
    data = closure(PERSON + 'ex:x a kg:Meeting ; rdfs:label "X" ; kg:participant ex:p .')
    assert {f.severity for f in fast(SHAPES, data)} == {"Warning"}


def test_findings_as_a_report_and_as_sarif():
    findings = fast(SHAPES, closure(WRONG["kg:Meeting"]))
    report = report_turtle(findings)
    assert "sh:conforms false" in report
    assert len(list(ox.parse(report.encode(), format=ox.RdfFormat.TURTLE))) > 5
    assert sarif(findings)["version"] == "2.1.0"
