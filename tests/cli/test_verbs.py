"""The installed command, called as people call it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pyoxigraph as ox
import pytest

TEXT = "Ferry news\n\nOn 4 May 2021 the Minister of Harbours, Ana Vela, met Tomas Brandt in Vienna. She hopes to visit Lisbon with him next year, but nothing has been agreed.\n"


@pytest.fixture(scope="module")
def folder(run, articles, tmp_path_factory):
    made = tmp_path_factory.mktemp("cli") / "kg"
    assert run("build", articles, "-o", made).returncode == 0
    return made


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "ferry.txt"
    path.write_text(TEXT)
    return path


def test_build_says_what_it_read_and_a_second_build_reads_nothing(run, article, tmp_path):
    first = run("build", article, "-o", tmp_path / "kg")
    assert first.returncode == 0
    assert "1 article (1 read now)" in first.stderr
    assert "0 quarantined" in first.stderr
    assert first.stdout == ""
    before = sorted(p.name for p in (tmp_path / "kg" / "ledger").iterdir())
    assert "(0 read now)" in run("build", article, "-o", tmp_path / "kg").stderr
    assert sorted(p.name for p in (tmp_path / "kg" / "ledger").iterdir()) == before


def test_build_as_json_has_an_envelope(run, article, tmp_path):
    found = json.loads(run("build", article, "-o", tmp_path / "kg", "--json").stdout)
    assert (found["kgraph"], found["verb"]) == (1, "build")
    assert found["data"]["facts"] == found["data"]["kept"] + len(found["data"]["quarantined"])


def test_a_changed_file_is_a_new_reading_of_the_same_article(run, article, tmp_path):
    run("build", article, "-o", tmp_path / "kg")
    article.write_text(TEXT.replace("Vienna", "Lisbon"))
    assert "1 article (1 read now)" in run("build", article, "-o", tmp_path / "kg").stderr
    places = run("query", tmp_path / "kg", "SELECT ?p { ?e a kg:Meeting ; kg:place/rdfs:label ?p }").stdout
    assert places.split() == ["p", "Lisbon"]


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("trig", ox.RdfFormat.TRIG),
        ("nq", ox.RdfFormat.N_QUADS),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_extract_prints_one_articles_graph(form, kind, run, article):
    done = run("extract", article, "-f", form)
    assert done.returncode == 0
    assert any(
        q.object == ox.NamedNode("https://w3id.org/kgraph/ns#Meeting")
        for q in ox.parse(done.stdout.encode(), format=kind)
    )


def test_extract_reads_stdin(run):
    done = run("extract", "-", "-f", "json", input=TEXT)
    assert [e["type"] for e in json.loads(done.stdout)[0]["events"]] == ["Meeting"]


def test_query_by_name_with_parameters_in_every_format(run, folder):
    table = run("query", folder, "meetings", "-p", "person=Wu Weiren").stdout.splitlines()
    assert table[0].split("\t") == ["date", "what", "place", "quote"]
    assert len(table) > 1
    assert run("query", folder, "meetings", "-f", "csv").stdout.startswith("date,what,place,quote\n")
    assert "bindings" in json.loads(run("query", folder, "meetings", "-f", "json").stdout)["results"]
    assert json.loads(run("query", folder, "meetings", "--json").stdout)["data"]["columns"][0] == "date"


def test_query_takes_sparql_of_every_form_and_files(run, folder, tmp_path):
    assert run("query", folder, "ASK { ?x a kg:Meeting }").stdout == "true\n"
    assert "a kg:Award" in run("query", folder, "CONSTRUCT { ?x a kg:Award } WHERE { ?x a kg:Award }").stdout
    (tmp_path / "q.rq").write_text("SELECT (COUNT(?x) AS ?n) { ?x a kg:Award }")
    assert int(run("query", folder, "-F", tmp_path / "q.rq").stdout.split()[1]) > 5


def test_query_lists_its_questions(run):
    done = run("query", "--list")
    assert done.returncode == 0
    assert "meetings" in done.stdout


def test_show_gives_facts_with_their_words(run, folder):
    done = run("show", folder, "Team Gold Medal")
    assert done.returncode == 0
    assert "conferred by\n  Royal Aeronautical Society" in done.stdout
    assert "“" in done.stdout


def test_explain_says_which_words_say_so_and_why_not(run, folder):
    said = run("explain", folder, "Team Gold Medal", "conferredBy", "Royal Aeronautical Society")
    assert said.returncode == 0
    assert "characters" in said.stdout
    unsaid = run("explain", folder, "Team Gold Medal", "conferredBy", "Lantern Trust")
    assert unsaid.returncode == 1
    assert "Royal Aeronautical Society" in unsaid.stdout


def test_validate_conforms_and_a_shape_of_ones_own_can_fail_it(run, folder, tmp_path):
    assert run("validate", folder).returncode == 0
    (tmp_path / "mine.ttl").write_text(
        '@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/kgraph/ns#> . <http://example.org/S> a sh:NodeShape ; sh:targetClass kg:Meeting ; sh:property [ sh:path kg:place ; sh:minCount 1 ; sh:message "Where?" ] .'
    )
    failed = run("validate", folder, "--shapes", tmp_path / "mine.ttl")
    assert failed.returncode == 1
    assert "Where?" in failed.stdout
    assert json.loads(run("validate", folder, "-f", "sarif").stdout)["version"] == "2.1.0"
    assert run("validate", folder, "--fail-on", "warning").returncode == 1


def test_export_writes_by_the_files_ending(run, folder, tmp_path):
    for name in ("a.ttl", "a.trig", "a.nq", "a.jsonld", "a.html"):
        assert run("export", folder, tmp_path / name).returncode == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert run("export", folder, "-", "-f", "nq").stdout == (tmp_path / "a.nq").read_text()


def test_the_base_of_the_iris_can_be_chosen_and_is_remembered(run, article, tmp_path):
    run("build", article, "-o", tmp_path / "kg", "--base", "https://graph.test/")
    done = run("export", tmp_path / "kg", "-", "-f", "ttl").stdout
    assert "@prefix id: <https://graph.test/id/>" in done
    assert "kg.example" not in done


def test_help_and_queries_start_without_the_heavy_libraries(run, folder):
    code = f"""
