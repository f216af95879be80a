"""A file is asked for again, ever more rarely, and one day no more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.media.retry import GIVEN_UP_AFTER, WAITS, Tries, tried

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_the_waits_grow_until_it_is_given_up() -> None:
    """Ten minutes after the first try, a week between the last ones, a month in all."""
    tries = tried(None, NOON, lasting=False)
    waits = []
    while tries.next is not None:
        waits.append(tries.next - tries.last)
        tries = tried(tries, tries.next, lasting=False)

    assert list(WAITS) == waits[: len(WAITS)]
    assert {WAITS[-1]} == set(waits[len(WAITS) - 1 :])
    assert tries.given_up
    assert GIVEN_UP_AFTER <= tries.last - tries.first < GIVEN_UP_AFTER + WAITS[-1]


def test_what_is_hopeless_is_given_up_at_once() -> None:
    """A file that is too large does not get smaller."""
    assert tried(None, NOON, lasting=True).next is None
    assert tried(tried(None, NOON, lasting=False), NOON, lasting=True).given_up


def test_a_try_before_its_time_puts_nothing_off() -> None:
    """A capture that sees the item tries anyway, every ten minutes if need be."""
    first = tried(None, NOON, lasting=False)

    assert first == tried(first, NOON + timedelta(minutes=9), lasting=False)


@given(st.lists(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9)), max_size=60))
def test_whatever_happens_when_the_next_try_is_near_or_never(gaps: list[timedelta]) -> None:
    """Never more than a week after the last, and never after it is given up."""
    now, tries = NOON, tried(None, NOON, lasting=False)
    for gap in gaps:
        now += gap
        tries = tried(tries, now, lasting=False)

        assert tries.given_up is (tries.next is None)
        assert tries.next is None or tries.last < tries.next <= tries.last + WAITS[-1]


def test_the_count_of_a_long_row_of_tries_stays_in_bounds() -> None:
    """Rows from a catalogue may hold any count."""
    assert NOON + WAITS[-1] == Tries(99, NOON, NOON).next
