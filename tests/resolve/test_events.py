"""Events that several articles tell are one; events that are like each other are not."""

from __future__ import annotations

from datetime import date

import pytest

from kgraph.extract.dates import month_claim, year_claim
from kgraph.model import DateClaim

NOVEMBER_25 = DateClaim("XXXX-11-25", None, None, "explicit")


def people(corpus, home, *names):
    """People with an office each, so that they are known again."""
    body = corpus.thing(f"{home}.b", "schema:Organization", "Vesper Institute")
    found = []
    for number, name in enumerate(names):
        found.append(corpus.thing(f"{home}.p{number}", "schema:Person", name))
        corpus.office(found[-1], f"director {number}", body)
    return found


def meeting(corpus, home, claim=None, place="", published=""):
    corpus.article(home, published)
    said = {"participant": people(corpus, home, "Ana Vela", "Tomas Brandt")}
    if claim is not None:
        said["edtf"] = claim
    if place:
        said["place"] = corpus.thing(f"{home}.place", "schema:Place", place)
    return corpus.thing(f"{home}.m", "kg:Meeting", **said)


def test_an_award_reported_four_times_is_one_event(corpus, day):
    for home, claim in (
        ("a", day("2019-11-25")),
        ("b", month_claim(2019, 11, "explicit")),
        ("c", NOVEMBER_25),
        ("d", None),
    ):
        team = corpus.thing(
            f"{home}.t", "kg:Team", "Chang’e-4 team", teamOf=corpus.thing(f"{home}.m", "kg:Mission", "Chang’e-4")
        )
        medal = corpus.thing(f"{home}.a", "kg:Award", "Team Gold Medal")
        corpus.thing(f"{home}.e", "kg:AwardEvent", award=medal, recipient=team, **({"edtf": claim} if claim else {}))
    assert corpus.same("a.e", "b.e", "c.e", "d.e")
    assert corpus.rules("a.e") == {"event-key"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (DateClaim("2019-11-25", date(2019, 11, 25), date(2019, 11, 25), "explicit"), NOVEMBER_25, True),
        (DateClaim("2019-11-26", date(2019, 11, 26), date(2019, 11, 26), "explicit"), NOVEMBER_25, False),
        (
            DateClaim("2019-11-25", date(2019, 11, 25), date(2019, 11, 25), "explicit"),
            month_claim(2019, 11, "explicit"),
            True,
        ),
        (
            DateClaim("2019-11-25", date(2019, 11, 25), date(2019, 11, 25), "explicit"),
            month_claim(2019, 12, "explicit"),
            False,
        ),
        (DateClaim("XXXX-11", None, None, "relative"), NOVEMBER_25, True),
        (DateClaim("[XXXX-01..XXXX-03]", None, None, "relative"), NOVEMBER_25, False),
        (year_claim(2019, "explicit"), year_claim(2019, "explicit"), False),
        (None, None, False),
    ],
)
def test_two_meetings_of_two_people_are_one_if_their_dates_say_so(corpus, one, other, same):
    meeting(corpus, "a", one)
    meeting(corpus, "b", other)
    assert corpus.same("a.m", "b.m") is same


def test_without_a_date_place_and_period_decide(corpus, day):
    meeting(corpus, "a", day("2019-11-25"), "Harwick Hall", "2019-11-27")
    meeting(corpus, "b", None, "Harwick Hall", "2019-12-03")
    meeting(corpus, "c", None, "Harwick Hall", "2021-12-03")
    found = corpus.resolve()
    assert found.ids["a.m"] == found.ids["b.m"] != found.ids["c.m"]
    assert any({k.one, k.other} & {"c.m"} for k in found.undecided)


def test_a_coarse_date_never_bridges_two_meetings(corpus, day):
    meeting(corpus, "a", day("2023-03-14"), "Harwick Hall")
    meeting(corpus, "b", day("2023-10-17"), "Harwick Hall")
    meeting(corpus, "c", year_claim(2023, "explicit"), "Harwick Hall")
    ids = corpus.resolve().ids
    assert len({ids[f"{h}.m"] for h in "abc"}) == 3


def test_a_craft_is_launched_once_and_its_rocket_many_times(corpus, day):
    for home, craft, claim in (
        ("a", "Huemul-1", day("2025-04-10")),
        ("b", "Huemul-1", month_claim(2025, 4, "explicit")),
        ("c", "Tern", day("2024-01-18")),
    ):
        said = {
            "spacecraft": corpus.thing(f"{home}.s", "kg:Spacecraft", craft),
            "launchVehicle": corpus.thing(f"{home}.v", "kg:Spacecraft", "Alcyon 2"),
        }
        corpus.thing(f"{home}.e", "kg:Launch", edtf=claim, **said)
    assert corpus.same("a.e", "b.e")
    assert not corpus.same("a.e", "c.e")


def test_two_events_of_one_article_stay_two(corpus, day):
    parties = people(corpus, "a", "Ana Vela", "Tomas Brandt")
    for label in "mn":
        corpus.thing(f"a.{label}", "kg:Call", participant=parties, edtf=day("2022-05-05"))
    assert not corpus.same("a.m", "a.n")


def test_holdings_with_other_beginnings_are_two_tenures(corpus, day):
    for home, start in (("a", "2015-01-01"), ("b", "2020-01-01"), ("c", "2015-01-01")):
        person = corpus.thing(f"{home}.p", "schema:Person", "Ana Vela")
        body = corpus.thing(f"{home}.b", "schema:Organization", "Vesper Institute")
        corpus.office(person, "director", body, **{"kg:start": day(start)})
    assert corpus.same("a.a.p as director", "c.c.p as director")
    assert not corpus.same("a.a.p as director", "b.b.p as director")


def test_posts_without_a_body_are_their_holders(corpus):
    for home, name in (("a", "Ana Vela Ruiz"), ("b", "Tomas Brandt")):
        person = corpus.thing(f"{home}.p", "schema:Person", name)
        post = corpus.thing(f"{home}.d", "kg:Position", "director")
        corpus.thing(f"{home}.h", "kg:RoleHolding", **{"org:member": person, "org:role": post})
    assert not corpus.same("a.d", "b.d")
