"""The captures of an account as the ledger wants them, read from the catalogue in few questions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from archiver.captures import Verdict
from archiver.catalogue import tables as t
from archiver.coverage.ledger import Look, Span
from archiver.coverage.promise import FULL, Promise, Tier

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


def looks(connection: Connection, account: str, period: Span, now: datetime) -> Iterator[Look]:
    """Stream the captures that bear on a period, in order of their start.

    For every tier they reach back to a complete capture at or before its
    beginning, and on to one at or after its end, where there are such. What
    ended after ``now`` is not known yet.
    """
    chosen = and_(
        t.capture.c.account == account,
        t.capture.c.ended <= now,
        *_bounds(connection, account, period),
    )
    causes = _causes(connection, chosen)
    columns = (t.capture.c.id, t.capture.c.scope, t.capture.c.started, t.capture.c.ended)
    query = (
        select(*columns, t.capture.c.verdict, t.capture.c.error)
        .where(chosen)
        .order_by(t.capture.c.started, t.capture.c.leaf)
    )
    complete, verdicts = Verdict.COMPLETE, {verdict.value: verdict for verdict in Verdict}
    for row in connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
        ident, scope, started, ended, verdict, error = row
        if verdict == complete:
            yield Look(scope, started, ended, complete)
        else:
            why = causes.get(ident) or ((error,) if error else ())
            yield Look(scope, started, ended, verdicts[verdict], why)


def _bounds(connection: Connection, account: str, period: Span) -> Iterator[ColumnElement[bool]]:
    """Leave out what neither touches the period nor decides about its edges."""
    started, scope = t.capture.c.started, t.capture.c.scope
    before = [
        func.max(case((and_(scope.in_([FULL, tier]), started <= period.start), started)))
        for tier in Tier
    ]
    after = [
        func.min(case((and_(scope.in_([FULL, tier]), started >= period.end), started)))
        for tier in Tier
    ]
    found = connection.execute(
        select(*before, *after).where(
            t.capture.c.account == account, t.capture.c.verdict == Verdict.COMPLETE
        )
    ).one()
    first, last = found[: len(Tier)], found[len(Tier) :]
    if None not in first:
        yield started >= min(first)
    if None not in last:
        yield started <= max(last)


def _causes(connection: Connection, chosen: ColumnElement[bool]) -> Mapping[str, tuple[str, ...]]:
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
        found[capture] = (*found.get(capture, ()), f"{what}: {cause}")
    return found
