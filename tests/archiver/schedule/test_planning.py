"""The plan of a visit, from what the catalogue knows of the account."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from archiver.archive import Archive
from archiver.capture.plan import EVERYTHING, Plan
from archiver.captures import Scope
from archiver.coverage.promise import Tier
from archiver.schedule.planning import account_threads, account_timetable, visit_plan
from archiver.schedule.settings import ScheduleSettings
from archiver.surfaces import EVERY_SURFACE, Surface
from tests.archiver.quillback import BEGINNING, Harvester, PlayedClock, PlayedPage

SETTINGS = ScheduleSettings()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOT, WARM, COOL, COLD = Tier


@pytest.fixture
def visited(page: PlayedPage, harvest: Harvester, clock: PlayedClock) -> Harvester:
    """Read a page with two posts, of which one was answered, an hour after they were made."""
    page.post("1")
    page.comment("1_1", page.post("2"))
    clock.now = BEGINNING + HOUR
    harvest()
    return harvest


def _plan(harvest: Harvester, tier: Tier, now: datetime) -> Plan:
    with harvest.archive.reading() as connection:
        return visit_plan(connection, harvest.account, tier, SETTINGS, now)


def test_a_thread_is_as_young_as_what_was_said_in_it(visited: Harvester) -> None:
    """Not as what was only found late."""
    with visited.archive.reading() as connection:
        threads = {each.id[-1]: each for each in account_threads(connection, visited.account.key)}

    assert {"1", "2"} == set(threads)
    assert BEGINNING + MINUTE == threads["1"].created == threads["1"].active
    assert BEGINNING + 2 * MINUTE == threads["2"].created
    assert BEGINNING + 3 * MINUTE == threads["2"].active


def test_an_edit_makes_a_thread_lively(
    visited: Harvester, page: PlayedPage, clock: PlayedClock
) -> None:
    """From when it was seen, because comments carry no time of editing."""
    page.edit("1_1", "Another answer")
    clock.now = BEGINNING + 9 * DAY
    visited()

    plan = _plan(visited, HOT, clock.now)

    assert ["2"] == [thread[-1] for thread in plan.threads or ()]


def test_a_hot_visit_reads_lively_threads_and_looks_for_new_ones(visited: Harvester) -> None:
    """As far back as threads are hot by their age alone."""
    now = BEGINNING + DAY

    plan = _plan(visited, HOT, now)

    assert (Scope.HOT, now - DAY) == (plan.scope, plan.since)
    assert ["2", "1"] == [thread[-1] for thread in plan.threads or ()]
    assert plan.wants(Surface.FEED)
    assert not plan.wants(Surface.SETTINGS)


def test_each_tier_reads_its_own_threads(visited: Harvester) -> None:
    """None of them is read with two tiers unless it is new."""
    now = BEGINNING + 2 * DAY

    plans = {tier: _plan(visited, tier, now) for tier in (HOT, WARM, COOL)}

    assert {HOT: 0, WARM: 2, COOL: 0} == {
        tier: len(plan.threads or ()) for tier, plan in plans.items()
    }
    assert EVERY_SURFACE == plans[COOL].surfaces
    assert now - 60 * DAY == plans[COOL].since


def test_cold_threads_are_looked_at_by_reading_everything(visited: Harvester) -> None:
    """That also finds what appeared where nobody looks."""
    assert EVERYTHING == _plan(visited, COLD, BEGINNING + DAY)


def test_stories_are_looked_for_by_whichever_visit_comes_first(visited: Harvester) -> None:
    """They are gone after a day."""
    late = _plan(visited, HOT, BEGINNING + 2 * HOUR + MINUTE)

    assert late.wants(Surface.STORIES)
    assert _plan(visited, WARM, BEGINNING + HOUR).wants(Surface.STORIES)


def test_a_gone_thread_is_not_read_any_more(
    visited: Harvester, page: PlayedPage, clock: PlayedClock
) -> None:
    """Reading everything shows whether it came back."""
    page.delete("880100_1")
    visited()
    visited()

    plan = _plan(visited, WARM, clock.now + 2 * DAY)

    assert ["2"] == [thread[-1] for thread in plan.threads or ()]


def test_an_account_is_due_by_its_receipts(archive: Archive, harvest: Harvester) -> None:
    """Which are all the schedule remembers."""
    account, clock = harvest.account, archive.clock

    def due() -> tuple[Tier | None, datetime]:
        with archive.reading() as connection:
            table = account_timetable(connection, account, SETTINGS, clock())
        return table.visit, table.next_due

    before = due()
    receipt = harvest()
    after = due()

    assert (COLD, account.opened_at) == before
    assert (None, receipt.started + 10 * MINUTE) == after


def test_captures_of_one_item_are_no_look_at_a_tier(archive: Archive, harvest: Harvester) -> None:
    """Somebody asked for them; the schedule goes on as it was."""
    receipt = harvest()
    harvest.plan = Plan(Scope.ITEM, threads=())
    harvest()

    with archive.reading() as connection:
        table = account_timetable(connection, harvest.account, SETTINGS, archive.clock())

    assert receipt.started + 10 * MINUTE == table.next_due
    assert replace(table, visit=None) == table
