"""The files that belong to kgraph are found, from a wheel and from an editable install."""

from __future__ import annotations

from kgraph.resources import data_dir, ontology_dir, queries_dir


def test_the_folders_are_there():
    assert list(ontology_dir().glob("*.ttl"))
    assert list((ontology_dir() / "rules").glob("*.rq"))
    assert list((data_dir() / "frames").glob("*.toml"))
    assert list((data_dir() / "names").glob("*.csv"))
    assert list(queries_dir().glob("*.rq"))


def test_the_sample_corpus_holds_articles_with_their_metadata_and_nothing_else():
    files = list((data_dir() / "articles").iterdir())
    assert {p.name.removesuffix(".txt") for p in files if p.suffix == ".txt"} == {
        p.name.removesuffix(".meta.json") for p in files if p.name.endswith(".meta.json")
    }
    assert all(p.name.endswith((".txt", ".meta.json")) for p in files)


def test_the_package_says_its_names_and_loads_them_late():
    import subprocess
    import sys

    code = "import kgraph, sys; assert 'pyoxigraph' not in sys.modules; assert all(hasattr(kgraph, n) for n in kgraph.__all__)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
