"""SHACL validation with one of two engines behind one interface.

``fast`` is the Rust engine *shacl* (1M quads in seconds), ``pyshacl`` the reference
implementation. Both get the same N-Triples, parsed by themselves, and both must call the same
data wrong; a test holds them to it for every class of the ontology.

Data to validate is the default graph and the article graphs together, with supertypes
materialised (that is what :mod:`kgraph.graph.project` writes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kgraph.errors import InstallationError, UsageError
from kgraph.schema import RDFS, SH, Schema, plain

if TYPE_CHECKING:
    import pandas

SEVERITIES = ("Info", "Warning", "Violation")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result of validation.

    ``focus``, ``path`` and ``value`` are plain IRIs or lexical forms (empty where the
    constraint names none); ``shape`` is the IRI of the class whose shape speaks.
    """

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    message: str
    component: str


class Findings(list[Finding]):
    """Results of validation in a fixed order."""

    @property
    def conforms(self) -> bool:
        """True if nothing is a violation."""
        return not at_least(self, "Violation")

    def to_pandas(self) -> pandas.DataFrame:
        """One row a finding. Raises :class:`InstallationError` without pandas."""
        from dataclasses import astuple, fields

        try:
            import pandas
        except ImportError as error:
            raise InstallationError("pandas is not installed", help="pip install 'kgraph[pandas]'") from error
        return pandas.DataFrame(map(astuple, self), columns=[f.name for f in fields(Finding)])


Validator = Callable[[bytes, bytes], list[Finding]]
"""Takes shapes and data, both N-Triples in UTF-8; returns findings in a fixed order."""


def fast(shapes: bytes, data: bytes) -> list[Finding]:
    """Validate with the Rust engine."""
    from shacl import Shapes

    report = Shapes.from_text(shapes.decode(), "ntriples").validate_text(data.decode(), "ntriples")
    return sorted(
        Finding(
            severity=r.severity,
            shape=_plain(r.root_shape),
            focus=_plain(r.focus_node),
            path=_plain(r.path),
            value=r.value_plain or "",
            message=r.message or "",
            component=r.component.removesuffix("ConstraintComponent"),
        )
        for r in report.results
    )


def asked(store: ox.Store, schema: Schema, severity: str = "Info") -> list[Finding]:
    """What the SPARQL constraints of the ontology's shapes find in a graph, of a severity or worse.

    Engines ask each constraint once for each focus node, and some of them look through the whole
    graph each time: a quote is then tried against all articles. So engines get the shapes without
    them (:func:`shapes_of`), and the store is asked each constraint once for all nodes.
    """
    found: set[Finding] = set()
    for constraint in _constraints(schema):
        if at_least([Finding(constraint.severity, "", "", "", "", "", "")], severity):
            solutions = store.query(constraint.query, prefixes=dict(schema.prefixes), use_default_graph_as_union=True)
            assert isinstance(solutions, ox.QuerySolutions)
            found.update(constraint.finding(s) for s in solutions)
    return sorted(found)


@dataclass(frozen=True, slots=True)
class _Constraint:
    """A SPARQL constraint as a query for all nodes of the classes that its shape is about."""

    shape: str
    severity: str
    message: str
    query: str

    def finding(self, solution: ox.QuerySolution) -> Finding:
        value = solution["value"]
        return Finding(
            self.severity, self.shape, plain(solution["this"]), "", plain(value) if value is not None else "", self.message, "SPARQL"
        )  # fmt: skip


