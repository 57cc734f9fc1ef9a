"""Footnotes: what they say, and that no text of an article gets out of its field."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kgraph
from kgraph.config import Config
from kgraph.errors import QueryError, UsageError
from kgraph.graph.cite import Citation, bibtex_escaped, cite

QUOTE = "Helve Tammsaar, Ambassador of Estonia to Malta, visited Gozo on Wednesday."


@pytest.fixture(scope="module")
def fact(sample):
    return sample.explain("Helve Tammsaar", "represents", "Estonia")[0]


def test_a_note_names_publisher_title_date_address_and_words(fact, sample):
    note = sample.cite(fact.id.rpartition("/")[2])
    assert note.startswith(
        "Corvo Press, “Estonian ambassador on Gozo,” October 13, 2023, https://sample.example/estonian-ambassador-on-gozo: "
        f"“{QUOTE}” (characters "
    )
    assert note.endswith(".")


def test_csl_json_has_the_fields_that_reference_managers_read(fact, sample):
    (entry,) = json.loads(sample.cite(fact, "csl-json"))
    assert entry["type"] == "webpage"
    assert entry["publisher"] == "Corvo Press"
    assert entry["issued"] == {"date-parts": [[2023, 10, 13]]}
    assert QUOTE in entry["note"]


def test_the_offsets_and_the_hash_are_those_of_the_words(fact, sample):
    (entry,) = json.loads(sample.cite(fact, "csl-json"))
    start, end = map(int, re.search(r"characters (\d+) to (\d+)", entry["note"]).groups())
    evidence = sample.evidence(fact)[0]
    body = next(sample.query(f"SELECT ?t {{ <{evidence.article}> schema:articleBody ?t }}").texts())[0]
    assert body[start:end] == QUOTE
    found = next(sample.query(f"SELECT ?h {{ ?s kg:snapshotOf <{evidence.article}> ; kg:sha256 ?h }}").texts())[0]
    assert found in entry["note"]


def test_the_day_of_retrieval_and_the_archive_come_from_the_sidecar(articles, tmp_path):
    for path in articles.glob("estonian-ambassador-on-gozo.*"):
        shutil.copy(path, tmp_path)
    side = tmp_path / "estonian-ambassador-on-gozo.meta.json"
    known = json.loads(side.read_text()) | {"retrieved": "2024-01-02", "archived": "https://archive.example/1"}
    side.write_text(json.dumps(known))
    graph = kgraph.build([tmp_path], tmp_path / "kg", Config())
    fact = graph.entity("Helve Tammsaar").facts[0]
    assert "accessed January 2, 2024" in graph.cite(fact)
    assert "urldate = {2024-01-02}" in graph.cite(fact, "bibtex")
    assert "Archived at https://archive.example/1" in graph.cite(fact)


def test_an_unknown_fact_or_form_is_explained(fact, sample):
    with pytest.raises(QueryError, match="no fact"):
        sample.cite("nowhere")
    with pytest.raises(UsageError, match="no form"):
        sample.cite(fact, "apa")


def unescaped_specials(text):
    """Characters that TeX would act on, in what is left when escapes are taken out."""
    rest = re.sub(r"\\(textbackslash|textasciitilde|textasciicircum)\{\}|\\[{}$&#%_]", "", text)
    return re.findall(r"[\\{}$&#%_~^]", rest)


@given(st.text(max_size=60))
def test_no_text_escapes_bibtex(text):
    assert not unescaped_specials(bibtex_escaped(text))


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_an_entry_of_any_text_is_one_entry(title, publisher, quote):
    entry = cite(
        Citation("k1", publisher, title, "2023-10-13", "https://x.example/{a}%20b", "ab", "", "", quote, 0, 9), "bibtex"
    )
    assert re.match(r"@online\{k1,\n", entry)
    plain = re.sub(r"\\[{}]", "", entry)
    assert plain.count("{") == plain.count("}")
    depth = 0
    for number, char in enumerate(plain, 1):
        depth += (char == "{") - (char == "}")
        assert depth > 0 or number in (*range(8), len(plain))
    assert "url = {https://x.example/%7Ba%7D%20b}" in entry
