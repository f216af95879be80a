"""Legal holidays against the statute's list and against the ``holidays`` package."""

from datetime import date, timedelta
from itertools import pairwise

import holidays as package
import pytest

from requests_portal.holidays import SATURDAY, Calendar

CITY = Calendar()
BOTH = Calendar(indigenous_peoples_day=True, friday_after_thanksgiving=True)

WEEKDAY_HOLIDAYS = {
    2026: "1/1 1/19 2/16 5/25 6/19 7/3 9/7 11/11 11/26 12/25",
    2027: "1/1 1/18 2/15 5/31 6/18 7/5 9/6 11/11 11/25 12/24 12/31",
    2028: "1/17 2/21 5/29 6/19 7/4 9/4 11/10 11/23 12/25",
}


def _year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(("year", "expected"), WEEKDAY_HOLIDAYS.items())
def test_weekday_holidays_are_those_of_the_statute(year: int, expected: str) -> None:
    """The days worked out by hand for three years, the optional two left out."""
    found = [day for day in _year(year) if CITY.holiday(day) and day.weekday() < SATURDAY]

    assert expected == " ".join(f"{day.month}/{day.day}" for day in found)


@pytest.mark.parametrize(
    "day", ["2026-10-12", "2027-10-11", "2028-10-09", "2026-11-27", "2027-11-26", "2028-11-24"]
)
def test_a_city_turns_the_optional_days_on(day: str) -> None:
    """The October Monday and the Friday after Thanksgiving count unless the city says otherwise."""
    optional = date.fromisoformat(day)

    assert (None, True) == (CITY.holiday(optional), BOTH.holiday(optional) is not None)


def test_each_switch_is_its_own() -> None:
    """One optional day does not bring the other."""
    october = Calendar(indigenous_peoples_day=True)

    assert october.holiday(date(2026, 10, 12)) == "Indigenous Peoples Day"
    assert october.holiday(date(2026, 11, 27)) is None


def test_the_list_agrees_with_the_holidays_package_but_for_what_is_known() -> None:
    """2021 to 2035, weekdays: the package has Juneteenth two years before the statute."""
    theirs = package.country_holidays("US", subdiv="MN", years=range(2020, 2037))
    weekdays = [
        day for year in range(2021, 2036) for day in _year(year) if day.weekday() < SATURDAY
    ]

    differing = [day for day in weekdays if (CITY.holiday(day) is not None) != (day in theirs)]

    assert [date(2021, 6, 18), date(2022, 6, 20)] == differing


def test_new_year_on_a_saturday_is_kept_in_the_old_year() -> None:
    """Friday 31 December 2027 is New Year's Day of 2028."""
    assert CITY.holiday(date(2027, 12, 31)) == "New Year's Day"


def test_the_friday_follows_the_thanksgiving_of_the_same_year() -> None:
    """Wherever Thanksgiving falls, the optional Friday is the next day."""
    days = [day for year in range(2021, 2036) for day in _year(year)]

    after = [
        next_day for day, next_day in pairwise(days) if CITY.holiday(day) == "Thanksgiving Day"
    ]

    assert ["Friday after Thanksgiving"] * 15 == [BOTH.holiday(day) for day in after]
