"""Everything that can go wrong, in one tree.

::

    KgraphError
    ├── UsageError            the call itself is wrong                       exit 2
    │   ├── ConfigError       kgraph.toml or an environment variable
    │   ├── SchemaError       the ontology, or a file that refers to it
    │   ├── QueryError        SPARQL text, a parameter, an unknown question
    │   └── InstallationError files of kgraph itself are missing
    ├── InputError            an article that cannot be read                 exit 3
    ├── GraphError            a graph folder that is missing or damaged      exit 3
    └── FindingsError         it ran, and the answer is bad news             exit 1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is wrong: a file, and a line (1-based) where one is known."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class KgraphError(Exception):
    """Base of every error kgraph raises on purpose.

    ``code`` is stable and searchable, ``exit_code`` is what the command line returns,
    ``place`` says where, ``help`` what would be right.
    """

    code: ClassVar[str] = "KG000"
    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, place: Place | None = None, help: str | None = None) -> None:  # noqa: A002 - reads like the printed line
        super().__init__(message)
        self.message = message
        self.place = place
        self.help = help

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class UsageError(KgraphError):
    """The call is wrong: an argument, a name, a combination."""

    code, exit_code = "KG002", 2


class ConfigError(UsageError):
    """A setting is unknown or has a wrong value."""

    code = "KG010"


class SchemaError(UsageError):
    """The ontology, or a frame, rule or query that refers to it, is wrong."""

    code = "KG011"


class QueryError(UsageError):
    """A query that cannot be parsed, an unknown question, a missing or wrong parameter."""

    code = "KG012"


class InstallationError(UsageError):
    """A file of kgraph itself, or the language model, is missing."""

    code = "KG013"


class InputError(KgraphError):
    """An article that cannot be read. The others are."""

    code, exit_code = "KG020", 3


class GraphError(KgraphError):
    """A graph folder that is missing, damaged or of another version."""

    code, exit_code = "KG030", 3


class FindingsError(KgraphError):
    """The work was done and its result is a finding: no fact at all, violations."""

    code, exit_code = "KG001", 1
