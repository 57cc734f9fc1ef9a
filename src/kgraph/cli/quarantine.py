"""``kgraph quarantine``"""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder, print_json, print_rows


@click.command("quarantine")
@folder
@click.option("-f", "--format", "form", type=click.Choice(["table", "tsv", "csv"]))
@common
def command(folder: Path, form: str | None, out: Output) -> int:
    """List the facts that were kept out of the graph: the shape they break and the words they came from."""
    from kgraph.api import open as open_graph

    rows = list(open_graph(folder).quarantine())
    if out.as_json:
        print_json("quarantine", rows)
    else:
        print_rows(("fact", "message", "quote"), [(r["fact"], r["message"], r["quote"]) for r in rows], form)
    return 0
