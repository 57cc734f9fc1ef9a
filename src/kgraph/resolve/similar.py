"""Names that are only alike: other romanisations, hyphens, words left out, a letter wrong.

What sounds alike is compared only within small blocks, spelled alike is measured with rapidfuzz, and
nothing is joined without context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from kgraph.resolve.blocks import Linker, Rule
from kgraph.resolve.choose import Pair, choose
from kgraph.resolve.forms import PERSON, Form
from kgraph.resolve.known import Known
from kgraph.resolve.names import Words, likeness, numbers, shortened, sounds

CROWD = 24
"""Clusters that share a key; in a larger block the key says nothing."""

# Evidence asked for and likeness of spelling; see docs/resolution.md.
SPACED, SOUNDS_ALIKE, LEFT_OUT, MISSPELLED = 4.0, 4.5, 4.5, 6.0
TIED = 3.0
LIKE = 0.72
SPELLED_ALIKE = 0.9
WORD_ALIKE = 0.75


class Similar:
    """Finds clusters with names that are alike, and joins those that context speaks for."""

    def __init__(self, linker: Linker, forms: Mapping[str, Form], known: Known) -> None:
        self.linker, self.forms, self.known = linker, forms, known

    def candidates(self) -> dict[tuple[str, str], Rule]:
        """Pairs of clusters with names that are alike, and the rule that says so; the mildest rule counts."""
        names = self.names()
        blocks: dict[tuple[str, str], set[str]] = {}
        for root, forms in names.items():
            for form in forms:
                for key in self.keys(form):
                    blocks.setdefault((form.family, key), set()).add(root)
        found: dict[tuple[str, str], Rule] = {}
        for _, block in sorted(blocks.items()):
            if not 1 < len(block) <= CROWD:
                continue
            for one, other in combinations(sorted(block), 2):
                if (one, other) not in found and (rule := self.rule(names[one], names[other])):
                    found[one, other] = rule
        return found

    def settle(self, candidates: Mapping[tuple[str, str], Rule]) -> None:
        """Weigh the pairs and join the best first."""
        rules: dict[tuple[str, str], Rule] = {}
        pairs: list[Pair] = []
        for (one, other), rule in sorted(candidates.items()):
            pair = self.linker.weigh(one, other, rule)
            if pair is not None and pair.verdict.agrees:
                pairs.append(pair)
                rules[one, other] = rule
        choose(self.linker.clusters, pairs, lambda p: self.linker.link(p, rules[p.one, p.other]))

    def names(self) -> dict[str, tuple[Form, ...]]:
        """The different forms of each cluster's names."""
        found: dict[str, dict[Words, Form]] = {}
        for record, form in self.forms.items():
            if comparable(form):
                found.setdefault(self.linker.clusters.root(record), {}).setdefault(form.words, form)
        return {root: tuple(forms[w] for w in sorted(forms)) for root, forms in sorted(found.items())}

    def keys(self, form: Form) -> Iterator[str]:
        """What names that are alike have in common."""
        words = form.words
        if form.family != PERSON:
            yield "".join(map(sounds, words))
            if len(words) > 1:
                yield f"{words[0]} {words[1][:3]}"
            return
        if len(words) < 2:
            return
        for turn in range(min(len(words), 4)):
            yield sounds("".join((*words[turn:], *words[:turn])))
        yield f"{words[-1]} {words[0][0]}"

    def rule(self, ones: Iterable[Form], others: Iterable[Form]) -> Rule | None:
        """The first rule by which a name of the one is alike one of the other."""
        rules = (self._alike(a, b) for a in ones for b in others)
        return min((r for r in rules if r is not None), key=lambda r: (r.need, r.name), default=None)

    def _alike(self, one: Form, other: Form) -> Rule | None:
        if numbers(one.words) != numbers(other.words) or one.words == other.words:
            return None
        if one.family == PERSON:
            return self._people_alike(one.words, other.words)
        joined = "".join(one.words), "".join(other.words)
        if joined[0] == joined[1]:
            return Rule("spelling", 0.0)
        if sounds(joined[0]) == sounds(joined[1]) and likeness(one.words, other.words) >= LIKE:
            return Rule("transliteration", TIED, company=False)
        return Rule("spelling", TIED, company=False) if _misspelled(one.words, other.words) else None

    def _people_alike(self, one: Words, other: Words) -> Rule | None:
        turned = {"".join((*other[i:], *other[:i])) for i in range(len(other))}
        name = "".join(one)
        if name in turned:
            return Rule("spelling", SPACED)
        if shortened(one, other) or shortened(other, one):
            return Rule("shorter-name", LEFT_OUT)
        if sounds(name) in set(map(sounds, turned)) and likeness(one, other) >= LIKE:
            return Rule("transliteration", SOUNDS_ALIKE)
        return Rule("spelling", MISSPELLED) if _misspelled(one, other) else None


def comparable(form: Form) -> bool:
    """True if a name can be compared letter by letter."""
    return form.rule != "gazetteer" and not form.general and len(" ".join(form.words)) > 3


def _misspelled(one: Words, other: Words) -> bool:
    """True if two names differ in the spelling of long words only: not in North and South."""
    if len(one) != len(other) or likeness(one, other) < SPELLED_ALIKE:
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return all(
        min(len(a), len(b)) > 4 and likeness((a,), (b,)) >= WORD_ALIKE and abs(len(a) - len(b)) < 3
        for a, b in differing
    )
