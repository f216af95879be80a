"""Keeping a notice: its body as a file, the event that it came, and the hint to look now."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select

from archiver import pending
from archiver.archive import Archive
from archiver.catalogue.webhook_tables import hint, notice
from archiver.leases.lease import Work
from archiver.leases.table import Leases
from archiver.paths import media_path
from archiver.store import NewObject
from archiver.webhook_events import NoticeReceived, Told
from archiver.webhooks.notice import is_hint

LOOK = "look"
"""The kind of work that a notice asks for."""

RECEIVER = "webhook"
"""Who a notice's event is by."""


def keep_notice(archive: Archive, body: bytes, signature: str, told: tuple[Told, ...]) -> bool:
    """Keep a signed notice; False where the very same body came before (webhooks.md, section 3).

    Raises what the store and the catalogue raise; then the platform has to be
    told so, and sends it again.
    """
    digest = hashlib.sha256(body).hexdigest()
    with archive.reading() as connection:
        known = connection.scalar(select(notice.c.sha256).where(notice.c.sha256 == digest))
    if known is not None:
        return False
    pending.keep(archive, pending.EVENT_OWNER, [NewObject(media_path(digest), body)])
    now = archive.clock()
    archive.record(
        NoticeReceived(
            at=now,
            by=RECEIVER,
            sha256=digest,
            bytes=len(body),
            signature=signature,
            told=told,
        )
    )
    _hint(archive, told, now)
    return True


def _hint(archive: Archive, told: Iterable[Told], now: datetime) -> None:
    """Ask for a look at every thread told of that belongs to an open account, once a thread."""
    open_accounts = {each.key for each in archive.accounts() if each.closed_at is None}
    threads = sorted(
        {
            (each.account, each.thread)
            for each in told
            if each.thread is not None and is_hint(each) and each.account in open_accounts
        }
    )
    with archive.writing() as connection:
        for account, thread in threads:
            same = (hint.c.account == account) & (hint.c.thread == thread)
            connection.execute(delete(hint).where(same))
            connection.execute(insert(hint).values(account=account, thread=thread, since=now))
    leases = Leases(archive)
    for account, thread in threads:
        leases.hasten(Work(LOOK, subject_of(account, thread)), now)


def subject_of(account: str, thread: str) -> str:
    """Name a thread of an account as a subject of work."""
    return f"{account} {thread}"
