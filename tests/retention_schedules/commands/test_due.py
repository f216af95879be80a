"""``civickeep retention due``, as a clerk or a script calls it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where there is neither an archive nor a settings file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CIVICKEEP_CONFIG", raising=False)


def test_due_answers_in_the_promised_shape_without_an_archive(run: Run) -> None:
    """Outcome, both dates, every reason and the citation."""
    status, out, _ = run(
        *("due", "--series", "LIB 01800", "--trigger", "2024-02-29"),
        *("--as-of", "2026-02-28", "--json"),
    )

    answer = json.loads(out)
    assert 0 == status
    assert ("not_eligible", "2026-02-28", "2026-03-01", ["period_not_elapsed"]) == (
        answer["outcome"],
        answer["last_day"],
        answer["eligible_on"],
        answer["reasons"],
    )
    assert "grrs-cities-2021-03-partial" in answer["citation"]
    assert "LIB 01800 Publicity" in answer["citation"]


def test_a_permanent_series_has_no_dates(run: Run) -> None:
    """They are null, never made up."""
    _, out, _ = run(
        *("due", "--series", "Correspondence - Historical", "--trigger", "1950-01-01", "--json"),
    )

    answer = json.loads(out)
    assert ("not_eligible", None, None, ["permanent"]) == (
        answer["outcome"],
        answer["last_day"],
        answer["eligible_on"],
        answer["reasons"],
    )


def test_a_row_with_a_second_event_takes_its_date(run: Run) -> None:
    """``2 or until paid``: the later of the two."""
    _, out, _ = run(
        *("due", "--series", "LIB 01600", "--trigger", "2020-01-15", "--until", "2024-07-04"),
        *("--as-of", "2026-01-01", "--json"),
    )

    assert ("eligible", "2024-07-04") == (json.loads(out)["outcome"], json.loads(out)["last_day"])


def test_without_json_a_person_can_read_it(run: Run) -> None:
    """What holds, until when, and where it is written."""
    status, out, _ = run(
        *("due", "--series", "complaints - general", "--trigger", "2026-01-01"),
        *("--as-of", "2026-06-01"),
    )

    assert 0 == status
    assert "Complaints - General: must be kept, as of 2026-06-01." in out
    assert "Last day to keep it: 2027-01-01." in out


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (("--series", "Publicty", "--trigger", "2024-01-01"), 63, "library/publicity"),
        (("--series", "LIB 01800", "--trigger", "9999-01-01"), 68, "9999"),
        (("--series", "LIB 01800", "--edition", "grrs-1994"), 62, "grrs-1994"),
        (("--series", "LIB 01800", "--trigger", "2024-02-30"), 2, "YYYY-MM-DD"),
        (("--series", "LIB 01800", "--trigger", "20240229"), 2, "YYYY-MM-DD"),
        (("--trigger", "2024-01-01"), 2, "--series"),
    ],
)
def test_bad_input_is_one_clear_sentence(
    run: Run, arguments: tuple[str, ...], status: int, word: str
) -> None:
    """With the next step, a status of its own, and no traceback."""
    found, out, err = run("due", *arguments)

    assert (status, "") == (found, out)
    assert word in err
    assert "Traceback" not in err


def test_a_settings_file_that_was_named_has_to_be_there(run: Run, tmp_path: Path) -> None:
    """Only where nobody named one, the rule works without."""
    path = str(tmp_path / "gone.toml")

    status, _, err = run("due", "--series", "LIB 01800", "--config", path)

    assert 41 == status
    assert "gone.toml" in err


def test_the_editions_can_be_listed_without_an_archive(run: Run) -> None:
    """Those that come with the program, none of them in force."""
    _, out, _ = run("schedule", "list", "--json")

    editions = json.loads(out)["editions"]
    assert "grrs-cities-2021-03-partial" == editions[0]["edition"]
    assert not any(one["in_force"] for one in editions)
