"""Did it happen? What a text says of each predicate: past, present or to come; told as a fact, or hoped, planned, denied.

Everything goes by the tree and by words whose meaning is public knowledge ("failed to", "is due to", "the forthcoming").
"""

from __future__ import annotations

from kgraph.extract.parse import Parse
from kgraph.extract.words import labelled, words

_HOSTING = words("clauses", "hosting")
_OCCURRING = words("clauses", "occurring")
_GOVERNS = labelled("clauses", "governors")
_IMPLICATIVE = words("clauses", "implicative")
_FACTUAL_SPEECH = words("clauses", "factual_speech")
_MODALS = labelled("clauses", "modals")
_CONDITIONS = words("clauses", "conditions")
PRESUPPOSING = words("clauses", "presupposing")
_DONE_ALL_THE_SAME = frozenset(["", "purpose", "denies"])
"""“did not thank him for coming": he came."""
_HEDGES = labelled("clauses", "hedges")
_CLAIMS = words("clauses", "claims")
_CONFIRMING = frozenset(["confirm", "acknowledge", "admit", "corroborate"])
_GOING_ON = words("clauses", "going_on")
_REMINDERS = words("clauses", "reminders")
_HABITS = words("clauses", "habits")
_NEGATIONS = words("clauses", "negations")
_NOBODY = words("clauses", "nobody")
INTENSIONAL_NOUNS = words("clauses", "intensional_nouns")
_KINDS = labelled("clauses", "kinds")
_PENDING = words("clauses", "pending")
_AWAITING = words("clauses", "awaiting")
_MAKE_BELIEVE = words("clauses", "make_believe")
_HEARSAY = words("clauses", "hearsay")
_UNCERTAIN = words("clauses", "uncertain")
_TELLING = words("clauses", "accusers") | _HEARSAY | _MAKE_BELIEVE
_DECIDED = frozenset(
    ["agreement", "law", "treaty", "decree", "act", "contract", "memorandum", "resolution", "decision", "bill"]
)
_COMING = frozenset(["come", "go", "proceed", "begin", "start", "end", "happen", "occur", "take", "follow", "succeed"])
_FAILING = frozenset(["fail", "forget", "omit"])
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


