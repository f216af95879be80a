"""What a person sees at a terminal while a long command runs, and what a log gets."""

import json
import re
from pathlib import Path

import pytest

from archiver.platforms import FaultKind
from tests.archiver.commands.calling import civickeep
from tests.archiver.commands.terminal import at_terminal
from tests.archiver.quillback import ACCOUNT, PAGE, TOKEN, TOKEN_ENV, PlayedPage

HOSTILE = "Quill\x1b[2J[bold]\nback[/]"
SHOWN = r"Quill\u001b"
BAR = "━"
TOKENS = {TOKEN_ENV: TOKEN}


@pytest.fixture
def called() -> str:
    """Give the page a name like no other."""
    return HOSTILE


def test_a_harvest_draws_one_line_and_leaves_its_verdict(town: Path) -> None:
    """The line begins with nothing seen, ends with all of it, and is gone."""
    shown = at_terminal("harvest", cwd=town, **TOKENS)

    drawn = [line for line in shown.drawn if BAR in line]
    assert 0 == shown.returncode
    assert all(line.startswith(SHOWN) for line in drawn)
    assert "0 items, 0 new, 0 calls 0:00:00 reading" in drawn[0]
    assert re.search(r"2 items, 2 new, \d+ calls 0:00:\d\d closing$", drawn[-1])
    assert [r"Harvesting Quill\u001b[2J[bold] back[/] ...", "  complete: "] == [
        shown.left[0],
        shown.left[1][:12],
    ]
    assert 2 == len(shown.left)
    assert "\x1b[2J" not in shown.raw


def test_the_last_whole_visit_tells_how_much_there_is(town: Path) -> None:
    """So that the bar of a later one can be full at its end."""
    civickeep("harvest", cwd=town, **TOKENS)

    shown = at_terminal("harvest", cwd=town, **TOKENS)

    drawn = [line for line in shown.drawn if BAR in line]
    assert "0/2 items" in drawn[0]
    assert "2/2 items, 0 new" in drawn[-1]


def test_what_is_told_meanwhile_stands_above_the_line(town: Path, page: PlayedPage) -> None:
    """In its order, and the line is drawn again below it."""
    civickeep("harvest", cwd=town, **TOKENS)
    page.delete("1_1")

    shown = at_terminal("harvest", cwd=town, **TOKENS)

    assert "1 items are not listed any more; looking for each." == shown.left[1]
    assert not [line for line in shown.left if BAR in line]


def test_a_visit_that_fails_leaves_no_line_behind(town: Path, page: PlayedPage) -> None:
    """Only the verdict and what to do next."""
    page.platform.misbehave(FaultKind.THROTTLE, minutes=19)

    shown = at_terminal("harvest", cwd=town, **TOKENS)

    assert 10 == shown.returncode
    assert not [line for line in shown.left if BAR in line]
    assert shown.left[1].startswith("  failed: ")


def test_who_stops_it_gets_the_terminal_back(town: Path, page: PlayedPage) -> None:
    """With its cursor, and without the line."""
    page.platform.misbehave(FaultKind.UNKNOWN_ERROR, path="/feed", times=3)

    shown = at_terminal("harvest", cwd=town, stop_at="waiting 1 s", **TOKENS)

    assert 130 == shown.returncode
    assert "Stopped." == shown.left[-1]
    assert not [line for line in shown.left if BAR in line]
    assert shown.raw.rfind("\x1b[?25h") > shown.raw.rfind("\x1b[?25l")


def test_elsewhere_there_are_quiet_lines(town: Path) -> None:
    """In a log as ever: nothing that moves, and no signs that steer a terminal."""
    result = civickeep("harvest", cwd=town, **TOKENS)

    lines = result.stderr.splitlines()
    assert [r"Harvesting Quill\u001b[2J[bold] back[/] ...", "  complete: "] == [
        lines[0],
        lines[1][:12],
    ]
    assert 2 == len(lines)
    assert result.stderr.isprintable() or set() == set(result.stderr) & set("\x1b\r")


def test_a_terminal_that_cannot_draw_gets_quiet_lines(town: Path) -> None:
    """As in an editor's window."""
    shown = at_terminal("harvest", cwd=town, **TOKENS, TERM="dumb")

    assert 2 == len(shown.drawn)
    assert "\x1b" not in shown.raw


def test_who_asked_for_json_gets_it_alone(town: Path) -> None:
    """The receipt on standard output, and quiet lines at the terminal."""
    shown = at_terminal("harvest", "--json", cwd=town, **TOKENS)

    (capture,) = json.loads(shown.stdout)["captures"]
    assert "complete" == capture["verdict"]
    assert "\x1b" not in shown.raw


def test_without_colours_there_still_is_a_bar(town: Path) -> None:
    """``NO_COLOR`` says nothing of drawing."""
    shown = at_terminal("harvest", cwd=town, **TOKENS, NO_COLOR="1")

    assert any("2 items, 2 new" in line for line in shown.drawn)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown.raw)


def test_due_work_shows_the_same_line(town: Path) -> None:
    """One code path: for cron by hand, for a worker and for one item."""
    due = at_terminal("harvest", "--due", cwd=town, **TOKENS)
    one = at_terminal("capture-now", f"{PAGE}_1", cwd=town, **TOKENS)
    worker = at_terminal("worker", "--once", "--kinds", "verify", cwd=town)

    assert any(line.startswith(SHOWN) for line in due.drawn)
    assert any(line.startswith(SHOWN) for line in one.drawn)
    assert any(line.startswith("Verifying ") for line in worker.drawn)
    assert [] == worker.left
    assert due.left[-1].startswith(f"harvest {ACCOUNT}: full complete")


def test_verify_and_rebuild_show_how_far_they_are(town: Path) -> None:
    """They know how much there is."""
    civickeep("harvest", cwd=town, **TOKENS)

    verified = at_terminal("verify", cwd=town)
    rebuilt = at_terminal("rebuild", cwd=town)

    assert (0, 0) == (verified.returncode, rebuilt.returncode)
    assert any(line.startswith("Verifying ") for line in verified.drawn)
    assert any(line.startswith("Rebuilding the catalogue") for line in rebuilt.drawn)
    assert "Everything fits." == verified.left[-1]
    assert 2 == len(rebuilt.left)


def test_backup_and_restore_show_how_far_they_are(town: Path, tmp_path: Path) -> None:
    """What it came to is left, and where JSON is asked for nothing is drawn."""
    civickeep("harvest", cwd=town, **TOKENS)

    kept = at_terminal("backup", "--to", str(tmp_path / "kept"), cwd=town)
    quiet = at_terminal("backup", "--to", str(tmp_path / "kept"), "--json", cwd=town)
    again = at_terminal("restore", "--from", str(tmp_path / "kept"), "again", cwd=tmp_path)

    assert (0, 0, 0) == (kept.returncode, quiet.returncode, again.returncode)
    assert any(line.startswith("Backing up ") for line in kept.drawn)
    assert any(line.startswith("Restoring ") for line in again.drawn)
    assert [True, True] == [each.left[0].endswith("in all.") for each in (kept, quiet)]
    assert "\x1b" not in quiet.raw
    assert not [line for line in again.left if BAR in line]
