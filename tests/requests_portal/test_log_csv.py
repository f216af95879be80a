"""The request log as CSV."""

import csv
import io

import pytest

from archiver.archive import Archive
from archiver.data_requests import Requester, Track
from requests_portal.desk import request_file
from requests_portal.intake import Intake, open_request
from requests_portal.log_csv import COLUMNS, log_csv
from requests_portal.request_entries import request_entry
from tests.requests_portal.desk_scene import CLERK
from tests.requests_portal.hostile_cells import HOSTILE_CELLS


def log_row(desk: Archive, text: str, who: Requester) -> dict[str, str]:
    """Open a request and read its row in the log."""
    opened = open_request(desk, Intake(Track.MEMBER, desk.clock(), text, CLERK, requester=who))
    written = log_csv([request_entry(request_file(desk, opened.id))])
    header, row = csv.reader(io.StringIO(written, newline=""))
    assert list(COLUMNS) == header
    return dict(zip(header, row, strict=True))


@pytest.mark.parametrize(("text", "shown"), HOSTILE_CELLS)
def test_no_cell_is_a_formula(desk: Archive, text: str, shown: str) -> None:
    """Whoever writes to the city neither runs nor hides anything in the clerk's spreadsheet."""
    row = log_row(desk, f"{text} Please.", Requester(name=text, email="bo@example.org"))

    assert (f"{shown} Please.", shown) == (row["text"], row["name"])


def test_the_log_reads_back_whole(desk: Archive) -> None:
    """Commas, quotes and lines survive; the requester's contact is in it, because it is public."""
    text = 'All, "everything",\nplease, a - b = c'

    row = log_row(desk, text, Requester(email="bo@example.org"))

    assert (text, "bo@example.org") == (row["text"], row["email"])
