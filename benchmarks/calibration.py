"""Is a confidence of .8 right four times in five? ``python benchmarks/calibration.py [--json] [--write docs/quality.md]``.

Every fact read from the annotated sets is right or wrong by the measures of ``kgraph eval``. The table compares what
``extract/confidence.py`` says today, and what constants fitted to the other nine tenths of the articles would say
(ten folds by article), with the share that is right. ``--fit`` prints constants fitted to all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path

from docpages import fill
from kgraph import evaluate
from kgraph.config import Config
from kgraph.evaluate import Document, annotated
from kgraph.evaluate.measures import Comparison
from kgraph.extract import confidence
from kgraph.extract.article import Knowledge, Reading, understand
from kgraph.extract.events import Event
from kgraph.extract.records import _Writer
from kgraph.model import ArticleRecord, Fact, Ref
from kgraph.pipeline import load_knowledge, load_schema

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
FOLDS = 10
PRIOR = 8
"""A rule seen n times keeps PRIOR / (n + PRIOR) of its family's rate: rare rules prove little."""
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.001)
MARK = "reliability: benchmarks/calibration.py --write"


@dataclass(frozen=True, slots=True)
class Seen:
    """One fact: its article and set, what kind of fact it is, what it rests on, what it says of itself, and whether it is right."""

    article: int
    on: str
    family: str
    rule: str
    says: float
    right: bool


def main() -> int:
    """Print the reliability table, and fitted constants if asked."""
    parser = argparse.ArgumentParser(description="Confidence against the share of facts that are right.")
    parser.add_argument("--dev", type=Path, default=GOLD / "dev", help="folder with kgraph_dev.jsonl and seed.jsonl")
    parser.add_argument("--issuers", type=Path, default=ROOT / "tests" / "gold" / "issuers.jsonl")
    parser.add_argument("--fit", action="store_true", help="print constants fitted to all articles")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--write", type=Path, metavar="PAGE.md", help="put the tables between the page's marks")
    chosen = parser.parse_args()
    files = [chosen.dev / "kgraph_dev.jsonl", chosen.dev / "seed.jsonl", chosen.issuers]
    if missing := [f for f in files if not f.exists()]:
        print(f"error: no {missing[0]}\n  help: say where it is with --dev or --issuers", file=sys.stderr)
        return 2
    facts = list(
        observe((d, "issuers" if f == chosen.issuers else "development") for f in files for d in evaluate.load(f))
    )
    fitted = cross_validated(facts)
    if chosen.json:
        print(
            json.dumps({"today": reliability(facts), "fitted": reliability(fitted), "constants": fit(facts)}, indent=1)
        )
    else:
        print(tables(facts, fitted))
    if chosen.fit and not chosen.json:
        for (family, rule), (value, count) in sorted(fit(facts).items()):
            print(f"{family:10} {rule:24} {value:.2f}   of {count}")
    if chosen.write:
        fill(chosen.write, MARK, tables(facts, fitted))
    return 0


# -- which facts are right -----------------------------------------------------------------


def observe(documents: Iterable[tuple[Document, str]]) -> Iterator[Seen]:
    """Read the documents and judge every fact that the annotations can judge."""
    knowledge = load_knowledge(Config(), load_schema(Config()))
    for number, (document, on) in enumerate(documents):
        article = evaluate._article(document)
        reading = understand(article, knowledge)
        writer = _Writer(article, reading, knowledge.schema)
        record = writer.record()
        compared = Comparison(document, annotated(record, knowledge.schema))
        keys = {key: n for n, key in writer.keys.items()}
        for family, rule, says, right in _Judge(record, reading, compared, keys, knowledge).facts():
            yield Seen(number, on, family, rule, says, right)


Judged = tuple[str, str, float, bool]


