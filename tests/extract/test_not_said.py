"""Short texts that are easily read too boldly: what is not said to have happened, who no longer or not yet is in office."""

from __future__ import annotations

import pytest

WRITTEN = "2025-02-20"


def happened(reading):
    """The types of the events that are told as facts."""
    return [e.cls.removeprefix("kg:") for e in reading.events if not e.modality]


def offices(reading):
    """Offices as "person | position | status"."""
    return [f"{reading.things.all[r.person].name} | {r.position} | {r.status}" for r in reading.roles]


@pytest.mark.parametrize(
    "text",
    [
        # nouns of what is still to come
        "They discussed the forthcoming visit of Ana Vela to Chile.",
        "Ana Vela's upcoming visit to Lima was discussed.",
        "A planned meeting of Ana Vela and Bo Lund caused protests.",
        "Rosa Holm and Bo Lund discussed Ana Vela's visit to Chile in March.",
        "Lumen-2 arrived in Oslo ahead of its launch on 5 March.",
        "Protesters gathered in Oslo ahead of the meeting between Ana Vela and Bo Lund.",
        "Ana Vela's remarks come days before her visit to Chile.",
        "A rehearsal for the launch of Lumen-2 was held in Oslo on Tuesday.",
        "The countdown to the launch of Lumen-2 began on Monday.",
        "Vale Bank selected the Tern rocket for the launch of Lumen-2.",
        "Bad weather threatens the launch of Lumen-2.",
        "The launch of Lumen-2 is targeted for no earlier than 5 March.",
        "The establishment of the Baltic Fish Agency was discussed on Monday.",
        # nouns of what failed or was undone
        "The launch of Lumen-2 was scrubbed on Tuesday.",
        "Lumen-2 made a simulated landing on Mars.",
        "In a simulation, Lumen-2 landed on Mars.",
        "Senators blocked the appointment of Ana Vela as director of Vale Bank.",
        "The appointment of Ana Vela as director of Vale Bank was annulled by a court.",
        "The appointment of Ana Vela as director of Vale Bank requires approval by parliament.",
        "Ana Vela withdrew her resignation as director of Vale Bank.",
        "Speculation about the resignation of Ana Vela grew.",
        # hearsay
        "Ana Vela is said to have resigned as director of Vale Bank.",
        "Ana Vela was wrongly reported to have visited Lima.",
        "Ana Vela appears to have met Bo Lund in Lima.",
        "It is possible that Ana Vela met Bo Lund in Lima.",
        "There is no evidence that Ana Vela met Bo Lund in Lima.",
        "Ana Vela neither confirmed nor denied that she had visited Lima.",
        "According to rumours, Ana Vela met Bo Lund in Lima.",
        "Ana Vela looked as though she had met Bo Lund in Lima.",
        # habits, intentions, headlines
        "Ana Vela was going to visit Lima.",
        "Ana Vela used to visit Lima.",
        "Lumen-2 to launch in May",
        "Ana Vela to step down as director of Vale Bank",
        "Foreign Minister Ana Vela to meet Bo Lund in Lima.",
        # nobody, or one of two
        "Ana Vela met neither Bo Lund nor Rosa Holm in Lima.",
        "Neither Ana Vela nor Bo Lund was appointed director of Vale Bank.",
        "Either Ana Vela or Bo Lund met Rosa Holm in Lima.",
    ],
)
def test_it_did_not_happen(text, read):
    assert happened(read(text, published=WRITTEN)) == []


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("Chile and Norway, but not Malta, signed the Lima Treaty on Monday.", "Norway", "Malta"),
        ("Ana Vela met Bo Lund but not Rosa Holm in Lima.", "Bo Lund", "Rosa Holm"),
        ("Not Ana Vela but Rosa Holm met Bo Lund in Lima.", "Rosa Holm", "Ana Vela"),
        ("The Tern Society was founded in 1947, not by Ana Vela but by Bo Lund.", "Bo Lund", "Ana Vela"),
        ("During the visit of Rosa Holm to Chile, Ana Vela signed the Lima Treaty.", "Rosa Holm", "Bo Lund"),
    ],
)
def test_those_left_out_took_no_part(text, there, absent, read):
    reading = read(text)
    names = {reading.things.all[n].name for e in reading.events for _, n, _ in e.arguments}
    assert there in names
    assert absent not in names


