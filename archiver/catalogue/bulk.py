"""Many rows into a table at once, in the way that each database takes them fastest.

SQLite runs one prepared statement again and again; its rows are handed to the
driver as plain values, converted column by column, since SQLAlchemy would
take longer over each row than SQLite does. PostgreSQL would be sent each row
by itself, or a statement with thousands of values that must be read anew
every time; one array a column, unnested over there, is several times faster
(measured, README).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from sqlalchemy import ARRAY, Connection, Insert, Table, bindparam, func, insert, select
from sqlalchemy.dialects import sqlite

from archiver.catalogue.columns import keepable
from archiver.catalogue.raw import Converter, converter

NewRow: TypeAlias = Mapping[str, object]
_SQLITE = sqlite.dialect()

AT_ONCE = 5_000
"""Rows handed over together: more would only take memory, a megabyte for every thousand."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[NewRow]) -> None:
    """Insert rows that all name the same columns; nothing to do where there are none."""
    for first in range(0, len(rows), AT_ONCE):
        columns = _columns(rows[first : first + AT_ONCE])
        if connection.dialect.name == "postgresql":
            connection.execute(_unnesting(table, tuple(columns)), columns)
        else:
            _insert_plainly(connection, table, columns)


def insert_numbered(
    connection: Connection, table: Table, rows: Sequence[NewRow], *, number: str, key: Sequence[str]
) -> list[int]:
    """Insert rows that the database numbers in one column; give the numbers in their order.

    ``key`` are columns that tell any two rows apart.
    """
    column = table.c[number]
    columns = _columns(rows)
    if connection.dialect.name != "postgresql":
        # The numbers SQLite would give: the highest and on. Nobody else can take them, since
        # only one transaction at a time may write.
        first = (connection.scalar(select(func.max(column))) or 0) + 1
        given = list(range(first, first + len(rows)))
        _insert_plainly(connection, table, {number: given, **columns})
        return given
    statement = _unnesting(table, tuple(columns)).returning(
        column, *(table.c[name] for name in key)
    )
    made = connection.execute(statement, columns)
    numbers: dict[tuple[object, ...], int] = {tuple(row[1:]): row[0] for row in made}
    return [numbers[tuple(_kept(row[name]) for name in key)] for row in rows]


def _columns(rows: Sequence[NewRow]) -> dict[str, Sequence[object]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _insert_plainly(
    connection: Connection, table: Table, columns: Mapping[str, Sequence[object]]
) -> None:
    """Insert into SQLite."""
    statement, writers = _plain(table, tuple(columns))
    values = [
        columns[name]
        if write is None
        else [value if value is None else write(value) for value in columns[name]]
        for name, write in writers
    ]
    connection.exec_driver_sql(statement, list(zip(*values, strict=True)))


@lru_cache
def _plain(table: Table, names: tuple[str, ...]) -> tuple[str, list[tuple[str, Converter | None]]]:
    """Give the statement for SQLite, and for each of its marks the column and what writes it."""
    statement = insert(table).compile(dialect=_SQLITE, column_keys=names)
    marks = statement.positiontup or []
    return str(statement), [(name, converter(table.c[name].type)) for name in marks]


@lru_cache
def _unnesting(table: Table, names: tuple[str, ...]) -> Insert:
    columns = [func.unnest(bindparam(name, type_=ARRAY(table.c[name].type))) for name in names]
    return insert(table).from_select(list(names), select(*columns))


def _kept(value: object) -> object:
    """Give a value as the row has it."""
    return keepable(value) if isinstance(value, str) else value
