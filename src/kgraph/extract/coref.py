"""What pronouns and phrases such as "the Society" stand for, in one pass from left to right.

Each link carries the rule that made it. Where two candidates are as good, nothing is linked: a
gap is better than somebody else's words. The preferences are the usual ones of rule-based
resolution (Lappin & Leass, "An Algorithm for Pronominal Anaphora Resolution", 1994): nearness,
subjects before objects, agreement in gender and number, and no object that is its own subject.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from kgraph.extract.context import (
    AWARD,
    BODIES,
    CELESTIAL,
    COUNTRY,
    MISSION,
    ORGANIZATION,
    PERSON,
    PLACE,
    PROGRAMME,
    SPACECRAFT,
    TEAM,
    WORK,
)
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.modality import PRESUPPOSING
from kgraph.extract.names import Found
from kgraph.extract.offices import ENVOYS, NAMING, Office, singular
from kgraph.extract.parse import Parse, quoted
from kgraph.extract.things import Thing, Things, key
from kgraph.extract.words import tagged, words

_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_THEY = frozenset(["they", "them", "their", "themselves"])
_WE = frozenset(["we", "us", "our"])
_IT = frozenset(["it", "its", "itself"])
_PRONOUNS = _HE | _SHE | _THEY | _IT
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])
_MODIFIERS = ("JJ", "JJR", "JJS", "NN", "NNP", "HYPH", "CD", "VBN", "VBG", "POS")

_FIRMS = (ORGANIZATION,)
# Nouns that fit any thing of a class, whatever its name.
_GENERIC = {
    "company": _FIRMS, "firm": _FIRMS, "group": BODIES, "business": _FIRMS, "manufacturer": _FIRMS, "maker": _FIRMS,
    "organisation": BODIES, "organization": BODIES, "body": BODIES, "institution": BODIES, "agency": BODIES, "charity": BODIES,
    "country": (COUNTRY,), "nation": (COUNTRY,), "state": (COUNTRY,), "city": (PLACE,), "town": (PLACE,), "capital": (PLACE,),
    "craft": (SPACECRAFT,), "spacecraft": (SPACECRAFT,), "probe": (SPACECRAFT,), "vehicle": (SPACECRAFT,), "orbiter": (SPACECRAFT,),
    "lander": (SPACECRAFT,), "rover": (SPACECRAFT,), "satellite": (SPACECRAFT,), "rocket": (SPACECRAFT,), "original": (SPACECRAFT,),
    "mission": (MISSION,), "programme": (PROGRAMME,), "program": (PROGRAMME,), "project": (PROGRAMME, MISSION),
    "team": (TEAM,), "delegation": (TEAM,), "crew": (TEAM,), "visitors": (TEAM,), "guests": (TEAM,), "members": (),
    "medal": (AWARD,), "prize": (AWARD,), "award": (AWARD,), "honour": (AWARD,), "honor": (AWARD,), "distinction": (AWARD,),
    "document": (WORK,), "text": (WORK,), "agreement": (WORK,), "deal": (WORK,), "accord": (WORK,), "exhibition": (WORK,), "book": (WORK,),
    "planet": (CELESTIAL,), "crater": (CELESTIAL,), "plain": (CELESTIAL,), "basin": (CELESTIAL,), "site": (),
}  # fmt: skip
_SYNONYMS = tagged("coref", "synonyms")
_STYLED = tagged("coref", "styles")
_STYLES = frozenset(style for styles in _STYLED.values() for style in styles)
_STATUS = {
    "outgoing": "former",
    "former": "former",
    "incoming": "incoming",
    "departing": "former",
    "designated": "incoming",
}
_BOTH = frozenset(["leaders", "ministers", "presidents", "sides", "parties"])
_FLIGHTS = frozenset(["launch", "liftoff", "lift-off", "landing", "touchdown", "splashdown", "descent", "orbit"])
_GUESTS = frozenset(["guest", "visitor"])
_TEAM_NOUNS = frozenset(["delegation", "team", "crew", "squad"])
_VISITS = frozenset(["visit", "trip", "tour", "stay", "arrival"])
_COMING = frozenset(["visit", "arrive", "travel", "tour", "fly"])
_RECEIVING = words("coref", "receiving")
_SIGNING = words("context", "signing")
_COMPANY_NOUNS = frozenset(["company", "firm", "group", "business", "manufacturer", "maker"])
_LESSER = frozenset(["vice", "deputy", "prime", "assistant", "associate", "under"])
_FOUNDED = frozenset(["found", "establish", "create", "set", "incorporate"])
_PARTS = words("offices", "units")
_HEADING = frozenset(["head", "lead", "chair", "direct", "run", "manage", "coordinate", "staff"])
_CIVIC = words("coref", "civic")
_LEADING = words("coref", "leading")
_TELLING = words("context", "talking") | words("coref", "telling")
_AGENCY_NOUNS = frozenset(["agency", "organisation", "organization", "institution", "body", "employer", "institute"])
_PAIR_NOUNS = frozenset(["pair", "duo"])
_DIPLOMATS = frozenset(["diplomat", "envoy"])
_NUMBERS = {"two": 2, "three": 3, "four": 4, "both": 2}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One place where something was spoken of, as a candidate for what comes later."""

    token: int
    sentence: int
    things: tuple[int, ...]
    subject: bool
    object: bool


def link(
    parse: Parse, found: Found, things: Things, offices: Iterable[Office], lexicon: Lexicon
) -> dict[int, set[str]]:
    """Add nominal and pronoun mentions to the things of an article.

    Returns what the text calls each thing by common nouns ("rocket", "poet"), by number.
    """
    linker = _Linker(parse, found, things, list(offices), lexicon)
    linker.run()
    if things.issuer is not None:  # "we thank", "our chief executive": outside quotations who publishes the text
        ours = (t for t, w in enumerate(parse.words) if w.lower() in _WE and t not in linker.quoted)
        things.at.update(dict.fromkeys(ours, (things.issuer,)))
    return linker.kinds


