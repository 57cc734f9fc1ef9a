"""The page on a domain of one's own: its files and commands, as written, give what it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph.config import load
from kgraph.errors import Place, SchemaError
from kgraph.pipeline import load_knowledge, load_schema

PAGE = Path(__file__).parents[1] / "docs" / "own-domain.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)


def shell(command: str, folder: Path) -> str:
    """What a command prints in a folder, with this environment's kgraph found first."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH_")}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    found = subprocess.run(
        ["bash", "-euc", command], cwd=folder, env=environ, capture_output=True, text=True, timeout=120, check=False
    )
    assert found.returncode == 0, f"{command}\n{found.stdout}{found.stderr}"
    return found.stdout


def matches(printed: str, shown: str) -> bool:
    """True if the page shows what was printed; “…” stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), printed, re.S) is not None


def test_the_page_runs_as_written(tmp_path):
    blocks = list(BLOCK.finditer(PAGE.read_text()))
    printed, run = "", 0
    for block in blocks:
        kind, file, text = block["kind"], block["file"], block["text"]
        if file:
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_text(text)
        elif kind == "sh":
            printed, run = shell(text, tmp_path), run + 1
        else:
            assert kind == "output", f"a block that is neither file, command nor output: {kind}"
            assert matches(printed, text), f"the page shows\n{text}but this was printed\n{printed}"
    assert run >= 8
    assert {Path(b["file"]).suffix for b in blocks if b["file"]} == {".toml", ".txt", ".ttl", ".csv", ".rq"}


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
    good = next(b["text"] for b in BLOCK.finditer(PAGE.read_text()) if b["file"] == "ontology/deals.ttl")
    (tmp_path / "ontology" / "deals.ttl").write_text(good)
    (tmp_path / file).write_text(text)
    config = load(tmp_path)
    with pytest.raises(SchemaError) as caught:
        load_knowledge(config, load_schema(config))
    assert message in caught.value.message
    assert caught.value.place == Place(str(tmp_path / file), line)
    assert advice in (caught.value.help or "")
