"""From the records of all articles to one validated graph: decide, resolve, name, project, validate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from kgraph.config import Config
from kgraph.graph.beside import Beside
from kgraph.graph.canvas import Canvas, Sheet, Stated, World
from kgraph.graph.project import Run, article_id
from kgraph.graph.terms import Names, in_order
from kgraph.graph.validate import Finding, at_least
from kgraph.model import (
    ArticleRecord,
    Decision,
    Fact,
    Judgements,
    Literal,
    Quarantined,
    Ref,
    Resolution,
    Reviewed,
)
from kgraph.resolve.authority import Candidate, Entry, Links, link
from kgraph.resolve.decisions import Decisions, Rulings, corrected, describe, plain, replay
from kgraph.resolve.registry import Assigned, Batch, Registry, assign
from kgraph.resolve.resolution import Trace, resolve_traced
from kgraph.schema import Schema


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a graph folder keeps beside its ledger: people's decisions, the ids ever given, the
    authority list of its user.
    """

    decisions: Decisions = field(default_factory=Decisions)
    registry: Registry = field(default_factory=Registry)
    authority: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """What a build makes: its records as stated, quads in order (none where a store was changed),
    how many facts are kept and rejected, quarantined facts, findings; new ids, and what decisions
    and links came to.
    """

    records: tuple[ArticleRecord, ...]
    quads: list[ox.Quad]
    kept: int
    quarantined: tuple[Quarantined, ...]
    findings: tuple[Finding, ...]
    resolution: Resolution
    rejected: int = 0
    reviewed: Reviewed = field(default_factory=Reviewed)
    new_ids: Batch | None = None
    links: Links = field(default_factory=Links)
    idle: tuple[str, ...] = ()
    trace: Trace | None = None


def make_graph(
    records: Sequence[ArticleRecord], schema: Schema, config: Config, run: Run, shelf: Shelf | None = None
) -> Graph:
    """Apply decisions, resolve, project and validate; facts that break a Violation shape go to
    quarantine, and so on until nothing does.
    """
    sheet = Sheet()
    graph = draw_graph(records, Names(config.base, schema), run, shelf or Shelf(), sheet)
    return replace(graph, quads=in_order(sheet.quads))


def draw_graph(records: Sequence[ArticleRecord], names: Names, run: Run, shelf: Shelf, canvas: Canvas) -> Graph:
    """The same on any canvas; the quads are there."""
    return _Maker(records, names, shelf).run(run, canvas)


def check_quotes(records: Iterable[ArticleRecord]) -> None:
    """Every quote stands at its offsets: what a shape asks of a stored graph."""
    for record in records:
        spans = (s for f in record.facts for s in f.evidence)
        text = record.article.text
        for span in (*spans, *(m.span for m in record.mentions)):
            if text[span.start : span.end] != span.quote:
                raise AssertionError(f"{span.quote!r} does not stand at {span.start} of article {record.article.id}")


