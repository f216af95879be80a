"""The items that rules are to look at, with their wordings, read in one query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.catalogue.visibility import visible_to
from archiver.items import ItemKind, ItemRef, Platform
from archiver.viewer import Viewer
from retention_schedules.standing import Placement

PAGE = 2000
"""Wordings fetched at a time; bounds memory."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One item as far as a rule may look at it, and where it stands now.

    ``text`` is every wording, one below the other, so that an edit can never
    turn a complaint into a thank-you. ``reason`` is that of the placement.
    """

    ref: ItemRef
    account: str
    kind: ItemKind
    thread_id: str
    author_id: str | None
    text: str
    has_media: bool
    placement: Placement | None
    reason: str | None


def pending(archive: Archive, viewer: Viewer, *, everything: bool) -> Iterator[Pending]:
    """Stream the items that are in no series yet, or all of them."""
    query = (
        select(
            t.item.c.pk,
            t.item.c.platform,
            t.item.c.id,
            t.item.c.account,
            t.item.c.kind,
            t.item.c.thread_id,
            t.item.c.author_id,
            t.version.c.text,
            t.item.c.pk.in_(select(t.media.c.item)).label("has_media"),
            t.classification.c.series,
            t.classification.c.edition,
            t.classification.c.by,
            t.classification.c.reason,
        )
        .join(t.version, t.version.c.item == t.item.c.pk)
        .outerjoin(t.classification, t.classification.c.item == t.item.c.pk)
        .where(visible_to(viewer))
        .order_by(t.item.c.pk, t.version.c.n)
        .execution_options(yield_per=PAGE)
    )
    if not everything:
        query = query.where(t.classification.c.item.is_(None))
    with archive.reading() as connection:
        for _, rows in groupby(connection.execute(query), key=lambda row: row.pk):
            yield _pending(list(rows))


def _pending(rows: Sequence[Row[Any]]) -> Pending:
    row = rows[0]
    return Pending(
        ref=ItemRef(Platform(row.platform), row.id),
        account=row.account,
        kind=ItemKind(row.kind),
        thread_id=row.thread_id,
        author_id=row.author_id,
        text="\n".join(dict.fromkeys(one.text for one in rows)),
        has_media=bool(row.has_media),
        placement=None if row.series is None else Placement(row.series, row.edition, row.by),
        reason=row.reason,
    )
