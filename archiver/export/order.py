"""What is to be exported, how, and what came of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from archiver.items import ItemRef


class Format(StrEnum):
    """The formats; the value is what is typed on the command line."""

    WARC = "warc"
    WACZ = "wacz"
    BAG = "bag"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items: all, those of some accounts, those that answer a query.

    ``refs`` gives the answers of ``query`` as a stream that is walked once;
    ``accounts`` narrows it further.
    """

    accounts: tuple[str, ...] = ()
    query: str | None = None
    refs: Callable[[], Iterator[ItemRef]] | None = None

    @property
    def words(self) -> str:
        """The scope in words, for the papers that go with an export."""
        parts = []
        if self.query is not None:
            parts.append(f"items that answer the search: {self.query}")
        if self.accounts:
            parts.append(f"of the account {', '.join(self.accounts)}")
        return " ".join(parts) or "all items of the archive"


@dataclass(slots=True)
class Tally:
    """What was exported so far.

    ``not_kept`` counts files the archive never got, ``destroyed`` versions
    that were lawfully destroyed; neither can be in an export.
    """

    items: int = 0
    versions: int = 0
    receipts: int = 0
    media: int = 0
    bytes: int = 0
    not_kept: int = 0
    destroyed: int = 0


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of an export: its name, SHA-256 in hexadecimal, and length."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Exported:
    """An export as it stands: what a certificate can say of it.

    ``main`` is the file that binds all others by their digests: the one file
    of a format of one file, the payload manifest of a bag.
    """

    format: Format
    city: str
    origin: str
    scope: str
    by: str
    software: str
    started: datetime
    finished: datetime
    tally: Tally
    path: Path
    proof_path: Path
    main: WrittenFile
    checkpoint_size: int
    checkpoint_root: str
    verifier_key: str
    signing_key: str | None = None


Papers = Callable[[Exported], Iterable[tuple[str, bytes]]]
"""Makes further papers that go beside an export, by name."""


def no_papers(_: Exported) -> Iterable[tuple[str, bytes]]:
    """Add nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class Order:
    """An export as it was asked for."""

    format: Format
    destination: Path
    scope: Scope
    papers: Papers = no_papers


Watch = Callable[[Tally], None]
"""Hears of the progress after every batch."""
