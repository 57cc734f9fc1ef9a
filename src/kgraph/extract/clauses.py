"""A layer between grammar and meaning: who did what to whom, in one shape for all wordings.

A :class:`Clause` has a predicate (verb or event noun) and arguments by *function*: ``agent`` and
``patient`` as in the active voice, ``recipient``, ``owner`` (a possessor), ``subject`` (of an event noun: who does
what the noun is a circumstance of, or who it is said of), and one per preposition (``with``, ``at``, ``to`` …). Passives, relatives, participles, infinitives, coordination and light
verbs ("paid a visit to") all come out alike, so that a frame needs one line for them. Each
clause also says whether it reports something as having happened: ``modality`` is empty for that,
else what stands against it (hopes, plans, denies, possible, conditional …).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.extract.modality import INTENSIONAL_NOUNS, Modality
from kgraph.extract.parse import Parse
from kgraph.extract.words import words

AGENT, PATIENT, RECIPIENT, OWNER, MODIFIER, SUBJECT = "agent", "patient", "recipient", "owner", "modifier", "subject"
OBJECT = "object"

LIGHT = words("clauses", "light")
_LIGHT_WITH = words("clauses", "light_with")
_HOSTING = words("clauses", "hosting")
_OCCURRING = words("clauses", "occurring")
_NOBODYS = frozenset(["GPE", "LOC", "FAC", "ORG", "NORP"])
_PEOPLE = words("frames", "people") | {"party", "team", "delegation", "group"}
_MEANS = frozenset(["telephone", "phone", "video", "videoconference", "videolink", "line"])
_OCCASIONAL_NOUNS = frozenset(
    [
        "year",
        "month",
        "week",
        "day",
        "time",
        "season",
        "evening",
        "morning",
        "night",
        "moment",
        "way",
        "place",
        "reason",
        "occasion",
    ]
)
_SPEECHES = words("clauses", "speeches")
_OBJECT_CONTROL = words("clauses", "object_control")
_FACTUAL_SPEECH = words("clauses", "factual_speech")
_SEATING = frozenset(
    ["appoint", "name", "elect", "choose", "nominate", "swear", "install", "designate", "select", "pick", "hire"]
)
_RECEIVING = words("coref", "receiving")
_VISITS = frozenset(["visit", "trip", "tour", "stay"])
_ASKING = frozenset(["invitation", "request", "appeal", "call"])
_CIRCUMSTANCES = words("clauses", "circumstances")
_OCCASIONAL = words("clauses", "occasional")
_MONTHS = words("clauses", "months")


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate with its arguments.

    ``token`` is the predicate's token, ``lemma`` its lemma with particle ("touch down"); for an
    event noun with a light verb ``light`` is the verb's token. ``arguments`` map functions to
    head tokens, coordination spelled out. ``tense`` is past, present or future;
    ``modality`` is "" where the clause reports what happened; ``speaker_verb`` is the token of
    the verb of saying it hangs from.
    """

    token: int
    lemma: str
    noun: bool
    arguments: dict[str, tuple[int, ...]] = field(default_factory=dict)
    tense: str = "past"
    modality: str = ""
    light: int | None = None
    speaker_verb: int | None = None
    passive: bool = False

    def tokens(self, function: str) -> tuple[int, ...]:
        """Head tokens of the arguments with a function."""
        return self.arguments.get(function, ())


def clauses_of(parse: Parse, sentence: int, event_nouns: frozenset[str]) -> list[Clause]:
    """The clauses of a sentence: one per verb, and one per noun in ``event_nouns`` (lemmas)."""
    reader = _Reader(parse)
    first, last = parse.sentences[sentence]
    found = []
    for token in range(first, last):
        tag = parse.tags[token]
        if tag[:2] == "VB" and parse.deps[token] not in ("aux", "auxpass", "amod", "compound"):
            found.append(reader.verb(token))
        elif tag[:2] == "NN" and (parse.lemmas[token] in event_nouns or parse.words[token].lower() in event_nouns):
            found.append(reader.noun(token))
    return found


