"""How well kgraph reads, beside simpler ways, in one run: ``python benchmarks/quality.py [--json] [--write docs/quality.md]``.

Sets: the development articles (``../shared/gold/dev``), public data by others (``../shared/gold/open``; neither is part
of this project) and the articles of further issuers in ``tests/gold``. What each figure means: docs/quality.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import cost
import openset
import simple
from docpages import fill
from kgraph import evaluate
from kgraph.config import Config
from kgraph.evaluate import Document
from kgraph.evaluate.align import overlap
from kgraph.evaluate.measures import Comparison, Tally
from kgraph.extract.article import Knowledge
from kgraph.extract.dates import read_dates
from kgraph.extract.nlp import _location
from kgraph.pipeline import load_knowledge, load_schema
from resample import Counts, Figure, f1, figure, precision, share

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
PARTS = ("own", "open", "cost")
WAYS = ("kgraph", "bare model", "co-occurrence", "raw patterns")
MARK = "figures: benchmarks/quality.py --write"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure on one set: a figure for each way that was measured, and the bar it is held to."""

    measure: str
    on: str
    ways: Mapping[str, Figure] = field(default_factory=dict)
    bar: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """What all parts use."""

    knowledge: Knowledge
    nlp: Callable[[str], Any]
    countries: frozenset[str]


def main() -> int:
    """Measure, print, and put the table in a page if asked."""
    parser = argparse.ArgumentParser(description="How well kgraph reads, beside simpler ways, in one run.")
    parser.add_argument("--dev", type=Path, default=GOLD / "dev", help="folder with kgraph_dev.jsonl and seed.jsonl")
    parser.add_argument(
        "--open", type=Path, default=GOLD / "open", help="folder with the public data and score_open.py"
    )
    parser.add_argument("--issuers", type=Path, default=ROOT / "tests" / "gold" / "issuers.jsonl")
    parser.add_argument("--part", action="append", choices=PARTS, help="measure only this")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--write", type=Path, metavar="PAGE.md", help="put the table between the page's marks")
    chosen = parser.parse_args()
    parts = chosen.part or PARTS
    for folder in {"own": [chosen.dev, chosen.issuers], "open": [chosen.open], "cost": [chosen.dev]}.items():
        missing = [p for p in folder[1] if folder[0] in parts and not p.exists()]
        if missing:
            print(f"error: no {missing[0]}\n  help: say where it is with --dev, --open or --issuers, or leave it out with --part", file=sys.stderr)  # fmt: skip
            return 2
    rows = measured(parts, chosen.dev, chosen.open, chosen.issuers)
    print(json.dumps(as_json(rows), indent=1, ensure_ascii=False) if chosen.json else table(rows))
    if chosen.write:
        fill(chosen.write, MARK, table(rows))
    return 0


def measured(parts: Sequence[str], dev: Path, public: Path, issuers: Path) -> list[Row]:
    """All rows of some parts."""
    import spacy

    config = Config()
    knowledge = load_knowledge(config, load_schema(config))
    countries = frozenset(n for n, t in knowledge.lexicon.things.items() if t.cls == "schema:Country")
    bench = Bench(knowledge, spacy.load(_location(config.model)), countries)
    sets = {
        "development": [d for name in ("kgraph_dev.jsonl", "seed.jsonl") for d in evaluate.load(dev / name)] if dev.exists() else [],
        "issuers": list(evaluate.load(issuers)) if issuers.exists() else [],
    }  # fmt: skip
    rows: list[Row] = []
    if "own" in parts:
        for name, gold in sets.items():
            other = [d for n, ds in sets.items() if n != name for d in ds]
            rows += own_rows(name, gold, other, bench)
    if "open" in parts:
        rows += open_rows(public, bench)
    if "cost" in parts:
        rows += cost_rows([d for ds in sets.values() for d in ds], bench)
    return rows


# -- annotated articles --------------------------------------------------------------------


