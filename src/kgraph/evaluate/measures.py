"""What agrees between one annotated article and its prediction, layer by layer.

A layer is right where its items pair up one to one; what makes two items the same is said in
``docs/quality.md``. Everything is counted in the offsets of the gold text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kgraph.evaluate.align import (
    alike,
    carried_over,
    content,
    kept_words,
    norm,
    overlap,
    pair,
    pair_entities,
)
from kgraph.evaluate.annotations import Argument, Document, Event, Extent, Relation, Role, Statement, Words


@dataclass(frozen=True, slots=True)
class Tally:
    """Right and given items of the prediction, found and wanted items of the gold."""

    right: float = 0
    given: float = 0
    found: float = 0
    wanted: float = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right, self.given + other.given, self.found + other.found, self.wanted + other.wanted
        )

    @property
    def precision(self) -> float:
        """Share of the given that is right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted that was found."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is right or wrong: its kind, how to say it, and where it is."""

    kind: str
    says: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Items wanted and given, and which given item is which wanted one."""

    name: str
    wanted: tuple[Item, ...]
    given: tuple[Item, ...]
    pairs: Mapping[int, int]

    @property
    def tally(self) -> Tally:
        """The counts of all kinds together."""
        return Tally(len(self.pairs), len(self.given), len(self.pairs), len(self.wanted))

    def by_kind(self) -> dict[str, Tally]:
        """The counts of each kind."""
        found = set(self.pairs.values())
        sums: dict[str, Tally] = {}
        for i, item in enumerate(self.wanted):
            sums[item.kind] = sums.get(item.kind, Tally()) + Tally(found=i in found, wanted=1)
        for j, item in enumerate(self.given):
            sums[item.kind] = sums.get(item.kind, Tally()) + Tally(right=j in self.pairs, given=1)
        return sums

    def errors(self) -> Iterator[tuple[str, Item]]:
        """What is missing and what is false."""
        found = set(self.pairs.values())
        yield from (("missing", item) for i, item in enumerate(self.wanted) if i not in found)
        yield from (("false", item) for j, item in enumerate(self.given) if j not in self.pairs)


class Comparison:
    """One document's gold and prediction side by side."""

    def __init__(self, gold: Document, predicted: Document) -> None:
        self.gold, self.own = gold, predicted
        self.predicted = carried_over(predicted, gold.text)
        self._gold_entities = {e.id: e for e in gold.entities}
        self._own_entities = {e.id: e for e in self.predicted.entities}
        self.entity_pairs = pair_entities(gold.entities, self.predicted.entities)
        self.same = {self.predicted.entities[j].id: gold.entities[i].id for j, i in self.entity_pairs.items()}
        self.event_pairs = pair(gold.events, self.predicted.events, self._same_event)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """All layers of paired items."""
        return tuple(self._layers())

    def _layers(self) -> Iterator[Layer]:
        yield from self._names()
        yield from self._entities()
        yield from self._roles()
        yield self._relations()
        yield self._layer("event", map(self._gold_event, self.gold.events), map(self._own_event, self.predicted.events), self.event_pairs)  # fmt: skip
        yield self._arguments()
        yield self._dates()
        yield from self._statements()
        yield self._links()

    def tallies(self) -> Iterator[tuple[str, Tally]]:
        """Measures that are no pairing: arguments of found events, coreference clusters, what of the page is kept."""
        arguments = next(layer for layer in self.layers if layer.name == "event_arg")
        right, reached = len(arguments.pairs), set(self.event_pairs.values())
        yield (
            "event_arg_matched",
            Tally(
                right,
                sum(len(e.args) for j, e in enumerate(self.predicted.events) if j in self.event_pairs),
                right,
                sum(len(e.args) for i, e in enumerate(self.gold.events) if i in reached),
            ),
        )
        yield "coref_muc", self._muc()
        yield "coref_b3", self._b3()
        if self.gold.raw is not None:
            yield "boilerplate_kept", self._kept()

    def rates(self) -> Iterator[tuple[str, int, int]]:
        """Measures that are a share: (name, how many, of how many)."""
        paired = [(self.gold.roles[i], self.predicted.roles[j]) for j, i in self._role_pairs.items()]
        yield "role_status", sum(a.status == b.status for a, b in paired), len(paired)
        yield "trap_avoided", sum(not fell for _, fell in self.traps()), len(self.gold.traps)
        if self.gold.raw is not None:
            words = self._page_words
            yield "boilerplate_chars", sum(n for n, a, b in words if a == b), sum(n for n, _, _ in words)
        quoted = list(self._quoted())
        yield "evidence_valid", sum(self.own.text[w.start : w.end] == w.text for w in quoted), len(quoted)
        facts = self.own.facts
        yield "evidence_given", sum(bool(f.evidence) for f in facts), len(facts)

    def traps(self) -> Iterator[tuple[str, bool]]:
        """Each trap's event type, and whether an event that is not in the gold was read out of it."""
        wrong = [e for j, e in enumerate(self.predicted.events) if j not in self.event_pairs]
        for trap in self.gold.traps:
            fell = [e for e in wrong if e.type == trap.would_be and _touch(_anchor(e), trap.evidence)]
            yield trap.would_be, bool(fell)

    def shared_ids(self) -> tuple[dict[str, str], dict[str, str]]:
        """Gold entity id to the prediction's gid, and the same for events."""
        entities = {self.gold.entities[i].id: self.predicted.entities[j].gid for j, i in self.entity_pairs.items()}
        events = {self.gold.events[i].id: self.predicted.events[j].gid for j, i in self.event_pairs.items()}
        return {k: v for k, v in entities.items() if v}, {k: v for k, v in events.items() if v}

    # -- how items are said -----------------------------------------------------------------

    def _name(self, entities: Mapping[str, object], key: str | None) -> str:
        if key is None:
            return "-"
        return str(getattr(entities.get(key), "name", key))

    def _layer(self, name: str, wanted: Iterable[Item], given: Iterable[Item], pairs: Mapping[int, int]) -> Layer:
        return Layer(name, tuple(wanted), tuple(given), pairs)

    def _gold_event(self, event: Event) -> Item:
        return _event_item(event, lambda key: self._name(self._gold_entities, key))

    def _own_event(self, event: Event) -> Item:
        return _event_item(event, lambda key: self._name(self._own_entities, key))

    # -- names and entities -----------------------------------------------------------------

    def _names(self) -> Iterator[Layer]:
        gold, own = _named(self.gold), _named(self.predicted)
        said = tuple(Item(t, self._quoted_name(s, e, t), s) for s, e, t in gold)
        given = tuple(Item(t, self._quoted_name(s, e, t), s) for s, e, t in own)
        yield self._layer("mention_exact", said, given, pair(gold, own, lambda a, b: a == b))
        yield self._layer("mention_overlap", said, given, pair(gold, own, _close))
        spans, own_spans = sorted({n[:2] for n in gold}), sorted({n[:2] for n in own})
        wanted, ours = (tuple(Item("", self._quoted_name(*s, ""), s[0]) for s in f) for f in (spans, own_spans))
        yield self._layer("mention_span", wanted, ours, pair(spans, own_spans, lambda a, b: a == b))

    def _quoted_name(self, start: int, end: int, kind: str) -> str:
        return f"{kind} “{self.gold.text[start:end] if start >= 0 else '?'}”"

    def _entities(self) -> Iterator[Layer]:
        wanted = tuple(Item(e.type, f"{e.type} “{e.name}”", _first(e.mentions)) for e in self.gold.entities)
        given = tuple(Item(e.type, f"{e.type} “{e.name}”", _first(e.mentions)) for e in self.predicted.entities)
        yield self._layer("entity", wanted, given, self.entity_pairs)
        typed = {j: i for j, i in self.entity_pairs.items() if wanted[i].kind == given[j].kind}
        yield self._layer("entity_typed", wanted, given, typed)

    # -- roles and relations ----------------------------------------------------------------

    def _post(self, a: Role, b: Role) -> float:
        """How well a predicted role fits a wanted one, leaving the organisation out."""
        if self.same.get(b.person) != a.person or not alike(a.position, b.position):
            return 0
        shared = len(content(a.position) & content(b.position))
        return 1 + shared + 0.1 * (norm(a.position) == norm(b.position)) + 0.05 * (a.status == b.status)

    @cached_property
    def _role_pairs(self) -> dict[int, int]:
        return pair(self.gold.roles, self.predicted.roles, lambda a, b: self._post(a, b) * self._is(b.organisation, a.organisation))  # fmt: skip

    def _is(self, own: str | None, gold: str | None) -> bool:
        return gold is None if own is None else self.same.get(own) == gold

    def _roles(self) -> Iterator[Layer]:
        wanted = [self._role(r, self._gold_entities) for r in self.gold.roles]
        given = [self._role(r, self._own_entities) for r in self.predicted.roles]
        yield self._layer("role", wanted, given, self._role_pairs)
        yield self._layer("role_no_org", wanted, given, pair(self.gold.roles, self.predicted.roles, self._post))

    def _role(self, role: Role, entities: Mapping[str, object]) -> Item:
        says = f"{self._name(entities, role.person)} | {role.position} | {self._name(entities, role.organisation)}"
        return Item(role.status, says, _start(role.evidence))

    def _relations(self) -> Layer:
        wanted = {(r.subj, r.pred, r.obj, _value(r.value)): i for i, r in enumerate(self.gold.relations)}
        own: dict[tuple[str, str, str | None, str | None], Relation] = {}
        for relation in self.predicted.relations:
            thing = self.same.get(relation.obj, f"?{relation.obj}") if relation.obj is not None else None
            key = (self.same.get(relation.subj, f"?{relation.subj}"), relation.pred, thing, _value(relation.value))
            own.setdefault(key, relation)
        pairs = {j: wanted[key] for j, key in enumerate(own) if key in wanted}
        said = [self._relation(r, self._gold_entities) for r in self.gold.relations]
        given = [self._relation(r, self._own_entities) for r in own.values()]
        return self._layer("relation", said, given, pairs)

    def _relation(self, relation: Relation, entities: Mapping[str, object]) -> Item:
        other = self._name(entities, relation.obj) if relation.obj else repr(relation.value)
        return Item(
            relation.pred, f"{self._name(entities, relation.subj)} {relation.pred} {other}", _start(relation.evidence)
        )

    # -- events -----------------------------------------------------------------------------

    def _same_event(self, gold: Event, own: Event) -> float:
        if gold.type != own.type or not _touch(_anchor(own), gold.evidence):
            return 0
        wanted = {(a.role, a.entity) for a in gold.args if a.entity}
        given = {(a.role, self.same.get(a.entity)) for a in own.args if a.entity}
        return (
            1
            + 100 * bool(own.trigger and gold.trigger and overlap(own.trigger.extent, gold.trigger.extent))
            + 10 * len(wanted & given)
            + 3 * len({e for _, e in wanted} & {e for _, e in given})
            + 0.1 * ((own.date.edtf if own.date else None) == (gold.date.edtf if gold.date else None))
        )

    def _arguments(self) -> Layer:
        gold = [(i, a) for i, e in enumerate(self.gold.events) for a in e.args]
        own = [(j, a) for j, e in enumerate(self.predicted.events) for a in e.args]

        def same(wanted: tuple[int, Argument], given: tuple[int, Argument]) -> float:
            (i, a), (j, b) = wanted, given
            if self.event_pairs.get(j) != i or a.role != b.role:
                return 0
            if a.entity:
                return b.entity is not None and self.same.get(b.entity) == a.entity
            return b.entity is None and alike(a.text, b.text)

        return self._layer(
            "event_arg",
            [self._argument(self.gold.events[i], a, self._gold_entities) for i, a in gold],
            [self._argument(self.predicted.events[j], a, self._own_entities) for j, a in own],
            pair(gold, own, same),
        )

    def _argument(self, event: Event, argument: Argument, entities: Mapping[str, object]) -> Item:
        filler = self._name(entities, argument.entity) if argument.entity else argument.text
        trigger = event.trigger.text if event.trigger else ""
        return Item(argument.role, f"{event.type} [{trigger}] {argument.role}={filler}", _event_at(event))

    def _dates(self) -> Layer:
        gold = [i for i, e in enumerate(self.gold.events) if e.date]
        own = [j for j, e in enumerate(self.predicted.events) if e.date]

        def same(i: int, j: int) -> float:
            a, b = self.gold.events[i].date, self.predicted.events[j].date
            if a is None or b is None or self.event_pairs.get(j) != i:
                return 0
            if a.earliest is None and a.latest is None:
                return not b.earliest and not b.latest and norm(a.edtf) == norm(b.edtf)
            return a.earliest == b.earliest and a.latest == b.latest

        wanted = [_date_item(self.gold.events[i]) for i in gold]
        given = [_date_item(self.predicted.events[j]) for j in own]
        return self._layer("event_date", wanted, given, pair(gold, own, same))

    # -- statements -------------------------------------------------------------------------

    def _statements(self) -> Iterator[Layer]:
        gold, own = self.gold.statements, self.predicted.statements
        wanted = [self._statement(s, self._gold_entities) for s in gold]
        given = [self._statement(s, self._own_entities) for s in own]
        pairs = pair(gold, own, self._same_statement)
        yield self._layer("statement", wanted, given, pairs)
        full = {j: i for j, i in pairs.items() if self._same_address(gold[i], own[j]) and _same_topic(gold[i], own[j])}
        yield self._layer("statement_full", wanted, given, full)

    def _same_statement(self, gold: Statement, own: Statement) -> float:
        same = self.same.get(own.speaker) == gold.speaker and gold.modality == own.modality
        if not same or _shared_part(gold.evidence, own.evidence) < 0.5:
            return 0
        return 1 + self._same_address(gold, own) + len(content(gold.topic) & content(own.topic)) / 10

    def _same_address(self, gold: Statement, own: Statement) -> bool:
        return self._is(own.addressee, gold.addressee)

    def _statement(self, statement: Statement, entities: Mapping[str, object]) -> Item:
        says = f"{self._name(entities, statement.speaker)} {statement.modality} “{statement.topic}”"
        return Item(statement.modality, says, _start(statement.evidence))

    # -- coreference ------------------------------------------------------------------------

    def _links(self) -> Layer:
        gold = [(m, e.id) for e in self.gold.entities for m in e.mentions if m.kind != "name"]
        own = [(m, self.same.get(e.id), e.name) for e in self.predicted.entities for m in e.mentions if m.kind != "name"]  # fmt: skip

        def same(wanted: tuple[Words, str], given: tuple[Words, str | None, str]) -> float:
            hit = wanted[1] == given[1] and overlap(wanted[0].extent, given[0].extent)
            return hit * (1 + (wanted[0].extent == given[0].extent))

        wanted = [
            Item(m.kind, f"{m.kind} “{m.text}” -> {self._name(self._gold_entities, e)}", m.start) for m, e in gold
        ]
        given = [Item(m.kind, f"{m.kind} “{m.text}” -> {name}", m.start) for m, _, name in own]
        return self._layer("coref_link", wanted, given, pair(gold, own, same))

    @cached_property
    def _clusters(self) -> tuple[dict[Extent, frozenset[Extent]], dict[Extent, frozenset[Extent]]]:
        return _cluster_of(self.gold), _cluster_of(self.predicted)

    def _b3(self) -> Tally:
        """B-cubed (Bagga and Baldwin 1998); spans that several things share are left out."""
        gold, own = self._clusters
        shared = {m.extent for e in self.gold.entities for m in e.mentions} - set(gold)
        both = [(gold[m], own[m]) for m in own if m in gold]
        right = sum(len(g & o) / len(o) for g, o in both)
        found = sum(len(g & o) / len(g) for g, o in both)
        return Tally(right, sum(m not in shared for m in own), found, len(gold))

    def _muc(self) -> Tally:
        """Link-based score (Vilain et al. 1995)."""
        gold, own = self._clusters
        found, wanted = _links_kept(gold, own)
        right, given = _links_kept(own, gold)
        return Tally(right, given, found, wanted)

    # -- the page and the evidence ----------------------------------------------------------

    @cached_property
    def _page_words(self) -> list[tuple[int, bool, bool]]:
        raw = self.gold.raw or ""
        gold = kept_words(raw, self.gold.text)
        own = gold if self.own.text == self.gold.text else kept_words(raw, self.own.text)
        return [(length, a, b) for (length, a), (_, b) in zip(gold, own, strict=True)]

    def _kept(self) -> Tally:
        both = sum(n for n, a, b in self._page_words if a and b)
        return Tally(both, sum(n for n, _, b in self._page_words if b), both, sum(n for n, a, _ in self._page_words if a))  # fmt: skip

    def _quoted(self) -> Iterator[Words]:
        yield from (m for e in self.own.entities for m in e.mentions)
        yield from (e.trigger for e in self.own.events if e.trigger)
        for fact in self.own.facts:
            for start, end in fact.evidence:
                inside = 0 <= start < end <= len(self.own.text)
                yield Words(start, end, self.own.text[start:end] if inside else "\0")


