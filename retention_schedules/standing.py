"""How items stand, as far as it decides whether they may go; read in one query, without content."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.catalogue.visibility import visible_to
from archiver.items import ItemRef, Platform
from archiver.viewer import Viewer

PAGE = 2000
"""Rows fetched at a time; bounds memory."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The series an item is in, under which edition, and who put it there."""

    series: str
    edition: str
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One item without its content.

    ``written_at`` is the platform's word, or our first sight where it gave
    none. ``newest_at`` is when the newest wording was first seen here,
    ``reworded_at`` the same where it is not the first one. ``vanished`` says
    that it was hidden or unavailable at some time.
    """

    ref: ItemRef
    account: str
    written_at: datetime
    newest_at: datetime
    reworded_at: datetime | None
    vanished: bool
    held: bool
    placement: Placement | None


def standings(archive: Archive, viewer: Viewer) -> Iterator[Standing]:
    """Stream how every item stands that this viewer may read."""
    wordings = (
        select(
            t.version.c.item,
            func.max(t.version.c.first_seen).label("newest_at"),
            func.max(case((t.version.c.n > 1, t.version.c.first_seen))).label("reworded_at"),
        )
        .group_by(t.version.c.item)
        .subquery()
    )
    open_holds = (
        select(t.hold_item.c.item)
        .join(t.hold, t.hold.c.id == t.hold_item.c.hold)
        .where(t.hold.c.lifted_at.is_(None))
    )
    vanished = or_(
        t.item.c.pk.in_(select(t.hidden.c.item)), t.item.c.pk.in_(select(t.disappearance.c.item))
    )
    query = (
        select(
            t.item.c.platform,
            t.item.c.id,
            t.item.c.account,
            func.coalesce(t.item.c.created_at, t.item.c.first_seen).label("written_at"),
            wordings.c.newest_at,
            wordings.c.reworded_at,
            vanished.label("vanished"),
            t.item.c.pk.in_(open_holds).label("held"),
            t.classification.c.series,
            t.classification.c.edition,
            t.classification.c.by,
        )
        .join(wordings, wordings.c.item == t.item.c.pk)
        .outerjoin(t.classification, t.classification.c.item == t.item.c.pk)
        .where(visible_to(viewer))
        .order_by(t.item.c.pk)
        .execution_options(yield_per=PAGE)
    )
    with archive.reading() as connection:
        for row in connection.execute(query):
            yield Standing(
                ref=ItemRef(Platform(row.platform), row.id),
                account=row.account,
                written_at=row.written_at,
                newest_at=row.newest_at,
                reworded_at=row.reworded_at,
                vanished=bool(row.vanished),
                held=bool(row.held),
                placement=(
                    None if row.series is None else Placement(row.series, row.edition, row.by)
                ),
            )
