"""The thresholds in the docs are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kgraph.resolve import blocks, choose, events, evidence, similar, things, when

DOCS = (Path(__file__).parents[2] / "docs" / "resolution.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([A-Z_]+)` \| (-?[\d.]+) \|", DOCS, re.MULTILINE)


@pytest.mark.parametrize(("name", "value"), ROWS)
def test_a_threshold_is_what_the_docs_say(name, value):
    modules = (blocks, choose, events, evidence, similar, things, when)
    found = {v for m in modules if isinstance(v := getattr(m, name, None), (int, float))}
    assert found == {float(value)}


def test_every_threshold_is_documented():
    documented = {name for name, _ in ROWS} | set(re.findall(r"`([A-Z_]+)`", DOCS))
    for module in (events, evidence, similar, things, when):
        numbers = {n for n, v in vars(module).items() if n.isupper() and isinstance(v, float)}
        assert numbers <= documented
