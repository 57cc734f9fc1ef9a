"""Where nodes are drawn before anybody moves them: the same graph, the same picture."""

from __future__ import annotations

import networkx as nx

from kgraph.web.tables import Tables

MOST_PLACED = 600
"""Nodes with a stored position: the best connected. A force layout of more takes seconds."""

_ROUNDS = 120


def place(tables: Tables) -> dict[str, tuple[int, int]]:
    """Positions of the best connected things and events, each coordinate within ±1000."""
    drawn = {n.id for n in tables.nodes.values() if n.kind in ("thing", "event")}
    chosen = sorted(drawn, key=lambda n: (-tables.degree(n), n))[:MOST_PLACED]
    graph = nx.Graph()
    graph.add_nodes_from(sorted(chosen))
    inside = set(chosen)
    graph.add_edges_from(
        sorted({(min(x.subject, x.object), max(x.subject, x.object)) for x in tables.links if {x.subject, x.object} <= inside})
    )
    graph.remove_nodes_from([n for n in list(graph) if not graph.degree(n)])
    if not graph:
        return {}
    spread = nx.spring_layout(graph, seed=1, iterations=_ROUNDS, k=2.2 / len(graph) ** 0.5)
    return {name: (round(float(x) * 1000), round(float(y) * 1000)) for name, (x, y) in sorted(spread.items())}
