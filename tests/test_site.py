"""The documentation site: it builds without a warning, asks nothing of anybody, and its pages run as written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import runpages

DOCS = runpages.DOCS
FOREIGN = re.compile(
    r"""<(?:script|img|iframe|source|audio|video|embed|object|link(?![^>]*rel="(?:canonical|license)"))\b[^>]*"""
    r"""(?:src|href|data)\s*=\s*["']?(?:https?:)?//[^>]*>"""
)
LOADED = re.compile(
    r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//|(?:fetch|import|importScripts)\(\s*["'](?:https?:)?//"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    for name in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(name, reason="the extra 'docs' is not installed")
    folder = tmp_path_factory.mktemp("site")
    call = [
        sys.executable,
        "-m",
        "sphinx",
        "-b",
        "html",
        "-W",
        "--keep-going",
        "-q",
        "-d",
        folder / "trees",
        DOCS,
        folder / "html",
    ]
    done = subprocess.run(list(map(str, call)), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_every_page_is_in_the_navigation(site: Path) -> None:
    """A page outside of it would have been a warning; here it is seen that they are all there."""
    index = (site / "index.html").read_text(encoding="utf-8")
    pages = [
        p.relative_to(DOCS).with_suffix(".html").as_posix()
        for p in DOCS.rglob("*.md")
        if "_" not in p.relative_to(DOCS).parts[0]
    ]
    assert len(pages) > 25
    assert not [p for p in pages if p != "index.html" and f'href="{p}"' not in index]
    asking = (site / "howto" / "ask.html").read_text(encoding="utf-8")
    assert re.search(r'href="../questions.html"[^>]*><span[^>]*>the questions<', asking)


def test_it_asks_nothing_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in (".html", ".css", ".js"):
            text = path.read_text(encoding="utf-8")
            assert not FOREIGN.search(text), (path, FOREIGN.search(text))
            assert not LOADED.search(text), (path, LOADED.search(text))


def test_the_reference_holds_what_code_and_ontology_hold(site: Path) -> None:
    from kgraph.cli import _VERBS
    from kgraph.config import Config
    from kgraph.pipeline import load_schema

    def words(page: str) -> str:
        return re.sub(r"<[^>]+>", "", (site / "reference" / page).read_text(encoding="utf-8"))

    schema = load_schema(Config())
    classes, properties, commands, python = (
        words(f"{n}.html") for n in ("classes", "properties", "commands", "python")
    )
    assert not [c for c in schema.classes if c not in classes]
    assert not [p for p in schema.declared_properties if p not in properties]
    assert not [v for v in _VERBS if f"kgraph {v}" not in commands]
    assert "Every fact needs evidence." in classes
    assert "--reconcile" in commands
    import kgraph

    assert not [n for n in kgraph.__all__ if n not in python]
    assert {"KG000", "KG012", "KG030", "KG040", "KG070"} <= set(re.findall(r"KG\d{3}", words("errors.html")))


def test_the_tutorial_runs_as_written(tmp_path: Path) -> None:
    assert runpages.run("tutorial/first-graph.md", tmp_path) >= 7


def test_the_guide_to_building_runs_as_written(tmp_path: Path) -> None:
    assert runpages.run("howto/build.md", tmp_path) >= 2


@pytest.mark.parametrize("page", ["howto/ask.md", "howto/check.md", "howto/authority.md"])
def test_a_guide_runs_as_written_on_the_sample(page: str, sample, tmp_path: Path) -> None:
    shutil.copytree(sample.folder, tmp_path / "kg")
    assert runpages.run(page, tmp_path) >= 2


def test_the_readme_opens_with_what_is_so(sample, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(DOCS.parent / "data")
    assert runpages.run("../README.md", tmp_path) == 1


def test_links_between_the_pages_of_the_repository_lead_somewhere() -> None:
    for page in (DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
