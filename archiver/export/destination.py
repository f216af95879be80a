"""Where an export goes: complete under its name, or not there at all."""

import secrets
from pathlib import Path
from types import TracebackType
from typing import Self

from archiver import disk_steps
from archiver.disk import TEMPORARY_PREFIX, make_folders, refuse, remove_leftover
from archiver.export.errors import DestinationTaken
from archiver.export.order import Format

PROOF_SUFFIX = ".proof"
_MAIN = "export"
_PROOF = "proof"
_SCRATCH = "scratch"

DEFAULT_NAMES = {
    Format.WARC: "records.warc.gz",
    Format.WACZ: "records.wacz",
    Format.JSONL: "items.jsonl",
    Format.CSV: "items.csv",
}
"""What a file is called that is to go into a folder that is there already."""


def destination(path: Path, form: Format) -> Path:
    """Name an export; into a folder that is there a file goes by its usual name."""
    name = DEFAULT_NAMES.get(form)
    return (path / name if name and path.is_dir() else path).absolute()


class Destination:
    """A working folder beside the destination, on the same disk, so that renaming finishes it.

    Used as a context: whatever happens inside, the working folder is gone
    afterwards, and the export is complete or absent. After a power cut a
    folder beginning with ``.tmp-`` may be left; it can be deleted. Proofs and
    papers go into a folder beside the export, or ``inside`` one that is a folder.
    """

    def __init__(self, path: Path, *, inside: bool) -> None:
        self.path = path
        self._inside = inside
        self._root = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"

    @property
    def main(self) -> Path:
        """The working name of the export itself, a file or a folder."""
        return self._root / _MAIN

    @property
    def proof(self) -> Path:
        """The working name of the folder of proofs and papers."""
        return (self.main if self._inside else self._root) / _PROOF

    @property
    def scratch(self) -> Path:
        """A place for what is thrown away in the end."""
        return self._root / _SCRATCH

    @property
    def proof_path(self) -> Path:
        """The name under which proofs and papers will stand."""
        beside = self.path.with_name(self.path.name + PROOF_SUFFIX)
        return self.path / _PROOF if self._inside else beside

    def __enter__(self) -> Self:
        """Make the working folder; raises ``DestinationTaken``."""
        self._check_free()
        make_folders(self.scratch)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the working folder away."""
        remove_leftover(self._root)

    def finish(self) -> None:
        """Give the export its name, after its proofs have theirs. Only now does anybody see it.

        One sync of the file system makes the names in all folders last; a bag has a million.
        """
        self._check_free()
        try:
            disk_steps.sync_file_system(self._root)
            if not self._inside:
                disk_steps.rename(str(self.proof), self.proof_path)
            disk_steps.rename(str(self.main), self.path)
            disk_steps.sync_folder(self.path.parent)
        except OSError as error:
            refuse(error)

    def _check_free(self) -> None:
        if self._inside and self.path.is_dir() and not any(self.path.iterdir()):
            return  # an empty folder becomes the export
        for path in (self.path, self.proof_path):
            if path.exists() or path.is_symlink():
                raise DestinationTaken(
                    f"{path} is there already.",
                    next_step="Name another path with --to; nothing is ever replaced.",
                )
