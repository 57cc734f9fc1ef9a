"""Around every request: whose host it names, what it did, what browsers may do with the answer."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.serve.problems import Problem
from kgraph.serve.responses import response_of

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def is_loopback(name: str) -> bool:
    """True for names and addresses by which only this machine itself can be reached.

    >>> [is_loopback(n) for n in ("127.0.0.2", "::1", "[::1]", "localhost", "0.0.0.0", "kg.example", "")]
    [True, True, True, True, False, False, False]
    """
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name.lower() == "localhost"


_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::\d{1,5})?", re.ASCII)

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


class HostCheck:
    """Refuse requests for other hosts.

    A page from elsewhere can make its own name point to 127.0.0.1 (DNS rebinding) and would
    then read this server from people's browsers; but its requests carry its name.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app, self.hosts = app, frozenset(h.lower() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what names one of our hosts, with any port."""
        if scope["type"] != "http" or self._ours(scope):
            await self.app(scope, receive, send)
            return
        problem = Problem(421, "wrong-host", "this server does not answer for the host that the request names")
        await response_of(problem)(scope, receive, send)

    def _ours(self, scope: Scope) -> bool:
        named = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        found = _HOST.fullmatch(named[0]) if len(named) == 1 else None
        return found is not None and found[1].lower() in self.hosts


class Log:
    """One line a request on stderr: client, method, address, status, bytes, milliseconds."""

    def __init__(self, app: ASGIApp, quiet: bool = False) -> None:
        self.app, self.quiet = app, quiet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and say afterwards what became of it."""
        if scope["type"] != "http" or self.quiet:
            await self.app(scope, receive, send)
            return
        status, size, start = 0, 0, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            client = (scope.get("client") or ("-",))[0]
            path = printable(scope.get("raw_path", b"").decode("latin-1"))
            spent = (time.perf_counter() - start) * 1000
            sys.stderr.write(f"{client} {scope['method']} {path} {status} {size} {spent:.1f}ms\n")


def printable(text: str, most: int = 200) -> str:
    r"""Text that cannot end a line of the log or steer a terminal.

    >>> printable("/id/x\n127.0.0.1 GET /faked")
    '/id/x%0A127.0.0.1%20GET%20/faked'
    """
    return "".join(c if "!" <= c <= "~" else f"%{ord(c):02X}" for c in text[:most])


class SafeHeaders:
    """Headers that keep browsers from guessing types and other sites from embedding answers."""

    def __init__(self, app: ASGIApp, shared: bool) -> None:
        self.app = app
        self.headers = {k: v for k, v in _HEADERS.items() if not (shared and k.startswith(b"cross-origin"))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers that are not there."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((k, v) for k, v in self.headers.items() if k not in there)]
            await send(message)

        await self.app(scope, receive, marked if scope["type"] == "http" else send)
