"""Accounts to import into, and a way to import."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.accounts import Account, Ownership
from archiver.archive import Archive
from archiver.events import AccountAdded
from archiver.imports.kinds import PLATFORMS, ImportKind
from archiver.imports.running import Asked, Outcome, import_files
from archiver.imports.screenshot import Attestation
from archiver.items import Platform
from tests.archiver.quillback import PAGE

Import = Callable[..., Outcome]
"""Imports files of a kind into the account they belong to."""


@pytest.fixture
def accounts(archive: Archive) -> dict[Platform, Account]:
    """Put a page and an Instagram account under archive."""
    for platform, ident in ((Platform.FACEBOOK, PAGE), (Platform.INSTAGRAM, "77")):
        archive.record(
            AccountAdded(
                at=archive.clock(),
                by="test",
                platform=platform,
                id=ident,
                ownership=Ownership.CITY_OFFICIAL,
                token_env="UNUSED",
            )
        )
    return {account.platform: account for account in archive.accounts()}


@pytest.fixture
def taken(archive: Archive, accounts: dict[Platform, Account]) -> Import:
    """Give a way to import."""

    def do(
        kind: ImportKind,
        *paths: Path,
        zone: str | None = None,
        attestation: Attestation | None = None,
        archive: Archive = archive,
    ) -> Outcome:
        account = accounts[PLATFORMS[kind][0]]
        asked = Asked(kind, paths, "ruth", zone, attestation)
        return import_files(archive, account, asked, lambda _: None)

    return do
