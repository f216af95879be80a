"""A founded archive of one page, the platform that plays it, and a harvest without waiting."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

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

Anew = Callable[[], AbstractContextManager[Harvester]]
"""Begins with an empty archive of the page, again and again in one test."""

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
ROOM = 32_000_000


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


@contextmanager
def _copied(founded: Path, otherwise: Path) -> Iterator[Path]:
    """Copy the empty archive, into memory where the machine has room for it.

    Every harvest syncs many times; on a disk that others use that is most of a test's time.
    """
    memory = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else otherwise
    with TemporaryDirectory(prefix="civickeep-", dir=memory) as place:
        yield shutil.copytree(founded, Path(place) / "archive")


@pytest.fixture
def folder(tmp_path: Path, founded: Path) -> Iterator[Path]:
    """Give the folder of an empty archive."""
    with _copied(founded, tmp_path) as folder:
        yield folder


@pytest.fixture
def own_keys(tmp_path: Path, founded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a test keys of its own to lose: tests otherwise share those of the one founding."""
    assert founded.exists()
    state = shutil.copytree(os.environ["XDG_STATE_HOME"], tmp_path / "state")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    return state


@pytest.fixture
def archive(folder: Path, clock: PlayedClock) -> Iterator[Archive]:
    """Open an empty archive."""
    opened = _opened(folder, clock)
    yield opened
    opened.close()


@pytest.fixture
def harvest(archive: Archive, platform: Playback) -> Harvester:
    """Put the page under archive and give a way to visit it."""
    return _harvester(archive, platform)


@pytest.fixture
def anew(tmp_path: Path, founded: Path, platform: Playback) -> Anew:
    """Give a way to begin anew."""

    @contextmanager
    def begin() -> Iterator[Harvester]:
        with _copied(founded, tmp_path) as folder:
            opened = _opened(folder, PlayedClock())
            yield _harvester(opened, platform)
            opened.close()

    return begin


def _opened(folder: Path, clock: PlayedClock) -> Archive:
    return Archive.open(load_settings(str(folder / "civickeep.toml"), {}), clock)


def _harvester(archive: Archive, platform: Playback) -> Harvester:
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