def _constraints(schema: Schema) -> list[_Constraint]:
    store = ox.Store()
    store.bulk_extend(schema.turtle_quads())
    rows = store.query(
        """SELECT ?shape ?class ?severity ?message ?select {
          ?shape sh:sparql ?constraint . ?constraint sh:select ?select ; sh:message ?message .
          { ?shape sh:targetClass ?class } UNION { ?shape a rdfs:Class BIND (?shape AS ?class) }
          OPTIONAL { ?shape sh:severity ?severity } } ORDER BY ?shape ?select""",
        prefixes={"sh": SH, "rdfs": RDFS},
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = []
    for row in rows:
        head, where, body = plain(row["select"]).partition("WHERE {")
        assert where, "a constraint is a SELECT with WHERE {"
        severity = plain(row["severity"]).rpartition("#")[2] if row["severity"] is not None else "Violation"
        query = f"{head.replace('SELECT', 'SELECT DISTINCT', 1)}WHERE {{ $this a <{plain(row['class'])}> . {body}"
        found.append(_Constraint(plain(row["shape"]), severity, plain(row["message"]), query))
    return found


def shapes_of(schema: Schema, *, sparql: bool = True) -> bytes:
    """The ontology as N-Triples: it is its own shapes graph. Without ``sparql`` the constraints are
    left out that :func:`asked` stands for.
    """
    return as_triples(q for q in schema.turtle_quads() if sparql or q.predicate.value != f"{SH}sparql")


def as_triples(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Triples, their graphs forgotten: what validation looks at."""
    return ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES) or b""


def pyshacl(shapes: bytes, data: bytes) -> list[Finding]:
    """Validate with the reference implementation, in pure Python on rdflib."""
    from pyshacl import validate
    from rdflib import RDF, SH, Graph
    from rdflib.term import Node

    shapes_graph = Graph().parse(data=shapes, format="nt")
    data_graph = Graph().parse(data=data, format="nt")
    _, report, _ = validate(data_graph, shacl_graph=shapes_graph, advanced=False, inplace=True, meta_shacl=False)
    if not isinstance(report, Graph):  # pyshacl hands some failures back as a value
        raise UsageError(f"pyshacl could not validate: {report}")

    owners: dict[Node, Node] = {o: s for s, o in shapes_graph.subject_objects(SH.property)}

    def text(subject: Node, predicate: Node) -> str:
        return str(report.value(subject, predicate) or "")

    return sorted(
        Finding(
            severity=text(r, SH.resultSeverity).rpartition("#")[2],
            shape=str(owners.get(source, source)),
            focus=text(r, SH.focusNode),
            path=text(r, SH.resultPath),
            value=text(r, SH.value),
            message=text(r, SH.resultMessage),
            component=text(r, SH.sourceConstraintComponent).rpartition("#")[2].removesuffix("ConstraintComponent"),
        )
        for r in report.subjects(RDF.type, SH.ValidationResult)
        if (source := report.value(r, SH.sourceShape)) is not None
    )


ENGINES: dict[str, Validator] = {"fast": fast, "pyshacl": pyshacl}


def engine(name: str) -> Validator:
    """The validator of that name: ``fast`` or ``pyshacl``."""
    try:
        return ENGINES[name]
    except KeyError:
        raise UsageError(f"no validation engine {name!r}", help=f"there are: {', '.join(ENGINES)}") from None


def at_least(findings: Iterable[Finding], severity: str) -> list[Finding]:
    """The findings of that severity or worse."""
    floor = SEVERITIES.index(severity)
    return [f for f in findings if f.severity in SEVERITIES[floor:]]


def report_turtle(findings: Iterable[Finding]) -> str:
    """Findings as a ``sh:ValidationReport`` in Turtle."""
    sh = "http://www.w3.org/ns/shacl#"
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    report, triples = ox.BlankNode("report"), []
    found = list(findings)
    conforms = "false" if at_least(found, "Violation") else "true"
    triples.append(ox.Triple(report, rdf_type, ox.NamedNode(sh + "ValidationReport")))
    triples.append(
        ox.Triple(
            report,
            ox.NamedNode(sh + "conforms"),
            ox.Literal(conforms, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
        )
    )
    for number, f in enumerate(found):
        node = ox.BlankNode(f"r{number}")
        triples.append(ox.Triple(report, ox.NamedNode(sh + "result"), node))
        triples.append(ox.Triple(node, rdf_type, ox.NamedNode(sh + "ValidationResult")))
        values: dict[str, ox.NamedNode | ox.Literal] = {
            "resultSeverity": ox.NamedNode(sh + f.severity), "focusNode": ox.NamedNode(f.focus), "resultMessage": ox.Literal(f.message),
            "sourceShape": ox.NamedNode(f.shape), "sourceConstraintComponent": ox.NamedNode(f"{sh}{f.component}ConstraintComponent"),
        }  # fmt: skip
        if f.path.startswith("http"):
            values["resultPath"] = ox.NamedNode(f.path)
        if f.value:
            values["value"] = ox.NamedNode(f.value) if f.value.startswith("http") else ox.Literal(f.value)
        triples += [ox.Triple(node, ox.NamedNode(sh + name), value) for name, value in values.items()]
    data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes={"sh": sh}) or b""
    return data.decode()


def sarif(findings: Iterable[Finding]) -> dict[str, object]:
    """Findings as SARIF 2.1.0, which code hosts show."""
    levels = {"Violation": "error", "Warning": "warning", "Info": "note"}
    results = [
        {
            "ruleId": f.shape.rpartition("#")[2].rpartition("/")[2], "level": levels[f.severity], "message": {"text": f.message},
            "locations": [{"logicalLocations": [{"fullyQualifiedName": f.focus, "kind": "resource"}]}],
        }
        for f in findings
    ]  # fmt: skip
    return {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{"tool": {"driver": {"name": "kgraph"}}, "results": results}],
    }


def _plain(term: str | None) -> str:
    return (term or "").removeprefix("<").removesuffix(">")
