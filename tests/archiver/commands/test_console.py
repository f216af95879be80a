"""What every command shares: statuses, JSON alone on standard output, errors in plain words."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.console import INTERRUPTED, console_viewer, emit, emit_lines, guard, printable
from archiver.errors import CivickeepError, StoreFull


def raising(error: BaseException) -> Callable[[], object]:
    """Make a command that ends so."""

    def run() -> object:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (StoreFull("The disk is full.", next_step="Free some space."), 50),
        (click.UsageError("No such option."), 2),
        (click.exceptions.Exit(10), 10),
        (click.Abort(), INTERRUPTED),
        (ZeroDivisionError("x"), 1),
    ],
)
def test_an_error_becomes_its_status(error: BaseException, status: int) -> None:
    """And never a traceback."""
    assert status == guard(raising(error))


@pytest.mark.parametrize(("value", "status"), [(None, 0), (0, 0), (10, 10), ("done", 0)])
def test_a_command_s_own_status_is_kept(value: object, status: int) -> None:
    """What it returns, where that is a number."""
    assert status == guard(lambda: value)


def test_an_error_is_one_sentence_and_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error; a name that came from outside cannot colour it."""
    error = CivickeepError("There is no \x1b[31maccount.", next_step="Add \u202eone.")

    guard(raising(error))

    assert ("", "Error: There is no \\u001b[31maccount.\nNext:  Add \\u202eone.\n") == (
        capsys.readouterr()
    )


def test_the_unexpected_says_how_to_see_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the variable set it is raised, so that whoever mends it sees where."""
    guard(raising(ZeroDivisionError("by zero")))
    told = capsys.readouterr().err
    monkeypatch.setenv("CIVICKEEP_DEBUG", "1")

    with pytest.raises(ZeroDivisionError):
        guard(raising(ZeroDivisionError("by zero")))
    assert "ZeroDivisionError: by zero" in told
    assert "CIVICKEEP_DEBUG=1" in told


def test_json_goes_to_standard_output_alone(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One object a line, non-ASCII letters as they are, instants with a Z."""
    emit({"city": "Čáslav", "at": datetime(2026, 1, 1, tzinfo=UTC)})
    emit_lines([{"n": 1}, {"n": 2}])

    out, err = capsysbinary.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert ([{"city": "Čáslav", "at": "2026-01-01T00:00:00Z"}, {"n": 1}, {"n": 2}], b"") == (
        lines,
        err,
    )


@given(st.text())
def test_printable_text_cannot_do_anything_to_a_terminal(text: str) -> None:
    """Letters of every script stay; what steers is shown as its number."""
    shown = printable(text)

    assert all(character.isprintable() or character == "\n" for character in shown)
    assert shown == text or any(not c.isprintable() and c != "\n" for c in text)


def test_a_person_without_a_name_can_still_read(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Containers run under numbers that no list of users knows."""

    def nameless() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)

    assert f"user {os.getuid()}" == console_viewer(archive).name
