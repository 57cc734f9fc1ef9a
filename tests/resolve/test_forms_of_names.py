"""Names as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.resolve.known import known
from kgraph.resolve.names import initials, is_acronym, likeness, shortened, shortens, sounds, words
from kgraph.resolve.resolution import canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chang’e-4", "CHANG'E 4"),
        ("Von Kármán", "von Karman"),
        ("South Pole–Aitken", "South Pole-Aitken"),
        ("the U.N.", "UN"),
        ("Smith & Sons", "Smith and Sons"),
    ],
)
def test_one_name_has_one_key(one, other):
    assert words(one) == words(other)


@given(st.text(max_size=40))
def test_any_text_has_words_that_are_their_own_words(text):
    assert words(" ".join(words(text))) == words(text)
    assert all(sounds(w) == sounds(w) and isinstance(sounds(w), str) for w in words(text))


@given(st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=4), st.randoms())
def test_likeness_knows_no_sides(parts, chance):
    other = list(parts)
    chance.shuffle(other)
    assert likeness(tuple(parts), tuple(other)) == likeness(tuple(other), tuple(parts)) == 1


@pytest.mark.parametrize(
    ("acronym", "name", "fits"),
    [
        ("RAeS", "Royal Aeronautical Society", True),
        ("IPME", "Institute of Polar and Marine Engineers", True),
        ("NASA", "North Sea Space Agency", False),
    ],
)
def test_acronyms_are_of_their_names(acronym, name, fits):
    assert is_acronym(acronym)
    assert shortens(acronym, words(name)) is fits


def test_initials_and_left_out_words():
    assert shortened(("j", "smith"), ("john", "smith"))
    assert shortened(("ana", "vela"), ("ana", "maria", "vela"))
    assert not shortened(("ana", "vela"), ("ana", "brandt"))
    assert "nssa" in initials(("north", "sea", "space", "agency"))


def test_the_name_shown_is_neither_acronym_nor_shouted():
    assert canonical(["RAeS", "RAeS", "Royal Aeronautical Society"]) == "Royal Aeronautical Society"
    assert canonical(["LONDON", "London"]) == "London"


def test_public_knowledge_is_read():
    lists = known()
    assert lists.cities["london"] == "United Kingdom"
    assert lists.country["chinese"] == "China"
    assert lists.general_only(words("Ministry of Foreign Affairs"))
    assert not lists.general_only(words("Nordland Polar Institute"))
