"""Sending a graph to other stores: Oxigraph's own server, and ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
import urllib3

from kgraph import publish as module
from kgraph.graph.store import open_for_reading, write_store
from kgraph.graph.terms import in_order
from kgraph.publish import BATCH, PublishError, Target, parts, publish, updates
from kgraph.resources import data_dir

from .conftest import TOKEN, Server

BODY = "https://schema.org/articleBody"


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[str]:
    """The address of a real Oxigraph server, in memory."""
    binary = Path(sys.executable).with_name("oxigraph")
    if not binary.exists():
        pytest.skip("the oxigraph server is not installed")
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    process = subprocess.Popen(
        [binary, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def graph(sample_folder: Path, tmp_path: Path) -> Path:
    """A graph folder of one's own."""
    return Path(shutil.copytree(sample_folder, tmp_path / "kg"))


def there(address: str) -> list[str]:
    """All quads of a store elsewhere, in order."""
    found = []
    http = urllib3.PoolManager()
    for where, name in (("default", ""), *((f"graph={g}", g) for g in graphs_of(address))):
        data = http.request("GET", f"{address}?{where}", headers={"Accept": "application/n-triples"}).data
        found += [f"{q.triple} {name}" for q in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]
    return sorted(found)


GRAPHS = 1 + len(list((data_dir() / "articles").glob("*.txt")))
"""The default graph and one of each article."""


def graphs_of(address: str) -> list[str]:
    base = address.rpartition("/")[0]
    query = base + ("/query" if address.endswith("/store") else "/sparql")
    text = "SELECT DISTINCT ?g { GRAPH ?g {} }"
    headers = {"Accept": "text/csv", "Content-Type": "application/sparql-query"}
    return urllib3.PoolManager().request("POST", query, body=text, headers=headers).data.decode().split()[1:]


def here(folder: Path) -> list[str]:
    quads = [q for q in open_for_reading(folder) if q.predicate.value != BODY]
    return sorted(f"{q.triple} {q.graph_name.value if isinstance(q.graph_name, ox.NamedNode) else ''}" for q in quads)


def test_the_store_elsewhere_has_the_same_graph_but_for_the_articles_texts(oxigraph: str, graph: Path) -> None:
    done = publish(graph, Target(f"{oxigraph}/update"))
    assert len(done.sent) == GRAPHS
    assert there(f"{oxigraph}/store") == here(graph)
    assert any(q.predicate.value == BODY for q in open_for_reading(graph))


def test_sending_twice_changes_nothing_and_sends_nothing(oxigraph: str, graph: Path) -> None:
    publish(graph, Target(f"{oxigraph}/update"))
    before = there(f"{oxigraph}/store")
    assert publish(graph, Target(f"{oxigraph}/update")).sent == []
    assert len(publish(graph, Target(f"{oxigraph}/update"), again=True).sent) == GRAPHS
    assert there(f"{oxigraph}/store") == before


def test_updates_give_the_same_graph_as_puts(oxigraph: str, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module._Remote, "_found_beside", lambda _: "")
    urllib3.PoolManager().request("DELETE", f"{oxigraph}/store?default")
    publish(graph, Target(f"{oxigraph}/update"))
    assert there(f"{oxigraph}/store") == here(graph)


def test_a_graph_that_is_gone_here_is_removed_there(oxigraph: str, graph: Path) -> None:
    publish(graph, Target(f"{oxigraph}/update"))
    quads = list(open_for_reading(graph))
    gone = min(q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode))
    write_store(graph / "store", [q for q in quads if str(q.graph_name) != f"<{gone}>"], "less")
    done = publish(graph, Target(f"{oxigraph}/update"))
    assert (done.sent, done.removed) == ([], [gone])
    assert there(f"{oxigraph}/store") == here(graph)


def test_a_dry_run_sends_nothing(graph: Path) -> None:
    done = publish(graph, Target("http://127.0.0.1:9/update"), dry_run=True)  # nobody listens there
    assert len(done.sent) == GRAPHS
    assert not (graph / "published").exists()


