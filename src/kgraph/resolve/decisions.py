"""What people decided: an append-only list, replayed at each build. Nothing in it is ever changed.

``decisions.jsonl`` holds one decision a line, keys sorted, so that git can merge two people's
lists line by line (``decisions.jsonl merge=union``). Order in the file means nothing: decisions
count in the order of their times, then of their ids, and an id is the hash of what was decided.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kgraph.errors import GraphError, Place, UsageError
from kgraph.model import Decision, Fact, FactName, Judgements, Literal, Named, Ref, Term, Value
from kgraph.resolve.edtf import claim_of

FILE = "decisions.jsonl"
PAIRS = ("same", "different")
FACTS = ("accept", "reject", "correct")
VERDICTS = (*PAIRS, *FACTS, "undo")


# -- one decision --------------------------------------------------------------------------


def decide(made: Decision) -> Decision:
    """The decision with its time in UTC and its id, checked. Raises :class:`UsageError`."""
    made = replace(made, time=utc(made.time))
    if made.verdict not in VERDICTS:
        raise UsageError(f"no verdict {made.verdict!r}", help=f"there are {', '.join(VERDICTS)}")
    if not made.author.strip():
        raise UsageError("a decision needs its author", help="give --author NAME or set KGRAPH_AUTHOR")
    whole = {
        "undo": bool(made.undoes),
        **dict.fromkeys(PAIRS, len(made.things) == 2),
        **dict.fromkeys(FACTS, bool(made.fact)),
    }
    if not whole[made.verdict] or (made.verdict == "correct" and not (made.value or made.things)):
        raise UsageError(f"{made.verdict!r} does not say about what")
    return replace(made, id=identity(made))


def identity(made: Decision) -> str:
    """The id: a hash of all that a decision says."""
    content = {k: v for k, v in as_json(made).items() if k != "id"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=8).hexdigest()


def utc(time: str) -> str:
    """A time or a day as ISO 8601 in UTC. Raises :class:`UsageError`.

    >>> utc("2026-03-01T10:00:00+01:00")
    '2026-03-01T09:00:00Z'
    """
    try:
        found = datetime.fromisoformat(time)
    except ValueError:
        raise UsageError(f"{time!r} is no time", help="write it as 2026-03-01T09:00:00Z") from None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.isoformat().replace("+00:00", "Z")


def as_json(made: Decision) -> dict[str, Any]:
    """A decision as a line of the file has it; empty parts are left out."""
    row: dict[str, Any] = {
        k: getattr(made, k) for k in ("id", "verdict", "time", "author", "reason", "value", "undoes")
    }
    row["things"] = [_full({"label": t.label, "records": list(t.records), "iri": t.iri}) for t in made.things]
    if made.fact:
        row["fact"] = _full({k: getattr(made.fact, k) for k in FactName.__slots__})
    return _full(row)


def from_json(row: Mapping[str, Any]) -> Decision:
    """The decision of a line. Raises ValueError, TypeError, KeyError or AttributeError if it is none."""
    things = tuple(
        Named(str(t.get("label", "")), tuple(map(str, t.get("records", ()))), str(t.get("iri", "")))
        for t in row.get("things", ())
    )
    fact = row.get("fact")
    named = FactName(**{k: str(fact.get(k, "")) for k in FactName.__slots__}) if fact else None
    texts = {k: str(row.get(k, "")) for k in ("id", "time", "author", "reason", "value", "undoes")}
    return Decision(verdict=str(row["verdict"]), things=things, fact=named, **texts)


def _full(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v not in ("", [], None)}


# -- the file ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a graph folder, once each, in the order in which they count."""

    all: tuple[Decision, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def in_force(self) -> tuple[Decision, ...]:
        """Those that no decision in force undoes, without the undoing ones."""
        against: dict[str, list[Decision]] = {}
        for made in self.all:
            if made.verdict == "undo":
                against.setdefault(made.undoes, []).append(made)

        def holds(made: Decision) -> bool:  # no circles: an id is a hash of what it undoes
            return not any(holds(u) for u in against.get(made.id, ()))

        return tuple(d for d in self.all if d.verdict != "undo" and holds(d))

    @property
    def stamp(self) -> str:
        """A hash of what is decided."""
        return blake2b("\n".join(d.id for d in self.all).encode(), digest_size=8).hexdigest()


def load(path: Path) -> Decisions:
    """Read the file; empty where there is none.

    A line whose content does not fit its id was changed by hand: it is passed over and reported.
    Raises :class:`GraphError` with the line of what is no decision at all (a conflict left by git).
    """
    found: dict[str, Decision] = {}
    warnings: list[str] = []
    if not path.is_file():
        return Decisions()
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                made = from_json(json.loads(line))
                utc(made.time)
            except (ValueError, TypeError, KeyError, AttributeError, UsageError) as error:
                raise GraphError(
                    f"not a decision: {error}",
                    place=Place(str(path), number),
                    help="put the line right, or take it out; git merges this file with: decisions.jsonl merge=union",
                ) from error
            if made.id != identity(made) or made.verdict not in VERDICTS:
                warnings.append(f"{Place(str(path), number)}: changed after it was decided, so it does not count")
                continue
            found[made.id] = made
    ordered = sorted(found.values(), key=lambda d: (datetime.fromisoformat(d.time), d.id))
    return Decisions(tuple(ordered), tuple(warnings))


def append(path: Path, made: Iterable[Decision]) -> int:
    """Add the decisions that the file does not hold; returns how many."""
    known = {d.id for d in load(path).all}
    new = [d for d in {d.id: d for d in made}.values() if d.id not in known]
    if not new:
        return 0
    text = "".join(json.dumps(as_json(d), ensure_ascii=False, sort_keys=True) + "\n" for d in new)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if file.tell() and _last_byte(path) != b"\n":
            text = "\n" + text
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)


