"""Reading a CSV file of posts from Meta Business Suite.

Its columns are named in English and differ from year to year; those known are
looked for by name, and a file without them is refused rather than guessed at.
Counts in it are not taken: they stand for one day and change no wording.
"""

import csv
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from io import StringIO
from typing import NamedTuple
from zoneinfo import ZoneInfo

from archiver.imports.elements import BYTE_ORDER_MARK
from archiver.imports.errors import ImportUnreadable
from archiver.imports.fields import text_of
from archiver.imports.member import Member
from archiver.imports.piece import Form, NotUnderstood, Origin, Piece, Words
from archiver.items import Author, ItemKind
from archiver.scanner import Span

_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("post id",),
    "page": ("page id", "account id"),
    "name": ("page name", "account username", "account name"),
    "title": ("title",),
    "text": ("description", "caption", "message"),
    "time": ("publish time", "posted", "created time"),
    "link": ("permalink", "link"),
}
"""What we want to know, and the names its column goes by."""

_TIMES = ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S")
_COLUMN_HINT = "column-"
_ZONE_HINT = "zone"
_QUOTE = b'"'


class Row(NamedTuple):
    """The bytes of one row without its line's end, and their place in the file."""

    data: bytes
    span: Span


def rows(body: bytes) -> Iterator[Row]:
    """Cut a file into its rows; a line's end between quotes is part of a field."""
    start = len(BYTE_ORDER_MARK) if body.startswith(BYTE_ORDER_MARK) else 0
    begun, quoted = start, False
    for line in body[start:].splitlines(keepends=True):
        start += len(line)
        quoted ^= line.count(_QUOTE) % 2 == 1
        if quoted:
            continue
        data = body[begun:start].rstrip(b"\r\n")
        if data.strip():
            yield Row(data, Span(begun, begun + len(data)))
        begun = start
    if quoted:
        raise ImportUnreadable(
            "The CSV file ends inside a quoted field: it is cut off.",
            next_step="Export it again from Meta Business Suite and import that file.",
        )


def pieces(member: Member, zone: str | None) -> Iterator[Piece | NotUnderstood]:
    """Cut a file into its posts.

    Raises ``ImportUnreadable`` where it is no such file. Times are read in
    ``zone``, because the file does not say which theirs is.
    """
    coming = rows(member.body)
    header = next(coming, None)
    columns = _columns(_fields(header.data)) if header else {}
    hints = _hints(columns, zone)
    for row in coming:
        fields = _named(_fields(row.data), columns)
        item_id = fields.get("id", "")
        if not item_id.isdecimal() or not item_id.isascii():
            what = f"{member.path}, bytes {row.span.start}-{row.span.end}"
            yield NotUnderstood(what, "it is a row without a post's id")
            continue
        named = _id(item_id, fields.get("page", ""))
        yield Piece(
            form=Form.BUSINESS_SUITE_ROW,
            kind=ItemKind.POST,
            id=named,
            parent_id=None,
            thread_id=named,
            data=row.data,
            origin=Origin(member.source, member.part, member.path, member.digest, row.span),
            hints=hints,
        )


def row_words(data: bytes, hints: Mapping[str, str]) -> Words:
    """Read one row by the columns its file had."""
    columns = {
        name.removeprefix(_COLUMN_HINT): int(value)
        for name, value in hints.items()
        if name.startswith(_COLUMN_HINT)
    }
    fields = _named(_fields(data), columns)
    text = fields.get("text", "") or fields.get("title", "")
    page, name = fields.get("page"), fields.get("name")
    return Words(
        text=text,
        author=Author(page or None, name or None) if page or name else None,
        created_at=_time(fields.get("time", ""), hints.get(_ZONE_HINT)),
        permalink=fields.get("link") or None,
        same=(text, fields.get("time", "")),
    )


def _fields(data: bytes) -> list[str]:
    """Take a row apart; nothing where a field is longer than any post."""
    try:
        text = data.decode("utf-8", "replace")
        return [text_of(each) for each in next(csv.reader(StringIO(text, newline="")), [])]
    except csv.Error:
        return []


def _columns(header: list[str]) -> dict[str, int]:
    """Find the columns we know; raises ``ImportUnreadable`` where it is no table of posts."""
    named = {name.strip().lower(): at for at, name in reversed(list(enumerate(header)))}
    found = {
        what: next((named[name] for name in names if name in named), None)
        for what, names in _COLUMNS.items()
    }
    columns = {what: at for what, at in found.items() if at is not None}
    if not {"id", "text"} <= columns.keys():
        raise ImportUnreadable(
            "This is no CSV file of posts from Meta Business Suite: it has no column "
            "Post ID, or none of Description, Caption and Message.",
            next_step="Export the posts with English column names, in UTF-8, and import that file.",
        )
    return columns


def _hints(columns: Mapping[str, int], zone: str | None) -> tuple[tuple[str, str], ...]:
    places = tuple((f"{_COLUMN_HINT}{name}", str(at)) for name, at in columns.items())
    return (*places, (_ZONE_HINT, zone)) if zone else places


def _named(fields: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {name: fields[at] for name, at in columns.items() if at < len(fields)}


def _id(post: str, page: str) -> str:
    """Name a post as the API does, page and post, where the file says which page it is."""
    return f"{page}_{post}" if page.isdecimal() and page.isascii() else post


def _time(said: str, zone: str | None) -> datetime | None:
    """Read a time; one without a zone is no instant unless a person named the zone."""
    for form in _TIMES:
        with suppress(ValueError):
            time = datetime.strptime(said, form)  # noqa: DTZ007 - the zone is put in below
            if time.tzinfo is None:
                return time.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if zone else None
            return time.astimezone(UTC)
    return None
