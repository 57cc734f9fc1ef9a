"""Simpler ways to read an article, to compare with: the bare model, co-occurrence, raw dependency patterns.

All read the gold's cleaned text, which is more than a pipeline gets. The two ways to events use kgraph's
own names and frames, so that only the layer between grammar and frames differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kgraph.evaluate import Document
from kgraph.evaluate.annotations import Argument, Entity, Event, Relation, Words
from kgraph.extract import names, things
from kgraph.extract.article import Knowledge
from kgraph.extract.clauses import Clause
from kgraph.extract.frames import Frame, Matcher
from kgraph.extract.parse import Parse
from kgraph.extract.things import Thing, Things

LABELS = {"PERSON": "Person", "ORG": "Organisation", "GPE": "Place", "LOC": "Place", "FAC": "Place"}
MORE_LABELS = {"WORK_OF_ART": "Work", "PRODUCT": "Spacecraft"}
COARSE = {"Person": "PER", "Organisation": "ORG", "Place": "LOC", "Country": "LOC"}


# -- the bare model ------------------------------------------------------------------------


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without a leading article and a trailing possessive: what anybody would do to the model's spans."""
    words = text[start:end]
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if words.startswith(article):
            start += len(article)
            break
    for ending in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(ending):
            return start, end - len(ending)
    return start, end


def bare(document: Document, parsed: Any, countries: frozenset[str]) -> Document:
    """The model's own names (``parsed`` is a spaCy Doc of the text), one thing for each spelling; a
    place that is a country's name counts as a country.
    """
    text = document.text
    found: dict[tuple[str, str], list[Words]] = {}
    for entity in parsed.ents:
        cls = (LABELS | MORE_LABELS).get(entity.label_)
        if cls:
            start, end = trimmed(text, entity.start_char, entity.end_char)
            cls = "Country" if entity.label_ == "GPE" and text[start:end] in countries else cls
            found.setdefault((cls, text[start:end].casefold()), []).append(Words(start, end, text[start:end], "name"))
    entities = tuple(
        Entity(f"e{n}", cls, mentions[0].text, mentions=tuple(mentions))
        for n, ((cls, _), mentions) in enumerate(found.items())
    )
    return Document(document.doc_id, text, annotated=True, entities=entities)


# -- names only, then events and relations by something simpler ----------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A text with its names, grouped into things, and nothing else understood."""

    parse: Parse
    things: Things

    @classmethod
    def of(cls, text: str, knowledge: Knowledge) -> Named:
        """Parse a text and find its names."""
        parse = knowledge.model.parse(text)
        found = names.find_names(parse, knowledge.lexicon)
        return cls(parse, things.cluster(parse, found.names, knowledge.lexicon))

    def in_sentence(self, number: int) -> list[tuple[Thing, int]]:
        """The things a sentence names, each once with a token."""
        first, last = self.parse.sentences[number]
        seen: dict[int, tuple[Thing, int]] = {}
        for token in range(first, last):
            for thing in self.things.of(token):
                seen.setdefault(thing.number, (thing, token))
        return list(seen.values())


def document_of(
    document: Document, named: Named, knowledge: Knowledge, events: Iterable[Event], relations: Iterable[Relation]
) -> Document:
    """The annotations of a simple reading."""
    parse, schema = named.parse, knowledge.schema
    entities = []
    for thing in named.things.all:
        spans = [(parse.starts[x.first], parse.ends[x.last - 1]) for x in thing.links]
        mentions = tuple(Words(s, e, parse.text[s:e], "name") for s, e in spans)
        kind = schema.classes[thing.cls].notation or thing.cls.partition(":")[2]
        entities.append(Entity(f"e{thing.number}", kind, thing.name, mentions=mentions))
    return Document(
        document.doc_id, document.text, annotated=True, entities=tuple(entities), events=tuple(events),
        relations=tuple(relations),
    )  # fmt: skip


def _event(named: Named, number: int, cls: str, token: int, roles: Iterable[tuple[str, int]]) -> Event:
    parse = named.parse
    trigger = Words(parse.starts[token], parse.ends[token], parse.words[token])
    arguments = tuple(Argument(role.partition(":")[2], f"e{thing}") for role, thing in dict.fromkeys(roles))
    sentence = parse.sentence_span(parse.sentence_of[token])
    return Event(f"v{number}", cls.partition(":")[2], trigger, arguments, evidence=(sentence,))


# -- co-occurrence -------------------------------------------------------------------------


def cooccurring_events(named: Named, knowledge: Knowledge) -> list[Event]:
    """A sentence with a frame's verb or noun tells its event; everything in the sentence that a
    role accepts fills it, the first such role of the frame.
    """
    schema, parse = knowledge.schema, named.parse
    found: list[Event] = []
    for number, (first, last) in enumerate(parse.sentences):
        inside = named.in_sentence(number)
        told: set[str] = set()
        for token in range(first, last):
            for frame in _triggered(parse, token, knowledge):
                roles = _accepted(frame, inside, knowledge)
                if frame.event not in told and any(role != "kg:place" for role, _ in roles):
                    told.add(frame.event)
                    found.append(_event(named, len(found), frame.event, token, roles))
    assert all(schema.is_a(f"kg:{e.type}", "kg:Event") for e in found)
    return found


