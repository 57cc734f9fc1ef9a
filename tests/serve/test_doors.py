"""What must not come in: wrong hosts, changes without token, fetching, paths, long and slow bodies."""

from __future__ import annotations

import json
import socket
import time
from urllib.parse import urlsplit

import pytest
import urllib3

from .conftest import TOKEN, Server, Starter

UPDATE = {"Content-Type": "application/sparql-update"}


def problem(response: urllib3.BaseHTTPResponse, status: int, kind: str) -> None:
    """An error is a problem document of that kind."""
    assert response.status == status, response.data
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert found["status"] == status
    assert found["type"] == f"https://w3id.org/kgraph/problem#{kind}"


def raw(server: Server, request: bytes, wait: float = 20) -> bytes:
    """Send bytes as they are, and return what comes back until the server closes."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=wait) as sock:
        sock.sendall(request)
        pieces = []
        while piece := sock.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "[::1].evil"])
def test_requests_for_other_hosts_are_refused(server: Server, host: str) -> None:
    problem(server.request("GET", "/sparql", headers={"Host": host}), 421, "wrong-host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1:8080", "[::1]:80"])
def test_names_of_the_loopback_are_ours(server: Server, host: str) -> None:
    assert server.request("GET", "/sparql", headers={"Host": host}).status == 200


def test_two_hosts_are_none(server: Server) -> None:
    answer = raw(server, b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\nConnection: close\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 421"))


def test_a_read_only_server_takes_no_change(server: Server) -> None:
    problem(server.request("POST", "/sparql", body="CLEAR ALL", headers=UPDATE), 403, "read-only")
    problem(server.request("PUT", "/data?default", body="", headers={"Content-Type": "text/turtle"}), 403, "read-only")
    problem(server.request("DELETE", "/data?default"), 403, "read-only")


@pytest.mark.parametrize("given", [None, "Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN}x"])
def test_changes_need_the_token(writable: Server, given: str | None) -> None:
    headers = {"Authorization": given} if given else {}
    response = writable.request("POST", "/sparql", body="CLEAR ALL", headers={**UPDATE, **headers})
    problem(response, 401, "no-token")
    assert response.headers["www-authenticate"].startswith("Bearer")
    problem(writable.request("DELETE", "/data?default", headers=headers), 401, "no-token")
    form = {"update": "CLEAR ALL"}
    problem(writable.request("POST", "/sparql", fields=form, encode_multipart=False, headers=headers), 401, "no-token")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { service silent ?x { ?s ?p ?o } } } }",
        "SELECT * { ?s ?p \"SERVICE\" . ?s ?p ''' ' ''' . SERVICE<http://127.0.0.1:9/> { } }",
        "PREFIX a: <http://a/> SELECT * { ?s a a:b\\' . SERVICE a:c { } . ?s a a:d\\' }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <http://127.0.0.1:9/> {} FILTER(?s>?o) }",
    ],
)
def test_queries_make_the_server_ask_no_other(server: Server, query: str) -> None:
    problem(server.ask(query), 403, "no-fetching")


@pytest.mark.parametrize(
    "query", ["SELECT ?service { ?service ?load 'SERVICE LOAD' }  # SERVICE", "ASK { <x:SERVICE> a <x:LOAD> }"]
)
def test_the_words_may_stand_where_they_fetch_nothing(server: Server, query: str) -> None:
    assert server.ask(query).status == 200


def test_updates_load_nothing_from_elsewhere(writable: Server) -> None:
    problem(writable.update("LOAD <http://127.0.0.1:9/x.ttl>"), 403, "no-fetching")
    problem(writable.update("CLEAR ALL ; load silent <file:///etc/passwd> INTO GRAPH <x:g>"), 403, "no-fetching")
    problem(writable.update("INSERT { <x:a> <x:b> ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }"), 403, "no-fetching")


@pytest.mark.parametrize(
    "path",
    ["/id/../../../../etc/passwd", "/id/..%2f..%2f..%2fetc/passwd", "/../../etc/passwd", "/id/%00", "/id/a%0d%0aX:%20y",
     "/data/../../etc/passwd", "//evil.example/id/x", "/id/" + "x" * 5000],
)  # fmt: skip
def test_paths_lead_to_no_file_and_no_other_header(server: Server, path: str) -> None:
    answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), answer[:300]
    assert b"\nX:" not in head
    assert b"root:" not in body


def test_a_new_graphs_address_cannot_carry_headers(writable: Server) -> None:
    headers = {"Content-Type": "text/turtle", "Authorization": f"Bearer {TOKEN}"}
    response = writable.request(
        "PUT", "/data?graph=http://a/%0d%0aSet-Cookie:x", body="<x:a> <x:b> 1 .", headers=headers
    )
    problem(response, 400, "bad-iri")
    assert "set-cookie" not in response.headers


def test_a_body_that_is_announced_too_large_is_not_read(server: Server) -> None:
    answer = raw(
        server,
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 99999999999\r\n\r\n",
    )
    assert answer.startswith(b"HTTP/1.1 413")


def test_a_body_that_grows_too_large_is_cut_off(server: Server) -> None:
    chunk = b"10000\r\n" + b"#" * 65536 + b"\r\n"
    answer = raw(
        server,
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 17,
    )
    assert answer.startswith(b"HTTP/1.1 413")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == 413


def test_slow_clients_hold_nobody_up(sample_folder, start: Starter) -> None:
    """A body and headers that never end are given up; others are answered meanwhile."""
    server = start(sample_folder, "--body-timeout", "1")
    address = urlsplit(server.url)
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nA"
    with (
        socket.create_connection((address.hostname, address.port), timeout=20) as body,
        socket.create_connection((address.hostname, address.port), timeout=20) as headers,
    ):
        body.sendall(head)
        headers.sendall(b"GET /sparql HTTP/1.1\r\nHost: loc")
        time.sleep(0.2)
        assert server.ask("ASK {}").status == 200
        assert body.recv(100).startswith(b"HTTP/1.1 408")
        assert headers.recv(100) == b""


def test_other_origins_may_read_only_if_told_so(server: Server, sample_folder, start: Starter) -> None:
    asked = {"Origin": "https://app.example"}
    assert "access-control-allow-origin" not in server.request("GET", "/sparql", headers=asked).headers
    shared = start(sample_folder, "--cors", "https://app.example")
    found = shared.request("GET", "/sparql", headers=asked).headers
    assert found["access-control-allow-origin"] == "https://app.example"
    assert (
        "access-control-allow-origin" not in shared.request("GET", "/sparql", headers={"Origin": "https://b"}).headers
    )


@pytest.mark.parametrize("content", ["short", "", "with spaces in it, too many", "ä" * 20])
def test_a_token_must_be_worth_the_name(run, sample_folder, tmp_path, content: str) -> None:
    (tmp_path / "token").write_text(content)
    found = run("serve", sample_folder, "--allow-update", "--token-file", tmp_path / "token")
    assert found.returncode == 2
    assert "16 or more" in found.stderr


def test_updates_without_a_token_file_are_a_wrong_call(run, sample_folder) -> None:
    assert run("serve", sample_folder, "--allow-update").returncode == 2
    assert run("serve", sample_folder / "nothing").returncode == 3
