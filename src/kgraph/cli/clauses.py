"""``kgraph clauses``"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.output import Output, common, print_json, print_rows
from kgraph.errors import InputError, Place, UsageError

if TYPE_CHECKING:
    from kgraph.extract.outline import Outline

_COLUMNS = ("predicate", "arguments", "polarity", "modality", "tense", "attribution", "words")


@click.command("clauses")
@click.argument("sentence", required=False)
@click.option(
    "--page", type=click.Path(path_type=Path), metavar="PAGE.md", help="Fill in the clauses on a page of sentences."
)
@click.option("--check", is_flag=True, help="With --page: only say whether the page is up to date.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "tsv", "csv"]), help="How to write the clauses.")
@common
def command(sentence: str | None, page: Path | None, check: bool, form: str | None, out: Output) -> int:
    """Print what the grammar layer sees in SENTENCE (- is standard input): who did what to whom, and whether it happened."""
    if (sentence is None) == (page is None):
        raise UsageError("one of SENTENCE and --page is needed", help="kgraph clauses 'Ana Vela met Tomas Brandt.'")
    clauses_in = _reader()
    if page is not None:
        return _fill(page, clauses_in, check=check)
    found = list(clauses_in(sys.stdin.read() if sentence == "-" else sentence or ""))
    if out.as_json:
        print_json("clauses", [c.as_json() for c in found])
    else:
        print_rows(_COLUMNS, [_row(c) for c in found], form)
    return 0 if found else 1


def _reader() -> Callable[[str], Iterable[Outline]]:
    """Sentence in, clauses out, with the settings that hold here."""
    from kgraph.config import load
    from kgraph.rehearse import clause_reader

    return clause_reader(load())


def _row(clause: Outline) -> tuple[str, ...]:
    arguments = "; ".join(f"{f}: {' + '.join(ts)}" for f, ts in clause.arguments.items())
    predicate = f"{clause.predicate} ({clause.light})" if clause.light else clause.predicate
    return (
        predicate, arguments, clause.polarity, clause.modality or "asserted", clause.tense, clause.attribution,
        f"{clause.start}–{clause.end} “{clause.words}”",
    )  # fmt: skip


def _fill(page: Path, clauses_in: Callable[[str], Iterable[Outline]], *, check: bool) -> int:
    from kgraph.extract.outline import filled
    from kgraph.graph.files import replace_file

    try:
        before = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read it: {error}", place=Place(str(page))) from error
    after = filled(before, clauses_in)
    if check:
        click.echo(f"{page}: {'up to date' if after == before else 'out of date'}", err=True)
        return 0 if after == before else 1
    replace_file(page, after.encode())
    return 0
