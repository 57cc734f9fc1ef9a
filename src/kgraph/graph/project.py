"""From facts to quads: the default graph of accepted facts, and one fact graph per article.

The default graph holds each accepted fact once, so that people's SPARQL stays plain; the fact
graphs hold who says it where. What follows from facts (supertypes, participants, shortcuts) is
made by the CONSTRUCT files of ``ontology/rules``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

import pyoxigraph as ox

from kgraph.config import Config
from kgraph.graph.labels import label
from kgraph.graph.rules import Rule, rules
from kgraph.graph.terms import Names, day, decimal, integer
from kgraph.ids import mint
from kgraph.model import Article, ArticleRecord, DateClaim, Fact, Literal, Ref, Resolution, Span, Term
from kgraph.schema import KG, Schema, plain

CONTEXT = 32
"""Characters of prefix and suffix kept with a quote."""

_DATES = {"kg:start": "start", "kg:end": "end"}


@dataclass(frozen=True, slots=True)
class Run:
    """What made the facts: software, model, and a hash of all that steers reading."""

    software: str
    model: str
    configuration: str

    @property
    def name(self) -> str:
        """The run's id: a hash of all three."""
        return blake2b("\x1f".join((self.software, self.model, self.configuration)).encode(), digest_size=8).hexdigest()


@dataclass(slots=True)
class Projection:
    """Quads, and which facts each triple of the default graph rests on (by N-Triples terms)."""

    quads: list[ox.Quad] = field(default_factory=list)
    stated: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)


def project(
    records: Sequence[ArticleRecord], resolution: Resolution, names: Names, config: Config, run: Run
) -> Projection:
    """All quads of a graph before rules; facts that are not to be stated must be left out before."""
    return _Projector(records, resolution, names, config, run).run_all()


def apply_rules(
    quads: Iterable[ox.Quad], schema: Schema, chosen: Sequence[Rule] | None = None, into: ox.Store | None = None
) -> list[ox.Quad]:
    """The triples that rules (by default all of ``ontology/rules``) add to the default graph, in file
    order. ``into`` is filled with the default graph, what is added, and the ontology.
    """
    store = ox.Store() if into is None else into
    store.bulk_extend(q for q in quads if isinstance(q.graph_name, ox.DefaultGraph))
    known = set(store)
    ontology = list(schema.turtle_quads())
    store.bulk_extend(ontology)
    added: list[ox.Quad] = []
    for rule in rules() if chosen is None else chosen:
        new = [ox.Quad(t.subject, t.predicate, t.object) for t in rule.made(store)]
        fresh = [
            q
            for q in dict.fromkeys(new)
            if q not in known and isinstance(q.subject, ox.NamedNode) and not _ontological(q)
        ]
        known.update(fresh)
        store.bulk_extend(fresh)
        added += fresh
    return added


def _ontological(quad: ox.Quad) -> bool:
    """Rules also match the ontology's own individuals; what they say of it is not part of the graph."""
    return plain(quad.subject).startswith(KG)


def fact_graphs(
    records: Sequence[ArticleRecord], resolution: Resolution, names: Names, config: Config, run: Run
) -> list[ox.Quad]:
    """The fact graphs of some records alone: their facts with evidence, none of them stated."""
    projector = _Projector(records, resolution, names, config, run)
    for record in projector.records:
        projector._fact_graph(record)
    return projector.projection.quads


def project_articles(
    records: Sequence[ArticleRecord], resolution: Resolution, names: Names, config: Config, run: Run
) -> list[ox.Quad]:
    """What a graph says of some articles, their publishers and snapshots, with their fact graphs."""
    projector = _Projector(records, resolution, names, config, run)
    for record in projector.records:
        projector._article(record.article)
        projector._fact_graph(record)
    projector._run()
    return projector._done().quads


