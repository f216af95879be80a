"""Accounts that the platform wants us to stay away from for a while, as their receipts tell.

Calling meanwhile lengthens the block (facebook.md, section 7), whoever calls:
the schedule, a notice, or a person.
"""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.captures import Receipt, Scope
from archiver.catalogue import tables as t
from archiver.record import read_record


def wanted_back(connection: Connection, account: str, now: datetime) -> datetime | None:
    """Say when the platform wants us back; None where it does not ask us to stay away.

    As far as a clock that was right was told.
    """
    at: datetime | None = connection.scalar(
        select(func.max(t.capture.c.not_before)).where(
            t.capture.c.account == account, t.capture.c.started <= now
        )
    )
    return at if at is not None and at > now else None


def told_already(archive: Archive, account: Account, scope: Scope) -> Receipt | None:
    """Give the receipt that says already of this scope that nothing is asked now.

    One of them is enough for each wait: whoever calls every minute leaves no
    more of them.
    """
    with archive.reading() as connection:
        until = wanted_back(connection, account.key, archive.clock())
        if until is None:
            return None
        path = connection.scalar(
            select(t.capture.c.object).where(
                t.capture.c.account == account.key,
                t.capture.c.scope == scope.value,
                t.capture.c.not_before == until,
                t.capture.c.calls == 0,
            )
        )
    if path is None:
        return None
    _, block = read_record(archive.store.get(path))
    return msgspec.json.decode(block, type=Receipt)
