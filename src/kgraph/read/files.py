"""Find inputs and decode them into pages, one module a format.

A reader takes a file's bytes and yields pages; ``.txt .md .text`` are plain text, ``.html .htm``
HTML, ``.json`` one object or a list, ``.jsonl .ndjson`` one object a line. ``NAME.meta.json``
is a sidecar: it is read with ``NAME.*``, never as an article.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import InputError, Place
from kgraph.model import Run

SIDECAR = ".meta.json"
META_KEYS = (
    "title",
    "published",
    "publisher",
    "url",
    "language",
    "retrieved",
    "archived",
    "rights",
    "embargo",
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader found: text, metadata, and where it came from.

    ``runs`` map ``text`` to the raw file where they differ (HTML); empty means that they are
    the same. ``prose`` is True when the format has already told article from page.
    ``warnings`` are for people, not errors.
    """

    source: str
    digest: str
    text: str
    meta: tuple[tuple[str, str], ...] = ()
    line: int | None = None
    runs: tuple[Run, ...] = ()
    prose: bool = False
    warnings: tuple[str, ...] = ()


Reader = Callable[[bytes, str], Iterator[Page | InputError]]
"""Takes a file's bytes and its name for messages; yields pages, and errors for broken parts."""


def pages(paths: Iterable[Path]) -> Iterator[Page | InputError]:
    """Yield a page or an error for every article under the paths, in a fixed order.

    A folder is searched for files kgraph can read; others in it are passed over. A file that
    is named outright must be readable. Errors are yielded, so that one bad file stops nobody.
    """
    for path in paths:
        if not path.exists():
            yield InputError("no such file or folder", place=Place(str(path)))
        elif path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and _is_input(p))
            if not found:
                yield InputError(
                    "nothing to read in this folder",
                    place=Place(str(path)),
                    help=f"kgraph reads {', '.join(sorted(_readers()))}",
                )
            for file in found:
                yield from read_file(file)
        else:
            yield from read_file(path)


def read_file(path: Path) -> Iterator[Page | InputError]:
    """Yield the pages of one file, with its sidecar's metadata, or an error that names it."""
    reader = _readers().get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_readers()))
        yield InputError(
            f"no reader for {path.suffix or 'a file without ending'}",
            place=Place(str(path)),
            help=f"kgraph reads {known}",
        )
        return
    try:
        data, side = path.read_bytes(), _sidecar(path)
    except OSError as error:
        yield InputError(f"cannot be read: {error.strerror}", place=Place(str(path)))
        return
    except InputError as error:
        yield error
        return
    yield from read_bytes(data, str(path), reader, side)


def read_bytes(
    data: bytes, source: str, reader: Reader, side: Iterable[tuple[str, str]] = ()
) -> Iterator[Page | InputError]:
    """Yield the pages in some bytes; ``side`` is metadata that wins over what the format gives."""
    if not data.strip():
        yield InputError("the file is empty", place=Place(source))
        return
    known = dict(side)
    for page in reader(data, source):
        if isinstance(page, Page) and known:
            yield replace_meta(page, known)
        else:
            yield page


def replace_meta(page: Page, meta: dict[str, str]) -> Page:
    """The page with some metadata added or replaced."""
    from dataclasses import replace

    return replace(page, meta=tuple(sorted({**dict(page.meta), **meta}.items())))


def decode(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    """Bytes to text, with warnings. UTF-8 and UTF-16 (with a mark) are taken at their word,
    others are guessed by charset-normalizer and reported.

    Raises :class:`InputError` for binary files and for bytes no encoding fits.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16"), ()
    if b"\x00" in data:
        raise InputError("a binary file, not text", place=Place(source))
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        return _guess(data, source, error)


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, hexadecimal: the name of a snapshot."""
    return hashlib.sha256(data).hexdigest()


def metadata(values: dict[str, object], place: Place) -> tuple[tuple[str, str], ...]:
    """Known metadata out of a JSON object, under kgraph's names; raises on values of wrong kind."""
    aliases = {
        "date": "published",
        "datePublished": "published",
        "source": "publisher",
        "headline": "title",
        "lang": "language",
    }
    found: dict[str, str] = {}
    for key, value in values.items():
        name = aliases.get(key, key)
        if name not in META_KEYS or value is None:
            continue
        if not isinstance(value, str):
            raise InputError(f"{key!r} must be text, not {type(value).__name__}", place=place)
        if name == key or name not in found:
            found[name] = value.strip()
    return tuple(sorted(found.items()))


def _guess(data: bytes, source: str, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    line = data[: error.start].count(b"\n") + 1
    if best is None:
        raise InputError("neither UTF-8 nor any other text encoding", place=Place(source, line))
    text = str(best)
    if sum(not (c.isprintable() or c.isspace()) for c in text) > len(text) / 100:
        raise InputError("a binary file, not text", place=Place(source))
    return text, (f"{Place(source, line)}: not UTF-8; read as {best.encoding}",)


def _sidecar(path: Path) -> tuple[tuple[str, str], ...]:
    side = path.with_name(path.stem + SIDECAR)
    if not side.is_file():
        return ()
    try:
        values = json.loads(side.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise InputError(f"not JSON: {error}", place=Place(str(side), getattr(error, "lineno", None))) from error
    if not isinstance(values, dict):
        raise InputError("a sidecar holds one JSON object", place=Place(str(side)))
    return metadata(values, Place(str(side)))


def _is_input(path: Path) -> bool:
    return path.suffix.lower() in _readers() and not path.name.endswith(SIDECAR) and not path.name.startswith(".")


def _readers() -> dict[str, Reader]:
    from kgraph.read import html, jsons, text

    return {
        **dict.fromkeys((".txt", ".text", ".md"), text.read),
        **dict.fromkeys((".html", ".htm", ".xhtml"), html.read),
        **dict.fromkeys((".jsonl", ".ndjson"), jsons.read_lines),
        ".json": jsons.read,
    }
