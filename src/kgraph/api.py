"""What people import: open a graph folder or build one, ask it, show it, write it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kgraph.config import Config, load
from kgraph.graph.cards import Card, Cards, FactView
from kgraph.graph.query import Answer, Asker, Question, questions
from kgraph.graph.store import open_store
from kgraph.resources import ontology_dir
from kgraph.schema import Schema

if TYPE_CHECKING:
    from kgraph.graph.validate import Finding


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

    def query(self, question: str, **parameters: str) -> Answer:
        """Ask a question of the library by name, or run a SPARQL SELECT.

        Parameters are what the question's file lists; entities may be given by label, other
        name, id or IRI. Raises :class:`kgraph.errors.QueryError`.
        """
        known = self.questions.get(question)
        if known is None:
            return self.asker.select(question, {k: ox.Literal(v) for k, v in parameters.items()})
        return self.asker.ask(known, parameters)

    def card(self, name: str) -> Card:
        """What is known of a thing or event, by label, other name, id or IRI."""
        return self.cards.card(self.asker.find(name).value)

    def explain(self, subject: str, predicate: str, value: str) -> list[FactView]:
        """The facts that say a triple, those with it that people rejected or replaced; empty if no article says so."""
        term = self.schema.term(predicate)
        iri = self.asker.find(subject).value
        target = self.asker.find(value).value if term in self.schema.properties and self._is_link(term) else value
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

    def validate(self, engine: str = "fast", shapes: Sequence[Path] = ()) -> list[Finding]:
        """Check the stored graph against the ontology's shapes, and more shapes (Turtle files) if given."""
        from kgraph.graph.validate import engine as engine_of
        from kgraph.making import as_triples, shapes_of

        data = shapes_of(self.schema)
        for path in shapes:
            data += (
                ox.serialize(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES) or b""
            )
        return engine_of(engine)(data, as_triples(self.store))

    def export(self, form: str) -> bytes:
        """The graph in an RDF format: ttl, nt, rdf (accepted facts); trig, nq, jsonld (with evidence)."""
        from kgraph.graph.export import rdf

        return rdf(self.store, form, self.schema, self.base)

    def quarantine(self) -> Iterator[dict[str, Any]]:
        """The facts kept out, with shape, message and quote."""
        path = self.folder / "quarantine.jsonl"
        if path.is_file():
            with path.open(encoding="utf-8") as file:
                yield from map(json.loads, file)