def _triggered(parse: Parse, token: int, knowledge: Knowledge) -> Sequence[Frame]:
    if parse.tags[token][:2] == "VB":
        return knowledge.frames.of_verb(parse.lemmas[token])
    return knowledge.frames.of_noun(parse.lemmas[token]) if parse.tags[token][:2] == "NN" else ()


def _accepted(frame: Frame, inside: Iterable[tuple[Thing, int]], knowledge: Knowledge) -> list[tuple[str, int]]:
    roles = [*dict.fromkeys(s.role for s in frame.slots), *(["kg:place"] if frame.place else [])]
    found = []
    for thing, _ in inside:
        for role in roles:
            types = frame.types.get(role, ())
            fits = not types or any(knowledge.schema.is_a(thing.cls, t) for t in types)
            if fits and knowledge.schema.accepts(frame.event, role, thing.cls):
                found.append((role, thing.number))
                break
    return found


Usual = Mapping[tuple[str, str], tuple[str, bool]]
"""Two types to the predicate most often between them, and whether it runs from the second to the first."""


def usual_relations(gold: Iterable[Document]) -> Usual:
    """What an annotated set most often says between two types of things."""
    counted: dict[tuple[str, str], Counter[tuple[str, bool]]] = {}
    for document in gold:
        types = {e.id: e.type for e in document.entities}
        for relation in document.relations:
            if relation.obj is not None:
                one, other = types[relation.subj], types[relation.obj]
                counted.setdefault((one, other), Counter())[relation.pred, False] += 1
                counted.setdefault((other, one), Counter())[relation.pred, True] += 1
    return {pair: min(c, key=lambda p: (-c[p], p)) for pair, c in counted.items()}


def cooccurring_relations(named: Named, knowledge: Knowledge, usual: Usual) -> list[Relation]:
    """Two things of one sentence have the relation that two of their types most often have."""
    found = []
    for number in range(len(named.parse.sentences)):
        inside = sorted(named.in_sentence(number), key=lambda x: x[1])
        for (one, _), (other, _) in combinations(inside, 2):
            found += _usual(named, number, (one, other), knowledge, usual)
    return found


def near_relations(named: Named, knowledge: Knowledge, usual: Usual) -> list[Relation]:
    """The same, for things whose words are at most two edges apart in the tree."""
    parse, found = named.parse, []
    for number in range(len(parse.sentences)):
        for (one, a), (other, b) in combinations(sorted(named.in_sentence(number), key=lambda x: x[1]), 2):
            above_a, above_b = [a, *parse.ancestors(a)][:3], [b, *parse.ancestors(b)][:3]
            steps = [above_a.index(t) + above_b.index(t) for t in above_a if t in above_b]
            if steps and min(steps) <= 2:
                found += _usual(named, number, (one, other), knowledge, usual)
    return found


def _usual(
    named: Named, number: int, pair: tuple[Thing, Thing], knowledge: Knowledge, usual: Usual
) -> Iterator[Relation]:
    kinds = [knowledge.schema.classes[t.cls].notation or t.cls.partition(":")[2] for t in pair]
    predicate, backwards = usual.get((kinds[0], kinds[1]), ("", False))
    if predicate:
        one, other = reversed(pair) if backwards else pair
        evidence = (named.parse.sentence_span(number),)
        yield Relation(f"e{one.number}", predicate, f"e{other.number}", None, evidence)


# -- raw dependency patterns ---------------------------------------------------------------


def raw_events(named: Named, knowledge: Knowledge) -> list[Event]:
    """The frames matched on the tree as it is: a verb's own subject, object and prepositions. Nothing
    is seen through: no coordination, relative, control, light verb, modality.
    """
    parse, found = named.parse, []
    matcher = Matcher(parse, named.things, knowledge.frames, knowledge.schema, {})
    for token in range(len(parse)):
        tag = parse.tags[token][:2]
        if tag in ("VB", "NN") and parse.deps[token] not in ("aux", "auxpass", "amod", "compound"):
            for match in matcher.matches(_raw_clause(parse, token, noun=tag == "NN")):
                roles = [(role, thing) for role, thing, _ in match.roles]
                found.append(_event(named, len(found), match.frame.event, token, roles))
    return found


def _raw_clause(parse: Parse, token: int, *, noun: bool) -> Clause:
    functions = {"nsubj": "agent", "nsubjpass": "patient", "dobj": "patient", "dative": "recipient", "poss": "owner"}
    arguments: dict[str, tuple[int, ...]] = {}
    for child in parse.children[token]:
        dep = parse.deps[child]
        if dep in ("prep", "agent"):
            function = "agent" if dep == "agent" else parse.words[child].lower()
            arguments[function] = arguments.get(function, ()) + tuple(parse.kids(child, "pobj"))
        elif dep in functions:
            arguments[functions[dep]] = (*arguments.get(functions[dep], ()), child)
    return Clause(token, parse.lemmas[token], noun, arguments, passive=parse.kid(token, "nsubjpass") is not None)
