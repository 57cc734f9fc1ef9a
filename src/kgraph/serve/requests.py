"""Read what requests carry, within limits: parameters, bodies, tokens."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kgraph.serve.problems import Problem
from kgraph.serve.settings import Settings

_MOST_FIELDS = 1000

Parameters = list[tuple[str, str]]


def settings_of(request: Request) -> Settings:
    """The settings of the server that got a request."""
    settings: Settings = request.app.state.settings
    return settings


def parameters(request: Request) -> Parameters:
    """The parameters of the address. Raises :class:`Problem` if they are not UTF-8."""
    return fields(request.scope["query_string"])


def fields(text: bytes) -> Parameters:
    """URL-encoded fields. Raises :class:`Problem` if they are not UTF-8 or too many."""
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Problem(400, "not-utf8", "parameters must be UTF-8, percent-encoded") from None
    except ValueError:
        raise Problem(400, "too-many-parameters", f"at most {_MOST_FIELDS} parameters") from None


async def body(request: Request, most: int) -> bytes:
    """The body. Raises :class:`Problem` if it is too large or comes too slowly."""
    try:
        announced = int(request.headers.get("content-length") or 0)
    except ValueError:
        raise Problem(400, "bad-length", "Content-Length is no number") from None
    if announced > most:
        raise _too_large(most)
    try:
        async with asyncio.timeout(settings_of(request).body_timeout):
            return await _collect(request, most)
    except TimeoutError:
        raise Problem(408, "slow-body", "the body did not come in time", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise Problem(400, "client-left", "the client left before its request was complete") from None


async def _collect(request: Request, most: int) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise _too_large(most)
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(most: int) -> Problem:
    return Problem(413, "too-large", f"the body may have {most:,} bytes at most", {"Connection": "close"})


def leaving(request: Request) -> Callable[[], Awaitable[object]]:
    """Ends when the client has left; for use once the body has been read."""

    async def left() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return left


def require_token(request: Request) -> None:
    """Raise :class:`Problem` unless the request may change the graph."""
    settings = settings_of(request)
    if not settings.updates:
        raise Problem(403, "read-only", "this server is read-only; it takes changes if started with --allow-update")
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    given, right = token.strip().encode("utf-8", "replace"), settings.token.encode()
    if kind.lower() != "bearer" or not hmac.compare_digest(given, right):
        raise Problem(401, "no-token", "changes need the server's token", {"WWW-Authenticate": 'Bearer realm="kgraph"'})
