"""Decisions that people take on the pages: what they say of which records, and the list they join.

A decision names things by the keys of their records and facts by what they say and in which
words, so that it still holds when an article is edited elsewhere; the list and what comes of it
are :mod:`kgraph.resolve.decisions`'.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kgraph.api import Graph
from kgraph.errors import UsageError
from kgraph.graph.ledger import Ledger
from kgraph.graph.worklist import FILE as WORKLIST
from kgraph.model import Decision, FactName, Named
from kgraph.resolve.decisions import FILE, PAIRS, append, as_json, decide, load, plain
from kgraph.web.data import Json, PageData
from kgraph.web.tables import fold

_MOST = 200


class Judging:
    """The decisions of one graph folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # -- the list -------------------------------------------------------------------------------

    def decided(self) -> Json:
        """All decisions, in the order of the file."""
        return {"decisions": [as_json(d) for d in load(self.folder / FILE).all]}

    def decide(self, data: PageData, body: bytes) -> Json:
        """Take a decision: check it, name what it is about, and add it to the list."""
        try:
            asked = json.loads(body)
        except ValueError:
            raise UsageError("not JSON") from None
        if not isinstance(asked, dict):
            raise UsageError("a decision is one JSON object")
        made = self._made(data, {str(k): v for k, v in asked.items()})
        append(self.folder / FILE, (made,))
        return {"decision": as_json(made), "note": "kept in decisions.jsonl; it counts from the next build on"}

    def _made(self, data: PageData, asked: Mapping[str, Any]) -> Decision:
        names, verdict = _Names(data.graph), _text(asked, "verdict", 40)
        article = _text(asked, "article", 200)
        where = data.texts.id_of(article) if verdict == "different" and article in data.texts.names else ""
        fact, thing = _text(asked, "fact", 80), _text(asked, "thing", 200)
        pair = _pair(names, asked["things"], where) if "things" in asked else ()
        return decide(
            Decision(
                id="",
                verdict=verdict,
                time=datetime.now(UTC).isoformat(timespec="seconds"),
                author=_text(asked, "author", 200) or os.environ.get("KGRAPH_AUTHOR") or "someone at this machine",
                reason=_text(asked, "reason", 2000),
                things=pair or ((names.thing(thing),) if thing else ()),
                fact=names.fact(fact) if fact else None,
                value=_text(asked, "value", 1000),
                undoes=self._undone(_text(asked, "undoes", 40)),
            )
        )

    def _undone(self, name: str) -> str:
        if name and name not in {d.id for d in load(self.folder / FILE).all}:
            raise UsageError(f"there is no decision {name!r}")
        return name

    # -- what to look at ------------------------------------------------------------------------

    def _open(self, data: PageData, pairs: list[Json]) -> list[Json]:
        """The pairs that no decision in force is about."""
        made = [d for d in load(self.folder / FILE).in_force if d.verdict in PAIRS and len(d.things) == 2]
        if not made:
            return pairs
        names = _Names(data.graph)

        def settled(row: Json) -> bool:
            one, two = ({key for key, _ in names.records(row[end])} for end in ("one", "two"))
            ends = [(set(a.records), set(b.records)) for d in made for a, b in (d.things, d.things[::-1])]
            return any(one & a and two & b for a, b in ends)

        return [row for row in pairs if not settled(row)]

    def worklist(self, data: PageData) -> Json:
        """What the build put on its list, best first: pairs of things that may be one and facts that may
        be wrong. Where it noted no pair, those whose names are alike. With the decisions there are.
        """
        noted = _lines(self.folder / WORKLIST)
        pairs = [_noted(r) for r in noted if r.get("kind") == "pair"] or _alike(data)
        known = [r for r in pairs if r["one"] in data.tables.nodes and r["two"] in data.tables.nodes]
        known = self._open(data, known[: 2 * _MOST])
        facts = [
            {k: r.get(k, "") for k in ("id", "label", "quote", "article", "rule", "confidence")}
            for r in noted
            if r.get("kind") == "fact"
        ]
        return {
            "pairs": known[:_MOST],
            "facts": facts[:_MOST],
            "more": max(0, len(known) - _MOST) + max(0, len(facts) - _MOST),
            **self.decided(),
        }


def _text(asked: Mapping[str, Any], name: str, most: int) -> str:
    """A part of a request that is text. Raises :class:`UsageError` for one that is not."""
    value = asked.get(name) or ""
    if not isinstance(value, str):
        raise UsageError(f"{name!r} is text")
    return value.strip()[:most]


def _noted(row: Mapping[str, Any]) -> Json:
    one, two = (str(t["id"]) for t in row["things"])
    rule = str(row.get("rule", ""))
    asked = f"the names agree: {rule.replace('-', ' ')}" if rule else ""  # why the pair came up at all
    return {"id": f"{one} {two}", "one": one, "two": two, "score": row.get("score", 0), "rule": rule,
            "for": [x for x in (asked, *row.get("agrees", ())) if x], "against": list(row.get("differs", ()))}  # fmt: skip