import sys
from kgraph.cli import main
calls = ["--help"], ["query", "--list"], ["query", {str(folder)!r}, "leads"], ["query", {str(folder)!r}, "timeline", "-p", "thing=Helve Tammsaar"]
for arguments in calls:
    try: main(arguments)
    except SystemExit as end: assert end.code in (0, None), end.code
heavy = {{"rdflib", "pyshacl", "networkx", "spacy", "trafilatura", "pyarrow", "pandas", "numpy", "pyld"}} & set(sys.modules)
assert not heavy, heavy
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).returncode == 0


def test_a_closed_pipe_is_quiet(folder):
    command = f"{sys.executable.rsplit('/', 1)[0]}/kgraph query {folder} evidence | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_every_verb_has_the_common_options(run):
    from kgraph.cli import _VERBS

    for verb in _VERBS:
        text = run(verb, "--help").stdout
        assert all(option in text for option in ("--quiet", "--verbose", "--json", "--debug")), verb


def complete(run, *words):
    """What the shell is offered for the last word."""
    environ = {
        "COMP_WORDS": "\n".join(["kgraph", *map(str, words)]),
        "COMP_CWORD": str(len(words)),
        "_KGRAPH_COMPLETE": "zsh_complete",
    }
    return run(env=environ).stdout.splitlines()[1::3]


def test_the_shell_completes_questions_parameters_and_names(run, folder):
    assert complete(run, "query", folder, "mission-") == ["mission-timeline"]
    assert {"person=", "since=", "until="} == set(complete(run, "query", folder, "encounters", "-p", ""))
    assert "person=Helve Tammsaar" in complete(run, "query", folder, "encounters", "-p", "person=helve")
    assert not complete(run, "query", folder / "none", "encounters", "-p", "person=helve")


