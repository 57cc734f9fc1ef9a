"""Named things of different articles: which are one.

First what a name alone decides, then people by context, then names that need the people around
them, then names that are only alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from kgraph.model import Link
from kgraph.resolve.blocks import Linker, Rule, named
from kgraph.resolve.clusters import Clusters
from kgraph.resolve.constraints import ThingProfile
from kgraph.resolve.forms import BODY, PERSON, PLACE, Form, form_of, forms
from kgraph.resolve.index import Index
from kgraph.resolve.known import Known
from kgraph.resolve.names import is_acronym, shortens, words
from kgraph.resolve.profiles import Profiler
from kgraph.resolve.similar import Similar

MEMBERS = 200
"""Records of a cluster that are looked at for context: more of them say nothing new."""

DOMINANT = 4
"""How many times more records one of several namesakes must have to be what the name means."""

# Evidence asked for; see docs/resolution.md.
LONG_NAME, FULL_NAME, COMMON_NAME = 1.5, 3.4, 5.0
REVERSED = 1.5
GENERAL, EMBASSY, OPEN = 1.0, 2.0, 3.0
ACRONYM = 2.0
CERTAIN_ACRONYM = 4


Take = Callable[[str, list[str], Rule, bool], None]
"""Joins a record with one of those that own its name by a rule, which may be certain where there is one owner only."""


class Things:
    """Puts the named things of an index into clusters."""

    def __init__(self, index: Index, clusters: Clusters, known: Known) -> None:
        self.index, self.clusters, self.known = index, clusters, known
        records = [r for r, cls in index.types.items() if index.schema.is_a(cls, "kg:Thing")]
        self.forms: Mapping[str, Form] = forms(records, index, known)
        self.profiler = Profiler(index, self.forms, clusters, known)
        self.linker = Linker(clusters, self.profiler)

    def constrain(self, records: Iterable[str], *, full: bool = False) -> None:
        """Give clusters their profiles, by what is resolved so far."""
        for root in self.clusters.roots(records):
            members = sorted(self.clusters.members(root))[: MEMBERS if full else None]
            first, *others = (self.profiler.full(m) if full else self.profiler.constraints(m) for m in members)
            self.clusters.set_profile(root, first.merge(others) if others else first)

    def run(self) -> None:
        """All rules in their order."""
        self.by_name(self.forms)
        self.profiler.look_around()
        self.by_context(self.forms)
        self.by_likeness(self.forms)

    def by_name(self, records: Iterable[str]) -> None:
        """What names alone decide."""
        order = {PLACE: 0, BODY: 1}  # givers of awards are bodies, and those must be resolved before
        closed = sorted(
            (r for r in records if not self.forms[r].open), key=lambda r: (order.get(self.forms[r].family, 2), r)
        )
        for family in dict.fromkeys(self.forms[r].family for r in closed):
            some = [r for r in closed if self.forms[r].family == family]
            self.constrain(some)
            self._by_name(some)
        self._by_other_name(closed, self._take_only)

    def by_context(self, records: Iterable[str]) -> None:
        """Names that need what is said around them: of several things, of people, of ministries and teams."""
        some = sorted(records)
        self._by_other_name([r for r in some if not self.forms[r].open], self._take_likeliest)
        self._in_context(r for r in some if self.forms[r].family == PERSON)
        self._in_context(r for r in some if self.forms[r].open and self.forms[r].family != PERSON)

    def by_likeness(self, records: Iterable[str]) -> None:
        """Names that are only alike."""
        similar = Similar(self.linker, {r: self.forms[r] for r in records}, self.known)
        self.settle_alike(similar, similar.candidates())

    def settle_alike(self, similar: Similar, candidates: Mapping[tuple[str, str], Rule]) -> None:
        """Join those of some candidates that context speaks for."""
        self.constrain((r for pair in candidates for r in pair), full=True)
        similar.settle(candidates)

    # -- the name alone --------------------------------------------------------------------

    def _by_name(self, records: Iterable[str]) -> None:
        blocks: dict[tuple[str, str], list[str]] = {}
        for record in records:
            known = self.forms[record]
            blocks.setdefault((known.family, known.key), []).append(record)
        for block in blocks.values():
            if len(block) > 1:
                self._namesakes(sorted(block))

    def _namesakes(self, records: list[str]) -> None:
        """One thing, but where countries, givers or parts part them; what fits several of those goes
        with the far commonest, else stays by itself.
        """
        bins: list[list[str]] = []
        sums: list[ThingProfile] = []
        free = []
        for record in records:
            profile = cast(ThingProfile, self.clusters.profile(record))
            if not (profile.countries or profile.givers or profile.parts):
                free.append(record)
                continue
            at = next((i for i, known in enumerate(sums) if not known.conflict(profile)), None)
            if at is None:
                bins.append([record])
                sums.append(profile)
            else:
                bins[at].append(record)
                if (
                    profile.countries - sums[at].countries
                    or profile.givers - sums[at].givers
                    or profile.parts - sums[at].parts
                ):
                    sums[at] = sums[at].merge([profile])
        bins.sort(key=lambda b: (-len(b), b[0]))
        if bins and free and (len(bins) == 1 or len(bins[0]) >= DOMINANT * len(bins[1])):
            bins[0] += free
        elif free:
            bins.append(free)
            for other in bins[:-1]:
                self.clusters.doubt(self._link(free[0], min(other), "exact-name", score=0.4))
        for records_of_one in bins:
            self._join_all(sorted(records_of_one))

    def _join_all(self, records: list[str]) -> None:
        self.clusters.join_all(records, lambda a, b: self._link(a, b, self._rule(a, b)), self.index.name)

    def _rule(self, one: str, other: str) -> str:
        """What made two names one."""
        called = ((self.index.name(r), self.forms[r]) for r in (one, other))
        return named("exact-name", *called)

    def _link(self, one: str, other: str, rule: str, score: float = 0.99) -> Link:
        names = (self.index.name(one), self.index.name(other))
        return Link(one, other, rule, names, score) if one < other else Link(other, one, rule, names[::-1], score)

    # -- other names -----------------------------------------------------------------------

    def _by_other_name(self, records: Sequence[str], take: Take) -> None:
        self._by_alias(records, take)
        self._by_acronym([r for r in records if self.forms[r].family == BODY], take)

    def _by_alias(self, records: Iterable[str], take: Take) -> None:
        """A thing that one article gives a second name, and another article calls by that alone."""
        named_so: dict[tuple[str, str], str] = {}
        for record in records:
            form = self.forms[record]
            named_so.setdefault((form.family, form.key), record)
        found: dict[tuple[str, str], set[str]] = {}
        for record in records:
            for key in self.aliases(record):
                if key in named_so:
                    found.setdefault(key, set()).add(record)
        for key, owners in sorted(found.items()):
            take(named_so[key], self.clusters.roots(owners), Rule("alias", ACRONYM), True)

    def _by_acronym(self, records: list[str], take: Take) -> None:
        """A body that one article calls by an acronym only, and another introduces with it."""
        introduced: dict[str, set[str]] = {}
        for record in records:
            for short in self.introduced(record):
                introduced.setdefault(short, set()).add(record)
        alone: dict[str, set[str]] = {}
        for record in records:
            if (short := self.acronym(record)) in introduced:
                alone.setdefault(short, set()).add(record)
        for short, bare in sorted(alone.items()):
            for root in self.clusters.roots(bare):
                owners = [r for r in self.clusters.roots(introduced[short]) if r != root]
                take(root, owners, Rule("acronym", ACRONYM), len(short) >= CERTAIN_ACRONYM)

    def aliases(self, record: str) -> Iterator[tuple[str, str]]:
        """The family and key of other names of a thing that are telling enough to know it by."""
        form, cls = self.forms[record], self.index.types[record]
        for alias in self.index.of(record, "skos:altLabel"):
            other = form_of(alias, cls, form.family, self.known)
            telling = other.rule == "gazetteer" or (len(other.words) > 1 and not other.open)
            if telling and other.key != form.key:
                yield form.family, other.key

    def introduced(self, record: str) -> Iterator[str]:
        """The acronyms that an article introduces for a body."""
        name = words(self.index.name(record))
        for short in self.index.names(record)[1:]:
            if is_acronym(short) and shortens(short, name):
                yield "".join(words(short))

    def acronym(self, record: str) -> str:
        """The acronym that a body is called by, or ""."""
        name = self.index.name(record)
        return "".join(words(name)) if is_acronym(name) else ""

    def _take_only(self, record: str, owners: list[str], rule: Rule, certain: bool) -> None:
        """Join a record with the only one that owns its name."""
        if certain and len(owners) == 1:
            self.clusters.join(self._link(self.clusters.root(record), owners[0], rule.name, 0.95))

    def _take_likeliest(self, record: str, owners: list[str], rule: Rule, certain: bool) -> None:  # noqa: ARG002  # a Take
        """Join a record with the one of several owners of its name that context speaks for."""
        root = self.clusters.root(record)
        self.constrain([root, *owners], full=True)
        pairs = [self.linker.weigh(root, o, rule) for o in owners if o != root]
        ranked = sorted((p for p in pairs if p is not None), key=lambda p: (-p.margin, p.one, p.other))
        clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0].margin > ranked[1].margin + 1)
        if clear:
            self.linker.take(ranked[:1], rule)
        else:
            for pair in ranked:
                self.clusters.doubt(replace(self.linker.link(pair, rule), score=0.4))

    # -- the name and its context ----------------------------------------------------------

    def _in_context(self, records: Iterable[str]) -> None:
        """Names that many bear: people, ministries, embassies, teams."""
        blocks: dict[tuple[str, str], list[str]] = {}
        for record in records:
            known = self.forms[record]
            if not (known.family == PERSON and len(known.words) < 2):
                blocks.setdefault((known.family, known.key), []).append(record)
        for _, block in sorted(blocks.items()):
            if len(self.clusters.roots(block)) > 1:
                self.constrain(block, full=True)
                self.linker.settle(block, self._needs(block))

    def _needs(self, records: list[str]) -> Rule:
        """How much evidence the name of some records asks for."""
        form = self.forms[min(records)]
        if form.family == PERSON:
            several = len({self.forms[r].words for r in records}) > 1
            return Rule(
                "exact-name", self.person_needs(form) + (0 if not several or self._family_first(form) else REVERSED)
            )
        if "<" in form.key:
            return Rule("exact-name", EMBASSY, company=False)
        return Rule("exact-name", GENERAL, company=False) if form.general else Rule("exact-name", OPEN)

    def person_needs(self, form: Form) -> float:
        """Three names are borne by few, a common East Asian family name and one more by very many."""
        proper = [w for w in form.words if w not in self.known.particles and len(w) > 1]
        if self._family_first(form):
            return COMMON_NAME
        return LONG_NAME if len(proper) > 2 else FULL_NAME

    def _family_first(self, form: Form) -> bool:
        return any(w in self.known.families for w in form.words)
