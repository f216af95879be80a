"""Invariant 11: whatever is changed is found and named, and nothing else is accused."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.archive import Archive
from archiver.commands.verify import verify as verify_command
from archiver.errors import ArchiveNewer
from archiver.founding import found
from archiver.settings import load_settings
from archiver.verify.whole import verify
from tests.archiver.lively import live, live_on, under_archive
from tests.archiver.quillback import CITY, PlayedClock, PlayedPage
from tests.faults.conftest import seed, soaking
from tests.faults.tampering import Victim, damaged, flipped

ROUNDS = 1_000
SHARE = 20
"""A test does this many, so that two processes can share them."""

IN_CI = 400

FILE_ROUNDS = 40

BEGUN = datetime(2026, 6, 1, 13, tzinfo=UTC)


def _shares() -> list[int]:
    """Number the shares of the rounds; which of them a run does moves on with its seed."""
    shares = ROUNDS // SHARE
    if soaking():
        return list(range(shares))
    first = seed() % shares
    return [(first + place) % shares for place in range(IN_CI // SHARE)]


Scenes = Callable[[bool], tuple[Archive, Victim]]


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    """Give an archive in which everything has happened once, all of it signed or not quite."""
    with ExitStack() as stack:

        @cache
        def make(signed: bool) -> tuple[Archive, Victim]:  # noqa: FBT001 - the one difference
            folder = tmp_path_factory.mktemp("tampered") / "archive"
            found(folder, city=CITY, time_zone="America/Chicago", clock=PlayedClock())
            settings = load_settings(str(folder / "civickeep.toml"), {})
            archive = stack.enter_context(closing(Archive.open(settings, PlayedClock(BEGUN))))
            page = PlayedPage()
            stack.enter_context(page.platform)
            harvest = under_archive(archive, page)
            live(archive, page, harvest)
            if not signed:
                live_on(archive, page, harvest)
            return archive, stack.enter_context(closing(Victim(folder)))

        yield make


@pytest.mark.parametrize("share", _shares())
def test_any_change_to_the_past_is_found_and_nothing_else_is_accused(
    share: int, scenes: Scenes
) -> None:
    """Flip, cut, swap, drop or duplicate an object, a row, a tile, a checkpoint or a key."""
    archive, victim = scenes(bool(share % 2))
    for number in range(share * SHARE, (share + 1) * SHARE):
        with damaged(victim, random.Random(f"{seed()}-{number}")) as touched:  # noqa: S311 - damages, not secrets
            problems = verify(archive).findings.problems
            assert touched.is_named_by(problems), f"round {number}: {touched.what}"
            accused = [problem for problem in problems if not touched.explains(problem)]
            assert [] == accused, f"round {number}: {touched.what}"

    assert [] == verify(archive).findings.problems


@pytest.fixture
def file_alone(scenes: Scenes, tmp_path: Path) -> Path:
    """Give a folder with the same store and a catalogue in one file, without a journal."""
    archive, victim = scenes(True)  # noqa: FBT003 - the one difference
    folder = tmp_path / "alone"
    folder.mkdir()
    (folder / "store").symlink_to(victim.store)
    shutil.copy(archive.settings.path, folder)
    with closing(sqlite3.connect(victim.catalogue)) as catalogue:
        catalogue.execute("VACUUM INTO ?", (str(folder / "catalogue.sqlite"),))
    return folder


def test_a_bit_turned_in_the_file_of_the_catalogue_never_ends_in_a_traceback(
    file_alone: Path,
) -> None:
    """It is told as damage wherever it changes what the file says, or how it can be read."""
    file = file_alone / "catalogue.sqlite"
    sound = file.read_bytes()
    chance = random.Random(f"{seed()}-file")  # noqa: S311 - damages, not secrets
    told = 0
    for number in range(FILE_ROUNDS * (10 if soaking() else 1)):
        for leftover in file_alone.glob("catalogue.sqlite-*"):
            leftover.unlink()
        file.write_bytes(flipped(sound, chance))

        result = CliRunner().invoke(
            verify_command, ["--json", "--config", str(file_alone / "civickeep.toml")]
        )

        expected = result.exit_code in {0, 20} or isinstance(result.exception, ArchiveNewer)
        assert expected, f"round {number}: {result.exception!r}"
        told += result.exit_code == 20
    assert told
