"""The SPARQL 1.1 Protocol: queries for everybody, updates for those with the token.

See https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-service-description/.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kgraph.serve.access import readers, to_response, writer
from kgraph.serve.description import description
from kgraph.serve.negotiate import essence, is_utf8
from kgraph.serve.problems import Problem
from kgraph.serve.requests import Parameters, body, fields, leaving, parameters, require_token, settings_of

PATH = "/sparql"

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"


async def endpoint(request: Request) -> Response:
    """One address for queries and updates."""
    found = parameters(request)
    if request.method in ("GET", "HEAD"):
        if any(name == "update" for name, _ in found):
            raise Problem(400, "update-by-get", "an update must be sent by POST")
        if not found:
            return await description(request)
        return await _query(request, found, None)
    kind = request.headers.get("content-type", "")
    if essence(kind) not in (_FORM, _QUERY, _UPDATE) or not is_utf8(kind):
        raise Problem(415, "media-type", f"send {_FORM}, {_QUERY} or {_UPDATE}, in UTF-8")
    if essence(kind) == _UPDATE:
        require_token(request)
    settings = settings_of(request)
    data = await body(request, settings.query if essence(kind) == _QUERY else settings.body)
    if essence(kind) == _QUERY:
        return await _query(request, found, data)
    if essence(kind) == _UPDATE:
        return await _update(request, found, data)
    found += fields(data)
    if any(name == "update" for name, _ in found):
        require_token(request)
        return await _update(request, found, None)
    return await _query(request, found, None)


async def _query(request: Request, found: Parameters, text: bytes | None) -> Response:
    query = _only("query", "update", found, text)
    most = settings_of(request).query
    if len(query) > most:
        raise Problem(413, "too-large", f"a query may have {most:,} bytes at most")
    arguments = {
        "accept": request.headers.get("accept", ""),
        "base": str(request.url.replace(query="")),
        "default_graphs": [v for n, v in found if n == "default-graph-uri"],
        "named_graphs": [v for n, v in found if n == "named-graph-uri"],
    }
    reply = await readers(request).run("kgraph.serve.jobs:query", query, arguments, leaving=leaving(request))
    return to_response(reply, Vary="Accept")


async def _update(request: Request, found: Parameters, text: bytes | None) -> Response:
    update = _only("update", "query", found, text)
    arguments = {
        "base": str(request.url.replace(query="")),
        "using": [v for n, v in found if n == "using-graph-uri"],
        "using_named": [v for n, v in found if n == "using-named-graph-uri"],
    }
    return to_response(await writer(request).run("kgraph.serve.changes:update", update, arguments))


def _only(name: str, other: str, found: Parameters, text: bytes | None) -> bytes:
    """The one query or update that a request must have. Raises :class:`Problem` for none, two or a mixture."""
    given = [value.encode() for key, value in found if key == name] + ([] if text is None else [text])
    if any(key == other for key, _ in found):
        raise Problem(400, "two-operations", "send a query or an update, not both")
    if len(given) != 1:
        raise Problem(400, "one-operation", f"send one {name}, not {len(given)}")
    try:
        given[0].decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "not-utf8", f"the {name} is not UTF-8") from None
    return given[0]


routes = [
    Route(PATH, endpoint, methods=["GET", "POST"]),
    Route(PATH + "/", endpoint, methods=["GET", "POST"]),
]
