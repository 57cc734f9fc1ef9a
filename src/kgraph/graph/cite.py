"""The footnote of a fact: who published where and when the words that say it, and which bytes they stood in.

Chicago Manual of Style, 17th edition, 14.205-207 (notes for web pages); biblatex ``@online``;
CSL-JSON 1.0 ``webpage``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from kgraph.errors import UsageError
from kgraph.graph.cards import Cards, FactView
from kgraph.schema import KG, RDF, plain

FORMS = ("text", "bibtex", "csl-json")
_BIBTEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """What a footnote needs; "" where it is not known. ``snapshot`` is the SHA-256 of the bytes read."""

    key: str
    publisher: str
    title: str
    published: str
    url: str
    snapshot: str
    retrieved: str
    archived: str
    quote: str
    start: int
    end: int


def snapshot_of(cards: Cards, fact: FactView) -> str:
    """The SHA-256 of the bytes from which a fact was read."""
    query = """SELECT ?hash ?fact { GRAPH ?graph { ?fact <%s> ?any } ?graph <%s> ?snapshot . ?snapshot <%s> ?hash }"""
    terms = (f"{RDF}subject", "http://www.w3.org/ns/prov#wasDerivedFrom", f"{KG}sha256")
    found = cards.store.query(query % terms, substitutions={ox.Variable("fact"): ox.NamedNode(fact.id)})
    assert isinstance(found, ox.QuerySolutions)
    return min((plain(row["hash"]) for row in found), default="")


def citation(cards: Cards, fact: FactView, *, retrieved: str = "", archived: str = "") -> Citation:
    """The citation of a fact as its article gives it; several sentences are joined by an ellipsis."""
    first = fact.evidence[0]
    return Citation(
        key=fact.id.rpartition("/")[2],
        publisher=first.publisher,
        title=first.headline,
        published=first.published,
        url=first.url,
        snapshot=snapshot_of(cards, fact),
        retrieved=retrieved,
        archived=archived,
        quote=" […] ".join(_line(e.quote) for e in fact.evidence),
        start=first.start,
        end=fact.evidence[-1].end,
    )


def cite(found: Citation, form: str = "text") -> str:
    """A citation as a Chicago note (``text``), ``bibtex`` or ``csl-json``. Raises :class:`UsageError`."""
    makers = {"text": _note, "bibtex": _bibtex, "csl-json": _csl}
    if form not in makers:
        raise UsageError(f"no form of citation {form!r}", help=f"there are {', '.join(FORMS)}")
    return makers[form](found)


def _note(c: Citation) -> str:
    title = _line(c.title)
    head = [_line(c.publisher), f"“{title}{'' if title[-1:] in '?!' else ','}”" if title else ""]
    start = ", ".join(x for x in head if x).replace("”, ", "” ")
    tail = [_american(c.published), f"accessed {_american(c.retrieved[:10])}" if c.retrieved else "", c.url]
    rest = ", ".join(x for x in tail if x)
    words = f"“{c.quote}”"
    proof = f"(characters {c.start} to {c.end}; SHA-256 of the page {c.snapshot[:16]}…)" if c.snapshot else ""
    note = f"{start} {rest}".strip()
    archive = f" Archived at {c.archived}." if c.archived else ""
    return f"{note}: {words} {proof}".strip() + "." + archive


def _bibtex(c: Citation) -> str:
    words = f"“{c.quote}” (characters {c.start} to {c.end}; SHA-256 of the page {c.snapshot})"
    fields = {
        "title": f"{{{bibtex_escaped(c.title)}}}" if c.title else "",
        "organization": f"{{{bibtex_escaped(c.publisher)}}}" if c.publisher else "",
        "date": c.published,
        "url": _url(c.url),
        "urldate": c.retrieved[:10],
        "note": bibtex_escaped(words) + (rf" Archived at \url{{{_url(c.archived)}}}" if c.archived else ""),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{{re.sub(r'[^A-Za-z0-9_-]', '', c.key)},\n{lines}\n}}"


def _csl(c: Citation) -> str:
    entry: dict[str, object] = {"id": c.key, "type": "webpage"}
    for name, value in (
        ("title", c.title),
        ("publisher", c.publisher),
        ("URL", c.url),
        ("archive_location", c.archived),
    ):
        if value:
            entry[name] = _line(value)
    for name, day in (("issued", c.published), ("accessed", c.retrieved[:10])):
        if day:
            entry[name] = {"date-parts": [[int(part) for part in day.split("-")]]}
    entry["note"] = f"“{c.quote}” (characters {c.start} to {c.end}; SHA-256 of the page {c.snapshot})"
    return json.dumps([entry], ensure_ascii=False, indent=2)


def bibtex_escaped(text: str) -> str:
    r"""Text of articles with what TeX would act on made harmless.

    >>> bibtex_escaped("R&D {50 %}")
    'R\\&D \\{50 \\%\\}'
    """
    return "".join(_BIBTEX.get(c, c) for c in _line(text))


def _url(text: str) -> str:
    return re.sub(r"[\\{}\s\"<>^`|]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), text)


def _line(text: str) -> str:
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def _american(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
