"""Where extraction spends its time: ``python benchmarks/hotspots.py [--write docs/performance.md]``.

Shares, not seconds: of CPU time beside the model's for the whole, of profiled time for stages and functions. Profiling
makes many short calls look dearer than they are.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cost
from docpages import fill
from kgraph import evaluate
from kgraph.config import Config
from kgraph.extract.article import Knowledge, extract
from kgraph.extract.nlp import Model, _location
from kgraph.model import Article
from kgraph.pipeline import load_knowledge, load_schema

ROOT = Path(__file__).resolve().parent.parent
MARK = "profile: benchmarks/hotspots.py --write"
PASSES = 3
TOP = 15


def main() -> int:
    """Measure, print, and put the tables in a page if asked."""
    parser = argparse.ArgumentParser(description="Where extraction spends its time.")
    parser.add_argument("--gold", type=Path, action="append", help="annotated articles; default: those in tests/gold")
    parser.add_argument("--write", type=Path, metavar="PAGE.md", help="put the tables between the page's marks")
    chosen = parser.parse_args()
    files = chosen.gold or sorted((ROOT / "tests" / "gold").glob("*.jsonl"))
    articles = [evaluate._article(d) for f in files for d in evaluate.load(f)]
    config = Config()
    knowledge = load_knowledge(config, load_schema(config))
    text = f"{costs(articles, knowledge, config)}\n{tables(profiled(articles, knowledge))}"
    print(text)
    if chosen.write:
        fill(chosen.write, MARK, text)
    return 0


def costs(articles: Sequence[Article], knowledge: Knowledge, config: Config) -> str:
    """CPU time beside the model's."""
    import spacy

    found = cost.measure(articles, knowledge, spacy.load(_location(config.model)))
    rows = (
        ("names layer", found.names_share, "≤ 10 %"),
        ("everything after the model", found.extraction_share, "≤ 25 %"),
    )
    head = (
        f"{found.articles} articles, {found.characters:,} characters; medians of {cost.REPEATS} runs in one process.\n"
    )
    lines = [f"| {what} | {share:.1%} | {bar} |" for what, share, bar in rows]
    return "\n".join([head, "| part | of the model's CPU time | bar |", "|---|---|---|", *lines, ""])


def profiled(articles: Sequence[Article], knowledge: Knowledge) -> pstats.Stats:
    """A profile of extraction alone, the model's parses made before."""
    parses = {a.text: knowledge.model.parse(a.text) for a in articles}
    given = replace(knowledge, model=Model(knowledge.model.name, parses.__getitem__))
    for article in articles:
        extract(article, given)
    profile = cProfile.Profile()
    for _ in range(PASSES):
        cost.forget()
        profile.enable()
        for article in articles:
            extract(article, given)
        profile.disable()
    return pstats.Stats(profile)


def tables(stats: Any) -> str:
    """Stages by cumulative, functions by own share."""
    stats.calc_callees()
    total = stats.total_tt
    lines = ["| stage | share |", "|---|---|"]
    lines += [f"| `{name}` | {seconds / total:.1%} |" for name, seconds in _stages(stats) if seconds / total >= 0.005]
    lines += ["", "| function | calls an article | own share | with what it calls |", "|---|---|---|---|"]
    articles = max(calls for (_, _, name), (_, calls, *_) in stats.stats.items() if name == "understand")
    own = sorted(stats.stats.items(), key=lambda s: -s[1][2])[:TOP]
    for function, (_, calls, inside, cumulative, _) in own:
        lines.append(
            f"| `{_name(function)}` | {calls / articles:.0f} | {inside / total:.1%} | {cumulative / total:.1%} |"
        )
    return "\n".join(lines) + "\n"


def _stages(stats: Any) -> Iterator[tuple[str, float]]:
    """What ``understand`` and ``extract`` call, dearest first."""
    found: dict[str, float] = {}
    for function, callees in stats.all_callees.items():
        if function[2] in ("understand", "extract") and "article.py" in function[0]:
            for callee, (_, _, _, cumulative) in callees.items():
                if callee[2] != "understand":
                    found[_name(callee)] = found.get(_name(callee), 0.0) + cumulative
    return iter(sorted(found.items(), key=lambda s: -s[1]))


def _name(function: tuple[str, int, str]) -> str:
    file, _, name = function
    return name.strip("{}<>") if file == "~" else f"{Path(file).stem}.{name.strip('<>')}"


if __name__ == "__main__":
    sys.exit(main())
