"""Scores over many documents: micro averages with bootstrap intervals, and identity across documents."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.evaluate.annotations import Document, Json
from kgraph.evaluate.measures import Comparison, Tally

LAYERS = (
    "mention_exact", "mention_overlap", "mention_span", "entity", "entity_typed", "role", "role_no_org", "relation",
    "event", "event_arg", "event_arg_matched", "event_date", "statement", "statement_full",
    "coref_muc", "coref_b3", "coref_link", "boilerplate_kept", "cross_entity", "cross_event",
)  # fmt: skip
RATES = ("role_status", "trap_avoided", "boilerplate_chars", "evidence_valid", "evidence_given")
RESAMPLES = 1000

Interval = tuple[float, float]
Pair = tuple[tuple[str, str], tuple[str, str]]
"""Two items, each (document, id)."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of a layer, with 95 % intervals from resampling documents."""

    tally: Tally
    f1_interval: Interval | None
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None
    kinds: Mapping[str, Tally] = field(default_factory=dict)
    merged_wrongly: int | None = None
    """Identity across documents only: how many listed different pairs were made one."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share, with its 95 % interval. ``of`` is how many were counted."""

    value: float
    of: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something missing or false, with its sentence."""

    layer: str
    kind: str
    document: str
    says: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything measured on some documents."""

    documents: int
    layers: Mapping[str, Score]
    rates: Mapping[str, Rate]
    mistakes: tuple[Mistake, ...] = ()


def score(
    gold: Sequence[Document],
    predicted: Mapping[str, Document],
    crossdoc: Json | None = None,
    resamples: int = RESAMPLES,
) -> Scores:
    """Compare predictions (by ``doc_id``) with the gold; a document without one was predicted empty.

    ``crossdoc`` lists which entities and events of different documents are the same or are not.
    """
    pairs = [(g, predicted.get(g.doc_id) or Document(g.doc_id, "")) for g in gold]
    compared = [Comparison(g, p) for g, p in pairs]
    found = _Documents([g.doc_id for g in gold], compared, _resamples(len(gold), resamples))
    layers = found.layers()
    if crossdoc:
        ids = [c.shared_ids() for c in compared]
        layers["cross_entity"] = found.identity(crossdoc, "entity", [e for e, _ in ids])
        layers["cross_event"] = found.identity(crossdoc, "event", [v for _, v in ids])
    ordered = {n: layers[n] for n in LAYERS if n in layers}
    return Scores(len(gold), ordered, found.rates(), tuple(_mistakes(compared)))


def _resamples(documents: int, count: int) -> list[Counter[int]]:
    """Which documents each resample draws, and how often. The seed is fixed: same input, same intervals."""
    chance = random.Random(0)  # noqa: S311 - a bootstrap, not a secret
    return [Counter(chance.randrange(documents) for _ in range(documents)) for _ in range(count if documents else 0)]


