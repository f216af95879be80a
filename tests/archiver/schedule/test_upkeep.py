"""The daily work on the archive itself."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.civil_time import to_wire
from archiver.progress import Lines
from archiver.schedule.upkeep import STAMP_WORK, VERIFY_WORK
from tests.archiver.quillback import Harvester, PlayedClock, PlayedPage

OUTSIDE = Surroundings({}, lambda _: None, Lines(lambda _: None))
DAY = timedelta(days=1)


def test_a_part_of_the_archive_is_verified_each_night(archive: Archive, clock: PlayedClock) -> None:
    """At half past two by the city's clock, another part each day."""
    clock.now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    today = VERIFY_WORK.do(archive, "archive", OUTSIDE)
    clock.now += DAY
    tomorrow = VERIFY_WORK.do(archive, "archive", OUTSIDE)

    assert "2026-06-02T07:30:00Z" == to_wire(today.next_due)
    assert today.clean
    assert "part 29 of 30: 0 objects, everything fits" == today.said
    assert (tomorrow.said or "").startswith("part 30 of 30")


def test_every_part_comes_up(archive: Archive, clock: PlayedClock) -> None:
    """Within as many days as there are parts."""
    said = set()
    for _ in range(30):
        said.add(VERIFY_WORK.do(archive, "archive", OUTSIDE).said)
        clock.now += DAY

    assert 30 == len(said)


def test_damage_is_found_and_said(
    archive: Archive, harvest: Harvester, page: PlayedPage, clock: PlayedClock
) -> None:
    """A person has to look."""
    page.post("1")
    harvest()
    (path,) = (path for path in archive.store.paths() if "/version-" in path)
    archive.store.remove(path)
    outcomes = []
    for _ in range(30):
        outcomes.append(VERIFY_WORK.do(archive, "archive", OUTSIDE))
        clock.now += DAY

    assert any(not outcome.clean for outcome in outcomes)
    assert any("problems; run civickeep verify" in (outcome.said or "") for outcome in outcomes)


@pytest.mark.parametrize("hour", [0, 3, 7, 8, 23])
def test_the_next_time_is_always_ahead(archive: Archive, clock: PlayedClock, hour: int) -> None:
    """And within a day, by the city's clock."""
    clock.now = datetime(2026, 11, 1, hour, tzinfo=UTC)

    next_due = VERIFY_WORK.do(archive, "archive", OUTSIDE).next_due

    assert timedelta(0) < next_due - clock.now <= timedelta(hours=25)


def test_nothing_is_stamped_where_no_authority_is_named(archive: Archive) -> None:
    """There is no such work."""
    assert {} == STAMP_WORK.wanted(archive)
    outcome = STAMP_WORK.do(archive, "archive", OUTSIDE)
    assert (None, True) == (outcome.said, outcome.clean)
    assert b'{"stamps":[]}' == msgspec.json.encode(outcome.result)


def test_the_archive_is_always_verified(archive: Archive) -> None:
    """Whatever is in it."""
    assert {"archive"} == set(VERIFY_WORK.wanted(archive))
