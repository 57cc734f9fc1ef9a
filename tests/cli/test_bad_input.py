"""Whatever is thrown at it: a clear word that names the file, the others built, a documented exit code."""

from __future__ import annotations

import json

import pytest

GOOD = "Ferry news\n\nOn 4 May 2021 the Minister of Harbours, Ana Vela, met Tomas Brandt in Vienna and thanked him for the gift of a bell.\n"
GERMAN = "Die Ministerin traf sich am Montag in Wien mit dem Botschafter und dankte ihm für das schöne Geschenk, das er mitgebracht hatte.\n"

BAD = {
    "empty.txt": (b"", "empty"),
    "binary.txt": (b"\x00\x01\x02\x03" * 50, "binary"),
    "menu.txt": (b"Home | News | Contact\n", "no sentence"),
    "german.txt": (GERMAN.encode(), "German"),
    "long.txt": ((GOOD.split("\n\n")[1] * 45_000).encode(), "characters are more than an article has"),
    "line.txt": (b"word " * 210_000, "characters are more than an article has"),
    "page.html": (b"<html><body><div id='app'></div><script>go()</script></body></html>", "without the text"),
    "lines.jsonl": (b'{"text": ' + json.dumps(GOOD).encode() + b'}\n{"text": oops}\n', "not JSON"),
    "side.txt": (GOOD.encode(), "not JSON"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_and_the_others_are_built(name, run, tmp_path):
    data, message = BAD[name]
    corpus = tmp_path / "in"
    corpus.mkdir()
    (corpus / "good.txt").write_text(GOOD)
    (corpus / name).write_bytes(data)
    if name == "side.txt":
        (corpus / "side.meta.json").write_text("{")
    done = run("build", corpus, "-o", tmp_path / "kg")
    assert done.returncode == 4
    wrong = name if name != "side.txt" else "side.meta.json"
    assert wrong in done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "Tomas Brandt" in run("query", tmp_path / "kg", "things").stdout
    report = json.loads((tmp_path / "kg" / "report.json").read_text())
    assert [message in item["reason"] for item in report["set_aside"]] == [True]


def test_a_broken_line_is_named_by_its_number(run, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(BAD["lines.jsonl"][0])
    assert "a.jsonl:2:" in run("build", tmp_path / "a.jsonl", "-o", tmp_path / "kg").stderr


@pytest.mark.parametrize("arguments", [["nothing.txt"], ["empty-folder"]])
def test_nothing_to_read_is_exit_3_and_leaves_nothing_behind(arguments, run, tmp_path):
    (tmp_path / "empty-folder").mkdir()
    done = run("build", *(tmp_path / a for a in arguments), "-o", tmp_path / "kg")
    assert done.returncode == 3
    assert arguments[0] in done.stderr


def test_a_missing_path_beside_a_good_one_is_exit_3_and_the_good_one_is_built(run, tmp_path):
    (tmp_path / "good.txt").write_text(GOOD)
    assert run("build", tmp_path / "good.txt", tmp_path / "gone.txt", "-o", tmp_path / "kg").returncode == 3
    assert "Ana Vela" in run("query", tmp_path / "kg", "things").stdout


def test_another_encoding_is_a_warning(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(GOOD.replace("Tomas", "Tomás").encode("cp1252"))
    done = run("build", tmp_path / "a.txt", "-o", tmp_path / "kg")
    assert done.returncode == 0
    assert "not UTF-8" in done.stderr


def test_no_fact_at_all_is_exit_1_with_the_reason(run, tmp_path):
    (tmp_path / "a.txt").write_text(
        "It was a long day and nobody had anything to say about the weather or about the sea.\n"
    )
    done = run("build", tmp_path / "a.txt", "-o", tmp_path / "kg")
    assert done.returncode == 1
    assert "no fact was found" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["query", "nowhere", "meetings"], 3, "no graph here"),
        (["query", "nowhere"], 2, "say what to ask"),
        (["export", "nowhere", "out.xyz"], 2, "no format"),
        (["bild", "x"], 2, "Did you mean 'build'"),
        (["build"], 2, "say what to read"),
        (["build", "x", "--published", "soon"], 2, "no date"),
        (["build", "x", "--base", "nowhere"], 2, "no IRI base"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(arguments, code, message, run, tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "good.txt").write_text(GOOD)
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_names_the_file(run, tmp_path):
    (tmp_path / "kgraph.toml").write_text('base = "https://x.test/"\n[extract]\nmodle = "x"\n')
    done = run("build", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "kgraph.toml" in done.stderr
    assert "modle" in done.stderr


def test_an_unknown_model_is_a_setting_error(run, tmp_path):
    (tmp_path / "a.txt").write_text(GOOD)
    done = run("build", "a.txt", cwd=tmp_path, env={"KGRAPH_MODEL": "no_such_model"})
    assert done.returncode == 2
    assert "no_such_model" in done.stderr
