"""The SPARQL 1.1 Graph Store Protocol: whole graphs by HTTP verbs.

``/data?default`` and ``/data?graph=IRI`` name a graph, and so does any address below ``/data/``.
See https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kgraph.serve.access import readers, to_response, writer
from kgraph.serve.problems import Problem
from kgraph.serve.requests import body, leaving, parameters, require_token, settings_of

PATH = "/data"
NEW = "new"
"""What stands for the graph that a POST to the store itself is to make."""


async def store(request: Request) -> Response:
    """Read (GET, HEAD), replace (PUT), extend (POST) or remove (DELETE) a graph."""
    name = _named(request)
    if request.method in ("GET", "HEAD"):
        if name == NEW:
            raise Problem(400, "which-graph", "say which graph: ?default or ?graph=IRI")
        arguments = {"accept": request.headers.get("accept", ""), "name": name}
        return to_response(
            await readers(request).run("kgraph.serve.jobs:graph", b"", arguments, leaving=leaving(request)),
            Vary="Accept",
        )
    require_token(request)
    if request.method == "DELETE":
        if name == NEW:
            raise Problem(400, "which-graph", "say which graph: ?default or ?graph=IRI")
        return to_response(await writer(request).run("kgraph.serve.changes:drop", b"", {"name": name}))
    data = await body(request, settings_of(request).body)
    described: dict[str, str | bool | None] = {
        "name": name,
        "content_type": request.headers.get("content-type", ""),
        "replace": request.method == "PUT",
        "store": str(request.url.replace(query="")),
    }
    if name == NEW and request.method == "PUT":
        raise Problem(400, "which-graph", "say which graph: ?default or ?graph=IRI")
    return to_response(await writer(request).run("kgraph.serve.changes:put", data, described))


def _named(request: Request) -> str | None:
    """The graph a request is about: an IRI, None for the default graph, or :data:`NEW`."""
    found = parameters(request)
    default = [value for name, value in found if name == "default"]
    graphs = [value for name, value in found if name == "graph"]
    if len(default) + len(graphs) > 1:
        raise Problem(400, "which-graph", "name one graph")
    if request.path_params.get("path"):
        if default or graphs:
            raise Problem(400, "which-graph", "name the graph by the path or by a parameter, not both")
        # The path as it was sent: decoding it would make two addresses one graph.
        sent = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace")
        return f"{request.url.scheme}://{request.url.netloc}{sent.partition('?')[0]}"
    if default:
        return None
    return graphs[0] if graphs else NEW


_METHODS = ["GET", "PUT", "POST", "DELETE"]
routes = [Route(PATH, store, methods=_METHODS), Route(PATH + "/{path:path}", store, methods=_METHODS)]
