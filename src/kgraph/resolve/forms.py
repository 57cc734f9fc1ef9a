"""What a record's name comes to: the words that identify it, and whether they identify it alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kgraph.resolve.index import Index
from kgraph.resolve.known import Known
from kgraph.resolve.names import Words, words
from kgraph.schema import Schema

PERSON = "schema:Person"
BODY = "schema:Organization"
PLACE = "schema:Place"
CRAFT = "kg:Spacecraft"
EMBASSY = "kg:DiplomaticMission"
STATE_BODY = "schema:GovernmentOrganization"
TEAM = "kg:Team"

_SMALL = frozenset(("of", "for", "and", "the", "in", "on", "at", "to"))
# Families whose names carry a noun that says what they are, and mean the same without it.
_HEADED = frozenset((CRAFT, "kg:Mission", "kg:Programme", "kg:CelestialPlace"))


@dataclass(frozen=True, slots=True)
class Form:
    """``key`` is equal for records of one name; ``rule`` says what was done to the name for that.

    ``open`` names need context as well (people, ministries, teams); ``general`` ones are made of
    common nouns only, so that being named in like articles says nothing.
    """

    family: str
    words: Words
    key: str
    rule: str
    part: str = ""
    open: bool = False
    general: bool = False


def forms(records: Iterable[str], index: Index, known: Known) -> dict[str, Form]:
    """The form of each named thing; things of one name and class share it."""
    made: dict[tuple[str, str], Form] = {}
    found = {}
    for record in records:
        name, cls = index.name(record), index.types[record]
        if (name, cls) not in made:
            made[name, cls] = _form(name, cls, index.family(record), index.schema, known)
        found[record] = made[name, cls]
    return found


def _form(name: str, cls: str, family: str, schema: Schema, known: Known) -> Form:
    if family == PERSON:
        return _person(name, known)
    if schema.is_a(cls, EMBASSY):
        return _embassy(name, family, known)
    return form_of(name, cls, family, known, state=schema.is_a(cls, STATE_BODY))


def form_of(name: str, cls: str, family: str, known: Known, *, state: bool = False) -> Form:
    """The form of a name that a thing of a class has, or could have."""
    spelled = known.spelled(name)
    found = known.ids.get((family, " ".join(spelled))) or known.ids.get((family, " ".join(words(name))))
    if found:
        return Form(family, spelled, f"={found}", "gazetteer")
    bare, part = _bare(spelled, cls, family, known)
    kept = tuple(w for w in bare if w not in _SMALL) or bare
    rule = (
        "exact-name" if len(bare) == len(spelled) else "legal-form" if family == BODY and cls != TEAM else "head-noun"
    )
    general = known.general_only(kept)
    vague = general and (state or family != BODY or len(kept) < 3)
    return Form(family, kept, " ".join(kept), rule, part, cls == TEAM or vague, vague and family == BODY)


def _person(name: str, known: Known) -> Form:
    parts = list(words(name))
    while len(parts) > 1 and parts[0] in known.titles:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in known.letters and len(parts[-1]) > 1:
        parts = parts[:-1]
    rule = "title-stripped" if len(parts) < len(words(name)) else "exact-name"
    return Form(PERSON, tuple(parts), " ".join(sorted(parts)), rule, open=True)


def _embassy(name: str, family: str, known: Known) -> Form:
    """An embassy is named by what it is and who sends it; where it stands is a constraint."""
    parts = known.spelled(name)
    noun = next((h for h in _ends(parts) if known.heads.get(h) == EMBASSY), "embassy")
    sender = sending(parts, known)
    return Form(family, parts, f"{noun} <{sender or ' '.join(parts)}>", "exact-name", open=True, general=True)


def sending(parts: Words, known: Known) -> str:
    """The state that an embassy's name names first: Chinese Embassy, Embassy of China in London."""
    before = parts[: parts.index("in")] if "in" in parts else parts
    return next((known.country[p] for p in _ends(before) if p in known.country), "")


def _ends(parts: Words) -> list[str]:
    """All runs of words, the longest first, those further left first."""
    size = len(parts)
    return [" ".join(parts[i : i + n]) for n in range(min(size, 4), 0, -1) for i in range(size - n + 1)]


def _bare(parts: Words, cls: str, family: str, known: Known) -> tuple[Words, str]:
    """A name without its legal form or head noun, and the head noun if it names a part."""
    if family == BODY and cls != TEAM:
        return _without_legal_form(parts, known), ""
    if cls == TEAM:
        kept = tuple(p for p in parts if p not in ("mission", "project"))
        return (kept if len(kept) > 1 else parts), ""
    if family not in _HEADED and cls not in _HEADED:
        return parts, ""
    for size in (3, 2, 1):
        head = " ".join(parts[-size:])
        if len(parts) > size and known.heads.get(head) == cls and parts[-size - 1] not in _SMALL:
            return parts[:-size], head if head in known.parts else ""
    return parts, ""


def _without_legal_form(parts: Words, known: Known) -> Words:
    for size in (2, 1):
        if len(parts) > size and " ".join(parts[-size:]) in known.legal:
            return parts[:-size]
    return parts
