"""What people import: open a graph folder or build one, ask it, show it, write it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kgraph.config import Config, load
from kgraph.errors import QueryError, UsageError
from kgraph.graph.answers import Answer
from kgraph.graph.cards import Card, Cards, FactView
from kgraph.graph.query import Asker, Question, questions
from kgraph.graph.store import open_store
from kgraph.resources import ontology_dir
from kgraph.schema import Schema

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kgraph.graph.things import Entity, Evidence
    from kgraph.graph.validate import Findings
    from kgraph.web.notebook import Exploration


def build(paths: Iterable[str | Path], folder: str | Path, config: Config | None = None) -> Graph:
    """Read articles into a graph folder and open it.

    Articles that cannot be read are set aside and listed in :attr:`Graph.report`.
    """
    from kgraph.pipeline import build as run

    settings = config or load()
    run([Path(p) for p in paths], Path(folder), settings)
    return Graph(Path(folder), settings)


def open(folder: str | Path, config: Config | None = None) -> Graph:  # noqa: A001 - kgraph.open(...) reads like the built-in
    """Open a graph folder for reading. Raises :class:`kgraph.errors.GraphError` if there is none."""
    graph = Graph(Path(folder), config or load())
    graph.store  # noqa: B018 - an early error is a better one
    return graph


@dataclass(frozen=True)
class Graph:
    """A graph folder, opened for reading: the generation that was current at first use."""

    folder: Path
    config: Config

    @cached_property
    def store(self) -> ox.Store:
        """The Oxigraph store, read-only."""
        return open_store(self.folder / "store")

    @cached_property
    def schema(self) -> Schema:
        """The ontology, kgraph's and the configured one."""
        return Schema.load(ontology_dir(), *(Path(p) for p in self.config.ontology))

    @cached_property
    def asker(self) -> Asker:
        """Asks the store, with the ontology's prefixes."""
        return Asker(self.store, self.schema.prefixes)

    @cached_property
    def cards(self) -> Cards:
        """Makes cards of the store's things."""
        return Cards(self.store, self.schema)

    @property
    def report(self) -> dict[str, Any]:
        """What the last build read, made and kept out (``report.json``)."""
        found: dict[str, Any] = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return found

    @property
    def base(self) -> str:
        """The IRI base that the graph was built with."""
        return str(self.report.get("base") or self.config.base)

    @property
    def questions(self) -> Mapping[str, Question]:
        """The question library, kgraph's own and the user's."""
        return questions(*(Path(p) for p in self.config.queries))

    def query(self, question: str, **parameters: str | int | date) -> Answer:
        """Ask a question of the library by name, or run a SPARQL SELECT.

        Parameters are what the question's file lists; entities may be given by label, other
        name, id or IRI. Raises :class:`kgraph.errors.QueryError`.
        """
        given = {name: str(value) for name, value in parameters.items()}
        known = self.questions.get(question)
        if known is None:
            return self.asker.select(question, {k: ox.Literal(v) for k, v in given.items()})
        return self.asker.ask(known, given)

    def entity(self, name: str) -> Entity:
        """A thing by label, other name, id or IRI: its label, kind, names, facts and events."""
        from kgraph.graph.things import Entity

        return Entity(self.asker.find(name).value, self.cards)

    def fact(self, name: str) -> FactView:
        """One fact of one article by its id or IRI. Raises :class:`QueryError` if there is none."""
        found = self.cards.fact(name if "://" in name else f"{self.base}fact/{name}")
        if found is None:
            raise QueryError(f"no fact {name!r}", help="kgraph explain DIR S P O prints the ids of facts")
        return found

    def evidence(self, fact: str | FactView | tuple[str, str, str]) -> list[Evidence]:
        """The words that say a fact: given by id or IRI, as a fact, or as subject, property and value."""
        from kgraph.graph.things import evidence_of

        if isinstance(fact, tuple):
            return [e for found in self.explain(*fact) for e in evidence_of(found)]
        return evidence_of(self.fact(fact) if isinstance(fact, str) else fact)

    def cite(self, fact: str | FactView, form: str = "text") -> str:
        """The footnote of a fact: ``text`` (a Chicago note), ``bibtex`` or ``csl-json``."""
        from kgraph.graph.cite import citation, cite, snapshot_of
        from kgraph.graph.ledger import Ledger

        found = self.fact(fact) if isinstance(fact, str) else fact
        snapshot = snapshot_of(self.cards, found)
        articles = Ledger(self.folder / "ledger").articles() if (self.folder / "ledger").is_dir() else []
        meta = {key: value for article in articles if article.snapshot == snapshot for key, value in article.meta}
        where = {key: meta.get(key, "") for key in ("retrieved", "archived")}
        return cite(citation(self.cards, found, **where), form)

    def card(self, name: str) -> Card:
        """What is known of a thing or event, by label, other name, id or IRI."""
        return self.cards.card(self.asker.find(name).value)

    def explain(self, subject: str, predicate: str, value: str) -> list[FactView]:
        """The facts that say a triple, those with it that people rejected or replaced; empty if no article says so."""
        term = self.schema.term(predicate)
        iri = self.asker.find(subject).value
        target = self.asker.find(value).value if term in self.schema.properties and self._is_link(term) else value
        if term == "rdf:type":
            target = self.asker.class_named(value).value
        return self.cards.facts(subject=iri, predicate=term, value=target, unstated=True)

    def why_not(self, subject: str, predicate: str, value: str) -> str:
        """Why a triple is not in the graph, as far as the folder tells: quarantined, or never read."""
        term = self.schema.term(predicate)
        for row in self.quarantine():
            if row["triple"][1] == term and value.casefold() in (
                row["triple"][2].casefold(),
                row["object_label"].casefold(),
            ):
                return f"in quarantine: {row['message']} “{row['quote']}”"
        others = [f for f in self.cards.facts(subject=self.asker.find(subject).value) if f.predicate == term]
        if others:
            labels = sorted({self.cards.label(f.object) if f.object_is_thing else f.object for f in others})
            return f"no article says so; {term} of {subject} is {', '.join(labels)}"
        return f"no article says so; nothing was read about {term} of {subject}"

    def _is_link(self, term: str) -> bool:
        entry = self.schema.context.get(term.partition(":")[2])
        return isinstance(entry, dict) and entry.get("@type") == "@id"

    def validate(self, engine: str = "fast", shapes: Sequence[Path] = ()) -> Findings:
        """Check the stored graph against the ontology's shapes, and more shapes (Turtle files) if given."""
        from kgraph.graph.validate import Findings, as_triples, asked, shapes_of
        from kgraph.graph.validate import engine as engine_of

        data = shapes_of(self.schema, sparql=False)
        for path in shapes:
            data += (
                ox.serialize(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES) or b""
            )
        found = engine_of(engine)(data, as_triples(self.store))
        return Findings(sorted([*found, *asked(self.store, self.schema)]))

    def export(self, form: str, *, text: str = "quotes", reviewed_only: bool = False) -> bytes:
        """The graph as one file: ttl, nt, rdf (accepted facts); trig, nq, jsonld (with evidence); graphml, gexf, html.

        ``text`` is how much of the articles' words goes with it: none, quotes or full.
        ``reviewed_only`` keeps the facts that a person accepted, and nothing that rests on others.
        """
        shown = self.shared(text, reviewed_only=reviewed_only)
        if form == "html":
            from kgraph.web.page import single_page

            return single_page(shown, text=text == "full")
        if form in ("graphml", "gexf"):
            from kgraph.graph import networks

            made = networks.network(shown.cards, "event")
            return networks.graphml(made) if form == "graphml" else networks.gexf(made)
        from kgraph.graph.export import rdf

        return rdf(shown.store, form, self.schema, self.base)

    def tables(self, form: str = "csv", *, text: str = "quotes", reviewed_only: bool = False) -> dict[str, bytes]:
        """CSV files by name: ``csv`` has entities, events, participants, statements; ``neo4j`` what its importer reads."""
        from kgraph.graph.tables import csv_tables, neo4j_tables

        makers = {"csv": csv_tables, "neo4j": neo4j_tables}
        if form not in makers:
            raise UsageError(f"no tables {form!r}", help=f"there are {', '.join(makers)}")
        return makers[form](self.shared(text, reviewed_only=reviewed_only).cards)

    def shared(self, text: str = "quotes", *, reviewed_only: bool = False) -> Graph:
        """What may leave the house, as a graph in memory: see :meth:`export`."""
        from kgraph.graph.share import accepted_facts, shared

        accepted = accepted_facts(self.store, self.folder) if reviewed_only else None
        return self._with(shared(self.store, text, accepted))

    def _with(self, quads: Iterable[ox.Quad]) -> Graph:
        """The same graph with other quads, in memory."""
        part, store = Graph(self.folder, self.config), ox.Store()
        store.bulk_extend(quads)
        part.__dict__["store"] = store  # where cached_property keeps it
        part.__dict__["schema"] = self.schema
        return part

    def jsonld(self, name: str) -> dict[str, Any]:
        """A thing, event or article as framed JSON-LD, in the terms of the ontology's context."""
        from kgraph.graph.framed import framed

        return framed(self.store, self.asker.find(name).value, self.schema)

    def schema_org(self, name: str) -> dict[str, Any]:
        """A thing, event or article as JSON-LD in schema.org's terms, for the script element of a web page."""
        from kgraph.graph.framed import schema_org

        return schema_org(self.store, self.asker.find(name).value, self.schema)

    def to_networkx(self, kind: str = "entity") -> networkx.MultiDiGraph:
        """The default graph as networkx has it. ``kind``: ``rdf`` (all triples), ``entity`` (things joined by
        relations and shared events) or ``event`` (events joined to those who take part).
        """
        from kgraph.graph.networks import network

        return network(self.cards, kind)

    def to_rdflib(self, *, evidence: bool = False) -> rdflib.Graph:
        """A copy for rdflib: the accepted facts, or with ``evidence`` all graphs as a ``Dataset``."""
        from kgraph.graph.rdflibs import to_rdflib

        return to_rdflib(self.store, self.schema.prefixes, evidence=evidence)

    def explore(self, name: str, *, hops: int = 1) -> Exploration:
        """A page of a thing and what is at most ``hops`` links away; it shows itself in a notebook."""
        from kgraph.graph.nearby import nearby
        from kgraph.web.notebook import Exploration
        from kgraph.web.page import single_page

        iri = self.asker.find(name).value
        part = self._with(nearby(self.store, iri, hops))
        return Exploration(self.cards.label(iri), single_page(part, text=False))

    def stats(self) -> dict[str, dict[str, int]]:
        """How much there is: totals, instances by class, facts by publisher."""
        from kgraph.graph.compare import stats

        return stats(self.cards)

    def quarantine(self) -> Iterator[dict[str, Any]]:
        """The facts kept out, with shape, message and quote."""
        path = self.folder / "quarantine.jsonl"
        if path.is_file():
            with path.open(encoding="utf-8") as file:
                yield from map(json.loads, file)
