"""Tell the article from its page: title, body, closing notes; menus, bylines, captions, footers.

The cleaned text, to which all offsets refer, is the body with closing notes: each paragraph as
it stands in the page, joined by a blank line, without title, byline, captions or ornaments.
Every other stretch becomes a zone with its kind; the footer names the publisher, the
breadcrumb the section, a dateline with a year the day of publication, where metadata does not.

The signals are those of boilerplate detection on the web (Kohlschütter, Fankhauser & Nejdl,
"Boilerplate Detection using Shallow Text Features", WSDM 2010): words per line, density of
function words, final punctuation, and the company a line keeps.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kgraph.errors import InputError, Place
from kgraph.model import Article, Run, Zone
from kgraph.read.files import Page
from kgraph.read.pagedates import page_date

MAX_CHARACTERS = 500_000
_VISIBLE = re.compile(r"[^\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")

# Function words; their density tells sentences from menus.
FUNCTION_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "and",
        "that",
        "for",
        "is",
        "was",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "it",
        "he",
        "she",
        "they",
        "this",
        "his",
        "her",
        "their",
        "which",
        "who",
        "be",
        "has",
        "have",
        "had",
        "are",
        "were",
        "been",
        "but",
        "not",
        "or",
        "will",
        "would",
        "can",
        "could",
        "its",
        "we",
        "our",
        "you",
        "your",
        "i",
        "after",
        "before",
        "when",
        "while",
        "during",
        "also",
        "said",
        "into",
        "over",
        "under",
        "than",
        "then",
        "there",
        "these",
        "those",
        "about",
        "between",
        "both",
        "all",
        "more",
        "one",
        "two",
        "out",
        "up",
    ]
)

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FINAL = re.compile(r"[.!?…][\"”'’)\]»]*$|[”\"]$")
_BREADCRUMB = re.compile(r"\S\s*(?:>|»|›|→)\s*\S")
_PATH = re.compile(r"^\w[\w '’&-]*(?:\s/\s\w[\w '’&-]*)+$")
_ORNAMENT = re.compile(r"^[\W_]*$")
_CAPTION = re.compile(
    r"^\W*(?:image|photo|picture|figure|fig\.|caption|video|graphic|credits?|file photo|in the photo|pictured)\b\s*(?:\d+\s*)?[:.|(/]",
    re.I,
)
_BYLINE = re.compile(
    r"^(?:by\s+(?:an?\s|the\s|our\s|[A-Z])|written by|author[s:]|reporting by|reported by|edited by|editing by|staff (?:writer|reporter))",
    re.I,
)
_DATED = re.compile(
    r"^(?:updated|posted|published|last (?:updated|modified)|date|released?|created|time|issued)\b\s*[:on]*\s*\S*\d",
    re.I,
)
_SHARE = re.compile(
    r"\b(?:share (?:this|on|via)|facebook|twitter|linkedin|instagram|whatsapp|youtube|mastodon|wechat|weibo|suggest to a friend"
    r"|tell a friend|print (?:this )?page|email (?:this )?page|follow (?:us|the|on)|like us|download pdf|pin it|copy link)\b|^share\b|^print$",
    re.I,
)
_FOOTER = re.compile(
    r"©|\(c\)|\bcopyright\b|all rights reserved|terms (?:of use|and conditions|of service)|privacy(?: policy| notice)?\b.*|\bcookies?\b|cookie (?:settings|policy)"
    r"|\bnewsletter\b|\bsubscribe\b|sign (?:up|in)\b|log ?in\b|legal notice|\bimprint\b|accessibility statement|powered by|freedom of information"
    r"|modern slavery|site ?map|forward-looking statements|registered charity|registered (?:company|office)|press (?:contact|office|enquir|inquir)"
    r"|media (?:contact|enquir|inquir|kit)|investor relations|for (?:further|more) information|more information\s*:|contact(?:s| us)?\s*:|^contacts?\b|\btel(?:ephone)?[.:]|e-?mail\s*:|https?://|www\.",
    re.I,
)
_END = re.compile(
    r"^\W*(?:ends?|#+|-\s*30\s*-|notes? (?:to|for) editors?|editors?['’]? notes?|about the author|contacts?|media contacts?)\W*$",
    re.I,
)
_TOPS = ("home", "start", "news", "newsroom", "media", "press", "press room")
_LINKS = re.compile(
    r"^\W*(?:read more|related(?: (?:articles?|stories|links|news))?|see also|more (?:stories|news|on this)|most read|previous(?: article)?|next(?: article)?"
    r"|back to|tags?|filed under|categor(?:y|ies)|topics?|skip to|menu|you are here|home)\b\s*[:>|]?",
    re.I,
)
_NOTE_LEAD = re.compile(r"^notes? (?:to|for) editors?\s*[:.]", re.I)
_READING = re.compile(
    r"\b\d+\s*(?:min(?:ute)?s?)\s*(?:read)?\b|reading time|\d+ comments?|leave a reply|was this page useful|listen to this",
    re.I,
)
_PUBLISHER = (
    re.compile(
        r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*(?:by\s+|:\s*)?(?P<name>[^\W\d_][^|.©·]*?)\s*(?:\d{4})?\s*(?:[.|·]|all rights reserved|$)",
        re.I,
    ),
    re.compile(r"^(?P<name>[^\W\d_][^|.©·]*?)[\s,.]*all rights reserved", re.I),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, stripped, with its raw offsets and the number of its block (lines
    without a blank line between them).
    """

    text: str
    start: int
    end: int
    block: int
    indented: bool

    @property
    def words(self) -> list[str]:
        """The line's words, without numbers."""
        return _WORD.findall(self.text)


