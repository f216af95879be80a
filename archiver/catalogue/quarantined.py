"""Which files are in quarantine now: the one question every way to a file asks."""

from sqlalchemy import ColumnElement, CompoundSelect, Connection, false, func, select, true, union

from archiver.catalogue import quarantine_tables as q
from archiver.catalogue import tables as t

QUARANTINED = "quarantined: kept, and shown to nobody until the police and the attorney direct"
"""Stands in every view where the file would be."""


def is_quarantined(sha256: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Whether the file of this digest is in quarantine, as a condition; not, where there is none.

    A file is where its digest was named, and where it belongs to an item that was.
    """
    return func.coalesce(sha256.in_(digests()), false())


def digests(
    quarantine: str | None = None, *, ever: bool = False
) -> CompoundSelect[tuple[str | None]]:
    """Choose the digests of every open quarantine, of all there ever were, or of one of them."""
    which: ColumnElement[bool] = q.quarantine.c.released_at.is_(None)
    if quarantine is not None or ever:
        which = true() if quarantine is None else q.quarantine.c.id == quarantine
    shown = t.media.alias("shown")
    named = (
        select(q.quarantine_file.c.sha256)
        .join(q.quarantine, q.quarantine.c.id == q.quarantine_file.c.quarantine)
        .where(which)
    )
    of_items = (
        select(shown.c.sha256)
        .join(q.quarantine_item, q.quarantine_item.c.item == shown.c.item)
        .join(q.quarantine, q.quarantine.c.id == q.quarantine_item.c.quarantine)
        .where(which, shown.c.sha256.is_not(None))
    )
    return union(named, of_items)


def holds_back(connection: Connection, sha256: str) -> bool:
    """Whether one file is in quarantine now."""
    every = digests().subquery()
    found = connection.execute(select(every.c.sha256).where(every.c.sha256 == sha256).limit(1))
    return found.first() is not None
