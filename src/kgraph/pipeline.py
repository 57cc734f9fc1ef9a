"""The whole line on one screen: paths in, a validated graph folder out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from kgraph.config import Config
from kgraph.errors import InputError, Place
from kgraph.extract.article import Knowledge, extract
from kgraph.extract.frames import load_frames
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.nlp import load as load_model
from kgraph.extract.speech import load_wordings
from kgraph.graph.ledger import Ledger, Manifest, replace_file
from kgraph.graph.project import Projection, Run, apply_rules, project
from kgraph.graph.store import stamp_of, write_store
from kgraph.graph.terms import RDF_TYPE, Names, in_order
from kgraph.graph.validate import Finding, Validator, at_least, fast
from kgraph.model import Article, ArticleRecord, BuildReport, Fact, Literal, Quarantined, Ref, SetAside, Term
from kgraph.read import Page, clean, pages
from kgraph.read.language import foreign_language
from kgraph.resolve import Resolution, resolve
from kgraph.resources import data_dir, ontology_dir
from kgraph.schema import KG, Schema

Progress = Callable[[str, int, int], None]
"""Told of a stage's name, how many articles it has done, and how many there are."""

PART_SIZE = 500
"""Articles per part file of the ledger."""


@dataclass(frozen=True, slots=True)
class Graph:
    """What a build makes in memory: quads in order, kept and quarantined facts, findings."""

    quads: list[ox.Quad]
    kept: int
    quarantined: tuple[Quarantined, ...]
    findings: tuple[Finding, ...]
    resolution: Resolution


def build(paths: Iterable[Path], folder: Path, config: Config, progress: Progress = lambda *_: None) -> BuildReport:
    """Read what is new under the paths into the graph folder and bring its store up to date.

    Articles that cannot be read are set aside and listed in the report; facts that break a
    Violation shape are quarantined and counted. Nothing that was there is removed.
    """
    clock = _Clock()
    ledger, manifest = Ledger(folder / "ledger"), Ledger(folder / "ledger").manifest()
    with clock("read"):
        articles, aside, warnings = read_all(paths, manifest)
    schema = load_schema(config)
    knowledge = load_knowledge(config, schema)
    run = Run(f"kgraph {version('kgraph')}", knowledge.model.name, configuration_hash(config))
    known = manifest.snapshots if manifest.run == run.name else frozenset()
    stale = [] if manifest.run == run.name else [r.article for r in ledger.records()]
    wanted = {a.id: a for a in (*stale, *articles)}
    with clock("extract"):
        new = [a for a in wanted.values() if a.snapshot not in known]
        parts = list(manifest.parts) if known else []
        for start in range(0, len(new), PART_SIZE):
            records, failed = _extract(new[start : start + PART_SIZE], knowledge, progress, (start, len(new)))
            parts += ledger.add(records, run.name)
            aside += failed
    failed_sources = {f.source for f in aside}
    current = dict(manifest.current) | {a.id: a.snapshot for a in wanted.values() if a.source not in failed_sources}
    sources = dict(manifest.sources) | {a.source: a.id for a in articles}
    manifest = Manifest(run.name, tuple(parts), tuple(sorted(current.items())), tuple(sorted(sources.items())))
    ledger.commit(manifest)

    records = list(ledger.records())
    with clock("graph"):
        progress("graph", 0, 1)
        graph = make_graph(records, schema, config, run)
        progress("graph", 1, 1)
    with clock("store"):
        stamp = blake2b(f"{manifest.stamp} {config.base}".encode(), digest_size=8).hexdigest()
        if stamp_of(folder / "store") != stamp:
            write_store(folder / "store", graph.quads, stamp)
    report = _report(records, graph, len(new), (tuple(aside), tuple(warnings)), clock.seconds)
    _write_reports(folder, report)
    return report


def read_all(paths: Iterable[Path], manifest: Manifest = Manifest("")) -> tuple[list[Article], list[SetAside], list[str]]:
    """The articles under some paths, what could not be read and why, and warnings.

    The same bytes found twice are one article; other bytes at a path known to the ledger are a
    new snapshot of the article that was there.
    """
    articles: dict[str, Article] = {}
    aside: list[SetAside] = []
    warnings: list[str] = []
    known = dict(manifest.sources)
    for found in pages(paths):
        try:
            if isinstance(found, InputError):
                raise found
            warnings += found.warnings
            article = read_page(found)
            if not article.url and article.source in known and article.id not in known.values():
                article = replace(article, id=known[article.source])
            articles.setdefault(article.id, article)
        except InputError as error:
            place = error.place or Place("?")
            aside.append(SetAside(place.file, error.message, place.line))
    return list(articles.values()), aside, warnings


def read_page(page: Page) -> Article:
    """The article of a page. Raises :class:`InputError` if there is none in English."""
    article = clean(page)
    if language := foreign_language(article.text):
        raise InputError(f"the article is in {language}; kgraph reads English", place=Place(page.source, page.line))
    return article


def load_schema(config: Config) -> Schema:
    """kgraph's ontology with the user's."""
    return Schema.load(ontology_dir(), *(Path(p) for p in config.ontology))


def load_knowledge(config: Config, schema: Schema) -> Knowledge:
    """Everything that steers reading, kgraph's and the user's. Loads the language model."""
    frames = [data_dir() / "frames", *(Path(p) for p in config.frames)]
    names = [data_dir() / "names", *(Path(p) for p in config.names)]
    return Knowledge(schema, Lexicon.load(schema, *names), load_frames(schema, *frames), load_wordings(schema, *frames), load_model(config.model))


