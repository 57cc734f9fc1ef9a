"""What the words around a name say about it: nouns beside it, appositions, prepositions, verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgraph.extract.lexicon import Lexicon
from kgraph.extract.parse import Parse
from kgraph.extract.words import words

PERSON, ORGANIZATION, PLACE = "schema:Person", "schema:Organization", "schema:Place"
GOVERNMENT, DIPLOMATIC, COUNTRY = "schema:GovernmentOrganization", "kg:DiplomaticMission", "schema:Country"
CELESTIAL, SPACECRAFT, MISSION = "kg:CelestialPlace", "kg:Spacecraft", "kg:Mission"
PROGRAMME, TEAM, AWARD, WORK = "kg:Programme", "kg:Team", "kg:Award", "schema:CreativeWork"

BODIES = frozenset((ORGANIZATION, GOVERNMENT, DIPLOMATIC))
# A common noun after a name belongs to the name for these classes: "Lindgren crater".
TAKES_HEAD = frozenset((PLACE, CELESTIAL, TEAM, AWARD, PROGRAMME))

_CRAFT_VERBS = words("context", "craft_verbs")
_TALKING = words("context", "talking")
_TRAVEL = words("context", "travel")
_GIVING = words("context", "giving")
_CORPORATE = words("context", "corporate")
_MAKERS = tuple(words("context", "makers"))
_LEADING = words("context", "leading")
_CRAFT_PARTS = words("context", "craft_parts")
_SIGNING = words("context", "signing")


@dataclass(frozen=True, slots=True)
class Context:
    """Evidence from outside a name; spans are token ranges, last exclusive."""

    parse: Parse
    lexicon: Lexicon

    def head_after(self, last: int) -> tuple[str, int]:
        """Class and last token of a common noun right after the name ("X lunar probe"), or ("", -1)."""
        words, tags = self.parse.words, self.parse.tags
        for token in range(last, min(last + 3, len(words))):
            if not words[token].islower():
                break
            noun = " ".join(words[token : token + 2])
            noun = noun if noun in self.lexicon.kinds else words[token]
            cls = self.lexicon.kinds.get(noun, "")
            if (
                cls in (*TAKES_HEAD, SPACECRAFT, MISSION)
                and tags[token].startswith(("NN", "VB"))
                and noun not in _LOOSE_HEADS
            ):
                return cls, token + len(noun.split()) - 1
            if tags[token] not in ("NN", "JJ"):
                break
        return "", -1

    def person_noun_before(self, first: int) -> bool:
        """“flight director X”, "the poet X": a noun for a person right before the name."""
        words = self.parse.words
        if first == 0 or words[first - 1][0].isupper():
            return False
        return self.parse.tags[first - 1][:2] in ("NN", "JJ") and self._is_person_noun(first)

    def _is_person_noun(self, last: int) -> bool:
        nouns = (" ".join(self.parse.words[max(0, last - size) : last]).lower() for size in (3, 2, 1))
        return any(n in self.lexicon.offices or n in self.lexicon.people or n in self.lexicon.groups for n in nouns)

    def behind_state(self, first: int) -> bool:
        """“the President of Mongolia X", "Minister of Energy of the Kyrgyz Republic X": the holder behind a post and a state."""
        words = self.parse.words
        for size in (1, 2, 3, 4):
            start = first - size
            if (
                start > 1
                and self.lexicon.country(" ".join(words[start:first]))
                and words[first - 1] not in self.lexicon.demonyms
            ):
                of = start - 1 - (words[start - 1].lower() == "the")
                post = (" ".join(words[max(0, of - n) : of]).lower() for n in (3, 2, 1))
                field = words[of - 1].lower() in self.lexicon.subjects and self.parse.words[of - 1][0].isupper()
                return words[of].lower() in ("of", "to") and (field or any(p in self.lexicon.offices for p in post))
        return False

    def office_of(self, first: int) -> bool:
        """“site engineer of X”: an office that only bodies have, not states or cities."""
        words = self.parse.words
        start = first - 1 if first and words[first - 1].lower() == "the" else first
        behind = first + 1
        if words[behind : behind + 1] in (["'s"], ["’s"]):  # "X's chief executive"
            offices = (" ".join(words[behind + 1 : behind + 1 + size]).lower() for size in (3, 2, 1))
            return any(o in _CORPORATE for o in offices)
        if start < 2 or words[start - 1] not in ("of", "at"):
            return False
        offices = (" ".join(words[max(0, start - 1 - size) : start - 1]).lower() for size in (3, 2, 1))
        led = self._entity_is_person(first) and words[start - 1] == "of"
        return any(o in _CORPORATE or (led and o in _LEADING) for o in offices)

    def _entity_is_person(self, first: int) -> bool:
        return self.parse.label(first) == "PERSON"

    def noun_before(self, first: int) -> str:
        """“the atlas X”, "the satellite X": the class of the noun right before a name, for what is made or given."""
        words = self.parse.words
        if first < 2 or not words[first - 1].islower() or self.parse.tags[first - 1] != "NN":
            return ""
        if words[first - 1].endswith(_MAKERS):
            return ORGANIZATION  # "the carmaker X", "its supplier X"
        cls = self.lexicon.kinds.get(words[first - 1], "")
        return cls if cls in (SPACECRAFT, WORK, AWARD, CELESTIAL) else ""

    def of_a_craft(self, first: int, last: int) -> bool:
        """“X's seismometer", "aboard X": what only craft have, and where only craft have room."""
        words = self.parse.words
        if last + 1 < len(words) and words[last] in ("'s", "’s"):
            pair = " ".join(words[last + 1 : last + 3]).lower()
            return words[last + 1].lower() in _CRAFT_PARTS or pair in _CRAFT_PARTS
        return bool(first) and words[first - 1].lower() in ("aboard", "onboard")

    def quoted(self, first: int) -> bool:
        """“…," says X: who is named right after a verb of saying behind a quotation."""
        words = self.parse.words
        return first > 2 and self.parse.lemmas[first - 1] in _TALKING and words[first - 2] in ("”", '"', "''", ",", "’")

    def called(self, first: int) -> str:
        """“a satellite called X”: the class of the noun before."""
        words = self.parse.words
        if first >= 2 and words[first - 1].lower() in (
            "called",
            "named",
            "dubbed",
            "christened",
            "titled",
            "entitled",
        ):
            return self.class_of(words[first - 2].lower())
        return ""

    def apposition(self, first: int, last: int) -> str:
        """A noun phrase beside the name, behind a comma on either side, that says what it is."""
        words = self.parse.words
        if last - first == 1 and words[first].lower() in self.lexicon.occasions:
            return ""  # "Addressing the Session, the Chairperson"
        if last + 2 < len(words) and words[last] == ",":
            following = words[last + 1].lower()
            if following == "who" or (re.fullmatch(r"\d\d", following) and words[last + 2] == ","):
                return PERSON
            if cls := self._phrase(last + 1, last - 1):
                return cls
        if first >= 2 and words[first - 1] == "," and self._person_phrase(first - 1) and not self._bodily(last):
            return PERSON
        head = self.parse.heads[last - 1]
        if self.parse.deps[last - 1] == "appos" and head < first:
            return self.class_of(words[head].lower())
        return ""

    def _person_phrase(self, end: int) -> bool:
        """A phrase for a person ends here: "the poet", "the President of the General Assembly"."""
        if self._is_person_noun(end):
            return True
        words = self.parse.words
        for token in range(end - 1, max(end - 9, 1), -1):
            if words[token].lower() in ("of", "for") and self._is_person_noun(token):
                return True
            if words[token] in (",", ";", ".") or self.parse.tags[token][:2] == "VB":
                return False
        return False

    def _phrase(self, start: int, name: int) -> str:
        """Class by the head of the noun phrase that starts here, read left to right."""
        words, tags = self.parse.words, self.parse.tags
        head, named, noun = "", False, start
        for token in range(start, min(start + 10, len(words))):
            if tags[token].startswith("NN"):
                two = f"{words[token - 1]} {words[token]}".lower()
                head = two if two in self.lexicon.offices or two in self.lexicon.kinds else words[token].lower()
                named, noun = named or words[token][0].isupper(), token
            elif tags[token] not in _PREMODIFIERS:
                break
        if self.parse.deps[noun][:5] == "nsubj" and self.parse.heads[noun] in self.parse.ancestors(name):
            return ""  # "Led by Dahl, the team flew": the subject of the clause that the name hangs from
        cls = self.class_of(head)
        # ", Norway," after a city is a list: only people are told by a capitalised noun (", President of")
        return cls if cls == PERSON or not named else ""

    def _bodily(self, last: int) -> bool:
        """The name ends like a body's: "commander, U.S. Central Command"."""
        return self.parse.words[last - 1].lower() in self.lexicon.kinds

    def class_of(self, noun: str) -> str:
        """The class of what a common noun describes; "" if it is not known."""
        for form in (noun, noun.removesuffix("s")):
            if form in self.lexicon.offices or form in self.lexicon.people or form in self.lexicon.groups:
                return PERSON
        cls = self.lexicon.kinds.get(noun, "")
        return ORGANIZATION if cls == GOVERNMENT else cls

    def belongs_to(self, last: int) -> bool:
        """“X of the Institute”, "X of Norway": people are of something; bodies seldom are."""
        words = self.parse.words
        if last + 1 >= len(words) or words[last] != "of":
            return False
        after = words[last + 2] if words[last + 1] == "the" and last + 2 < len(words) else words[last + 1]
        return after[0].isupper()

    def preposition(self, first: int, last: int) -> str:
        """“in X”, "near X": a place; so is "to X" after a verb of motion, and a dateline."""
        words = self.parse.words
        before = words[first - 1].lower() if first else ""
        if before in ("in", "near", "outside") and not words[first].isupper():
            return PLACE
        if self._dateline(first, last):
            return PLACE
        if before == "of" and first > 1 and words[first - 2].lower() in ("mayor", "mayoress", "burgomaster", "bishop"):
            return PLACE
        head = self.parse.heads[last - 1]
        if before in ("to", "at", "from", "for") and self.parse.deps[head] == "prep":
            verb = self.parse.lemmas[self.parse.heads[head]]
            moved = verb in _TRAVEL and before != "at"
            return PLACE if moved or (verb in ("launch", "lift", "pad") and before in ("at", "from")) else ""
        return (
            PLACE
            if self.parse.deps[last - 1] == "dobj"
            and self.parse.lemmas[head] in ("visit", "tour", "leave")
            and last - first == 1
            else ""
        )

    def _dateline(self, first: int, last: int) -> bool:
        """The text begins with a place, a date and a dash."""
        words = self.parse.words
        if first > 4 or self.parse.sentence_of[first] != 0 or not words[first].isupper():
            return False
        return any(w in ("-", "--", "–", "—") for w in words[last : last + 14])

    def verb(self, first: int, last: int) -> str:
        """The class a verb asks of the argument that a name, tokens ``first`` to ``last``, is."""
        token = last - 1
        while self.parse.deps[token] == "pobj" and self.parse.heads[self.parse.heads[token]] >= first:
            token = self.parse.heads[self.parse.heads[token]]  # "signed a Programme of Cultural Exchange"
        while self.parse.deps[token] in ("appos", "conj", "compound", "nmod") and self.parse.heads[token] != token:
            token = self.parse.heads[token]
        dep, head = self.parse.deps[token], self.parse.heads[token]
        lemma = self.parse.lemmas[head]
        subject, patient = dep in ("nsubj",), dep in ("dobj", "nsubjpass")
        if (subject or patient) and self._craft_verb(head, lemma, patient):
            return SPACECRAFT
        if subject and lemma in _TALKING:
            return PERSON
        if patient and lemma in _GIVING and (dep == "dobj" or self._goes_to(head, lemma)):
            return AWARD
        if patient and lemma in _SIGNING:
            return WORK
        return ""

    def _goes_to(self, verb: int, lemma: str) -> bool:
        """“X was bestowed on Ana”, "X was awarded to Ana": what is given, not who receives."""
        preps = {self.parse.words[c].lower() for c in self.parse.kids(verb, "prep", "dative")}
        return lemma in ("bestow", "confer") or (lemma in ("award", "present", "give") and "to" in preps)

    def _craft_verb(self, head: int, lemma: str, patient: bool) -> bool:
        if lemma in _CRAFT_VERBS:
            return lemma != "launch" or patient
        if lemma == "come" and any(
            self.parse.words[o] == "rest" for p in self.parse.kids(head, "prep") for o in self.parse.kids(p, "pobj")
        ):
            return True
        particles = (self.parse.lemmas[c] for c in self.parse.kids(head, "prt", "advmod"))
        return any(f"{lemma} {particle}" in _CRAFT_VERBS for particle in particles)

    def light_landing(self, last: int) -> bool:
        """“X made a soft landing”: the verb is light, the noun tells."""
        head = self.parse.heads[last - 1]
        objects = {self.parse.lemmas[c] for c in self.parse.kids(head, "dobj")}
        return self.parse.deps[last - 1] == "nsubj" and bool(
            objects & {"landing", "touchdown", "liftoff", "lift-off", "splashdown"}
        )


_LOOSE_HEADS = words("context", "loose_heads")
_PREMODIFIERS = frozenset(
    ["DT", "JJ", "JJR", "JJS", "PRP$", "CD", "VBN", "VBG", "HYPH", "POS", "RB", "RBS", "NFP", "''", "``"]
)
