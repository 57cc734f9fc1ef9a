"""From what was understood to facts: every triple with the words that say it.

Keys of records (things, events, statements …) are hashes of the article's id and of what the
record is called there, so that they survive a better reader of pages and, where names stay, an
edit of the article. Ids of facts are hashes of snapshot, quote and triple; a quote is told from
its like by its raw offset, which a better reader of pages does not move.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from kgraph.extract.confidence import of_argument, of_event, of_name, of_relation, of_role, of_statement
from kgraph.extract.context import PERSON
from kgraph.extract.dates import day_claim
from kgraph.extract.events import Event
from kgraph.extract.proposals import Proposal, proposals
from kgraph.extract.roles import Holding
from kgraph.extract.speech import Statement
from kgraph.extract.things import Thing, key
from kgraph.model import Article, ArticleRecord, DateClaim, Fact, Literal, Mention, Ref, Run, Span, Term, Value
from kgraph.schema import EDTF, Schema

if TYPE_CHECKING:
    from kgraph.extract.article import Reading


def write(article: Article, reading: Reading, schema: Schema) -> ArticleRecord:
    """The record of an article. Offsets are checked here: a span whose words do not stand at its
    offsets is a bug and raises."""
    return _Writer(article, reading, schema).record()


def raw_offset(runs: Sequence[Run], offset: int) -> int | None:
    """Where a character of the cleaned text stands in the raw file, if that is known."""
    at = bisect_right([r.start for r in runs], offset) - 1
    if at < 0 or offset >= runs[at].start + runs[at].length:
        return None
    return runs[at].raw + offset - runs[at].start


def digest(*parts: str) -> str:
    """A short hash of some strings: 16 characters of base 32."""
    return _base32(blake2b("\x1f".join(parts).encode(), digest_size=10).digest())


def _base32(data: bytes) -> str:
    from base64 import b32encode

    return b32encode(data).decode().lower().rstrip("=")


@dataclass(slots=True)
class _Writer:
    article: Article
    reading: Reading
    schema: Schema
    facts: dict[str, Fact] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    used: Counter[tuple[str, str]] = field(default_factory=Counter)
    keys: dict[int, str] = field(default_factory=dict)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)

    def record(self) -> ArticleRecord:
        reading = self.reading
        for thing in reading.things.all:
            self.keys[thing.number] = self._key("thing", key(thing.name))
        event_keys = {id(e): self._key("event", self._trigger(e)) for e in reading.events}
        for thing in reading.things.all:
            self._thing(thing)
        for relation in reading.relations:
            value: Value = Literal(relation.value) if relation.object is None else Ref(self.keys[relation.object])
            self._fact(Ref(self.keys[relation.subject]), relation.predicate, value, [relation.token], f"relation:{relation.rule}", of_relation(relation.rule))
        for event in reading.events:
            if not event.modality:
                self._event(event, event_keys[id(event)])
        self._roles(event_keys)
        self._speech()
        facts = sorted(self.facts.values(), key=lambda f: (f.evidence[0].start, f.id))
        mentions = sorted(self.mentions, key=lambda m: (m.span.start, -m.span.end, m.refs))
        return ArticleRecord(self.article, tuple(mentions), tuple(facts))

    # -- keys and spans --------------------------------------------------------------------

    def _key(self, kind: str, name: str) -> str:
        """A record's key; several of one name in one article are numbered in text order."""
        number = self.used[kind, name]
        self.used[kind, name] += 1
        return digest(self.article.id, kind, name, str(number))

    def _span(self, start: int, end: int) -> Span:
        if (start, end) not in self.spans:
            quote = self.article.text[start:end]
            if not quote or not 0 <= start < end <= len(self.article.text):
                raise AssertionError(f"no words at {start}-{end} of article {self.article.id}")
            self.spans[start, end] = Span(start, end, quote, raw_offset(self.article.runs, start))
        return self.spans[start, end]

    def _tokens(self, first: int, last: int) -> Span:
        parse = self.reading.parse
        return self._span(parse.starts[first], parse.ends[last - 1])

    def _sentences(self, tokens: Iterable[int]) -> tuple[Span, ...]:
        parse = self.reading.parse
        numbers = sorted({parse.sentence_of[t] for t in tokens})
        return tuple(self._span(*parse.sentence_span(n)) for n in numbers)

    def _fact(self, subject: Ref, predicate: str, value: Value, tokens: Iterable[int], extractor: str, confidence: float, claim: DateClaim | None = None) -> None:
        """Keep a fact; the same triple said twice is one fact with more evidence."""
        evidence = self._sentences(tokens)
        name = digest(self.article.snapshot, subject.key, predicate, repr(value))
        known = self.facts.get(name)
        if known is not None:
            evidence = tuple(sorted({*known.evidence, *evidence}, key=lambda s: s.start))
            confidence = max(confidence, known.confidence)
            extractor = known.extractor
        self.facts[name] = Fact(self._fact_id(subject, predicate, value, evidence[0]), subject, predicate, value, evidence, extractor, round(confidence, 2), claim)

    def _fact_id(self, subject: Ref, predicate: str, value: Value, quote: Span) -> str:
        return digest(self.article.snapshot, quote.quote, str(quote.raw), subject.key, predicate, repr(value))

    # -- things ----------------------------------------------------------------------------

    def _thing(self, thing: Thing) -> None:
        subject = Ref(self.keys[thing.number])
        named = [x for x in thing.links if x.kind == "name"] or thing.links[:1]
        rules = [x.rule for x in named]
        first = min(named, key=lambda x: x.first)
        confidence = of_name(rules)
        rule = f"name:{first.rule}"
        self._fact(subject, "rdf:type", Term(thing.cls), [first.first], rule, confidence)
        self._fact(subject, "schema:name", Literal(thing.name), [first.first], rule, confidence)
        for alias in sorted(thing.aliases - {thing.name}):
            where = next((x for x in named if self._said(x.first, x.last) == alias), first)
            self._fact(subject, "skos:altLabel", Literal(alias), [where.first], f"name:{where.rule}", confidence)
        if thing.cls == PERSON:
            for predicate, values in (("schema:honorificPrefix", thing.titles), ("schema:honorificSuffix", thing.letters)):
                for value in sorted(values):
                    self._fact(subject, predicate, Literal(value), [first.first], rule, confidence)
        for link in thing.links:
            others = self.reading.things.spans.get((link.first, link.last), (thing.number,))
            if others[0] == thing.number:
                refs = tuple(self.keys[n] for n in others)
                self.mentions.append(Mention(self._tokens(link.first, link.last), refs, link.kind, link.rule))

    def _said(self, first: int, last: int) -> str:
        return " ".join(self.reading.parse.slice(first, last).split())

    # -- events ----------------------------------------------------------------------------

    def _trigger(self, event: Event) -> str:
        return f"{event.cls} {self.reading.parse.lemmas[event.token]}"

    def _event(self, event: Event, name: str) -> None:
        subject, parse = Ref(name), self.reading.parse
        extractor, base = f"frame:{event.frame}", of_event(event)
        sentences = [parse.sentences[n][0] for n in sorted(event.sentences)]
        self._fact(subject, "rdf:type", Term(event.cls), sentences, extractor, base)
        for role, number, token in event.arguments:
            confidence = of_argument(base, self.reading.things, token)
            self._fact(subject, role, Ref(self.keys[number]), [token], extractor, confidence)
        if event.date is not None:
            start = parse.sentences[event.date_sentence][0]
            self._fact(subject, "kg:edtf", Literal(event.date.edtf, EDTF), [start], f"date:{event.date.basis}", base, event.date)
        if event.office is not None and "kg:position" in self.schema.allowed(event.cls):
            body = next((self.keys[n] for n in event.fillers("kg:organisation")), "")
            words = self._said(event.office.first, event.office.last)
            self._fact(subject, "kg:position", Ref(self._position(words, body)), [event.token], extractor, base)
        for token in event.triggers:
            self.mentions.append(Mention(self._tokens(token, self._trigger_end(token)), (name,), "trigger", extractor))

    def _trigger_end(self, token: int) -> int:
        """A particle right behind its verb belongs to the trigger: "came down"."""
        parse = self.reading.parse
        return token + 2 if token + 1 < len(parse) and parse.deps[token + 1] == "prt" and parse.heads[token + 1] == token else token + 1

    # -- offices ---------------------------------------------------------------------------

    def _position(self, words: str, body: str) -> str:
        return digest(self.article.id, "position", words.casefold(), body)

    def _roles(self, event_keys: dict[int, str]) -> None:
        for role in self.reading.roles:
            body = self.keys[role.organisation] if role.organisation is not None else ""
            position = Ref(self._position(role.position, body))
            holding = Ref(digest(self.article.id, "holding", self.keys[role.person], position.key, role.status))
            extractor, confidence = f"role:{role.rule}", of_role(role.rule)

            def say(subject: Ref, predicate: str, value: Value, at: int = role.token, by: tuple[str, float] = (extractor, confidence)) -> None:
                self._fact(subject, predicate, value, [at], *by)

            say(position, "rdf:type", Term("kg:Position"))
            say(position, "schema:name", Literal(role.position))
            say(holding, "rdf:type", Term("kg:RoleHolding"))
            say(holding, "org:member", Ref(self.keys[role.person]))
            say(holding, "org:role", position)
            say(holding, "kg:roleStatus", Literal(role.status))
            if body:
                say(position, "org:postIn", Ref(body))
                say(holding, "org:organization", Ref(body))
            if role.to is not None:
                say(position, "kg:accreditedTo", Ref(self.keys[role.to]))
            if self.article.published is not None:
                claim = day_claim(self.article.published, "published")
                self._fact(holding, "kg:asOf", Literal(claim.edtf, EDTF), [role.token], extractor, confidence, claim)
            self._tenure(holding, role, event_keys)

    def _tenure(self, holding: Ref, role: Holding, event_keys: dict[int, str]) -> None:
        """The events that start and end a tenure, with their dates."""
        for event in self.reading.events:
            if event.modality or role.person not in event.fillers("kg:person"):
                continue
            if event.office is not None and event.office.head not in role.position.lower():
                continue
            starts = event.cls == "kg:Appointment" and role.status in ("current", "incoming", "acting") and event.office is not None
            ends = event.cls == "kg:Departure" and role.status == "former"
            if not starts and not ends:
                continue
            edge = "start" if starts else "end"
            self._fact(holding, "kg:startedBy" if starts else "kg:endedBy", Ref(event_keys[id(event)]), [event.token], "role:event", of_event(event))
            if event.date is not None and not (starts and role.status == "incoming"):
                self._fact(holding, f"kg:{edge}", Literal(event.date.edtf, EDTF), [event.token], "role:event", of_event(event), event.date)

    # -- speech ----------------------------------------------------------------------------

    def _speech(self) -> None:
        made = proposals(self.reading)
        for statement in self.reading.statements:
            self._statement(statement, [p for p in made if p.statement is statement])
        for proposal in made:
            if proposal.statement is None:
                self._proposal(proposal)

    def _statement(self, statement: Statement, made: Sequence[Proposal]) -> None:
        speaker = self.keys[statement.speaker]
        subject = Ref(self._key("statement", f"{speaker} {statement.modality}"))
        extractor, confidence = f"speech:{statement.rule}", of_statement(statement)
        at = [statement.token]
        self._fact(subject, "rdf:type", Term("kg:Statement"), at, extractor, confidence)
        self._fact(subject, "kg:speaker", Ref(speaker), at, extractor, confidence)
        self._fact(subject, "kg:modality", Term(statement.modality), at, extractor, confidence)
        if statement.addressee is not None:
            self._fact(subject, "kg:addressee", Ref(self.keys[statement.addressee]), at, extractor, confidence)
        if statement.topic:
            self._fact(subject, "kg:topic", Literal(statement.topic), at, extractor, confidence)
        for start, end in statement.quotations:
            self._fact(subject, "kg:quotation", Literal(self.article.text[start:end]), at, extractor, confidence)
        for proposal in made:
            self._fact(subject, "kg:content", Ref(self._proposal(proposal)), at, extractor, confidence)

    def _proposal(self, proposal: Proposal) -> str:
        name = self._key("proposition", proposal.cls)
        subject, at = Ref(name), [proposal.token]
        rule, confidence = f"proposal:{proposal.rule}", 0.7

        def say(predicate: str, value: Value, claim: DateClaim | None = None) -> None:
            self._fact(subject, predicate, value, at, rule, confidence, claim)

        say("rdf:type", Term("kg:Proposition"))
        say("kg:proposedType", Term(proposal.cls))
        for number in proposal.participants:
            say("kg:proposedParticipant", Ref(self.keys[number]))
        if proposal.place is not None:
            say("kg:proposedPlace", Ref(self.keys[proposal.place]))
        if proposal.date is not None:
            say("kg:proposedEdtf", Literal(proposal.date.edtf, EDTF), proposal.date)
        if proposal.statement is None and proposal.modality in self.schema.instances("kg:Modality"):
            say("kg:modality", Term(proposal.modality))
        return name