class _Maker:
    def __init__(self, records: Sequence[ArticleRecord], names: Names, shelf: Shelf) -> None:
        check_quotes(records)
        self.schema, self.names, self.shelf = names.schema, names, shelf
        self.rulings = replay(shelf.decisions, [f for r in records for f in r.facts])
        self.records, self.reviewed = review(records, self.rulings)
        self.facts = {f.id: f for r in self.records for f in r.facts}
        self.owner = {f.id: r.article for r in self.records for f in r.facts}
        self.called = {
            f.subject.key: f.object.value
            for f in self.facts.values()
            if f.predicate == "schema:name" and isinstance(f.object, Literal)
        }
        self.out: dict[str, Quarantined] = {}
        self.trace: Trace | None = None

    def run(self, run: Run, canvas: Canvas) -> Graph:
        while True:
            kept = self._kept()
            assigned = self._resolved(kept)
            links = self._links(kept, assigned.resolution)
            beside = Beside(assigned.redirects, links.made, self.reviewed)
            findings = canvas.draw(World(kept, assigned.resolution, beside, self.names, run))
            violations = at_least(findings, "Violation")
            guilty = self._guilty(violations, canvas.stated(f.focus for f in violations))
            if not guilty:
                break
            for name, finding in guilty.items():
                self._set_apart(name, finding.shape, finding.message)
        ordered = tuple(self.out[name] for name in sorted(self.out))
        number = sum(len(r.facts) for r in kept)
        assert len(self.facts) == number + len(self.out), "facts read = kept + quarantined"
        rejected = sum(word == "rejected" for word, _ in self.reviewed.status.values())
        return Graph(
            tuple(kept), [], number, ordered, tuple(findings), assigned.resolution, rejected, self.reviewed,
            assigned.new, links, (*self.rulings.idle, *self._overruled()), self.trace,
        )  # fmt: skip

    def _kept(self) -> list[ArticleRecord]:
        """The records without what is out; what speaks of something without a kind goes with it."""
        while True:
            kept = [replace(r, facts=tuple(f for f in r.facts if f.id not in self.out)) for r in self.records]
            typed = {f.subject.key for r in kept for f in r.facts if f.predicate == "rdf:type"}
            orphans = [f.id for r in kept for f in r.facts if not speaks_of(f) <= typed]
            if not orphans:
                return kept
            for name in orphans:
                self._set_apart(name, "", "It speaks of something that was rejected or kept out.")

    def _resolved(self, kept: Sequence[ArticleRecord]) -> Assigned:
        homes = {f.subject.key: r.article for r in kept for f in r.facts}
        facts = (f for r in kept for f in r.facts)
        resolution, self.trace = resolve_traced(facts, self.schema, self._judgements(kept), articles=homes)
        owners = {f.subject.key: r.article.id for r in kept for f in r.facts}
        return assign(self.shelf.registry, resolution, owners, {r.article.id: article_id(r.article) for r in kept})

    def _judgements(self, kept: Sequence[ArticleRecord]) -> Judgements:
        """The judgements about records that are still there: rejecting what a thing is may take it away."""
        living = {f.subject.key for r in kept for f in r.facts}
        same, different = (
            frozenset(p for p in pairs if living.issuperset(p))
            for pairs in (self.rulings.judgements.same, self.rulings.judgements.different)
        )
        return Judgements(same, different)

    def _links(self, kept: Sequence[ArticleRecord], resolution: Resolution) -> Links:
        """What things are elsewhere: by the authority list, and by decisions."""
        ids = resolution.ids
        apart = {(ids[r], iri) for r, iri in self.rulings.not_same_as if r in ids}
        given = {(ids[r], iri) for r, iri in self.rulings.same_as if r in ids}
        found = (
            link(self.shelf.authority, _candidates(kept, resolution, self.schema), self.schema, apart)
            if self.shelf.authority
            else Links()
        )
        return Links(tuple(sorted({*found.made, *given})), tuple(x for x in found.open if (x[0], x[1]) not in given))

    def _guilty(self, violations: Sequence[Finding], rests: Stated) -> dict[str, Finding]:
        """The facts that violations rest on: those that state the offending triple; where the finding
        names none, all facts about its focus. What people accepted is spared where others are to blame.
        """
        by_subject: dict[str, dict[tuple[str, str], list[str]]] = {}
        for (s, p, o), names in rests.items():
            by_subject.setdefault(s, {}).setdefault((p, o), []).extend(names)
        iri = self.schema.iri
        below = {iri("kg:participant"): {iri(r) for r in self.schema.participant_roles} | {iri("kg:speaker")}}
        found: dict[str, Finding] = {}
        for finding in violations:
            stated = by_subject.get(finding.focus, {})
            paths = below.get(finding.path, {finding.path})
            exact = [n for (p, o), ns in stated.items() if p in paths and o == finding.value for n in ns]
            on_path = [n for (p, _), ns in stated.items() if p in paths for n in ns]
            about = [n for ns in stated.values() for n in ns]
            blamed = exact or on_path or about
            for name in [n for n in blamed if n not in self.reviewed.status] or blamed:
                found.setdefault(name, finding)
        if violations and not found:
            raise AssertionError(f"a violation that no fact explains: {violations[0]}")
        return found

    def _set_apart(self, name: str, shape: str, message: str) -> None:
        fact, article = self.facts[name], self.owner[name]
        value = plain(fact.object)
        triple = (fact.subject.key, fact.predicate, value)
        self.out[name] = Quarantined(
            name, article.title or article.id, triple, shape, message, fact.evidence[0].quote, self.called.get(fact.subject.key, ""),
            self.called.get(value, value),
        )  # fmt: skip

    def _overruled(self) -> Iterator[str]:
        """What people accepted and the shapes do not allow."""
        for name, (word, decision) in sorted(self.reviewed.status.items()):
            if name in self.out and word in ("accepted", "corrected"):
                yield f"decision {decision} ({word} fact {name}) changes nothing: {self.out[name].message}"


def review(records: Sequence[ArticleRecord], rulings: Rulings) -> tuple[list[ArticleRecord], Reviewed]:
    """The records as decisions leave them to be stated, and what became of which fact."""
    if not rulings.facts:
        return list(records), Reviewed(decisions=tuple(rulings.applied))
    living = {f.subject.key for r in records for f in r.facts}
    status: dict[str, tuple[str, str]] = {}
    apart: dict[str, tuple[Fact, ...]] = {}
    stated = []
    for record in records:
        kept, aside = [], []
        for fact in record.facts:
            made = rulings.facts.get(fact.id)
            word, now = _outcome(fact, made, living, rulings)
            if made is not None and word:
                status[fact.id] = (word, made.id)
            if word == "replaced" and made is not None and now is not None:
                status[now.id] = ("corrected", made.id)
            if now is not fact:
                aside.append(fact)
            if now is not None:
                kept.append(now)
        stated.append(replace(record, facts=tuple(kept)))
        if aside:
            apart[record.article.id] = tuple(aside)
    return stated, Reviewed(status, apart, tuple(rulings.applied))


def _outcome(fact: Fact, made: Decision | None, living: set[str], rulings: Rulings) -> tuple[str, Fact | None]:
    """What a decision makes of a fact: its status ("" if none), and the fact to state, if any."""
    if made is None:
        return "", fact
    if made.verdict == "accept":
        return "accepted", fact
    if made.verdict == "reject":
        return "rejected", None
    now, why = corrected(fact, made, living)
    if now is None:
        rulings.idle.append(f"decision {made.id} ({describe(made)}) changes nothing: {why}")
        return "", fact
    return "replaced", now


def speaks_of(fact: Fact) -> set[str]:
    """The records that a fact needs."""
    return {fact.subject.key, fact.object.key} if isinstance(fact.object, Ref) else {fact.subject.key}


def _candidates(kept: Sequence[ArticleRecord], resolution: Resolution, schema: Schema) -> list[Candidate]:
    """The things of a graph with all their names."""
    names: dict[str, dict[str, None]] = {}
    for record in kept:
        for fact in record.facts:
            if fact.predicate in ("schema:name", "skos:altLabel", "kg:abbreviation") and isinstance(
                fact.object, Literal
            ):
                names.setdefault(resolution.ids[fact.subject.key], {})[fact.object.value] = None
    classes = resolution.classes
    return [Candidate(i, tuple(names[i]), classes[i]) for i in sorted(names) if schema.is_a(classes[i], "kg:Thing")]
