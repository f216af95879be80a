"""Reading a schedule file, and refusing what cannot be read."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import CivickeepError
from retention_schedules.errors import DuplicateSeries, ScheduleUnreadable
from retention_schedules.schedule_file import COLUMNS, FILE_LIMIT, read_series
from retention_schedules.series import Authority, Period, Trigger

GOOD = {
    "code": "ADM 00100",
    "section": "ADMINISTRATION",
    "title": "Example files",
    "retention_text": "3",
    "trigger": "unstated",
    "years": "3",
    "permanent": "no",
    "source": "invented",
}


def sheet(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """Write rows as a schedule file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def test_a_row_is_read_as_it_stands() -> None:
    """Code, section, title and period as printed; what is empty was not read."""
    (row,) = read_series(sheet(GOOD), "example.csv")

    assert ("ADM 00100", "administration/example-files") == (row.code, row.key)
    assert (Trigger.UNSTATED, Period(years=3), False) == (row.trigger, row.period, row.permanent)
    assert (None, None, Authority.SCHEDULE, 2) == (row.until, row.archival, row.authority, row.line)


def test_a_row_without_a_code_has_a_key_of_its_own() -> None:
    """No code is made up; without a section the key says so."""
    (row,) = read_series(sheet({**GOOD, "code": "", "section": ""}), "example.csv")

    assert (None, "no-section/example-files") == (row.code, row.key)


def test_days_are_read_from_the_printed_words() -> None:
    """The layout has no column for days."""
    row = {**GOOD, "years": "", "retention_text": "minimum 90 days"}

    assert Period(days=90) == read_series(sheet(row), "example.csv")[0].period


def test_a_period_that_was_not_read_stays_unknown() -> None:
    """An empty cell means not read; nothing is put in its place."""
    row = {**GOOD, "years": "", "retention_text": "see statute"}

    assert read_series(sheet(row), "example.csv")[0].period is None


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"title": ""}, "no title"),
        ({"permanent": "maybe"}, "yes or no"),
        ({"trigger": "full moon"}, "trigger"),
        ({"trigger": ""}, "trigger"),
        ({"years": "three"}, "years"),
        ({"years": "-1"}, "years"),
        ({"years": "1000"}, "years"),
        ({"months": "1.5"}, "months"),
        ({"permanent": "yes"}, "permanent"),
        ({"permanent": "yes", "trigger": ""}, "permanent"),
    ],
)
def test_an_unreadable_row_is_refused_with_its_line(change: dict[str, str], word: str) -> None:
    """The message names file, line and what is wrong."""
    other = {**GOOD, "code": "ADM 00200", "title": "Two\nlines"}

    with pytest.raises(ScheduleUnreadable) as refused:
        read_series(sheet(other, {**GOOD, **change}), "example.csv")

    assert "example.csv, line 4" in refused.value.what
    assert word in refused.value.what


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"title,years\nExample,3\n",
        sheet(),
        sheet(GOOD, columns=(*COLUMNS, "colour")),
        sheet(GOOD) + b"ADM 00300,ADMINISTRATION\n",
        sheet(GOOD) + b'"ADM 00300,ADMINISTRATION\n',
        sheet(GOOD) + b"\xff\xfe\n",
        sheet(GOOD) + b"\x00\n",
        b"x" * (FILE_LIMIT + 1),
    ],
    ids=["empty", "header", "no-rows", "column", "short", "quote", "encoding", "zero", "huge"],
)
def test_what_is_no_schedule_is_refused(content: bytes) -> None:
    """Nothing of it is used, and the message names a line."""
    with pytest.raises(ScheduleUnreadable, match="line"):
        read_series(content, "example.csv")


@pytest.mark.parametrize(
    "second",
    [
        {**GOOD, "code": "", "title": "EXAMPLE  Files"},
        {**GOOD, "code": "adm 00100", "title": "Another title"},
    ],
    ids=["title", "code"],
)
def test_a_duplicate_is_refused_with_both_lines(second: dict[str, str]) -> None:
    """Which of two periods holds is not ours to guess."""
    with pytest.raises(DuplicateSeries, match=r"line 3.*line 2"):
        read_series(sheet(GOOD, second), "example.csv")


def test_a_spreadsheets_byte_order_mark_is_no_harm() -> None:
    """Files saved by a spreadsheet program often begin with one."""
    assert 1 == len(read_series(b"\xef\xbb\xbf" + sheet(GOOD), "example.csv"))


@given(st.binary(max_size=300))
def test_no_file_ends_in_anything_but_a_clear_refusal(tail: bytes) -> None:
    """Whatever stands in a file, it is read or refused by name."""
    with suppress(CivickeepError):
        assert read_series(sheet(GOOD) + tail, "example.csv")
