"""What a SELECT gives, and the forms in which people want it: rows, pandas, Arrow, SPARQL results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kgraph.errors import InstallationError
from kgraph.schema import XSD, plain

if TYPE_CHECKING:
    import pandas
    import pyarrow

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | float | bool | date | None
"""A term as Python has it; what has no Python type of its own is its lexical form."""

_INTEGERS = frozenset(XSD + t for t in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"))
_NUMBERS = frozenset(XSD + t for t in ("decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a SELECT gives: variables, and rows of terms (None where unbound)."""

    variables: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.terms)

    def rows(self) -> list[dict[str, Value]]:
        """One dictionary a row; numbers, truth values and days as Python has them, None where unbound."""
        return [dict(zip(self.variables, map(value_of, row), strict=True)) for row in self.terms]

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as plain text: IRIs and lexical forms, "" where unbound."""
        for row in self.terms:
            yield tuple("" if term is None else plain(term) for term in row)

    def serialise(self, form: str) -> str:
        """The answer as SPARQL 1.1 Query Results in ``json`` or ``xml``."""
        lines = ["\t".join(f"?{v}" for v in self.variables)]
        lines += ["\t".join("" if t is None else str(t) for t in row) for row in self.terms]
        found = ox.parse_query_results("\n".join(lines) + "\n", ox.QueryResultsFormat.TSV)
        kind = ox.QueryResultsFormat.XML if form == "xml" else ox.QueryResultsFormat.JSON
        return (found.serialize(format=kind) or b"").decode() + "\n"

    def to_arrow(self) -> pyarrow.Table:
        """The answer as an Arrow table. A column whose values are of several types is text."""
        import pyarrow as pa

        return pa.table({v: pa.array(*self._column(i)) for i, v in enumerate(self.variables)})

    def _column(self, number: int) -> tuple[list[Any], str]:
        values = [value_of(row[number]) for row in self.terms]
        kinds = {type(v) for v in values if v is not None}
        types = {int: "int64", float: "float64", bool: "bool", date: "date32"}
        if len(kinds) == 1 and (kind := types.get(next(iter(kinds)))):
            return values, kind
        terms = (row[number] for row in self.terms)
        return [None if t is None else plain(t) for t in terms], "string"

    def to_pandas(self) -> pandas.DataFrame:
        """The answer as a data frame; days stay :class:`datetime.date`, as pandas' own reach back to 1677 only.

        Raises :class:`kgraph.errors.InstallationError` without pandas (``pip install 'kgraph[pandas]'``).
        """
        try:
            import pandas
        except ImportError as error:
            raise InstallationError("pandas is not installed", help="pip install 'kgraph[pandas]'") from error
        rows = [tuple(map(value_of, row)) for row in self.terms]
        return pandas.DataFrame(rows, columns=list(self.variables))

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        head = "".join(f"<th>{escape(v)}</th>" for v in self.variables)
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in self.texts())
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def answer(found: ox.QuerySolutions) -> Answer:
    """The rows of a SELECT, all of them."""
    variables = tuple(v.value for v in found.variables)
    return Answer(variables, tuple(tuple(row[v] for v in variables) for row in found))


def value_of(term: Term | None) -> Value:
    """A term as Python has it; a literal that does not fit its datatype stays text.

    >>> value_of(ox.Literal("2019-11-25", datatype=ox.NamedNode(XSD + "date")))
    datetime.date(2019, 11, 25)
    """
    if term is None or not isinstance(term, ox.Literal):
        return None if term is None else plain(term)
    kind, text = term.datatype.value, term.value
    try:
        if kind in _INTEGERS:
            return int(text)
        if kind in _NUMBERS:
            return float(text)
        if kind == XSD + "date":
            return date.fromisoformat(text)
    except ValueError:
        return text
    return text in ("true", "1") if kind == XSD + "boolean" else text
