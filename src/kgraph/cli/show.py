"""``kgraph show``"""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder, print_json


@click.command("show")
@folder
@click.argument("name")
@common
def command(folder: Path, name: str, out: Output) -> int:
    """Show what is known of a thing or event, each line with the words that say it.

    NAME is a label, another name, an id or an IRI. With -v every source is shown, not the first alone.
    """
    from kgraph.api import open as open_graph

    card = open_graph(folder).card(name)
    if out.as_json:
        print_json("show", asdict(card))
        return 0
    click.echo(click.style(card.label, bold=True) + f"  ({card.kind})")
    click.echo(click.style(card.iri, dim=True))
    if card.names:
        click.echo(f"also: {', '.join(card.names)}")
    for (inverse, label), lines in groupby(card.lines, key=lambda x: (x.inverse, x.label)):
        click.echo(f"\n{label}{' of' if inverse else ''}")
        for line in lines:
            click.echo(f"  {line.value_label}" + ("" if line.facts else click.style("  (follows by a rule)", dim=True)))
            shown = line.facts if out.verbose else line.facts[:1]
            for fact in shown:
                for evidence in fact.evidence[: None if out.verbose else 1]:
                    source = ", ".join(x for x in (evidence.publisher, evidence.published) if x) or evidence.headline
                    click.echo(
                        click.style(f"    “{_clip(evidence.quote)}” — {source} [{fact.confidence:.2f}]", dim=True)
                    )
            if len(line.facts) > len(shown):
                click.echo(click.style(f"    … and {len(line.facts) - len(shown)} more (-v)", dim=True))
    return 0


def _clip(quote: str, most: int = 200) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + " …"
