"""The parts of the reference that come from code and ontology, made anew for each build of the site.

A page says where a part belongs: ``<!-- generated: classes -->``. Nothing is written beside the
pages, so that no generated part can be out of date. Links out of ``docs/`` become plain words:
the site is read without the repository.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import kgraph
from kgraph import errors
from kgraph.cli import _VERBS
from kgraph.config import _SECTIONS, Config
from kgraph.resources import data_dir, ontology_dir
from kgraph.schema import OWL, RDF, RDFS, SH, SKOS, Schema, plain

DOCS = Path(__file__).parent.parent
_MARK = re.compile(r"^<!-- generated: ([\w-]+) -->$", re.MULTILINE)
_UPWARDS = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])+)\]\((\.\./[^)#]*)[^)]*\)")


def setup(app: Sphinx) -> dict[str, bool]:
    """Let Sphinx fill in the marks of each page it reads."""
    app.connect("source-read", lambda _, name, source: _fill(name, source))
    for name in ("output", "csv"):  # shown as they are
        app.add_lexer(name, TextLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _fill(name: str, source: list[str]) -> None:
    page = DOCS / f"{name}.md"

    def inside(link: re.Match[str]) -> str:
        """The link, or its words alone where it leaves the folder."""
        return link[0] if (page.parent / link[2]).resolve().is_relative_to(DOCS) else link[1]

    text = _UPWARDS.sub(inside, source[0])
    text = _MARK.sub(lambda mark: PARTS[mark[1]](), text)
    # Blocks with a file's name ("```toml kgraph.toml") show it above.
    source[0] = re.sub(r"^```(\w+) (\S+)$", r"```{code-block} \1\n:caption: \2", text, flags=re.MULTILINE)


# -- Markdown ------------------------------------------------------------------------------


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(_cell(c) for c in line) + " |\n" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _anchor(curie: str, kind: str) -> str:
    """``kg:award`` and ``kg:Award`` are two, and labels know no case."""
    return f"{kind}-{curie.replace(':', '-').lower()}"


def _escaped(text: str) -> str:
    """Prose from elsewhere, where * _ < [ and ` mean nothing."""
    return re.sub(r"([\\*_<>\[\]`$])", r"\\\1", text)


# -- the ontology --------------------------------------------------------------------------


class _Terms:
    """The ontology with what only its shapes say: messages, severities, file of each term."""

    def __init__(self) -> None:
        self.schema = Schema.load()
        self.store = ox.Store()
        self.store.extend(self.schema.turtle_quads())
        self.files = {p.stem: p.read_text(encoding="utf-8") for p in sorted(ontology_dir().glob("*.ttl"))}

    def texts(self, subject: Any, predicate: str) -> list[str]:
        """The values of a property, in order."""
        return sorted(plain(q.object) for q in self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None))

    def one(self, subject: Any, predicate: str) -> Any:
        """A value of a property, or None."""
        return next((q.object for q in self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)), None)

    def curies(self, subject: Any, predicate: str) -> list[str]:
        """The values of a property as curies."""
        return [self.schema.curie(t) for t in self.texts(subject, predicate)]

    def node(self, curie: str) -> ox.NamedNode:
        """A term."""
        return ox.NamedNode(self.schema.iri(curie))

    def file_of(self, curie: str) -> str:
        """The file that declares a term."""
        declared = re.compile(rf"^{re.escape(curie)} a ", re.MULTILINE)
        return next((name for name, text in self.files.items() if declared.search(text)), "")

    def link(self, curie: str) -> str:
        """A term, linked where the reference has it."""
        if curie in self.schema.classes:
            return f"[`{curie}`](#{_anchor(curie, 'class')})"
        known = curie in self.schema.declared_properties
        return f"[`{curie}`](#{_anchor(curie, 'property')})" if known else f"`{curie}`"

    def shapes(self, curie: str) -> list[Any]:
        """The property shapes of a class, in the order of their paths."""
        found = [q.object for q in self.store.quads_for_pattern(self.node(curie), ox.NamedNode(SH + "property"), None)]
        return sorted(
            found, key=lambda s: (self.path(s), str(self.one(s, SH + "severity")), self.texts(s, SH + "message"))
        )

    def path(self, shape: Any) -> str:
        """The path of a property shape, as SPARQL writes it."""
        path = self.one(shape, SH + "path")
        if isinstance(path, ox.NamedNode):
            return self.schema.curie(path.value)
        inverse = self.one(path, SH + "inversePath")
        return "^" + self.schema.curie(plain(inverse)) if inverse is not None else "a longer path"

    def values(self, shape: Any) -> str:
        """What the values of a property shape may be."""
        options = [shape, *self._list(self.one(shape, SH + "or"))]
        found = [
            self.link(self.schema.curie(plain(o)))
            for s in options
            for p in ("class", "datatype")
            if (o := self.one(s, SH + p)) is not None
        ]
        found += [_code(plain(v)) for v in self._list(self.one(shape, SH + "in"))]
        return ", ".join(found)

    def _list(self, head: Any) -> list[Any]:
        found = []
        while head is not None and plain(head) != RDF + "nil":
            found.append(self.one(head, RDF + "first"))
            head = self.one(head, RDF + "rest")
        return [x for x in found if x is not None]

    def count(self, shape: Any) -> str:
        """How many values, as ``1``, ``0..1``, ``1..``."""
        low, high = (self.one(shape, SH + p) for p in ("minCount", "maxCount"))
        if low is None and high is None:
            return ""
        if low is not None and high is not None and low == high:
            return plain(low)
        return f"{plain(low) if low is not None else '0'}..{plain(high) if high is not None else ''}"

    def severity(self, shape: Any) -> str:
        """Violation unless the shape says otherwise."""
        said = self.one(shape, SH + "severity")
        return plain(said).removeprefix(SH).lower() if said is not None else "violation"


