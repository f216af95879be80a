"""Dates as a clerk writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import read_words
from search.spans import days, to_utc

TODAY = date(2026, 11, 22)
"""A Sunday."""


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-22", "2026-11-22"),
        ("Yesterday", "2026-11-21", "2026-11-21"),
        ("this week", "2026-11-22", "2026-11-28"),
        ("last week", "2026-11-15", "2026-11-21"),
        ("past week", "2026-11-16", "2026-11-22"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("previous quarter", "2026-07-01", "2026-09-30"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("last 7 days", "2026-11-16", "2026-11-22"),
        ("past 1 month", "2026-10-23", "2026-11-22"),
        ("3 days ago", "2026-11-19", "2026-11-19"),
        ("2 weeks ago", "2026-11-08", "2026-11-08"),
        ("1 year ago", "2025-11-22", "2025-11-22"),
        ("sunday", "2026-11-22", "2026-11-22"),
        ("last sunday", "2026-11-15", "2026-11-15"),
        ("monday", "2026-11-16", "2026-11-16"),
        ("march", "2026-03-01", "2026-03-31"),
        ("dec", "2025-12-01", "2025-12-31"),
        ("november", "2026-11-01", "2026-11-30"),
        ("last november", "2025-11-01", "2025-11-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-3-5", "2026-03-05", "2026-03-05"),
        ("3/5/2026", "2026-03-05", "2026-03-05"),
    ],
)
def test_words_name_days(text: str, first: str, last: str) -> None:
    """A word is the whole stretch it names, both days included."""
    expected = days(date.fromisoformat(first), date.fromisoformat(last))

    assert expected == read_words(text, TODAY)


@pytest.mark.parametrize("text", ["", "snow", "last", "last snow", "2026-", "12", "march 5"])
def test_other_words_are_left_to_the_grammar(text: str) -> None:
    """What is not known here is not guessed here."""
    assert read_words(text, TODAY) is None


@pytest.mark.parametrize("text", ["2026-13", "2026-02-30", "13/1/2026", "9999 years ago"])
def test_days_that_do_not_exist_are_errors(text: str) -> None:
    """A misprint is not a date."""
    with pytest.raises(ValueError, match=r".+"):
        read_words(text, TODAY)


def test_a_day_of_the_city_can_have_23_hours() -> None:
    """The day the clocks go forward begins and ends at the city's midnights."""
    zone = ZoneInfo("America/Chicago")
    span = days(date(2026, 3, 8), date(2026, 3, 8))

    ends = to_utc(span.start, zone), to_utc(span.end, zone)

    assert (datetime(2026, 3, 8, 6, tzinfo=UTC), datetime(2026, 3, 9, 5, tzinfo=UTC)) == ends


@given(
    st.sampled_from(["this", "last", "past", "previous"]),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
    st.dates(date(1950, 1, 1), date(2150, 1, 1)),
)
def test_a_stretch_never_ends_before_it_begins(which: str, unit: str, today: date) -> None:
    """On any day of any year, this contains today and last ends before this begins."""
    span = read_words(f"{which} {unit}", today)

    assert span is not None
    assert span.start < span.end
    assert (span.end.date() > today) == (which in {"this", "past"})