class _Judge:
    """The facts of one article with what they rest on, each right or wrong."""

    def __init__(
        self,
        record: ArticleRecord,
        reading: Reading,
        compared: Comparison,
        keys: Mapping[str, int],
        knowledge: Knowledge,
    ) -> None:
        self.record, self.reading, self.compared, self.keys = record, reading, compared, keys
        self.schema = knowledge.schema
        self.layers = {layer.name: layer for layer in compared.layers}
        self.said: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in record.facts:
            self.said[fact.subject.key, fact.predicate].append(fact)

    def facts(self) -> Iterator[Judged]:
        yield from self._things()
        yield from self._relations()
        yield from self._roles()
        yield from self._events()
        yield from self._statements()

    def _one(self, key: str, predicate: str) -> Fact:
        return self.said[key, predicate][0]

    def _things(self) -> Iterator[Judged]:
        right = self.layers["entity_typed"].pairs
        for j, entity in enumerate(self.compared.predicted.entities):
            rules = [m.rule for m in self.record.mentions if entity.id in m.refs and m.kind == "name"]
            rule = max(rules, key=lambda r: (confidence.of_name([r]), r), default="nominal")
            yield "name", rule, self._one(entity.id, "rdf:type").confidence, j in right

    def _relations(self) -> Iterator[Judged]:
        gold = {(r.subj, r.pred, r.obj, r.value and r.value.casefold()) for r in self.compared.gold.relations}
        for fact in self.record.facts:
            if not fact.extractor.startswith("relation:") or not fact.predicate.startswith("kg:"):
                continue
            thing = self.compared.same.get(fact.object.key, "?") if isinstance(fact.object, Ref) else None
            value = None if thing else getattr(fact.object, "value", "").casefold()
            key = (self.compared.same.get(fact.subject.key, "?"), fact.predicate.partition(":")[2], thing, value)
            yield "relation", fact.extractor.partition(":")[2], fact.confidence, key in gold

    def _roles(self) -> Iterator[Judged]:
        holdings = [f for f in self.record.facts if f.predicate == "org:member"]
        posts, whole = self.layers["role_no_org"].pairs, self.layers["role"].pairs
        by_id = {(r.person, r.position, r.organisation, r.status): j for j, r in enumerate(self.compared.own.roles)}
        for fact in holdings:
            position = self._one(self._one(fact.subject.key, "org:role").object.key, "schema:name").object  # type: ignore[union-attr]  # a position is a record
            status = self._one(fact.subject.key, "kg:roleStatus").object
            bodies = self.said[fact.subject.key, "org:organization"]
            body = bodies[0].object.key if bodies else None  # type: ignore[union-attr]
            j = by_id[fact.object.key, position.value, body, status.value]  # type: ignore[union-attr]
            rule = fact.extractor.partition(":")[2]
            yield "role", rule, fact.confidence, j in posts
            if bodies:
                yield "seat", rule, bodies[0].confidence, j in whole

    def _events(self) -> Iterator[Judged]:
        parse = self.reading.parse
        by_trigger = {(parse.starts[e.token], e.cls): e for e in self.reading.events if not e.modality}
        triggers = [m for m in reversed(self.record.mentions) if m.kind == "trigger"]
        starts = {ref: m.span.start for m in triggers for ref in m.refs}
        dated, argued = self._positions("event_date"), self._positions("event_arg")
        argument = date = 0
        for j, event in enumerate(self.compared.own.events):
            told = self._one(event.id, "rdf:type")
            read = by_trigger.get((starts[event.id], f"kg:{event.type}"))
            rule = _event_rule(read)
            yield "event", rule, told.confidence, j in self.compared.event_pairs
            for filler in event.args:
                facts = [f for f in self.said[event.id, f"kg:{filler.role}"] if filler.entity in (None, getattr(f.object, "key", ""))]  # fmt: skip
                kind = self._kind(read, filler.role, filler.entity)
                yield "argument", kind, facts[0].confidence, argument in argued
                argument += 1
            if event.date is not None:
                fact = self._one(event.id, "kg:edtf")
                yield "date", fact.extractor.partition(":")[2], fact.confidence, date in dated
                date += 1

    def _positions(self, layer: str) -> set[int]:
        return set(self.layers[layer].pairs)

    def _kind(self, event: Event | None, role: str, thing: str | None) -> str:
        """How an argument is named where it stands: name, nominal, pronoun or office."""
        if thing is None:
            return "office"
        tokens = [t for r, n, t in event.arguments if (r, n) == (f"kg:{role}", self.keys[thing])] if event else []
        links = [x.kind for t in tokens for o in self.reading.things.of(t) for x in o.links if x.last - 1 == t]
        return next((k for k in ("pronoun", "nominal") if k in links), "name")

    def _statements(self) -> Iterator[Judged]:
        right = self.layers["statement"].pairs
        for j, statement in enumerate(self.compared.own.statements):
            fact = next(
                f
                for f in self.record.facts
                if f.predicate == "kg:speaker"
                and isinstance(f.object, Ref)
                and f.object.key == statement.speaker
                and tuple((s.start, s.end) for s in f.evidence) == statement.evidence
            )
            yield "statement", fact.extractor.partition(":")[2], fact.confidence, j in right


