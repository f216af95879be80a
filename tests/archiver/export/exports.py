"""Ways to look at exports, and at the archive they were made of."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.archive import Archive
from archiver.export.order import Tally
from tests.archiver.quillback import READER

HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script> </div> \u202e'
SHARED = ("https://alder.example/sirens?a=1&b=2", f"+{HOSTILE}", "When, where </p>")
"""A page shared: its address, and what it says of itself."""

NAMES = {
    "warc": "records.warc",
    "wacz": "records.wacz",
    "bag": "bag",
    "jsonl": "items.jsonl",
    "csv": "items.csv",
}

CHECKERS = "CIVICKEEP_CHECKERS"
"""Names a folder of programs that cannot be locked as wheels: bagit.py, wacz."""


def unwatched(_: Tally) -> None:
    """Hear of nothing."""


def versions(archive: Archive) -> dict[str, bytes]:
    """Give the stored record of every version by its object."""
    return {
        version.object: archive.store.get(version.object)
        for item in archive.items(READER)
        for version in item.versions
    }


def warc_records(data: bytes) -> Iterator[tuple[dict[str, str], bytes]]:
    """Read a WARC file with another program than ours: headers and block of each record."""
    for record in ArchiveIterator(BytesIO(data), check_digests="raise"):
        yield dict(record.rec_headers.headers), record.content_stream().read()


def locked_checker(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a checker that is installed with the tests."""
    return _run([str(Path(sys.executable).parent / name), *map(str, arguments)])


def other_checker(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a checker that is not; skip the test where it is not on this machine."""
    found = shutil.which(name, path=os.environ.get(CHECKERS)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed; {CHECKERS} may name the folder it is in")
    return _run([found, *map(str, arguments)])


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)
