"""The W3C's own tests of the protocols, run from their manifests over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import urllib3
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from .conftest import TOKEN, Server

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SUITE = Path(__file__).parents[2].parent / "shared" / "w3c" / "sparql11-protocol"
EXPECTED = {"protocol": 34, "graph-store-protocol": 13}
FORMS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml"),
}


@dataclass
class Case:
    """One test of a manifest."""

    manifest: Graph
    node: Any

    @property
    def name(self) -> str:
        return str(self.node).rpartition("#")[2]

    def requests(self) -> list[Any]:
        action = self.manifest.value(self.node, MF.action)
        return list(Collection(self.manifest, self.manifest.value(action, HT.requests)))

    def data(self) -> Iterator[tuple[str, Path]]:
        for graph in self.manifest.objects(self.node, UT.graphData):
            file = str(self.manifest.value(graph, UT.graph)).removeprefix("file://")
            yield str(self.manifest.value(graph, RDFS.label)), Path(file)


def cases(kind: str) -> list[Case]:
    found = []
    for path in sorted((SUITE / kind).glob("manifest*.ttl")):
        manifest = Graph().parse(path, publicID=path.as_uri())
        for entries in manifest.objects(None, MF.entries):
            found += [Case(manifest, node) for node in Collection(manifest, entries)]
    return found


def parameters(kind: str) -> list[Any]:
    if not SUITE.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason="no W3C tests beside the project"))]
    return [pytest.param(case, id=case.name) for case in cases(kind)]


@pytest.mark.skipif(not SUITE.is_dir(), reason="no W3C tests beside the project")
@pytest.mark.parametrize("kind", EXPECTED)
def test_all_of_the_suite_is_run(kind: str) -> None:
    assert len(cases(kind)) == EXPECTED[kind]


@pytest.mark.parametrize("case", parameters("protocol"))
def test_sparql_protocol(case: Case, writable: Server) -> None:
    play(case, writable, "/sparql/", "/sparql/")


@pytest.mark.parametrize("case", parameters("graph-store-protocol"))
def test_graph_store_protocol(case: Case, writable: Server) -> None:
    play(case, writable, "/gsp", "/data")


def play(case: Case, server: Server, theirs: str, ours: str) -> None:
    """Send a test's requests, in order, to an emptied server, and compare each answer."""
    graphs = (f"; INSERT DATA {{ GRAPH <{graph}> {{ {file.read_text()} }} }}" for graph, file in case.data())
    assert server.update("DROP ALL" + " ".join(graphs)).status == 204
    location = ""
    for request in case.requests():
        path = ours + str(case.manifest.value(request, HT.absolutePath)).removeprefix(theirs)
        response = send(case.manifest, request, server, path.replace("$LOCATION$", quote(location, safe="")))
        location = response.headers.get("location", location)
        compare(case.manifest, case.manifest.value(request, HT.resp), response)


def send(manifest: Graph, request: Any, server: Server, path: str) -> urllib3.BaseHTTPResponse:
    headers = {"Authorization": f"Bearer {TOKEN}", **fields(manifest, request)}
    body = content(manifest, request)
    return server.request(str(manifest.value(request, HT.methodName)), path, body=body, headers=headers)


def fields(manifest: Graph, node: Any) -> dict[str, str]:
    head = manifest.value(node, HT.headers)
    return {
        str(manifest.value(h, HT.fieldName)): str(manifest.value(h, HT.fieldValue))
        for h in (Collection(manifest, head) if head else ())
    }


def content(manifest: Graph, node: Any) -> bytes | None:
    body = manifest.value(node, HT.body)
    if body is None:
        return None
    return str(manifest.value(body, CNT.chars)).encode(str(manifest.value(body, CNT.characterEncoding)))


def compare(manifest: Graph, expected: Any, response: urllib3.BaseHTTPResponse) -> None:
    allowed = [str(s).rpartition("#")[2] for s in manifest.objects(expected, MF.expectedStatus)]
    assert any(status_is(response.status, name) for name in allowed), (response.status, allowed, response.data)
    media = response.headers.get("content-type", "").partition(";")[0]
    form = manifest.value(expected, MF.expectedFormat)
    if form is not None:
        assert media in FORMS[str(form)]
    boolean = manifest.value(expected, MF.expectedBoolean)
    if isinstance(boolean, Literal):
        assert response.json()["boolean"] == boolean.toPython(), response.data
    if (body := content(manifest, expected)) is not None:
        assert media == fields(manifest, expected)["content-type"].partition(";")[0]
        assert isomorphic(Graph().parse(data=response.data, format=media), Graph().parse(data=body, format=media))


def status_is(status: int, name: str) -> bool:
    exact = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
    return status == exact[name] if name in exact else f"{status // 100}xx" == name.removeprefix("StatusCode")


# -- service description: the three tests of the suite -------------------------------------------

SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def described(writable: Server) -> Graph:
    """returns-rdf: GET on the endpoint returns RDF."""
    response = writable.request("GET", "/sparql")
    assert response.status == 200
    return Graph().parse(data=response.data, format=response.headers["content-type"].partition(";")[0])


def test_description_has_the_endpoint_triple(described: Graph, writable: Server) -> None:
    services = list(described.subjects(RDF.type, URIRef(SD + "Service")))
    assert [described.value(s, URIRef(SD + "endpoint")) for s in services] == [URIRef(writable.url + "/sparql")]


def test_description_conforms_to_its_schema(described: Graph) -> None:
    domains = {
        "endpoint": "Service", "supportedLanguage": "Service", "resultFormat": "Service", "inputFormat": "Service",
        "defaultDataset": "Service", "defaultGraph": "Dataset",
    }  # fmt: skip
    for subject, predicate, value in described:
        name = str(predicate).removeprefix(SD)
        if predicate != RDF.type:
            assert (subject, RDF.type, URIRef(SD + domains[name])) in described
            assert isinstance(value, (URIRef, BNode))
    assert URIRef(SD + "SPARQL11Update") in set(described.objects())


def test_description_of_a_read_only_server_offers_no_update(server: Server) -> None:
    quads = ox.parse(server.request("GET", "/sparql").data, format=ox.RdfFormat.TURTLE)
    assert ox.NamedNode(SD + "SPARQL11Update") not in {q.object for q in quads}
