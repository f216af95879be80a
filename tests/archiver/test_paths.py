"""An object's path can be followed by a person and ends in the digest of its bytes."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.items import Platform
from archiver.paths import event_path, media_path, receipt_path, version_path
from archiver.store import FolderStore
from tests.archiver.quillback import Harvester, PlayedPage, objects, photo

DIGEST = "ab" * 32
NEW_YEAR = datetime(2026, 12, 31, 22, tzinfo=timezone(timedelta(hours=-6)))


def test_each_kind_has_its_place() -> None:
    """Months are those of UTC, so that a path never depends on where it was made."""
    facebook = Platform.FACEBOOK

    assert (
        f"facebook/880100/2027/01/880100_1/version-{DIGEST}",
        f"facebook/880100/2027/01/receipts/receipt-{DIGEST}",
        f"events/2027/01/event-{DIGEST}",
        f"media/ab/{DIGEST}",
    ) == (
        version_path(facebook, "880100", "880100_1", NEW_YEAR, DIGEST),
        receipt_path(facebook, "880100", NEW_YEAR, DIGEST),
        event_path(NEW_YEAR, DIGEST),
        media_path(DIGEST),
    )


@given(st.text(), st.text(), st.datetimes(timezones=st.just(UTC)))
def test_no_text_of_the_platform_steers_a_path(account: str, item: str, at: datetime) -> None:
    """Whatever an id says, the path has its six parts, none of them a step upwards."""
    path = version_path(Platform.FACEBOOK, account, item, at, DIGEST)

    assert re.fullmatch(r"facebook/[\w:.-]+/\d{4}/\d\d/[\w:.-]+/version-[a-f\d]{64}", path)
    assert not {".", ".."} & set(path.split("/"))


def test_every_object_of_a_real_harvest_ends_in_its_own_digest(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Anyone can check the store with ``sha256sum`` alone."""
    post = page.post("1", attachments=(photo("plow"),))
    page.comment("1_1", post)

    harvest()

    kept = objects(archive)
    assert {path: path[-64:] for path in kept} == kept
    assert {"version", "receipt", "event", "media"} <= {
        re.split(r"[/-]", path)[-2] if "media/" not in path else "media" for path in kept
    }


def test_an_object_outside_its_folder_cannot_be_named(archive: Archive) -> None:
    """The store refuses what the paths could never make."""
    assert isinstance(archive.store, FolderStore)
    with pytest.raises(ValueError, match="no path"):
        archive.store.get("../civickeep.toml")
