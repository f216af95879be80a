"""Publishing brings the ledger up to what is committed, never further, however interrupted."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select, update

from archiver.archive import Archive
from archiver.catalogue import counter
from archiver.catalogue import tables as t
from archiver.commit import add_leaf
from archiver.errors import ObjectMissing, StoreFull
from archiver.events import ItemsRead
from archiver.ledger import rows
from archiver.ledger.adoption import keyring_of, keys_of
from archiver.ledger.checkpoint import LATEST, checkpoint_path, read_checkpoint
from archiver.ledger.errors import KeyMissing, LedgerDamaged, LedgerInconsistent
from archiver.ledger.publish import is_signed_rightly, publish
from archiver.ledger.tiles import TileReader
from archiver.ledger.tree import leaf_hash, root_of
from archiver.record import RecordKind
from archiver.store import NewObject, ObjectStore
from tests.archiver.ledger.conftest import Grow
from tests.archiver.quillback import Harvester, PlayedPage

pytestmark = pytest.mark.usefixtures("own_keys")


def leaves(archive: Archive) -> list[bytes]:
    """Give the hashes of all leaves, from the catalogue."""
    with archive.reading() as connection:
        return [leaf_hash(digest) for _, digest in rows.digests_after(connection, 0)]


def ledger(store: ObjectStore) -> dict[str, bytes]:
    """Give every file of the ledger."""
    paths = (path for path in store.paths() if path.startswith("ledger/"))
    return {path: store.get(path) for path in paths}


def listed(archive: Archive) -> list[tuple[int, bytes]]:
    """Give size and root of every checkpoint the catalogue knows."""
    with archive.reading() as connection:
        return [(row.size, row.root) for row in rows.checkpoint_rows(connection)]


def test_a_new_archive_has_a_checkpoint_over_its_founding(archive: Archive) -> None:
    """Before anything is harvested, anyone can hold the city to when it began."""
    signed = read_checkpoint(archive.store.get(LATEST))

    assert root_of(leaves(archive)) == signed.root
    assert len(leaves(archive)) == signed.size
    assert [(signed.size, signed.root)] == listed(archive)


def test_a_checkpoint_covers_every_committed_leaf(archive: Archive, grow: Grow) -> None:
    """It is signed by the key in force, kept twice, listed, and its tiles lead to its root."""
    grow(700)

    signed = publish(archive)

    assert signed is not None
    assert (len(leaves(archive)), root_of(leaves(archive))) == (signed.size, signed.root)
    assert archive.store.get(LATEST) == archive.store.get(checkpoint_path(signed.size))
    assert bytes(signed.note) == archive.store.get(LATEST)
    assert TileReader(archive.store, signed.size).edge().root == signed.root
    with archive.reading() as connection:
        assert is_signed_rightly(signed, rows.archive_id(connection), keys_of(archive))


def test_publishing_again_writes_nothing(archive: Archive, grow: Grow) -> None:
    """The newest checkpoint is given back."""
    grow(5)
    signed = publish(archive)
    before = ledger(archive.store)

    again = publish(archive)

    assert signed == again
    assert before == ledger(archive.store)


def test_a_harvest_ends_with_a_checkpoint(archive: Archive, harvest: Harvester) -> None:
    """All it kept, its receipt included, is covered."""
    harvest()

    assert len(leaves(archive)) == read_checkpoint(archive.store.get(LATEST)).size


def test_a_harvest_without_a_key_keeps_everything_and_says_so(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """What was not covered is covered once the key is back."""
    page.post("1")
    ring = keyring_of(archive)
    away = ring.folder.rename(ring.folder.with_name("away"))

    receipt = harvest()

    assert receipt.new_versions == 1
    assert "no checkpoint was signed" in harvest.said[-1]
    with pytest.raises(KeyMissing, match="checkpoint-"):
        publish(archive)
    away.rename(ring.folder)
    signed = publish(archive)
    assert signed is not None
    assert len(leaves(archive)) == signed.size


class Interrupted(Exception):
    """The process is gone."""


class Dying:
    """A store whose process dies after so many acts of putting, or in the middle of one."""

    def __init__(
        self, store: ObjectStore, acts: int, *, halfway: bool, error: Exception | None = None
    ) -> None:
        self._store = store
        self._left = acts
        self._halfway = halfway
        self._error = error or Interrupted()

    def put_all(self, objects: Iterable[NewObject]) -> None:
        """Put all, or die before that or halfway."""
        new = list(objects)
        if not self._left:
            self._store.put_all(new[: len(new) // 2] if self._halfway else [])
            raise self._error
        self._left -= 1
        self._store.put_all(new)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


@pytest.mark.parametrize("halfway", [False, True])
@pytest.mark.parametrize("acts", range(6))
def test_wherever_it_is_killed_the_next_run_ends_the_same(
    archive: Archive, grow: Grow, acts: int, *, halfway: bool
) -> None:
    """Also where more was committed in between: the interrupted checkpoint is not lost."""
    grow(300)
    store = archive.store
    archive.store = Dying(store, acts, halfway=halfway)  # type: ignore[assignment] # a store that dies
    with suppress(Interrupted):
        publish(archive)
    archive.store = store
    signed = read_checkpoint(store.get(LATEST))
    grow(10)

    last = publish(archive)

    assert last is not None
    known = [size for size, _ in listed(archive)]
    assert signed.size in known
    assert [len(leaves(archive)), root_of(leaves(archive))] == [last.size, last.root]
    assert {checkpoint_path(size) for size in known} == {
        path for path in ledger(store) if path.startswith("ledger/checkpoints/")
    }


def test_a_run_killed_before_its_row_is_finished_by_the_next(archive: Archive, grow: Grow) -> None:
    """Its copy and its row are made, even where there is nothing new."""
    grow(3)
    signed = publish(archive)
    assert signed is not None
    with archive.writing() as connection:
        connection.execute(delete(t.checkpoint).where(t.checkpoint.c.size == signed.size))

    publish(archive)

    assert (signed.size, signed.root) in listed(archive)


def test_an_old_copy_of_the_newest_checkpoint_is_not_believed(archive: Archive, grow: Grow) -> None:
    """Where a store gives an old file, the catalogue knows better."""
    old = archive.store.get(LATEST)
    grow(3)
    newer = publish(archive)
    archive.store.put_all([NewObject(LATEST, old)])

    assert newer == publish(archive)
    assert newer is not None
    assert bytes(newer.note) == archive.store.get(LATEST)


def test_two_that_publish_at_once_agree(archive: Archive, grow: Grow) -> None:
    """While leaves are added; every checkpoint there is belongs to one growing tree."""

    def publish_often() -> None:
        other = Archive.open(archive.settings, archive.clock)
        for _ in range(10):
            publish(other)
        other.close()

    with ThreadPoolExecutor() as pool:
        running = [pool.submit(publish_often) for _ in range(3)]
        for _ in range(10):
            grow(40)
        for each in running:
            each.result()

    last = publish(archive)
    every = leaves(archive)
    assert last is not None
    assert len(every) == last.size
    assert bytes(last.note) == archive.store.get(LATEST)
    assert all(root_of(every[:size]) == root for size, root in listed(archive))


def test_one_that_publishes_while_another_begins_is_no_damage(
    archive: Archive, grow: Grow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other signed over came after we began; nobody is told of a shrunken catalogue."""
    other = Archive.open(archive.settings, archive.clock)
    read = archive.store.get

    def get_late(path: str) -> bytes:
        monkeypatch.undo()
        grow(40)
        publish(other)
        return read(path)

    monkeypatch.setattr(archive.store, "get", get_late)

    signed = publish(archive)

    other.close()
    assert signed is not None
    assert len(leaves(archive)) == signed.size


