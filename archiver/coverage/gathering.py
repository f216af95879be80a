"""Reading what the catalogue knows of an account's coverage: where the pure ledger meets rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.coverage.account import Coverage, Lifetime, cover
from archiver.coverage.kinds import Difference, NotCaptured, differences, not_captured, within
from archiver.coverage.ledger import Colour, Span
from archiver.coverage.promise import Promise
from archiver.coverage.rows import looks, promise_for
from archiver.coverage.settings import CoverageSettings
from archiver.schedule.settings import ScheduleSettings
from archiver.settings import Settings


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts a coverage rests on: how many, which leaves of the ledger, and the newest.

    ``newest`` is the path of the newest one's object, which ends in its
    SHA-256. The leaves and the path are None where there is no receipt.
    """

    count: int
    first_leaf: int | None
    last_leaf: int | None
    newest: str | None


@dataclass(frozen=True, slots=True)
class Watched:
    """Everything that can be said about how an account was watched in a period."""

    account: Account
    coverage: Coverage
    not_captured: tuple[NotCaptured, ...]
    differences: tuple[Difference, ...]
    receipts: Receipts


def promised(settings: Settings) -> Promise:
    """Give what the settings promise of how often every account is looked at."""
    schedule = settings.section(ScheduleSettings).intervals
    return settings.section(CoverageSettings).promise(schedule)


def gather(
    archive: Archive, account: Account, period: Span, now: datetime, *, named: bool = True
) -> Watched:
    """Work out an account's coverage in a period, as it was known at ``now``.

    What leaves the house asks for causes that are not ``named``: the id of an
    item may be that of one which is withheld.
    """
    lifetime = Lifetime(account.opened_at, account.closed_at)
    promise = promised(archive.settings)
    with archive.reading() as connection:
        coverage = cover(
            looks(connection, account.key, period, now, named=named),
            lifetime,
            promise_for(connection, account.key, promise),
            period,
            now,
        )
        return Watched(
            account=account,
            coverage=coverage,
            not_captured=not_captured(connection, account, coverage.open, now),
            differences=differences(connection, account.key, coverage.open, now),
            receipts=_receipts(connection, within(account.key, coverage.open, now)),
        )


def colour_now(
    connection: Connection, settings: Settings, account: Account, now: datetime
) -> Colour | None:
    """Give an account's colour at this moment; None where it is closed."""
    moment = Span(now, now)
    lifetime = Lifetime(account.opened_at, account.closed_at)
    promise = promise_for(connection, account.key, promised(settings))
    return cover(looks(connection, account.key, moment, now), lifetime, promise, moment, now).colour


def _receipts(connection: Connection, mine: ColumnElement[bool]) -> Receipts:
    count, first, last = connection.execute(
        select(func.count(), func.min(t.capture.c.leaf), func.max(t.capture.c.leaf)).where(mine)
    ).one()
    newest = connection.scalar(select(t.capture.c.object).where(t.capture.c.leaf == last))
    return Receipts(count, first, last, newest)
