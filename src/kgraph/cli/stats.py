"""``kgraph stats``"""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder, print_json, print_rows


@click.command("stats")
@folder
@click.option("-f", "--format", "form", type=click.Choice(["table", "tsv", "csv"]))
@common
def command(folder: Path, form: str | None, out: Output) -> int:
    """Count what a graph holds: quads and facts, instances of each class, facts of each publisher."""
    from kgraph.api import open as open_graph

    counts = open_graph(folder).stats()
    if out.as_json:
        print_json("stats", counts)
        return 0
    rows = [(group, name, str(number)) for group, found in counts.items() for name, number in found.items()]
    print_rows(("of", "what", "number"), rows, form)
    return 0
