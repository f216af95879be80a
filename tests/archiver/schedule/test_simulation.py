"""Days of a schedule for several accounts, played with a clock and no platform."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from archiver.captures import Verdict
from archiver.coverage.promise import Tier
from archiver.schedule.settings import ScheduleSettings
from archiver.schedule.timing import DAY, REMEMBERED, Budget, Timetable, Visited, timetable

START = datetime(2026, 6, 1, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SECONDS_A_CALL = timedelta(seconds=0.2)
INTERVALS = ScheduleSettings().intervals
HOT, WARM, COOL, COLD = Tier
CHEAP = {HOT: 6, WARM: 12, COOL: 40, COLD: 300}
DEAR = {HOT: 40, WARM: 150, COOL: 600, COLD: 3_000}
GUESSES = dict.fromkeys(Tier, 1)


@dataclass(slots=True)
class PlayedAccount:
    """An account whose looks cost so much, and what was looked at when."""

    costs: dict[Tier, int]
    calls: int = 4_800
    looks: list[Visited] = field(default_factory=list)
    table: Timetable | None = None

    def plan(self, now: datetime) -> Timetable:
        """Ask the schedule, with as much of the past as the archive would look at."""
        recent = [look for look in self.looks if look.started > now - DAY]
        for tier in (None, *Tier):
            older = [look for look in self.looks if look.tier is tier][-REMEMBERED:]
            recent += [look for look in older if look.started <= now - DAY]
        recent.sort(key=lambda look: look.started)
        self.table = timetable(recent, START, GUESSES, Budget(INTERVALS, self.calls), now)
        return self.table

    def look(self, now: datetime) -> timedelta:
        """Look at what is due; give how long that took."""
        tier = self.plan(now).visit
        if tier is not None:
            calls = self.costs[tier]
            scope = None if tier is COLD else tier
            self.looks.append(Visited(scope, now, Verdict.COMPLETE, calls))
            self.plan(now)
            return calls * SECONDS_A_CALL
        return timedelta(0)

    def waits(self, tier: Tier) -> list[tuple[datetime, timedelta]]:
        """Give each look at a tier, with the time until the next one."""
        starts = [look.started for look in self.looks if look.looks_at(tier)]
        return [(one, other - one) for one, other in pairwise(starts)]

    def most_in_a_day(self) -> int:
        """Give the most calls in any 24 hours."""
        return max(
            sum(
                look.calls for look in self.looks if one.started <= look.started < one.started + DAY
            )
            for one in self.looks
        )


def play(
    accounts: list[PlayedAccount], days: int, outage: tuple[datetime, datetime] | None = None
) -> None:
    """Let one worker take what is due the longest, one after the other."""
    now, end = START, START + days * DAY
    due = dict.fromkeys(range(len(accounts)), START)
    while now < end:
        first = min(due, key=lambda number: due[number])
        now = max(now, due[first])
        if outage and outage[0] <= now < outage[1]:
            now = outage[1]
        now += accounts[first].look(now) + timedelta(seconds=1)
        table = accounts[first].table
        assert table is not None
        due[first] = table.next_due


@pytest.fixture(scope="module")
def town() -> list[PlayedAccount]:
    """Play nine days of several accounts, in which nothing ran for ten hours."""
    accounts = [PlayedAccount(CHEAP) for _ in range(4)]
    play(accounts, 9, OUTAGE)
    return accounts


OUTAGE = (START + 3 * DAY + 5 * HOUR, START + 3 * DAY + 15 * HOUR)


def test_every_interval_is_held_or_the_outage_explains_it(town: list[PlayedAccount]) -> None:
    """By no more than the time in which the other accounts were read."""
    slack = 5 * MINUTE

    for account in town:
        for tier in Tier:
            late = [at for at, wait in account.waits(tier) if wait > INTERVALS[tier] + slack]
            assert all(at <= OUTAGE[0] <= at + INTERVALS[tier] + slack for at in late)
            assert (tier in {HOT, WARM}) == bool(late)


def test_every_tier_is_looked_at_as_often_as_promised(town: list[PlayedAccount]) -> None:
    """And hardly more often."""
    watched = 9 * DAY - (OUTAGE[1] - OUTAGE[0])

    for account in town:
        for tier in (HOT, WARM):
            looks = len(account.waits(tier)) + 1
            assert 0.85 <= looks / (watched / INTERVALS[tier]) <= 1.05
        assert 2 == len(account.waits(COLD)) + 1


def test_an_outage_costs_one_look_a_tier(town: list[PlayedAccount]) -> None:
    """What was missed is not made up for slot by slot."""
    for account in town:
        after = [
            look.tier
            for look in account.looks
            if OUTAGE[1] <= look.started < OUTAGE[1] + 9 * MINUTE
        ]
        assert {1} == {after.count(tier) for tier in after}


def test_where_calls_do_not_suffice_nothing_starves_and_it_is_told() -> None:
    """The intervals that are told are held, and the budget is kept but for the last look."""
    account = PlayedAccount(DEAR, calls=2_000)
    play([account], 40)

    assert account.table is not None
    told = {each.tier: each.interval for each in account.table.stretched}
    assert {HOT, WARM, COOL, COLD} == set(told)
    assert account.most_in_a_day() <= 2_000 + DEAR[COLD]
    for tier in Tier:
        # On the first two days the schedule learns what each look costs.
        waits = [wait for at, wait in account.waits(tier) if at > START + 2 * DAY]
        assert waits
        assert max(waits) <= told[tier] + HOUR


def test_one_account_that_is_dear_does_not_keep_the_others_waiting() -> None:
    """Each has its own calls, and the one that is due the longest goes first."""
    dear = PlayedAccount(DEAR, calls=2_000)
    others = [PlayedAccount(CHEAP) for _ in range(2)]
    play([dear, *others], 3)

    longest = DEAR[COLD] * SECONDS_A_CALL + 5 * MINUTE
    for account in others:
        assert all(wait <= INTERVALS[HOT] + longest for _, wait in account.waits(HOT))
