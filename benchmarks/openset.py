"""Measures on public data by others: GUM's dates, re3d's names and who met or spoke with whom."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import simple
from kgraph.evaluate import annotated
from kgraph.evaluate.annotations import Document
from kgraph.extract.article import Knowledge, extract
from kgraph.extract.dates import read_dates
from kgraph.extract.names import find_names
from kgraph.model import Article
from kgraph.read.files import digest
from resample import Counts, Figure

Line = Mapping[str, Any]
Spans = dict[tuple[int, int], str]
_KINDS = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
_SMALL = frozenset(("of", "the", "and", "for", "de", "al", "in"))


def lines(path: Path) -> list[Line]:
    """The documents of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


# -- dates ---------------------------------------------------------------------------------


def date_counts(document: Line) -> Counts:
    """How many of a document's normalised dates are read as they are: the same day, month or year, or both bounds."""
    published = date.fromisoformat(document["date"][:10]) if document.get("date") else None
    read = read_dates(document["text"], published)
    wanted = [d for d in document["dates"] if "when" in d or "from" in d]
    right = sum(any(_same_date(c, d) for e, c in read if e.start < d["end"] and d["start"] < e.end) for d in wanted)
    return right, len(wanted), len(wanted)


def _same_date(claim: Any, gold: Line) -> bool:
    """One value. "From 2004 to 2009" is two dates there and one stretch here: its ends are compared."""
    if claim is None:
        return False
    if "when" not in gold:
        return (str(claim.earliest), str(claim.latest)) == (gold["from"], gold["to"])
    when = gold["when"][:10]
    yearless = claim.edtf.startswith("XXXX") and when.startswith("--")
    return when in claim.edtf.split("/") or (yearless and claim.edtf[5:] == when[2:])


def date_words_found(document: Line, parsed: Any) -> Counts:
    """How many of the dates the bare model finds the words of; it gives them no value."""
    wanted = [d for d in document["dates"] if "when" in d or "from" in d]
    own = [e for e in parsed.ents if e.label_ in ("DATE", "TIME")]
    found = sum(any(e.start_char < d["end"] and d["start"] < e.end_char for e in own) for d in wanted)
    return found, len(wanted), len(wanted)


# -- names ---------------------------------------------------------------------------------


def title_trimmer(knowledge: Knowledge) -> Callable[[str, int, int], tuple[int, int]]:
    """Cuts articles, titles and possessives off a span: re3d's names keep titles, ours do not."""
    titles = sorted({*knowledge.lexicon.titles, *knowledge.lexicon.offices}, key=len, reverse=True)
    leading = re.compile(rf"^(?:(?:the|a|an|his|her|{'|'.join(map(re.escape, titles))})\s+)+", re.I)

    def cut(text: str, start: int, end: int) -> tuple[int, int]:
        opening = leading.match(text[start:end])
        if opening and opening.end() < end - start:
            start += opening.end()
        return start, start + len(re.sub(r"['’]s?$", "", text[start:end]))

    return cut


def gold_names(document: Line, cut: Callable[[str, int, int], tuple[int, int]]) -> Spans:
    """The name mentions of people, bodies and places; re3d lists descriptions too, which are left out."""
    text, found = document["text"], Spans()
    mentions = ((m, e["type"]) for e in document["entities"] if e["type"] in _KINDS for m in e["mentions"])
    for mention, kind in mentions:
        start, end = cut(text, mention["start"], mention["end"])
        words = text[start:end].split()
        named = all(w[0].isupper() or not w[0].isalpha() or w in _SMALL for w in words)
        if words and words[0][0].isupper() and named and len(words) < 9:
            found[start, end] = _KINDS[kind]
    return found


def own_names(text: str, knowledge: Knowledge) -> Spans:
    """The names the layer finds, by three kinds."""
    parse, schema, found = knowledge.model.parse(text), knowledge.schema, Spans()
    for name in find_names(parse, knowledge.lexicon).names:
        kinds = [k for c, k in (("schema:Person", "PER"), ("schema:Organization", "ORG"), ("schema:Place", "LOC")) if schema.is_a(name.cls, c)]  # fmt: skip
        if kinds:
            found[parse.starts[name.first], parse.ends[name.last - 1]] = kinds[0]
    return found


def bare_names(text: str, parsed: Any, cut: Callable[[str, int, int], tuple[int, int]]) -> Spans:
    """The names the bare model finds, trimmed like the gold's."""
    known = [e for e in parsed.ents if e.label_ in simple.LABELS]
    return {cut(text, e.start_char, e.end_char): simple.COARSE[simple.LABELS[e.label_]] for e in known}


