"""One article in, its record out: the whole reading of prose on one screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kgraph.extract import completion, coref, events, names, occasions, offices, relations, roles, speech, things
from kgraph.extract.clauses import Clause, clauses_of
from kgraph.extract.dates import day_of_writing, habits_of
from kgraph.extract.events import Event, Setting
from kgraph.extract.frames import Frames, Matcher
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.nlp import Model
from kgraph.extract.parse import Parse
from kgraph.extract.records import write
from kgraph.extract.relations import Relation
from kgraph.extract.roles import Holding
from kgraph.extract.speech import Statement, Wordings
from kgraph.extract.things import Things
from kgraph.model import Article, ArticleRecord
from kgraph.schema import Schema


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that steers reading: ontology, word lists, frames, wordings of statements, model."""

    schema: Schema
    lexicon: Lexicon
    frames: Frames
    wordings: Wordings
    model: Model


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of an article, in tokens and numbers, before keys and facts."""

    parse: Parse
    things: Things
    clauses: tuple[Clause, ...]
    events: tuple[Event, ...]
    roles: tuple[Holding, ...]
    relations: tuple[Relation, ...]
    statements: tuple[Statement, ...]
    matcher: Matcher
    """What matched the frames; it can be asked again why one did not."""


def extract(article: Article, knowledge: Knowledge) -> ArticleRecord:
    """Read an article: mentions and facts with the words that say them.

    A pure function of the article and the knowledge, so that it maps over processes.
    """
    return write(article, understand(article, knowledge), knowledge.schema)


def understand(article: Article, knowledge: Knowledge) -> Reading:
    """Everything between the model's parse and facts."""
    schema, lexicon = knowledge.schema, knowledge.lexicon
    parse = knowledge.model.parse(article.text)
    found = names.find_names(parse, lexicon, issuer := _issuers(article.publisher))
    who = things.cluster(parse, found.names, lexicon, issuer)
    posts = offices.find_offices(parse, found.names, lexicon)
    who.holders.update({t: o.holder for o in posts if o.holder is not None for t in range(o.first, o.last)})
    kinds = coref.link(parse, found, who, posts, lexicon)

    clauses = tuple(c for n in range(len(parse.sentences)) for c in clauses_of(parse, n, knowledge.frames.nouns))
    matcher = Matcher(parse, who, knowledge.frames, schema, kinds)
    written = day_of_writing(article.text, article.published)
    habits = habits_of(article.url, article.text)
    setting = Setting(parse, who, knowledge.frames, schema, posts, written, habits)
    happened = events.read_events(setting, clauses, matcher)
    completion.accompany(parse, matcher, happened)
    occasions.attend(setting, clauses, matcher, happened)
    happened = [e for e in happened if e.arguments or e.modality or _took_place(e)]

    home = roles.Home(roles.home_country(parse, lexicon.capitals), roles.government(article.publisher, lexicon))
    held = _held(setting, happened, lexicon.demonyms, home)
    related = relations.relations(parse, clauses, held, lexicon, matcher)
    standing = [*related, *events.conferrals(happened)]
    completion.complete(happened, completion.Known(parse, who, schema, standing, held, written))
    related = relations.unique([*related, *events.conferrals(happened), *events.foundings(happened)])
    related = [r for r in related if relations.allowed(r, who, schema)]
    said = speech.statements(parse, clauses, who, knowledge.wordings, matcher.resolve)
    return Reading(parse, who, clauses, tuple(happened), tuple(held), tuple(related), tuple(said), matcher)


def _took_place(event: Event) -> bool:
    """A name alone tells of nothing that happened; "the Summit ended on Saturday" does."""
    return event.date is not None and event.clause.light is not None


def _issuers(publisher: str) -> frozenset[str]:
    """What an article may call who publishes it: the parts of the publisher's name."""
    parts = re.split(r"[,|–—]| - ", re.sub(r"\([^)]*\)", "", publisher))
    return frozenset(p.strip().casefold() for p in parts if len(p.strip()) > 2)


def _held(setting: Setting, happened: list[Event], demonyms: Mapping[str, str], home: roles.Home) -> list[Holding]:
    """Offices held: said of people, begun and ended by events, left by predecessors, shared with counterparts."""
    parse, who = setting.parse, setting.things
    posts = events.left(setting, happened)
    seats = roles.seats(parse, posts, who, demonyms, home)
    told = roles.holdings(parse, posts, who, demonyms, home)
    started = events.roles_of(
        happened, lambda office: roles.as_written(parse, office), seats, told, events.deceased(setting)
    )
    held = roles.merged([*told, *started])
    pairs = [*events.successions(happened), *roles.told_as_predecessors(parse, who)]
    before = roles.predecessors(pairs, held, events.leaving(happened))
    abroad = roles.counterparts(parse, who, held, demonyms)
    return roles.merged([*roles.without_guesses([*held, *before], abroad), *abroad])
