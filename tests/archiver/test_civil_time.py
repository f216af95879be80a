"""Instants are read in every spelling the platform uses, and written in one."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.civil_time import civil_date, from_wire, to_wire

INSTANTS = st.datetimes(timezones=st.just(UTC))


@given(INSTANTS)
def test_what_was_written_is_read_back(instant: datetime) -> None:
    """To the microsecond, and always with a Z."""
    assert instant == from_wire(to_wire(instant))
    assert to_wire(instant).endswith("Z")


@pytest.mark.parametrize(
    "text",
    [
        "2021-07-09T19:09:52+0000",
        "2021-07-09T14:09:52-05:00",
        "2021-07-09T19:09:52Z",
        "2021-07-09 19:09:52",
    ],
)
def test_spellings_of_one_instant_are_one(text: str) -> None:
    """The Graph API's has no colon in its zone; none at all means UTC."""
    assert datetime(2021, 7, 9, 19, 9, 52, tzinfo=UTC) == from_wire(text)


@pytest.mark.parametrize(
    "text", ["", "soon", "2021-13-01", "0001-01-01T00:00:00+1400", "9999-12-31T23:59:59-1400"]
)
def test_what_is_no_instant_is_refused_in_one_way(text: str) -> None:
    """Even a time that only falls off the calendar once it is brought to UTC."""
    with pytest.raises(ValueError):  # noqa: PT011 - its words are Python's
        from_wire(text)


def test_an_instant_without_a_zone_is_never_written() -> None:
    """It could mean anything."""
    with pytest.raises(ValueError, match="time zone"):
        to_wire(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_the_date_is_taken_in_the_city_s_zone() -> None:
    """03:30 UTC is still the evening before in Minnesota, whatever zone it was written in."""
    instant = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
    chicago = ZoneInfo("America/Chicago")

    assert date(2026, 3, 2) == civil_date(instant, chicago)
    assert date(2026, 3, 2) == civil_date(instant.astimezone(timezone(timedelta(hours=9))), chicago)