def test_uncommitted_leaves_are_not_seen(archive: Archive) -> None:
    """A checkpoint made while another process is writing is over what was there before."""
    before = leaves(archive)

    with archive.writing() as connection:
        n = counter.take(connection, 1)
        add_leaf(connection, n, RecordKind.VERSION, "00" * 32, "version-0")
        seen = leaves(archive)
        with archive.reading() as view:
            counted = counter.newest(view)

    assert before == seen
    assert len(before) == counted


@pytest.mark.parametrize("n", [260, 300])
def test_a_changed_leaf_is_refused(archive: Archive, grow: Grow, n: int) -> None:
    """Nothing is signed over a catalogue that is not what was signed."""
    grow(300)
    publish(archive)
    before = ledger(archive.store)
    with archive.writing() as connection:
        connection.execute(update(t.leaf).where(t.leaf.c.n == n).values(digest="00" * 32))
    grow(1)

    with pytest.raises(LedgerInconsistent, match="others than were signed"):
        publish(archive)

    assert before == ledger(archive.store)


def test_a_missing_leaf_is_refused(archive: Archive, grow: Grow) -> None:
    """Numbers have no holes."""
    grow(300)
    with archive.writing() as connection:
        connection.execute(delete(t.leaf).where(t.leaf.c.n == 150))

    with pytest.raises(LedgerInconsistent, match="leaf 150 is missing"):
        publish(archive)


