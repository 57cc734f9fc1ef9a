"""Generated blocks of documentation pages."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fill(page: Path, mark: str, text: str) -> None:
    """Put text between ``<!-- mark -->`` and ``<!-- end -->``, with the revision it was measured at.

    Exits with an error where the page has no such marks.
    """
    before = page.read_text(encoding="utf-8")
    block = re.compile(rf"<!-- {re.escape(mark)} -->.*?<!-- end -->", re.S)
    if not block.search(before):
        raise SystemExit(f"error: {page} has no <!-- {mark} --> … <!-- end -->")
    said = f"<!-- {mark} -->\nMeasured at revision {revision()}.\n\n{text}<!-- end -->"
    page.write_text(block.sub(lambda _: said, before), encoding="utf-8")


def revision() -> str:
    """The project's revision and its day, marked where files were changed since."""
    name = _git("log", "-1", "--format=%h of %cs") or "unknown"
    changed = _git("status", "--porcelain", "--", "src", "data", "ontology")
    return f"{name}, with changes since" if changed else name


def _git(*arguments: str) -> str:
    call = ["git", *arguments]
    return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
