"""An account that was told to wait: who calls it, and what is left of that."""

from datetime import timedelta

import pytest

from archiver.archive import Archive
from archiver.capture.plan import Plan
from archiver.capture.staying_away import wanted_back
from archiver.captures import Receipt, Scope, Verdict
from archiver.platforms import FaultKind, Playback
from tests.archiver.quillback import ACCOUNT, FEED, TOKEN_ENV, Harvester, PlayedClock, PlayedPage

MINUTE = timedelta(minutes=1)


@pytest.fixture
def throttled(page: PlayedPage, harvest: Harvester) -> Receipt:
    """Let the platform ask us to stay away for 45 minutes."""
    page.post("1")
    page.platform.misbehave(FaultKind.THROTTLE, minutes=45)
    return harvest()


def test_a_visit_meanwhile_asks_nothing_and_says_until_when(
    harvest: Harvester, platform: Playback, throttled: Receipt
) -> None:
    """Each call would lengthen the block, and what was told stays what was told."""
    receipt = harvest()

    assert throttled.calls == len(platform.calls)
    assert (Verdict.FAILED, 0) == (receipt.verdict, receipt.calls)
    assert throttled.not_before == receipt.not_before
    (gap,) = receipt.gaps
    assert throttled.not_before is not None
    assert f"until {throttled.not_before:%Y-%m-%dT%H:%M:%S}Z" in gap.cause
    assert gap.cause in (receipt.error or "")


def test_after_the_wait_it_is_read(
    harvest: Harvester, clock: PlayedClock, throttled: Receipt
) -> None:
    """However often somebody tried meanwhile."""
    assert throttled.not_before is not None
    clock.now = throttled.not_before - MINUTE
    meanwhile = harvest()
    clock.now += 2 * MINUTE

    assert [Verdict.FAILED, Verdict.COMPLETE] == [meanwhile.verdict, harvest().verdict]


@pytest.mark.usefixtures("throttled")
def test_whoever_tries_every_minute_leaves_one_receipt_a_scope(
    archive: Archive, harvest: Harvester, clock: PlayedClock
) -> None:
    """The first says all that the others would."""
    receipts = []
    for scope in (Scope.FULL, Scope.ITEM) * 3:
        harvest.plan = Plan(scope, FEED.surfaces)
        receipts.append(harvest())
        clock.now += MINUTE

    assert receipts[:2] * 3 == receipts
    assert 1 + 2 == sum("/receipts/" in path for path in archive.store.paths())


def test_a_second_wait_has_a_receipt_of_its_own(
    harvest: Harvester, page: PlayedPage, clock: PlayedClock, throttled: Receipt
) -> None:
    """That names the later time."""
    first = harvest()
    clock.now += 46 * MINUTE
    page.platform.misbehave(FaultKind.THROTTLE, minutes=45)
    again = harvest()

    second = harvest()

    assert throttled.not_before == first.not_before != second.not_before == again.not_before
    assert first.capture != second.capture


def test_a_visit_that_failed_otherwise_makes_nobody_wait(
    harvest: Harvester, page: PlayedPage
) -> None:
    """Without a token no call is made either."""
    page.post("1")

    without = harvest(**{TOKEN_ENV: ""})

    assert [Verdict.FAILED, Verdict.COMPLETE] == [without.verdict, harvest().verdict]


@pytest.mark.usefixtures("throttled")
def test_what_a_clock_told_that_was_ahead_is_not_believed(
    archive: Archive, clock: PlayedClock
) -> None:
    """It would keep us away for as long as it was wrong."""
    with archive.reading() as connection:
        known = wanted_back(connection, ACCOUNT, clock.now)
        unknown = wanted_back(connection, ACCOUNT, clock.now - timedelta(days=1))

    assert known is not None
    assert unknown is None
