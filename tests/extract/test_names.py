"""Names: where they begin and end, and what they name."""

from __future__ import annotations

import pytest


def names(reading):
    return {(t.name, t.cls.partition(":")[2]) for t in reading.things.all}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("H.E. Dr Ana Vela MP spoke in Vienna.", {("Ana Vela", "Person"), ("Vienna", "Place")}),
        ("Foreign Minister Tomas Brandt of Austria left.", {("Tomas Brandt", "Person"), ("Austria", "Country")}),
        ("British Foreign Secretary Ana Vela left.", {("Ana Vela", "Person")}),
        (
            "Ana Vela of the Norrland Institute of Technology left.",
            {("Ana Vela", "Person"), ("Norrland Institute of Technology", "Organization")},
        ),
        (
            "They joined the Institute of Polar and Marine Research.",
            {("Institute of Polar and Marine Research", "Organization")},
        ),
        ("China's Deep Sea Programme grew.", {("China", "Country"), ("Deep Sea Programme", "Programme")}),
        (
            "They went to the Danish Embassy in Lisbon.",
            {("Danish Embassy in Lisbon", "DiplomaticMission"), ("Lisbon", "Place")},
        ),
        (
            "Estonia's Ministry of Foreign Affairs agreed.",
            {("Estonia", "Country"), ("Ministry of Foreign Affairs", "GovernmentOrganization")},
        ),
        ("The Lumen-2 rover rolled over the Moon.", {("Lumen-2", "Spacecraft"), ("Moon", "CelestialPlace")}),
        ("It came down in Tycho crater.", {("Tycho crater", "CelestialPlace")}),
        (
            "She won the Lindgren Prize of the Norrland Academy.",
            {("Lindgren Prize", "Award"), ("Norrland Academy", "Organization")},
        ),
        ("They signed the Protocol on Polar Observation.", {("Protocol on Polar Observation", "CreativeWork")}),
        ("A Long March 5B carried it.", {("Long March 5B", "Spacecraft")}),
        ("Zhang Wei met Nguyễn Thị Lan.", {("Zhang Wei", "Person"), ("Nguyễn Thị Lan", "Person")}),
        ("The minister thanked the Society.", set()),
        ("Chinese scientists praised the work.", set()),
    ],
)
def test_a_sentence_and_its_names(sentence, expected, read):
    assert names(read(sentence)) == expected


def test_parts_of_a_name_and_acronyms_are_the_same_thing(read):
    reading = read("Ana Vela leads the Norrland Space Agency (NSA). Vela said that NSA would grow.")
    found = {t.name: {reading.parse.slice(x.first, x.last) for x in t.links} for t in reading.things.all}
    assert found == {"Ana Vela": {"Ana Vela", "Vela"}, "Norrland Space Agency": {"Norrland Space Agency", "NSA"}}


def test_two_people_with_one_surname_stay_two_and_the_surname_alone_is_left_open(read):
    reading = read("Ana Vela met Rosa Vela in Vienna. Vela smiled.")
    assert [(t.name, len(t.links)) for t in reading.things.all if t.cls == "schema:Person"] == [
        ("Ana Vela", 1),
        ("Rosa Vela", 1),
    ]


def test_mission_craft_and_team_of_one_name_are_three_things(read):
    reading = read("The Lumen-2 team cheered when the Lumen-2 probe landed on Mars. The Lumen-2 mission began in 2019.")
    assert names(reading) == {
        ("Lumen-2 team", "Team"),
        ("Lumen-2", "Mission"),
        ("Lumen-2 probe", "Spacecraft"),
        ("Mars", "CelestialPlace"),
    }


def test_family_and_given_name_in_either_order_are_one_person(read):
    reading = read("Zhang Lifen met the press. Lifen Zhang was in good health.")
    assert [(t.name, len(t.links)) for t in reading.things.all] == [("Zhang Lifen", 2)]


def test_every_country_is_found_by_its_name(read, knowledge):
    """“United" and "States" name nothing alone, and "Central African" is an adjective."""
    countries = sorted({k.name for k in knowledge.lexicon.things.values() if k.cls == "schema:Country"})
    lost = [
        c for c in countries if c not in {t.name for t in read(f"The talks between {c} and Ana Vela ended.").things.all}
    ]
    assert lost == []
