"""Shares and F1 over documents, with 95 % intervals from resampling the documents (fixed seed)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value, its 95 % interval (None where nothing can be drawn), and what it counts."""

    value: float
    low: float | None = None
    high: float | None = None
    of: int = 0

    def __str__(self) -> str:
        interval = "" if self.low is None or self.high is None else f" ({self.low:.3f}–{self.high:.3f})"
        return f"{self.value:.3f}{interval}"


Counts = tuple[float, float, float]
"""Of one document: right, given, wanted."""


def f1(counts: Sequence[Counts]) -> float:
    """Micro F1 of some documents."""
    right, given, wanted = (sum(c[i] for c in counts) for i in range(3))
    return 2 * right / (given + wanted) if given + wanted else 0.0


def share(counts: Sequence[Counts]) -> float:
    """Right of wanted."""
    wanted = sum(c[2] for c in counts)
    return sum(c[0] for c in counts) / wanted if wanted else 0.0


def precision(counts: Sequence[Counts]) -> float:
    """Right of given."""
    given = sum(c[1] for c in counts)
    return sum(c[0] for c in counts) / given if given else 0.0


def figure(counts: Sequence[Counts], measure: Callable[[Sequence[Counts]], float]) -> Figure:
    """A measure over documents with its interval."""
    chance = random.Random(0)
    drawn = sorted(
        measure([counts[chance.randrange(len(counts))] for _ in counts]) for _ in range(RESAMPLES if counts else 0)
    )
    low, high = (drawn[int(0.025 * (RESAMPLES - 1))], drawn[round(0.975 * (RESAMPLES - 1))]) if drawn else (None, None)
    return Figure(measure(counts), low, high, round(sum(c[2] for c in counts)))
