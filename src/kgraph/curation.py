"""People's judgements on a graph folder: deciding, listing, CSV in and out, what to look at next.

Nothing here reads a clock or asks who is there: time and author are given. Decisions take
effect at the next build.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kgraph.api import Graph
from kgraph.errors import InputError, KgraphError, Place, QueryError, UsageError
from kgraph.graph.ledger import Ledger, locked
from kgraph.graph.worklist import FILE as REVIEW
from kgraph.model import Decision, Fact, FactName, Named, Ref
from kgraph.resolve import decisions as kept
from kgraph.resolve.decisions import FACTS, FILE, PAIRS, decide, describe, plain
from kgraph.resolve.edtf import claim_of
from kgraph.schema import RDF

COLUMNS = (
    "id", "verdict", "first", "first_records", "second", "second_records", "fact", "subject", "predicate", "object", "quote",
    "label", "value", "value_records", "undoes", "time", "author", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, when (ISO 8601) and why."""

    author: str
    time: str
    reason: str = ""


class Curator:
    """Makes decisions about one graph folder."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.path = graph.folder / FILE
        self.ledger = Ledger(graph.folder / "ledger")

    def all(self) -> kept.Decisions:
        """Every decision, in the order in which they count."""
        return kept.load(self.path)

    def decide(self, verdict: str, words: Sequence[str], signed: Signed) -> list[Decision]:
        """Decide as people say it, and write it down.

        ``words`` are two things for same and different; a fact, or subject, predicate and value,
        for accept, reject and correct, which takes the new value as well; a decision's id for undo.
        Raises :class:`UsageError` or :class:`QueryError` where a name is of nothing.
        """
        return self.write(self._meant(verdict, tuple(words), signed))

    def write(self, made: Iterable[Decision]) -> list[Decision]:
        """Write decisions down; those that are there already stay as they are."""
        checked = [decide(d) for d in made]
        with locked(self.graph.folder):
            kept.append(self.path, checked)
        return checked

    def _meant(self, verdict: str, words: tuple[str, ...], signed: Signed) -> list[Decision]:
        blank = Decision("", verdict, signed.time, signed.author, signed.reason)
        if verdict in PAIRS and len(words) == 2:
            things = tuple(self.thing(w) for w in words)
            if not things[0].iri and things[0].records[:1] == things[1].records[:1]:
                raise UsageError(
                    f"{words[0]!r} and {words[1]!r} are one thing",
                    help="to take it apart say which article's: NAME@ARTICLE (its title, id or IRI)",
                )
            return [replace(blank, things=things)]
        if verdict in FACTS and len(words) - (verdict == "correct") in (1, 3):
            split = len(words) - (verdict == "correct")
            facts = self.facts(words[:split])
            return [
                self._correction(replace(blank, fact=self.named(f)), f, words[-1])
                if verdict == "correct"
                else replace(blank, fact=self.named(f))
                for f in facts
            ]
        if verdict == "undo" and words:
            return [replace(blank, undoes=self._known(w)) for w in words]
        raise UsageError(f"{verdict} does not take {len(words)} names", help="see: kgraph decide --help")

    def _known(self, name: str) -> str:
        found = [d.id for d in self.all().all if d.id.startswith(name)]
        if len(found) != 1:
            raise UsageError(
                f"{len(found) or 'no'} decisions begin with {name!r}", help="see: kgraph decide DIR --list"
            )
        return found[0]

    def _correction(self, made: Decision, fact: Fact, value: str) -> Decision:
        if isinstance(fact.object, Ref):
            return replace(made, things=(self.thing(value),))
        if fact.date is not None and claim_of(value) is None:
            raise UsageError(
                f"{value!r} is no date",
                help="write EDTF: 2019-11-25, 2019-11, XXXX-11-25, [2019-01..2019-03], 2019-01/2019-03",
            )
        is_term = not hasattr(fact.object, "datatype")
        return replace(made, value=self.graph.schema.term(value) if is_term else value)

    # -- finding what people name ----------------------------------------------------------

    def thing(self, name: str) -> Named:
        """A thing by label, other name, id or IRI; ``NAME@ARTICLE`` is what one article says of it;
        an IRI outside the graph is an entry of some authority.
        """
        if "://" in name and not name.startswith(self.graph.base):
            return Named(iri=name)
        graph = self.graph
        where: ox.NamedNode | None = None
        try:
            node = graph.asker.find(name)
        except QueryError:
            head, at, article = name.rpartition("@")
            if not at:
                raise
            node, where = graph.asker.find(head), self._graph_of(graph.asker.find(article))
        found = self._records(node, where)
        if not found:
            raise UsageError(f"no article tells of {name!r}", help="see what there is with: kgraph query DIR things")
        return Named(graph.cards.label(node.value), tuple(found))

    def _graph_of(self, article: ox.NamedNode) -> ox.NamedNode:
        about = ox.NamedNode(self.graph.schema.iri("schema:about"))
        for quad in self.graph.store.quads_for_pattern(None, about, article, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode):
                return quad.subject
        raise UsageError(f"{article.value} is no article of the graph")

    def _records(self, node: ox.NamedNode, where: ox.NamedNode | None) -> list[str]:
        """The keys of a thing's records, the one that gave it its id first."""
        quads = self.graph.store.quads_for_pattern(None, ox.NamedNode(RDF + "subject"), node, where)
        ids = {q.subject.value.rpartition("/")[2] for q in quads if isinstance(q.subject, ox.NamedNode)}
        keys = {f.subject.key for f in self.ledger.facts(ids).values()}
        founder = node.value.rpartition("/")[2].rpartition("-")[2]
        return sorted(keys, key=lambda k: (not k.startswith(founder), k))

    def facts(self, words: Sequence[str]) -> list[Fact]:
        """The facts with an id or IRI, or all that say a subject, predicate and value."""
        if len(words) == 1:
            found = self.ledger.facts([words[0].rpartition("/")[2]])
            if not found:
                raise UsageError(
                    f"no fact {words[0]!r}", help="kgraph explain and kgraph quarantine print the ids of facts"
                )
            return list(found.values())
        views = self.graph.explain(*words)
        stated = [v.id.rpartition("/")[2] for v in views if v.status not in ("rejected", "replaced", "corrected")]
        if not stated:
            raise UsageError(self.graph.why_not(*words))
        found = self.ledger.facts(stated)
        return [found[i] for i in stated]

    def named(self, fact: Fact) -> FactName:
        """A fact as a decision names it."""
        return FactName(
            fact.id, fact.subject.key, fact.predicate, plain(fact.object), fact.evidence[0].quote, self._label(fact)
        )

    def _label(self, fact: Fact) -> str:
        quads = self.graph.store.quads_for_pattern(ox.NamedNode(f"{self.graph.base}fact/{fact.id}"), None, None, None)
        terms = {q.predicate.value: q.object for q in quads}
        label = self.graph.cards.label
        ends = [terms.get(RDF + part) for part in ("subject", "object")]
        shown = [label(t.value) if isinstance(t, ox.NamedNode) else "" for t in ends]
        property_label = self.graph.schema.properties.get(fact.predicate, fact.predicate)
        return f"{shown[0] or fact.subject.key} — {property_label} — {shown[1] or plain(fact.object)}"

    # -- review ----------------------------------------------------------------------------

    def worklist(self) -> Iterator[dict[str, Any]]:
        """What is worth a look and undecided, best first, as the last build left it."""
        path = self.graph.folder / REVIEW
        in_force = self.all().in_force
        facts = {d.fact.id for d in in_force if d.fact}
        pairs = {frozenset(r for t in d.things for r in t.records) for d in in_force if d.verdict in PAIRS}
        if not path.is_file():
            return
        with path.open(encoding="utf-8") as file:
            for row in map(json.loads, file):
                if row["kind"] == "fact" and row["id"] in facts:
                    continue
                if row["kind"] == "pair" and frozenset(r for t in row["things"] for r in t["records"]) in pairs:
                    continue
                yield row

    def judge(self, row: dict[str, Any], verdict: str, signed: Signed) -> Decision:
        """Decide about a row of the worklist."""
        blank = Decision("", verdict, signed.time, signed.author, signed.reason)
        if row["kind"] == "pair":
            things = tuple(Named(t["label"], tuple(t["records"])) for t in row["things"])
            return self.write([replace(blank, things=things)])[0]
        fact = FactName(row["id"], row["subject"], row["predicate"], row["value"], row["quote"], row["label"])
        return self.write([replace(blank, fact=fact)])[0]

    # -- CSV -------------------------------------------------------------------------------

    def as_csv(self) -> str:
        """All decisions as CSV, in the order in which they count."""
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_row(d) for d in self.all().all)
        return buffer.getvalue()

    def from_csv(self, text: str, source: str, signed: Signed) -> list[Decision]:
        """Write down the decisions of a CSV file: those of :meth:`as_csv`, or rows that people made
        with verdict and names (first and second; fact, or subject, predicate and object; value).

        Nothing is written if a row is wrong. Raises :class:`InputError` with the line.
        """
        rows = csv.DictReader(io.StringIO(text, newline=""))
        if "verdict" not in (rows.fieldnames or ()):
            raise InputError("no column verdict", place=Place(source, 1), help=f"the columns are {', '.join(COLUMNS)}")
        found: list[Decision] = []
        for row in rows:
            given = {k: (v or "").strip() for k, v in row.items() if k in COLUMNS}
            try:
                found += self._of_row({k: given.get(k, "") for k in COLUMNS}, signed)
            except KgraphError as error:
                raise InputError(error.message, place=Place(source, rows.line_num), help=error.help) from error
        return self.write(found)

    def _of_row(self, row: dict[str, str], signed: Signed) -> list[Decision]:
        signed = Signed(row["author"] or signed.author, row["time"] or signed.time, row["reason"] or signed.reason)
        blank = Decision("", row["verdict"], signed.time, signed.author, signed.reason)
        if row["first_records"]:
            made = replace(blank, things=(_named(row, "first"), _named(row, "second")))
        elif row["fact"] and row["subject"]:
            fact = FactName(row["fact"], row["subject"], row["predicate"], row["object"], row["quote"], row["label"])
            target = (_named(row, "value"),) if row["value_records"] else ()
            made = replace(blank, fact=fact, things=target, value="" if target else row["value"])
        else:
            words = {"same": ("first", "second"), "different": ("first", "second"), "undo": ("undoes",)}.get(
                row["verdict"], ("fact", "subject", "predicate", "object", "value")
            )
            if row["verdict"] == "undo":
                return [decide(replace(blank, undoes=row["undoes"]))]
            return [decide(d) for d in self._meant(row["verdict"], tuple(row[w] for w in words if row[w]), signed)]
        made = decide(made)
        if row["id"] and row["id"] != made.id:
            raise UsageError(f"decision {row['id']} was changed", help="undo it and decide anew, without an id")
        return [made]


