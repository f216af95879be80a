"""The way of a clerk through ``civickeep retention``, with a real archive."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver.archive import Archive
from retention_schedules.starter import STARTER_EDITION, starter_content
from tests.retention_schedules.conftest import Put

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def at_home(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the folder of the archive."""
    monkeypatch.chdir(archive.settings.path.parent)
    monkeypatch.delenv("CIVICKEEP_CONFIG", raising=False)


def test_a_clerk_goes_from_harvest_to_a_clean_audit(run: Run, put: Put) -> None:
    """Adopt, classify, read, decide what is left: then nothing needs a look."""
    put("c-1", "Thank you!")
    put("c-2", "Something else altogether")
    assert 30 == run("audit", "--json")[0]

    assert 0 == run("schedule", "adopt", STARTER_EDITION, "--by", "Dana Ortiz")[0]
    status, out, _ = run("classify", "--all", "--json")
    assert (0, 2) == (status, json.loads(out)["classified"])
    assert 0 == run("read", "--up-to", "2024-05-01", "--by", "Dana Ortiz")[0]
    decision = (
        "--item",
        "c-2",
        "--series",
        "Correspondence - Historical",
        "--reason",
        "A farewell",
    )
    assert 0 == run("classify", *decision, "--by", "Dana Ortiz")[0]
    # The day of reading is the last day to keep it; the zone may be a day behind.
    in_two_days = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    status, out, _ = run("audit", "--as-of", in_two_days, "--json")

    answer = json.loads(out)
    assert {"eligible": 1, "permanent": 1, "held": 0, "unscheduled": 0, "unclassified": 0} == {
        key: answer[key] for key in ("eligible", "permanent", "held", "unscheduled", "unclassified")
    }
    assert ({"overdue", "awaiting_event", "problems"}, STARTER_EDITION) == (
        {"overdue", "awaiting_event", "problems"} & set(answer),
        answer["edition"],
    )
    assert (0, []) == (status, answer["problems"])


def test_an_audit_with_findings_ends_with_30_and_says_what_next(run: Run, put: Put) -> None:
    """In words a clerk knows, too."""
    put("c-1", "Something else altogether")

    status, out, _ = run("audit", "--as-of", "2024-06-01")

    assert 30 == status
    assert "not classified yet" in out
    assert "Next: civickeep retention classify" in out
    assert "facebook/c-1" in out


def test_a_hold_is_placed_listed_and_lifted(run: Run, put: Put) -> None:
    """By item, with a reason."""
    put("c-1", "Thank you!")
    status, out, _ = run("hold", "place", "--reason", "Lawsuit", "--item", "c-1", "--json")
    hold = json.loads(out)["hold"]
    assert 0 == status

    assert [hold] == [one["id"] for one in json.loads(run("hold", "list", "--json")[1])["holds"]]
    assert 1 == json.loads(run("audit", "--json")[1])["held"]
    assert 0 == run("hold", "lift", hold, "--reason", "Settled")[0]
    assert 66 == run("hold", "lift", hold, "--reason", "Settled")[0]
    assert 0 == json.loads(run("audit", "--json")[1])["held"]


def test_an_official_schedule_is_imported_and_asked(run: Run, tmp_path: Path) -> None:
    """Once it is adopted, ``due`` asks it before the starter."""
    file = tmp_path / "Official 2021.csv"
    file.write_bytes(starter_content(STARTER_EDITION).replace(b"Newsletters,", b"Bulletins,"))

    status, _, err = run("schedule", "import", str(file))
    assert (0, True) == (status, "schedule adopt official-2021" in err)
    assert 63 == run("due", "--series", "Bulletins", "--trigger", "2024-01-01")[0]
    named = ("--edition", "official-2021", "--series", "Bulletins", "--trigger", "2024-01-01")
    assert 0 == run("due", *named)[0]
    assert 0 == run("schedule", "adopt", "official-2021")[0]
    assert 0 == run("due", "--series", "Bulletins", "--trigger", "2024-01-01")[0]
    assert "official-2021, in force" not in run("schedule", "list")[1]
    assert "in force" in run("schedule", "list", "--series")[1]


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (("classify", "--item", "c-1"), 2, "--series"),
        (("classify", "--all", "--item", "c-1", "--series", "x", "--reason", "y"), 2, "--all"),
        (("classify", "--item", "c-9", "--series", "transitory", "--reason", "y"), 56, "c-9"),
        (("classify", "--item", "c-1", "--series", "Parades", "--reason", "y"), 63, "Parades"),
        (("hold", "place", "--reason", "Lawsuit", "--item", "c-9"), 56, "c-9"),
        (("hold", "place", "--reason", "Lawsuit"), 2, "--item"),
        (("read", "--up-to", "2999-01-01", "--by", "Dana Ortiz"), 2, "not come yet"),
        (("read", "--up-to", "2024-01-01", "--by", "D", "--account", "x"), 43, "x"),
        (("read", "--up-to", "2024-01-01"), 2, "--by"),
        (("schedule", "adopt", "grrs-1994"), 62, "grrs-1994"),
        (("schedule", "import", "civickeep.toml"), 60, "line 1"),
        (("schedule", "import", "nowhere.csv"), 2, "nowhere.csv"),
    ],
)
def test_bad_input_is_one_clear_sentence(
    run: Run, put: Put, arguments: tuple[str, ...], status: int, word: str
) -> None:
    """With a status of its own, no traceback, and nothing recorded."""
    put("c-1", "Thank you!")

    found, out, err = run(*arguments)

    assert (status, "") == (found, out)
    assert word in err
    assert "Traceback" not in err


def test_hostile_names_do_not_reach_the_terminal(run: Run, put: Put) -> None:
    """A reason with control characters is shown with marks."""
    put("c-1", "Thank you!")
    run("hold", "place", "--reason", "Law\x1b[31msuit", "--item", "c-1")

    assert "\x1b" not in run("hold", "list")[1]
