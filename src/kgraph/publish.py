"""Send a graph to a SPARQL 1.1 store elsewhere: one PUT a graph, or updates where PUT is not possible.

A graph is sent whole and replaces what the store had under its name, so sending twice changes
nothing. What has arrived is noted in the graph folder, so that a broken transfer goes on where it
stopped and the next one sends only what is new; graphs that are gone here are removed there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pyoxigraph as ox
import urllib3

from kgraph.errors import KgraphError, Place, UsageError
from kgraph.graph.store import open_for_reading
from kgraph.graph.terms import in_order

BATCH = 1500
"""Triples in one update: more are refused or time out at some public stores."""

TEXTS = ("quotes", "full")
_TRIES = 5
_NO_PUT = (404, 405, 415, 501)
_BODY = "https://schema.org/articleBody"

Progress = Callable[[str, int, int], None]
"""Told of "publish", how many graphs have been sent, and how many are to be."""


class PublishError(KgraphError):
    """A store that cannot be reached or refuses what is sent."""

    code, exit_code = "KG040", 3


@dataclass(frozen=True, slots=True)
class Target:
    """A store elsewhere. ``endpoint`` takes updates, ``graph_store`` PUTs; the latter may be unknown.

    ``default`` is the name under which the accepted facts are put; without one they replace the
    store's default graph.
    """

    endpoint: str
    graph_store: str = ""
    token: str = ""
    default: str = ""
    backoff: float = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One graph to send: its name there ("" is the default graph), its triples, and a hash of them."""

    name: str
    triples: tuple[ox.Triple, ...]
    digest: str


@dataclass(slots=True)
class Published:
    """What a transfer did, or would do."""

    sent: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    triples: int = 0
    requests: int = 0


def publish(  # noqa: PLR0913 - all but two are keywords
    folder: Path,
    target: Target,
    *,
    text: str = "quotes",
    dry_run: bool = False,
    again: bool = False,
    progress: Progress = lambda *_: None,
) -> Published:
    """Bring a store up to date with a graph folder.

    ``text`` is how much of the articles leaves the house: the ``quotes`` that say the facts, or
    the ``full`` text. ``again`` sends what has been sent before, too. Raises
    :class:`PublishError` when the store cannot be reached or refuses.
    """
    _check(target.endpoint, target.graph_store)
    wanted = list(parts(open_for_reading(folder), target.default, text))
    notes = _Notes(folder, target, again)
    done = Published(unchanged=[p.name for p in wanted if notes.known.get(p.name) == p.digest])
    todo = [p for p in wanted if notes.known.get(p.name) != p.digest]
    gone = sorted(set(notes.known) - {p.name for p in wanted})
    done.triples = sum(len(p.triples) for p in todo)
    if dry_run:
        done.sent, done.removed = [p.name for p in todo], gone
        return done
    remote = _Remote(target)
    for number, part in enumerate(todo):
        progress("publish", number, len(todo))
        remote.replace(part)
        notes.add(part.name, part.digest)
        done.sent.append(part.name)
    for name in gone:
        remote.remove(name)
        notes.add(name, "")
        done.removed.append(name)
    progress("publish", len(todo), len(todo))
    done.requests = remote.requests
    return done


def parts(store: ox.Store, default: str = "", text: str = "quotes") -> Iterator[Part]:
    """The graphs of a store as they would be sent, the default graph first, then by name."""
    if text not in TEXTS:
        raise UsageError(f"no such text {text!r}", help=f"there are {', '.join(TEXTS)}")
    names = sorted(g.value for g in store.named_graphs())
    if default in names:
        raise UsageError(f"{default} is the name of an article's graph already")
    yield _part(default, store.quads_for_pattern(None, None, None, ox.DefaultGraph()), text)
    for name in names:
        yield _part(name, store.quads_for_pattern(None, None, None, ox.NamedNode(name)), text)


def _part(name: str, quads: Iterable[ox.Quad], text: str) -> Part:
    triples = tuple(q.triple for q in in_order(quads) if text == "full" or q.predicate.value != _BODY)
    return Part(name, triples, blake2b(_n_triples(triples), digest_size=16).hexdigest())


