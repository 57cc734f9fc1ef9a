"""The rules of ``ontology/rules``: CONSTRUCT queries that say what follows from facts.

Most rules say something of one subject from its own triples alone. The others have a line
``# again: meeting of Meeting participant`` for each variable that stands for the subject of triples
that they look at, with the local names of those triples' predicates (of classes, where they are of
rdf:type). When such a triple changes, the solutions through its subject are looked up again, and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kgraph.errors import Place, SchemaError
from kgraph.resources import ontology_dir

_AGAIN = re.compile(r"^# again: (\w+) of (.+)$", re.MULTILINE)
_HEAD = re.compile(r"CONSTRUCT\s*\{([^}]*)\}")
_TRIPLE = re.compile(r"\?(\w+)\s+(\S+)\s+\?(\w+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with the variables through which it is looked up again, each with the local names of the
    triples that matter; ``heads`` are the variables of the triples that it makes and ``predicates`` their curies.
    """

    file: str
    text: str
    again: tuple[tuple[str, frozenset[str]], ...]
    heads: tuple[tuple[str, str], ...]
    predicates: tuple[str, ...]

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

    def through(self, store: ox.Store, changed: Iterable[ox.Quad]) -> set[ox.Triple]:
        """The triples that it makes of a store through the subjects of changed triples."""
        told = [(q.subject, _told(q)) for q in changed if isinstance(q.subject, ox.NamedNode)]
        bound = {(v, s) for v, names in self.again for s, name in told if name in names}
        return {t for v, s in bound for t in self.made(store, **{v: s})}

    def makes(self, store: ox.Store, triple: ox.Triple) -> bool:
        """True if it makes a triple of a store."""
        ends = (triple.subject, triple.object)
        if not all(isinstance(e, ox.NamedNode) for e in ends):
            return False
        return any(triple in self.made(store, **dict(zip(head, ends, strict=True))) for head in self.heads)  # type: ignore[arg-type]  # named nodes


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in file order."""
    return tuple(
        _rule(p.as_posix(), p.read_text(encoding="utf-8")) for p in sorted((ontology_dir() / "rules").glob("*.rq"))
    )


def _rule(file: str, text: str) -> Rule:
    head = _HEAD.search(text)
    made = _TRIPLE.findall(head[1]) if head else []
    again = tuple((variable, frozenset(names.split())) for variable, names in _AGAIN.findall(text))
    return Rule(file, text, again, tuple((s, o) for s, _, o in made), tuple(dict.fromkeys(p for _, p, _ in made)))


def _told(quad: ox.Quad) -> str:
    """What a triple tells of its subject: the local name of its class, else of the predicate."""
    name = re.split(r"[#/]", quad.predicate.value)[-1]
    return (
        re.split(r"[#/]", quad.object.value)[-1] if name == "type" and isinstance(quad.object, ox.NamedNode) else name
    )
