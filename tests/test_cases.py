"""Articles of a few sentences and the triples they must give: ``cases/NAME.txt``, ``.ttl``, ``.not.ttl``.

Expected Turtle is a pattern: its blank nodes stand for anything. A ``.not.ttl`` holds patterns,
parted by lines of ``---``, that must match nothing. All were published on 17 May 2024, but for
the one that is about not knowing the year.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgraph.config import Config
from kgraph.extract.article import Knowledge, extract
from kgraph.graph.project import Run
from kgraph.making import make_graph
from kgraph.pipeline import read_page
from kgraph.read.files import Page, digest

CASES_DIR = Path(__file__).parent / "cases"
CASES = sorted(p.stem for p in CASES_DIR.glob("*.txt"))
UNDATED = ("unknown-year",)


@pytest.fixture(scope="module")
def holds(knowledge: Knowledge) -> Callable[[str, str], bool]:
    """Does a pattern match the graph of a case?"""
    stores: dict[str, ox.Store] = {}

    def graph(case: str) -> ox.Store:
        raw = (CASES_DIR / f"{case}.txt").read_text()
        meta = () if case in UNDATED else (("published", "2024-05-17"),)
        record = extract(read_page(Page(case, digest(raw.encode()), raw, meta)), knowledge)
        made = make_graph([record], knowledge.schema, Config(), Run("test", "test", "test"))
        assert not made.quarantined
        store = ox.Store()
        store.extend(made.quads)
        return store

    def matches(case: str, pattern: str) -> bool:
        if case not in stores:
            stores[case] = graph(case)
        heads = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in knowledge.schema.prefixes.items())
        triples = ox.parse(heads + pattern, format=ox.RdfFormat.TURTLE)
        return bool(stores[case].query(f"ASK {{ {' . '.join(str(t.triple) for t in triples)} }}"))

    return matches


@pytest.mark.parametrize("case", CASES)
def test_an_article_gives_these_triples(case, holds):
    for pattern in _patterns(case, ".ttl"):
        assert holds(case, pattern), f"{case}: nothing matches\n{pattern}"


@pytest.mark.parametrize("case", [c for c in CASES if (CASES_DIR / f"{c}.not.ttl").exists()])
def test_and_none_of_those(case, holds):
    for pattern in _patterns(case, ".not.ttl"):
        assert not holds(case, pattern), f"{case}: something matches\n{pattern}"


def _patterns(case: str, suffix: str) -> list[str]:
    path = CASES_DIR / f"{case}{suffix}"
    return path.read_text().split("---\n") if path.exists() else []