def _alike(data: PageData) -> list[Json]:
    """Pairs of one kind of thing of which one's name holds all words of the other's."""
    words: dict[str, list[tuple[frozenset[str], str]]] = {}
    for node in data.tables.nodes.values():
        if node.kind == "thing":
            for name in (node.label, *node.names):
                split = frozenset(fold(name).replace("-", " ").split())
                for word in split:
                    words.setdefault(word, []).append((split, node.id))
    found: dict[tuple[str, str], tuple[float, int, str]] = {}
    for sharing in words.values():
        if len(sharing) > 40:
            continue
        for i, (a, one) in enumerate(sharing):
            for b, two in sharing[i + 1 :]:
                if one != two and (a <= b or b <= a) and _kinship(data, one, two):
                    key = (min(one, two), max(one, two))
                    share = len(a & b) / len(a | b)
                    found[key] = max(found.get(key, (0.0, 0, "")), (share, len(a & b), " ".join(sorted(a & b))))
    rows = []
    for (one, two), (share, _, common) in found.items():
        near = sorted(set(data.tables.neighbours(one)) & set(data.tables.neighbours(two)))
        labels = [data.tables.nodes[n].label for n in near[:4]]
        against = [] if near else ["nothing is linked with both"]
        if data.tables.nodes[one].cls != data.tables.nodes[two].cls:
            against.append("they are of different classes")
        said = [f"the names share “{common}”", *(f"both are linked with {label}" for label in labels)]
        rows.append({"id": f"{one} {two}", "one": one, "two": two, "score": round(share, 2), "rule": "all words of one name are in the other",
                     "for": said, "against": against})  # fmt: skip
    return sorted(rows, key=lambda r: (-r["score"], r["id"]))


def _kinship(data: PageData, one: str, two: str) -> bool:
    schema, nodes = data.graph.schema, data.tables.nodes
    return schema.compatible(nodes[one].cls, nodes[two].cls)


def _pair(names: _Names, things: object, article: str) -> tuple[Named, ...]:
    """Two things, or one that an article and the others mean differently."""
    if isinstance(things, list) and len(things) == 2 and things[0] != things[1]:
        return tuple(names.thing(str(t)) for t in things)
    if article and isinstance(things, list) and len(things) == 1:
        return names.split(str(things[0]), article)
    raise UsageError("that decision is about two things")


class _Names:
    """How decisions name the things and facts of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.facts = {f.id: (f, r.article.id) for r in Ledger(graph.folder / "ledger").records() for f in r.facts}

    def fact(self, name: str) -> FactName:
        """Raises :class:`UsageError` if there is no such fact."""
        if name not in self.facts:
            raise UsageError(f"there is no fact {name!r}")
        fact, _ = self.facts[name]
        return FactName(
            name, fact.subject.key, fact.predicate, plain(fact.object), fact.evidence[0].quote, self._label(name)
        )

    def _label(self, name: str) -> str:
        """A fact in words, for people who read the list."""
        found = self.graph.cards.facts_having(f"{self.graph.base}fact/{name}")
        if not found:
            return ""
        view, cards = found[0], self.graph.cards
        shown = cards.label(view.object) if view.object_is_thing else view.object
        return f"{cards.label(view.subject)} — {self.graph.schema.properties.get(view.predicate, view.predicate)} — {shown}"

    def thing(self, name: str) -> Named:
        """Raises :class:`UsageError` if there is no such thing."""
        records = tuple(key for key, _ in self.records(name))
        if not records:
            raise UsageError(f"there is no thing {name!r}")
        return Named(self.graph.cards.label(f"{self.graph.base}id/{name}"), records)

    def split(self, name: str, article: str) -> tuple[Named, ...]:
        """What an article calls by a thing's name, and what the other articles do."""
        label = self.graph.cards.label(f"{self.graph.base}id/{name}")
        records = self.records(name)
        here = tuple(key for key, a in records if a == article)
        there = tuple(key for key, a in records if a != article)
        if not here or not there:
            raise UsageError(
                "only one article names it, so there is nothing to split", help="reject the facts that are wrong"
            )
        return Named(label, here), Named(label, there)

    def records(self, name: str) -> list[tuple[str, str]]:
        """Keys of a thing's records with the article of each, in order."""
        views = self.graph.cards.facts(subject=f"{self.graph.base}id/{name}")
        found = (self.facts[i] for v in views if (i := v.id.rpartition("/")[2]) in self.facts)
        return sorted({(fact.subject.key, article) for fact, article in found})


def _lines(path: Path) -> list[Json]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
