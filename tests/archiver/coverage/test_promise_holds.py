"""The sentence that green stands for, checked against every item that could have been."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from archiver.captures import Verdict
from archiver.coverage.account import Coverage, Lifetime, cover
from archiver.coverage.ledger import Look, Span, clipped, covers, watched
from archiver.coverage.promise import Promise, Tier, every
from tests.archiver.coverage.looking import at, look, minutes, span

HORIZON = 60
"""Minutes in which everything happens."""

LOOKS = st.lists(
    st.builds(
        lambda started, run, verdict, scope: look(started, verdict, "why", scope=scope, run=run),
        st.integers(0, HORIZON),
        st.integers(0, 12),
        st.sampled_from(["complete", "complete", "complete", "partial", "failed"]),
        st.sampled_from(["full", "full", "hot", "cold", "item"]),
    ),
    max_size=16,
).map(lambda looks: sorted(looks, key=lambda one: one.started))
INTERVALS = st.integers(1, 15).map(minutes)
PROMISES = st.builds(
    lambda full, tiers, since: Promise(full, dict(zip(Tier, tiers, strict=True)), since),
    INTERVALS,
    st.lists(INTERVALS, min_size=4, max_size=4),
    st.none() | st.integers(0, HORIZON).map(at),
)
MOMENTS = st.integers(0, HORIZON)


def longest(promise: Promise, tier: Tier) -> timedelta:
    """Give the poll interval that was promised at worst."""
    own = promise.tiers[tier] if promise.tiered_from is not None else promise.full
    return max(own, promise.full)


def green_minutes(coverage: Coverage) -> list[bool]:
    """Tell of each minute whether the account was green."""
    stretches = coverage.watched()
    return [any(one.start <= at(n) < one.end for one in stretches) for n in range(HORIZON)]


@st.composite
def lives(draw: st.DrawFn) -> Lifetime:
    """Draw when an account was added, and when it was closed, if it was."""
    opened, closed = draw(MOMENTS), draw(st.none() | MOMENTS)
    return Lifetime(at(opened), None if closed is None else at(max(opened, closed)))


@example(  # two runs that overlap, each far longer than the interval
    looks=[look(0, run=12), look(5, run=12)],
    promise=every(minutes(1)),
    lifetime=Lifetime(at(0)),
    now=HORIZON,
)
@given(looks=LOOKS, promise=PROMISES, lifetime=lives(), now=MOMENTS)
def test_whatever_stayed_visible_in_green_time_was_seen_whole(
    looks: list[Look], promise: Promise, lifetime: Lifetime, now: int
) -> None:
    """For an interval plus the longest run: a complete capture lies wholly within its life."""
    coverage = cover(looks, lifetime, promise, span(0, HORIZON), at(now))
    green = green_minutes(coverage)
    run = max((one.run for one in looks), default=minutes(0))

    for tier in Tier:
        needed = int((longest(promise, tier) + run) / minutes(1))
        for appeared in range(HORIZON - needed + 1):
            if all(green[appeared : appeared + needed]):
                visible = span(appeared, appeared + needed)
                assert any(saw(one, tier, visible) for one in looks), (tier, appeared)


def saw(one: Look, tier: Tier, visible: Span) -> bool:
    """Tell whether a capture looked at the tier from beginning to end while an item was there."""
    return (
        one.verdict is Verdict.COMPLETE
        and covers(one.scope, tier)
        and visible.start <= one.started
        and one.started + one.run <= visible.end
    )


def is_green(looks: list[Look], tier: Tier, promise: Promise, moment: datetime) -> bool:
    """Tell of one moment, as the definition has it, whether a tier is green."""
    mine = [one for one in looks if covers(one.scope, tier)]
    complete = [one.started for one in mine if one.verdict is Verdict.COMPLETE]
    before = max((start for start in complete if start <= moment), default=None)
    after = min((start for start in complete if start > moment), default=at(HORIZON * 2))
    if before is None or moment >= before + promise.interval(tier, before):
        return False
    bad = [one.started for one in mine if one.verdict is not Verdict.COMPLETE]
    return not any(before < start < after for start in bad)


@given(looks=LOOKS, promise=PROMISES, lifetime=lives(), now=MOMENTS)
def test_every_moment_has_the_colour_its_definition_gives_it(
    looks: list[Look], promise: Promise, lifetime: Lifetime, now: int
) -> None:
    """The one pass over all captures says what looking at each moment by itself says."""
    looks = list({one.started: one for one in looks}.values())  # no two at once
    known = [one for one in looks if lifetime.opened <= one.started < at(now)]
    coverage = cover(known, lifetime, promise, span(0, HORIZON), at(now))

    for tier in coverage.tiers:
        stretches = list(watched((gap.span for gap in tier.gaps), coverage.open))
        for n in range(HORIZON):
            if coverage.open.start <= at(n) < coverage.open.end:
                upto_end = [one for one in known if one.started < coverage.open.end]
                expected = is_green(upto_end, tier.tier, promise, at(n))
                assert expected == any(one.start <= at(n) < one.end for one in stretches)


@given(
    looks=LOOKS, promise=PROMISES, lifetime=lives(), now=MOMENTS, ends=st.tuples(MOMENTS, MOMENTS)
)
def test_green_gaps_and_closed_time_are_the_whole_period(
    looks: list[Look], promise: Promise, lifetime: Lifetime, now: int, ends: tuple[int, int]
) -> None:
    """Nothing is counted twice and nothing is left out, to the second."""
    period = span(min(ends), max(ends))
    coverage = cover(looks, lifetime, promise, period, at(now))
    green = coverage.watched()
    pieces = sorted([*green, *(gap.span for gap in coverage.gaps)])

    assert all(one.length for one in pieces)
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert coverage.open.length == sum((one.length for one in pieces), minutes(0))
    assert coverage.green == sum((one.length for one in green), minutes(0))
    if pieces:
        assert coverage.open == (pieces[0].start, pieces[-1].end)
        assert coverage.open == coverage.open.within(period)


@given(
    looks=LOOKS, promise=PROMISES, lifetime=lives(), now=MOMENTS, ends=st.tuples(MOMENTS, MOMENTS)
)
def test_a_moment_has_one_colour_whatever_period_is_asked_for(
    looks: list[Look], promise: Promise, lifetime: Lifetime, now: int, ends: tuple[int, int]
) -> None:
    """A statement for a month and one for a year never contradict each other."""
    period = span(min(ends), max(ends))
    part = cover(looks, lifetime, promise, period, at(now))
    whole = cover(looks, lifetime, promise, span(0, HORIZON), at(now))

    for tier, everything in zip(part.tiers, whole.tiers, strict=True):
        assert list(clipped(everything.gaps, part.open)) == list(tier.gaps)
