"""Rows of classifications, of the act of reading, and of adopted schedules."""

from sqlalchemy import Connection, delete, insert

from archiver.catalogue.chunks import chunks
from archiver.catalogue.projections.touched import item_keys, touch_items
from archiver.catalogue.tables import classification, imported_schedule, reading, schedule
from archiver.events import ItemsClassified, ItemsRead, ScheduleAdopted, ScheduleImported


def project_items_classified(connection: Connection, event: ItemsClassified, number: int) -> None:
    """Give each item its series; a later classification replaces an earlier one."""
    if not event.items:
        return
    keys = item_keys(connection, (each.ref for each in event.items))
    rows = {
        keys[each.ref]: {
            "item": keys[each.ref],
            "series": each.series,
            "edition": event.edition,
            "by": event.by,
            "reason": each.reason,
            "at": event.at,
            "leaf": number,
        }
        for each in event.items
    }
    for some in chunks(list(rows)):
        connection.execute(delete(classification).where(classification.c.item.in_(some)))
    connection.execute(insert(classification), list(rows.values()))
    touch_items(connection, list(rows), number)


def project_items_read(connection: Connection, event: ItemsRead, number: int) -> None:
    """Record that a person read an account up to an instant."""
    connection.execute(
        insert(reading).values(
            leaf=number, account=event.account, up_to=event.up_to, at=event.at, by=event.by
        )
    )


def project_schedule_imported(
    connection: Connection,
    event: ScheduleImported,
    number: int,  # noqa: ARG001 - every projection's signature
) -> None:
    """Keep an imported edition, whole."""
    connection.execute(
        insert(imported_schedule).values(
            edition=event.edition,
            title=event.title,
            sha256=event.sha256,
            content=event.content,
            imported_at=event.at,
            imported_by=event.by,
        )
    )


def project_schedule_adopted(
    connection: Connection,
    event: ScheduleAdopted,
    number: int,  # noqa: ARG001 - every projection's signature
) -> None:
    """Record that the city adopted an edition."""
    connection.execute(
        insert(schedule).values(
            edition=event.edition, sha256=event.sha256, adopted_at=event.at, adopted_by=event.by
        )
    )
