"""The whole line on one screen: paths in, a validated graph folder out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from kgraph.config import Config
from kgraph.errors import InputError, Place, UsageError
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
from kgraph.model import (
    Article,
    ArticleRecord,
    BuildReport,
    Fact,
    Literal,
    Quarantined,
    Ref,
    Resolution,
    SetAside,
    Term,
)
from kgraph.read import Page, clean, html, jsons, pages
from kgraph.read import text as text_pages
from kgraph.read.files import Reader, read_bytes
from kgraph.read.language import foreign_language
from kgraph.resolve import resolve
from kgraph.resources import data_dir, ontology_dir
from kgraph.schema import KG, Schema, plain

Progress = Callable[[str, int, int], None]
"""Told of a stage's name, how many articles it has done, and how many there are."""

PART_SIZE = 500
"""Articles per part file of the ledger."""


@dataclass(frozen=True, slots=True)
class Graph:
    """What a build makes in memory: its records, quads in order, kept and quarantined facts, findings."""

    records: tuple[ArticleRecord, ...]
    quads: list[ox.Quad]
    kept: int
    quarantined: tuple[Quarantined, ...]
    findings: tuple[Finding, ...]
    resolution: Resolution


def build(
    paths: Iterable[Path],
    folder: Path,
    config: Config,
    progress: Progress = lambda *_: None,
    *,
    default_published: str | None = None,
) -> BuildReport:
    """Read what is new under the paths into the graph folder and bring its store up to date.

    ``default_published`` is the day of publication of articles that do not say (ISO 8601).

    Articles that cannot be read are set aside and listed in the report; facts that break a
    Violation shape are quarantined and counted. Nothing that was there is removed.
    """
    clock = _Clock()
    ledger = Ledger(folder / "ledger")
    manifest = ledger.manifest()
    with clock("read"):
        inputs = read_all(paths, manifest, default_published)
    if not inputs.articles and not manifest.current:
        return BuildReport(base=config.base, set_aside=inputs.set_aside, warnings=inputs.warnings)
    schema = load_schema(config)
    knowledge = load_knowledge(config, schema)
    run = Run(f"kgraph {version('kgraph')}", knowledge.model.name, configuration_hash(config))
    with clock("extract"):
        manifest, new = _bring_up_to_date(ledger, inputs, knowledge, run, progress)
    records = list(ledger.records())
    with clock("graph"):
        progress("graph", 0, 1)
        graph = make_graph(records, schema, config, run)
        progress("graph", 1, 1)
    with clock("store"):
        stamp = blake2b(f"{manifest.stamp} {config.base}".encode(), digest_size=8).hexdigest()
        if stamp_of(folder / "store") != stamp:
            write_store(folder / "store", graph.quads, stamp)
    report = _report(graph, inputs, new, clock.seconds, config.base)
    _write_reports(folder, report)
    return report


