"""Attachments that the parser gets wrong in ways that grammar alone can put right.

Each repair looks at one construction of press prose whose reading is not in doubt, and moves
nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from kgraph.extract.parse import Parse
from kgraph.extract.words import words

_DESCRIBING = words("repair", "describing")
_MADE = words("repair", "made")
_COURTESY = frozenset(
    ["Mr.", "Mr", "Ms.", "Ms", "Mrs.", "Mrs", "Dr.", "Dr", "Prof.", "H.E.", "HE", "Professor", "Sheikh", "Shri"]
)
_RECEIVING = words("coref", "receiving")
_CHOOSING = words("repair", "choosing")
_HIDDEN = words("repair", "hidden")
_SENT = frozenset(["ambassador", "envoy", "consul", "commissioner", "representative"])
_MONTHS = words("clauses", "months")
_WEEK = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_STYLE = frozenset(["H.E.", "HE", "H.H.", "HRH", "Hon.", "Hon", "Excellency"])
_ATTENDED = frozenset(["attend", "witness", "grace"])
_OCCASIONS = words("occasions", "nouns") | words("occasions", "talks")
_BINDING = frozenset(["as", "after", "before", "since", "until"])
_IDIOMS = frozenset([("into", "being"), ("to", "rest")])


def repaired(parse: Parse) -> Parse:
    """The parse with its known faults put right."""
    repair = _Repair(parse)
    dates = {t for e in parse.entities if e.label in ("DATE", "TIME") for t in range(e.first, e.last)}
    for token in range(len(parse)):
        if not (parse.deps[token] == "npadvmod" and token in dates):
            _by_function(repair, token)
        _by_word(repair, token)
    return repair.done() if repair.changed else parse


def _by_function(repair: _Repair, token: int) -> None:
    parse = repair.parse
    dep, tag = parse.deps[token], parse.tags[token]
    if dep == "npadvmod" and tag in ("NNP", "NNPS"):
        repair.late_object(token)
    elif dep == "compound" and parse.words[token] in _COURTESY:
        repair.person_behind_place(token)
    elif dep == "appos" and parse.heads[token] < token:
        repair.given(token)
        repair.listed(token)
        repair.on_behalf(token)
        repair.holder(token)
    elif dep == "acl" and tag in ("VBD", "VBN") and (parse.words[token - 1] == "," or parse.lemmas[token] in _CHOOSING):
        repair.main_verb(token)
    elif tag in ("VBN", "VBD") and dep in ("dep", "acomp", "advcl"):
        repair.passive(token)
    elif dep == "conj":
        _conjunct(repair, token)
    elif dep == "ccomp" and parse.heads[token] < token:
        repair.swallowed(token)
    elif dep == "prep" and parse.words[token] in ("at", "of", "in", "for"):
        repair.office_of(token)
    elif dep in ("nsubj", "nsubjpass") and tag == "NNP":
        repair.date(token) if parse.words[token].lower() in _MONTHS else repair.first_name(token)
    elif dep == "ROOT" and tag in ("VBD", "VBZ"):
        repair.subject(token)
    elif dep in ("dobj", "oprd") and parse.lemmas[parse.heads[token]] in _CHOOSING:
        repair.chosen(token)


def _conjunct(repair: _Repair, token: int) -> None:
    parse, tag = repair.parse, repair.parse.tags[token]
    if parse.label(token) == "PERSON":
        repair.person_behind_state(token)
    elif parse.deps[parse.heads[token]] == "pobj":
        repair.bodies(token)
    elif repair.swallowed(token):
        pass
    elif tag in ("VBD", "VBZ"):
        repair.own_clause(token)
    elif tag == "VBN" and parse.lemmas[token] in _ATTENDED:
        repair.attended(token)


def _by_word(repair: _Repair, token: int) -> None:
    parse = repair.parse
    if parse.words[token : token + 2] == ["co", "-"]:
        repair.together(token)
    elif parse.words[token : token + 3] == ["re", "-", "elected"]:
        repair.again(token)
    elif parse.words[token].lower() == "whose":
        repair.whose(token)
    elif parse.words[token].lower() == "who" and parse.words[token - 1] == ",":
        repair.who(token)
    elif parse.heads[token] == token and parse.tags[token] == "IN":
        repair.fronted(token)
    elif parse.words[token] in _STYLE and parse.deps[token] == "pobj":
        repair.style(token)
    elif parse.words[token] == "to" and parse.deps[token] == "prep":
        repair.sent(token)
    elif parse.tags[token] == "WDT" and parse.kid(token, "nsubj") is not None:
        repair.relative(token)
    elif parse.words[token] in _HIDDEN and parse.tags[token] == "NNP":
        repair.hidden_verb(token)
    elif parse.tags[token] == "VBN" and token > 1 and parse.words[token - 1] == ",":
        repair.participle(token)
    elif (parse.words[token - 1].lower(), parse.words[token].lower()) in _IDIOMS:
        repair.idiom(token)


class _Repair:
    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.heads, self.deps, self.tags = list(parse.heads), list(parse.deps), list(parse.tags)
        self.changed = False

    def participle(self, token: int) -> None:
        """“gave the prize to the team, led by Dahl, in Oslo”: the team is led, and the prize was given in Oslo."""
        parse = self.parse
        by = parse.kid(token, "agent")
        if by is None:
            self._made(token)
            self._seated(token)
            return
        noun = self._noun_before(token - 1)
        if parse.lemmas[token] in _ATTENDED and (held := self._gathering(token)) is not None:
            self._move(token, held, "acl")
        elif noun is not None and parse.deps[token] == "advcl" and parse.lemmas[token] in _DESCRIBING | _MADE:
            self._move(token, noun, "acl")
        above = parse.ancestors(token if noun is None else noun)
        verb = next((h for h in above if parse.tags[h][:2] == "VB"), None)
        closed = False
        for child in parse.children[token]:
            closed = closed or (child > by + 1 and parse.words[child - 1] == ",")
            if closed and verb is not None and parse.deps[child] == "prep":
                self._move(child, verb, "prep")

    def attended(self, token: int) -> None:
        """“bestowed at a ceremony held in Oslo and attended by X": people attend the occasion, not what is bestowed."""
        alone = self.parse.kid(token, "agent") is not None and self.parse.kid(token, "auxpass") is None
        if alone and (held := self._gathering(token)) is not None and held > self.parse.heads[token]:
            self._move(token, held, "acl")

    def own_clause(self, verb: int) -> None:
        """“lit as the Embassy held a reception", "left after his predecessor, Bo Lund, resigned": a conjunction with
        a subject and a verb, which the parser takes for a preposition and a second deed of the subject before.
        """
        parse, above = self.parse, self.parse.heads[verb]
        would = parse.tags[above] == "VB" and any(parse.tags[c] == "MD" for c in parse.kids(above, "aux"))
        bare = parse.kid(verb, "nsubj", "nsubjpass", "aux") is None
        if would and bare and parse.deps[above] == "ccomp" and parse.tags[parse.heads[above]] == parse.tags[verb]:
            self._move(verb, parse.heads[above], "conj")  # "said that she would stay and condemned the attack"
            return
        preps = [c for c in parse.kids(above, "prep") if above < c < verb and parse.words[c] in _BINDING]
        noun = parse.kid(preps[-1], "pobj") if preps else None
        if noun is None or parse.kid(verb, "nsubj", "nsubjpass") is not None:
            return
        behind, first = parse.subtree(noun)[-1] + 1, parse.left_edge(verb)
        closed = behind == first - 1 and parse.words[behind] == "," and parse.kid(noun, "appos") is not None
        if behind == first or closed:
            self._move(verb, above, "advcl")
            self._move(noun, verb, "nsubj")
            self._move(preps[-1], verb, "mark")

    def office_of(self, prep: int) -> None:
        """“appointed X, Dean of Law at the University, as minister": what follows an office in apposition belongs to it."""
        parse, noun = self.parse, self.parse.heads[prep]
        far = parse.tags[noun][:2] == "VB"
        whom = parse.kid(noun, "dobj", "nsubjpass") if far else noun
        if whom is None or not whom < prep or parse.tags[whom] != "NNP":
            return
        office = next((a for a in parse.kids(whom, "appos") if whom < a < prep and parse.tags[a][:2] == "NN"), None)
        if office is None or parse.subtree(office)[-1] != prep - 1:
            return
        ends = parse.subtree(prep)[-1] + 1
        if not far or parse.words[ends : ends + 1] == [","]:
            self._move(prep, office, "prep")

    def _gathering(self, token: int) -> int | None:
        """“over the ceremony for new envoys accredited to Peru, attended by X": the last occasion before."""
        first, _ = self.parse.sentences[self.parse.sentence_of[token]]
        return next((t for t in range(token - 1, first, -1) if self.parse.lemmas[t] in _OCCASIONS), None)

    def _seated(self, token: int) -> None:
        """“with Vale Shipping, headquartered in Aarhus": what sits there is the noun before the comma."""
        noun = self._noun_before(token - 1)
        if noun is not None and self.parse.lemmas[token] in ("headquarter", "base"):
            self._move(token, noun, "acl")

    def _made(self, token: int) -> None:
        """“rest on the Treaty, signed in Lyon": what is made is the noun before the comma, not the subject."""
        noun = self._noun_before(token - 1)
        behind = token + 1 < len(self.parse) and self.parse.words[token + 1].lower() in ("in", "on", "at")
        if noun is None or not behind or self.parse.lemmas[token] not in _MADE:
            return
        inside = self.parse.heads[token] in self.parse.ancestors(noun)  # "the Society of the Kingdom, founded in"
        if self.parse.deps[token] in ("advcl", "acl") and not (inside and self.parse.deps[token] == "acl"):
            self._move(token, noun, "acl")

    def idiom(self, token: int) -> None:
        """“came to rest on the range", "was brought into being by decree": "rest" and "being" are nouns here, and
        what follows belongs to the verb before them.
        """
        verb = token - 2
        while verb > 0 and token - verb < 4 and self.parse.tags[verb][:2] != "VB":
            verb -= 1
        if self.parse.tags[token][:2] != "VB" or self.parse.lemmas[verb] not in ("come", "bring", "be"):
            return
        self.tags[token] = "NN"
        self._move(token - 1, verb, "prep")
        self._move(token, token - 1, "pobj")
        for child in self.parse.children[token]:
            if child > token:
                self._move(child, verb, self.parse.deps[child])

    def late_object(self, token: int) -> None:
        """“received at the palace this morning President Vela": the object stands behind the circumstances."""
        parse, verb = self.parse, self.parse.heads[token]
        whom, first = parse.kid(verb, "dobj", "nsubjpass"), parse.left_edge(token)
        beside = whom is not None and parse.subtree(whom)[-1] == first - 2 and parse.words[first - 1] == ","
        if whom is not None and beside and parse.label(token) == "PERSON" and parse.tags[whom] == "NN":
            self._move(token, whom, "appos")  # "received her Chilean counterpart, H.E. Mr. Bo Lund, at the palace"
            return
        receives = parse.lemmas[verb] in _RECEIVING and parse.kid(verb, "dobj", "nsubjpass") is None
        if receives and verb < token and parse.words[token].lower() not in _WEEK:
            self._move(token, verb, "dobj")

    def person_behind_place(self, title: int) -> None:
        """“received at the palace in Guatemala City Mr. Vela": no name has a title in its middle."""
        parse, person = self.parse, self.parse.heads[title]
        place = title - 1
        inside = place > 0 and parse.tags[place] in ("NNP", "NNPS") and parse.heads[place] == person
        if not inside or parse.deps[person] != "pobj":
            return
        prep = parse.heads[person]
        verb = next((h for h in parse.ancestors(prep) if parse.tags[h][:2] == "VB"), None)
        if verb is None or parse.kid(verb, "dobj", "nsubjpass") is not None:
            return
        for child in parse.children[person]:
            if child < place:
                self._move(child, place, parse.deps[child])
        self._move(place, prep, "pobj")
        self._move(person, verb, "dobj")

    def given(self, token: int) -> None:
        """“conferred on the minister the Order of Merit": an apposition has a comma, this has none."""
        parse, noun = self.parse, self.parse.heads[token]
        first = min((token, *parse.children[token]))
        if parse.deps[noun] == "appos" and parse.words[noun + 1] != ",":
            noun = parse.heads[noun]  # "to the pianist Ana Vela the Medal"
        prep = parse.heads[noun]
        bare = first == parse.heads[token] + 1 and parse.tags[first] in ("DT", "PRP$") and parse.deps[noun] == "pobj"
        verb = parse.heads[prep]
        gives = parse.words[prep].lower() in ("on", "upon", "to") and parse.tags[verb][:2] == "VB"
        if bare and gives and parse.kid(verb, "dobj", "nsubjpass") is None:
            self._move(token, verb, "dobj")

    def listed(self, token: int) -> None:
        """“by Chile, the Slovak Republic and Malta": the middle of a list of like names is no apposition."""
        first = self.parse.heads[token]
        people = self.parse.label(first) == self.parse.label(token) == "PERSON"
        if people and any(self.parse.kid(t, "conj") is not None for t in (first, token)):
            self._move(token, first, "conj")  # "Ana Vela, Bo Lund, director of the Museum, and Rosa Holm": three people
            return
        last = self.parse.kid(token, "conj")
        if last is None or self.parse.words[token + 1].lower() not in ("and", ","):
            return
        labels = {self.parse.label(t) for t in (first, token, last)}
        if labels in ({"GPE"}, {"ORG"}):
            self._move(token, first, "conj")

    def on_behalf(self, token: int) -> None:
        """“signed, on behalf of Chile and Malta, a treaty": what is signed is in apposition to nobody."""
        parse = self.parse
        prep = next((h for h in parse.ancestors(token) if parse.words[h] == "behalf"), None)
        verb = None if prep is None else parse.heads[parse.heads[prep]]
        if verb is None or parse.lemmas[verb] not in _MADE or parse.kid(verb, "dobj", "nsubjpass") is not None:
            return
        if parse.words[parse.left_edge(token) - 1] == ",":
            self._move(token, verb, "dobj")

    def who(self, token: int) -> None:
        """“remembered X, president for years, who received the medal": who is the person before, not the subject."""
        parse, verb = self.parse, self.parse.heads[token]
        above = parse.heads[verb]
        if (
            parse.deps[verb] not in ("ccomp", "advcl", "parataxis", "dep")
            or above >= token
            or parse.deps[token][:5] != "nsubj"
        ):
            return
        first, _ = parse.sentences[parse.sentence_of[token]]
        named = [e for e in parse.entities if first <= e.first and e.last < token and e.label == "PERSON"]
        noun = parse.head_of(named[-1].first, named[-1].last) if named else self._noun_before(token - 1)
        if noun is not None:
            self._move(verb, noun, "relcl")

    def fronted(self, prep: int) -> None:
        """“After their talks the ministers signed": without another verb this one is the sentence's, not of the talks."""
        parse = self.parse
        noun = parse.kid(prep, "pobj")
        verb = None if noun is None else parse.kid(noun, "relcl")
        subject = None if verb is None else parse.kid(verb, "nsubj", "nsubjpass")
        if noun is None or verb is None or subject is None or parse.left_edge(subject) != noun + 1:
            return
        if parse.tags[verb] in ("VBD", "VBZ", "VBP") and parse.tags[subject][:1] == "N":
            self._move(verb, verb, "ROOT")
            self._move(prep, verb, "prep")

    def style(self, token: int) -> None:
        """“called on H.E. Ana Vela": the name behind a style, and not the style, is whom."""
        parse, prep = self.parse, self.parse.heads[token]
        verb, name = (
            parse.heads[prep],
            next((h for h in (token + 1, *parse.ancestors(token + 1)) if parse.deps[h] != "compound"), token),
        )
        if (
            name > token
            and parse.heads[name] == verb
            and parse.tags[name] == "NNP"
            and parse.deps[name] in ("dobj", "npadvmod")
        ):
            self._move(token, name, "compound")
            self._move(name, prep, "pobj")

    def together(self, co: int) -> None:
        """“was co-hosted by", "co-chaired": three tokens, of which the last is the verb."""
        parse, verb = self.parse, co + 2
        if verb >= len(parse) or parse.tags[verb][:2] != "VB":
            return
        if parse.heads[verb] in (co, co + 1):
            top = parse.heads[co]
            self._move(verb, verb if top == co else top, parse.deps[co])
            self.tags[verb] = "VBN" if parse.kid(co, "auxpass") is not None else "VBD"
            for child in (*parse.children[co], *parse.children[co + 1]):
                if child not in (co + 1, verb):
                    self._move(child, verb, parse.deps[child])
        for token in (co, co + 1):
            self.tags[token] = "HYPH"
            self._move(token, verb, "punct")

    def bodies(self, token: int) -> None:
        """“by the Embassy in Lima and the University": two bodies, not two towns."""
        parse, place = self.parse, self.parse.heads[token]
        body = parse.heads[parse.heads[place]]
        inside = next((e for e in parse.entities if e.first <= place < e.last), None)
        towns = parse.label(place) in ("GPE", "LOC") or (inside is not None and inside.first <= body < inside.last)
        apart = inside is None or not inside.first <= token < inside.last
        if (
            parse.words[parse.heads[place]] in ("in", "at", "of")
            and towns
            and apart
            and parse.label(token) == "ORG"
            and parse.tags[body][:3] == "NNP"
        ):
            self._move(token, body, "conj")

    def person_behind_state(self, token: int) -> None:
        """“Ana Vela of Chile and Bo Lund of Norway", "the ministers of Chile and Norway, Ana Vela and Bo Lund": people,
        and not states, are named with the people.
        """
        parse, place = self.parse, self.parse.heads[token]
        while parse.deps[place] == "conj" and parse.label(place) == "GPE":
            place = parse.heads[place]
        prep = parse.heads[place]
        if parse.label(place) not in ("GPE", "ORG", "NORP") or parse.deps[place] != "pobj" or parse.words[prep] != "of":
            return
        noun = parse.heads[prep]
        if parse.label(noun) == "PERSON":
            self._move(token, noun, "conj")
        elif parse.tags[noun] == "NNS" and parse.words[parse.left_edge(token) - 1] == ",":
            self._move(token, noun, "appos")

    def holder(self, token: int) -> None:
        """“the director of the Museum in Lima, Ana Vela, met": she is the director, and not Lima."""
        parse, noun = self.parse, self.parse.heads[token]
        if parse.label(token) != "PERSON" or parse.words[parse.left_edge(token) - 1] != ",":
            return
        while parse.label(noun) in ("GPE", "ORG", "FAC", "LOC") and parse.deps[noun] == "pobj":
            noun = parse.heads[parse.heads[noun]]
        common = parse.tags[noun] in ("NN", "NNP") and parse.label(noun) not in ("GPE", "ORG", "FAC", "LOC", "PERSON")
        if noun != parse.heads[token] and common:
            self._move(token, noun, "appos")

    def swallowed(self, verb: int) -> bool:
        """“left the bank on Monday and Ana Vela took over": who stands before a verb without a subject is its subject."""
        parse = self.parse
        if parse.tags[verb][:2] != "VB" or parse.kid(verb, "nsubj", "nsubjpass") is not None:
            return False
        name = min([verb, *parse.kids(verb, "aux", "auxpass")]) - 1
        if name < 1 or parse.deps[name] != "conj" or parse.tags[name] != "NNP" or parse.label(name) != "PERSON":
            return False
        if parse.words[parse.left_edge(name) - 1].lower() != "and" or parse.heads[name] > name:
            return False
        self._move(name, verb, "nsubjpass" if parse.kid(verb, "auxpass") is not None else "nsubj")
        if parse.deps[verb] == "ccomp":
            self._move(verb, parse.heads[verb], "conj")
        return True

    def again(self, re: int) -> None:
        """“was re-elected chairman": three tokens, of which the last is the verb."""
        parse, verb = self.parse, re + 2
        be = parse.heads[re]
        base = be if parse.lemmas[be] == "be" else re
        if parse.deps[verb] != "amod" or parse.heads[parse.heads[verb]] != base or parse.tags[base][:2] != "VB":
            return
        self._move(verb, verb if parse.heads[base] == base else parse.heads[base], parse.deps[base])
        for child in (*parse.children[base], *parse.children[re]):
            if child not in (re, re + 1):
                self._move(
                    child, verb, {"attr": "oprd", "nsubj": "nsubjpass"}.get(parse.deps[child], parse.deps[child])
                )
        if base != re:
            self._move(be, verb, "auxpass")
        for token in (re, re + 1):
            self.tags[token] = "HYPH"
            self._move(token, verb, "punct")

    def first_name(self, token: int) -> None:
        """“OSLO, 4 May - Ana Vela met": behind a dateline the first name is no sentence of its own."""
        first = token - 1
        alone = first >= 0 and self.parse.heads[first] == first and self.parse.tags[first] == "NNP"
        if alone and self.parse.label(first) == self.parse.label(token) == "PERSON":
            self._move(first, token, "compound")

    def subject(self, verb: int) -> None:
        """“In the presence of the President, Ana Vela and Bo Lund signed": who stands behind the comma of what opens a
        sentence does what the verb says.
        """
        parse = self.parse
        if parse.kid(verb, "nsubj", "nsubjpass", "csubj", "csubjpass", "expl") is not None:
            return
        opening = next((p for p in parse.kids(verb, "prep") if p < verb), None)
        noun = None if opening is None else next((t for t in parse.subtree(opening) if parse.deps[t] == "pobj"), None)
        if opening is None or noun is None:
            return
        behind = [
            t
            for t in parse.subtree(opening)
            if parse.deps[t] in ("conj", "appos") and parse.label(t) == "PERSON" and noun < t < verb
            and parse.words[parse.left_edge(t) - 1] == ","
        ]  # fmt: skip
        if behind and parse.subtree(behind[0])[-1] == verb - 1:
            self._move(behind[0], verb, "nsubj")

    def main_verb(self, token: int) -> None:
        """“The President, Ana Vela, handed over the medal": a participle with an object, or a past tense, in a
        sentence without another verb is its verb.
        """
        parse, noun = self.parse, self.parse.heads[token]
        if parse.deps[noun] == "appos":
            noun = parse.heads[noun]
        finite = parse.tags[token] == "VBD" or parse.kid(token, "dobj", "oprd") is not None
        if parse.heads[noun] != noun or parse.tags[noun][:2] == "VB" or not finite or noun > token:
            return
        self.tags[token] = "VBD"
        self._move(token, token, "ROOT")
        self._move(noun, token, "nsubj")

    def passive(self, token: int) -> None:
        """“was on Friday appointed director": what stands between hides the auxiliary."""
        parse, be = self.parse, self.parse.heads[token]
        own = parse.kid(token, "nsubj", "nsubjpass", "mark", "aux", "auxpass") is not None
        said = parse.kid(be, "attr", "acomp") not in (None, token)
        between = all(parse.tags[t] in ("IN", "NNP", "NN", "CD", "RB", "DT") for t in range(be + 1, token))
        if parse.lemmas[be] != "be" or not be < token < be + 8 or own or said or not between:
            return
        for child in parse.children[be]:
            if child != token:
                self._move(child, token, "nsubjpass" if parse.deps[child] == "nsubj" else parse.deps[child])
        self.tags[token] = "VBN"
        top = parse.heads[be]
        self._move(token, token if top == be else top, parse.deps[be])
        self._move(be, token, "auxpass")

    def date(self, month: int) -> None:
        """“On Wednesday, 10 April 2019, the Ambassador paid a visit": no month does anything."""
        parse, verb = self.parse, self.parse.heads[month]
        subject = next((a for a in parse.kids(month, "appos", "conj") if parse.tags[a][:2] in ("NN", "PR")), None)
        if subject is None or parse.kid(month, "nummod") is None or not month < subject < verb:
            return
        self._move(subject, verb, parse.deps[month])
        self._move(month, verb, "npadvmod")

    def whose(self, token: int) -> None:
        """“the Service, whose head, Ana Vela, chaired the session": she did, not who is the subject before."""
        parse, noun = self.parse, self.parse.heads[token]
        told = parse.heads[noun]
        if parse.deps[noun] in ("nsubj", "nsubjpass") and parse.deps[told] == "ccomp" and parse.heads[told] < token:
            antecedent = self._noun_before(token - 1)
            if antecedent is not None and parse.words[token - 1] == ",":
                self._move(told, antecedent, "relcl")
            return
        if noun <= token or parse.deps[noun] in ("nsubj", "nsubjpass", "pobj", "dobj"):
            return
        _, last = parse.sentences[parse.sentence_of[token]]
        verb = next((t for t in range(noun + 1, last) if parse.tags[t] in ("VBD", "VBZ", "VBP")), None)
        if (
            verb is None
            or parse.deps[verb] != "conj"
            or parse.heads[verb] > token
            or parse.kid(verb, "nsubj") is not None
        ):
            return
        antecedent = self._noun_before(token - 1) if parse.words[token - 1] == "," else token - 1
        if antecedent is not None:
            self._move(noun, verb, "nsubj")
            self._move(verb, antecedent, "relcl")

    def sent(self, token: int) -> None:
        """“travelled with Vela, Ambassador of Finland to Estonia": the ambassador goes there, not the journey."""
        parse = self.parse
        verb = parse.heads[token]
        if parse.tags[verb][:2] != "VB" or token < 3:
            return
        noun = token - 1
        while noun > token - 7 and noun > verb and (parse.tags[noun] in ("NNP", "NNPS", "DT", "IN", "JJ")):
            if parse.lemmas[noun] in _SENT:
                self._move(token, noun, "prep")
                return
            noun -= 1
        if noun > verb and parse.lemmas[noun] in _SENT:
            self._move(token, noun, "prep")

    def chosen(self, office: int) -> None:
        """“elected Ana Vela national treasurer": a name before a common noun is whom, the noun what to."""
        parse = self.parse
        names = [c for c in parse.kids(office, "compound", "nmod") if parse.tags[c] == "NNP"]
        if parse.tags[office] != "NN" or not names or parse.kid(office, "det", "poss") is not None:
            return
        name = names[-1]
        for child in parse.children[office]:
            if child < name and child != name:
                self._move(child, name, parse.deps[child])
        self._move(name, parse.heads[office], "dobj")
        self._move(office, parse.heads[office], "oprd")

    def relative(self, that: int) -> None:
        """“the letter that the two sisters signed": not "the sisters, signed"."""
        parse = self.parse
        subject = parse.kid(that, "nsubj")
        verb = None if subject is None else parse.kid(subject, "acl")
        if subject is None or verb is None or parse.tags[verb] != "VBN" or parse.tags[that - 1][:2] != "NN":
            return
        self.tags[verb] = "VBD"
        self._move(subject, verb, "nsubj")
        self._move(that, verb, "dobj")
        self._move(verb, that - 1, "relcl")

    def hidden_verb(self, token: int) -> None:
        """“the Prime Minister rang Bo Lund": a past form between two names, taken for a part of the second."""
        parse, name = self.parse, self.parse.heads[token]
        subject = token - 1
        inside = parse.heads[subject] in (name, token) and parse.tags[subject][:2] == "NN"
        if parse.deps[token] != "compound" or not inside:
            return
        top = parse.heads[name]
        self.tags[token] = "VBD"
        self._move(token, token if top == name else top, parse.deps[name])
        self._move(name, token, "dobj")
        for child in parse.children[name]:
            if child < token and parse.deps[child] in ("prep", "npadvmod", "advmod", "nsubj"):
                self._move(child, token, parse.deps[child])
            elif child < subject:
                self._move(child, subject, parse.deps[child])
        self._move(subject, token, "nsubj")

    def _noun_before(self, comma: int) -> int | None:
        """The head of the noun phrase that ends at a comma."""
        token = comma - 1
        return token if self.parse.tags[token][:2] == "NN" and self.parse.deps[token] != "compound" else None

    def _move(self, token: int, head: int, dep: str) -> None:
        self.heads[token], self.deps[token] = head, dep
        self.changed = True

    def done(self) -> Parse:
        children: list[list[int]] = [[] for _ in self.heads]
        for token, head in enumerate(self.heads):
            if head != token:
                children[head].append(token)
        return replace(self.parse, heads=self.heads, deps=self.deps, tags=self.tags, children=children)
