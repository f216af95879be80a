"""``civickeep request package`` in the promised shape."""

import json

import pytest
from click.testing import CliRunner, Result

from archiver.errors import WrongUsage
from requests_portal.commands.request import request
from requests_portal.decisions import Taking
from requests_portal.response.errors import ResponseUndecided
from tests.requests_portal.response.conftest import case, harvested
from tests.requests_portal.response.desk_case import SSN, DeskCase

__all__ = ["case", "harvested"]  # fixtures of the response's own tests


def run(case: DeskCase, *more: str) -> Result:
    """Run the command on the case's archive."""
    config = str(case.folder / "archive" / "civickeep.toml")
    words = ("package", case.request, "--to", str(case.folder / "out"), "--config", config, *more)
    return CliRunner().invoke(request, words)


def test_json_gives_the_promised_fields(case: DeskCase) -> None:
    """Files with path, digest and size; counts; pages."""
    case.redact_everywhere(SSN)
    case.release_rest()

    answer = run(case, "--json", "--dated", "2026-03-20")

    value = json.loads(answer.stdout)
    assert (2, 2, 0) == (value["released"], value["redacted"], value["withheld"])
    assert value["pages"] >= 2
    assert {"path", "sha256", "bytes"} == set(value["files"][0])
    assert {one["path"] for one in value["files"]} == {
        str(path.relative_to(case.folder / "out"))
        for path in (case.folder / "out").rglob("*")
        if path.is_file()
    }


def test_a_person_is_told_the_counts_and_where_to_look_again(case: DeskCase) -> None:
    """Words that were taken out of one record still stand in another."""
    case.redact("1_11", Taking(words=(SSN,)))
    case.release_rest()

    answer = run(case)

    assert "3 released, 1 redacted, 0 withheld" in answer.stderr
    assert "R-2026-0001-000002 still stand in R-2026-0001-000003" in answer.stderr
    assert "" == answer.stdout


def test_a_fee_is_taken_from_the_fee_command(case: DeskCase) -> None:
    """What is no fee is refused, and nothing is written."""
    case.release_rest()
    file = case.folder / "fee.json"
    file.write_text("{}")

    answer = run(case, "--fee", str(file))

    assert isinstance(answer.exception, WrongUsage)
    assert not (case.folder / "out").exists()


def test_what_blocks_a_response_has_its_own_exit_status(case: DeskCase) -> None:
    """Nothing was decided."""
    answer = run(case)

    assert isinstance(answer.exception, ResponseUndecided)
    assert 90 == answer.exception.exit_code


@pytest.mark.parametrize("words", [("--dated", "tomorrow"), ("--fee", "/nowhere")])
def test_values_that_cannot_be_used_are_refused(case: DeskCase, words: tuple[str, str]) -> None:
    """With click's own message and status 2."""
    assert 2 == run(case, *words).exit_code
