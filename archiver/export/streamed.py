"""A file that is written from beginning to end and then made to last."""

import hashlib
from pathlib import Path
from types import TracebackType
from typing import Self

from archiver import disk_steps
from archiver.export.order import WrittenFile

BUFFER = 1 << 20
"""Bytes gathered before they are handed to the disk."""

SHA256 = "sha256"
_MODE = 0o644


class StreamedFile:
    """Writes a new file, knows how far it is, and digests it on the way.

    Used as a context; leaving it without an error syncs the file. It only
    ever grows at its end, so that what was digested is what is there. Raises
    ``OSError`` where the disk refuses.
    """

    def __init__(self, path: Path, algorithms: tuple[str, ...] = (SHA256,)) -> None:
        self._path = str(path)
        self._waiting: list[bytes] = []
        self._gathered = 0
        self._digests = {name: hashlib.new(name) for name in algorithms}
        self._wanted = True
        self.length = 0
        disk_steps.write(self._path, b"", _MODE)

    def __enter__(self) -> Self:
        """Give the file."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Make the file last, if it is whole."""
        if error is None:
            self.flush()
            disk_steps.sync_file(self._path)

    def write(self, data: bytes) -> int:
        """Write on; give how much was written, which is all of it."""
        if not self._wanted:
            return len(data)
        self._waiting.append(data)
        self._gathered += len(data)
        self.length += len(data)
        if self._gathered >= BUFFER:
            self.flush()
        return len(data)

    def discard(self) -> None:
        """Take no more: nobody wants the file, and who still writes to it may end in peace."""
        self._wanted = False
        self._waiting, self._gathered = [], 0

    def flush(self) -> None:
        """Hand what was gathered to the disk."""
        data, self._waiting, self._gathered = b"".join(self._waiting), [], 0
        for digest in self._digests.values():
            digest.update(data)
        if data:
            disk_steps.append(self._path, data)

    def digest(self, algorithm: str = SHA256) -> str:
        """Give the digest of what was written so far, in hexadecimal."""
        self.flush()
        return self._digests[algorithm].hexdigest()

    def written(self, name: str) -> WrittenFile:
        """Describe what was written, under the name it will have."""
        return WrittenFile(name, self.digest(), self.length)
