"""What the pages' worker does: the JSON of :mod:`kgraph.web.data`, made of tables that it keeps.

Like all jobs these get the open graph first. What is imported for them is imported in the
worker, so that the server itself stays small.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kgraph.errors import GraphError, KgraphError
from kgraph.serve.frames import Reply
from kgraph.serve.problems import TYPES

if TYPE_CHECKING:
    from kgraph.serve.judging import Judging
    from kgraph.serve.worker import Opened
    from kgraph.web.data import PageData

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what its path names, and the parameters of its address."""

    of: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text(self, name: str, most: int = 200) -> str:
        """A parameter, cut; "" if it is not there."""
        return (*self.values.get(name, ()), "")[0][:most]

    def number(self, name: str, usual: int, most: int) -> int:
        """A parameter that is a number from 1 to ``most``."""
        text = self.text(name)
        return max(1, min(most, int(text))) if text.isascii() and text.isdigit() and len(text) < 9 else usual

    def once(self) -> dict[str, str]:
        """All parameters, each with its last value."""
        return {name: found[-1] for name, found in self.values.items()}


CHECKS = ("checks", "quality", "disagreements")
"""What rests on looking at the whole graph: it has a worker of its own."""


def prepare(opened: Opened, _: bytes, *, checks: bool) -> Reply:
    """Job: read what all pages need, or all checks, so that each request after it is quick."""
    data = _data(opened)
    if checks:
        data.checks()
    else:
        data.overview()
    return Reply(status=204)


def answer(opened: Opened, _: bytes, *, name: str, of: str, values: Mapping[str, Sequence[str]]) -> Reply:
    """Job: what a page asked for, by the name of its address below ``/api/``."""
    return _replied(lambda: ANSWERS[name](opened, Asked(of, values)), 200)


def decide(opened: Opened, body: bytes) -> Reply:
    """Job: take a decision and add it to the list."""
    return _replied(lambda: _judging(opened).decide(_data(opened), body), 201)


def _replied(work: Callable[[], Json], status: int) -> Reply:
    try:
        return Reply(encode(work()), "application/json", status)
    except GraphError:  # the generation may have gone meanwhile: the worker looks again
        raise
    except KgraphError as error:
        return problem(error)


def encode(found: Json) -> bytes:
    """JSON in UTF-8, the same bytes for the same answer."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


_KINDS = {400: "bad-request", 403: "refused", 404: "not-found"}


def problem(error: KgraphError, status: int = 0) -> Reply:
    """Problem details (RFC 9457)."""
    code = status or (404 if isinstance(error, NoSuchError) else 400)
    body = {
        "type": TYPES + _KINDS[code],
        "title": "the request cannot be answered",
        "status": code,
        "detail": error.message,
        "help": error.help or "",
    }
    return Reply(encode(body), "application/problem+json", code, {"Cache-Control": "no-store"})


class NoSuchError(KgraphError):
    """An id that nothing has."""


# -- what there is -----------------------------------------------------------------------------


def _data(opened: Opened) -> PageData:
    """The data of the current generation, made once."""
    if "pages" not in opened.kept:
        from kgraph.api import open as open_graph
        from kgraph.web.data import PageData

        opened.kept["pages"] = PageData(open_graph(opened.folder, opened.config), texts=opened.text == "full")
    found: PageData = opened.kept["pages"]
    return found


def _judging(opened: Opened) -> Judging:
    from kgraph.serve.judging import Judging

    return Judging(opened.folder)


def _of_data(work: Callable[[PageData, Asked], Json]) -> Callable[[Opened, Asked], Json]:
    return lambda opened, asked: work(_data(opened), asked)


def _card(data: PageData, asked: Asked) -> Json:
    if asked.of not in data.tables.nodes:
        raise NoSuchError(f"nothing in this graph is called {asked.of[:80]!r}")
    return data.card(asked.of)


def _article(data: PageData, asked: Asked) -> Json:
    if asked.of not in data.texts.names:
        raise NoSuchError(f"there is no article {asked.of[:80]!r}")
    return data.article(asked.of)


def _neighbourhood(data: PageData, asked: Asked) -> Json:
    from kgraph.web.data import MOST

    return data.neighbourhood(list(asked.values.get("id", ()))[:MOST], asked.number("limit", MOST, MOST))


def _nodes(data: PageData, asked: Asked) -> Json:
    from kgraph.web.data import MOST

    return {"nodes": data.rows(list(asked.values.get("id", ()))[:MOST])}


def _questions(data: PageData, _: Asked) -> Json:
    from kgraph.serve.questions import library

    return library(data.graph)


def _question(data: PageData, asked: Asked) -> Json:
    from kgraph.serve.questions import bound

    return bound(data.graph, asked.of, asked.once())


ANSWERS: dict[str, Callable[[Opened, Asked], Json]] = {
    "start": _of_data(lambda d, _: d.start()),
    "overview": _of_data(lambda d, _: d.overview()),
    "checks": _of_data(lambda d, _: d.checks()),
    "search": _of_data(lambda d, a: d.search(a.text("q"), a.number("limit", 20, 50))),
    "neighbourhood": _of_data(_neighbourhood),
    "nodes": _of_data(_nodes),
    "path": _of_data(lambda d, a: d.path(a.text("from"), a.text("to"))),
    "card": _of_data(_card),
    "articles": _of_data(lambda d, _: d.articles()),
    "article": _of_data(_article),
    "timeline": _of_data(lambda d, _: d.timeline()),
    "disagreements": _of_data(lambda d, _: d.disagreements()),
    "quality": _of_data(lambda d, _: d.quality()),
    "questions": _of_data(_questions),
    "question": _of_data(_question),
    "review": lambda opened, _: _judging(opened).worklist(_data(opened)),
    "decisions": lambda opened, _: _judging(opened).decided(),
}
"""What can be asked, by the name of its address below ``/api/``."""
