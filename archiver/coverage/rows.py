"""The captures of an account as the ledger wants them, read from the catalogue in few questions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Select,
    and_,
    case,
    exists,
    func,
    select,
    type_coerce,
)

from archiver.captures import Scope, Verdict
from archiver.catalogue import tables as t
from archiver.coverage.ledger import Look, Span
from archiver.coverage.promise import FULL, Promise, Tier
from archiver.surfaces import Surface

CAUSES_READ = 3
"""Gaps of one capture that are read for its causes; a broken capture can have thousands."""

ROWS_AT_ONCE = 10_000


def promise_for(connection: Connection, account: str, promise: Promise) -> Promise:
    """Say from when on an account's tiers were looked at one by one, as its receipts tell."""
    since = connection.scalar(
        select(func.min(t.capture.c.started)).where(
            t.capture.c.account == account, t.capture.c.scope.in_([*Tier])
        )
    )
    return replace(promise, tiered_from=since)


def looks(
    connection: Connection, account: str, period: Span, now: datetime, *, named: bool = True
) -> Iterator[Look]:
    """Stream the captures that bear on a period, in order of their start.

    For every tier they reach back to a complete capture at or before its
    beginning, and on to one at or after its end, where there are such. What
    ended after ``now`` is not known yet. Causes name the items they are about
    only where ``named``.
    """
    chosen = and_(
        t.capture.c.account == account,
        t.capture.c.ended <= now,
        *_bounds(connection, account, period),
    )
    causes = _causes(connection, chosen, named=named)
    # Five years of captures are read at once here: the plain type, made aware below, takes a
    # third of the time that ``Instant`` does.
    started, ended = (type_coerce(t.capture.c[name], DateTime) for name in ("started", "ended"))
    query = (
        select(
            t.capture.c.id,
            _covered(),
            started,
            ended,
            t.capture.c.verdict,
            t.capture.c.error,
        )
        .where(chosen)
        .order_by(t.capture.c.started, t.capture.c.leaf)
    )
    complete, verdicts = Verdict.COMPLETE, {verdict.value: verdict for verdict in Verdict}
    rows = connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
    for ident, scope, begun, done, verdict, error in rows:
        start, run = begun.replace(tzinfo=UTC), done - begun
        if verdict == complete:
            yield Look(scope, start, run, complete)
        else:
            why = causes.get(ident) or ((error,) if error else ())
            yield Look(scope, start, run, verdicts[verdict], why)


def _covered() -> ColumnElement[str]:
    """Give the scope a capture can vouch for.

    A complete capture of a tier that did not read the feed, such as one of the
    stories alone, vouches for no tier.
    """
    read_feed = exists().where(
        t.capture_surface.c.capture == t.capture.c.id, t.capture_surface.c.surface == Surface.FEED
    )
    complete, scope = t.capture.c.verdict == Verdict.COMPLETE, t.capture.c.scope
    return case((and_(complete, scope.in_([*Tier]), ~read_feed), Scope.ITEM.value), else_=scope)


def _bounds(connection: Connection, account: str, period: Span) -> Iterator[ColumnElement[bool]]:
    """Leave out what neither touches the period nor decides about its edges."""
    started, ended = t.capture.c.started, t.capture.c.ended
    complete = (
        select(started)
        .where(t.capture.c.account == account, t.capture.c.verdict == Verdict.COMPLETE)
        .limit(1)
    )
    first = connection.scalar(complete.order_by(ended))
    if first is not None and first <= period.start:  # else every tier would look through them all
        before = complete.where(started <= period.start).order_by(ended.desc())
        known = _for_each_tier(connection, before)
        if known is not None:
            yield started >= min(known)
    after = complete.where(started >= period.end, ended >= period.end).order_by(ended)
    known = _for_each_tier(connection, after)
    if known is not None:
        yield started <= max(known)


def _for_each_tier(connection: Connection, query: Select[datetime]) -> list[datetime] | None:
    """Ask for one capture that covers each tier; None where there is none for some tier."""
    known = []
    for tier in Tier:
        start = connection.scalar(query.where(_covered().in_([FULL, tier])))
        if start is None:
            return None
        known.append(start)
    return known


def _causes(
    connection: Connection, chosen: ColumnElement[bool], *, named: bool
) -> Mapping[str, tuple[str, ...]]:
    """Read why the captures that are not complete are not, in the words of their receipts."""
    query = (
        select(t.gap.c.capture, t.gap.c.what, t.gap.c.cause)
        .join(t.capture, t.capture.c.id == t.gap.c.capture)
        .where(
            chosen,
            t.capture.c.verdict != Verdict.COMPLETE,
            t.gap.c.surface.is_(None),
            t.gap.c.position < CAUSES_READ,
        )
        .order_by(t.gap.c.capture, t.gap.c.position)
    )
    found: dict[str, tuple[str, ...]] = {}
    for capture, what, cause in connection.execute(query):
        found[capture] = (*found.get(capture, ()), f"{what}: {cause}" if named else cause)
    return found