def _named(row: dict[str, str], part: str) -> Named:
    words, records = row[part], tuple(row[f"{part}_records"].split())
    return Named("", (), words) if not records else Named(words, records)


def _row(made: Decision) -> dict[str, str]:
    row = {k: getattr(made, k) for k in ("id", "verdict", "value", "undoes", "time", "author", "reason")}
    parts = ("value",) if made.fact else ("first", "second")
    for part, thing in zip(parts, made.things, strict=False):
        row |= {part: thing.label or thing.iri, f"{part}_records": " ".join(thing.records)}
    if made.fact:
        fact = made.fact
        row |= {
            "fact": fact.id, "subject": fact.subject, "predicate": fact.predicate, "object": fact.value, "quote": fact.quote,
            "label": fact.label,
        }  # fmt: skip
    return row


def told(made: Decision, decisions: kept.Decisions) -> tuple[str, ...]:
    """A decision as a row for people: id, whether in force, what, who, when, why."""
    holds = made.id in {d.id for d in decisions.in_force} or made.verdict == "undo"
    return made.id, "" if holds else "undone", describe(made), made.author, made.time, made.reason


def read_csv(path: Path) -> str:
    """The text of a CSV file. Raises :class:`InputError`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read it: {error}", place=Place(str(path))) from error