def project_things(
    records: Sequence[ArticleRecord], resolution: Resolution, names: Names, outside: Callable[[str], str]
) -> Projection:
    """What the default graph says of the subjects of some facts, which must be all facts about
    them. ``outside`` gives the label of other things by id.
    """
    projector = _Projector(records, resolution, names, Config(), Run("", "", ""))
    projector.outside = outside
    projector._things()
    return projector._done()


def project_individuals(values: Iterable[Ref | Term | Literal], names: Names) -> list[ox.Quad]:
    """The ontology's own individuals among the values of all facts."""
    projector = _Projector((), Resolution(), names, Config(), Run("", "", ""))
    projector._individuals(values)
    return projector._done().quads


def article_id(article: Article) -> str:
    """The id an article has in a graph that knows it by no other."""
    return mint(article.title, article.id)


def graph_of(article: Article, names: Names) -> ox.NamedNode:
    """The named graph of what one reading of an article gave."""
    return names.of("graph", reading_name(article))


def publisher_of(article: Article, names: Names) -> ox.NamedNode:
    """Who published an article, by name."""
    return names.thing(mint(article.publisher, _short(article.publisher)))


def reading_name(article: Article) -> str:
    """Names a reading in IRIs; the same bytes under two urls are two articles, and read twice."""
    return _short(f"{article.id} {article.snapshot}")


