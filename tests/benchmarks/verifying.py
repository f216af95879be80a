"""Verifying and rebuilding a whole archive, against plain SHA-256 over the same files."""

import hashlib
from pathlib import Path

from archiver.archive import Archive
from archiver.ledger.publish import publish
from archiver.rebuild.catalogue import rebuild_catalogue
from archiver.settings import Settings
from archiver.verify.whole import verify
from tests.benchmarks.measuring import Figure, median_seconds

RUNS = 3


def figures(archive: Archive) -> list[Figure]:
    """Measure a verification that finds nothing wrong."""
    publish(archive)
    files = _files(archive.settings)
    digested = median_seconds(lambda: _digest(files), RUNS)
    verified = median_seconds(lambda: _verify(archive), RUNS)
    return [_figure(f"verify {len(files):,} objects", files, verified, digested)]


def rebuilding(settings: Settings) -> list[Figure]:
    """Measure making the catalogue again from the store; nobody may have the archive open."""
    files = _files(settings)
    digested = median_seconds(lambda: _digest(files), RUNS)
    rebuilt = median_seconds(lambda: rebuild_catalogue(settings), RUNS)
    return [_figure(f"rebuild the catalogue from {len(files):,} objects", files, rebuilt, digested)]


def _figure(what: str, files: list[Path], taken: float, digested: float) -> Figure:
    against = f"plain SHA-256 over the same files: {len(files) / digested:,.0f} files/s"
    return Figure(what, len(files) / taken, "objects/s", against, taken / digested)


def _files(settings: Settings) -> list[Path]:
    """List the records; the few files of the ledger are left out."""
    store = settings.resolve("store")
    return [file for kind in ("version", "receipt", "event") for file in store.rglob(f"{kind}-*")]


def _digest(files: list[Path]) -> None:
    for file in files:
        hashlib.sha256(file.read_bytes()).digest()


def _verify(archive: Archive) -> None:
    problems = verify(archive).findings.problems
    if problems:
        message = f"a sound archive has problems: {problems[0]}"
        raise RuntimeError(message)
