"""Is an article in English? The reading rules are; other languages are set aside, not misread."""

from __future__ import annotations

import re

from kgraph.read.clean import FUNCTION_WORDS

_ENOUGH = 0.2
"""Share of English function words that settles the question without a language model."""

_MARGIN = 15.0
"""How much likelier (in log-units) another language must be than English."""

_NAMES = {
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "ru": "Russian",
    "zh": "Chinese",
    "ja": "Japanese",
    "ar": "Arabic",
    "sv": "Swedish",
    "no": "Norwegian",
    "nb": "Norwegian",
    "da": "Danish",
    "fi": "Finnish",
    "pl": "Polish",
    "cs": "Czech",
    "tr": "Turkish",
    "ko": "Korean",
    "uk": "Ukrainian",
    "el": "Greek",
    "he": "Hebrew",
    "id": "Indonesian",
    "vi": "Vietnamese",
    "et": "Estonian",
    "la": "Latin",
}


def foreign_language(text: str) -> str:
    """The name of the language of a text, or "" if it is English or too short to tell."""
    words = re.findall(r"[^\W\d_]+", text[:4000].lower())
    if len(words) >= 8 and sum(w in FUNCTION_WORDS for w in words) / len(words) >= _ENOUGH:
        return ""
    scores = dict(_rank(text[:4000]))
    best = max(scores, key=scores.__getitem__)
    doubtful = scores[best] - scores.get("en", 0.0) < _MARGIN
    return "" if best == "en" or doubtful else _NAMES.get(best, best)


def _rank(text: str) -> list[tuple[str, float]]:
    """Languages with their log-probabilities."""
    import py3langid  # a model of some megabytes, and most articles never need it

    return [(str(code), float(score)) for code, score in py3langid.rank(text)]
