"""A worker that must know much before it can answer: it is told once a generation, in no request's time.

The tables behind the pages of a large graph take longer than a request may. They are made once,
with more patience; requests wait for them as long as a request may, and are then told to come
again. A worker that was killed, and a new generation, begin anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kgraph.graph.store import generation_of
from kgraph.serve.frames import Reply
from kgraph.serve.pool import Leaving, Pool
from kgraph.serve.problems import Problem

PATIENCE = 900.0
"""Seconds for the preparation."""

_Known = tuple[str, tuple[int, ...]]


@dataclass
class Prepared:
    """One worker that has done the job ``preparation`` for the current generation before it does any other."""

    pool: Pool
    folder: Path
    preparation: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    _known: _Known | None = None
    _task: asyncio.Task[None] | None = field(default=None, repr=False)

    async def run(self, job: str, body: bytes, arguments: Mapping[str, Any], leaving: Leaving) -> Reply:
        """Have a job done; see :meth:`kgraph.serve.pool.Pool.run`."""
        await self._ready()
        return await self.pool.run(job, body, arguments, leaving=leaving)

    async def _ready(self) -> None:
        if self._task is None or (self._task.done() and self._known != self._now()):
            self._task = asyncio.get_running_loop().create_task(self._prepare())
            self._task.add_done_callback(lambda task: task.cancelled() or task.exception())  # told to those who wait
        try:
            async with asyncio.timeout(self.pool.settings.timeout):
                await asyncio.shield(self._task)
        except TimeoutError:
            raise Problem(
                503, "busy", "the pages of this graph are being prepared: it is large", {"Retry-After": "10"}
            ) from None

    async def _prepare(self) -> None:
        generation = generation_of(self.folder)
        await self.pool.run(self.preparation, b"", self.arguments, limit=PATIENCE)
        self._known = (generation, tuple(self.pool.pids))

    def _now(self) -> _Known:
        return generation_of(self.folder), tuple(self.pool.pids)
