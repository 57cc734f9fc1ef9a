"""What the pages are told: the same from both doors, and nothing that the graph does not say."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.web.data import PageData
from kgraph.web.layout import place
from kgraph.web.reader import segments
from kgraph.web.tables import fold

WEB = Path(__file__).parents[2] / "web"


@pytest.fixture(scope="module")
def told(sample):
    return PageData(sample)


def named(told, label):
    return next(n.id for n in told.tables.nodes.values() if n.label == label)


def test_search_finds_by_other_names_and_without_accents(told):
    assert told.tables.nodes[told.search("karman crater")["ids"][0]].label == "Von Kármán crater"
    assert told.search("") == {"found": 0, "ids": [], "nodes": [], "articles": []}


def test_every_quotation_is_in_its_article(told):
    whole = told.whole()
    texts = {name: article["text"] for name, article in whole["texts"].items()}
    pool = whole["pool"]
    assert len(pool["evidence"]) > 100
    for article, start, end, quote in pool["evidence"]:
        assert texts[pool["articles"][article]["id"]][start:end] == quote


def test_a_neighbourhood_never_holds_more_than_it_may_and_says_what_is_left_out(told):
    name = named(told, "Ingrid Haug")
    whole = told.neighbourhood([name])
    part = told.neighbourhood([name], limit=5)
    assert whole["left"] == 0
    assert len(part["nodes"]) == 5
    assert part["left"] == len(whole["nodes"]) - 5


def test_a_link_says_who_reports_it(told):
    stated = [x for x in told.tables.links if x.predicate == "kg:host"]
    derived = [x for x in told.tables.links if x.predicate == "kg:metWith"]
    assert stated
    assert all(x.publishers and x.confidence > 0 for x in stated)
    assert derived
    assert not any(x.publishers for x in derived)


def test_a_path_is_a_walk_along_links(told):
    found = told.path(named(told, "Ingrid Haug"), named(told, "Kari Lunde"))
    pairs = {frozenset((x[0], x[2])) for x in found["links"]}
    assert all(frozenset(step) in pairs for step in zip(found["path"], found["path"][1:], strict=False))
    assert told.path(named(told, "Ingrid Haug"), "nobody")["path"] == []


def test_positions_are_the_same_each_time(told):
    assert place(told.tables) == place(told.tables)


def test_the_reader_shows_chrome_around_the_article_and_the_article_whole(told):
    for name in told.texts.names:
        article = told.texts.article(name)
        kinds = {s[0] for s in article["segments"]}
        said = "".join(article["text"][s[1] : s[2]] for s in article["segments"] if s[0] == "text")
        assert said.replace("\n", "") == article["text"].replace("\n", "")
        assert "text" in kinds
    assert any(s[0] == "menu" for name in told.texts.names for s in told.texts.article(name)["segments"])


def test_without_its_file_an_article_is_its_text(told):
    article = told.texts._articles[next(iter(told.texts.names))]
    assert segments(article, None) == [["text", 0, len(article.text)]]


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_both_doors_give_the_same_answers(told, tmp_path):
    """The single file answers in TypeScript, the server in Python."""
    if shutil.which("node") is None or not (WEB / "node_modules" / "esbuild").is_dir():
        pytest.skip("no node here, or the packages of web/ are not installed")
    names = [named(told, n) for n in ("Ingrid Haug", "Liu Xiaoming", "China")]
    words = ["karman", "Haug", "liu xiaoming", "prize", "a", "société", "Zhang", "met with", "meeting of", "ice dust"]
    (tmp_path / "whole.json").write_text(json.dumps(told.whole()), encoding="utf-8")
    script = tmp_path / "ask.mjs"
    script.write_text(
        f"""
import {{ readFileSync }} from "node:fs";
import {{ createRequire }} from "node:module";
const {{ buildSync }} = createRequire({json.dumps(str(WEB / "package.json"))})("esbuild");
buildSync({{ entryPoints: [{json.dumps(str(WEB / "src/door.ts"))}], bundle: true, format: "esm", outfile: "door.mjs" }});
const {{ embedded, fold }} = await import("./door.mjs");
const door = embedded(JSON.parse(readFileSync("whole.json", "utf8")));
const names = {json.dumps(names)}, words = {json.dumps(words)};
const out = {{ search: [], near: [], path: await door.path(names[0], names[2]), first: await door.neighbourhood([]), fold: ["Łódź Chang’e-4", "İstanbul ẞ ΣΑΣ", "ﬁ Å ʼn"].map(fold) }};
for (const w of words) out.search.push(await door.search(w));
for (const n of names) out.near.push(await door.neighbourhood([n]));
console.log(JSON.stringify(out));
""",
        encoding="utf-8",
    )
    done = subprocess.run(["node", script], capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    expected = {
        "search": [told.search(w) for w in words],
        "near": [told.neighbourhood([n]) for n in names],
        "path": told.path(names[0], names[2]),
        "first": told.neighbourhood([]),
        "fold": [fold(t) for t in ("Łódź Chang’e-4", "İstanbul ẞ ΣΑΣ", "ﬁ Å ʼn")],
    }
    assert found == json.loads(json.dumps(expected))
