"""Each format is read by what it is for, and has the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic

from kgraph.graph.export import jsonld as compacted
from kgraph.graph.framed import CONTEXT, article_quads, loader, neighbourhood

MEETING = "Meeting of Helve Tammsaar and Josette Camilleri"


@pytest.mark.parametrize(("form", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_what_gephi_is_given(form, reader, sample):
    made, found = sample.to_networkx(kind="event"), reader(io.BytesIO(sample.export(form)))
    assert set(found) == set(made)
    assert found.number_of_edges() == made.number_of_edges()
    for node, data in made.nodes(data=True):
        assert found.nodes[node]["label"] == data["label"]
        assert found.nodes[node]["kind"] == data["kind"]
    roles = {d["predicate"] for _, _, d in found.edges(data=True)}
    assert {"kg:participant", "kg:recipient", "kg:visitor"} <= roles
    assert b"lastmodifieddate" not in sample.export(form)


def test_entities_are_joined_by_the_events_they_share(sample):
    made = sample.to_networkx(kind="entity")
    one, other = sorted(sample.entity(n).iri for n in ("Helve Tammsaar", "Josette Camilleri"))
    shared = [d["label"] for d in made.get_edge_data(one, other).values() if d["predicate"] == "kg:Meeting"]
    assert MEETING in shared
    assert not any(data["kind"] == "kg:Meeting" for _, data in made.nodes(data=True))


def test_the_rdf_network_has_every_triple(sample):
    wanted = sum(isinstance(q.graph_name, ox.DefaultGraph) for q in sample.store)
    assert sample.to_networkx(kind="rdf").number_of_edges() == wanted


def test_characters_that_xml_forbids_do_no_harm(sample):
    from kgraph.graph.networks import gexf, graphml

    made = nx.MultiDiGraph()
    made.add_node("a", label="bell \x07 and <tag> & é", kind="kg:Thing")
    assert nx.read_graphml(io.BytesIO(graphml(made))).nodes["a"]["label"] == "bell � and <tag> & é"
    assert nx.read_gexf(io.BytesIO(gexf(made))).nodes["a"]["label"] == "bell � and <tag> & é"


# -- tables --------------------------------------------------------------------------------


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_csv_tables_point_at_each_other(sample):
    tables = {name: table(data) for name, data in sample.tables("csv").items()}
    assert set(tables) == {"entities.csv", "events.csv", "participants.csv", "statements.csv"}
    entities, events = ({row["id"] for row in tables[n]} for n in ("entities.csv", "events.csv"))
    assert len(entities) == len(tables["entities.csv"])
    for row in tables["participants.csv"]:
        assert row["event"] in events
        assert row["participant"] in entities
    meeting = next(r for r in tables["events.csv"] if r["label"] == MEETING and r["date"] == "2023-10-11")
    assert (meeting["kind"], meeting["place"], meeting["basis"]) != ("", "", "")
    said = next(r for r in tables["statements.csv"] if r["topic"] == "an agreement on lighthouses")
    assert (said["speaker"], said["modality"], said["publisher"]) == ("Helve Tammsaar", "proposes", "Corvo Press")


def test_neo4j_files_keep_the_rules_of_its_importer(sample):
    """https://neo4j.com/docs/operations-manual/current/import/: header fields, ids, array separator, types, one line a row."""
    files = sample.tables("neo4j")
    for data in files.values():
        text = data.decode()
        assert len(text.splitlines()) == len(list(csv.reader(io.StringIO(text)))), "multiline fields are off by default"
    nodes, links = table(files["nodes.csv"]), table(files["relationships.csv"])
    field = re.compile(r"^(\w*)(:(ID|LABEL|START_ID|END_ID|TYPE|string|int|float|date))?$")
    assert all(field.match(name) for rows in (nodes, links) for name in rows[0])
    ids = [row["iri:ID"] for row in nodes]
    assert len(set(ids)) == len(ids)
    assert all(row[":START_ID"] in set(ids) and row[":END_ID"] in set(ids) for row in links)
    assert all(re.fullmatch(r"\w+", row[":TYPE"]) for row in links)
    assert all(re.fullmatch(r"\w+(;\w+)*", row[":LABEL"]) for row in nodes)
    for row in nodes:
        assert not row["sources:int"] or int(row["sources:int"]) > 0
        assert all(date.fromisoformat(row[name]) for name in ("earliest:date", "latest:date") if row[name])
    assert all(0 < float(row["confidence:float"]) <= 1 for row in links if row["confidence:float"])
    assert any(row[":TYPE"] == "represents" and int(row["facts:int"]) >= 2 for row in links)


