"""Accounts as ``civickeep account list`` shows them."""

import msgspec
from sqlalchemy import func, select

from archiver.accounts import Account, Health
from archiver.archive import Archive
from archiver.captures import Verdict
from archiver.catalogue.tables import capture
from archiver.civil_time import to_wire


class AccountEntry(msgspec.Struct, frozen=True):
    """One line of the list. ``coverage`` and ``token_expires`` stay null until they are known."""

    account: str
    platform: str
    id: str
    name: str | None
    health: Health
    coverage: str | None
    last_complete_capture: str | None
    token_expires: str | None


def list_entries(archive: Archive) -> list[AccountEntry]:
    """Give every account with what its captures say about it."""
    newest = {}
    complete = {}
    with archive.reading() as connection:
        ranked = select(capture).order_by(capture.c.ended)
        for row in connection.execute(ranked):
            newest[row.account] = Verdict(row.verdict)
        done = (
            select(capture.c.account, func.max(capture.c.ended).label("ended"))
            .where(capture.c.verdict == Verdict.COMPLETE)
            .group_by(capture.c.account)
        )
        for row in connection.execute(done):
            complete[row.account] = to_wire(row.ended)
    return [
        AccountEntry(
            account=account.key,
            platform=account.platform,
            id=account.id,
            name=account.name,
            health=_health(account, newest.get(account.key)),
            coverage=None,
            last_complete_capture=complete.get(account.key),
            token_expires=None,
        )
        for account in archive.accounts()
    ]


def _health(account: Account, newest: Verdict | None) -> Health:
    if account.closed_at is not None:
        return Health.CLOSED
    if newest is None:
        return Health.NEVER_READ
    return {
        Verdict.COMPLETE: Health.OK,
        Verdict.PARTIAL: Health.PARTIAL,
        Verdict.FAILED: Health.FAILING,
    }[newest]