_Named = tuple[int, int, str]


def _named(document: Document) -> list[_Named]:
    return sorted({(m.start, m.end, e.type) for e in document.entities for m in e.mentions if m.kind == "name"})


def _close(a: _Named, b: _Named) -> float:
    return (a[2] == b[2] and overlap(a[:2], b[:2])) * (1 + (a == b))


def _first(mentions: Sequence[Words]) -> int | None:
    return mentions[0].start if mentions else None


def _start(evidence: Sequence[Extent]) -> int | None:
    return evidence[0][0] if evidence else None


def _value(value: str | None) -> str | None:
    return None if value is None else norm(str(value))


def _anchor(event: Event) -> tuple[Extent, ...]:
    return (event.trigger.extent,) if event.trigger else event.evidence


def _touch(a: Iterable[Extent], b: Sequence[Extent]) -> bool:
    return any(overlap(x, y) for x in a for y in b)


def _event_at(event: Event) -> int | None:
    return event.trigger.start if event.trigger else _start(event.evidence)


def _event_item(event: Event, name: Callable[[str], str]) -> Item:
    filled = ", ".join(f"{a.role}={name(a.entity) if a.entity else a.text}" for a in event.args)
    return Item(event.type, f"{event.type} [{event.trigger.text if event.trigger else ''}] {filled}", _event_at(event))


