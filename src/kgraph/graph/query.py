"""Ask a graph: SPARQL, or a question of the library by its name.

A question is a file ``queries/NAME.rq`` whose first comment lines say what it asks::

    # title: Whom did somebody meet, and when
    # description: …
    # param: person entity : the person asked about
    # param: since date = 1900-01-01 : first day
    # example: person=Ana Vela

Parameters are bound as values, never pasted into the text. The SELECT must list them (that is
what lets the store bind them); answers leave their columns out, and rows that then are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kgraph.errors import Place, QueryError
from kgraph.graph.terms import XSD
from kgraph.resources import queries_dir
from kgraph.schema import plain

_PARAM = re.compile(r"^(?P<name>\w+)\s+(?P<type>\w+)(?:\s*=\s*(?P<default>[^:]*?))?\s*:\s*(?P<about>.+)$")
_TYPES = ("entity", "date", "text", "number", "class")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; without a default it may be left out and then matches anything."""

    name: str
    type: str
    about: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the library."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a SELECT gives: variables and rows of terms (None where unbound)."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def serialise(self, form: str) -> str:
        """The answer as SPARQL 1.1 Query Results in ``json`` or ``xml``."""
        lines = ["\t".join(f"?{v}" for v in self.variables)]
        lines += ["\t".join("" if t is None else str(t) for t in row) for row in self.rows]
        found = ox.parse_query_results("\n".join(lines) + "\n", ox.QueryResultsFormat.TSV)
        kind = ox.QueryResultsFormat.XML if form == "xml" else ox.QueryResultsFormat.JSON
        return (found.serialize(format=kind) or b"").decode() + "\n"

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as plain text: IRIs and lexical forms, "" where unbound."""
        for row in self.rows:
            yield tuple("" if term is None else plain(term) for term in row)


def answer(found: ox.QuerySolutions) -> Answer:
    """The rows of a SELECT, all of them."""
    variables = tuple(v.value for v in found.variables)
    return Answer(variables, tuple(tuple(row[v] for v in variables) for row in found))


def questions(*folders: Path) -> dict[str, Question]:
    """The question library by name, in order; further folders add to kgraph's own."""
    paths = (p for folder in (queries_dir(), *folders) for p in sorted(folder.glob("*.rq")))
    return {p.stem: read_question(p) for p in paths}


def read_question(path: Path) -> Question:
    """One question file. Raises :class:`QueryError` with file and line for a header it cannot read."""
    text = path.read_text(encoding="utf-8")
    found: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        key, _, value = line.lstrip("# ").partition(":")
        if key == "param":
            parameters.append(_parameter(value.strip(), Place(str(path), number)))
        elif key in ("title", "description", "example"):
            found[key] = f"{found[key]} {value.strip()}" if key in found else value.strip()
    if "title" not in found:
        raise QueryError("a question needs a title", place=Place(str(path), 1), help="start the file with: # title: …")
    return Question(
        path.stem,
        found["title"],
        found.get("description", ""),
        tuple(parameters),
        text,
        found.get("example", ""),
    )


def _parameter(text: str, place: Place) -> Parameter:
    match = _PARAM.match(text)
    if match is None or match["type"] not in _TYPES:
        raise QueryError(
            f"cannot read the parameter {text!r}",
            place=place,
            help=f"write: # param: NAME TYPE [= DEFAULT] : what it is; TYPE is {', '.join(_TYPES)}",
        )
    return Parameter(match["name"], match["type"], match["about"], match["default"])


