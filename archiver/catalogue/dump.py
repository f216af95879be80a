"""The catalogue as sorted facts, so that two of them can be compared row by row.

Row keys are numbers of one database and differ after a rebuild, so an item's
key is replaced by its platform and id. Work tables, which hold only what a
running process needs, are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, null, select

from archiver.catalogue import tables as t
from archiver.catalogue.all_tables import metadata
from archiver.catalogue.raw import RawReader, RawRow, raw_reading

WORK_TABLES = frozenset(
    {
        "alarm_round",
        "channel_trouble",
        "hint",
        "lease",
        "lock_mark",
        "media_try",
        "pending",
        "reach",
        "sighting",
        "verify_trouble",
    }
)

FACT_TABLES = tuple(table for table in metadata.sorted_tables if table.name not in WORK_TABLES)
"""Every table whose rows follow from the stored objects."""


class Difference(Enum):
    """How a row differs from the one it should be."""

    MISSING = auto()
    SURPLUS = auto()
    CHANGED = auto()


@dataclass(frozen=True, slots=True)
class Deviation:
    """One row that is not what the stored objects say, and the columns that differ.

    ``item`` is the item it is about, as ``platform/id``, and ``object`` the
    object it names, where it does.
    """

    table: str
    key: tuple[str, ...]
    difference: Difference
    columns: tuple[str, ...] = ()
    item: str | None = None
    object: str | None = None


@dataclass(frozen=True, slots=True)
class _Facts:
    """How a table's facts are read: its columns, of which the first ``width`` are the key."""

    table: str
    names: tuple[str, ...]
    width: int
    statement: Select[Any]
    dangling: Select[Any] | None

    def deviation(self, row: RawRow, difference: Difference, changed: tuple[str, ...]) -> Deviation:
        said = dict(zip(self.names, row, strict=True))
        platform, ident = (said.get(name) for name in _ITEM_COLUMNS.get(self.table, _LINK))
        return Deviation(
            self.table,
            tuple(map(_words, row[: self.width])),
            difference,
            changed,
            f"{_words(platform)}/{_words(ident)}" if None not in {platform, ident} else None,
            _words(said["object"]) if said.get("object") else None,
        )


_LINK = ("item_platform", "item_id")
_ITEM_COLUMNS = {
    "item": ("platform", "id"),
    "request_item": ("platform", "item"),
    "determination": ("platform", "item"),
    "determination_part": ("platform", "item"),
}
"""The columns that name an item, where a table does so by itself."""


def compare(actual: Connection, expected: Connection) -> Iterator[Deviation]:
    """Tell every row in which one catalogue differs from what another says it should be."""
    with raw_reading(actual) as mine, raw_reading(expected) as right:
        for table in FACT_TABLES:
            yield from compare_table(table, mine, right)


def compare_table(table: Table, actual: RawReader, expected: RawReader) -> Iterator[Deviation]:
    """Compare the facts of one table; raises ``CatalogueDamaged`` where they cannot be read."""
    facts = _facts(table)
    have, want = actual.rows(facts.statement), expected.rows(facts.statement)
    mine, right = next(have, None), next(want, None)
    while mine is not None or right is not None:
        if mine == right:
            mine, right = next(have, None), next(want, None)
            continue
        order = _order(facts.width, mine, right)
        if order < 0 and mine is not None:
            yield facts.deviation(mine, Difference.SURPLUS, ())
        elif order > 0 and right is not None:
            yield facts.deviation(right, Difference.MISSING, ())
        elif mine is not None and right is not None:
            yield facts.deviation(mine, Difference.CHANGED, _changed(facts, mine, right))
        mine = next(have, None) if order <= 0 else mine
        right = next(want, None) if order >= 0 else right
    if facts.dangling is not None:
        for row in actual.rows(facts.dangling):
            yield facts.deviation(row, Difference.SURPLUS, ())


def _order(width: int, mine: RawRow | None, right: RawRow | None) -> int:
    """Say which of two rows comes first by its key: negative for the first, zero for neither."""
    if mine is None or right is None:
        return 1 if mine is None else -1
    one, other = _sortable(mine[:width]), _sortable(right[:width])
    return (one > other) - (one < other)


def _sortable(key: RawRow) -> list[tuple[int, Any]]:
    """Make keys of any types comparable, in the order of SQLite: nothing, numbers, texts."""
    return [
        (0, 0) if value is None else (2, value) if isinstance(value, bytes) else (1, value)
        for value in key
    ]


def _changed(facts: _Facts, mine: RawRow, right: RawRow) -> tuple[str, ...]:
    pairs = zip(facts.names, mine, right, strict=True)
    return tuple(name for name, value, other in pairs if value != other)


def _words(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


@cache
def _facts(table: Table) -> _Facts:
    """Say how a table is read, with an item's identity in the place of its row key."""
    link = next((column for column in table.c if column.references(t.item.c.pk)), None)
    own = [column for column in table.primary_key if column is not link]
    if table is t.item:
        own = [table.c.platform, table.c.id]
    rest = [
        column for column in table.c if column is not link and column not in {*own, t.item.c.pk}
    ]
    chosen: list[Column[Any]] = [*own, *rest]
    if link is None:
        names = tuple(column.name for column in chosen)
        return _Facts(table.name, names, len(own), select(*chosen).order_by(*own), None)
    named = (t.item.c.platform.label(_LINK[0]), t.item.c.id.label(_LINK[1]))
    statement = (
        select(*named, *chosen)
        .join_from(table, t.item, t.item.c.pk == link)
        .order_by(t.item.c.platform, t.item.c.id, *own)
    )
    # A row of an item that is not there is in no join; it is nobody's row.
    nobody = select(null().label(_LINK[0]), link.label(_LINK[1]), *chosen)
    dangling = nobody.where(link.not_in(select(t.item.c.pk)))
    names = (*_LINK, *(column.name for column in chosen))
    return _Facts(table.name, names, 2 + len(own), statement, dangling)
