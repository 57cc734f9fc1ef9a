"""A part of a graph that shows itself in a notebook: the page of the export in a frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exploration:
    """A page of one thing and what is around it."""

    title: str
    page: bytes = field(repr=False)
    height: int = 640

    def _repr_html_(self) -> str:
        """The page in a frame that may run its own script and nothing else."""
        source = escape(self.page.decode(), quote=True)
        return (
            f'<iframe title="{escape(self.title, quote=True)}" sandbox="allow-scripts allow-popups" '
            f'style="width:100%;height:{self.height}px;border:1px solid #ccc" srcdoc="{source}"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the page to a file that any browser opens."""
        target = Path(path)
        target.write_bytes(self.page)
        return target
