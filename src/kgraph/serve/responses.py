"""Problems as HTTP responses: JSON with type, title, status and detail (RFC 9457)."""

from __future__ import annotations

import json
import traceback
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kgraph.serve.problems import TYPES, Problem

MEDIA_TYPE = "application/problem+json"


def response_of(problem: Problem) -> Response:
    """A problem as a response."""
    document = {
        "type": TYPES + problem.kind,
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, problem.status, {**problem.headers, "Cache-Control": "no-store"}, MEDIA_TYPE)


async def on_problem(_: Request, error: Exception) -> Response:
    """Answer with a problem that was raised on purpose."""
    assert isinstance(error, Problem)
    return response_of(error)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer with what the router says: no such page, no such method."""
    assert isinstance(error, HTTPException)
    kind, detail = {
        404: ("not-found", "there is nothing at this address"),
        405: ("method-not-allowed", f"{request.method} is not possible here"),
    }.get(error.status_code, ("http", str(error.detail)))
    return response_of(Problem(error.status_code, kind, detail, error.headers))


async def on_bug(_: Request, error: Exception) -> Response:
    """Answer when kgraph itself is wrong; what happened goes to the log, not to the client."""
    traceback.print_exception(error)
    return response_of(Problem(500, "bug", "a bug in kgraph; the server's log says more"))
