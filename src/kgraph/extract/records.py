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
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from kgraph.extract.confidence import of_argument, of_event, of_name, of_relation, of_role, of_seat, of_statement
from kgraph.extract.context import PERSON
from kgraph.extract.days import day_claim
from kgraph.extract.events import Event
from kgraph.extract.offices import Office
from kgraph.extract.proposals import Proposal, proposals
from kgraph.extract.roles import Holding, as_written
from kgraph.extract.speech import Statement
from kgraph.extract.things import Thing, key
from kgraph.model import (
    Article,
    ArticleRecord,
    DateClaim,
    Fact,
    Literal,
    Mention,
    Ref,
    Run,
    Span,
    Term,
    Value,
)
from kgraph.schema import EDTF, Schema

if TYPE_CHECKING:
    from kgraph.extract.article import Reading


def write(article: Article, reading: Reading, schema: Schema) -> ArticleRecord:
    """The record of an article. Offsets are checked here: a span whose words do not stand at its
    offsets is a bug and raises.
    """
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


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(a + b for a in _DIGITS for b in _DIGITS)


def _base32(data: bytes) -> str:
    """Base 32 of ten bytes (RFC 4648, lower case), two digits at a time: ids are made by the thousand."""
    number = int.from_bytes(data, "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(70, -1, -10)])


@dataclass(frozen=True, slots=True)
class Support:
    """What a fact rests on: tokens whose sentences say it, the rule that read it, how sure it is."""

    tokens: tuple[int, ...]
    rule: str
    confidence: float


@dataclass(slots=True)
class _Writer:
    article: Article
    reading: Reading
    schema: Schema
    facts: dict[tuple[str, str, Value], Fact] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    used: Counter[tuple[str, str]] = field(default_factory=Counter)
    keys: dict[int, str] = field(default_factory=dict)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)
    said: dict[int, Span] = field(default_factory=dict)

    def record(self) -> ArticleRecord:
        reading = self.reading
        for thing in reading.things.all:
            self.keys[thing.number] = self._key("thing", key(thing.name))
        event_keys = {id(e): self._key("event", self._trigger(e)) for e in reading.events}
        for thing in reading.things.all:
            self._thing(thing)
        for relation in reading.relations:
            value: Value = Literal(relation.value) if relation.object is None else Ref(self.keys[relation.object])
            support = Support((relation.token,), f"relation:{relation.rule}", of_relation(relation.rule))
            self._fact(Ref(self.keys[relation.subject]), relation.predicate, value, support)
        for event in reading.events:
            if not event.modality:
                self._event(event, event_keys[id(event)])
        self._roles(event_keys)
        self._speech()
        facts = sorted(self.facts.values(), key=lambda f: (f.evidence[0].start, f.id))
        return ArticleRecord(self.article, _one_each(self.mentions), tuple(facts))

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

    def _sentences(self, tokens: Sequence[int]) -> tuple[Span, ...]:
        of = self.reading.parse.sentence_of
        if len(tokens) == 1:
            return (self._sentence(of[tokens[0]]),)
        return tuple(self._sentence(n) for n in sorted({of[t] for t in tokens}))

    def _sentence(self, number: int) -> Span:
        if number not in self.said:
            self.said[number] = self._span(*self.reading.parse.sentence_span(number))
        return self.said[number]

    def _fact(
        self, subject: Ref, predicate: str, value: Value, support: Support, claim: DateClaim | None = None
    ) -> None:
        """Keep a fact; the same triple said twice is one fact with more evidence."""
        evidence, rule, confidence = self._sentences(support.tokens), support.rule, support.confidence
        name = (subject.key, predicate, value)
        known = self.facts.get(name)
        if known is not None:
            evidence = tuple(sorted({*known.evidence, *evidence}, key=lambda s: s.start))
            rule, confidence = known.extractor, max(confidence, known.confidence)
        made = self._fact_id(subject, predicate, value, evidence[0])
        self.facts[name] = Fact(made, subject, predicate, value, evidence, rule, round(confidence, 2), claim)

    def _fact_id(self, subject: Ref, predicate: str, value: Value, quote: Span) -> str:
        return digest(self.article.snapshot, quote.quote, str(quote.raw), subject.key, predicate, repr(value))

    # -- things ----------------------------------------------------------------------------

    def _thing(self, thing: Thing) -> None:
        subject = Ref(self.keys[thing.number])
        named = [x for x in thing.links if x.kind == "name"] or thing.links[:1]
        rules = [x.rule for x in named]
        first = min(named, key=lambda x: x.first)
        by = Support((first.first,), f"name:{first.rule}", of_name(rules))
        self._fact(subject, "rdf:type", Term(thing.cls), by)
        self._fact(subject, "schema:name", Literal(thing.name), by)
        for alias in sorted(thing.aliases - {thing.name}):
            where = next((x for x in named if self._said(x.first, x.last) == alias), first)
            self._fact(
                subject, "skos:altLabel", Literal(alias), replace(by, tokens=(where.first,), rule=f"name:{where.rule}")
            )
        if thing.cls == PERSON:
            for predicate, values in (
                ("schema:honorificPrefix", thing.titles),
                ("schema:honorificSuffix", thing.letters),
            ):
                for value in sorted(values):
                    self._fact(subject, predicate, Literal(value), by)
        for link in thing.links:
            others = self.reading.things.spans.get((link.first, link.last), (thing.number,))
            if others[0] == thing.number:
                refs = tuple(self.keys[n] for n in others)
                self.mentions.append(
                    Mention(self._tokens(link.first, link.last), refs, link.kind, link.rule, link.title)
                )

    def _said(self, first: int, last: int) -> str:
        return " ".join(self.reading.parse.slice(first, last).split())

    # -- events ----------------------------------------------------------------------------

    def _trigger(self, event: Event) -> str:
        return f"{event.cls} {self.reading.parse.lemmas[event.token]}"

    def _event(self, event: Event, name: str) -> None:
        subject, parse = Ref(name), self.reading.parse
        rule, base = f"frame:{event.frame}", of_event(event)
        by = Support(tuple(parse.sentences[n][0] for n in sorted(event.sentences)), rule, base)
        self._fact(subject, "rdf:type", Term(event.cls), by)
        for role, number, token in event.arguments:
            sure = of_argument(base, self.reading.things, token)
            self._fact(subject, role, Ref(self.keys[number]), Support((token,), rule, sure))
        if event.date is not None:
            start = parse.sentences[event.date_sentence][0]
            literal = Literal(event.date.edtf, EDTF)
            self._fact(subject, "kg:edtf", literal, Support((start,), f"date:{event.date.basis}", base), event.date)
        if event.office is not None and "kg:position" in self.schema.allowed(event.cls):
            post = Support((event.token,), rule, base)
            self._fact(subject, "kg:position", self._post_of(event, event.office, post), post)
        for token in event.triggers:
            self.mentions.append(Mention(self._tokens(token, self._trigger_end(token)), (name,), "trigger", rule))

    def _trigger_end(self, token: int) -> int:
        """A particle right behind its verb belongs to the trigger: "came down"."""
        parse = self.reading.parse
        return (
            token + 2
            if token + 1 < len(parse) and parse.deps[token + 1] == "prt" and parse.heads[token + 1] == token
            else token + 1
        )

    # -- offices ---------------------------------------------------------------------------

    def _position(self, words: str, body: int | None, by: Support) -> Ref:
        """The record of a post in a body."""
        seat = self.keys[body] if body is not None else ""
        position = Ref(digest(self.article.id, "position", words.casefold(), seat))
        self._fact(position, "rdf:type", Term("kg:Position"), by)
        self._fact(position, "schema:name", Literal(words), by)
        if seat:
            self._fact(position, "org:postIn", Ref(seat), by)
        return position

    def _post_of(self, event: Event, office: Office, by: Support) -> Ref:
        """The post an event is about: the one of the role that it starts or ends, else its own."""
        words = as_written(self.reading.parse, office)
        people = event.fillers("kg:person")
        role = next((r for r in self.reading.roles if r.person in people and r.position == words), None)
        body = role.organisation if role else next(iter(event.fillers("kg:organisation")), None)
        return self._position(words, body, by)

    def _roles(self, event_keys: dict[int, str]) -> None:
        for role in self.reading.roles:
            by = Support((role.token,), f"role:{role.rule}", of_role(role.rule))
            position = self._position(role.position, role.organisation, by)
            holding = Ref(digest(self.article.id, "holding", self.keys[role.person], position.key, role.status))
            self._fact(holding, "rdf:type", Term("kg:RoleHolding"), by)
            self._fact(holding, "org:member", Ref(self.keys[role.person]), by)
            self._fact(holding, "org:role", position, by)
            self._fact(holding, "kg:roleStatus", Literal(role.status), by)
            if role.organisation is not None:
                self._fact(
                    holding,
                    "org:organization",
                    Ref(self.keys[role.organisation]),
                    replace(by, confidence=of_seat(role.rule)),
                )
            if role.to is not None:
                self._fact(position, "kg:accreditedTo", Ref(self.keys[role.to]), by)
            if self.article.published is not None:
                claim = day_claim(self.article.published, "published")
                self._fact(holding, "kg:asOf", Literal(claim.edtf, EDTF), by, claim)
            self._tenure(holding, role, event_keys)

    def _tenure(self, holding: Ref, role: Holding, event_keys: dict[int, str]) -> None:
        """The events that start and end a tenure, with their dates."""
        for event in self.reading.events:
            edge = self._edge(event, role)
            if not edge:
                continue
            by = Support((event.token,), "role:event", of_event(event))
            self._fact(holding, f"kg:{edge}edBy", Ref(event_keys[id(event)]), by)
            if event.date is not None and not (edge == "start" and role.status == "incoming"):
                self._fact(holding, f"kg:{edge}", Literal(event.date.edtf, EDTF), by, event.date)

    def _edge(self, event: Event, role: Holding) -> str:
        """Whether an event starts or ends a tenure; "" if neither."""
        if event.modality or role.person not in event.fillers("kg:person"):
            return ""
        if event.office is not None and event.office.head not in role.position.lower():
            return ""
        if event.cls == "kg:Appointment" and role.status != "former" and event.office is not None:
            return "start"
        return "end" if event.cls == "kg:Departure" and role.status == "former" else ""

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
        by = Support((statement.token,), f"speech:{statement.rule}", of_statement(statement))
        self._fact(subject, "rdf:type", Term("kg:Statement"), by)
        self._fact(subject, "kg:speaker", Ref(speaker), by)
        self._fact(subject, "kg:modality", Term(statement.modality), by)
        if statement.addressee is not None:
            self._fact(subject, "kg:addressee", Ref(self.keys[statement.addressee]), by)
        if statement.topic:
            self._fact(subject, "kg:topic", Literal(statement.topic), by)
        for start, end in statement.quotations:
            self._fact(subject, "kg:quotation", Literal(self.article.text[start:end]), by)
        for proposal in made:
            self._fact(subject, "kg:content", Ref(self._proposal(proposal)), by)

    def _proposal(self, proposal: Proposal) -> str:
        name = self._key("proposition", proposal.cls)
        subject = Ref(name)
        by = Support((proposal.token,), f"proposal:{proposal.rule}", 0.7)
        self._fact(subject, "rdf:type", Term("kg:Proposition"), by)
        self._fact(subject, "kg:proposedType", Term(proposal.cls), by)
        for number in proposal.participants:
            self._fact(subject, "kg:proposedParticipant", Ref(self.keys[number]), by)
        if proposal.place is not None:
            self._fact(subject, "kg:proposedPlace", Ref(self.keys[proposal.place]), by)
        if proposal.date is not None:
            self._fact(subject, "kg:proposedEdtf", Literal(proposal.date.edtf, EDTF), by, proposal.date)
        if proposal.statement is None and proposal.modality in self.schema.instances("kg:Modality"):
            self._fact(subject, "kg:modality", Term(proposal.modality), by)
        return name


def _one_each(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions in text order, one for each stretch of words: what triggers two events mentions both."""
    found: dict[tuple[int, int], Mention] = {}
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end, m.kind == "trigger", m.refs)):
        where = mention.span.start, -mention.span.end
        known = found.get(where)
        found[where] = (
            mention if known is None else replace(known, refs=tuple(dict.fromkeys((*known.refs, *mention.refs))))
        )
    return tuple(found[where] for where in sorted(found))
