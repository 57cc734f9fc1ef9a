"""How fast the pages are on a graph of 100,000 quads, beside vis-network (what pyvis wraps) on the same data.

    python benchmarks/pages.py [--quads 100000] [--out pages.json] [--without-vis]

Needs node, chromium and the packages of ``web/`` (``make web-check`` installs them). The graph is
the sample corpus, copied under new names until it has so many quads and more nodes than a
picture may hold; countries and places stay shared, so that the copies hang together. First paint is the browser's first contentful
paint; ready is when the picture stands and answers. Figures of one run on one machine: compare
them with each other only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pyoxigraph as ox

import kgraph
from kgraph.config import Config
from kgraph.graph.store import write_store
from kgraph.resources import data_dir
from kgraph.web.data import PageData
from kgraph.web.page import single_page, static

HERE = Path(__file__).parent
WEB = HERE.parent / "web"
SIZES = (500, 2000)
ROOM = 1.3
"""Nodes of the graph, of the largest picture: the rest is what it leaves out."""


def main() -> None:
    """Build, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--without-vis", action="store_true", help="our pages alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), given.quads, vis_too=not given.without_vis)
    text = json.dumps(found, indent=2)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")


def measure(folder: Path, quads: int, *, vis_too: bool) -> dict[str, object]:
    """All figures, by name; seconds."""
    graph = enlarged(folder / "kg", quads)
    begun = time.perf_counter()
    told = PageData(graph)
    nodes = len(told.tables.nodes)
    tables = time.perf_counter() - begun
    begun = time.perf_counter()
    page = single_page(graph)
    (folder / "kg.html").write_bytes(page)
    export = time.perf_counter() - begun
    pictures = {size: neighbourhood(told, size) for size in SIZES}
    for size, (_, part) in pictures.items():
        (folder / f"vis-{size}.html").write_text(vis(part), encoding="utf-8")
    shutil.copy(WEB / "node_modules/vis-network/standalone/umd/vis-network.min.js", folder / "vis-network.min.js")
    driven = drive(folder, {size: ids for size, (ids, _) in pictures.items()}, vis_too)
    return {
        "quads": len(graph.store), "nodes": nodes, "links": len(told.tables.links), "tables": round(tables, 2), "export": round(export, 2),
        "single file, bytes": len(page), "code of the single file, bytes": sum(len(static(n)) for n in ("single.js", "layout.js", "style.css")),
        "vis-network, bytes": (folder / "vis-network.min.js").stat().st_size,
        **driven,
    }  # fmt: skip


def enlarged(folder: Path, quads: int) -> kgraph.Graph:
    """The sample graph with copies of itself, at least so many quads."""
    graph = kgraph.build([data_dir() / "articles"], folder, Config())
    old = list(graph.store)
    shared = {
        n.id for n in PageData(graph).tables.nodes.values()
        if n.cls in ("schema:Country", "schema:Place")
    }  # fmt: skip
    own = len(PageData(graph).tables.nodes) - len(shared)
    copies = max(-(-quads // len(old)), -(-round(ROOM * max(SIZES)) // own))
    new = list(old)
    for number in range(1, copies):
        new += [copied(q, number, graph.base, shared) for q in old]
    del graph
    write_store(folder / "store", dict.fromkeys(new), "enlarged")
    return kgraph.open(folder, Config())


def copied(quad: ox.Quad, number: int, base: str, shared: set[str]) -> ox.Quad:
    """A quad about a copy of the same things; what is shared keeps its name."""

    def other(term: ox.NamedNode | ox.Literal) -> ox.NamedNode | ox.Literal:
        if not isinstance(term, ox.NamedNode) or not term.value.startswith(base):
            return term
        own = term.value.startswith(f"{base}id/") and term.value.removeprefix(f"{base}id/") in shared
        return term if own else ox.NamedNode(f"{term.value}-{number}")

    graph = quad.graph_name if isinstance(quad.graph_name, ox.DefaultGraph) else other(quad.graph_name)
    return ox.Quad(other(quad.subject), quad.predicate, other(quad.object), graph)


def neighbourhood(told: PageData, size: int) -> tuple[list[str], dict[str, list]]:
    """Nodes to start from, and what they and their neighbours are: about so many nodes."""
    order = sorted(told.tables.nodes, key=lambda n: (-told.tables.degree(n), n))
    ids: list[str] = []
    reached: set[str] = set()
    for name in order:
        if len(reached) >= size:
            break
        ids.append(name)
        reached |= {name, *told.tables.neighbours(name)}
    part = told.neighbourhood(ids, limit=size)
    assert len(part["nodes"]) >= size, f"{len(part['nodes'])} nodes are no picture of {size}"
    return ids, {"nodes": part["nodes"], "links": part["links"]}


def vis(part: dict[str, list]) -> str:
    """The page that pyvis makes of these nodes and edges: vis-network with its usual physics."""
    nodes = [{"id": n["id"], "label": n["label"], "shape": "dot", "size": 10} for n in part["nodes"]]
    edges = [{"from": a, "to": b, "title": p} for a, p, b, *_ in part["links"]]
    data = json.dumps({"nodes": nodes, "edges": edges}).replace("<", "\\u003c")
    return f"""<!doctype html><meta charset="utf-8"><style>#n {{ width: 100%; height: 750px }}</style><div id="n"></div>
<script src="vis-network.min.js"></script><script>
const data = {data};
const network = new vis.Network(document.getElementById("n"), {{ nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) }},
  {{ edges: {{ color: {{ inherit: true }}, smooth: {{ enabled: true, type: "dynamic" }} }}, interaction: {{ dragNodes: true }}, physics: {{ enabled: true, stabilization: {{ enabled: true, fit: true, iterations: 1000, onlyDynamicEdges: false, updateInterval: 50 }} }} }});
network.once("stabilizationIterationsDone", () => {{ window.ready = performance.now(); }});
</script>"""


SERVER = """
import sys
from pathlib import Path
from kgraph.config import Config
from kgraph.serve.app import create_app
from kgraph.serve.pages import routes
from kgraph.serve.run import listen, run
from kgraph.serve.settings import Settings
folder, sock = Path(sys.argv[1]), listen("127.0.0.1", 0)
settings = Settings(quiet=True)
app = create_app(folder, settings, routes(), config=Config())
run(app, sock, settings, lambda: print(sock.getsockname()[1], flush=True))
"""


def drive(folder: Path, starts: dict[int, list[str]], vis_too: bool) -> dict[str, object]:
    """Open every page in a real browser."""
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(folder / "kg")], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        port = int(server.stdout.readline())
        begun = time.perf_counter()
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/start", timeout=300).close()
        first = round(time.perf_counter() - begun, 2)
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        told = {"folder": folder.as_uri(), "port": port, "chromium": chromium, "starts": starts, "vis": vis_too}
        done = subprocess.run(
            ["node", HERE / "pages.mjs"], input=json.dumps(told), stdout=subprocess.PIPE, text=True, check=True
        )
        found: dict[str, object] = json.loads(done.stdout)
        return {"first request to a server": first, **found}
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