def test_our_own_server_takes_it_with_its_token(writable: Server, graph: Path) -> None:
    with pytest.raises(PublishError, match="401") as error:
        publish(graph, Target(f"{writable.url}/sparql", token="a-wrong-token-of-some-length"))
    assert "token" in (error.value.help or "")
    writable.update("DROP ALL")
    publish(graph, Target(f"{writable.url}/sparql", token=TOKEN))
    assert there(f"{writable.url}/data") == here(graph)


class _Shaky(BaseHTTPRequestHandler):
    """A store that answers 503 to every second request, and fails for good after some."""

    asked: list[str] = []  # noqa: RUF012 - shared on purpose
    most = 10**6

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(self.path)
        broken = len(self.asked) > self.most
        self.send_response(400 if broken else 503 if len(self.asked) % 2 else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shaky() -> Iterator[type[_Shaky]]:
    handler = type("Handler", (_Shaky,), {"asked": [], "most": 10**6})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.url = f"http://127.0.0.1:{server.server_port}/store"  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler
    server.shutdown()
    server.server_close()


def test_a_store_that_is_busy_is_asked_again(shaky: type[_Shaky], graph: Path) -> None:
    target = Target(shaky.url, shaky.url, backoff=0.001)  # type: ignore[attr-defined]
    assert len(publish(graph, target).sent) == GRAPHS
    assert len(shaky.asked) == 2 * GRAPHS


def test_a_broken_transfer_goes_on_where_it_stopped(shaky: type[_Shaky], graph: Path) -> None:
    target = Target(shaky.url, shaky.url, backoff=0.001)  # type: ignore[attr-defined]
    shaky.most = 10
    with pytest.raises(PublishError, match="400"):
        publish(graph, target)
    notes = next((graph / "published").iterdir())
    notes.write_bytes(notes.read_bytes() + b'{"graph": "cut o')  # as if killed while writing
    shaky.most, before = 10**6, len(shaky.asked)
    done = publish(graph, target)
    assert (len(done.unchanged), len(done.sent)) == (5, GRAPHS - 5)
    assert len(shaky.asked) - before >= GRAPHS - 5
    assert publish(graph, target).sent == []


def test_updates_have_at_most_so_many_triples_and_blank_nodes_stay_together() -> None:
    p, bnode = ox.NamedNode("http://example.org/p"), ox.BlankNode("b")
    triples = [ox.Triple(ox.NamedNode(f"http://example.org/{i}"), p, ox.Literal("x\n} '")) for i in range(BATCH + 1)]
    triples += [ox.Triple(bnode, p, ox.Literal("1")), ox.Triple(triples[0].subject, p, bnode)]
    store, name = ox.Store(), ox.NamedNode("http://example.org/g")
    store.add(ox.Quad(p, p, p, name))
    texts = list(updates(module.Part(name.value, tuple(triples), "")))
    for text in texts:
        store.update(text)
    assert len(texts) == 3
    assert len(store) == BATCH + 3
    assert store.query("ASK { GRAPH ?g { ?s ?p ?b . ?b ?q '1' FILTER(isBlank(?b)) } }")


def test_parts_are_in_order_and_the_same_each_time(graph: Path) -> None:
    store = open_for_reading(graph)
    found = list(parts(store))
    assert [p.name for p in found] == sorted(p.name for p in found)
    assert found == list(parts(store))
    assert all(list(p.triples) == [q.triple for q in in_order(ox.Quad(*t) for t in p.triples)] for p in found)


def test_publish_by_the_command_line(run, oxigraph: str, graph: Path) -> None:
    found = run("publish", graph, f"{oxigraph}/update", "--dry-run")
    assert found.returncode == 0
    assert found.stdout.splitlines()[0] == "(default graph)"
    assert run("publish", graph, "ftp://nowhere/").returncode == 2
    assert "cannot be reached" in run("publish", graph, "http://127.0.0.1:9/update", "--again").stderr
