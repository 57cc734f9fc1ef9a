"""What workers do: ask, hand out graphs, describe entities. Each job gets the open graph first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, NoReturn, cast

import pyoxigraph as ox

from kgraph.serve.frames import Reply
from kgraph.serve.negotiate import GRAPHS, RESULTS, choose
from kgraph.serve.problems import Problem
from kgraph.serve.scan import fetches

if TYPE_CHECKING:
    from kgraph.serve.worker import Opened

_GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


def query(  # noqa: PLR0913 - the parameters of the protocol
    opened: Opened,
    body: bytes,
    *,
    accept: str,
    base: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Reply:
    """Answer a SPARQL query (the body) in the form that the Accept header asks for.

    Graphs given by the request are the whole dataset (SPARQL 1.1 Protocol, section 2.1.4).
    """
    text = body.decode()
    refuse_fetching(text)
    default: list[_GraphName] | None = None
    named: list[ox.NamedNode | ox.BlankNode] | None = None
    if default_graphs or named_graphs:
        default, named = [iri(g) for g in default_graphs], [iri(g) for g in named_graphs]
    try:
        found = opened.store.query(
            text, base_iri=base, prefixes=opened.prefixes, default_graph=default, named_graphs=named
        )
        if isinstance(found, ox.QueryTriples):
            return _triples(opened, found, accept)
        return _solutions(opened, found, accept)
    except SyntaxError as error:
        raise Problem(400, "bad-query", f"not a SPARQL query: {error.msg}") from error
    except (ValueError, RuntimeError) as error:
        raise Problem(400, "bad-query", f"the query cannot be answered: {error}") from error


def refuse_fetching(text: str) -> None:
    """Raise :class:`Problem` for what would make this server ask another one."""
    if keyword := fetches(text):
        raise Problem(403, "no-fetching", f"{keyword} is not allowed here: this server asks no other")


def iri(text: str) -> ox.NamedNode:
    """An absolute IRI. Raises :class:`Problem` for what is none."""
    try:
        return ox.NamedNode(text)
    except ValueError:
        raise Problem(400, "bad-iri", f"{text[:200]!r} is no absolute IRI") from None


def _solutions(opened: Opened, found: ox.QuerySolutions | ox.QueryBoolean, accept: str) -> Reply:
    media = choose(accept, list(RESULTS)) or not_acceptable(RESULTS)
    form = RESULTS[media]
    out = _Limited(form, opened.rows, opened.answer)
    found.serialize(output=cast("IO[bytes]", out), format=_RESULT_FORMATS[form])
    return Reply(out.value(), media + ("; charset=utf-8" if media.startswith("text/") else ""))


def _triples(opened: Opened, found: ox.QueryTriples, accept: str) -> Reply:
    media = choose(accept, list(GRAPHS)) or not_acceptable(GRAPHS)
    quads = []
    for number, t in enumerate(found):
        if number >= opened.rows:
            too_many_rows(opened.rows)
        quads.append(ox.Quad(t.subject, t.predicate, t.object))
    return Reply(write_graph(opened, quads, media), with_charset(media))


def graph(opened: Opened, _: bytes, *, accept: str, name: str | None) -> Reply:
    """Hand out the default graph (no name) or a named one."""
    node = iri(name) if name is not None else ox.DefaultGraph()
    if isinstance(node, ox.NamedNode) and not opened.store.contains_named_graph(node):
        raise Problem(404, "no-graph", f"there is no graph {name}")
    media = choose(accept, list(GRAPHS)) or not_acceptable(GRAPHS)
    quads = [ox.Quad(q.subject, q.predicate, q.object) for q in opened.store.quads_for_pattern(None, None, None, node)]
    return Reply(write_graph(opened, quads, media), with_charset(media))


def write_graph(opened: Opened, quads: list[ox.Quad], media: str) -> bytes:
    """Triples (as quads of the default graph) in a media type, sorted. Raises :class:`Problem` if too long."""
    from kgraph.graph.export import rdf
    from kgraph.graph.terms import in_order

    form = GRAPHS[media]
    if form == "jsonld":
        data = ox.serialize(in_order(quads), format=ox.RdfFormat.JSON_LD) or b""
    else:
        data = rdf(quads, form, opened.schema, opened.base)
    if len(data) > opened.answer:
        too_long(opened.answer)
    return data


def with_charset(media: str) -> str:
    """The Content-Type of a media type: text says that it is UTF-8."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def not_acceptable(offered: Sequence[str] | dict[str, str]) -> NoReturn:
    """Refuse an Accept header that takes nothing of what there is."""
    raise Problem(406, "not-acceptable", f"this can be had as {', '.join(offered)}")


def too_many_rows(most: int) -> NoReturn:
    """Refuse an answer with too many rows; a part of it would look like the whole."""
    raise Problem(422, "too-many-rows", f"the answer has more than {most:,} rows; ask for a part with LIMIT and OFFSET")


def too_long(most: int) -> NoReturn:
    """Refuse an answer with too many bytes."""
    raise Problem(422, "too-long", f"the answer has more than {most:,} bytes; ask for a part with LIMIT and OFFSET")


_MARKS = {"json": b"},{", "xml": b"<result>", "tsv": b"\n", "csv": b"\r\n"}
_MORE_ROWS = {"json": 1, "xml": 0, "tsv": -1, "csv": -1}  # than marks
_STRINGS = {"json": re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL), "csv": re.compile(rb'"[^"]*"?')}


class _Limited:
    """Collects what the engine writes, and stops it when there are too many rows or bytes.

    Rows are counted by what stands between them in the written form: at the cost of a search
    in each piece, instead of a Python object for every row. Strings in JSON and CSV may hold
    the same bytes, so there a count beyond the limit is checked without the strings.
    """

    def __init__(self, form: str, rows: int, size: int) -> None:
        self._pieces: list[bytes] = []
        self._mark, self._strings = _MARKS[form], _STRINGS.get(form)
        self._rows, self._most, self._size = rows, rows - _MORE_ROWS[form], size
        self._length = self._marks = 0
        self._tail = b""
        self._suspicious = self._most

    def write(self, data: bytes) -> int:
        """Take a piece. Raises :class:`Problem` beyond a limit."""
        self._pieces.append(bytes(data))
        self._length += len(data)
        if self._length > self._size:
            too_long(self._size)
        self._marks += (self._tail + data).count(self._mark)
        self._tail = data[1 - len(self._mark) :] if len(self._mark) > 1 else b""
        if self._marks > self._suspicious:
            self._look_again()
        return len(data)

    def flush(self) -> None:
        """There is nothing between us and the memory."""

    def value(self) -> bytes:
        """All that was written."""
        return b"".join(self._pieces)

    def _look_again(self) -> None:
        exact = self._strings.sub(b"", self.value()).count(self._mark) if self._strings else self._marks
        if exact > self._most:
            too_many_rows(self._rows)
        self._suspicious = self._marks + self._most - exact
