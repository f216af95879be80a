"""The rows of a version as plain values, in the order in which the scratch catalogue takes them.

The rows themselves are made by the same functions as when the version was
taken in (``capture.version_rows``); this only puts their values in order.
"""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Table

from archiver.capture import version_rows
from archiver.capture.sighting import NO_COUNTS
from archiver.capture.stored import StoredVersion
from archiver.capture.version_rows import (
    NewVersion,
    counts_row,
    first_row,
    leaf_row,
    told_row,
    version_row,
)
from archiver.catalogue import tables as t
from archiver.catalogue.raw import converter

Values: TypeAlias = tuple[Any, ...]


class Columns:
    """Some columns of a table in order, and how those are written that SQLite holds as texts."""

    def __init__(self, table: Table, *, without: frozenset[str]) -> None:
        chosen = [column for column in table.c if column.name not in without]
        self.names = [column.name for column in chosen]
        self._take = itemgetter(*self.names)
        self._written = [
            (place, write)
            for place, column in enumerate(chosen)
            if (write := converter(column.type)) is not None
        ]

    def values(self, row: Mapping[str, object]) -> Values:
        """Put a row's values in order."""
        values = list(self._take(row))
        for place, write in self._written:
            value = values[place]
            if value is not None:
                values[place] = write(value)
        return tuple(values)


LEAF = Columns(t.leaf, without=frozenset())
VERSION = Columns(t.version, without=frozenset({"item", "n"}))
ITEM = Columns(t.item, without=frozenset({"pk", "current", "listed", "first_missing", "misses"}))
COUNTS = Columns(t.engagement, without=frozenset({"item"}))
TOLD = tuple(ITEM.names.index(name) for name in version_rows.TOLD if name != "current")
"""Places among the values of an item of what every version tells anew."""


class VersionValues(NamedTuple):
    """What a version adds: its leaf, its own row and its item's, and what its files show.

    ``counts`` count only where it is the first of its item.
    """

    platform: str
    id: str
    leaf: Values
    item: Values
    version: Values
    alts: tuple[tuple[int, str], ...]
    counts: Values | None


def version_values(number: int, digest: bytes, path: str, stored: StoredVersion) -> VersionValues:
    """Make the values; which version of its item it is, is not known yet."""
    version = NewVersion(
        sighting=stored.sighting,
        n=0,
        number=number,
        digest=digest.hex(),
        object=path,
        account=stored.account,
        capture=stored.capture,
        edition=stored.edition,
    )
    ref = stored.sighting.ref
    pictures = stored.sighting.pictures
    return VersionValues(
        platform=ref.platform.value,
        id=ref.id,
        leaf=LEAF.values(leaf_row(version)),
        item=ITEM.values(first_row(version) | told_row(version)),
        version=VERSION.values(version_row(version, 0)),
        alts=tuple((each.position, each.alt) for each in pictures if each.alt is not None),
        counts=None
        if stored.sighting.counts == NO_COUNTS
        else COUNTS.values(counts_row(version, 0)),
    )
