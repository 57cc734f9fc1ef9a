"""Work spread over processes, given back in order, whatever becomes of a process.

A killed worker breaks the whole pool. What it left undone is given to a new pool; after a second
break shards are tried one at a time in a process of their own, then item by item, so that the
item that kills its reader is known and set aside, and all others are done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Generic, TypeVar

SHARD = 8
"""Items given to a worker at a time."""

Item = TypeVar("Item")
Made = TypeVar("Made")


class Died(Exception):  # noqa: N818 - a result, not an error of kgraph
    """Stands for the result of an item whose worker died each time."""


@dataclass(frozen=True)
class Crew(Generic[Item, Made]):
    """How to work: the task (a function of a module), what prepares a worker, how many."""

    task: Callable[[Item], Made]
    prepare: Callable[..., None]
    given: tuple[object, ...]
    workers: int

    def run(self, items: Sequence[Item]) -> Iterator[Made | Died]:
        """The results of the items, in their order."""
        shards = [items[i : i + SHARD] for i in range(0, len(items), SHARD)]
        done: dict[int, list[Made | Died]] = {}
        for _ in range(2):
            if len(done) < len(shards):
                self._attempt(shards, done)
        for number, shard in enumerate(shards):
            if number not in done:
                done[number] = self._carefully(shard)
            yield from done.pop(number)

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        # Spawned, not forked: the parent has threads (Arrow's, the store's).
        return ProcessPoolExecutor(workers, get_context("spawn"), self.prepare, self.given)

    def _attempt(self, shards: Sequence[Sequence[Item]], done: dict[int, list[Made | Died]]) -> None:
        with self._pool(self.workers) as pool:
            waiting: dict[int, Future[list[Made]]] = {}
            try:
                for number, shard in enumerate(shards):
                    if number not in done:
                        waiting[number] = pool.submit(_each, self.task, shard)
            except BrokenProcessPool:
                pass  # what was submitted may still be done
            for number, future in waiting.items():
                try:
                    done[number] = [*future.result()]
                except BrokenProcessPool:
                    continue

    def _carefully(self, shard: Sequence[Item]) -> list[Made | Died]:
        """One process for a shard; where it dies, one for each of its items."""
        found = self._alone(shard)
        if found is not None:
            return [*found]
        results: list[Made | Died] = []
        for item in shard:
            single = self._alone([item])
            results.append(single[0] if single else Died())
        return results

    def _alone(self, shard: Sequence[Item]) -> list[Made] | None:
        with self._pool(1) as pool:
            try:
                return pool.submit(_each, self.task, shard).result()
            except BrokenProcessPool:
                return None


def _each(task: Callable[[Item], Made], shard: Sequence[Item]) -> list[Made]:
    return [task(item) for item in shard]
