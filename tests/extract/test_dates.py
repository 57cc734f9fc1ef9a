"""Words and the dates they stand for."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.extract.dates import When, find_dates, resolve
from kgraph.extract.days import between, day_claim, lasting, month_claim, year_claim
from kgraph.model import DateClaim

PUBLISHED = date(2023, 3, 15)  # a Wednesday
EDTF = re.compile(
    r"^(\[?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?((\.\.|/)([0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?|\.\.)?)?\]?|\.\./[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?)$"
)


def dated(text: str, published: date | None = PUBLISHED, anchor: DateClaim | None = None, *, ahead: bool = False):
    return [resolve(e, When(published, anchor, ahead)) for e in find_dates(text, 0, len(text))]


@pytest.mark.parametrize(
    ("words", "edtf", "basis"),
    [
        ("on 8 December 2018", "2018-12-08", "explicit"),
        ("on December 8, 2018", "2018-12-08", "explicit"),
        ("on Monday, 3 May 2021", "2021-05-03", "explicit"),
        ("on the 3rd of May 2021", "2021-05-03", "explicit"),
        ("on 2021-05-03", "2021-05-03", "explicit"),
        ("in June 2019", "2019-06", "explicit"),
        ("in 1866", "1866", "explicit"),
        ("in the 1990s", "199X", "explicit"),
        ("in early May 2021", "[2021-05-01..2021-05-10]", "explicit"),
        ("in late 2019", "[2019-10..2019-12]", "explicit"),
        ("in the first quarter of 2020", "[2020-01..2020-03]", "explicit"),
        ("in spring 2020", "[2020-03..2020-05]", "explicit"),
        ("from 2015 to 2019", "2015/2019", "explicit"),
        ("from 3 to 5 May 2021", "2021-05-03/2021-05-05", "explicit"),
        ("May 3-5, 2021", "2021-05-03/2021-05-05", "explicit"),
        ("on March 14", "2023-03-14", "published"),
        ("on 2 May", "2022-05-02", "published"),
        ("in February", "2023-02", "published"),
        ("in December", "2022-12", "published"),
        ("on Dec. 8 last year", "2022-12-08", "relative"),
        ("on Monday", "2023-03-13", "relative"),
        ("on Wednesday", "2023-03-15", "relative"),
        ("last Wednesday", "2023-03-08", "relative"),
        ("Tuesday night", "2023-03-14", "relative"),
        ("from Thursday to Saturday", "2023-03-09/2023-03-11", "relative"),
        ("yesterday", "2023-03-14", "relative"),
        ("this morning", "2023-03-15", "relative"),
        ("last week", "[2023-03-06..2023-03-12]", "relative"),
        ("last month", "2023-02", "relative"),
        ("last year", "2022", "relative"),
        ("four years ago", "2019", "relative"),
        ("two days ago", "2023-03-13", "relative"),
        ("at the beginning of this year", "[2023-01..2023-03]", "relative"),
        ("last summer", "[2022-06..2022-08]", "relative"),
    ],
)
def test_words_as_dates(words, edtf, basis):
    (claim,) = dated(f"It happened {words}.")
    assert claim is not None
    assert (claim.edtf, claim.basis) == (edtf, basis)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [("on November 25", "XXXX-11-25"), ("in May", "XXXX-05"), ("at the beginning of this year", "[XXXX-01..XXXX-03]")],
)
def test_without_a_year_and_a_day_of_publication_the_year_stays_open(words, edtf):
    (claim,) = dated(f"It happened {words}.", None)
    assert claim is not None
    assert (claim.edtf, claim.earliest, claim.latest) == (edtf, None, None)


@pytest.mark.parametrize("words", ["on Monday", "yesterday", "last week", "two years ago"])
def test_what_counts_from_an_unknown_day_is_no_date(words):
    assert dated(f"It happened {words}.", None) == [None]


@pytest.mark.parametrize(
    "words", ["for 70 years", "within five hours", "after nine years", "over the past two weeks", "a 3-year plan"]
)
def test_durations_are_no_dates(words):
    assert dated(f"It went on {words}.") == []


@pytest.mark.parametrize(
    "text", ["She may leave.", "They march on.", "The second attempt failed.", "Page 12 of 40.", "Sun and Mars."]
)
def test_words_of_the_calendar_that_are_none(text):
    assert dated(text) == []


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("the same day", "2021-05-03"),
        ("that evening", "2021-05-03"),
        ("the following day", "2021-05-04"),
        ("a day earlier", "2021-05-02"),
        ("twenty-six days later", "2021-05-29"),
        ("seven months before", "2020-10"),
    ],
)
def test_dates_that_count_from_another(words, edtf):
    (claim,) = dated(f"It happened {words}.", anchor=day_claim(date(2021, 5, 3), "explicit"))
    assert claim is not None
    assert (claim.edtf, claim.basis) == (edtf, "anchored")


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("in June", "2023-06"),
        ("on 2 May", "2023-05-02"),
        ("on Friday", "2023-03-17"),
        ("next year", "2024"),
        ("next month", "2023-04"),
    ],
)
def test_a_verb_that_looks_ahead_means_the_coming_one(words, edtf):
    (claim,) = dated(f"It will happen {words}.", ahead=True)
    assert claim is not None
    assert claim.edtf == edtf


def test_a_day_that_does_not_exist_is_no_date():
    assert dated("on 31 February 2021") == [None]


@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)), st.integers(0, 400))
def test_claims_are_well_formed_and_their_bounds_in_order(day, length):
    for claim in (
        day_claim(day, "explicit"),
        month_claim(day.year, day.month, "explicit"),
        year_claim(day.year, "explicit"),
        between(day, day + timedelta(length), "relative"),
        lasting(day, day + timedelta(length), "explicit"),
    ):
        assert EDTF.match(claim.edtf)
        assert claim.earliest is not None
        assert claim.latest is not None
        assert claim.earliest <= day <= claim.latest


@given(st.text(alphabet="0123456789 -/.,MayJuneDcmbrontsehfladt", max_size=60), st.booleans())
def test_any_text_gives_claims_in_order_or_none(text, ahead):
    for claim in dated(text, ahead=ahead):
        if claim is not None:
            assert EDTF.match(claim.edtf), claim.edtf
            assert claim.earliest is None or claim.latest is None or claim.earliest <= claim.latest


def test_a_year_before_a_noun_is_a_date_but_dates_no_event():
    (found,) = find_dates("after the 2014 protests", 0, 23)
    assert not found.dates_events
    assert resolve(found, When()).edtf == "2014"
    assert not find_dates("some 1950 members", 0, 17)
