"""Exporting records as WARC with their proofs, against a loop that only copies the bytes."""

import os
import tempfile
from itertools import count
from pathlib import Path

from archiver.archive import Archive
from archiver.export.exporting import export
from archiver.export.order import Format, Order, Scope, Tally
from archiver.viewer import job
from tests.benchmarks.measuring import Figure, median_seconds

RUNS = 3


def figures(archive: Archive) -> list[Figure]:
    """Measure an export of everything, and reading the same objects into one file."""
    viewer = job("benchmark", archive.settings.city.name)
    store = archive.settings.resolve("store")
    files = [path for path in store.rglob("version-*") if path.is_file()]
    with tempfile.TemporaryDirectory(dir=store.parent) as temporary:
        names = (Path(temporary, f"{number}.warc") for number in count())
        copied = median_seconds(lambda: _copy(files, next(names)), RUNS)
        exported = median_seconds(
            lambda: export(archive, viewer, Order(Format.WARC, next(names), Scope()), _unwatched),
            RUNS,
        )
    return [
        Figure(
            f"export {len(files):,} records as WARC, checked and proven",
            len(files) / exported,
            "records/s",
            f"the same bytes read and written in a loop: {len(files) / copied:,.0f} files/s",
            exported / copied,
        )
    ]


def _copy(files: list[Path], to: Path) -> None:
    with to.open("xb") as out:
        for path in files:
            with path.open("rb") as file:
                out.write(file.read())
        out.flush()
        os.fsync(out.fileno())


def _unwatched(_: Tally) -> None:
    """Hear of nothing."""
