"""Invariant 11: whatever is changed is found and named, and nothing else is accused."""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.founding import found
from archiver.settings import load_settings
from archiver.verify.whole import verify
from tests.archiver.lively import live, under_archive
from tests.archiver.quillback import CITY, PlayedClock, PlayedPage
from tests.faults.conftest import seed, soaking
from tests.faults.tampering import Victim, damaged

ROUNDS = 1_000
SHARE = 20
"""A test does this many, so that two processes can share them."""

IN_CI = 400

BEGUN = datetime(2026, 6, 1, 13, tzinfo=UTC)


def _shares() -> list[int]:
    """Number the shares of the rounds; which of them a run does moves on with its seed."""
    shares = ROUNDS // SHARE
    if soaking():
        return list(range(shares))
    first = seed() % shares
    return [(first + place) % shares for place in range(IN_CI // SHARE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found an archive."""
    place = tmp_path_factory.mktemp("tampered") / "archive"
    found(place, city=CITY, time_zone="America/Chicago", clock=PlayedClock())
    return place


@pytest.fixture(scope="module")
def archive(folder: Path, page: PlayedPage) -> Iterator[Archive]:
    """Open it, and let everything happen once."""
    settings = load_settings(str(folder / "civickeep.toml"), {})
    with closing(Archive.open(settings, PlayedClock(BEGUN))) as archive:
        live(archive, page, under_archive(archive, page))
        yield archive


@pytest.fixture(scope="module")
def victim(archive: Archive, folder: Path) -> Iterator[Victim]:
    """Give it to whoever does it harm."""
    assert archive.change_number()
    with closing(Victim(folder)) as victim:
        yield victim


@pytest.mark.parametrize("share", _shares())
def test_every_damage_is_found_and_nothing_else_is_accused(
    share: int, archive: Archive, victim: Victim
) -> None:
    """Flip, cut, swap, drop or duplicate an object, a row, a tile, a checkpoint or a key."""
    for number in range(share * SHARE, (share + 1) * SHARE):
        with damaged(victim, random.Random(f"{seed()}-{number}")) as touched:  # noqa: S311 - damages, not secrets
            problems = verify(archive).findings.problems
            assert touched.is_named_by(problems), f"round {number}: {touched.what}"
            accused = [problem for problem in problems if not touched.explains(problem)]
            assert [] == accused, f"round {number}: {touched.what}"

    assert [] == verify(archive).findings.problems
