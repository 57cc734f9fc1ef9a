"""Short passages in which something may be carried to the wrong place: who "the minister" is, whose date, which post."""

from __future__ import annotations

import pytest

WRITTEN = "2025-02-20"


def facts(reading):
    """All that is asserted, a line each."""
    name = lambda n: reading.things.all[n].name if n is not None else "-"  # noqa: E731 - a shorthand for the lines below
    for e in reading.events:
        kind = e.cls.removeprefix("kg:") if not e.modality else "(" + e.cls.removeprefix("kg:") + ")"
        yield f"{kind} {e.date.edtf if e.date else '-'}"
        yield from (f"{kind} {role.removeprefix('kg:')} {name(n)}" for role, n, _ in e.arguments)
    for r in reading.roles:
        yield f"{name(r.person)} | {r.position} | {name(r.organisation)} | {r.status}"
    for x in reading.relations:
        yield f"{name(x.subject)} {x.predicate} {x.value or name(x.object)}"
    for s in reading.statements:
        yield f"{name(s.speaker)} {s.modality} {name(s.addressee)}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # "the minister" of the passage before
        ("Foreign Minister Ana Vela met Prime Minister Maria Keller. The minister thanked her host.", "Ana Vela kg:thanks -"),
        ("President Peter Novak met Vice-President Rosa Holm. The President condemned the attack.", "Peter Novak kg:condemns -"),
        ("Minister Jonas Weber of Chile met Minister Peter Novak of Malta. The minister condemned the attack.", "Jonas Weber kg:condemns -"),
        # whose "its" is
        ("The Tern Society congratulated Lima University and its rector, Rosa Holm.", "Rosa Holm | rector | Lima University | current"),
        ("Ana Vela visited the Vale Institute, where she was received by its director, Rosa Holm.", "Rosa Holm | director | Vale Institute | current"),
        ("The Polar Centre, the Baltic Space Agency and Vale Aerospace met. The agency thanked the company.", "Baltic Space Agency kg:thanks Vale Aerospace"),
        # what an office is of
        ("Ana Vela, deputy director of the Polar Centre, was appointed director.", "Ana Vela | director | Polar Centre | current"),
        ("NWSA's Director General for Inland Waters, Ana Vela, spoke.", "Ana Vela | Director General for Inland Waters | NWSA | current"),
        ("Ana Vela, Deputy Chair of the State Water Committee of Chile, spoke.", "Ana Vela | Deputy Chair | State Water Committee | current"),
        ("Vale Bank has appointed Ana Vela as head of its Lima office.", "Ana Vela | head | Vale Bank | current"),
        # when it begins, when it ended
        ("Ana Vela was elected chair of the Tern Society on Tuesday. She will take office on 1 July.", "Ana Vela | chair | Tern Society | incoming"),
        ("Ana Vela became director of Vale Bank in 1990 and retired in 2005.", "Ana Vela | director | Vale Bank | former"),
        ("Ana Vela joined Vale Bank in 2010 as treasurer and became chief operating officer in 2018.", "Ana Vela | treasurer | Vale Bank | former"),
        ("The director of the Vale Institute in Lima, Ana Vela, spoke.", "Ana Vela | director | Vale Institute | current"),
        ("The Vale Institute is in Lima. Its director is Ana Vela.", "Ana Vela | director | Vale Institute | current"),
        ("Jonas Weber was re-elected chairman of the Tern Society on Monday.", "Jonas Weber | chairman | Tern Society | current"),
        ("The Government today appointed Ana Vela as director of Vale Bank from 1 April.", "Ana Vela | director | Vale Bank | incoming"),
        ("The Summit of Heads of State of the Lower Oar Community (LOC) was held in Lima. The Secretary-General of the Community, Ana Vela, spoke.", "Ana Vela | Secretary-General | Lower Oar Community | current"),
        ("Vale Bank said that Lumen-3 and Lumen-4 were launched on Monday.", "Launch spacecraft Lumen-4"),
        ("Ana Vela, chairman and chief executive of Vale Bank, spoke.", "Ana Vela | chairman | Vale Bank | current"),
        ("Jonas Weber met the newly appointed Ambassador of Norway, Rosa Holm, on Monday.", "Rosa Holm | Ambassador | Norway | current"),
        ("Mayor Rosa Holm, who left the Green Party in January, visited Lima.", "Rosa Holm | Mayor | - | current"),
        # what was expected and came, what was done in an exercise
        ("The expected resignation of Jonas Weber came on Monday.", "Departure 2025-02-17"),
        ("Minister Jonas Weber visited Lima during the exercise on Tuesday.", "Visit 2025-02-18"),
        ("At the Future Forum in Lima on Monday, Ana Vela spoke.", "Conference 2025-02-17"),
        # two clauses, two subjects
        ("Rosa Holm leaves Vale Bank and Peter Novak takes over as treasurer.", "Appointment person Peter Novak"),
        ("Rosa Holm resigned on Monday and Peter Novak was named treasurer of Vale Bank.", "Peter Novak | treasurer | Vale Bank | current"),
        ("Vale Aerospace will build a satellite for the Baltic Space Agency, the company said.", "Vale Aerospace kg:asserts -"),
        # who was there, who was thanked
        ("Maria Keller of Chile, Peter Novak of Malta and Jonas Weber of Norway met in Lima.", "Meeting participant Jonas Weber"),
        ("President Ana Vela received the credentials of the Ambassador of Norway, Maria Keller, on Monday.", "Ceremony participant Maria Keller"),
        ("Jonas Weber was thanked by Maria Keller for his work.", "Maria Keller kg:thanks Jonas Weber"),
        # one document, two meetings, two posts
        ("Chile and Malta signed the Lima Treaty on Friday. The document was signed by Ana Vela.", "Agreement party Ana Vela"),
        ("The meeting between Ana Vela and Rosa Holm took place in Oslo. They first met in 2015.", "Meeting 2015"),
        ("Rosa Holm has been appointed Minister of Finance. She was elected to parliament in 2014.", "Appointment -"),
        ("At the invitation of the Tern Society, Rosa Holm gave a lecture in Oslo.", "Speech place Oslo"),
    ],
)  # fmt: skip
def test_passages_say(text, line, read):
    lines = list(facts(read(text, published=WRITTEN)))
    assert line in lines, "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Vale Bank has opened a branch in Oslo. It is headed by Rosa Holm.", "Rosa Holm kg:leads Vale Bank"),
        ("Vale Bank has acquired Tern Systems. The company was founded in 1998.", "Vale Bank kg:foundedIn 1998"),
        ("The Polar Centre has signed a treaty with Lima University. It was founded in 1919.", "Polar Centre kg:foundedIn 1919"),
        ("President Peter Novak visited Latvia on Monday.", "Peter Novak | President | Latvia | current"),
        ("Defence Minister Peter Novak in Lima thanked the soldiers.", "Peter Novak | Defence Minister | Lima | current"),
        ("The Bergen-based company grew. Its founder, Peter Novak, smiled.", "Peter Novak | founder | Bergen | current"),
        # what somebody was before is not the post taken up, nor what the one before held
        ("Rosa Holm, treasurer of Vale Bank, joins the board of directors of Tern Aerospace.", "Appointment organisation Vale Bank"),
        ("Education Minister Peter Novak succeeds Rosa Holm as Minister of Justice.", "Rosa Holm | Education Minister | - | former"),
        ("Foreign Minister Jonas Weber was replaced by Ambassador Rosa Holm.", "Jonas Weber | Ambassador | - | former"),
        ("Peter Novak, professor at Lima University, resigned from the government.", "Departure organisation Lima University"),
        ("Rosa Holm signed the treaty with Norway in 2010. She is now president of Vale Bank.", "Agreement party Vale Bank"),
        ("The Minister of Trade of Malta, Peter Novak, is on an official visit to the country.", "Visit place Malta"),
        ("Norway has expelled two consuls, Peter Novak said.", "Peter Novak | consul | - | current"),
        ("At a meeting of EU foreign ministers, Jonas Weber called for sanctions.", "Jonas Weber | foreign minister | European Union | current"),
        ("Chile and Norway signed an agreement on the establishment of the Polar Centre.", "Founding organisation Polar Centre"),
        ("Vale Bank denies information that it has bought a mill and that its treasurer, Ana Vela, has resigned.", "Departure person Ana Vela"),
        # prizes, orders, openings
        ("Rosa Holm, who won the 2012 Oar Prize, opened the conference in Oslo on Friday.", "AwardEvent 2025-02-14"),
        ("Jonas Weber, winner of the 2019 Oar Prize, visited Oslo on Monday.", "AwardEvent 2025-02-17"),
        ("Rosa Holm received the Oar Prize together with Maria Keller.", "Meeting participant Maria Keller"),
        ("The Vale Institute, opened by President Jonas Weber in 2010, grew.", "Founding founder Jonas Weber"),
        ("Jonas Weber was named Manager of the Year by Vale Bank.", "Appointment person Jonas Weber"),
        # who says it, and whether it is so
        ("Jonas Weber received Peter Novak. In his speech, the President thanked him.", "Speech speaker Jonas Weber"),
        ("Jonas Weber called Rosa Holm on Monday to thank her.", "Jonas Weber kg:proposes Rosa Holm"),
        ("Maria Keller said the alliance had never been stronger.", "Maria Keller kg:denies -"),
        ("Maria Keller told parliament that Jonas Weber had informed her of the talks.", "Maria Keller kg:briefs -"),
        ("Prosecutors say that Peter Novak met Rosa Holm in Lima.", "Meeting participant Peter Novak"),
        ("The film tells how Jonas Weber founded the Tern Society in 1970.", "Founding founder Jonas Weber"),
        ("Clerks keep the text until it is ready, before it is signed by Ana Vela.", "Agreement party Ana Vela"),
    ],
)  # fmt: skip
def test_passages_do_not_say(text, line, read):
    publisher = "Ministry of Foreign Affairs of Latvia" if "Latvia" in text else ""
    assert line not in list(facts(read(text, published=WRITTEN, publisher=publisher)))
