"""Accounts as ``civickeep account list`` shows them."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, func, select

from archiver.accounts import Account, Health
from archiver.archive import Archive
from archiver.captures import Verdict
from archiver.catalogue.connection_rows import last_checks
from archiver.catalogue.tables import account as account_table
from archiver.catalogue.tables import capture
from archiver.civil_time import to_wire
from archiver.coverage.gathering import colour_now


class AccountEntry(msgspec.Struct, frozen=True):
    """One line of the list.

    ``coverage`` is green, amber or red, and null where the account is closed;
    ``token_expires`` is when the account can be read no more unless a person
    acts, and null where that is not known or never comes.
    """

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
    accounts, now = archive.accounts(), archive.clock()
    with archive.reading() as connection:
        newest, complete = _newest(connection), _last_complete(connection)
        ends = {check.account: check.ends_at for check in last_checks(connection)}
        return [
            AccountEntry(
                account=account.key,
                platform=account.platform,
                id=account.id,
                name=account.name,
                health=_health(account, newest.get(account.key)),
                coverage=colour_now(connection, archive.settings, account, now),
                last_complete_capture=complete.get(account.key),
                token_expires=to_wire(at) if (at := ends.get(account.key)) else None,
            )
            for account in accounts
        ]


def _newest(connection: Connection) -> Mapping[str, Verdict]:
    """Give the verdict of every account's latest capture."""
    latest = (
        select(capture.c.verdict)
        .where(capture.c.account == account_table.c.key)
        .order_by(capture.c.ended.desc(), capture.c.leaf.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = connection.execute(select(account_table.c.key, latest))
    return {key: Verdict(verdict) for key, verdict in rows if verdict is not None}


def _last_complete(connection: Connection) -> Mapping[str, str]:
    """Give when every account's latest complete capture ended."""
    rows = connection.execute(
        select(capture.c.account, func.max(capture.c.ended))
        .where(capture.c.verdict == Verdict.COMPLETE)
        .group_by(capture.c.account)
    )
    return {key: to_wire(ended) for key, ended in rows}


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
