"""``kgraph review``"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kgraph.cli.decide import apply
from kgraph.cli.output import Output, common, folder, print_json
from kgraph.cli.signing import now, signed

_PAIR = {"m": "same", "k": "different"}
_FACT = {"y": "accept", "n": "reject"}


@click.command("review")
@folder
@click.option("--only", type=click.Choice(["pairs", "facts"]), help="Only pairs of things, or only facts.")
@click.option("--most", type=int, metavar="N", help="Stop after N questions.")
@click.option("--build", is_flag=True, help="Bring the graph up to date at the end.")
@signed
@common
def command(
    folder: Path,
    only: str | None,
    most: int | None,
    build: bool,
    author: str,
    time: str,
    reason: str,
    out: Output,
) -> int:
    """Walk through undecided pairs and doubtful facts, those first whose answer changes most.

    Keys: m merge, k keep apart; y right, n wrong; s skip, u undo the last answer, q quit. Each
    answer is a decision, written down at once; the next build applies it. --json prints the list.
    """
    from kgraph.api import open as open_graph
    from kgraph.curation import Curator, Signed

    curator = Curator(open_graph(folder))
    rows = [r for r in curator.worklist() if only is None or f"{r['kind']}s" == only][:most]
    if out.as_json:
        print_json("review", rows)
        return 0
    fixed = click.get_current_context().get_parameter_source("time") == click.core.ParameterSource.COMMANDLINE

    def by() -> Signed:
        return Signed(author, time if fixed else now(), reason)

    answered: list[tuple[int, str]] = []
    at = 0
    while at < len(rows):
        key = _ask(rows[at], at + 1, len(rows))
        if key == "q":
            break
        if key == "u":
            if answered:
                at, last = answered.pop()
                curator.decide("undo", [last], by())
                click.echo(f"  undone: {last}")
            else:
                click.echo("  nothing to undo; see: kgraph decide DIR --list")
            continue
        if key != "s":
            verdicts = _PAIR if rows[at]["kind"] == "pair" else _FACT
            answered.append((at, curator.judge(rows[at], verdicts[key], by()).id))
        at += 1
    click.echo(f"{len(answered)} answered of {len(rows)}", err=True)
    if answered:
        apply(folder, build, out.quiet)
    return 0


def _ask(row: dict[str, Any], number: int, total: int) -> str:
    """Show a question and wait for a key that answers it; the end of the input quits."""
    pair = row["kind"] == "pair"
    click.echo(f"\n[{number}/{total}] " + (_pair(row) if pair else _fact(row)))
    keys = ("m", "k") if pair else ("y", "n")
    prompt = "[m]erge [k]eep apart" if pair else "[y]es [n]o"
    while True:
        click.echo(f"  {prompt} [s]kip [u]ndo [q]uit: ", nl=False)
        key = _key()
        if key in (*keys, "s", "u", "q"):
            return key
        click.echo(f"  {key!r} is no answer here")


def _key() -> str:
    if sys.stdin.isatty():
        key = click.getchar().lower()
        click.echo(key)
        return key
    line = sys.stdin.readline()
    click.echo(line.strip())
    return line.strip().lower()[:1] if line else "q"


def _pair(row: dict[str, Any]) -> str:
    one, other = row["things"]
    lines = [f"One and the same? {one['label']} ({one['class']}) / {other['label']} ({other['class']})"]
    for thing in (one, other):
        lines += [f"  {thing['id']}", *(f"    “{' '.join(q.split())}”" for q in thing["quotes"])]
    lines += [f"  speaks for it: {', '.join(row['agrees'])}"] if row["agrees"] else []
    lines += [f"  against it: {', '.join(row['differs'])}"] if row["differs"] else []
    return "\n".join([*lines, f"  by {row['rule']}, {row['score']:.2f}; {row['gain']:g} facts at stake"])


def _fact(row: dict[str, Any]) -> str:
    kept_out = "kept out: " if row.get("quarantined") else ""
    lines = [f"Right? {row['label']}", f"    “{' '.join(row['quote'].split())}” — {row['article']}"]
    return "\n".join(
        [*lines, f"  {kept_out}{row['rule']}, confidence {row['confidence']:.2f}; {row['gain']:g} facts at stake"]
    )
