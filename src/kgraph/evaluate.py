"""Scores against annotated articles: the product's own harness.

:func:`predict` turns what was read of an article into the form of the annotations; :func:`score`
compares the two. The form and the measures are described in ``docs/quality.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kgraph.model import ArticleRecord, Fact, Literal, Ref, Term
from kgraph.schema import Schema

Json = dict[str, Any]

# The annotations leave "it" out: their pronouns are people's.
_UNSCORED = frozenset(("it", "its", "itself"))


def predict(
    record: ArticleRecord, schema: Schema, gid: Callable[[str], str] = lambda key: key, doc_id: str = ""
) -> Json:
    """The annotations that a record amounts to. ``gid`` maps a record's key to an id that is the
    same for one thing in all documents.
    """
    return _Prediction(record, schema, gid, doc_id).as_json()


class _Prediction:
    def __init__(self, record: ArticleRecord, schema: Schema, gid: Callable[[str], str], doc_id: str) -> None:
        self.record, self.schema, self.gid, self.doc_id = record, schema, gid, doc_id
        self.by_subject: dict[str, list[Fact]] = {}
        for fact in record.facts:
            self.by_subject.setdefault(fact.subject.key, []).append(fact)
        self.types = {
            f.subject.key: f.object.curie
            for f in record.facts
            if f.predicate == "rdf:type" and isinstance(f.object, Term)
        }

    def as_json(self) -> Json:
        of = self._of_type
        return {
            "doc_id": self.doc_id or self.record.article.id,
            "text": self.record.article.text,
            "entities": [self._entity(k) for k in of("kg:Thing")],
            "roles": [self._role(k) for k in of("kg:RoleHolding")],
            "relations": self._relations(),
            "events": [self._event(k) for k in of("kg:Event")],
            "statements": [self._statement(k) for k in of("kg:Statement")],
        }

    def _of_type(self, cls: str) -> list[str]:
        return [k for k, t in self.types.items() if self.schema.is_a(t, cls)]

    def _values(self, key: str, predicate: str) -> list[str]:
        return [_value(f.object) for f in self.by_subject.get(key, ()) if f.predicate == predicate]

    def _one(self, key: str, predicate: str) -> str | None:
        return next(iter(self._values(key, predicate)), None)

    def _evidence(self, key: str) -> list[list[int]]:
        spans = {(s.start, s.end) for f in self.by_subject[key] for s in f.evidence}
        return [list(s) for s in sorted(spans)]

    def _gold_type(self, curie: str) -> str:
        return self.schema.classes[curie].notation or curie.partition(":")[2]

    def _entity(self, key: str) -> Json:
        mentions = [
            {"start": m.span.start, "end": m.span.end, "text": m.span.quote, "kind": m.kind}
            for m in self.record.mentions
            if key in m.refs and not (m.kind == "pronoun" and m.span.quote.lower() in _UNSCORED)
        ]
        return {
            "id": key, "gid": self.gid(key), "type": self._gold_type(self.types[key]),
            "name": self._one(key, "schema:name"), "aliases": self._values(key, "skos:altLabel"), "mentions": mentions,
        }  # fmt: skip

    def _role(self, key: str) -> Json:
        position = self._one(key, "org:role") or ""
        return {
            "person": self._one(key, "org:member"), "position": self._one(position, "schema:name"),
            "organisation": self._one(key, "org:organization"), "status": self._one(key, "kg:roleStatus"),
            "evidence": self._evidence(key),
        }  # fmt: skip

    def _relations(self) -> list[Json]:
        found = []
        for fact in self.record.facts:
            subject = self.types.get(fact.subject.key, "")
            relation = fact.predicate.startswith("kg:") and self.schema.is_a(subject, "kg:Thing")
            if not relation:
                continue
            thing = fact.object.key if isinstance(fact.object, Ref) else None
            found.append({
                "subj": fact.subject.key, "pred": fact.predicate.partition(":")[2], "obj": thing,
                "value": None if thing else _value(fact.object), "evidence": [[s.start, s.end] for s in fact.evidence],
            })  # fmt: skip
        return found

    def _event(self, key: str) -> Json:
        trigger = next((m.span for m in self.record.mentions if m.kind == "trigger" and key in m.refs), None)
        facts = self.by_subject[key]
        arguments: list[Json] = [
            {"role": f.predicate.partition(":")[2], "entity": f.object.key}
            for f in facts
            if isinstance(f.object, Ref) and f.predicate != "kg:position"
        ]
        arguments += [
            {"role": "position", "text": self._one(p, "schema:name")} for p in self._values(key, "kg:position")
        ]
        claim = next((f.date for f in facts if f.predicate == "kg:edtf"), None)
        return {
            "id": key, "gid": self.gid(key), "type": self.types[key].partition(":")[2],
            "trigger": {"start": trigger.start, "end": trigger.end, "text": trigger.quote} if trigger else None,
            "args": arguments, "evidence": self._evidence(key),
            "date": {
                "text": claim.words, "edtf": claim.edtf.strip("[]").replace("..", "/"), "basis": claim.basis,
                "earliest": claim.earliest.isoformat() if claim.earliest else None,
                "latest": claim.latest.isoformat() if claim.latest else None,
            } if claim else None,
        }  # fmt: skip

    def _statement(self, key: str) -> Json:
        return {
            "speaker": self._one(key, "kg:speaker"), "modality": (self._one(key, "kg:modality") or "").partition(":")[2],
            "addressee": self._one(key, "kg:addressee"), "topic": self._one(key, "kg:topic"), "evidence": self._evidence(key),
        }  # fmt: skip


def _value(value: Ref | Term | Literal) -> str:
    match value:
        case Ref(key):
            return key
        case Term(curie):
            return curie
        case Literal(text):
            return text


def score(gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]) -> Json:
    """Placeholder until the measures move in."""
    raise NotImplementedError