class _Reader:
    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.stance = Modality(parse)

    # -- verbs -----------------------------------------------------------------------------

    def verb(self, token: int) -> Clause:
        """The clause of a verb."""
        done = self.parse.kid(token, "dobj") if self.parse.lemmas[token] in LIGHT else None
        modality = self.stance.modality(token) if done is None else self.stance.undone(done, token)
        return Clause(
            token, self.predicate(token), False, self._arguments(token), self.stance.tense(token), modality, None,
            self._saying(token), self.stance.passive(token),
        )  # fmt: skip

    def predicate(self, token: int) -> str:
        """A verb's lemma with its particle."""
        particle = next(self.parse.kids(token, "prt"), None)
        lemma = self.parse.lemmas[token]
        return f"{lemma} {self.parse.lemmas[particle]}" if particle is not None else lemma

    def _arguments(self, token: int) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        passive = self.stance.passive(token)
        subject = self.subject(token)
        if subject is not None:
            aside = self.parse.deps[token] in ("relcl", "acl")  # "X, who leads the Alliance, and Y": Y does not
            told = [t for t in self.spread(subject) if t <= subject or not aside or t < token]
            found.setdefault(PATIENT if passive else AGENT, []).extend(told)
            owner = self.parse.kid(subject, "poss")
            if owner is not None:
                found.setdefault(OWNER, []).extend(self.spread(owner))
        for child in self.parse.children[token]:
            match self.parse.deps[child]:
                case "dobj" | "oprd" | "attr":
                    found.setdefault(PATIENT if not passive else self.parse.deps[child], []).extend(self.spread(child))
                case "dative" if self.parse.tags[child] not in ("IN", "TO"):
                    found.setdefault(RECIPIENT, []).extend(self.spread(child))
                case "agent":
                    found.setdefault(AGENT, []).extend(self._objects(child))
                case "prep" | "dative":
                    self._preposition(child, found)
                case "prt" | "advmod":
                    self._preposition(child, found)
                case "npadvmod":
                    found.setdefault("npadvmod", []).append(child)
        self._stranded(token, found)
        if passive and AGENT not in found:
            found[AGENT] = self._stray_agent(token)
        self._of_object(found)
        return {k: tuple(v) for k, v in found.items() if v}

    def _stray_agent(self, token: int) -> list[int]:
        """“was received at the palace by the king": parsers hang "by" from the noun before it."""
        places = [o for p in self.parse.kids(token, "prep") for o in self.parse.kids(p, "pobj")]
        strays = [p for o in places for p in self.parse.kids(o, "prep", "agent") if self.parse.words[p] == "by"]
        return [o for p in strays for o in self._objects(p)]

    def _of_object(self, found: dict[str, list[int]]) -> None:
        """What hangs from the object but fills a place of the verb's ("concluded an agreement with
        Chile", "won the prize for her novel", "put pen to paper on a lease with"), where the verb has none of
        its own.
        """
        behind: dict[str, list[int]] = {}
        means = [t for f in ("by", "over") for t in found.get(f, ()) if self.parse.lemmas[t] in _MEANS]
        common = [t for t in found.get("on", ()) if self.parse.tags[t] in ("NN", "NNS")]
        objects = found.get(PATIENT, ())
        called = [a for t in objects if self.parse.tags[t] == "NN" for a in self.parse.kids(t, "appos")]
        for noun in (*objects, *called, *found.get("into", ()), *common, *means):  # "its prize, the Oar Medal, on X"
            for prep in self.parse.kids(noun, "prep"):
                if self.parse.words[prep] != "of":
                    self._preposition(prep, behind)
        for function, tokens in (*behind.items(), *self._behind_name(found).items()):
            found.setdefault(function, tokens)
        self._between(found, found.get(PATIENT, ()))

    def _behind_name(self, found: dict[str, list[int]]) -> dict[str, list[int]]:
        """“conferred the Order of the Larch on X": on X hangs from the last word of the name."""
        behind: dict[str, list[int]] = {}
        for noun in found.get(PATIENT, ()):
            for prep in self.parse.kids(noun, "prep"):
                for inner in self.parse.kids(prep, "pobj"):
                    name = {self.parse.tags[noun], self.parse.tags[inner]} <= {"NNP", "NNPS"}
                    for last in self.parse.kids(inner, "prep"):
                        if name and self.parse.words[last] in ("on", "upon", "to"):
                            self._preposition(last, behind)
        return behind

    def _between(self, found: dict[str, list[int]], nouns: Sequence[int]) -> None:
        """“signed the Memorandum on Harbour Pilots between X and Y": however deep in the name it hangs."""
        queue = list(nouns) if "between" not in found else []
        while queue:
            for prep in self.parse.kids(queue.pop(), "prep"):
                word, inner = self.parse.words[prep].lower(), list(self._objects(prep))
                if word == "between" and len(inner) > 1:
                    found.setdefault("between", inner)
                elif word in ("of", "on", "for", "in"):
                    queue += inner[:1]

    def _preposition(self, prep: int, found: dict[str, list[int]]) -> None:
        name = self.parse.words[prep].lower()
        objects = list(self._objects(prep))
        if name == "on" and [self.parse.lemmas[o] for o in objects] == ["behalf"]:
            name = "behalf"
        if objects:
            found.setdefault(name, []).extend(objects)
        for inner in self.parse.kids(prep, "prep") if name != "according" else ():  # "out of", "together with"
            self._preposition(inner, found)

    def _objects(self, prep: int) -> Iterator[int]:
        denied = any(self.parse.words[c].lower() == "not" for c in self.parse.kids(prep, "neg"))  # "not by X but by Y"
        for child in self.parse.kids(prep, "pobj", "pcomp") if not denied else ():
            if self.parse.tags[child][:2] != "VB":
                yield from self.spread(child)
        for other in self.parse.kids(prep, "conj"):  # "with X and with Y"
            if self.parse.tags[other] in ("IN", "TO"):
                yield from self._objects(other)

    def _stranded(self, token: int, found: dict[str, list[int]]) -> None:
        """The antecedent of a relative that is not the subject: "the city where they met"."""
        if self.parse.deps[token] != "relcl":
            return
        if PATIENT not in found and AGENT in found and self._in_contact(token):
            found[PATIENT] = [self.parse.heads[token]]
        for child in self.parse.children[token]:
            if self.parse.tags[child] in ("WRB",) and self.parse.lemmas[child] == "where":
                found.setdefault("at", []).append(self.parse.heads[token])

    def _in_contact(self, token: int) -> bool:
        """“the capsule we sent to orbit": a relative clause without a relative pronoun, with room for an object."""
        noun = self.parse.heads[token]
        subject = self.parse.kid(token, "nsubj")
        beside = subject is not None and not any(self.parse.words[t] == "," for t in range(noun, subject))
        relative = any(
            self.parse.tags[c] in ("WDT", "WP", "WRB", "IN") for c in self.parse.kids(token, "mark", "advmod", "dobj")
        )
        own = subject is not None and self.parse.tags[subject] not in ("WDT", "WP")
        return own and beside and not relative and self.parse.lemmas[noun] not in _OCCASIONAL_NOUNS

    def spread(self, token: int) -> list[int]:
        """A noun and what is coordinated with it; a relative pronoun's antecedent instead of it."""
        relative = self.parse.tags[token] in ("WDT", "WP", "WP$") or (
            self.parse.words[token] == "that" and self.parse.deps[token] in ("dobj", "nsubj", "nsubjpass")
        )
        if relative and (verb := self._relative_verb(token)) is not None:
            return [self._who(token, self.parse.heads[verb])]
        found, queue = [], [token]
        while queue:
            t = queue.pop(0)
            found.append(t)
            beside = [a for a in self.parse.kids(t, "appos") if self._named_beside(t, a) or self._named_each(t, a)]
            joined = (c for head in (t, *beside) for c in self.parse.kids(head, "conj"))
            queue += [c for c in joined if self.parse.tags[c][:2] != "VB" and not self._left_out(t, c)]
        named = [t for t in found if not self._not_but(t)]
        return named if named else found

    def _left_out(self, noun: int, other: int) -> bool:
        """“X but not Y", "X rather than Y", "X instead of Y"."""
        between = [w.lower() for w in self.parse.words[noun + 1 : self.parse.left_edge(other)]]
        between += [self.parse.words[c].lower() for c in self.parse.kids(other, "neg")]
        return "not" in between or between[-2:] in (["rather", "than"], ["instead", "of"])

    def _not_but(self, noun: int) -> bool:
        """“Not X but Y"."""
        return self.parse.words[noun] != "not" and any(
            self.parse.words[c].lower() == "not" for c in self.parse.kids(noun, "neg")
        )

    def _named_each(self, noun: int, name: int) -> bool:
        """“The two ministers, Ana Vela and Bo Lund"."""
        return self.parse.tags[noun] in ("NNS", "NNPS") and self.parse.tags[name] == "NNP"

    def _named_beside(self, noun: int, name: int) -> bool:
        """“the poet Ana Vela and Bo Lund"."""
        return all(self.parse.tags[t] in ("NNP", "NNPS", "HYPH") for t in range(noun + 1, name + 1))

    def _relative_verb(self, token: int) -> int | None:
        return next((h for h in self.parse.ancestors(token) if self.parse.deps[h] == "relcl"), None)

    def subject(self, token: int, depth: int = 0) -> int | None:
        """The surface subject of a verb, its own or the one it shares."""
        own = self.parse.kid(token, "nsubj", "nsubjpass", "csubj")
        if own is not None:
            return self._antecedent(own, token)
        if (lost := self._behind_date(token)) is not None:
            return lost
        head, dep = self.parse.heads[token], self.parse.deps[token]
        if depth > 4 or head == token:
            return None
        if dep == "conj" and self.parse.tags[head][:2] in ("VB", "MD"):
            return self.subject(head, depth + 1)
        if dep in ("xcomp", "ccomp") and self.parse.tags[head][:2] in ("VB", "JJ"):
            objects = self.parse.kid(head, "dobj")
            if (called := self._called_upon(head, token)) is not None:
                return called
            if objects is not None and self.parse.lemmas[head] in _OBJECT_CONTROL:
                return objects
            return self.subject(head, depth + 1)
        if dep in ("acl", "relcl"):
            return self._of_noun(token, head, depth)
        if dep == "advcl":
            chosen = self.parse.kid(head, "dobj", "nsubjpass") if self._seated_instead(token, head) else None
            return chosen if chosen is not None else self.subject(head, depth + 1)
        if dep == "pcomp":
            return self._of_gerund(head, depth)
        return None

    def _called_upon(self, verb: int, infinitive: int) -> int | None:
        """“called on X to resign", "appealed to X to sign"."""
        if self.parse.lemmas[verb] not in ("call", "appeal", "prevail"):
            return None
        preps = (
            p for p in self.parse.kids(verb, "prep") if p < infinitive and self.parse.words[p] in ("on", "upon", "to")
        )
        return next((o for p in preps for o in self._objects(p)), None)

    def _seated_instead(self, token: int, head: int) -> bool:
        """“the President appointed X, replacing Y": it is X who replaces Y."""
        replaces = self.parse.tags[token] == "VBG" and self.parse.lemmas[token] in ("replace", "succeed", "follow")
        return replaces and self.parse.lemmas[head] in _SEATING

    def _behind_date(self, token: int) -> int | None:
        """ "On 4 May 2021 Ana Vela met": without a comma the parser takes the subject into the date."""
        before = token - 1
        while before > 0 and self.parse.deps[before] in ("aux", "auxpass", "advmod", "neg"):
            before -= 1
        while before > 0 and self.parse.deps[before] == "conj":
            before = self.parse.heads[before]
        if (
            before < 2
            or self.parse.words[before].lower() in _MONTHS
            or self.parse.deps[before] != "pobj"
            or self.parse.tags[before] not in ("NNP", "NNPS")
        ):
            return None
        first = self.parse.heads[before]
        dated = any(
            self.parse.tags[t] == "CD" or self.parse.words[t].endswith("day") or self.parse.words[t].lower() in _MONTHS
            for t in range(first, before)
        )
        opening = first - self.parse.sentences[self.parse.sentence_of[token]][0] < 2
        return before if dated and opening and before - first > 1 else None

    def _antecedent(self, subject: int, verb: int) -> int:
        """“who”, "which", "that" stand for the noun their clause hangs from."""
        if self.parse.tags[subject] in ("WDT", "WP", "WP$"):
            clause = verb if self.parse.deps[verb] == "relcl" else self._relative_verb(verb)
            if clause is not None:
                return self._who(subject, self.parse.heads[clause])
        return subject

    def _who(self, pronoun: int, noun: int) -> int:
        """“Bo Lund, keeper of maps at the Library, who came", "Ana Vela of Zambia, whose term ended": parsers hang
        the clause from the nearest noun; "who" is the person above.
        """
        parse = self.parse
        if parse.words[pronoun].lower() not in ("who", "whom", "whose"):
            return noun
        above = noun
        while parse.deps[above] == "pobj" and parse.label(above) in _NOBODYS and parse.tags[parse.heads[parse.heads[above]]][:2] == "NN":  # fmt: skip
            above = parse.heads[parse.heads[above]]
        if above == noun:
            return noun
        if parse.deps[above] == "appos" and parse.label(above) != "PERSON":
            edge = parse.left_edge(above)  # "Bo Lund and Ana Vela, keeper of maps": the name before the comma
            above = edge - 2 if edge > 1 and parse.words[edge - 1] == "," else above
        person = parse.label(above) == "PERSON"
        whose = parse.words[pronoun].lower() == "whose"  # a body or state may have something too
        return above if person or (not whose and parse.lemmas[above] in _PEOPLE) else noun

    def _of_noun(self, token: int, noun: int, depth: int) -> int | None:
        """A participle or infinitive behind a noun has the noun for subject; behind "hope", "plan"
        it has the noun's owner.
        """
        if self.parse.tags[token] == "VB" and self.parse.lemmas[noun] in INTENSIONAL_NOUNS:
            owner = self.parse.kid(noun, "poss")
            verb = self.parse.heads[noun]
            if (guest := self._asked(noun)) is not None:
                return guest
            return (
                owner
                if owner is not None
                else self.subject(verb, depth + 1)
                if self.parse.tags[verb][:2] == "VB"
                else None
            )
        # "the only medal of the year awarded by": nothing is done to the year
        above = self.parse.heads[self.parse.heads[noun]]
        timely = self.parse.lemmas[noun] in ("year", "month", "week", "day", "season", "evening")
        return above if timely and self.parse.deps[noun] == "pobj" and self.parse.tags[above][:2] == "NN" else noun

    def _asked(self, noun: int) -> int | None:
        """“an invitation to the President to visit Lima": it is the President who would."""
        to = (p for p in self.parse.kids(noun, "prep") if self.parse.words[p] in ("to", "for"))
        asked = (o for p in to for o in self._objects(p)) if self.parse.lemmas[noun] in _ASKING else ()
        return next(iter(asked), None)

    def _of_gerund(self, prep: int, depth: int) -> int | None:
        """“congratulated Lunde on receiving”, "thanked them for sending": the one spoken to; else
        the subject ("after meeting him, she left").
        """
        head = self.parse.heads[prep]
        if self.parse.words[prep].lower() == "as" and self.parse.lemmas[head] in ("quote", "cite"):
            return self.parse.kid(head, "dobj", "nsubjpass")  # "quoted X as saying"
        while self.parse.deps[head] == "prep" or self.parse.tags[head] in ("IN",):
            head = self.parse.heads[head]
        verb = head
        if self.parse.tags[head][:2] == "NN":
            to = next(
                (o for p in self.parse.kids(head, "prep") for o in self._objects(p) if self.parse.words[p] == "to"),
                None,
            )
            if to is not None:
                return to
            verb = self.parse.heads[head]
            if self.parse.tags[verb][:2] != "VB":
                return self.parse.kid(head, "poss")
        if self.parse.words[prep].lower() in ("on", "upon", "for", "of", "from"):  # "accused them of hiding"
            to = next(
                (
                    o
                    for p in self.parse.kids(verb, "prep", "dative")
                    for o in self._objects(p)
                    if self.parse.words[p] in ("to",)
                ),
                None,
            )
            other = to if to is not None else self.parse.kid(verb, "dative")
            if other is None and self.parse.kid(verb, "dobj") != head:
                other = self.parse.kid(verb, "dobj")
            if other is not None:
                return other
        return self.subject(verb, depth + 1)

    # -- nouns -----------------------------------------------------------------------------

    def noun(self, token: int) -> Clause:
        """The clause of an event noun, with a light verb's subject where it has one."""
        found: dict[str, list[int]] = {}
        for child in self.parse.children[token]:
            match self.parse.deps[child]:
                case "poss":
                    found.setdefault(OWNER, []).extend(self.spread(child))
                case "compound" | "amod" | "nmod":
                    found.setdefault(MODIFIER, []).append(child)
                case "prep" | "agent" | "dative":
                    if self.parse.words[child].lower() == "by":
                        found.setdefault(AGENT, []).extend(self._objects(child))
                    else:
                        self._preposition(child, found)
        self._far_arguments(token, found)
        self._held_by(token, found)
        self._between(found, found.get("of", ()))
        light = self._light(token)
        owned = any(self.parse.tags[t] != "PRP$" for t in found.get(OWNER, ()))
        visitors = self.parse.lemmas[token] in _VISITS and any(
            self.parse.label(t) == "PERSON" for t in found.get("of", ())
        )
        if light is None and not (owned or visitors) and not {AGENT, "between"} & set(found):
            found[SUBJECT] = self._subject_of(token)
            if found[SUBJECT] and (verb := self.stance.governor(token)) is not None:
                found[OBJECT] = [o for c in self.parse.kids(verb, "dobj") for o in self.spread(c)]
        if light is not None:
            spoken = self._spoken_by_another(token, found)
            for function, tokens in self._arguments(light).items():
                own = [t for t in tokens if t != token and not (function == AGENT and spoken)]
                if (function == PATIENT and self.stance.passive(light) is False) or function == OWNER:
                    continue
                found.setdefault(function, []).extend(t for t in own if t not in found.get(function, ()))
        governor = light if light is not None else self.stance.governor(token)
        modality = self.stance.of_noun(token, governor) if light is None else self.stance.undone(token, governor)
        tense = self.stance.tense(governor) if governor is not None else "past"
        return Clause(
            token,
            self.parse.lemmas[token],
            True,
            {k: tuple(v) for k, v in found.items() if v},
            tense,
            modality,
            light,
            self._saying(token),
        )

    def _spoken_by_another(self, noun: int, found: Mapping[str, Sequence[int]]) -> bool:
        """“attended a speech by X", "opened the lecture of X", "X's speech was read out by Y"."""
        by = [
            *found.get(AGENT, ()),
            *(t for f in (OWNER, "of") for t in found.get(f, ()) if self.parse.label(t) == "PERSON"),
        ]
        return bool(by) and self.parse.lemmas[noun] in _SPEECHES

    def _far_arguments(self, noun: int, found: dict[str, list[int]]) -> None:
        """What belongs to an event noun but hangs elsewhere: "the appointment, with immediate effect, of
        X as Y" from its verb, "as Y" from X.
        """
        last = self.parse.sentences[self.parse.sentence_of[noun]][1]
        if "of" not in found and self.parse.words[min(noun + 1, last - 1)] == ",":
            after = next((t for t in range(noun + 2, last - 1) if self.parse.words[t] == ","), None)
            if after is not None and self.parse.words[after + 1] == "of":
                self._preposition(after + 1, found)
        behind: dict[str, list[int]] = {}
        for inner in found.get("of", []):
            for prep in self.parse.kids(inner, "prep"):
                if self.parse.words[prep] in ("as", "to", "by", "for", "on"):
                    self._preposition(prep, behind)
        for function, tokens in behind.items():
            found.setdefault(function, tokens)

    def _held_by(self, noun: int, found: dict[str, list[int]]) -> None:
        """“the forum, organised by X in Lyon", "the forum, which X hosted in Lyon"."""
        for verb in self.parse.kids(noun, "acl", "relcl"):
            if self.parse.lemmas[verb] not in _HOSTING or self.stance.modality(verb):
                continue
            for function, tokens in self._arguments(verb).items():
                others = [t for t in tokens if t != noun]
                found.setdefault("by" if function == AGENT else function, []).extend(others)

    def _subject_of(self, noun: int) -> list[int]:
        """Who does what an event noun is a circumstance of ("during a meeting with X, Y said", "she is on a
        visit to"), or who it is said of ("X is the winner of", "X, winner of").
        """
        head, dep, lemma = self.parse.heads[noun], self.parse.deps[noun], self.parse.lemmas[noun]
        if dep == "attr" and self.parse.lemmas[head] in ("be", "become"):
            subject = self.subject(head)
            return self.spread(subject) if subject is not None else []
        if dep == "appos":
            return [head]
        while self.parse.deps[noun] in ("pobj", "conj"):
            prep = self.parse.heads[noun]
            if self.parse.deps[noun] == "conj":
                noun = prep
                continue
            above = self.parse.heads[prep]
            if self.parse.words[prep].lower() == "of" and self.parse.lemmas[above] in _OCCASIONAL:
                noun = above
                continue
            if self.parse.words[prep].lower() not in _CIRCUMSTANCES or self.parse.tags[above][:2] != "VB":
                return []
            guest = self.parse.kid(above, "dobj") if self.parse.lemmas[above] in _RECEIVING else None
            visits = guest is not None and lemma in _VISITS and prep > above  # "on a visit to Lima, he received X"
            subject = guest if visits else self.subject(above)  # "received X during a visit": X visits
            return self.spread(subject) if subject is not None else []
        return []

    def _light(self, token: int) -> int | None:
        """The light verb an event noun is the object (or passive subject) of."""
        while self.parse.deps[token] == "conj" and self.parse.tags[self.parse.heads[token]][:2] == "NN":
            token = self.parse.heads[token]
        head, dep = self.parse.heads[token], self.parse.deps[token]
        if dep == "pobj" and self.parse.deps[head] == "prep":
            verb = self.parse.heads[head]
            part = self.parse.kid(verb, "dobj")
            wording = f"{self.parse.lemmas[verb]} {self.parse.words[head].lower()}"
            return verb if wording in _LIGHT_WITH and (part is None or self.parse.lemmas[part] == "part") else None
        placed = self.parse.kid(head, "dobj")
        if dep == "nsubj" and self.parse.tags[head][:2] == "VB":
            takes = self.parse.lemmas[head] == "take" and placed is not None and self.parse.lemmas[placed] == "place"
            return head if takes or (placed is None and self.parse.lemmas[head] in _OCCURRING) else None
        if dep in ("dobj", "nsubjpass") and self.parse.lemmas[head] in LIGHT and self.parse.tags[head][:2] == "VB":
            return head
        return None

    def _saying(self, token: int) -> int | None:
        """The verb of saying that a clause hangs from."""
        for head in self.parse.ancestors(token):
            if self.parse.tags[head][:2] == "VB" and self.parse.lemmas[head] in _FACTUAL_SPEECH:
                return head
        return None