_TITLES = {
    "things": "Things: people, bodies, places, craft, works",
    "offices": "Offices",
    "events": "Events",
    "statements": "Statements and propositions",
    "evidence": "Articles, facts and evidence",
    "identity": "Identity",
    "kgraph": "The vocabulary itself",
}


def classes() -> str:
    """Every class with its definition, an example, and what its shape asks for."""
    terms = _Terms()
    text = ""
    for file, title in _TITLES.items():
        names = [c for c in terms.schema.classes if terms.file_of(c) == file]
        if names:
            text += f"## {title}\n\n" + "".join(_class(terms, name) for name in names)
    rest = [c for c in terms.schema.classes if terms.file_of(c) not in _TITLES]
    assert not rest, f"classes in files without a title: {rest}"
    return text


def _class(terms: _Terms, name: str) -> str:
    cls, node = terms.schema.classes[name], terms.node(name)
    below = ", ".join(terms.link(p) for p in cls.parents)
    close = ", ".join(_code(c) for p in ("closeMatch", "exactMatch") for c in terms.curies(node, SKOS + p))
    about = [
        f"A kind of {below}." if below else "",
        f"Example: *{_escaped(cls.example)}*." if cls.example else "",
        f"Close to {close}." if close else "",
        f"Labelled `{cls.label_pattern}`." if cls.label_pattern else "",
    ]
    text = f"({_anchor(name, 'class')})=\n### {cls.label.capitalize()}\n\n`{name}` — {_escaped(cls.definition)}\n\n{' '.join(filter(None, about))}\n\n"
    rows = [
        [
            _code(path) if (path := terms.path(s)).startswith(("^", "a ")) else terms.link(path),
            terms.values(s),
            terms.count(s),
            terms.severity(s),
            _escaped(" ".join(terms.texts(s, SH + "message"))),
        ]
        for s in terms.shapes(name)
    ]
    if rows:
        text += _table(("property", "values", "how many", "else a", "message"), rows)
    for constraint in terms.store.quads_for_pattern(node, ox.NamedNode(SH + "sparql"), None):
        message = " ".join(terms.texts(constraint.object, SH + "message"))
        text += f"- {terms.severity(constraint.object)}: {_escaped(message)}\n"
    return text + "\n"


def properties() -> str:
    """Every property that the ontology declares."""
    terms = _Terms()
    rows = []
    for name in sorted(terms.schema.declared_properties):
        node = terms.node(name)
        above = ", ".join(terms.link(c) for c in terms.curies(node, RDFS + "subPropertyOf"))
        kind = "link" if OWL + "ObjectProperty" in terms.texts(node, RDF + "type") else "value"
        about = " ".join(_escaped(t) for t in terms.texts(node, SKOS + "definition"))
        rows.append(
            [
                f"[]{{#{_anchor(name, 'property')}}}`{name}`",
                ", ".join(terms.texts(node, RDFS + "label")),
                kind,
                above,
                about,
            ]
        )
    return _table(("property", "label", "is a", "below", "meaning"), rows)


def prefixes() -> str:
    """The prefixes that every query knows."""
    return _table(("prefix", "namespace"), [(_code(p), _code(iri)) for p, iri in Schema.load().prefixes.items()])


# -- frames --------------------------------------------------------------------------------


