"""Notices as ``civickeep webhook list`` shows them."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import select

from archiver.archive import Archive
from archiver.catalogue.webhook_tables import notice, notice_change
from archiver.civil_time import to_wire
from archiver.paths import media_path


class NoticeEntry(msgspec.Struct, frozen=True):
    """One change that a notice told of; ``object`` holds the body as it came."""

    received: str
    account: str
    field: str
    what: str
    verb: str
    thread: str | None
    item: str | None
    object: str


def list_notices(archive: Archive, account: str | None = None) -> Iterator[NoticeEntry]:
    """Give what notices told of, in the order they came; of one account or of all."""
    chosen = (
        select(notice.c.received, notice_change)
        .join(notice, notice.c.sha256 == notice_change.c.sha256)
        .order_by(notice.c.leaf, notice_change.c.position)
    )
    if account is not None:
        chosen = chosen.where(notice_change.c.account == account)
    with archive.reading() as connection:
        for row in connection.execute(chosen):
            yield NoticeEntry(
                received=to_wire(row.received),
                account=row.account,
                field=row.field,
                what=row.what,
                verb=row.verb,
                thread=row.thread,
                item=row.item,
                object=media_path(row.sha256),
            )
