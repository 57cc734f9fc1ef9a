"""``kgraph export``"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder
from kgraph.errors import UsageError

_OF = {"jsonld": "jsonld", "schema.org": "schema_org"}


@click.command("export")
@folder
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-f", "--format", "form", help="Default: by the file's ending.")
@click.option(
    "--text",
    type=click.Choice(["none", "quotes", "full"]),
    default="quotes",
    show_default=True,
    help="How much of the articles' words goes with it.",
)
@click.option("--reviewed-only", is_flag=True, help="Only facts that a person accepted, and what rests on them.")
@click.option("--of", metavar="NAME", help="One thing, event or article alone: jsonld (framed) or schema.org.")
@common
def command(
    folder: Path, target: Path, form: str | None, text: str, reviewed_only: bool, of: str | None, out: Output
) -> int:
    """Write a graph to a file (- is stdout).

    .ttl .nt .rdf hold the accepted facts, .trig .nq .jsonld the evidence as well, .graphml and .gexf
    events and who takes part, .html is one page to look at, without network. A folder named .csv gets
    tables of entities, events, participants and statements; -f neo4j the files of neo4j-admin.
    """
    from kgraph.api import open as open_graph
    from kgraph.graph.export import FORMATS, TABLES

    chosen = form or target.suffix.removeprefix(".")
    if chosen not in (*FORMATS, *_OF):
        raise UsageError(f"no format {chosen!r}", help=f"there are {', '.join((*FORMATS, 'schema.org'))}")
    if (chosen not in _OF and of) or (chosen == "schema.org" and not of):
        raise UsageError("--of and its formats go together", help="kgraph export DIR - -f schema.org --of NAME")
    graph = open_graph(folder)
    if of:
        iri = graph.asker.find(of).value  # names are looked up in the whole graph
        document = getattr(graph.shared(text, reviewed_only=reviewed_only), _OF[chosen])(iri)
        return _write(target, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), out)
    if chosen in TABLES:
        return _write_tables(target, graph.tables(chosen, text=text, reviewed_only=reviewed_only), out)
    return _write(target, graph.export(chosen, text=text, reviewed_only=reviewed_only), out)


def _write_tables(target: Path, tables: dict[str, bytes], out: Output) -> int:
    from kgraph.graph.files import replace_file

    if str(target) == "-" or target.is_file():
        raise UsageError("several files need a folder", help="kgraph export DIR tables.csv/")
    target.mkdir(parents=True, exist_ok=True)
    for name, data in tables.items():
        replace_file(target / name, data)
    if not out.quiet:
        click.echo(f"{target}: {', '.join(tables)}", err=True)
    return 0


def _write(target: Path, data: bytes, out: Output) -> int:
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
