"""A layer between grammar and meaning: who did what to whom, in one shape for all wordings.

A :class:`Clause` has a predicate (verb or event noun) and arguments by *function*: ``agent`` and
``patient`` as in the active voice, ``recipient``, ``owner`` (a possessor), ``subject`` (of an event noun: who does
what the noun is a circumstance of, or who it is said of), and one per preposition (``with``, ``at``, ``to`` …). Passives, relatives, participles, infinitives, coordination and light
verbs ("paid a visit to") all come out alike, so that a frame needs one line for them. Each
clause also says whether it reports something as having happened: ``modality`` is empty for that,
else what stands against it (hopes, plans, denies, possible, conditional …).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kgraph.extract.parse import Parse
from kgraph.extract.words import labelled, words

AGENT, PATIENT, RECIPIENT, OWNER, MODIFIER, SUBJECT = "agent", "patient", "recipient", "owner", "modifier", "subject"
OBJECT = "object"

LIGHT = words("clauses", "light")
_LIGHT_WITH = words("clauses", "light_with")
_HOSTING = words("clauses", "hosting")
_OCCURRING = words("clauses", "occurring")
_GOVERNS = labelled("clauses", "governors")
_IMPLICATIVE = words("clauses", "implicative")
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
_OBJECT_CONTROL = words("clauses", "object_control")
_FACTUAL_SPEECH = words("clauses", "factual_speech")
_MODALS = labelled("clauses", "modals")
_CONDITIONS = words("clauses", "conditions")
PRESUPPOSING = words("clauses", "presupposing")
_DONE_ALL_THE_SAME = frozenset(["", "purpose", "denies"])
"""“did not thank him for coming": he came."""
_HEDGES = labelled("clauses", "hedges")
_CLAIMS = words("clauses", "claims")
_CONFIRMING = frozenset(["confirm", "acknowledge", "admit", "corroborate"])
_SEATING = frozenset(
    ["appoint", "name", "elect", "choose", "nominate", "swear", "install", "designate", "select", "pick", "hire"]
)
_GOING_ON = words("clauses", "going_on")
_REMINDERS = words("clauses", "reminders")
_HABITS = words("clauses", "habits")
_NEGATIONS = words("clauses", "negations")
_NOBODY = words("clauses", "nobody")
_RECEIVING = words("coref", "receiving")
_VISITS = frozenset(["visit", "trip", "tour", "stay"])
_ASKING = frozenset(["invitation", "request", "appeal", "call"])
_INTENSIONAL_NOUNS = words("clauses", "intensional_nouns")
_CIRCUMSTANCES = words("clauses", "circumstances")
_OCCASIONAL = words("clauses", "occasional")
_MONTHS = words("clauses", "months")
_CLAUSAL = (
    "ROOT",
    "conj",
    "ccomp",
    "xcomp",
    "advcl",
    "relcl",
    "acl",
    "pcomp",
    "csubj",
    "csubjpass",
    "parataxis",
    "appos",
    "dep",
)


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
        self._modality: dict[int, str] = {}

    # -- verbs -----------------------------------------------------------------------------

    def verb(self, token: int) -> Clause:
        """The clause of a verb."""
        return Clause(
            token, self.predicate(token), False, self._arguments(token), self.tense(token), self.modality(token), None,
            self._saying(token), self.passive(token),
        )  # fmt: skip

    def predicate(self, token: int) -> str:
        """A verb's lemma with its particle."""
        particle = next(self.parse.kids(token, "prt"), None)
        lemma = self.parse.lemmas[token]
        return f"{lemma} {self.parse.lemmas[particle]}" if particle is not None else lemma

    def passive(self, token: int) -> bool:
        """True for a passive, with or without its auxiliary."""
        if self.parse.kid(token, "auxpass", "nsubjpass") is not None:
            return True
        if self.parse.tags[token] != "VBN":
            return False
        if self.parse.deps[token] == "acl":
            return not any(self.parse.lemmas[c] == "have" for c in self.parse.kids(token, "aux"))  # "having toured"
        if self.parse.deps[token] == "conj" and self.parse.kid(token, "nsubj", "aux") is None:
            return self.passive(self.parse.heads[token])
        return self.parse.deps[token] in ("advcl", "ROOT") and self.parse.kid(token, "aux", "nsubj") is None

    def _arguments(self, token: int) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        passive = self.passive(token)
        subject = self.subject(token)
        if subject is not None:
            found.setdefault(PATIENT if passive else AGENT, []).extend(self.spread(subject))
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
        for inner in self.parse.kids(prep, "prep"):  # "out of", "together with"
            self._preposition(inner, found)

    def _objects(self, prep: int) -> Iterator[int]:
        for child in self.parse.kids(prep, "pobj", "pcomp"):
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
            beside = [
                a for a in self.parse.kids(t, "appos") if self._named_beside(t, a)
            ]  # "the poet Ana Vela and Bo Lund"
            joined = (c for head in (t, *beside) for c in self.parse.kids(head, "conj"))
            queue += [c for c in joined if self.parse.tags[c][:2] != "VB"]
        return found

    def _named_beside(self, noun: int, name: int) -> bool:
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
        if self.parse.tags[token] == "VB" and self.parse.lemmas[noun] in _INTENSIONAL_NOUNS:
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
        if light is None and not owned and not {AGENT, "between"} & set(found):
            found[SUBJECT] = self._subject_of(token)
            if found[SUBJECT] and (verb := self._governor(token)) is not None:
                found[OBJECT] = [o for c in self.parse.kids(verb, "dobj") for o in self.spread(c)]
        if light is not None:
            for function, tokens in self._arguments(light).items():
                own = [t for t in tokens if t != token]
                if (function == PATIENT and self.passive(light) is False) or function == OWNER:
                    continue
                found.setdefault(function, []).extend(t for t in own if t not in found.get(function, ()))
        governor = light if light is not None else self._governor(token)
        modality = self.modality(governor) if light is not None else self._noun_modality(token, governor)
        tense = self.tense(governor) if governor is not None else "past"
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
            if self.parse.lemmas[verb] not in _HOSTING or self.modality(verb):
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
            visits = guest is not None and lemma in _VISITS
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

    def _governor(self, token: int) -> int | None:
        return next(
            (
                h
                for h in self.parse.ancestors(token)
                if self.parse.tags[h][:2] == "VB" and self.parse.deps[h] not in ("amod", "aux", "auxpass")
            ),
            None,
        )

    def _still_to_come(self, verb: int) -> bool:
        """“the Summit, which Japan will host", "the Forum, which is scheduled to be held"."""
        held = {self.parse.lemmas[verb], *(self.parse.lemmas[c] for c in self.parse.kids(verb, "xcomp"))}
        infinitive = self.parse.deps[verb] == "acl" and any(
            self.parse.words[c].lower() == "to" for c in self.parse.kids(verb, "aux")
        )
        planned = (
            infinitive or self.tense(verb) == "future" or bool(held & {"schedule", "plan", "due", "expect", "slate"})
        )
        return planned and bool(held & (_HOSTING | _OCCURRING | {"take", "schedule", "plan", "expect", "slate"}))

    def _noun_modality(self, token: int, governor: int | None) -> str:
        """An event noun without a light verb: did it happen? Not if what it hangs from is wanted,
        planned, denied; and not if it is one of a kind ("a meeting", "no meeting").
        """
        determiners = {self.parse.words[c].lower() for c in self.parse.kids(token, "det")}
        if determiners & {"no", "any", "every", "each", "another"}:
            return "denies" if "no" in determiners else "habitual" if determiners & {"every", "each"} else "possible"
        if any(self._still_to_come(c) for c in self.parse.kids(token, "relcl", "acl")):
            return "plans"
        for head in self.parse.ancestors(token):
            if self.parse.tags[head][:2] == "VB":
                break
            if self.parse.words[head].lower() in ("towards", "toward", "pending"):
                return "plans"  # "progress towards the establishment of the Centre"
            if self.parse.lemmas[head] in _INTENSIONAL_NOUNS and self.parse.words[head].lower() not in (
                "talks",
                "report",
            ):
                return "possible"
        if governor is None:
            return ""
        raised = self.parse.kid(governor, "xcomp")  # "a lecture has had to be cancelled", "is to take place"
        if raised is not None and self.passive(raised) and self._governing(raised) == "denies":
            return "denies"
        if raised is not None and self.parse.lemmas[governor] == "be" and (planned := self.modality(raised)):
            return planned
        governs = self._governing(governor) or ""
        if (
            governs
            and self._is_object(token, governor)
            and self.parse.lemmas[governor] not in ("have", "like", "set", "look")
        ):
            return governs
        inherited = self.modality(governor)
        anchored = self._temporal(token)
        return "" if anchored and inherited in ("denies",) else inherited

    def _is_object(self, token: int, governor: int) -> bool:
        """The noun is (inside) what the verb is about, not a circumstance of it."""
        while self.parse.heads[token] != governor and self.parse.heads[token] != token:
            if self.parse.deps[token] in ("pobj",) and self.parse.words[self.parse.heads[token]].lower() in (
                "during",
                "after",
                "before",
                "at",
                "since",
                "following",
                "on",
                "in",
            ):
                return False
            token = self.parse.heads[token]
        return self.parse.deps[token] in ("dobj", "nsubjpass", "prep", "ccomp", "xcomp")

    def _temporal(self, token: int) -> bool:
        head = self.parse.heads[token]
        start = self.parse.left_edge(token)
        if (
            start
            and self.parse.words[start - 1].lower() == "since"
            and self.parse.words[token + 1 : token + 2] == [","]
        ):
            return True  # the parser takes "since the Society's foundation," for a clause
        return self.parse.deps[token] == "pobj" and self.parse.words[head].lower() in (
            "during",
            "after",
            "since",
            "following",
            "before",
        )

    # -- did it happen? --------------------------------------------------------------------

    def tense(self, token: int | None) -> str:
        """past, present or future, by form and auxiliaries; a dependent verb has its head's."""
        if token is None:
            return "past"
        auxiliaries = [self.parse.lemmas[c] for c in self.parse.kids(token, "aux", "auxpass")]
        forms = [self.parse.tags[c] for c in self.parse.kids(token, "aux", "auxpass")]
        if any(a in ("will", "shall", "'ll") for a in auxiliaries):
            return "future"
        tag = self.parse.tags[token]
        if tag == "VBP" and self.parse.lemmas[token] not in (self.parse.words[token].lower(), "be", "have", "do"):
            return "past"  # an irregular past form that the tagger takes for a present ("rang")
        if tag == "VBD" or "VBD" in forms or "have" in auxiliaries:
            return "past"
        if tag in ("VBZ", "VBP"):
            return "present"
        if "VBZ" in forms or "VBP" in forms:
            return "present"
        head = self.parse.heads[token]
        if tag == "VBN" and self.parse.deps[token] in ("acl", "advcl") and not auxiliaries:
            return "past"  # "Founded in 1937, the company makes"
        if head != token and self.parse.deps[token] in ("conj", "xcomp", "advcl", "pcomp", "acl", "ccomp"):
            verb = head if self.parse.tags[head][:2] == "VB" else self._governor(token)
            return self.tense(verb) if verb is not None and verb != token else "past"
        return "past"

    def modality(self, token: int | None) -> str:
        """Empty where a verb reports what happened, else what stands against it."""
        if token is None:
            return ""
        if token not in self._modality:
            self._modality[token] = ""  # ends cycles of damaged trees
            self._modality[token] = self._own_modality(token) or self._governed(token)
        return self._modality[token]

    def _own_modality(self, token: int) -> str:
        parse = self.parse
        if self._negated(token):
            return "denies"
        if hedge := next((m for c in parse.kids(token, "advmod") if (m := _HEDGES.get(parse.words[c].lower()))), ""):
            return hedge
        for child in parse.kids(token, "aux"):
            if (modal := _MODALS.get(parse.lemmas[child])) is not None:
                return "" if self._reminds(token) else modal
        marks = {parse.words[c].lower() for c in parse.kids(token, "mark", "advmod")} & _CONDITIONS
        if marks and parse.deps[token] in ("advcl", "ccomp", "pcomp", "acl") and not self._until(token, marks):
            return "conditional"
        if parse.deps[token] == "pcomp" and parse.words[parse.heads[token]].lower() in (
            "provided",
            "without",
            "instead",
            "if",
        ):
            return "denies" if parse.words[parse.heads[token]].lower() in ("without", "instead") else "conditional"
        if parse.deps[token] == "conj" and self._after_nor(token):
            return "denies"
        if self._habitual(token):
            return "habitual"
        first, last = parse.sentences[parse.sentence_of[token]]
        if any(parse.words[t] == "?" for t in range(max(first, last - 3), last)) and parse.deps[token] != "pcomp":
            return "question"
        return ""

    def _after_nor(self, token: int) -> bool:
        """“has neither bought shares nor signed an agreement"."""
        head = self.parse.heads[token]
        joins = [c for c in self.parse.kids(head, "cc") if head < c < token]
        return bool(joins) and self.parse.words[joins[-1]].lower() == "nor"

    def _reminds(self, token: int) -> bool:
        """“It will be recalled that", "it should be noted that": what follows is told as known."""
        expletive = any(self.parse.words[c].lower() == "it" for c in self.parse.kids(token, "nsubj", "nsubjpass"))
        return expletive and self.parse.lemmas[token] in _REMINDERS and self.parse.kid(token, "ccomp") is not None

    def _until(self, token: int, marks: set[str]) -> bool:
        """“led the institute until he retired": what ended a past state did happen."""
        head = self.parse.heads[token]
        past = self.parse.tags[token] == "VBD" and self.tense(head) == "past"
        return marks == {"until"} and past and not self.modality(head) and self._governing(head) is None

    def _negated(self, token: int) -> bool:
        parse = self.parse
        if any(parse.words[c].lower() in _NEGATIONS for c in parse.kids(token, "neg", "preconj", "advmod")):
            return True
        for child in parse.kids(token, "nsubj", "nsubjpass", "dobj", "agent"):
            if parse.words[child].lower() in _NOBODY:
                return True
            if parse.deps[child] == "agent" and any(
                parse.words[c].lower() in ("nobody", "anybody") for c in parse.kids(child, "pobj")
            ):
                return True
            if any(parse.words[c].lower() in ("no", "neither") for c in parse.kids(child, "det", "neg")):
                return True
        head = parse.heads[token]
        shared = parse.deps[token] == "conj" and parse.kid(token, "nsubj", "nsubjpass", "aux") is None
        return (
            shared
            and parse.tags[token] in ("VB", "VBN")
            and parse.tags[head][:2] == "VB"
            and self._negated(head)
            and any(parse.words[c].lower() in ("or", "nor") for c in parse.kids(head, "cc"))
        )

    def _habitual(self, token: int) -> bool:
        parse = self.parse
        for child in parse.kids(token, "npadvmod", "advmod"):
            if parse.words[child].lower() in _HABITS:
                return True
            if any(parse.words[c].lower() in ("every", "each") for c in parse.kids(child, "det")):
                return True
        return False

    def _governed(self, token: int) -> str:
        """What the verb or noun above makes of a clause."""
        parse = self.parse
        head, dep, tag = parse.heads[token], parse.deps[token], parse.tags[token]
        if head == token or dep not in _CLAUSAL:
            return ""
        infinitive = tag in ("VB", "VBN") and any(parse.words[c].lower() == "to" for c in parse.kids(token, "aux"))
        if dep == "conj":
            shares = parse.kid(token, "nsubj", "nsubjpass") is None and (
                tag in ("VB", "VBN", "VBG") or parse.tags[head] == tag
            )
            return self._inherit(head, token) if shares and parse.tags[head][:2] == "VB" else self._above(head)
        if dep == "ccomp" and token < head and ";" in parse.words[token:head]:
            return ""  # "X is funded by Y; Z considered joining": two sentences in one
        if dep in ("xcomp", "ccomp", "csubj"):
            return self._complement(token, head, infinitive)
        if dep == "advcl":
            if infinitive and parse.lemmas[head] == "go" and any(parse.words[c] == "on" for c in parse.children[head]):
                return self.modality(head)  # "went on to visit"
            if infinitive or tag != "VBG":
                return "purpose" if infinitive else ""
            particle = self.parse.kid(head, "prt") is not None  # "ruled out stepping down"
            return (self._governing(head) if particle else None) or self.modality(head)
        if dep in ("acl", "relcl"):
            return self._behind_noun(token, head, infinitive)
        if dep == "pcomp":
            return self._gerund(head)
        return ""

    def _inherit(self, head: int, token: int) -> str:
        """A coordinated verb without an auxiliary of its own shares the modal, not the negation."""
        modality = self.modality(head)
        finite = self.parse.tags[token] in ("VBD", "VBZ", "VBP")
        if modality == "denies" and self._negated(head):
            return "" if finite or self.parse.kid(head, "cc") is not None else modality
        return self._above(head) if finite else modality

    def _above(self, head: int) -> str:
        return self._governed(head) if self.parse.tags[head][:2] == "VB" else ""

    def _complement(self, token: int, head: int, infinitive: bool) -> str:
        parse = self.parse
        lemma = parse.lemmas[head]
        outer = self.modality(head)
        if parse.tags[head][:2] == "JJ":
            return (
                "plans"
                if lemma in ("due", "set", "ready", "likely", "eager", "keen", "able", "expected")
                else self.modality(parse.heads[head])
            )
        to = any(parse.words[c].lower() == "to" for c in parse.kids(token, "aux"))
        if lemma == "have" and to and any(parse.words[c].lower() == "yet" for c in parse.children[head]):
            return "denies"  # "has yet to be signed"
        if lemma == "have" and any(parse.words[c].lower() == "it" for c in parse.children[head]):
            return "reported"  # "legend has it that"
        if lemma == "advise" and not infinitive:  # "the company advises that it has signed"
            return outer
        if (governs := self._governing(head)) is not None and not (
            governs == "possible" and lemma in ("let", "enable", "allow") and not infinitive
        ):
            return governs if outer != "denies" or governs != "denies" else ""
        if infinitive and lemma == "be":
            return "plans"
        if infinitive and lemma not in _IMPLICATIVE:
            return outer or ("plans" if lemma not in _FACTUAL_SPEECH else "")
        if lemma in _FACTUAL_SPEECH or parse.deps[token] == "ccomp":
            return (
                "denies"
                if outer == "denies" and lemma not in _FACTUAL_SPEECH
                else outer
                if outer not in ("denies",)
                else "possible"
            )
        return outer

    def _governing(self, head: int) -> str | None:
        particle = next(self.parse.kids(head, "prt"), None)
        lemma = self.parse.lemmas[head]
        if particle is not None and f"{lemma}_{self.parse.lemmas[particle]}" in _GOVERNS:
            return _GOVERNS[f"{lemma}_{self.parse.lemmas[particle]}"]
        if lemma == "look":
            return (
                "hopes"
                if particle is None
                and any(self.parse.words[c] == "forward" for c in self.parse.kids(head, "advmod", "prt"))
                else None
            )
        return _GOVERNS.get(lemma)

    def _behind_noun(self, token: int, noun: int, infinitive: bool) -> str:
        parse = self.parse
        if parse.lemmas[noun] in _CLAIMS and any(parse.words[c].lower() == "that" for c in parse.kids(token, "mark")):
            return self._claimed(noun)
        if (
            parse.lemmas[noun] in _INTENSIONAL_NOUNS
            and (infinitive or parse.deps[token] == "acl")
            and parse.tags[token] not in ("VBN",)
        ):
            return (
                "hopes"
                if parse.lemmas[noun] in ("hope", "wish", "desire")
                else "proposes"
                if parse.lemmas[noun] in ("proposal", "invitation", "call", "request", "offer")
                else "plans"
            )
        if infinitive:
            ranked = any(
                parse.words[c].lower() in ("first", "last", "only", "latest", "second", "third")
                for c in parse.children[noun]
            ) or parse.words[noun].lower() in ("first", "last")
            return "" if ranked else "plans"
        return ""

    def _claimed(self, noun: int) -> str:
        """“denied reports that X had left", "claims that X had left"; but "confirmed reports that"."""
        verb = self.parse.heads[noun]
        if self.parse.deps[noun] in ("dobj", "nsubjpass") and self.parse.tags[verb][:2] == "VB":
            if self.parse.lemmas[verb] in _CONFIRMING:
                return self.modality(verb)
            if self._governing(verb) == "denies":
                return "denies"
        return "possible"

    def _gerund(self, prep: int) -> str:
        """“for winning”, "on taking office", "after meeting" did happen; "of visiting", "by",
        "without" need not have.
        """
        parse = self.parse
        word, head = parse.words[prep].lower(), parse.heads[prep]
        if parse.tags[head][:2] == "NN" and parse.lemmas[head] in _INTENSIONAL_NOUNS:
            return "hopes" if parse.lemmas[head] in ("hope", "wish") else "plans"  # "preparations for ratifying"
        if word in ("of", "to", "in", "at", "from", "about", "against"):
            if parse.tags[head][:2] == "NN":
                return "possible"
            return _GOVERNS.get(parse.lemmas[head], "possible")
        governor = head if parse.tags[head][:2] == "VB" else self._governor(prep)
        if word == "before" and not (governor is not None and self._went_on(governor)):
            return "possible"
        outer = self.modality(governor) if governor is not None else ""
        if word in ("on", "upon", "for") and governor is not None and parse.lemmas[governor] in PRESUPPOSING:
            return "" if outer in _DONE_ALL_THE_SAME or self._in_order_to(governor) else outer
        return outer

    def _in_order_to(self, verb: int) -> bool:
        """“telephoned to congratulate": what was done, was done to that end; not "hoped to congratulate"."""
        head = self.parse.heads[verb]
        told = self.tense(head) == "past" and not self.modality(head)
        return self.parse.deps[verb] in ("xcomp", "advcl") and told and self._governing(head) is None

    def _went_on(self, verb: int) -> bool:
        """“was received by the President before signing the pact": what a report goes on to; not "resigned before taking
        office" or "asked for time before signing".
        """
        return self.tense(verb) == "past" and not self.modality(verb) and self.parse.lemmas[verb] in _GOING_ON

    def _saying(self, token: int) -> int | None:
        """The verb of saying that a clause hangs from."""
        for head in self.parse.ancestors(token):
            if self.parse.tags[head][:2] == "VB" and self.parse.lemmas[head] in _FACTUAL_SPEECH:
                return head
        return None