def test_completion_starts_without_the_heavy_libraries(folder):
    code = f"""
import os, sys
os.environ |= {{"_KGRAPH_COMPLETE": "zsh_complete", "COMP_WORDS": "kgraph\\nquery\\n{folder}\\nencounters\\n-p\\nperson=h", "COMP_CWORD": "5"}}
from kgraph.cli import command
try: command.main(prog_name="kgraph", complete_var="_KGRAPH_COMPLETE")
except SystemExit: pass
heavy = {{"rdflib", "pyshacl", "networkx", "spacy", "trafilatura", "pyarrow", "pandas"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "person=Helve Tammsaar" in done.stdout


def test_explain_prints_an_id_that_cite_takes(run, folder):
    said = run("explain", folder, "Helve Tammsaar", "represents", "Estonia").stdout
    name = said.split("; fact ")[1].split()[0]
    assert run("cite", folder, name).stdout.startswith("Corvo Press, “Estonian ambassador on Gozo,”")
    assert run("cite", folder, name, "-f", "bibtex").stdout.startswith("@online{")
    assert json.loads(run("cite", folder, name, "-f", "csl-json").stdout)[0]["id"] == name
    assert run("cite", folder, "nowhere").returncode == 2
    assert run("explain", folder, "Gozo Lamp", "rdf:type", "Award").returncode == 0


def test_stats_count_and_diff_tells_what_came(run, folder, articles, tmp_path):
    counts = json.loads(run("stats", folder, "--json").stdout)["data"]
    assert counts["totals"]["facts"] == sum(counts["facts by publisher"].values())
    assert counts["classes"]["kg:Meeting"] >= 10
    some = sorted(articles.glob("estoni*.txt"))
    run("build", some[0], "-o", tmp_path / "one")
    run("build", *some, "-o", tmp_path / "two")
    assert run("diff", tmp_path / "one", tmp_path / "one").stdout == ""
    done = run("diff", tmp_path / "one", tmp_path / "two")
    assert done.returncode == 1
    assert "+\tVisit of Helve Tammsaar to Gozo\tkg:place\tGozo" in done.stdout.splitlines()
    assert not [line for line in done.stdout.splitlines() if line.startswith("-")]


def test_export_writes_tables_into_a_folder_and_one_thing_alone(run, folder, tmp_path):
    assert run("export", folder, f"{tmp_path}/tables.csv/").returncode == 0
    assert {p.name for p in (tmp_path / "tables.csv").iterdir()} == {
        "entities.csv",
        "events.csv",
        "participants.csv",
        "statements.csv",
    }
    assert run("export", folder, tmp_path / "neo", "-f", "neo4j").returncode == 0
    assert {p.name for p in (tmp_path / "neo").iterdir()} == {"nodes.csv", "relationships.csv"}
    page = json.loads(run("export", folder, "-", "-f", "schema.org", "--of", "A guest from Tallinn").stdout)
    assert page["@type"] == "NewsArticle"
    alone = json.loads(run("export", folder, "-", "-f", "jsonld", "--of", "Gozo Lamp").stdout)
    assert alone["label"] == "Gozo Lamp"
    assert "articleBody" in run("export", folder, "-", "-f", "nt", "--text", "full").stdout
    assert "articleBody" not in run("export", folder, "-", "-f", "nt").stdout
    assert run("export", folder, "-", "-f", "nq", "--reviewed-only").stdout == ""
    assert run("export", folder, "-", "-f", "csv").returncode == 2
    assert run("export", folder, "-", "-f", "schema.org").returncode == 2


def test_a_card_calls_properties_by_words_and_counts_in_good_english(folder, run):
    shown = run("show", folder, "Team Gold Medal").stdout
    assert "\naward of\n" in shown
    assert not re.search(r"^\w+:\w+$", shown, re.M)
    assert re.match(r"0 violations, \d+ warnings, 0 notes\n", run("validate", folder).stdout)