def frames() -> str:
    """What each frame file listens to, with its examples."""
    schema = Schema.load()
    text = ""
    for path in sorted((data_dir() / "frames").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if "event" in data:
            text += _frame_file(schema, path.name, data)
    return text


def _frame_file(schema: Schema, file: str, data: dict[str, Any]) -> str:
    cls = schema.classes[schema.term(data["event"])]
    text = f"## {cls.label.capitalize()}\n\n{_escaped(cls.definition)} `{cls.name}`, read by `data/frames/{file}`.\n\n"
    rows = [
        [
            _code(f["id"]),
            _escaped(", ".join(f.get("verbs", ()))),
            _escaped(", ".join(f.get("nouns", ()))),
            ", ".join(sorted(f.get("roles", {}))),
        ]
        for f in data.get("frame", ())
    ]
    text += _table(("frame", "verbs", "nouns", "roles it fills"), rows)
    examples = [
        [_escaped(e["text"]), "<br>".join(_event(x) for x in e["events"]) or "no event"]
        for e in data.get("example", ())
    ]
    if examples:
        text += "Examples, which `kgraph frames test` runs:\n\n" + _table(("sentence", "gives"), examples)
    return text


def _event(roles: dict[str, Any]) -> str:
    told = (f"{role}: {_escaped(', '.join(v) if isinstance(v, list) else str(v))}" for role, v in roles.items())
    return "; ".join(told) or "an event"


# -- the command line and Python -----------------------------------------------------------


def commands() -> str:
    """Every verb with its usage, arguments and options."""
    return "".join(_command(f"kgraph {verb}", import_module(f"kgraph.cli.{verb}").command) for verb in _VERBS)


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    paragraphs = [" ".join(p.split()) for p in (command.help or "").split("\n\n")]
    text = f"## {name}\n\n```text\n{usage}\n```\n\n" + "\n\n".join(_escaped(p) for p in paragraphs) + "\n\n"
    rows = []
    for option in command.params:
        record = option.get_help_record(context) if isinstance(option, click.Option) else None
        if record and isinstance(option, click.Option) and option.name not in _EVERYWHERE:
            rows.append([_code(record[0]), _escaped(record[1])])
    if rows:
        text += _table(("option", "meaning"), rows)
    if isinstance(command, click.Group):
        text += "".join(
            _command(f"{name} {sub}", command.commands[sub]).replace("## ", "### ", 1)
            for sub in command.list_commands(context)
        )
    return text


_EVERYWHERE = ("debug", "as_json", "verbose", "quiet")


def api() -> str:
    """Directives for every public name."""
    names = sorted(kgraph.__all__, key=lambda n: (n not in ("build", "open"), n != "Graph", n))
    lines = []
    for name in names:
        if isinstance(getattr(kgraph, name), type):
            lines += [f".. autoclass:: kgraph.{name}", "   :members:", "   :undoc-members:", ""]
        else:
            lines += [f".. autofunction:: kgraph.{name}", ""]
    return "```{eval-rst}\n" + "\n".join(lines) + "```\n"


def error_codes() -> str:
    """The tree of errors that have a code: code, class, exit code, meaning."""
    import_module("kgraph.publish")  # which has one of its own
    found = [errors.KgraphError]
    for cls in found:
        found += cls.__subclasses__()
    rows = [
        (_code(c.code), _code(c.__name__), str(c.exit_code), _escaped((c.__doc__ or "").strip().splitlines()[0]))
        for c in found
        if "code" in vars(c)
    ]
    bug = (_code("KG070"), "", "70", "A bug in kgraph: run again with `--debug` and report the traceback.")
    return _table(("code", "class", "exit code", "meaning"), [*sorted(rows), bug])


def settings() -> str:
    """Every setting with where it stands, its environment variable and default."""
    where = {name: section for section, names in _SECTIONS.items() for name in names}
    rows = []
    for field in fields(Config):
        section = where[field.name]
        default = field.default if isinstance(field.default, str) else ""
        rows.append(
            [
                _code(field.name),
                _code(f"[{section}]") if section else "top level",
                _code(f"KGRAPH_{field.name.upper()}"),
                _code(default) or "empty",
            ]
        )
    return _table(("setting", "table", "environment", "default"), rows)


def notebook() -> str:
    """The tutorial notebook as a page."""
    cells = json.loads((DOCS / "tutorial.ipynb").read_text(encoding="utf-8"))["cells"]
    text = ""
    for cell in cells[1:]:  # its title is the page's
        source = "".join(cell["source"]).strip()
        text += f"```python\n{source}\n```\n\n" if cell["cell_type"] == "code" else source + "\n\n"
    return text


PARTS: dict[str, Callable[[], str]] = {
    "api": api, "classes": classes, "commands": commands, "errors": error_codes, "frames": frames, "notebook": notebook,
    "prefixes": prefixes, "properties": properties, "settings": settings,
}  # fmt: skip
"""What a page may ask for, by name."""
