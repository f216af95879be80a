"""Every response says when the city's accounts were watched."""

import json
from datetime import timedelta

from pypdf import PdfReader
from sqlalchemy import insert, select

from archiver.catalogue import tables as t
from requests_portal.coverage.for_request import PAPER, TEXT, searched_until
from requests_portal.desk import request_file
from tests.requests_portal.response.conftest import at, case, harvested
from tests.requests_portal.response.desk_case import DeskCase

__all__ = ["case", "harvested"]  # fixtures of the response's own tests


def add_bad_capture(case: DeskCase, minutes_after_search: int, gap: str) -> None:
    """Add the rows of a capture that was over so long after the archive was searched."""
    file = request_file(case.archive, case.request)
    ended = searched_until(file.request, file.searches) + timedelta(minutes=minutes_after_search)
    with case.archive.writing() as connection:
        row = dict(connection.execute(select(t.capture).limit(1)).mappings().one())
        changed = {"id": gap, "started": ended - timedelta(minutes=9), "ended": ended}
        connection.execute(insert(t.capture).values(**{**row, **changed, "verdict": "partial"}))
        connection.execute(
            insert(t.gap).values(
                capture=gap, position=0, what=f"the comments of {gap}", cause="HTTP 502"
            )
        )


def test_the_statement_is_part_of_every_response(case: DeskCase) -> None:
    """On paper and as text, in the manifest, and named in the letter's list and the key."""
    case.release_rest()

    _, folder = case.package()

    said = (folder / TEXT).read_text()
    listed = {one["path"] for one in json.loads((folder / "manifest.json").read_bytes())["files"]}
    assert {PAPER, TEXT} <= listed
    assert (folder / PAPER).read_bytes().startswith(b"%PDF")
    assert "Data request R-2026-0001" in said
    assert "gap: no capture was run" in said
    assert TEXT in (folder / "README.txt").read_text()
    pages = PdfReader(folder / "response.pdf").pages
    assert PAPER in "".join(page.extract_text() for page in pages)


def test_it_reaches_up_to_the_last_search(case: DeskCase) -> None:
    """What was captured later was not searched."""
    file = request_file(case.archive, case.request)

    assert at(4, 15) == searched_until(file.request, file.searches)
    assert file.request.received_at == searched_until(file.request, ())


def test_packaging_again_gives_the_same_statement(case: DeskCase) -> None:
    """Whatever was captured meanwhile, a run that was under way then included."""
    case.release_rest()
    first = case.package("first")[1]
    add_bad_capture(case, 5, "later")

    second = case.package("second")[1]

    assert (first / PAPER).read_bytes() == (second / PAPER).read_bytes()
    assert (first / TEXT).read_bytes() == (second / TEXT).read_bytes()


def test_a_gap_names_no_item(case: DeskCase) -> None:
    """It may be one that is withheld: whoever may not see it cannot infer it."""
    case.release_rest()
    add_bad_capture(case, -5, "1_99")

    folder = case.package()[1]

    said = " ".join((folder / TEXT).read_text().split())
    assert "gap: 1 partial capture (HTTP 502)" in said
    assert "1_99" not in said
