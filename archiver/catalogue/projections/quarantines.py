"""Rows of quarantines. Every item that shows a file is touched, so that followers hear of it."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from archiver.catalogue import quarantine_tables as q
from archiver.catalogue import tables as t
from archiver.catalogue.projections.touched import item_keys, touch_items
from archiver.catalogue.quarantined import digests
from archiver.media.events import MediaQuarantined, QuarantineReleased


def project_media_quarantined(connection: Connection, event: MediaQuarantined, number: int) -> None:
    """Put files, and all files of items, into quarantine."""
    connection.execute(
        insert(q.quarantine).values(
            id=event.quarantine,
            reason=event.reason,
            placed_at=event.at,
            placed_by=event.by,
            attorney=event.attorney,
        )
    )
    files = [{"quarantine": event.quarantine, "sha256": each} for each in event.files]
    if files:
        connection.execute(insert(q.quarantine_file), files)
    keys = sorted(item_keys(connection, event.refs).values())
    if keys:
        rows = [{"quarantine": event.quarantine, "item": key} for key in keys]
        connection.execute(insert(q.quarantine_item), rows)
    touch_items(connection, _showing(connection, event.quarantine), number)


def project_quarantine_released(
    connection: Connection, event: QuarantineReleased, number: int
) -> None:
    """End a quarantine; it stays on record with who directed its end."""
    connection.execute(
        update(q.quarantine)
        .where(q.quarantine.c.id == event.quarantine)
        .values(
            released_at=event.at,
            released_by=event.by,
            directed_by=event.directed_by,
            release_reason=event.reason,
        )
    )
    touch_items(connection, _showing(connection, event.quarantine), number)


def _showing(connection: Connection, quarantine: str) -> Sequence[int]:
    """Find the items that show a file of a quarantine."""
    files = digests(quarantine)
    rows = connection.scalars(
        select(t.media.c.item)
        .where(t.media.c.sha256.in_(files))
        .distinct()
        .order_by(t.media.c.item)
    )
    return rows.all()
