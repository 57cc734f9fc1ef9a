"""``kgraph query``"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kgraph.cli.output import Output, common, print_json, print_rows
from kgraph.errors import QueryError

if TYPE_CHECKING:
    from kgraph.graph.query import Question


def _library() -> dict[str, Question]:
    """The questions there are, kgraph's own and those of the settings."""
    from kgraph.config import load
    from kgraph.graph.query import questions

    return questions(*(Path(p) for p in load().queries))


def _complete_question(__: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name, help=q.title) for name, q in _library().items() if name.startswith(incomplete)]


def _complete_parameter(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    # With "-p" as the last word click gives up before it has named the arguments: they are left in ctx.args.
    words = [str(ctx.params.get(name) or "") for name in ("folder", "question")]
    folder, asked = words if words[1] else [*ctx.args[:2], "", ""][:2]
    question = _library().get(asked)
    if question is None:
        return []
    name, sign, start = incomplete.partition("=")
    if not sign:
        return [CompletionItem(f"{p.name}=", help=p.about) for p in question.parameters if p.name.startswith(name)]
    kinds = {p.name: p.type for p in question.parameters}
    return _complete_value(Path(folder), kinds.get(name, ""), name, start)


def _complete_value(folder: Path, kind: str, name: str, start: str) -> list[CompletionItem]:
    """Names of things of the graph, once somebody has begun to type one."""
    if kind != "entity" or not start:
        return []
    from kgraph.api import open as open_graph
    from kgraph.errors import KgraphError

    try:
        return [CompletionItem(f"{name}={label}") for label, _ in open_graph(folder).asker.names(start)]
    except KgraphError:  # nothing to complete from; the call itself will say why
        return []


@click.command("query")
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path))
@click.argument("question", required=False, metavar="NAME|SPARQL", shell_complete=_complete_question)
@click.option(
    "-p",
    "--param",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=_complete_parameter,
    help="A parameter of the question; entities by label, other name, id or IRI.",
)
@click.option(
    "-F",
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the query from a file.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "tsv", "csv", "json", "xml", "ttl", "nt", "markdown"]),
    help="Default: a table on a terminal, TSV in a pipe. markdown is for --list.",
)
@click.option("--list", "listing", is_flag=True, help="List the questions there are.")
@common
def command(
    folder: Path | None,
    question: str | None,
    given: tuple[str, ...],
    file: Path | None,
    form: str | None,
    listing: bool,
    out: Output,
) -> int:
    """Ask a graph a question of the library (see --list), or any SPARQL query."""
    from kgraph.graph.query import read_question

    library = _library()
    if listing:
        _list(library, form, out.verbose, out.as_json)
        return 0
    if folder is None or (question is None and file is None):
        raise QueryError(
            "say what to ask",
            help="kgraph query DIR NAME, kgraph query DIR 'SELECT …', kgraph query DIR -F FILE, or kgraph query --list",
        )
    from kgraph.api import open as open_graph

    graph = open_graph(folder)
    if file is not None:
        asked = read_question(file) if "# title:" in file.read_text(encoding="utf-8") else None
        return (
            _sparql(graph, file.read_text(encoding="utf-8"), form, out.as_json)
            if asked is None
            else _rows(graph.asker.ask(asked, _pairs(given)), form, out.as_json)
        )
    assert question is not None
    if question in library:
        return _rows(graph.asker.ask(library[question], _pairs(given)), form, out.as_json)
    if not any(c in question for c in "{ \n"):
        from difflib import get_close_matches

        near = ", ".join(get_close_matches(question, list(library), n=3)) or ", ".join(library)
        raise QueryError(f"no question {question!r}", help=f"did you mean {near}? See: kgraph query --list")
    return _sparql(graph, question, form, out.as_json)


def _pairs(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign:
            raise QueryError(f"{pair!r} is no parameter", help="write it as -p NAME=VALUE")
        found[name] = value
    return found


def _list(library, form: str | None, verbose: bool, as_json: bool) -> None:  # type: ignore[no-untyped-def]  # questions by name
    if as_json:
        from dataclasses import asdict

        print_json("query", [{k: v for k, v in asdict(q).items() if k != "text"} for q in library.values()])
        return
    if form == "markdown":
        click.echo(_markdown(library))
        return
    rows = [(q.name, q.title, " ".join(p.name for p in q.parameters)) for q in library.values()]
    print_rows(("question", "title", "parameters"), rows, "table" if sys.stdout.isatty() else None)
    if verbose:
        for q in library.values():
            click.echo(f"\n{q.name}: {q.description}")
            for p in q.parameters:
                click.echo(f"  -p {p.name}=…  {p.about} ({p.type}{f', default {p.default}' if p.default else ''})")


def _markdown(library: Mapping[str, Question]) -> str:
    """The library as the tables of docs/questions.md."""
    lines = []
    for q in library.values():
        lines += [f"## {q.name}", "", f"**{q.title}?** {q.description}", ""]
        if q.parameters:
            lines += ["| parameter | type | default | meaning |", "|---|---|---|---|"]
            lines += [
                f"| `{p.name}` | {p.type}{f' ({p.of})' if p.of else ''} | {p.default or ''} | {p.about} |"
                for p in q.parameters
            ]
            lines.append("")
        lines += [f"`{q.example_call}`", ""]
    return "\n".join(lines).rstrip("\n")


def _rows(answer, form: str | None, as_json: bool) -> int:  # type: ignore[no-untyped-def]  # an Answer
    if as_json:
        print_json("query", {"columns": list(answer.variables), "rows": [list(r) for r in answer.texts()]})
    elif form in ("json", "xml"):
        click.echo(answer.serialise(form), nl=False)
    elif form in ("ttl", "nt", "markdown"):
        raise QueryError(f"a table cannot be written as {form}", help="use table, tsv, csv, json or xml")
    else:
        print_rows(answer.variables, answer.texts(), form)
    return 0


def _sparql(graph, text: str, form: str | None, as_json: bool) -> int:  # type: ignore[no-untyped-def]  # a Graph
    import pyoxigraph as ox

    found = graph.asker.sparql(text)
    if isinstance(found, ox.QuerySolutions):
        from kgraph.graph.query import answer

        return _rows(answer(found), form, as_json)
    if isinstance(found, ox.QueryBoolean):
        if form in ("json", "xml"):
            kind = ox.QueryResultsFormat.JSON if form == "json" else ox.QueryResultsFormat.XML
            click.echo((found.serialize(format=kind) or b"").decode())
        elif as_json:
            print_json("query", bool(found))
        else:
            click.echo("true" if found else "false")
        return 0
    from kgraph.graph.export import rdf

    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in found]
    click.echo(rdf(quads, form if form in ("ttl", "nt") else "ttl", graph.schema, graph.base).decode(), nl=False)
    return 0
