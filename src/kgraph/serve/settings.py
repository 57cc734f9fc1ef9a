"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Settings:
    """All limits and doors of a server. Sizes are bytes, times seconds.

    ``timeout`` covers a request from arrival to answer, waiting included. ``token`` opens the
    door to updates; without one there is none. ``hosts`` are names besides the loopback ones
    that requests may use for this server, ``cors`` the origins whose pages may read from it.
    """

    timeout: float = 30.0
    workers: int = 2
    waiting: int = 64
    rows: int = 1_000_000
    answer: int = 256 * MEGABYTE
    query: int = MEGABYTE
    body: int = 64 * MEGABYTE
    body_timeout: float = 20.0
    memory: int = 1024 * MEGABYTE
    token: str = ""
    hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    text: str = "full"
    quiet: bool = False

    @property
    def updates(self) -> bool:
        """True if the door to updates is there at all."""
        return bool(self.token)
