"""Run by test_contract: builds in forked children, kills them with SIGKILL, builds again, compares.

``python killing.py PRESS WORK`` prints one JSON object: when each child was killed (share of a
whole build's time), how many graphs the next build completed to the same bytes, and how often
readers that looked at a killed graph could read it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import kgraph
from kgraph.config import Config
from kgraph.errors import GraphError
from kgraph.pipeline import build, load_knowledge, load_schema

CONFIG = Config()


def child(press: Path, folder: Path) -> int:
    """Start a build in a child that shares the loaded model; its process id."""
    pid = os.fork()
    if pid == 0:
        try:
            build([press], folder, CONFIG)
        finally:
            os._exit(0)
    return pid


def contents(folder: Path) -> tuple[bytes, bytes, bytes]:
    quarantine, review = ((folder / name).read_bytes() for name in ("quarantine.jsonl", "review.jsonl"))
    return kgraph.open(folder, CONFIG).export("nq"), quarantine, review


def whole(press: Path, folder: Path) -> float:
    """Build in a child, to the end; how long it takes."""
    start = time.perf_counter()
    os.waitpid(child(press, folder), 0)
    return time.perf_counter() - start


def main(press: Path, work: Path) -> None:
    load_knowledge(CONFIG, load_schema(CONFIG))
    work.mkdir()
    first = sorted(press.iterdir())[0]
    start = work / "start"  # half of the kills hit a build that adds to a graph
    whole(first, start)
    wanted = {}
    seconds = {}
    for grown in (False, True):
        folder = work / f"whole-{grown}"
        if grown:
            shutil.copytree(start, folder)
        seconds[grown] = whole(press, folder)
        wanted[grown] = contents_in_child(folder)
    moments = random.Random(5)
    kills, equal, looked, readable = [], 0, 0, 0
    for number in range(20):
        grown, folder = number % 2 == 1, work / f"killed-{number}"
        if grown:
            shutil.copytree(start, folder)
        share = moments.random()
        pid = child(press, folder)
        time.sleep(share * seconds[grown])
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        kills.append(round(share, 2))
        if (folder / "store" / "current").exists():
            looked += 1
            readable += contents_in_child(folder, whole=False) is not None
        whole(press, folder)
        equal += contents_in_child(folder) == wanted[grown]
        shutil.rmtree(folder)
    print(json.dumps({"kills": kills, "equal": equal, "looked": looked, "readable": readable}))


def contents_in_child(folder: Path, *, whole: bool = True) -> str | None:
    """A hash of what readers get, worked out in a child: this process must not hold a store when it forks."""
    import hashlib

    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            found = contents(folder) if whole else (kgraph.open(folder, CONFIG).export("nq"),)
            os.write(write, hashlib.sha256(b"".join(found)).hexdigest().encode())
        except GraphError:
            pass
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(pid, 0)
    with os.fdopen(read) as stream:
        return stream.read() or None


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
