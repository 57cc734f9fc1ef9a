"""Work spread over processes comes back in order, whoever is killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from kgraph.extract.shards import SHARD, Crew, Died

_FOLDER: list[Path] = []


def prepare(folder: str) -> None:
    _FOLDER[:] = [Path(folder)]


def double(number: int) -> int:
    """Twice the number; 13 kills its process always, 7 the first time."""
    if number == 13 or (number == 7 and not (_FOLDER[0] / "7").exists()):
        (_FOLDER[0] / str(number)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_results_come_in_order_and_a_killed_workers_shard_is_done_again(tmp_path):
    items = list(range(11))
    assert list(Crew(double, prepare, (str(tmp_path),), 2).run(items)) == [2 * n for n in items]
    assert (tmp_path / "7").exists()


def test_what_kills_its_worker_each_time_is_set_aside_and_nothing_else(tmp_path):
    items = [1, 2, 13, *range(20, 20 + SHARD)]
    found = list(Crew(double, prepare, (str(tmp_path),), 2).run(items))
    assert isinstance(found[2], Died)
    assert [x for x in found if not isinstance(x, Died)] == [2 * n for n in items if n != 13]
