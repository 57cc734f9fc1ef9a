"""``kgraph validate``"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kgraph.cli.output import Output, common, count, folder, print_json


@click.command("validate")
@folder
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="More shapes (Turtle), beside the ontology's.",
)
@click.option("--engine", type=click.Choice(["fast", "pyshacl"]), default="fast", show_default=True)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json", "turtle", "sarif"]),
    default="text",
    show_default=True,
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning"]),
    default="violation",
    show_default=True,
    help="What makes the exit code 1.",
)
@common
def command(folder: Path, shapes: tuple[Path, ...], engine: str, form: str, fail_on: str, out: Output) -> int:
    """Check a graph against the shapes of its ontology (and yours)."""
    from kgraph.api import open as open_graph
    from kgraph.graph.validate import at_least, report_turtle, sarif

    graph = open_graph(folder)
    findings = graph.validate(engine, shapes)
    failing = at_least(findings, fail_on.title())
    if out.as_json:
        print_json("validate", [asdict(f) for f in findings])
    elif form == "json":
        click.echo(json.dumps([asdict(f) for f in findings], indent=2, ensure_ascii=False))
    elif form == "turtle":
        click.echo(report_turtle(findings), nl=False)
    elif form == "sarif":
        click.echo(json.dumps(sarif(findings), indent=2, ensure_ascii=False))
    elif not out.quiet:
        _text(graph, findings, out.verbose)
    return 1 if failing else 0


def _text(graph, findings, verbose: bool) -> None:  # type: ignore[no-untyped-def]  # a Graph and its findings
    counts = {s: sum(f.severity == s for f in findings) for s in ("Violation", "Warning", "Info")}
    told = zip(("violation", "warning", "note"), counts.values(), strict=True)
    click.echo(", ".join(count(n, word) for word, n in told))
    for f in findings:
        if f.severity == "Info" and not verbose:
            continue
        path = f" {graph.schema.curie(f.path)}" if f.path else ""
        click.echo(f"{f.severity.lower()}: {graph.cards.label(f.focus)}{path}: {f.message}")
        if verbose:
            click.echo(click.style(f"  {f.focus}  {graph.schema.curie(f.shape)}", dim=True))