# -- replaying -----------------------------------------------------------------------------


@dataclass(slots=True)
class Rulings:
    """What the decisions in force come to for the facts there are now.

    ``facts`` maps the id of a fact to the decision about it; ``same_as`` and ``not_same_as`` hold
    (record, IRI of something outside); ``idle`` says of each decision that found nothing why.
    """

    judgements: Judgements = field(default_factory=Judgements)
    facts: dict[str, Decision] = field(default_factory=dict)
    same_as: set[tuple[str, str]] = field(default_factory=set)
    not_same_as: set[tuple[str, str]] = field(default_factory=set)
    applied: list[Decision] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)


def replay(decisions: Decisions, facts: Sequence[Fact]) -> Rulings:
    """Apply decisions to facts: a later one about the same pair or fact counts."""
    rulings = Rulings(idle=list(decisions.warnings))
    if not decisions.all:
        return rulings
    living = {f.subject.key for f in facts}
    by_id = {f.id: f for f in facts}
    told = {d.fact and _said(d.fact) for d in decisions.in_force}
    alike: dict[tuple[str, ...], list[str]] = {}
    for fact in facts:
        said = (fact.subject.key, fact.predicate, plain(fact.object), fact.evidence[0].quote)
        if said in told:
            alike.setdefault(said, []).append(fact.id)
    pairs: dict[tuple[str, str], Decision] = {}
    for made in decisions.in_force:
        if made.fact is not None:
            found = [made.fact.id] if made.fact.id in by_id else alike.get(_said(made.fact), [])
            rulings.facts.update(dict.fromkeys(found, made))
            why = "" if found else "no article says so any longer"
        else:
            pair, why = _pair(made, living)
            if pair is not None:
                pairs[pair] = made
        _note(rulings, made, why)
    _sort_out(rulings, pairs)
    rulings.idle += [_idle(d, "there is no such decision") for d in decisions.all if _undoes_nothing(d, decisions)]
    return rulings


def corrected(fact: Fact, made: Decision, living: frozenset[str] | set[str]) -> tuple[Fact | None, str]:
    """The fact as a decision corrects it, or None and why it cannot be."""
    value = _new_value(fact.object, made, living)
    if value is None:
        return None, "what it should be is not in the graph any longer"
    claim = claim_of(made.value) if fact.date is not None else None
    if fact.date is not None and claim is None:
        return None, f"{made.value!r} is no date"
    if claim is not None and fact.date is not None:
        claim = replace(claim, words=fact.date.words)
    return replace(
        fact,
        id=f"{fact.id[:8]}{made.id[:8]}",
        object=value,
        extractor=f"decision:{made.id}",
        confidence=1.0,
        date=claim,
    ), ""


def _new_value(old: Value, made: Decision, living: frozenset[str] | set[str]) -> Value | None:
    if made.things:
        key = next((r for r in made.things[-1].records if r in living), None)
        return Ref(key) if key else None
    match old:
        case Literal(_, datatype, language):
            return Literal(made.value, datatype, language)
        case Term():
            return Term(made.value)
        case Ref():
            return None


def plain(value: Value) -> str:
    """A fact's value as text: a record's key, a curie or a lexical form."""
    return value.key if isinstance(value, Ref) else value.curie if isinstance(value, Term) else value.value


def _said(fact: FactName) -> tuple[str, ...]:
    return (fact.subject, fact.predicate, fact.value, fact.quote)


def _pair(made: Decision, living: set[str]) -> tuple[tuple[str, str] | None, str]:
    """The two that a decision is about (records, or a record and an IRI), or None and why not."""
    ends = []
    for thing in made.things:
        end = thing.iri or next((r for r in thing.records if r in living), None)
        if end is None:
            return None, f"{thing.label or 'what it names'} is not in the graph any longer"
        ends.append(end)
    one, other = sorted(ends, key=lambda e: ("://" in e, e))
    if one == other or "://" in one:
        return None, "it names one thing twice"
    return (one, other), ""


def _sort_out(rulings: Rulings, pairs: Mapping[tuple[str, str], Decision]) -> None:
    same: set[tuple[str, str]] = set()
    different: set[tuple[str, str]] = set()
    for (one, other), made in pairs.items():
        outside = "://" in other
        kept = (
            (rulings.same_as if outside else same)
            if made.verdict == "same"
            else (rulings.not_same_as if outside else different)
        )
        kept.add((one, other))
    rulings.judgements = Judgements(frozenset(same), frozenset(different))


def _note(rulings: Rulings, made: Decision, why: str) -> None:
    if why:
        rulings.idle.append(_idle(made, why))
    else:
        rulings.applied.append(made)


def _undoes_nothing(made: Decision, decisions: Decisions) -> bool:
    return made.verdict == "undo" and made.undoes not in {d.id for d in decisions.all}


def _idle(made: Decision, why: str) -> str:
    return f"decision {made.id} ({describe(made)}) changes nothing: {why}"


def describe(made: Decision) -> str:
    """A decision in a line, for people."""
    if made.verdict == "undo":
        return f"undo {made.undoes}"
    if made.fact is not None:
        new = f" -> {made.things[-1].label if made.things else made.value}" if made.verdict == "correct" else ""
        return f"{made.verdict} {made.fact.label or made.fact.id}{new}"
    return f"{made.verdict} {' / '.join(t.label or t.iri or ' '.join(t.records[:1]) for t in made.things)}"
