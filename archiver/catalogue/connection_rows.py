"""What was said last about accounts' tokens and connections, read from the catalogue."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from archiver.catalogue.connection_tables import connection as connection_table
from archiver.catalogue.connection_tables import platform_signal, token_check


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What the platform said last about an account's token, and when it was asked.

    A date that is None is unknown or never comes. ``tasks`` is None where nobody told them.
    """

    account: str
    at: datetime
    valid: bool
    examined: bool
    problem: str | None
    expires_at: datetime | None
    data_access_expires_at: datetime | None
    scopes: tuple[str, ...]
    tasks: tuple[str, ...] | None
    missing: tuple[str, ...]

    @property
    def ends_at(self) -> datetime | None:
        """When the account can be read no more unless a person acts: the earlier of both dates."""
        dates = (self.expires_at, self.data_access_expires_at)
        return min((each for each in dates if each is not None), default=None)


@dataclass(frozen=True, slots=True)
class Signal:
    """What a platform passed on; ``code`` is what the person was told to ask with.

    ``account`` is None where it came without anybody saying which.
    """

    account: str | None
    kind: str
    person: str
    issued_at: datetime
    code: str
    at: datetime
    by: str


def last_checks(connection: Connection) -> tuple[LastCheck, ...]:
    """Give the last check of every account that has one, in the order of their keys."""
    return tuple(
        LastCheck(
            account=row.account,
            at=row.at,
            valid=row.valid,
            examined=row.examined,
            problem=row.problem,
            expires_at=row.expires_at,
            data_access_expires_at=row.data_access_expires_at,
            scopes=tuple(row.scopes.split()),
            tasks=None if row.tasks is None else tuple(row.tasks.split()),
            missing=tuple(row.missing.split()),
        )
        for row in connection.execute(select(token_check).order_by(token_check.c.account))
    )


def last_check(connection: Connection, account: str) -> LastCheck | None:
    """Give the last check of one account's token."""
    return next((each for each in last_checks(connection) if each.account == account), None)


def page_of(connection: Connection, account: str) -> str | None:
    """Give the Page that an Instagram account was reached through when it was connected."""
    return connection.scalar(
        select(connection_table.c.page).where(connection_table.c.account == account)
    )


def signals(connection: Connection) -> tuple[Signal, ...]:
    """List what platforms have signalled, the oldest first."""
    return tuple(
        Signal(row.account, row.kind, row.person, row.issued_at, row.code, row.at, row.by)
        for row in connection.execute(select(platform_signal).order_by(platform_signal.c.leaf))
    )
