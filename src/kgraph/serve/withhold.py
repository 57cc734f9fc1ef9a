"""A graph as others may see it: without the articles' full texts, with the sentences that say each fact.

A second store beside the first one, for the same generation: it shares the large files, which
never change once written, and differs in one quad an article. So every way to ask (SPARQL, graphs,
descriptions) withholds the same, without looking into any query.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp

import pyoxigraph as ox

from kgraph.graph.share import BODY
from kgraph.graph.store import current_generation, generation_of, link_or_copy, open_for_reading

FOLDER = "quotes"
"""Where these stores are, in the graph folder. It may be deleted."""


def open_without_texts(graph: Path) -> ox.Store:
    """The current generation of a graph folder without the articles' texts, read-only.

    Made if it is not there. Raises :class:`kgraph.errors.GraphError` if there is no graph, and
    OSError where the generation is cleared away meanwhile.
    """
    source = current_generation(graph / "store")
    if source is None:
        return open_for_reading(graph)  # which says so
    current = (graph / "store" / "current").stat()
    key = f"{generation_of(graph)} {current.st_mtime_ns}"
    target = graph / FOLDER / blake2b(key.encode(), digest_size=8).hexdigest()
    if not target.is_dir():
        _make(source, target)
    return ox.Store.read_only(str(target))


def _make(source: Path, target: Path) -> None:
    """Make it beside its place and move it there whole; another worker may be quicker."""
    target.parent.mkdir(exist_ok=True)
    before = [p for p in target.parent.iterdir() if not p.name.startswith("tmp")]
    made = Path(mkdtemp(prefix="tmp", dir=target.parent))
    try:
        shutil.copytree(source, made, copy_function=link_or_copy, dirs_exist_ok=True)
        _withhold(made)
        with suppress(OSError):
            os.replace(made, target)  # noqa: PTH105 - says what it does
    finally:
        shutil.rmtree(made, ignore_errors=True)
    for older in sorted(before, key=lambda p: p.stat().st_mtime)[:-1]:  # the last one may still be read
        shutil.rmtree(older, ignore_errors=True)


def _withhold(folder: Path) -> None:
    store = ox.Store(str(folder))
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(BODY), None, None)):
        store.remove(quad)
    store.flush()
