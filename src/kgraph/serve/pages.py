"""The pages and the JSON they ask for, as routes for the server.

``/`` and the names of pages give the application, ``/static/`` its built files, ``/api/``
what :mod:`kgraph.web.data` says. That is made in a worker (:mod:`kgraph.serve.pagejobs`), from
the generation that is current when it is asked for, and never in the server itself: a page over
a huge graph neither blocks other requests nor outlives its deadline. A browser that has an
answer already gets 304.
"""

from __future__ import annotations

import hmac
from functools import partial
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kgraph.errors import KgraphError
from kgraph.serve.access import pages, to_response
from kgraph.serve.middleware import is_loopback
from kgraph.serve.pagejobs import ANSWERS, CHECKS, problem
from kgraph.serve.requests import body as body_of
from kgraph.serve.requests import leaving
from kgraph.web.page import shell, static

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Everything from this server, nothing from elsewhere, no script or style in the page itself."""

_PAGES = ("explore", "timeline", "articles", "disagreements", "quality", "query", "review")
_MEDIA = {".js": "text/javascript", ".css": "text/css", ".txt": "text/plain"}
_BIGGEST = 64 * 1024
_OF_ONE = ("card", "article", "question")


def routes(*, token: str = "") -> list[Route]:
    """The routes of the pages.

    Decisions are taken from this machine, or with the token (``Authorization: Bearer …``) from
    elsewhere.
    """
    api = [
        Route(f"/api/{name}/{{id}}" if name in _OF_ONE else f"/api/{name}", partial(_json, name), methods=["GET"])
        for name in ANSWERS
    ]
    return [
        Route("/", _page, methods=["GET"]),
        *(Route(f"/{name}", _page, methods=["GET"]) for name in _PAGES),
        *(Route(f"/{name}/{{id}}", partial(_redirect, name), methods=["GET"]) for name in ("article", "entity")),
        Route("/static/{name}", _static, methods=["GET"]),
        *api,
        Route("/api/decisions", partial(_decide, token), methods=["POST"]),
    ]


# -- answers -----------------------------------------------------------------------------------


async def _json(name: str, request: Request) -> Response:
    values: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        values.setdefault(key, []).append(value)
    arguments = {"name": name, "of": request.path_params.get("id", ""), "values": values}
    reply = await pages(request, checks=name in CHECKS).run(
        "kgraph.serve.pagejobs:answer", b"", arguments, leaving(request)
    )
    if reply.status != 200:
        return to_response(reply)
    etag = f'"{blake2b(reply.body, digest_size=8).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return to_response(reply, **headers)


async def _decide(token: str, request: Request) -> Response:
    """Add a decision."""
    if refused := refuses(request, token):
        return to_response(problem(refused, 403))
    body = await body_of(request, _BIGGEST)
    return to_response(await pages(request).run("kgraph.serve.pagejobs:decide", body, {}, leaving(request)))


def refuses(request: Request, token: str) -> KgraphError | None:
    """Why a request may not decide, or None: it comes from this machine and from our own page, or
    it brings the token.

    A proxy on this machine sends what others ask for; such requests carry the public name.
    """
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return None
    client, host = request.client.host if request.client else "", request.headers.get("host", "")
    if not is_loopback(client) or not is_loopback(request.url.hostname or ""):
        return KgraphError(
            "decisions are taken from this machine only", help="send the token that the server was started with"
        )
    own = request.headers.get("origin", "").partition("://")[2] == host
    if not own or not request.headers.get("content-type", "").startswith("application/json"):
        return KgraphError("decisions are taken from kgraph's own pages only", help="or send the server's token")
    return None


# -- pages -------------------------------------------------------------------------------------


async def _page(_: Request) -> Response:
    text = shell(
        title="kgraph",
        policy=Markup(),
        style=Markup('<link rel="stylesheet" href="/static/style.css">'),
        scripts=Markup('<script type="module" src="/static/app.js"></script>'),
    )
    return Response(text, media_type="text/html", headers=_headers())


def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }


async def _redirect(name: str, request: Request) -> Response:
    return RedirectResponse(f"/#/{name}/{quote(request.path_params['id'], safe='')}")


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    media = _MEDIA.get(Path(name).suffix)
    if media is None or name not in _built():
        return to_response(problem(KgraphError("there is no such file"), 404))
    text = static(name)
    etag = f'"{blake2b(text.encode(), digest_size=8).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=media, headers=headers)


def _built() -> frozenset[str]:
    return frozenset(p.name for p in (files("kgraph.web") / "static").iterdir())
