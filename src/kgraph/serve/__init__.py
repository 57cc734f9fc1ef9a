"""Serve a graph folder over HTTP: SPARQL, graphs, entity pages. Start at :mod:`kgraph.serve.app`."""