def _bring_up_to_date(
    ledger: Ledger, inputs: Inputs, knowledge: Knowledge, run: Run, progress: Progress
) -> tuple[Manifest, int]:
    """Read the snapshots that the ledger does not hold, and commit; returns how many were new.

    What another run read (other frames, another model) is read again from the ledger's texts.
    """
    manifest = ledger.manifest()
    same_run = manifest.run == run.name
    stale = [] if same_run else [r.article for r in ledger.records()]
    wanted = {a.id: a for a in (*stale, *inputs.articles)}
    known = manifest.snapshots if same_run else frozenset()
    new = [a for a in wanted.values() if a.snapshot not in known]
    parts = list(manifest.parts) if same_run else []
    for start in range(0, len(new), PART_SIZE):
        records = []
        for number, article in enumerate(new[start : start + PART_SIZE], start):
            progress("read", number, len(new))
            records.append(extract(article, knowledge))
        parts += ledger.add(records, run.name)
    progress("read", len(new), len(new))
    current = dict(manifest.current) | {a.id: a.snapshot for a in wanted.values()}
    sources = dict(manifest.sources) | {a.source: a.id for a in inputs.articles}
    manifest = Manifest(run.name, tuple(parts), tuple(sorted(current.items())), tuple(sorted(sources.items())))
    ledger.commit(manifest)
    return manifest, len(new)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The articles found, what could not be read and why, and warnings."""

    articles: tuple[Article, ...]
    set_aside: tuple[SetAside, ...] = ()
    warnings: tuple[str, ...] = ()


def read_all(paths: Iterable[Path], manifest: Manifest, default_published: str | None = None) -> Inputs:
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
            article = read_page(found, default_published)
            if not article.url and article.source in known and article.id not in known.values():
                article = replace(article, id=known[article.source])
            articles.setdefault(article.id, article)
        except InputError as error:
            place = error.place or Place("?")
            aside.append(SetAside(place.file, error.message, place.line))
    return Inputs(tuple(articles.values()), tuple(aside), tuple(warnings))


def read_page(page: Page, default_published: str | None = None) -> Article:
    """The article of a page. Raises :class:`InputError` if there is none in English."""
    article = clean(page)
    if article.published is None and default_published:
        article = replace(article, published=_day(default_published))
    if language := foreign_language(article.text):
        raise InputError(f"the article is in {language}; kgraph reads English", place=Place(page.source, page.line))
    return article


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date", help="write it as 2019-11-25") from None


@dataclass(frozen=True, slots=True)
class Extracted:
    """One file's records, their graph, and warnings."""

    records: tuple[ArticleRecord, ...]
    graph: Graph
    schema: Schema
    warnings: tuple[str, ...]


def extract_one(path: Path, config: Config, *, published: str | None = None, data: bytes | None = None) -> Extracted:
    """Read one file, or the bytes of one, into a graph in memory.

    Raises :class:`InputError` if it cannot be read.
    """
    found = list(read_bytes(data, "-", _reader(data)) if data is not None else pages([path]))
    good = [f for f in found if isinstance(f, Page)]
    for error in (f for f in found if isinstance(f, InputError)):
        raise error
    schema = load_schema(config)
    knowledge = load_knowledge(config, schema)
    records = tuple(extract(read_page(page, published), knowledge) for page in good)
    run = Run(f"kgraph {version('kgraph')}", knowledge.model.name, configuration_hash(config))
    return Extracted(
        records, make_graph(records, schema, config, run), schema, tuple(w for p in good for w in p.warnings)
    )


def _reader(data: bytes) -> Reader:
    """The reader for bytes without a name: JSON, HTML or plain text by how they begin."""
    start = data.lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return html.read
    return jsons.read_lines if start.startswith(b"{") else text_pages.read


def load_schema(config: Config) -> Schema:
    """Kgraph's ontology with the user's."""
    return Schema.load(ontology_dir(), *(Path(p) for p in config.ontology))


def load_knowledge(config: Config, schema: Schema) -> Knowledge:
    """Everything that steers reading, kgraph's and the user's. Loads the language model."""
    frames = [data_dir() / "frames", *(Path(p) for p in config.frames)]
    names = [data_dir() / "names", *(Path(p) for p in config.names)]
    return Knowledge(
        schema,
        Lexicon.load(schema, *names),
        load_frames(schema, *frames),
        load_wordings(schema, *frames),
        load_model(config.model),
    )


def configuration_hash(config: Config) -> str:
    """A hash of all files that steer reading: ontology, frames, name lists, words."""
    folders = [
        ontology_dir(),
        data_dir() / "frames",
        data_dir() / "names",
        *(Path(p) for p in (*config.ontology, *config.frames, *config.names)),
    ]
    found = blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".ttl", ".toml", ".csv", ".rq")):
            found.update(path.name.encode() + b"\x00" + path.read_bytes() + b"\x00")
    found.update((data_dir() / "words.toml").read_bytes())
    return found.hexdigest()


