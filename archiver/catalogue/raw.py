"""Rows as the database holds them: texts as bytes, instants as texts, nothing converted.

What is damaged often cannot be converted, and must be read all the same to be
named. PostgreSQL checks what it holds; its values are given as SQLite would
hold them, so that rows of the two can be compared.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol, TypeAlias, cast

from sqlalchemy import Connection, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from archiver.catalogue.columns import Instant, Words, keepable
from archiver.catalogue.trouble import damaged

Value: TypeAlias = int | float | bytes | None
Converter: TypeAlias = Callable[[Any], Any]
RawRow: TypeAlias = tuple[Any, ...]
"""The values of one row; each is a ``Value``."""

PAGE = 1000
_SQLITE = sqlite.dialect()


class RawReader(Protocol):
    """Reads rows raw. Raises ``CatalogueDamaged`` where the database cannot read them itself."""

    def rows(self, statement: Select[Any]) -> Iterator[RawRow]:
        """Stream the rows of a statement without parameters."""

    def faults(self, limit: int) -> list[str]:
        """Give what the database itself finds wrong with its file."""


@contextmanager
def raw_reading(connection: Connection) -> Iterator[RawReader]:
    """Read raw as long as this lasts; nothing else may be read on the connection meanwhile."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield _Checked(connection)
        return
    if not connection.in_transaction():
        connection.begin()
    driver.text_factory = bytes
    try:
        yield _Unchecked(driver)
    finally:
        driver.text_factory = str


class _Unchecked:
    """An SQLite file, which holds whatever was written into it."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    def rows(self, statement: Select[Any]) -> Iterator[RawRow]:
        return self._run(_sql(statement))

    def faults(self, limit: int) -> list[str]:
        found = [str(row[0], "utf-8", "replace") for row in self._run(_check(limit))]
        return [] if found == ["ok"] else found

    def _run(self, sql: str) -> Iterator[RawRow]:
        try:
            yield from self._driver.execute(sql)
        except sqlite3.Error as error:
            raise damaged(str(error)) from error


@lru_cache(maxsize=128)
def _sql(statement: Select[Any]) -> str:
    """Write a statement out, values and all; the same one is asked again and again."""
    return str(statement.compile(dialect=_SQLITE, compile_kwargs={"literal_binds": True}))


def _check(limit: int) -> str:
    return f"PRAGMA integrity_check({limit:d})"


class _Checked:
    """A database server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: Select[Any]) -> Iterator[RawRow]:
        converters = [converter(column.type) for column in statement.selected_columns]
        rows = self._connection.execution_options(yield_per=PAGE).execute(statement)
        for row in rows:
            yield tuple(
                value if convert is None or value is None else _raw(convert(value))
                for convert, value in zip(converters, row, strict=True)
            )

    def faults(self, limit: int) -> list[str]:  # noqa: ARG002 - the signature of the protocol
        return []  # a server checks its files itself


def converter(kind: TypeEngine[Any]) -> Converter | None:
    """Give what turns a value of a column's type into what SQLite holds; None for nothing to do."""
    if isinstance(kind, Words):
        return keepable
    if isinstance(kind, Instant):
        return written
    return cast("Converter | None", kind.dialect_impl(_SQLITE).bind_processor(_SQLITE))


@lru_cache(maxsize=1024)
def written(value: datetime) -> str:
    """Write an instant as SQLAlchemy does for SQLite, in less than half the time.

    The same few stand in the rows of one batch: when its pages were received.
    """
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:_INSTANT]


_INSTANT = len("2026-01-01 00:00:00.000000")


def _raw(value: object) -> object:
    return value.encode() if isinstance(value, str) else value
