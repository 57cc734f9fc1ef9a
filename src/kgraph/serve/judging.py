"""Decisions that people take on the pages: who may, what they say of which records, and the list they join.

The list is ``decisions.jsonl`` of the graph folder: one JSON object a line, keys sorted, only
ever added to. A decision names things by the keys of their records and facts by what they say
and in which words, so that it still holds when an article is edited elsewhere.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from starlette.requests import Request

from kgraph.api import Graph
from kgraph.errors import KgraphError, UsageError
from kgraph.graph.cards import FactView
from kgraph.graph.ledger import Ledger
from kgraph.model import Fact, Literal, Ref, Term
from kgraph.web.data import Json, PageData
from kgraph.web.tables import fold

FILE, WORKLIST = "decisions.jsonl", "review.jsonl"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_MOST = 200


class Judging:
    """The decisions of one graph folder."""

    def __init__(self, folder: Path, token: str = "") -> None:
        self.folder, self.token = folder, token

    # -- who may --------------------------------------------------------------------------------

    def refuses(self, request: Request) -> KgraphError | None:
        """Why a request may not decide, or None: it comes from this machine and from our own page, or
        it brings the token.
        """
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.token and secrets.compare_digest(given.encode(), self.token.encode()):
            return None
        client = request.client.host if request.client else ""
        if client not in _LOOPBACK:
            return KgraphError(
                "decisions are taken from this machine only", help="send the token that the server was started with"
            )
        origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
        if origin.partition("://")[2] != host or not request.headers.get("content-type", "").startswith(
            "application/json"
        ):
            return KgraphError("decisions are taken from kgraph's own pages only", help="or send the server's token")
        return None

    # -- the list -------------------------------------------------------------------------------

    def decided(self) -> Json:
        """All decisions, in the order of the file."""
        return {"decisions": _lines(self.folder / FILE)}

    def decide(self, data: PageData, body: bytes) -> Json:
        """Take a decision: check it, name what it is about, and add it to the list."""
        try:
            asked = json.loads(body)
        except ValueError:
            raise UsageError("not JSON") from None
        if not isinstance(asked, dict):
            raise UsageError("a decision is one JSON object")
        made = self._made(data, {str(k): v for k, v in asked.items()})
        append(self.folder / FILE, made)
        return {"decision": made, "note": "kept in decisions.jsonl; it counts from the next build on"}

    def _made(self, data: PageData, asked: Mapping[str, Any]) -> Json:
        verdict, names = str(asked.get("verdict", "")), _Names(data.graph)
        made: Json = {
            "verdict": verdict,
            "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "author": str(asked.get("author") or os.environ.get("KGRAPH_AUTHOR") or "someone at this machine")[:200],
        }
        if reason := str(asked.get("reason") or "")[:2000].strip():
            made["reason"] = reason
        match verdict:
            case "same" | "different":
                article = str(asked.get("article") or "")
                where = data.texts.id_of(article) if article in data.texts.names else ""
                made["things"] = _pair(names, asked.get("things"), where if verdict == "different" else "")
            case "accept" | "reject":
                made["fact"] = names.fact(str(asked.get("fact", "")))
            case "correct":
                made["fact"] = names.fact(str(asked.get("fact", "")))
                if thing := str(asked.get("thing") or ""):
                    made["things"] = [names.thing(thing)]
                elif value := str(asked.get("value") or "").strip()[:1000]:
                    made["value"] = value
                else:
                    raise UsageError("a correction says what would be right")
            case "undo":
                made["undoes"] = self._undone(str(asked.get("undoes", "")))
            case _:
                raise UsageError(
                    f"no verdict {verdict[:40]!r}", help="there are same, different, accept, reject, correct, undo"
                )
        return {"id": identity(made), **made}

    def _undone(self, name: str) -> str:
        if name not in {d.get("id") for d in _lines(self.folder / FILE)}:
            raise UsageError(f"there is no decision {name[:40]!r}")
        return name

    # -- what to look at ------------------------------------------------------------------------

    def worklist(self, data: PageData) -> Json:
        """Pairs of things that may be one, most likely first: those the build noted, else those whose
        names are alike; with the decisions there are.
        """
        noted = [r for r in _lines(self.folder / WORKLIST) if r.get("kind") == "pair"]
        rows = [_noted(r) for r in noted] if noted else _alike(data)
        known = [r for r in rows if r["one"] in data.tables.nodes and r["two"] in data.tables.nodes]
        return {"pairs": known[:_MOST], "more": max(0, len(known) - _MOST), **self.decided()}


def _noted(row: Mapping[str, Any]) -> Json:
    one, two = (str(t["id"]) for t in row["things"])
    return {"id": f"{one} {two}", "one": one, "two": two, "score": row.get("score", 0), "rule": row.get("rule", ""),
            "for": list(row.get("agrees", ())), "against": list(row.get("differs", ()))}  # fmt: skip


def _alike(data: PageData) -> list[Json]:
    """Pairs of one kind of thing of which one's name holds all words of the other's."""
    words: dict[str, list[tuple[frozenset[str], str]]] = {}
    for node in data.tables.nodes.values():
        if node.kind == "thing":
            for name in (node.label, *node.names):
                split = frozenset(fold(name).replace("-", " ").split())
                for word in split:
                    words.setdefault(word, []).append((split, node.id))
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for sharing in words.values():
        if len(sharing) > 40:
            continue
        for i, (a, one) in enumerate(sharing):
            for b, two in sharing[i + 1 :]:
                if one != two and (a <= b or b <= a) and _kinship(data, one, two):
                    key = (min(one, two), max(one, two))
                    share = len(a & b) / len(a | b)
                    found[key] = max(found.get(key, (0.0, "")), (share, " ".join(sorted(a & b))))
    rows = []
    for (one, two), (share, common) in found.items():
        near = sorted(set(data.tables.neighbours(one)) & set(data.tables.neighbours(two)))
        labels = [data.tables.nodes[n].label for n in near[:4]]
        against = [] if near else ["nothing is linked with both"]
        if data.tables.nodes[one].cls != data.tables.nodes[two].cls:
            against.append("they are of different classes")
        said = [f"both are called “{common}”", *(f"both are linked with {label}" for label in labels)]
        rows.append({"id": f"{one} {two}", "one": one, "two": two, "score": round(share, 2), "rule": "all words of one name are in the other",
                     "for": said, "against": against})  # fmt: skip
    return sorted(rows, key=lambda r: (-r["score"], r["id"]))


def _kinship(data: PageData, one: str, two: str) -> bool:
    schema, nodes = data.graph.schema, data.tables.nodes
    return schema.compatible(nodes[one].cls, nodes[two].cls)


def _pair(names: _Names, things: object, article: str) -> list[Json]:
    """Two things, or one that an article and the others mean differently."""
    if isinstance(things, list) and len(things) == 2 and things[0] != things[1]:
        return [names.thing(str(t)) for t in things]
    if article and isinstance(things, list) and len(things) == 1:
        return names.split(str(things[0]), article)
    raise UsageError("that decision is about two things")


class _Names:
    """How decisions name the things and facts of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.facts = {f.id: (f, r.article.id) for r in Ledger(graph.folder / "ledger").records() for f in r.facts}

    def fact(self, name: str) -> Json:
        """Raises :class:`UsageError` if there is no such fact."""
        if name not in self.facts:
            raise UsageError(f"there is no fact {name[:40]!r}")
        fact, _ = self.facts[name]
        row = {
            "id": fact.id,
            "subject": fact.subject.key,
            "predicate": fact.predicate,
            "value": _value(fact),
            "quote": fact.evidence[0].quote,
        }
        view = self._view(name)
        if view is not None:
            cards = self.graph.cards
            shown = cards.label(view.object) if view.object_is_thing else view.object
            row["label"] = (
                f"{cards.label(view.subject)} — {self.graph.schema.properties.get(view.predicate, view.predicate)} — {shown}"
            )
        return row

    def _view(self, name: str) -> FactView | None:
        fact, _ = self.facts[name]
        found = self.graph.cards.facts_having(f"{self.graph.base}fact/{fact.id}")
        return found[0] if found else None

    def thing(self, name: str) -> Json:
        """Raises :class:`UsageError` if there is no such thing."""
        records = [key for key, _ in self._records(name)]
        if not records:
            raise UsageError(f"there is no thing {name[:80]!r}")
        return {"label": self.graph.cards.label(f"{self.graph.base}id/{name}"), "records": records}

    def split(self, name: str, article: str) -> list[Json]:
        """What an article calls by a thing's name, and what the other articles do."""
        label = self.graph.cards.label(f"{self.graph.base}id/{name}")
        records = self._records(name)
        here = [key for key, a in records if a == article]
        there = [key for key, a in records if a != article]
        if not here or not there:
            raise UsageError(
                "only one article names it, so there is nothing to split", help="reject the facts that are wrong"
            )
        return [{"label": label, "records": here}, {"label": label, "records": there}]

    def _records(self, name: str) -> list[tuple[str, str]]:
        """Keys of a thing's records with the article of each, in order."""
        views = self.graph.cards.facts(subject=f"{self.graph.base}id/{name}")
        found = (self.facts[i] for v in views if (i := v.id.rpartition("/")[2]) in self.facts)
        return sorted({(fact.subject.key, article) for fact, article in found})


def _value(fact: Fact) -> str:
    match fact.object:
        case Ref(key):
            return key
        case Term(curie):
            return curie
        case Literal(value):
            return value


# -- lines -------------------------------------------------------------------------------------


def identity(made: Mapping[str, Any]) -> str:
    """The id of a decision: a hash of all it says."""
    text = json.dumps(dict(made), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=8).hexdigest()


def append(path: Path, made: Mapping[str, Any]) -> None:
    """Add one decision to the list, on a line of its own whatever the file ends with."""
    line = json.dumps(dict(made), ensure_ascii=False, sort_keys=True) + "\n"
    with path.open("a+b") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = "\n" + line
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


def _lines(path: Path) -> list[Json]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
