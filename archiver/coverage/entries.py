"""Coverage as ``civickeep coverage --json`` promises it."""

from collections.abc import Mapping

import msgspec

from archiver.civil_time import to_wire
from archiver.coverage.account import AccountGap, TierCoverage
from archiver.coverage.gathering import Watched
from archiver.coverage.kinds import LIMITS, Difference, NotCaptured
from archiver.coverage.ledger import Span, Unwatched

_RENAMED = {"since": "from", "until": "to"}


class PeriodEntry(msgspec.Struct, frozen=True, rename=_RENAMED):
    """A stretch of time; its end is not part of it."""

    since: str
    until: str


class GapEntry(msgspec.Struct, frozen=True, rename=_RENAMED, omit_defaults=True):
    """A stretch nobody vouches for; ``tiers`` are those it is about."""

    since: str
    until: str
    cause: str
    colour: str
    tiers: tuple[str, ...] = ()


class TierEntry(msgspec.Struct, frozen=True):
    """One tier; ``interval_seconds`` is what is promised of it now."""

    state: str
    interval_seconds: float
    green_seconds: float
    gaps: tuple[GapEntry, ...]


class TellingEntry(msgspec.Struct, frozen=True, rename=_RENAMED):
    """Something captures told, with its cause; from the first look that did to the last."""

    what: str
    cause: str
    since: str
    until: str


class CoverageEntry(msgspec.Struct, frozen=True):
    """One account of ``civickeep coverage --json``.

    ``state`` is the colour now, null where the account is closed. ``period``
    is the part of the period asked for in which the account was under archive,
    null where there is none; green seconds and gaps add up to it.
    """

    state: str | None
    period: PeriodEntry | None
    green_seconds: float
    gaps: tuple[GapEntry, ...]
    tiers: Mapping[str, TierEntry]
    captures: int
    longest_run_seconds: float
    not_captured: tuple[TellingEntry, ...]
    differences: tuple[TellingEntry, ...]
    limits: tuple[str, ...]


def coverage_entry(found: Watched) -> CoverageEntry:
    """Put an account's coverage into its promised shape."""
    coverage = found.coverage
    return CoverageEntry(
        state=coverage.colour,
        period=_period(coverage.open) if coverage.open.length else None,
        green_seconds=coverage.green.total_seconds(),
        gaps=tuple(_account_gap(gap) for gap in coverage.gaps),
        tiers={one.tier: _tier(one) for one in coverage.tiers},
        captures=coverage.captures,
        longest_run_seconds=coverage.longest_run.total_seconds(),
        not_captured=tuple(_telling(one.surface, one) for one in found.not_captured),
        differences=tuple(_telling(one.what, one) for one in found.differences),
        limits=LIMITS,
    )


def _period(span: Span) -> PeriodEntry:
    return PeriodEntry(to_wire(span.start), to_wire(span.end))


def _tier(tier: TierCoverage) -> TierEntry:
    return TierEntry(
        state=tier.colour,
        interval_seconds=tier.interval.total_seconds(),
        green_seconds=tier.green.total_seconds(),
        gaps=tuple(_gap(gap) for gap in tier.gaps),
    )


def _gap(gap: Unwatched) -> GapEntry:
    return GapEntry(to_wire(gap.span.start), to_wire(gap.span.end), gap.cause, gap.colour)


def _account_gap(gap: AccountGap) -> GapEntry:
    start, end = to_wire(gap.span.start), to_wire(gap.span.end)
    return GapEntry(start, end, gap.cause, gap.colour, gap.tiers)


def _telling(what: str, told: NotCaptured | Difference) -> TellingEntry:
    return TellingEntry(what, told.cause, to_wire(told.since), to_wire(told.until))
