"""What people decided holds: by key or by id, through any chain, and nothing is decided for good."""

from __future__ import annotations

from kgraph.model import Judgements

BODY = "schema:Organization"


def three(corpus):
    for home in "abc":
        corpus.thing(f"{home}.x", BODY, "Vesper Institute")
    corpus.thing("d.x", BODY, "Keel Foundation")


def test_same_joins_what_no_rule_would(corpus):
    three(corpus)
    corpus.judged = Judgements(same=frozenset({("d.x", "a.x")}))
    assert corpus.same("a.x", "b.x", "c.x", "d.x")
    assert "decided" in corpus.rules("a.x")


def test_different_holds_against_every_rule_and_chain(corpus):
    three(corpus)
    corpus.judged = Judgements(same=frozenset({("d.x", "a.x"), ("d.x", "b.x")}), different=frozenset({("b.x", "a.x")}))
    found = corpus.resolve()
    assert found.ids["a.x"] != found.ids["b.x"]
    assert not any({k.one, k.other} == {"a.x", "b.x"} for k in found.undecided)


def test_ids_stand_for_what_they_were_made_of(corpus):
    for home, name in (("a", "Vesper Institute"), ("b", "Vesper Institute"), ("d", "Keel Foundation")):
        corpus.thing(f"{home}.longkey1", BODY, name)
    before = corpus.resolve()
    assert before.ids["b.longkey1"] == "vesper-institute-a.longkey1"
    corpus.judged = Judgements(same=frozenset({(before.ids["d.longkey1"], before.ids["b.longkey1"])}))
    assert corpus.same("a.longkey1", "d.longkey1")


def test_decisions_on_what_is_gone_are_left_out(corpus):
    three(corpus)
    corpus.judged = Judgements(frozenset({("gone", "a.x")}), frozenset({("nobody-ab12cd", "b.x")}))
    assert corpus.same("a.x", "b.x", "c.x")


def test_a_thing_and_an_event_are_never_one(corpus):
    three(corpus)
    corpus.thing("e.m", "kg:Meeting", participant=corpus.thing("e.p", "schema:Person", "Ana Vela"))
    corpus.judged = Judgements(same=frozenset({("a.x", "e.m")}))
    assert not corpus.same("a.x", "e.m")
