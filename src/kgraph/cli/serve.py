"""``kgraph serve``"""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.output import Output, common, folder
from kgraph.errors import InputError, Place, UsageError


@click.command("serve")
@folder
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for a query.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Queries answered at once.")
@click.option("--max-rows", default=1_000_000, show_default=True, type=click.IntRange(1), help="Rows of an answer.")
@click.option("--max-memory", default=1024, show_default=True, type=click.IntRange(64), help="Megabytes for a query.")
@click.option(
    "--body-timeout",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0.1),
    help="Seconds in which a request must come.",
)
@click.option("--allow-update", is_flag=True, help="Take changes from those who have the token.")
@click.option("--token-file", type=click.Path(path_type=Path), help="A file with the token for changes.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="An origin whose pages may read, or *.")
@click.option(
    "--text",
    type=click.Choice(["quotes", "full"]),
    help="What of the articles: full on this machine, quotes as soon as others can reach the server.",
)
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A further name of this server.")
@common
def command(
    folder: Path,
    host: str,
    port: int,
    timeout: float,
    workers: int,
    max_rows: int,
    max_memory: int,
    body_timeout: float,
    allow_update: bool,
    token_file: Path | None,
    cors: tuple[str, ...],
    text: str | None,
    hosts: tuple[str, ...],
    out: Output,
) -> int:
    """Serve a graph: pages at /, SPARQL at /sparql, graphs at /data, things at /id/NAME. Ends with Ctrl-C.

    Reading goes on while kgraph build writes; requests see the new graph once it is complete.
    """
    from kgraph.config import load
    from kgraph.graph.store import open_for_reading
    from kgraph.serve.app import create_app
    from kgraph.serve.middleware import is_loopback
    from kgraph.serve.pages import routes
    from kgraph.serve.run import listen, run
    from kgraph.serve.settings import MEGABYTE, Settings

    if allow_update != (token_file is not None):
        raise UsageError(
            "--allow-update and --token-file belong together",
            help="write a secret of 16 or more characters into a file that only you can read",
        )
    open_for_reading(folder)  # an early error is a better one
    settings = Settings(
        timeout=timeout,
        workers=workers,
        rows=max_rows,
        memory=max_memory * MEGABYTE,
        body_timeout=body_timeout,
        token=read_token(token_file) if token_file else "",
        hosts=(host, *hosts),
        cors=cors,
        text=text or ("full" if all(map(is_loopback, (host, *hosts))) else "quotes"),
        quiet=out.quiet,
    )
    sock = listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{sock.getsockname()[1]}/"
    config = load()
    app = create_app(folder, settings, routes(token=settings.token), config=config)
    ready = f"{folder} is at {address} (stop with Ctrl-C)"
    if text is None and settings.text == "quotes":
        ready += "\nothers can reach it: the articles' full texts are withheld (--text full serves them)"
    run(app, sock, settings, lambda: click.echo(ready, err=True))
    return 0


def read_token(path: Path) -> str:
    """The token in a file: its text without white space around it. Raises an error if there is none worth the name."""
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the token cannot be read: {error}", place=Place(str(path))) from error
    if len(token) < 16 or not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(
            "a token needs 16 or more printable ASCII characters without spaces",
            place=Place(str(path)),
            help="for example: python -c 'import secrets; print(secrets.token_urlsafe())' > FILE",
        )
    return token
