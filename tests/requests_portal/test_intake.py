"""Taking a request in: numbers, dates and what the requester is told."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.data_requests import DataRequest, RequestState, Track
from requests_portal.errors import RequestUnknown
from requests_portal.intake import Intake, all_notices, get_request, notices_for, open_request
from requests_portal.settings import CalendarSettings, RequestSettings
from tests.requests_portal.desk_scene import CLERK, PlayedClock, make_archive

NOON = datetime(2026, 4, 6, 17, tzinfo=UTC)
SUBJECT = Intake(Track.SUBJECT, NOON, "Everything about me, please.", CLERK)
MEMBER = replace(SUBJECT, track=Track.MEMBER)


def test_a_request_about_oneself_is_due_in_ten_business_days(desk: Archive) -> None:
    """The statute's date, counted from the local date of receipt."""
    opened = open_request(desk, SUBJECT)

    assert (date(2026, 4, 20), None) == (opened.statutory_due, opened.city_target)


def test_a_request_for_public_data_has_no_date_unless_the_city_sets_a_target(
    desk: Archive, tmp_path: Path, clock: PlayedClock
) -> None:
    """A target is the city's own and never takes the statute's place."""
    other = make_archive(tmp_path / "b", clock, desk=RequestSettings(member_target_days=5))

    plain, aimed = open_request(desk, MEMBER), open_request(other, MEMBER)
    other.close()

    assert (None, None) == (plain.statutory_due, plain.city_target)
    assert (None, date(2026, 4, 13)) == (aimed.statutory_due, aimed.city_target)


def test_the_date_of_receipt_is_the_local_one(desk: Archive) -> None:
    """03:30 UTC on the 7th is the evening of the 6th in Minnesota."""
    late = replace(SUBJECT, received_at=datetime(2026, 4, 7, 3, 30, tzinfo=UTC))

    opened = open_request(desk, late)

    assert (date(2026, 4, 6), date(2026, 4, 20)) == (opened.received_on, opened.statutory_due)


def test_a_city_that_keeps_an_optional_holiday_answers_a_day_later(
    tmp_path: Path, clock: PlayedClock
) -> None:
    """The switch in the settings reaches the clock."""
    kept = make_archive(tmp_path, clock, CalendarSettings(friday_after_thanksgiving=True))
    november = replace(SUBJECT, received_at=datetime(2026, 11, 20, 18, tzinfo=UTC))

    opened = open_request(kept, november)
    kept.close()

    assert date(2026, 12, 8) == opened.statutory_due


def test_requests_are_numbered_within_the_year_they_were_received_in(desk: Archive) -> None:
    """Each year starts anew, whenever the request was typed in."""
    earlier = replace(MEMBER, received_at=datetime(2025, 12, 30, 18, tzinfo=UTC))

    ids = [open_request(desk, one).id for one in (MEMBER, SUBJECT, earlier)]

    assert ["R-2026-0001", "R-2026-0002", "R-2025-0001"] == ids


def test_what_was_opened_is_read_back_whole(desk: Archive) -> None:
    """The row says what the event said."""
    opened = open_request(desk, SUBJECT)

    assert opened == get_request(desk, opened.id)
    assert (RequestState.RECEIVED, CLERK, desk.clock()) == (
        opened.state,
        opened.opened_by,
        opened.opened_at,
    )


def test_an_unknown_request_is_told(desk: Archive) -> None:
    """With the command that lists those there are."""
    with pytest.raises(RequestUnknown, match="R-2026-0099"):
        get_request(desk, "R-2026-0099")


def test_nothing_is_told_as_law_that_was_not_read() -> None:
    """No notice rests on general knowledge or an open question."""
    assert all(notice.law for notice in all_notices())


@pytest.mark.parametrize(
    ("track", "needed"),
    [
        (Track.MEMBER, {"request_is_public", "no_name_no_reason", "no_number_of_days"}),
        (Track.SUBJECT, {"request_is_public", "identity_first", "tennessen_warning", "ten_days"}),
    ],
)
def test_each_track_is_told_what_concerns_it(track: Track, needed: set[str]) -> None:
    """Both hear that the request is public; only a subject is warned and identified."""
    told = {notice.key for notice in notices_for(track, date(2026, 4, 6))}

    assert needed <= told
    assert ("tennessen_warning" in told) is (track is Track.SUBJECT)


def test_two_people_opening_at_once_get_two_numbers(
    desk: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever finds the number taken draws the next."""
    first = open_request(desk, MEMBER)
    numbers = iter([first.id, "R-2026-0002"])
    monkeypatch.setattr("requests_portal.intake._next_number", lambda *_: next(numbers))

    second: DataRequest = open_request(desk, MEMBER)

    assert "R-2026-0002" == second.id
