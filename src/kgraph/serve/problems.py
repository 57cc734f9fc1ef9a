"""Errors as clients get them: problem details in JSON (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
TYPES = "https://w3id.org/kgraph/problem#"
"""What a problem's type begins with; the kinds are listed in ``docs/serving.md``."""


class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """An answer that is an error. ``kind`` is stable and searchable, ``detail`` is for people."""

    def __init__(self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The problem as an HTTP response."""
        document = {
            "type": TYPES + self.kind,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
        return Response(body, self.status, {**self.headers, "Cache-Control": "no-store"}, MEDIA_TYPE)


async def on_problem(_: Request, error: Exception) -> Response:
    """Answer with a problem that was raised on purpose."""
    assert isinstance(error, Problem)
    return error.response()


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer with what the router says: no such page, no such method."""
    assert isinstance(error, HTTPException)
    kind = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "http")
    detail = {
        404: "there is nothing at this address",
        405: f"{request.method} is not possible here",
    }.get(error.status_code, str(error.detail))
    return Problem(error.status_code, kind, detail, error.headers).response()


async def on_bug(_: Request, __: Exception) -> Response:
    """Answer when kgraph itself is wrong; what happened goes to the log, not to the client."""
    return Problem(500, "bug", "a bug in kgraph; the server's log says more").response()
