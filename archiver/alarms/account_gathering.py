"""Reading from the catalogue what alarms need to know of an account."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, extract, func, select

from archiver.accounts import Account
from archiver.alarms.facts import AccountFacts, Running, TokenFacts, Vanished
from archiver.alarms.looks import differing, recent_looks, tier_facts
from archiver.archive import Archive
from archiver.capture.harvest import HARVEST
from archiver.capture.roots import count_roots, waiting_roots
from archiver.captures import Verdict
from archiver.catalogue import tables as t
from archiver.catalogue.alarm_tables import token_loss
from archiver.catalogue.connection_rows import last_check
from archiver.catalogue.connection_tables import connection as connection_table
from archiver.catalogue.lease_tables import lease
from archiver.civil_time import civil_date
from archiver.coverage.gathering import promised
from archiver.coverage.rows import promise_for
from archiver.items import ACCOUNT_FACTS
from archiver.leases.table import database_now
from archiver.schedule.planning import account_timetable
from archiver.schedule.settings import ScheduleSettings

PAST = timedelta(days=365)
"""How far back an account's own pauses are looked at."""


def account_facts(
    connection: Connection, archive: Archive, account: Account, now: datetime
) -> AccountFacts:
    """Gather everything that is known of one open account."""
    settings, key = archive.settings, account.key
    table = account_timetable(connection, account, settings.section(ScheduleSettings), now)
    promise = promise_for(connection, key, promised(settings))
    looks = recent_looks(connection, key, now)
    read_until, last_complete = _complete(connection, key, now)
    return AccountFacts(
        key=key,
        opened=account.opened_at,
        tiers=tier_facts(looks, table, promise, account.opened_at),
        last_complete=last_complete,
        running=_running(connection, key, now),
        token=_token(connection, key),
        differing=differing(connection, key, now),
        vanished=_vanished(connection, key),
        active_days=_active_days(connection, key, now, settings.city.zone),
        read_until=read_until,
    )


def _complete(
    connection: Connection, account: str, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Give the start of the latest complete capture, and the end of the latest one."""
    started, ended = connection.execute(
        select(func.max(t.capture.c.started), func.max(t.capture.c.ended)).where(
            t.capture.c.account == account,
            t.capture.c.verdict == Verdict.COMPLETE,
            t.capture.c.ended <= now,
        )
    ).one()
    return started, ended


def _running(connection: Connection, account: str, now: datetime) -> Running | None:
    """Say whether a process is at the account, or was when it died."""
    row = connection.execute(
        select(lease.c.due_at, lease.c.until).where(
            lease.c.kind == HARVEST, lease.c.subject == account, lease.c.host.is_not(None)
        )
    ).first()
    if row is None:
        return None
    alive = row.until is not None and row.until > database_now(connection)
    # When due work is taken, that moment stands in its row; a visit by hand leaves none there.
    begun = row.due_at if row.due_at is not None and row.due_at <= now else None
    return Running(begun, alive)


def _token(connection: Connection, account: str) -> TokenFacts | None:
    check = last_check(connection, account)
    if check is None:
        return None
    loss = connection.execute(select(token_loss).where(token_loss.c.account == account)).first()
    connected: datetime | None = connection.scalar(
        select(connection_table.c.at).where(connection_table.c.account == account)
    )
    # Whoever connected the account anew saw what the token can do, and accepted it.
    lost = loss if loss is not None and (connected is None or connected < loss.at) else None
    return TokenFacts(
        checked=check.at,
        valid=check.valid,
        ends_at=check.ends_at,
        lost=() if lost is None else tuple(lost.lost.split()),
        lost_since=None if lost is None else lost.at,
    )


def _vanished(connection: Connection, account: str) -> Vanished | None:
    """Count what waits for another capture or a person."""
    posts, since = connection.execute(
        select(func.count(), func.min(t.item.c.first_missing)).where(waiting_roots(account))
    ).one()
    # Mostly nothing waits, and the posts need not be counted.
    return Vanished(posts, count_roots(connection, account), since) if posts else None


def _active_days(
    connection: Connection, account: str, now: datetime, zone: ZoneInfo
) -> tuple[date, ...]:
    """Give the days on which something was said, by the city's calendar.

    Asked by the hour, so that a hundred thousand comments are a few thousand rows.
    """
    said = t.item.c.created_at
    parts = [extract(part, said) for part in ("year", "month", "day", "hour")]
    rows = connection.execute(
        select(*parts)
        .distinct()
        .where(
            t.item.c.account == account,
            t.item.c.kind.not_in(ACCOUNT_FACTS),
            said > now - PAST,
            said <= now,
        )
    )
    hours = (datetime(int(at[0]), int(at[1]), int(at[2]), int(at[3]), tzinfo=UTC) for at in rows)
    return tuple(sorted({civil_date(hour, zone) for hour in hours}))
