"""What reading costs beside the model: CPU time of the process, as shares of the bare model's in the same run."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from kgraph.extract import things
from kgraph.extract.article import Knowledge, extract
from kgraph.extract.names import find_names
from kgraph.extract.nlp import Model, _to_parse, repaired
from kgraph.model import Article

REPEATS = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU for all articles, each the median of some runs: the bare model, the names layer, everything
    after the model.
    """

    model: float
    names: float
    extraction: float
    articles: int
    characters: int

    @property
    def names_share(self) -> float:
        """The names layer's part of the model's time."""
        return self.names / self.model

    @property
    def extraction_share(self) -> float:
        """Everything after the model, as a part of the model's time."""
        return self.extraction / self.model


def measure(
    articles: Sequence[Article], knowledge: Knowledge, nlp: Callable[[str], Any], repeats: int = REPEATS
) -> Cost:
    """Time the three in turns, so that a noisy stretch hits them alike. What is remembered of names is forgotten
    before each run, so that no run profits from the one before.
    """
    parsed = {a.text: nlp(a.text) for a in articles}  # also warms up
    parses = {text: repaired(_to_parse(doc, text)) for text, doc in parsed.items()}
    given = replace(knowledge, model=Model(knowledge.model.name, lambda text: repaired(_to_parse(parsed[text], text))))
    times: dict[str, list[float]] = {"model": [], "names": [], "extraction": []}
    gc.collect()
    gc.freeze()  # the parses kept here are no part of a build, which the collector would look through again and again
    for _ in range(repeats):
        times["model"].append(_cpu(lambda: [nlp(a.text) for a in articles]))
        times["names"].append(_cpu(lambda: [find_names(parses[a.text], knowledge.lexicon) for a in articles]))
        times["extraction"].append(_cpu(lambda: [extract(a, given) for a in articles]))
    gc.unfreeze()
    return Cost(
        median(times["model"]), median(times["names"]), median(times["extraction"]),
        len(articles), sum(len(a.text) for a in articles),
    )  # fmt: skip


def forget() -> None:
    """Forget what was remembered of names in earlier runs."""
    clear = getattr(things.key, "cache_clear", None)
    if clear is not None:
        clear()


def _cpu(work: Callable[[], object]) -> float:
    forget()
    start = time.process_time()
    work()
    return time.process_time() - start
