"""Which records of different articles are one thing.

Things are one if they are of one kind and have one name; positions if they have one name in one
body; roles if one person holds one position with one status. The id of a cluster is made of the
smallest key of its records and of its name; it knows no base, no kind and no date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kgraph.ids import mint, name_key
from kgraph.model import Fact, Judgements, Literal, Ref, Resolution, Term
from kgraph.schema import Schema

# Kinds whose records may be one thing though articles type them differently.
_FAMILIES = {
    "schema:GovernmentOrganization": "body", "schema:Organization": "body", "schema:Place": "place", "schema:Country": "place",
    "kg:CelestialPlace": "place",
}  # fmt: skip


def resolve(facts: Iterable[Fact], schema: Schema, judged: Judgements = Judgements()) -> Resolution:  # noqa: B008 - frozen
    """Cluster the records that facts speak of; what people judged holds."""
    return _Resolver(list(facts), schema, judged).run()


class _Resolver:
    def __init__(self, facts: list[Fact], schema: Schema, judged: Judgements) -> None:
        self.schema, self.judged = schema, judged
        self.types: dict[str, str] = {}
        self.values: dict[tuple[str, str], list[str]] = {}
        for fact in facts:
            if fact.predicate == "rdf:type" and isinstance(fact.object, Term):
                self.types[fact.subject.key] = fact.object.curie
            value = (
                fact.object.value
                if isinstance(fact.object, Literal)
                else fact.object.key
                if isinstance(fact.object, Ref)
                else fact.object.curie
            )
            self.values.setdefault((fact.subject.key, fact.predicate), []).append(value)
        self.cluster_of: dict[str, str] = {}

    def run(self) -> Resolution:
        for stage in ("kg:Thing", "kg:Position", "kg:RoleHolding", ""):
            members: dict[tuple[str, ...], list[str]] = {}
            for record in sorted(self.types):
                if self._stage(record) == stage:
                    members.setdefault(self._identity(record, stage), []).append(record)
            for records in self._judged(list(members.values())):
                self.cluster_of.update(dict.fromkeys(records, min(records)))
        return self._named()

    def _judged(self, groups: list[list[str]]) -> list[list[str]]:
        """Groups taken apart and joined as people judged; what is different stays apart."""
        groups = [part for group in groups for part in self._apart(group)]
        for pair in sorted(self.judged.same):
            ends = [g for g in groups if not set(pair).isdisjoint(g)]
            joined = [r for g in ends for r in g]
            if len(ends) == 2 and set(pair) <= set(joined) and len(self._apart(joined)) == 1:
                groups = [g for g in groups if g not in ends] + [joined]
        return groups

    def _apart(self, group: list[str]) -> list[list[str]]:
        if not self.judged.different:
            return [group]
        parts: list[list[str]] = []
        for record in group:
            home = next(
                (p for p in parts if not any(tuple(sorted((record, r))) in self.judged.different for r in p)), None
            )
            if home is None:
                parts.append([record])
            else:
                home.append(record)
        return parts

    def _stage(self, record: str) -> str:
        cls = self.types[record]
        return next((s for s in ("kg:Thing", "kg:Position", "kg:RoleHolding") if self.schema.is_a(cls, s)), "")

    def _identity(self, record: str, stage: str) -> tuple[str, ...]:
        """What makes a record the same as another of its stage."""
        match stage:
            case "kg:Thing":
                cls = self.types[record]
                return (_FAMILIES.get(cls, cls), name_key(self._first(record, "schema:name")))
            case "kg:Position":
                return (
                    name_key(self._first(record, "schema:name")),
                    self._cluster(record, "org:postIn"),
                    self._cluster(record, "kg:accreditedTo"),
                )
            case "kg:RoleHolding":
                return (
                    self._cluster(record, "org:member"),
                    self._cluster(record, "org:role"),
                    self._first(record, "kg:roleStatus"),
                )
            case _:
                return (record,)

    def _first(self, record: str, predicate: str) -> str:
        return min(self.values.get((record, predicate), [""]))

    def _cluster(self, record: str, predicate: str) -> str:
        value = self._first(record, predicate)
        return self.cluster_of.get(value, value)

    def _named(self) -> Resolution:
        groups: dict[str, list[str]] = {}
        for record, founder in self.cluster_of.items():
            groups.setdefault(founder, []).append(record)
        ids, members, names, classes = {}, {}, {}, {}
        for founder, records in sorted(groups.items()):
            name = self._canonical(records)
            entity = mint(name or self.schema.classes[self.types[founder]].label, founder)
            ids.update(dict.fromkeys(records, entity))
            members[entity] = tuple(sorted(records))
            names[entity] = name
            classes[entity] = self._class(records)
        return Resolution(ids, members, names, classes)

    def _canonical(self, records: Iterable[str]) -> str:
        counted = Counter(n for r in records for n in self.values.get((r, "schema:name"), ()))
        return min(counted, key=lambda n: (-counted[n], -len(n), n), default="")

    def _class(self, records: Iterable[str]) -> str:
        counted = Counter(self.types[r] for r in records)
        deepest = {c: len(self.schema.ancestors(c)) for c in counted}
        return min(counted, key=lambda c: (-counted[c], -deepest[c], c))
