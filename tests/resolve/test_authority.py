"""An entry of a list and a thing are linked only where nothing else could be meant."""

from __future__ import annotations

import pytest

from kgraph.errors import InputError
from kgraph.resolve.authority import Candidate, Entry, link, read, write

VELA = Entry("https://a.example/1", "Ana Vela", ("Vela, Ana",), "schema:Person")
THINGS = [Candidate("ana-vela", ("Ana Vela",), "schema:Person"), Candidate("vienna", ("Vienna",), "schema:Place")]


def test_a_name_or_alias_of_a_fitting_kind_links(schema):
    assert link([VELA], THINGS, schema).made == (("ana-vela", VELA.iri),)
    moved = [Candidate("v", ("VELA, Ána",), "schema:Person")]
    assert link([VELA], moved, schema).made == (("v", VELA.iri),)


def test_another_kind_does_not_link(schema):
    assert link([Entry("https://a.example/2", "Vienna", (), "schema:Person")], THINGS, schema).made == ()


def test_what_is_ambiguous_on_either_side_is_left_open(schema):
    twins = [*THINGS, Candidate("ana-vela-2", ("Ana Vela",), "schema:Person")]
    found = link([VELA], twins, schema)
    assert found.made == ()
    assert {thing for thing, _, _ in found.open} == {"ana-vela", "ana-vela-2"}
    other = Entry("https://a.example/9", "Ana Vela")
    assert link([VELA, other], THINGS, schema).made == ()


def test_what_is_only_similar_is_told(schema):
    found = link([Entry("https://a.example/3", "Anna Vela")], THINGS, schema)
    assert found.made == ()
    assert found.open[0][:2] == ("ana-vela", "https://a.example/3")


def test_what_a_person_told_apart_stays_apart(schema):
    assert link([VELA], THINGS, schema, [("ana-vela", VELA.iri)]).made == ()


def test_a_list_is_read_with_wikidata_ids_prefixes_and_kinds_as_people_write_them(schema, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("id,name,aliases,kind\nQ1741,Vienna,Wien|Vindobona,Place\n42,Ana Vela,,Person\n")
    vela, vienna = sorted(read(path, schema, "https://a.example/"), key=lambda e: e.name)
    assert (vela.iri, vela.kind) == ("https://a.example/42", "schema:Person")
    assert (vienna.iri, vienna.aliases) == ("http://www.wikidata.org/entity/Q1741", ("Wien", "Vindobona"))
    path.write_bytes(write([vela, vienna]))
    assert set(read(path, schema)) == {vela, vienna}


@pytest.mark.parametrize("row", ["42,Ana Vela,,", "Q1,Ana Vela,,Wizard", "Q1,,,", ",Ana,,"])
def test_a_wrong_row_is_an_error_with_its_line(row, schema, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(f"id,name,aliases,kind\nQ2,Bo,,\n{row}\n")
    with pytest.raises(InputError) as caught:
        read(path, schema)
    assert caught.value.place is not None
    assert caught.value.place.line == 3
