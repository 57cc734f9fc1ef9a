"""The server: SPARQL, pages and what they ask for, on this machine."""
