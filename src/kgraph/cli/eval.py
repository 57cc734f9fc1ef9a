"""``kgraph eval``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgraph.cli.output import Output, common, print_json, print_rows, progress
from kgraph.errors import InputError, Place

if TYPE_CHECKING:
    from kgraph.evaluate.measures import Tally
    from kgraph.evaluate.scores import Interval, Scores

_path = click.Path(path_type=Path)


@click.command("eval")
@click.argument("gold", nargs=-1, required=True, type=_path)
@click.option("--predictions", type=_path, metavar="OUT.jsonl", help="Write what was read, in the form of the gold.")
@click.option("--crossdoc", type=_path, metavar="FILE", help="Which things and events of different documents are one.")
@click.option("--per-type", is_flag=True, help="Break every layer down by type.")
@click.option("--errors", type=int, default=0, metavar="N", help="Show the first N mistakes of each layer.")
@click.option("--layer", multiple=True, help="With --errors: only this layer.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "tsv", "csv"]), help="How to write the scores.")
@common
def command(
    gold: tuple[Path, ...],
    predictions: Path | None,
    crossdoc: Path | None,
    per_type: bool,
    errors: int,
    layer: tuple[str, ...],
    form: str | None,
    out: Output,
) -> int:
    """Read annotated articles and print how well they were read.

    Lines without annotations are read and not scored.
    """
    from kgraph import evaluate
    from kgraph.config import load

    documents = [d for path in gold for d in evaluate.load(path)]
    identity = _json(crossdoc) if crossdoc else None
    with progress(out.quiet) as tell:
        found = evaluate.predict(documents, load(), tell)
    for name, why in found.unread:
        click.echo(f"warning: {name}: {why}", err=True)
    if predictions:
        from kgraph.graph.files import replace_file

        lines = (json.dumps(d.as_json(), ensure_ascii=False) + "\n" for d in found.documents)
        replace_file(predictions, "".join(lines).encode())
    scored = [d for d in documents if d.annotated]
    if not scored:
        click.echo("nothing is annotated, so nothing was scored", err=True)
        return 0
    scores = evaluate.score(scored, {d.doc_id: d for d in found.documents}, identity)
    if out.as_json:
        print_json("eval", as_json(scores))
    else:
        _print(scores, form, per_type=per_type)
    _print_errors(scores, errors, layer)
    return 0


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read it: {error}", place=Place(str(path))) from error
    if not isinstance(found, dict):
        raise InputError("not a list of clusters and pairs", place=Place(str(path)), help='it has "same_entity", …')
    return found


def as_json(scores: Scores) -> dict[str, Any]:
    """The scores as JSON, fractions rounded to four places."""
    layers = {}
    for name, score in scores.layers.items():
        layers[name] = _tally(score.tally) | {
            "f1_95": _rounded(score.f1_interval),
            "kinds": {kind: _tally(t) for kind, t in score.kinds.items()},
        }
        if score.merged_wrongly is not None:
            layers[name]["different_but_merged"] = score.merged_wrongly
    rates = {n: {"rate": round(r.value, 4), "of": r.of, "95": _rounded(r.interval)} for n, r in scores.rates.items()}
    return {"documents": scores.documents, "layers": layers, "rates": rates}


def _tally(tally: Tally) -> dict[str, Any]:
    rounded = {"p": round(tally.precision, 4), "r": round(tally.recall, 4), "f1": round(tally.f1, 4)}
    return rounded | {"given": tally.given, "wanted": tally.wanted}


def _rounded(interval: Interval | None) -> list[float] | None:
    return [round(v, 4) for v in interval] if interval else None


def _print(scores: Scores, form: str | None, *, per_type: bool) -> None:
    rows = []
    for name, score in scores.layers.items():
        rows.append((name, *_cells(score.tally), _range(score.f1_interval)))
        if per_type:
            rows += [(f"  {kind}", *_cells(tally), "") for kind, tally in score.kinds.items() if kind]
    for name, rate in scores.rates.items():
        rows.append((name, f"{rate.value:.3f}", "", "", "", f"{rate.of}", _range(rate.interval)))
    print_rows(("layer", "precision", "recall", "F1", "given", "wanted", "95 %"), rows, form)
    for name, score in scores.layers.items():
        if score.merged_wrongly is not None:
            click.echo(f"{name}: {score.merged_wrongly} of the pairs listed as different were merged", err=True)


def _cells(tally: Tally) -> tuple[str, ...]:
    shares = (f"{v:.3f}" for v in (tally.precision, tally.recall, tally.f1))
    return (*shares, f"{tally.given:.0f}", f"{tally.wanted:.0f}")


def _range(interval: Interval | None) -> str:
    return f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else ""


def _print_errors(scores: Scores, limit: int, layers: tuple[str, ...]) -> None:
    shown: dict[tuple[str, str], int] = {}
    for mistake in scores.mistakes:
        if layers and mistake.layer not in layers:
            continue
        key = (mistake.layer, mistake.kind)
        shown[key] = shown.get(key, 0) + 1
        if shown[key] <= limit:
            click.echo(f"\n{mistake.layer} {mistake.kind} {mistake.document}: {mistake.says}\n    {mistake.sentence}")
