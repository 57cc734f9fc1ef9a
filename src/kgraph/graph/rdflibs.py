"""A graph as rdflib holds it, for people's own code. A copy: what is done to it changes no folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox
import rdflib


def to_rdflib(quads: Iterable[ox.Quad], prefixes: Mapping[str, str], *, evidence: bool) -> rdflib.Graph:
    """The accepted facts as an ``rdflib.Graph``; with ``evidence`` all graphs as an ``rdflib.Dataset``."""
    chosen = list(quads)
    if evidence:
        made: rdflib.Graph = rdflib.Dataset()
        made.parse(data=ox.serialize(chosen, format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    else:
        made = rdflib.Graph()
        default = (q.triple for q in chosen if isinstance(q.graph_name, ox.DefaultGraph))
        made.parse(data=ox.serialize(default, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    for prefix, iri in prefixes.items():
        made.bind(prefix, iri)
    return made
