"""``kgraph explain``"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder, print_json


@click.command("explain")
@folder
@click.argument("subject")
@click.argument("predicate")
@click.argument("value")
@common
def command(folder: Path, subject: str, predicate: str, value: str, out: Output) -> int:
    """Show which articles and words say SUBJECT PREDICATE VALUE; if none does, what is known of why.

    SUBJECT and VALUE are labels, ids or IRIs; PREDICATE is a term such as participant or kg:participant.
    """
    from kgraph.api import open as open_graph

    graph = open_graph(folder)
    facts = graph.explain(subject, predicate, value)
    if out.as_json:
        print_json("explain", [asdict(f) for f in facts])
        return 0 if any(f.status not in ("rejected", "replaced") for f in facts) else 1
    for fact in facts:
        # What articles call them: the names that were taken for one thing.
        called = [graph.card(i).names for i in (fact.subject, fact.object if fact.object_is_thing else "") if i]
        click.echo(
            f"{graph.cards.label(fact.subject)}  {fact.predicate}  {graph.cards.label(fact.object) if fact.object_is_thing else fact.object}"
        )
        status = f", {fact.status} by decision {fact.decision}" if fact.status else ""
        named = fact.id.rpartition("/")[2]
        click.echo(f"  by {fact.extractor}, confidence {fact.confidence:.2f}; fact {named}{status}")
        if merged := [", ".join(names) for names in called if names]:
            click.echo(f"  one thing with: {'; '.join(merged)}")
        for e in fact.evidence:
            click.echo(f"  “{' '.join(e.quote.split())}”")
            source = " — ".join(filter(None, (e.headline, " ".join(filter(None, (e.publisher, e.published))))))
            place = f"    {source}, characters {e.start} to {e.end}  {e.url}".rstrip()
            click.echo(click.style(place, dim=True))
    if not facts:
        click.echo(graph.why_not(subject, predicate, value))
    return 0 if any(f.status not in ("rejected", "replaced") for f in facts) else 1
