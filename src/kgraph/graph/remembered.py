"""What a store was made of: enough to see what changed since. Never a source of truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Made(NamedTuple):
    """What an article became: a hash of all that went into it, the name of its reading in IRIs,
    its own id and those of the things that it speaks of.
    """

    print: str
    reading: str
    id: str
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """Articles by id, and the name and class of things by id; ``frame`` is what all of it was made with."""

    frame: str = ""
    articles: Mapping[str, Made] = field(default_factory=dict)
    things: Mapping[str, tuple[str, str]] = field(default_factory=dict)
