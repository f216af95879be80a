"""An archive in which everything has happened once, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.founding import found
from archiver.settings import load_settings
from tests.archiver.lively import live, under_archive
from tests.archiver.quillback import CITY, PlayedClock, PlayedPage

BEGUN = datetime(2026, 6, 1, 13, tzinfo=UTC)
LATER = datetime(2026, 6, 9, 13, tzinfo=UTC)


@pytest.fixture(scope="session")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make it once."""
    folder = tmp_path_factory.mktemp("lively") / "archive"
    found(folder, city=CITY, time_zone="America/Chicago", clock=PlayedClock())
    page = PlayedPage()
    settings = load_settings(str(folder / "civickeep.toml"), {})
    with page.platform, closing(Archive.open(settings, PlayedClock(BEGUN))) as archive:
        live(archive, page, under_archive(archive, page))
    return folder


@pytest.fixture
def folder(tmp_path: Path, lively: Path) -> Path:
    """Give a copy of its folder."""
    return shutil.copytree(lively, tmp_path / "archive")


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    """Open the copy."""
    with closing(reopened(folder)) as archive:
        yield archive


def reopened(folder: Path) -> Archive:
    """Open an archive as a later process does."""
    return Archive.open(load_settings(str(folder / "civickeep.toml"), {}), PlayedClock(LATER))
