"""The store's own locks follow what was acknowledged and what is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from archiver.archive import Archive
from archiver.events import HoldLifted, HoldPlaced
from archiver.items import ItemRef, Platform
from archiver.ledger.checkpoint import checkpoint_path, path_size
from archiver.ledger.publish import publish
from archiver.ledger.rows import newest_checkpoint
from archiver.ledger.stamp_rows import StampRow, add_stamp
from archiver.ledger.tiles import WIDTH
from archiver.safekeeping import safeguard
from archiver.store import NewObject
from archiver.store.errors import ObjectLocked, StoreUnreachable
from archiver.store.memory import MemoryStore
from tests.archiver.quillback import Harvester, PlayedPage, items, photo

AT = datetime(2026, 6, 2, 9, tzinfo=UTC)
SOON = AT + timedelta(days=29)
LATER = AT + timedelta(days=33)


class Calendar:
    """Says what day it is for the store."""

    def __init__(self) -> None:
        self.now = SOON

    def __call__(self) -> datetime:
        """Give the day."""
        return self.now


@dataclass(slots=True)
class Locksmith:
    """Lets the store fail at locking, and at nothing else, while ``away``."""

    away: bool = False

    def __call__(self, act: str, path: str) -> None:
        """Fail when told to."""
        if self.away and act == "lock":
            raise StoreUnreachable(f"{path} cannot be locked.", next_step="Try again.")


@pytest.fixture
def locksmith() -> Locksmith:
    """Be there."""
    return Locksmith()


@pytest.fixture
def calendar() -> Calendar:
    """Begin within the days of the locks."""
    return Calendar()


@pytest.fixture
def harvest(harvest: Harvester, calendar: Calendar, locksmith: Locksmith) -> Harvester:
    """Let the archive keep its objects where they can be locked."""
    archive = harvest.archive
    store = MemoryStore(calendar, locksmith)
    store.put_all(NewObject(path, archive.store.get(path)) for path in archive.store.paths())
    archive.store.close()
    archive.store = store
    return harvest


def ref(ident: str) -> ItemRef:
    """Name an item."""
    return ItemRef(Platform.FACEBOOK, ident)


def hold(archive: Archive, name: str, *idents: str) -> None:
    """Place a hold and let the store follow."""
    refs = tuple(map(ref, idents))
    archive.record(HoldPlaced(at=AT, by="Dana Ortiz", hold=name, reason="lawsuit", refs=refs))
    safeguard(archive)


def lift(archive: Archive, name: str) -> None:
    """Lift a hold and let the store follow."""
    archive.record(HoldLifted(at=AT, by="Dana Ortiz", hold=name, reason="settled"))
    safeguard(archive)


def of_item(archive: Archive, ident: str) -> list[str]:
    """Name the objects of an item."""
    item = items(archive)[ident]
    files = (media.object for media in item.media if media.object)
    return list(chain((version.object for version in item.versions), files))


def locked(archive: Archive, paths: Iterable[str]) -> list[str]:
    """Give those that cannot be removed; the others are gone afterwards."""
    refused = []
    for path in paths:
        try:
            archive.store.remove(path)
        except ObjectLocked:
            refused.append(path)
    return refused


def test_what_was_acknowledged_is_locked_for_thirty_days(
    page: PlayedPage, harvest: Harvester, calendar: Calendar
) -> None:
    """Versions, files, receipts, acts and checkpoints; afterwards the archive alone decides."""
    page.comment("1", page.post("p", attachments=(photo("a"),)))
    harvest()
    archive = harvest.archive
    records = [path for path in archive.store.paths() if not path.startswith("ledger/")]
    kept = [*records, *archive.store.paths("ledger/checkpoints")]

    assert sorted(kept) == sorted(locked(archive, kept))

    calendar.now = LATER
    assert [] == locked(archive, of_item(archive, "1"))


def test_what_nobody_acknowledged_can_be_swept(page: PlayedPage, harvest: Harvester) -> None:
    """A leftover of a killed process is never locked."""
    page.post("p")
    harvest.archive.store.put_all([NewObject("facebook/1/leftover", b"1")])
    harvest()

    assert [] == locked(harvest.archive, ["facebook/1/leftover"])


def test_a_hold_is_on_every_object_of_its_items(
    page: PlayedPage, harvest: Harvester, calendar: Calendar
) -> None:
    """Wordings and files, until it is lifted, long after the locks have ended."""
    post = page.post("p", attachments=(photo("a"),))
    page.comment("1", post)
    page.comment("2", post)
    harvest()
    page.edit("1", "edited")
    harvest()
    archive = harvest.archive
    hold(archive, "H-1", post, "1")
    calendar.now = LATER
    held = [*of_item(archive, post), *of_item(archive, "1")]

    assert sorted(held) == sorted(locked(archive, [*held, *of_item(archive, "2")]))

    lift(archive, "H-1")
    assert [] == locked(archive, held)


def test_what_a_held_item_becomes_is_held_too(
    page: PlayedPage, harvest: Harvester, calendar: Calendar
) -> None:
    """A later wording is as much evidence as the first."""
    page.comment("1", page.post("p"))
    harvest()
    hold(harvest.archive, "H-1", "1")
    page.edit("1", "edited")
    harvest()
    calendar.now = LATER

    assert 2 == len(locked(harvest.archive, of_item(harvest.archive, "1")))


def test_the_last_hold_counts(page: PlayedPage, harvest: Harvester, calendar: Calendar) -> None:
    """Of two holds on an item, and of two items that show the same file."""
    one = page.post("p", attachments=(photo("same"),))
    other = page.post("q", attachments=(photo("same"),))
    harvest()
    archive = harvest.archive
    calendar.now = LATER
    hold(archive, "H-1", one, other)
    hold(archive, "H-2", one)
    lift(archive, "H-1")

    both = {*of_item(archive, one), *of_item(archive, other)}
    assert sorted(of_item(archive, one)) == sorted(locked(archive, both))


def test_locking_that_was_cut_off_is_done_by_the_next_call(
    page: PlayedPage, harvest: Harvester, locksmith: Locksmith
) -> None:
    """A store that fails loses nothing of it."""
    page.comment("1", page.post("p"))
    archive = harvest.archive
    locksmith.away = True
    with pytest.raises(StoreUnreachable):
        harvest()
    locksmith.away = False

    safeguard(archive)

    assert of_item(archive, "1") == locked(archive, of_item(archive, "1"))


def test_a_store_without_locks_is_left_alone(page: PlayedPage, harvest: Harvester) -> None:
    """The day it has some, everything is locked that is still young."""
    page.comment("1", page.post("p"))
    archive = harvest.archive
    archive.store.locks = False  # type: ignore[misc] # as a folder's
    harvest()
    archive.store.locks = True  # type: ignore[misc] # as a bucket's

    safeguard(archive)

    assert of_item(archive, "1") == locked(archive, of_item(archive, "1"))


def test_of_the_ledger_all_is_locked_that_never_changes(
    page: PlayedPage, harvest: Harvester
) -> None:
    """Full tiles, statements of keys, checkpoints, stamps and their roots; nothing else."""
    post = page.post("p")
    for number in range(WIDTH):
        page.comment(str(number), post)
    harvest()
    archive = harvest.archive
    _stamp(archive, "north")

    safeguard(archive)

    kept = locked(archive, list(archive.store.paths("ledger/")))
    checkpoints = [path for path in kept if path_size(path) is not None]
    assert {
        "ledger/tile/0/000",
        "ledger/tile/entries/000",
        "ledger/keys/001",
        "ledger/stamps/north/007.tsr",
        "ledger/stamps/north/roots/00.pem",
    } == {*kept} - {*checkpoints}
    assert 2 == len(checkpoints)


def test_a_checkpoint_signed_after_its_records_were_locked_is_locked_too(
    page: PlayedPage, harvest: Harvester
) -> None:
    """An act is locked at once, and its checkpoint when the next harvest has signed it."""
    page.comment("1", page.post("p"))
    harvest()
    archive = harvest.archive
    hold(archive, "H-1", "1")
    signed = publish(archive)

    safeguard(archive)

    path = checkpoint_path(signed.size) if signed else ""
    assert [path] == locked(archive, [path])


def _stamp(archive: Archive, authority: str) -> None:
    """List a stamp of the newest checkpoint as if an authority had given it."""
    with archive.writing() as connection:
        newest = newest_checkpoint(connection)
        size = newest.size if newest else 0
        files = ("007.tsr", "roots/00.pem")
        stamp, roots = (f"ledger/stamps/{authority}/{name}" for name in files)
        archive.store.put_all([NewObject(stamp, b"stamp"), NewObject(roots, b"roots")])
        add_stamp(connection, StampRow(size, authority, AT, "00", stamp))
