"""Telling the article from its page."""

from __future__ import annotations

import json
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import InputError
from kgraph.read.clean import clean
from kgraph.read.files import Page, digest

PAGE = """Ministry of Harbours
  News
  Speeches
Home > Press > Releases

Minister opens northern ferry line
12 March 2021 | 2 min read
Share: Facebook  Twitter

The Minister of Harbours, Ana Vela, opened the new ferry line to the northern islands on Thursday and met the mayors of the communities it serves.

[Image: the ferry at the quay]

"Nobody will have to sleep in the harbour again," Vela told the guests.

* * *

The Ministry of Harbours was founded in 1922.

Media contact: Press Office, tel. 000
© 2021 Ministry of Harbours. All rights reserved.
"""


def page(text: str, **meta: str) -> Page:
    return Page("page.txt", digest(text.encode()), text, tuple(sorted(meta.items())))


def test_body_and_closing_notes_are_kept_and_nothing_else():
    article = clean(page(PAGE))
    assert article.text.split("\n\n") == [
        "The Minister of Harbours, Ana Vela, opened the new ferry line to the northern islands on Thursday and met the mayors of the communities it serves.",
        '"Nobody will have to sleep in the harbour again," Vela told the guests.',
        "The Ministry of Harbours was founded in 1922.",
    ]


def test_what_nobody_sees_is_left_out_and_every_letter_knows_where_it_stood():
    raw = "The Prime Min\u00adister\u200e Ana Vela opened the new ferry line to the northern islands on Thursday."
    article = clean(page(raw))
    assert article.text == "The Prime Minister Ana Vela opened the new ferry line to the northern islands on Thursday."
    for run in article.runs:
        assert article.text[run.start : run.start + run.length] == raw[run.raw : run.raw + run.length]


def test_the_page_says_title_day_publisher_and_section():
    article = clean(page(PAGE))
    assert article.title == "Minister opens northern ferry line"
    assert str(article.published) == "2021-03-12"
    assert article.publisher == "Ministry of Harbours"
    assert article.section == "Press"


def test_metadata_wins_over_the_page():
    article = clean(page(PAGE, published="2021-03-13", publisher="Harbour Gazette", title="Ferries"))
    assert (str(article.published), article.publisher, article.title) == ("2021-03-13", "Harbour Gazette", "Ferries")


def test_hard_wrapped_paragraphs_stay_together():
    text = "Ferry news\n\nThe minister opened the new ferry line to the northern islands on Thursday and met the\nmayors of the three communities that it serves. She said that the line had been promised\nfor eleven years and that nobody believed in it any more.\n\nThe line is run by a company that was founded in 1922 and owns two ships.\n"
    assert len(clean(page(text)).text.split("\n\n")) == 2


def test_offsets_lead_back_to_the_page():
    article = clean(page(PAGE))
    for run in article.runs:
        assert article.text[run.start : run.start + run.length] == PAGE[run.raw : run.raw + run.length]


@pytest.mark.parametrize("text", ["Home | News | About\nContact\n", "a b c", "...\n***\n", "1\n2\n3\n"])
def test_a_page_without_sentences_is_no_article(text):
    with pytest.raises(InputError, match="no sentence"):
        clean(page(text))


def test_a_wrong_day_of_publication_is_named():
    with pytest.raises(InputError, match=r"'yesterday', not a date"):
        clean(page(PAGE, published="yesterday"))


@given(st.lists(st.sampled_from(PAGE.splitlines()), max_size=25).map("\n".join))
def test_whatever_the_page_zones_do_not_overlap_and_the_text_is_found_in_it(text):
    try:
        article = clean(page(text))
    except InputError:
        return
    ends = 0
    for zone in article.zones:
        assert ends <= zone.start < zone.end <= len(text)
        ends = zone.end
    for run in article.runs:
        assert article.text[run.start : run.start + run.length] == text[run.raw : run.raw + run.length]


@given(st.text(max_size=400))
def test_any_text_gives_an_article_or_a_clear_error(text):
    try:
        article = clean(page(text))
    except InputError as error:
        assert error.place is not None
    else:
        assert article.text


def test_almost_every_character_of_real_house_styles_is_rightly_kept_or_dropped(shared):
    right = total = 0
    for line in (shared / "gold/dev/kgraph_dev.jsonl").open():
        gold = json.loads(line)
        kept = set(clean(page(gold["raw"], published=gold["published"])).text.split("\n\n"))
        wanted = set(gold["text"].split("\n\n"))
        for paragraph in gold["raw"].split("\n"):
            total += len(paragraph)
            right += len(paragraph) * ((paragraph.strip() in kept) == (paragraph.strip() in wanted))
    assert right / total >= 0.97


@pytest.mark.parametrize("width", [58, 80, 110])
def test_a_hard_wrapped_file_reads_like_one_that_is_not(width):
    paragraphs = [
        "OSLO, 4 May 2021. Foreign Minister Ana Vela of Austria met Tomas Brandt, director of the Harbour Museum, in Oslo on "
        "Tuesday. She thanked the museum for its help with the exhibition on the Danube, which opened last week in Vienna.",
        "Mr Brandt said that he hoped to visit Vienna in the summer and that the museum had been founded in 1921 by the painter "
        "Karl Lindgren, who lived in a boat on the harbour for thirty years.",
    ]
    wrapped = "\n\n".join(["Minister meets director", *(textwrap.fill(p, width) for p in paragraphs)])
    article = clean(page(wrapped))
    assert " ".join(article.text.split()) == " ".join(" ".join(paragraphs).split())
    assert article.title == "Minister meets director"
