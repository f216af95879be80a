"""``civickeep harvest --due``, ``worker`` and ``run``, as cron and service managers call them."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from archiver.platforms import FaultKind
from tests.archiver.commands.calling import CIVICKEEP, civickeep, is_plain
from tests.archiver.quillback import ACCOUNT, CITY, PAGE, TOKEN, TOKEN_ENV, PlayedPage


def test_cron_harvests_what_is_due_and_ends(town: Path) -> None:
    """And says so where nothing is."""
    first = civickeep("harvest", "--due", "--json", cwd=town, **{TOKEN_ENV: TOKEN})
    second = civickeep("harvest", "--due", "--json", cwd=town, **{TOKEN_ENV: TOKEN})

    (capture,) = json.loads(first.stdout)["captures"]
    assert ("full", "complete", 2) == tuple(
        capture[key] for key in ("scope", "verdict", "items_seen")
    )
    assert (0, 0) == (first.returncode, second.returncode)
    assert {"captures": []} == json.loads(second.stdout)
    assert "Nothing is due." in second.stderr


def test_cron_is_told_what_was_not_read(town: Path, page: PlayedPage) -> None:
    """By the status that an unread account has in any harvest."""
    page.platform.misbehave(FaultKind.THROTTLE, minutes=19)

    result = civickeep("harvest", "--due", cwd=town, **{TOKEN_ENV: TOKEN})

    assert 10 == result.returncode
    assert f"harvest {ACCOUNT}: full failed" in result.stderr


@pytest.mark.parametrize("also", [["--all"], ["--account", PAGE], ["--full"]])
def test_what_is_due_is_not_chosen_by_hand(town: Path, also: list[str]) -> None:
    """Options that contradict each other are refused."""
    assert 2 == civickeep("harvest", "--due", *also, cwd=town).returncode


def test_an_archive_without_accounts_is_no_success(tmp_path: Path) -> None:
    """A timer that harvests nothing must be noticed."""
    civickeep("init", "town", "--city", CITY, cwd=tmp_path)

    result = civickeep("harvest", "--due", cwd=tmp_path / "town")

    assert 43 == result.returncode
    assert is_plain(result)


def test_a_worker_prints_a_quiet_line_for_each_unit(town: Path) -> None:
    """Of all kinds that are due."""
    result = civickeep("worker", "--once", cwd=town, **{TOKEN_ENV: TOKEN})

    lines = sorted(result.stdout.splitlines())
    assert 0 == result.returncode, result.stderr
    assert {f"harvest {ACCOUNT}", "verify archive"} <= {line.split(": ")[0] for line in lines}


def test_a_worker_of_one_kind_writes_json(town: Path) -> None:
    """One object a line, with the receipt in it."""
    result = civickeep(
        "worker", "--kinds", "harvest", "--once", "--json", cwd=town, **{TOKEN_ENV: TOKEN}
    )

    (line,) = map(json.loads, result.stdout.splitlines())
    assert {"kind", "subject", "clean", "said", "next_due", "error", "result"} == set(line)
    assert ("harvest", ACCOUNT, True) == (line["kind"], line["subject"], line["clean"])
    assert "complete" == line["result"]["verdict"]


def test_an_unknown_kind_is_refused(town: Path) -> None:
    """With those there are."""
    result = civickeep("worker", "--kinds", "mow", "--once", cwd=town)

    assert 2 == result.returncode
    assert "harvest, " in result.stderr


def test_work_that_needs_a_person_is_told_by_the_status(town: Path) -> None:
    """There is no token here."""
    result = civickeep("worker", "--kinds", "harvest", "--once", cwd=town)

    assert 10 == result.returncode
    assert TOKEN_ENV in result.stdout


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_everything_in_one_process_ends_when_asked(town: Path, asked: signal.Signals) -> None:
    """Cleanly, with what it did before kept."""
    with subprocess.Popen(
        [CIVICKEEP, "run", "--json"],
        cwd=town,
        env={**os.environ, TOKEN_ENV: TOKEN},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        done: set[str] = set()
        while not done >= {"harvest", "verify"}:
            done.add(json.loads(process.stdout.readline())["kind"])
        process.send_signal(asked)
        _, said = process.communicate(timeout=30)

    assert 0 == process.returncode, said
    assert "Running: " in said
