"""Closed classes of English words, from ``data/words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache

from kgraph.resources import data_dir


def words(section: str, name: str) -> frozenset[str]:
    """The words of a list, lower-cased as they are written there."""
    listed = _sections()[section][name]
    assert isinstance(listed, str)
    return frozenset(w.strip() for w in listed.split(","))


def labelled(section: str, name: str) -> dict[str, str]:
    """Each word of a table of lists, and the list it stands in."""
    table = _sections()[section][name]
    assert isinstance(table, dict)
    return {w.strip(): label for label, listed in table.items() for w in listed.split(",")}


def tagged(section: str, name: str) -> dict[str, frozenset[str]]:
    """Each word of a table of lists, and all the lists it stands in."""
    table = _sections()[section][name]
    assert isinstance(table, dict)
    found: dict[str, set[str]] = {}
    for label, listed in table.items():
        for word in listed.split(","):
            found.setdefault(word.strip(), set()).add(label)
    return {word: frozenset(labels) for word, labels in found.items()}


@cache
def _sections() -> dict[str, dict[str, str | dict[str, str]]]:
    return tomllib.loads((data_dir() / "words.toml").read_text(encoding="utf-8"))
