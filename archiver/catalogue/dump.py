"""The catalogue as sorted facts, so that two of them can be compared row by row.

Row keys are numbers of one database and differ after a rebuild, so an item's
key is replaced by its platform and id. Work tables, which hold only what a
running process needs, are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, Table, select

from archiver.catalogue import tables as t
from archiver.catalogue.all_tables import metadata

WORK_TABLES = frozenset({"sighting", "pending"})
PAGE = 1000

Key: TypeAlias = tuple[Any, ...]
"""The values of a row's key columns; of one type a column, so that keys of a table compare."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: its table, the key that names it in any catalogue, and everything it says."""

    table: str
    key: Key
    values: tuple[tuple[str, object], ...]


class Difference(Enum):
    """How a row differs from the one it should be."""

    MISSING = auto()
    SURPLUS = auto()
    CHANGED = auto()


@dataclass(frozen=True, slots=True)
class Deviation:
    """One row that is not what the stored objects say, and the columns that differ."""

    table: str
    key: Key
    difference: Difference
    columns: tuple[str, ...] = ()


def facts(connection: Connection, table: Table) -> Iterator[Fact]:
    """Stream a table's rows, sorted by their keys."""
    statement, keys = _statement(table)
    rows = connection.execution_options(yield_per=PAGE).execute(statement)
    names = tuple(rows.keys())
    places = [names.index(key) for key in keys]
    for row in rows:
        values = tuple(zip(names, row, strict=True))
        yield Fact(table.name, tuple(row[place] for place in places), values)


def compare(actual: Connection, expected: Connection) -> Iterator[Deviation]:
    """Tell every row in which one catalogue differs from what another says it should be."""
    for table in metadata.sorted_tables:
        if table.name not in WORK_TABLES:
            yield from _compare_table(table, actual, expected)


def _compare_table(table: Table, actual: Connection, expected: Connection) -> Iterator[Deviation]:
    have, want = facts(actual, table), facts(expected, table)
    mine, right = next(have, None), next(want, None)
    while mine is not None or right is not None:
        if right is None or (mine is not None and mine.key < right.key):
            yield Deviation(table.name, mine.key if mine else (), Difference.SURPLUS)
            mine = next(have, None)
        elif mine is None or right.key < mine.key:
            yield Deviation(table.name, right.key, Difference.MISSING)
            right = next(want, None)
        else:
            changed = _changed(mine, right)
            if changed:
                yield Deviation(table.name, mine.key, Difference.CHANGED, changed)
            mine, right = next(have, None), next(want, None)


def _changed(mine: Fact, right: Fact) -> tuple[str, ...]:
    pairs = zip(mine.values, right.values, strict=True)
    return tuple(name for (name, value), (_, other) in pairs if value != other)


def _statement(table: Table) -> tuple[Select[tuple[object, ...]], list[str]]:
    """Select a table's columns with an item's identity in the place of its row key.

    Every database sorts ``Words`` by code point, as Python compares.
    """
    if table is t.item:
        columns = [column for column in table.c if column.name != "pk"]
        chosen = select(*columns)
        keys = ["platform", "id"]
        order = [table.c.platform, table.c.id]
    elif refers := [column for column in table.c if column.references(t.item.c.pk)]:
        (link,) = refers
        others = [column for column in table.c if column is not link]
        named = (t.item.c.platform.label("item_platform"), t.item.c.id.label("item_id"))
        chosen = select(*named, *others).join_from(table, t.item, t.item.c.pk == link)
        own = [column for column in table.primary_key if column is not link]
        keys = ["item_platform", "item_id", *(column.name for column in own)]
        order = [t.item.c.platform, t.item.c.id, *own]
    else:
        chosen = select(table)
        order = list(table.primary_key)
        keys = [column.name for column in order]
    return chosen.order_by(*order), keys
