"""Sentences beside what is read out of them: roles, relations, events and statements, in words."""

from __future__ import annotations

import pytest


def told(reading):
    """Roles, relations, events and statements of a reading, each as one line."""
    name = lambda n: reading.things.all[n].name if n is not None else "-"  # noqa: E731 - a shorthand for the lines below
    for role in reading.roles:
        yield f"{name(role.person)} | {role.position} | {name(role.organisation)} | {role.status}"
    for relation in reading.relations:
        yield f"{name(relation.subject)} {relation.predicate} {relation.value or name(relation.object)}"
    for event in reading.events:
        kind = event.cls.removeprefix("kg:") + (f" ({event.modality})" if event.modality else "")
        yield kind
        for role, number, _ in event.arguments:
            yield f"{kind} {role.removeprefix('kg:')} {name(number)}"
    for statement in reading.statements:
        yield f"{name(statement.speaker)} {statement.modality}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # where an office is held
        ("Transport Minister Otto Lund, for Finland, and Mia Rebas met.", "Otto Lund | Transport Minister | Finland | current"),
        ("The Harbour Pilots’ Union (HPU) general secretary Rhona Vane spoke.", "Rhona Vane | general secretary | Harbour Pilots’ Union | current"),
        ("Ana Vela, Minister of Water of the sisterly Hashemite Kingdom of Jordan, met Bo Lund.", "Ana Vela | Minister of Water | Jordan | current"),
        ("Ana Vela, Minister of State (Digital Services) for Energy, met Bo Lund.", "Ana Vela | Minister of State (Digital Services) for Energy | - | current"),
        ("Norway was spoken for. It was signed on the Norwegian side by Deputy Minister Ana Vela.", "Ana Vela | Deputy Minister | Norway | current"),
        ("Ana Vela, chief executive of Antwerp-based Vale Services, resigned.", "Ana Vela | chief executive | Vale Services | current"),
        ("She met the Governor, Ana Vela, the Mayor of Lyon, Bo Lund, and Rosa Holm.", "Bo Lund | Mayor | Lyon | current"),
        ("Queen Ana of Denmark met Bo Lund.", "Ana | Queen | Denmark | current"),
        ("He and then-Prime Minister Ana Vela of Norway signed the treaty.", "Ana Vela | Prime Minister | Norway | former"),
        ("He received the credentials of Mrs Ana Vela as Ambassador of Norway.", "Ana Vela | Ambassador | Norway | current"),
        ("She met Minister of the Environment Ana Vela of Chile.", "Ana Vela | Minister of the Environment | Chile | current"),
        # what stands beside a name
        ("The Tern Society gave its highest honour, the Oar Medal, to Ana Vela.", "Oar Medal kg:conferredBy Tern Society"),
        ("The Harbour Institute, which has its head office in Lyon, grew.", "Harbour Institute kg:headquarteredIn Lyon"),
        ("The Harbour Institute, Lyon, and Bo Lund signed the treaty.", "Harbour Institute kg:headquarteredIn Lyon"),
        ("Oslo-based Vale Services grew.", "Vale Services kg:headquarteredIn Oslo"),
        ("The Harbour Institute forms part of the Norrland Academy.", "Harbour Institute kg:partOf Norrland Academy"),
        ("The Harbour Union belongs to the Norrland Federation.", "Harbour Union kg:memberOf Norrland Federation"),
        # who does what, though the order of words is not the usual one
        ("President Ana Vela received at the palace this morning Minister Bo Lund.", "Meeting participant Bo Lund"),
        ("President Ana Vela received in Guatemala City Mr. Bo Lund.", "Meeting participant Bo Lund"),
        ("The President of Norway, Ana Vela, handed over the Oar Medal to Bo Lund.", "AwardEvent recipient Bo Lund"),
        ("Ana Vela, a director of Vale Services, was on Friday appointed chief executive.", "Appointment person Ana Vela"),
        ("Ana Vela conferred on Bo Lund the National Order of Merit.", "AwardEvent recipient Bo Lund"),
        ("Finland and Estonia run the Cable Centre in Kotka, which Ana Vela founded in 2019.", "Founding organisation Cable Centre"),
        # who comes and who goes
        ("Ana Vela was sworn in as director of the Harbour Institute in place of Bo Lund.", "Appointment predecessor Bo Lund"),
        ("Ana Vela became director of the Harbour Institute in 2023, when Bo Lund retired.", "Appointment predecessor Bo Lund"),
        ("Ana Vela became director of the Harbour Institute in 2023, when Bo Lund retired.", "Departure organisation Harbour Institute"),
        # who was there
        ("Ana Vela met Bo Lund in Oslo. Also present were Rosa Holm and Tomas Brandt.", "Meeting participant Rosa Holm"),
        ("A ceremony was held in Oslo on Monday. It was attended by many. The ceremony was attended by Ana Vela.", "Ceremony participant Ana Vela"),
        ("Ana Vela travelled to Oslo on Monday with Bo Lund.", "Visit visitor Bo Lund"),
        # who says it
        ("Ana Vela and Bo Lund condemned the attack.", "Bo Lund kg:condemns"),
        ("“We were lucky,” said Ana Vela. “I hope the ice will hold.”", "Ana Vela kg:hopes"),
    ],
)  # fmt: skip
def test_sentences_say(text, line, read):
    lines = list(told(read(text)))
    assert line in lines, "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # an office of somebody else
        ("Ana Vela received a copy of the credentials of Mrs Rosa Holm as Ambassador of Norway.", "Ana Vela | Ambassador | Norway | current"),
        ("Rosa Holm, head girl of the College, spoke.", "Rosa Holm | head | College | current"),
        ("The Minister of Trade, Ana Vela, received the Minister of Trade of Oman, Ali Saleh.", "Ana Vela | Minister of Trade | Oman | current"),
        # what has not happened
        ("They discussed preparations for the Pacific Energy Summit, which Japan will host in Sapporo in May.", "Conference"),
        ("Ana Vela informed Bo Lund about preparations for ratifying the Convention on Litter.", "Agreement"),
        ("An agreement between Norway and Chile has yet to be signed.", "Agreement"),
        ("Legend has it that the Lumen-2 probe landed on Mars.", "Landing"),
        ("They met in the seat of the National Congress.", "Conference"),
        ("Ana Vela is acting as director of the Harbour Institute.", "Appointment"),
        # somebody else's doing
        ("Ana Vela met Bo Lund at the Harbour Service, whose head, Rosa Holm, chaired the talks.", "Ana Vela kg:leads Harbour Service"),
        ("Also travelling with Ana Vela was Bo Lund, Ambassador of Norway to Chile.", "Visit place Chile"),
        ("Ana Vela of the Perth branch spoke.", "Ana Vela kg:memberOf Perth"),
    ],
)  # fmt: skip
def test_and_do_not_say(text, line, read):
    assert line not in told(read(text))