@pytest.mark.parametrize(
    ("text", "visitor"),
    [
        ("On a visit to Chile on Monday, Minister Ana Vela met Bo Lund.", "Ana Vela"),
        ("During a visit to Chile, Ana Vela met Bo Lund.", "Ana Vela"),
        ("Bo Lund received Ana Vela during her visit to Chile.", "Ana Vela"),
        ("During the visit of Ana Vela to Chile, Bo Lund signed the Lima Treaty.", "Ana Vela"),
    ],
)
def test_it_is_the_guest_who_visits(text, visitor, read):
    reading = read(text)
    visits = [e for e in reading.events if e.cls == "kg:Visit"]
    assert [{reading.things.all[n].name for n in e.fillers("kg:visitor")} for e in visits] == [{visitor}]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        # leaving and staying
        ("Chile's finance minister, Ana Vela, resigned on Wednesday.", "Ana Vela | finance minister | former"),
        ("Ana Vela, director of the Vale Institute, met Bo Lund. She resigned on Tuesday.", "Ana Vela | director | former"),
        ("Ana Vela, chair of Vale Bank, left Norsk Gas in 2015.", "Ana Vela | chair | current"),
        ("Ana Vela will step down as director of Vale Bank in May.", "Ana Vela | director | current"),
        ("Ana Vela will remain director of Vale Bank until 30 June.", "Ana Vela | director | current"),
        ("Ana Vela will continue as director of Vale Bank.", "Ana Vela | director | current"),
        ("Outgoing chairman Bo Lund thanked the staff.", "Bo Lund | chairman | current"),
        # coming
        ("Ana Vela will succeed Bo Lund as director of Vale Bank.", "Ana Vela | director | incoming"),
        ("Ana Vela takes over as director of Vale Bank on 1 March.", "Ana Vela | director | incoming"),
        ("Ana Vela has been appointed director of Vale Bank with effect from 1 May 2025.", "Ana Vela | director | incoming"),
        ("Vale Bank has appointed Ana Vela chief executive, effective 1 September.", "Ana Vela | chief executive | incoming"),
        ("Vale Bank today appointed Ana Vela treasurer, effective 1 February 2025.", "Ana Vela | treasurer | current"),
        # gone
        ("Ana Vela previously served as rector of Lima University and deputy director of Vale Bank.", "Ana Vela | deputy director | former"),
        ("Ana Vela, who had been director of Vale Bank, was appointed rector of Lima University.", "Ana Vela | director | former"),
        ("Ana Vela, then director of Vale Bank, visited Lima in 2015.", "Ana Vela | director | former"),
        ("Ana Vela, director of Vale Bank at the time, visited Lima in 2015.", "Ana Vela | director | former"),
        ("Ana Vela, director of Vale Bank from 2010 to 2015, visited Lima.", "Ana Vela | director | former"),
        ("Ana Vela, director of Vale Bank (2010-2015), visited Lima.", "Ana Vela | director | former"),
        ("Ana Vela, former prime minister and current president of Chile, visited Lima.", "Ana Vela | president | current"),
        # the office of the superior is the superior's
        ("Bo Lund, the spokesman for Foreign Minister Ana Vela, spoke.", "Ana Vela | Foreign Minister | current"),
        ("The adviser to the president of Chile, Bo Lund, met Ana Vela.", "Bo Lund | adviser | current"),
        ("Chief of Staff to the President of Chile Bo Lund met Ana Vela.", "Bo Lund | Chief of Staff | current"),
    ],
)  # fmt: skip
def test_the_status_of_an_office_is_as_told(text, office, read):
    found = offices(read(text, published=WRITTEN))
    assert office in found
    assert not any(o != office and o.startswith(office.rpartition("|")[0]) for o in found)


