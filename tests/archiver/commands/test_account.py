"""``civickeep account kinds`` and ``account signal``, as a person and as a script call them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.cli import civickeep
from archiver.console import guard
from archiver.items import Platform
from archiver.registration import add_account
from archiver.surfaces import Surface
from tests.archiver.connect.test_signals import SECRET, signed

KEY = "facebook/880100"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give a way to call the command on an archive with one account."""
    add_account(archive, Platform.FACEBOOK, "880100")
    monkeypatch.setenv("CIVICKEEP_CONFIG", str(archive.settings.path))
    monkeypatch.setenv("CIVICKEEP_CONNECT__APP_ID", "55501")
    monkeypatch.setenv("CIVICKEEP_APP_SECRET", SECRET.reveal())

    def run_command(*arguments: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        words = ["account", *map(str, arguments)]
        status = guard(lambda: civickeep(words, standalone_mode=False))
        out, err = capfd.readouterr()
        return status, out, err

    return run_command


def test_every_kind_is_read_until_somebody_says_otherwise(archive: Archive, run: Run) -> None:
    """Off is off until it is on again; the list shows each with a word on what it is."""
    before = run("kinds", KEY)
    run("kinds", KEY, "--off", "stories", "--off", "reviews", "--reason", "Not ours")
    off = archive.account(KEY).surfaces_off
    status, out, _ = run("kinds", KEY, "--on", "reviews", "--json")

    assert len(Surface) == len(before[1].splitlines())
    assert "off" not in before[1]
    assert (Surface.REVIEWS, Surface.STORIES) == off
    assert (0, {"account": KEY, "off": ["stories"]}) == (status, json.loads(out))


def test_a_name_like_no_other_stays_on_its_line(archive: Archive, run: Run) -> None:
    """Nor does it move the cursor of whoever lists the accounts."""
    add_account(archive, Platform.INSTAGRAM, "1", name="Quill\x1b[2J\nback\u202e")

    status, out, _ = run("list")

    ours, other = out.splitlines()
    assert (0, True) == (status, ours.startswith(f"{KEY}  -  "))
    assert other.startswith(r"instagram/1  Quill\u001b[2J back\u202e  ")


def test_the_feed_is_always_read(archive: Archive, run: Run) -> None:
    """Without it a capture is worth nothing."""
    feed, both = run("kinds", KEY, "--off", "feed"), run(*["kinds", "x", "--off", "tagged"])
    twice = run("kinds", KEY, "--off", "tagged", "--on", "tagged")

    assert (2, 43, 2) == (feed[0], both[0], twice[0])
    assert () == archive.account(KEY).surfaces_off


def test_choosing_what_is_chosen_already_records_nothing(archive: Archive, run: Run) -> None:
    """No second event for the same decision."""
    run("kinds", KEY, "--off", "stories")
    before = archive.change_number()

    run("kinds", KEY, "--off", "stories")

    assert before == archive.change_number()


def test_a_platforms_signal_is_recorded_and_listed(run: Run, tmp_path: Path) -> None:
    """With the code that the platform passes on; it deletes nothing, and says so."""
    file = tmp_path / "request"
    file.write_bytes(signed())

    recorded = run("signal", KEY, "--file", file, "--by", "Dana Ortiz")
    again = run("signal", KEY, "--file", file, "--json")
    listed = run("signals", "--json")

    (entry,) = map(json.loads, listed[1].splitlines())
    assert [0, 0, 0] == [recorded[0], again[0], listed[0]]
    assert "Nothing is deleted" in recorded[2]
    assert json.loads(again[1]) == entry
    assert ("90011", "data_deletion", "Dana Ortiz") == (
        entry["person"],
        entry["kind"],
        entry["by"],
    )
    assert entry["code"] in recorded[2]
    assert "person 90011" in run("signals")[1]


def test_a_signal_that_nobody_signed_is_refused(run: Run, tmp_path: Path) -> None:
    """And none is there to list."""
    file = tmp_path / "request"
    file.write_bytes(signed() + b"x")

    status, _, err = run("signal", KEY, "--file", file)

    assert 149 == status
    assert "Nothing was recorded" in err
    assert "No platform" in run("signals")[2]


def test_without_the_apps_secret_no_signal_can_be_checked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says where to put it."""
    monkeypatch.delenv("CIVICKEEP_APP_SECRET")
    file = tmp_path / "request"
    file.write_bytes(signed())

    status, _, err = run("signal", KEY, "--file", file)

    assert 144 == status
    assert "CIVICKEEP_APP_SECRET" in err
