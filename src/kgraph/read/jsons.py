"""JSON and JSON Lines: one object is one article.

The text is under ``raw``, ``text``, ``body`` or ``articleBody`` (or HTML under ``html``);
metadata under the names of :data:`kgraph.read.files.META_KEYS` and their usual synonyms.
Raw offsets count characters of that text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kgraph.errors import InputError, Place
from kgraph.read import html
from kgraph.read.files import Page, decode, digest, metadata, replace_meta

TEXT_KEYS = ("raw", "text", "body", "articleBody")


def read_lines(data: bytes, source: str) -> Iterator[Page | InputError]:
    """One article a line; a broken line is an error of its own and the others are read."""
    try:
        text, warnings = decode(data, source)
    except InputError as error:
        yield error
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = Place(source, number)
        try:
            yield from _article(json.loads(line), place, warnings)
        except ValueError as error:
            yield InputError(f"not JSON: {error}", place=place)
        except InputError as error:
            yield error
        warnings = ()


def read(data: bytes, source: str) -> Iterator[Page | InputError]:
    """One article, or a list of them."""
    try:
        text, warnings = decode(data, source)
        found = json.loads(text)
    except InputError as error:
        yield error
        return
    except ValueError as error:
        yield InputError(f"not JSON: {error}", place=Place(source, getattr(error, "lineno", None)))
        return
    for item in found if isinstance(found, list) else [found]:
        try:
            yield from _article(item, Place(source), warnings)
        except InputError as error:
            yield error
        warnings = ()


def _article(item: object, place: Place, warnings: tuple[str, ...]) -> Iterator[Page | InputError]:
    if not isinstance(item, dict):
        raise InputError("an article is a JSON object", place=place)
    meta = metadata(item, place)
    data = json.dumps(item, sort_keys=True, ensure_ascii=False).encode()
    if isinstance(page := item.get("html"), str):
        for found in html.read(page.encode(), place.file):
            yield replace_meta(found, dict(meta)) if isinstance(found, Page) else found
        return
    key = next((k for k in TEXT_KEYS if k in item), None)
    if key is None:
        raise InputError(
            "no text in this object", place=place, help=f"put it under one of {', '.join(TEXT_KEYS)} or html"
        )
    text = item[key]
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{key!r} holds no text", place=place)
    yield Page(place.file, digest(data), text, meta, place.line, prose=key != "raw", warnings=warnings)