@pytest.mark.parametrize(
    "text",
    [
        "If elected president of Chile, Ana Vela would visit Lima.",
        "As a candidate for president of the Tern Society, Ana Vela visited Lima.",
        "As if she had been appointed director of Vale Bank, Ana Vela smiled.",
        "Neither Ana Vela nor Bo Lund is director of Vale Bank.",
        "Ana Vela is said to have become director of Vale Bank.",
        "The appointment of Ana Vela as director of Vale Bank was annulled by a court.",
    ],
)
def test_an_office_that_is_only_spoken_of_is_nobody_s(text, read):
    assert offices(read(text)) == []


def dates(reading):
    """Events with their dates, "Visit 2015"; "Visit -" without one."""
    return [f"{e.cls.removeprefix('kg:')} {e.date.edtf if e.date else '-'}" for e in reading.events]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        # what is remembered
        ("The Tern Society marked the 30th anniversary of the landing of Lumen-1 on Mars on Monday.", "Landing -"),
        ("Five years after the launch of Lumen-1, Vale Bank opened an office in Lima on Monday.", "Launch -"),
        ("Vale Bank celebrated five years since Lumen-1 was launched on Monday.", "Launch -"),
        # what somebody is, and since when
        ("Ana Vela, director of Vale Bank since 2019, visited Lima.", "Visit -"),
        ("Ana Vela, appointed director of Vale Bank in 2012, visited Lima.", "Visit -"),
        ("Ana Vela, director of Vale Bank from 2010 to 2015, visited Lima.", "Visit -"),
        ("Ana Vela met Bo Lund for the first time since 2012.", "Meeting -"),
        # terms, eves, days of something else
        ("Ana Vela was appointed director of Vale Bank for a term from 2025 to 2029.", "Appointment -"),
        ("On the eve of the summit on 12 February, Ana Vela met Bo Lund.", "Meeting -"),
        ("Ana Vela met Bo Lund two days before his visit to Lima on 3 February.", "Visit 2025-02-03"),
        ("Ana Vela has resigned as director of Vale Bank, effective 31 March.", "Departure -"),
    ],
)
def test_a_date_is_of_what_it_is_told_of(text, when, read):
    assert when in dates(read(text, published=WRITTEN))


@pytest.mark.parametrize(
    "text",
    [
        "Ana Vela headed the Tern Society from 1990 to 1995.",
        "The Tern Society, once led by Ana Vela, opened an office.",
        "Vale Bank was based in Lima until 2010.",
        "The Vale Institute, formerly part of the Norrland Academy, opened an office.",
        "Ana Vela no longer represents Chile.",
        # where they met is not where the body sits
        "Ana Vela attended a meeting of the Tern Society in Lima.",
        "Ana Vela met representatives of Vale Bank in Lima.",
        "The launch by Vale Bank in Lima failed.",
        "Ana Vela opened an office of the Tern Society in Lima.",
    ],
)
def test_what_is_over_or_elsewhere_is_no_standing_relation(text, read):
    assert [r.predicate for r in read(text).relations] == []


def test_a_body_in_a_place_sits_there_where_only_the_two_are_named(read):
    for text in (
        "The Tern Society in Lima welcomed the news.",
        "Ana Vela, director of the Tern Society in Lima, smiled.",
        "Ana Vela studied at the Museum of Glass in Lima.",
    ):
        assert "kg:headquarteredIn" in [r.predicate for r in read(text).relations]


