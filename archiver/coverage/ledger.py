"""The coverage ledger: from the receipts of an account to what was watched. Pure.

The promise that green makes: *everything that stayed visible for a poll
interval plus the longest run, all of it in green time, was there during the
whole of a complete capture that covers it, and is in the archive.*

For one tier of one account, between the moment the account was added and now
(or the moment it was closed):

- A complete capture whose scope covers the tier vouches from its start for one
  interval (``Promise``). A full capture covers every tier, a capture of a tier
  that tier; a capture of a single item covers none. Two complete captures
  whose starts lie no further apart than the interval thus vouch for all the
  time between, and the newest one for an interval from its start, though never
  beyond now.
- The rest, up to the start of the next complete capture, is a gap: *no capture
  was run*.
- A partial or failed capture makes all of the time from the start of the last
  complete capture before it to the start of the next one (or until now) a gap,
  with the causes of its receipt. The promise would allow less: the next
  complete capture sees whatever is still there. But what a capture could not
  read it can say nothing about, and a ledger that is sometimes too modest is
  worth more than one that is sometimes too bold.
- From when the account was added to its first complete capture is a gap: *not
  captured yet*.
- Before it was added and after it was closed is neither green nor a gap.

A gap is red where a capture failed, or where no complete capture was begun for
longer than two intervals and none was even tried; else it is amber. It is
always one or the other: the two colours tell how bad a gap is, never whether
it is one.

A run that takes longer than the interval vouches for no more than the
interval. Counting up to its end instead would break the promise where such
runs overlap (an example of the property test).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from archiver.captures import Verdict
from archiver.coverage.promise import FULL, Promise, Tier

NEVER_CAPTURED = "not captured yet"
NOT_RUN = "no capture was run"

TOLD_CAUSES = 5
"""Distinct causes told of one gap; the receipts have them all."""


class Colour(StrEnum):
    """Green is watched; amber and red are not, and say how bad that is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


RANK = tuple(Colour)
"""From best to worst."""


class Look(NamedTuple):
    """What coverage needs of a receipt; ``run`` is how long the capture took.

    ``causes`` say why it is not complete.
    """

    scope: str
    started: datetime
    run: timedelta
    verdict: Verdict
    causes: tuple[str, ...] = ()


class Span(NamedTuple):
    """A stretch of time, its end not included."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is; nothing where it ends before it starts."""
        return max(self.end - self.start, timedelta())

    def within(self, other: "Span") -> "Span":
        """Give the part of it that lies in another."""
        return Span(max(self.start, other.start), min(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A gap: a stretch nobody vouches for, how bad that is, and why."""

    span: Span
    colour: Colour
    cause: str


def covers(scope: str, tier: Tier) -> bool:
    """Tell whether a capture of this scope looks at all of a tier."""
    return scope in {FULL, tier}


@dataclass(slots=True)
class TierWatch:
    """One tier's captures as they pass, in order of their start; collects the gaps.

    Holds the last complete capture and what went wrong since, never the
    captures themselves.
    """

    tier: Tier
    promise: Promise
    opened: datetime
    gaps: list[Unwatched] = field(default_factory=list)
    _last: datetime | None = None
    _failed: int = 0
    _partial: int = 0
    _causes: Counter[str] = field(default_factory=Counter)

    def see(self, look: Look) -> None:
        """Take the next capture that covers the tier."""
        if look.verdict is Verdict.COMPLETE:
            gap = self._gap(look.started)
            if gap is not None:
                self._keep(gap)
                self._failed = self._partial = 0
                self._causes.clear()
            self._last = look.started
            return
        self._failed += look.verdict is Verdict.FAILED
        self._partial += look.verdict is Verdict.PARTIAL
        self._causes.update(look.causes)

    def finish(self, end: datetime) -> Colour:
        """List the gap that is open at the end, if any, and give the colour of that moment."""
        gap = self._gap(end)
        if gap is None:
            return Colour.GREEN
        self._keep(gap)
        return gap.colour

    def _keep(self, gap: Unwatched) -> None:
        if gap.span.length:
            self.gaps.append(gap)

    def _gap(self, upto: datetime) -> Unwatched | None:
        """Give what nobody vouches for between the last complete capture and this moment."""
        since = self.opened if self._last is None else self._last
        interval = self.promise.interval(self.tier, since)
        bad = self._failed or self._partial
        if self._last is not None and not bad and upto - since <= interval:
            return None
        if bad:
            colour = Colour.RED if self._failed else Colour.AMBER
            return Unwatched(Span(since, upto), colour, self._told())
        colour = Colour.RED if upto - since > 2 * interval else Colour.AMBER
        if self._last is None:
            return Unwatched(Span(since, upto), colour, NEVER_CAPTURED)
        return Unwatched(Span(since + interval, upto), colour, NOT_RUN)

    def _told(self) -> str:
        """Say what went wrong since the last complete capture, in words."""
        counts = ((self._failed, "failed"), (self._partial, "partial"))
        told = " and ".join(f"{count:,} {verdict}" for count, verdict in counts if count)
        noun = "capture" if self._failed + self._partial == 1 else "captures"
        first = "" if self._last is not None else f"{NEVER_CAPTURED}: "
        causes = [cause for cause, _ in self._causes.most_common(TOLD_CAUSES)]
        more = len(self._causes) - len(causes)
        listed = "; ".join([*causes, *([f"and {more:,} more causes"] if more else [])])
        return f"{first}{told} {noun}{f' ({listed})' if listed else ''}"


def tier_gaps(
    looks: Iterable[Look], tier: Tier, promise: Promise, lifetime: Span
) -> tuple[Unwatched, ...]:
    """Give the gaps of one tier from the account's beginning to its end (or now)."""
    watch = TierWatch(tier, promise, lifetime.start)
    for look in looks:
        if look.started >= lifetime.end:
            break
        if covers(look.scope, tier):
            watch.see(look)
    watch.finish(lifetime.end)
    return tuple(watch.gaps)


def clipped(gaps: Iterable[Unwatched], period: Span) -> Iterator[Unwatched]:
    """Give the parts of gaps that lie in a period."""
    for gap in gaps:
        span = gap.span.within(period)
        if span.length:
            yield Unwatched(span, gap.colour, gap.cause)


def watched(gaps: Iterable[Span], period: Span) -> Iterator[Span]:
    """Give the green stretches: all of the period that is in no gap. Gaps come in order."""
    at = period.start
    for gap in gaps:
        if gap.start > at:
            yield Span(at, gap.start)
        at = max(at, gap.end)
    if period.end > at:
        yield Span(at, period.end)
