"""A few articles' facts, said in a line each."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from kgraph.extract.dates import day_claim
from kgraph.model import Article, DateClaim, Fact, Judgements, Literal, Ref, Resolution, Term
from kgraph.resolve import resolve
from kgraph.schema import Schema


class Corpus:
    """Articles with records; ``same("a.Liu", "b.Liu")`` says whether two of them became one."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.facts: list[Fact] = []
        self.articles: dict[str, Article] = {}
        self.judged = Judgements()

    def thing(self, key: str, cls: str, name: str = "", **said: object) -> str:
        """A record ``article.label`` with properties: other records' keys, texts, a date as edtf."""
        home = key.partition(".")[0]
        self.articles.setdefault(key, self.articles.get(home) or Article(home, home, ""))
        self._say(key, "rdf:type", Term(cls))
        if name:
            self._say(key, "schema:name", Literal(name))
        for predicate, values in said.items():
            for value in values if isinstance(values, list) else [values]:
                self._value(key, predicate, value)
        return key

    def article(self, home: str, published: str = "", publisher: str = "") -> None:
        """What is known of an article, said before its records."""
        day = date.fromisoformat(published) if published else None
        self.articles[home] = Article(home, home, "", published=day, publisher=publisher)

    def office(self, person: str, title: str, body: str, **said: object) -> str:
        """That a person holds an office in a body."""
        home = person.partition(".")[0]
        post = self.thing(f"{home}.post {title} {body}", "kg:Position", title, **{"org:postIn": body})
        roles = {"org:member": person, "org:role": post, "org:organization": body, "kg:roleStatus": "=current"}
        return self.thing(f"{home}.{person} as {title}", "kg:RoleHolding", **roles, **said)

    def _value(self, key: str, predicate: str, value: object) -> None:
        predicate = predicate if ":" in predicate else f"kg:{predicate}"
        if isinstance(value, DateClaim):
            self._say(key, predicate, Literal(value.edtf, "edtf:EDTF"), value)
        elif isinstance(value, str) and "." in value and value.partition(".")[0] == key.partition(".")[0]:
            self._say(key, predicate, Ref(value))
        else:
            self._say(key, predicate, Literal(str(value).removeprefix("=")))

    def _say(self, key: str, predicate: str, value: object, claim: DateClaim | None = None) -> None:
        self.facts.append(Fact(f"f{len(self.facts)}", Ref(key), predicate, value, (), "test", 0.9, claim))  # type: ignore[arg-type]  # a Value

    def resolve(self, shuffled: int | None = None) -> Resolution:
        """The resolution, of the facts in another order if asked for."""
        facts = list(self.facts)
        if shuffled is not None:
            random.Random(shuffled).shuffle(facts)
        homes = {k: a for k, a in self.articles.items() if "." in k}
        return resolve(facts, self.schema, self.judged, articles=homes)

    def same(self, *keys: str) -> bool:
        """True if all became one."""
        ids = self.resolve().ids
        return len({ids[k] for k in keys}) == 1

    def rules(self, key: str) -> set[str]:
        """The rules that put a record's cluster together."""
        found = self.resolve()
        return {link.rule for link in found.reasons.get(found.ids[key], ())}


@pytest.fixture
def corpus(schema: Schema) -> Corpus:
    return Corpus(schema)


@pytest.fixture
def day() -> Callable[[str], DateClaim]:
    return lambda text: day_claim(date.fromisoformat(text), "explicit")
