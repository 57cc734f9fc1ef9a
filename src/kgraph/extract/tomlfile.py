"""A TOML file of frames or wordings, with the places of its words for error messages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgraph.errors import Place, SchemaError


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file's path, text and values."""

    path: Path
    text: str
    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Read a file. Raises :class:`SchemaError` with its line where it is no TOML."""
        text = path.read_text(encoding="utf-8")
        try:
            return cls(path, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            raise SchemaError(f"not TOML: {error}", place=Place(str(path), int(line[1]) if line else None)) from error

    def place(self, word: str) -> Place:
        """The first line, comments left out, in which a word stands as a word."""
        whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        lines = enumerate(self.text.splitlines(), 1)
        found = (number for number, line in lines if word and not line.startswith("#") and whole.search(line))
        return Place(str(self.path), next(found, None))

    def texts(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        """A list of words under a key, () if it is not there. Raises :class:`SchemaError` for anything else."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise SchemaError(
                f"{key!r} is no list of words", place=self.place(key), help=f'write it as {key} = ["one", "two"]'
            )
        return tuple(value)
