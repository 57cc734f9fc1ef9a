"""Same articles, same bytes: whatever the hash seed, the order of files, or how often."""

from __future__ import annotations

import shutil


def exported(run, paths, folder, **env):
    assert run("build", *paths, "-o", folder, env=env).returncode == 0
    assert run("export", folder, folder / "out.nq", env=env).returncode == 0
    return (folder / "out.nq").read_bytes()


def test_the_hash_seed_changes_no_byte(run, articles, tmp_path):
    one = exported(run, [articles], tmp_path / "1", PYTHONHASHSEED="1")
    assert one == exported(run, [articles], tmp_path / "2", PYTHONHASHSEED="2")


def test_the_order_of_files_changes_no_byte(run, articles, tmp_path):
    some = sorted(articles.glob("*.txt"))[:4]
    assert exported(run, some, tmp_path / "1") == exported(run, some[::-1], tmp_path / "2")


def test_the_store_can_be_made_again_from_the_ledger(run, articles, tmp_path):
    some = sorted(articles.glob("*.txt"))[:3]
    before = exported(run, some, tmp_path / "kg")
    shutil.rmtree(tmp_path / "kg" / "store")
    assert exported(run, some, tmp_path / "kg") == before


def test_the_page_is_the_same_each_time(run, sample, tmp_path):
    for name in ("a.html", "b.html"):
        run("export", sample.folder, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
