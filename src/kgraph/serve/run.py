"""Run a server until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from kgraph.errors import Place, UsageError
from kgraph.serve.settings import Settings

_MOST_CONNECTIONS = 500
_BACKLOG = 256


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises :class:`UsageError` if it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # With its protocol named, asyncio sends without delay: 40 ms less for each answer.
        sock = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(_BACKLOG)  # who comes while the workers start waits
    except OSError as error:
        raise UsageError(
            f"cannot listen: {error.strerror or error}",
            place=Place(f"{host}:{port}"),
            help="choose another with --port",
        ) from error
    return sock


def run(app: ASGIApp, sock: socket.socket, settings: Settings, ready: Callable[[], None]) -> None:
    """Serve on a socket until SIGTERM or SIGINT, then let requests end within their time.

    ``ready`` is called once requests can be answered.
    """
    config = uvicorn.Config(
        app, http=type("_Patient", (_Protocol,), {"seconds": settings.body_timeout}), ws="none", lifespan="on", log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=max(1, round(settings.timeout)), backlog=_BACKLOG,
        limit_concurrency=_MOST_CONNECTIONS, timeout_keep_alive=15,
    )  # fmt: skip
    server = _Server(config, ready)
    # Uvicorn hands the signal on once it has stopped; a server that was asked to stop ends well.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    asyncio.run(server.serve(sockets=[sock]))
    if not server.started:
        sys.exit(70)


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Protocol(H11Protocol):
    """HTTP/1.1, for clients that say what they want in time."""

    seconds = 20.0
    """In which a request's first line and headers must come."""

    _slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _expect(self) -> None:
        """Wait for headers while no request is being answered, from the first byte that came."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._slow is None:
            self._slow = self.loop.call_later(self.seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _give_up(self) -> None:
        self._slow = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