class _Projector:
    def __init__(
        self, records: Sequence[ArticleRecord], resolution: Resolution, names: Names, config: Config, run: Run
    ) -> None:
        self.records = sorted(records, key=lambda r: r.article.id)
        self.resolution, self.names, self.config, self.run = resolution, names, config, run
        self.schema = names.schema
        self.projection = Projection()
        self.outside: Callable[[str], str] = lambda _: ""
        self.default: dict[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal], None] = {}
        self.sources: dict[str, set[str]] = {}
        self.values: dict[str, dict[str, list[Ref | Term | Literal]]] = {}

    def run_all(self) -> Projection:
        for record in self.records:
            self._article(record.article)
            self._fact_graph(record)
        self._things()
        self._individuals(v for values in self.values.values() for vs in values.values() for v in vs)
        self._run()
        return self._done()

    def _things(self) -> None:
        """What the default graph says of things, events and the like."""
        self._default_facts()
        self._dates()
        self._labels()
        self._trust()

    def _done(self) -> Projection:
        self.projection.quads += [ox.Quad(s, p, o) for s, p, o in self.default]
        return self.projection

    # -- small steps -----------------------------------------------------------------------

    def _say(self, subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        self.default[subject, self.names.term(predicate), value] = None

    def _node(self, value: Ref | Term | Literal) -> ox.NamedNode | ox.Literal:
        return self.names.thing(self.resolution.ids[value.key]) if isinstance(value, Ref) else self.names.value(value)

    # -- articles --------------------------------------------------------------------------

    def _article(self, article: Article) -> None:
        node = self.article_node(article)
        say = self._say
        say(node, "rdf:type", self.names.term("schema:NewsArticle"))
        say(node, "schema:articleBody", ox.Literal(article.text))
        for predicate, value in (
            ("schema:headline", article.title),
            ("schema:articleSection", article.section),
            ("schema:inLanguage", article.language),
        ):
            if value:
                say(node, predicate, ox.Literal(value))
        if article.published:
            say(node, "schema:datePublished", day(article.published))
        if article.url.startswith(("http://", "https://")):
            say(node, "schema:url", ox.Literal(article.url))
        if article.publisher:
            publisher = publisher_of(article, self.names)
            say(publisher, "rdf:type", self.names.term("kg:Publisher"))
            say(publisher, "schema:name", ox.Literal(article.publisher))
            say(publisher, "rdfs:label", ox.Literal(article.publisher))
            say(node, "schema:publisher", publisher)
        say(node, "rdfs:label", ox.Literal(article.title or f"Article {article.id[:8]}"))
        snapshot = self.names.of("snapshot", reading_name(article))
        say(snapshot, "rdf:type", self.names.term("kg:Snapshot"))
        say(snapshot, "kg:snapshotOf", node)
        say(snapshot, "kg:sha256", ox.Literal(article.snapshot))
        graph = self.graph_node(article)
        say(graph, "rdf:type", self.names.term("prov:Entity"))
        say(graph, "prov:wasDerivedFrom", snapshot)
        say(graph, "prov:wasGeneratedBy", self.names.of("run", self.run.name))
        say(graph, "schema:about", node)

    def article_node(self, article: Article) -> ox.NamedNode:
        """The article as a work."""
        return self.names.thing(self.resolution.ids.get(article.id) or article_id(article))

    def graph_node(self, article: Article) -> ox.NamedNode:
        """The graph of what one reading of the article gave."""
        return self.names.of("graph", reading_name(article))

    def _run(self) -> None:
        node = self.names.of("run", self.run.name)
        self._say(node, "rdf:type", self.names.term("kg:ExtractionRun"))
        for predicate, value in (
            ("kg:software", self.run.software),
            ("kg:model", self.run.model),
            ("kg:configuration", self.run.configuration),
        ):
            self._say(node, predicate, ox.Literal(value))

    # -- fact graphs -----------------------------------------------------------------------

    def _fact_graph(self, record: ArticleRecord) -> None:
        graph, article = self.graph_node(record.article), self.article_node(record.article)
        quads = self.projection.quads
        written: set[str] = set()

        def add(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
            quads.append(ox.Quad(subject, self.names.term(predicate), value, graph))

        def span(found: Span, cls: str) -> ox.NamedNode:
            node = self.names.of(
                "text",
                _short(
                    f"{reading_name(record.article)} {cls} {found.quote} {found.start if found.raw is None else found.raw}"
                ),
            )
            if node.value not in written:
                written.add(node.value)
                self._span(node, found, cls, (article, record.article.text), add)
            return node

        for fact in record.facts:
            node = self.names.of("fact", fact.id)
            add(node, "rdf:type", self.names.term("kg:Fact"))
            add(node, "rdf:subject", self.names.thing(self.resolution.ids[fact.subject.key]))
            add(node, "rdf:predicate", self.names.term(fact.predicate))
            add(node, "rdf:object", self._node(fact.object))
            add(node, "kg:confidence", decimal(fact.confidence))
            add(node, "kg:extractor", ox.Literal(fact.extractor))
            for evidence in fact.evidence:
                add(node, "kg:evidence", span(evidence, "kg:Evidence"))
            if fact.date is not None:
                for predicate, value in _claim(fact.date):
                    add(node, predicate, value)
        stated = {f.subject.key for f in record.facts}
        for mention in record.mentions:
            refs = [r for r in mention.refs if r in stated]
            if refs:
                node = span(mention.span, "kg:Mention")
                add(node, "kg:mentionKind", ox.Literal(mention.kind))
                add(node, "kg:linkedBy", ox.Literal(mention.rule))
                if mention.title:
                    add(node, "schema:honorificPrefix", ox.Literal(mention.title))
                for ref in refs:
                    add(node, "kg:refersTo", self.names.thing(self.resolution.ids[ref]))

    def _span(self, node: ox.NamedNode, found: Span, cls: str, context: tuple[ox.NamedNode, str], add) -> None:  # type: ignore[no-untyped-def]  # the closure above
        article, text = context
        add(node, "rdf:type", self.names.term(cls))
        add(node, "rdf:type", self.names.term("kg:Span"))
        add(node, "nif:anchorOf", ox.Literal(found.quote))
        add(node, "nif:beginIndex", integer(found.start))
        add(node, "nif:endIndex", integer(found.end))
        add(node, "nif:referenceContext", article)
        if found.raw is not None:
            add(node, "kg:rawBegin", integer(found.raw))
            add(node, "kg:rawEnd", integer(found.raw + found.end - found.start))
        if cls == "kg:Evidence":
            for predicate, words in (
                ("oa:prefix", text[max(0, found.start - CONTEXT) : found.start]),
                ("oa:suffix", text[found.end : found.end + CONTEXT]),
            ):
                if words:
                    add(node, predicate, ox.Literal(words))

    # -- the default graph -----------------------------------------------------------------

    def _default_facts(self) -> None:
        for record in self.records:
            for fact in record.facts:
                entity = self.resolution.ids[fact.subject.key]
                self.sources.setdefault(entity, set()).add(record.article.publisher or record.article.id)
                self.values.setdefault(entity, {}).setdefault(fact.predicate, []).append(fact.object)
                self._state(entity, fact)

    def _state(self, entity: str, fact: Fact) -> None:
        """Put a fact into the default graph: names become the canonical one and others, types the
        one that the thing's records agree on, dates wait for the other sources.
        """
        subject, predicate, value = self.names.thing(entity), fact.predicate, self._node(fact.object)
        if predicate in ("kg:edtf", *_DATES):
            self._register(subject, predicate, value, fact)
            return
        if predicate == "rdf:type":
            value = self.names.term(self.resolution.classes[entity])
        if (
            predicate == "schema:name"
            and isinstance(fact.object, Literal)
            and fact.object.value != self.resolution.names[entity]
        ):
            predicate = "skos:altLabel"
        if (
            predicate == "skos:altLabel"
            and isinstance(fact.object, Literal)
            and fact.object.value == self.resolution.names[entity]
        ):
            predicate = "schema:name"
        self._say(subject, predicate, value)
        self._register(subject, predicate, value, fact)

    def _register(self, subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal, fact: Fact) -> None:
        triple = (subject.value, self.schema.iri(predicate), value.value)
        self.projection.stated.setdefault(triple, []).append(fact.id)

    def _dates(self) -> None:
        """One resolved date per event or tenure, from all sources' claims."""
        claims: dict[tuple[str, str], list[DateClaim]] = {}
        for record in self.records:
            for fact in record.facts:
                if fact.predicate in ("kg:edtf", *_DATES) and fact.date is not None:
                    claims.setdefault((self.resolution.ids[fact.subject.key], fact.predicate), []).append(fact.date)
        for (entity, predicate), found in sorted(claims.items()):
            claim, disputed = settle(found)
            node = self.names.thing(entity)
            self._say(node, predicate, self.names.literal(Literal(claim.edtf, "edtf:EDTF")))
            prefix = f"kg:{_DATES[predicate]}" if predicate in _DATES else ""
            for edge, value in (("earliest", claim.earliest), ("latest", claim.latest)):
                if value is not None:
                    self._say(node, f"{prefix}{edge.title()}" if prefix else f"kg:{edge}", day(value))
            if predicate == "kg:edtf":
                self._say(node, "kg:dateBasis", ox.Literal(claim.basis))
            if disputed:
                self._say(
                    node,
                    "kg:disputed",
                    ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
                )

    def _labels(self) -> None:
        """Names are labels; what has none gets a generated one by its class's pattern."""
        made: dict[str, str] = {}
        for entity in sorted(self.values, key=self._turn):
            pattern = self._pattern(entity)
            node = self.names.thing(entity)
            made[entity] = self.resolution.names[entity]
            if pattern:
                made[entity] = label(pattern, lambda role, e=entity: self._label_values(e, role, made))  # type: ignore[misc]  # bound now
                self._say(node, "kg:generatedLabel", ox.Literal(made[entity]))
            if made[entity]:
                self._say(node, "rdfs:label", ox.Literal(made[entity]))

    def _turn(self, entity: str) -> tuple[int, str]:
        """When a label is made: only those made before can be part of it."""
        return self._depth(entity), entity

    def _label(self, entity: str, made: Mapping[str, str], by: str) -> str:
        """The label of what something speaks of, as known when ``by`` gets its own."""
        if entity in made:
            return made[entity]
        name = self.resolution.names[entity]
        if entity in self.values or not self._pattern(entity) or self._turn(entity) > self._turn(by):
            return name
        return self.outside(entity)

    def _pattern(self, entity: str) -> str:
        cls = self.schema.classes.get(self.resolution.classes[entity])
        return cls.label_pattern if cls else ""

    def _depth(self, entity: str) -> int:
        """Positions are labelled before the roles and events that speak of them."""
        cls = self.resolution.classes[entity]
        return 0 if self.schema.is_a(cls, "kg:Thing") else 1 if cls == "kg:Position" else 2

    def _label_values(self, entity: str, role: str, made: Mapping[str, str]) -> list[str]:
        found: dict[str, None] = {}
        for predicate, values in self.values[entity].items():
            if predicate.partition(":")[2] != role:
                continue
            for value in values:
                match value:
                    case Ref(key):
                        found[self._label(self.resolution.ids[key], made, entity)] = None
                    case Literal(text):
                        found[text] = None
                    case Term(curie):
                        found[self._term_label(curie)] = None
        return [name for name in found if name]

    def _term_label(self, curie: str) -> str:
        known = self.schema.classes.get(curie)
        return known.label.capitalize() if known else curie.partition(":")[2]

    def _individuals(self, values: Iterable[Ref | Term | Literal]) -> None:
        """The ontology's own individuals that facts point at (modalities), with class and label."""
        used = {v.curie for v in values if isinstance(v, Term)}
        for cls in ("kg:Modality",):
            for curie in sorted(used & set(self.schema.instances(cls))):
                self._say(self.names.term(curie), "rdf:type", self.names.term(cls))
                self._say(
                    self.names.term(curie),
                    "skos:prefLabel",
                    ox.Literal(curie.partition(":")[2], language="en"),
                )

    def _trust(self) -> None:
        for entity, sources in self.sources.items():
            self._say(self.names.thing(entity), "kg:independentSources", integer(len(sources)))


def settle(claims: Sequence[DateClaim]) -> tuple[DateClaim, bool]:
    """The date that several claims agree on, and whether they do not.

    Claims agree if one day satisfies them all; then the finest is the date. A day without a year
    agrees with any year. Else the claim most sources make stands, marked as disputed.
    """
    dated = [c for c in claims if c.earliest is not None and c.latest is not None]
    if not dated:
        counted = Counter(c.edtf for c in claims)
        best = min(counted, key=lambda e: (-counted[e], -len(e.rstrip("X")), e))
        return next(c for c in claims if c.edtf == best), len({c.edtf for c in claims}) > 1
    start = max(c.earliest for c in dated if c.earliest)
    end = min(c.latest for c in dated if c.latest)
    open_years = [c for c in claims if c.earliest is None]
    if start <= end:
        finest = min(dated, key=lambda c: (_length(c), c.edtf, c.basis))
        return finest, any(not _fits(c, finest) for c in open_years)
    said = Counter((c.earliest, c.latest) for c in dated)
    return min(dated, key=lambda c: (-said[c.earliest, c.latest], _length(c), c.edtf)), True


def _length(claim: DateClaim) -> int:
    return ((claim.latest or date.max) - (claim.earliest or date.min)).days


def _fits(claim: DateClaim, other: DateClaim) -> bool:
    """True if a day without a year can be the other's day."""
    months = claim.edtf.removeprefix("XXXX-").strip("[]")
    return not claim.edtf.startswith("XXXX-") or ".." in claim.edtf or other.edtf[5 : 5 + len(months)] == months


def _claim(claim: DateClaim) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield "kg:dateBasis", ox.Literal(claim.basis)
    if claim.words:
        yield "kg:timeExpression", ox.Literal(claim.words)
    if claim.earliest:
        yield "kg:earliest", day(claim.earliest)
    if claim.latest:
        yield "kg:latest", day(claim.latest)


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
