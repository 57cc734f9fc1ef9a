"""The service description: what an endpoint tells machines of itself."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kgraph.serve.access import answer
from kgraph.serve.requests import settings_of

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
)  # fmt: skip
_READ = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")


async def description(request: Request) -> Response:
    """Describe the endpoint in the form that is asked for."""
    return await answer(
        request,
        "kgraph.serve.description:describe",
        accept=request.headers.get("accept", ""),
        endpoint=str(request.url.replace(query="")),
        updates=settings_of(request).updates,
    )


def describe(opened, _: bytes, *, accept: str, endpoint: str, updates: bool):  # type: ignore[no-untyped-def]  # a job
    """Job: the description as RDF."""
    from kgraph.serve.frames import Reply
    from kgraph.serve.jobs import not_acceptable, with_charset, write_graph
    from kgraph.serve.negotiate import GRAPHS, choose

    media = choose(accept, list(GRAPHS)) or ("text/turtle" if "html" in accept else not_acceptable(GRAPHS))
    return Reply(write_graph(opened, quads(endpoint, updates), media), with_charset(media), headers={"Vary": "Accept"})


def quads(endpoint: str, updates: bool) -> list[ox.Quad]:
    """The triples of the description."""
    service = ox.BlankNode("service")
    dataset, graph = ox.BlankNode("dataset"), ox.BlankNode("default")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    found = [
        ox.Quad(service, _RDF_TYPE, sd("Service")),
        ox.Quad(service, sd("endpoint"), ox.NamedNode(endpoint)),
        ox.Quad(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Quad(service, sd("defaultDataset"), dataset),
        ox.Quad(dataset, _RDF_TYPE, sd("Dataset")),
        ox.Quad(dataset, sd("defaultGraph"), graph),
        ox.Quad(graph, _RDF_TYPE, sd("Graph")),
    ]
    found += [ox.Quad(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in _WRITTEN]
    if updates:
        found.append(ox.Quad(service, sd("supportedLanguage"), sd("SPARQL11Update")))
        found += [ox.Quad(service, sd("inputFormat"), ox.NamedNode(_FORMATS + name)) for name in _READ]
    return found
