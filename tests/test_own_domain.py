"""The page on a domain of one's own: its files and commands, as written, give what it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

import runpages
from kgraph.config import load
from kgraph.errors import Place, SchemaError
from kgraph.pipeline import load_knowledge, load_schema

PAGE = "own-domain.md"


def test_the_page_runs_as_written(tmp_path):
    assert runpages.run(PAGE, tmp_path) >= 8
    found = list(runpages.blocks(PAGE))
    assert {Path(b["file"]).suffix for b in found if b["file"]} == {".toml", ".txt", ".ttl", ".csv", ".rq"}
    assert all(b["file"] or b["kind"] in ("sh", "output") for b in found), (
        "a block that is neither file, command nor output"
    )


@pytest.mark.parametrize(
    ("file", "text", "line", "message", "advice"),
    [
        ("frames/x.toml", 'event = "Takover"\n', 1, "no class or property 'Takover'", "Takeover"),
        ("frames/x.toml", 'event = "Person"\n', 1, "is no event", "Takeover"),
        ("frames/x.toml", 'key = ["target"]\n', None, "does not say of which event", 'event = "Meeting"'),
        ("frames/x.toml", 'event = "Takeover"\n[[frame]]\nid = "a"\nroles.victim = ["of"]\n', 4, "Takeover has no victim", "acquirer"),
        ("frames/x.toml", 'event = "Takeover"\n[[frame]]\nid = "a"\nroles.target = ["pateint"]\n', 4, "'pateint' is no function", "patient"),
        ("frames/x.toml", 'event = "Takeover"\n[[frame]]\nid = "a"\nroles.target = ["of"]\ntypes.target = ["Compny"]\n', 5, "no class or property 'Compny'", ""),
        ("frames/x.toml", 'event = "Takeover"\n[[frame]]\nid = "a"\nverbs = ["buy"]\n[[frame]]\nid = "b"\nverb = ["eat"]\n', 7, "unknown key 'verb'", "verbs"),
        ("frames/x.toml", 'event = "Takeover"\n[[frame]]\nid = "a"\nverbs = "buy"\n', 4, "is no list of words", 'verbs = ["one", "two"]'),
        ("frames/statements.toml", '[craves]\nverbs = ["crave"]\n', 1, "'craves' is no modality", "hopes"),
        ("frames/statements.toml", '[hopes]\nverbs = ["crave"]\nto = ["untoo"]\n', 3, "'untoo' is no function", "with"),
        ("names/bodies.csv", "name,class,wikidata,aliases,country\nQuench,deal:Company,,,\n", 2, "no class 'deal:Company'", "schema:Organization"),
        ("names/bodies.csv", "name,wikidata\nQuench,\n", 2, "no column or kind 'class'", "bodies.csv"),
        ("names/companies.csv", "name\nQuench\n", None, "no name list is called companies.csv", "bodies.csv"),
        ("ontology/deals.ttl", "@prefix deal: <https://deals.example.org/ns#> .\n\ndeal:Takeover a .\n", 3, "not Turtle", ""),
    ],
)  # fmt: skip
def test_a_mistake_stops_with_its_file_its_line_and_what_would_be_right(tmp_path, file, text, line, message, advice):
    for name in ("ontology", "frames", "names"):
        (tmp_path / name).mkdir()
    (tmp_path / "kgraph.toml").write_text(
        '[extract]\nontology = ["ontology"]\nframes = ["frames"]\nnames = ["names"]\n'
    )
    good = next(b["text"] for b in runpages.blocks(PAGE) if b["file"] == "ontology/deals.ttl")
    (tmp_path / "ontology" / "deals.ttl").write_text(good)
    (tmp_path / file).write_text(text)
    config = load(tmp_path)
    with pytest.raises(SchemaError) as caught:
        load_knowledge(config, load_schema(config))
    assert message in caught.value.message
    assert caught.value.place == Place(str(tmp_path / file), line)
    assert advice in (caught.value.help or "")
