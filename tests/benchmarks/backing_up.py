"""Backing an archive up, adding to a backup, and restoring, against copying the same files."""

import tempfile
from itertools import count
from pathlib import Path

from archiver.archive import Archive
from archiver.backup.backing_up import FILES_AT_ONCE, back_up
from archiver.backup.restoring import restore
from archiver.disk import write_files
from archiver.ledger.publish import publish
from tests.benchmarks.measuring import Figure, seconds
from tests.benchmarks.pages import pages
from tests.benchmarks.scene import ACCOUNT, make_archive, take

ITEMS = 20_000


def figures() -> list[Figure]:
    """Measure each once: all of them are long."""
    with tempfile.TemporaryDirectory() as temporary:
        fresh = (Path(temporary, str(number)) for number in count())
        keys = {"CIVICKEEP_KEYS__FOLDER": str(next(fresh))}
        archive = make_archive(next(fresh), keys)
        take(archive, pages(ACCOUNT, ITEMS))
        publish(archive)
        kept, small = next(fresh), next(fresh)
        copying = seconds(lambda: _copy(archive, next(fresh)))
        first = seconds(lambda: _back_up(archive, kept))
        nothing_new = seconds(lambda: _back_up(archive, kept))
        _back_up(archive, small, with_catalogue=False)
        restoring = seconds(lambda: _restore(kept, next(fresh)))
        rebuilding = seconds(lambda: _restore(small, next(fresh)))
        archive.close()
    floor = f"the same files copied and synced: {ITEMS / copying:,.0f} items/s"
    return [
        Figure("back up, the first time", ITEMS / first, "items/s", floor, first / copying),
        Figure(
            "back up again, nothing new",
            nothing_new,
            "s",
            f"the first time: {first:,.1f} s",
            nothing_new / first,
        ),
        Figure(
            "restore, with the copied catalogue",
            ITEMS / restoring,
            "items/s",
            floor,
            restoring / copying,
        ),
        Figure(
            "restore, the catalogue made from the objects",
            ITEMS / rebuilding,
            "items/s",
            floor,
            rebuilding / copying,
        ),
    ]


def _copy(archive: Archive, folder: Path) -> None:
    folder.mkdir()
    paths = list(archive.store.paths())
    for some in _batches(paths):
        write_files(((folder / path, archive.store.get(path)) for path in some), staging=folder)


def _batches(paths: list[str]) -> list[list[str]]:
    starts = range(0, len(paths), FILES_AT_ONCE)
    return [paths[start : start + FILES_AT_ONCE] for start in starts]


def _back_up(archive: Archive, folder: Path, *, with_catalogue: bool = True) -> None:
    back_up(archive, folder, with_catalogue=with_catalogue)


def _restore(kept: Path, folder: Path) -> None:
    restore(kept, folder, environment={})