def test_a_missing_last_leaf_is_refused(archive: Archive, grow: Grow) -> None:
    """The counter knows how many there were."""
    grow(3)
    with archive.writing() as connection:
        newest = connection.scalar(select(func.max(t.leaf.c.n)))
        connection.execute(delete(t.leaf).where(t.leaf.c.n == newest))

    with pytest.raises(LedgerInconsistent, match="counts"):
        publish(archive)


def test_a_shortened_catalogue_is_refused(archive: Archive, grow: Grow) -> None:
    """An older catalogue under a newer store: the last checkpoint covers more than it holds."""
    before = len(leaves(archive))
    grow(3)
    publish(archive)
    with archive.writing() as connection:
        connection.execute(delete(t.leaf).where(t.leaf.c.n > before))
        connection.execute(delete(t.checkpoint).where(t.checkpoint.c.size > before))
        connection.execute(update(t.archive).values(counter=before))

    with pytest.raises(LedgerInconsistent, match="the last checkpoint covers"):
        publish(archive)


def test_a_changed_tile_is_refused(archive: Archive, grow: Grow) -> None:
    """Nothing is signed over a tree that does not lead to the last root."""
    grow(300)
    publish(archive)
    archive.store.put_all([NewObject("ledger/tile/1/000.p/1", b"\x00" * 32)])
    grow(1)

    with pytest.raises(LedgerDamaged, match="right edge"):
        publish(archive)


def test_a_missing_tile_is_refused(archive: Archive, grow: Grow) -> None:
    """It is named, and not made again in silence."""
    grow(300)
    publish(archive)
    archive.store.remove("ledger/tile/1/000.p/1")
    grow(1)

    with pytest.raises(ObjectMissing, match=r"ledger/tile/1/000\.p/1"):
        publish(archive)


def _forgeries(archive: Archive) -> Iterator[bytes]:
    data = archive.store.get(LATEST)
    yield data.replace(b"civickeep.alt/", b"civickeep.alt/f")
    yield data[:-10] + b"AAAAAAAA=\n"


def test_a_forged_checkpoint_is_refused(archive: Archive, grow: Grow) -> None:
    """Of another archive, or with a signature that is none."""
    for forged in [*_forgeries(archive)]:
        archive.store.put_all([NewObject(LATEST, forged)])
        grow(1)
        with pytest.raises(LedgerDamaged):
            publish(archive)


def test_a_row_that_says_another_root_is_refused(archive: Archive, grow: Grow) -> None:
    """The row and the file must be of one mind."""
    grow(1)
    publish(archive)
    with archive.writing() as connection:
        connection.execute(update(t.checkpoint).values(root="00" * 32))

    with pytest.raises(LedgerDamaged, match="ledger/checkpoint"):
        publish(archive)


def test_a_full_disk_signs_nothing(archive: Archive, grow: Grow) -> None:
    """And the next run does what this one could not."""
    grow(3)
    store = archive.store

    full = StoreFull("The disk is full.", next_step="Free some space.")
    archive.store = Dying(store, 0, halfway=False, error=full)  # type: ignore[assignment] # as above
    with pytest.raises(StoreFull):
        publish(archive)
    archive.store = store

    signed = publish(archive)

    assert signed is not None
    assert len(leaves(archive)) == signed.size


def test_an_act_of_a_person_is_covered_by_the_next_checkpoint(archive: Archive) -> None:
    """Events are leaves as versions are."""
    when = datetime(2026, 6, 1, tzinfo=UTC)
    number = archive.record(ItemsRead(at=when, by="Dana Ortiz", up_to=when))

    signed = publish(archive)

    assert signed is not None
    assert number == signed.size
