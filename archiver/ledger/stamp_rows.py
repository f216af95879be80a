"""The rows of time stamps, and which days they cover."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select, union_all

from archiver.catalogue.tables import capture, event, stamp
from archiver.civil_time import civil_date


@dataclass(frozen=True, slots=True)
class StampRow:
    """A stamp as the catalogue knows it; ``sha256`` is of the whole answer, in hexadecimal."""

    size: int
    authority: str
    at: datetime
    sha256: str
    object: str


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """A day in the city's zone on which something was kept, and the last leaf of that day."""

    day: date
    leaf: int


def stamp_rows(connection: Connection) -> Iterator[StampRow]:
    """Stream every stamp, the smallest checkpoint first."""
    for row in connection.execute(select(stamp).order_by(stamp.c.size, stamp.c.authority)):
        yield StampRow(row.size, row.authority, row.at, row.sha256, row.object)


def add_stamp(connection: Connection, row: StampRow) -> None:
    """List a stamp whose file is in the store; does nothing where it is listed."""
    known = select(stamp.c.size).where(stamp.c.size == row.size, stamp.c.authority == row.authority)
    if connection.execute(known).first() is None:
        connection.execute(
            insert(stamp).values(
                size=row.size,
                authority=row.authority,
                at=row.at,
                sha256=row.sha256,
                object=row.object,
            )
        )


def stamped_size(connection: Connection, authority: str) -> int:
    """Give the greatest checkpoint an authority has stamped; 0 where there is none."""
    newest = select(func.max(stamp.c.size)).where(stamp.c.authority == authority)
    return connection.execute(newest).scalar_one() or 0


def ledger_days(
    connection: Connection, zone: ZoneInfo, today: date, after: int = 0
) -> tuple[LedgerDay, ...]:
    """List the days that are over and kept something after this leaf, the earliest first.

    Every version is followed by the receipt of its capture, so that receipts
    and events tell the days of all records.
    """
    told = union_all(
        select(event.c.leaf, event.c.at).where(event.c.leaf > after),
        select(capture.c.leaf, capture.c.ended.label("at")).where(capture.c.leaf > after),
    ).subquery()
    rows = connection.execute(select(told.c.leaf, told.c.at))
    dated = ((row.leaf, civil_date(row.at, zone)) for row in rows)
    return _last_leaves((leaf, day) for leaf, day in dated if day < today)


def _last_leaves(leaves: Iterable[tuple[int, date]]) -> tuple[LedgerDay, ...]:
    last: dict[date, int] = {}
    for leaf, day in leaves:
        last[day] = max(leaf, last.get(day, 0))
    return tuple(LedgerDay(day, last[day]) for day in sorted(last))
