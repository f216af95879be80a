"""Which tier a thread belongs to."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.coverage.promise import Tier
from archiver.schedule.settings import ScheduleSettings
from archiver.schedule.tiers import Thread, threads_of, tier_of

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
AGES = ScheduleSettings().ages
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _thread(created: timedelta, active: timedelta | None = None, ident: str = "t") -> Thread:
    """Make a thread that began, and that something last happened in, so long ago."""
    return Thread(ident, NOW - created, NOW - (created if active is None else active))


def test_a_thread_cools_down_with_its_age() -> None:
    """From the minute it is old enough."""
    ages = (23 * HOUR, DAY, 7 * DAY - HOUR, 7 * DAY, 60 * DAY - HOUR, 60 * DAY, 999 * DAY)

    tiers = [tier_of(_thread(age), AGES, NOW) for age in ages]

    hot, warm, cool, cold = Tier
    assert [hot, warm, warm, cool, cool, cold, cold] == tiers


def test_what_happens_in_an_old_thread_warms_it_up() -> None:
    """An answer or an edit is followed by more of them."""
    assert Tier.HOT is tier_of(_thread(999 * DAY, active=HOUR), AGES, NOW)
    assert Tier.WARM is tier_of(_thread(999 * DAY, active=2 * DAY), AGES, NOW)


def test_a_thread_of_the_future_is_hot() -> None:
    """A platform's clock may be ahead of ours."""
    assert Tier.HOT is tier_of(_thread(-DAY), AGES, NOW)


def test_the_liveliest_threads_come_first() -> None:
    """Where a visit is cut short, the others can wait best."""
    threads = [
        _thread(9 * HOUR, ident="a"),
        _thread(5 * DAY, 1 * HOUR, ident="b"),
        _thread(5 * DAY, ident="c"),
    ]

    assert ("b", "a") == threads_of(Tier.HOT, threads, AGES, NOW)
    assert ("c",) == threads_of(Tier.WARM, threads, AGES, NOW)


@given(st.lists(st.tuples(st.timedeltas(-DAY, 99 * DAY), st.timedeltas(-DAY, 99 * DAY))))
def test_every_thread_is_in_one_tier(ages: list[tuple[timedelta, timedelta]]) -> None:
    """None is left out, and none is read twice."""
    threads = [_thread(*age, ident=str(number)) for number, age in enumerate(ages)]

    found = [ident for tier in Tier for ident in threads_of(tier, threads, AGES, NOW)]

    assert sorted(thread.id for thread in threads) == sorted(found)
