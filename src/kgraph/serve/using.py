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
    pyparsing.Optional(pyparsing.CaselessKeyword("WITH") + Param("withClause", sparql.iri))
    + (
        Param("delete", sparql.DeleteClause) + pyparsing.Optional(Param("insert", sparql.InsertClause))
        | Param("insert", sparql.InsertClause)
    )
    + pyparsing.ZeroOrMore(ParamList("using", sparql.UsingClause))
    + Param("before", _HERE.copy())
    + pyparsing.CaselessKeyword("WHERE")
    + Param("where", sparql.GroupGraphPattern),
)
_DELETE_WHERE = Comp(
    "DeleteWhere",
    pyparsing.CaselessKeyword("DELETE")
    + Param("where", _HERE.copy())
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
_UNIT.parse_with_tabs()  # else places are those of another text, with spaces for tabs


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
    clauses = "".join([f"\nUSING {g}" for g in using] + [f"\nUSING NAMED {g}" for g in named]) + "\n"
    for operation in reversed(found.request or []):
        if operation.name == "Modify":
            if operation.withClause is not None or operation.using:
                raise Problem(400, "dataset-twice", "the request and the update's own WITH or USING name a dataset")
            text = text[: operation.before] + clauses + text[operation.before :]
        elif operation.name == "DeleteWhere":
            # The short form has no place for a dataset: its pattern is template and condition.
            pattern = text[operation.start : operation.end]
            text = f"{text[: operation.where]} {pattern}{clauses}WHERE {pattern}\n{text[operation.end :]}"
    return text
