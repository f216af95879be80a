"""When an account is to be looked at next, and how: decided from its receipts. Pure.

A tier is due one interval after the start of the last capture that looked at
it, however many intervals an outage has cost: nothing is caught up on twice.
What was not read to the end is tried again sooner, but each time later than
the time before. Of several tiers that are due, the one goes first that is the
latest by the measure of its own interval: that favours the hot ones, and still
nothing waits for ever.

All tiers share the calls that an account may make in a day. Where they do not
suffice, each tier keeps a tenth of them, so that none starves, the hottest take
first what is left, and the intervals of the others grow. Once the calls of a
day are spent, by a look at everything or by hand, each tier still has its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.captures import Verdict
from archiver.coverage.promise import Tier

DAY = timedelta(days=1)
SHARE = 0.1
"""Of the day's calls, which no hotter tier can take from a colder one."""

COSTS_OF = 5
"""Captures of a tier from which the calls of the next are estimated."""

REMEMBERED = 16
"""Captures of each scope that a decision looks back on, besides those of the last day."""

PATIENCE = timedelta(hours=1)
"""How seldom an account is tried that cannot be read at all, unless its tier is looked at less
often anyway: its token is mended by a person, who should not have to wait for long after."""


@dataclass(frozen=True, slots=True)
class Visited:
    """One capture, as far as the schedule needs it; ``tier`` is None where it read everything."""

    tier: Tier | None
    started: datetime
    verdict: Verdict
    calls: int

    def looks_at(self, tier: Tier) -> bool:
        """Whether it looked at this tier."""
        return self.tier is None or self.tier is tier


@dataclass(frozen=True, slots=True)
class Budget:
    """What is promised of the tiers, and the calls an account may make in a day."""

    intervals: Mapping[Tier, timedelta]
    calls: int


@dataclass(frozen=True, slots=True)
class Stretched:
    """A tier that is looked at less often than it should be, because calls do not suffice."""

    tier: Tier
    wanted: timedelta
    interval: timedelta

    def __str__(self) -> str:
        minutes = self.interval / timedelta(minutes=1)
        wanted = self.wanted / timedelta(minutes=1)
        return f"{self.tier} every {minutes:,.0f} minutes instead of every {wanted:,.0f}"


@dataclass(frozen=True, slots=True)
class Timetable:
    """When each tier of an account is due; ``visit`` is the one to look at now, if any is.

    The cold tier is looked at by reading everything.
    """

    due: Mapping[Tier, datetime]
    visit: Tier | None
    stretched: tuple[Stretched, ...]

    @property
    def next_due(self) -> datetime:
        """When the account is to be looked at next."""
        return min(self.due.values())


def timetable(  # noqa: PLR0913 - everything a decision rests on, and nothing else
    captures: Sequence[Visited],
    opened: datetime,
    guesses: Mapping[Tier, int],
    budget: Budget,
    now: datetime,
    *,
    not_before: datetime | None = None,
) -> Timetable:
    """Say when each tier of an account is due, from its captures in order of their start.

    Of each tier that was never looked at, ``guesses`` says how many calls it
    will take. ``not_before`` is when the platform wants us back.
    """
    past = [capture for capture in captures if capture.started <= now]
    costs = {tier: _cost(past, tier, guesses[tier]) for tier in Tier}
    intervals = stretch(costs, budget)
    recent = [capture for capture in past if capture.started > now - DAY]
    due = {}
    for tier in Tier:
        share = costs[tier] * (DAY / intervals[tier])
        at = (
            _due(past, tier, budget, intervals[tier], opened),
            _affordable(recent, tier, budget.calls, share),
            not_before if not_before is not None and not_before > now else None,
        )
        due[tier] = max(filter(None, at))
    return Timetable(
        due=due,
        visit=_latest(due, intervals, now) if past else _first(due, now),
        stretched=tuple(
            Stretched(tier, budget.intervals[tier], intervals[tier])
            for tier in Tier
            if intervals[tier] > budget.intervals[tier]
        ),
    )


def stretch(costs: Mapping[Tier, float], budget: Budget) -> Mapping[Tier, timedelta]:
    """Give the intervals that the calls of a day suffice for, given what each look costs."""
    wanted = {tier: costs[tier] * (DAY / budget.intervals[tier]) for tier in Tier}
    given = {tier: min(wanted[tier], SHARE * budget.calls) for tier in Tier}
    left = budget.calls - sum(given.values())
    for tier in Tier:
        more = min(wanted[tier] - given[tier], max(left, 0.0))
        given[tier] += more
        left -= more
    return {
        tier: budget.intervals[tier]
        if given[tier] >= wanted[tier]
        else DAY * (costs[tier] / given[tier])
        for tier in Tier
    }


def _scope(tier: Tier) -> Tier | None:
    """Say what a capture of a tier is noted as: the cold one is looked at by reading everything."""
    return None if tier is Tier.COLD else tier


def _cost(captures: Sequence[Visited], tier: Tier, guess: int) -> float:
    """Estimate the calls of the next look at a tier from those before it that came to an end."""
    own = _scope(tier)
    calls = [
        capture.calls
        for capture in reversed(captures)
        if capture.tier is own and capture.verdict is not Verdict.FAILED
    ][:COSTS_OF]
    return sum(calls) / len(calls) if calls else guess


def _due(
    captures: Sequence[Visited], tier: Tier, budget: Budget, interval: timedelta, opened: datetime
) -> datetime:
    looks = [capture for capture in captures if capture.looks_at(tier)]
    if not looks:
        return opened
    last, tries = looks[-1], _tries(looks)
    if not tries:
        return last.started + interval
    shortest = min(budget.intervals.values()) * (1 << min(tries, REMEMBERED) - 1)
    longest = interval if last.verdict is Verdict.PARTIAL else max(interval, PATIENCE)
    # Trying again costs calls as well: never sooner than they allow.
    slower = interval / budget.intervals[tier]
    return last.started + min(shortest * slower, longest)


def _tries(looks: Sequence[Visited]) -> int:
    """Count the captures since the last one that was complete."""
    tries = 0
    for look in reversed(looks):
        if look.verdict is Verdict.COMPLETE:
            break
        tries += 1
    return tries


def _affordable(recent: Sequence[Visited], tier: Tier, calls: int, share: float) -> datetime | None:
    """Give the time from which the calls of the last day leave room for a tier; None for now.

    What a tier was given it may always spend: one dear look at everything does
    not keep the hot threads waiting for a day.
    """
    own = _scope(tier)
    spent = sum(capture.calls for capture in recent)
    by_tier = sum(capture.calls for capture in recent if capture.tier is own)
    free: datetime | None = None
    for capture in recent:
        if spent < calls or by_tier <= share:
            break
        free = capture.started + DAY
        spent -= capture.calls
        by_tier -= capture.calls if capture.tier is own else 0
    return free


def _latest(
    due: Mapping[Tier, datetime], intervals: Mapping[Tier, timedelta], now: datetime
) -> Tier | None:
    """Give the tier that is the latest by the measure of its interval, None where none is due."""
    waiting = [tier for tier in Tier if due[tier] <= now]
    return max(waiting, key=lambda tier: (now - due[tier]) / intervals[tier], default=None)


def _first(due: Mapping[Tier, datetime], now: datetime) -> Tier | None:
    """Read everything to begin with, as soon as anything may be read."""
    return Tier.COLD if due[Tier.COLD] <= now else None
