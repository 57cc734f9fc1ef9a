"""The facts by record: what resolution looks things up in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from sys import intern

from kgraph.model import Article, DateClaim, Fact, Literal, Ref, Term
from kgraph.schema import Schema


class Index:
    """Types, values and dates of records; independent of the order of the facts.

    ``articles`` maps records to the article they were read in; a record without one counts as
    alone in an article of its own.
    """

    def __init__(self, facts: Iterable[Fact], schema: Schema, articles: Mapping[str, Article]) -> None:
        self.schema, self.articles = schema, articles
        self.elsewhere: Callable[[str], str] = lambda _: ""
        self._values: dict[str, dict[str, list[str]]] = {}
        self._refs: dict[tuple[str, str], list[str]] = {}
        self._homes = {r: a.id for r, a in articles.items()}
        self._families: dict[str, str] = {}
        self._claims: dict[str, dict[str, list[DateClaim]]] = {}
        types: dict[str, set[str]] = {}
        for fact in facts:
            subject, predicate = fact.subject.key, intern(fact.predicate)
            if predicate == "rdf:type" and isinstance(fact.object, Term):
                types.setdefault(subject, set()).add(intern(fact.object.curie))
                continue
            if isinstance(fact.object, Ref):
                self._refs.setdefault((fact.object.key, predicate), []).append(subject)
            value = _text(fact.object)
            found = self._values.setdefault(subject, {}).setdefault(predicate, [])
            if value not in found:
                found.append(value)
            if fact.date is not None:
                self._claims.setdefault(subject, {}).setdefault(predicate, []).append(fact.date)
        self.types = {r: found.pop() if len(found) == 1 else self._finest(found) for r, found in sorted(types.items())}
        for by_predicate in self._values.values():
            for values in by_predicate.values():
                values.sort()
        for subjects in self._refs.values():
            subjects.sort()

    def _finest(self, classes: set[str]) -> str:
        return min(classes, key=lambda c: (-len(self.schema.ancestors(c)), c))

    def of(self, record: str, predicate: str) -> list[str]:
        """The values of a property, in order: keys of records, curies or texts."""
        known = self._values.get(record)
        return known.get(predicate, []) if known else []

    def first(self, record: str, predicate: str) -> str:
        """The first value of a property, or ""."""
        values = self.of(record, predicate)
        return values[0] if values else ""

    def name(self, record: str) -> str:
        """The name of a record, or ""."""
        return self.first(record, "schema:name") if record in self._values else self.elsewhere(record)

    def pointing(self, record: str, predicate: str) -> list[str]:
        """The records that point at one by a property, in order."""
        return self._refs.get((record, predicate), [])

    def claims(self, record: str, predicate: str) -> list[DateClaim]:
        """What sources say about a date of a record."""
        return self._claims.get(record, {}).get(predicate, [])

    def names(self, record: str) -> list[str]:
        """The names of a record, its own first, then aliases and abbreviations."""
        found = (
            *self.of(record, "schema:name"),
            *self.of(record, "skos:altLabel"),
            *self.of(record, "kg:abbreviation"),
        )
        return list(dict.fromkeys(found))

    def home(self, record: str) -> str:
        """The id of the article a record is of."""
        return self._homes.get(record, record)

    def family(self, record: str) -> str:
        """The kind below kg:Thing that a record's class belongs to; records of two families are two things."""
        cls = self.types[record]
        if cls not in self._families:
            line = self.schema.ancestors(cls)
            self._families[cls] = next((c for c in line if "kg:Thing" in self.schema.classes[c].parents), cls)
        return self._families[cls]


def _text(value: Ref | Term | Literal) -> str:
    return value.key if isinstance(value, Ref) else value.curie if isinstance(value, Term) else value.value
