"""How well kgraph reads: run it on annotated articles and compare.

Only ``doc_id``, ``source``, ``published`` and the page (``raw``, else ``text``) of a gold line
reach the line; its title and annotations do not. All documents are resolved as one corpus and
facts in quarantine are not predicted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version

from kgraph.config import Config
from kgraph.errors import InputError
from kgraph.evaluate.annotations import Document, load
from kgraph.evaluate.predict import annotated
from kgraph.evaluate.scores import Rate, Score, Scores, score
from kgraph.extract.article import Knowledge, extract
from kgraph.graph.project import Run
from kgraph.making import make_graph
from kgraph.model import Article, ArticleRecord
from kgraph.pipeline import configuration_hash, load_knowledge, load_schema, read_page
from kgraph.read.files import Page, digest

__all__ = ["Document", "Rate", "Score", "Scores", "annotated", "load", "predict", "score"]

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Predictions:
    """What kgraph reads of some documents, in their order, and the documents it could not read."""

    documents: tuple[Document, ...]
    unread: tuple[tuple[str, str], ...] = ()
    """(document, why)"""


def predict(gold: Iterable[Document], config: Config, progress: Progress = lambda *_: None) -> Predictions:
    """Read the documents as one corpus."""
    documents = list(gold)
    schema = load_schema(config)
    knowledge = load_knowledge(config, schema)
    records: dict[str, ArticleRecord] = {}
    read: dict[str, str] = {}
    unread: list[tuple[str, str]] = []
    for number, document in enumerate(documents):
        progress("read", number, len(documents))
        try:
            article = _article(document)
        except InputError as error:
            unread.append((document.doc_id, error.message))
            continue
        read[document.doc_id] = article.id
        if article.id not in records:
            records[article.id] = extract(article, knowledge)
    progress("read", len(documents), len(documents))
    return Predictions(tuple(_resolved(documents, read, records, knowledge, config)), tuple(unread))


def _article(document: Document) -> Article:
    page = document.raw if document.raw is not None else document.text
    meta = (("published", document.published), ("publisher", document.source))
    given = tuple((key, value) for key, value in meta if value)
    return read_page(Page(document.doc_id, digest(page.encode()), page, given))


def _resolved(
    documents: Iterable[Document],
    read: dict[str, str],
    records: dict[str, ArticleRecord],
    knowledge: Knowledge,
    config: Config,
) -> Iterable[Document]:
    run = Run(f"kgraph {version('kgraph')}", knowledge.model.name, configuration_hash(config))
    graph = make_graph(list(records.values()), knowledge.schema, config, run)
    kept = {r.article.id: r for r in graph.records}
    ids = graph.resolution.ids
    for document in documents:
        record = kept.get(read.get(document.doc_id, ""))
        if record is None:
            yield Document(document.doc_id, "", annotated=True)
        else:
            yield annotated(record, knowledge.schema, lambda key: ids.get(key, key), document.doc_id)
