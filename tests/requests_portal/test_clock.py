"""When an answer is due (section C of the rulebook)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import WrongUsage
from requests_portal.clock import ClockKind, Due, add_business_days, due
from requests_portal.errors import RuleNotInForce
from requests_portal.holidays import Calendar

CITY = Calendar()
DAYS = st.dates(date(2025, 7, 1), date(2060, 1, 1))
CITIES = st.builds(Calendar, st.booleans(), st.booleans())
ACTS = [ClockKind.SUBJECT, ClockKind.COLLECTION_NOTICE, ClockKind.ACCURACY, ClockKind.APPEAL_TOLD]


def _due(kind: ClockKind, start: str, city: Calendar = CITY) -> Due:
    return due(kind, date.fromisoformat(start), city)


@pytest.mark.parametrize(
    ("kind", "start", "expected"),
    [
        (ClockKind.SUBJECT, "2026-04-06", "2026-04-20"),
        (ClockKind.SUBJECT, "2026-02-13", "2026-03-02"),
        (ClockKind.SUBJECT, "2025-12-24", "2026-01-09"),
        (ClockKind.ACCURACY, "2026-08-08", "2026-09-08"),
        (ClockKind.COLLECTION_NOTICE, "2026-11-24", "2026-12-02"),
        (ClockKind.APPEAL_TOLD, "2026-01-02", "2026-03-03"),
        (ClockKind.APPEAL_UNTOLD, "2026-01-02", "2026-07-01"),
        (ClockKind.SIX_MONTH, "2026-03-15", "2026-09-15"),
        (ClockKind.SIX_MONTH, "2025-08-31", "2026-02-28"),
    ],
)
def test_examples_come_out_as_worked_by_hand(kind: ClockKind, start: str, expected: str) -> None:
    """The rulebook's own examples and a few more counted on a calendar."""
    assert date.fromisoformat(expected) == _due(kind, start).due


def test_a_member_request_has_no_number_of_days() -> None:
    """The statute says promptly; no date is ever made up."""
    answer = _due(ClockKind.MEMBER, "2026-04-06")

    assert (None, ()) == (answer.due, answer.counted)
    assert answer.citation.startswith("Minn. Stat. § 13.03")


def test_a_request_that_comes_on_a_saturday_is_not_moved_first() -> None:
    """Day 1 is the Monday; moving the request to Monday first would give a day too much."""
    saturday = _due(ClockKind.SUBJECT, "2026-04-04")

    assert date(2026, 4, 6) == saturday.counted[0]
    assert date(2026, 4, 17) == saturday.due


def test_optional_holidays_put_the_date_off_only_where_the_city_keeps_them() -> None:
    """The Friday after Thanksgiving counts in one city and not in the other."""
    kept = Calendar(friday_after_thanksgiving=True)

    assert date(2026, 12, 2) == _due(ClockKind.COLLECTION_NOTICE, "2026-11-24").due
    assert date(2026, 12, 3) == _due(ClockKind.COLLECTION_NOTICE, "2026-11-24", kept).due


def test_the_days_left_out_are_told_with_the_reason() -> None:
    """Whoever reads the date can follow how it was counted."""
    answer = _due(ClockKind.SUBJECT, "2026-02-13")

    whys = [day.why for day in answer.left_out]

    assert whys.count("Washington's and Lincoln's Birthday") == 1
    assert len(whys) == 7


def test_a_rule_is_not_applied_before_it_was_in_force() -> None:
    """The five business days came on 1 July 2025."""
    with pytest.raises(RuleNotInForce):
        _due(ClockKind.COLLECTION_NOTICE, "2025-06-30")


def test_a_date_at_the_end_of_time_is_refused_in_plain_words() -> None:
    """9999 is a typing mistake, not a crash."""
    with pytest.raises(WrongUsage):
        _due(ClockKind.SUBJECT, "9999-12-30")


@given(st.sampled_from(ACTS), DAYS, CITIES)
def test_nothing_is_ever_due_on_a_weekend_or_holiday(
    kind: ClockKind, start: date, city: Calendar
) -> None:
    """Whatever the act, the day and the city's calendar."""
    last = due(kind, start, city).counted[-1]

    assert city.is_business_day(last)


@given(st.sampled_from(ACTS), DAYS, CITIES)
def test_the_number_of_days_counted_is_the_number_in_the_law(
    kind: ClockKind, start: date, city: Calendar
) -> None:
    """Days are counted once each, in order, after the first day, and the last is the due date."""
    amounts = dict(zip(ACTS, (10, 5, 30, 60), strict=True))

    answer = due(kind, start, city)

    assert amounts[kind] == len(set(answer.counted))
    assert sorted(answer.counted) == list(answer.counted)
    assert start < answer.counted[0]
    assert answer.due == answer.counted[-1]


@given(DAYS, st.integers(0, 30), CITIES)
def test_business_days_agree_with_counting_one_by_one(
    start: date, days: int, city: Calendar
) -> None:
    """The plain way of counting, as a person does with a finger on the calendar."""
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= city.is_business_day(day)

    assert day == add_business_days(start, days, city)
