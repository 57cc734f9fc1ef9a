"""A fact that cannot be true stays out of the graph, with the reason and the words; nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from kgraph.config import Config
from kgraph.extract.article import extract
from kgraph.graph.project import Run
from kgraph.making import Shelf, make_graph
from kgraph.model import Decision, FactName, Literal, Ref, Term
from kgraph.read.clean import clean
from kgraph.read.files import Page, digest
from kgraph.resolve.decisions import Decisions, decide

TEXT = "On 4 May 2021 the director Ana Vela met Tomas Brandt in Vienna. Ana Vela thanked the Norrland Academy for its help with the museum."
RUN = Run("kgraph 0", "model 0", "0")


def record(knowledge):
    return extract(clean(Page("a.txt", digest(TEXT.encode()), TEXT)), knowledge)


def test_a_graph_that_conforms_keeps_every_fact(knowledge, schema):
    made = make_graph([record(knowledge)], schema, Config(), RUN)
    assert made.quarantined == ()
    assert made.kept == len(record(knowledge).facts)


def test_an_impossible_fact_is_set_apart_with_shape_message_and_quote(knowledge, schema):
    good = record(knowledge)
    person = next(f.subject for f in good.facts if f.object == Term("schema:Person"))
    place = next(f for f in good.facts if f.predicate == "kg:place")
    bad = replace(place, id="bad", object=Ref(person.key))
    made = make_graph([replace(good, facts=(*good.facts, bad))], schema, Config(), RUN)
    (kept_out,) = made.quarantined
    assert (kept_out.fact, kept_out.shape) == ("bad", "https://w3id.org/kgraph/ns#Event")
    assert "place" in kept_out.message
    assert kept_out.quote == place.evidence[0].quote
    assert made.kept + len(made.quarantined) == len(good.facts) + 1


def test_what_hangs_from_an_impossible_thing_goes_with_it(knowledge, schema):
    good = record(knowledge)
    meeting = next(f.subject for f in good.facts if f.object == Term("kg:Meeting"))
    parties = [f for f in good.facts if f.subject == meeting and f.predicate == "kg:participant"]
    made = make_graph([replace(good, facts=tuple(f for f in good.facts if f not in parties))], schema, Config(), RUN)
    assert {q.triple[0] for q in made.quarantined} == {meeting.key}
    assert not any(meeting.key[:6] in str(q.subject) for q in made.quads)


def test_what_points_at_a_thing_that_is_kept_out_goes_with_it(knowledge, schema):
    good = record(knowledge)
    person = next(f.subject for f in good.facts if f.object == Literal("Ana Vela"))
    nameless = tuple(f for f in good.facts if not (f.subject == person and f.predicate == "schema:name"))
    made = make_graph([replace(good, facts=nameless)], schema, Config(), RUN)
    spoken_of = {q.triple[0] for q in made.quarantined} | {q.triple[2] for q in made.quarantined}
    assert person.key in spoken_of
    assert not any(person.key in (f.subject.key, getattr(f.object, "key", "")) for r in made.records for f in r.facts)
    assert made.kept + len(made.quarantined) == len(nameless)


def test_what_a_person_accepts_against_a_shape_stays_out_and_the_build_says_so(knowledge, schema):
    good = record(knowledge)
    person = next(f.subject for f in good.facts if f.object == Term("schema:Person"))
    place = next(f for f in good.facts if f.predicate == "kg:place")
    bad = replace(place, id="bad", object=Ref(person.key))
    named = FactName("bad", bad.subject.key, bad.predicate, person.key, bad.evidence[0].quote)
    accepted = decide(Decision("", "accept", "2026-03-01", "ana", fact=named))
    records = [replace(good, facts=(*good.facts, bad))]
    made = make_graph(records, schema, Config(), RUN, Shelf(Decisions((accepted,))))
    assert [q.fact for q in made.quarantined] == ["bad"]
    assert accepted.id in made.idle[0]


def test_an_accepted_fact_stays_and_says_so(knowledge, schema):
    good = record(knowledge)
    name = next(f for f in good.facts if f.predicate == "schema:name")
    said = FactName(name.id, name.subject.key, name.predicate, name.object.value, name.evidence[0].quote)
    accepted = decide(Decision("", "accept", "2026-03-01", "ana", fact=said))
    made = make_graph([good], schema, Config(), RUN, Shelf(Decisions((accepted,))))
    assert (made.quarantined, made.idle) == ((), ())
    assert made.reviewed.status == {name.id: ("accepted", accepted.id)}
