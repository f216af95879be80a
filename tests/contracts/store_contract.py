"""What every object store keeps to; see the promises in ``archiver.store.objects``.

A new store joins with a class of ten lines in ``test_stores.py`` whose fixture
``store`` gives an empty one.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from archiver.errors import ObjectMissing
from archiver.store import NewObject, ObjectStore
from archiver.store.errors import ObjectLocked
from archiver.store.objects import PIECE
from archiver.store.reconciliation import reconcile

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

RECORD = b"WARC/1.1\r\n\x00\xff\r\n"
LONG = 9_000_001
"""Bytes: more than one part of an upload in parts."""

MANY = 60
"""More than a page of the shortened listings that the stores of other machines are given here."""

NO_PATHS = ["", "/", "/etc/passwd", "../outside", "a/../../outside", "a//b", "a/", "./a", "a\0b"]


def objects(count: int, under: str = "facebook/1") -> list[NewObject]:
    """Make objects that all differ."""
    return [NewObject(f"{under}/version-{n}", RECORD + str(n).encode()) for n in range(count)]


def tomorrow() -> datetime:
    """Give an instant that no test waits for."""
    return datetime.now(UTC) + timedelta(days=1)


class StoreContract:
    """The suite; ``store`` comes from the class that joins, and ``lock_end`` where it has locks."""

    def lock_end(self, _store: ObjectStore, _path: str) -> datetime | None:
        """Tell until when an object is locked, not by the store's own word where there is another.

        None where it is not.
        """
        return None

    def test_what_was_put_is_given_back_byte_for_byte(self, store: ObjectStore) -> None:
        """Whatever the bytes, none at all and many among them."""
        new = [
            NewObject("facebook/1/2026/05/9/version-aa", RECORD),
            NewObject("events/2026/05/event-bb", b""),
            NewObject("media/cc/cc", bytes(range(256)) * 8192),
            NewObject("ledger/tile/0/x001/234.p/5", b"\r\n"),
        ]

        store.put_all(new)

        assert [each.data for each in new] == [store.get(each.path) for each in new]
        assert all(store.has(each.path) for each in new)
        assert sorted(each.path for each in new) == sorted(store.paths())

    @pytest.mark.parametrize("length", [0, 1, LONG])
    def test_a_long_object_is_given_back_byte_for_byte(
        self, store: ObjectStore, length: int
    ) -> None:
        """Put and read in pieces, named when the last of them has come."""
        sent = bytes(range(256)) * (length // 256) + b"x" * (length % 256)
        digest = sha256()

        store.put_long(_hashing(sent, digest), lambda: f"media/{digest.hexdigest()}")

        (path,) = store.paths()
        assert f"media/{sha256(sent).hexdigest()}" == path
        assert sent == store.get(path)
        pieces = list(store.get_long(path))
        assert sent == b"".join(pieces)
        assert all(0 < len(piece) <= PIECE for piece in pieces)

    def test_a_long_object_nobody_wants_is_not_kept(self, store: ObjectStore) -> None:
        """It is there already, and its bytes show it only at the end."""
        store.put_long([b"x" * LONG], lambda: None)

        assert [] == list(store.paths())

    def test_a_long_object_that_breaks_off_is_not_kept(self, store: ObjectStore) -> None:
        """No half of it is ever there, nor is its path asked for."""
        asked = iter(["media/a"])

        with pytest.raises(RuntimeError, match="cut"):
            store.put_long(_broken(), lambda: next(asked))

        assert ["media/a"] == list(asked)
        assert [] == list(store.paths())
        assert 0 == store.sweep()

    def test_a_long_object_needs_a_path_too(self, store: ObjectStore) -> None:
        """A path that is none is a fault of ours, and nothing was kept."""
        with pytest.raises(ValueError, match="no path of an object"):
            store.put_long([b"x"], lambda: "../outside")

        assert [] == list(store.paths())

    def test_a_long_object_can_be_put_again(self, store: ObjectStore) -> None:
        """And over another one; whoever reads gets it whole."""
        for sent in (b"1" * LONG, b"2" * LONG, b"2" * LONG):
            store.put_long([sent], lambda: "media/a")

            assert sent == store.get("media/a")
        assert ["media/a"] == list(store.paths())

    def test_a_long_object_that_is_not_there_is_missing(self, store: ObjectStore) -> None:
        """It is said before the first piece."""
        with pytest.raises(ObjectMissing, match="media/b"):
            store.get_long("media/b")

    def test_putting_an_object_again_changes_nothing(self, store: ObjectStore) -> None:
        """A run that was interrupted can be run again."""
        new = objects(3)

        store.put_all(new)
        store.put_all(new)

        assert [each.data for each in new] == [store.get(each.path) for each in new]
        assert sorted(each.path for each in new) == sorted(store.paths())

    def test_other_bytes_replace_what_was_there(self, store: ObjectStore) -> None:
        """Whoever reads gets the one or the other whole, and after the put the new."""
        store.put_all([NewObject("ledger/checkpoint", b"first")])

        store.put_all([NewObject("ledger/checkpoint", b"second")])

        assert b"second" == store.get("ledger/checkpoint")
        assert ["ledger/checkpoint"] == list(store.paths())

    def test_an_object_that_is_not_there_is_missing(self, store: ObjectStore) -> None:
        """It is said which; a folder of objects is no object."""
        store.put_all([NewObject("facebook/1/a", b"1")])

        with pytest.raises(ObjectMissing, match="facebook/1/b"):
            store.get("facebook/1/b")
        assert not store.has("facebook/1/b")
        assert not store.has("facebook/1")

    def test_nothing_at_all_may_be_put(self, store: ObjectStore) -> None:
        """An empty batch is done at once, and an empty store lists nothing."""
        store.put_all([])

        assert [] == list(store.paths())
        assert [] == list(store.paths("ledger/"))

    def test_a_listing_of_one_folder_stops_at_its_edge(self, store: ObjectStore) -> None:
        """A folder whose name only begins alike is another folder."""
        names = ["ledger/a", "ledger/tile/b", "ledger2/c", "ledge", "facebook/ledger/d"]
        store.put_all(NewObject(name, b"1") for name in names)

        assert ["ledger/a", "ledger/tile/b"] == sorted(store.paths("ledger/"))
        assert ["ledger/a", "ledger/tile/b"] == sorted(store.paths("ledger"))

    def test_a_long_listing_gives_every_object_once(self, store: ObjectStore) -> None:
        """However many pages it takes."""
        new = objects(MANY)
        store.put_all(new)

        assert sorted(each.path for each in new) == sorted(store.paths())

    @pytest.mark.parametrize("path", NO_PATHS)
    def test_what_is_no_path_is_refused_before_anything_is_touched(
        self, store: ObjectStore, path: str
    ) -> None:
        """Such a path can only be a fault of ours."""
        for touch in (store.get, store.has, store.remove, lambda p: _put_one(store, p)):
            with pytest.raises(ValueError, match="no path of an object"):
                touch(path)
        assert [] == list(store.paths())

    def test_a_batch_that_fails_half_way_leaves_no_half_object(self, store: ObjectStore) -> None:
        """What went before may be there, whole; and the batch can be put again."""
        new = objects(5)

        with pytest.raises(RuntimeError, match="cut"):
            store.put_all(_cut(new, 3))

        assert all(store.get(path) in {each.data for each in new} for path in store.paths())
        store.put_all(new)
        assert [each.data for each in new] == [store.get(each.path) for each in new]

    def test_a_removed_object_is_gone_and_no_other(self, store: ObjectStore) -> None:
        """With its earlier states; what only begins alike stays."""
        store.put_all([NewObject("a/b", b"1"), NewObject("a/bc", b"2"), NewObject("a/b.c", b"3")])
        store.put_all([NewObject("a/b", b"4")])

        store.remove("a/b")
        store.remove("a/b")

        assert not store.has("a/b")
        with pytest.raises(ObjectMissing):
            store.get("a/b")
        assert ["a/b.c", "a/bc"] == sorted(store.paths())

    def test_a_removed_object_can_be_put_again(self, store: ObjectStore) -> None:
        """A sweep that took a leftover does not stand in the way of the next run."""
        store.put_all([NewObject("a/b", b"1")])
        store.remove("a/b")

        store.put_all([NewObject("a/b", b"1")])

        assert b"1" == store.get("a/b")

    def test_several_write_and_read_at_once(self, store: ObjectStore) -> None:
        """Different objects do not get into each other's way."""
        batches = [objects(6, under=f"facebook/{number}") for number in range(4)]

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(store.put_all, batches))
            found = list(pool.map(lambda batch: [store.get(e.path) for e in batch], batches))

        assert [[each.data for each in batch] for batch in batches] == found

    def test_sweeping_takes_nothing_that_was_put(self, store: ObjectStore) -> None:
        """Only half-written leftovers are swept."""
        new = objects(3)
        store.put_all(new)

        assert 0 == store.sweep()
        assert sorted(each.path for each in new) == sorted(store.paths())

    def test_a_reconciliation_names_what_differs(self, store: ObjectStore) -> None:
        """Missing and unexpected objects, each by its path."""
        store.put_all(objects(3))
        expected = [f"facebook/1/version-{n}" for n in range(1, 4)]

        found = reconcile(store, expected)

        assert ("facebook/1/version-3",) == found.missing
        assert ("facebook/1/version-0",) == found.unexpected

    def test_a_lock_keeps_an_object_from_being_removed(self, store: ObjectStore) -> None:
        """Where the store has locks; where not, nothing happens and holds alone decide."""
        store.put_all(objects(2))
        store.protect(["facebook/1/version-0"], tomorrow())

        with _locked(store):
            store.remove("facebook/1/version-0")
        store.remove("facebook/1/version-1")
        assert store.locks == store.has("facebook/1/version-0")

    def test_a_lock_is_never_shortened(self, store: ObjectStore) -> None:
        """To protect again until sooner leaves its end as it was, and is no error."""
        store.put_all(objects(1))
        path = "facebook/1/version-0"
        later = (tomorrow() + timedelta(days=30)).replace(microsecond=0)
        store.protect([path], later)

        store.protect([path], tomorrow())

        assert (later if store.locks else None) == self.lock_end(store, path)
        with _locked(store):
            store.remove(path)

    def test_a_legal_hold_lasts_until_it_is_released(self, store: ObjectStore) -> None:
        """On and off as often as one likes."""
        store.put_all(objects(1))
        path = "facebook/1/version-0"
        store.hold([path])
        store.hold([path])

        with _locked(store):
            store.remove(path)
        store.put_all(objects(1))
        store.release([path])
        store.release([path])
        store.remove(path)
        assert not store.has(path)

    def test_a_lock_does_not_keep_an_object_from_being_read(self, store: ObjectStore) -> None:
        """Locks are about destruction only."""
        store.put_all(objects(1))
        path = "facebook/1/version-0"
        store.protect([path], tomorrow())
        store.hold([path])

        assert RECORD + b"0" == store.get(path)
        store.release([path])


def _hashing(sent: bytes, digest: "Hash") -> Iterator[bytes]:
    for start in range(0, len(sent), 100_000):
        piece = sent[start : start + 100_000]
        digest.update(piece)
        yield piece


def _broken() -> Iterator[bytes]:
    yield b"x" * LONG
    message = "cut"
    raise RuntimeError(message)


def _put_one(store: ObjectStore, path: str) -> None:
    store.put_all([NewObject(path, b"")])


def _cut(new: list[NewObject], after: int) -> Iterator[NewObject]:
    yield from new[:after]
    message = "cut"
    raise RuntimeError(message)


def _locked(store: ObjectStore) -> pytest.RaisesExc[ObjectLocked] | nullcontext[None]:
    """Expect a refusal where the store has locks."""
    return pytest.raises(ObjectLocked) if store.locks else nullcontext()
