"""What a store was made of: enough to see what changed since. Never a source of truth.

It lies beside its generation of the store. A file that is missing, damaged or of another store
costs time only: the store is made whole from the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kgraph.graph.files import replace_file
from kgraph.graph.store import current_generation, stamp_of


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


def remembered(store: Path) -> Remembered | None:
    """What the current generation of a store folder was made of, or None where that is not known."""
    path, stamp = current_generation(store), stamp_of(store)
    if path is None:
        return None
    try:
        head, _, body = path.with_suffix(".json").read_bytes().partition(b"\n")
        if head.decode() != f"{stamp} {_sum(body)}":
            return None
        row = json.loads(body)
    except (OSError, ValueError):
        return None
    articles = {i: Made(p, r, n, tuple(t)) for i, (p, r, n, t) in row["articles"].items()}
    return Remembered(row["frame"], articles, {i: (n, c) for i, (n, c) in row["things"].items()})


def save(generation: Path, found: Remembered, stamp: str) -> None:
    """Write it beside a generation that will be current with a stamp."""
    row = {"frame": found.frame, "articles": found.articles, "things": found.things}
    body = json.dumps(row, ensure_ascii=False).encode()
    replace_file(generation.with_suffix(".json"), f"{stamp} {_sum(body)}\n".encode() + body)


def _sum(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
