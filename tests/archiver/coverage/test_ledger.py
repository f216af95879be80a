"""The ledger tells what was watched, and why the rest was not."""

from collections.abc import Iterable

import pytest

from archiver.coverage.ledger import Colour, Look, Unwatched, clipped, tier_gaps, watched
from archiver.coverage.promise import Promise, Tier, every
from tests.archiver.coverage.looking import at, look, minutes, span

HOURLY = every(minutes(60))


def gaps(
    looks: Iterable[Look], end: float, tier: Tier = Tier.HOT, promise: Promise = HOURLY
) -> list[Unwatched]:
    """Give the gaps of an account that was added at the beginning."""
    return list(tier_gaps(looks, tier, promise, span(0, end)))


def test_captures_an_interval_apart_leave_no_gap() -> None:
    """Each vouches up to the start of the next, and the newest up to now."""
    assert [] == gaps([look(0), look(60), look(120)], end=180)


def test_a_capture_that_began_late_leaves_a_gap_after_the_interval() -> None:
    """What appeared and vanished in it was never looked at."""
    found = gaps([look(0), look(100)], end=120)

    assert [Unwatched(span(60, 100), Colour.AMBER, "no capture was run")] == found


def test_more_than_two_intervals_without_a_capture_are_red() -> None:
    """That is no late timer any more; it is one that does not run."""
    found = gaps([look(0), look(121)], end=121)

    assert [Unwatched(span(60, 121), Colour.RED, "no capture was run")] == found


def test_the_newest_capture_vouches_for_one_interval_and_no_longer() -> None:
    """A quiet stop shows without anybody running anything."""
    assert [] == gaps([look(0)], end=60)
    assert [Unwatched(span(60, 61), Colour.AMBER, "no capture was run")] == gaps([look(0)], end=61)


def test_before_the_first_complete_capture_nothing_was_watched() -> None:
    """From the moment the account was added."""
    found = gaps([look(30)], end=60)

    assert [Unwatched(span(0, 30), Colour.AMBER, "not captured yet")] == found


def test_an_account_that_was_never_captured_turns_red() -> None:
    """After two intervals it is more than new."""
    assert [Unwatched(span(0, 121), Colour.RED, "not captured yet")] == gaps([], end=121)


def test_a_failed_capture_takes_the_time_from_the_complete_one_before_to_the_next() -> None:
    """Whatever the interval: what it could not read it can say nothing about."""
    found = gaps([look(0), look(10, "failed", "the token ran out"), look(20)], end=30)

    assert [Unwatched(span(0, 20), Colour.RED, "1 failed capture (the token ran out)")] == found


def test_a_partial_capture_with_none_after_it_is_a_gap_until_now() -> None:
    """Amber: most of it was read."""
    found = gaps([look(0), look(10, "partial", "the comments of 1: HTTP 502")], end=30)

    cause = "1 partial capture (the comments of 1: HTTP 502)"
    assert [Unwatched(span(0, 30), Colour.AMBER, cause)] == found


def test_a_failure_before_the_first_complete_capture_says_why_there_is_none() -> None:
    """And still that there was none."""
    found = gaps([look(5, "failed", "no token")], end=10)

    cause = "not captured yet: 1 failed capture (no token)"
    assert [Unwatched(span(0, 10), Colour.RED, cause)] == found


def test_many_bad_captures_are_counted_and_their_causes_told_once() -> None:
    """The most frequent ones first, and how many more there are."""
    bad = [look(n, "partial", f"cause {n % 7}", "always") for n in range(1, 22)]
    found = gaps([look(0), *bad, look(22, "failed", "always"), look(23)], end=23)

    cause = (
        "1 failed and 21 partial captures "
        "(always; cause 1; cause 2; cause 3; cause 4; and 3 more causes)"
    )
    assert [cause] == [gap.cause for gap in found]


def test_two_failures_with_a_complete_capture_between_are_two_gaps() -> None:
    """Each has its own cause."""
    looks = [look(0), look(5, "failed", "a"), look(10), look(15, "failed", "b"), look(20)]

    assert [span(0, 10), span(10, 20)] == [gap.span for gap in gaps(looks, end=30)]


@pytest.mark.parametrize("verdict", ["complete", "failed"])
@pytest.mark.parametrize("scope", ["warm", "cold", "item", "unheard-of"])
def test_a_capture_of_something_else_changes_nothing(scope: str, verdict: str) -> None:
    """It neither vouches for the tier nor takes anything from it."""
    other = look(60, verdict, scope=scope)

    assert gaps([look(0)], end=90) == gaps([look(0), other], end=90)


def test_a_capture_of_one_tier_vouches_for_that_tier() -> None:
    """A hot capture keeps the hot threads green, and no others."""
    looks = [look(0), look(60, scope="hot")]

    assert [] == gaps(looks, end=120)
    assert [span(60, 120)] == [gap.span for gap in gaps(looks, end=120, tier=Tier.WARM)]


def test_a_run_longer_than_the_interval_vouches_for_the_interval() -> None:
    """The promise is about when captures begin."""
    found = gaps([look(0, run=90), look(90, run=90)], end=120)

    assert [span(60, 90)] == [gap.span for gap in found]


def test_captures_after_the_end_do_not_count() -> None:
    """The ledger can be asked how it stood then."""
    assert gaps([look(0)], end=90) == gaps([look(0), look(90)], end=90)


SCHEDULED = Promise(
    full=minutes(60),
    tiers={
        Tier.HOT: minutes(10),
        Tier.WARM: minutes(60),
        Tier.COOL: minutes(1440),
        Tier.COLD: minutes(10080),
    },
    tiered_from=at(90),
)


@pytest.mark.parametrize(
    ("tier", "started", "vouched"),
    [
        (Tier.HOT, 0, 60),  # only full captures then, one an hour
        (Tier.COLD, 0, 60),
        (Tier.HOT, 60, 60),  # the last full one before: it runs out as it was promised
        (Tier.COLD, 60, 10080),
        (Tier.HOT, 90, 10),  # on the schedule
        (Tier.COLD, 500, 10080),
    ],
)
def test_each_tier_has_its_interval_once_tiers_are_looked_at(
    tier: Tier, started: float, vouched: float
) -> None:
    """Before that, the interval of full captures holds for all of them."""
    assert minutes(vouched) == SCHEDULED.interval(tier, at(started))


def test_green_is_all_that_is_in_no_gap() -> None:
    """Before, between and after the gaps of the period."""
    found = gaps([look(0), look(100), look(200)], end=230)
    period = span(50, 220)
    seen = list(clipped(found, period))

    assert [span(60, 100), span(160, 200)] == [gap.span for gap in seen]
    assert [span(50, 60), span(100, 160), span(200, 220)] == list(
        watched((gap.span for gap in seen), period)
    )
