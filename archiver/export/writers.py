"""What writes an export in each format, and the promise they all keep."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from archiver.export.bag import Bag
from archiver.export.checking import CheckedItem, CheckedMedia, CheckedRecord
from archiver.export.order import Format, WrittenFile
from archiver.export.views import JsonLines, Sheet
from archiver.export.wacz import WaczExport
from archiver.export.warc import Heading, WarcExport


class Writer(Protocol):
    """Writes one export in one format; nothing it is given is damaged.

    Items come with the records of their versions, or, in a format without
    views, as records alone. Each file comes once, after them. ``finish``
    closes what was written and gives the file that binds all of it by
    digests; ``seal`` comes last, when the papers are in place. After
    ``finish`` ``signing_key`` names a key drawn for this export, where there is one.
    """

    @property
    def signing_key(self) -> str | None:
        """The SHA-256 of the public key that signed the package, if one did."""

    def items(self, items: Sequence[CheckedItem]) -> None:
        """Write items."""

    def records(self, records: Sequence[CheckedRecord]) -> None:
        """Write records."""

    def media(self, media: CheckedMedia) -> None:
        """Write a file of an item."""

    def finish(self) -> WrittenFile:
        """Make what was written last."""

    def seal(self) -> None:
        """Bind the papers too."""

    def abandon(self) -> None:
        """Let go of an export that will not be."""


def open_writer(form: Format, main: Path, scratch: Path, heading: Heading, name: str) -> Writer:
    """Begin an export. ``main`` is where it is built, ``name`` what it will be called."""
    match form:
        case Format.WARC:
            return WarcExport(main, name, heading)
        case Format.BAG:
            return Bag(main, scratch, heading)
        case Format.JSONL:
            return JsonLines(main, name)
        case Format.CSV:
            return Sheet(main, name)
        case Format.WACZ:
            return WaczExport(main, scratch, name, heading)
