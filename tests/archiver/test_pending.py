"""Leftovers are swept, as far as the store lets us."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from archiver import pending
from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.settings import load_settings
from archiver.store import NewObject
from archiver.store.errors import StoreRefused
from archiver.store.memory import MemoryStore
from tests.archiver.quillback import PlayedClock

LEFT = [NewObject("facebook/1/one", b"1"), NewObject("facebook/1/two", b"2")]


def named(archive: Archive) -> list[str]:
    """Give what is still on its way."""
    with archive.reading() as connection:
        return list(connection.scalars(select(t.pending.c.object).order_by(t.pending.c.object)))


def leave(archive: Archive, store: MemoryStore) -> None:
    """Put objects and die before their rows."""
    archive.store.close()
    archive.store = store
    pending.keep(archive, "facebook/1", LEFT)


def test_leftovers_are_removed_and_forgotten(archive: Archive) -> None:
    """The next run begins as if the dead one had not been."""
    leave(archive, MemoryStore())

    assert 2 == pending.sweep(archive, "facebook/1")

    assert [] == named(archive)
    assert [] == list(archive.store.paths())


def test_what_may_not_be_removed_stays_named(archive: Archive) -> None:
    """Credentials without the right to destroy stop no harvest, and hide no leftover."""
    may = False

    def refuse(act: str, path: str) -> None:
        if act == "remove" and path.endswith("one") and not may:
            raise StoreRefused("No.", next_step="Ask.")

    leave(archive, MemoryStore(fault=refuse))

    assert 1 == pending.sweep(archive, "facebook/1")

    assert ["facebook/1/one"] == named(archive)
    may = True
    assert 1 == pending.sweep(archive, "facebook/1")
    assert [] == named(archive)


def test_what_another_account_puts_is_left_alone(archive: Archive) -> None:
    """Its own harvest sweeps it, under its own lock."""
    leave(archive, MemoryStore())

    assert 0 == pending.sweep(archive, "facebook/2")

    assert 2 == len(named(archive))


PICTURE = NewObject("media/ab/ab01", b"a picture")


def rely_on(archive: Archive, owner: str) -> None:
    """Rely on a file as a capture does: name it, and put it only where it is not there."""
    pending.intend(archive, owner, [PICTURE.path])
    if not archive.store.has(PICTURE.path):
        archive.store.put_all([PICTURE])


def test_a_file_that_another_account_comes_to_need_while_it_is_swept_is_put_again(
    archive: Archive, folder: Path, clock: PlayedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pages may show the same picture; one was killed, and the other finds it just now."""
    pending.keep(archive, "facebook/1", [PICTURE])
    other = Archive.open(load_settings(str(folder / "civickeep.toml"), {}), clock)
    meanwhile = threading.Thread(target=rely_on, args=(other, "facebook/2"))
    real = archive.store.remove

    def remove(path: str) -> None:
        meanwhile.start()
        meanwhile.join(0.3)  # it cannot end before the sweep has; on a slow day this proves less
        real(path)

    monkeypatch.setattr(archive.store, "remove", remove)

    pending.sweep(archive, "facebook/1")

    meanwhile.join()
    assert other.store.has(PICTURE.path)
    assert 1 == pending.sweep(other, "facebook/2")
    other.close()