class _Linker:
    def __init__(self, parse: Parse, found: Found, things: Things, offices: list[Office], lexicon: Lexicon) -> None:
        self.parse, self.things, self.lexicon = parse, things, lexicon
        self.offices = [self._appointed(o) for o in offices]
        self.office_tokens = {t for o in offices if o.holder is not None for t in range(o.first, o.last)}
        self.named = {t for first, last in things.spans for t in range(first, last)}
        self.occasions = {t for first, last in found.occasions for t in range(first, last)}
        self.spoken: list[Spoken] = []
        self.quoted = quoted(parse)
        self.kinds: dict[int, set[str]] = self._described()
        self.about = self._sections()

    def _sections(self) -> dict[int, int]:
        """“About Vale Shipping", as a heading or before a colon: whom the sentences behind it speak of, by sentence."""
        found: dict[int, int] = {}
        topic = None
        for number, (first, last) in enumerate(self.parse.sentences):
            told = [t for t in range(first, last) if not self.parse.words[t].isspace()]
            opens = len(told) > 1 and self.parse.words[told[0]] == "About"
            span = next((s for s in self.things.spans if opens and s[0] in told[1:3]), None)
            heading = span is not None and (span[1] > told[-1] or self.parse.words[span[1]] in (":", "\n"))
            if span is not None and heading:
                bodies = [n for n in self.things.spans[span] if self.things.all[n].cls in BODIES]
                topic = bodies[0] if bodies else None
            if topic is not None:
                found[number] = topic
        return found

    def _appointed(self, office: Office) -> Office:
        """“X was appointed Minister": X is who "the Minister" is from then on."""
        if office.holder is not None:
            return office
        for token in range(office.first, office.last):
            verb = self.parse.heads[token]
            subject = self.parse.kid(verb, "nsubjpass")
            if (
                self.parse.deps[token] in ("oprd", "attr", "dobj")
                and self.parse.lemmas[verb] in NAMING
                and subject is not None
            ):
                return replace(office, holder=subject)
        return office

    def run(self) -> None:
        ends = {
            last: (self.parse.head_of(first, last), numbers)
            for (first, last), numbers in sorted(self.things.spans.items(), reverse=True)
        }
        for number, (first, last) in enumerate(self.parse.sentences):
            token = first
            while token < last:
                if token + 1 in ends:
                    self._say(*ends[token + 1])
                lower = self.parse.words[token].lower()
                if token in self.named:
                    pass
                elif (behind := self._style(token)) is not None:
                    self._styled(token, behind)
                    token = behind
                    continue
                elif (
                    lower in _PRONOUNS and self.parse.tags[token] in ("PRP", "PRP$") and self.parse.words[token] != "HE"
                ):
                    if lower in _THEY:
                        self._coordinate(number)
                    self._pronoun(token, lower, number)
                elif (behind := self._the_two(token)) is not None:
                    self._group(token, behind, number)
                    token = behind
                    continue
                elif lower == "that" and self.parse.tags[token] != "DT":
                    pass  # "said that Mr. X"
                elif lower in _DEFINITE or (lower in ("a", "an", "its", "their") and self._begins_team(token)):
                    self._phrase(token, number)
                token += 1
            self._coordinate(number)

    def _say(self, token: int, numbers: tuple[int, ...]) -> None:
        dep = self._function(token)
        self.spoken.append(
            Spoken(
                token,
                self.parse.sentence_of[token],
                numbers,
                dep in ("nsubj", "nsubjpass"),
                dep in ("dobj", "pobj", "dative"),
            )
        )

    def _function(self, token: int) -> str:
        """A token's function; what is coordinated or apposed has its head's."""
        while self.parse.deps[token] in ("conj", "appos", "compound") and self.parse.heads[token] != token:
            token = self.parse.heads[token]
        return self.parse.deps[token]

    def _coordinate(self, number: int) -> None:
        """“X and Y” can be taken up by "they"."""
        here = [s for s in self.spoken if s.sentence == number and len(s.things) == 1]
        people = [s for s in here if self.things.all[s.things[0]].cls == PERSON]
        heads: dict[int, list[Spoken]] = {}
        for s in people:
            token = s.token
            while self.parse.deps[token] == "conj":
                token = self.parse.heads[token]
            heads.setdefault(token, []).append(s)
        for group in heads.values():
            numbers = tuple(dict.fromkeys(n for s in group for n in s.things))
            if len(numbers) > 1:
                self.spoken.append(Spoken(group[-1].token, number, numbers, group[0].subject, group[0].object))

    # -- styles ----------------------------------------------------------------------------

    def _style(self, token: int) -> int | None:
        """The end of "His Royal Highness", "Her Excellency" where no name or office ("the Minister") follows, and of
        "the Head of State".
        """
        words = self.parse.words
        if words[token].lower() == "the" and " ".join(words[token + 1 : token + 4]).lower() in _STYLES:
            return token + 4
        if words[token].lower() not in ("his", "her"):
            return None
        last = token + 2 + (words[token + 1 : token + 2] in (["Royal"], ["Serene"], ["Imperial"]))
        if last > len(words) or not words[last - 1].istitle() or words[last - 1].lower() not in _STYLES:
            return None
        name = next((t for t in range(last, len(words)) if t in self.named or not words[t][0].isupper()), last)
        return last if name not in self.named and words[last : last + 1] != ["the"] else None

    def _styled(self, token: int, behind: int) -> None:
        """Whoever of that title, or holding such an office, was spoken of last."""
        ruling = self.parse.words[token].lower() == "the"
        style = " ".join(self.parse.words[token + 1 if ruling else behind - 1 : behind]).lower()
        genders = {"his": ("male", ""), "her": ("female", "")}.get(
            self.parse.words[token].lower(), ("male", "female", "")
        )
        holders = {
            t.number
            for o in self.offices
            if o.holder is not None
            and o.first < token
            and style in _STYLED.get(o.head if ruling else o.head.rpartition(" ")[2], ())
            and not (ruling and any(t.cls in BODIES for b in o.bodies for t in self.things.of(b)))
            for t in self.things.of(o.holder)
        }
        bearers = {
            t.number
            for t in self.things.all
            if t.cls == PERSON
            and t.gender in genders
            and (
                t.number in holders
                or any(style in _STYLED.get(w.lower(), ()) for title in t.titles for w in title.split())
            )
        }
        if (person := self._last_spoken(bearers, token)) is not None:
            head = token + 1 if ruling else behind - 1
            self.things.link(token, behind, [person], ("nominal", "style"), head)
            self._say(head, (person.number,))

    # -- two people ------------------------------------------------------------------------

    def _the_two(self, token: int) -> int | None:
        """The end of "the two", "the pair", "both of them" where no noun follows."""
        words, tags = self.parse.words, self.parse.tags
        if token + 2 >= len(words) or words[token].lower() not in ("the", "both"):
            return None
        if words[token].lower() == "the" and words[token + 1].lower() in _PAIR_NOUNS:
            return token + 2
        last = token + 2 if words[token].lower() == "the" else token + 1
        if last == token + 2 and words[token + 1].lower() != "two":
            return None
        if [w.lower() for w in words[last : last + 2]] == ["of", "them"]:
            return last + 2
        counted = tags[last][:2] in ("NN", "JJ", "CD") or tags[last] in ("HYPH", "VBG", "VBN", "DT", "PRP$", "NNP")
        return last if last == token + 2 and not counted else None

    def _group(self, token: int, last: int, sentence: int) -> None:
        pair = self._pair((PERSON,), token, sentence)
        if pair:
            self.things.link(token, last, pair, ("nominal", "the two"), last - 1)
            self._say(last - 1, tuple(t.number for t in pair))

    def _pair(self, classes: Collection[str], before: int, sentence: int) -> list[Thing]:
        """The two things of some classes that are spoken of together: in the nearest sentence before that has
        just two, else in the article's first.
        """
        for number in range(sentence, max(sentence - 4, -1), -1):
            here = self._spoken_in(number, classes, before)
            if len(here) == 2:
                return [self.things.all[n] for n in sorted(here)]
            if len(here) > 2:
                break
        lead = self.parse.sentence_of[self.parse.lead_end - 1]
        first = self._spoken_in(lead, classes, before)
        return [self.things.all[n] for n in sorted(first)] if len(first) == 2 else []

    def _spoken_in(self, sentence: int, classes: Collection[str], before: int) -> set[int]:
        return {
            n
            for s in self.spoken
            if s.sentence == sentence and s.token < before and s.token not in self.quoted
            for n in s.things
            if self.things.all[n].cls in classes
        }

    # -- phrases ---------------------------------------------------------------------------

    def _phrase(self, token: int, sentence: int) -> None:
        head = self._head_of_phrase(token)
        if head is None or head in self.named or head in self.occasions or head in self.office_tokens:
            return
        if self.parse.deps[head] in ("attr", "appos", "oprd"):
            return  # "is the oldest society", "X, the mission that": says what something is, refers to nothing new
        noun = self._noun(token, head)
        found = self._resolve_phrase(token, head, noun, sentence)
        if found is None:
            return
        chosen, rule, last = found
        self.things.link(token, last, chosen, ("nominal", rule), head)
        self._say(head, tuple(t.number for t in chosen))

    def _head_of_phrase(self, token: int) -> int | None:
        """The noun that a definite article belongs to."""
        head, tags = None, self.parse.tags
        for t in range(token + 1, min(token + 9, len(self.parse))):
            if t in self.named and self.parse.words[t] not in self.lexicon.demonyms:
                break
            if tags[t] in ("NN", "NNS", "NNP", "NNPS"):
                head = t
            elif tags[t] not in _MODIFIERS or self.parse.words[t] in ("'s", "’s", "'", "’"):
                break
        return head

    def _noun(self, token: int, head: int) -> str:
        """The head with the words before it that make it a known noun ("Cabinet Secretary")."""
        for first in range(token + 1, head + 1):
            words = " ".join(self.parse.slice(first, head + 1).split()).lower()
            words = words.removesuffix("-designate").removesuffix("-elect")
            if words in self.lexicon.offices or words in self.lexicon.kinds or words in self.lexicon.titles:
                return words
        return self.parse.words[head].lower()

    def _resolve_phrase(self, token: int, head: int, noun: str, sentence: int) -> tuple[list[Thing], str, int] | None:
        if self.parse.words[token].lower() in ("a", "an", "its", "their"):
            return self._new_team(token, head)
        if self._followed_by_of(head) and noun not in _TEAM_NOUNS:
            each = self._of_each(self._plural(token, head, noun), head)
            return (each, "role", head + 1) if each else None
        if (count := self._count(token, head)) is not None:
            several = self._several(self._plural(token, head, noun), count, head, sentence)
            return (several, "counted phrase", head + 1) if several else None
        if self.parse.tags[head] in ("NNS", "NNPS") and noun not in _GENERIC:
            return None
        if noun in self.lexicon.offices and (told := self._told_status(head)) is not None:
            gone = self._of_status(noun, told, head)
            return ([gone], "role", head + 1) if gone is not None else None
        for rule, find in (
            ("guest", self._by_visit),
            ("role", self._by_office),
            ("kind", self._by_kind),
            ("described", self._by_description),
        ):
            thing = find(noun, head, sentence)
            if thing is not None:
                return [thing], rule, head + 1
        if noun in _TEAM_NOUNS:
            return self._new_team(token, head)
        return None

    def _followed_by_of(self, head: int) -> bool:
        words = self.parse.words
        return head + 1 < len(words) and words[head + 1] in ("of",)

    def _by_office(self, noun: str, head: int, _: int) -> Thing | None:
        """“the Minister”: who holds or is to hold such an office here; the one spoken of last."""
        noun = noun.removesuffix("-designate").removesuffix("-elect")
        if noun not in self.lexicon.offices and noun not in _DIPLOMATS and noun not in self.lexicon.titles:
            return None
        holders: list[int] = []
        ranked = [o for o in self.offices if o.holder is not None and o.first <= head]
        alone = all(_lesser(o.head, noun) for o in ranked if o.head.endswith(noun))
        for office in ranked:
            if office.holder is None or (_lesser(office.head, noun) and not alone):
                continue  # "the President" is not the Vice-President, where there is one
            fits = (
                office.head == noun or office.head.endswith((" " + noun, "-" + noun)) or office.position.endswith(noun)
            )
            if noun in _DIPLOMATS:
                fits = any(office.head.endswith(e) for e in ENVOYS)
            fits = fits or office.position.startswith(noun + " ")
            holders += [t.number for t in self.things.of(office.holder) if fits and t.cls == PERSON]
        holders += [
            t.number
            for t in self.things.all
            if t.cls == PERSON and any(noun in x.lower() for x in t.titles) and t.first < head
        ]
        holders = self._of_country(holders, head)
        if (principal := self._of_the_lead(set(holders), head)) is not None:
            return principal
        return self._foremost(set(holders), head)

    def _foremost(self, holders: set[int], head: int) -> Thing | None:
        """Of two ministers of whom a sentence speaks, "the minister" in the next is the one it is about."""
        said = [s for s in self.spoken if s.token < head and len(s.things) == 1 and s.things[0] in holders]
        if not said:
            return None
        last = max(s.sentence for s in said)
        near = [s for s in said if s.sentence == last]
        subjects = {s.things[0] for s in near if s.subject}
        if len({s.things[0] for s in near}) > 1 and len(subjects) == 1 and last < self.parse.sentence_of[head]:
            return self.things.all[subjects.pop()]
        return self._last_spoken(holders, head)

    def _counterpart_of(self, state: str) -> list[int]:
        """“his Peruvian counterpart, Ana Vela": who that is."""
        demonyms = self.lexicon.demonyms
        nouns = (
            t
            for t, lemma in enumerate(self.parse.lemmas)
            if lemma == "counterpart" and state in (demonyms.get(w) for w in self.parse.words[max(0, t - 2) : t])
        )
        return [t.number for n in nouns for name in self.parse.kids(n, "appos") for t in self.things.of(name)]

    def _told_status(self, head: int) -> str | None:
        """“the outgoing minister", "the new ambassador": not whoever is the minister."""
        near = [self.parse.words[t].lower() for t in range(max(0, head - 2), head)]
        return next((status for w in near if (status := _STATUS.get(w)) is not None), None)

    def _of_status(self, noun: str, status: str, head: int) -> Thing | None:
        """The only holder of an office who is told to have left, or to be taking, it."""
        fitting = (o for o in self.offices if o.holder is not None and o.head.endswith(noun) and o.first < head)
        holders = {t.number for o in fitting if o.status == status for t in self.things.of(o.holder or 0)}
        return self.things.all[next(iter(holders))] if len(holders) == 1 else None

    def _of_country(self, holders: list[int], head: int) -> list[int]:
        """“the Kazakh minister": of that country if one is, and in no case of another one."""
        near = (self.parse.words[t] for t in range(max(0, head - 3), head))
        country = next((self.lexicon.demonyms[w] for w in near if w in self.lexicon.demonyms), None)
        if country is None:
            return holders
        served = self._served(self.offices)
        return [n for n in holders if country in served.get(n, ())] or [n for n in holders if not served.get(n)]

    def _served(self, offices: Iterable[Office]) -> dict[int, set[str]]:
        """The countries of whose offices each person is told to hold one."""
        served: dict[int, set[str]] = {}
        for office in offices:
            if office.holder is not None:
                of = {t.name for b in office.bodies for t in self.things.of(b) if t.cls == COUNTRY} | {office.country}
                for thing in self.things.of(office.holder):
                    served.setdefault(thing.number, set()).update(of - {""})
        return served

    def _of_each(self, noun: str, head: int) -> list[Thing]:
        """“the leaders of Chile and Peru", "the foreign ministers of …": the only one who holds such an office of each."""
        of = next((p for p in self.parse.kids(head, "prep") if self.parse.words[p] == "of"), None)
        first = None if of is None else self.parse.kid(of, "pobj")
        if first is None:
            return []
        listed = [first]
        for token in listed:
            listed += self.parse.kids(token, "conj")
        states = [t.name for token in listed for t in self.things.of(token) if t.cls == COUNTRY]
        single = singular(noun)
        fits = [o for o in self.offices if (o.head in _LEADING if noun == "leaders" else o.head.endswith(single))]
        served = self._served(o for o in fits if o.status == "current")
        found = [[n for n, of in served.items() if state in of] or self._counterpart_of(state) for state in states]
        each = len(states) > 1 and len(states) == len(listed) and all(len(n) == 1 for n in found)
        return [self.things.all[n] for (n,) in found] if each else []

    def _of_the_lead(self, holders: set[int], head: int) -> Thing | None:
        """Of several ministers "the Minister" is the one the article opens with, unless another is at hand."""
        if len(holders) < 2:
            return None
        sentence = self.parse.sentence_of[head]
        near = {n for s in self.spoken if s.sentence == sentence and s.token < head for n in s.things} & holders
        first = {n for n in holders if any(x.first < self.parse.lead_end for x in self.things.all[n].links)}
        return self.things.all[next(iter(first))] if len(first) == 1 and near <= first else None

    def _last_spoken(self, numbers: set[int], before: int) -> Thing | None:
        said = [s for s in self.spoken if s.token < before and len(s.things) == 1 and s.things[0] in numbers]
        return self.things.all[max(said, key=lambda s: s.token).things[0]] if said else None

    def _by_visit(self, noun: str, head: int, _: int) -> Thing | None:
        """“the guest": the only one who is told to have come or to have been received."""
        if noun not in _GUESTS:
            return None
        visitors = {t.number for token in self._visitors(head) for t in self.things.of(token) if t.cls == PERSON}
        return self.things.all[next(iter(visitors))] if len(visitors) == 1 else None

    def _visitors(self, before: int) -> Iterator[int]:
        parse = self.parse
        for token in range(before):
            lemma = parse.lemmas[token]
            if lemma in _COMING and parse.tags[token][:2] == "VB":
                yield from parse.kids(token, "nsubj")
            elif lemma in _RECEIVING and parse.tags[token][:2] == "VB":
                yield from parse.kids(token, "dobj", "nsubjpass")
            elif lemma in _VISITS and parse.tags[token] == "NN":
                yield from parse.kids(token, "poss")
                yield from (
                    o
                    for p in parse.kids(token, "prep")
                    if parse.words[p] in ("by", "of")
                    for o in parse.kids(p, "pobj")
                )

    def _by_kind(self, noun: str, head: int, sentence: int) -> Thing | None:
        """“the Society”: the thing of that kind; by its name, else by what fits any of its class."""
        classes = self._classes(noun)
        if not classes:
            return None
        seen = {n for s in self.spoken if s.token < head for n in s.things}
        fitting = [t for t in self.things.all if t.number in seen and t.cls in classes]
        told = self._modifiers(head, noun)
        bearing = [t for t in fitting if self._bears(t, noun) and all(self._bears(t, m) for m in told)]
        topic = self.about.get(sentence)
        about = None if topic is None else self.things.all[topic]
        called = about is not None and (about in bearing or (noun in _GENERIC and not bearing))
        if about is not None and about.cls in classes and called:
            return about
        if noun in _COMPANY_NOUNS:
            bearing = [t for t in bearing if not _CIVIC & set(key(t.name).split())]
        exact = [t for t in bearing if noun in key(t.name).split()]
        if len(exact) == 1:
            return exact[0]
        if len(bearing) > 1 and classes == BODIES:
            return self._topical(bearing, head, sentence)
        if bearing:
            return self._last_spoken({t.number for t in bearing}, head) or bearing[-1]
        if noun not in _GENERIC or not fitting:
            return None
        if noun in ("guests", "visitors"):  # "among the guests at the ceremony" are more than the team that is honoured
            fitting = [t for t in fitting if "delegation" in t.name.lower()]
        if noun in _COMPANY_NOUNS:
            fitting = [t for t in fitting if not _CIVIC & set(key(t.name).split())]
            plain = [t for t in fitting if "bank" not in key(t.name).split() or noun == "bank"]
            return self._topical(plain or fitting, head, sentence)
        if classes == (SPACECRAFT,):
            fitting = [
                t
                for t in fitting
                if not self.kinds.get(t.number)
                or self.kinds[t.number] & {noun, "craft"}
                or noun in ("craft", "spacecraft", "probe", "original")
            ]
            fitting = [t for t in fitting if "rocket" not in self.kinds.get(t.number, ()) or noun == "rocket"]
        if classes == BODIES and len(fitting) > 1:
            fitting = [t for t in fitting if not _CIVIC & set(key(t.name).split()) or noun in key(t.name).split()]
            return self._topical(fitting, head, sentence) if noun in _AGENCY_NOUNS else None
        near = [t for t in fitting if self._recent(t, head, sentence, 3)]
        numbers = {t.number for t in near or fitting}
        return self._last_spoken(numbers, head) if len(numbers) == 1 or classes != (PLACE,) else None

    def _classes(self, noun: str) -> Collection[str]:
        if noun in _GENERIC:
            return _GENERIC[noun]
        cls = self.lexicon.kinds.get(noun, "")
        return BODIES if cls in BODIES else (cls,) if cls else ()

    def _bears(self, thing: Thing, noun: str) -> bool:
        words = {w for n in (thing.name, *thing.aliases) for w in key(n).replace("-", " ").split()}
        if thing.cls in BODIES and any(noun in _SYNONYMS.get(w, ()) for w in words):
            return True
        return noun in words or noun in self.kinds.get(thing.number, ())

    def _modifiers(self, head: int, noun: str) -> set[str]:
        """Nouns before the head of a phrase that are no part of the kind: "the harbour museum"."""
        first = head
        while first > 0 and self.parse.tags[first - 1] == "NN":
            first -= 1
        return {self.parse.words[t].lower() for t in range(first, head)} - set(noun.split())

    def _topical(self, fitting: list[Thing], head: int, sentence: int) -> Thing | None:
        """Of several companies: the one of this sentence, else of the first one, else the one spoken of most."""
        here = [
            t for t in fitting if any(self.parse.sentence_of[x.first] == sentence and x.first < head for x in t.links)
        ]
        lead = [t for t in fitting if any(x.first < self.parse.lead_end for x in t.links)]
        acting = [t for t in here if self._acts(t, head, sentence)]  # "X will build a craft for Y, the company said"
        for only in (acting, here, lead):
            if len(only) == 1:
                return only[0]
        often = {t.number: sum(x.first < head for x in t.links) for t in fitting}
        most = [t for t in fitting if often[t.number] == max(often.values())]
        before = [t for t in most if any(self.parse.sentence_of[x.first] == sentence - 1 for x in t.links)]
        if not most or len(before) > 1:
            return None  # "X has bought Y. The company" may be either
        return min(most, key=lambda t: t.first)

    def _acts(self, thing: Thing, head: int, sentence: int) -> bool:
        """The subject of something that a sentence tells before a token."""
        links = (x for x in thing.links if x.first < head and self.parse.sentence_of[x.first] == sentence)
        return any(self.parse.deps[self.parse.head_of(x.first, x.last)][:5] == "nsubj" for x in links)

    def _recent(self, thing: Thing, head: int, sentence: int, reach: int) -> bool:
        return any(x.first < head and sentence - self.parse.sentence_of[x.first] <= reach for x in thing.links)

    def _by_description(self, noun: str, head: int, _: int) -> Thing | None:
        """“the poet”: who was called one before."""
        numbers = {n for n, kinds in self.kinds.items() if noun in kinds and self.things.all[n].cls == PERSON}
        return self._last_spoken(numbers, head) if len(numbers) == 1 else None

    def _described(self) -> dict[int, set[str]]:
        """Common nouns that the text sets beside a name: "the Yutu-2 rover", "X, a poet"."""
        found: dict[int, set[str]] = {}
        words, tags = self.parse.words, self.parse.tags
        for (first, last), numbers in self.things.spans.items():
            nouns = {
                words[t].lower()
                for t in range(last, min(last + 3, len(words)))
                if tags[t] == "NN" and all(tags[u] in ("NN", "JJ") for u in range(last, t))
            }
            if last < len(words) and words[last] == ",":
                nouns |= self._apposed_noun(last + 1)
            if first and tags[first - 1] == "NN" and self._belongs(first - 1, first, last):
                nouns.add(words[first - 1].lower())
            for number in numbers:
                found.setdefault(number, set()).update(nouns)
        return found

    def _belongs(self, noun: int, first: int, last: int) -> bool:
        """The noun before a name is part of its phrase, not the end of another one."""
        heads = self.parse.heads
        return heads[noun] in range(first, last) or any(heads[t] == noun for t in range(first, last))

    def _apposed_noun(self, start: int) -> set[str]:
        words, tags = self.parse.words, self.parse.tags
        if start >= len(words) or words[start].lower() not in ("a", "an", "the", "its", "his", "her"):
            return set()
        head = None
        for token in range(start + 1, min(start + 8, len(words))):
            if tags[token] in ("NN", "NNP"):
                head = words[token].lower()
            elif words[token] in ("'s", "’s", "'", "’"):
                return set()  # "the agency's director"
            elif tags[token] not in ("JJ", "HYPH", "VBN", "CD", "JJS"):
                break
        return {head} if head else set()

    # -- teams -----------------------------------------------------------------------------

    def _begins_team(self, token: int) -> bool:
        head = self._head_of_phrase(token)
        if head is None or head in self.named:
            return False
        return self.parse.lemmas[head] == "delegation" or self._led(head)

    def _led(self, head: int) -> bool:
        """“a development team led by Ana Vela"."""
        behind = [w.lower() for w in self.parse.words[head + 1 : head + 3]]
        led = len(behind) == 2 and behind[0] in ("led", "headed", "captained", "directed") and behind[1] == "by"
        return led and self.parse.lemmas[head] in _TEAM_NOUNS

    def _new_team(self, token: int, head: int) -> tuple[list[Thing], str, int] | None:
        """“a delegation of the Parliament of Austria”: a team that has no name of its own."""
        if self.parse.lemmas[head] != "delegation" and not self._led(head):
            return None
        last = head + 1
        owners: list[int] = []
        while last + 1 < len(self.parse) and self.parse.words[last] in ("of", "from"):
            start = last + 2 if self.parse.words[last + 1] == "the" else last + 1
            span = next((s for s in self.things.spans if s[0] == start), None)
            if span is None:
                break
            owners += self.things.spans[span]
            last = span[1]
        text = " ".join(self.parse.slice(token + 1, last).split())
        team = self.things.add(TEAM, text)
        team.base, team.plural = text, True
        team.owners = {self.things.all[n].name for n in owners if self.things.all[n].cls == COUNTRY}
        return [team], "unnamed team", last

    # -- several ---------------------------------------------------------------------------

    def _count(self, token: int, head: int) -> int | None:
        if self.parse.words[head].lower() in _BOTH and head == token + 1 and self.parse.words[token].lower() == "the":
            return 2
        for t in range(token, head):
            if (count := _NUMBERS.get(self.parse.words[t].lower())) is not None and self.parse.tags[head] in (
                "NNS",
                "NNPS",
            ):
                return count
        return None

    def _plural(self, token: int, head: int, noun: str) -> str:
        """“both prime ministers", "the two foreign secretaries": the longest office whose plural this is, else the noun."""
        for first in range(token + 1, head):
            words = " ".join(self.parse.slice(first, head + 1).split()).lower()
            if singular(words) in self.lexicon.offices:
                return words
        return noun

    def _several(self, noun: str, count: int, head: int, sentence: int) -> list[Thing]:
        """“the two countries”, "both ministers": exactly so many fit, here or in what went before."""
        single = singular(noun)
        if count == 2 and (
            single in self.lexicon.people or noun in ("leaders", "officials", "women", "men", "colleagues")
        ):
            return self._pair((PERSON,), head, sentence)
        if single in ("side", "party", "nation", "government", "people"):
            single = "country"
        if single in self.lexicon.offices:
            numbers = {
                t.number
                for o in self.offices
                if o.holder is not None and (o.head.endswith(single))
                for t in self.things.of(o.holder)
            }
            fitting = [t for t in self.things.all if t.number in numbers]
        else:
            classes = self._classes(single)
            fitting = [t for t in self.things.all if t.cls in classes]
            bearing = [t for t in fitting if single in key(t.name).split()]
            fitting = bearing if len(bearing) >= count else fitting
        if len(fitting) == count:
            return fitting
        before = {n: s.token for s in self.spoken for n in s.things if s.token < head}
        near = sorted((t for t in fitting if t.number in before), key=lambda t: -before[t.number])[:count]
        recent = [t for t in near if sentence - self.parse.sentence_of[before[t.number]] <= 2]
        return sorted(recent, key=lambda t: t.number) if len(recent) == count and len(near) == count else []

    # -- pronouns --------------------------------------------------------------------------

    def _pronoun(self, token: int, word: str, sentence: int) -> None:
        scored = sorted(self._candidates(token, word, sentence), key=lambda c: (-c[0], -c[1].token))
        if (
            not scored
            and word in _THEY
            and self._no_other_plural(token, sentence)
            and (pair := self._pair((PERSON,), token, sentence))
        ):
            self.things.link(token, token + 1, pair, ("pronoun", "the two"), token)
            self._say(token, tuple(t.number for t in pair))
        if not scored:
            return
        best = scored[0]
        rivals = [c for c in scored[1:] if c[1].things != best[1].things]
        if rivals and rivals[0][0] >= best[0]:
            return
        chosen = [self.things.all[n] for n in best[1].things]
        self.things.link(token, token + 1, chosen, ("pronoun", "pronoun"), token)
        self._say(token, best[1].things)
        others = {n for _, said in rivals for n in said.things if self.things.all[n].cls == PERSON}
        if len(chosen) == 1 and chosen[0].cls == PERSON and not chosen[0].gender and word in _HE | _SHE and not others:
            chosen[0].gender = "male" if word in _HE else "female"

    def _no_other_plural(self, token: int, sentence: int) -> bool:
        """“They" begins a clause, and no plural noun before it may be meant."""
        tags, deps = self.parse.tags, self.parse.deps
        first, _ = self.parse.sentences[sentence]
        before = self.parse.sentences[sentence - 1] if sentence else (first, first)
        opens = deps[token] in ("nsubj", "nsubjpass") or token == first
        told = any(tags[t] in ("NNS", "NNPS") for t in range(first, token))
        subjects = any(tags[t] in ("NNS", "NNPS") and deps[t][:5] == "nsubj" for t in range(*before))
        return opens and not told and not subjects

    def _candidates(self, token: int, word: str, sentence: int) -> Iterator[tuple[float, Spoken]]:
        function, verb = self._function(token), self._governor(token)
        possessive = self.parse.tags[token] == "PRP$"
        barred = set() if possessive else self._coarguments(token, verb)
        if token in self.quoted:
            barred |= self._speakers(sentence)
        document = word in _IT and function in ("dobj", "nsubjpass") and self.parse.lemmas[verb] in _SIGNING
        own = self.parse.kid(verb, *self._owning(token, verb)) if possessive else self._who_says(verb, token)
        if own is not None and self.parse.tags[own] == "WP" and self.parse.deps[verb] == "relcl":
            own = self.parse.heads[verb]  # "Y, who submitted his resignation"
        flown = possessive and word in _IT and self.parse.lemmas[self.parse.heads[token]] in _FLIGHTS
        above = {self.parse.kid(h, "nsubj", "nsubjpass") for h in self.parse.ancestors(verb) if h != verb}
        told = {self.parse.heads[h] for h in self.parse.ancestors(verb) if self.parse.deps[h] == "relcl"}
        if (ahead := self._ahead(token, word, sentence)) is not None:
            yield 130.0, ahead
        elif word == "its" and (near := self._beside_its_owner(token, sentence)) is not None:
            yield 200.0, near
        elif self._of_the_unnamed(token, word, function, sentence):
            return
        for said in reversed(self.spoken):
            distance = sentence - said.sentence
            if distance > 3:
                break
            if (
                said.token >= token
                or not self._agrees(said, word)
                or (document and self.things.all[said.things[0]].cls != WORK)
                or (set(said.things) & barred and len(said.things) == 1)
            ):
                continue
            # "Ana thanked her team", "the probe landed after its launch"
            bound = 40 if own is not None and (said.token == own or said.things == self.things.at.get(own)) else 0
            bound += 60 * (flown and self.things.all[said.things[0]].cls in (SPACECRAFT, MISSION))  # "its launch"
            bound += 8 * (said.token in above)  # "X has existed since 2003, when it was founded"
            bound += 40 * (distance > 0 and self._appointee(said.token))  # "named X as envoy. She takes over"
            bound += 30 * (said.token in told)  # "conferred on X, who chaired the Trust until he stepped down"
            yield self._score(said, distance, function, word) + bound, said

    def _appointee(self, token: int) -> bool:
        return self.parse.deps[token] in ("dobj", "nsubjpass") and self.parse.lemmas[self.parse.heads[token]] in NAMING

    def _owning(self, token: int, verb: int) -> tuple[str, ...]:
        """Which argument of its verb a possessive most likely is: who receives somebody does not do so "during her visit"."""
        noun = self.parse.heads[token]
        if self.parse.lemmas[verb] in PRESUPPOSING and self.parse.words[self.parse.heads[noun]].lower() in ("on", "upon", "for"):  # fmt: skip
            return ("dobj",)  # "congratulated him on his election"
        visit = self.parse.lemmas[noun] in _VISITS
        received = visit and self.parse.lemmas[verb] in _RECEIVING
        return ("dobj", "nsubjpass") if received else ("nsubj", "nsubjpass")

    def _who_says(self, verb: int, token: int) -> int | None:
        """“The company said that it had signed": the subject of the clause above."""
        above = self.parse.heads[verb]
        said = self.parse.deps[verb] == "ccomp" and self.parse.deps[token] in ("nsubj", "nsubjpass")
        return self.parse.kid(above, "nsubj") if said and token not in self.quoted else None

    def _ahead(self, token: int, word: str, sentence: int) -> Spoken | None:
        """“Accepting the cup for her colleagues, Ana said": the subject that comes behind a fronted phrase."""
        if word in _IT | _THEY or token in self.quoted:
            return None
        for head in self.parse.ancestors(token):
            subject = self.parse.kid(head, "nsubj", "nsubjpass") if self.parse.tags[head][:2] == "VB" else None
            if subject is None:
                continue
            if subject <= token or subject not in self.named or self.parse.words[subject - 1] == "whose":
                return None
            comma = any(self.parse.words[t] == "," for t in range(token, subject)) or self._opens(token, head)
            said = Spoken(subject, sentence, self.things.at.get(subject, ()), True, False)
            return said if comma and len(said.things) == 1 and self._agrees(said, word) else None
        return None

    def _beside_its_owner(self, token: int, sentence: int) -> Spoken | None:
        """“thanked the University and its rector", "the Centre, where he was received by its director"."""
        noun = self.parse.heads[token]
        owner = self.parse.heads[noun] if self.parse.deps[noun] == "conj" else None
        if owner is None:
            verb = self._governor(token)
            where = any(self.parse.words[c].lower() == "where" for c in self.parse.children[verb])
            owner = self.parse.heads[verb] if where and self.parse.deps[verb] == "relcl" else None
        things = self.things.at.get(owner, ()) if owner is not None else ()
        body = len(things) == 1 and self.things.all[things[0]].cls in BODIES
        return Spoken(owner, sentence, things, True, False) if body and owner is not None and owner < token else None

    def _of_the_unnamed(self, token: int, word: str, function: str, sentence: int) -> bool:
        """True where a pronoun is of somebody or something that has no name, so that no name is meant."""
        if word == "it":
            return self._of_something_new(token, function, sentence)
        return word in _HE | _SHE and self._of_who_follows(token)

    def _of_something_new(self, token: int, function: str, sentence: int) -> bool:
        """“The bank has opened a branch in Oslo. It is headed by X": it is the branch, which has no name."""
        parse, verb = self.parse, self.parse.lemmas[self._governor(token)]
        if function not in ("nsubj", "nsubjpass") or not sentence:
            return False
        if verb in _FOUNDED:  # "signed an agreement with the University. It was founded in 1919": either of them
            told = {n for x in self.spoken if x.sentence == sentence - 1 for n in x.things}
            return len([n for n in told if self.things.all[n].cls in BODIES]) > 1
        if verb not in _HEADING:
            return False
        return any(
            parse.deps[t] in ("dobj", "nsubjpass")
            and (parse.lemmas[t] in _PARTS or self.lexicon.kinds.get(parse.lemmas[t]) in BODIES)
            and any(parse.words[c].lower() in ("a", "an") for c in parse.kids(t, "det"))
            for t in range(*parse.sentences[sentence - 1])
        )  # fmt: skip

    def _of_who_follows(self, token: int) -> bool:
        """“In his speech, the President thanked": the President's, who is not named there."""
        noun = self.parse.heads[token]
        prep = self.parse.heads[noun]
        verb = self.parse.heads[prep]
        subject = self.parse.kid(verb, "nsubj", "nsubjpass")
        opening = prep == self.parse.sentences[self.parse.sentence_of[token]][0]
        if subject is None or subject < token or not opening or self.parse.deps[noun] != "pobj":
            return False
        the = any(self.parse.words[c].lower() == "the" for c in self.parse.kids(subject, "det"))
        return the and self.parse.words[subject].lower() in self.lexicon.offices

    def _opens(self, token: int, verb: int) -> bool:
        """“In her address that evening Ana Vela said": a possessive in the phrase that opens its clause."""
        noun = self.parse.heads[token]
        prep = self.parse.heads[noun]
        own = self.parse.deps[noun] == "pobj" and self.parse.heads[prep] == verb
        return own and prep == self.parse.sentences[self.parse.sentence_of[token]][0]

    def _score(self, said: Spoken, distance: int, function: str, word: str) -> float:
        score = {0: 100.0, 1: 85.0, 2: 55.0, 3: 35.0}[distance]
        score += 25 * said.subject + 8 * said.object
        if function in ("nsubj", "nsubjpass") and said.subject:
            score += 12
        thing = self.things.all[said.things[0]]
        if word in _HE | _SHE and thing.gender:
            score += 25
        if said.token in self.quoted:
            score -= 30
        return score + min(len(thing.links), 5)

    def _agrees(self, said: Spoken, word: str) -> bool:
        things = [self.things.all[n] for n in said.things]
        if word in _THEY:
            return (len(things) > 1 and all(t.cls == PERSON for t in things)) or (
                len(things) == 1 and things[0].cls == TEAM
            )
        if len(things) != 1:
            return False
        thing = things[0]
        if word in _IT:
            return thing.cls != PERSON and not (word == "its" and thing.cls == TEAM and thing.plural)
        return thing.cls == PERSON and thing.gender in ("", "male" if word in _HE else "female")

    def _speakers(self, sentence: int) -> set[int]:
        """Who says the quotation of a sentence: nobody calls himself "he"."""
        first, last = self.parse.sentences[sentence]
        subjects = (
            c
            for verb in range(first, last)
            if self.parse.lemmas[verb] in _TELLING and verb not in self.quoted
            for c in self.parse.kids(verb, "nsubj")
        )
        return {t.number for c in subjects for t in self.things.of(c)}

    def _governor(self, token: int) -> int:
        for head in self.parse.ancestors(token):
            if self.parse.tags[head].startswith("VB"):
                return head
        return token

    def _coarguments(self, token: int, verb: int) -> set[int]:
        """Things that are the subject of the verb whose object the pronoun is: "Wu thanked him"."""
        if self.parse.deps[token] in ("nsubj", "nsubjpass"):
            return set()
        subject = self.parse.kid(verb, "nsubj", "nsubjpass")
        if subject is None and self.parse.deps[verb] in ("conj", "xcomp", "advcl"):
            subject = self.parse.kid(self.parse.heads[verb], "nsubj", "nsubjpass")
        return {t.number for t in self.things.of(subject)} if subject is not None else set()


def _lesser(office: str, noun: str) -> bool:
    """“vice-president" for "president", "deputy chairman" for "chairman", "prime minister" for "minister"."""
    before = office.removesuffix(noun).rstrip(" -").split()
    return office != noun and office.endswith(noun) and bool(before) and before[-1] in _LESSER
