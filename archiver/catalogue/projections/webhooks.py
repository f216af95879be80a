"""Rows of the notices that platforms sent."""

from sqlalchemy import Connection, insert, select

from archiver.catalogue.bulk import insert_rows
from archiver.catalogue.tables import blob
from archiver.catalogue.webhook_tables import notice, notice_change
from archiver.paths import media_path
from archiver.webhook_events import NoticeReceived
from archiver.webhooks.notice import CONTENT_TYPE


def project_notice_received(connection: Connection, event: NoticeReceived, number: int) -> None:
    """List a notice once, with what it tells of; its body is a file like any other."""
    known = connection.scalar(select(notice.c.sha256).where(notice.c.sha256 == event.sha256))
    if known is not None:
        return
    if connection.scalar(select(blob.c.sha256).where(blob.c.sha256 == event.sha256)) is None:
        connection.execute(
            insert(blob).values(
                sha256=event.sha256,
                type=CONTENT_TYPE,
                bytes=event.bytes,
                object=media_path(event.sha256),
            )
        )
    connection.execute(
        insert(notice).values(
            sha256=event.sha256, received=event.at, bytes=event.bytes, leaf=number
        )
    )
    rows = [
        {
            "sha256": event.sha256,
            "position": position,
            "account": told.account,
            "field": told.field,
            "what": told.what,
            "verb": told.verb,
            "thread": told.thread,
            "item": told.item,
        }
        for position, told in enumerate(event.told)
    ]
    insert_rows(connection, notice_change, rows)
