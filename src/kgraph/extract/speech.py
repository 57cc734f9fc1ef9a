"""Who said what, with which stance, to whom, about what.

A statement is found on a clause by its verb or by what somebody "expresses"; the stance of an
inner verb wins ("said she hoped" is a hope). Words between quotation marks are kept verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kgraph.errors import SchemaError
from kgraph.extract.clauses import AGENT, PATIENT, RECIPIENT, Clause
from kgraph.extract.context import BODIES, COUNTRY, PERSON, TEAM
from kgraph.extract.frames import FUNCTIONS
from kgraph.extract.parse import Parse
from kgraph.extract.things import Thing, Things
from kgraph.extract.tomlfile import TomlFile
from kgraph.extract.words import words
from kgraph.schema import Schema

_SPEAKERS = (PERSON, *BODIES, COUNTRY, TEAM)
_QUOTES = re.compile(r"[“\"]([^“”\"]{2,600})[”\"]")
_REPORTERS = words("speech", "reporters")


@dataclass(frozen=True, slots=True)
class Wording:
    """How one modality is worded."""

    modality: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    to: tuple[str, ...]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    """All modalities' wordings, by verb and by noun."""

    by_verb: Mapping[str, Wording]
    by_noun: Mapping[str, Wording]
    expressing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One speech act. ``speaker`` and ``addressee`` are thing numbers; ``clause`` is the token of
    the clause that says what is said, where there is one.
    """

    token: int
    speaker: int
    modality: str
    addressee: int | None
    topic: str
    sentence: int
    quotations: tuple[tuple[int, int], ...] = ()
    content: int | None = None
    rule: str = "verb"


def load_wordings(schema: Schema, *folders: Path) -> Wordings:
    """Read ``statements.toml``; later folders add to earlier ones.

    Raises :class:`SchemaError` where a table is no modality of the ontology or names an unknown function.
    """
    by_verb: dict[str, Wording] = {}
    by_noun: dict[str, Wording] = {}
    expressing: set[str] = set()
    known = {i.partition(":")[2] for i in schema.instances("kg:Modality")}
    for path in (f / "statements.toml" for f in folders if (f / "statements.toml").is_file()):
        file = TomlFile.read(path)
        expressing.update(file.texts(file.data, "expressing"))
        for modality, table in file.data.items():
            if modality == "expressing":
                continue
            if modality not in known:
                raise SchemaError(
                    f"{modality!r} is no modality",
                    place=file.place(modality),
                    help=f"there are {', '.join(sorted(known))}",
                )
            for function in (*file.texts(table, "to"), *file.texts(table, "about")):
                if function not in FUNCTIONS | {"content", "that"}:
                    raise SchemaError(
                        f"{function!r} is no function",
                        place=file.place(function),
                        help=f"there are content, that, {', '.join(sorted(FUNCTIONS))}",
                    )
            wording = Wording(
                f"kg:{modality}",
                frozenset(file.texts(table, "verbs")),
                frozenset(file.texts(table, "nouns")),
                file.texts(table, "to"),
                file.texts(table, "about"),
            )
            by_verb.update(dict.fromkeys(wording.verbs, wording))
            by_noun.update(dict.fromkeys(wording.nouns, wording))
    return Wordings(by_verb, by_noun, frozenset(expressing))


def statements(
    parse: Parse,
    clauses: Sequence[Clause],
    things: Things,
    wordings: Wordings,
    resolve: Callable[[int], list[tuple[Thing, int]]],
) -> list[Statement]:
    """The statements of an article, in order; one per speaker, modality and sentence."""
    reader = _Reader(parse, things, wordings, resolve)
    reader.verbs = {c.token: c for c in clauses if not c.noun}
    found: dict[tuple[int, str, int], Statement] = {}
    for clause in clauses:
        for statement in reader.read(clause):
            found.setdefault((statement.speaker, statement.modality, statement.sentence), statement)
    for number in range(len(parse.sentences)):
        for statement in reader.according_to(number):
            found.setdefault((statement.speaker, statement.modality, number), statement)
    for statement in reader.continued(found.values()):
        found.setdefault((statement.speaker, statement.modality, statement.sentence), statement)
    return sorted(found.values(), key=lambda s: s.token)


_STOPS = words("speech", "stops")
_REPORTING = words("speech", "reporting")
_COGNITION = words("speech", "cognition")
_DONE_TO = frozenset(["kg:thanks", "kg:congratulates", "kg:condemns", "kg:briefs"])
_MINDED = words("speech", "minded")
_UNTRUE = frozenset(["untrue", "false", "incorrect", "unfounded", "baseless", "groundless", "fabricated"])
_COURTESIES = words("speech", "courtesies")
_PERFORMED = words("speech", "performed")


class _Reader:
    def __init__(
        self,
        parse: Parse,
        things: Things,
        wordings: Wordings,
        resolve: Callable[[int], list[tuple[Thing, int]]],
    ) -> None:
        self.parse, self.things, self.wordings, self.resolve = parse, things, wordings, resolve
        self.verbs: dict[int, Clause] = {}
        self.quotes = [(m.start(1), m.end(1)) for m in _QUOTES.finditer(parse.text)]

    def read(self, clause: Clause) -> Iterator[Statement]:
        """The statements a clause makes: none or one."""
        if (performed := self._courteous(clause)) is not None:
            clause = replace(performed, modality="", tense=clause.tense)
        elif clause.lemma in ("like", "love") and clause.modality == "possible":
            clause = replace(clause, lemma="hope", modality="")  # "would like to open a second dome"
        if clause.noun or clause.modality not in ("", "purpose", "habitual") or clause.tense == "future":
            return
        wording, source, rule = self._wording(clause)
        if wording is None:
            return
        if clause.modality == "purpose" and wording.modality not in (
            "kg:congratulates",
            "kg:thanks",
            "kg:briefs",
        ):
            return
        speakers = self._speakers(clause) if rule == "verb" else self._expressing(clause, source)
        if not speakers:
            return
        content = self._content(clause.token) if rule == "verb" else self._content(source)
        inner = self._inner(clause, content)
        wording = inner or wording
        if inner is not None and content is not None:
            content = self._content(content) or content
        sentence = self.parse.sentence_of[clause.token]
        topic = self._topic(clause, wording, source, content)
        quotations = tuple(q for q in self.quotes if self._in_sentence(q, sentence))
        for speaker in speakers:
            addressee = self._addressee(clause, wording, source, speaker)
            yield Statement(
                clause.token, speaker, wording.modality, addressee, topic, sentence, quotations, content, rule
            )

    def continued(self, known: Iterable[Statement]) -> Iterator[Statement]:
        """Quoted sentences without a speaker right behind one that has: they are the same person's words."""
        said = {s.sentence: s for s in known if s.quotations}
        told = {s.sentence for s in known}
        for number in range(1, len(self.parse.sentences)):
            before, quote = said.get(number - 1), self._all_quoted(number)
            if before is None or quote is None or number in told:
                continue
            first, last = self.parse.sentences[number]
            root = next((t for t in range(first, last) if self.parse.deps[t] == "ROOT"), first)
            wording = self._own_stance(root)
            topic = " ".join(self.parse.text[slice(*quote)].split()[:8])
            modality = wording.modality if wording is not None else "kg:asserts"
            statement = Statement(
                root, before.speaker, modality, None, topic, number, (quote,), None, "continued quote"
            )
            said[number] = statement
            yield statement

    def _all_quoted(self, sentence: int) -> tuple[int, int] | None:
        """The quotation that a sentence consists of."""
        start, end = self.parse.sentence_span(sentence)
        quote = next((q for q in self.quotes if start <= q[0] < q[1] <= end + 1), None)
        around = (
            (self.parse.text[start : quote[0]] + self.parse.text[quote[1] : end]).strip(" \n“”\"'.") if quote else "-"
        )
        return quote if not around else None

    def _own_stance(self, root: int) -> Wording | None:
        """“I hope", "we would like to thank": what a speaker does in the first person."""
        verb = root
        if self.parse.lemmas[root] in _COURTESIES and (content := self._content(root)) is not None:
            verb = content
        subjects = {self.parse.words[s].lower() for s in self.parse.kids(root, "nsubj")}
        return self.wordings.by_verb.get(self.parse.lemmas[verb]) if subjects & {"i", "we"} else None

    def according_to(self, number: int) -> Iterator[Statement]:
        """“According to the embassy, …”."""
        first, last = self.parse.sentences[number]
        for token in range(first, last - 2):
            if self.parse.words[token].lower() == "according" and self.parse.words[token + 1] == "to":
                for t in range(token + 2, min(token + 9, last)):
                    if self.parse.words[t] == ",":
                        break
                    if self.parse.tags[t] == "PRP$":
                        continue  # "according to its President"
                    speakers = [x for x in self.things.of(t) if x.cls in _SPEAKERS]
                    if speakers:
                        root = next((r for r in range(first, last) if self.parse.deps[r] == "ROOT"), token)
                        yield Statement(
                            token,
                            speakers[0].number,
                            "kg:denies" if self._denied(root) else "kg:asserts",
                            None,
                            self._phrase(root),
                            number,
                            (),
                            root,
                            "according to",
                        )
                        break

    def _wording(self, clause: Clause) -> tuple[Wording | None, int, str]:
        """The wording of a clause, the token that carries it, and whether verb or noun does."""
        for token in clause.tokens(PATIENT):
            noun = self.parse.lemmas[token]
            wording = self.wordings.by_noun.get(noun) or self.wordings.by_noun.get(self.parse.words[token].lower())
            if wording is not None and clause.lemma in self.wordings.expressing and not clause.passive:
                return wording, token, "noun"
        wording = self.wordings.by_verb.get(clause.lemma)
        if wording is None and any(
            self.parse.words[c] == "forward" for c in self.parse.kids(clause.token, "advmod", "prt")
        ):
            wording = self.wordings.by_verb.get(f"{clause.lemma} forward")
        done = wording is not None and wording.modality in _DONE_TO and bool(clause.tokens(AGENT))
        if wording is None or (clause.passive and not done) or self._only_matter(clause):
            return None, clause.token, ""
        content = self._content(clause.token)
        if wording.modality == "kg:proposes" and content is not None and self._told_as_fact(content):
            wording = self.wordings.by_verb.get("say", wording)
        if clause.lemma == "agree" and content is not None and self.parse.tags[content] == "VB":
            wording = self.wordings.by_verb.get("plan", wording)  # "agreed to open negotiations"
        if clause.lemma == "tell" and clause.tokens("about") and self._content(clause.token) is None:
            wording = self.wordings.by_verb.get("brief", wording)
        return wording, clause.token, "verb"

    def _somebody_else_s(self, clause: Clause, content: int) -> bool:
        subject = self.parse.kid(content, "nsubj")
        people = {t.number for t, _ in self.resolve(subject) if t.cls == PERSON} if subject is not None else set()
        return bool(people) and not people & set(self._speakers(clause))

    def _told_as_fact(self, content: int) -> bool:
        """“suggested that X had lied"; not "suggested that X resign", "that X should resign"."""
        marked = any(self.parse.words[c].lower() == "that" for c in self.parse.kids(content, "mark"))
        modal = any(self.parse.tags[c] == "MD" for c in self.parse.kids(content, "aux"))
        had = any(self.parse.words[c].lower() in ("had", "has", "was", "is") for c in self.parse.kids(content, "aux"))
        return marked and not modal and (had or self.parse.tags[content] in ("VBD", "VBZ"))

    def _only_matter(self, clause: Clause) -> bool:
        """“called a meeting”, "agreed on", "read a book" are no speech unless something is said."""
        if clause.lemma in ("call", "appeal"):
            asked = {t for f in ("on", "upon", "to") for t in clause.tokens(f) if self.parse.label(t) != "DATE"}
            done = any(self.parse.kid(t, "advcl", "acl", "xcomp", "ccomp") is not None for t in (clause.token, *asked))
            if not asked and not clause.tokens("for"):
                return True  # "called X on Monday to thank her"
            return not (clause.tokens("for") or done)  # "called on the Governor on Thursday"
        if clause.lemma in (
            "agree",
            "read",
            "conclude",
            "write",
            "respond",
            "welcome",
            "believe",
            "estimate",
            "observe",
            "maintain",
            "predict",
            "admit",
            "report",
            "promise",
            "add",
            "share",
        ):
            return self._content(clause.token) is None and not self._beside_quote(clause)
        if clause.lemma in ("quote", "cite"):
            return True  # what is quoted is somebody else's
        if clause.lemma == "reject" or clause.lemma == "dismiss":
            return any(t for t in clause.tokens(PATIENT) if self.things.of(t) and self.things.of(t)[0].cls == PERSON)
        return False

    def _beside_quote(self, clause: Clause) -> bool:
        return any(self._in_sentence(q, self.parse.sentence_of[clause.token]) for q in self.quotes)

    def _speakers(self, clause: Clause) -> list[int]:
        """All who speak: two for "the leaders" and for "X and Y"."""
        found = [t.number for token in clause.tokens(AGENT) for t, _ in self.resolve(token) if t.cls in _SPEAKERS]
        return list(dict.fromkeys(found))

    def _expressing(self, clause: Clause, noun: int) -> list[int]:
        """“conveyed the President's congratulations": the President's; "conveyed her congratulations": her own."""
        owners = [o for o in self.parse.kids(noun, "poss") if self.parse.tags[o] != "PRP$"]
        owners += [
            o for p in self.parse.kids(noun, "prep") if self.parse.words[p] == "of" for o in self.parse.kids(p, "pobj")
        ]
        others = [t.number for o in owners for t, _ in self.resolve(o) if t.cls in (PERSON, *BODIES)]
        return others or self._speakers(clause)

    def _inner(self, clause: Clause, content: int | None) -> Wording | None:
        """“said that she hoped”: the stance of the inner verb, if its subject is the speaker or his body."""
        if content is None or clause.lemma not in _REPORTING:
            return None
        if self._denied(content):
            return self.wordings.by_verb.get("deny")
        particle = next(self.parse.kids(content, "prt"), None)
        lemma = self.parse.lemmas[content] + (f" {self.parse.lemmas[particle]}" if particle is not None else "")
        wording = self.wordings.by_verb.get(lemma)
        if wording is None or wording.modality == "kg:asserts" or self.parse.tags[content][:2] != "VB":
            return None
        if self._somebody_else_s(clause, content):
            return None  # "told parliament that X had informed her"
        if wording.modality not in ("kg:hopes", "kg:plans") and any(
            self.parse.tags[c] == "MD" for c in self.parse.kids(content, "aux")
        ):
            return None  # "said that Chile should condemn the attack"
        passive = self.parse.kid(content, "nsubjpass") is not None
        return None if passive and wording.modality == "kg:plans" else wording  # "nothing has been promised", she said

    def _denied(self, content: int) -> bool:
        """“said that it had not signed", "stated that he had no intention of leaving": what happens is denied; what one
        does not know or think is not.
        """
        parse = self.parse
        if parse.lemmas[content] in _COGNITION or parse.tags[content][:2] != "VB":
            return False
        states = list(parse.kids(content, "acomp"))
        if any(parse.words[a].lower() in _MINDED or parse.tags[a] == "JJR" for a in states):
            return False  # "was not aware that", "had never been stronger"
        negated = any(parse.words[c].lower() in ("not", "n't", "n’t", "never") for c in parse.kids(content, "neg"))
        subject = parse.kid(content, "nsubj")
        modal = any(parse.tags[c] == "MD" for c in parse.kids(content, "aux"))
        if modal and subject is not None and parse.tags[subject] in ("NN", "NNS"):
            return False  # "a gauge will not stop the rain"
        untrue = any(parse.words[a].lower() in _UNTRUE for a in parse.kids(content, "acomp"))
        return untrue is not negated or self._none(content)

    def _none(self, content: int) -> bool:
        """“had no intention of leaving", "no accord had been concluded"; not "a guest in the rain has no umbrella"."""
        parse, subject = self.parse, self.parse.kid(content, "nsubj")
        somebody = subject is None or not any(parse.words[d].lower() in ("a", "an") for d in parse.kids(subject, "det"))
        objects = [*(parse.kids(content, "dobj") if somebody else ()), *parse.kids(content, "nsubjpass")]
        return any(parse.words[d].lower() == "no" for o in objects for d in parse.kids(o, "det"))

    def _courteous(self, clause: Clause) -> Clause | None:
        """“wishes to thank", "would like to announce": one does what one says one would like to do."""
        content = self._content(clause.token)
        if clause.lemma not in _COURTESIES or content is None or self.parse.tags[content] != "VB":
            return None
        said = self.parse.lemmas[content] in _PERFORMED
        return self.verbs.get(content) if said else None

    def _content(self, token: int) -> int | None:
        """The head of the clause that says what is said."""
        return next(self.parse.kids(token, "ccomp", "xcomp", "acl"), None)

    def _addressee(self, clause: Clause, wording: Wording, source: int, speaker: int) -> int | None:
        arguments = dict(clause.arguments)
        for prep in self.parse.kids(source, "prep") if source != clause.token else ():
            arguments.setdefault(self.parse.words[prep].lower(), tuple(self.parse.kids(prep, "pobj")))
        if wording.modality == "kg:denies":  # "ruled out a visit to Chile"
            inside = {t for o in arguments.get(PATIENT, ()) for t in self.parse.subtree(o)}
            arguments = {f: tuple(t for t in tokens if t not in inside) for f, tokens in arguments.items()}
        for function in wording.to:
            for token in arguments.get(function, ()):
                if token == source or self.parse.lemmas[token] in _REPORTERS:
                    continue
                for thing, _ in self.resolve(token):
                    if thing.cls in _SPEAKERS and thing.number != speaker and self._can_hear(wording, function):
                        return thing.number
        return None

    def _can_hear(self, wording: Wording, function: str) -> bool:
        """What one condemns, denies or describes is no addressee."""
        return not (wording.modality in ("kg:denies", "kg:condemns") and function == PATIENT)

    # -- topics ----------------------------------------------------------------------------

    def _topic(self, clause: Clause, wording: Wording, source: int, content: int | None) -> str:
        """A short phrase of the sentence that says what it is about."""
        arguments = dict(clause.arguments)
        if source != clause.token:
            for prep in self.parse.kids(source, "prep"):
                arguments.setdefault(self.parse.words[prep].lower(), tuple(self.parse.kids(prep, "pobj", "pcomp")))
        for function in wording.about:
            if function == "content" and content is not None:
                return self._of_clause(content)
            for token in arguments.get(function, ()):
                if token != source and not (
                    function in (PATIENT, RECIPIENT, "to") and self._is_addressee(token, wording)
                ):
                    return self._phrase(token)
            gerund = self._gerund(source, function) or self._gerund(clause.token, function)
            if gerund is not None:
                return self._of_clause(gerund)
        return self._of_quote(clause) or (self._phrase(source) if source != clause.token else "")

    def _is_addressee(self, token: int, wording: Wording) -> bool:
        return PATIENT in wording.to and any(t.cls in _SPEAKERS for t, _ in self.resolve(token))

    def _gerund(self, source: int, function: str) -> int | None:
        """“on receiving the medal”, "for sending a vessel"."""
        for prep in self.parse.kids(source, "prep"):
            if self.parse.words[prep].lower() == function:
                return next(self.parse.kids(prep, "pcomp"), None)
        return None

    def _of_clause(self, verb: int) -> str:
        """The object of what is said, else its subject, else its own words."""
        if self.parse.tags[verb][:2] in ("VB", "MD"):
            for dep in ("dobj", "attr", "nsubjpass", "nsubj", "xcomp", "prep"):
                for child in self.parse.kids(verb, dep):
                    if dep == "xcomp":
                        return self._of_clause(child)
                    noun = next(self.parse.kids(child, "pobj"), None) if dep == "prep" else child
                    if noun is not None and self.parse.tags[noun] not in ("PRP", "WP", "WDT", "DT", "EX"):
                        return self._phrase(noun)
        return self._phrase(verb)

    def _of_quote(self, clause: Clause) -> str:
        number = self.parse.sentence_of[clause.token]
        quote = next((q for q in self.quotes if self._in_sentence(q, number)), None)
        return " ".join(self.parse.text[slice(*quote)].split()[:8]) if quote else ""

    def _phrase(self, token: int) -> str:
        """A noun with the words around it, without clauses behind it: twelve words, more for a list."""
        keep = (
            "det",
            "amod",
            "compound",
            "poss",
            "nummod",
            "case",
            "nmod",
            "punct",
            "quantmod",
            "advmod",
            "prep",
            "pobj",
            "conj",
            "cc",
        )
        tokens = self.parse.subtree(
            token,
            lambda c: (
                self.parse.deps[c] not in keep
                or (self.parse.deps[c] == "punct" and self.parse.words[c] not in ("-", "–"))
            ),
        )
        start = tokens.index(token)
        first = start
        while first > 0 and tokens[first - 1] == tokens[first] - 1:
            first -= 1
        last = start
        while last + 1 < len(tokens) and tokens[last + 1] == tokens[last] + 1 and last - first < 11:
            last += 1
        end = self._listed(tokens[first], tokens[last])
        while end > token and self.parse.tags[end] in ("IN", "CC", "DT", "TO", "PRP$", ",", "HYPH", ":"):
            end -= 1
        return " ".join(self.parse.slice(tokens[first], end + 1).split())

    def _listed(self, first: int, last: int) -> int:
        """The end of a phrase that goes on as a possessive or a list, which parsers lose sight of."""
        parse = self.parse
        limit = parse.sentences[parse.sentence_of[last]][1]
        end = last
        if parse.tags[end] == "POS" or parse.words[end + 1 : end + 2] in (["'s"], ["’s"]):
            while end + 1 < limit and parse.tags[end + 1][:2] in ("NN", "JJ", "PO"):
                end += 1
        commas = 0
        while end + 1 < limit and end - first < 34:
            tag, following = parse.tags[end + 1], parse.tags[end + 2 : end + 3]
            commas += parse.words[end + 1] == ","
            if (
                tag in _STOPS
                or parse.words[end + 1] in ('"', "”", ";", ":")
                or (tag == "," and following != ["NN"] and following != ["NNP"] and following != ["JJ"])
            ):
                break
            end += 1
        return end if commas > 1 else max(last, end if parse.tags[last] == "POS" else last)

    def _in_sentence(self, quote: tuple[int, int], sentence: int) -> bool:
        start, end = self.parse.sentence_span(sentence)
        return start <= quote[0] and quote[1] <= end + 1
