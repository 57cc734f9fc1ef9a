"""The rules of ``ontology/rules``: CONSTRUCT queries that say what follows from facts.

Most rules say something of one subject from its own triples alone. The others have a line
``# again: meeting a b``: the variables for the subjects of the triples that they look at. When such
triples change, their solutions through the changed subjects are looked up again, and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kgraph.errors import Place, SchemaError
from kgraph.resources import ontology_dir

_AGAIN = re.compile(r"^# again: (.+)$", re.MULTILINE)
_HEAD = re.compile(r"CONSTRUCT\s*\{([^}]*)\}")
_TRIPLE = re.compile(r"\?(\w+)\s+(\S+)\s+\?(\w+)")
_NAME = re.compile(r"\b\w+:(\w+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with the variables through which it is looked up again; ``heads`` are the variables of
    the triples that it makes and ``predicates`` their curies, ``mentioned`` the local names of the terms that it looks at.
    """

    file: str
    text: str
    again: tuple[str, ...]
    heads: tuple[tuple[str, str], ...]
    predicates: tuple[str, ...]
    mentioned: frozenset[str]

    @property
    def local(self) -> bool:
        """True if it looks at the triples of one subject only."""
        return not self.again

    def made(self, store: ox.Store, **bound: ox.NamedNode) -> Iterator[ox.Triple]:
        """The triples that it makes of a store, with some variables bound. Raises :class:`SchemaError`."""
        found = store.query(self.text, substitutions={ox.Variable(k): v for k, v in bound.items()})
        if not isinstance(found, ox.QueryTriples):
            raise SchemaError("a rule is a CONSTRUCT query", place=Place(self.file))
        return iter(found)

    def through(self, store: ox.Store, subjects: Iterable[ox.NamedNode]) -> set[ox.Triple]:
        """The triples that it makes through some subjects."""
        return {t for s in subjects for v in self.again for t in self.made(store, **{v: s})}

    def makes(self, store: ox.Store, triple: ox.Triple) -> bool:
        """True if it makes a triple of a store."""
        ends = (triple.subject, triple.object)
        if not all(isinstance(e, ox.NamedNode) for e in ends):
            return False
        return any(triple in self.made(store, **dict(zip(head, ends, strict=True))) for head in self.heads)  # type: ignore[arg-type]  # named nodes

    def looks_at(self, quad: ox.Quad) -> bool:
        """True if a triple may be one that it looks at."""
        names = {_local(quad.predicate.value)}
        if names == {"type"} and isinstance(quad.object, ox.NamedNode):
            names = {_local(quad.object.value)}
        return not names.isdisjoint(self.mentioned)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in file order."""
    return tuple(
        _rule(p.as_posix(), p.read_text(encoding="utf-8")) for p in sorted((ontology_dir() / "rules").glob("*.rq"))
    )


def _rule(file: str, text: str) -> Rule:
    again, head = _AGAIN.search(text), _HEAD.search(text)
    made = _TRIPLE.findall(head[1]) if head else []
    body = text[head.end() :] if head else ""
    return Rule(
        file,
        text,
        tuple(again[1].split()) if again else (),
        tuple((s, o) for s, _, o in made),
        tuple(dict.fromkeys(p for _, p, _ in made)),
        frozenset(_NAME.findall(body)),
    )


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
