"""``kgraph diff``"""

from __future__ import annotations

from dataclasses import asdict, astuple
from pathlib import Path

import click

from kgraph.cli.output import Output, common, print_json, print_rows

_folder = click.Path(path_type=Path)


@click.command("diff")
@click.argument("old", type=_folder)
@click.argument("new", type=_folder)
@click.option("-f", "--format", "form", type=click.Choice(["table", "tsv", "csv"]))
@common
def command(old: Path, new: Path, form: str | None, out: Output) -> int:
    """Print which accepted facts NEW has and OLD has not (+), and the other way round (-).

    Exit codes: 0 nothing differs; 1 something does.
    """
    from kgraph.api import open as open_graph
    from kgraph.graph.compare import differences

    found = differences(open_graph(old).cards, open_graph(new).cards)
    if out.as_json:
        print_json("diff", [asdict(d) for d in found])
    elif found:
        print_rows(("", "subject", "property", "value"), [astuple(d) for d in found], form)
    return 1 if found else 0
