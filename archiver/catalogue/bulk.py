"""Many rows into a table at once, in the way that each database takes them fastest.

SQLite runs one prepared statement again and again. PostgreSQL would be sent
each row by itself, or a statement with thousands of values that must be read
anew every time; one array a column, unnested over there, is several times
faster (measured, README).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import ARRAY, Connection, Insert, Table, bindparam, func, insert, select

from archiver.catalogue.tables import keepable

NewRow = Mapping[str, object]


def insert_rows(connection: Connection, table: Table, rows: Sequence[NewRow]) -> None:
    """Insert rows that all name the same columns; nothing to do where there are none."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), list(rows))
        return
    names = tuple(rows[0])
    connection.execute(_unnesting(table, names), _arrays(names, rows))


def insert_numbered(
    connection: Connection, table: Table, rows: Sequence[NewRow], *, number: str, key: Sequence[str]
) -> list[int]:
    """Insert rows that the database numbers in one column; give the numbers in their order.

    ``key`` are columns that tell any two rows apart.
    """
    column = table.c[number]
    if connection.dialect.name != "postgresql":
        statement = insert(table).returning(column, sort_by_parameter_order=True)
        return list(connection.scalars(statement, list(rows)))
    names = tuple(rows[0])
    statement = _unnesting(table, names).returning(column, *(table.c[name] for name in key))
    made = connection.execute(statement, _arrays(names, rows))
    numbers: dict[tuple[object, ...], int] = {tuple(row[1:]): row[0] for row in made}
    return [numbers[tuple(_kept(row[name]) for name in key)] for row in rows]


@lru_cache
def _unnesting(table: Table, names: tuple[str, ...]) -> Insert:
    columns = [func.unnest(bindparam(name, type_=ARRAY(table.c[name].type))) for name in names]
    return insert(table).from_select(list(names), select(*columns))


def _arrays(names: tuple[str, ...], rows: Sequence[NewRow]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in names}


def _kept(value: object) -> object:
    """Give a value as the row has it."""
    return keepable(value) if isinstance(value, str) else value
