"""When an account is to be looked at next, and how."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.captures import Verdict
from archiver.coverage.promise import Tier
from archiver.schedule.settings import ScheduleSettings
from archiver.schedule.timing import DAY, Budget, Timetable, Visited, stretch, timetable

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
INTERVALS = ScheduleSettings().intervals
BUDGET = Budget(INTERVALS, 4800)
GUESSES = dict.fromkeys(Tier, 1)
HOT, WARM, COOL, COLD = Tier
COMPLETE, PARTIAL, FAILED = Verdict


def _look(
    tier: Tier | None, ago: timedelta, verdict: Verdict = COMPLETE, calls: int = 1
) -> Visited:
    return Visited(tier, NOW - ago, verdict, calls)


def _table(*captures: Visited, calls: int = 4800, not_before: datetime | None = None) -> Timetable:
    """Give the timetable of an account that was added thirty days ago."""
    ordered = sorted(captures, key=lambda capture: capture.started)
    budget = Budget(INTERVALS, calls)
    return timetable(ordered, NOW - 30 * DAY, GUESSES, budget, NOW, not_before=not_before)


def test_a_new_account_is_read_whole_at_once() -> None:
    """It is due since it was added."""
    table = _table()

    assert COLD is table.visit
    assert NOW - 30 * DAY == table.next_due


def test_a_tier_is_due_an_interval_after_the_start_of_the_last_look() -> None:
    """Reading everything is a look at every tier."""
    table = _table(_look(None, 3 * DAY), _look(WARM, HOUR / 2), _look(HOT, 5 * MINUTE))

    assert table.visit is COOL
    assert {
        HOT: NOW + 5 * MINUTE,
        WARM: NOW + 30 * MINUTE,
        COOL: NOW - 2 * DAY,
        COLD: NOW + 4 * DAY,
    } == table.due


def test_nothing_is_visited_before_it_is_due() -> None:
    """The account is due when the first of its tiers is."""
    table = _table(_look(None, MINUTE))

    assert (None, NOW + 9 * MINUTE) == (table.visit, table.next_due)


def test_an_outage_is_caught_up_on_once() -> None:
    """A day without looks does not cost 144 hot ones."""
    before = _table(_look(None, DAY))
    after = _table(_look(None, DAY), _look(HOT, timedelta(0)))

    assert HOT is before.visit
    assert NOW + 10 * MINUTE == after.due[HOT]


def test_of_several_tiers_the_relatively_latest_goes_first() -> None:
    """Five minutes late is much for a hot thread, and nothing for a cold one."""
    hours_late = _look(None, 7 * DAY + 3 * HOUR)
    warm, cool = _look(WARM, MINUTE), _look(COOL, MINUTE)

    assert HOT is _table(hours_late, warm, cool, _look(HOT, 15 * MINUTE)).visit
    assert COLD is _table(hours_late, warm, cool, _look(HOT, 10 * MINUTE)).visit


def test_what_was_not_read_to_the_end_is_tried_again_soon_and_then_more_seldom() -> None:
    """Up to the interval of the tier."""
    done = _look(None, 6 * DAY)
    partial = [_look(None, ago, PARTIAL) for ago in (3 * HOUR, 2 * HOUR, HOUR)]

    assert NOW - HOUR + 10 * MINUTE == _table(done, partial[-1]).due[COLD]
    assert NOW - HOUR + 40 * MINUTE == _table(done, *partial).due[COLD]
    assert NOW - HOUR + 10 * MINUTE == _table(done, *partial).due[HOT]
    assert NOW - HOUR + HOUR == _table(done, *partial).due[WARM] + 20 * MINUTE


def test_an_account_that_cannot_be_read_at_all_is_tried_every_hour() -> None:
    """Each try leaves a receipt, and a person has to mend it."""
    failed = [_look(HOT, minutes * MINUTE, FAILED) for minutes in range(90, 0, -5)]

    assert NOW - 5 * MINUTE + HOUR == _table(_look(None, 3 * HOUR), *failed).due[HOT]


def test_the_platform_is_left_alone_for_as_long_as_it_asks() -> None:
    """Calling sooner would lengthen the block (facebook.md, section 7)."""
    waiting = _table(_look(None, 9 * DAY), not_before=NOW + 19 * MINUTE)

    assert (None, NOW + 19 * MINUTE) == (waiting.visit, waiting.next_due)
    assert _table(_look(None, 9 * DAY), not_before=NOW).visit is not None


def test_a_tier_that_spent_the_calls_of_the_day_waits_for_more() -> None:
    """Until so many of them are a day ago that there is room again."""
    dear = _look(HOT, 23 * HOUR, calls=120)
    cheap = [_look(HOT, hours * HOUR) for hours in range(1, 6)]
    spent = _table(_look(None, 30 * HOUR), dear, *cheap, calls=100)

    assert NOW + HOUR == spent.due[HOT]


def test_one_dear_look_keeps_no_other_tier_waiting() -> None:
    """Everything was read by hand, with more calls than the day has."""
    dear = _table(_look(None, HOUR, calls=9_000), _look(HOT, 10 * MINUTE, calls=2))

    assert HOT is dear.visit
    assert dear.due[WARM] <= NOW
    assert dear.due[COLD] > NOW + 6 * DAY


def test_a_capture_of_the_future_is_not_believed() -> None:
    """A clock that was wrong must not stop the schedule."""
    table = _table(_look(None, 9 * DAY), _look(HOT, -300 * DAY))

    assert HOT is table.visit


def test_where_calls_suffice_every_interval_is_held() -> None:
    """And nothing is told."""
    assert INTERVALS == stretch({HOT: 20, WARM: 30, COOL: 100, COLD: 1000}, BUDGET)
    assert () == _table(_look(None, MINUTE)).stretched


def test_where_calls_do_not_suffice_intervals_grow_and_that_is_told() -> None:
    """Calls of the last looks tell what the next ones will cost."""
    table = _table(_look(None, HOUR, calls=500), _look(HOT, MINUTE, calls=60))

    assert [HOT] == [each.tier for each in table.stretched]
    assert "hot every 18 minutes instead of every 10" == str(table.stretched[0])
    assert NOW - MINUTE + table.stretched[0].interval == table.due[HOT]


COSTS = st.fixed_dictionaries({tier: st.integers(0, 50_000) for tier in Tier})


@given(COSTS, st.integers(1, 100_000))
def test_all_tiers_together_spend_no_more_than_the_budget(
    costs: Mapping[Tier, int], calls: int
) -> None:
    """Whatever they cost, none is looked at more often than it has to be, and none never."""
    intervals = stretch(costs, Budget(INTERVALS, calls))

    spent = sum(costs[tier] * (DAY / intervals[tier]) for tier in Tier)
    wanted = sum(costs[tier] * (DAY / INTERVALS[tier]) for tier in Tier)
    assert spent <= min(calls, wanted) * 1.001
    assert all(intervals[tier] >= INTERVALS[tier] for tier in Tier)
    assert all(
        intervals[tier] <= max(INTERVALS[tier], 10 * DAY * costs[tier] / calls * 1.001)
        for tier in Tier
    )
