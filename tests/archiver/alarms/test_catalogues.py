"""The same rounds on both databases: what is gathered, kept and remembered."""

import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.alarms.checking import check_alarms
from archiver.alarms.gathering import gather
from archiver.alarms.kept import kept_alarms, note_delivery, note_verification
from archiver.archive import Archive
from archiver.items import Platform
from archiver.registration import add_account
from tests.archiver.quillback import ACCOUNT, PAGE, TOKEN, TOKEN_ENV, Harvester, PlayedPage
from tests.contracts.catalogue_contract import Place

HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Name an empty catalogue of either kind."""
    if request.param == "sqlite":
        return Place.at(tmp_path, CATALOGUE="catalogue.sqlite")
    url = request.getfixturevalue("postgresql")
    return Place.at(tmp_path, CATALOGUE=url, SCHEMA=f"city_{uuid.uuid4().hex}")


@pytest.fixture
def archive(place: Place) -> Iterator[Archive]:
    """Found an archive in it."""
    place.found()
    with closing(place.open()) as opened:
        yield opened


@pytest.fixture
def harvest(archive: Archive, page: PlayedPage) -> Harvester:
    """Put the page under archive."""
    account = add_account(
        archive, Platform.FACEBOOK, PAGE, token_env=TOKEN_ENV, api_url=page.platform.url
    )
    assert account is not None
    return Harvester(archive, account, {TOKEN_ENV: TOKEN})


def test_rounds_go_alike(archive: Archive, harvest: Harvester, page: PlayedPage) -> None:
    """From a harvest to an alarm and to its end."""
    page.comment("c1", page.post("1"))
    harvest()
    now = archive.clock()
    (account,) = gather(archive, now, now).accounts
    note_delivery(archive, "e-mail", "refused", now)
    note_delivery(archive, "e-mail", "refused", now)
    note_verification(archive, 2, 30, 7)
    gone = gather(archive, now, now)
    first = check_alarms(archive, (), lambda _: None)
    note_verification(archive, 1, 1, 0)
    last = check_alarms(archive, (), lambda _: None)

    assert (ACCOUNT, 4, 1) == (account.key, len(account.tiers), len(account.active_days))
    assert (None, None) == (account.running, account.differing)
    assert account.read_until is not None
    assert (7, ["e-mail"]) == (
        gone.problems and gone.problems.count,
        [each.what for each in gone.channels if each.count == 2],
    )
    assert ["verify_problems"] == [alarm.kind for alarm in first.open]
    assert () == last.open
    with archive.reading() as connection:
        (kept,) = kept_alarms(connection, past=True)
    assert kept.cleared is not None
    assert now - kept.raised < HOUR