def clean(page: Page) -> Article:
    """The article in a page. Raises :class:`InputError` if there is none, or one too long to be one."""
    if len(page.text) > MAX_CHARACTERS:
        raise InputError(
            f"{len(page.text):,} characters are more than an article has",
            place=Place(page.source, page.line),
            help=f"split it; the limit is {MAX_CHARACTERS:,}",
        )
    lines = list(_lines(page.text))
    zones = _prose_zones(lines) if page.prose else _page_zones(lines)
    kept = [z for z in zones if z.kind in ("body", "note")]
    if not kept:
        raise InputError("no sentence in it reads like the text of an article", place=Place(page.source, page.line))
    text, runs = _join(page.text, kept)
    meta = dict(page.meta)
    return Article(
        id=_article_id(meta, page),
        snapshot=page.digest,
        text=text,
        source=page.source if page.line is None else f"{page.source}:{page.line}",
        title=" ".join((meta.get("title") or _first(page.text, zones, "title")).split()),
        published=_published(meta, page, zones),
        publisher=meta.get("publisher") or _publisher(page.text, zones),
        section=_section(page.text, zones),
        url=meta.get("url", ""),
        language=meta.get("language", "en"),
        meta=tuple((k, v) for k, v in page.meta if k in ("retrieved", "archived", "rights", "embargo")),
        zones=tuple(zones),
        runs=_compose(runs, page.runs),
    )


# -- zones ---------------------------------------------------------------------------------


def _page_zones(lines: Sequence[Line]) -> list[Zone]:
    """Zones of a page with its chrome."""
    lines = _unwrap(lines)
    kinds = [_kind(line) for line in lines]
    prose = [kind == "list" or (_is_prose(line) and not kind) for line, kind in zip(lines, kinds, strict=True)]
    strong = [i for i, (line, p) in enumerate(zip(lines, prose, strict=True)) if p and _strength(line) >= 2]
    if not strong:
        strong = [i for i, p in enumerate(prose) if p]
    if not strong:
        return [_zone(line, kind or "menu") for line, kind in zip(lines, kinds, strict=True)]
    chrome_blocks = _chrome_blocks(lines, prose)
    first = _first_body(lines, prose, strong[0], chrome_blocks)
    last = _last_body(lines, kinds, prose, (strong[-1], chrome_blocks))
    title = _title(lines, kinds, first)
    return [
        _zone(line, _place_kind(i, (first, last, title), kinds[i], prose[i] and line.block not in chrome_blocks))
        for i, line in enumerate(lines)
    ]


def _place_kind(i: int, marks: tuple[int, int, int | None], kind: str, prose: bool) -> str:
    first, last, title = marks
    if i == title:
        return "title"
    if first <= i <= last:
        return "body" if prose else (kind if kind not in ("", "list") else "subhead")
    if i < first:
        return kind or "menu"
    return kind or "footer"


def _prose_zones(lines: Sequence[Line]) -> list[Zone]:
    """Zones where the format has told article from page: all is body but the plain leftovers."""
    zones = []
    for line in lines:
        kind = _kind(line)
        leftover = kind in ("ornament", "share", "caption", "menu", "breadcrumb") and not _is_prose(line)
        zones.append(_zone(line, kind if leftover else "body"))
    return zones


def _first_body(lines: Sequence[Line], prose: Sequence[bool], strong: int, chrome: set[int]) -> int:
    """A short first paragraph before the first strong line belongs to the body."""
    first = strong
    while first > 0 and prose[first - 1] and lines[first - 1].block not in chrome and _strength(lines[first - 1]) >= 1:
        first -= 1
    return first


def _last_body(lines: Sequence[Line], kinds: Sequence[str], prose: Sequence[bool], strong: tuple[int, set[int]]) -> int:
    """Short paragraphs after the last strong line belong to the body, also behind an ornament."""
    last, chrome = strong
    at = last + 1
    while at < len(lines) and (prose[at] or kinds[at] in ("ornament", "caption")) and lines[at].block not in chrome:
        last = at if prose[at] else last
        at += 1
    return last


