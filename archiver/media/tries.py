"""Noting what was tried for files, and finding those that are due again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, insert, or_, select

from archiver.catalogue import tables as t
from archiver.catalogue.media_tables import media_try
from archiver.catalogue.projections.touched import item_keys
from archiver.items import ItemRef, Platform
from archiver.media.retry import Tries, tried


@dataclass(frozen=True, slots=True)
class File:
    """The place of a file: its item, version and position."""

    ref: ItemRef
    n: int
    position: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: kept, or not, with or without any hope."""

    file: File
    kept: bool
    lasting: bool = False


def note(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Count tries that failed, and forget those for files that were kept after all."""
    keys = item_keys(connection, (each.file.ref for each in outcomes))
    for each in outcomes:
        here = _at(keys[each.file.ref], each.file.n, each.file.position)
        before = connection.execute(select(media_try).where(here)).first()
        connection.execute(delete(media_try).where(here))
        if not each.kept:
            tries = tried(_tries(before), now, lasting=each.lasting)
            row = (keys[each.file.ref], each.file.n, each.file.position)
            connection.execute(insert(media_try).values(_values(row, tries)))


def due(account: str, now: datetime) -> Select[tuple[object, ...]]:
    """Choose the files of an account that are missing and due, with the threads to read."""
    return _missing(account).where(or_(media_try.c.item.is_(None), media_try.c.next <= now))


def hopeless(account: str) -> Select[tuple[object, ...]]:
    """Choose the files of an account that are missing, and that the policy gives up."""
    return _missing(account).where(media_try.c.item.is_not(None), media_try.c.next.is_(None))


def files_of(rows: Iterable[Row[tuple[object, ...]]]) -> list[File]:
    """Read rows of ``due`` and ``hopeless``."""
    return [File(ItemRef(Platform(row.platform), row.id), row.n, row.position) for row in rows]


def _missing(account: str) -> Select[tuple[object, ...]]:
    same = and_(
        media_try.c.item == t.media.c.item,
        media_try.c.n == t.media.c.n,
        media_try.c.position == t.media.c.position,
    )
    return (
        select(
            t.item.c.platform,
            t.item.c.id,
            t.item.c.thread_id,
            t.item.c.surface,
            t.media.c.n,
            t.media.c.position,
            media_try.c.tries,
            media_try.c.last,
        )
        .join(t.media, t.media.c.item == t.item.c.pk)
        .outerjoin(media_try, same)
        .where(
            t.item.c.account == account,
            t.media.c.missing.is_not(None),
            t.media.c.given_up.is_(None),
        )
        .order_by(media_try.c.next, t.item.c.pk, t.media.c.n, t.media.c.position)
    )


def _at(item: int, n: int, position: int) -> ColumnElement[bool]:
    return and_(media_try.c.item == item, media_try.c.n == n, media_try.c.position == position)


def _tries(row: Row[tuple[object, ...]] | None) -> Tries | None:
    return None if row is None else Tries(row.tries, row.first, row.last, row.lasting)


def _values(key: tuple[int, int, int], tries: Tries) -> dict[str, object]:
    item, n, position = key
    return {
        "item": item,
        "n": n,
        "position": position,
        "tries": tries.count,
        "first": tries.first,
        "last": tries.last,
        "lasting": tries.lasting,
        "next": tries.next,
    }
