"""Reading the dated data files of the law that come with the program."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any, TypeVar

import msgspec

from requests_portal.errors import LawUnreadable

S = TypeVar("S", bound=msgspec.Struct)


class Mark(StrEnum):
    """How a rule was read; see ``requests_portal.law``."""

    STATUTE = "S"
    OFFICE = "O"
    RESTATED = "T"
    KNOWLEDGE = "K"
    QUESTION = "Q"


STATED_AS_LAW = frozenset({Mark.STATUTE, Mark.OFFICE, Mark.RESTATED})
"""Marks under which a rule may be told to a requester or a clerk as the law."""


class Dated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row has: its citation, how it was read, and the days it is in force.

    A missing ``effective_from`` says that no beginning was read, not that there is none.
    """

    citation: str
    mark: Mark
    effective_from: date | None = None
    effective_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the rule is in force on a day; both ends are included."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


def read_toml(name: str, table: str, kind: type[S]) -> tuple[S, ...]:
    """Read the rows of one array of tables in ``law/NAME``; raises ``LawUnreadable``."""
    try:
        rows = tomllib.loads(_text(name))[table]
        return tuple(msgspec.convert(row, kind) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, msgspec.ValidationError) as error:
        raise _unreadable(name, error) from error


def read_csv(name: str, kind: type[S]) -> tuple[S, ...]:
    """Read the rows of ``law/NAME``; an empty cell is a missing value. Raises ``LawUnreadable``."""
    try:
        return tuple(msgspec.convert(row, kind, strict=False) for row in _rows(_text(name)))
    except (csv.Error, msgspec.ValidationError) as error:
        raise _unreadable(name, error) from error


def _rows(text: str) -> Iterator[dict[str, Any]]:
    for row in csv.DictReader(text.splitlines(), strict=True):
        yield {key: value for key, value in row.items() if value}


def _text(name: str) -> str:
    try:
        return (files("requests_portal") / "law" / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: Exception) -> LawUnreadable:
    return LawUnreadable(
        f"The law's data file {name} cannot be read: {error}.",
        next_step="Install civickeep again; nothing in the archive was touched.",
    )
