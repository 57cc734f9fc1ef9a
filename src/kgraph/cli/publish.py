"""``kgraph publish``"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kgraph.cli.output import Output, common, count, folder, print_json, progress


@click.command("publish")
@folder
@click.argument("url")
@click.option("--graph-store", metavar="URL", default="", help="Its Graph Store address, if not found beside URL.")
@click.option("--default-graph", metavar="IRI", default="", help="Put the accepted facts into this graph.")
@click.option("--token-file", type=click.Path(path_type=Path), help="A file with the store's token.")
@click.option(
    "--text", type=click.Choice(["quotes", "full"]), default="quotes", show_default=True, help="What of the articles."
)
@click.option("--again", is_flag=True, help="Send what has been sent before, too.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@common
def command(
    folder: Path,
    url: str,
    graph_store: str,
    default_graph: str,
    token_file: Path | None,
    text: str,
    again: bool,
    dry_run: bool,
    out: Output,
) -> int:
    """Send a graph to the SPARQL 1.1 store whose update endpoint is URL.

    Each article's graph replaces the one of its name there, and the accepted facts replace the
    store's default graph (or --default-graph). Only what has changed since the last time is sent.
    """
    from kgraph.cli.serve import read_token
    from kgraph.publish import Target, publish

    token = read_token(token_file) if token_file else ""
    target = Target(url, graph_store, token, default_graph)
    with progress(out.quiet or dry_run) as tell:
        done = publish(folder, target, text=text, dry_run=dry_run, again=again, progress=tell)
    if out.as_json:
        print_json("publish", {**asdict(done), "dry_run": dry_run})
    elif not out.quiet:
        would = "would send" if dry_run else "sent"
        click.echo(
            f"{would} {count(len(done.sent), 'graph')} ({done.triples:,} triples) to {url}; {len(done.unchanged)} unchanged, "
            f"{len(done.removed)} {'to remove' if dry_run else 'removed'}",
            err=True,
        )
        for name in (*done.sent, *done.removed) if dry_run or out.verbose else ():
            click.echo(name or "(default graph)")
    return 0
