"""A long check spread over days reads everything, and each thing once."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.errors import WrongUsage
from archiver.store import FolderStore
from archiver.verify.problems import Damage
from archiver.verify.slices import Slice, read_slice
from archiver.verify.whole import verify

DAYS = 30


class Counting(FolderStore):
    """Counts what is read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.read: Counter[str] = Counter()

    def get(self, path: str) -> bytes:
        """Count and read."""
        self.read[path] += 1
        return super().get(path)

    def get_long(self, path: str) -> Iterator[bytes]:
        """Count and read piece by piece."""
        self.read[path] += 1
        return super().get_long(path)


def test_thirty_slices_read_every_object_exactly_once(archive: Archive, folder: Path) -> None:
    """Each record and each file; the ledger is read every day, and so are the few acts on keys."""
    store = archive.store = Counting(folder / "store")
    keys = {path for path in store.paths() if b"checkpoint_key" in store.get(path)}
    founding = {path for path in store.paths() if b"archive_founded" in store.get(path)}
    store.read.clear()

    checked = [verify(archive, Slice(day, DAYS)).findings for day in range(1, DAYS + 1)]

    objects = {path for path in store.paths() if not path.startswith("ledger/")}
    assert [] == [problem for each in checked for problem in each.problems]
    assert len(objects) == sum(each.objects for each in checked)
    assert {1} == {store.read[path] for path in objects - keys - founding}


def test_a_changed_file_is_found_on_its_day_only(archive: Archive, folder: Path) -> None:
    """And named as by the whole check."""
    path = next(path for path in sorted(archive.store.paths()) if "/version-" in path)
    (folder / "store" / path).write_bytes(b"gone")

    found = [
        problem
        for day in range(1, DAYS + 1)
        for problem in verify(archive, Slice(day, DAYS)).findings.problems
    ]

    assert [(Damage.OBJECT_DAMAGED, path)] == [(each.kind, each.object) for each in found]
    assert found == verify(archive).findings.problems


@pytest.mark.parametrize("changed", ["text", "fingerprint", "first_seen", "digest"])
def test_a_changed_row_of_a_version_is_found_on_its_day(archive: Archive, changed: str) -> None:
    """With the item it is of."""
    with archive.writing() as rows:
        rows.exec_driver_sql(f"UPDATE version SET {changed} = 'x' WHERE leaf = 9")  # noqa: S608 - a column of ours

    days = [verify(archive, Slice(day, 7)).findings.problems for day in range(1, 8)]

    named = [(each.kind, changed in each.detail) for each in days[9 % 7 - 1]]
    assert [(Damage.ROW_CHANGED, True)] == named
    assert 1 == sum(map(len, days))


def test_a_missing_row_of_a_version_is_found_on_its_day(archive: Archive) -> None:
    """With the item it was of."""
    with archive.writing() as rows:
        rows.execute(delete(t.version).where(t.version.c.leaf == 9))

    days = [verify(archive, Slice(day, 7)).findings.problems for day in range(1, 8)]

    assert [(2, Damage.ROW_MISSING)] == [
        (day, each.kind) for day, found in enumerate(days, 1) for each in found
    ]


@pytest.mark.parametrize("text", ["", "0/30", "31/30", "1/0", "7", "a/b", "-1/30", "1/30/2", "١/٣"])
def test_what_is_no_slice_is_refused(text: str) -> None:
    """With the way to write one."""
    with pytest.raises(WrongUsage, match="no slice"):
        read_slice(text)
