"""The pages in a real browser: the exported file from ``file://``, and the same pages served.

``drive.mjs`` holds the checks, by name; here each is a test. Without chromium, node or the
packages of ``web/`` they are skipped.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.config import Config
from kgraph.web.data import PageData
from kgraph.web.page import _render, single_page

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "web"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVE = (HERE / "drive.mjs").read_text(encoding="utf-8")


def _checks(served: bool) -> list[str]:
    """The names of the checks: in a file those before the line ``if (served)``, served those after it and some more."""
    common, _, more = DRIVE.partition("if (served)")
    if not served:
        files = (
            "a file without texts shows the sentences that say each fact, and they flash",
            "text from articles is never markup",
        )
        return [*re.findall(r'async "([^"]+)"', common), *files]
    both = re.search(r"const BOTH = (\[.*?\]);", DRIVE, re.DOTALL)
    assert both
    return [
        *json.loads(both[1]),
        *(n for n in re.findall(r'async "([^"]+)"', more) if not n.startswith("after the build")),
    ]


def _driven(only: str = "", **settings: Any) -> dict[str, dict[str, Any]]:
    """What each check says, by its name."""
    if CHROMIUM is None:
        pytest.skip("no chromium here")
    if shutil.which("node") is None:
        pytest.skip("no node here")
    if not (WEB / "node_modules" / "playwright-core").is_dir():
        pytest.skip("the packages of web/ are not installed (make web-check does it)")
    told = json.dumps({**settings, "chromium": CHROMIUM})
    environ = {**os.environ, "CHECK": only}
    done = subprocess.run(
        ["node", HERE / "drive.mjs", told], capture_output=True, text=True, timeout=280, check=False, env=environ
    )
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in rows}


def _assert(found: dict[str, dict[str, Any]], name: str) -> None:
    assert name in found, f"not run: {name}"
    assert found[name]["ok"], found[name]["error"]


# -- one file ----------------------------------------------------------------------------------

EVIL = '</script><img src=x onerror="window.smuggled=1;alert(1)"><b>bold</b><script>window.smuggled=2</script>'


def _hostile(value: Any, key: str = "") -> Any:
    """Whatever people read, with markup in it; ids and classes as they are."""
    if isinstance(value, dict):
        return {k: _hostile(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_hostile(v, key) for v in value]
    if key in ("label", "title", "publisher", "text", "section") and isinstance(value, str):
        return value + EVIL
    return "javascript:alert(1)" if key == "url" else value


@pytest.fixture(scope="module")
def in_file(sample: kgraph.Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "kg.html").write_bytes(single_page(sample))
    (folder / "short.html").write_bytes(single_page(sample, text=False))
    whole = PageData(sample).whole()
    hostile = {**_hostile(whole), "start": whole["start"]}
    hostile["pool"] = {**hostile["pool"], "evidence": [[a, s, e, q + EVIL] for a, s, e, q in whole["pool"]["evidence"]]}
    (folder / "hostile.html").write_bytes(_render(hostile))
    others = {name: (folder / f"{name}.html").as_uri() for name in ("hostile", "short")}
    return _driven(url=(folder / "kg.html").as_uri(), served=False, **others)


@pytest.mark.parametrize("name", _checks(served=False))
def test_from_a_file(in_file: dict[str, dict[str, Any]], name: str) -> None:
    _assert(in_file, name)


# -- served ------------------------------------------------------------------------------------


@dataclass
class Served:
    """A server that runs: its address with a slash, its graph folder, its process."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]


SERVER = """
import sys, uvicorn
from pathlib import Path
from kgraph.config import Config
from kgraph.serve.app import create_app
from kgraph.serve.pages import routes
from kgraph.serve.settings import Settings
folder = Path(sys.argv[1])
app = create_app(folder, Settings(timeout=12.0, quiet=True), routes(), config=Config())
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


def _wait(url: str, running: subprocess.Popen[bytes]) -> None:
    """Until the pages of the current generation are prepared."""
    for _ in range(600):
        try:
            for path in ("api/start", "api/checks"):
                urllib.request.urlopen(url + path, timeout=30).close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert running.poll() is None, "the server ended"
            time.sleep(0.1)
    pytest.fail("the server prepared no page")


@pytest.fixture(scope="module")
def server(sample: kgraph.Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real server on a copy of the sample graph."""
    pytest.importorskip("kgraph.serve.app", reason="no server in this installation")
    folder = tmp_path_factory.mktemp("served") / "kg"
    shutil.copytree(sample.folder, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen([sys.executable, "-c", SERVER, str(folder), str(port)])
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait(url, running)
        yield Served(url, folder, running)
    finally:
        running.terminate()
        running.wait(10)


@pytest.fixture(scope="module")
def served(server: Served) -> dict[str, dict[str, Any]]:
    return _driven(url=server.url, served=True)


@pytest.mark.parametrize("name", _checks(served=True))
def test_from_a_server(served: dict[str, dict[str, Any]], name: str) -> None:
    _assert(served, name)


def test_decisions_are_lines_that_name_records_and_words(served: dict[str, dict[str, Any]], server: Served) -> None:
    lines = (server.folder / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [r["verdict"] for r in rows] == ["reject", "same", "undo"]
    assert set(rows[0]["fact"]) >= {"id", "subject", "predicate", "value", "quote"}
    assert all(thing["records"] for thing in rows[1]["things"])
    assert rows[2]["undoes"] == rows[1]["id"]


def test_a_decision_shows_after_the_next_build(
    served: dict[str, dict[str, Any]], server: Served, articles: Path
) -> None:
    """The server goes on and shows the new generation."""
    assert served
    kgraph.build([articles], server.folder, Config())
    _wait(server.url, server.process)
    name = "after the build: a rejected fact is marked as such"
    _assert(_driven(only=name, url=server.url, served=True), name)
