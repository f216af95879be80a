"""A real archive of an invented page, harvested from the playback, with a request to answer."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest
from archiver.founding import found
from archiver.items import Platform
from archiver.platforms import Comment, Edit, Hide, Page, Person, Playback, Post, make_timeline
from archiver.progress import Lines
from archiver.registration import add_account
from archiver.settings import load_settings
from tests.archiver.quillback import FEED
from tests.requests_portal.response.desk_case import DeskCase

PAGE = "700100"
TOKEN = "CIVICKEEP_TEST_TOKEN"
MARIT = Person(id="90001", name="Marit Solheim")
OLE = Person(id="90002", name="Ole Bakke")


def at(day: int, hour: int) -> datetime:
    """Give an instant in the month in which everything happens."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def nothing(_: object) -> None:
    """Neither wait nor tell."""


ENTRIES = (
    Page(at=at(1, 8), id=PAGE, name="City of Elk Prairie", username="elkprairiemn"),
    Post(at=at(1, 9), id="700100_1", page=PAGE, message="Snow tonight, no parking ❄️"),
    Comment(
        at=at(1, 10),
        id="1_11",
        parent="700100_1",
        message="My number is 470-00-1234, call me. سلام",
        author=MARIT,
    ),
    Comment(at=at(1, 11), id="1_12", parent="1_11", message="Why tell 470-00-1234?", author=OLE),
    Comment(at=at(1, 12), id="1_13", parent="700100_1", message="=1+1 thanks", author=OLE),
    Edit(at=at(2, 9), id="700100_1", message="Snow tonight, no parking until 7"),
    Hide(at=at(2, 10), id="1_13"),
)


@pytest.fixture(scope="session")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Harvest the page before and after its edit, once for all tests."""
    folder = tmp_path_factory.mktemp("harvested") / "archive"
    with Playback(make_timeline(ENTRIES), at=at(1, 15)) as platform:

        def clock() -> datetime:
            return platform.now

        found(folder, city="City of Elk Prairie", time_zone="America/Chicago", clock=clock)
        archive = Archive.open(load_settings(str(folder / "civickeep.toml"), {}), clock)
        account = add_account(
            archive, Platform.FACEBOOK, PAGE, token_env=TOKEN, api_url=platform.url
        )
        assert account is not None
        outside = Surroundings({TOKEN: platform.token}, wait=nothing, progress=Lines(nothing))
        for instant in (at(1, 15), at(3, 15)):
            platform.set_time(instant)
            harvest(archive, account, outside, FEED)
        archive.close()
    return folder


@pytest.fixture
def case(harvested: Path, tmp_path: Path) -> Iterator[DeskCase]:
    """Give each test its own copy of the archive, with a request that found all four items."""
    folder = tmp_path / "archive"
    shutil.copytree(harvested, folder)
    settings = load_settings(str(folder / "civickeep.toml"), {})
    archive = Archive.open(settings, lambda: at(4, 15))
    yield DeskCase.open(archive, tmp_path)
    archive.close()
