"""A worker: a process of its own that answers one job at a time and may be killed at any moment.

``python -m kgraph.serve.worker`` reads frames from standard input and writes frames to standard
output. The first tells it what it works on; each of the others names a function of kgraph
(``kgraph.serve.jobs:query``) that gets the open graph, the job's arguments and its body.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

import pyoxigraph as ox

from kgraph.config import Config
from kgraph.errors import GraphError
from kgraph.graph.store import generation_of, open_for_reading
from kgraph.resources import ontology_dir
from kgraph.schema import Schema
from kgraph.serve import frames
from kgraph.serve.frames import Frame, Reply
from kgraph.serve.problems import Problem
from kgraph.serve.withhold import open_without_texts

STACK = 512 * 2**20
"""Bytes of stack for a query: its parser and evaluator call themselves for each level of nesting."""

Job = Callable[..., Reply]


class Opened:
    """A graph folder as jobs see it: always the generation that is current when a job begins."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.folder, self.base = Path(told["folder"]), str(told["base"])
        self.prefixes: dict[str, str] = told["prefixes"]
        self.rows, self.answer = int(told["rows"]), int(told["answer"])
        self.text: str = told["text"]
        settings: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told["config"].items()}
        self.config = Config(**settings)
        self.kept: dict[str, Any] = {}
        """What jobs keep of the current generation."""
        self._generation: str | None = None
        self._store: ox.Store | None = None

    def refresh(self) -> None:
        """Turn to the current generation if it is another one than before."""
        generation = generation_of(self.folder)
        if self._store is None or generation != self._generation:
            self.forget()
            self._generation = generation
            self._store = open_without_texts(self.folder) if self.text == "quotes" else open_for_reading(self.folder)

    def forget(self) -> None:
        """Open the store anew for the next job."""
        self._store = None
        self.kept.clear()

    @property
    def generation(self) -> str:
        """The name of the generation that is open."""
        return self._generation or ""

    @cached_property
    def schema(self) -> Schema:
        """The ontology, kgraph's and the configured one."""
        return Schema.load(ontology_dir(), *(Path(p) for p in self.config.ontology))

    @property
    def store(self) -> ox.Store:
        """The store, read-only."""
        if self._store is None:
            self.refresh()
        assert self._store is not None
        return self._store


def main() -> None:
    """Work until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing but frames may reach the pipe
    jobs: SimpleQueue[Frame] = SimpleQueue()
    threading.stack_size(STACK)
    threading.Thread(target=_work, args=(jobs, target), daemon=True).start()
    while (frame := frames.read(source)) is not None:
        jobs.put(frame)
    os._exit(0)  # the server is gone: a query that still runs is for nobody


def _work(jobs: SimpleQueue[Frame], target: BinaryIO) -> None:
    told = jobs.get().header
    _limit_memory(told["memory"])
    opened = Opened(told)
    _send(target, Frame({"ready": True}))
    while True:
        _send(target, _answer(opened, jobs.get()))


def _answer(opened: Opened, job: Frame) -> Frame:
    try:
        reply = _run(opened, job)
    except Problem as problem:
        return Frame(
            {"problem": [problem.status, problem.kind, problem.detail], "headers": problem.headers},
        )
    except MemoryError:
        return Frame({"problem": [503, "memory", "the answer takes more memory than the server gives to one"]})
    except BaseException as error:  # also panics of the engine, which are no Exception
        import traceback

        traceback.print_exc()
        return Frame({"problem": [500, "bug", f"a bug in kgraph: {type(error).__name__}"]})
    return Frame({"status": reply.status, "media_type": reply.media_type, "headers": reply.headers}, reply.body)


def _run(opened: Opened, job: Frame) -> Reply:
    function, arguments = _job(job.header["job"]), job.header["arguments"]
    try:
        opened.refresh()
        return function(opened, job.body, **arguments)
    except (OSError, RuntimeError, GraphError):
        # The generation may have been cleared away below our feet, by two builds in quick succession.
        if opened.generation == generation_of(opened.folder):
            raise
        opened.forget()
        opened.refresh()
        return function(opened, job.body, **arguments)


@cache
def _job(name: str) -> Job:
    module, _, function = name.partition(":")
    assert module.startswith("kgraph.")
    job: Job = getattr(import_module(module), function)
    return job


def _limit_memory(most: int) -> None:
    """Let the system refuse more memory than that; a process that goes on asking ends, alone."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (most + STACK, most + STACK))


def _send(target: BinaryIO, frame: Frame) -> None:
    target.write(frame.encode())
    target.flush()


if __name__ == "__main__":
    main()
