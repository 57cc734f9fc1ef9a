"""Which date is an event's: sentences of ours, read whole, with the events and dates they must give."""

from __future__ import annotations

import pytest

PUBLISHED = "2023-03-15"  # a Wednesday


def told(reading) -> dict[str, list[str | None]]:
    """The dates of what happened, by type, in text order."""
    found: dict[str, list[str | None]] = {}
    for event in reading.events:
        if not event.modality:
            found.setdefault(event.cls.removeprefix("kg:"), []).append(event.date.edtf if event.date else None)
    return found


@pytest.mark.parametrize(
    ("text", "type_", "edtf"),
    [
        # what stands between a date and its event
        ("Minister Ana Vela attended the Baltic Ports Forum, held in Riga on 3 and 4 March.", "Conference", "2023-03-03/2023-03-04"),
        ("Ana Vela was treasurer of Norda Bank until August, when she left the bank.", "Departure", "2022-08"),
        ("On Friday Minister Ana Vela travelled to Riga, where she met Mayor Bo Lind.", "Meeting", "2023-03-10"),
        ("The two-day Baltic Ports Summit ended in Riga on Saturday.", "Conference", "2023-03-10/2023-03-11"),
        ("Minister Ana Vela visited Riga on Thursday. She met Mayor Bo Lind on the sidelines of the visit.", "Meeting", "2023-03-09"),
        # what a count is of
        ("The probe Kestrel landed on Mars on 20 August 2022, seven months after its launch.", "Launch", "2022-01"),
        ("Ana Vela met Bo Lind on 24 August 2022, three days after Rosa Ek was sworn in as minister.", "Meeting", "2022-08-24"),
        ("Kestrel was launched on 8 May 2022. Ten days after lift-off Kestrel landed on Mars.", "Landing", "2022-05-18"),
        # how the date lies to the event
        ("By 2015 Ana Vela had visited Riga.", "Visit", "[..2015]"),
        ("Ana Vela visited Riga before 3 May 2019.", "Visit", "[..2019-05-02]"),
        ("The Tide Institute was founded around 1850.", "Founding", "1850~"),
        # what an expression counts from
        ("Minister Ana Vela met Bo Lind on Thursday. The hall, painted on 2 March, was full. The same evening she visited the Tide Institute.", "Visit", "2023-03-09"),
        ("Minister Ana Vela met Bo Lind on Thursday. The stone had been laid on 6 May 2009. Later in the day she visited the Tide Institute.", "Visit", "2023-03-09"),
        ("RIGA, 13 March 2023 – Minister Ana Vela today met Bo Lind.", "Meeting", "2023-03-13"),
    ],
)  # fmt: skip
def test_an_event_has_the_date_that_its_sentence_gives_it(read, text, type_, edtf):
    assert told(read(text, PUBLISHED))[type_] == [edtf]


@pytest.mark.parametrize(
    "text",
    [
        "Kestrel was launched on 8 May 2022. Merlin was launched on 6 June 2022. Ten days after the launch the crew met Bo Lind.",
        "Ana Vela met Bo Lind the day after the flood.",
    ],
)
def test_what_counts_from_nothing_plain_dates_nothing(read, text):
    assert told(read(text, PUBLISHED)).get("Meeting") in (None, [None])


def test_a_presentation_in_the_present_tense_lies_where_it_is_nearer(read):
    text = "Ana Vela takes up her duties as ambassador to Malta on 1 May."
    (event,) = [e for e in read(text, PUBLISHED).events if e.cls == "kg:Appointment"]
    assert event.date is not None
    assert (event.date.edtf, event.modality) == ("2023-05-01", "plans")


def test_without_a_day_of_publication_a_dateline_is_what_today_means(read):
    assert told(read("RIGA, 13 March 2023 – Minister Ana Vela met Bo Lind on Friday."))["Meeting"] == ["2023-03-10"]
    assert told(read("Minister Ana Vela met Bo Lind on Friday."))["Meeting"] == [None]
