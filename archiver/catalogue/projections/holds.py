"""Rows of holds."""

from sqlalchemy import Connection, insert, select, update

from archiver.catalogue.projections.touched import item_keys, touch_items
from archiver.catalogue.tables import hold, hold_item
from archiver.events import HoldLifted, HoldPlaced


def project_hold_placed(connection: Connection, event: HoldPlaced, number: int) -> None:
    """Place a hold on the items named; a hold of the same id grows."""
    known = connection.execute(select(hold.c.id).where(hold.c.id == event.hold)).first()
    if known is None:
        connection.execute(
            insert(hold).values(
                id=event.hold,
                reason=event.reason,
                request=event.request,
                placed_at=event.at,
                placed_by=event.by,
            )
        )
    keys = set(item_keys(connection, event.refs).values())
    held = connection.scalars(select(hold_item.c.item).where(hold_item.c.hold == event.hold))
    fresh = sorted(keys - set(held))
    if fresh:
        connection.execute(insert(hold_item), [{"hold": event.hold, "item": key} for key in fresh])
        touch_items(connection, fresh, number)


def project_hold_lifted(connection: Connection, event: HoldLifted, number: int) -> None:
    """Lift a hold; it stays on record with the reason."""
    connection.execute(
        update(hold)
        .where(hold.c.id == event.hold)
        .values(lifted_at=event.at, lifted_by=event.by, lift_reason=event.reason)
    )
    keys = connection.scalars(select(hold_item.c.item).where(hold_item.c.hold == event.hold))
    touch_items(connection, keys.all(), number)
