"""Plain text pages."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.errors import InputError
from kgraph.read.files import Page, decode, digest


def read(data: bytes, source: str) -> Iterator[Page | InputError]:
    """One page: the whole file, chrome and all; :func:`kgraph.read.clean` tells them apart."""
    try:
        text, warnings = decode(data, source)
    except InputError as error:
        yield error
        return
    yield Page(source, digest(data), text, warnings=warnings)
