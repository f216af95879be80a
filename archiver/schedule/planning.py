"""What the catalogue knows of an account's past, and the plan of its next visit."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import accumulate

from sqlalchemy import Connection, Select, func, or_, select

from archiver.accounts import Account
from archiver.capture.plan import EVERYTHING, Plan
from archiver.capture.staying_away import wanted_back
from archiver.captures import Scope, Verdict
from archiver.catalogue import tables as t
from archiver.coverage.promise import Tier
from archiver.items import ACCOUNT_FACTS, ANSWERS, ItemKind, ItemState
from archiver.schedule.settings import ScheduleSettings
from archiver.schedule.tiers import Thread, threads_of
from archiver.schedule.timing import (
    DAY,
    REMEMBERED,
    Budget,
    Timetable,
    Visited,
    timetable,
)
from archiver.surfaces import EVERY_SURFACE, Surface

SURFACES: Mapping[Tier, frozenset[Surface]] = {
    Tier.HOT: frozenset({Surface.FEED, Surface.LIVE}),
    Tier.WARM: frozenset(
        {Surface.FEED, Surface.LIVE, Surface.REELS, Surface.TAGGED, Surface.STORIES}
    ),
    Tier.COOL: EVERY_SURFACE,
}
"""What is looked at with each tier; with the cold one it is everything there is."""

CALLS_A_THREAD = 2
"""The least that a thread takes that is read by itself: its post, and a page of comments."""

_SCOPES: Mapping[str, Tier | None] = {Scope.FULL: None} | {tier.value: tier for tier in Tier}
_UNTHREADED = (ItemKind.STORY, *ANSWERS, *ACCOUNT_FACTS)


def account_timetable(
    connection: Connection, account: Account, settings: ScheduleSettings, now: datetime
) -> Timetable:
    """Say from an account's receipts when each of its tiers is due."""
    threads = account_threads(connection, account.key)
    return timetable(
        _captures(connection, account.key, now),
        account.opened_at,
        _guesses(threads, settings, now),
        Budget(settings.intervals, settings.calls_per_day),
        now,
        not_before=wanted_back(connection, account.key, now),
    )


def visit_plan(
    connection: Connection, account: Account, tier: Tier, settings: ScheduleSettings, now: datetime
) -> Plan:
    """Plan the visit that looks at a tier.

    New posts are looked for as far back as the tier reaches, because one may
    be shown that is older than its first appearance; its threads that live on
    although they are older are read one by one. The cold tier, which reaches
    back to the beginning, is looked at by reading everything.
    """
    if tier is Tier.COLD:
        return EVERYTHING
    threads = account_threads(connection, account.key)
    surfaces = SURFACES[tier]
    seen = _last_stories(connection, account.key)
    if seen is None or now - seen >= timedelta(minutes=settings.stories_minutes):
        surfaces |= {Surface.STORIES}
    return Plan(
        Scope(tier.value),
        surfaces,
        threads_of(tier, threads, settings.ages, now),
        now - settings.ages[tier],
    )


def account_threads(connection: Connection, account: str) -> tuple[Thread, ...]:
    """Give the threads of an account that can be read, with their latest activity.

    What was first seen long after it was written, as at the first visit, was
    not said then; a wording that was first seen later is an edit.
    """
    said = func.coalesce(t.item.c.created_at, t.item.c.first_seen)
    mine = t.item.c.account == account
    latest = _by_thread(connection, select(t.item.c.thread_id, func.max(said)).where(mine))
    edited = _by_thread(
        connection,
        select(t.item.c.thread_id, func.max(t.version.c.first_seen))
        .join(t.version, t.version.c.item == t.item.c.pk)
        .where(mine, t.version.c.n > 1),
    )
    roots = connection.execute(
        select(t.item.c.id, said.label("created")).where(
            mine,
            t.item.c.kind.not_in(_UNTHREADED),
            t.item.c.state != ItemState.UNAVAILABLE.value,
        )
    )
    return tuple(
        Thread(
            row.id,
            row.created,
            max(latest.get(row.id, row.created), edited.get(row.id, row.created)),
        )
        for row in roots
    )


def _by_thread(connection: Connection, query: Select[str, datetime]) -> Mapping[str, datetime]:
    return dict(connection.execute(query.group_by(t.item.c.thread_id)).all())


def _captures(connection: Connection, account: str, now: datetime) -> list[Visited]:
    """Give the captures that the schedule looks back on, in order of their start."""
    newest = func.row_number().over(
        partition_by=t.capture.c.scope, order_by=t.capture.c.started.desc()
    )
    past = (
        select(
            t.capture.c.scope,
            t.capture.c.started,
            t.capture.c.verdict,
            t.capture.c.calls,
            t.capture.c.leaf,
            newest.label("place"),
        )
        .where(
            t.capture.c.account == account,
            t.capture.c.scope.in_(list(_SCOPES)),
            # Where we stayed away as told, nothing was tried.
            or_(t.capture.c.not_before.is_(None), t.capture.c.calls > 0),
        )
        .subquery()
    )
    rows = connection.execute(
        select(past)
        .where(or_(past.c.place <= REMEMBERED, past.c.started > now - DAY))
        .order_by(past.c.started, past.c.leaf)
    )
    return [
        Visited(_SCOPES[row.scope], row.started, Verdict(row.verdict), row.calls) for row in rows
    ]


def _guesses(
    threads: tuple[Thread, ...], settings: ScheduleSettings, now: datetime
) -> Mapping[Tier, int]:
    """Guess the calls of a tier's first look from the number of its threads."""
    counts = {tier: len(threads_of(tier, threads, settings.ages, now)) for tier in Tier}
    younger = list(accumulate(counts[tier] for tier in Tier))
    return {tier: 1 + CALLS_A_THREAD * count for tier, count in zip(Tier, younger, strict=True)}


def _last_stories(connection: Connection, account: str) -> datetime | None:
    """Say when stories were looked for last, whether or not the account lets us read them."""
    read = select(t.capture_surface.c.capture).where(
        t.capture_surface.c.surface == Surface.STORIES.value
    )
    refused = select(t.gap.c.capture).where(t.gap.c.surface == Surface.STORIES.value)
    at: datetime | None = connection.scalar(
        select(func.max(t.capture.c.started)).where(
            t.capture.c.account == account,
            or_(t.capture.c.id.in_(read), t.capture.c.id.in_(refused)),
        )
    )
    return at
