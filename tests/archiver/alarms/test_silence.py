"""Years of accounts that speak more or less often, and those that fall silent."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from archiver.alarms.silence import FEW, Silence, silence

ZONE = ZoneInfo("America/Chicago")
BEGINNING = date(2026, 1, 5)
DAY = timedelta(days=1)
LEAST = 4
MONDAY_TO_FRIDAY = range(5)
Talk = Callable[[date], bool]


def evening(day: date) -> datetime:
    """Give an hour at which the office is closed."""
    return datetime.combine(day, time(17), ZONE)


def play(talk: Talk, days: int) -> list[date]:
    """Look each evening of so many days; give those on which a silence was new."""
    active: list[date] = []
    told: list[date] = []
    silent = False
    for day in (BEGINNING + DAY * n for n in range(days)):
        if talk(day):
            active.append(day)
        recent = [each for each in active if day - each < timedelta(days=365)]
        found = silence(recent, evening(day), ZONE, LEAST) is not None
        if found and not silent:
            told.append(day)
        silent = found
    return told


def by_chance(share: float, seed: int, until: date = date.max) -> Talk:
    """Speak on this share of working days, and more rarely at weekends."""
    chance = Random(seed)  # noqa: S311 - a played city

    def talk(day: date) -> bool:
        weight = 1.0 if day.weekday() in MONDAY_TO_FRIDAY else 0.2
        return chance.random() < share * weight and day <= until

    return talk


def test_years_of_ordinary_pauses_bring_hardly_an_alarm() -> None:
    """Over accounts of every habit, fewer than one in some hundred months."""
    told = [day for share in (0.1, 0.2, 0.4, 0.7, 0.95) for day in play(by_chance(share, 7), 730)]

    assert len(told) <= 1, told


@pytest.mark.parametrize(("share", "limit"), [(1.0, 7), (0.9, 12), (0.6, 21), (0.3, 60)])
def test_an_account_that_falls_silent_is_told(share: float, limit: int) -> None:
    """Within days that its own pauses suggest."""
    last = BEGINNING + 150 * DAY

    told = play(by_chance(share, 3, last), 151 + limit)

    assert 1 == len(told)
    assert last < told[0] <= last + limit * DAY


def weekdays(count: int, until: date) -> list[date]:
    """Give so many working days up to one."""
    days = [until - DAY * n for n in range(2 * count)]
    return sorted([day for day in days if day.weekday() in MONDAY_TO_FRIDAY][:count])


def test_weekends_nights_and_the_turn_of_the_year_are_no_silence() -> None:
    """From the day before Christmas to the first working day of the year nobody is missed."""
    active = weekdays(60, date(2026, 12, 23))

    assert silence(active, evening(date(2027, 1, 4)), ZONE, LEAST) is None
    found = silence(active, evening(date(2027, 1, 8)), ZONE, LEAST)
    assert Silence(date(2026, 12, 23), 4, 0) == found


def test_a_long_weekend_of_holidays_is_no_silence() -> None:
    """Thanksgiving with the Friday, and the Monday nobody works either."""
    active = weekdays(60, date(2026, 11, 25))

    assert silence(active, evening(date(2026, 12, 1)), ZONE, LEAST) is None


def test_few_data_say_nothing() -> None:
    """A new account may be silent for as long as it likes."""
    active = weekdays(FEW - 1, date(2026, 6, 1))

    assert silence(active, evening(date(2026, 12, 1)), ZONE, LEAST) is None


def test_one_long_summer_break_does_not_hide_the_next_silence() -> None:
    """Nor does it count as the account's habit."""
    active = weekdays(40, date(2026, 6, 1)) + weekdays(40, date(2026, 9, 1))

    assert silence(active, evening(date(2026, 9, 9)), ZONE, LEAST) is not None


def test_bursts_do_not_make_the_past_look_busier() -> None:
    """Only the day counts, however much was said on it."""
    weekly = [BEGINNING + 7 * DAY * n for n in range(30)]

    assert silence(weekly, evening(weekly[-1] + 10 * DAY), ZONE, LEAST) is None
    assert silence(weekly, evening(weekly[-1] + 28 * DAY), ZONE, LEAST) is not None
