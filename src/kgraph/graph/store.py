"""The Oxigraph store of a graph folder: generations, of which one is current.

``store/current`` names the generation that readers open. A build writes a new one beside it and
then replaces the name in one step, so that nobody sees half a graph.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kgraph.errors import GraphError, Place
from kgraph.graph.files import replace_file


def open_store(folder: Path) -> ox.Store:
    """The current generation, read-only. Raises :class:`GraphError` if there is none."""
    current = current_generation(folder)
    if current is None:
        raise GraphError(
            "no graph here",
            place=Place(str(folder.parent)),
            help="make one with: kgraph build PATHS -o " + str(folder.parent),
        )
    try:
        return ox.Store.read_only(str(current))
    except OSError as error:
        raise GraphError(
            f"the store cannot be opened: {error}",
            place=Place(str(current)),
            help="delete the store folder; the next build makes it again from the ledger",
        ) from error


def current_generation(folder: Path) -> Path | None:
    """The folder of the generation that counts, or None."""
    name, _ = _current(folder)
    return folder / name if name and (folder / name).is_dir() else None


def stamp_of(folder: Path) -> str:
    """What the current generation was made from, as :func:`write_store` was told; "" if there is none."""
    return _current(folder)[1] if current_generation(folder) else ""


def _current(folder: Path) -> tuple[str, str]:
    """Name and stamp of the current generation: the two words of ``store/current``."""
    path = folder / "current"
    words = path.read_text(encoding="utf-8").split() if path.is_file() else []
    return (words[0], words[1]) if len(words) == 2 else ("", "")


def write_store(folder: Path, quads: Iterable[ox.Quad], stamp: str) -> None:
    """Write quads as a new generation and make it current. The one before stays for those who
    read it; older ones go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = current_generation(folder)
    number = int(before.name) + 1 if before else 1
    path = folder / f"{number:06}"
    shutil.rmtree(path, ignore_errors=True)
    store = ox.Store(str(path))
    store.bulk_extend(quads)
    store.flush()
    del store
    replace_file(folder / "current", f"{path.name} {stamp}\n".encode())
    for other in folder.iterdir():
        if other.is_dir() and other not in (path, before):
            shutil.rmtree(other, ignore_errors=True)
