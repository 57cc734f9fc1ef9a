"""CPU of `kgraph query` from start to its last row on a store of 100,000 quads, beside bare click and pyoxigraph.

    python benchmarks/startup.py [RUNS]

Makes the store from copies of the sample corpus under other IRIs. Prints the median of the
runs' CPU seconds (user + system, children of this process) and the ratio. CPU time and a ratio
of the same run, because the machine may be busy.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import kgraph
from kgraph.config import Config
from kgraph.graph.store import write_store
from kgraph.resources import data_dir

QUADS = 100_000
LIMIT = 6.0
ROWS = {
    "bare": ["-c", "import click, pyoxigraph"],
    "help": ["-m", "kgraph_command", "--help"],
    "query": ["-m", "kgraph_command", "query", "{kg}", "leads"],
    "entity": ["-m", "kgraph_command", "query", "{kg}", "timeline", "-p", "thing=Helve Tammsaar"],
}


def make(folder: Path) -> int:
    """A graph folder of at least QUADS quads: copies of the sample's, each under IRIs of its own."""
    import pyoxigraph as ox

    graph = kgraph.build([data_dir() / "articles"], folder, Config())
    lines = graph.export("nq", text="full")
    count = len(graph.store)
    copies = -(-QUADS // count)
    quads = []
    for number in range(copies):
        base = graph.base if number == 0 else f"{graph.base}copy{number}/"
        text = lines.replace(f"<{graph.base}".encode(), f"<{base}".encode())
        # Each copy speaks of other things: labels of their own.
        text = text if number == 0 else text.replace(b'label> "', f'label> "{number} '.encode())
        quads += list(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    write_store(folder / "store", quads, "benchmark")
    return len(quads)


def cpu(arguments: list[str], environ: dict[str, str]) -> float:
    """CPU seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True, env=environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Measure and print; exit code 1 if a query costs more than LIMIT times the bare imports."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kgraph_command.py").write_text("from kgraph.cli import main\nmain()\n")
        environ = os.environ | {"PYTHONPATH": os.pathsep.join([name, *sys.path])}
        quads = make(folder / "kg")
        seconds: dict[str, list[float]] = {row: [] for row in ROWS}
        for _ in range(runs):
            for row, arguments in ROWS.items():
                seconds[row].append(cpu([a.replace("{kg}", str(folder / "kg")) for a in arguments], environ))
    medians = {row: statistics.median(found) for row, found in seconds.items()}
    ratios = {row: round(found / medians["bare"], 2) for row, found in medians.items()}
    print(
        json.dumps({"quads": quads, "runs": runs, "cpu": {r: round(s, 3) for r, s in medians.items()}, "ratio": ratios})
    )
    return int(max(ratios.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
