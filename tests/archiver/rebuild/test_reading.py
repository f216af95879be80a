"""Many records are read by helpers, and every way of reading gives the same."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.rebuild import reading
from archiver.rebuild.helpers import Helper
from archiver.rebuild.inventory import take_inventory
from archiver.rebuild.order import Entry, entries
from archiver.rebuild.reading import READER, Lost, Read, read_all, read_entry
from archiver.record import RecordKind
from archiver.store import NewObject
from archiver.store.memory import MemoryStore


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few records be many."""
    monkeypatch.setattr(reading, "FEW", 10)
    monkeypatch.setattr(reading, "AT_ONCE", 4)


def one_by_one(archive: Archive) -> tuple[list[Entry], list[Read]]:
    """Read every record in this process."""
    found = list(entries(archive.store, take_inventory(archive.store)))
    return found, [read_entry(archive.store, entry) for entry in found]


def test_helpers_give_the_same_in_the_same_order(archive: Archive) -> None:
    """Whichever of them is quicker."""
    found, expected = one_by_one(archive)

    assert expected == list(read_all(archive.store, found))


def test_threads_give_the_same_for_a_store_elsewhere(archive: Archive) -> None:
    """Such as a bucket; most of the time is waiting."""
    found, expected = one_by_one(archive)
    elsewhere = MemoryStore()
    elsewhere.put_all(NewObject(path, archive.store.get(path)) for path in archive.store.paths())

    assert expected == list(read_all(elsewhere, found))


def test_what_a_killed_helper_left_is_read_here(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost by it but time."""
    found, expected = one_by_one(archive)
    asked = Helper.ask

    def dies(helper: Helper, question: object) -> object:
        os.kill(helper.pid, signal.SIGKILL)
        return asked(helper, question)

    monkeypatch.setattr(Helper, "ask", dies)

    assert expected == list(read_all(archive.store, found))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("spoil", [Path.unlink, _cut])
def test_what_cannot_be_read_is_part_of_the_answer(
    archive: Archive, folder: Path, spoil: Callable[[Path], None]
) -> None:
    """With its kind, as far as its name tells."""
    found, _ = one_by_one(archive)
    entry = next(entry for entry in found if "/version-" in (entry.path or ""))
    spoil(folder / "store" / (entry.path or ""))

    lost = [read for read in read_all(archive.store, found) if isinstance(read, Lost)]

    assert [(entry, RecordKind.VERSION)] == [(each.entry, each.kind) for each in lost]


def test_a_helper_runs_no_program_but_its_own(folder: Path) -> None:
    """Neither the one that asks nor anything beside it; it ends when it is closed."""
    helper = Helper(READER, str(folder / "store"))

    assert [] == helper.ask([])

    helper.close()
    with pytest.raises(ProcessLookupError):
        os.kill(helper.pid, 0)
