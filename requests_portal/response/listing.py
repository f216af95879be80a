"""The lists of a response for programs and spreadsheets. Pure functions: draft in, bytes out."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from archiver.civil_time import to_wire
from archiver.export.views import harmless
from requests_portal.response.draft import Entry, Part, Picture, ResponseDraft, plain
from requests_portal.response.native import NativeLink, Removed, native_links, native_path, removed
from requests_portal.response.wording import CLASSES

RECORD_COLUMNS = (
    "number",
    "thread",
    "in_answer_to",
    "platform",
    "account",
    "platform_id",
    "kind",
    "author",
    "created_at_utc",
    "created_at_local",
    "state",
    "wording",
    "of_wordings",
    "text",
    "first_seen_utc",
    "last_seen_utc",
    "removed",
    "photos_and_files",
    "native_file",
    "address",
    "links",
)


class RecordWording(msgspec.Struct, frozen=True, omit_defaults=True):
    """One wording in the list; ``withheld`` is the section where it is kept back whole.

    ``imported`` names the kind of file where it came by one, and not from the platform.
    """

    n: int
    text: str
    first_seen: datetime
    last_seen: datetime
    file: str | None = None
    withheld: str | None = None
    imported: str | None = None
    links: tuple[NativeLink, ...] = ()


class RecordPicture(msgspec.Struct, frozen=True, omit_defaults=True):
    """A photo or file: released, kept back under a section, or missing with the reason."""

    file: str | None = None
    type: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    description: str | None = None
    withheld: str | None = None
    missing: str | None = None


class Interval(msgspec.Struct, frozen=True):
    """From when to when the platform said that an item is hidden; still so where ``to`` is null."""

    start: datetime = msgspec.field(name="from")
    end: datetime | None = msgspec.field(name="to")


class Gone(msgspec.Struct, frozen=True):
    """When an item that was readable was missing; the platform never tells who took it away."""

    last_seen: datetime
    first_missing: datetime
    returned: datetime | None


class RecordLine(msgspec.Struct, frozen=True):
    """One item of the response, a line of ``records.jsonl``."""

    number: str
    thread: str
    in_answer_to: str | None
    platform: str
    account: str
    id: str
    kind: str
    author: str | None
    author_id: str | None
    created_at: datetime | None
    address: str | None
    state: str
    wordings: tuple[RecordWording, ...]
    hidden: tuple[Interval, ...]
    unavailable: tuple[Gone, ...]
    media: tuple[RecordPicture, ...]
    removed: tuple[Removed, ...]


class WithheldLine(msgspec.Struct, frozen=True):
    """What was taken out on one ground; counts are null where they may not be told."""

    what: str
    count: int | None
    items: int | None
    data_class: str = msgspec.field(name="class")
    citation: str


def record_line(entry: Entry) -> RecordLine:
    """Give one item the shape it has in the list."""
    return RecordLine(
        number=entry.number,
        thread=entry.thread,
        in_answer_to=entry.parent,
        platform=entry.platform.value,
        account=entry.account,
        id=entry.id,
        kind=entry.kind.value,
        author=plain(entry.author) if entry.author else None,
        author_id=entry.author_id,
        created_at=entry.created_at,
        address=entry.permalink,
        state=entry.state.value,
        wordings=tuple(
            RecordWording(
                n=one.n,
                text=plain(one.text),
                first_seen=one.first_seen,
                last_seen=one.last_seen,
                file=None if one.withheld else native_path(entry, one),
                withheld=None if one.withheld is None else one.withheld.citation,
                imported=one.imported,
                links=native_links(one),
            )
            for one in entry.wordings
        ),
        hidden=tuple(Interval(one.since, one.until) for one in entry.hidden),
        unavailable=tuple(
            Gone(one.last_seen, one.first_missing, one.returned) for one in entry.unavailable
        ),
        media=tuple(record_picture(one) for one in entry.pictures),
        removed=removed(entry.redactions),
    )


def record_picture(picture: Picture) -> RecordPicture:
    """Give one photo or file the shape it has in the list."""
    return RecordPicture(
        file=None if picture.file is None else f"media/{picture.file}",
        type=picture.type,
        bytes=picture.bytes,
        sha256=picture.sha256,
        description=picture.alt,
        withheld=None if picture.withheld is None else picture.withheld.citation,
        missing=picture.missing,
    )


def records_jsonl(entries: Iterable[Entry]) -> bytes:
    """Write ``records.jsonl``: one item a line."""
    return msgspec.json.Encoder().encode_lines([record_line(one) for one in entries])


def records_csv(draft: ResponseDraft) -> bytes:
    """Write ``records.csv``: one wording a row, safe to open in a spreadsheet."""
    rows = (row for entry in draft.entries for row in _record_rows(draft, entry))
    return _csv(RECORD_COLUMNS, rows)


def _record_rows(draft: ResponseDraft, entry: Entry) -> Iterable[Sequence[str]]:
    line = record_line(entry)
    local = entry.created_at.astimezone(draft.zone).isoformat() if entry.created_at else ""
    for one in line.wordings:
        yield (
            line.number,
            line.thread,
            line.in_answer_to or "",
            line.platform,
            line.account,
            line.id,
            line.kind,
            line.author or "",
            to_wire(line.created_at) if line.created_at else "",
            local,
            line.state,
            str(one.n),
            str(len(line.wordings)),
            one.text,
            to_wire(one.first_seen),
            to_wire(one.last_seen),
            "; ".join(f"{part.what}: {part.citation}" for part in line.removed),
            "; ".join(part.file for part in line.media if part.file),
            one.file or "",
            line.address or "",
            "\n\n".join(_link(each) for each in one.links),
        )


def _link(link: NativeLink) -> str:
    """Write a shared link in a cell, a line for each part; or the mark for one that was removed."""
    if link.withheld is not None:
        return f"[redacted: {link.withheld}]"
    return "\n".join(filter(None, (link.title, link.description, link.url)))


def withheld_lines(draft: ResponseDraft) -> tuple[WithheldLine, ...]:
    """Tell what was taken out, by what it is, class and section: no content and no names."""
    return tuple(
        WithheldLine(
            what=one.part.value,
            count=one.count,
            items=one.count if one.part is Part.ITEM else one.items,
            data_class=CLASSES[one.ground.data_class],
            citation=one.ground.citation,
        )
        for one in draft.taken
    )


def withheld_json(draft: ResponseDraft) -> bytes:
    """Write ``withheld.json``."""
    return msgspec.json.format(msgspec.json.encode(withheld_lines(draft))) + b"\n"


def withheld_csv(draft: ResponseDraft) -> bytes:
    """Write ``withheld.csv``."""
    rows = (
        (one.what, _number(one.count), _number(one.items), one.data_class, one.citation)
        for one in withheld_lines(draft)
    )
    return _csv(("what", "count", "items", "class", "citation"), rows)


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write CSV as RFC 4180 has it, in UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
