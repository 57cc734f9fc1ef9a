"""Ask a graph: SPARQL, or a question of the library by its name.

A question is a file ``queries/NAME.rq`` whose first comment lines say what it asks::

    # title: Whom did somebody meet, and when
    # description: …
    # param: person entity(Person) : the person asked about
    # param: since date = 1900-01-01 : first day
    # example: person=Ana Vela since=2019-01-01

A parameter's type is entity, date, text, number or class; ``entity(Person)`` prefers things of
that class where a name is several things'. Parameters are bound as values, never pasted into the
text. The SELECT must list them (that is what lets the store bind them); answers leave their
columns out, and rows that then are the same. One that may be left out is tested with
``COALESCE(… ?it …, true)``: the store takes ``BOUND(?it)`` for false before it binds.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kgraph.errors import Place, QueryError
from kgraph.graph.answers import Answer, Term, answer
from kgraph.graph.terms import RDF_TYPE
from kgraph.resources import queries_dir
from kgraph.schema import XSD

_PARAM = re.compile(
    r"^(?P<name>\w+)\s+(?P<type>\w+)(?:\((?P<of>[\w:]+)\))?(?:\s*=\s*(?P<default>[^:]*?))?\s*:\s*(?P<about>.+)$"
)
_TYPES = ("entity", "date", "text", "number", "class")

__all__ = ["Answer", "Asker", "Parameter", "Question", "answer", "questions", "read_question"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; without a default it may be left out and then matches anything.

    ``of`` is the class of which an entity is preferably, as a curie or local name.
    """

    name: str
    type: str
    about: str
    default: str | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the library."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    example: str = ""

    @property
    def example_call(self) -> str:
        """The example as people type it."""
        return f"kgraph query kg {self.name}" + "".join(
            f" -p {name}={shlex.quote(value)}" for name, value in self.example_parameters.items()
        )

    @property
    def example_parameters(self) -> dict[str, str]:
        """The parameters of the example."""
        names = "|".join(p.name for p in self.parameters) or "$"
        parts = re.split(rf"(?:^|\s+)({names})=", self.example)[1:]
        return dict(zip(parts[::2], (v.strip() for v in parts[1::2]), strict=True))


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
            help=f"write: # param: NAME TYPE[(CLASS)] [= DEFAULT] : what it is; TYPE is {', '.join(_TYPES)}",
        )
    return Parameter(match["name"], match["type"], match["about"], match["default"], match["of"] or "")


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
        rows = dict.fromkeys(tuple(row[i] for i in shown) for row in found.terms)
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
                return self.find(value, of=parameter.of)
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
                return self.class_named(value)
            case _:
                return ox.Literal(value)

    def class_named(self, name: str) -> ox.NamedNode:
        """A class or modality by IRI, curie or local name (of ``kg:``, else of ``schema:``)."""
        if "://" in name:
            return _iri(name)
        prefix, _, local = name.rpartition(":")
        if prefix and prefix not in self.prefixes:
            raise QueryError(f"unknown prefix {prefix!r} in {name!r}", help=f"known: {', '.join(self.prefixes)}")
        spaces = [prefix] if prefix else [p for p in ("kg", "schema") if p in self.prefixes]
        found = [_iri(self.prefixes[p] + local) for p in spaces]
        used = [f for f in found if next(self.store.quads_for_pattern(None, None, f, ox.DefaultGraph()), None)]
        return (used or found)[0]

    # -- finding things by what people call them -------------------------------------------

    def find(self, name: str, *, of: str = "") -> ox.NamedNode:
        """The thing with an IRI, id, label or other name. Raises :class:`QueryError` for none (with
        the nearest names) or several (with their ids). ``of`` is a class whose instances are
        preferred where a name is several things'.
        """
        if "://" in name:
            return _iri(name)
        key = _fold(name)
        iris = self._by_name.get(key) or self._by_id.get(key) or self._by_slug.get(key, [])
        if len(iris) > 1:
            named = [i for i in iris if i not in self._publishers] or iris
            iris = ([i for i in iris if self._is_a(i, of)] if of else []) or named
        if len(iris) == 1:
            return ox.NamedNode(iris[0])
        if iris:
            raise QueryError(
                f"{name!r} is the name of {len(iris)} things",
                help=f"say which: {', '.join(sorted(i.rpartition('/')[2] for i in iris))}",
            )
        raise QueryError(f"nothing is called {name!r}", help=self._suggest(key))

    def names(self, start: str, limit: int = 50) -> list[tuple[str, str]]:
        """Labels and other names that begin so, in any case, each with its IRI: what completion offers."""
        key, seen = _fold(start), dict[str, str]()
        for iri, name, _ in self._named:
            if _fold(name).startswith(key):
                seen.setdefault(name, iri)
        return sorted(seen.items())[:limit]

    def _is_a(self, iri: str, cls: str) -> bool:
        quad = ox.Quad(ox.NamedNode(iri), RDF_TYPE, self.class_named(cls))
        return quad in self.store

    def _suggest(self, key: str) -> str:
        from rapidfuzz import process

        near = process.extract(key, list(self._by_name), limit=3, score_cutoff=60)
        shown = [self._labels[name] for name, _, _ in near]
        return f"did you mean {', '.join(shown)}?" if shown else "see what there is with: kgraph query DIR things"

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The things of a name, publishers last."""
        found: dict[str, list[str]] = {}
        for iri, name, _ in self._named:
            iris = found.setdefault(_fold(name), [])
            if iri not in iris:
                iris.append(iri)
        return found

    @cached_property
    def _publishers(self) -> frozenset[str]:
        """Publishers: what a name means only where nothing the articles tell of has it."""
        return frozenset(iri for iri, _, kind in self._named if kind == "publisher")

    @cached_property
    def _by_id(self) -> dict[str, list[str]]:
        return {iri.rpartition("/")[2].lower(): [iri] for iri, _, _ in self._named}

    @cached_property
    def _by_slug(self) -> dict[str, list[str]]:
        """An id without the characters of its founder, where that tells things apart."""
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


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError:
        raise QueryError(f"{text!r} is no IRI") from None


def _fold(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())