def _chrome_blocks(lines: Sequence[Line], prose: Sequence[bool]) -> set[int]:
    """Blocks of several lines of which fewer than half are prose: menus and footers, in which a
    single sentence is chrome too.
    """
    members: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        members.setdefault(line.block, []).append(i)
    return {
        block
        for block, found in members.items()
        if len(found) > 1
        and sum(prose[i] for i in found) * 2 <= len(found)
        and not any(_strength(lines[i]) >= 3 for i in found if prose[i])
    }


def _title(lines: Sequence[Line], kinds: Sequence[str], first: int) -> int | None:
    """The headline: among the lines before the body, the nearest long one that is no chrome."""
    best: tuple[float, int] | None = None
    for i in range(max(0, first - 12), first):
        line, words = lines[i], lines[i].words
        if kinds[i] or line.indented or not words:
            continue
        nearness = 1 / (first - i)
        score = min(len(words), 14) + 4 * nearness - (3 if line.text.isupper() else 0) - 2 * line.text.count("|")
        if best is None or score >= best[0]:
            best = (score, i)
    return best[1] if best else None


# -- one line ------------------------------------------------------------------------------


def _kind(line: Line) -> str:
    """What a line is by its own looks; empty if nothing speaks."""
    text, words = line.text, line.words
    for kind, test in _LOOKS:
        if test(text, words):
            return kind
    return ""


def _short(words: Sequence[str], limit: int = 14) -> bool:
    return len(words) <= limit


_LOOKS = (
    ("ornament", lambda text, _: bool(_ORNAMENT.match(text))),
    ("end", lambda text, _: bool(_END.match(text))),
    ("caption", lambda text, words: bool(_CAPTION.match(text)) and _short(words, 40)),
    ("caption", lambda text, _: text.startswith("[") and text.endswith("]")),
    (
        "breadcrumb",
        lambda text, words: _short(words, 20) and bool(_BREADCRUMB.search(text)) and not _FINAL.search(text),
    ),
    ("breadcrumb", lambda text, words: _short(words, 12) and bool(_PATH.match(text))),
    ("byline", lambda text, words: bool(_BYLINE.match(text)) and _short(words, 12)),
    ("dateline", lambda text, words: _short(words, 12) and bool(_DATED.match(text))),
    (
        "dateline",
        lambda text, words: _short(words, 8) and page_date(text) is not None and not _FINAL.search(text),
    ),
    (
        "dateline",
        lambda text, words: _short(words, 10) and text.lower().rstrip(". ").endswith("immediate release"),
    ),
    ("share", lambda text, words: bool(_SHARE.search(text)) and _short(words, 12)),
    (
        "menu",
        lambda text, words: (
            _short(words, 24)
            and len(re.findall(r"\s[|·•/▾–—]\s|\s{2,}|\s[·|]", text)) >= 2
            and not _is_sentence(text, words)
        ),
    ),
    ("links", lambda text, words: bool(_LINKS.match(text)) and not _is_sentence(text, words)),
    ("contact", lambda text, words: bool(_NOTE_LEAD.match(text)) and _short(words, 16)),
    (
        "footer",
        lambda text, words: bool(_FOOTER.search(text)) and _short(words, 25) and not _is_news(text, words),
    ),
    ("reading", lambda text, words: bool(_READING.search(text)) and _short(words, 8)),
    ("list", lambda text, words: len(words) >= 4 and bool(re.match(r"^(?:[-*•–]|\d+[.)])\s", text))),
)


def _is_sentence(text: str, words: Sequence[str]) -> bool:
    return len(words) >= 8 and bool(_FINAL.search(text)) and _density(words) >= 0.2


def _is_news(text: str, words: Sequence[str]) -> bool:
    """A full sentence that merely holds a footer word ("the newsletter said that …")."""
    return len(words) >= 14 and bool(_FINAL.search(text)) and _density(words) >= 0.3


def _density(words: Sequence[str]) -> float:
    return sum(w.lower() in FUNCTION_WORDS for w in words) / len(words) if words else 0.0


def _strength(line: Line) -> int:
    """How much a line reads like prose: 0 not, 1 a short sentence, 2 a sentence, 3 a paragraph."""
    words = line.words
    density, final = _density(words), bool(_FINAL.search(line.text))
    if len(words) >= 25 and density >= 0.2:
        return 3
    if len(words) >= 9 and density >= 0.2 and final:
        return 2
    if len(words) >= 3 and final and (density > 0 or len(words) >= 5):
        return 1
    return 0


def _is_prose(line: Line) -> bool:
    words = line.words
    return _strength(line) >= 1 or (len(words) >= 12 and _density(words) >= 0.25)


