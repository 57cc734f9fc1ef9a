"""Entity pages: every IRI of the graph, below its base, answers as a page, Turtle or JSON-LD.

A thing's address gives a description of it; ``?format=`` names one of its forms, which is where
``Content-Location`` points.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kgraph.serve.access import answer
from kgraph.serve.frames import Reply
from kgraph.serve.jobs import iri, not_acceptable, with_charset
from kgraph.serve.negotiate import GRAPHS, PAGES, choose
from kgraph.serve.problems import Problem
from kgraph.serve.requests import parameters

if TYPE_CHECKING:
    from kgraph.serve.worker import Opened

KINDS = ("id", "fact", "text", "snapshot", "graph", "run")
"""What the paths of a graph's own IRIs begin with."""

_FORMS = {"html": "text/html", "ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json"}
_REPLACED = ox.NamedNode("http://purl.org/dc/terms/isReplacedBy")
_POLICY = "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_MOST = 2000
"""Triples of a description at most where a thing is the object."""


async def entity(request: Request, kind: str) -> Response:
    """Describe the thing whose IRI has this path."""
    accept = request.headers.get("accept", "")
    for name, value in parameters(request):
        if name == "format":
            if value not in _FORMS:
                raise Problem(400, "bad-format", f"formats are {', '.join(_FORMS)}")
            accept = _FORMS[value]
    name = f"{kind}/{request.path_params['name']}"
    return await answer(request, "kgraph.serve.entities:describe", accept=accept, name=name)


def describe(opened: Opened, _: bytes, *, accept: str, name: str) -> Reply:
    """Job: a thing as a page or as RDF. Raises :class:`Problem` if the graph does not know it."""
    node = iri(opened.base + name)
    media = choose(accept, list(PAGES)) or not_acceptable(PAGES)
    replaced = next(opened.store.quads_for_pattern(node, _REPLACED, None, ox.DefaultGraph()), None)
    if replaced is not None and isinstance(replaced.object, ox.NamedNode):
        target = replaced.object.value
        return Reply(status=301, headers={"Location": _own_path(opened, target)})
    quads = list(_about(opened.store, node))
    if not quads:
        raise Problem(404, "not-found", f"the graph knows no {name}"[:300])
    form = PAGES[media]
    path = quote(f"/{name}")
    headers = {"Vary": "Accept", "Link": _links(path)}
    if form in _FORMS:
        headers["Content-Location"] = f"{path}?format={form}"
    if form == "html":
        body, policy = _page(opened, node)
        return Reply(body, with_charset(media), headers={**headers, "Content-Security-Policy": policy})
    return Reply(_rdf(opened, quads, media), with_charset(media), headers=headers)


def _about(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    """What is said of a thing, in all graphs; then, up to a limit, what is said with it."""
    seen: set[ox.Triple] = set()
    for quad in store.quads_for_pattern(node, None, None, None):
        if quad.triple not in seen:
            seen.add(quad.triple)
            yield ox.Quad(quad.subject, quad.predicate, quad.object)
    for quad in sorted(store.quads_for_pattern(None, None, node, ox.DefaultGraph()), key=str)[:_MOST]:
        if quad.triple not in seen:
            yield quad


def _rdf(opened: Opened, quads: list[ox.Quad], media: str) -> bytes:
    from kgraph.graph.export import rdf

    return rdf(quads, GRAPHS[media], opened.schema, opened.base)


def _links(path: str) -> str:
    return ", ".join(f'<{path}?format={form}>; rel="alternate"; type="{media}"' for form, media in _FORMS.items())


def _own_path(opened: Opened, target: str) -> str:
    """The address here of an IRI of this graph; IRIs of others stay."""
    return (
        quote("/" + target.removeprefix(opened.base))
        if target.startswith(opened.base)
        else quote(target, safe=":/#?&=%")
    )


def _page(opened: Opened, node: ox.NamedNode) -> tuple[bytes, str]:
    """A page of cards for people, and the policy under which it is shown."""
    import base64
    import hashlib
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    from kgraph.graph.cards import Cards

    folder = files("kgraph.serve") / "templates"
    style = (folder / "entity.css").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        (folder / "entity.html").read_text(encoding="utf-8")
    )
    card = Cards(opened.store, opened.schema).card(node.value)

    def address(value: str) -> str:
        """Where a value's page is: here for our own things, there for web addresses, nowhere else."""
        if value.startswith(opened.base):
            return quote("/" + value.removeprefix(opened.base))
        return value if value.startswith(("http://", "https://")) else ""

    page = template.render(card=card, address=address, style=Markup(style))  # noqa: S704 - our own file
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return page.encode(), _POLICY.format(style=digest)


def _route(kind: str) -> Route:
    async def page(request: Request) -> Response:
        return await entity(request, kind)

    return Route(f"/{kind}/{{name:path}}", page, methods=["GET"], name=kind)


routes = [_route(kind) for kind in KINDS]
