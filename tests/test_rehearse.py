"""Frames tried out: examples that fail are told, and near misses come with their reason."""

from __future__ import annotations

import pytest

from kgraph.extract.frames import Example
from kgraph.model import Article
from kgraph.read.files import digest
from kgraph.rehearse import Trial, sightings


@pytest.fixture(scope="module")
def seen(knowledge):
    def look(text):
        name = digest(text.encode())
        article = Article(id=name, snapshot=name, text=text)
        return {(s.event.partition(":")[2], s.trigger): s for s in sightings(article, knowledge)}

    return look


def test_an_event_that_is_read_is_a_hit_with_its_roles(seen):
    hit = seen("Ana Vela met Tomas Brandt in Vienna on 4 May 2021.")["Meeting", "met"]
    assert hit.reason == ""
    assert hit.roles == {"participant": ["Ana Vela", "Tomas Brandt"], "place": ["Vienna"], "edtf": "2021-05-04"}


@pytest.mark.parametrize(
    ("text", "trigger", "reason"),
    [
        ("Ana Vela did not meet Tomas Brandt in Vienna.", ("Meeting", "meet"), "did not happen: denies"),
        ("Ana Vela hopes to visit Lyon.", ("Visit", "visit"), "did not happen: hopes"),
        (
            "The council received Ana Vela.",
            ("Meeting", "received"),
            "no host; agent “council” is nothing known by name",
        ),
        ("Ana Vela was succeeded.", ("Appointment", "succeeded"), "no person; nothing stands as agent"),
        ("The University of Malta succeeded Tomas Brandt.", ("Appointment", "succeeded"), "person takes Person"),
    ],
)
def test_a_near_miss_says_why(seen, text, trigger, reason):
    assert reason in seen(text)[trigger].reason


def test_a_trigger_without_its_condition_is_hardly_near(seen):
    assert seen("Ana Vela took the train to Lyon.")["Appointment", "took"].far


def test_an_example_fails_on_another_or_a_missing_event():
    def example(*events):
        return Example("Ana met Bo.", events, "kg:Meeting", None)

    met = {"participant": ["Ana", "Bo"]}
    assert Trial(example({"participant": ["Bo", "Ana"]}), (met,)).passed
    assert not Trial(example(met, met), (met,)).passed
    assert not Trial(example({"participant": ["Ana"]}), (met,)).passed