def test_the_article_s_own_name_is_a_body(read):
    """Who publishes an article is a body, whatever its name looks like, and "we" outside quotations."""
    text = "Corrin Launch grew. Our chief executive, Ana Vela, smiled."
    lines = list(told(read(text, publisher="Corrin Launch")))
    assert "Ana Vela | chief executive | Corrin Launch | current" in lines


def test_a_society_that_announces_its_honours_gives_them(read):
    text = (
        "The Harbour Society announces its medals for 2024. The Oar Medal was awarded to Ana Vela. "
        "The Keel Prize of the Norrland Academy was awarded to Bo Lund."
    )
    lines = list(told(read(text)))
    assert "AwardEvent awarder Harbour Society" in lines
    assert "Keel Prize kg:conferredBy Norrland Academy" in lines


def test_the_guests_are_a_delegation_and_no_team_that_is_honoured(read):
    reading = read("The Harbour Society gave the Oar Medal to the Lumen-2 team. Ana Vela was among the guests.")
    assert "the guests" not in {reading.parse.slice(x.first, x.last) for t in reading.things.all for x in t.links}


def test_short_forms_in_brackets_and_quotes_name_the_body(read):
    text = (
        "Corran Holdings plc (“Corran” or the “Company”) met the Corran Works Council. "
        "On Monday Corran and Vale Services signed a Cooperation Agreement."
    )
    assert "Agreement party Corran Holdings plc" in list(told(read(text)))


def test_of_two_ministers_the_one_of_the_country_is_meant(read):
    text = (
        "Minister Ana Vela of Chile met Bo Lund, the Minister of Trade of Norway. "
        "The Norwegian minister thanked her. The outgoing minister was absent."
    )
    reading = read(text)
    linked = {
        reading.parse.slice(x.first, x.last): t.name for t in reading.things.all for x in t.links if x.kind == "nominal"
    }
    assert linked.get("The Norwegian minister") == "Bo Lund"
    assert "The outgoing minister" not in linked