class Modality:
    """The tense and modality of the verbs and event nouns of one text."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._known: dict[int, str] = {}

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

    def governor(self, token: int) -> int | None:
        """The verb that a token hangs from, at whatever distance."""
        return next(
            (
                h
                for h in self.parse.ancestors(token)
                if self.parse.tags[h][:2] == "VB" and self.parse.deps[h] not in ("amod", "aux", "auxpass")
            ),
            None,
        )

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
            verb = head if self.parse.tags[head][:2] == "VB" else self.governor(token)
            return self.tense(verb) if verb is not None and verb != token else "past"
        return "past"

    def modality(self, token: int | None) -> str:
        """Empty where a verb reports what happened, else what stands against it."""
        if token is None:
            return ""
        if token not in self._known:
            self._known[token] = ""  # ends cycles of damaged trees
            self._known[token] = self._own_modality(token) or self._governed(token)
        return self._known[token]

    def _own_modality(self, token: int) -> str:
        parse = self.parse
        if self._negated(token):
            return "denies"
        if hedge := next((m for c in parse.kids(token, "advmod") if (m := _HEDGES.get(parse.words[c].lower()))), ""):
            return hedge
        for child in parse.kids(token, "aux"):
            if (modal := _MODALS.get(parse.lemmas[child])) is not None:
                return "" if self._reminds(token) else modal
        return self._framed(token) or self._conditional(token)

    def _framed(self, token: int) -> str:
        """What the words around a verb make of it: a headline to come, hearsay, a novel, one of two."""
        marks = {self.parse.words[c].lower() for c in self.parse.kids(token, "mark")}
        if self._headline(token):
            return "plans"
        supposed = {"as", "though"} <= marks  # "as though he had met her"
        guess = supposed or self._either(token) or self._make_believe(token) or self._by_hearsay(token)
        return "possible" if guess else ""

    def _conditional(self, token: int) -> str:
        parse = self.parse
        before = any(parse.words[c].lower() == "before" for c in parse.kids(token, "mark"))
        if before and self.tense(token) == "present":
            return "plans"  # "clerks read it again before it is signed"
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

    def _headline(self, token: int) -> bool:
        """“Minister X to visit Chile": an infinitive that hangs from nothing is to come."""
        parse = self.parse
        to = any(parse.words[c].lower() == "to" for c in parse.kids(token, "aux"))
        return to and parse.tags[token] == "VB" and parse.heads[token] == token and parse.kid(token, "nsubj", "nsubjpass") is not None  # fmt: skip

    def _either(self, token: int) -> bool:
        """“Either X or Y met Z"."""
        near = [token, *self.parse.kids(token, "nsubj", "nsubjpass", "dobj")]
        return any(self.parse.words[c].lower() == "either" for t in near for c in self.parse.kids(t, "preconj", "det"))

    def _make_believe(self, token: int) -> bool:
        """“In a simulation, X landed", "in the novel"."""
        return any(
            self.parse.lemmas[o] in _MAKE_BELIEVE and self.parse.words[p].lower() in ("in", "during", "under")
            for p in self.parse.kids(token, "prep")
            for o in self.parse.kids(p, "pobj")
        )

    def _by_hearsay(self, token: int) -> bool:
        """“According to rumours, X met Y"."""
        inner = (i for p in self.parse.kids(token, "prep") for i in self.parse.kids(p, "prep"))
        return any(self.parse.lemmas[o] in _HEARSAY for i in inner for o in self.parse.kids(i, "pobj"))

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
            if any(
                parse.words[c].lower() in ("no", "neither") for c in parse.kids(child, "det", "neg", "preconj", "cc")
            ):
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
            if lemma in ("due", "set", "ready", "likely", "eager", "keen", "able", "expected"):
                return "plans"
            return "possible" if lemma in _UNCERTAIN else self.modality(parse.heads[head])
        uncertain = lemma == "be" and any(parse.lemmas[a] in _UNCERTAIN for a in parse.kids(head, "acomp"))
        if uncertain or self._accused(head):
            return "possible"  # "it is possible that", "it is untrue that"
        if infinitive and (self._said_to(token, head) or self._going_to(token, head)):
            return "plans" if lemma == "go" else "possible"
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
            undone = outer == governs == "denies"  # "did not fail to sign"; but "did not deny having signed"
            return governs if not undone else "" if lemma in _FAILING else "possible"
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

    def _accused(self, verb: int) -> bool:
        """“Prosecutors say that X met Y", "the film tells how": what they say need not be so."""
        subject = self.parse.kid(verb, "nsubj")
        return subject is not None and self.parse.lemmas[subject].lower() in _TELLING

    def _said_to(self, token: int, head: int) -> bool:
        """“is said to have left", "was reported to have met", "appears to have signed"."""
        perfect = any(self.parse.lemmas[c] == "have" for c in self.parse.kids(token, "aux"))
        lemma = self.parse.lemmas[head]
        return perfect and (lemma in ("appear", "seem", "claim", "pretend") or (self.passive(head) and lemma != "know"))

    def _going_to(self, token: int, head: int) -> bool:
        """“was going to visit Chile"; not "went to visit Chile"."""
        auxiliary = any(self.parse.lemmas[c] == "be" for c in self.parse.kids(head, "aux"))
        return self.parse.lemmas[head] == "go" and self.parse.tags[head] == "VBG" and auxiliary and token > head

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
        that = any(parse.words[c].lower() == "that" for c in parse.kids(token, "mark"))
        if parse.lemmas[noun] in _CLAIMS and (that or self._claimed(noun) == "denies"):
            return self._claimed(noun)
        if (
            parse.lemmas[noun] in INTENSIONAL_NOUNS
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
        if parse.tags[head][:2] == "NN" and parse.lemmas[head] in INTENSIONAL_NOUNS:
            return "hopes" if parse.lemmas[head] in ("hope", "wish") else "plans"  # "preparations for ratifying"
        if word in ("of", "to", "in", "at", "from", "about", "against"):
            if parse.tags[head][:2] == "NN":
                return "possible"
            return _GOVERNS.get(parse.lemmas[head], "possible")
        governor = head if parse.tags[head][:2] == "VB" else self.governor(prep)
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

    # -- event nouns --------------------------------------------------------------------------

    def _still_to_come(self, verb: int) -> bool:
        """“the Summit, which Malta will host", "the Forum, which is scheduled to be held"."""
        below = (verb, *self.parse.kids(verb, "acomp"))  # "which were due to be held"
        held = {self.parse.lemmas[t] for t in (*below, *(c for b in below for c in self.parse.kids(b, "xcomp")))}
        infinitive = self.parse.deps[verb] == "acl" and any(
            self.parse.words[c].lower() == "to" for c in self.parse.kids(verb, "aux")
        )
        planned = (
            infinitive or self.tense(verb) == "future" or bool(held & {"schedule", "plan", "due", "expect", "slate"})
        )
        return planned and bool(held & (_HOSTING | _OCCURRING | {"take", "schedule", "plan", "expect", "slate"}))

    def of_noun(self, token: int, governor: int | None) -> str:
        """An event noun without a light verb: did it happen? Not if what it hangs from is wanted,
        planned, denied; and not if it is one of a kind ("a meeting", "no meeting").
        """
        determiners = {self.parse.words[c].lower() for c in self.parse.kids(token, "det")}
        if determiners & {"no", "any", "every", "each", "another"}:
            return "denies" if "no" in determiners else "habitual" if determiners & {"every", "each"} else "possible"
        if (kind := self._kind(token)) and not self._came(token, governor):
            return kind
        if any(self._still_to_come(c) for c in self.parse.kids(token, "relcl", "acl")) or self._ahead_of(token):
            return "plans"
        wanted = self._wanted(token)
        return wanted if wanted or governor is None else self._under(token, governor)

    def _wanted(self, noun: int) -> str:
        """“progress towards the establishment of the Centre", "tickets for the launch", "an invitation to the talks"."""
        for head in self.parse.ancestors(noun):
            word = self.parse.words[head].lower()
            if self.parse.tags[head][:2] == "VB":
                break
            if word in ("towards", "toward", "pending") or self.parse.lemmas[head] in _PENDING:
                return "plans"
            if self.parse.lemmas[head] in _DECIDED and any(
                self.parse.words[p] in ("on", "for", "about") and noun in self.parse.kids(p, "pobj")
                for p in self.parse.kids(head, "prep")
            ):
                return "plans"  # "signed an agreement on the establishment of the Centre"
            if self.parse.lemmas[head] in INTENSIONAL_NOUNS and word not in ("talks", "report"):
                return "possible"
        return ""

    def _under(self, token: int, governor: int) -> str:
        """What the verb above makes of an event noun."""
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
        if self._depends(token, governor):
            return "plans"
        inherited = self.modality(governor)
        anchored = self._temporal(token)
        return "" if anchored and inherited in ("denies",) else inherited

    def undone(self, noun: int, verb: int | None) -> str:
        """The modality of a noun that a light verb says was done ("made a simulated landing")."""
        return "denies" if self._kind(noun) == "denies" else self.modality(verb)

    def _kind(self, noun: int) -> str:
        words = (c for c in self.parse.kids(noun, "amod", "compound", "nmod") if self.parse.words[c].islower())
        return next((k for c in words if (k := _KINDS.get(self.parse.lemmas[c], ""))), "")

    def _came(self, noun: int, verb: int | None) -> bool:
        """“The expected resignation came on Monday", "the planned launch went ahead"."""
        told = verb is not None and self.parse.heads[noun] == verb and self.parse.deps[noun] == "nsubj"
        return verb is not None and told and self.tense(verb) == "past" and self.parse.lemmas[verb] in _COMING

    def _ahead_of(self, noun: int) -> bool:
        """“ahead of the launch", "days before his visit, X comes": what is not yet said to have happened."""
        parse = self.parse
        prep = parse.heads[noun]
        while parse.deps[noun] == "conj":
            noun, prep = prep, parse.heads[prep]
        if parse.deps[noun] != "pobj":
            return False
        if parse.words[prep].lower() == "of" and parse.words[parse.heads[prep]].lower() == "ahead":
            return True
        verb = parse.heads[prep]
        return parse.words[prep].lower() == "before" and parse.tags[verb] in ("VBZ", "VBP")

    def _depends(self, noun: int, verb: int) -> bool:
        """“The appointment requires approval", "selected the rocket for the launch"."""
        parse = self.parse
        if parse.heads[noun] == verb and parse.deps[noun] == "nsubj" and parse.lemmas[verb] in _AWAITING:
            return True
        prep = parse.heads[noun]
        chosen = parse.deps[noun] == "pobj" and parse.words[prep].lower() == "for"
        return chosen and parse.lemmas[verb] in ("select", "choose", "book", "prepare", "register", "apply", "earmark")

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
