"""One HTML file that shows a graph: no server, no network, no file beside it.

The pages of ``kgraph serve`` but for query and review, with all their data embedded. The file
runs under a content security policy that allows nothing but its own scripts and style, by
their hashes, and a worker made of the script inside it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kgraph.api import Graph
from kgraph.web.data import PageData


def single_page(graph: Graph, *, text: bool = True) -> bytes:
    """The page of a graph, UTF-8. Without ``text`` articles show their facts with the words that say them, and no more."""
    return _render(PageData(graph, texts=text).whole())


def _render(data: dict[str, Any]) -> bytes:
    style, script, worker = (static(name) for name in ("style.css", "single.js", "layout.js"))
    # "<" must not end the data's element early; JSON may write it as an escape.
    embedded = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; worker-src blob:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    inside = f'<script type="application/json" id="data">{embedded}</script>\n'
    inside += f'<script type="text/plain" id="worker">{worker}</script>\n<script>{script}</script>'
    page = shell(
        title=data["start"]["title"],
        policy=Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),  # noqa: S704 - our own words and hashes
        style=Markup(f"<style>{style}</style>"),  # noqa: S704 - our own file
        scripts=Markup(inside),  # noqa: S704 - our own files, and JSON without "<"
    )
    return page.encode()


def shell(*, title: str, policy: Markup, style: Markup, scripts: Markup) -> str:
    """The frame that both doors share; titles are escaped."""
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(static("index.html"))
    return template.render(title=title, policy=policy, style=style, scripts=scripts)


@cache
def static(name: str) -> str:
    """A built asset; ``web/`` holds the sources."""
    return (files("kgraph.web") / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