def make_graph(
    records: Sequence[ArticleRecord], schema: Schema, config: Config, run: Run, validator: Validator = fast
) -> Graph:
    """Resolve, project and validate; facts that break a Violation shape go to quarantine, and so
    on until nothing does.
    """
    shapes = shapes_of(schema)
    facts = {f.id: f for r in records for f in r.facts}
    called = {
        f.subject.key: f.object.value
        for f in facts.values()
        if f.predicate == "schema:name" and isinstance(f.object, Literal)
    }
    out: dict[str, Quarantined] = {}
    while True:
        kept = [replace(r, facts=tuple(f for f in r.facts if f.id not in out)) for r in records]
        homes = {f.subject.key: r.article for r in kept for f in r.facts}
        resolution = resolve((f for r in kept for f in r.facts), schema, articles=homes)
        projection = project(kept, resolution, Names(config.base, schema), config, run)
        quads = projection.quads + apply_rules(projection.quads, schema)
        findings = validator(shapes, as_triples(quads))
        guilty = _guilty(at_least(findings, "Violation"), projection, schema)
        if not guilty:
            break
        owner = {f.id: r.article for r in records for f in r.facts}
        for name, finding in guilty.items():
            out[name] = _quarantined(facts[name], owner[name], finding, called)
        for name in _orphans(facts, out):
            out[name] = _quarantined(facts[name], owner[name], _ORPHANED, called)
    assert len(facts) == sum(len(r.facts) for r in kept) + len(out), "facts read = kept + quarantined"
    ordered = tuple(out[name] for name in sorted(out))
    return Graph(tuple(kept), in_order(quads), len(facts) - len(out), ordered, tuple(findings), resolution)


def shapes_of(schema: Schema) -> bytes:
    """The ontology as N-Triples: it is its own shapes graph."""
    return as_triples(schema.turtle_quads())


def as_triples(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Triples, their graphs forgotten: what validation looks at."""
    data = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES)
    return data or b""


def _guilty(violations: Sequence[Finding], projection: Projection, schema: Schema) -> dict[str, Finding]:
    """The facts that violations rest on: those that state the offending triple; where the finding
    names none, all facts about its focus.
    """
    by_subject: dict[str, dict[tuple[str, str], list[str]]] = {}
    for (s, p, o), names in projection.stated.items():
        by_subject.setdefault(s, {}).setdefault((p, o), []).extend(names)
    below = {
        schema.iri("kg:participant"): {schema.iri(r) for r in schema.participant_roles} | {schema.iri("kg:speaker")}
    }
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


_ORPHANED = Finding("Violation", KG + "Fact", "", "", "", "What it speaks of is kept out of the graph.", "")


def _orphans(facts: Mapping[str, Fact], out: Iterable[str]) -> list[str]:
    """The facts left of, or pointing at, a record whose every type is kept out."""
    apart = set(out)
    left = [f for name, f in sorted(facts.items()) if name not in apart]
    typed = {f.subject.key for f in left if f.predicate == "rdf:type"}
    return [
        f.id for f in left if f.subject.key not in typed or (isinstance(f.object, Ref) and f.object.key not in typed)
    ]


def _quarantined(fact: Fact, article: Article, finding: Finding, names: Mapping[str, str]) -> Quarantined:
    value = _text(fact.object)
    triple = (fact.subject.key, fact.predicate, value)
    return Quarantined(
        fact.id, article.title or article.id, triple, finding.shape, finding.message, fact.evidence[0].quote,
        names.get(fact.subject.key, ""), names.get(value, value),
    )  # fmt: skip


def _text(value: Ref | Term | Literal) -> str:
    return value.key if isinstance(value, Ref) else value.curie if isinstance(value, Term) else value.value


def _report(graph: Graph, inputs: Inputs, new: int, seconds: dict[str, float], base: str) -> BuildReport:
    classes = list(graph.resolution.classes.values())
    things, events = _count(graph, "Thing"), _count(graph, "Event")
    return BuildReport(
        articles=len(graph.records), new_articles=new, facts=graph.kept + len(graph.quarantined), kept=graph.kept,
        mentions=sum(len(r.mentions) for r in graph.records), things=things, events=events, statements=classes.count("kg:Statement"),
        base=base, set_aside=inputs.set_aside, warnings=inputs.warnings, quarantined=graph.quarantined, seconds=seconds,
    )  # fmt: skip


def _count(graph: Graph, cls: str) -> int:
    return sum(q.predicate == RDF_TYPE and plain(q.object) == KG + cls for q in graph.quads)


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
