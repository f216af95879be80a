"""Blocks that somebody has to explain: those that came after the account's list was first read."""

from sqlalchemy import Connection, func, select

from archiver.catalogue import tables as t
from archiver.items import ItemKind, ItemRef, Platform
from archiver.surfaces import Surface


def new_blocks(connection: Connection, account: str) -> tuple[ItemRef, ...]:
    """Name the people's blocks that were not there at the first look, oldest first.

    Who blocked and why is not the platform's to tell, and the city's policy
    names no ground for it; so each is to be asked about.
    """
    first_look = (
        select(func.min(t.capture.c.ended))
        .join(t.capture_surface, t.capture_surface.c.capture == t.capture.c.id)
        .where(t.capture.c.account == account, t.capture_surface.c.surface == Surface.BLOCKS.value)
        .scalar_subquery()
    )
    chosen = connection.execute(
        select(t.item.c.platform, t.item.c.id)
        .where(
            t.item.c.account == account,
            t.item.c.kind == ItemKind.BLOCK.value,
            t.item.c.first_seen > first_look,
        )
        .order_by(t.item.c.first_seen, t.item.c.pk)
    )
    return tuple(ItemRef(Platform(row.platform), row.id) for row in chosen)
