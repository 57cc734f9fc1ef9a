"""Documentation pages that are run as they are written: files, commands, and what they print.

A block whose first line names a file (```` ```toml kgraph.toml ````) is written; a block of ``sh`` is
run; a block of ``output`` is what the last command printed, where “…” stands for anything.
Other blocks are for reading only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)


def blocks(page: str) -> Iterator[re.Match[str]]:
    """The blocks of a page of ``docs/``, in order."""
    return BLOCK.finditer((DOCS / page).read_text(encoding="utf-8"))


def shell(command: str, folder: Path) -> str:
    """What a command prints in a folder, with this environment's kgraph found first."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH_")}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    found = subprocess.run(
        ["bash", "-euc", command], cwd=folder, env=environ, capture_output=True, text=True, timeout=120, check=False
    )
    assert found.returncode == 0, f"{command}\n{found.stdout}{found.stderr}"
    return found.stdout


def matches(printed: str, shown: str) -> bool:
    """True if the page shows what was printed; “…” stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), printed, re.S) is not None


def run(page: str, folder: Path) -> int:
    """Do what a page says in a folder; how many commands that were. Fails where it prints something else."""
    printed, count = "", 0
    for block in blocks(page):
        kind, file, text = block["kind"], block["file"], block["text"]
        if file:
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text)
        elif kind == "sh":
            printed, count = shell(text, folder), count + 1
        elif kind == "output":
            assert matches(printed, text), f"the page shows\n{text}but this was printed\n{printed}"
    return count
