"""Rows of files that are given up."""

from sqlalchemy import Connection, update

from archiver.catalogue.projections.touched import item_keys, touch_items
from archiver.catalogue.tables import media
from archiver.media.events import FilesGivenUp


def project_files_given_up(connection: Connection, event: FilesGivenUp, number: int) -> None:
    """Say of files that are still missing that nobody asks for them any more."""
    keys = item_keys(connection, (each.ref for each in event.files))
    for each in event.files:
        connection.execute(
            update(media)
            .where(
                media.c.item == keys[each.ref],
                media.c.n == each.n,
                media.c.position == each.position,
                media.c.missing.is_not(None),
            )
            .values(given_up=each.tries)
        )
    touch_items(connection, sorted(set(keys.values())), number)
