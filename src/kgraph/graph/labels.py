"""Labels for what has no name of its own, by the patterns of the ontology (``kg:labelPattern``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")

Values = Callable[[str], Sequence[str]]
"""Gives the labels of a property's values, by the property's local name."""


def label(pattern: str, values: Values) -> str:
    """Fill a pattern.

    >>> label("Meeting of {host+participant}[ in {place}]", {"participant": ["Ana", "Bo"]}.get)
    'Meeting of Ana and Bo'
    """

    def optional(found: re.Match[str]) -> str:
        return _fill(found[1], values) if all(_slot(s, values) for s in _SLOT.findall(found[1])) else ""

    return " ".join(_fill(_OPTIONAL.sub(optional, pattern), values).split())


def listed(names: Sequence[str], most: int = 4) -> str:
    """Names in a row: "A, B and C"; beyond ``most``, "and others"."""
    names = list(dict.fromkeys(names))
    if len(names) > most:
        return f"{', '.join(names[:most])} and others"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _fill(text: str, values: Values) -> str:
    return _SLOT.sub(lambda m: _slot(m[1], values), text)


def _slot(slot: str, values: Values) -> str:
    for option in slot.split("|"):
        if option.startswith("="):
            return option[1:]
        names = [n for role in option.split("+") for n in values(role) or ()]
        if names:
            return listed(names)
    return ""
