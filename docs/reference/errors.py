"""``docs/errors.md``: every error with its exit status, why it happens and what to do."""

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

from archiver.errors import CivickeepError

ROOT = Path(__file__).parents[2]
PACKAGES = ("archiver", "retention_schedules", "search", "requests_portal")

INTRODUCTION = """\
# Errors

Written from the code by `make docs`; `make check` fails where it is out of date.

Each error has an exit status of its own, so that a script can tell them apart; the message on the
terminal names the thing and the next step. Status 10 (a harvest partly failed), 20 (`verify` found
problems) and 30 (the retention audit has findings) are not errors but findings, and 130 means that
the command was stopped by hand.
"""


def page() -> str:
    """Write the page."""
    kinds = sorted(error_types(), key=lambda kind: (kind.exit_code, kind.__name__))
    return "\n".join([INTRODUCTION, *map(_chapter, kinds)])


def error_types() -> set[type[CivickeepError]]:
    """Find every error that the ``errors`` modules of the four packages declare."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("errors.py"):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return {kind for kind in _below(CivickeepError) if kind.__module__.endswith(".errors")}


def _below(kind: type[CivickeepError]) -> Iterator[type[CivickeepError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


def _chapter(kind: type[CivickeepError]) -> str:
    package = kind.__module__.partition(".")[0]
    again = " May be tried again as it is." if kind.retryable else ""
    text = (inspect.getdoc(kind) or "").replace("``", "`")
    return f"## {kind.exit_code} {kind.__name__}\n\n{text}\n\nFrom `{package}`.{again}\n"
