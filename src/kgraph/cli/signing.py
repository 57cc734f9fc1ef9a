"""Who decides, and when: the only place that looks at a clock and at the user's name."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click


def now() -> str:
    """The moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat()


def _user() -> str:
    try:
        return os.environ.get("KGRAPH_AUTHOR") or getpass.getuser()
    except (OSError, KeyError):  # no such user: a container without names
        return ""


def signed(verb: Callable[..., int]) -> Callable[..., int]:
    """Give a verb the options author, time and reason."""
    decorated: Callable[..., Any] = verb
    for option in (
        click.option("--reason", default="", help="Why."),
        click.option("--time", default=now, show_default="now", help="When, as 2026-03-01T09:00:00Z."),
        click.option(
            "--author", default=_user, show_default="$KGRAPH_AUTHOR, else the login name", help="Who decides."
        ),
    ):
        decorated = option(decorated)
    return decorated
