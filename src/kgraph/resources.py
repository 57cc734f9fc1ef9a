"""Where the ontology, the data and the questions lie. No other module knows."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from kgraph.errors import InstallationError


def ontology_dir() -> Path:
    """Folder of the Turtle files that are the model; ``rules/`` below it holds the CONSTRUCT files."""
    return _folder("ontology")


def data_dir() -> Path:
    """Folder with ``frames/``, ``names/`` and the sample ``articles/``."""
    return _folder("data")


def queries_dir() -> Path:
    """Folder of the question library, one ``.rq`` file each."""
    return _folder("queries")


@cache
def _folder(name: str) -> Path:
    package = Path(str(files("kgraph")))
    # A wheel carries the folders inside the package; an editable install leaves them
    # where they are written, two levels up.
    for candidate in (package / name, package.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise InstallationError(
        f"the folder {name!r} is neither inside the installed package nor beside its sources",
        help="reinstall kgraph; a wheel built without its data cannot work",
    )
