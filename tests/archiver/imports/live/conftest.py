"""A city with a played Instagram profile, and an attorney who approved of reading it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.imports.live.approval import Approval, approve
from archiver.imports.live.place import FOLDER
from archiver.imports.live.running import Fetching, fetch
from archiver.imports.running import Outcome
from archiver.items import Platform
from archiver.registration import add_account
from tests.archiver.imports.live.played_instagram import PROFILE, PlayedInstagram, PlayedPost
from tests.archiver.quillback import items

Fetch = Callable[..., Outcome]
"""Has the profile fetched and imported."""


@pytest.fixture
def instagram() -> Iterator[PlayedInstagram]:
    """Play Instagram with two posts of the city's."""
    with PlayedInstagram([PlayedPost("Cb"), PlayedPost("Ca", "First snow")]).running() as played:
        yield played


@pytest.fixture
def account(archive: Archive, instagram: PlayedInstagram) -> Account:
    """Put the profile under archive."""
    add_account(archive, Platform.INSTAGRAM, "178414000077", api_url=instagram.url)
    return archive.account("178414000077")


@pytest.fixture
def approval(archive: Archive, account: Account) -> Approval:
    """Have it approved."""
    return approve(
        archive,
        account,
        username=PROFILE,
        attorney="Ines Okafor",
        approved_on=date(2026, 5, 20),
        by="ruth",
        note="Memo 14",
    )


@pytest.fixture
def fetched(archive: Archive, account: Account) -> Fetch:
    """Give a way to fetch."""

    def do(newest: int | None = None, archive: Archive = archive) -> Outcome:
        return fetch(archive, account, Fetching("ruth", newest), lambda _: None)

    return do


def texts(archive: Archive) -> set[str]:
    """Give the words of every item."""
    return {item.text for item in items(archive).values()}


def left(archive: Archive) -> list[Path]:
    """Give what lies in the folder of live runs."""
    return [*archive.settings.resolve(FOLDER).glob("*")]
