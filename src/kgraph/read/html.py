"""HTML pages, by trafilatura; each paragraph it keeps is traced back to the file.

trafilatura returns text without positions. :func:`trace` finds each paragraph again among the
visible characters of the file, so that evidence can point into the raw page as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5

from kgraph.errors import InputError, Place
from kgraph.model import Run
from kgraph.read.files import Page, decode, digest

_INVISIBLE = ("script", "style", "template", "noscript")


def read(data: bytes, source: str) -> Iterator[Page | InputError]:
    """One page: the article's paragraphs joined by blank lines, with what the page says about itself."""
    import trafilatura

    try:
        raw, warnings = decode(data, source)
    except InputError as error:
        yield error
        return
    found = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=False)
    text = (found.text or "").strip() if found is not None else ""
    if not text:
        yield InputError("an HTML page without the text of an article", place=Place(source))
        return
    title = (found.title or "").strip()
    paragraphs = [p.strip() for p in text.split("\n") if p.strip() and p.strip() != title]
    body = "\n\n".join(paragraphs)
    known = {
        "title": title,
        "published": found.date or "",
        "publisher": found.sitename or "",
        "url": found.url or "",
    }
    meta = tuple(sorted((k, v) for k, v in known.items() if v))
    yield Page(source, digest(data), body, meta, runs=trace(body, raw), prose=True, warnings=warnings)


def trace(text: str, raw: str) -> tuple[Run, ...]:
    """Runs that say where the text's characters stand in the raw page.

    Matching is by visible characters alone (white space aside), paragraph after paragraph, in
    order; a paragraph that is not found that way gets no run.
    """
    chars, places = _visible(raw)
    runs: list[Run] = []
    cursor = start = 0
    for paragraph in text.split("\n\n"):
        wanted = "".join(paragraph.split())
        at = chars.find(wanted, cursor)
        if at >= 0 and wanted:
            runs += _runs(paragraph, start, places[at : at + len(wanted)])
            cursor = at + len(wanted)
        start += len(paragraph) + 2
    return tuple(runs)


def _runs(paragraph: str, start: int, places: list[int]) -> Iterator[Run]:
    """Join neighbouring characters that are neighbours in the raw page too."""
    found = iter(places)
    begin = raw = length = 0
    for offset, char in enumerate(paragraph, start):
        place = raw + length if char.isspace() and length else None if char.isspace() else next(found)
        if place is None:
            continue
        if length and place == raw + length:
            length += 1
            continue
        if length:
            yield Run(begin, raw, length)
        begin, raw, length = offset, place, 1
    if length:
        yield Run(begin, raw, length)


def _visible(raw: str) -> tuple[str, list[int]]:
    """The visible characters of a page without white space, and where each stands."""
    chars: list[str] = []
    places: list[int] = []
    position, lower = 0, raw.lower()
    while position < len(raw):
        char = raw[position]
        if char == "<":
            position = _after_tag(raw, lower, position)
        elif char == "&" and (entity := _entity(raw, position)):
            words, length = entity
            for c in words:
                if not c.isspace():
                    chars.append(c)
                    places.append(position)
            position += length
        else:
            if not char.isspace():
                chars.append(char)
                places.append(position)
            position += 1
    return "".join(chars), places


def _after_tag(raw: str, lower: str, start: int) -> int:
    if raw.startswith("<!--", start):
        end = raw.find("-->", start)
        return end + 3 if end >= 0 else len(raw)
    end = raw.find(">", start)
    if end < 0:
        return len(raw)
    for name in _INVISIBLE:
        if lower.startswith("<" + name, start):
            close = lower.find("</" + name, end)
            return close if close > 0 else len(raw)
    return end + 1


def _entity(raw: str, start: int) -> tuple[str, int] | None:
    end = raw.find(";", start, start + 12)
    if end < 0:
        return None
    name = raw[start + 1 : end]
    if name.startswith("#"):
        try:
            code = int(name[2:], 16) if name[1:2] in "xX" else int(name[1:])
            return chr(code), end + 1 - start
        except (ValueError, OverflowError):
            return None
    value = html5.get(name + ";")
    return (value, end + 1 - start) if value else None
