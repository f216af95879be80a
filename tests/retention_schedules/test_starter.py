"""The schedules that come with the program are what was read, and nothing more."""

import csv

import pytest

from retention_schedules.errors import EditionUnknown, SeriesAmbiguous, SeriesUnknown
from retention_schedules.schedule import Schedule, citation, find_series, read_schedule
from retention_schedules.schedule_file import read_series
from retention_schedules.series import Authority
from retention_schedules.starter import (
    DATA,
    STARTER_EDITION,
    floor_series,
    starter_content,
    starter_names,
    starter_schedule,
)

OTHER = "minnesota-other-periods-2026-11"
STARTER_SHA256 = "082ace0d423620334a115be5a4ed28f0fe10d052b1e79b88a9841240e974f2b9"


def test_every_row_of_the_starter_is_offered_as_it_was_read() -> None:
    """Sixteen rows; codes only where the schedule prints them; each with its source."""
    schedule = starter_schedule()
    printed = list(csv.DictReader(starter_content(STARTER_EDITION).decode().splitlines()))

    assert 16 == len(schedule.series) == len(printed)
    assert [row["code"] or None for row in printed] == [one.code for one in schedule.series]
    assert [row["retention_text"] for row in printed] == [
        one.retention_text for one in schedule.series
    ]
    assert all(one.source for one in schedule.series)


def test_the_starter_file_never_changes_under_its_name() -> None:
    """Old classifications name the edition, so its rows are fixed."""
    assert STARTER_SHA256 == starter_schedule().sha256


def test_a_bill_is_not_law_and_is_not_offered() -> None:
    """Nor is what another city decided for itself."""
    rows = read_series(starter_content(OTHER), OTHER)
    offered = starter_schedule(OTHER).series

    assert any(one.authority is Authority.BILL for one in rows)
    assert not any(one.authority is Authority.BILL for one in offered)
    assert not any("Northfield" in one.title for one in offered)


def test_a_bill_in_an_imported_file_is_not_offered_either() -> None:
    """Whoever imports the file of other periods gets no bill with it."""
    schedule = read_schedule(starter_content(OTHER), "imported", "Imported")

    assert not any(one.authority is Authority.BILL for one in schedule.series)


def test_the_removed_comments_form_is_a_floor_of_one_year() -> None:
    """The city's own policy, not the schedule."""
    row = floor_series("removed_comment")

    assert (Authority.CITY_POLICY, 1) == (row.authority, row.period and row.period.years)


def test_the_provenance_of_every_file_is_told() -> None:
    """Each file of rows and rules is named in the README beside it."""
    told = (DATA / "README.md").read_text("utf-8")
    files = [one.name for one in DATA.iterdir() if one.name.endswith((".csv", "2026-11.toml"))]

    assert 3 == len(files)
    assert [] == [name for name in files if name not in told]


def test_an_unknown_edition_names_those_there_are() -> None:
    """So that the next try succeeds."""
    with pytest.raises(EditionUnknown) as refused:
        starter_schedule("grrs-1994")

    assert STARTER_EDITION in refused.value.next_step


@pytest.mark.parametrize(
    "text",
    ["LIB 01800", "lib  01800", "library/publicity", "Publicity", " PUBLICITY "],
)
def test_a_series_is_found_by_key_code_or_title_in_any_case(text: str) -> None:
    """Whatever a clerk has in front of her."""
    assert "library/publicity" == find_series([starter_schedule()], text)[1].key


def test_an_unknown_series_names_the_nearest() -> None:
    """A slip of the keyboard is answered with what was probably meant."""
    with pytest.raises(SeriesUnknown, match="Publicty") as refused:
        find_series([starter_schedule()], "Publicty")

    assert "library/publicity" in refused.value.next_step


def test_a_title_in_two_sections_is_not_guessed() -> None:
    """The message names both keys."""
    header = starter_content(STARTER_EDITION).decode().splitlines()[0]
    rows = ",POLICE,Reports,,2,unstated,2,,no,,,,,x\n,FIRE,Reports,,2,unstated,2,,no,,,,,x\n"
    schedule = read_schedule(f"{header}\n{rows}".encode(), "two", "Two")

    with pytest.raises(SeriesAmbiguous) as refused:
        find_series([schedule], "reports")

    assert "police/reports, fire/reports" in refused.value.next_step


@pytest.mark.parametrize("name", starter_names())
def test_a_citation_says_edition_row_and_source(name: str) -> None:
    """For every row that is offered."""
    schedule: Schedule = starter_schedule(name)
    for row in schedule.series:
        words = citation(schedule, row)

        assert all(part in words for part in (name, row.title, row.retention_text, row.source))
