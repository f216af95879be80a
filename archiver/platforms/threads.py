"""Real public threads as a timeline: one post, comment or reply a line becomes one entry.

What the origin does not know stays unknown: a null author is withheld, a null
time leaves ``created_time`` out. Text, order and parents are kept exactly.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from archiver.civil_time import from_wire
from archiver.errors import TimelineUnreadable
from archiver.platforms.entries import Attachment, Comment, Entry, Page, Person, Post
from archiver.platforms.timeline import Timeline, make_timeline, numbered_lines

# What the platform calls each of the origins' words for an attachment.
_TYPES = {"link": "share", "video": "video_inline", "sticker or photo": "sticker"}
# Length of the page ids made for pages whose own id is not in the file.
_ID_DIGITS = 15
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ThreadKind(StrEnum):
    """What a record is; replies answer comments."""

    POST = "post"
    COMMENT = "comment"
    REPLY = "reply"


class ThreadAttachment(msgspec.Struct, frozen=True):
    """What hangs on a record."""

    type: str
    url: str | None = None
    title: str | None = None


class ThreadRecord(msgspec.Struct, frozen=True):
    """One line of such a file; what else stands there is left out."""

    page: str
    id: str
    thread_id: str
    kind: ThreadKind
    text: str
    parent_id: str | None = None
    author: str | None = None
    author_type: str | None = None
    created_at: str | None = None
    permalink: str | None = None
    attachments: tuple[ThreadAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """The records of one file with what must be known of all to place each one."""

    records: Mapping[str, ThreadRecord]
    shown_at: Mapping[str, datetime]
    pages: Mapping[str, str]


_DECODER = msgspec.json.Decoder(ThreadRecord)


def read_threads(path: Path) -> Timeline:
    """Read a file of threads; each ``page`` in it becomes a page.

    Raises ``TimelineUnreadable`` where a line is not such a record.
    """
    records = [_decoded(line, path, number) for number, line in numbered_lines(path)]
    return make_timeline(thread_entries(records), folder=path.parent)


def thread_entries(records: Sequence[ThreadRecord]) -> tuple[Entry, ...]:
    """Turn records into entries. A reply whose parent is not among them becomes a post."""
    known = {record.id: record for record in records}
    source = _Source(known, _shown_at(records, known), _page_ids(records))
    first = min(source.shown_at.values(), default=_EPOCH)
    pages = [
        Page(at=first, id=page_id, name=name, username=name)
        for name, page_id in source.pages.items()
    ]
    return (*pages, *(_entry(record, source) for record in records))


def _decoded(line: bytes, path: Path, number: int) -> ThreadRecord:
    try:
        record = _DECODER.decode(line)
        _ = record.created_at and from_wire(record.created_at)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise TimelineUnreadable(
            f"{path.name}, line {number}: {error}.",
            next_step="Correct that line; docs/playback.md names the fields. Nothing was loaded.",
        ) from error
    return record


def _shown_at(
    records: Sequence[ThreadRecord], known: Mapping[str, ThreadRecord]
) -> dict[str, datetime]:
    """Say from when each record is there: from its time, but never before its parent.

    Some origins give days without hours, so that an answer can seem older than
    its question; a post without any time is there when its first answer is.
    """
    earliest = _earliest_of_threads(records)
    start = min(earliest.values(), default=_EPOCH)
    shown: dict[str, datetime] = {}
    for record in records:
        chain = [record]
        while chain[-1].id not in shown and (parent := known.get(chain[-1].parent_id or "")):
            chain.append(parent)
        floor = shown.get(chain[-1].id)
        for each in reversed(chain):
            own = from_wire(each.created_at) if each.created_at else None
            own = own or earliest.get(each.thread_id, start)
            floor = shown.setdefault(each.id, own if floor is None else max(own, floor))
    return shown


def _earliest_of_threads(records: Sequence[ThreadRecord]) -> dict[str, datetime]:
    earliest: dict[str, datetime] = {}
    for record in records:
        if record.created_at:
            instant = from_wire(record.created_at)
            earliest[record.thread_id] = min(instant, earliest.get(record.thread_id, instant))
    return earliest


def _page_ids(records: Sequence[ThreadRecord]) -> dict[str, str]:
    """Give each page its id: what its posts' ids begin with, else one made of its name."""
    prefixes: dict[str, Counter[str]] = {}
    for record in records:
        counts = prefixes.setdefault(record.page, Counter())
        if record.kind is ThreadKind.POST:
            prefix, mark, _ = record.id.partition("_")
            counts[prefix if mark else ""] += 1
    found: dict[str, str] = {}
    for name, counts in prefixes.items():
        likely = next((prefix for prefix, _ in counts.most_common(1)), "")
        free = likely.isdecimal() and likely not in found.values()
        found[name] = likely if free else _made_id(name)
    return found


def _made_id(name: str) -> str:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest())
    return str(number)[:_ID_DIGITS]


def _entry(record: ThreadRecord, source: _Source) -> Entry:
    at = source.shown_at[record.id]
    created = None if record.created_at is None else from_wire(record.created_at)
    attachments = tuple(_attachment(each) for each in record.attachments)
    author = _author(record, source.pages)
    if record.parent_id is None or record.parent_id not in source.records:
        return Post(
            at=at,
            id=record.id,
            page=source.pages[record.page],
            message=record.text,
            author=author,
            attachments=attachments,
            created_time=created,
            permalink_url=record.permalink,
        )
    return Comment(
        at=at,
        id=record.id,
        parent=record.parent_id,
        message=record.text,
        author=author,
        attachment=next(iter(attachments), None),
        created_time=created,
        permalink_url=record.permalink,
    )


def _author(record: ThreadRecord, pages: Mapping[str, str]) -> Person | None:
    if record.author is None:
        return None
    return Person(id=pages.get(record.author, record.author), name=record.author)


def _attachment(attachment: ThreadAttachment) -> Attachment:
    return Attachment(
        type=_TYPES.get(attachment.type, attachment.type),
        title=attachment.title,
        url=attachment.url,
    )
