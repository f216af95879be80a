"""The folder a response is built in: complete under its name, or not there at all."""

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from archiver.disk import (
    TEMPORARY_PREFIX,
    make_folders,
    place_folder,
    remove_leftover,
    write_files,
)
from requests_portal.response.errors import DestinationOccupied
from requests_portal.response.manifest import WrittenFile, describe

RESPONSE = "response"
"""The folder inside the working folder that becomes the response."""


class ResponseFolder:
    """A working folder beside the destination, on the same disk, so that one rename finishes it.

    Used as a context: whatever happens inside, the working folder is gone
    afterwards, and the destination is complete or untouched. After a power
    cut a folder beginning with ``.tmp-`` may be left; it can be deleted.
    """

    def __init__(self, destination: Path) -> None:
        self.destination = destination.absolute()
        self.root = self.destination.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
        self.files: list[WrittenFile] = []

    def __enter__(self) -> Self:
        """Make the working folder; raises ``DestinationOccupied``."""
        check_free(self.destination)
        make_folders(self.root / RESPONSE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the working folder away."""
        remove_leftover(self.root)

    def write(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files under their paths in the response, durably, and remember their digests."""
        write_files(self._described(files), staging=self.root)

    def _described(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[Path, bytes]]:
        for path, data in files:
            self.files.append(describe(path, data))
            yield self.root / RESPONSE / path, data

    def finish(self) -> None:
        """Give the response its name. Only now does anybody see it."""
        check_free(self.destination)
        place_folder(self.root / RESPONSE, self.destination)


def check_free(destination: Path) -> None:
    """Refuse a destination that has content; an empty folder will do."""
    empty = destination.is_dir() and not any(destination.iterdir())
    if (destination.exists() or destination.is_symlink()) and not empty:
        raise DestinationOccupied(
            f"{destination} is there already and is not an empty folder.",
            next_step="Name another folder with --to; nothing is ever written over.",
        )
