"""The application: routes, doors and workers of one graph folder."""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from kgraph.config import Config, load
from kgraph.resources import ontology_dir
from kgraph.schema import Schema
from kgraph.serve import entities, graphs, sparql
from kgraph.serve.middleware import LOOPBACK, HostCheck, Log, SafeHeaders
from kgraph.serve.pool import Pool
from kgraph.serve.prepared import Prepared
from kgraph.serve.problems import Problem
from kgraph.serve.responses import on_bug, on_http_error, on_problem
from kgraph.serve.settings import Settings


def create_app(
    folder: Path, settings: Settings, routes: Sequence[BaseRoute] = (), *, config: Config | None = None
) -> Starlette:
    """A server for a graph folder. ``routes`` come before kgraph's own, so that they may replace them.

    Endpoints of other modules reach the graph through :func:`kgraph.serve.access.answer`.
    """
    told = _told(folder, settings, config or load())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        pools = [app.state.readers] + ([app.state.writer] if settings.updates else [])
        try:
            for pool in pools:
                await pool.start()
            for prepared in (app.state.tables, app.state.checks):
                await prepared.pool.start(idle=False)
            yield
        finally:
            for pool in (*pools, app.state.tables.pool, app.state.checks.pool):
                await pool.stop()

    app = Starlette(
        routes=[*routes, *sparql.routes, *graphs.routes, *entities.routes],
        middleware=_middleware(settings, told["base"]),
        exception_handlers={Problem: on_problem, HTTPException: on_http_error, Exception: on_bug},
        lifespan=lifespan,
    )
    app.state.settings, app.state.folder, app.state.base = settings, folder, told["base"]
    app.state.readers = Pool(told, settings, settings.workers)
    # One change after the other, and of all that there is.
    app.state.writer = Pool({**told, "text": "full"}, settings, 1, moment=settings.timeout)
    app.state.tables, app.state.checks = (
        Prepared(Pool(told, settings, 1, moment=math.inf), folder, "kgraph.serve.pagejobs:prepare", {"checks": checks})
        for checks in (False, True)
    )
    return app


def _told(folder: Path, settings: Settings, config: Config) -> dict[str, Any]:
    """What workers must know."""
    ontology = [ontology_dir(), *(Path(p) for p in config.ontology)]
    return {
        "config": asdict(config),
        "text": settings.text,
        "folder": str(folder.resolve()),
        "base": _base(folder) or config.base,
        "prefixes": Schema.load(*ontology).prefixes,
        "rows": settings.rows,
        "answer": settings.answer,
        "memory": settings.memory,
    }


def _base(folder: Path) -> str:
    """The IRI base that the graph was built with; "" if its folder does not say."""
    path = folder / "report.json"
    return str(json.loads(path.read_text(encoding="utf-8")).get("base", "")) if path.is_file() else ""


def _middleware(settings: Settings, base: str) -> list[Middleware]:
    """Outermost first."""
    hosts = {*LOOPBACK, *settings.hosts}
    if settings.text != "full":  # served to others, who know the graph by its own address
        hosts |= {urlsplit(base).hostname or ""} - {""}
    found = [
        Middleware(Log, quiet=settings.quiet),
        Middleware(SafeHeaders, shared=bool(settings.cors)),
        Middleware(HostCheck, hosts=hosts),
    ]
    if settings.cors:
        found.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.cors),
                allow_methods=["GET", "POST", "HEAD"],
                allow_headers=["Accept", "Content-Type"],
                max_age=600,
            )
        )
    return found
