"""Rows of disappearances that a person confirmed."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, exists, select

from archiver.catalogue import tables as t
from archiver.catalogue.absence_tables import gone_confirmed
from archiver.catalogue.bulk import insert_rows
from archiver.catalogue.chunks import chunks
from archiver.catalogue.projections.touched import item_keys
from archiver.events import DisappearancesConfirmed
from archiver.items import ItemState


def project_disappearances_confirmed(
    connection: Connection, event: DisappearancesConfirmed, number: int
) -> None:
    """Note who confirmed what; the first one stands.

    What was seen again, or was established, between that person's look and
    this record needs no confirmation any more.
    """
    keys = item_keys(connection, event.items)
    for some in chunks(sorted(keys.values())):
        waiting = connection.scalars(
            select(t.item.c.pk)
            .where(
                t.item.c.pk.in_(some),
                t.item.c.misses > 0,
                t.item.c.state != ItemState.UNAVAILABLE.value,
                t.item.c.pk.not_in(select(gone_confirmed.c.item)),
            )
            .order_by(t.item.c.pk)
        )
        rows = [{"item": key, "at": event.at, "by": event.by, "leaf": number} for key in waiting]
        insert_rows(connection, gone_confirmed, rows)


def forget_confirmed(connection: Connection, keys: Sequence[int]) -> None:
    """Let nobody's word stand about items that are seen again."""
    for some in chunks(keys):
        connection.execute(delete(gone_confirmed).where(gone_confirmed.c.item.in_(some)))


def forget_confirmed_among(connection: Connection, chosen: ColumnElement[bool]) -> None:
    """Let nobody's word stand about the items chosen, all of which are seen again."""
    # Asked for each confirmation, of which there are few, and not for each of all the items.
    seen = exists().where(t.item.c.pk == gone_confirmed.c.item, chosen)
    connection.execute(delete(gone_confirmed).where(seen))
