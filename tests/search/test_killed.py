"""Killed by the kernel at every step of writing, the index catches up and loses nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.viewer import job
from search.follow import follow
from tests.archiver.quillback import CITY, PAGE, Harvester, PlayedPage
from tests.search.killing import FOLLOWING, REBUILDING


@pytest.fixture
def items(archive: Archive, page: PlayedPage, harvest: Harvester) -> int:
    """Fill the archive; give how many items it has."""
    for number in range(3):
        page.comment(f"2_{number}", f"{PAGE}_1", f"Answer {number}")
    harvest()
    return len(list(archive.items(job("test", CITY))))


def kill(archive: Archive, mode: str) -> list[list[str]]:
    """Kill writers at every step; give what each was, and what was found afterwards."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.search.killing", str(archive.settings.path), mode],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "" == done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def test_killed_while_following_it_catches_up(archive: Archive, items: int) -> None:
    """Right after the kill part of it is found, and after the next search all, each once."""
    rounds = kill(archive, FOLLOWING)

    assert len(rounds) > 2 * items
    assert ["killed"] * (len(rounds) - 1) + ["whole"] == [how for how, _, _ in rounds]
    assert {str(items)} == {caught_up for _, _, caught_up in rounds}
    assert {"-", "0", str(items)} < {after for _, after, _ in rounds}


def test_killed_while_rebuilding_the_old_index_answers(archive: Archive, items: int) -> None:
    """A new generation is in use once it is whole, and not an instant before."""
    follow(archive)

    rounds = kill(archive, REBUILDING)

    assert len(rounds) > 2 * items
    assert {(str(items), str(items))} == {(after, later) for _, after, later in rounds}
