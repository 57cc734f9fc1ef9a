"""What of a graph leaves the house: how much of other people's text, and whether only what a person accepted.

``full`` is everything. ``quotes`` leaves out the articles' texts and keeps the words that say
each fact. ``none`` leaves out all words of articles but headlines and names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kgraph.errors import GraphError, Place, UsageError
from kgraph.schema import KG, RDF, RDFS, plain

TEXTS = ("none", "quotes", "full")
_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_OA = "http://www.w3.org/ns/oa#"
BODY = "https://schema.org/articleBody"
"""The property that carries an article's full text."""
_WORDS = frozenset(
    (
        BODY, _NIF + "anchorOf", _OA + "prefix", _OA + "suffix", KG + "quotation", KG + "topic", KG + "timeExpression",
        KG + "distinction",
    )
)  # fmt: skip
_LABELS = frozenset((RDFS + "label", KG + "generatedLabel"))
_ACCEPTED = ("accepted", "corrected")


def shared(quads: Iterable[ox.Quad], text: str = "quotes", accepted: frozenset[str] | None = None) -> list[ox.Quad]:
    """The quads that may be shown. ``accepted`` are IRIs of facts: then nothing rests on any other.

    Raises :class:`UsageError` for an unknown ``text``.
    """
    if text not in TEXTS:
        raise UsageError(f"no such text {text!r}", help=f"there are {', '.join(TEXTS)}")
    found = list(quads)
    if accepted is not None:
        found = _reviewed(found, accepted)
    if text == "full":
        return found
    if text == "quotes":
        return [q for q in found if q.predicate.value != BODY]
    # The label of a statement is made of the article's words.
    said = {q.subject for q in found if q.predicate.value == RDF + "type" and plain(q.object) == KG + "Statement"}
    return [
        q for q in found if q.predicate.value not in _WORDS and not (q.subject in said and q.predicate.value in _LABELS)
    ]


def accepted_facts(store: ox.Store, folder: Path) -> frozenset[str]:
    """IRIs of the facts a person accepted or corrected, as the graph and ``decisions.jsonl`` say."""
    marks = {
        plain(q.subject)
        for status in _ACCEPTED
        for q in store.quads_for_pattern(None, ox.NamedNode(KG + "reviewStatus"), ox.Literal(status))
    }
    wanted = _decided(folder / "decisions.jsonl")
    facts = (plain(q.subject) for q in store.quads_for_pattern(None, ox.NamedNode(KG + "evidence"), None))
    return frozenset(marks | {iri for iri in facts if iri in wanted or iri.rpartition("/")[2] in wanted})


def _decided(path: Path) -> set[str]:
    """Ids of the facts that stand accepted, the last word on each counting."""
    found: dict[str, str] = {}
    if path.is_file():
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                row = _row(line, Place(str(path), number))
                fact = row.get("fact")
                name = fact.get("id") if isinstance(fact, dict) else fact
                if name:
                    found[str(name)] = str(row.get("verdict") or row.get("decision"))
    return {name for name, word in found.items() if word == "accept"}


def _row(line: str, place: Place) -> dict[str, Any]:
    try:
        row = json.loads(line) if line.strip() else {}
    except ValueError as error:
        raise GraphError(f"not JSON: {error}", place=place) from error
    return row if isinstance(row, dict) else {}


def _reviewed(quads: list[ox.Quad], accepted: frozenset[str]) -> list[ox.Quad]:
    """Accepted facts with their evidence, what they state, labels of what they name, and their articles."""
    parts: dict[str, dict[str, Any]] = {}
    by_subject: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        by_subject.setdefault(plain(quad.subject), []).append(quad)
        if plain(quad.subject) in accepted and quad.predicate.value.startswith(RDF):
            parts.setdefault(plain(quad.subject), {})[quad.predicate.value] = quad.object
    stated = {(p[RDF + "subject"], p[RDF + "predicate"], p[RDF + "object"]) for p in parts.values()}
    evidence = {
        plain(q.object) for f in accepted for q in by_subject.get(f, ()) if q.predicate.value == KG + "evidence"
    }
    named = {plain(t) for s, _, o in stated for t in (s, o) if isinstance(t, ox.NamedNode)}
    graphs = {
        q.graph_name.value for f in accepted for q in by_subject.get(f, ()) if isinstance(q.graph_name, ox.NamedNode)
    }
    articles = {
        plain(q.object)
        for e in evidence
        for q in by_subject.get(e, ())
        if q.predicate.value.endswith("referenceContext")
    }
    about = graphs | articles
    about |= {plain(q.object) for a in about for q in by_subject.get(a, ()) if isinstance(q.object, ox.NamedNode)}

    def kept(quad: ox.Quad) -> bool:
        subject = plain(quad.subject)
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            return subject in accepted or subject in evidence
        if (quad.subject, quad.predicate, quad.object) in stated or subject in about:
            return True
        return subject in named and quad.predicate.value == RDFS + "label"

    return [q for q in quads if kept(q)]
