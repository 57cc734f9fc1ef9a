"""``kgraph link``"""

from __future__ import annotations

import json
from pathlib import Path

import click

from kgraph.cli.output import Output, common, count, folder, print_json


@click.command("link")
@folder
@click.option(
    "--reconcile",
    "source",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="An authority list: columns id, name, aliases (a|b), kind.",
)
@click.option("--prefix", default="", metavar="IRI", help="What makes an IRI of the list's ids.")
@common
def command(folder: Path, source: Path, prefix: str, out: Output) -> int:
    """Link things of a graph to the entries of an authority list (schema:sameAs), now and at each later build.

    An entry is linked where a name and its kind fit exactly one thing, and no other entry does.
    What is ambiguous or only similar is listed; decide it with: kgraph decide DIR same NAME IRI.
    """
    from kgraph.config import load, with_base
    from kgraph.pipeline import reconcile

    path = folder / "report.json"
    base = json.loads(path.read_text(encoding="utf-8")).get("base") if path.is_file() else None
    report = reconcile(source, folder, with_base(load(), base), prefix)
    if out.as_json:
        print_json("link", {"linked": report.linked, "notes": list(report.notes)})
    elif not out.quiet:
        click.echo(f"{count(report.linked, 'link')} -> {folder}", err=True)
    for warning in report.warnings:
        click.echo(warning, err=True)
    return 0
