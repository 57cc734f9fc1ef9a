"""``kgraph build``"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kgraph.cli.output import Output, common, console, count, print_json, progress, rich_terminal
from kgraph.model import BuildReport


@click.command("build")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    default="kg",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The graph folder.",
)
@click.option("--published", metavar="DATE", help="Day of publication of articles that do not say, as 2019-11-25.")
@click.option("--sync", is_flag=True, help="Remove articles whose files are gone from under PATHS.")
@click.option("--fresh", is_flag=True, help="Read everything again and forget the ids given so far.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read.")
@click.option("--base", metavar="IRI", help="IRI base of the graph.")
@common
def command(
    paths: tuple[Path, ...],
    folder: Path,
    published: str | None,
    sync: bool,
    fresh: bool,
    workers: int,
    base: str | None,
    out: Output,
) -> int:
    """Read articles (.txt .md .html .json .jsonl, or folders of them) into a graph folder.

    Only what is new or changed is read; without PATHS nothing is, and decisions are applied. Articles that cannot be read are set aside and listed;
    facts that contradict the ontology's shapes are quarantined and counted.

    Exit codes: 0 ok; 1 no fact at all; 3 nothing readable or a path is missing; 4 some articles were set aside.
    """
    from kgraph.config import load, with_base
    from kgraph.pipeline import How, build

    if not paths and not (folder / "ledger").is_dir():
        raise click.UsageError("say what to read: PATHS")
    missing = [p for p in paths if not p.exists() and not sync]
    with progress(out.quiet) as tell:
        report = build(paths, folder, with_base(load(), base), tell, How(published, sync, fresh, workers))
    if out.as_json:
        print_json("build", asdict(report))
    elif not out.quiet:
        _summary(report, folder, out.verbose)
    for item in report.set_aside:
        place = item.source if item.line is None else f"{item.source}:{item.line}"
        click.echo(f"set aside: {place}: {item.reason}", err=True)
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    return exit_code(report, bool(missing))


def exit_code(report: BuildReport, missing: bool) -> int:
    """What a build's report means for scripts."""
    if missing or (not report.articles and not report.removed_articles):
        return 3
    if not report.articles:
        return 0
    if not report.kept:
        click.echo("error[KG001]: no fact was found\n  help: " + _why_empty(report), err=True)
        return 1
    return 4 if report.set_aside else 0


def _why_empty(report: BuildReport) -> str:
    if report.facts:
        return f"all {report.facts} facts are in quarantine; see: kgraph quarantine DIR"
    return "the articles name nobody and nothing that kgraph knows how to read; try: kgraph extract FILE"


def _summary(report: BuildReport, folder: Path, verbose: bool) -> None:
    gone = f", {report.removed_articles} removed" if report.removed_articles else ""
    rejected = f" + {report.rejected} rejected" if report.rejected else ""
    lines = [
        f"{count(report.articles, 'article')} ({report.new_articles} read now{gone}) -> {folder}",
        f"  {count(report.things, 'person, body, place or other thing', 'people, bodies, places and other things')}"
        f" · {count(report.events, 'event')} · {count(report.statements, 'statement')}",
        f"  {count(report.facts, 'fact')} read = {report.kept} kept + {len(report.quarantined)} quarantined{rejected}; each with the words that say it",
    ]
    if report.set_aside:
        lines.append(f"  {len(report.set_aside)} set aside")
    if verbose:
        lines += [f"  {stage}: {seconds:.2f} s" for stage, seconds in report.seconds.items()]
    import sys

    if rich_terminal(sys.stderr):
        console().print("\n".join([f"[bold]{lines[0]}[/bold]", *lines[1:]]))
    else:
        click.echo("\n".join(lines), err=True)