# -- lines and text ------------------------------------------------------------------------


def _lines(text: str) -> Iterator[Line]:
    """Non-blank lines with their offsets and blocks."""
    block = position = 0
    blank = True
    for raw in re.split(r"(?<=\n)", text):
        body = raw.strip()
        if body:
            start = position + raw.index(body)
            yield Line(body, start, start + len(body), block, raw[:1].isspace())
            blank = False
        elif not blank:
            block, blank = block + 1, True
        position += len(raw)


def _unwrap(lines: Sequence[Line]) -> list[Line]:
    """Join the lines of hard-wrapped paragraphs; the joined text keeps its line breaks.

    Only a page in which several lines go on in lower case is taken for hard-wrapped.
    """
    pairs = pairwise(lines)
    if sum(a.block == b.block and len(a.text) >= 45 and b.text[0].islower() for a, b in pairs) < 2:
        return list(lines)
    width = max(len(line.text) for line in lines)
    joined: list[Line] = []
    above = ""
    for line in lines:
        last = joined[-1] if joined else None
        full = len(above) >= 0.7 * width and above[-1] not in ".!?:;”\"’'"  # broken off in the middle of a sentence
        above = line.text
        if last is not None and last.block == line.block and (full or _continues(last, line)):
            text = last.text + " " + line.text
            joined[-1] = Line(text, last.start, line.end, last.block, last.indented)
        else:
            joined.append(line)
    return joined


def _continues(last: Line, line: Line) -> bool:
    """True if a line goes on with the sentence of the line above it."""
    if line.indented != last.indented or _kind(line) or _kind(last):
        return False
    return line.text[0].islower() or (_density(last.words) >= 0.15 and len(last.words) >= 7)


def _join(text: str, kept: Sequence[Zone]) -> tuple[str, tuple[Run, ...]]:
    """The kept paragraphs, joined by a blank line, and where they stand; unchanged but for what nobody sees:
    soft hyphens and marks of direction, which cut names in two.
    """
    parts: list[str] = []
    runs: list[Run] = []
    position = 0
    for zone in kept:
        parts.append("")
        for visible in _VISIBLE.finditer(text, zone.start, zone.end):
            runs.append(Run(position, visible.start(), len(visible[0])))
            parts[-1] += visible[0]
            position += len(visible[0])
        position += 2
    return "\n\n".join(parts), tuple(runs)


def _compose(inner: Sequence[Run], outer: Sequence[Run]) -> tuple[Run, ...]:
    """Follow cleaned text -> page text -> raw file."""
    if not outer:
        return tuple(inner)
    found = []
    for a in inner:
        for b in outer:
            start, end = max(a.raw, b.start), min(a.raw + a.length, b.start + b.length)
            if start < end:
                found.append(Run(a.start + start - a.raw, b.raw + start - b.start, end - start))
    return tuple(found)


def _zone(line: Line, kind: str) -> Zone:
    return Zone("menu" if kind in ("links", "reading") else kind, line.start, line.end)


# -- metadata ------------------------------------------------------------------------------


def _article_id(meta: dict[str, str], page: Page) -> str:
    name = meta.get("url") or page.digest
    return hashlib.sha256(name.encode()).hexdigest()


def _published(meta: dict[str, str], page: Page, zones: Sequence[Zone]) -> date | None:
    if given := meta.get("published"):
        try:
            return date.fromisoformat(given[:10])
        except ValueError:
            raise InputError(
                f"'published' is {given!r}, not a date",
                place=Place(page.source, page.line),
                help="write it as 2019-11-25",
            ) from None
    lines = (page.text[z.start : z.end] for z in zones if z.kind == "dateline")
    return next((day for line in lines if (day := page_date(line))), None)


def _publisher(text: str, zones: Sequence[Zone]) -> str:
    for zone in reversed(zones):
        if zone.kind in ("footer", "menu"):
            for pattern in _PUBLISHER:
                if (found := pattern.search(text[zone.start : zone.end])) and len(found["name"]) > 2:
                    return found["name"].strip(" ,;:-–—")
    return ""


def _section(text: str, zones: Sequence[Zone]) -> str:
    for zone in zones:
        if zone.kind != "breadcrumb":
            continue
        crumbs = re.sub(r"^you are here\s*:?\s*", "", text[zone.start : zone.end], flags=re.I)
        parts = [p.strip() for p in re.split(r"\s*(?:>|»|›|→|\s/\s)\s*", crumbs)]
        if re.search(r"[>»›→]", crumbs) or parts[0].lower() in _TOPS:
            return next((p for p in parts if p and p.lower() not in _TOPS[:2]), "")
    return ""


def _first(text: str, zones: Sequence[Zone], kind: str) -> str:
    return next((text[z.start : z.end] for z in zones if z.kind == kind), "")
