"""A founded archive of one page, the platform that plays it, and a harvest without waiting."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.founding import found
from archiver.items import Platform
from archiver.platforms import Playback
from archiver.registration import add_account
from archiver.settings import load_settings
from tests.archiver.quillback import (
    CITY,
    PAGE,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
)


@pytest.fixture
def clock() -> PlayedClock:
    """Give a clock that moves by itself, one second a question."""
    return PlayedClock()


@pytest.fixture
def page() -> Iterator[PlayedPage]:
    """Play an invented page with nothing on it yet."""
    played = PlayedPage()
    with played.platform:
        yield played


@pytest.fixture
def platform(page: PlayedPage) -> Playback:
    """Give the platform the page is played on."""
    return page.platform


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found an archive once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("founded") / "archive"
    found(folder, city=CITY, time_zone="America/Chicago", clock=PlayedClock())
    return folder


@pytest.fixture
def folder(tmp_path: Path, founded: Path) -> Path:
    """Give the folder of an empty archive."""
    return shutil.copytree(founded, tmp_path / "archive")


@pytest.fixture
def archive(folder: Path, clock: PlayedClock) -> Iterator[Archive]:
    """Open an empty archive."""
    opened = Archive.open(load_settings(str(folder / "civickeep.toml"), {}), clock)
    yield opened
    opened.close()


@pytest.fixture
def harvest(archive: Archive, platform: Playback) -> Harvester:
    """Put the page under archive and give a way to visit it."""
    account = add_account(
        archive,
        Platform.FACEBOOK,
        PAGE,
        name=CITY,
        department="Administration",
        authorized_by="Dana Ortiz",
        token_env=TOKEN_ENV,
        api_url=platform.url,
    )
    assert account is not None
    return Harvester(archive, account, {TOKEN_ENV: TOKEN})
