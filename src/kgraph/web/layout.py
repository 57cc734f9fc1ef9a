"""Where nodes are drawn before anybody moves them: the same graph, the same picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import cos, sin

import networkx as nx

from kgraph.web.tables import Tables

MOST_PLACED = 600
"""Nodes with a stored position: the best connected. A force layout of more takes seconds."""

_ROUNDS = 120
_ROOM = 40.0


def place(tables: Tables) -> dict[str, tuple[int, int]]:
    """Positions of the best connected things and events; a node is about ten wide."""
    drawn = {n.id for n in tables.nodes.values() if n.kind in ("thing", "event")}
    chosen = sorted(drawn, key=lambda n: (-tables.degree(n), n))[:MOST_PLACED]
    graph = nx.Graph()
    graph.add_nodes_from(sorted(chosen))
    inside = set(chosen)
    graph.add_edges_from(
        sorted(
            {
                (min(x.subject, x.object), max(x.subject, x.object))
                for x in tables.links
                if {x.subject, x.object} <= inside
            }
        )
    )
    graph.remove_nodes_from([n for n in list(graph) if not graph.degree(n)])
    return _pack([_component(graph, sorted(names)) for names in _largest_first(graph)])


def _largest_first(graph: nx.Graph) -> list[set[str]]:
    return sorted(nx.connected_components(graph), key=lambda names: (-len(names), min(names)))


def _component(graph: nx.Graph, names: list[str]) -> dict[str, tuple[float, float]]:
    """A component about its own middle, with room for each node."""
    part = nx.Graph()
    part.add_nodes_from(names)
    part.add_edges_from(sorted((min(e), max(e)) for e in graph.edges(names)))
    reach = _ROOM * len(names) ** 0.62
    spread = nx.spring_layout(part, seed=1, iterations=_ROUNDS, scale=reach, k=1.7 / len(names) ** 0.5)
    return {name: (float(x), float(y)) for name, (x, y) in spread.items()}


def _pack(parts: list[dict[str, tuple[float, float]]]) -> dict[str, tuple[int, int]]:
    """Components side by side, the largest in the middle: each takes the first free place on a spiral."""
    taken: list[tuple[float, float, float]] = []
    found: dict[str, tuple[int, int]] = {}
    for part in parts:
        radius = max((x * x + y * y) ** 0.5 for x, y in part.values()) + _ROOM
        across, up = next(
            (u, v) for u, v in _spiral() if all((u - a) ** 2 + (v - b) ** 2 >= (radius + r) ** 2 for a, b, r in taken)
        )
        taken.append((across, up, radius))
        found |= {name: (round(across + x), round(up + y)) for name, (x, y) in part.items()}
    return dict(sorted(found.items()))


def _spiral() -> Iterator[tuple[float, float]]:
    """Points that wind outwards, wider than high as screens are."""
    for step in count():
        turn = 0.35 * step
        yield _ROOM * 0.25 * turn * 1.25 * cos(turn), _ROOM * 0.25 * turn * sin(turn)
