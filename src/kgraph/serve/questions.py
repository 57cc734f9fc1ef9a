"""The question library for the query page: what can be asked, and a question with its parameters filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kgraph.api import Graph
from kgraph.errors import QueryError
from kgraph.graph.query import Question

_WHERE = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)


def library(graph: Graph) -> dict[str, Any]:
    """All questions, and the terms that the editor completes."""
    schema = graph.schema
    classes = [
        {"name": name, "label": c.label, "about": c.definition, "kind": "class"} for name, c in schema.classes.items()
    ]
    properties = [
        {"name": n, "label": label, "about": "", "kind": "property"} for n, label in schema.properties.items()
    ]
    return {
        "questions": [_row(q) for q in graph.questions.values()],
        "terms": sorted((*classes, *properties), key=lambda t: t["name"]),
        "prefixes": dict(schema.prefixes),
    }


def _row(question: Question) -> dict[str, Any]:
    parameters = [{"name": p.name, "type": p.type, "about": p.about, "default": p.default} for p in question.parameters]
    return {
        "name": question.name, "title": question.title, "description": question.description, "example": question.example,
        "parameters": parameters, "text": question.text,
    }  # fmt: skip


def bound(graph: Graph, name: str, given: Mapping[str, str]) -> dict[str, Any]:
    """A question as SPARQL with its parameters as values, and the columns that only hold them.

    Raises :class:`QueryError` for an unknown question or parameter, or a value that fits nothing.
    """
    question = graph.questions.get(name)
    if question is None:
        raise QueryError(f"there is no question {name[:80]!r}", help=f"there are {', '.join(graph.questions)}")
    terms = graph.asker.bind(question, {k: v for k, v in given.items() if v})
    body = "\n".join(line for line in question.text.splitlines() if not line.startswith("#")).strip()
    values = "".join(f"\n  VALUES ?{variable} {{ {term} }}" for variable, term in terms.items())
    return {"text": _WHERE.sub(lambda m: m[0] + values, body, count=1), "hidden": [p.name for p in question.parameters]}
