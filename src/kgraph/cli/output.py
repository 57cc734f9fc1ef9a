"""How verbs speak: options they share, tables, JSON. Data on stdout, everything else on stderr."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

ENVELOPE = 1
"""Version of the envelope of ``--json``."""


@dataclass(frozen=True, slots=True)
class Output:
    """How the user wants to be spoken to."""

    quiet: bool
    verbose: bool
    as_json: bool


def common(verb: Callable[..., int]) -> Callable[..., int]:
    """Give a verb the options that every verb has; it gets them as ``out``."""

    @wraps(verb)
    def wrapped(*args: Any, debug: bool, quiet: bool, verbose: bool, as_json: bool, **kwargs: Any) -> int:
        del debug  # main() looks for it before any verb is loaded
        return verb(*args, out=Output(quiet, verbose, as_json), **kwargs)

    decorated: Callable[..., int] = wrapped
    for option in (
        click.option("--debug", is_flag=True, help="Show tracebacks."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("-v", "--verbose", is_flag=True, help="Say more."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
    ):
        decorated = option(decorated)
    return decorated


folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
"""The graph folder a verb works on."""


def rich_terminal(stream: Any) -> bool:
    """True where colour and progress bars make sense."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and not os.environ.get("CI")


def console(*, err: bool = True) -> Console:
    """A rich console on stderr (or stdout)."""
    from rich.console import Console

    return Console(stderr=err, highlight=False)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 article``, ``2 articles``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def print_json(verb: str, data: object) -> None:
    """One JSON document in the envelope that scripts can rely on."""
    click.echo(json.dumps({"kgraph": ENVELOPE, "verb": verb, "data": data}, ensure_ascii=False, indent=2))


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[str]], form: str | None) -> None:
    """Rows as a table on a terminal and tab-separated in a pipe, unless a form is asked for."""
    form = form or ("table" if sys.stdout.isatty() else "tsv")
    match form:
        case "table":
            _print_table(columns, rows)
        case "csv":
            buffer = io.StringIO()
            csv.writer(buffer, lineterminator="\n").writerows([columns, *rows])
            click.echo(buffer.getvalue(), nl=False)
        case _:
            for row in (columns, *rows):
                click.echo("\t".join(" ".join(cell.split()) for cell in row))


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.table import Table

    table = Table(*columns, header_style="bold", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        console(err=False).print(table)
    else:
        click.echo("no rows", err=True)


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on a terminal; silence elsewhere."""
    if quiet or not rich_terminal(sys.stderr):
        yield lambda *_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(
                    {"read": "reading", "graph": "building the graph"}.get(stage, stage), total=total
                )
            bar.update(tasks[stage], completed=done, total=total)

        yield tell