# -- JSON-LD -------------------------------------------------------------------------------


def from_pyoxigraph(text):
    return set(ox.parse(text, format=ox.RdfFormat.JSON_LD))


def from_pyld(text, schema):
    options = {"format": "application/n-quads", "documentLoader": loader(schema)}
    return set(ox.parse(jsonld.to_rdf(json.loads(text), options), format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("name", ["Helve Tammsaar", "Gozo Lamp", "A guest from Tallinn"])
def test_framed_json_ld_is_the_same_triples_to_three_readers(name, sample):
    text = json.dumps(sample.jsonld(name))
    wanted = set(neighbourhood(sample.store, sample.asker.find(name).value))
    assert from_pyoxigraph(text) == wanted
    assert from_pyld(text, sample.schema) == wanted
    theirs = rdflib.Graph().parse(data=text, format="json-ld")
    ours = rdflib.Graph().parse(
        data=ox.serialize((q.triple for q in wanted), format=ox.RdfFormat.N_TRIPLES), format="nt"
    )
    assert isomorphic(theirs, ours)


def test_an_articles_json_ld_is_the_same_quads_to_three_readers(sample):
    wanted = article_quads(sample.store, sample.asker.find("A guest from Tallinn").value)
    text = compacted(wanted, sample.schema, sample.base).decode()
    assert from_pyoxigraph(text) == set(wanted)
    assert from_pyld(text, sample.schema) == set(wanted)
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="json-ld")
    graphs = {q.graph_name for q in wanted}
    for graph in graphs:
        part = [q.triple for q in wanted if q.graph_name == graph]
        own = dataset.default_graph if isinstance(graph, ox.DefaultGraph) else dataset.graph(rdflib.URIRef(graph.value))
        ours = rdflib.Graph().parse(data=ox.serialize(part, format=ox.RdfFormat.N_TRIPLES), format="nt")
        assert len(own) == len(ours)
        assert {tuple(map(str, t)) for t in own} == {tuple(map(str, t)) for t in ours}


def test_framed_json_ld_speaks_in_our_terms(sample):
    found = sample.jsonld("Helve Tammsaar")
    assert found["id"] == sample.entity("Helve Tammsaar").iri
    assert "Person" in found["type"]
    assert found["represents"]["label"] == "Estonia"


def test_our_context_is_known_offline_and_no_other_is_asked_for(sample):
    document = {"@context": CONTEXT, "id": "https://kg.example/id/x", "type": "Meeting"}
    options = {"documentLoader": loader(sample.schema)}
    assert jsonld.expand(document, options)[0]["@type"] == ["https://w3id.org/kgraph/ns#Meeting"]
    with pytest.raises(jsonld.JsonLdError):
        jsonld.expand(document | {"@context": "https://elsewhere.example/context"}, options)


def test_schema_org_uses_only_its_own_terms(sample):
    found = sample.schema_org("A guest from Tallinn")
    assert (found["@type"], found["headline"], found["datePublished"]) == (
        "NewsArticle",
        "A guest from Tallinn",
        "2023-10-16",
    )
    assert found["publisher"] == {"@type": "Organization", "name": "Gozo Lighthouse Trust"}
    assert {"Helve Tammsaar", "Gozo"} & {m["name"] for m in found["mentions"]}
    assert "kgraph/ns" not in json.dumps(found)
    offline = {"@context": {"@vocab": "https://schema.org/"}}
    terms = ox.parse(json.dumps(found | offline), format=ox.RdfFormat.JSON_LD)
    assert all(q.predicate.value.startswith(("https://schema.org/", "http://www.w3.org/1999")) for q in terms)


# -- same bytes ----------------------------------------------------------------------------


def test_same_graph_same_bytes(sample):
    again = sample._with(reversed(list(sample.store)))
    for form in ("graphml", "gexf", "jsonld", "trig"):
        assert sample.export(form) == again.export(form), form
    for form in ("csv", "neo4j"):
        assert sample.tables(form) == again.tables(form), form
    for make in (lambda g: g.jsonld("Estonia"), lambda g: g.schema_org("A guest from Tallinn")):
        assert json.dumps(make(sample)) == json.dumps(make(again))
