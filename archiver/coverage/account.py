"""An account's coverage in a period: that of its tiers, brought together. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.captures import Verdict
from archiver.coverage.ledger import (
    RANK,
    TOLD_CAUSES,
    Colour,
    Look,
    Span,
    TierWatch,
    Unwatched,
    clipped,
    watched,
)
from archiver.coverage.promise import FULL, Promise, Tier


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When an account was added, and when it was closed, if it was."""

    opened: datetime
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class TierCoverage:
    """One tier in the period; ``interval`` is what is promised of it now."""

    tier: Tier
    interval: timedelta
    colour: Colour
    green: timedelta
    gaps: tuple[Unwatched, ...]


@dataclass(frozen=True, slots=True)
class AccountGap:
    """A stretch in which at least one tier was not watched; ``tiers`` are those."""

    span: Span
    colour: Colour
    cause: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was watched of an account in a period.

    ``open`` is the part of the period in which the account was under archive
    and that is not in the future; ``green`` and the gaps add up to it exactly.
    The account is green when all its tiers are. ``colour`` is that of now, or
    None where the account is closed or not there yet. ``captures`` counts those
    that began in ``open`` and ``longest_run`` is of the complete ones.
    """

    period: Span
    open: Span
    colour: Colour | None
    green: timedelta
    gaps: tuple[AccountGap, ...]
    tiers: tuple[TierCoverage, ...]
    captures: int
    longest_run: timedelta

    def watched(self) -> tuple[Span, ...]:
        """Give the stretches that were green."""
        return tuple(watched((gap.span for gap in self.gaps), self.open))


def cover(
    looks: Iterable[Look], lifetime: Lifetime, promise: Promise, period: Span, now: datetime
) -> Coverage:
    """Work out an account's coverage in a period from its captures in order of their start."""
    living = Span(lifetime.opened, min(now, lifetime.closed or now))
    open_part = period.within(living)
    watches = {tier: TierWatch(tier, promise, living.start) for tier in Tier}
    looking: dict[str, tuple[TierWatch, ...]] = {
        FULL: tuple(watches.values()),
        **{tier: (watches[tier],) for tier in Tier},
    }
    captures, longest = 0, timedelta()
    for look in looks:
        if look.started >= living.end:
            break
        for watch in looking.get(look.scope, ()):
            watch.see(look)
        if open_part.start <= look.started < open_part.end:
            captures += 1
            if look.verdict is Verdict.COMPLETE:
                longest = max(longest, look.run)
    tiers = tuple(_tier(watch, living.end, open_part) for watch in watches.values())
    gaps = tuple(_together([(one.tier, gap) for one in tiers for gap in one.gaps]))
    there = lifetime.closed is None and lifetime.opened <= now
    return Coverage(
        period=period,
        open=open_part,
        colour=max((one.colour for one in tiers), key=RANK.index) if there else None,
        green=open_part.length - _length(gaps),
        gaps=gaps,
        tiers=tiers,
        captures=captures,
        longest_run=longest,
    )


def _tier(watch: TierWatch, end: datetime, part: Span) -> TierCoverage:
    colour = watch.finish(end)
    gaps = tuple(clipped(watch.gaps, part))
    return TierCoverage(
        tier=watch.tier,
        interval=watch.promise.interval(watch.tier, end),
        colour=colour,
        green=part.length - _length(gaps),
        gaps=gaps,
    )


def _length(gaps: Iterable[Unwatched | AccountGap]) -> timedelta:
    return sum((gap.span.length for gap in gaps), timedelta())


_TierGap = tuple[Tier, Unwatched]


def _together(found: list[_TierGap]) -> Iterator[AccountGap]:
    """Make one gap of those that overlap; gaps that only touch have each their own cause."""
    group: list[_TierGap] = []
    end: datetime | None = None
    for tier, gap in sorted(found, key=lambda one: one[1].span.start):
        if end is not None and gap.span.start >= end:
            yield _merged(group)
            group, end = [], None
        group.append((tier, gap))
        end = gap.span.end if end is None else max(end, gap.span.end)
    if group:
        yield _merged(group)


def _merged(group: Sequence[_TierGap]) -> AccountGap:
    if len(group) == 1:  # by far the most, where hot threads are looked at often
        tier, gap = group[0]
        return AccountGap(gap.span, gap.colour, f"{tier}: {gap.cause}", (tier,))
    causes: dict[str, set[Tier]] = {}
    for tier, gap in group:
        causes.setdefault(gap.cause, set()).add(tier)
    told = [_attributed(cause, tiers) for cause, tiers in list(causes.items())[:TOLD_CAUSES]]
    more = len(causes) - len(told)
    involved = {tier for tier, _ in group}
    return AccountGap(
        span=Span(min(g.span.start for _, g in group), max(g.span.end for _, g in group)),
        colour=max((gap.colour for _, gap in group), key=RANK.index),
        cause="; ".join([*told, *([f"and {more:,} more causes"] if more else [])]),
        tiers=tuple(tier for tier in Tier if tier in involved),
    )


def _attributed(cause: str, tiers: set[Tier]) -> str:
    """Name the tiers a cause is about, unless it is about all of them."""
    if len(tiers) == len(Tier):
        return cause
    return f"{', '.join(tier for tier in Tier if tier in tiers)}: {cause}"
