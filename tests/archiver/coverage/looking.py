"""Captures written as minutes, for tests of the ledger."""

from datetime import UTC, datetime, timedelta

from archiver.captures import Verdict
from archiver.coverage.ledger import Look, Span

START = datetime(2026, 3, 2, 14, tzinfo=UTC)


def at(minute: float) -> datetime:
    """Give the instant so many minutes after the beginning of everything."""
    return START + timedelta(minutes=minute)


def span(start: float, end: float) -> Span:
    """Give a stretch of minutes."""
    return Span(at(start), at(end))


def minutes(count: float) -> timedelta:
    """Give a length of time."""
    return timedelta(minutes=count)


def look(
    minute: float, verdict: str = "complete", *causes: str, scope: str = "full", run: float = 1
) -> Look:
    """Give a capture that started in this minute and ran for so many."""
    return Look(scope, at(minute), minutes(run), Verdict(verdict), causes)
