"""The JSON behind the pages. The single file embeds all of it, the server hands it out piece by piece.

Rows refer to facts, evidence and articles by number: each answer brings its own *pool* of them
(the single file has one for all). Everything is in a fixed order, so the same graph gives the
same bytes.

==============  ===============================================================================
node            ``{id, label, cls, kind, names?, edtf?, from?, to?, sources?, disputed?, degree, x?, y?}``
link            ``[subject, predicate, object, confidence, [publisher, …]]``; none: follows by a rule
line            ``[predicate, 1 if inverse, value, label, 1 if the value is a node, [fact, …]]``
pool            ``facts [id, confidence, extractor, [evidence, …]]``, ``evidence [article, start, end, quote]``,
                ``articles {id, title, published, publisher, url}``
==============  ===============================================================================

Offsets count characters (code points) of the cleaned text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from kgraph.api import Graph
from kgraph.graph.cards import EvidenceView, FactView, Line
from kgraph.web.layout import place
from kgraph.web.reader import Texts
from kgraph.web.tables import SHOWN, Node, Tables, fold, tables

Json = dict[str, Any]

MOST = 2000
"""Nodes in one picture at most."""

_QUIET = (
    "kg:earliest",
    "kg:latest",
    "skos:altLabel",
    "schema:name",
    "kg:startEarliest",
    "kg:startLatest",
    "kg:endEarliest",
    "kg:endLatest",
)


class Pool:
    """Facts, evidence and articles of one answer, numbered as they are first named."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.facts: list[list[Any]] = []
        self.evidence: list[list[Any]] = []
        self.articles: list[Json] = []
        self._facts: dict[str, int] = {}
        self._evidence: dict[tuple[str, int, int], int] = {}
        self._articles: dict[str, int] = {}

    def fact(self, fact: FactView) -> int:
        """The number of a fact."""
        if fact.id not in self._facts:
            name = fact.id.rpartition("/")[2]
            evidence = [self._quote(e) for e in fact.evidence]
            self._facts[fact.id] = len(self.facts)
            self.facts.append([name, round(fact.confidence, 3), fact.extractor, evidence])
        return self._facts[fact.id]

    def _quote(self, view: EvidenceView) -> int:
        key = (view.article, view.start, view.end)
        if key not in self._evidence:
            article = self.article(view)
            self._evidence[key] = len(self.evidence)
            self.evidence.append([article, view.start, view.end, view.quote])
        return self._evidence[key]

    def article(self, view: EvidenceView) -> int:
        """The number of an article."""
        if view.article not in self._articles:
            self._articles[view.article] = len(self.articles)
            self.articles.append(
                {"id": view.article.removeprefix(f"{self.base}id/"), "title": view.headline, "published": view.published,
                 "publisher": view.publisher, "url": http(view.url)}
            )  # fmt: skip
        return self._articles[view.article]

    def as_json(self) -> Json:
        """The three tables."""
        return {"facts": self.facts, "evidence": self.evidence, "articles": self.articles}


def http(url: str) -> str:
    """The url if a page may link to it."""
    return url if url.startswith(("http://", "https://")) else ""


_Dispute = tuple[str, str, list[tuple[str, list[FactView], str]]]
"""A node, a property, and its values with the facts that give each and whom they give it to."""

_COLUMNS = re.compile(r"\bSELECT\b.*?\bWHERE\b", re.DOTALL)
_PAIRS = "SELECT DISTINCT ?a ?b ?dated WHERE"
"""The question's own pattern, asked for its events instead of their labels."""