def _event_rule(event: Event | None) -> str:
    if event is None:
        return "verb"
    wording = "noun" if event.clause.noun and event.clause.light is None else "verb"
    return f"{wording}, reported" if event.clause.speaker_verb is not None else wording


# -- fitting -------------------------------------------------------------------------------

Constants = dict[tuple[str, str], tuple[float, int]]


def fit(facts: Sequence[Seen]) -> Constants:
    """For each family and rule: its share of right facts, drawn to its family's, and how many were seen."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for fact in facts:
        for key in ((fact.family, fact.rule), (fact.family, "")):
            counts[key][0] += fact.right
            counts[key][1] += 1
    found: Constants = {}
    for (family, rule), (right, of) in counts.items():
        all_right, all_of = counts[family, ""]
        mean = all_right / all_of
        found[family, rule] = (round((right + PRIOR * mean) / (of + PRIOR), 3) if rule else round(mean, 3), of)
    return found


def cross_validated(facts: Sequence[Seen]) -> list[Seen]:
    """The facts with what constants fitted to the other folds' articles say of them."""
    found = []
    for fold in range(FOLDS):
        constants = fit([f for f in facts if f.article % FOLDS != fold])
        for fact in (f for f in facts if f.article % FOLDS == fold):
            says, _ = constants.get((fact.family, fact.rule)) or constants[fact.family, ""]
            found.append(Seen(fact.article, fact.on, fact.family, fact.rule, says, fact.right))
    return found


# -- showing -------------------------------------------------------------------------------


def reliability(facts: Sequence[Seen]) -> list[dict[str, float]]:
    """For each step of confidence: how many facts, their mean confidence, the share right with its 95 % interval (Wilson)."""
    rows = []
    for low, high in pairwise(EDGES):
        inside = [f for f in facts if low <= f.says < high]
        if inside:
            share = sum(f.right for f in inside) / len(inside)
            bottom, top = _wilson(share, len(inside))
            rows.append(
                {"from": low, "facts": len(inside), "says": sum(f.says for f in inside) / len(inside), "right": share, "low": bottom, "high": top}
            )  # fmt: skip
    return rows


def _wilson(share: float, count: int) -> tuple[float, float]:
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - half, middle + half


def calibration_error(facts: Sequence[Seen]) -> float:
    """Mean distance between confidence and share right over the steps, weighted by facts."""
    return sum(r["facts"] * abs(r["says"] - r["right"]) for r in reliability(facts)) / len(facts)


def brier(facts: Sequence[Seen]) -> float:
    """Mean squared distance between confidence and being right."""
    return sum((f.says - f.right) ** 2 for f in facts) / len(facts)


def tables(facts: Sequence[Seen], fitted: Sequence[Seen]) -> str:
    """The two reliability tables, and one by kind of fact, in Markdown."""
    lines = []
    for title, some in (("As `extract/confidence.py` says today", facts), ("As constants fitted to the other articles say", fitted)):  # fmt: skip
        issuers = [f for f in some if f.on == "issuers"] or some
        errors = f"calibration error {calibration_error(some):.3f} (issuers alone {calibration_error(issuers):.3f})"
        lines += [f"{title}: {errors}, Brier score {brier(some):.3f} ({brier(issuers):.3f}).", ""]
        lines += ["| confidence | facts | mean | right |", "|---|---|---|---|"]
        for row in reliability(some):
            top = min(1.0, next(e for e in EDGES if e > row["from"]))
            lines.append(f"| {row['from']:.2f}–{top:.2f} | {row['facts']} | {row['says']:.2f} | {row['right']:.2f} ({row['low']:.2f}–{row['high']:.2f}) |")  # fmt: skip
        lines.append("")
    lines += ["| kind of fact | says today | right, development | right, issuers |", "|---|---|---|---|"]
    for family in dict.fromkeys(f.family for f in facts):
        some = [f for f in facts if f.family == family]
        cells = (_cell([f for f in some if f.on == on]) for on in ("development", "issuers"))
        lines.append(f"| {family} | {sum(f.says for f in some) / len(some):.2f} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(facts: Sequence[Seen]) -> str:
    if not facts:
        return ""
    share = sum(f.right for f in facts) / len(facts)
    low, high = _wilson(share, len(facts))
    return f"{share:.2f} ({low:.2f}–{high:.2f}) of {len(facts)}"


if __name__ == "__main__":
    sys.exit(main())
