"""Ids and the spelling they rest on: slugs, keys of names. Base-free; IRIs are made of them later."""

from __future__ import annotations

import re
import unicodedata

FOUNDER = 10
"""Characters of its founder's key in an id: 50 bits. A million meetings are all called "meeting", and with
these two of them share an id in one of two thousand graphs.
"""
BARE = 12
"""As many where no slug can be made."""


def mint(name: str, founder: str) -> str:
    """An id: a readable slug of the name and the first characters of the founder's key.

    >>> mint("Von Kármán crater", "k3vq2m7yyyyz")
    'von-karman-crater-k3vq2m7yyy'
    """
    slug = slugify(name)
    return f"{slug}-{founder[:FOUNDER]}" if slug else founder[:BARE]


def slugify(name: str, limit: int = 48) -> str:
    """Lower-case ASCII words joined by hyphens; empty for scripts without a Latin base.

    >>> slugify("Chang’e-4 mission team")
    'change-4-mission-team'
    """
    text = name.translate(_SPECIAL).replace("'", "").replace("’", "")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = re.sub(r"[^a-z0-9]+", "-", text.encode("ascii", "ignore").decode().lower()).strip("-")
    return text[:limit].rsplit("-", 1)[0] if len(text) > limit and "-" in text[:limit] else text[:limit]


def name_key(name: str) -> str:
    """A name as it is compared across articles: no case, accents, kind of apostrophe or leading "the"."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name.translate(_SPECIAL)) if not unicodedata.combining(c))
    words = text.casefold().replace("’", "'").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


_SPECIAL = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "ß": "ss",
        "ı": "i",
    }
)
