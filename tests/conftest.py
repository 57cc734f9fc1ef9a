"""What many tests share: the real model, a graph of the sample corpus, the installed command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import kgraph
from kgraph.config import Config
from kgraph.extract.article import Knowledge, Reading, understand
from kgraph.model import Article
from kgraph.pipeline import load_knowledge, load_schema
from kgraph.read.files import digest
from kgraph.resources import data_dir
from kgraph.schema import Schema

TESTS = Path(__file__).parent

# The same examples each time, so that a red test is red for everybody; HYPOTHESIS_PROFILE=default looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)  # a busy machine is no failure
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Material of others that lies beside the project on some machines, and is never part of it."""
    folder = TESTS.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"no {folder.name}/ beside the project")
    return folder


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema(Config())


@pytest.fixture(scope="session")
def knowledge(schema: Schema) -> Knowledge:
    return load_knowledge(Config(), schema)


@pytest.fixture(scope="session")
def read(knowledge: Knowledge) -> Callable[..., Reading]:
    """Understand a text: ``read("Ana met Bo.", published="2021-05-04", publisher="Vale News")``."""
    from datetime import date

    def reader(text: str, published: str | None = None, publisher: str = "") -> Reading:
        day = date.fromisoformat(published) if published else None
        name = digest(text.encode())
        return understand(Article(id=name, snapshot=name, text=text, published=day, publisher=publisher), knowledge)

    return reader


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of the sample corpus."""
    return data_dir() / "articles"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, articles: Path) -> kgraph.Graph:
    """A graph of the sample corpus, built once."""
    return kgraph.build([articles], tmp_path_factory.mktemp("sample") / "kg", Config())


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call the installed ``kgraph`` command as a user would."""
    command = Path(sys.executable).with_name("kgraph")
    if not command.exists():
        pytest.fail(f"kgraph is not installed beside {sys.executable}")

    def runner(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH_")} | {"NO_COLOR": "1"}
        environ |= options.pop("env", {})  # type: ignore[arg-type]
        return subprocess.run(
            [command, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=300,
            env=environ,
            check=False,
            **options,
        )  # type: ignore[call-overload, no-any-return]

    return runner
