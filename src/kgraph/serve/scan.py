"""Find what a query may not say: SERVICE and LOAD, which would make the server fetch from the network.

SPARQL's keywords stand outside of strings, IRIs, comments, variables and prefixed names, so
reading its tokens is enough to tell a keyword from the same letters elsewhere. Where a text is
not SPARQL at all, the doubt counts against it: the engine refuses it anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKENS = re.compile(
    r'''(?s:"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\')'''  # long strings
    r"""|"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*\'"""
    r"""|<[^<>"{}|^`\\\x00-\x20]*>"""  # IRIs
    r"|\#[^\n\r]*"
    r"|[?$]\w+|@[A-Za-z0-9-]+"  # variables, language tags
    r"|(?P<word>(?:[\w.·:-]|%[0-9A-Fa-f]{2}|\\.)+)"  # keywords, and names with their escapes
    r"|\\."
)
_ESCAPES = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})")
_FETCHES = ("SERVICE", "LOAD")


def fetches(text: str) -> str:
    """The keyword by which a query or update would fetch from the network; "" if there is none.

    >>> fetches("SELECT * { { SELECT * { service <http://elsewhere/> { ?s ?p ?o } } } }")
    'SERVICE'
    >>> fetches("SELECT ?service { ?service rdfs:label 'SERVICE' } # SERVICE")
    ''
    """
    upper = text.upper()
    plain = "\\u" not in text.lower()
    if plain and not any(word in upper for word in _FETCHES):
        return ""
    # Code point escapes may be read before tokens (SPARQL 1.1, section 19.2) or not at all.
    for reading in (text,) if plain else (text, _ESCAPES.sub(_character, text)):
        for word in _bare_words(reading):
            # "trueSERVICE" counts: a parser without token boundaries could read two words there.
            for keyword in _FETCHES:
                if keyword in word.upper():
                    return keyword
    return ""


def _bare_words(text: str) -> Iterator[str]:
    """Words that are no name with a prefix."""
    return (word for match in _TOKENS.finditer(text) if (word := match["word"]) and ":" not in word)


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else found[0]