def _date_item(event: Event) -> Item:
    when = event.date
    assert when is not None
    trigger = event.trigger.text if event.trigger else ""
    bounds = f"{when.earliest} {when.latest}" if when.earliest or when.latest else when.edtf
    return Item(str(when.basis), f"{event.type} [{trigger}] {when.text} {bounds}", _event_at(event))


def _shared_part(a: Iterable[Extent], b: Sequence[Extent]) -> float:
    """The largest share of a stretch that two lists of evidence have in common."""
    shares = [
        (min(x[1], y[1]) - max(x[0], y[0])) / min(x[1] - x[0], y[1] - y[0]) for x in a for y in b if overlap(x, y)
    ]
    return max(shares, default=0.0)


def _same_topic(gold: Statement, own: Statement) -> bool:
    return bool(content(gold.topic) & content(own.topic)) or norm(gold.topic) == norm(own.topic)


def _cluster_of(document: Document) -> dict[Extent, frozenset[Extent]]:
    counted = Counter(m.extent for e in document.entities for m in e.mentions)
    found = {}
    for entity in document.entities:
        cluster = frozenset(m.extent for m in entity.mentions if counted[m.extent] == 1)
        found.update(dict.fromkeys(cluster, cluster))
    return found


def _links_kept(key: Mapping[Extent, frozenset[Extent]], other: Mapping[Extent, frozenset[Extent]]) -> tuple[int, int]:
    kept = total = 0
    for cluster in set(key.values()):
        parts = {other.get(m, frozenset((m,))) for m in cluster}
        kept += len(cluster) - len(parts)
        total += len(cluster) - 1
    return kept, total
