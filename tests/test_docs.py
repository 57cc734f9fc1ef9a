"""The documentation says what is so: its tables are current and its examples run."""

from __future__ import annotations

import doctest
import importlib.util
import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PANDAS = doctest.register_optionflag("PANDAS")


@pytest.fixture
def beside_the_sample(sample, tmp_path, monkeypatch):
    """A working directory with the sample articles and a graph of them, where the examples run."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    shutil.copytree(sample.folder, tmp_path / "kg")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_table_of_questions_is_current(run):
    written = (DOCS / "questions.md").read_text()
    made = run("query", "--list", "-f", "markdown").stdout
    assert written.endswith(made), "write it again: see the top of docs/questions.md"


def test_the_examples_of_the_python_guide_run(beside_the_sample):
    text = (DOCS / "python.md").read_text().replace("```", "")
    examples = doctest.DocTestParser().get_doctest(text, {}, "python.md", str(DOCS / "python.md"), 0)
    if importlib.util.find_spec("pandas") is None:
        examples.examples = [e for e in examples.examples if PANDAS not in e.options]
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
    runner.run(examples, out=report.append)
    assert len(examples.examples) > 15
    assert not runner.failures, "".join(report)


@pytest.mark.parametrize("name", ["kgraph.graph.answers", "kgraph.graph.cite", "kgraph.graph.labels", "kgraph.ids"])
def test_the_examples_of_docstrings_run(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted
    assert not found.failed


def test_the_tutorial_runs_from_top_to_bottom(beside_the_sample):
    nbclient = pytest.importorskip("nbclient", reason="the extra 'notebook' is not installed")
    nbformat = pytest.importorskip("nbformat", reason="the extra 'notebook' is not installed")
    pytest.importorskip("ipykernel", reason="the extra 'notebook' is not installed")
    pytest.importorskip("pandas", reason="the extra 'pandas' is not installed")
    notebook = nbformat.read(DOCS / "tutorial.ipynb", as_version=4)
    nbformat.validate(notebook)
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    nbclient.NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(beside_the_sample)}}).execute()
    shown = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    assert any("<iframe" in o.get("data", {}).get("text/html", "") for o in shown)
    assert not [o for o in shown if o.output_type == "error"]


def test_every_export_and_extra_is_documented():
    from kgraph.graph.export import FORMATS

    guide = (DOCS / "exports.md").read_text()
    assert all(f".{form}" in guide or f"-f {form}" in guide for form in FORMATS)
