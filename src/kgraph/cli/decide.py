"""``kgraph decide``"""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder, print_json, print_rows
from kgraph.cli.signing import signed

_path = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command("decide")
@folder
@click.argument("words", nargs=-1, metavar="VERDICT NAME…")
@click.option("--list", "listed", is_flag=True, help="List all decisions, those that were undone too.")
@click.option("--export", "target", type=_path, metavar="FILE.csv", help="Write all decisions as CSV (- is stdout).")
@click.option("--import", "source", type=_path, metavar="FILE.csv", help="Take in decisions from CSV.")
@click.option("--build", is_flag=True, help="Bring the graph up to date at once.")
@signed
@common
def command(
    folder: Path,
    words: tuple[str, ...],
    listed: bool,
    target: Path | None,
    source: Path | None,
    build: bool,
    author: str,
    time: str,
    reason: str,
    out: Output,
) -> int:
    r"""Decide what is one thing and which facts hold. Nothing is overwritten; the next build applies it.

    \b
    same A B               two things are one (B may be the IRI of an authority)
    different A B          two things are two; NAME@ARTICLE takes one apart
    accept FACT            the fact holds, also against a doubt of the shapes
    reject FACT            the fact does not hold
    correct FACT VALUE     the fact holds with another value
    undo DECISION          takes a decision back

    A FACT is an id (kgraph explain and kgraph quarantine print it) or SUBJECT PREDICATE VALUE.
    Things are named by label, other name, id or IRI.
    """
    from kgraph.api import open as open_graph
    from kgraph.curation import Curator, Signed, read_csv, told
    from kgraph.graph.files import replace_file

    curator = Curator(open_graph(folder))
    by = Signed(author, time, reason)
    if not words and not (listed or target or source):
        raise click.UsageError("say what to decide, or --list, --export, --import")
    made = curator.from_csv(read_csv(source), str(source), by) if source else []
    if words:
        made += curator.decide(words[0], words[1:], by)
    decisions = curator.all()
    if target and str(target) == "-":
        click.echo(curator.as_csv(), nl=False)
    elif target:
        replace_file(target, curator.as_csv().encode())
    if listed or made:
        chosen = decisions.all if listed else made
        rows = [told(d, decisions) for d in chosen]
        columns = ("id", "state", "decision", "author", "time", "reason")
        if out.as_json:
            print_json("decide", [dict(zip(columns, row, strict=True)) for row in rows])
        elif not out.quiet or listed:
            print_rows(columns, rows, None)
    for warning in decisions.warnings:
        click.echo(f"warning: {warning}", err=True)
    if made:
        apply(folder, build, out.quiet)
    return 0


def apply(folder: Path, build: bool, quiet: bool) -> None:
    """Bring the graph up to date, or say how to."""
    if not build:
        if not quiet:
            click.echo(f"takes effect with: kgraph build -o {folder}", err=True)
        return
    import json

    from kgraph.config import load, with_base
    from kgraph.pipeline import build as run

    base = json.loads((folder / "report.json").read_text(encoding="utf-8")).get("base")
    for warning in run([], folder, with_base(load(), base)).warnings:
        click.echo(f"warning: {warning}", err=True)
