"""The Oxigraph store of a graph folder: generations, of which one is current.

``store/current`` names the generation that readers open. A build writes a new one beside it and
then replaces the name in one step, so that nobody sees half a graph.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from kgraph.errors import GraphError, Place
from kgraph.graph.files import replace_file

T = TypeVar("T")

KEPT = "kept.db"
"""What builds keep beside the generations, to see what changed."""

CHANGED = "changed"
"""The stamp of a generation that was changed after its build; no build gives it."""


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
    make_current(new_store(folder, quads), stamp)


def new_store(folder: Path, quads: Iterable[ox.Quad]) -> Path:
    """A new generation with some quads, to be made current."""
    path = _next(folder)
    store = ox.Store(str(path))
    store.bulk_extend(quads)
    store.flush()
    return path


def copy_store(folder: Path) -> Path:
    """A new generation with what the current one holds, to be changed and then made current.

    Files of a generation are never changed after it has become current, so the copy shares the
    large ones.
    """
    before = current_generation(folder)
    if before is None:
        open_store(folder)
        raise AssertionError("unreachable")
    path = _next(folder)
    shutil.copytree(before, path, copy_function=link_or_copy)
    return path


def discard(path: Path) -> None:
    """Take away a generation that was never current."""
    shutil.rmtree(path, ignore_errors=True)


def make_current(path: Path, stamp: str) -> None:
    """Let a generation count that nobody has open. The one before stays for those who read it;
    older ones go.
    """
    folder = path.parent
    before = current_generation(folder)
    replace_file(folder / "current", f"{path.name} {stamp}\n".encode())
    for other in folder.iterdir():
        if other.name not in ("current", KEPT) and other.name not in (path.name, before and before.name):
            if other.is_dir():
                shutil.rmtree(other, ignore_errors=True)
            else:
                other.unlink(missing_ok=True)


def _next(folder: Path) -> Path:
    """Where the next generation goes: nothing is there."""
    folder.mkdir(parents=True, exist_ok=True)
    before = current_generation(folder)
    path = folder / f"{int(before.name) + 1 if before else 1:06}"
    shutil.rmtree(path, ignore_errors=True)
    return path


# -- for those who read while others write --------------------------------------------------


def generation_of(graph: Path) -> str:
    """What names the current generation of a graph folder: another word means another graph."""
    return " ".join(_current(graph / "store"))


def open_for_reading(graph: Path) -> ox.Store:
    """The store of a graph folder, as it is now and stays for whoever has it open."""
    return open_store(graph / "store")


def change_store(graph: Path, change: Callable[[ox.Store], T]) -> T:
    """Change a copy of the current generation, which becomes the current one if all goes well.

    Raises :class:`GraphError` if a build replaced the graph meanwhile, and whatever the change
    raises. The ledger knows nothing of such changes: the next build makes the store
    from it again.
    """
    folder = graph / "store"
    was, path = generation_of(graph), copy_store(folder)
    try:
        found = _changed(path, change)
        if generation_of(graph) != was:
            raise GraphError("the graph was built anew meanwhile", help="change it again")
    except BaseException:
        discard(path)
        raise
    make_current(path, CHANGED)
    return found


def _changed(path: Path, change: Callable[[ox.Store], T]) -> T:
    """Change a store and close it: while this name holds it open, its files may still move."""
    store = ox.Store(str(path))
    found = change(store)
    store.flush()
    return found


def link_or_copy(source: str, target: str) -> None:
    """Tables of a store never change once written; the small files beside them do."""
    if source.endswith(".sst"):
        try:
            os.link(source, target)
            return
        except OSError:  # a file system without links
            pass
    shutil.copyfile(source, target)
