"""Frames are tested by the examples in their own files, and checked when they are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.config import Config
from kgraph.errors import SchemaError
from kgraph.extract.frames import Example, load_frames
from kgraph.pipeline import load_schema
from kgraph.resources import data_dir

FRAMES = load_frames(load_schema(Config()), data_dir() / "frames")


def told(reading, cls):
    """The events of a class as their examples write them."""
    names = [t.name for t in reading.things.all]
    found = []
    for event in reading.events:
        if event.cls == cls and not event.modality:
            roles: dict[str, object] = {}
            for role, number, _ in event.arguments:
                roles.setdefault(role.partition(":")[2], []).append(names[number])
            if event.date is not None:
                roles["edtf"] = event.date.edtf
            found.append(roles)
    return found


@pytest.mark.parametrize("example", FRAMES.examples, ids=lambda e: f"{e.event[3:]}: {e.text[:50]}")
def test_a_frames_example_gives_the_events_it_says(example: Example, read):
    found = told(read(example.text), example.event)
    wanted = [{k: sorted(v) if isinstance(v, list) else v for k, v in e.items()} for e in example.events]
    assert [{k: sorted(v) if isinstance(v, list) else v for k, v in e.items()} for e in found] == wanted


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ('event = "Meting"\n', 1, "Meeting"),
        ('event = "Meeting"\n[[frame]]\nid = "x"\nroles.venue = ["at"]\n', 4, "place"),
        ('event = "Meeting"\n[[frame]]\nid = "x"\nroles.host = ["wiht"]\n', 4, "with"),
        ('event = "Meeting"\n[[frame]]\nid = "x"\nverb = ["meet"]\n', 4, "verbs"),
        ('event = "Meeting"\n[[frame]\n', 2, ""),
    ],
)
def test_a_wrong_frame_stops_with_file_line_and_what_would_be_right(text, line, advice, tmp_path: Path, schema):
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(SchemaError) as caught:
        load_frames(schema, tmp_path)
    assert caught.value.place is not None
    assert caught.value.place.file.endswith("mine.toml")
    assert caught.value.place.line == line
    assert advice in (caught.value.help or "")


def test_every_event_type_has_a_frame_and_every_frame_file_an_example(schema):
    assert {f.event for f in FRAMES.all} == set(schema.event_types)
    assert {e.event for e in FRAMES.examples} == set(schema.event_types)
