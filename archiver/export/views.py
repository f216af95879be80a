"""Views of items as text: JSONL for programs, CSV for a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from archiver.civil_time import to_wire
from archiver.export.checking import CheckedItem, CheckedMedia, CheckedRecord
from archiver.export.order import WrittenFile
from archiver.export.streamed import SHA256, StreamedFile
from archiver.item_list import item_entry
from archiver.items import Item, Media, Version

COLUMNS = (
    "item",
    "account",
    "kind",
    "parent",
    "thread",
    "author",
    "author_id",
    "created_at",
    "permalink",
    "state",
    "version",
    "versions",
    "text",
    "first_seen",
    "last_seen",
    "hidden",
    "unavailable",
    "media",
    "series",
    "edition",
    "holds",
    "sha256",
    "object",
    "links",
)

BYTE_ORDER_MARK = "\ufeff".encode()
"""Without it a spreadsheet reads UTF-8 as the letters of one country."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A cell that begins so, in plain or wide letters, would be run by a spreadsheet (OWASP, CSV
Injection); it gets an apostrophe before it."""

_UNSHOWABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)"
)
"""Controls, a return within a line, and signs that turn a line around: each is shown by its
number."""


def harmless(cell: str) -> str:
    """Keep a spreadsheet from running a cell, and a reader from being misled by what is unseen."""
    shown = _UNSHOWABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", cell)
    starts = (shown.startswith(FORMULA_STARTS), shown.lstrip().startswith(FORMULA_STARTS))
    return f"'{shown}" if any(starts) else shown


class JsonLines:
    """Writes one item a line, as ``civickeep items --json`` shows it."""

    signing_key = None

    def __init__(self, path: Path, name: str, algorithms: tuple[str, ...] = (SHA256,)) -> None:
        self._name = name
        self._algorithms = algorithms
        self._file = StreamedFile(path, algorithms)
        self._encoder = msgspec.json.Encoder(order="deterministic")

    def items(self, items: Sequence[CheckedItem]) -> None:
        """Write the lines of items."""
        entries = (item_entry(each.item) for each in items)
        self._file.write(b"".join(self._encoder.encode(entry) + b"\n" for entry in entries))

    def records(self, records: Sequence[CheckedRecord]) -> None:
        """Leave receipts out: they are no items."""

    def media(self, media: CheckedMedia) -> None:
        """Leave files out: a line names them by their digest."""

    def finish(self) -> WrittenFile:
        """Make the file last."""
        with self._file:
            return self._file.written(self._name)

    def seal(self) -> None:
        """Do nothing: the papers of a view lie beside it."""

    def abandon(self) -> None:
        """Do nothing: what was written goes with the working folder."""

    def digests(self) -> dict[str, str]:
        """Give the digests of what was written."""
        return {name: self._file.digest(name) for name in self._algorithms}


class Sheet:
    """Writes one version a row (RFC 4180), every cell in quotes and none a formula."""

    signing_key = None

    def __init__(self, path: Path, name: str, algorithms: tuple[str, ...] = (SHA256,)) -> None:
        self._name = name
        self._algorithms = algorithms
        self._file = StreamedFile(path, algorithms)
        self._file.write(BYTE_ORDER_MARK + _lines([COLUMNS]))

    def items(self, items: Sequence[CheckedItem]) -> None:
        """Write the rows of items."""
        self._file.write(_lines([row for each in items for row in rows(each.item)]))

    def records(self, records: Sequence[CheckedRecord]) -> None:
        """Leave receipts out: they are no items."""

    def media(self, media: CheckedMedia) -> None:
        """Leave files out: a row names them by their digest."""

    def finish(self) -> WrittenFile:
        """Make the file last."""
        with self._file:
            return self._file.written(self._name)

    def seal(self) -> None:
        """Do nothing: the papers of a view lie beside it."""

    def abandon(self) -> None:
        """Do nothing: what was written goes with the working folder."""

    def digests(self) -> dict[str, str]:
        """Give the digests of what was written."""
        return {name: self._file.digest(name) for name in self._algorithms}


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8", "backslashreplace")


def rows(item: Item) -> Iterator[tuple[str, ...]]:
    """Give the rows of an item, one a version, in the order of ``COLUMNS``."""
    for version in item.versions:
        yield tuple(map(harmless, _cells(item, version)))


def _cells(item: Item, version: Version) -> Iterator[str]:
    """Give the cells of a row.

    Ids carry their platform before them, because a spreadsheet rounds a bare
    number of more than 15 digits.
    """
    yield str(item.ref)
    yield item.account
    yield item.kind.value
    yield _named(item, item.parent_id)
    yield _named(item, item.thread_id)
    yield (item.author.name if item.author else None) or ""
    yield _named(item, item.author.id if item.author else None)
    yield to_wire(item.created_at) if item.created_at else ""
    yield item.permalink or ""
    yield item.state.value
    yield str(version.n)
    yield str(len(item.versions))
    yield version.text
    yield to_wire(version.first_seen)
    yield to_wire(version.last_seen)
    yield "; ".join(
        f"{to_wire(each.since)} to {to_wire(each.until) if each.until else 'now'}"
        for each in item.hidden
    )
    yield "; ".join(
        f"last seen {to_wire(each.last_seen)}, first missing {to_wire(each.first_missing)}"
        + (f", returned {to_wire(each.returned)}" if each.returned else "")
        for each in item.unavailable
    )
    yield "; ".join(dict.fromkeys(map(_media, item.media)))
    yield item.classification.series if item.classification else ""
    yield item.classification.edition if item.classification else ""
    yield "; ".join(item.holds)
    yield version.digest or ""
    yield version.object
    yield "\n\n".join(each.words for each in version.links)


def _named(item: Item, platform_id: str | None) -> str:
    return f"{item.platform}/{platform_id}" if platform_id else ""


def _media(media: Media) -> str:
    return f"missing: {media.missing}" if media.sha256 is None else f"{media.type} {media.sha256}"
