"""The latest captures of an account, as alarms need them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Subquery, and_, func, or_, select

from archiver.alarms.facts import Differing, Look, TierFacts
from archiver.capture.direct import LISTED_BEFORE
from archiver.capture.doubt import NOTHING_LISTED
from archiver.captures import Scope, Verdict
from archiver.catalogue import tables as t
from archiver.coverage.promise import Promise, Tier
from archiver.schedule.timing import Timetable

REMEMBERED = 16
"""Captures of each scope that are looked back on."""

SCOPES = (Scope.FULL, *(Scope(tier.value) for tier in Tier))

COUNTED = "the platform counts % and lists %"
"""How receipts word what the readers of ``archiver.capture`` saw; a test visits a page."""

Looks = Mapping[Scope, tuple[Look, ...]]


def recent_looks(connection: Connection, account: str, now: datetime) -> Looks:
    """Give the latest captures of each scope, in order of their start."""
    past = _newest(account, now, t.capture.c.started <= now)
    doubtful = select(t.gap.c.capture).where(
        t.gap.c.capture.in_(select(past.c.id)),
        or_(
            t.gap.c.what.like(f"%, {LISTED_BEFORE}"),
            # Of a whole surface: one thread that is silent is told by its counts.
            and_(t.gap.c.cause == NOTHING_LISTED, t.gap.c.surface.is_not(None)),
        ),
    )
    doubts = set(connection.scalars(doubtful))
    rows = connection.execute(
        select(past).where(past.c.place <= REMEMBERED).order_by(past.c.started, past.c.leaf)
    )
    looks: dict[Scope, list[Look]] = defaultdict(list)
    for row in rows:
        look = Look(row.started, Verdict(row.verdict), row.id in doubts)
        looks[Scope(row.scope)].append(look)
    return {scope: tuple(found) for scope, found in looks.items()}


def tier_facts(
    looks: Looks, table: Timetable, promise: Promise, opened: datetime
) -> tuple[TierFacts, ...]:
    """Put together what is known of each tier. Pure."""
    facts = []
    for tier in Tier:
        mine = sorted(
            (*looks.get(Scope.FULL, ()), *looks.get(Scope(tier.value), ())),
            key=lambda look: look.started,
        )
        last = mine[-1].started if mine else opened
        interval = promise.interval(tier, last)
        facts.append(TierFacts(tier, interval, table.due[tier], tuple(mine)))
    return tuple(facts)


def differing(connection: Connection, account: str, now: datetime) -> Differing | None:
    """Find threads whose counts differ in the two latest looks of a scope that read something."""
    read = t.capture.c.verdict != Verdict.FAILED
    past = _newest(account, now, read)
    rows = connection.execute(
        select(past.c.scope, past.c.place, past.c.started, t.gap.c.what)
        .join(t.gap, t.gap.c.capture == past.c.id)
        .where(past.c.place <= 2, t.gap.c.cause.like(COUNTED))  # noqa: PLR2004 - the two latest
    )
    told: dict[tuple[str, int], dict[str, datetime]] = defaultdict(dict)
    for scope, place, started, what in rows:
        told[scope, place][what] = started
    both = {
        what: started
        for scope in SCOPES
        for what, started in told[scope, 2].items()
        if what in told[scope, 1]
    }
    return Differing(len(both), min(both.values())) if both else None


def _newest(account: str, now: datetime, which: ColumnElement[bool]) -> Subquery:
    """Give an account's captures, each with its place from the newest of its scope on."""
    place = func.row_number().over(
        partition_by=t.capture.c.scope, order_by=(t.capture.c.started.desc(), t.capture.c.leaf)
    )
    return (
        select(
            t.capture.c.id,
            t.capture.c.scope,
            t.capture.c.started,
            t.capture.c.verdict,
            t.capture.c.leaf,
            place.label("place"),
        )
        .where(
            t.capture.c.account == account,
            t.capture.c.scope.in_(SCOPES),
            t.capture.c.started <= now,
            which,
        )
        .subquery()
    )
