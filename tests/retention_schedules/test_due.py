"""The pure rule, by example and by property."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_schedules.due import (
    Claim,
    Outcome,
    Reason,
    evaluate,
    last_day,
    year_end_cutoff,
)
from retention_schedules.errors import DateBeyondCalendar
from retention_schedules.series import Authority, Period, RecordSeries, Trigger

ROW = RecordSeries(
    key="administration/example",
    code=None,
    section="ADMINISTRATION",
    title="Example",
    summary="",
    retention_text="3 years",
    trigger=Trigger.CREATION,
    period=Period(years=3),
    permanent=False,
    until=None,
    archival=None,
    classification=None,
    statute=None,
    source="invented",
    authority=Authority.SCHEDULE,
    line=2,
)
PERMANENT = replace(ROW, key="administration/kept", permanent=True, trigger=None, period=None)
TODAY = date(2026, 11, 22)

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
periods = st.builds(
    Period, years=st.integers(0, 60), months=st.integers(0, 40), days=st.integers(0, 400)
)
maybe_days = st.none() | days
rows = st.builds(
    replace,
    st.just(ROW),
    key=st.sampled_from(["a/one", "a/two", "b/three"]),
    trigger=st.sampled_from(Trigger),
    period=st.none() | periods,
    until=st.none() | st.sampled_from(["paid", "read"]),
) | st.just(PERMANENT)
claims = st.builds(
    Claim,
    series=rows,
    trigger_on=maybe_days,
    until_on=maybe_days,
    floor=st.booleans(),
    retired=st.booleans(),
)


@pytest.mark.parametrize(
    ("trigger", "period", "expected"),
    [
        (date(2024, 2, 29), Period(years=1), date(2025, 2, 28)),
        (date(2024, 2, 29), Period(years=4), date(2028, 2, 29)),
        (date(2023, 8, 31), Period(months=6), date(2024, 2, 29)),
        (date(2023, 1, 31), Period(months=1), date(2023, 2, 28)),
        (date(2023, 11, 30), Period(months=3), date(2024, 2, 29)),
        (date(2023, 12, 31), Period(months=22), date(2025, 10, 31)),
        (date(2023, 5, 6), Period(), date(2023, 5, 6)),
        (date(2024, 1, 1), Period(days=90), date(2024, 3, 31)),
    ],
)
def test_last_day_is_counted_from_the_original_trigger(
    trigger: date, period: Period, expected: date
) -> None:
    """Years and months are added at once; a day a month lacks becomes its last."""
    assert expected == last_day(trigger, period)


def test_a_month_is_never_counted_step_by_step() -> None:
    """31 January and two months is 31 March, though a step by way of February would say 28."""
    assert date(2023, 3, 31) == last_day(date(2023, 1, 31), Period(months=2))


def test_a_period_beyond_the_calendar_is_refused() -> None:
    """No date is made up where the calendar ends; the message says what to check."""
    with pytest.raises(DateBeyondCalendar):
        evaluate([Claim(ROW, date(9998, 1, 1))], TODAY)


def test_eligible_on_is_the_day_after_the_last_day() -> None:
    """On the last day it must be kept; on the next it may go."""
    claim = Claim(ROW, date(2023, 11, 21))

    kept = evaluate([claim], date(2026, 11, 21))
    free = evaluate([claim], date(2026, 11, 22))

    assert (Outcome.NOT_ELIGIBLE, (Reason.PERIOD_NOT_ELAPSED,)) == (kept.outcome, kept.reasons)
    assert (Outcome.ELIGIBLE, ()) == (free.outcome, free.reasons)
    assert date(2026, 11, 22) == kept.eligible_on == free.eligible_on


def test_an_event_that_has_not_happened_gives_no_date() -> None:
    """It waits, and no date is guessed."""
    result = evaluate([Claim(ROW, None)], TODAY)

    assert (Outcome.NOT_ELIGIBLE, None, None) == (
        result.outcome,
        result.last_day,
        result.eligible_on,
    )
    assert (Reason.AWAITING_EVENT,) == result.reasons


def test_an_unstated_trigger_cannot_be_evaluated_without_a_date() -> None:
    """A bare number of the schedule is not counted from anything of our own choice."""
    result = evaluate([Claim(replace(ROW, trigger=Trigger.UNSTATED), None)], TODAY)

    assert (Outcome.CANNOT_EVALUATE, (Reason.TRIGGER_UNSTATED,)) == (
        result.outcome,
        result.reasons,
    )


@pytest.mark.parametrize(
    ("until_on", "expected"),
    [(date(2020, 1, 1), date(2023, 1, 15)), (date(2024, 7, 4), date(2024, 7, 4))],
)
def test_until_takes_the_later_of_the_two(until_on: date, expected: date) -> None:
    """``2 or until paid``: every period is a minimum, so the later counts."""
    row = replace(ROW, period=Period(years=2), until="paid")

    assert expected == evaluate([Claim(row, date(2021, 1, 15), until_on)], TODAY).last_day


def test_until_waits_for_its_event_though_the_years_are_over() -> None:
    """An unpaid fine is kept after two years, without a date."""
    row = replace(ROW, period=Period(years=2), until="paid")

    result = evaluate([Claim(row, date(2001, 1, 15))], TODAY)

    assert ((Reason.AWAITING_EVENT,), None) == (result.reasons, result.last_day)


def test_until_the_trigger_itself_is_one_event() -> None:
    """``Until superseded`` counts from being superseded and waits for nothing else."""
    row = replace(ROW, trigger=Trigger.SUPERSEDED, period=Period(), until="superseded")

    result = evaluate([Claim(row, date(2026, 11, 21))], TODAY)

    assert (Outcome.ELIGIBLE, date(2026, 11, 21)) == (result.outcome, result.last_day)


def test_of_several_series_the_latest_date_wins() -> None:
    """The longest of all claims is the answer."""
    longer = replace(ROW, key="a/longer", period=Period(years=10))

    result = evaluate([Claim(ROW, date(2020, 5, 5)), Claim(longer, date(2020, 5, 5))], TODAY)

    assert date(2030, 5, 5) == result.last_day


def test_one_permanent_series_keeps_it_for_good() -> None:
    """However long ago the other period ended; and no date is given."""
    result = evaluate([Claim(ROW, date(1990, 5, 5)), Claim(PERMANENT, None)], TODAY)

    assert ((Reason.PERMANENT,), None) == (result.reasons, result.last_day)


def test_every_reason_is_listed() -> None:
    """Not only the first one found."""
    result = evaluate(
        [Claim(ROW, date(2026, 1, 1)), Claim(PERMANENT, None)], TODAY, also=[Reason.HELD]
    )

    assert (Reason.HELD, Reason.PERMANENT, Reason.PERIOD_NOT_ELAPSED) == result.reasons


def test_a_floor_lengthens_from_its_effective_date_only() -> None:
    """Before a new law holds, the schedule alone counts."""
    floor = Claim(
        replace(ROW, key="law/floor", period=Period(years=20)),
        date(2010, 1, 1),
        floor=True,
        effective=date(2026, 1, 1),
    )
    claim = Claim(ROW, date(2010, 1, 1))

    assert Outcome.ELIGIBLE == evaluate([claim, floor], date(2025, 12, 31)).outcome
    assert Outcome.NOT_ELIGIBLE == evaluate([claim, floor], date(2026, 1, 1)).outcome


def test_a_floor_alone_makes_nothing_eligible() -> None:
    """A floor is no series: what only a floor claims is unscheduled."""
    floor = Claim(ROW, date(2000, 1, 1), floor=True)

    assert (Reason.UNSCHEDULED,) == evaluate([floor], TODAY).reasons


def test_two_periods_of_one_series_are_a_conflict_to_look_at() -> None:
    """When editions disagree, the later date counts and a person looks."""
    shorter = replace(ROW, period=Period(years=1))

    result = evaluate([Claim(ROW, date(2000, 1, 1)), Claim(shorter, date(2000, 1, 1))], TODAY)

    assert (Outcome.REVIEW_DUE, (Reason.CONFLICT,)) == (result.outcome, result.reasons)


@pytest.mark.parametrize(
    ("trigger", "end", "expected"),
    [
        (date(2024, 3, 1), (12, 31), date(2024, 12, 31)),
        (date(2024, 7, 1), (6, 30), date(2025, 6, 30)),
        (date(2024, 6, 30), (6, 30), date(2024, 6, 30)),
        (date(2023, 2, 28), (2, 29), date(2023, 2, 28)),
    ],
)
def test_year_end_cutoff_moves_to_the_end_of_the_citys_year(
    trigger: date, end: tuple[int, int], expected: date
) -> None:
    """For a city that closes its files once a year."""
    assert expected == year_end_cutoff(trigger, *end)


@given(st.lists(claims, max_size=4), st.booleans(), days)
def test_unscheduled_is_never_eligible(found: list[Claim], held: bool, as_of: date) -> None:  # noqa: FBT001 - hypothesis gives it
    """
    Invariant 6, and 7 with it: eligible needs a series with a known, elapsed period.

    Nothing is eligible without a series, with an unknown event or period, with
    a permanent claim, under a retired series, or on hold.
    """
    result = evaluate(found, as_of, also=[Reason.HELD] if held else [])

    if result.outcome is Outcome.ELIGIBLE:
        assert not held
        assert [one for one in found if not one.floor]
        assert not any(one.retired or one.series.permanent for one in found)
        assert all(one.trigger_on and one.series.period is not None for one in found)
        assert result.last_day is not None
        assert as_of > result.last_day
    else:
        assert result.reasons


@given(st.lists(claims, max_size=4), days, st.integers(0, 5000))
def test_what_is_eligible_stays_eligible_with_time(
    found: list[Claim], as_of: date, later: int
) -> None:
    """Without a new fact, a later day never takes eligibility back."""
    if evaluate(found, as_of).outcome is Outcome.ELIGIBLE:
        assert Outcome.ELIGIBLE == evaluate(found, as_of + timedelta(days=later)).outcome


@given(st.lists(claims, min_size=1, max_size=3), claims, days)
def test_another_claim_never_shortens(found: list[Claim], more: Claim, as_of: date) -> None:
    """A city or a law may lengthen and never shorten."""
    before, after = evaluate(found, as_of), evaluate([*found, more], as_of)

    if after.outcome is Outcome.ELIGIBLE and not all(one.floor for one in found):
        assert Outcome.ELIGIBLE == before.outcome
    if before.last_day is not None and after.last_day is not None:
        assert after.last_day >= before.last_day


@given(days, periods)
def test_the_last_day_is_never_before_the_trigger(trigger: date, period: Period) -> None:
    """And never more than the whole years, months and days after it."""
    ends = last_day(trigger, period)
    longest = period.years * 366 + period.months * 31 + period.days

    assert timedelta(0) <= ends - trigger <= timedelta(days=longest)
