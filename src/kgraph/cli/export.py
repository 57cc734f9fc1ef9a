"""``kgraph export``"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder
from kgraph.errors import UsageError


@click.command("export")
@folder
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-f", "--format", "form", help="Default: by the file's ending.")
@common
def command(folder: Path, target: Path, form: str | None, out: Output) -> int:
    """Write a graph to a file (- is stdout): .ttl .nt .rdf hold the accepted facts, .trig .nq .jsonld the
    evidence as well, .html is one page to look at, without network.
    """
    from kgraph.api import open as open_graph
    from kgraph.graph.export import FORMATS

    chosen = form or target.suffix.removeprefix(".")
    if chosen not in FORMATS:
        raise UsageError(f"no format {chosen!r}", help=f"there are {', '.join(FORMATS)}")
    graph = open_graph(folder)
    if chosen == "html":
        from kgraph.web.page import single_page

        data = single_page(graph.cards, graph.config)
    else:
        data = graph.export(chosen)
    if str(target) == "-":
        sys.stdout.buffer.write(data)
        return 0
    from kgraph.graph.files import replace_file

    if not target.resolve().parent.is_dir():
        raise UsageError(f"no folder {target.parent}")
    replace_file(target, data)
    if not out.quiet:
        click.echo(f"{target} ({len(data):,} bytes)", err=True)
    return 0
