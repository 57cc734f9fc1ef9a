"""The pages and the JSON they ask for, as routes for the server.

``/`` and the names of pages give the application, ``/static/`` its built files, ``/api/``
what :mod:`kgraph.web.data` says. Answers are made of the generation that is current when they
are asked for; a browser that has them already gets 304.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kgraph.api import Graph
from kgraph.api import open as open_graph
from kgraph.config import Config
from kgraph.errors import GraphError, KgraphError
from kgraph.graph.store import stamp_of
from kgraph.serve.judging import Judging
from kgraph.serve.questions import bound, library
from kgraph.web.data import MOST, PageData
from kgraph.web.page import shell, static

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Everything from this server, nothing from elsewhere, no script or style in the page itself."""

_PAGES = ("explore", "timeline", "articles", "disagreements", "quality", "query", "review")
_MEDIA = {".js": "text/javascript", ".css": "text/css", ".txt": "text/plain"}
_BIGGEST = 64 * 1024

Json = dict[str, Any]
Answer = Callable[[PageData, Request], Json]


def routes(folder: Path, config: Config, *, token: str = "") -> list[Route]:
    """The routes of a graph folder's pages.

    Decisions are taken from this machine, or with the token (``Authorization: Bearer …``) from
    elsewhere.
    """
    current = _Current(folder, config)
    judging = Judging(folder, token)

    def api(path: str, answer: Answer) -> Route:
        return Route(f"/api/{path}", partial(_json, current, answer), methods=["GET"])

    return [
        Route("/", _page, methods=["GET"]),
        *(Route(f"/{name}", _page, methods=["GET"]) for name in _PAGES),
        *(Route(f"/{name}/{{id}}", partial(_redirect, name), methods=["GET"]) for name in ("article", "entity")),
        Route("/static/{name}", _static, methods=["GET"]),
        api("start", lambda d, _: d.start()),
        api("overview", lambda d, _: d.overview()),
        api("search", lambda d, r: d.search(r.query_params.get("q", "")[:200], _number(r, "limit", 20, 50))),
        api("neighbourhood", lambda d, r: d.neighbourhood(r.query_params.getlist("id")[:MOST], _number(r, "limit", MOST, MOST))),
        api("path", lambda d, r: d.path(r.query_params.get("from", ""), r.query_params.get("to", ""))),
        api("card/{id}", lambda d, r: d.card(_known(d, r.path_params["id"]))),
        api("articles", lambda d, _: d.articles()),
        api("article/{id}", lambda d, r: d.article(_article(d, r.path_params["id"]))),
        api("timeline", lambda d, _: d.timeline()),
        api("disagreements", lambda d, _: d.disagreements()),
        api("quality", lambda d, _: d.quality()),
        api("questions", lambda d, _: library(d.graph)),
        api("question/{name}", lambda d, r: bound(d.graph, r.path_params["name"], dict(r.query_params))),
        api("review", lambda d, _: judging.worklist(d)),
        Route("/api/decisions", partial(_decisions, current, judging), methods=["GET", "POST"]),
    ]  # fmt: skip


class _Current:
    """The data of the current generation: read again when a build has made another one current."""

    def __init__(self, folder: Path, config: Config) -> None:
        self.folder, self.config = folder, config
        self._stamp = ""
        self._data: PageData | None = None

    def data(self) -> PageData:
        """Raises :class:`GraphError` if there is no graph."""
        current = self.folder / "store" / "current"
        stamp = current.read_text(encoding="utf-8") if current.is_file() else stamp_of(self.folder / "store")
        if self._data is None or stamp != self._stamp:
            graph: Graph = open_graph(self.folder, self.config)
            self._data, self._stamp = PageData(graph), stamp
        return self._data

    @property
    def tag(self) -> str:
        """What a browser may keep answers under."""
        return blake2b(self._stamp.encode(), digest_size=8).hexdigest()


class _NoSuchError(KgraphError):
    """An id that nothing has."""


def _known(data: PageData, name: str) -> str:
    if name not in data.tables.nodes:
        raise _NoSuchError(f"nothing in this graph is called {name[:80]!r}")
    return name


def _article(data: PageData, name: str) -> str:
    if name not in data.texts.names:
        raise _NoSuchError(f"there is no article {name[:80]!r}")
    return name


def _number(request: Request, name: str, usual: int, most: int) -> int:
    text = request.query_params.get(name, "")
    return max(1, min(most, int(text))) if text.isascii() and text.isdigit() and len(text) < 9 else usual


# -- answers -----------------------------------------------------------------------------------


async def _json(current: _Current, answer: Answer, request: Request) -> Response:
    def work() -> tuple[Json, str]:
        data = current.data()
        return answer(data, request), current.tag

    try:
        found, tag = await run_in_threadpool(work)
    except KgraphError as error:
        return _problem(error)
    body = encode(found)
    etag = f'"{tag}-{blake2b(body, digest_size=6).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def encode(found: Json) -> bytes:
    """JSON in UTF-8, the same bytes for the same answer."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _problem(error: KgraphError, status: int = 0) -> Response:
    """Problem details (RFC 9457)."""
    code = status or (404 if isinstance(error, _NoSuchError) else 503 if isinstance(error, GraphError) else 400)
    body = {
        "title": "the request cannot be answered",
        "status": code,
        "detail": error.message,
        "help": error.help or "",
    }
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(encode(body), code, headers, "application/problem+json")


async def _decisions(current: _Current, judging: Judging, request: Request) -> Response:
    """Hand out the decisions, or add one."""
    if request.method == "GET":
        return await _json(current, lambda _, __: judging.decided(), request)
    if refused := judging.refuses(request):
        return _problem(refused, 403)
    body = await request.body()
    if len(body) > _BIGGEST:
        return _problem(KgraphError("a decision is shorter than that"), 413)
    try:
        return Response(
            encode(await run_in_threadpool(lambda: judging.decide(current.data(), body))),
            201,
            media_type="application/json",
        )
    except KgraphError as error:
        return _problem(error)


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
        return _problem(_NoSuchError("there is no such file"))
    text = static(name)
    etag = f'"{blake2b(text.encode(), digest_size=8).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=media, headers=headers)


def _built() -> frozenset[str]:
    return frozenset(p.name for p in (files("kgraph.web") / "static").iterdir())
