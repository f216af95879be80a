"""The harvest of accounts as the schedule wants it."""

import re
from datetime import timedelta

import msgspec
import pytest

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.items import Platform
from archiver.leases.table import Leases
from archiver.platforms import FaultKind
from archiver.progress import Lines
from archiver.registration import add_account, close_account
from archiver.schedule.kinds import work_kinds
from archiver.schedule.worker import Done, Worker
from tests.archiver.quillback import (
    BEGINNING,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
    texts,
)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Schedule:
    """A worker that harvests what is due, and what it said."""

    def __init__(self, archive: Archive) -> None:
        outside = Surroundings({TOKEN_ENV: TOKEN}, lambda _: None, Lines(lambda _: None))
        kinds = work_kinds(("harvest",))
        self.worker = Worker(archive, kinds, outside, Leases(archive))

    def __call__(self) -> list[Done]:
        """Do all that is due, and leave out what turned out not to be."""
        done = self.worker.work_off(lambda: False)
        return [each for each in done if each.outcome and each.outcome.said]


@pytest.fixture
def clock() -> PlayedClock:
    """Give a clock that shows an hour after the page began."""
    return PlayedClock(BEGINNING + HOUR)


@pytest.fixture
def schedule(harvest: Harvester) -> Schedule:
    """Put the page under archive."""
    return Schedule(harvest.archive)


def _scopes(done: list[Done]) -> list[str]:
    return [_told(each)["scope"] for each in done]


def _told(done: Done) -> dict[str, str]:
    assert done.outcome is not None
    told: dict[str, str] = msgspec.to_builtins(done.outcome.result)
    return told


def test_a_new_account_is_read_whole_and_then_by_tiers(
    schedule: Schedule, page: PlayedPage, clock: PlayedClock
) -> None:
    """Each when it is due."""
    page.post("1")
    first = schedule()
    at_once = schedule()
    clock.now += 10 * MINUTE
    later = schedule()
    clock.now += 50 * MINUTE

    assert (["full"], [], ["hot"]) == (_scopes(first), _scopes(at_once), _scopes(later))
    assert ["hot", "warm"] == _scopes(schedule())


def test_a_hot_visit_finds_what_is_new_and_changed(
    schedule: Schedule, archive: Archive, page: PlayedPage, clock: PlayedClock
) -> None:
    """A new post, a new comment and an edit, with few calls."""
    page.comment("1_1", page.post("1"))
    schedule()
    page.edit("1_1", "Another answer")
    page.comment("2_1", page.post("2"))
    clock.now += 10 * MINUTE

    (hot,) = schedule()

    assert "hot" == _told(hot)["scope"]
    assert ["An answer", "Another answer"] == texts(archive)["1_1"]
    assert "2_1" in texts(archive)


def test_a_throttled_account_waits_as_told_while_others_go_on(
    schedule: Schedule,
    archive: Archive,
    page: PlayedPage,
    clock: PlayedClock,
    harvest: Harvester,
) -> None:
    """Calling sooner would lengthen the block."""
    with_other = PlayedPage()
    with with_other.platform:
        add_account(
            archive,
            Platform.FACEBOOK,
            "880100x",
            token_env=TOKEN_ENV,
            api_url=with_other.platform.url,
        )
        page.platform.misbehave(FaultKind.THROTTLE, minutes=45)
        first = {each.work.subject: each.clean for each in schedule()}
        calls = len(page.platform.calls)
        clock.now += 44 * MINUTE
        meanwhile = [each.work.subject for each in schedule()]
        still = len(page.platform.calls)
        clock.now += 2 * MINUTE
        after = [each.work.subject for each in schedule()]

    assert first[harvest.account.key] is False
    assert {"facebook/880100x"} == set(meanwhile)
    assert calls == still
    assert harvest.account.key in after


def test_a_visit_by_hand_during_the_wait_puts_nothing_off(
    schedule: Schedule, page: PlayedPage, clock: PlayedClock, harvest: Harvester
) -> None:
    """Nothing was tried, so the account is due when it was due before."""
    page.post("1")
    schedule()
    page.platform.misbehave(FaultKind.THROTTLE, minutes=15)
    clock.now += 11 * MINUTE
    schedule()
    clock.now += 14 * MINUTE
    harvest()
    clock.now += 2 * MINUTE

    assert ["hot"] == _scopes(schedule())


def test_a_closed_account_is_never_due(
    schedule: Schedule, archive: Archive, harvest: Harvester, clock: PlayedClock
) -> None:
    """Nor is anything asked of its platform."""
    schedule()
    close_account(archive, harvest.account, by="Dana Ortiz", reason="moved")
    clock.now += 30 * HOUR

    assert [] == schedule()


def test_a_harvest_by_hand_counts(
    schedule: Schedule, harvest: Harvester, clock: PlayedClock
) -> None:
    """The schedule looks at receipts, whoever made them."""
    schedule()
    clock.now += 9 * MINUTE
    harvest()
    clock.now += 5 * MINUTE

    assert [] == schedule()


def test_a_line_tells_what_came_of_it(schedule: Schedule, page: PlayedPage) -> None:
    """For the log of a service."""
    page.post("1")

    (done,) = schedule()

    assert done.outcome is not None
    said = done.outcome.said or ""
    assert re.match(r"full complete: \d+ items seen, \d+ new versions, \d+ calls; next 20", said)
