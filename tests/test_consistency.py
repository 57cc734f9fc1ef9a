"""Ontology, frames, queries, rules, docs and command line speak of the same things."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kgraph.cli import _VERBS
from kgraph.config import Config
from kgraph.extract.frames import load_frames
from kgraph.pipeline import load_schema
from kgraph.resources import data_dir, ontology_dir, queries_dir

ROOT = Path(__file__).parent.parent
SCHEMA = load_schema(Config())
FRAMES = load_frames(SCHEMA, data_dir() / "frames")
TERM = re.compile(r"\b(kg|schema|org):([A-Za-z]\w*)\b(?!…)")
QUERIES = [*queries_dir().glob("*.rq"), *(ontology_dir() / "rules").glob("*.rq")]


@pytest.mark.parametrize("name", SCHEMA.classes)
def test_every_class_has_label_definition_example_colour_and_a_maker(name):
    cls = SCHEMA.classes[name]
    assert cls.label
    assert cls.definition.endswith(".")
    assert cls.example
    assert re.fullmatch(r"#[0-9a-f]{6}", cls.colour)
    assert cls.made_by in ("reading", "names", "frames", "roles", "speech", "projection", "nothing")
    if cls.made_by == "frames" and name != "kg:Event":
        assert any(f.event == name for f in FRAMES.all), "no frame makes it"


@pytest.mark.parametrize("name", sorted(SCHEMA.declared_properties))
def test_every_property_has_a_label_and_a_definition(name):
    text = "\n".join(p.read_text() for p in ontology_dir().glob("*.ttl"))
    block = re.search(rf"^{re.escape(name)} a owl:.*?\.$", text, re.M | re.S)
    assert block is not None
    assert "rdfs:label" in block[0]
    assert "skos:definition" in block[0]


def test_people_never_see_a_term_where_there_is_a_word():
    assert not [name for name, label in SCHEMA.properties.items() if ":" in label or label != label.strip()]
    assert SCHEMA.properties["schema:name"] == "name"
    assert SCHEMA.properties["skos:altLabel"] == "also called"  # as its shape says


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_every_term_of_a_query_or_rule_exists(path):
    known = {*SCHEMA.classes, *SCHEMA.properties, *SCHEMA.instances("kg:Modality")}
    used = {
        f"{prefix}:{local}"
        for prefix, local in TERM.findall(re.sub(r"^#.*$", "", path.read_text(), flags=re.M))
        if prefix == "kg"
    }
    assert used <= known


def test_every_term_in_shapes_is_declared():
    text = "\n".join(p.read_text() for p in ontology_dir().glob("*.ttl"))
    used = {f"kg:{local}" for prefix, local in TERM.findall(text) if prefix == "kg"}
    shapes = set(re.findall(r"^(kg:\w+) a sh:NodeShape", text, re.M))
    assert used - shapes <= {*SCHEMA.classes, *SCHEMA.declared_properties, *SCHEMA.instances("kg:Modality")}


def test_every_verb_of_the_command_line_is_documented():
    guide = (ROOT / "docs" / "cli.md").read_text()
    assert all(f"`kgraph {verb}" in guide for verb in _VERBS)


def test_every_setting_is_documented():
    guide = (ROOT / "docs" / "configuration.md").read_text()
    from dataclasses import fields

    assert all(f"`{f.name}`" in guide for f in fields(Config))


def test_every_frame_key_is_documented():
    from kgraph.extract.frames import _FILE_KEYS, _FRAME_KEYS

    guide = (ROOT / "docs" / "frames.md").read_text()
    assert all(f"`{key}`" in guide for key in _FILE_KEYS | _FRAME_KEYS)


def test_every_dependency_has_its_reason():
    import tomllib

    reasons = (ROOT / "docs" / "decisions.md").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [d for name, ds in project["optional-dependencies"].items() if name != "all" for d in ds]
    for dependency in [*project["dependencies"], *extras]:
        assert f"`{re.split(r'[<>=]', dependency)[0]}`" in reasons, dependency


def test_no_word_of_the_sample_stands_in_frames_or_code():
    """Frames and code are general: no name of a sample article is written into them."""
    import json

    names = set()
    for line in (ROOT / "tests" / "gold" / "articles.jsonl").open():
        for entity in json.loads(line)["entities"]:
            if entity["type"] in ("Person", "Mission", "Award", "Team", "Programme"):
                names.add(entity["name"])
    texts = [
        p
        for folder in (ROOT / "src", ROOT / "data" / "frames", ROOT / "ontology" / "rules")
        for p in folder.rglob("*")
        if p.suffix in (".py", ".toml", ".rq")
    ]
    code = "\n".join(re.sub(r'"""(?:.|\n)*?"""|#.*', "", p.read_text()) for p in texts)
    assert not {n for n in names if re.search(rf"\b{re.escape(n)}\b", code)}
