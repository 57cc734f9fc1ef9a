"""Words and the dates they stand for. Sentences are ours; what an expression is worth is in ``data/dates.toml`` too."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import InstallationError
from kgraph.extract.dategrammar import grammar
from kgraph.extract.dateparts import VALUES
from kgraph.extract.dates import (
    Habits,
    When,
    day_of_writing,
    find_dates,
    habits_of,
    happened,
    read_dates,
    resolve,
)
from kgraph.extract.days import between, day_claim, holiday, lasting, month_claim, year_claim
from kgraph.model import DateClaim
from kgraph.resolve.edtf import claim_of

PUBLISHED = date(2023, 3, 15)  # a Wednesday
ANCHOR = day_claim(date(2021, 5, 3), "explicit")  # a Monday
WORDINGS = [w for w in grammar().wordings if w.value]
NO_DATES = [w for w in grammar().wordings if not w.value]


def dated(text: str, published: date | None = PUBLISHED, anchor: DateClaim | None = None, *, ahead: bool | None = None):
    return [resolve(e, When(published, anchor, ahead)) for e in find_dates(text, 0, len(text))]


def values(text: str, published: date | None = PUBLISHED, **more) -> list[str | None]:
    return [claim.edtf if claim else None for claim in dated(text, published, **more)]


# -- the table -----------------------------------------------------------------------------


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: w.example)
def test_every_wording_is_worth_what_the_table_says(wording):
    text = f"It {wording.example}." if wording.example.startswith("will") else f"It happened {wording.example}."
    (found,) = find_dates(text, 0, len(text))
    claim = resolve(found, When(PUBLISHED, ANCHOR))
    assert claim is not None
    assert (claim.edtf, claim.words) == (wording.value, found.words)
    assert text[found.start : found.end] == found.words
    assert found.words in wording.example


@pytest.mark.parametrize("wording", NO_DATES, ids=lambda w: w.example)
def test_what_the_table_lists_as_no_date_is_none(wording):
    assert dated(f"It went on {wording.example}.") == []


def test_each_kind_of_wording_has_a_value_and_each_value_a_wording():
    assert {w.kind for w in grammar().wordings} == set(VALUES)


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: w.example)
def test_every_edtf_is_read_alike_by_another_reader(wording):
    """The library ``edtf`` parses what kgraph writes; a correction by hand may say the same."""
    parse_edtf(wording.value)
    assert claim_of(wording.value) is not None


# -- in sentences --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "edtf", "basis"),
    [
        # days
        ("The accord was signed on Monday, 3 May 2021, in Oslo.", "2021-05-03", "explicit"),
        ("The accord was signed on the 3rd of May 2021.", "2021-05-03", "explicit"),
        ("At 22:30 GMT on 3 May 2021 the engine was lit.", "2021-05-03", "explicit"),
        ("On Wed., March 8, the panel met.", "2023-03-08", "published"),
        ("A storm on Sunday night (March 5) flooded the quay.", "2023-03-05", "published"),
        ("They spoke by telephone on Friday 7 April.", "2023-04-07", "published"),  # the weekday decides the year
        ("Votes were counted on 2 May.", "2022-05-02", "published"),
        ("On March 8 people voted.", "2023-03-08", "published"),
        ("On 29 February the office was open.", "2020-02-29", "published"),
        ("The form is due on 31/12/2024.", "2024-12-31", "explicit"),
        ("The form was stamped 12/31/2024.", "2024-12-31", "explicit"),
        ("It was repealed by the order of 2021-05-03.", "2021-05-03", "explicit"),
        ("They gathered on Whit Monday 2019.", "2019-06-10", "explicit"),
        ("They met on New Year's Eve.", "2022-12-31", "published"),
        ("They will meet on Christmas Eve.", "2023-12-24", "published"),
        ("It began in the small hours of Tuesday.", "2023-03-14", "relative"),
        ("She left the day before yesterday.", "2023-03-13", "relative"),
        # stretches
        ("The fair ran from 30 December 2021 to 4 January 2022.", "2021-12-30/2022-01-04", "explicit"),
        ("Talks were held from Monday to Wednesday.", "2023-03-13/2023-03-15", "relative"),
        ("Between June 2019 and May 2020 the hall was shut.", "2019-06/2020-05", "explicit"),
        ("The hall was shut from late March to 3 May 2021.", "2021-03-21/2021-05-03", "explicit"),
        ("He served from 1998 until 2004.", "1998/2004", "explicit"),
        ("The war (1914–18) ended the empire.", "1914/1918", "explicit"),
        ("The December 2020–January 2021 edition sold out.", "2020-12/2021-01", "explicit"),
        ("A night of 3-4 May 2021 saw the bridge fall.", "2021-05-03/2021-05-04", "explicit"),
        ("Rainfall in January and February 2021 was low.", "2021-01/2021-02", "explicit"),
        ("The law of 1 or 2 May 1907 was lost.", "[1907-05-01..1907-05-02]", "explicit"),
        # months, years, longer
        ("Founded 1931 in Lyon, the club is small.", "1931", "explicit"),
        ("The dam was finished in mid-May.", "[2022-05-11..2022-05-20]", "published"),
        ("The dam was finished in the spring of 2020.", "[2020-03..2020-05]", "explicit"),
        ("Q3 2022 results were good.", "[2022-07..2022-09]", "explicit"),
        ("In the year to June 2022 output fell.", "2021-07/2022-06", "explicit"),
        ("It dates from the late 12th century.", "[1160..1199]", "explicit"),
        ("In the second half of the 19th century, trade grew.", "[1850..1899]", "explicit"),
        ("The 1800s were hard.", "18XX", "explicit"),
        ("Since Dec. 5 the pass has been shut.", "2022-12-05", "published"),
        ("It was sung in the 1930’s.", "193X", "explicit"),
        ("Music of the '80s was played.", "198X", "published"),
        ("Last century brought two wars.", "19XX", "relative"),
        # counted from the day of writing
        ("Earlier this month he met the king.", "[2023-03-01..2023-03-15]", "relative"),
        ("Seventeen years ago the tower fell.", "2006", "relative"),
        ("Crews restored power throughout the weekend.", "[2023-03-11..2023-03-12]", "relative"),
        ("This past Sunday she sang.", "2023-03-12", "relative"),
        ("Overnight, snow fell.", "2023-03-14", "relative"),
        # counted from a date in the same words
        ("The day after Christmas Day 2019 the ship sank.", "2019-12-26", "anchored"),
        ("Three weeks after 1 May 2020 the shops opened.", "2020-05-22", "anchored"),
    ],
)
def test_dates_in_sentences(sentence, edtf, basis):
    claim = dated(sentence)[0]
    assert claim is not None
    assert (claim.edtf, claim.basis) == (edtf, basis)


@pytest.mark.parametrize(
    "text",
    [
        "She may leave. May he rest. They march on.",
        "The second attempt failed. Page 12 of 40. Sun and Mars.",
        "It went on for 70 years, then within five hours, after nine years and over the past two weeks.",
        "She is 45 years old, a 3-year plan, aged 72.",
        "The council meets on Tuesdays, every Friday and each summer.",
        "It grew from 1,950 members to 2,020 members; in March 8 people died.",
        "He is in his sixties. Temperatures in the sixties are mild.",
        "The Monday Club dined; the Friday Group did not. They work for 20th Century Films.",
        "Friday Harbor has a theatre, Saturday Night Shows another. In the last year of his life he went there.",
        "She worked there for 3 years before moving; more than two years later she left.",
        "It happened more than 20 years ago, at the turn of the wheel.",
        "Version 3.11.2 costs 2021 euros a seat; call 555-2019-44.",
    ],
)
def test_what_is_no_date(text):
    assert dated(text) == []


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("on November 25", "XXXX-11-25"),
        ("in May", "XXXX-05"),
        ("from 3 to 5 May", "XXXX-05-03/XXXX-05-05"),
        ("from 28 March to 2 April", "XXXX-03-28/XXXX-04-02"),
        ("on Christmas Day", "XXXX-12-25"),
        ("at the beginning of this year", "[XXXX-01..XXXX-03]"),
        ("in the sixties", "XX6X"),
    ],
)
def test_without_a_year_and_a_day_of_publication_the_year_stays_open(words, edtf):
    (claim,) = dated(f"It happened {words}.", None)
    assert claim is not None
    assert (claim.edtf, claim.earliest, claim.latest) == (edtf, None, None)


@pytest.mark.parametrize(
    "words", ["on Monday", "yesterday", "last week", "two years ago", "on Easter Monday", "this year"]
)
def test_what_counts_from_an_unknown_day_is_no_date(words):
    assert values(f"It happened {words}.", None) == [None]


@pytest.mark.parametrize(
    "words", ["on 31 February 2021", "on 31/02/2021", "on 2021-02-30", "on the fifth Friday of May 2021"]
)
def test_a_day_that_does_not_exist_is_no_date(words):
    assert values(f"It happened {words}.") == [None]


@pytest.mark.parametrize("words", ["in the twenties", "in the 2010-2009 report", "from 5 to 3 May 2021"])
def test_what_is_in_doubt_has_no_value(words):
    assert None in values(f"It happened {words}.")


# -- which way a date without a year lies ----------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("He will retire in May.", "2023-05"),
        ("In May he will retire.", "2023-05"),
        ("He said he would retire in May.", "2023-05"),
        ("They agreed to meet in May.", "2023-05"),
        ("The hall, to be opened in May, cost little.", "2023-05"),
        ("The hall, opened in May, cost little.", "2022-05"),
        ("In May the rains came.", "2022-05"),
        ("The law takes effect on 1 July.", "2023-07-01"),  # the present tense does not tell: what is much nearer
        ("The minister opens the fair on 3 March.", "2023-03-03"),
        ("The vote is set for 12 September.", "2023-09-12"),
        ("The festival is to run from 1 March through 2 April.", "2023-03-01/2023-04-02"),
        ("The festival ran from 20 February to 2 March.", "2023-02-20/2023-03-02"),
        ("This weekend crews will restore power.", "[2023-03-18..2023-03-19]"),
        ("On Friday the crew will fly.", "2023-03-17"),
        ("On Friday the crew flew and landed.", "2023-03-10"),
    ],
)
def test_the_words_around_a_date_tell_whether_it_lies_ahead(sentence, edtf):
    assert values(sentence) == [edtf]


def test_a_list_goes_on_in_the_direction_it_began():
    text = "We play Rome next month, Oslo in May, Lyon in August, Kyiv in January and Bern in March."
    assert values(text) == ["2023-04", "2023-05", "2023-08", "2024-01", "2023-03"]


def test_a_caller_who_knows_the_tense_is_believed():
    assert values("in June", ahead=True) == ["2023-06"]
    assert values("in June", ahead=False) == ["2022-06"]
    assert values("on Friday", ahead=True) == ["2023-03-17"]


# -- stretches, lists, edges -----------------------------------------------------------------


def test_a_year_said_once_at_the_end_of_a_list_holds_for_all_of_it():
    assert values("It met on 3 March and 5 April 2021.") == ["2021-03-03", "2021-04-05"]
    assert values("It met on 3 March 2020 and 5 April.") == ["2020-03-03", "2022-04-05"]


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("on 3 May 2021", "2021-05-03"),
        ("since 2004", "2004"),
        ("from 1 May 2021", "2021-05-01"),
        ("until May 2021", "2021-05"),
        ("from 1998 until 2004", "1998/2004"),
        ("from May 2019 to June 2020", "2019-05/2020-06"),
        ("by 2015", "[..2015]"),
        ("by the end of 2015", "[..2015-12-31]"),
        ("no later than 30 June 2015", "[..2015-06-30]"),
        ("before 3 May 2021", "[..2021-05-02]"),
        ("after 3 May 2021", "[2021-05-04..]"),
        ("around 1850", "1850~"),
        ("some 30 years ago", "1993~"),
    ],
)
def test_what_is_dated_may_lie_before_or_after_the_date_named(words, event):
    text = f"It happened {words}."
    (found,) = find_dates(text, 0, len(text))
    claim = resolve(found, When(PUBLISHED))
    assert claim is not None
    assert happened(found, claim).edtf == event
    parse_edtf(event)
    again = claim_of(happened(found, claim).edtf)
    assert again is not None
    assert (again.earliest, again.latest) == (happened(found, claim).earliest, happened(found, claim).latest)


@pytest.mark.parametrize(
    ("text", "day_first", "edtf"),
    [
        ("3/4/2021", None, "[2021-03-04..2021-04-03]"),
        ("3/4/2021", True, "2021-04-03"),
        ("3/4/2021", False, "2021-03-04"),
        ("25/4/2021", False, "2021-04-25"),
        ("4/4/2021", None, "2021-04-04"),
        ("3.4.2021", None, "2021-04-03"),
    ],
)
def test_days_in_figures_are_either_unless_something_tells(text, day_first, edtf):
    (found,) = find_dates(text, 0, len(text))
    claim = resolve(found, When(habits=Habits(day_first)))
    assert claim is not None
    assert claim.edtf == edtf


@pytest.mark.parametrize(
    ("url", "text", "habits"),
    [
        ("https://www.state.gov/a", "On 3/4/2021.", Habits(False)),
        ("https://mfa.example.lv/a", "On 3/4/2021.", Habits(True)),
        ("https://mfa.example.nz/a", "", Habits(True, southern=True)),
        ("https://news.example.com/a", "On 3/4/2021.", Habits(None)),
        ("https://news.example.com/a", "On 25/4/2021 and 3/4/2021.", Habits(True)),
        ("https://news.example.com/a", "On 25/4/2021 and 4/25/2021.", Habits(None)),
        ("https://www.state.gov/a", "On 25/4/2021.", Habits(True)),
        ("https://news.example.io/a", "", Habits(None)),
        ("http://[broken", "", Habits()),
        ("", "", Habits()),
    ],
)
def test_an_issuer_s_habits_are_told_by_its_dates_or_its_country(url, text, habits):
    assert habits_of(url, text) == habits


def test_seasons_are_those_of_the_issuer_s_half_of_the_earth():
    (found,) = find_dates("last summer", 0, 11)
    north, south = (resolve(found, When(PUBLISHED, habits=Habits(southern=s))) for s in (False, True))
    assert north is not None
    assert south is not None
    assert (north.edtf, south.edtf) == ("[2022-06..2022-08]", "[2022-12..2023-02]")


def test_a_year_before_a_noun_is_a_date_but_dates_no_event():
    for text in ("after the 2014 protests", "this year's prize", "in Tokyo (2021)"):
        (found,) = find_dates(text, 0, len(text))
        assert not found.dates_events
        assert resolve(found, When(PUBLISHED)) is not None
    (said,) = find_dates("established 1931", 0, 16)
    assert said.dates_events


# -- a whole text ----------------------------------------------------------------------------


def test_what_counts_from_another_date_takes_the_last_one_before_it():
    found = read_dates(
        "She wrote it in 1985. Two years later it won, in March of the following year it sank.", PUBLISHED
    )
    assert [c and c.edtf for _, c in found] == ["1985", "1987", "1986-03"]
    text = "The pact was signed on 3 May 2020. The following year it lapsed. The next Tuesday they met; a day later, again."
    assert [c and c.edtf for _, c in read_dates(text, PUBLISHED)] == ["2020-05-03", "2021", "2020-05-05", "2020-05-04"]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("GENEVA, 14 March 2023 – The council met today.", date(2023, 3, 15), date(2023, 3, 14)),
        ("GENEVA, March 14 (Corvo) -- The council met today.", date(2023, 3, 15), date(2023, 3, 14)),
        ("Talks end\nTuesday, March 14, 2023\nThe council met today.", date(2023, 3, 15), date(2023, 3, 14)),
        ("Geneva, Switzerland, 14 March 2023: The council met.", None, date(2023, 3, 14)),
        ("GENEVA, 3 May 2019 – The council met today.", date(2023, 3, 15), date(2023, 3, 15)),  # too far off
        ("On 14 March 2023 the council met.", None, None),
        ("The council met on 14 March 2023 – again.", None, None),
        ("The council met today.", date(2023, 3, 15), date(2023, 3, 15)),
    ],
)
def test_the_day_of_writing_is_the_dateline_s(text, published, day):
    assert day_of_writing(text, published) == day


# -- invariants ------------------------------------------------------------------------------

DAYS = st.dates(date(1500, 1, 1), date(2099, 12, 31))
FORMATS = (
    "{d} {m} {y}",
    "{m} {d}, {y}",
    "{y}-{n:02}-{d:02}",
    "the {d} of {m} {y}",
    "{w}, {d} {m}, {y}",
    "{w} {m} {d} {y}",
)


@given(DAYS, st.sampled_from(FORMATS), st.booleans())
def test_a_full_day_is_that_day_however_it_is_written(day, form, short):
    month = day.strftime("%b." if short and day.month != 5 else "%B")
    text = form.format(d=day.day, m=month, y=day.year, n=day.month, w=day.strftime("%A"))
    assert values(f"It was on {text} in Bern.") == [day.isoformat()]


@given(DAYS, st.integers(-400, 400))
def test_a_day_without_a_year_is_the_nearest_one_that_fits(published, shift):
    day = published + timedelta(shift % 360)
    if (day.month, day.day) == (2, 29) or day.year > 2099:
        return
    (claim,) = dated(f"on {day.day} {day.strftime('%B')}", published, ahead=True)
    assert claim is not None
    assert claim.earliest == day


@given(st.integers(1900, 2099))
def test_movable_days_fall_on_their_weekdays(year):
    for name, rule in grammar().holidays.items():
        found = holiday(rule, year)
        for number, weekday in enumerate(
            ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        ):
            if weekday in name.split():
                assert found.weekday() == number, name


@given(DAYS, st.integers(0, 400))
def test_claims_are_well_formed_and_their_bounds_in_order(day, length):
    for claim in (
        day_claim(day, "explicit"),
        month_claim(day.year, day.month, "explicit"),
        year_claim(day.year, "explicit"),
        between(day, day + timedelta(length), "relative"),
        lasting(day, day + timedelta(length), "explicit"),
    ):
        again = claim_of(claim.edtf)
        assert again is not None
        assert (again.earliest, again.latest) == (claim.earliest, claim.latest)
        assert claim.earliest is not None
        assert claim.latest is not None
        assert claim.earliest <= day <= claim.latest


WORDS = (
    "on in by since from to until the of and or early late mid- end last next this year month week century s 's 1990 2021 "
    "3 31 3rd 12 May March Dec. Monday Fri. spring Easter Sunday quarter half second FY Q3 BC AD ago later two a day after "
    "before / - – , . ( )"
)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join), st.sampled_from([PUBLISHED, None]))
def test_any_text_gives_claims_that_another_reader_reads(text, published):
    for found, claim in read_dates(text, published):
        assert text[found.start : found.end] == found.words
        if claim is None:
            continue
        for told in (claim, happened(found, claim)):
            parse_edtf(told.edtf)
            again = claim_of(told.edtf)
            assert again is not None, told.edtf
            assert (again.earliest, again.latest) == (told.earliest, told.latest) or told.edtf.startswith("[XXXX")
            assert told.earliest is None or told.latest is None or told.earliest <= told.latest


def test_the_page_on_dates_shows_what_they_are_worth():
    page = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 8
    for words, shown, *bounds in rows:
        for number, said in enumerate(words.split(";")):
            text = f"It happened {said.removesuffix(', where no year is known')}."
            (found,) = find_dates(text, 0, len(text))
            claim = resolve(found, When())
            assert claim is not None, said
            claim = happened(found, claim)
            assert claim.edtf == re.findall(r"`([^`]+)`", shown)[number]
            days = [str(day) if day else "" for day in (claim.earliest, claim.latest)]
            assert days == [[*cell.split("; "), cell][number if "; " in cell else -1] for cell in bounds]


def test_a_line_of_the_table_that_cannot_be_read_is_told(monkeypatch, tmp_path):
    (tmp_path / "dates.toml").write_text(
        'dates = [["day", "{dya}", "", ""]]\n[leads]\n[edges]\n[pieces]\n[signs]\n[holidays]\n[days]\n'
    )
    monkeypatch.setattr("kgraph.extract.dategrammar.data_dir", lambda: tmp_path)
    with pytest.raises(InstallationError, match="dya"):
        grammar.__wrapped__()
