"""Items archived per second, against the same bytes written as files of the same names."""

import tempfile
from itertools import count
from pathlib import Path

from archiver.disk import write_files
from tests.benchmarks.measuring import Figure, median_seconds
from tests.benchmarks.pages import pages
from tests.benchmarks.scene import ACCOUNT, BATCH, make_archive, open_archive, take

ITEMS = 10_000
RUNS = 3


def figures() -> list[Figure]:
    """Measure the way from an answer's body to acknowledged rows, the same again, and the floor."""
    bodies = pages(ACCOUNT, ITEMS)
    with tempfile.TemporaryDirectory() as temporary:
        fresh = (Path(temporary, str(number)) for number in count())
        kept = median_seconds(lambda: take(make_archive(next(fresh)), bodies), RUNS)
        known = next(fresh)
        take(make_archive(known), bodies)
        again = median_seconds(lambda: take(open_archive(known), bodies), RUNS)
        files = _files(known / "store")
        floor = median_seconds(lambda: _write(next(fresh), files), RUNS)
    return [
        Figure(
            "archive posts never seen before",
            ITEMS / kept,
            "items/s",
            f"the same files alone, grouped syncs: {ITEMS / floor:,.0f} files/s",
            kept / floor,
        ),
        Figure(
            "the same posts again, nothing changed",
            ITEMS / again,
            "items/s",
            f"the first time: {ITEMS / kept:,.0f} items/s",
            again / kept,
        ),
    ]


def _files(store: Path) -> list[tuple[str, bytes]]:
    return [
        (file.relative_to(store).as_posix(), file.read_bytes()) for file in store.rglob("version-*")
    ]


def _write(folder: Path, files: list[tuple[str, bytes]]) -> None:
    """Write the files as fast as our own way of writing can, with no catalogue beside it."""
    folder.mkdir()
    for first in range(0, len(files), BATCH):
        batch = files[first : first + BATCH]
        write_files(((folder / name, data) for name, data in batch), staging=folder)
