"""Values as SQLite holds them, whoever writes them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import cast

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from archiver.catalogue.columns import Instant
from archiver.catalogue.raw import Converter, written

ZONES = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
FIRST, LAST = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 - the zone is added


@given(st.datetimes(FIRST, LAST, timezones=ZONES | st.just(UTC)))
def test_an_instant_written_by_us_is_the_text_that_sqlalchemy_writes(instant: datetime) -> None:
    """The fast way and the plain way may stand in one column, and are compared as texts."""
    dialect = sqlite.dialect()
    plain = cast("Converter", Instant().dialect_impl(dialect).bind_processor(dialect))

    assert plain(instant) == written(instant)
