"""Between requests and workers: what endpoints (of this package and of others) call."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kgraph.serve.frames import Reply
from kgraph.serve.pool import Pool
from kgraph.serve.prepared import Prepared
from kgraph.serve.requests import leaving


def readers(request: Request) -> Pool:
    """The workers that read the graph."""
    pool: Pool = request.app.state.readers
    return pool


def writer(request: Request) -> Pool:
    """The one worker that changes the graph; only behind :func:`kgraph.serve.requests.require_token`."""
    pool: Pool = request.app.state.writer
    return pool


def pages(request: Request, *, checks: bool = False) -> Prepared:
    """The worker that holds the pages' tables, or the one that holds the checks of the whole graph."""
    found: Prepared = request.app.state.checks if checks else request.app.state.tables
    return found


async def answer(request: Request, job: str, **arguments: Any) -> Response:
    """Have a reading job done (``module:function`` of kgraph) and give its reply as the response.

    The function is called in a worker as ``function(opened, body, **arguments)`` with an
    :class:`kgraph.serve.worker.Opened`; arguments must be JSON. It returns a
    :class:`kgraph.serve.frames.Reply` or raises :class:`kgraph.serve.problems.Problem`.
    """
    return to_response(await readers(request).run(job, b"", arguments, leaving=leaving(request)))


def to_response(reply: Reply, **headers: str) -> Response:
    """A worker's reply as an HTTP response."""
    response = Response(reply.body, reply.status, {**reply.headers, **headers})
    if reply.media_type:
        response.headers["Content-Type"] = reply.media_type
    return response
