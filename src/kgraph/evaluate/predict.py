"""What was read of an article, in the form of the gold files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kgraph.evaluate.annotations import (
    Argument,
    Dating,
    Document,
    Entity,
    Event,
    Extent,
    Relation,
    Role,
    Statement,
    Words,
)
from kgraph.model import ArticleRecord, DateClaim, Fact, Literal, Ref, Term
from kgraph.schema import Schema

# The annotations leave "it" out: their pronouns are people's.
_UNSCORED = frozenset(("it", "its", "itself"))


def annotated(
    record: ArticleRecord, schema: Schema, gid: Callable[[str], str] = lambda key: key, doc_id: str = ""
) -> Document:
    """The annotations that a record amounts to. ``gid`` maps a record's key to an id that is the
    same for one thing in all documents.
    """
    return _Annotator(record, schema, gid).document(doc_id or record.article.id)


class _Annotator:
    def __init__(self, record: ArticleRecord, schema: Schema, gid: Callable[[str], str]) -> None:
        self.record, self.schema, self.gid = record, schema, gid
        self.by_subject: dict[str, list[Fact]] = {}
        for fact in record.facts:
            self.by_subject.setdefault(fact.subject.key, []).append(fact)
        self.types = {
            f.subject.key: f.object.curie
            for f in record.facts
            if f.predicate == "rdf:type" and isinstance(f.object, Term)
        }

    def document(self, doc_id: str) -> Document:
        return Document(
            doc_id,
            self.record.article.text,
            annotated=True,
            entities=tuple(self._entity(k) for k in self._of_type("kg:Thing")),
            roles=tuple(self._role(k) for k in self._of_type("kg:RoleHolding")),
            relations=tuple(self._relations()),
            events=tuple(self._event(k) for k in self._of_type("kg:Event")),
            statements=tuple(self._statement(k) for k in self._of_type("kg:Statement")),
        )

    def _of_type(self, cls: str) -> list[str]:
        return [k for k, t in self.types.items() if self.schema.is_a(t, cls)]

    def _values(self, key: str, predicate: str) -> list[str]:
        return [_value(f.object) for f in self.by_subject.get(key, ()) if f.predicate == predicate]

    def _one(self, key: str, predicate: str) -> str | None:
        return next(iter(self._values(key, predicate)), None)

    def _evidence(self, key: str) -> tuple[Extent, ...]:
        return tuple(sorted({(s.start, s.end) for f in self.by_subject[key] for s in f.evidence}))

    def _entity(self, key: str) -> Entity:
        mentions = tuple(
            Words(m.span.start, m.span.end, m.span.quote, m.kind)
            for m in self.record.mentions
            if key in m.refs and not (m.kind == "pronoun" and m.span.quote.lower() in _UNSCORED)
        )
        curie = self.types[key]
        kind = self.schema.classes[curie].notation or curie.partition(":")[2]
        name = self._one(key, "schema:name") or (mentions[0].text if mentions else "")
        return Entity(key, kind, name, self.gid(key), tuple(self._values(key, "skos:altLabel")), mentions)

    def _role(self, key: str) -> Role:
        position = self._one(key, "org:role") or ""
        return Role(
            self._one(key, "org:member") or "",
            self._one(position, "schema:name") or "",
            self._one(key, "org:organization"),
            self._one(key, "kg:roleStatus") or "",
            self._evidence(key),
        )

    def _relations(self) -> Iterator[Relation]:
        for fact in self.record.facts:
            subject = self.types.get(fact.subject.key, "")
            if not fact.predicate.startswith("kg:") or not self.schema.is_a(subject, "kg:Thing"):
                continue
            thing = fact.object.key if isinstance(fact.object, Ref) else None
            yield Relation(
                fact.subject.key,
                fact.predicate.partition(":")[2],
                thing,
                None if thing else _value(fact.object),
                tuple((s.start, s.end) for s in fact.evidence),
            )

    def _event(self, key: str) -> Event:
        trigger = next((m.span for m in self.record.mentions if m.kind == "trigger" and key in m.refs), None)
        claim = next((f.date for f in self.by_subject[key] if f.predicate == "kg:edtf"), None)
        return Event(
            key,
            self.types[key].partition(":")[2],
            Words(trigger.start, trigger.end, trigger.quote) if trigger else None,
            tuple(self._arguments(key)),
            _dating(claim) if claim else None,
            self.gid(key),
            self._evidence(key),
        )

    def _arguments(self, key: str) -> Iterator[Argument]:
        for fact in self.by_subject[key]:
            if isinstance(fact.object, Ref) and fact.predicate != "kg:position":
                yield Argument(fact.predicate.partition(":")[2], fact.object.key)
        for position in self._values(key, "kg:position"):
            yield Argument("position", None, self._one(position, "schema:name") or "")

    def _statement(self, key: str) -> Statement:
        return Statement(
            self._one(key, "kg:speaker") or "",
            (self._one(key, "kg:modality") or "").partition(":")[2],
            self._one(key, "kg:addressee"),
            self._one(key, "kg:topic") or "",
            self._evidence(key),
        )


def _dating(claim: DateClaim) -> Dating:
    return Dating(
        claim.words,
        claim.edtf.strip("[]").replace("..", "/"),
        claim.earliest.isoformat() if claim.earliest else None,
        claim.latest.isoformat() if claim.latest else None,
        claim.basis,
    )


def _value(value: Ref | Term | Literal) -> str:
    match value:
        case Ref(key):
            return key
        case Term(curie):
            return curie
        case Literal(text):
            return text
