"""From files to articles: find them, decode them, tell the article from its page."""

from kgraph.read.clean import clean
from kgraph.read.files import Page, pages

__all__ = ["Page", "clean", "pages"]
