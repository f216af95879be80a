"""A file in quarantine goes into no response, and its place says so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archiver.archive import Archive
from archiver.founding import found
from archiver.items import Platform
from archiver.media.errors import FileQuarantined
from archiver.media.quarantine import place, release
from archiver.registration import add_account
from archiver.settings import load_settings
from requests_portal.demo.page.rendering import environment
from tests.archiver.quillback import (
    CITY,
    PAGE,
    READER,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
    photo,
    png,
)
from tests.requests_portal.response.desk_case import DeskCase, every_file

POST = f"{PAGE}_1"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Harvest a post with two pictures, the first of them in quarantine since."""
    folder = tmp_path / "archive"
    found(folder, city=CITY, time_zone="America/Chicago")
    opened = Archive.open(load_settings(str(folder / "civickeep.toml"), {}), PlayedClock())
    page = PlayedPage()
    with page.platform:
        page.post("1", "Snow tonight", attachments=(photo("bad", "A title"), photo("good")))
        account = add_account(
            opened, Platform.FACEBOOK, PAGE, token_env=TOKEN_ENV, api_url=page.platform.url
        )
        assert account is not None
        Harvester(opened, account, {TOKEN_ENV: TOKEN})()
    yield opened
    opened.close()


def in_quarantine(archive: Archive) -> str:
    """Put the first picture into quarantine."""
    digest = archive.item(READER, POST).media[0].sha256
    assert digest is not None
    return place(archive, READER, [digest], reason="reported", by="Dana Ortiz")


def test_a_response_holds_no_file_in_quarantine(archive: Archive, tmp_path: Path) -> None:
    """Neither its bytes nor its description; the other picture is there."""
    name = in_quarantine(archive)
    case = DeskCase.open(archive, tmp_path)
    case.release_rest()

    _, folder = case.package()

    files = dict(every_file(folder))
    assert png("bad") not in files.values()
    assert png("good") in files.values()
    release(archive, name, reason="a mistake", by="Dana Ortiz", directed_by="Cole Weber")
    _, again = case.package("again")
    assert png("bad") in dict(every_file(again)).values()


def test_nothing_is_written_where_a_file_went_into_quarantine_meanwhile(archive: Archive) -> None:
    """The file is asked for by what was listed before, and refused."""
    item = archive.item(READER, POST)
    in_quarantine(archive)

    with pytest.raises(FileQuarantined):
        archive.media(READER, item, item.media[0])


def test_a_page_of_the_demonstration_shows_no_file_in_quarantine(archive: Archive) -> None:
    """Its place says why; the picture is not even named."""
    digest = archive.item(READER, POST).media[0].sha256 or ""
    in_quarantine(archive)
    macros: Any = environment().get_template("items.html").module

    shown = str(macros.photos(archive.item(READER, POST)))

    assert "quarantined" in shown
    assert 1 == shown.count("<img")
    assert digest not in shown
