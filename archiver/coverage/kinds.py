"""What the captures of a period did not see although they were complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from archiver.accounts import Account
from archiver.captures import Verdict
from archiver.catalogue import tables as t
from archiver.coverage.ledger import Span
from archiver.coverage.promise import FULL
from archiver.items import Platform
from archiver.surfaces import Surface

BETWEEN_LOOKS = "What appeared and vanished between two looks may be missing."
MESSAGES = "Private messages are not captured."
LIMITS = (BETWEEN_LOOKS, MESSAGES)
"""What is true of every account, green or not."""

SWITCHED_OFF = "switched off for this account"
NOT_ASKED = "not asked for"
_NOT_THERE: Mapping[Platform, frozenset[Surface]] = {
    Platform.FACEBOOK: frozenset(),
    # Its reels are listed among its media (instagram.md, section 2).
    Platform.INSTAGRAM: frozenset(
        {Surface.REELS, Surface.REVIEWS, Surface.SETTINGS, Surface.BLOCKS}
    ),
}
"""What a platform has no list of, so that nobody can miss it."""


@dataclass(frozen=True, slots=True)
class NotCaptured:
    """A kind of content that was not captured, why, and from which look to which that was told."""

    surface: Surface
    cause: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the platform's count and its list differ, from which look to which it was so."""

    what: str
    cause: str
    since: datetime
    until: datetime


def not_captured(
    connection: Connection, account: Account, period: Span, now: datetime
) -> tuple[NotCaptured, ...]:
    """Tell of every surface that not all complete captures of the period read, and why."""
    known = within(account.key, period, now)
    told = _told(connection, known)
    return (*told, *_unread(connection, account, known, {one.surface for one in told}))


def _told(connection: Connection, known: ColumnElement[bool]) -> list[NotCaptured]:
    """Give the surfaces that receipts name as gaps."""
    started = t.capture.c.started
    query = (
        select(t.gap.c.surface, t.gap.c.cause, func.min(started), func.max(started))
        .join(t.capture, t.capture.c.id == t.gap.c.capture)
        .where(known, t.gap.c.surface.is_not(None))
        .group_by(t.gap.c.surface, t.gap.c.cause)
        .order_by(t.gap.c.surface, func.min(started))
    )
    return [NotCaptured(Surface(row[0]), *row[1:]) for row in connection.execute(query)]


def _unread(
    connection: Connection, account: Account, known: ColumnElement[bool], told: set[Surface]
) -> list[NotCaptured]:
    """Give the surfaces that no receipt names a reason for, and that not every full one read."""
    whole = and_(
        known,
        t.capture.c.scope == FULL,
        t.capture.c.verdict == Verdict.COMPLETE,
    )
    started, off = t.capture.c.started, account.surfaces_off
    count, first, last = connection.execute(
        select(func.count(), func.min(started), func.max(started)).where(whole)
    ).one()
    rows = connection.execute(
        select(t.capture_surface.c.surface, func.count())
        .join(t.capture, t.capture.c.id == t.capture_surface.c.capture)
        .where(whole)
        .group_by(t.capture_surface.c.surface)
    )
    reads: dict[str, int] = {surface: times for surface, times in rows}  # noqa: C416 - rows are no pairs to mypy
    return [
        NotCaptured(surface, _why(reads.get(surface, 0), count, off=surface in off), first, last)
        for surface in Surface
        if surface not in _NOT_THERE[account.platform]
        if surface not in told and reads.get(surface, 0) < count
    ]


def _why(read: int, count: int, *, off: bool) -> str:
    if read:
        return f"read by {read:,} of {count:,} full captures"
    return SWITCHED_OFF if off else NOT_ASKED


def differences(
    connection: Connection, account: str, period: Span, now: datetime
) -> tuple[Difference, ...]:
    """Give what complete captures tell of counts that differ, oldest first."""
    started = t.capture.c.started
    query = (
        select(t.gap.c.what, t.gap.c.cause, func.min(started).label("first"), func.max(started))
        .join(t.capture, t.capture.c.id == t.gap.c.capture)
        .where(
            within(account, period, now),
            t.capture.c.verdict == Verdict.COMPLETE,
            t.gap.c.surface.is_(None),
        )
        .group_by(t.gap.c.what, t.gap.c.cause)
        .order_by("first", t.gap.c.what)
    )
    return tuple(Difference(*row) for row in connection.execute(query))


def within(account: str, period: Span, now: datetime) -> ColumnElement[bool]:
    """Give the condition that a capture began in a period and was over at ``now``."""
    return and_(
        t.capture.c.account == account,
        t.capture.c.ended <= now,
        t.capture.c.started >= period.start,
        t.capture.c.started < period.end,
    )
