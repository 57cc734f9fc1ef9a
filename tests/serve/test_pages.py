"""The pages' data: in its time or not at all, never at the cost of others; articles' texts stay in the house."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from pathlib import Path

import psutil
import pyoxigraph as ox
import pytest

from kgraph.graph.store import change_store, write_store

from .conftest import TOKEN, Server, Starter
from .test_doors import problem

BODY = "SELECT (COUNT(*) AS ?n) { { ?a schema:articleBody ?t } UNION { GRAPH ?g { ?a schema:articleBody ?t } } }"


# -- time --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def huge(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample graph with a web of 20,000 more people who all met: tables take longer than the server waits."""
    folder = Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("huge") / "kg"))
    base, kind, label = (
        "https://kg.example/id/n",
        "https://schema.org/Person",
        "http://www.w3.org/2000/01/rdf-schema#label",
    )
    kg, rdf = "https://w3id.org/kgraph/ns#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    quads = []
    for i in range(20_000):
        person = ox.NamedNode(f"{base}{i}")
        quads += [
            ox.Quad(person, ox.NamedNode(rdf), ox.NamedNode(kg + "Thing")),
            ox.Quad(person, ox.NamedNode(rdf), ox.NamedNode(kind)),
            ox.Quad(person, ox.NamedNode(label), ox.Literal(f"Person {i}")),
            *(
                ox.Quad(person, ox.NamedNode(kg + "metWith"), ox.NamedNode(f"{base}{(i * 7 + k) % 20_000}"))
                for k in range(4)
            ),
        ]
    store = ox.Store.read_only(str(folder / "store" / (folder / "store" / "current").read_text().split()[0]))
    quads += list(store)
    del store
    write_store(folder / "store", quads, "huge")
    return folder


def test_a_page_over_a_huge_graph_neither_blocks_others_nor_outlives_its_time(huge: Path, start: Starter) -> None:
    server = start(huge, "--timeout", "1")
    answers: list[object] = []
    thread = threading.Thread(target=lambda: answers.append(server.request("GET", "/api/checks")))
    thread.start()
    asked = 0
    while thread.is_alive():
        assert server.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
        asked += 1
        time.sleep(0.02)
    problem(answers[0], 503, "busy")
    assert answers[0].headers["retry-after"]
    assert asked > 1
    for _ in range(90):  # what one request is too short for goes on behind it
        response = server.request("GET", "/api/checks")
        if response.status == 200:
            break
        assert response.status == 503
        time.sleep(0.5)
    assert response.json()["findings"]["Violation"] > 0  # those people were never read anywhere


def test_workers_that_were_killed_come_back(sample_folder: Path, start: Starter) -> None:
    server = start(sample_folder, "--timeout", "20")
    assert server.request("GET", "/api/start").status == 200
    children = psutil.Process(server.process.pid).children()
    for child in children:  # one of them holds the tables
        child.kill()
    psutil.wait_procs(children, timeout=10)
    answers = [server.request("GET", "/api/start").status for _ in range(2)]
    assert answers[-1] == 200
    assert set(answers) <= {200, 503}


def test_pages_show_a_new_generation(sample_folder: Path, tmp_path: Path, start: Starter) -> None:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "kg"))
    server = start(folder, "--timeout", "60")
    assert server.request("GET", "/api/search?q=newcomer").json()["found"] == 0
    person, label = ox.NamedNode("https://kg.example/id/new"), "http://www.w3.org/2000/01/rdf-schema#label"
    kinds = ("https://w3id.org/kgraph/ns#Thing", "https://schema.org/Person")

    def add(store: ox.Store) -> None:
        for kind in kinds:
            store.add(
                ox.Quad(person, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(kind))
            )
        store.add(ox.Quad(person, ox.NamedNode(label), ox.Literal("Newcomer")))

    change_store(folder, add)
    assert server.request("GET", "/api/search?q=newcomer").json()["found"] == 1


# -- texts -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def public(sample_folder: Path, start: Starter) -> Server:
    """A server that has a public name."""
    return start(sample_folder, "--timeout", "60", "--allow-host", "kg.example.org")


def _count(server: Server) -> int:
    return int(
        server.ask(BODY, Accept="application/sparql-results+json").json()["results"]["bindings"][0]["n"]["value"]
    )


def _articles(server: Server) -> list[dict[str, str]]:
    return server.request("GET", "/api/articles").json()["articles"]


def test_this_machine_gets_the_articles_whole(server: Server) -> None:
    assert _count(server) == len(_articles(server)) > 20
    assert server.request("GET", "/api/start").json()["texts"] is True


