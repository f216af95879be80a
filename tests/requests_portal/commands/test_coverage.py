"""``civickeep coverage`` tells what was watched, in the promised shape and for people."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archiver.archive import Archive
from archiver.errors import AccountUnknown, WrongUsage
from archiver.items import Platform
from archiver.registration import add_account
from archiver.settings import load_settings
from requests_portal.commands.coverage import coverage
from requests_portal.response.errors import DestinationOccupied
from tests.requests_portal.response.conftest import PAGE, harvested

__all__ = ["harvested"]  # a fixture of the response's own tests

MARCH = ("--from", "2026-03-01", "--to", "2026-03-03T16:00:00Z")
"""The page was read at 15:00 UTC on the 1st, when it was added, and on the 3rd."""


def run(harvested: Path, *options: str) -> Result:
    """Run the command on the archive of a page that was read twice, two days apart."""
    return CliRunner().invoke(coverage, ("--config", str(harvested / "civickeep.toml"), *options))


def told(harvested: Path, *options: str) -> dict[str, Any]:
    """Give what the command says of the page."""
    result = run(harvested, *options, "--json")
    assert (0, "") == (result.exit_code, result.stderr), result.output
    given: dict[str, Any] = json.loads(result.stdout)
    assert [f"facebook/{PAGE}"] == list(given)
    page: dict[str, Any] = given[f"facebook/{PAGE}"]
    return page


def test_json_gives_the_promised_fields(harvested: Path) -> None:
    """Green seconds and gaps with from, to and cause; they add up to the time it was there."""
    page = told(harvested, *MARCH)

    (gap,) = page["gaps"]
    assert {
        "from": "2026-03-01T16:15:00Z",
        "to": "2026-03-03T15:00:00Z",
        "cause": "no capture was run",
        "colour": "red",
        "tiers": ["hot", "warm", "cool", "cold"],
    } == gap
    assert (75 + 60) * 60 == page["green_seconds"]
    assert {"from": "2026-03-01T15:00:00Z", "to": "2026-03-03T16:00:00Z"} == page["period"]
    assert 2 == page["captures"]
    assert "What appeared and vanished between two looks may be missing." in page["limits"]


def test_without_a_period_it_is_all_the_time_until_now(harvested: Path) -> None:
    """The page has not been read for months: red."""
    page = told(harvested, "--account", PAGE)

    assert "red" == page["state"]
    assert "2026-03-01T15:00:00Z" == page["period"]["from"]
    assert [] == [gap for gap in page["gaps"] if "no capture was run" not in gap["cause"]]


def test_dates_are_days_of_the_city(harvested: Path) -> None:
    """From midnight in Minnesota to the midnight after."""
    page = told(harvested, "--from", "2026-03-02", "--to", "2026-03-02")

    assert {"from": "2026-03-02T06:00:00Z", "to": "2026-03-03T06:00:00Z"} == page["period"]
    assert 0 == page["green_seconds"]


def test_before_an_account_was_added_there_is_neither_green_nor_gap(harvested: Path) -> None:
    """Nobody promised anything then."""
    page = told(harvested, "--from", "2026-02-01", "--to", "2026-02-28")

    assert (None, 0, []) == (page["period"], page["green_seconds"], page["gaps"])


def test_a_person_sees_the_colour_the_tiers_and_the_gaps(harvested: Path) -> None:
    """In the city's time."""
    shown = run(harvested, *MARCH).stdout

    assert f"facebook/{PAGE}  -  red" in shown
    assert "watched 4.59 %, 1 gap, 2 captures" in shown
    assert "2026-03-01 10:15:00 CST to 2026-03-03 09:00:00 CST  red: no capture was run" in shown


def test_a_name_like_no_other_stays_on_its_line(harvested: Path, tmp_path: Path) -> None:
    """Nor does it move the cursor of whoever asks."""
    folder = shutil.copytree(harvested, tmp_path / "archive")
    archive = Archive.open(load_settings(str(folder / "civickeep.toml"), {}))
    add_account(archive, Platform.INSTAGRAM, "1", name="Elk\x1b[2J\nPrairie")
    archive.close()

    shown = run(folder, "--account", "instagram/1").stdout

    assert r"instagram/1  Elk\u001b[2J Prairie  " in shown


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--from", "last week"), WrongUsage),
        (("--from", "2026-03-03", "--to", "2026-03-01"), WrongUsage),
        (("--account", "nobody"), AccountUnknown),
        (("--statement", "/nowhere/statement.docx"), WrongUsage),
    ],
)
def test_what_cannot_be_asked_is_refused(
    harvested: Path, options: tuple[str, ...], error: type[Exception]
) -> None:
    """With one sentence, and nothing on standard output."""
    result = run(harvested, *options)

    assert isinstance(result.exception, error)
    assert "" == result.stdout


def test_a_statement_is_written_for_the_period(harvested: Path, tmp_path: Path) -> None:
    """As text with every stretch; and never over another file."""
    path = tmp_path / "statement.txt"

    result = run(harvested, *MARCH, "--statement", str(path))
    again = run(harvested, *MARCH, "--statement", str(path))

    said = path.read_text()
    assert 0 == result.exit_code
    assert "March 1, 2026 to March 3, 2026" in said
    assert "gap: no capture was run" in said
    assert isinstance(again.exception, DestinationOccupied)
