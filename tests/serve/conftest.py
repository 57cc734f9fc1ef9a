"""Real servers for the tests: processes that listen on a loopback port and are stopped again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3

import kgraph
from kgraph.graph.store import write_store

TOKEN = "only-for-these-tests"


@dataclass
class Server:
    """A running ``kgraph serve``."""

    process: subprocess.Popen[str]
    url: str
    folder: Path

    def __post_init__(self) -> None:
        self.http = urllib3.PoolManager(retries=False, timeout=60)

    def request(self, method: str, path: str, **options: object) -> urllib3.BaseHTTPResponse:
        return self.http.request(method, self.url + path, **options)  # type: ignore[arg-type]

    def ask(self, query: str, **headers: str) -> urllib3.BaseHTTPResponse:
        return self.request("POST", "/sparql", fields={"query": query}, encode_multipart=False, headers=headers)

    def update(self, text: str) -> urllib3.BaseHTTPResponse:
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        return self.request("POST", "/sparql", body=text.encode(), headers=headers)

    def stop(self) -> tuple[int, str]:
        """Stop it as a service manager would; returns its exit code and the rest of its log."""
        self.process.send_signal(signal.SIGTERM)
        _, log = self.process.communicate(timeout=30)
        return self.process.returncode, log


Starter = Callable[..., Server]


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starter]:
    """Start a server on a folder: ``start(folder, "--timeout", "2")``; all are stopped at the end."""
    servers: list[Server] = []
    log_folder = tmp_path_factory.mktemp("logs")

    def starter(folder: Path, *options: str, token: bool = False) -> Server:
        arguments = [str(Path(sys.executable).with_name("kgraph")), "serve", str(folder), "--port", "0", *options]
        if token:
            secret = log_folder / "token"
            secret.write_text(TOKEN + "\n", encoding="utf-8")
            arguments += ["--allow-update", "--token-file", str(secret)]
        environ = {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH_")}
        log = (log_folder / f"{len(servers)}.log").open("w+", encoding="utf-8")
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=log, text=True, env=environ)
        server = Server(process, _address(process, Path(log.name)), folder)
        server.log = Path(log.name)  # type: ignore[attr-defined]
        servers.append(server)
        return server

    yield starter
    for server in servers:
        if server.process.poll() is None:
            server.process.terminate()
    for server in servers:
        try:
            server.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.process.kill()


def _address(process: subprocess.Popen[str], log: Path) -> str:
    import time

    for _ in range(600):
        text = log.read_text(encoding="utf-8")
        if found := re.search(r"is at (http://\S+)/ ", text):
            return found[1]
        if process.poll() is not None:
            pytest.fail(f"the server did not start: {text}")
        time.sleep(0.05)
    pytest.fail("the server did not say where it listens")


@pytest.fixture(scope="session")
def sample_folder(sample: kgraph.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample graph, for servers."""
    return Path(shutil.copytree(sample.folder, tmp_path_factory.mktemp("served") / "kg"))


@pytest.fixture(scope="session")
def server(sample_folder: Path, start: Starter) -> Server:
    """A read-only server of the sample graph, with much patience."""
    return start(sample_folder, "--timeout", "120", "--max-rows", "20000")


@pytest.fixture(scope="session")
def hasty(sample_folder: Path, start: Starter) -> Server:
    """A read-only server of the sample graph that stops queries soon."""
    return start(sample_folder, "--timeout", "2")


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "kg"
    write_store(folder / "store", [], "empty")
    return folder


@pytest.fixture(scope="session")
def writable(empty_folder: Path, start: Starter) -> Server:
    """A server that takes updates, of a graph that begins empty."""
    return start(empty_folder, token=True)
