"""A server holds: endless queries, huge answers, deep nesting, nonsense, builds and stops while it serves."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import psutil
import pyoxigraph as ox
import pytest

from kgraph.graph.store import CHANGED, stamp_of, write_store

from .conftest import Server, Starter
from .test_doors import problem, raw

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RUNAWAYS = {
    "cross product": CROSS,
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^!<x:a>)* ?b . ?b (!<x:a>|^!<x:a>)* ?c }",
}


def workers(server: Server) -> list[int]:
    return sorted(p.pid for p in psutil.Process(server.process.pid).children())


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS.keys())
def test_an_endless_query_ends_with_a_503_while_others_are_answered(hasty: Server, query: str) -> None:
    answers: list[object] = []
    thread = threading.Thread(target=lambda: answers.append(hasty.ask(query)))
    thread.start()
    while thread.is_alive():
        assert hasty.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
        time.sleep(0.05)
    # Sorting may reach the limit of memory first.
    ended = "worker-ended" if "ORDER BY" in query and b"worker-ended" in answers[0].data else "timeout"
    problem(answers[0], 503, ended)
    assert ended == "worker-ended" or answers[0].headers["retry-after"]


def test_more_endless_queries_than_workers_do_not_block_the_rest(hasty: Server) -> None:
    threads = [threading.Thread(target=hasty.ask, args=(CROSS,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    assert hasty.ask("ASK { ?s ?p ?o }").status == 200
    for thread in threads:
        thread.join()


def test_an_answer_with_too_many_rows_is_refused_not_cut(server: Server) -> None:
    many = "SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {}"
    for media in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        problem(server.ask(many.format(20001), Accept=media), 422, "too-many-rows")
        assert server.ask(many.format(20000), Accept=media).status == 200
    problem(server.ask("CONSTRUCT { ?a <x:p> ?d } WHERE { ?a a ?c . ?d a ?e }"), 422, "too-many-rows")


def test_text_that_looks_like_rows_is_not_counted(server: Server) -> None:
    row = r"SELECT ?x { VALUES ?x { '''" + r"},{\r\n " * 21000 + "''' } }"
    for media in ("application/sparql-results+json", "text/csv", "text/tab-separated-values"):
        assert server.ask(row, Accept=media).status == 200


@pytest.mark.parametrize(
    "query",
    ["SELECT * " + "{" * 5000 + "}" * 5000, "SELECT * {FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ")}",
     "ASK {FILTER(" + "!" * 5000 + "true)}", "SELECT * {{}" + "UNION{}" * 1000 + "}"],
    ids=["groups", "brackets", "not", "union"],
)  # fmt: skip
def test_deep_nesting_ends_no_worker(server: Server, query: str) -> None:
    before = workers(server)
    assert server.ask(query).status in (200, 400)
    assert workers(server) == before


def test_too_much_memory_ends_the_query_alone(sample_folder: Path, start: Starter) -> None:
    small = start(sample_folder, "--max-memory", "256", "--timeout", "60")
    problem(small.ask(RUNAWAYS["order"]), 503, "worker-ended")
    assert small.ask("ASK {}").status == 200


PIECES = [
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "*", "{", "}", "(", ")", "?x", "$y", "<http://a/b>", "<", ">", "kg:Meeting", '"', "'", "'''",
    "\\", "\\u0041", "\\uD800", "\x00", "é", "😀", "FILTER", "OPTIONAL", "UNION", "GRAPH", "BIND", "VALUES", "LIMIT", "-1", "1e999", "@en",
    "^^xsd:date", "ORDER BY", "REGEX(?x, '(a+)+$')", "/", "|", "^", "!", ";", ".", ",", "#", "_:b", "[]", "<<", ">>", "BASE", "PREFIX a: <b>",
]  # fmt: skip


def nonsense(seed: random.Random) -> tuple[str, str, bytes | None, dict[str, str]]:
    """A malformed request: method, path, body, headers."""
    text = " ".join(seed.choices(PIECES, k=seed.randint(1, 12)))
    media = seed.choice(
        [
            "application/sparql-query",
            "application/x-www-form-urlencoded",
            "text/plain",
            "application/json",
            "",
            "a/b; charset=utf-16",
        ]
    )
    accept = seed.choice(["*/*", "", "text/csv;q=2", "q=;;,,/", "image/png", "text/turtle, */*;q=0.1", "a" * 3000])
    headers = {"Content-Type": media, "Accept": accept}
    match seed.randint(0, 6):
        case 0:
            return "GET", "/sparql?query=" + quote(text), None, headers
        case 1:
            return "POST", "/sparql", text.encode(), headers
        case 2:
            return "POST", "/sparql", seed.randbytes(seed.randint(0, 300)), headers
        case 3:
            return (
                "GET",
                "/sparql?"
                + seed.choice(
                    [
                        "query=%FF",
                        "query",
                        "update=x",
                        "default-graph-uri=x&query=ASK{}",
                        "query=ASK{}&query=ASK{}",
                        "&&&=",
                        "%",
                    ]
                ),
                None,
                headers,
            )
        case 4:
            return seed.choice(["GET", "PUT", "DELETE", "PATCH", "HEAD"]), "/data?graph=" + quote(text), b"<", headers
        case 5:
            return (
                "GET",
                "/" + seed.choice(["id", "fact", "graph", "data", "run", "x"]) + "/" + quote(text, safe="/"),
                None,
                headers,
            )
        case _:
            return seed.choice(["PUT", "OPTIONS", "TRACE", "DELETE", "POST"]), "/sparql/", text.encode(), headers


@pytest.fixture(scope="module")
def fuzzed(sample_folder: Path, start: Starter) -> Server:
    return start(sample_folder, "-q", "--timeout", "120")


def test_nonsense_gives_no_500_and_ends_no_worker(fuzzed: Server) -> None:
    seed, before, found = random.Random(6), workers(fuzzed), Counter[int]()
    for _ in range(300):
        method, path, body, headers = nonsense(seed)
        response = fuzzed.request(method, path, body=body, headers=headers)
        found[response.status] += 1
        assert response.status < 500, (method, path, body, headers, response.data)
        if response.status >= 400 and method != "HEAD":
            assert response.headers["content-type"] == "application/problem+json"
    assert workers(fuzzed) == before
    assert found[400] > 50
    assert fuzzed.ask("ASK { ?s ?p ?o }").json()["boolean"] is True


def numbered(folder: Path, number: int, size: int) -> None:
    """Make a graph in which every triple says the same number."""
    p, value = ox.NamedNode("x:p"), ox.Literal(str(number))
    write_store(folder / "store", [ox.Quad(ox.NamedNode(f"x:{i}"), p, value) for i in range(size)], f"build{number}")


def test_readers_see_the_old_graph_or_the_new_one_while_builds_write(tmp_path: Path, start: Starter) -> None:
    folder, size = tmp_path / "kg", 2000
    numbered(folder, 0, size)
    server = start(folder)
    done = threading.Event()

    def build() -> None:
        for number in range(1, 9):
            numbered(folder, number, size)
        done.set()

    thread = threading.Thread(target=build)
    thread.start()
    seen = []
    while not done.is_set():
        rows = (
            server.ask("SELECT ?n (COUNT(*) AS ?c) { ?s ?p ?n } GROUP BY ?n", Accept="text/csv").data.decode().split()
        )
        assert len(rows) == 2, rows
        number, count = rows[1].split(",")
        assert int(count) == size
        seen.append(int(number))
    thread.join()
    assert seen == sorted(seen)
    assert server.ask("ASK { ?s ?p '8' }").json()["boolean"] is True


def test_the_next_build_takes_back_what_updates_changed(empty_folder: Path, writable: Server) -> None:
    """A build leaves the store alone only where its stamp is the one it would write itself."""
    assert writable.update("INSERT DATA { <x:a> <x:b> <x:c> }").status == 204
    assert stamp_of(empty_folder / "store") == CHANGED


def test_an_update_that_fails_changes_nothing(writable: Server) -> None:
    writable.update("DROP ALL")
    problem(
        writable.update("INSERT DATA { <x:a> <x:b> 1 } ; CREATE GRAPH <x:g> ; CREATE GRAPH <x:g>"), 400, "bad-update"
    )
    assert writable.ask("ASK { ?s ?p ?o }").json()["boolean"] is False


def test_it_stops_when_told_and_ends_what_it_began(sample_folder: Path, start: Starter) -> None:
    server = start(sample_folder, "--timeout", "5")
    pids, answers = workers(server), []
    thread = threading.Thread(target=lambda: answers.append(server.ask(CROSS)))
    thread.start()
    time.sleep(0.5)
    code, _ = server.stop()
    thread.join()
    assert code == 0
    assert answers[0].status == 503
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_workers_end_with_a_server_that_is_killed(sample_folder: Path, start: Starter) -> None:
    server = start(sample_folder)
    pids = [psutil.Process(pid) for pid in workers(server)]
    server.process.kill()
    assert psutil.wait_procs(pids, timeout=20)[1] == []


def test_the_log_says_what_was_asked_and_cannot_be_forged(sample_folder: Path, start: Starter) -> None:
    server = start(sample_folder)
    raw(server, b"GET /id/%0a127.0.0.1%20GET%20/forged\x1b[2J HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    server.request("GET", "/id/%0a127.0.0.1%20GET%20/forged")
    server.stop()
    lines = server.log.read_text().splitlines()  # type: ignore[attr-defined]
    assert not any(line.startswith("127.0.0.1 GET /forged") or "\x1b" in line for line in lines)
    assert any(line.startswith("127.0.0.1 GET /id/%0A127.0.0.1%20GET%20/forged 404") for line in lines)
