"""The command line: one file a verb, loaded when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from kgraph.errors import KgraphError

_VERBS = {
    "build": "Read articles into a graph folder.",
    "extract": "Read one article and print its graph.",
    "query": "Ask a question of the library, or SPARQL.",
    "show": "Show what is known of a thing or event.",
    "explain": "Show which words say a fact, or why it is not there.",
    "cite": "Print the footnote of a fact.",
    "stats": "Count what a graph holds.",
    "diff": "Print what differs between two graphs.",
    "validate": "Check a graph against its shapes.",
    "decide": "Decide what is one thing and which facts hold.",
    "review": "Walk through what is undecided or doubtful.",
    "remove": "Take articles out of a graph.",
    "link": "Link a graph's things to an authority list.",
    "quarantine": "List the facts that were kept out, and why.",
    "export": "Write a graph in another format.",
    "clauses": "Show who did what to whom in a sentence, as frames see it.",
    "frames": "List the frames, or test them on their examples and on articles.",
    "serve": "Serve a graph over HTTP: SPARQL, linked data.",
    "publish": "Send a graph to a SPARQL store elsewhere.",
    "eval": "Read annotated articles and print how well they were read.",
}


class _Verbs(click.Group):
    """Finds a verb's module only when that verb is asked for: start-up is a feature."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _VERBS:
            return None
        command: click.Command = import_module(f"kgraph.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], list(_VERBS), n=1)
            if near:
                raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from None
            raise


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kgraph", prog_name="kgraph")
def command() -> None:
    """Turn press releases and news articles into an RDF graph in which every fact points at the words that say it.

    Exit codes: 0 ok, 1 findings, 2 wrong call or setting, 3 input unreadable, 4 partial, 5 time or size limit, 70 bug, 130 interrupted.
    """


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit with a documented code."""
    arguments = sys.argv[1:] if argv is None else argv
    debug = "--debug" in arguments
    try:
        code = command.main(args=arguments, prog_name="kgraph", standalone_mode=False)
        sys.stdout.flush()
    except KgraphError as error:
        if debug:
            raise
        print_error(error)
        code = error.exit_code
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if debug:
            raise
        click.echo(
            f"error[KG070]: a bug in kgraph: {type(error).__name__}: {error}\n  help: run again with --debug and report the traceback",
            err=True,
        )
        code = 70
    sys.exit(code if isinstance(code, int) else 0)


def print_error(error: KgraphError) -> None:
    """Write an error as people and editors read it: what, where, what would be right."""
    lines = [f"error[{error.code}]: {error.message}"]
    if error.place is not None:
        lines.append(f"  --> {error.place}")
    if error.help:
        lines.append(f"  help: {error.help}")
    click.echo("\n".join(lines), err=True)