def own_rows(name: str, gold: Sequence[Document], other: Iterable[Document], bench: Bench) -> Iterator[Row]:
    """The layers of an annotated set. ``other`` tells what two types of things usually have to do with each other."""
    read = {d.doc_id: d for d in evaluate.predict(gold, Config()).documents}
    plain = {d.doc_id: simple.bare(d, bench.nlp(d.text), bench.countries) for d in gold}
    usual = simple.usual_relations(other)
    beside, raw = {}, {}
    for document in gold:
        named, knowledge = simple.Named.of(document.text, bench.knowledge), bench.knowledge
        events = simple.cooccurring_events(named, knowledge)
        relations = simple.cooccurring_relations(named, knowledge, usual)
        beside[document.doc_id] = simple.document_of(document, named, knowledge, events, relations)
        events, relations = simple.raw_events(named, knowledge), simple.near_relations(named, knowledge, usual)
        raw[document.doc_id] = simple.document_of(document, named, knowledge, events, relations)
    ways = {"kgraph": read, "bare model": plain, "co-occurrence": beside, "raw patterns": raw}
    compared = {way: [Comparison(d, own[d.doc_id]) for d in gold] for way, own in ways.items()}
    bars = OWN_BARS if name == "development" else OTHER_BARS
    for layer, says, among in LAYERS:
        figures = {w: figure([_counts(c, layer) for c in compared[w]], f1) for w in among}
        yield Row(says, name, figures, bars.get(layer, ""))
    for kinds, says in ((("name", "nominal", "pronoun"), "mention to entity, all mentions, accuracy"), (("name",), "mention to entity, names only, accuracy")):  # fmt: skip
        figures = {w: figure([linked(c, kinds) for c in compared[w]], share) for w in WAYS[:2]}
        yield Row(says, name, figures, bars.get("linked", "") if len(kinds) > 1 else "")
    dates = [dated(c) for c in compared["kgraph"]]
    yield Row("dates, both bounds exact, share", name, {"kgraph": figure(dates, share)}, bars.get("dates", ""))
    for rate, says in (("trap_avoided", "traps asserted, share"), ("evidence_valid", "evidence valid, share")):
        among = WAYS[:1] if rate == "evidence_valid" else ("kgraph", "co-occurrence", "raw patterns")
        yield Row(says, name, {w: _rate(compared[w], rate) for w in among}, bars.get(rate, ""))


LAYERS: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("mention_exact", "typed names, exact, F1", WAYS[:2]),
    ("mention_span", "name spans, exact, F1", WAYS[:2]),
    ("entity_typed", "things with their type, F1", WAYS[:2]),
    ("role", "roles, F1", WAYS[:1]),
    ("role_no_org", "roles without the body, F1", WAYS[:1]),
    ("coref_link", "nominals and pronouns, F1", WAYS[:1]),
    ("relation", "relations, F1", ("kgraph", "co-occurrence", "raw patterns")),
    ("event", "events, F1", ("kgraph", "co-occurrence", "raw patterns")),
    ("event_arg", "event arguments, F1", ("kgraph", "co-occurrence", "raw patterns")),
    ("event_date", "event dates, F1", WAYS[:1]),
    ("statement", "statements, F1", WAYS[:1]),
)  # fmt: skip
OWN_BARS = {
    "mention_exact": "≥ .90", "linked": "≥ .88", "role": "≥ .82", "dates": "≥ .93", "relation": "≥ .75", "event": "≥ .85",
    "event_arg": "≥ .80", "event_date": "≥ .90", "statement": "≥ .75", "trap_avoided": "≤ .02", "evidence_valid": "1",
}  # fmt: skip
OTHER_BARS = {
    "mention_exact": "≥ .80", "linked": "≥ .78", "role": "≥ .72", "dates": "≥ .83", "relation": "≥ .65", "event": "≥ .75",
    "event_arg": "≥ .70", "event_date": "≥ .80", "statement": "≥ .65", "evidence_valid": "1",
}  # fmt: skip


def _counts(compared: Comparison, layer: str) -> Counts:
    tally = next((found.tally for found in compared.layers if found.name == layer), Tally())
    return tally.right, tally.given, tally.wanted


def linked(compared: Comparison, kinds: Sequence[str]) -> Counts:
    """The gold's mentions, and how many a mention of the right thing covers."""
    own = [(m.extent, compared.same.get(e.id)) for e in compared.predicted.entities for m in e.mentions]
    wanted = [(m.extent, e.id) for e in compared.gold.entities for m in e.mentions if m.kind in kinds]
    right = sum(any(same == thing and overlap(extent, span) for span, same in own) for extent, thing in wanted)
    return right, len(wanted), len(wanted)


def dated(compared: Comparison) -> Counts:
    """The gold's words for when something happened, and how many are read with first and last day right: by the
    event they date, or by themselves.
    """
    gold, text = compared.gold, compared.gold.text
    published = _day(gold.published)
    read = [(e.words.lower(), claim) for e, claim in read_dates(text, published)]
    own = {i: compared.predicted.events[j].date for j, i in compared.event_pairs.items()}
    wanted = right = 0
    for number, event in enumerate(gold.events):
        if event.date is None:
            continue
        wanted += 1
        goal = (event.date.earliest, event.date.latest, event.date.edtf if event.date.earliest is None else "")
        words = event.date.text.lower()
        alone = [c for said, c in read if c is not None and (words in said or said in words)]
        bounds = [(_iso(c.earliest), _iso(c.latest), c.edtf if c.earliest is None else "") for c in alone]
        mine = own.get(number)
        if mine is not None:
            bounds.append((mine.earliest, mine.latest, mine.edtf if mine.earliest is None else ""))
        right += goal in bounds
    return right, wanted, wanted


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _day(published: str | None) -> date | None:
    return date.fromisoformat(published) if published else None


