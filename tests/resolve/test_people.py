"""People: one name is not enough, another order or spelling of it is no obstacle."""

from __future__ import annotations

import pytest

PERSON, BODY = "schema:Person", "schema:Organization"


def somebody(corpus, home, name, body="", title="director", country=""):
    person = corpus.thing(f"{home}.p", PERSON, name)
    if body:
        corpus.office(person, title, corpus.thing(f"{home}.b", BODY, body))
    if country:
        corpus.thing(f"{home}.c", "schema:Country", country)
        corpus._value(person, "represents", f"{home}.c")
    return person


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Liu Xiaoming", "Liu Xiaoming", "exact-name"),
        ("Xiaoming Liu", "LIU Xiaoming", "name-order"),
        ("Liu Xiao-ming", "Liu Xiaoming", "spelling"),
        ("Dr Ana Vela", "Ana Vela", "title-stripped"),
        ("Þóra Jónsdóttir", "Thora Jonsdottir", "transliteration"),
        ("Sergei Volkov", "Sergey Volkoff", "transliteration"),
        ("José Ignacio Carrasco", "José Carrasco", "shorter-name"),
        ("John F. Ashcombe", "J. Ashcombe", "shorter-name"),
    ],
)
def test_one_name_in_one_office_is_one_person(corpus, one, other, rule):
    somebody(corpus, "a", one, "Vesper Institute")
    somebody(corpus, "b", other, "Vesper Institute")
    assert corpus.same("a.p", "b.p")
    assert corpus.rules("a.p") == {rule}


def test_a_name_alone_is_no_person_but_a_question(corpus):
    somebody(corpus, "a", "Callum Ross")
    somebody(corpus, "b", "Callum Ross")
    found = corpus.resolve()
    assert found.ids["a.p"] != found.ids["b.p"]
    assert [(k.one, k.other, k.names) for k in found.undecided] == [("a.p", "b.p", ("Callum Ross", "Callum Ross"))]


def test_namesakes_in_different_bodies_stay_apart(corpus):
    somebody(corpus, "a", "Zhang Wei", "Tokai Satellite Systems", "chief engineer")
    somebody(corpus, "b", "Zhang Wei", "Tokai Satellite Systems", "technical director")
    somebody(corpus, "c", "Zhang Wei", "Anders Celsius Foundation", "poet")
    assert corpus.same("a.p", "b.p")
    assert not corpus.same("a.p", "c.p")


def test_namesakes_that_speak_for_different_states_are_two(corpus):
    somebody(corpus, "a", "Maria Vela Brandt", country="Portugal")
    somebody(corpus, "b", "Maria Vela Brandt", country="Norway")
    found = corpus.resolve()
    assert found.ids["a.p"] != found.ids["b.p"]
    assert not found.undecided


def test_what_else_the_articles_name_counts(corpus):
    for home in "ab":
        somebody(corpus, home, "Ingrid Haug")
        corpus.thing(f"{home}.q", PERSON, "Shen Ruolan")
        corpus.thing(f"{home}.i", BODY, "Nordland Polar Institute")
    assert corpus.same("a.p", "b.p")
    link = corpus.resolve().reasons[corpus.resolve().ids["a.p"]][0]
    assert "company: Nordland Polar Institute" in link.agrees


def test_a_surname_stays_in_its_article(corpus):
    somebody(corpus, "a", "Liu", "Vesper Institute")
    somebody(corpus, "b", "Liu", "Vesper Institute")
    somebody(corpus, "c", "Liu Xiaoming", "Vesper Institute")
    ids = corpus.resolve().ids
    assert len({ids[f"{h}.p"] for h in "abc"}) == 3


def test_whom_one_article_tells_apart_nobody_puts_together(corpus):
    corpus.thing("a.b", BODY, "Vesper Institute")
    for label, name in (("p", "John Ashcombe"), ("q", "J. Ashcombe")):
        corpus.office(corpus.thing(f"a.{label}", PERSON, name), "director", "a.b")
    assert not corpus.same("a.p", "a.q")


def test_one_who_could_be_either_of_two_is_neither(corpus):
    for home, country, extra in (("a", "Portugal", ""), ("b", "Norway", ""), ("c", "", "")):
        somebody(corpus, home, "Maria Vela", country=country)
        corpus.thing(f"{home}.t{extra}", BODY, "Keel and Lantern Trust")
    found = corpus.resolve()
    assert len({found.ids[f"{h}.p"] for h in "abc"}) == 3
    assert {frozenset((k.one, k.other)) for k in found.undecided} == {
        frozenset(("a.p", "c.p")),
        frozenset(("b.p", "c.p")),
    }
