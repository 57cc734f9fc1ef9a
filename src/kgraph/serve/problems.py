"""Errors as clients get them: problem details (RFC 9457). Workers raise them, the server writes them."""

from __future__ import annotations

from collections.abc import Mapping

TYPES = "https://w3id.org/kgraph/problem#"
"""What a problem's type begins with; the kinds are listed in ``docs/serving.md``."""


class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """An answer that is an error. ``kind`` is stable and searchable, ``detail`` is for people."""

    def __init__(self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.headers = dict(headers or {})
