"""``kgraph remove``"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder, print_json


@click.command("remove")
@folder
@click.argument("articles", nargs=-1, required=True)
@common
def command(folder: Path, articles: tuple[str, ...], out: Output) -> int:
    """Take articles out of a graph, with all that they alone say and every merge that rests on them alone.

    An article is named by its id, IRI, title, url or path. Its snapshots stay in the ledger; a
    build of paths where it still lies reads it in again.
    """
    from kgraph.config import load, with_base
    from kgraph.pipeline import remove

    path = folder / "report.json"
    base = json.loads(path.read_text(encoding="utf-8")).get("base") if path.is_file() else None
    report = remove(articles, folder, with_base(load(), base))
    if out.as_json:
        print_json("remove", asdict(report))
    elif not out.quiet:
        click.echo(f"{report.removed_articles} removed; {report.articles} articles -> {folder}", err=True)
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    return 0
