"""Accounts as they are listed."""

from datetime import UTC, datetime

from archiver.account_list import list_entries
from archiver.archive import Archive
from archiver.connection_events import TokenChecked
from tests.archiver.quillback import ACCOUNT, Harvester


def test_an_account_tells_when_its_token_ends(archive: Archive, harvest: Harvester) -> None:
    """The earlier of both dates; nothing as long as nobody was asked."""
    unknown = list_entries(archive)[0].token_expires
    archive.record(
        TokenChecked(
            at=archive.clock(),
            by="test",
            account=harvest.account.key,
            valid=True,
            examined=True,
            expires_at=datetime(2026, 9, 1, tzinfo=UTC),
            data_access_expires_at=datetime(2026, 8, 1, tzinfo=UTC),
        )
    )

    (entry,) = list_entries(archive)

    assert (ACCOUNT, None, "2026-08-01T00:00:00Z") == (entry.account, unknown, entry.token_expires)
