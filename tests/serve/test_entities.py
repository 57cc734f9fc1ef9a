"""Entity pages: every IRI of the graph answers, in the form that is asked for."""

from __future__ import annotations

import hashlib
import re
import shutil
from base64 import b64encode
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from kgraph.graph.store import change_store, open_for_reading

from .conftest import Server, Starter
from .test_doors import problem

BASE = "https://kg.example/"
RDFS_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@pytest.fixture(scope="module")
def person(sample_folder: Path) -> str:
    """The path of a person of the sample."""
    rows = open_for_reading(sample_folder).query(
        "SELECT ?p { ?p a <https://schema.org/Person> ; <http://www.w3.org/2000/01/rdf-schema#label> 'Wu Weiren' }"
    )
    (row,) = rows  # type: ignore[union-attr]
    return "/" + row["p"].value.removeprefix(BASE)


def test_people_get_a_page_with_the_words_that_say_each_fact(server: Server, person: str) -> None:
    response = server.request("GET", person, headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"})
    page = response.data.decode()
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Wu Weiren</h1>" in page
    assert "<blockquote>" in page
    assert f'href="{BASE}' not in page  # things of the graph are linked to here


def test_a_page_runs_no_script_and_only_its_own_style(server: Server, person: str) -> None:
    response = server.request("GET", person + "?format=html")
    style = re.search(r"<style>(.*?)</style>", response.data.decode(), re.DOTALL)
    assert style
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = response.headers["content-security-policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy


@pytest.mark.parametrize(
    ("media", "form"), [("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/n-triples", "nt")]
)
def test_machines_get_what_is_said_of_it(
    server: Server, sample_folder: Path, person: str, media: str, form: str
) -> None:
    response = server.request("GET", person, headers={"Accept": media})
    assert response.headers["content-type"].startswith(media)
    assert response.headers["content-location"] == f"{person}?format={form}"
    assert server.request("GET", person + f"?format={form}").data == response.data
    data = Dataset().parse(data=response.data, format="json-ld" if form == "jsonld" else form)
    found = {str(o) for s, _, o, _ in data.quads() if str(s) == BASE + person[1:]}
    node = ox.NamedNode(BASE + person[1:])
    stored = open_for_reading(sample_folder).quads_for_pattern(node, None, None, ox.DefaultGraph())
    assert found == {q.object.value for q in stored}


@pytest.mark.parametrize("kind", ["id", "fact", "text", "snapshot", "graph", "run"])
def test_every_kind_of_iri_of_the_graph_answers(server: Server, sample_folder: Path, kind: str) -> None:
    iris = {q.subject.value for q in open_for_reading(sample_folder) if isinstance(q.subject, ox.NamedNode)}
    one = min(i for i in iris if i.startswith(f"{BASE}{kind}/"))
    for form in ("html", "ttl", "jsonld"):
        assert server.request("GET", f"/{one.removeprefix(BASE)}?format={form}").status == 200


def test_what_the_graph_does_not_know_is_not_there(server: Server) -> None:
    problem(server.request("GET", "/id/nobody"), 404, "not-found")
    problem(server.request("GET", "/id/"), 404, "not-found")
    problem(server.request("GET", "/id/x?format=exe"), 400, "bad-format")


def test_nothing_that_is_offered_is_406(server: Server, person: str) -> None:
    problem(server.request("GET", person, headers={"Accept": "image/png"}), 406, "not-acceptable")
    problem(server.ask("ASK {}", Accept="image/png"), 406, "not-acceptable")


def test_names_that_are_markup_or_scripts_stay_text(tmp_path: Path, sample_folder: Path, start: Starter) -> None:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "kg"))
    node, old = ox.NamedNode(BASE + "id/evil-000000"), ox.NamedNode(BASE + "id/merged-000000")
    link = ox.NamedNode("javascript:alert(1)")

    def add(store: ox.Store) -> None:
        store.add(ox.Quad(node, RDFS_LABEL, ox.Literal("<script>alert(1)</script>")))
        store.add(ox.Quad(node, ox.NamedNode("https://schema.org/url"), link))
        store.add(ox.Quad(old, ox.NamedNode("http://purl.org/dc/terms/isReplacedBy"), node))

    change_store(folder, add)
    server = start(folder)
    page = server.request("GET", "/id/evil-000000").data.decode()
    assert "<script" not in page
    assert 'href="javascript' not in page
    moved = server.request("GET", "/id/merged-000000", redirect=False)
    assert (moved.status, moved.headers["location"]) == (301, "/id/evil-000000")
