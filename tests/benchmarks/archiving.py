"""Items archived per second, against the same bytes written as files of the same names."""

import hashlib
import tempfile
from itertools import count
from pathlib import Path

from archiver.archive import Archive
from archiver.capture.facebook import see_post
from archiver.capture.intake import Intake
from archiver.capture.sighting import Source
from archiver.civil_time import system_clock
from archiver.disk import write_files
from archiver.founding import found
from archiver.items import Platform
from archiver.registration import add_account
from archiver.settings import load_settings
from archiver.slices import slice_page
from tests.benchmarks.measuring import Figure, median_seconds
from tests.benchmarks.pages import pages

ITEMS = 10_000
BATCH = 500
ACCOUNT = "7001"
RUNS = 3


def figures() -> list[Figure]:
    """Measure the whole way from an answer's body to acknowledged rows, and the floor."""
    bodies = pages(ACCOUNT, ITEMS)
    with tempfile.TemporaryDirectory() as temporary:
        fresh = (Path(temporary, str(number)) for number in count())
        kept = median_seconds(lambda: _archive(next(fresh), bodies), RUNS)
        known = next(fresh)
        _archive(known, bodies)
        again = median_seconds(lambda: _take(_open(known), bodies), RUNS)
        files = _files(known / "store")
        floor = median_seconds(lambda: _write(next(fresh), files), RUNS)
    return [
        Figure(
            "archive posts never seen before",
            ITEMS / kept,
            "items/s",
            "the same files written with grouped syncs alone",
            kept / floor,
        ),
        Figure("the floor: those files alone", ITEMS / floor, "files/s"),
        Figure(
            "the same posts again, nothing changed",
            ITEMS / again,
            "items/s",
            "the first time",
            again / kept,
        ),
    ]


def _archive(folder: Path, bodies: list[bytes]) -> None:
    found(folder, city="City of Benchmark", time_zone="America/Chicago")
    archive = _open(folder)
    add_account(archive, Platform.FACEBOOK, ACCOUNT)
    _take(archive, bodies)


def _open(folder: Path) -> Archive:
    return Archive.open(load_settings(str(folder / "civickeep.toml"), {}))


def _take(archive: Archive, bodies: list[bytes]) -> None:
    intake = Intake(archive, archive.accounts()[0], "benchmark")
    pending = []
    for body in bodies:
        digest = hashlib.sha256(body).hexdigest()
        source = Source(digest, "GET https://example.org/feed", "v26.0", system_clock())
        for element in slice_page(body).elements:
            pending.extend(see_post(element, source).sightings)
        if len(pending) >= BATCH:
            intake.take(pending)
            pending.clear()
    intake.take(pending)
    archive.close()


def _files(store: Path) -> list[tuple[str, bytes]]:
    return [
        (file.relative_to(store).as_posix(), file.read_bytes())
        for file in store.rglob("version-*")
    ]


def _write(folder: Path, files: list[tuple[str, bytes]]) -> None:
    """Write the files as fast as our own way of writing can, with no catalogue beside it."""
    folder.mkdir()
    for first in range(0, len(files), BATCH):
        batch = files[first : first + BATCH]
        write_files(((folder / name, data) for name, data in batch), staging=folder)