def statements(reading):
    """Statements as "speaker modality addressee"."""
    name = lambda n: reading.things.all[n].name if n is not None else "-"  # noqa: E731 - a shorthand for the line below
    return [f"{name(s.speaker)} {s.modality.removeprefix('kg:')} {name(s.addressee)}" for s in reading.statements]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ana Vela said Chile should condemn the attack.", ["Ana Vela asserts -"]),
        ("Ana Vela said that Chile would stay and condemned the attack.", ["Ana Vela asserts -", "Ana Vela condemns -"]),
        ("The Lima Times quoted Ana Vela as saying that the talks had failed.", ["Ana Vela asserts -"]),
        ("According to the Tern Society, Ana Vela said the talks had failed.", ["Tern Society asserts -", "Ana Vela asserts -"]),
        ("Ana Vela suggested that Bo Lund had lied.", ["Ana Vela asserts -"]),
        ("Ana Vela suggested that Bo Lund should go.", ["Ana Vela proposes -"]),
        ("Ana Vela ruled out a visit to Chile.", ["Ana Vela denies -"]),
        ("Rosa Holm conveyed the congratulations of President Ana Vela to Maria Keller.", ["Ana Vela congratulates Maria Keller"]),
        ("Vale Bank said it was not aware that the merger had failed.", ["Vale Bank asserts -"]),
        ("According to rumours, Ana Vela met Bo Lund in Lima.", []),
        ("According to Ana Vela, no talks have been held.", ["Ana Vela denies -"]),
        ("Ana Vela said that the report was untrue.", ["Ana Vela denies -"]),
        ("“A guest in the rain has no umbrella,” said Ana Vela.", ["Ana Vela asserts -"]),
        ("A spokesperson for Prime Minister Ana Vela said the visit had been postponed.", []),
    ],
)  # fmt: skip
def test_what_is_said_is_whose_it_is(text, said, read):
    assert statements(read(text)) == said


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Rosa Holm attended a speech by Ana Vela at Lima University.", {"Ana Vela"}),
        ("Ana Vela of Chile and Bo Lund of Norway met in Lima.", {"Ana Vela", "Bo Lund"}),
        ("The foreign ministers of Chile and Norway, Ana Vela and Bo Lund, met in Lima.", {"Ana Vela", "Bo Lund"}),
        ("The two foreign ministers, Ana Vela and Bo Lund, met in Lima.", {"Ana Vela", "Bo Lund"}),
        ("Like Rosa Holm, Ana Vela met Bo Lund.", {"Ana Vela", "Bo Lund"}),
        ("In the presence of Rosa Holm, Ana Vela and Bo Lund signed the Lima Treaty.", {"Ana Vela", "Bo Lund"}),
        ("Rosa Holm called on Ana Vela to meet Bo Lund.", {"Ana Vela", "Bo Lund"}),
        ("Ana Vela signed an open letter to Bo Lund.", set()),
        ("Ana Vela, who won the Oar Medal, and Bo Lund smiled.", {"Ana Vela"}),
        ("Ana Vela, who was awarded the Oar Medal in 2010, and Rosa Holm smiled.", {"Ana Vela"}),
    ],
)
def test_those_took_part_who_did(text, people, read):
    reading = read(text)
    person = {n for e in reading.events for _, n, _ in e.arguments if reading.things.all[n].cls == "schema:Person"}
    assert {reading.things.all[n].name for n in person} == people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("State Secretary of the Ministry of Foreign Affairs Jonas Weber smiled.", {"Ministry of Foreign Affairs", "Jonas Weber"}),
        ("Mayor of Riga Jonas Weber smiled.", {"Riga", "Jonas Weber"}),
        ("President of the European Council Maria Keller smiled.", {"European Council", "Maria Keller"}),
        ("Former Harbour Institute director Jonas Weber smiled.", {"Harbour Institute", "Jonas Weber"}),
        ("Prime Minister-designate Karel Novotny smiled.", {"Karel Novotny"}),
        ("Presidents Jonas Weber of Chile and Maria Keller of Peru met.", {"Jonas Weber", "Maria Keller", "Chile", "Peru"}),
        # two people of one family name
        ("Foreign Minister Weber smiled. Ambassador Karl Weber wept.", {"Weber", "Karl Weber"}),
        ("Jonas Weber and his wife visited Riga. Mrs Weber smiled.", {"Jonas Weber", "Riga", "Weber"}),
        ("Jonas Weber visited Riga. Mr Weber smiled.", {"Jonas Weber", "Riga"}),
    ],
)  # fmt: skip
def test_names_that_stand_together_are_told_apart(text, names, read):
    assert {t.name for t in read(text).things.all} == names
