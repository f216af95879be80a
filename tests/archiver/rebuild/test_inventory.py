"""A listing is sorted by kind, and of two copies the one in its proper place counts."""

from hashlib import sha256

import pytest

from archiver.archive import Archive
from archiver.errors import ObjectDamaged
from archiver.rebuild.inventory import Inventory, take_inventory
from archiver.rebuild.places import item_of, kind_of, proper_path
from archiver.record import RecordKind
from archiver.store import NewObject

A, B, C = (sha256(name).hexdigest() for name in (b"a", b"b", b"c"))
MONTH = "facebook/7001/2026/06"


def test_paths_are_told_apart() -> None:
    """Records by their digest, the rest by where it lies."""
    inventory = Inventory()
    version, event = f"{MONTH}/1_2/version-{A}", f"events/2026/06/event-{B}"
    inventory.sort([version, event, f"media/aa/{C}", "ledger/checkpoint", "notes.txt", f"x-{C}"])

    assert 2 == inventory.records
    assert {f"media/aa/{C}"} == inventory.media
    assert {"ledger/checkpoint"} == inventory.ledger
    assert ["notes.txt", f"x-{C}"] == inventory.strangers
    digests = [bytes.fromhex(each) for each in (A, B, C)]
    assert dict(zip(digests, [version, event], strict=False)) == inventory.paths_of(digests)
    assert [version] == inventory.others(digests[1:])


def test_many_digests_are_asked_for_at_once() -> None:
    """More than one query can name."""
    digests = [sha256(str(n).encode()).digest() for n in range(1_234)]
    inventory = Inventory()
    inventory.sort(f"events/2026/06/event-{digest.hex()}" for digest in digests)

    assert set(digests) == set(inventory.paths_of(digests))
    assert [] == inventory.others(digests)


@pytest.mark.parametrize("kind", ["version", "receipt", "event"])
@pytest.mark.parametrize("elsewhere", ["aaa", "zzz"])
def test_of_two_copies_the_one_in_its_place_counts(
    archive: Archive, kind: str, elsewhere: str
) -> None:
    """Whichever of the two is listed first."""
    path = next(path for path in sorted(archive.store.paths()) if f"/{kind}-" in path)
    stray = f"{elsewhere}/{path.rpartition('/')[2]}"
    archive.store.put_all([NewObject(stray, archive.store.get(path))])

    inventory = take_inventory(archive.store)

    digest = bytes.fromhex(path[-64:])
    assert ([stray], {digest: path}) == (inventory.twins, inventory.paths_of([digest]))


def test_of_two_damaged_copies_one_is_kept(archive: Archive) -> None:
    """Neither tells where it belongs; both are named in the end."""
    for folder in "ab":
        archive.store.put_all([NewObject(f"{folder}/event-{A}", b"no record")])

    inventory = take_inventory(archive.store)

    assert ([f"b/event-{A}"], 1) == (inventory.twins, len(inventory.paths_of([bytes.fromhex(A)])))


def test_every_record_lies_where_it_says(archive: Archive) -> None:
    """Its path can be told from its bytes."""
    for path in archive.store.paths():
        if not path.startswith(("ledger/", "media/")):
            assert path == proper_path(archive.store.get(path))


def test_a_name_tells_kind_and_item() -> None:
    """As far as it has them."""
    assert RecordKind.RECEIPT is kind_of(f"{MONTH}/receipts/receipt-{A}")
    assert "facebook/1_2" == item_of(f"{MONTH}/1_2/version-{A}")
    assert item_of(f"{MONTH}/receipts/receipt-{A}") is None
    assert item_of(f"version-{A}") is None
    with pytest.raises(ObjectDamaged, match="no name of a record"):
        kind_of("notes.txt")