def span_counts(gold: Spans, own: Spans) -> Counts:
    """Right, given, wanted typed spans."""
    return len(set(gold.items()) & set(own.items())), len(own), len(gold)


# -- who met or spoke with whom ------------------------------------------------------------

MET = "metOrCommunicatedWith"


def read(document: Line, knowledge: Knowledge) -> Document:
    """A document read as it is, its page not cleaned, so that offsets are the gold's."""
    text = document["text"]
    name = digest(f"{document['doc_id']}\n{text}".encode())
    published = date.fromisoformat(document["date"][:10]) if document.get("date") else None
    return annotated(extract(Article(name, name, text, published=published), knowledge), knowledge.schema)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things (ids) that met or spoke, and the words that say so: stretches, and the offset of the verb."""

    one: str
    other: str
    evidence: tuple[tuple[int, int], ...]
    at: int


def met(document: Document) -> list[Pair]:
    """Participants of one meeting or call, and who speaks to whom."""
    found = []
    for event in document.events:
        if event.type in ("Meeting", "Call"):
            people = [a.entity for a in event.args if a.role in ("participant", "host") and a.entity]
            at = event.trigger.start if event.trigger else event.evidence[0][0]
            found += [Pair(a, b, event.evidence, at) for a, b in combinations(people, 2)]
    said = (s for s in document.statements if s.addressee)
    return found + [Pair(s.speaker, str(s.addressee), s.evidence, s.evidence[0][0]) for s in said]


def met_by_cooccurrence(document: Document, sentences: Iterable[tuple[int, int]]) -> list[Pair]:
    """All people, bodies and countries of a sentence."""
    found = []
    for start, end in sentences:
        inside = [
            e.id
            for e in document.entities
            if e.type in simple.COARSE and any(start <= m.start < end for m in e.mentions)
        ]
        found += [Pair(a, b, ((start, end),), start) for a, b in combinations(inside, 2)]
    return found


_TITLES = re.compile(r"(?:[A-Z][\w.’'-]* (?:of (?=[A-Z]))?){1,6}\Z")


def by_mention(document: Document, pairs: Iterable[Pair]) -> tuple[list[Line], list[Line]]:
    """Entities and relations as re3d has them, every mention an entity of its own, with the titles before it ("Russian
    Foreign Minister Lavrov"): a pair is tied to the two mentions in its evidence that are nearest to its verb.
    """
    entities = [
        {"id": f"{e.id}@{m.start}", "type": e.type, "mentions": [_titled(document.text, m.start, m.end)]}
        for e in document.entities
        for m in e.mentions
    ]
    mentions = {e.id: e.mentions for e in document.entities}

    def nearest(thing: str, pair: Pair) -> str:
        inside = [m for m in mentions[thing] if any(s <= m.start < e for s, e in pair.evidence)]
        best = min(inside or mentions[thing], key=lambda m: (abs(m.start - pair.at), m.start))
        return f"{thing}@{best.start}"

    ends = [(nearest(p.one, p), nearest(p.other, p)) for p in pairs]
    relations = [{"subj": a, "pred": MET, "obj": b, "kg": {"subj": a, "pred": MET, "obj": b}} for a, b in ends]
    return entities, relations


def _titled(text: str, start: int, end: int) -> Line:
    """A mention with the capitalised words right before it, which re3d counts in."""
    before = _TITLES.search(text, 0, start)
    start = before.start() if before and text[start].isupper() else start
    return {"start": start, "end": end, "text": text[start:end]}


def score_pairs(gold: Path, scorer: Path, predicted: Mapping[str, tuple[Document, list[Pair]]]) -> tuple[Figure, Figure, Figure]:  # fmt: skip
    """F1 with its interval, precision (a lower bound: the gold is incomplete) and recall, by the data's own scorer."""
    rows = []
    for name, (document, pairs) in predicted.items():
        entities, relations = by_mention(document, pairs)
        rows.append(json.dumps({"doc_id": name, "entities": entities, "relations": relations, "events": []}) + "\n")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "predicted.jsonl"
        path.write_text("".join(rows), encoding="utf-8")
        call = [sys.executable, scorer, gold, path, "--kg", "--relations", MET, "--boot", "1000", "--json"]
        found = json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout)
    (p, r, f), (low, high), wanted = found["triple_micro"], found["triple_f1_ci95"], found["triple_counts"][2]
    return Figure(f, low, high, wanted), Figure(p, of=wanted), Figure(r, of=wanted)
