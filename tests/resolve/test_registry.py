"""Ids stay: whatever merges, comes apart, arrives or goes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.ids import mint
from kgraph.model import Resolution
from kgraph.resolve.registry import Registry, assign, load, save


def resolution(*clusters):
    """Clusters of records; a record is its article's name and a number."""
    members = {mint("Thing", min(c)): tuple(sorted(c)) for c in clusters}
    return Resolution(
        {r: i for i, c in members.items() for r in c},
        members,
        dict.fromkeys(members, "Thing"),
        dict.fromkeys(members, "kg:Thing"),
    )


def record(article, number):
    return f"{article}{number:05}"


class Folder:
    """A registry as builds keep it."""

    def __init__(self):
        self.registry = Registry()

    def build(self, *clusters):
        owners = {r: r[0] for c in clusters for r in c}
        articles = {a: f"article-{a}" for a in set(owners.values())}
        found = assign(self.registry, resolution(*clusters), owners, articles)
        if found.new is not None:
            self.registry = Registry((*self.registry.batches, found.new))
        return found

    def ids(self, *clusters):
        return self.build(*clusters).resolution.ids


A1, A2, B1, C1 = (record(a, n) for a, n in (("a", 1), ("a", 2), ("b", 1), ("c", 1)))


def test_the_oldest_id_wins_and_the_other_becomes_a_redirect():
    folder = Folder()
    before = folder.ids([A1], [A2])
    merged = folder.build([A1, A2, B1])
    assert set(merged.resolution.members) == {before[A1]}
    assert merged.redirects == {before[A2]: before[A1]}


def test_removing_what_justified_a_merge_undoes_it_without_a_trace():
    folder = Folder()
    before = folder.build([A1], [A2])
    folder.build([A1, A2, B1])
    after = folder.build([A1], [A2])
    assert (after.resolution, after.redirects) == (before.resolution, {})


def test_removing_what_justified_a_split_undoes_it_without_a_trace():
    folder = Folder()
    before = folder.build([A1, A2])
    split = folder.build([A1, B1], [A2])
    assert split.resolution.ids[A1] == before.resolution.ids[A1] != split.resolution.ids[A2]
    after = folder.build([A1, A2])
    assert (after.resolution, after.redirects) == (before.resolution, {})


def test_an_id_goes_with_its_founders_article_and_comes_back_with_it():
    folder = Folder()
    before = folder.ids([A1, B1])
    alone = folder.ids([B1])
    assert alone[B1] == Folder().ids([B1])[B1]
    assert folder.ids([A1, B1])[B1] == before[B1]


def test_an_earlier_record_that_arrives_later_changes_no_id():
    folder = Folder()
    before = folder.ids([B1])
    assert folder.ids([A1, B1])[B1] == before[B1]


def test_ids_that_begin_alike_are_told_apart():
    one, other = "aaaaaa-1", "aaaaaa-2"
    clash = Resolution({one: "x-aaaaaa", other: "x-aaaaaa0"}, {"x-aaaaaa": (one,), "x-aaaaaa0": (other,)}, {}, {})
    assert len(set(assign(Registry(), clash, {one: "a", other: "a"}, {}).resolution.ids.values())) == 2


def test_a_half_written_batch_does_not_count_and_is_written_over(tmp_path):
    path, folder = tmp_path / "registry.jsonl", Folder()
    save(path, Registry(), folder.build([A1], [A2]).new)
    whole = path.read_bytes()
    with path.open("ab") as file:
        file.write(b'{"batch": 2, "articles": ["b"]}\n{"id": "x", "arti')
    found = load(path)
    assert found.batches == folder.registry.batches
    save(path, found, folder.build([A1, B1], [A2]).new)
    assert path.read_bytes().startswith(whole)
    assert b'"x"' not in path.read_bytes()
    assert load(path).batches == folder.registry.batches


records = st.sampled_from([record(a, n) for a in "abcd" for n in range(3)])


@st.composite
def clusterings(draw):
    """Some articles' records in some clusters."""
    living = draw(st.sets(records, min_size=1))
    labels = {r: draw(st.integers(0, 4)) for r in sorted(living)}
    return tuple(tuple(r for r in labels if labels[r] == n) for n in sorted(set(labels.values())))


@settings(max_examples=200, deadline=None)
@given(history=st.lists(clusterings(), max_size=4), last=clusterings())
def test_whatever_happened_each_thing_has_one_id_and_building_again_changes_nothing(history, last):
    folder = Folder()
    for clusters in history:
        folder.build(*clusters)
    found = folder.build(*last)
    assert {frozenset(c) for c in found.resolution.members.values()} == {frozenset(c) for c in last}
    assert not set(found.redirects) & set(found.resolution.members)
    assert set(found.redirects.values()) <= set(found.resolution.members)
    again = folder.build(*last)
    assert (again.resolution, again.redirects, again.new) == (found.resolution, found.redirects, None)


@settings(max_examples=200, deadline=None)
@given(before=clusterings(), during=clusterings())
def test_an_article_added_and_removed_leaves_no_trace(before, during):
    """The new article "e" may merge and split as it likes; with it gone, all is as it was."""
    folder = Folder()
    first = folder.build(*before)
    living = {r for c in before for r in c}
    kept = [tuple(r for r in c if r in living) for c in during]
    rest = tuple(sorted(living - {r for c in kept for r in c}))
    with_new = [c for c in (*kept, rest) if c]
    with_new[0] = (*with_new[0], record("e", 1))
    folder.build(*with_new)
    after = folder.build(*before)
    assert (after.resolution, after.redirects) == (first.resolution, first.redirects)
