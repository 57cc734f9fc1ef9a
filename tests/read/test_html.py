"""HTML pages and the way back to their raw characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kgraph.read.clean import clean
from kgraph.read.files import Page
from kgraph.read.html import read, trace

HTML = """<!doctype html><html lang="en"><head><title>Minister opens ferry line</title>
<meta property="og:site_name" content="Harbour Gazette"><meta property="article:published_time" content="2021-03-12">
<style>p { color: red }</style></head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Minister opens ferry line</h1>
<p>The Minister of Harbours, <b>Ana Vela</b>, opened the new ferry line to the northern islands on Thursday &amp; met the mayors of the communities it serves.</p>
<p>She said that the line had been promised for eleven&nbsp;years, and that nobody believed in it any&#32;more.</p></article>
<footer>&copy; 2021 Harbour Gazette</footer></body></html>"""


def article():
    (page,) = read(HTML.encode(), "ferry.html")
    assert isinstance(page, Page)
    return clean(page)


def test_the_article_and_what_the_page_says_about_it():
    found = article()
    assert found.text.startswith("The Minister of Harbours, Ana Vela, opened")
    assert "Home" not in found.text
    assert "©" not in found.text
    assert (found.title, str(found.published), found.publisher) == (
        "Minister opens ferry line",
        "2021-03-12",
        "Harbour Gazette",
    )


def test_words_are_traced_back_to_the_file():
    found = article()
    start = found.text.index("Ana Vela")
    run = next(r for r in found.runs if r.start <= start < r.start + r.length)
    raw = run.raw + start - run.start
    assert HTML[raw : raw + 8] == "Ana Vela"


def test_an_entity_stands_for_its_character():
    (run,) = trace("A & B", "<p>A &amp; B</p>")[:1]
    assert run.raw == 3


def test_what_is_not_in_the_page_gets_no_place():
    assert trace("Something else", "<p>A page</p>") == ()


@given(st.text(alphabet="ab<>&; \n", max_size=60), st.text(alphabet="ab ", max_size=20))
def test_traced_characters_are_the_same_in_the_page(raw, text):
    for run in trace(text, raw):
        for offset in range(run.length):
            if not text[run.start + offset].isspace() and raw[run.raw + offset] != "&":
                assert text[run.start + offset] == raw[run.raw + offset]