def _rate(compared: Sequence[Comparison], name: str) -> Figure:
    counts = [(hits, of, of) for c in compared for rate, hits, of in c.rates() if rate == name]
    if name != "trap_avoided":
        return figure(counts, share)
    return figure([(of - hits, given, of) for hits, given, of in counts], share)


# -- public data ---------------------------------------------------------------------------


def open_rows(folder: Path, bench: Bench) -> Iterator[Row]:
    """GUM's dates; re3d's names, and who met or spoke with whom."""
    gum = openset.lines(folder / "gum_news_interview_train.jsonl")
    yield Row(
        "dates as annotated, share", "GUM news and interviews",
        {"kgraph": figure([openset.date_counts(d) for d in gum], share)}, "≥ .85",
    )  # fmt: skip
    words = figure([openset.date_words_found(d, bench.nlp(d["text"])) for d in gum], share)
    yield Row("words of dates found, no value given, share", "GUM news and interviews", {"bare model": words})
    path = folder / "re3d_state_centcom_wp.jsonl"
    texts = openset.lines(path)
    parsed = [bench.nlp(d["text"]) for d in texts]
    cut = openset.title_trimmer(bench.knowledge)
    gold = [openset.gold_names(d, cut) for d in texts]
    own = [openset.own_names(d["text"], bench.knowledge) for d in texts]
    plain = [openset.bare_names(d["text"], p, cut) for d, p in zip(texts, parsed, strict=True)]
    counts = {way: [openset.span_counts(g, o) for g, o in zip(gold, found, strict=True)] for way, found in (("kgraph", own), ("bare model", plain))}  # fmt: skip
    for says, measure, bar in (("person, body, place names, F1", f1, "≥ bare model"), ("the same, precision", precision, "")):  # fmt: skip
        yield Row(says, "re3d", {way: figure(c, measure) for way, c in counts.items()}, bar)
    yield from _pairs(path, texts, parsed, bench)


def _pairs(path: Path, texts: Sequence[openset.Line], parsed: Sequence[Any], bench: Bench) -> Iterator[Row]:
    read = {str(d["doc_id"]): openset.read(d, bench.knowledge) for d in texts}
    plain, raw = {}, {}
    for line, doc in zip(texts, parsed, strict=True):
        name, document = str(line["doc_id"]), Document(str(line["doc_id"]), line["text"])
        bare = simple.bare(document, doc, bench.countries)
        plain[name] = (bare, openset.met_by_cooccurrence(bare, [(s.start_char, s.end_char) for s in doc.sents]))
        named = simple.Named.of(line["text"], bench.knowledge)
        told = simple.document_of(document, named, bench.knowledge, simple.raw_events(named, bench.knowledge), ())
        raw[name] = (told, openset.met(told))
    ways = {"kgraph": {n: (d, openset.met(d)) for n, d in read.items()}, "co-occurrence": plain, "raw patterns": raw}
    scored = {way: openset.score_pairs(path, path.with_name("score_open.py"), found) for way, found in ways.items()}
    for n, (says, bar) in enumerate((("who met or spoke with whom, F1", "≥ .50"), ("the same, precision (lower bound)", ""), ("the same, recall", ""))):  # fmt: skip
        yield Row(says, "re3d", {way: found[n] for way, found in scored.items()}, bar)


# -- cost ----------------------------------------------------------------------------------


def cost_rows(documents: Sequence[Document], bench: Bench) -> Iterator[Row]:
    """CPU time after the model, as shares of the model's."""
    articles = [evaluate._article(d) for d in documents]
    found = cost.measure(articles, bench.knowledge, bench.nlp)
    on = f"{found.articles} articles, {found.characters:,} characters; the model takes {found.model:.2f} s"
    yield Row("names layer, share of the model's CPU time", on, {"kgraph": Figure(found.names_share)}, "≤ .10")
    yield Row(
        "everything after the model, share of its CPU time", on, {"kgraph": Figure(found.extraction_share)}, "≤ .25"
    )


# -- showing -------------------------------------------------------------------------------


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as plain data, rounded to four places."""

    def rounded(value: Figure) -> dict[str, Any]:
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(value).items()}

    return [
        {"measure": r.measure, "on": r.on, "bar": r.bar, "ways": {w: rounded(f) for w, f in r.ways.items()}}
        for r in rows
    ]


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, one a set."""
    lines = []
    for on in dict.fromkeys(r.on for r in rows):
        inside = [r for r in rows if r.on == on]
        ways = [w for w in WAYS if any(w in r.ways for r in inside)]
        lines += [f"**{on}**", "", f"| measure | {' | '.join(ways)} | bar | of |", f"|---|{'---|' * len(ways)}---|---|"]
        for row in inside:
            cells = " | ".join(str(row.ways.get(w, "")) for w in ways)
            of = max(f.of for f in row.ways.values())
            lines.append(f"| {row.measure} | {cells} | {row.bar} | {of or ''} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