def configuration_hash(config: Config) -> str:
    """A hash of all files that steer reading: ontology, frames, name lists."""
    folders = [ontology_dir(), data_dir() / "frames", data_dir() / "names", *(Path(p) for p in (*config.ontology, *config.frames, *config.names))]
    found = blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".ttl", ".toml", ".csv", ".rq")):
            found.update(path.name.encode() + b"\x00" + path.read_bytes() + b"\x00")
    return found.hexdigest()


def make_graph(records: Sequence[ArticleRecord], schema: Schema, config: Config, run: Run, validator: Validator = fast) -> Graph:
    """Resolve, project and validate; facts that break a Violation shape go to quarantine, and so
    on until nothing does."""
    shapes = shapes_of(schema)
    facts = {f.id: f for r in records for f in r.facts}
    out: dict[str, Quarantined] = {}
    while True:
        kept = [replace(r, facts=tuple(f for f in r.facts if f.id not in out)) for r in records]
        resolution = resolve((f for r in kept for f in r.facts), schema)
        projection = project(kept, resolution, Names(config.base, schema), config, run)
        quads = projection.quads + apply_rules(projection.quads, schema)
        findings = validator(shapes, as_triples(quads))
        guilty = _guilty(at_least(findings, "Violation"), projection, schema)
        if not guilty:
            break
        owner = {f.id: r.article for r in records for f in r.facts}
        for name, finding in guilty.items():
            out[name] = _quarantined(facts[name], owner[name], finding)
    assert len(facts) == sum(len(r.facts) for r in kept) + len(out), "facts read = kept + quarantined"
    ordered = tuple(out[name] for name in sorted(out))
    return Graph(in_order(quads), len(facts) - len(out), ordered, tuple(findings), resolution)


def shapes_of(schema: Schema) -> bytes:
    """The ontology as N-Triples: it is its own shapes graph."""
    return as_triples(schema.turtle_quads())


def as_triples(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Triples, their graphs forgotten: what validation looks at."""
    data = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES)
    return data or b""


def _guilty(violations: Sequence[Finding], projection: Projection, schema: Schema) -> dict[str, Finding]:
    """The facts that violations rest on: those that state the offending triple; where the finding
    names none, all facts about its focus."""
    by_subject: dict[str, dict[tuple[str, str], list[str]]] = {}
    for (s, p, o), names in projection.stated.items():
        by_subject.setdefault(s, {}).setdefault((p, o), []).extend(names)
    below = {schema.iri("kg:participant"): {schema.iri(r) for r in schema.participant_roles} | {schema.iri("kg:speaker")}}
    found: dict[str, Finding] = {}
    for finding in violations:
        stated = by_subject.get(finding.focus, {})
        paths = below.get(finding.path, {finding.path})
        exact = [n for (p, o), ns in stated.items() if p in paths and o == finding.value for n in ns]
        on_path = [n for (p, _), ns in stated.items() if p in paths for n in ns]
        about = [n for ns in stated.values() for n in ns]
        for name in exact or on_path or about:
            found.setdefault(name, finding)
    if violations and not found:
        raise AssertionError(f"a violation that no fact explains: {violations[0]}")
    return found


def _quarantined(fact: Fact, article: Article, finding: Finding) -> Quarantined:
    triple = (fact.subject.key, fact.predicate, _text(fact.object))
    return Quarantined(fact.id, article.title or article.id, triple, finding.shape, finding.message, fact.evidence[0].quote)


def _text(value: Ref | Term | Literal) -> str:
    return value.key if isinstance(value, Ref) else value.curie if isinstance(value, Term) else value.value


def _extract(articles: Sequence[Article], knowledge: Knowledge, progress: Progress, place: tuple[int, int]) -> tuple[list[ArticleRecord], list[SetAside]]:
    done, total = place
    records = []
    for number, article in enumerate(articles):
        progress("read", done + number, total)
        records.append(extract(article, knowledge))
    progress("read", done + len(articles), total)
    return records, []


def _report(records: Sequence[ArticleRecord], graph: Graph, new: int, problems: tuple[tuple[SetAside, ...], tuple[str, ...]], seconds: dict[str, float]) -> BuildReport:
    classes = list(graph.resolution.classes.values())
    things, events = _count(graph, "Thing"), _count(graph, "Event")
    return BuildReport(
        articles=len(records), new_articles=new, facts=graph.kept + len(graph.quarantined), kept=graph.kept,
        mentions=sum(len(r.mentions) for r in records), things=things, events=events, statements=classes.count("kg:Statement"),
        set_aside=problems[0], warnings=problems[1], quarantined=graph.quarantined, seconds=seconds,
    )  # fmt: skip


def _count(graph: Graph, cls: str) -> int:
    return sum(q.predicate == RDF_TYPE and q.object.value == KG + cls for q in graph.quads)


def _write_reports(folder: Path, report: BuildReport) -> None:
    lines = "".join(json.dumps(asdict(q), ensure_ascii=False) + "\n" for q in report.quarantined)
    replace_file(folder / "quarantine.jsonl", lines.encode())
    replace_file(folder / "report.json", (json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n").encode())


@dataclass(slots=True)
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - start, 3)
