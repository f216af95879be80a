"""Which files are in quarantine now: the one question every way to a file asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    exists,
    false,
    func,
    select,
    true,
    union,
)

from archiver.catalogue import quarantine_tables as q
from archiver.catalogue import tables as t
from archiver.catalogue.visibility import visible_to
from archiver.viewer import Viewer

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


@dataclass(frozen=True, slots=True)
class Among:
    """Items of these accounts, posted in ``[since, until)``; ``None`` leaves a side open."""

    accounts: Collection[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


def count_items(connection: Connection, viewer: Viewer, among: Among) -> int:
    """Count the items this viewer may read that have a file in quarantine now.

    One whose time of posting nobody knows may be of any time, and is counted.
    """
    placed = select(q.quarantine.c.id).where(q.quarantine.c.released_at.is_(None)).limit(1)
    if connection.execute(placed).first() is None:  # the usual case, and far quicker to ask
        return 0
    file, item = t.media.c, t.item.c
    shown = exists().where(file.item == item.pk, is_quarantined(file.sha256))
    conditions = [visible_to(viewer), shown]
    if among.accounts is not None:
        conditions.append(item.account.in_(among.accounts))
    if among.since is not None:
        conditions.append(func.coalesce(item.created_at >= among.since, true()))
    if among.until is not None:
        conditions.append(func.coalesce(item.created_at < among.until, true()))
    counted = select(func.count()).select_from(t.item).where(*conditions)
    return connection.execute(counted).scalar_one()
