"""Lines that are sorted on disk, because a million of them do not belong in memory."""

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

from archiver import disk_steps
from archiver.export.streamed import StreamedFile

LINES_IN_MEMORY = 100_000
"""About 30 MB of index lines."""


class Spool:
    """Takes lines in any order and gives each of them once, sorted by its bytes.

    ``folder`` is for what does not fit in memory; it belongs to the spool alone.
    """

    def __init__(self, folder: Path, most: int = LINES_IN_MEMORY) -> None:
        self._folder = folder
        self._most = most
        self._lines: list[bytes] = []
        self._runs: list[Path] = []

    def add(self, line: bytes) -> None:
        """Take a line; it holds no newline."""
        self._lines.append(line)
        if len(self._lines) >= self._most:
            self._write()

    def __iter__(self) -> Iterator[bytes]:
        """Give every different line, sorted."""
        with ExitStack() as stack:
            runs = [stack.enter_context(path.open("rb")) for path in self._runs]
            written = [(line[:-1] for line in run) for run in runs]
            for line, _ in groupby(heapq.merge(*written, sorted(self._lines))):
                yield line

    def _write(self) -> None:
        if not self._runs:
            disk_steps.make_folder(self._folder)
        path = self._folder / f"{len(self._runs):06d}"
        run = StreamedFile(path, ())
        for line in sorted(self._lines):
            run.write(line + b"\n")
        run.flush()
        self._runs.append(path)
        self._lines = []
