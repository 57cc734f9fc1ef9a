"""Which named things of different articles are one."""

from __future__ import annotations

import pytest

PERSON, BODY, STATE, PLACE = "schema:Person", "schema:Organization", "schema:GovernmentOrganization", "schema:Place"


@pytest.mark.parametrize(
    ("cls", "one", "other", "rule"),
    [
        (BODY, "Royal Aeronautical Society", "Royal Aeronautical Society", "exact-name"),
        (BODY, "Kestrel Avionics", "Kestrel Avionics Ltd", "legal-form"),
        (BODY, "Arctic Defence Laboratory of Vesper", "Arctic Defense Laboratory of Vesper", "spelling"),
        ("schema:Country", "United Kingdom", "UK", "gazetteer"),
        ("kg:CelestialPlace", "Von Kármán crater", "Von Karman crater", "transliteration"),
        ("kg:CelestialPlace", "Schiller crater", "Schiller", "head-noun"),
        ("kg:Spacecraft", "Chang’e-4", "Chang'e-4 probe", "head-noun"),
        ("kg:Spacecraft", "Falcon 9", "Falcon-9 rocket", "head-noun"),
        (PLACE, "LONDON", "London", "exact-name"),
    ],
)
def test_one_name_in_two_spellings_is_one_thing(corpus, cls, one, other, rule):
    corpus.thing("a.x", cls, one)
    corpus.thing("b.x", cls, other)
    assert corpus.same("a.x", "b.x")
    assert corpus.rules("a.x") == {rule}


@pytest.mark.parametrize(
    ("cls", "one", "other"),
    [
        ("kg:Spacecraft", "Chang’e-4", "Chang’e-5"),
        ("kg:Spacecraft", "Falcon 9", "Falcon 1"),
        ("kg:Spacecraft", "Long March 3B", "Long March 4C"),
        ("kg:Spacecraft", "Chang’e-4 lander", "Chang’e-4 rover"),
        (BODY, "Institute of Polar Engineers", "Institute of Polar and Marine Engineers"),
        (BODY, "East Pudong University", "West Pudong University"),
        (BODY, "Northern Vesper University", "Southern Vesper University"),
    ],
)
def test_numbers_parts_and_other_words_keep_things_apart(corpus, cls, one, other):
    for home, name in (("a", one), ("b", other)):
        person = corpus.thing(f"{home}.p", PERSON, "Maria Vela Brandt")
        thing = corpus.thing(f"{home}.x", cls, name)
        if cls == BODY:
            corpus.office(person, "director", thing)
    assert not corpus.same("a.x", "b.x")


def test_things_of_different_kinds_are_never_one(corpus):
    for number, cls in enumerate(("kg:Mission", "kg:Spacecraft", "kg:Team")):
        corpus.thing(f"{number}.x", cls, "Chang’e-4")
    assert len(set(corpus.resolve().ids.values())) == 3


def test_an_acronym_that_one_article_introduces_is_known_in_the_others(corpus):
    corpus.thing("a.x", BODY, "Southern Cross Space Agency", **{"skos:altLabel": "SCSA"})
    corpus.thing("b.x", BODY, "SCSA")
    assert corpus.same("a.x", "b.x")
    assert corpus.rules("a.x") == {"acronym"}


def test_an_acronym_of_two_bodies_is_left_to_people(corpus):
    corpus.thing("a.x", BODY, "Inter-Sahel Aid", **{"skos:altLabel": "ISA"})
    corpus.thing("b.x", BODY, "Iris Shipping Association", **{"skos:altLabel": "ISA"})
    corpus.thing("c.x", BODY, "ISA")
    found = corpus.resolve()
    assert len(set(found.ids.values())) == 3
    assert {k.rule for k in found.undecided} == {"acronym"}


def test_a_ministry_is_one_where_its_country_is(corpus):
    for home, country in (("a", "Estonia"), ("b", "Estonia"), ("c", "Iceland"), ("d", "")):
        said = {"country": corpus.thing(f"{home}.c", "schema:Country", country)} if country else {}
        corpus.thing(f"{home}.m", STATE, "Ministry of Foreign Affairs", **said)
    assert corpus.same("a.m", "b.m")
    assert not corpus.same("a.m", "c.m")
    assert not corpus.same("a.m", "d.m")


def test_an_embassy_is_known_by_sender_host_and_who_holds_office_in_it(corpus):
    for home, name in (
        ("a", "Chinese Embassy in London"),
        ("b", "Embassy of China in the UK"),
        ("c", "Chinese Embassy"),
        ("d", "Chinese Embassy in Oslo"),
    ):
        embassy = corpus.thing(f"{home}.e", "kg:DiplomaticMission", name)
        if home != "b":
            person = corpus.thing(f"{home}.p", PERSON, "Zhou Anran" if home == "d" else "Liu Xiaoming")
            corpus.office(person, "Ambassador", embassy)
            corpus.thing(f"{home}.t", PERSON, "Bao Wen" if home == "d" else "Wu Weiren")
            corpus.thing(f"{home}.s", BODY, "Royal Aeronautical Society")
    assert corpus.same("a.e", "b.e", "c.e")
    assert not corpus.same("a.e", "d.e")


def test_awards_of_two_givers_are_two(corpus):
    for home, giver in (("a", "Royal Keel Society"), ("b", "Royal Keel Society"), ("c", "Lantern Trust")):
        corpus.thing(f"{home}.x", "kg:Award", "Team Gold Medal", conferredBy=corpus.thing(f"{home}.g", BODY, giver))
    assert corpus.same("a.x", "b.x")
    assert not corpus.same("a.x", "c.x")


def test_towns_of_one_name_in_two_countries_are_two(corpus):
    for home, country in (("a", "Ireland"), ("b", "Canada"), ("c", "Ireland")):
        corpus.thing(f"{home}.x", PLACE, "Kilmore", locatedIn=corpus.thing(f"{home}.c", "schema:Country", country))
    assert corpus.same("a.x", "c.x")
    assert not corpus.same("a.x", "b.x")


def test_a_second_name_given_once_is_a_name_everywhere(corpus):
    corpus.thing("a.x", BODY, "Halvorsen Propulsion", **{"skos:altLabel": "Stavanger Rocket Works"})
    corpus.thing("b.x", BODY, "Stavanger Rocket Works")
    assert corpus.same("a.x", "b.x")
    assert corpus.rules("a.x") == {"alias"}


def test_things_of_the_gazetteer_carry_their_wikidata_id(corpus):
    corpus.thing("a.x", "schema:Country", "UK")
    found = corpus.resolve()
    assert found.wikidata == {found.ids["a.x"]: "Q145"}
