"""The store's own locks are on what came by file as on everything else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.events import HoldLifted, HoldPlaced
from archiver.imports.kinds import ImportKind
from archiver.items import ItemRef, Platform
from archiver.paths import media_path
from archiver.safekeeping import safeguard
from archiver.store import NewObject
from archiver.store.errors import ObjectLocked
from archiver.store.memory import MemoryStore
from tests.archiver.imports.conftest import Import
from tests.archiver.imports.played_exports import STEM, instaloader_files, unpacked

AT = datetime(2026, 6, 2, 9, tzinfo=UTC)


class Calendar:
    """Says what day it is for the store."""

    now = AT

    def __call__(self) -> datetime:
        """Give the day."""
        return self.now


@pytest.fixture
def calendar() -> Calendar:
    """Begin on the day of the import."""
    return Calendar()


@pytest.fixture
def whole(archive: Archive, taken: Import, calendar: Calendar, tmp_path: Path) -> str:
    """Import a folder into a store with locks; give the path of its file of comments."""
    store = MemoryStore(calendar)
    store.put_all(NewObject(path, archive.store.get(path)) for path in archive.store.paths())
    archive.store.close()
    archive.store = store
    outcome = taken(ImportKind.INSTALOADER, unpacked(tmp_path, instaloader_files()))
    return next(
        media_path(each.sha256)
        for each in outcome.started.files
        if each.path == f"{STEM}_comments.json"
    )


def hold(archive: Archive, name: str, ident: str) -> None:
    """Place a hold on an item and let the store follow."""
    refs = (ItemRef(Platform.INSTAGRAM, ident),)
    archive.record(HoldPlaced(at=AT, by="Dana Ortiz", hold=name, reason="lawsuit", refs=refs))
    safeguard(archive)


def lift(archive: Archive, name: str) -> None:
    """Lift a hold and let the store follow."""
    archive.record(HoldLifted(at=AT, by="Dana Ortiz", hold=name, reason="settled"))
    safeguard(archive)


def test_the_whole_file_is_locked_for_thirty_days(archive: Archive, whole: str) -> None:
    """From when it came in."""
    with pytest.raises(ObjectLocked):
        archive.store.remove(whole)


def test_a_hold_on_one_item_is_on_the_file_it_came_in(
    archive: Archive, whole: str, calendar: Calendar
) -> None:
    """Until the last hold on any of its items is lifted."""
    hold(archive, "H-1", "9000")
    hold(archive, "H-2", "9050")
    calendar.now = AT + timedelta(days=40)
    lift(archive, "H-1")

    with pytest.raises(ObjectLocked):
        archive.store.remove(whole)

    lift(archive, "H-2")
    archive.store.remove(whole)
    assert not archive.store.has(whole)
