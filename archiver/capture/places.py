"""Where an item stands, as the catalogue knows it."""

from sqlalchemy import Connection, Row, select

from archiver.capture.sighting import Place
from archiver.catalogue import tables as t
from archiver.items import ItemKind, ItemRef, Platform
from archiver.surfaces import Surface


def known_place(connection: Connection, ref: ItemRef) -> Place | None:
    """Look an item's place up; None where the catalogue does not know the item."""
    row = connection.execute(
        select(t.item).where(t.item.c.platform == ref.platform.value, t.item.c.id == ref.id)
    ).one_or_none()
    return None if row is None else place_of(row)


def place_of(row: Row[tuple[object, ...]]) -> Place:
    """Read an item's place from its row."""
    return Place(
        ref=ItemRef(Platform(row.platform), row.id),
        kind=ItemKind(row.kind),
        surface=Surface(row.surface),
        parent_id=row.parent_id,
        thread_id=row.thread_id,
    )
