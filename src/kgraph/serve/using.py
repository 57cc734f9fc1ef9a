"""Give an update the dataset that its request names (SPARQL 1.1 Protocol, section 2.2.3).

The engine takes no dataset for updates, so it is written into the text as USING clauses, where
rdflib's grammar says that they belong. What this grammar cannot read gets no dataset but an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox
import pyparsing
from rdflib.plugins.sparql import parser as sparql
from rdflib.plugins.sparql.parserutils import Comp, Param, ParamList

from kgraph.serve.problems import Problem

_HERE = pyparsing.Empty().set_parse_action(lambda _, place, __: [place])
"""Matches nothing and says where."""

_MODIFY = Comp(
    "Modify",
    pyparsing.Optional(pyparsing.CaselessKeyword("WITH") + Param("with", sparql.iri))
    + (
        Param("delete", sparql.DeleteClause) + pyparsing.Optional(Param("insert", sparql.InsertClause))
        | Param("insert", sparql.InsertClause)
    )
    + pyparsing.ZeroOrMore(ParamList("using", sparql.UsingClause))
    + pyparsing.CaselessKeyword("WHERE")
    + Param("before", _HERE.copy())
    + Param("where", sparql.GroupGraphPattern),
)
_DELETE_WHERE = Comp(
    "DeleteWhere",
    pyparsing.CaselessKeyword("DELETE")
    + pyparsing.CaselessKeyword("WHERE")
    + Param("start", _HERE.copy())
    + sparql.QuadPattern
    + Param("end", _HERE.copy()),
)
_ONE = (
    sparql.Load | sparql.Clear | sparql.Drop | sparql.Add | sparql.Move | sparql.Copy | sparql.Create
    | sparql.InsertData | sparql.DeleteData | _DELETE_WHERE | _MODIFY
)  # fmt: skip
_UPDATE = pyparsing.Forward()
_UPDATE <<= sparql.Prologue + pyparsing.Optional(ParamList("request", _ONE) + pyparsing.Optional(";" + _UPDATE))
_UNIT = Comp("Update", _UPDATE)
_UNIT.ignore("#" + pyparsing.rest_of_line)


def with_dataset(
    text: str, using: Sequence[ox.NamedNode], named: Sequence[ox.NamedNode], prefixes: Mapping[str, str]
) -> str:
    """The update with USING clauses in each operation that has a WHERE.

    Raises :class:`Problem` if an operation names a dataset itself (the protocol forbids both)
    or the text cannot be read.
    """
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())
    text = declared + sparql.expandUnicodeEscapes(text)
    try:
        found = _UNIT.parse_string(text, parse_all=True)[0]
    except pyparsing.ParseBaseException as error:
        raise Problem(400, "bad-update", f"not a SPARQL 1.1 update: {error}") from error
    except RecursionError as error:
        raise Problem(400, "bad-update", "the update nests too deeply for a request with a dataset") from error
    clauses = "".join([f" USING {g} " for g in using] + [f" USING NAMED {g} " for g in named])
    changes: list[tuple[int, int, str]] = []
    for operation in found.get("request") or []:
        if operation.name == "Modify":
            if operation.get("with") is not None or operation.get("using"):
                raise Problem(400, "dataset-twice", "the request and the update's own WITH or USING name a dataset")
            place = text.upper().rindex("WHERE", 0, operation["before"])
            changes.append((place, place, clauses))
        elif operation.name == "DeleteWhere":
            start, end = operation["start"], operation["end"]
            pattern = text[start:end]
            changes.append((start - len("WHERE"), start, ""))
            changes.append((end, end, f"{clauses} WHERE {pattern}"))
    for start, end, clause in reversed(changes):
        text = text[:start] + clause + text[end:]
    return text
