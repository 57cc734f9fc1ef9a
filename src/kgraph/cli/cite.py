"""``kgraph cite``"""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder, print_json


@click.command("cite")
@folder
@click.argument("fact")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "bibtex", "csl-json"]), default="text", show_default=True
)
@common
def command(folder: Path, fact: str, form: str, out: Output) -> int:
    """Print the footnote of a fact: publisher, title, date, address, the words and the bytes they stood in.

    FACT is the id or IRI of a fact, as `kgraph explain` prints it.
    """
    from kgraph.api import open as open_graph

    note = open_graph(folder).cite(fact, form)
    if out.as_json:
        print_json("cite", {"fact": fact, "form": form, "citation": note})
    else:
        click.echo(note)
    return 0
