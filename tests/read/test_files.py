"""Finding and decoding inputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgraph.errors import InputError
from kgraph.read.files import META_KEYS, Page, pages

SENTENCE = "The Minister of Harbours, Ana Vela, opened the new ferry line to the northern islands on Thursday."


def one(path: Path) -> Page:
    found = list(pages([path]))
    assert len(found) == 1
    assert isinstance(found[0], Page), found[0]
    return found[0]


def error(path: Path) -> InputError:
    found = [f for f in pages([path]) if isinstance(f, InputError)]
    assert len(found) == 1
    return found[0]


def test_a_sidecar_belongs_to_its_article_and_is_none(tmp_path):
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "a.meta.json").write_text(
        json.dumps({"published": "2021-03-12", "publisher": "Gazette", "colour": "red"})
    )
    assert dict(one(tmp_path).meta) == {"published": "2021-03-12", "publisher": "Gazette"}


def test_a_folder_is_read_in_order_and_other_files_are_passed_over(tmp_path):
    for name in ("b.txt", "a.txt", "c.pdf", ".hidden.txt"):
        (tmp_path / name).write_text(SENTENCE)
    assert [Path(p.source).name for p in pages([tmp_path])] == ["a.txt", "b.txt"]


def test_json_lines_are_articles_and_a_broken_line_is_named(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps({"text": SENTENCE, "date": "2021-03-12"}) + "\n{broken\n" + json.dumps({"raw": SENTENCE}) + "\n"
    )
    found = list(pages([path]))
    assert [type(f).__name__ for f in found] == ["Page", "InputError", "Page"]
    assert str(found[1].place) == f"{path}:2"
    assert dict(found[0].meta) == {"published": "2021-03-12"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1]", "a JSON object"),
        ('{"title": "x"}', "no text"),
        ('{"text": ""}', "no text"),
        ('{"text": "x y", "url": 5}', "must be text"),
        ("{", "not JSON"),
    ],
)
def test_json_that_is_no_article_is_explained(tmp_path, content, message):
    (tmp_path / "a.json").write_text(content)
    assert message in error(tmp_path / "a.json").message


def test_another_encoding_is_read_with_a_warning(tmp_path):
    (tmp_path / "a.txt").write_bytes(
        "Der Bürgermeister von Köln grüßte die Gäste mit schönen Worten über Brücken und Häfen.".encode("cp1252")
    )
    page = one(tmp_path / "a.txt")
    assert "Bürgermeister von Köln grüßte" in page.text
    assert "not UTF-8" in page.warnings[0]


def test_utf16_with_a_mark_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(SENTENCE.encode("utf-16"))
    assert one(tmp_path / "a.txt").text == SENTENCE


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "empty"), ("a.txt", b"  \n ", "empty"), ("a.txt", b"\x00\x01\x02", "binary"), ("a.pdf", b"%PDF", "no reader"),
        ("a.txt", bytes(range(1, 256)) * 4, "encoding"), ("a.html", b"<html><body><script>1</script></body></html>", "without the text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_the_reason(tmp_path, name, data, message):
    path = tmp_path / name
    path.write_bytes(data)
    found = error(path)
    assert message in found.message
    assert found.place is not None
    assert found.place.file == str(path)


def test_a_missing_path_and_an_empty_folder_are_errors(tmp_path):
    assert "no such" in error(tmp_path / "nothing").message
    assert "nothing to read" in error(tmp_path).message


def test_metadata_names_are_documented():
    from kgraph.config import Config

    guide = Path(__file__).parents[2] / "docs" / "inputs.md"
    assert Config()
    assert all(f"`{key}`" in guide.read_text() for key in META_KEYS)
