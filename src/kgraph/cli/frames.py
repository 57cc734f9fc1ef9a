"""``kgraph frames``"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.output import Output, common, print_json, print_rows

if TYPE_CHECKING:
    from kgraph.config import Config
    from kgraph.rehearse import Roles, Sighting, Trial
    from kgraph.schema import Schema


@click.command("frames")
@click.argument("what", type=click.Choice(["list", "test"]))
@click.argument("articles", nargs=-1, type=click.Path(path_type=Path))
@click.option("--event", metavar="CLASS", help="Only this type of event.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "tsv", "csv"]), help="How to write the rows.")
@common
def command(what: str, articles: tuple[Path, ...], event: str | None, form: str | None, out: Output) -> int:
    """List the frames, kgraph's own and those of the settings, or test them.

    test runs the frames' example sentences, with exit code 1 if one does not give what its file
    says; given ARTICLES, it lists what they tell and nearly tell, and why not. -v lists passed
    examples too, and in articles also triggers whose own condition is unmet.
    """
    from kgraph.config import load
    from kgraph.pipeline import load_schema

    config = load()
    schema = load_schema(config)
    wanted = schema.term(event) if event else None
    if what == "list":
        return _list(config, schema, wanted, form, out)
    return _test_articles(articles, config, wanted, form, out) if articles else _test(config, wanted, form, out)


def _list(config: Config, schema: Schema, wanted: str | None, form: str | None, out: Output) -> int:
    from kgraph.extract.frames import load_frames
    from kgraph.resources import data_dir

    frames = load_frames(schema, data_dir() / "frames", *(Path(p) for p in config.frames))
    rows = []
    for frame in sorted(frames.all, key=lambda f: (f.event, f.id)):
        roles: dict[str, list[str]] = {}
        for slot in frame.slots:
            roles.setdefault(slot.role.partition(":")[2], []).append(slot.function)
        if wanted in (None, frame.event):
            rows.append((frame.event, frame.id, sorted(frame.verbs), sorted(frame.nouns), roles))
    if out.as_json:
        names = ("event", "frame", "verbs", "nouns", "roles")
        print_json("frames list", [dict(zip(names, row, strict=True)) for row in rows])
    else:
        cells = ((e, i, ", ".join(v), ", ".join(n), _said(r)) for e, i, v, n, r in rows)
        print_rows(("event", "frame", "verbs", "nouns", "roles"), cells, form)
    return 0


def _test(config: Config, wanted: str | None, form: str | None, out: Output) -> int:
    from kgraph.rehearse import run_examples

    trials = [t for t in run_examples(config) if wanted in (None, t.example.event)]
    return _print_trials(trials, form, out)


def _test_articles(articles: Iterable[Path], config: Config, wanted: str | None, form: str | None, out: Output) -> int:
    from kgraph.rehearse import sightings_in

    found, errors = sightings_in(articles, config)
    for error in errors:
        click.echo(f"warning: {error}", err=True)
    shown = [s for s in found if wanted in (None, s[1].event) and (out.verbose or not s[1].far)]
    _print_sightings(shown, form, out)
    return 4 if errors else 0


def _print_trials(trials: list[Trial], form: str | None, out: Output) -> int:
    failed = [t for t in trials if not t.passed]
    if out.as_json:
        print_json(
            "frames test", {"examples": len(trials), "failed": len(failed), "trials": [_trial(t) for t in trials]}
        )
    elif shown := trials if out.verbose else failed:
        rows = (
            (
                "passed" if t.passed else "FAILED",
                str(t.example.place),
                t.example.text,
                _all(t.example.events),
                _all(t.found),
            )
            for t in shown
        )
        print_rows(("result", "where", "sentence", "wanted", "found"), rows, form)
    if not out.quiet:
        click.echo(f"{len(trials)} examples, {len(failed)} failed", err=True)
    return 1 if failed else 0


def _trial(trial: Trial) -> dict[str, object]:
    example = trial.example
    return {
        "passed": trial.passed, "file": example.place.file, "line": example.place.line, "event": example.event,
        "text": example.text, "wanted": list(example.events), "found": list(trial.found),
    }  # fmt: skip


def _print_sightings(found: list[tuple[str, Sighting]], form: str | None, out: Output) -> None:
    if out.as_json:
        print_json("frames test", [{"article": source} | asdict(sighting) for source, sighting in found])
    else:
        rows = (
            (
                source,
                "hit" if not s.reason else "miss",
                s.event,
                s.frame,
                s.trigger,
                s.reason or _said(s.roles),
                s.sentence,
            )
            for source, s in found
        )
        print_rows(("article", "result", "event", "frame", "trigger", "roles, or why not", "sentence"), rows, form)
    if not out.quiet:
        hits = sum(not s.reason for _, s in found)
        click.echo(f"{hits} hits, {len(found) - hits} near misses", err=True)


def _all(events: Iterable[Roles]) -> str:
    return " | ".join(_said(e) for e in events) or "nothing"


def _said(roles: Roles) -> str:
    return "; ".join(f"{r}: {', '.join(v) if isinstance(v, list) else v}" for r, v in roles.items())