def _n_triples(triples: Sequence[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


class _Remote:
    """The store elsewhere: PUT where it can be had, updates where not."""

    def __init__(self, target: Target) -> None:
        self.target, self.requests = target, 0
        retries = urllib3.Retry(
            _TRIES, connect=2, redirect=0, backoff_factor=target.backoff, backoff_jitter=0, allowed_methods=None,
            status_forcelist=(408, 429, 500, 502, 503, 504), raise_on_status=False, respect_retry_after_header=True,
        )  # fmt: skip
        self.http = urllib3.PoolManager(retries=retries, timeout=urllib3.Timeout(connect=10, read=300))
        self.graph_store = target.graph_store or self._found_beside()

    def replace(self, part: Part) -> None:
        """Give a graph these triples and no others."""
        if self.graph_store:
            status = self._send("PUT", self._address(part.name), _n_triples(part.triples), "application/n-triples")
            if status not in _NO_PUT:
                return
            self.graph_store = ""
        for text in updates(part):
            self._update(text)

    def remove(self, name: str) -> None:
        """Remove a graph, if it is there."""
        if self.graph_store and name:
            self._send("DELETE", self._address(name), accepted=(404,))
        else:
            self._update(_clear(name))

    def _found_beside(self) -> str:
        """The Graph Store address that stands beside the endpoint's in common servers; "" if there is none."""
        for name in ("data", "store"):
            address = urljoin(self.target.endpoint, name)
            headers = {**self._headers(), "Accept": "application/n-triples"}
            try:
                answer = self.http.request("HEAD", f"{address}?default", headers=headers)
            except urllib3.exceptions.HTTPError as error:
                raise self._unreachable(address, error) from error
            self.requests += 1
            if answer.status == 200 and answer.headers.get("content-type", "").startswith("application/n-triples"):
                return address
        return ""

    def _address(self, name: str) -> str:
        sign = "&" if urlsplit(self.graph_store).query else "?"
        return f"{self.graph_store}{sign}" + (f"graph={quote(name, safe='')}" if name else "default")

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.target.token}"} if self.target.token else {}

    def _update(self, text: str) -> None:
        status = self._send("POST", self.target.endpoint, text.encode(), "application/sparql-update")
        if status in _NO_PUT:
            raise PublishError(
                f"the store takes no update (HTTP {status})",
                place=Place(self.target.endpoint),
                help="give the address for updates, or that of its Graph Store with --graph-store",
            )

    def _send(
        self, method: str, address: str, body: bytes = b"", media: str = "", *, accepted: Sequence[int] = _NO_PUT
    ) -> int:
        """Send, again where that may help. Raises :class:`PublishError` for a refusal that is not accepted."""
        headers = self._headers() | ({"Content-Type": media} if media else {})
        try:
            answer = self.http.request(method, address, body=body or None, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise self._unreachable(address, error) from error
        self.requests += 1
        if answer.status < 300 or answer.status in accepted:
            return answer.status
        hint = {401: "give its token with --token-file", 403: "it may be read-only"}.get(answer.status)
        said = " ".join(answer.data[:300].decode("utf-8", "replace").split())
        raise PublishError(f"{method} was refused: HTTP {answer.status} {said}", place=Place(address), help=hint)

    def _unreachable(self, address: str, error: Exception) -> PublishError:
        return PublishError(
            f"the store cannot be reached: {error}",
            place=Place(address),
            help="what has arrived is noted; run it again",
        )


def updates(part: Part) -> Iterator[str]:
    """The updates that give a graph its triples, each with at most :data:`BATCH` of them.

    A blank node is a new one in each update, so triples with blank nodes go in one.
    """
    blank = [t for t in part.triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]
    named = [t for t in part.triples if t not in set(blank)] if blank else list(part.triples)
    batches = [blank] if blank else []
    batches += [named[i : i + BATCH] for i in range(0, len(named), BATCH)]
    first = _clear(part.name)
    for batch in batches or [[]]:
        yield first + _insert(part.name, batch)
        first = ""


def _clear(name: str) -> str:
    return f"DROP SILENT GRAPH {ox.NamedNode(name)} ;\n" if name else "CLEAR DEFAULT ;\n"


def _insert(name: str, triples: Sequence[ox.Triple]) -> str:
    data = _n_triples(triples).decode()
    return f"INSERT DATA {{ GRAPH {ox.NamedNode(name)} {{\n{data}}} }}" if name else f"INSERT DATA {{\n{data}}}"


class _Notes:
    """Which graphs a store has, by what was sent: ``published/<hash of its address>.jsonl``."""

    def __init__(self, folder: Path, target: Target, again: bool) -> None:
        address = f"{target.endpoint} {target.graph_store}"
        name = blake2b(address.encode(), digest_size=8).hexdigest()
        self.path = folder / "published" / f"{name}.jsonl"
        self._whole = False
        noted = dict(self._read())
        self.known = dict.fromkeys(noted, "") if again else noted

    def _read(self) -> Iterator[tuple[str, str]]:
        found: dict[str, str] = {}
        lines = self.path.read_text(encoding="utf-8").split("\n")[:-1] if self.path.is_file() else []
        for line in lines:  # a last line without its end was cut off: that graph is sent again
            row = json.loads(line)
            if row["digest"]:
                found[row["graph"]] = row["digest"]
            else:
                found.pop(row["graph"], None)
        return iter(found.items())

    def add(self, name: str, digest: str) -> None:
        """Note that a graph has arrived (or, without a digest, is gone)."""
        if not self._whole:
            self.path.parent.mkdir(exist_ok=True)
            there = self.path.read_bytes() if self.path.is_file() else b""
            self.path.write_bytes(there[: there.rfind(b"\n") + 1])
            self._whole = True
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"graph": name, "digest": digest}) + "\n")


def _check(*addresses: str) -> None:
    for address in filter(None, addresses):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{address!r} is no web address", help="for example: http://127.0.0.1:7878/update")
