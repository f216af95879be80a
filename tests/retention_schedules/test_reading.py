"""The recorded act of reading."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from archiver.archive import Archive
from archiver.errors import WrongUsage
from retention_schedules.in_force import readings
from retention_schedules.reading import read_instant, record_reading
from tests.retention_schedules.conftest import ACCOUNT, PlayedClock

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2024, 6, 1, 17, tzinfo=UTC)


def test_an_act_of_reading_is_kept_with_its_person(archive: Archive, clock: PlayedClock) -> None:
    """Who read, which account, up to when, and when that was recorded."""
    record_reading(archive, "2024-05-30T10:00:00Z", account=ACCOUNT, by="Dana Ortiz")

    (act,) = readings(archive)
    assert (ACCOUNT, "Dana Ortiz", clock.now) == (act.account, act.by, act.at)
    assert datetime(2024, 5, 30, 10, tzinfo=UTC) == act.up_to


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-30T10:00:00-05:00", datetime(2024, 5, 30, 15, tzinfo=UTC)),
        ("2024-05-30", datetime(2024, 5, 31, 5, tzinfo=UTC)),
        ("2024-06-01", NOW),
        ("2024-03-09", datetime(2024, 3, 10, 6, tzinfo=UTC)),
        ("2024-03-10", datetime(2024, 3, 11, 5, tzinfo=UTC)),
    ],
)
def test_a_date_means_the_whole_day_in_the_citys_zone(text: str, expected: datetime) -> None:
    """Today means as far as it has gone; the day the clocks change has 23 hours."""
    assert expected == read_instant(text, CHICAGO, NOW)


@pytest.mark.parametrize("text", ["2024-06-02", "2024-06-01T17:00:01Z", "yesterday", ""])
def test_nobody_has_read_the_future(archive: Archive, text: str) -> None:
    """Nor up to no time at all; nothing is recorded."""
    with pytest.raises(WrongUsage):
        record_reading(archive, text, account=None, by="Dana Ortiz")

    assert () == readings(archive)


def test_reading_is_a_persons_act(archive: Archive) -> None:
    """Without a name there is none."""
    with pytest.raises(WrongUsage):
        record_reading(archive, "2024-05-30", account=None, by=" ")
