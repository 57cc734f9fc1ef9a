"""What is worth a person's look, in the order in which an hour of review buys most.

An answer is worth the chance that it changes something, times what would change. For a pair of
things that nobody decided: the likelihood that they are one, times the facts that would move.
For a fact: the chance that it is wrong (no source of its triple being right), times the facts
that stand or fall with it. For a fact in quarantine the chances are even.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kgraph.model import ArticleRecord, Fact, Link, Literal, Quarantined, Ref, Resolution, Reviewed, Term
from kgraph.schema import RDFS, Schema, plain

FILE = "review.jsonl"
MOST = 1000
"""Items kept: more than anybody answers before the next build."""
_DOUBT = 0.1
_QUOTES = 2

Row = dict[str, Any]


def worklist(
    records: Sequence[ArticleRecord],
    resolution: Resolution,
    quarantined: Sequence[Quarantined],
    reviewed: Reviewed,
    show: Show,
) -> list[Row]:
    """The items, best first: pairs (``kind`` pair) and facts (``kind`` fact)."""
    return _Worklist(records, resolution, reviewed, show).rows(quarantined)


@dataclass(frozen=True, slots=True)
class Show:
    """How things are shown: the ontology, and the label of each thing by its id."""

    schema: Schema
    labels: Mapping[str, str]


def labels_of(quads: Iterable[ox.Quad], base: str) -> dict[str, str]:
    """The labels in a graph, by the id of what has them."""
    label, start = RDFS + "label", f"{base}id/"
    return {
        plain(q.subject).removeprefix(start): plain(q.object)
        for q in quads
        if q.predicate.value == label and plain(q.subject).startswith(start)
    }


class _Worklist:
    def __init__(
        self, records: Sequence[ArticleRecord], resolution: Resolution, reviewed: Reviewed, show: Show
    ) -> None:
        self.records, self.resolution, self.reviewed, self.schema = records, resolution, reviewed, show.schema
        self.labels = show.labels
        self.reach: Counter[str] = Counter()
        self.types: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.first: dict[str, str] = {}
        for record in records:
            for fact in record.facts:
                for key in {fact.subject.key, *([fact.object.key] if isinstance(fact.object, Ref) else [])}:
                    self.reach[resolution.ids[key]] += 1
                if fact.predicate == "rdf:type" and isinstance(fact.object, Term):
                    self.types[fact.subject.key] = fact.object.curie
                    self.first[fact.subject.key] = fact.evidence[0].quote
                if fact.predicate == "schema:name" and isinstance(fact.object, Literal):
                    self.named[fact.subject.key] = fact.object.value

    def rows(self, quarantined: Sequence[Quarantined]) -> list[Row]:
        found = [*self._pairs(self.resolution.undecided), *self._facts(), *self._kept_out(quarantined)]
        found.sort(key=lambda row: (-row["gain"], row["kind"], row["id"]))
        return found[:MOST]

    def _pairs(self, links: Iterable[Link]) -> Iterator[Row]:
        ids = self.resolution.ids
        seen: set[tuple[str, str]] = set()
        for link in links:
            one, other = sorted((ids.get(link.one, ""), ids.get(link.other, "")))
            if not one or one == other or (one, other) in seen:
                continue
            seen.add((one, other))
            reach = min(self.reach[one], self.reach[other])
            yield {
                "kind": "pair", "id": f"{one} {other}", "gain": round(link.score * reach, 2), "score": round(link.score, 2),
                "rule": link.rule, "agrees": list(link.agrees), "differs": list(link.differs),
                "things": [self._thing(link.one, link.names[0]), self._thing(link.other, link.names[1])],
            }  # fmt: skip

    def _thing(self, record: str, name: str) -> Row:
        entity = self.resolution.ids[record]
        label = self.labels.get(entity) or name
        members = self.resolution.members[entity]
        cls = self.schema.classes[self.resolution.classes[entity]].label
        first = [record, *(m for m in members if m != record)]
        return {"label": label, "id": entity, "class": cls, "records": first, "quotes": self._quotes(members)}

    def _quotes(self, members: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(self.first[m] for m in members if m in self.first))[:_QUOTES]

    def _facts(self) -> Iterator[Row]:
        ids = self.resolution.ids
        doubt: dict[tuple[str, str, str], float] = {}
        for record in self.records:
            for fact in record.facts:
                triple = self._triple(fact)
                sure = 1.0 if fact.id in self.reviewed.status else fact.confidence
                doubt[triple] = doubt.get(triple, 1.0) * (1 - sure)
        asked: set[tuple[str, str, str]] = set()
        for record in self.records:
            for fact in record.facts:
                triple = self._triple(fact)
                wrong = doubt[triple]
                if wrong < _DOUBT or triple in asked or fact.id in self.reviewed.status:
                    continue
                asked.add(triple)
                whole = fact.predicate in ("rdf:type", "schema:name")
                reach = self.reach[ids[fact.subject.key]] if whole else 1
                row = {
                    "kind": "fact",
                    "id": fact.id,
                    "gain": round(wrong * reach, 2),
                    "confidence": round(1 - wrong, 2),
                }
                yield row | self._said(fact, record.article.title)

    def _triple(self, fact: Fact) -> tuple[str, str, str]:
        ids, value = self.resolution.ids, fact.object
        target = ids[value.key] if isinstance(value, Ref) else value.curie if isinstance(value, Term) else value.value
        return ids[fact.subject.key], fact.predicate, target

    def _said(self, fact: Fact, title: str) -> Row:
        value = fact.object
        key = value.key if isinstance(value, Ref) else value.curie if isinstance(value, Term) else value.value
        shown = self._label(value.key) if isinstance(value, Ref) else self._word(value)
        label = f"{self._label(fact.subject.key)} — {self._property(fact.predicate)} — {shown}"
        return {
            "label": label, "subject": fact.subject.key, "predicate": fact.predicate, "value": key, "quote": fact.evidence[0].quote,
            "article": title, "rule": fact.extractor,
        }  # fmt: skip

    def _word(self, value: Term | Literal) -> str:
        if isinstance(value, Literal):
            return value.value
        known = self.schema.classes.get(value.curie)
        return known.label if known else value.curie.partition(":")[2]

    def _property(self, curie: str) -> str:
        if curie == "rdf:type":
            return "is a"
        return self.schema.properties.get(curie, curie.partition(":")[2])

    def _label(self, record: str) -> str:
        entity = self.resolution.ids[record]
        return (
            self.labels.get(entity)
            or self.named.get(record)
            or self.schema.classes[self.resolution.classes[entity]].label
        )

    def _kept_out(self, quarantined: Sequence[Quarantined]) -> Iterator[Row]:
        for item in quarantined:
            if item.fact in self.reviewed.status:
                continue
            subject, predicate, value = item.triple
            label = f"{item.subject_label or subject} — {self._property(predicate)} — {item.object_label or value}"
            yield {
                "kind": "fact", "id": item.fact, "gain": 0.5, "confidence": 0.5, "label": label, "subject": subject,
                "predicate": predicate, "value": value, "quote": item.quote, "article": item.article, "rule": item.message,
                "quarantined": True,
            }  # fmt: skip
