"""Sentences beside the clauses they hold: one shape for all wordings."""

from __future__ import annotations

import pytest

from kgraph.extract.clauses import clauses_of


def clauses(read, sentence):
    parse = read(sentence).parse
    nouns = frozenset(("visit", "talk", "meeting", "landing", "awarding", "launch"))
    return {
        c.lemma: ({f: " ".join(parse.words[t] for t in ts) for f, ts in c.arguments.items()}, c.modality)
        for n in range(len(parse.sentences))
        for c in clauses_of(parse, n, nouns)
    }


@pytest.mark.parametrize(
    ("sentence", "predicate", "arguments"),
    [
        ("Ana met Bo in Vienna.", "meet", {"agent": "Ana", "patient": "Bo", "in": "Vienna"}),
        ("Bo was met by Ana.", "meet", {"patient": "Bo", "agent": "Ana"}),
        ("Ana, who met Bo, smiled.", "meet", {"agent": "Ana", "patient": "Bo"}),
        ("The team led by Ana Vela won the cup.", "lead", {"patient": "team", "agent": "Vela"}),
        ("Ana came home and met Bo.", "meet", {"agent": "Ana", "patient": "Bo"}),
        ("Ana and Rosa met Bo and Tomas.", "meet", {"agent": "Ana Rosa", "patient": "Bo Tomas"}),
        ("Ana went on to visit Bo.", "visit", {"agent": "Ana", "patient": "Bo"}),
        ("After meeting Bo, Ana left.", "meet", {"agent": "Ana", "patient": "Bo"}),
        ("Ana congratulated Bo on winning the prize.", "win", {"agent": "Bo", "patient": "prize"}),
        ("Ana paid a visit to Bo.", "visit", {"agent": "Ana", "to": "Bo"}),
        ("Ana held talks with Bo.", "talk", {"agent": "Ana", "with": "Bo"}),
        (
            "The awarding of the prize by Ana to Bo was a surprise.",
            "awarding",
            {"of": "prize", "agent": "Ana", "to": "Bo"},
        ),
        ("Ana concluded an agreement with Bo.", "conclude", {"agent": "Ana", "patient": "agreement", "with": "Bo"}),
        ("On 4 May 2021 Ana Vela met Bo.", "meet", {"agent": "Vela", "patient": "Bo"}),
    ],
)
def test_who_does_what_to_whom(sentence, predicate, arguments, read):
    found, modality = clauses(read, sentence)[predicate]
    assert modality == ""
    assert {f: found.get(f) for f in arguments} == arguments


@pytest.mark.parametrize(
    ("sentence", "predicate", "modality"),
    [
        ("Ana did not meet Bo.", "meet", "denies"),
        ("Nobody met Bo.", "meet", "denies"),
        ("No agreement was signed.", "sign", "denies"),
        ("Ana denied that she had met Bo.", "meet", "denies"),
        ("Ana will meet Bo.", "meet", "plans"),
        ("Ana is expected to meet Bo.", "meet", "plans"),
        ("She hopes to meet Bo.", "meet", "hopes"),
        ("Ana expressed the hope of meeting Bo.", "meet", "hopes"),
        ("Ana proposed that they meet Bo.", "meet", "proposes"),
        ("Ana might meet Bo.", "meet", "possible"),
        ("Ana smiles if they meet Bo.", "meet", "conditional"),
        ("Ana travelled to meet Bo.", "meet", "purpose"),
        ("Every year Ana meets Bo.", "meet", "habitual"),
        ("Did Ana meet Bo?", "meet", "question"),
        ("Ana said that she had met Bo.", "meet", ""),
        ("Ana was the first to meet Bo.", "meet", ""),
        ("Ana managed to meet Bo.", "meet", ""),
    ],
)
def test_did_it_happen(sentence, predicate, modality, read):
    assert clauses(read, sentence)[predicate][1] == modality
