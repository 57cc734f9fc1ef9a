"""``kgraph extract``"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kgraph.cli.output import Output, common, print_json

_FORMS = {
    "turtle": "ttl",
    "ttl": "ttl",
    "trig": "trig",
    "nq": "nq",
    "nt": "nt",
    "jsonld": "jsonld",
    "rdf": "rdf",
    "json": "json",
}


@click.command("extract")
@click.argument("path", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(list(_FORMS)),
    default="turtle",
    show_default=True,
    help="trig, nq and jsonld hold the evidence as well; json is the plain annotations.",
)
@click.option("--published", metavar="DATE", help="Day of publication, if the article does not say.")
@common
def command(path: Path, form: str, published: str | None, out: Output) -> int:
    """Read one article (- is stdin) and print its graph."""
    from kgraph.config import load
    from kgraph.graph.export import rdf
    from kgraph.pipeline import extract_one

    config = load()
    data = sys.stdin.buffer.read() if str(path) == "-" else None
    found = extract_one(path, config, published=published, data=data)
    for warning in found.warnings:
        click.echo(f"warning: {warning}", err=True)
    if out.as_json or form == "json":
        from kgraph.evaluate.predict import annotated

        ids = found.graph.resolution.ids
        documents = [annotated(r, found.schema, lambda key: ids.get(key, key)).as_json() for r in found.records]
        print_json("extract", documents) if out.as_json else click.echo(
            json.dumps(documents, ensure_ascii=False, indent=1)
        )
    else:
        click.echo(rdf(found.graph.quads, _FORMS[form], found.schema, config.base).decode(), nl=False)
    if not found.graph.kept:
        click.echo("error[KG001]: no fact was found", err=True)
    return 0 if found.graph.kept else 1
