"""Played months: what mends itself is not told, and every true outage is, in its time."""

from datetime import date, datetime
from random import Random

import pytest

from archiver.alarms.account_alarms import ROUND
from archiver.captures import Verdict
from tests.archiver.alarms.playing import (
    BADLY,
    DAY,
    HOUR,
    MINUTE,
    START,
    WELL,
    PlayedMonths,
    Seen,
    Weather,
    spans,
)

MONTH = 30 * DAY
HOURLY = 1 / 24
THROTTLED = spans((3.4, 3.4 + HOURLY), (17.1, 17.1 + 2 * HOURLY))
FAULTY = spans(*((week * 7 + 4.6, week * 7 + 4.6 + 50 / 1440) for week in range(5)))
RESTARTED = spans((12.3, 12.3 + 30 / 1440), (20.5, 20.5 + 1.5 * HOURLY))


def ordinary(now: datetime, chance: Random) -> Seen | None:
    """Look as one looks in most months: now and then a look fails, and the next one does not."""
    if THROTTLED(now):
        return Seen(Verdict.FAILED, away=HOUR)
    if FAULTY(now):
        return BADLY
    luck = chance.random()
    if luck < 0.01:
        return BADLY
    if luck < 0.02:
        return Seen(Verdict.PARTIAL, doubtful=luck < 0.012)
    return WELL


def chatty(day: date, chance: Random) -> bool:
    """Let a city post on most working days and now and then at a weekend, and have holidays."""
    holiday = (day.month, day.day) in {(3, 13), (3, 16), (3, 17), (4, 3), (4, 6)}
    return not holiday and chance.random() < (0.8 if day.weekday() < 5 else 0.2)


@pytest.mark.parametrize("seed", [1, 2])
def test_an_ordinary_month_brings_at_most_one_false_alarm(seed: int) -> None:
    """Throttled hours, faults that pass, restarts, nights, weekends and holidays are none."""
    months = PlayedMonths(ordinary, seed, chatty, RESTARTED)
    months.play(MONTH)

    assert len(months.told) <= 1, months.told


def after(moment: datetime, then: Seen | None) -> Weather:
    """Let all be well until a moment, and not any more after it."""
    return lambda now, _: WELL if now < moment else then


OUTAGE = START + 2 * DAY + 3 * HOUR
OUTAGES = {
    "missed_run": (None, HOUR),
    "runs_failing": (BADLY, 2 * HOUR + 30 * MINUTE),
    "canary_unreadable": (Seen(Verdict.PARTIAL, doubtful=True), HOUR),
    "fewer_accounts": (BADLY, 24 * HOUR + 20 * MINUTE),
}


@pytest.mark.parametrize("kind", OUTAGES)
def test_every_outage_is_told_in_its_time(kind: str) -> None:
    """Nobody looks, looks fail, looks contradict themselves, nothing is read to its end."""
    then, limit = OUTAGES[kind]
    months = PlayedMonths(after(OUTAGE, then))
    months.play(OUTAGE - START + limit + ROUND)

    assert OUTAGE < months.first(kind) <= OUTAGE + limit


def test_an_outage_that_goes_on_is_told_once_and_over_once() -> None:
    """What is told each day after that is a reminder and no news."""
    months = PlayedMonths(after(OUTAGE, None))
    months.play(OUTAGE - START + 3 * DAY)

    assert ["missed_run", "fewer_accounts"] == months.kinds


def test_a_pause_of_the_whole_machine_is_told_where_it_was_long() -> None:
    """By the first round after it: nobody was watched meanwhile, and nobody could tell."""
    months = PlayedMonths(after(START + 99 * DAY, None), asleep=spans((2.0, 2.0 + 5 * HOURLY)))
    months.play(3 * DAY)

    told = set(months.kinds)
    assert told <= {"missed_run"}
