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
        ("Ana Vela, chief executive of Antwerp-based Vale Services, resigned.", "Ana Vela | chief executive | Vale Services | former"),
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
        ("Ana Vela resigned as treasurer of Vale Bank on 4 May 2021. Three days later Rosa Holm took up the post.", "Rosa Holm | treasurer | Vale Bank | current"),
        ("Ana Vela resigned as treasurer of Vale Bank on 4 May 2021. Bo Lund then assumed the role on an acting basis.", "Bo Lund | treasurer | Vale Bank | acting"),
        ("Ana Vela resigned as treasurer and secretary of Vale Bank on 4 May 2021.", "Ana Vela | secretary | Vale Bank | former"),
        ("The Council appointed Bo Lund as secretary in succession to Ana Vela of Zambia, whose term expired in March.", "Departure person Ana Vela"),
        ("Vale Bank plc announces changes to its Board. Ana Vela has been appointed chief financial officer.", "Appointment organisation Vale Bank plc"),
        ("At the weekend the congress elected Ana Vela national treasurer.", "Ana Vela | national treasurer | - | current"),
        ("Bo Lund congratulated Ana Vela on her recent appointment as ambassador.", "Appointment person Ana Vela"),
        # holders behind states and letters
        ("The President of the Kyrgyz Republic Sadyk Arunov received Bo Lund.", "Sadyk Arunov | President | Kyrgyzstan | current"),
        ("The UN Secretary-General, Ana Vela, met Bo Lund.", "Ana Vela | Secretary-General | United Nations | current"),
        ("The Minister of Energy of Mongolia, T.Dorjin, met Bo Lund.", "Meeting participant T.Dorjin"),
        # who was there
        ("A ceremony was held in Oslo on Monday. The ribbon was cut by Ana Vela.", "Ceremony participant Ana Vela"),
        ("The Tern Society held its Awards Dinner in Oslo on Monday.", "Ceremony place Oslo"),
        ("Ana Vela presented her credentials to President Bo Lund on Monday.", "Ceremony participant Bo Lund"),
        ("In her welcoming address that evening Ana Vela said that Oslo was kind.", "Speech speaker Ana Vela"),
        ("The lecturer Rosa Holm spoke at the Lake Ministers’ Meeting, organised by the Tern Society in Oslo.", "Conference organiser Tern Society"),
        ("Ana Vela met Bo Lund in Oslo. Also present were Rosa Holm and Tomas Brandt.", "Meeting participant Rosa Holm"),
        ("A ceremony was held in Oslo on Monday. It was attended by many. The ceremony was attended by Ana Vela.", "Ceremony participant Ana Vela"),
        ("Ana Vela travelled to Oslo on Monday with Bo Lund.", "Visit visitor Bo Lund"),
        ("Bo Lund, keeper of maps at the Harbour Institute, who came to Oslo on Monday, spoke.", "Visit visitor Bo Lund"),
        # what is told elsewhere, or in other words
        ("It will be recalled that Ana Vela visited Oslo in April 2021.", "Visit place Oslo"),
        ("Ana Vela led the Harbour Institute until she retired in 2018.", "Departure person Ana Vela"),
        ("Ana Vela was received by President Bo Lund before signing the Cable Agreement with Rosa Holm.", "Agreement party Rosa Holm"),
        ("The Agreement on Lake Birds, which Norway and Chile signed in Oslo in 2019, is in force.", "Agreement work Agreement on Lake Birds"),
        ("The Cable Agreement that Norway and Chile signed in Oslo is in force.", "Agreement party Chile"),
        ("The treaty founds a bank. It was established by Norway, the Kyrgyz Republic and Chile. The Harbour Bank was established by Norway, the Kyrgyz Republic and Chile.", "Founding founder Chile"),
        ("President Ana Vela presented the Great Cross of Merit of the Republic of Slovenia to Bo Lund.", "AwardEvent awarder Slovenia"),
        ("The jury was kind. The Golden Heron went to Ana Vela, the winner of last year’s prize.", "AwardEvent award Golden Heron"),
        ("OSLO — Norway’s president, Ana Vela, telephoned Chile’s president, Rosa Holm, on Monday.", "Call participant Rosa Holm"),
        ("The Finnish Prime Minister, Ana Vela, met him. In the afternoon Ana Vela rang Bo Lund, Prime Minister of Denmark.", "Call participant Bo Lund"),
        ("The Embassy of Austria in Lima, opened in 1951, thanked Ana Vela.", "Founding organisation Embassy of Austria in Lima"),
        ("The mission grew. About Vale Bank\n\nThe company was founded in 1999 by Ana Vela.", "Founding organisation Vale Bank"),
        ("Ana Vela was presented with the Grand Cross of the Order of Merit.", "AwardEvent award Grand Cross of the Order of Merit"),
        ("The jury was kind. Ana Vela won the Silver Lynx, a prize for letters.", "AwardEvent award Silver Lynx"),
        ("Ana Vela handed her letters of credence to President Rosa Holm.", "Ceremony participant Rosa Holm"),
        ("Rosa Holm was appointed director of Vale Bank following the departure of Ana Vela in May.", "Appointment predecessor Ana Vela"),
        ("Ana Vela resigned as chairman of Vale Bank. Rosa Holm, the finance director, assumed the role.", "Rosa Holm | chairman | Vale Bank | current"),
        ("Ana Vela telephoned Rosa Holm to congratulate her on taking office as director of Vale Bank.", "Appointment person Rosa Holm"),
        ("Grand Duke Bo met Rosa Holm on Monday. On Tuesday the Grand Duke visited Oslo.", "Visit visitor Bo"),
        ("Her Majesty Queen Ana received Rosa Holm. Her Majesty then visited Oslo.", "Visit visitor Ana"),
        # what a parser hangs in the wrong place
        ("After their talks the ministers Ana Vela and Rosa Holm signed, on behalf of Chile and Malta, the Lima Treaty.", "Agreement work Lima Treaty"),
        ("Ana Vela remembered Rosa Holm, head of the Institute for years, who received the Lindgren Prize in 1998.", "AwardEvent recipient Rosa Holm"),
        ("Relations go back to the Lima Treaty, concluded by Chile and Malta in Oslo on 4 May 2016.", "Agreement party Malta"),
        ("Ana Vela called on H.E. Dr. Rosa Holm, President of Namibia, on Monday.", "Meeting host Rosa Holm"),
        ("The President appointed Ana Vela director of Vale Bank, replacing Rosa Holm, who submitted her resignation.", "Departure person Rosa Holm"),
        ("The garden was lit as Vale Bank held a reception in Oslo.", "Ceremony organiser Vale Bank"),
        ("Ana Vela took office in May 2021 after her predecessor, Rosa Holm, resigned over a scandal.", "Departure person Rosa Holm"),
        ("The Order of the Larch was bestowed at a ceremony held in Oslo and attended by Rosa Holm.", "Ceremony participant Rosa Holm"),
        ("The President of Malta appointed Ana Vela, Dean of Law at the Harbour University, as Minister of Health.", "Appointment organisation Malta"),
        ("Ana Vela went on to present the Lindgren Medal, conferred by Vale Bank, to Rosa Holm.", "AwardEvent recipient Rosa Holm"),
        ("Vale Bank conferred its highest distinction, the Lindgren Medal, on Rosa Holm.", "AwardEvent recipient Rosa Holm"),
        ("Vale Bank has entered into a strategic partnership with Borsa Levante S.p.A., Genoa.", "Agreement party Borsa Levante S.p.A."),
        ("Foreign Minister Ana Vela received her Serbian counterpart, H.E. Mr. Bo Lund, at Harbour Hill on Tuesday.", "Meeting participant Bo Lund"),
        ("Ana Vela received Bo Lund in Oslo at the start of a visit to Norway.", "Visit visitor Bo Lund"),
        # names
        ("The Fjord and Coast Savings Bank (FCSB) signed an agreement with Chile.", "Agreement party Fjord and Coast Savings Bank"),
        ("The Board of Vale Group SE appointed Ana Vela director.", "Appointment organisation Vale Group SE"),
        ("Ana Vela received the Cross of Merit of the Order of the Larch.", "AwardEvent award Cross of Merit of the Order of the Larch"),
        ("Hon. Vela-Lund visited Oslo.", "Visit visitor Vela-Lund"),
        # whom a phrase stands for
        ("The leaders of Norway and Peru met. Norwegian Prime Minister Ana Vela and her Peruvian counterpart, Bo Lund, were pleased.", "Meeting participant Bo Lund"),
        ("Rosa Holm accepted the prize. It is conferred on Bo Lund, who chaired the Trust until he stepped down.", "Departure person Bo Lund"),
        ("Ana Vela resigned as head of Vale Bank. The Board appointed Rosa Holm, its treasurer, as her successor.", "Rosa Holm | head | Vale Bank | current"),
        # offices
        ("Vale Bank plc announces changes. The Board has today appointed Ms Rosa Holm as director.", "Appointment organisation Vale Bank plc"),
        ("Ana Vela is no longer the director of Vale Bank.", "Ana Vela | director | Vale Bank | former"),
        ("Ana Vela will serve as president of Vale Bank.", "Ana Vela | president | Vale Bank | incoming"),
        ("Ana Vela was a partner of the Lima law firm Tern Partners.", "Ana Vela | partner | Tern Partners | former"),
        ("Ana Vela, finance director of Vale Bank, joined Vale Bank as treasurer in 2014.", "Ana Vela | treasurer | Vale Bank | former"),
        ("On Monday President Ana Vela visited Oslo.", "Ana Vela | President | - | current"),
        ("Ana Vela, Minister of Energy of Norway, met her counterparts from Chile and Malta, Rosa Holm and Maria Keller.", "Maria Keller | Minister of Energy | Malta | current"),
        ("They visited the Museum of Glass in Lima, whose director, Ana Vela, showed them the hall.", "Ana Vela | director | Museum of Glass | current"),
        ("Ana Vela, in her capacity as chair of Vale Bank, and Rector Rosa Holm signed the Lima Treaty.", "Ana Vela | chair | Vale Bank | current"),
        ("Ana Vela, Secretary, Department of Water Resources, spoke.", "Ana Vela | Secretary | Department of Water Resources | current"),
        ("President Ana Vela of Peru met Rosa Holm. The Head of State then visited Lima.", "Visit visitor Ana Vela"),
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
        # an office of somebody else, or one that was left with another
        ("Ana Vela resigned as treasurer and secretary of Vale Bank on 4 May 2021.", "Ana Vela | secretary | Vale Bank | current"),
        ("Ana Vela resigned before taking office as director of the Harbour Institute.", "Appointment"),
        ("Bo Lund congratulated Ana Vela on her recent appointment as ambassador.", "Appointment person Bo Lund"),
        ("Ana Vela received a copy of the credentials of Mrs Rosa Holm as Ambassador of Norway.", "Ana Vela | Ambassador | Norway | current"),
        ("Rosa Holm, head girl of the College, spoke.", "Rosa Holm | head | College | current"),
        ("The Minister of Trade, Ana Vela, received the Minister of Trade of Oman, Ali Saleh.", "Ana Vela | Minister of Trade | Oman | current"),
        ("Ana Vela was named director. Bo Lund left.", "Bo Lund | director | - | current"),
        ("Rosa Holm is chair of Vale Bank. Mr Bo Lund resigned.", "Bo Lund | chair | Vale Bank | current"),
        ("Ana Vela is not the president of Vale Bank.", "Ana Vela | president | Vale Bank | current"),
        ("Ana Vela was never president of Vale Bank.", "Ana Vela | president | Vale Bank | former"),
        ("Ana Vela, not yet president of Vale Bank, spoke.", "Ana Vela | president | Vale Bank | current"),
        ("Ana Vela, who would have been director of Vale Bank, spoke.", "Ana Vela | director | Vale Bank | current"),
        ("Ana Vela, a would-be president of Chile, spoke.", "Ana Vela | president | Chile | current"),
        ("Ana Vela never served as director of Vale Bank.", "Ana Vela | director | Vale Bank | former"),
        ("Ana Vela, no longer director of Vale Bank, spoke.", "Ana Vela | director | Vale Bank | current"),
        ("If Ana Vela were director of Vale Bank, she would resign.", "Ana Vela | director | Vale Bank | former"),
        ("Ana Vela has been mooted as director of Vale Bank.", "Ana Vela | director | Vale Bank | current"),
        ("“Ana Vela is no president,” said Bo Lund.", "Ana Vela | president | - | current"),
        ("Ana Vela welcomed the election of Bo Lund as mayor of Oslo.", "Ana Vela | mayor | Oslo | current"),
        ("Ana Vela congratulated Bo Lund on his election as mayor of Oslo.", "Ana Vela | mayor | Oslo | current"),
        ("Ana Vela thanked Bo Lund for his work as director of Vale Bank.", "Ana Vela | director | Vale Bank | current"),
        ("Ana Vela is the third minister to leave the cabinet.", "Ana Vela | third minister | - | current"),
        ("Bo Lund works at the Malta High Commission. Ana Vela met the Ambassador of Japan, Rosa Holm.", "Rosa Holm | Ambassador | Malta High Commission | current"),
        ("Foreign Minister Rosa Holm left. The envoy telephoned both prime ministers, Prime Minister Ana Vela and Prime Minister Bo Lund.", "Call participant Rosa Holm"),
        # what has not happened
        ("Ana Vela, director of Vale Bank, has ruled out stepping down.", "Departure"),
        ("Ana Vela conveyed an invitation to Rosa Holm to visit Oslo.", "Visit visitor Ana Vela"),
        ("They discussed preparations for the Pacific Energy Summit, which Japan will host in Sapporo in May.", "Conference"),
        ("Ana Vela briefed Bo Lund on the progress made towards the establishment of the Tide Tables Office.", "Founding"),
        ("Ana Vela and Bo Lund looked forward to the fourth Senior Officials’ Meeting, to be held in Bergen in March.", "Conference"),
        ("Ana Vela informed Bo Lund about preparations for ratifying the Convention on Litter.", "Agreement"),
        ("An agreement between Norway and Chile has yet to be signed.", "Agreement"),
        ("Legend has it that the Lumen-2 probe landed on Mars.", "Landing"),
        ("They met in the seat of the National Congress.", "Conference"),
        ("Ana Vela is acting as director of the Harbour Institute.", "Appointment"),
        ("Ana Vela asked for more time before signing the Lima Treaty.", "Agreement"),
        ("Ana Vela hopes to congratulate Rosa Holm on winning the Lindgren Prize.", "AwardEvent"),
        ("Ana Vela refused to speak until Rosa Holm resigned as director.", "Departure"),
        ("Ana Vela presented a letter to President Rosa Holm.", "Ceremony"),
        ("Ana Vela smiled before her departure for Lima.", "Departure"),
        ("Ana Vela denied reports that Ambassador Rosa Holm had been recalled.", "Departure"),
        ("Ana Vela spoke of claims that Rosa Holm had signed the Lima Treaty.", "Agreement"),
        ("Ana Vela allegedly met Rosa Holm in Oslo.", "Meeting"),
        ("Vale Bank has neither bought shares nor signed the Lima Treaty.", "Agreement"),
        ("Ana Vela called on Rosa Holm on Thursday.", "Ana Vela kg:proposes"),
        # somebody else's doing
        ("The President appointed Ana Vela director of Vale Bank, replacing Rosa Holm.", "Appointment person President"),
        ("In the presence of the two Presidents, Ana Vela, Minister of Trade of Chile, signed the Lima Treaty.", "Ana Vela | president | - | current"),
        ("Vale Bank grew. Rosa Holm, spokeswoman for Transmarea, spoke.", "Rosa Holm | spokeswoman | Vale Bank | current"),
        ("Prince Bo met Ambassador Rosa Holm. Her Excellency then visited Oslo.", "Visit visitor Bo"),
        ("Ana Vela met Bo Lund at the Harbour Service, whose head, Rosa Holm, chaired the talks.", "Ana Vela kg:leads Harbour Service"),
        ("Also travelling with Ana Vela was Bo Lund, Ambassador of Norway to Chile.", "Visit place Chile"),
        ("Ana Vela of the Perth branch spoke.", "Ana Vela kg:memberOf Perth"),
    ],
)  # fmt: skip
def test_and_do_not_say(text, line, read):
    assert line not in told(read(text))


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Ana Vela met separately with Bo Lund and Rosa Holm.", ["Meeting", "Meeting"]),
        ("Ana Vela held talks with Bo Lund and was received by Rosa Holm.", ["Meeting", "Meeting"]),
        ("Ana Vela visited Chile in May 2021. She flew to Oslo in May 2021.", ["Visit", "Visit"]),
        ("Vale Bank and Chile signed a loan. The Harbour Loan Agreement was signed by Ana Vela.", ["Agreement"]),
        ("Norway and Chile concluded the Cable Agreement. The document was signed by Ana Vela and Bo Lund.", ["Agreement"]),
        ("Ana Vela held a telephone conversation with Bo Lund.", ["Call"]),
        ("Ana Vela inaugurated the Harbour Museum in Oslo.", ["Ceremony"]),
    ],
)  # fmt: skip
def test_what_happened_is_told_once_and_what_happened_twice_is_told_twice(text, events, read):
    assert [e.cls.removeprefix("kg:") for e in read(text).events if not e.modality] == events


def test_a_day_counted_once_is_the_same_for_all_that_its_sentence_tells(read):
    """“The next day" of a second verb is no day later; and days in a quotation are not counted from."""
    reading = read(
        "On 9 March 2022 Ana Vela met Bo Lund. “Today we won,” she said. The next day she travelled to Oslo, where she met Rosa Holm."
    )
    assert [e.date.edtf for e in reading.events if e.date] == ["2022-03-09", "2022-03-10", "2022-03-10"]


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
