"""Worker processes: as many as answer at once, each killed when its request's time is up.

A query that takes longer than a moment leaves its place to the next request and runs on beside
it at a lower priority, so that a few endless ones do not make everybody wait.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kgraph.serve.frames import Frame, Reply, read_async
from kgraph.serve.problems import Problem
from kgraph.serve.settings import Settings

MOMENT = 1.0
"""Seconds after which a query counts as long; well above what a new worker costs to start."""

_BUFFER = 2**20
_NICE = 15

Leaving = Callable[[], Awaitable[object]]
"""Ends when the client has left."""


@dataclass(eq=False, slots=True)
class _Worker:
    process: Process

    async def exchange(self, job: Frame) -> Frame:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(job.encode())
        await self.process.stdin.drain()
        return await read_async(self.process.stdout)

    def yield_to_others(self) -> None:
        with suppress(OSError, AttributeError):  # it has just ended; or there are no priorities here
            os.setpriority(os.PRIO_PROCESS, self.process.pid, _NICE)

    def is_prompt_again(self) -> bool:
        """Take back the low priority; only some users may."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.process.pid, os.getpriority(os.PRIO_PROCESS, 0))
        except (OSError, AttributeError):
            return False
        return True

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()


@dataclass
class Pool:
    """Workers that answer jobs. ``told`` is what each is told when it starts."""

    told: Mapping[str, Any]
    settings: Settings
    size: int
    moment: float = MOMENT
    _idle: list[_Worker] = field(default_factory=list)
    _all: set[_Worker] = field(default_factory=set)
    _waiting: int = 0
    _long: int = 0
    _stopping: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self, *, idle: bool = True) -> None:
        """Start the workers; returns when all can work. Without ``idle`` each starts when it is needed."""
        self._places = asyncio.Semaphore(self.size)
        if idle:
            self._idle += await asyncio.gather(*(self._spawn() for _ in range(self.size)))

    async def stop(self) -> None:
        """End all workers, whatever they do."""
        self._stopping = True
        for worker in self._all:
            worker.kill()
        await asyncio.gather(*self._tasks, *(w.process.wait() for w in self._all), return_exceptions=True)
        self._idle.clear()
        self._all.clear()

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers."""
        return sorted(w.process.pid for w in self._all)

    async def run(
        self,
        job: str,
        body: bytes = b"",
        arguments: Mapping[str, Any] | None = None,
        *,
        leaving: Leaving | None = None,
        limit: float = 0.0,
    ) -> Reply:
        """Have a job done: ``module:function`` of kgraph, called with the open graph, the body and the arguments.

        It has ``limit`` seconds, else those of the settings.

        Raises :class:`Problem` for what the job refuses, and 503 when time is up, too many
        wait, or the worker ended (it takes more memory than allowed).
        """
        frame = Frame({"job": job, "arguments": dict(arguments or {})}, body)
        deadline = asyncio.get_running_loop().time() + (limit or self.settings.timeout)
        await self._place(deadline)
        place = _Place(self)
        try:
            return await self._run(frame, deadline, place, leaving)
        finally:
            place.leave()

    async def _place(self, deadline: float) -> None:
        if self._places.locked() and self._waiting >= self.settings.waiting:
            raise _busy(f"{self._waiting} requests are waiting already")
        self._waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                await self._places.acquire()
        except TimeoutError:
            raise _busy("no worker became free in time") from None
        finally:
            self._waiting -= 1

    async def _run(self, frame: Frame, deadline: float, place: _Place, leaving: Leaving | None) -> Reply:
        worker = self._idle.pop() if self._idle else await self._spawn()
        exchange = asyncio.ensure_future(worker.exchange(frame))
        try:
            rest = max(deadline - asyncio.get_running_loop().time(), 0)
            done, _ = await asyncio.wait((exchange,), timeout=min(self.moment, rest))
            if not done:
                if self.moment < self.settings.timeout:
                    place.make_room(worker)
                await self._wait_long(exchange, deadline, leaving)
            reply = await exchange
        except (asyncio.IncompleteReadError, ConnectionError):
            self._replace(worker)
            raise Problem(
                503, "worker-ended", "this request ended its worker: it asked for too much memory or nests too deeply"
            ) from None
        except BaseException:
            exchange.cancel()
            self._replace(worker)
            raise
        if place.long and not worker.is_prompt_again():
            self._replace(worker)
        elif len(self._idle) >= self.size:
            self._replace(worker)  # another took its place while it was busy
        else:
            self._idle.append(worker)
        return _reply(reply)

    async def _wait_long(self, exchange: asyncio.Future[Frame], deadline: float, leaving: Leaving | None) -> None:
        left = asyncio.ensure_future(leaving()) if leaving else None
        rest = deadline - asyncio.get_running_loop().time()
        try:
            waited = (exchange, left) if left else (exchange,)
            await asyncio.wait(waited, timeout=max(rest, 0), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if left:
                left.cancel()
        if exchange.done():
            return
        if left and left.done() and not left.cancelled():
            raise Problem(400, "client-left", "the client left before the answer was ready")
        raise Problem(
            503,
            "timeout",
            f"no answer within {self.settings.timeout:g} s; the query was stopped",
            {"Retry-After": "60"},
        )

    def _replace(self, worker: _Worker) -> None:
        """Kill a worker, and start another in the background where one is missing."""
        worker.kill()
        self._all.discard(worker)
        task = asyncio.get_running_loop().create_task(self._reap_and_refill(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reap_and_refill(self, worker: _Worker) -> None:
        await worker.process.wait()
        if not self._stopping and len(self._idle) < self.size and len(self._all) < self.size + self._long:
            self._idle.append(await self._spawn())

    async def _spawn(self) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kgraph.serve.worker", stdin=PIPE, stdout=PIPE, limit=_BUFFER
        )
        worker = _Worker(process)
        self._all.add(worker)
        try:
            await worker.exchange(Frame(dict(self.told)))
        except (asyncio.IncompleteReadError, ConnectionError):
            self._all.discard(worker)
            raise Problem(503, "no-worker", "a worker did not start; the server's log says why") from None
        return worker


@dataclass
class _Place:
    """One of the places in which requests are answered; a long one gives it back early if it may."""

    pool: Pool
    long: bool = False
    _held: bool = True
    _counted: bool = False

    def make_room(self, worker: _Worker) -> None:
        self.long = True
        worker.yield_to_others()
        if self.pool._long < self.pool.size:
            self.pool._long += 1
            self._counted = True
            self._release()

    def leave(self) -> None:
        if self._counted:
            self.pool._long -= 1
        self._release()

    def _release(self) -> None:
        if self._held:
            self._held = False
            self.pool._places.release()


def _busy(why: str) -> Problem:
    return Problem(503, "busy", why, {"Retry-After": "2"})


def _reply(frame: Frame) -> Reply:
    if "problem" in frame.header:
        status, kind, detail = frame.header["problem"]
        raise Problem(status, kind, detail, frame.header.get("headers"))
    return Reply(frame.body, frame.header["media_type"], frame.header["status"], frame.header["headers"])