class Asker:
    """Asks one store. ``base`` is the graph's IRI base, ``prefixes`` are known to every query."""

    def __init__(self, store: ox.Store, prefixes: Mapping[str, str]) -> None:
        self.store, self.prefixes = store, dict(prefixes)

    def sparql(
        self, text: str, bindings: Mapping[str, Term] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run SPARQL with kgraph's prefixes. Raises :class:`QueryError` with the place of a syntax error."""
        substitutions = {ox.Variable(k): v for k, v in (bindings or {}).items()}
        try:
            return self.store.query(text, prefixes=self.prefixes, substitutions=substitutions or None)
        except SyntaxError as error:
            raise QueryError(
                f"not SPARQL: {error.msg}",
                place=Place("query", error.lineno),
                help="see https://www.w3.org/TR/sparql11-query/",
            ) from error

    def select(self, text: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Run a SELECT. Raises :class:`QueryError` for another form of query."""
        found = self.sparql(text, bindings)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("not a SELECT query")
        return answer(found)

    def ask(self, question: Question, given: Mapping[str, str]) -> Answer:
        """Ask a question of the library with parameters as people write them."""
        found = self.select(question.text, self.bind(question, given))
        hidden = {p.name for p in question.parameters}
        shown = [i for i, v in enumerate(found.variables) if v not in hidden]
        rows = dict.fromkeys(tuple(row[i] for i in shown) for row in found.rows)
        return Answer(tuple(found.variables[i] for i in shown), tuple(rows))

    def bind(self, question: Question, given: Mapping[str, str]) -> dict[str, Term]:
        """Parameters as terms. Raises :class:`QueryError` for an unknown one or a value of wrong type."""
        known = {p.name: p for p in question.parameters}
        for name in given:
            if name not in known:
                raise QueryError(
                    f"{question.name!r} has no parameter {name!r}",
                    help=f"it has {', '.join(known) or 'none'}",
                )
        values = {n: given.get(n, p.default) for n, p in known.items()}
        return {n: self._term(known[n], v) for n, v in values.items() if v}

    def _term(self, parameter: Parameter, value: str) -> Term:
        match parameter.type:
            case "entity":
                return self.find(value)
            case "date":
                try:
                    return ox.Literal(date.fromisoformat(value).isoformat(), datatype=ox.NamedNode(XSD + "date"))
                except ValueError:
                    raise QueryError(f"{parameter.name}={value!r} is no date", help="write it as 2019-11-25") from None
            case "number":
                if not re.fullmatch(r"-?\d+", value):
                    raise QueryError(f"{parameter.name}={value!r} is no number")
                return ox.Literal(value, datatype=ox.NamedNode(XSD + "integer"))
            case "class":
                prefix, _, local = value.rpartition(":")
                return ox.NamedNode(self.prefixes.get(prefix or "kg", "") + local)
            case _:
                return ox.Literal(value)

    # -- finding things by what people call them -------------------------------------------

    def find(self, name: str) -> ox.NamedNode:
        """The thing with an IRI, id, label or other name. Raises :class:`QueryError` for none (with
        the nearest names) or several (with their ids).
        """
        if "://" in name:
            return ox.NamedNode(name)
        key = _fold(name)
        iris = self._by_name.get(key) or self._by_id.get(key) or self._by_slug.get(key, [])
        if len(iris) == 1:
            return ox.NamedNode(iris[0])
        if iris:
            raise QueryError(
                f"{name!r} is the name of {len(iris)} things",
                help=f"say which: {', '.join(sorted(i.rpartition('/')[2] for i in iris))}",
            )
        raise QueryError(f"nothing is called {name!r}", help=self._suggest(key))

    def _suggest(self, key: str) -> str:
        from rapidfuzz import process

        near = process.extract(key, list(self._by_name), limit=3, score_cutoff=60)
        shown = [self._labels[name] for name, _, _ in near]
        return f"did you mean {', '.join(shown)}?" if shown else "see what there is with: kgraph query DIR things"

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The things of a name; a publisher only where nothing the articles tell of has it."""
        found: dict[str, list[str]] = {}
        for iri, name, kind in self._named:
            iris = found.setdefault(_fold(name), [])
            if iri not in iris and not (iris and kind == "publisher"):
                iris.append(iri)
        return found

    @cached_property
    def _by_id(self) -> dict[str, list[str]]:
        return {iri.rpartition("/")[2].lower(): [iri] for iri, _, _ in self._named}

    @cached_property
    def _by_slug(self) -> dict[str, list[str]]:
        """An id without its last six characters, where that tells things apart."""
        found: dict[str, list[str]] = {}
        for iri in dict.fromkeys(i for i, _, _ in self._named):
            found.setdefault(iri.rpartition("/")[2].rpartition("-")[0].lower(), []).append(iri)
        return found

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {_fold(name): name for _, name, _ in self._named}

    @cached_property
    def _named(self) -> list[tuple[str, str, str]]:
        """(IRI, name, kind) of all labels and other names: labels first, those of publishers last."""
        rows: Sequence[tuple[str, ...]] = list(self.select(_NAMES).texts())
        order = ("label", "other", "publisher")
        return sorted(((r[0], r[1], r[2]) for r in rows), key=lambda r: (order.index(r[2]), r[1], r[0]))


_NAMES = """SELECT ?thing ?name ?kind {
  { ?thing rdfs:label ?name BIND("label" AS ?called) } UNION { ?thing skos:altLabel|kg:abbreviation ?name BIND("other" AS ?called) }
  BIND(IF(EXISTS { ?thing a kg:Publisher }, "publisher", ?called) AS ?kind)
}"""


def _fold(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())
