"""The verbs that show what the reader sees: clauses and frames."""

from __future__ import annotations

import json


def test_clauses_prints_one_row_a_clause(run):
    found = run("clauses", "Tomas Brandt was met by Ana Vela.")
    header, row = (line.split("\t") for line in found.stdout.splitlines())
    assert (header[:2], row[0]) == (["predicate", "arguments"], "meet")
    assert row[1] == "patient: Tomas Brandt; agent: Ana Vela"


def test_clauses_as_json_and_from_standard_input(run):
    data = json.loads(run("clauses", "-", "--json", input="She hopes to visit Lyon.").stdout)["data"]
    assert [(c["predicate"], c["modality"]) for c in data] == [("hope", ""), ("visit", "hopes")]


def test_clauses_needs_a_sentence_or_a_page(run):
    assert run("clauses").returncode == 2


def test_a_stale_page_is_a_finding_until_it_is_filled_in(run, tmp_path):
    page = tmp_path / "mine.md"
    page.write_text("| Ana met Bo. | |\n")
    assert run("clauses", "--page", page, "--check").returncode == 1
    assert run("clauses", "--page", page).returncode == 0
    assert run("clauses", "--page", page, "--check").returncode == 0
    assert page.read_text() == "| Ana met Bo. | `meet(agent: Ana; patient: Bo)` |\n"


def test_frames_list_names_triggers_and_roles(run):
    data = json.loads(run("frames", "list", "--json").stdout)["data"]
    assert any(
        f["event"] == "kg:Meeting" and "meet" in f["verbs"] and "agent" in f["roles"]["participant"] for f in data
    )


def test_frames_test_runs_the_examples_of_ones_own_frames(run, tmp_path):
    (tmp_path / "frames").mkdir()
    own = 'event = "Meeting"\n[[frame]]\nid = "hug"\nverbs = ["hug"]\nroles.participant = ["agent", "patient"]\n'
    example = '[[example]]\ntext = "Ana Vela hugged Tomas Brandt."\nevents = [{ participant = ["Ana Vela", %s] }]\n'
    (tmp_path / "kgraph.toml").write_text('[extract]\nframes = ["frames"]\n')
    path = tmp_path / "frames" / "hug.toml"
    path.write_text(own + example % '"Tomas Brandt"')
    assert run("frames", "test", "--event", "Meeting", cwd=tmp_path).returncode == 0
    path.write_text(own + example % '"Rosa Lind"')
    failed = run("frames", "test", "--event", "Meeting", cwd=tmp_path)
    assert failed.returncode == 1
    assert [r.split("\t")[0] for r in failed.stdout.splitlines()] == ["result", "FAILED"]
    assert "hug.toml:7" in failed.stdout


def test_frames_test_on_an_article_lists_hits_and_near_misses(run, tmp_path):
    path = tmp_path / "news.txt"
    path.write_text(
        "Ferry news\n\nAna Vela met Tomas Brandt in Vienna. She hopes to visit Lisbon with him next year.\n"
    )
    rows = [line.split("\t") for line in run("frames", "test", path).stdout.splitlines()[1:]]
    assert [(r[1], r[2], r[4]) for r in rows] == [("hit", "kg:Meeting", "met"), ("miss", "kg:Visit", "visit")]
    assert rows[1][5] == "did not happen: hopes"
