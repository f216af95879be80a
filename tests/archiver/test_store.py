"""The folder store keeps what it was given, under the path it was given, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.errors import ObjectMissing, StoreUnwritable
from archiver.store import FolderStore, NewObject


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FolderStore]:
    """Open an empty store."""
    opened = FolderStore(tmp_path / "store")
    yield opened
    opened.close()


def test_what_was_put_is_given_back(store: FolderStore) -> None:
    """Byte for byte, and listed once however often it was put."""
    new = [NewObject("facebook/1/a", b"\x00\r\n"), NewObject("events/b", b"")]

    store.put_all(new)
    store.put_all(new)

    assert [each.data for each in new] == [store.get(each.path) for each in new]
    assert ["events/b", "facebook/1/a"] == sorted(store.paths())
    assert store.has("events/b")


def test_what_is_half_written_is_no_object(store: FolderStore) -> None:
    """The folder for unfinished files is never listed."""
    store.put_all([NewObject("a", b"1")])
    (next((store.root / ".incoming").iterdir()) / "half").write_bytes(b"h")

    assert ["a"] == list(store.paths())


def test_an_object_that_is_not_there_is_missing(store: FolderStore) -> None:
    """It is said which, and that verify tells more."""
    with pytest.raises(ObjectMissing, match="facebook/1/a"):
        store.get("facebook/1/a")


def test_an_object_that_cannot_be_read_is_not_said_to_be_missing(store: FolderStore) -> None:
    """A folder in the place of a file, or a refusal, is another trouble than an absence."""
    store.put_all([NewObject("a/b", b"1")])

    with pytest.raises(StoreUnwritable, match="cannot be read"):
        store.get("a")


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../outside", "a/../../outside"])
def test_no_path_leads_out_of_the_store(store: FolderStore, path: str) -> None:
    """Such a path can only be a fault of ours, and is refused before the disk is touched."""
    for touch in (store.get, store.has, lambda path: store.put_all([NewObject(path, b"")])):
        with pytest.raises(ValueError, match="no path of an object"):
            touch(path)


def test_an_interrupted_write_acknowledges_nothing(store: FolderStore) -> None:
    """Where a path is refused half way, what came before it is not there either."""
    with pytest.raises(ValueError, match="no path"):
        store.put_all([NewObject("a", b"1"), NewObject("../b", b"2")])

    assert [] == list(store.paths())
