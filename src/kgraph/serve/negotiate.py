"""Choose the form of an answer from an Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
"""Media types of SELECT and ASK, best first, and what the form is called here."""

GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/trig": "trig",
    "application/n-quads": "nq",
    "application/json": "jsonld",
    "text/plain": "nt",
}
"""Media types of graphs, best first."""

PAGES = {"text/html": "html", **GRAPHS}
"""Media types of entity pages: people first."""


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The best of the offered media types, the earlier of equals; None if none is wanted.

    >>> choose("text/turtle;q=0.5, application/rdf+xml", list(GRAPHS))
    'application/rdf+xml'
    >>> choose("", ["text/turtle", "text/html"])
    'text/turtle'
    >>> choose("image/png", ["text/turtle"]) is None
    True
    """
    ranges = _ranges(accept)
    scored = [(_quality(media, ranges), -i) for i, media in enumerate(offered)]
    best, place = max(scored, default=(0.0, 0))
    return offered[-place] if best > 0 else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Media ranges with their weights; ``*/*`` for an empty header. What cannot be read is left out."""
    found = []
    for part in accept[:4096].split(","):
        name, *parameters = (p.strip() for p in part.split(";"))
        if "/" in name:
            found.append((name.lower(), _weight(parameters)))
    return found or ([("*/*", 1.0)] if not accept.strip() else [])


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most special range that covers a media type."""
    for pattern in (media, media.partition("/")[0] + "/*", "*/*"):
        weights = [weight for name, weight in ranges if name == pattern]
        if weights:
            return max(weights)
    return 0.0


def is_utf8(content_type: str) -> bool:
    """True if a Content-Type's charset is UTF-8 or unsaid."""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower() in ("utf-8", "utf8", "us-ascii")
    return True


def essence(content_type: str) -> str:
    """A Content-Type without its parameters."""
    return content_type.partition(";")[0].strip().lower()