class _Documents:
    def __init__(self, names: Sequence[str], compared: Sequence[Comparison], samples: Sequence[Counter[int]]) -> None:
        self.names, self.compared, self.samples = names, compared, samples

    def layers(self) -> dict[str, Score]:
        tallies: dict[str, dict[int, Tally]] = defaultdict(dict)
        kinds: dict[str, dict[str, Tally]] = defaultdict(dict)
        for number, comparison in enumerate(self.compared):
            for layer in comparison.layers:
                tallies[layer.name][number] = layer.tally
                for kind, tally in layer.by_kind().items():
                    kinds[layer.name][kind] = kinds[layer.name].get(kind, Tally()) + tally
            for name, tally in comparison.tallies():
                tallies[name][number] = tally
        return {name: self._score(found, kinds[name]) for name, found in tallies.items()}

    def _score(self, tallies: Mapping[int, Tally], kinds: Mapping[str, Tally]) -> Score:
        drawn = [_weighted(tallies, sample) for sample in self.samples]
        by_size = sorted(kinds.items(), key=lambda k: (-k[1].wanted, k[0]))
        return Score(
            _weighted(tallies, dict.fromkeys(tallies, 1)),
            _interval([t.f1 for t in drawn]),
            _interval([t.precision for t in drawn]),
            _interval([t.recall for t in drawn]),
            dict(by_size),
        )

    def rates(self) -> dict[str, Rate]:
        counted: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
        for number, comparison in enumerate(self.compared):
            for name, hits, of in comparison.rates():
                counted[name][number] = (hits, of)
        found = {}
        for name in RATES:
            whole = _share(counted[name], dict.fromkeys(counted[name], 1))
            of = sum(n for _, n in counted[name].values())
            if whole is not None:
                drawn = [_share(counted[name], sample) for sample in self.samples]
                found[name] = Rate(whole, of, _interval([d for d in drawn if d is not None]))
        return found

    def identity(self, crossdoc: Json, which: str, ids: Sequence[Mapping[str, str]]) -> Score:
        """Pairs of items of different documents that are one, over items aligned to the gold."""
        wanted = _same_pairs(crossdoc.get(f"same_{which}", ()), set(self.names))
        given, merged = _given_pairs(dict(zip(self.names, ids, strict=True)))
        apart = {_pair(a, b) for a, b in crossdoc.get(f"different_{which}", ())}
        known = {p for p in apart if p[0][0] in self.names and p[1][0] in self.names}
        drawn = []
        for sample in self.samples:
            weights = {self.names[i]: n for i, n in sample.items()}
            both, all_given, all_wanted = (_weight(p, weights) for p in (wanted & given, given, wanted))
            if all_wanted:
                drawn.append(Tally(both, all_given, both, all_wanted).f1)
        both = len(wanted & given)
        return Score(Tally(both, len(given), both, len(wanted)), _interval(drawn), merged_wrongly=len(known & merged))


def _weighted(tallies: Mapping[int, Tally], weights: Mapping[int, int]) -> Tally:
    right = given = found = wanted = 0.0
    for number, times in weights.items():
        tally = tallies.get(number)
        if tally is not None:
            right += times * tally.right
            given += times * tally.given
            found += times * tally.found
            wanted += times * tally.wanted
    return Tally(right, given, found, wanted)


def _weight(pairs: Iterable[Pair], weights: Mapping[str, int]) -> int:
    return sum(weights.get(a[0], 0) * weights.get(b[0], 0) for a, b in pairs)


def _share(counted: Mapping[int, tuple[int, int]], weights: Mapping[int, int]) -> float | None:
    hits = sum(times * counted[n][0] for n, times in weights.items() if n in counted)
    of = sum(times * counted[n][1] for n, times in weights.items() if n in counted)
    return hits / of if of else None


def _interval(values: Sequence[float]) -> Interval | None:
    if not values:
        return None
    ordered = sorted(values)
    return ordered[int(0.025 * (len(ordered) - 1))], ordered[round(0.975 * (len(ordered) - 1))]


def _pair(a: Sequence[str], b: Sequence[str]) -> Pair:
    first, second = sorted(((a[0], a[1]), (b[0], b[1])))
    return first, second


def _same_pairs(clusters: Iterable[Sequence[Sequence[str]]], documents: set[str]) -> set[Pair]:
    found = set()
    for cluster in clusters:
        inside = [c for c in cluster if c[0] in documents]
        found |= {_pair(a, b) for a in inside for b in inside if a[0] < b[0]}
    return found


def _given_pairs(ids: Mapping[str, Mapping[str, str]]) -> tuple[set[Pair], set[Pair]]:
    """Pairs of one gid: those of different documents, and all."""
    by_gid: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for document, known in ids.items():
        for item, gid in known.items():
            by_gid[gid].append((document, item))
    merged = {_pair(a, b) for items in by_gid.values() for a in items for b in items if a < b}
    return {p for p in merged if p[0][0] != p[1][0]}, merged


def _mistakes(compared: Iterable[Comparison]) -> Iterable[Mistake]:
    for comparison in compared:
        gold = comparison.gold
        for layer in comparison.layers:
            for kind, item in layer.errors():
                yield Mistake(layer.name, kind, gold.doc_id, item.says, _sentence(gold.text, item.at))


def _sentence(text: str, at: int | None) -> str:
    """The line around an offset, cut at full stops: enough to see what went wrong."""
    if at is None or not 0 <= at < len(text):
        return ""
    start = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at) + 1) + 1
    stops = [i for i in (text.find("\n", at), text.find(". ", at) + 1) if i > 0]
    return text[start : min(stops, default=len(text))].strip()
