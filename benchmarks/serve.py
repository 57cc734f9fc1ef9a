"""How the server holds, beside Oxigraph's own on the same data in the same run.

    python benchmarks/serve.py DIR [--requests 2000] [--seconds 8] [--only NAME]

A bounded client on loopback (asyncio, keep-alive, no think time) asks both servers the same
queries from 1 and from 16 connections. Then runaway queries run beside ordinary ones, malformed
requests are sent, and the memory of server and workers is watched over many queries. Everything
runs on one machine, so the client takes its share of the processors: read ratios, not figures.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import pyoxigraph as ox

from kgraph.graph.store import open_for_reading

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

PREFIXES = "PREFIX kg: <https://w3id.org/kgraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
QUERIES = (
    "SELECT ?m ?who ?date { ?m a kg:Meeting ; kg:participant/rdfs:label ?who ; kg:edtf ?date } LIMIT 50",
    "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n)",
    "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?label LIMIT 20",
    "ASK { ?e a kg:AwardEvent ; kg:recipient ?who }",
)
RUNAWAYS = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "ORDER BY": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "property path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^!<x:a>)* ?b . ?b (!<x:a>|^!<x:a>)* ?c }",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server takes queries."""

    port: int
    path: str

    def query(self, text: str) -> bytes:
        """A request with a query, as bytes."""
        return self.get(f"{self.path}?query={quote(PREFIXES + text)}")

    def get(self, path: str) -> bytes:
        """A GET request, as bytes."""
        accept = "application/sparql-results+json, */*;q=0.1"
        return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None

    async def send(self, request: bytes) -> tuple[int, float]:
        """Status and seconds of a request; the whole answer is read."""
        start = time.perf_counter()
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        if b"content-length" in fields:
            await self.reader.readexactly(int(fields[b"content-length"]))
        elif fields.get(b"transfer-encoding") == b"chunked":
            while size := int((await self.reader.readline()).split(b";")[0], 16):
                await self.reader.readexactly(size + 2)
            await self.reader.readexactly(2)
        if fields.get(b"connection") == b"close":
            self.close()
        return int(head.split(b" ", 2)[1]), time.perf_counter() - start

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self.reader is not None:
            self.writer.close()
            self.reader = None


