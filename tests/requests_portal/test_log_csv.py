"""The request log as CSV."""

import csv
import io

import pytest

from archiver.archive import Archive
from archiver.data_requests import Requester, Track
from requests_portal.desk import request_file
from requests_portal.intake import Intake, open_request
from requests_portal.log_csv import COLUMNS, harmless, log_csv
from requests_portal.request_entries import request_entry
from tests.requests_portal.desk_scene import CLERK


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    """Whoever writes to the city does not run anything in the clerk's spreadsheet."""
    assert f"'{cell}" == harmless(cell)


def test_plain_words_stay_as_they_are() -> None:
    """Only what a spreadsheet would run is marked."""
    assert "a - b = c" == harmless("a - b = c")


def test_the_log_reads_back_whole(desk: Archive) -> None:
    """Commas, quotes and lines survive; the requester's contact is in it, because it is public."""
    text = 'All, "everything",\nplease'
    intake = Intake(
        Track.MEMBER, desk.clock(), text, CLERK, requester=Requester(email="bo@example.org")
    )
    opened = open_request(desk, intake)

    rows = list(csv.reader(io.StringIO(log_csv([request_entry(request_file(desk, opened.id))]))))

    assert list(COLUMNS) == rows[0]
    row = dict(zip(*rows, strict=True))
    assert (opened.id, text, "bo@example.org") == (row["request"], row["text"], row["email"])
