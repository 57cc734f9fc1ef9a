"""The single-file page: everything inside, nothing from outside, nothing unescaped, not too much."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from importlib.resources import files

import pytest

from kgraph.web.data import PageData
from kgraph.web.page import _render, single_page, static


@pytest.fixture(scope="module")
def page(sample):
    return single_page(sample).decode()


def data(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


def test_it_asks_nothing_from_anywhere(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src 'none'" in policy
    assert not re.search(r"<(?:link|img|iframe|script)[^>]+(?:src|href)=(?!\"data:)", page)


@pytest.mark.parametrize("element", ["style", "script"])
def test_its_own_script_and_style_are_allowed_by_their_hash(page, element):
    text = re.search(rf"<{element}>(.*?)</{element}>", page, re.S)[1]
    assert f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" in page.replace("&#39;", "'")


def test_it_holds_things_events_and_the_words_that_say_each_fact(page):
    found = data(page)
    name = next(n["id"] for n in found["nodes"] if n["label"] == "Wu Weiren")
    pool = found["pool"]
    quotes = [pool["evidence"][e][3] for line in found["cards"][name] for f in line[5] for e in pool["facts"][f][3]]
    assert any("Wu Weiren" in quote for quote in quotes)
    assert sum("x" in n for n in found["nodes"]) > 50


def test_text_from_articles_cannot_become_markup(sample):
    whole = PageData(sample).whole()
    whole["start"]["title"] = "</title><script>alert(1)</script>"
    whole["nodes"][0]["label"] = "</script><script>alert(2)</script>"
    page = _render(whole).decode()
    assert page.count("<script") == 3 + static("single.js").count("<script") + static("layout.js").count("<script")
    assert "alert(1)</script>" not in page
    assert data(page)["nodes"][0]["label"] == "</script><script>alert(2)</script>"


def test_the_same_graph_gives_the_same_bytes(sample, page):
    assert single_page(sample).decode() == page


def test_a_file_without_texts_keeps_the_quotations(sample, page):
    short = single_page(sample, text=False).decode()
    texts = data(short)["texts"].values()
    assert not any(t["text"] or t["segments"] or t["mentions"] for t in texts)
    assert sum(len(t["facts"]) for t in texts) == sum(len(t["facts"]) for t in data(page)["texts"].values())
    assert data(short)["pool"]["evidence"] == data(page)["pool"]["evidence"][: len(data(short)["pool"]["evidence"])]
    assert len(short) < len(page)


def zipped(*names):
    return sum(len(gzip.compress(static(name).encode(), 9)) for name in names)


def test_the_code_is_small():
    """At most 450 kB (gzipped) for the whole application, 250 kB for the single file."""
    built = [p.name for p in (files("kgraph.web") / "static").iterdir()]
    application = [n for n in built if n.endswith((".js", ".css", ".html")) and n != "single.js"]
    assert zipped("single.js", "layout.js", "style.css", "index.html") < 250_000
    assert zipped(*application) < 450_000


def test_the_licences_of_what_is_built_in_are_shipped():
    licences = static("licences.txt")
    for name in (
        "sigma 3",
        "graphology 0.26",
        "graphology-layout-forceatlas2",
        "@codemirror/view 6",
        "codemirror 6.0.2",
    ):
        assert name in licences
    assert "Permission is hereby granted" in licences