@dataclass(frozen=True, slots=True)
class Load:
    """What a number of requests gave: statuses, seconds of each, seconds of all."""

    statuses: Counter[int]
    seconds: Sequence[float]
    whole: float

    def at(self, percent: int) -> float:
        """Milliseconds within which so many per cent were answered."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, len(self.seconds) * percent // 100)] * 1000

    def __str__(self) -> str:
        rate = len(self.seconds) / self.whole
        return f"{rate:7.0f}/s  p50 {self.at(50):7.2f} ms  p99 {self.at(99):7.2f} ms  {dict(self.statuses)}"


async def load(address: Address, clients: int, requests: int, seconds: float) -> Load:
    """Send requests from some clients at once until there were enough of them or time is up."""
    rest, statuses, spent = iter(range(requests)), Counter[int](), list[float]()
    end = time.perf_counter() + seconds

    async def one() -> None:
        client = Client(address.port)
        for number in rest:
            status, took = await client.send(address.query(QUERIES[number % len(QUERIES)]))
            statuses[status] += 1
            spent.append(took)
            if time.perf_counter() > end:
                break
        client.close()

    start = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(clients)))
    return Load(statuses, spent, time.perf_counter() - start)


Tested = tuple[Address, psutil.Process]


def compare(ours: Tested, theirs: Tested, requests: int, seconds: float) -> None:
    """Throughput, latency and processor time of both servers, in turns."""
    for clients in (1, 16):
        for name, (address, process) in (("kgraph", ours), ("oxigraph", theirs)):
            asyncio.run(load(address, clients, 50, 5))
            before = cpu(process)
            found = asyncio.run(load(address, clients, requests, seconds))
            spent = (cpu(process) - before) / len(found.seconds) * 1000
            print(f"{clients:2} clients  {name:9} {found}  CPU {spent:.2f} ms a request")


def cpu(server: psutil.Process) -> float:
    """Seconds of processor that a server and its workers have had."""
    times = [p.cpu_times() for p in (server, *server.children())]
    return sum(t.user + t.system for t in times)


def runaways(ours: Address, timeout: float) -> None:
    """Each runaway query beside four ordinary clients, who are measured without it before."""

    async def beside(query: str) -> tuple[Load, tuple[int, float]]:
        runaway = asyncio.create_task(Client(ours.port).send(ours.query(query)))
        await asyncio.sleep(0.05)
        others = await load(ours, 4, 10**6, timeout * 0.95)
        return others, await runaway

    for name, query in RUNAWAYS.items():
        before = asyncio.run(load(ours, 4, 10**6, timeout * 0.95))
        others, (status, took) = asyncio.run(beside(query))
        print(
            f"{name:14} {status} after {took / timeout:.2f} of the deadline; others' p99 {before.at(99):.1f} -> "
            f"{others.at(99):.1f} ms ({others.at(99) / before.at(99):.2f}x), p50 {others.at(50) / before.at(50):.2f}x"
        )


def fuzz(ours: Address, server: psutil.Process, requests: int) -> None:
    """Malformed requests: no 500, no dead worker."""
    from serve.test_limits import nonsense

    seed, workers = random.Random(1), sorted(p.pid for p in server.children())

    async def send() -> Counter[int]:
        client, found = Client(ours.port), Counter[int]()
        for _ in range(requests):
            method, path, body, headers = nonsense(seed)
            lines = "".join(f"{k}: {v}\r\n" for k, v in headers.items())
            length = f"Content-Length: {len(body)}\r\n" if body is not None else ""
            if method == "HEAD":
                continue
            head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{lines}{length}\r\n"
            found[(await client.send(head.encode() + (body or b"")))[0]] += 1
        return found

    found = asyncio.run(send())
    alive = sorted(p.pid for p in server.children()) == workers
    print(
        f"{sum(found.values())} malformed requests: {dict(sorted(found.items()))}; workers {'live' if alive else 'DIED'}"
    )


def memory(ours: Address, server: psutil.Process, requests: int) -> None:
    """Resident megabytes of server and workers, over many queries."""
    step = max(requests // 5, 1)
    for number in range(6):
        sizes = [p.memory_info().rss / 2**20 for p in (server, *server.children())]
        print(f"after {number * step:6} queries: " + " + ".join(f"{s:.1f}" for s in sizes) + f" = {sum(sizes):.1f} MB")
        if number < 5:
            asyncio.run(load(ours, 4, step, 600))


@contextmanager
def servers(folder: Path, timeout: float) -> Iterator[tuple[Tested, Tested]]:
    """Ours and Oxigraph's, on the same data."""
    with tempfile.TemporaryDirectory() as temporary, socket.socket() as first, socket.socket() as second:
        for sock in (first, second):
            sock.bind(("127.0.0.1", 0))
        mine, other = (s.getsockname()[1] for s in (first, second))
        first.close(), second.close()
        store = ox.Store(f"{temporary}/store")
        store.bulk_extend(open_for_reading(folder))
        store.flush()
        print(f"{len(store):,} quads")
        del store
        here = Path(sys.executable).parent
        ours = subprocess.Popen(
            [here / "kgraph", "serve", folder, "--port", str(mine), "--timeout", str(timeout), "-q"]
        )
        theirs = subprocess.Popen(
            [here / "oxigraph", "serve-read-only", "-l", f"{temporary}/store", "-b", f"127.0.0.1:{other}"],
            stderr=subprocess.DEVNULL,
        )
        try:
            for port in (mine, other):
                wait_for(port)
            yield (
                (Address(mine, "/sparql"), psutil.Process(ours.pid)),
                (Address(other, "/query"), psutil.Process(theirs.pid)),
            )
        finally:
            for process in (ours, theirs):
                process.terminate()
                process.wait(timeout=60)
            shutil.rmtree(temporary, ignore_errors=True)


def wait_for(port: int) -> None:
    """Return once a server answers."""
    for _ in range(300):
        try:
            asyncio.run(Client(port).send(Address(port, "/").get("/")))
        except OSError:
            time.sleep(0.1)
        else:
            return


def main() -> None:
    """Run all measurements, or one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--timeout", type=float, default=5)
    parser.add_argument("--malformed", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=50_000)
    parser.add_argument("--only", choices=["compare", "runaways", "fuzz", "memory"])
    given = parser.parse_args()
    with servers(given.folder, given.timeout) as (ours, theirs):
        if given.only in (None, "compare"):
            compare(ours, theirs, given.requests, given.seconds)
        if given.only in (None, "runaways"):
            runaways(ours[0], given.timeout)
        if given.only in (None, "fuzz"):
            fuzz(*ours, given.malformed)
        if given.only in (None, "memory"):
            memory(*ours, given.queries)


if __name__ == "__main__":
    main()