class PageData:
    """Answers about one graph. Tables are read once; cards and articles when asked for.

    Without ``texts`` articles give their facts with the words that say them, and no more of the text.
    """

    def __init__(self, graph: Graph, *, texts: bool = True) -> None:
        self.graph = graph
        self.base = graph.base
        self.full = texts

    @cached_property
    def tables(self) -> Tables:
        """Nodes and links."""
        return tables(self.graph)

    @cached_property
    def positions(self) -> dict[str, tuple[int, int]]:
        """Where the best connected nodes are drawn."""
        return place(self.tables)

    @cached_property
    def texts(self) -> Texts:
        """The articles as the ledger keeps them."""
        return Texts(self.graph)

    # -- what every page knows -------------------------------------------------------------

    def start(self) -> Json:
        """Title, classes, properties and publishers."""
        schema = self.graph.schema
        used = {n.cls for n in self.tables.nodes.values()}
        classes = {
            name: {"label": c.label, "colour": c.colour, "shape": c.shape, "kind": kind, "about": c.definition}
            for name, c in schema.classes.items()
            if name in used and (kind := next((k for root, k in SHOWN.items() if schema.is_a(name, root)), ""))
        }
        linked = {link.predicate for link in self.tables.links}
        return {
            "title": self.graph.config.title or "kgraph",
            "publisher": self.graph.config.publisher,
            "licence": self.graph.config.licence,
            "base": self.base,
            "most": MOST,
            "texts": self.full,
            "classes": classes,
            "properties": {p: label for p, label in schema.properties.items() if not p.startswith(("sh:", "owl:"))},
            "linked": sorted(linked),
            "publishers": list(self.tables.publishers),
        }

    def node(self, name: str) -> Json:
        """One node's row."""
        return self._row(self.tables.nodes[name])

    def _row(self, node: Node) -> Json:
        row: Json = {
            "id": node.id,
            "label": node.label,
            "cls": node.cls,
            "kind": node.kind,
            "degree": self.tables.degree(node.id),
        }
        values = (("names", list(node.names)), ("edtf", node.edtf), ("from", node.earliest), ("to", node.latest),
                  ("sources", node.sources), ("disputed", node.disputed))  # fmt: skip
        row |= {key: value for key, value in values if value}
        if node.id in self.positions:
            row["x"], row["y"] = self.positions[node.id]
        return row

    def rows(self, names: Iterable[str]) -> list[Json]:
        """The rows of some nodes, those that exist, by id."""
        return [self.node(n) for n in sorted(set(names)) if n in self.tables.nodes]

    # -- overview --------------------------------------------------------------------------

    def overview(self) -> Json:
        """Counts by class, newest articles, best connected things, coverage by month, questions."""
        nodes = self.tables.nodes.values()
        counts = Counter(n.cls for n in nodes)
        things = sorted((n for n in nodes if n.kind == "thing"), key=lambda n: (-self.tables.degree(n.id), n.id))
        months: dict[str, list[int]] = {}
        for article in self.texts.heads:
            if article["published"]:
                months.setdefault(article["published"][:7], [0, 0])[0] += 1
        for node in nodes:
            if node.kind == "event" and node.earliest and node.earliest[:7] == node.latest[:7]:
                months.setdefault(node.earliest[:7], [0, 0])[1] += 1
        top = [n.id for n in things[:12]]
        return {
            "counts": sorted(([c, n] for c, n in counts.items()), key=lambda x: (-x[1], x[0])),
            "articles": len(self.texts.heads),
            "facts": sum(a["facts"] for a in self.texts.heads),
            "newest": sorted(self.texts.heads, key=lambda a: (a["published"], a["id"]), reverse=True)[:6],
            "top": top,
            "nodes": self.rows(top),
            "months": [[month, *counted] for month, counted in sorted(months.items())],
            "questions": [
                {"name": q.name, "title": q.title, "example": q.example_call} for q in self.graph.questions.values()
            ],
        }

    def checks(self) -> Json:
        """What only looking at everything tells: findings by severity, quarantined facts, disagreements."""
        findings = Counter(f.severity for f in self._findings)
        return {
            "findings": {s: findings.get(s, 0) for s in ("Violation", "Warning", "Info")},
            "quarantined": sum(1 for _ in self.graph.quarantine()),
            "disagreements": len(self._disputed),
        }

    # -- explore ---------------------------------------------------------------------------

    def search(self, words: str, limit: int = 20) -> Json:
        """Nodes and articles by the words of their names, best first: whole names, then beginnings,
        then the best connected.
        """
        wanted = fold(words).split()
        found = [n for n, key in self.tables.keys.items() if wanted and all(w in key for w in wanted)]
        ranked = sorted(found, key=lambda n: self._rank(n, wanted))
        papers = [a for a in self.texts.heads if wanted and all(w in fold(a["title"]) for w in wanted)]
        return {
            "found": len(found),
            "ids": ranked[:limit],
            "nodes": self.rows(ranked[:limit]),
            "articles": papers[:5],
        }

    def _rank(self, name: str, wanted: Sequence[str]) -> tuple[int, int, int, str, str]:
        whole, key = " ".join(wanted), self.tables.keys[name]
        names = key.split("\n")
        fit = 0 if whole in names else 1 if any(n.startswith(whole) for n in names) else 2
        order = ("thing", "event", "position", "role", "statement", "proposition")
        node = self.tables.nodes[name]
        return fit, order.index(node.kind), -self.tables.degree(name), names[0], name

    def neighbourhood(self, names: Sequence[str], limit: int = MOST) -> Json:
        """The named nodes, their neighbours and all links among them; ``left`` counts what is not
        there for want of room. Without names: the best connected things and events.
        """
        known = [n for n in dict.fromkeys(names) if n in self.tables.nodes]
        chosen = dict.fromkeys(known)
        if not names:
            drawn = [
                n.id for n in self.tables.nodes.values() if n.kind in ("thing", "event") and n.id in self.positions
            ]
            chosen = dict.fromkeys(sorted(drawn, key=lambda n: (-self.tables.degree(n), n))[:FIRST])
        left = 0
        for name in known:
            for other in self.tables.neighbours(name):
                if other not in chosen and len(chosen) >= limit:
                    left += 1
                else:
                    chosen[other] = None
        return self._slice(chosen, left)

    def _slice(self, chosen: Iterable[str], left: int = 0) -> Json:
        inside = set(chosen)
        numbers = sorted({i for n in inside for i in self.tables.near[n]})
        links = [self.tables.links[i] for i in numbers]
        return {
            "nodes": self.rows(inside),
            "links": [
                self.link(i) for i, link in zip(numbers, links, strict=True) if {link.subject, link.object} <= inside
            ],
            "left": left,
        }

    def link(self, number: int) -> list[Any]:
        """One link's row."""
        link = self.tables.links[number]
        return [link.subject, link.predicate, link.object, round(link.confidence, 3), list(link.publishers)]

    def path(self, start: str, end: str) -> Json:
        """A shortest path between two nodes, as a slice with its nodes in ``path``; empty if there is none."""
        before: dict[str, str] = {start: ""}
        queue = [start] if start in self.tables.nodes and end in self.tables.nodes else []
        while queue and end not in before:
            following = []
            for name in queue:
                for other in sorted(self.tables.neighbours(name)):
                    if other not in before:
                        before[other] = name
                        following.append(other)
            queue = following
        steps = [end] if end in before else []
        while steps and before[steps[-1]]:
            steps.append(before[steps[-1]])
        return {**self._slice(steps), "path": steps[::-1]}

    # -- cards -----------------------------------------------------------------------------

    def card(self, name: str, pool: Pool | None = None) -> Json:
        """All that is known of a node."""
        own = pool or Pool(self.base)
        card = self.graph.cards.card(f"{self.base}id/{name}")
        told = [x for x in card.lines if x.predicate not in _QUIET]
        # Of what is only named, the words that name it.
        lines = [self._line(x, own) for x in told or [x for x in card.lines if x.facts]]
        found: Json = {"id": name, "lines": lines}
        if pool is None:
            found |= {"nodes": self.rows([name, *(x[2] for x in lines if x[4])]), "pool": own.as_json()}
        return found

    def _line(self, line: Line, pool: Pool) -> list[Any]:
        value = line.value.removeprefix(f"{self.base}id/")
        is_node = value != line.value and value in self.tables.nodes
        label = "" if is_node else line.value_label
        return [line.predicate, int(line.inverse), value, label, int(is_node), [pool.fact(f) for f in line.facts]]

    # -- articles --------------------------------------------------------------------------

    def articles(self) -> Json:
        """The heads of all articles, newest first."""
        return {"articles": sorted(self.texts.heads, key=lambda a: (a["published"], a["id"]), reverse=True)}

    def article(self, name: str, pool: Pool | None = None) -> Json:
        """An article's text in segments, its mentions, and its facts."""
        own = pool or Pool(self.base)
        graph = self.texts.graph_of(name)
        facts, reviewed = self.graph.cards.facts_of(graph), self.graph.cards.reviewed(graph)
        rows: list[list[Any]] = []
        for fact in facts:
            subject, value = (t.removeprefix(f"{self.base}id/") for t in (fact.subject, fact.object))
            is_node = fact.object_is_thing and value in self.tables.nodes
            label = "" if is_node else self._term(fact.object) if fact.object_is_thing else fact.object
            rows.append(
                [subject, fact.predicate, value, label, int(is_node), own.fact(fact), reviewed.get(fact.id, "")]
            )
        mentions = self.texts.mentions(graph) if self.full else []
        found: Json = {**self.texts.article(name, full=self.full), "mentions": mentions, "facts": rows}
        if pool is None:
            named = [r[0] for r in rows] + [r[2] for r in rows if r[4]] + [n for m in mentions for n in m[4]]
            found |= {"nodes": self.rows(named), "pool": own.as_json()}
        return found

    def _term(self, iri: str) -> str:
        curie = self.graph.schema.curie(iri)
        known = self.graph.schema.classes.get(curie)
        return known.label if known else curie.partition(":")[2]

    # -- timeline --------------------------------------------------------------------------

    def timeline(self) -> Json:
        """Dated and undated events with whom they concern, and tenures with what is known of their edges."""
        events: list[list[Any]] = []
        for node in self.tables.nodes.values():
            if node.kind == "event":
                who = [n for n in self.tables.neighbours(node.id) if self.tables.nodes[n].kind == "thing"]
                events.append([node.id, who])
        named = [e[0] for e in events] + [w for e in events for w in e[1]]
        tenures = self._tenures()
        return {"events": events, "tenures": tenures, "nodes": self.rows([*named, *(t[1] for t in tenures)])}

    def _tenures(self) -> list[list[Any]]:
        """``[id, person, office, body, status, start earliest, start latest, end earliest, end latest, as of]``."""
        rows = []
        for name, person, *values in self.graph.asker.select(_TENURES).texts():
            ids = (name.removeprefix(f"{self.base}id/"), person.removeprefix(f"{self.base}id/"))
            rows.append([*ids, *values])
        merged: dict[str, list[Any]] = {}
        for row in sorted(rows):
            merged.setdefault(row[0], row)
        return list(merged.values())

    # -- disagreements ---------------------------------------------------------------------

    def disagreements(self) -> Json:
        """Where sources do not agree: ``[node, property, [[value, label, 1 if a node, [fact, …], node], …]]``,
        each value with the facts that give it and the thing they give it to (one event, or two that cannot both be).
        """
        pool = Pool(self.base)
        rows: list[list[Any]] = []
        for name, predicate, values in self._disputed:
            found = []
            for value, facts, of in values:
                short = value.removeprefix(f"{self.base}id/")
                is_node = short in self.tables.nodes and short != value
                found.append([short, "" if is_node else value, int(is_node), [pool.fact(f) for f in facts], of])
            rows.append([name, predicate, found])
        named = [r[0] for r in rows] + [v[4] for r in rows for v in r[2]] + [v[0] for r in rows for v in r[2] if v[2]]
        return {"rows": rows, "nodes": self.rows(named), "pool": pool.as_json()}

    @cached_property
    def _disputed(self) -> list[_Dispute]:
        """Disputed dates, properties with room for one value that sources give two of, and what the question
        ``contradictions`` finds: events that cannot both have happened on their days.
        """
        return sorted([*self._two_values(), *self._two_events()], key=lambda r: (r[0], r[1]))

    def _two_values(self) -> Iterator[_Dispute]:
        schema, reviewed = self.graph.schema, self.graph.cards.reviewed()
        for subject, predicate in self.graph.asker.select(_SEVERAL).texts():
            name = subject.removeprefix(f"{self.base}id/")
            node, curie = self.tables.nodes.get(name), schema.curie(predicate)
            if node is None:
                continue
            known = schema.allowed(node.cls).get(curie)
            if known is None or known.max_count != 1 or curie == "schema:name":
                continue
            values: dict[str, list[FactView]] = {}
            for fact in self.graph.cards.facts(subject=subject, predicate=curie):
                if reviewed.get(fact.id) in ("rejected", "corrected"):
                    continue
                values.setdefault(fact.object, []).append(fact)
            articles = {e.article for facts in values.values() for f in facts for e in f.evidence}
            if (
                len(values) > 1
                and len(articles) > 1
                and (curie not in ("kg:edtf", "kg:start", "kg:end") or node.disputed)
            ):
                yield name, curie, [(value, facts, name) for value, facts in sorted(values.items())]

    def _two_events(self) -> Iterator[_Dispute]:
        question = self.graph.questions.get("contradictions")
        if question is None:
            return
        pairs = set(self.graph.asker.select(_COLUMNS.sub(_PAIRS, question.text, count=1)).texts())
        for one, other, predicate in sorted(pairs):
            names, curie = [x.removeprefix(f"{self.base}id/") for x in (one, other)], self.graph.schema.curie(predicate)
            if one == other or not all(n in self.tables.nodes for n in names):
                continue
            said = [(name, self.graph.cards.facts(subject=f"{self.base}id/{name}", predicate=curie)) for name in names]
            values = [(facts[0].object, facts, name) for name, facts in said if facts]
            if len(values) == len(said):
                yield names[0], curie, values

    # -- quality ---------------------------------------------------------------------------

    @cached_property
    def _findings(self) -> list[Any]:
        return list(self.graph.validate())

    def quality(self) -> Json:
        """Validation by shape with the words concerned, quarantine, undated events, what the build set aside."""
        pool, schema = Pool(self.base), self.graph.schema
        findings: list[list[Any]] = []
        for f in self._findings:
            name = f.focus.removeprefix(f"{self.base}id/")
            facts = self.graph.cards.facts(subject=f.focus) if f.focus.startswith("http") else []
            path = schema.curie(f.path)
            about = [x for x in facts if x.predicate == path and f.value in ("", x.object)] or [
                x for x in facts if x.predicate == "rdf:type"
            ]
            findings.append(
                [f.severity, schema.curie(f.shape), f.message, name, path if ":" in path else "", self._value(f.value), [pool.fact(x) for x in about[:3]]]
            )  # fmt: skip
        instances = Counter(a for n in self.tables.nodes.values() for a in schema.ancestors(n.cls))
        shapes = [
            [name, c.label, instances[name]]
            for name, c in schema.classes.items()
            if instances.get(name) and any(schema.is_a(name, root) for root in SHOWN)
        ]
        undated = [n.id for n in self.tables.nodes.values() if n.kind == "event" and not n.earliest]
        report = self.graph.report
        named = [f[3] for f in findings] + [f[5] for f in findings] + undated
        return {
            "findings": findings,
            "shapes": shapes,
            "quarantine": [
                {k: row.get(k, "") for k in ("fact", "article", "triple", "shape", "message", "quote", "subject_label", "object_label")}
                for row in self.graph.quarantine()
            ],
            "undated": undated,
            "set_aside": [{"source": s["source"].rpartition("/")[2], "reason": s["reason"], "line": s.get("line")} for s in report.get("set_aside", ())],
            "kept": report.get("kept", 0),
            "facts": report.get("facts", 0),
            "nodes": self.rows(named),
            "pool": pool.as_json(),
        }  # fmt: skip

    def _value(self, value: str) -> str:
        return value.removeprefix(f"{self.base}id/")

    # -- everything at once ----------------------------------------------------------------

    def whole(self) -> Json:
        """All of it, for a page without a server."""
        pool = Pool(self.base)
        nodes = self.tables.nodes
        cards = {name: self.card(name, pool)["lines"] for name in nodes}
        articles = {a["id"]: self.article(a["id"], pool) for a in self.texts.heads}
        return {
            "start": self.start(),
            "overview": self.overview(),
            "checks": self.checks(),
            "nodes": [self._row(n) for n in nodes.values()],
            "links": [self.link(i) for i in range(len(self.tables.links))],
            "cards": cards,
            "pool": pool.as_json(),
            "articles": self.articles()["articles"],
            "texts": articles,
            "timeline": self.timeline(),
            "disagreements": self.disagreements(),
            "quality": self.quality(),
        }


FIRST = 150
"""Nodes of the picture before anything is searched."""

_SEVERAL = """SELECT ?s ?p WHERE { GRAPH ?g { ?f rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }
GROUP BY ?s ?p HAVING (COUNT(DISTINCT ?o) > 1) ORDER BY ?s ?p"""

_TENURES = """SELECT ?t ?person ?office ?body ?status ?a ?b ?c ?d ?asof WHERE {
  ?t a kg:RoleHolding ; org:member ?person ; org:role/rdfs:label ?office .
  OPTIONAL { ?t org:organization/rdfs:label ?body } OPTIONAL { ?t kg:roleStatus ?status }
  OPTIONAL { ?t kg:startEarliest ?a } OPTIONAL { ?t kg:startLatest ?b }
  OPTIONAL { ?t kg:endEarliest ?c } OPTIONAL { ?t kg:endLatest ?d } OPTIONAL { ?t kg:asOf ?asof }
}"""
