"""The values everything else passes around. No behaviour, no RDF, no libraries.

Offsets count characters (Unicode code points) of :attr:`Article.text`, the cleaned text;
*raw* offsets count characters of the decoded file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a page and what it is: title, body, note, menu, breadcrumb, byline, dateline,
    caption, share, footer, ornament. Offsets are raw.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` characters of the cleaned text from ``start`` stand unchanged at ``raw``."""

    start: int
    raw: int
    length: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article at one reading.

    ``id`` names the work (its url, else its first bytes), ``snapshot`` the bytes read now;
    both are hexadecimal hashes and know no path. ``source`` is the path it was read from:
    it stays in the ledger and never reaches the graph.
    """

    id: str
    snapshot: str
    text: str
    source: str = ""
    title: str = ""
    published: date | None = None
    publisher: str = ""
    section: str = ""
    url: str = ""
    language: str = "en"
    meta: tuple[tuple[str, str], ...] = ()
    zones: tuple[Zone, ...] = ()
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Words of an article: ``article.text[start:end] == quote``, checked before anything is kept.

    ``raw`` is the first raw offset, or None where the page's text could not be traced back.
    """

    start: int
    end: int
    quote: str
    raw: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or refer to things or trigger an event.

    ``refs`` are record keys ("the two countries" has two); ``kind`` is name, nominal, pronoun
    or trigger; ``rule`` says what linked it; ``title`` are the words of a title before a name,
    which are no part of it.
    """

    span: Span
    refs: tuple[str, ...]
    kind: str
    rule: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """Points at a record (a thing, event, statement ... of one article) by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology, as a curie."""

    curie: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in RDF as a literal; ``datatype`` is a curie."""

    value: str
    datatype: str = "xsd:string"
    language: str = ""


Value = Ref | Term | Literal


@dataclass(frozen=True, slots=True)
class DateClaim:
    """What a source says about when: its words, EDTF, the days it allows, and how it was worked out.

    ``basis`` is explicit, published, relative or anchored. Without a derivable year both bounds
    are None and the EDTF has ``XXXX``.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    basis: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One triple as one article gives it, with the words that say so.

    ``id`` is keyed on snapshot, quote and triple. ``date`` is set on facts about dates.
    """

    id: str
    subject: Ref
    predicate: str
    object: Value
    evidence: tuple[Span, ...]
    extractor: str
    confidence: float
    date: DateClaim | None = None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """All that was read out of one article."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that could not be read or extracted, and why. ``line`` is 1-based."""

    source: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A fact kept out of the graph: the shape it breaks, in the shape's own words."""

    fact: str
    article: str
    triple: tuple[str, str, str]
    shape: str
    message: str
    quote: str = ""
    subject_label: str = ""
    object_label: str = ""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read, made and kept out. ``seconds`` per stage is the only clock in kgraph."""

    articles: int = 0
    new_articles: int = 0
    removed_articles: int = 0
    facts: int = 0
    kept: int = 0
    rejected: int = 0
    linked: int = 0
    mentions: int = 0
    things: int = 0
    events: int = 0
    statements: int = 0
    base: str = ""
    set_aside: tuple[SetAside, ...] = ()
    warnings: tuple[str, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    notes: tuple[str, ...] = ()
    """Decisions that change nothing and links left open, with the reason."""
    stamp: str = ""
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as a decision names it: its label then, and keys of its records, of which the first
    that still lives stands for it; or the IRI of something outside the graph.
    """

    label: str = ""
    records: tuple[str, ...] = ()
    iri: str = ""


@dataclass(frozen=True, slots=True)
class FactName:
    """A fact as a decision names it: by id, and by what it says and the words it says it with, so
    that an edit elsewhere in the article does not lose it. ``value`` is a record's key, a curie
    or a lexical form.
    """

    id: str
    subject: str
    predicate: str
    value: str
    quote: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement of a person, never changed: ``same`` or ``different`` of two things; ``accept``,
    ``reject`` or ``correct`` of a fact; ``undo`` of another decision.

    ``time`` is ISO 8601 in UTC. A corrected fact's new value is the last of ``things`` where it is
    a thing, else ``value``. ``undoes`` is the id of another decision.
    """

    id: str
    verdict: str
    time: str
    author: str
    reason: str = ""
    things: tuple[Named, ...] = ()
    fact: FactName | None = None
    value: str = ""
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What decisions did to facts: ``status`` maps a fact's id to accepted, rejected or corrected
    and to the decision's id; ``apart`` maps an article's id to its facts that are not stated
    (rejected, or replaced by a correction); ``decisions`` are those that apply.
    """

    status: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    apart: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people decided about pairs: one thing, or two. Each pair names records by key or by id
    (an id stands for the record it was made of); the order within a pair does not matter.
    """

    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """Why two records may be one: the rule, the two names it compared, and what speaks for and
    against. ``score`` is 0 to 1; it orders links, and .5 is where the rule's threshold lies.
    """

    one: str
    other: str
    rule: str
    names: tuple[str, str]
    score: float
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """``ids`` maps a record's key to the id of what it is; ``members`` maps an id to its records,
    ``names`` to its canonical name, ``classes`` to the class its records agree on best.

    ``reasons`` maps an id of several records to the links that made it one, each rule and pair of
    names once. ``undecided`` are pairs that nothing forbids and too little supports, the likeliest
    first; their records have different ids. ``wikidata`` maps ids of things in the gazetteer to
    their Wikidata ids.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    undecided: tuple[Link, ...] = ()
    wikidata: Mapping[str, str] = field(default_factory=dict)