def test_others_get_the_sentences_and_not_the_articles(server: Server, public: Server) -> None:
    assert _count(public) == 0
    article = _articles(public)[0]["id"]
    here, there = (s.request("GET", f"/api/article/{article}").json() for s in (server, public))
    assert here["text"]
    assert (there["text"], there["segments"], there["mentions"]) == ("", [], [])
    assert there["facts"] == here["facts"]
    assert [e[3] for e in there["pool"]["evidence"]] == [e[3] for e in here["pool"]["evidence"]]
    assert all(e[3] in here["text"] for e in there["pool"]["evidence"])


@pytest.mark.parametrize("path", ["/data?default", "/id/{}?format=ttl", "/id/{}?format=html"])
def test_no_way_to_ask_gives_others_the_text(server: Server, public: Server, path: str) -> None:
    article, words = next(filter(None, (_said_in_no_fact(server, a["id"]) for a in _articles(server))))

    def shown(which: Server) -> bool:
        found = which.request("GET", path.format(article), headers={"Accept": "text/turtle"} if "data" in path else {})
        assert found.status == 200
        return words in found.data.decode()

    assert shown(server)
    assert not shown(public)


def _said_in_no_fact(server: Server, article: str) -> tuple[str, str] | None:
    """Some words of an article that are evidence of nothing."""
    told = server.request("GET", f"/api/article/{article}").json()
    quoted = "\n".join(e[3] for e in told["pool"]["evidence"])
    found = (m[0] for m in re.finditer(r"(?:[A-Za-z]+ ){5}[A-Za-z]+", told["text"]))
    return next(((article, words) for words in found if words not in quoted), None)


@pytest.mark.parametrize(
    ("options", "whole"),
    [
        (("--allow-host", "localhost"), True),
        (("--text", "quotes"), False),
        (("--allow-host", "kg.example.org", "--text", "full"), True),
    ],
)
def test_the_default_is_full_for_this_machine_alone_and_can_be_said(
    sample_folder: Path, start: Starter, options: tuple[str, ...], whole: bool
) -> None:
    assert (_count(start(sample_folder, *options)) > 0) is whole


def test_the_graphs_own_name_is_answered_only_where_texts_are_withheld(
    sample_folder: Path, tmp_path: Path, start: Starter
) -> None:
    """A proxy that passes the name on makes a server public without a word on its command line."""
    folder = Path(shutil.copytree(sample_folder, tmp_path / "kg"))
    report = json.loads((folder / "report.json").read_text())
    (folder / "report.json").write_text(json.dumps({**report, "base": "https://graph.example.org/"}))
    ask = {"Host": "graph.example.org", "Accept": "text/turtle"}
    problem(start(folder).request("GET", "/sparql", headers=ask), 421, "wrong-host")
    assert start(folder, "--text", "quotes").request("GET", "/sparql", headers=ask).status == 200


def test_a_public_server_says_that_texts_are_withheld(public: Server) -> None:
    assert "withheld" in public.log.read_text()  # type: ignore[attr-defined]


def test_a_change_shows_on_a_server_that_withholds(sample_folder: Path, tmp_path: Path, start: Starter) -> None:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "kg"))
    server = start(folder, "--text", "quotes", token=True)
    assert _count(server) == 0
    assert server.update("INSERT DATA { <x:a> <x:b> <x:c> }").status == 204
    assert server.ask("ASK { <x:a> <x:b> <x:c> }").json()["boolean"] is True
    assert _count(server) == 0
    made = list((folder / "quotes").iterdir())
    assert 1 <= len(made) <= 2


# -- who may decide ----------------------------------------------------------------------------


def _decide(server: Server, **headers: str) -> int:
    return server.request(
        "POST", "/api/decisions", body=b"{}", headers={"Content-Type": "application/json", **headers}
    ).status


def test_a_visitor_through_a_proxy_on_this_machine_does_not_decide(public: Server) -> None:
    """Every client of a proxy has the loopback address; the name that it asks for tells them apart."""
    assert _decide(public, Host="kg.example.org", Origin="https://kg.example.org") == 403
    assert _decide(public, Host="127.0.0.1", Origin="http://127.0.0.1") == 400  # may, and says nothing
    assert _decide(public, Host="127.0.0.1", Origin="https://evil.example") == 403


def test_the_token_decides_from_anywhere(sample_folder: Path, tmp_path: Path, start: Starter) -> None:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "kg"))
    server = start(folder, "--allow-host", "kg.example.org", token=True)
    assert _decide(server, Host="kg.example.org", Authorization=f"Bearer {TOKEN}") == 400
    assert _decide(server, Host="kg.example.org", Authorization="Bearer wrong") == 403
