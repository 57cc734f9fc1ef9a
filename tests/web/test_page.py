"""The single-file page: everything inside, nothing from outside, nothing unescaped."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from kgraph.config import Config
from kgraph.web.page import _render, single_page


@pytest.fixture(scope="module")
def page(sample):
    return single_page(sample.cards, Config()).decode()


def data(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


def test_it_asks_nothing_from_anywhere(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src 'none'" in policy
    assert not re.search(r"<(?:link|img|iframe|script)[^>]+(?:src|href)=", page)


@pytest.mark.parametrize("element", ["style", "script"])
def test_its_own_script_and_style_are_allowed_by_their_hash(page, element):
    text = re.search(rf"<{element}>(.*?)</{element}>", page, re.S)[1]
    assert f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" in page


def test_it_holds_things_events_and_the_words_that_say_each_fact(page):
    found = data(page)
    card = next(n for n in found["nodes"] if n["l"] == "Wu Weiren")
    quotes = [quote for line in card["f"] for fact in line[3] for _, quote in fact[0]]
    assert any("Wu Weiren" in quote for quote in quotes)
    assert sum("x" in n for n in found["nodes"]) > 50


def test_text_from_articles_cannot_become_markup():
    page = _render(
        {
            "title": "</title><script>alert(1)</script>",
            "nodes": [{"l": "</script><script>alert(2)</script>"}],
            "classes": {},
            "articles": [],
        }
    ).decode()
    assert page.count("<script") == 2
    assert "alert(1)</script>" not in page
    assert data(page)["nodes"][0]["l"] == "</script><script>alert(2)</script>"
