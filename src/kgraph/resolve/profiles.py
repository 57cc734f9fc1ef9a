"""What facts say of a thing, as profiles that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kgraph.resolve.clusters import Clusters
from kgraph.resolve.constraints import NOTHING, Feature, Texts, ThingProfile
from kgraph.resolve.evidence import Weights
from kgraph.resolve.forms import BODY, EMBASSY, PERSON, PLACE, Form, sending
from kgraph.resolve.index import Index
from kgraph.resolve.known import Known
from kgraph.resolve.names import numbers, words

_COUNTRY = "schema:Country"
_MEMBERSHIPS = ("kg:memberOf", "kg:leads", "kg:represents", "kg:accreditedTo", "kg:participatesIn")


class Profiler:
    """Builds profiles from facts, by what is resolved so far."""

    def __init__(self, index: Index, forms: Mapping[str, Form], clusters: Clusters, known: Known) -> None:
        self.index, self.forms, self.clusters, self.known = index, forms, clusters, known
        self.weights = Weights(0)
        self._signs: dict[str, str] = {}
        self._company: dict[str, Texts] = {}

    # -- what excludes ---------------------------------------------------------------------

    def constraints(self, record: str) -> ThingProfile:
        """The profile of a record as far as it can exclude another."""
        form = self.forms[record]
        named = numbers(form.words) if form.rule != "gazetteer" else NOTHING
        return ThingProfile(
            form.family, named, frozenset((form.part,)) if form.part else NOTHING, self._countries(record, form),
            self._hosts(record), self._givers(record), frozenset((self.index.home(record),)),
        )  # fmt: skip

    def _countries(self, record: str, form: Form) -> Texts:
        """The states a thing is said to be of: not those an envoy is sent to."""
        index = self.index
        if index.types[record] == _COUNTRY:
            return NOTHING
        found = [*index.of(record, "kg:country"), *index.of(record, "kg:represents"), *index.of(record, "kg:locatedIn")]
        if form.family == PERSON:
            found += [o for h in index.pointing(record, "org:member") for o in index.of(h, "org:organization")]
        return frozenset(c for c in map(self.country, found) if c)

    def country(self, record: str) -> str:
        """The canonical name of a record that is a country; "" for all else."""
        if self.index.types.get(record) != _COUNTRY:
            return ""
        name = self.index.name(record)
        return self.known.country.get(" ".join(words(name)), name)

    def _hosts(self, record: str) -> Texts:
        """Where an embassy is: its country; for a consulate, which has many like it there, the city."""
        index = self.index
        if not index.schema.is_a(index.types[record], EMBASSY):
            return NOTHING
        parts = self.forms[record].words
        city_counts = any(p.startswith("consul") for p in parts)
        places = [" ".join(words(index.name(p))) for p in index.of(record, "kg:headquarteredIn")]
        if "in" in parts:
            places.append(" ".join(parts[parts.index("in") + 1 :]))
        sent = [*index.of(record, "kg:accreditedTo")]
        sent += [c for post in index.pointing(record, "org:postIn") for c in index.of(post, "kg:accreditedTo")]
        found = {p.removeprefix("the ") if city_counts else self._state_of(p) for p in places}
        return frozenset(
            (found or {self.country(c) for c in sent if not city_counts} or {self._published_in(record)}) - {""}
        )

    def _state_of(self, place: str) -> str:
        place = place.removeprefix("the ")
        return self.known.country.get(place) or self.known.cities.get(place) or place

    def _published_in(self, record: str) -> str:
        """An embassy speaks of itself without saying where it is; its page's publisher says it."""
        article = self.index.articles.get(record)
        parts = words(article.publisher) if article is not None else ()
        if "in" not in parts or sending(parts, self.known) != sending(self.forms[record].words, self.known):
            return ""
        return self.known.country.get(" ".join(parts[parts.index("in") + 1 :]), "")

    def _givers(self, record: str) -> Texts:
        index = self.index
        found = [*index.of(record, "kg:conferredBy")]
        if index.types[record] == "kg:Award":
            found += [a for e in index.pointing(record, "kg:award") for a in index.of(e, "kg:awarder")]
        return frozenset(self.forms[v].key if v in self.forms else v for v in found)

    # -- what supports ---------------------------------------------------------------------

    def recall(self, signs: Mapping[str, str], weights: Weights) -> None:
        """Use what was learnt before: the signs of all things of the articles that matter, and weights."""
        self._signs, self.weights = dict(signs), weights
        company: dict[str, set[str]] = {}
        for record, sign in signs.items():
            company.setdefault(self.index.home(record), set()).add(sign)
        self._company = {home: frozenset(found) for home, found in company.items()}

    def features(self, record: str) -> Iterator[Feature]:
        """The offices and bodies of a person."""
        yield from self._memberships(record)
        yield from self._offices(record)

    def look_around(self) -> None:
        """Learn which things stand together in articles, by what is resolved now, and how rare they are."""
        self._signs = {
            r: f"name {f.key}" if f.family == PERSON else self.clusters.root(r) for r, f in self.forms.items()
        }
        company: dict[str, set[str]] = {}
        for record in self.forms:
            if record in self.index.articles:
                company.setdefault(self.index.home(record), set()).add(self.sign(record))
        self._company = {home: frozenset(signs) for home, signs in company.items()}
        homes = {self.index.home(r) for r in self.forms}
        self.weights = Weights(len(homes))
        for signs in company.values():
            self.weights.count.update(signs)
        self.weights.famous.update(self.sign(r) for r, f in self.forms.items() if f.rule == "gazetteer")
        self._count_people()

    def _count_people(self) -> None:
        """Learn how many people, told by their names, have an office or are in a body."""
        seen: set[tuple[str, Feature]] = set()
        for record, form in self.forms.items():
            if form.family == PERSON:
                seen.update((form.key, f) for f in self.features(record))
        self.weights.holders.update(f for _, f in seen)
        self.weights.people = len({f.key for f in self.forms.values() if f.family == PERSON})

    def sign(self, record: str) -> str:
        """What stands for a thing in what is said of others: its cluster when names were compared, for people their name."""
        return self._signs.get(record, record)

    def full(self, record: str) -> ThingProfile:
        """A record's profile with ties and company."""
        known = self.constraints(record)
        company = self._company.get(self.index.home(record), NOTHING)
        ties = frozenset(self._ties(record, known))
        return ThingProfile(
            known.family, known.numbers, known.parts, known.countries, known.hosts, known.givers, known.homes,
            ties, frozenset(t.value for t in ties), company,
        )  # fmt: skip

    def _ties(self, record: str, profile: ThingProfile) -> Iterator[Feature]:
        index, root = self.index, self.sign
        yield from (Feature("country", c) for c in profile.countries)
        if profile.family == PERSON:
            yield from self._memberships(record)
            yield from self._offices(record)
            return
        yield from (Feature("host", c) for c in profile.hosts)
        for predicate in ("kg:partOf", "kg:operator", "kg:teamOf", "kg:memberOf", "kg:conferredBy", "kg:accreditedTo"):
            yield from (Feature("body", root(v)) for v in index.of(record, predicate))
        for predicate in ("kg:headquarteredIn", "kg:locatedIn"):
            yield from (Feature("in", root(v)) for v in index.of(record, predicate) if not self.country(v))
        for predicate in ("kg:leads", "org:organization", "kg:memberOf"):
            yield from self._holders(record, predicate)
        for predicate in ("kg:work", "kg:award"):
            for event in index.pointing(record, predicate):
                for role in ("kg:party", "kg:recipient"):
                    yield from (Feature("event", root(v)) for v in index.of(event, role))
        yield from self._own_page(record, profile)

    def _memberships(self, person: str) -> Iterator[Feature]:
        """Bodies and undertakings somebody belongs to; that one belongs to a country says little."""
        index = self.index
        found = [v for p in _MEMBERSHIPS for v in index.of(person, p)]
        found += [v for h in index.pointing(person, "org:member") for v in index.of(h, "org:organization")]
        for body in found:
            country = self.country(body)
            yield Feature("country", country) if country else Feature("member", self.sign(body))

    def _offices(self, person: str) -> Iterator[Feature]:
        """Offices with the body they are in: there is one Foreign Minister of Estonia at a time."""
        index = self.index
        for holding in index.pointing(person, "org:member"):
            for post in index.of(holding, "org:role"):
                title = " ".join(words(index.name(post)))
                for seat in index.of(post, "org:postIn"):
                    yield Feature("office", f"{title} @ {self.country(seat) or self.sign(seat)}")

    def _holders(self, record: str, predicate: str) -> Iterator[Feature]:
        for found in self.index.pointing(record, predicate):
            people = self.index.of(found, "org:member") if predicate == "org:organization" else [found]
            yield from (Feature("person", self.sign(p)) for p in people if self.index.types.get(p) == PERSON)

    def _own_page(self, record: str, profile: ThingProfile) -> Iterator[Feature]:
        """A ministry on its own page is the ministry of that page."""
        article = self.index.articles.get(record)
        if article is None or not article.publisher or profile.family not in (BODY, PLACE):
            return
        if set(self.forms[record].words) <= set(words(article.publisher)):
            yield Feature("publisher", article.publisher)

    # -- in words --------------------------------------------------------------------------

    def say(self, feature: Feature | str) -> str:
        """A feature as people read it."""
        if isinstance(feature, str):
            return feature
        kind = {"cross": "company", "in": "place", "event": "party", "member": "body"}.get(feature.kind, feature.kind)
        value, _, seat = feature.value.partition(" @ ")
        name = self.index.name(value) or value.removeprefix("name ")
        return f"{kind}: {name}, {self.index.name(seat) or seat}" if seat else f"{kind}: {name}"
