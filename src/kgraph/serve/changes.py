"""What the writer does: each change makes a new generation of the store, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from email import message_from_bytes
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from kgraph.errors import GraphError
from kgraph.graph.store import change_store
from kgraph.serve.frames import Reply
from kgraph.serve.graphs import NEW
from kgraph.serve.jobs import iri, refuse_fetching
from kgraph.serve.negotiate import essence, is_utf8
from kgraph.serve.problems import Problem

if TYPE_CHECKING:
    from kgraph.serve.worker import Opened

_READ = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "text/n3": ox.RdfFormat.N3,
}
_TRIES = 3

T = TypeVar("T")


def update(
    opened: Opened, body: bytes, *, base: str, using: Sequence[str] = (), using_named: Sequence[str] = ()
) -> Reply:
    """Run a SPARQL update (the body), with the dataset that the request gives, if any."""
    text = body.decode()
    refuse_fetching(text)
    if using or using_named:
        from kgraph.serve.using import with_dataset

        text = with_dataset(text, [iri(g) for g in using], [iri(g) for g in using_named], opened.prefixes)

    def run(store: ox.Store) -> Reply:
        try:
            store.update(text, base_iri=base, prefixes=opened.prefixes)
        except SyntaxError as error:
            raise Problem(400, "bad-update", f"not a SPARQL update: {error.msg}") from error
        except (ValueError, RuntimeError) as error:
            raise Problem(400, "bad-update", f"the update cannot be done: {error}") from error
        return Reply(status=204)

    return _changed(opened, run)


def put(  # noqa: PLR0913 - the parameters of the protocol
    opened: Opened, body: bytes, *, name: str | None, content_type: str, replace: bool, store: str
) -> Reply:
    """Put the triples of a body into a graph; ``replace`` takes away what was there."""
    target = ox.DefaultGraph() if name is None else iri(f"{store}/x" if name == NEW else name)

    def run(into: ox.Store) -> Reply:
        graph = _new_graph(into, store, body) if name == NEW else target
        triples = _parsed(body, content_type, graph.value if isinstance(graph, ox.NamedNode) else store)
        existed = isinstance(graph, ox.DefaultGraph) or into.contains_named_graph(graph)
        if replace and existed:
            into.clear_graph(graph)
        if isinstance(graph, ox.NamedNode):
            into.add_graph(graph)
        into.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        headers = {"Location": graph.value} if name == NEW and isinstance(graph, ox.NamedNode) else {}
        return Reply(status=204 if existed else 201, headers=headers)

    return _changed(opened, run)


def drop(opened: Opened, _: bytes, *, name: str | None) -> Reply:
    """Remove a graph; the default graph is emptied."""
    graph = iri(name) if name is not None else ox.DefaultGraph()
    if isinstance(graph, ox.NamedNode) and not opened.store.contains_named_graph(graph):
        raise Problem(404, "no-graph", f"there is no graph {name}")

    def run(store: ox.Store) -> Reply:
        if isinstance(graph, ox.NamedNode):
            store.remove_graph(graph)
        else:
            store.clear_graph(graph)
        return Reply(status=204)

    return _changed(opened, run)


def _changed(opened: Opened, change: Callable[[ox.Store], T]) -> T:
    """Change the graph; if a build replaced it meanwhile, change that one."""
    for _ in range(_TRIES):
        try:
            return change_store(opened.folder, change)
        except GraphError as error:
            conflict = error
    raise Problem(409, "conflict", str(conflict)) from conflict


def _new_graph(store: ox.Store, address: str, body: bytes) -> ox.NamedNode:
    """A name below the store's address that no graph has, the same for the same requests."""
    number = 0
    while True:
        key = blake2b(body + number.to_bytes(4), digest_size=8).hexdigest()
        graph = ox.NamedNode(f"{address.rstrip('/')}/{key}")
        if not store.contains_named_graph(graph):
            return graph
        number += 1


def _parsed(body: bytes, content_type: str, base: str) -> list[ox.Triple]:
    """The triples of a body. Raises :class:`Problem` for what cannot be read."""
    if essence(content_type) == "multipart/form-data":
        message = message_from_bytes(b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body)
        if not message.is_multipart():
            raise Problem(400, "bad-multipart", "no parts can be found in the body")
        return [
            triple
            for part in message.walk()
            if not part.is_multipart()
            for triple in _parsed(bytes(part.get_payload(decode=True) or b""), part.get("Content-Type", ""), base)
        ]
    kind = _READ.get(essence(content_type))
    if kind is None or not is_utf8(content_type):
        raise Problem(415, "media-type", f"send {', '.join(_READ)}, in UTF-8")
    try:
        # Blank nodes are of this document; two documents may use the same label.
        quads = list(ox.parse(body, format=kind, base_iri=base, without_named_graphs=True, rename_blank_nodes=True))
    except SyntaxError as error:
        raise Problem(400, "bad-graph", f"the body cannot be read: {error.msg}") from error
    except (ValueError, OSError) as error:
        raise Problem(400, "bad-graph", f"the body cannot be read: {error}") from error
    return [ox.Triple(q.subject, q.predicate, q.object) for q in quads]
