"""What the template gets: plain values, written as JSON and never as markup. Pure functions.

Every text that somebody else wrote passes ``visible`` here, and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import msgspec

from archiver.items import ItemKind, ItemState
from requests_portal.redaction import Segment
from requests_portal.response.draft import Entry, ResponseDraft, Wording
from requests_portal.response.fonts import FAMILIES
from requests_portal.response.letter_parts import Bullets, Heading, Letter, Paragraph, Quote, Table
from requests_portal.response.pictures import Drawing
from requests_portal.response.visible import runs_right_to_left, visible, visible_line
from requests_portal.response.wording import (
    CLASSES,
    KINDS,
    PARTS,
    PLATFORMS,
    both_times,
    local_time,
    utc_time,
)

STATES = {
    ItemState.PRESENT: "",
    ItemState.HIDDEN: "Hidden on the platform when last read",
    ItemState.UNAVAILABLE: "Not readable on the platform any more",
}
"""How an item stood when last read; never who hid it or took it away, which nobody told us."""

KEYCAP = "\u20e3"
DEPTHS = {ItemKind.POST: 0, ItemKind.COMMENT: 1, ItemKind.REPLY: 2}
PICTURE_WIDTH = 280
PICTURE_HEIGHT = 200
"""The largest a picture is drawn beside a record, in points (1/72 inch)."""


class Line(msgspec.Struct, frozen=True):
    """One line of a text; ``parts`` are pairs of text and whether it is a mark of ours."""

    rtl: bool
    parts: tuple[tuple[str, bool], ...]


class WordingData(msgspec.Struct, frozen=True):
    """One wording and the line above it, which is empty where there is only one."""

    caption: str
    lines: tuple[Line, ...]


class PictureData(msgspec.Struct, frozen=True):
    """A picture to draw (``path`` set, size in points) or a line that tells why there is none."""

    caption: str
    alt: str = ""
    path: str | None = None
    width: float = 0
    height: float = 0


class EntryData(msgspec.Struct, frozen=True):
    """One record on the page; ``state`` is empty while the item can be read on the platform."""

    number: str
    kind: str
    depth: int
    author: tuple[tuple[str, bool], ...]
    when: str
    state: str
    wordings: tuple[WordingData, ...]
    pictures: tuple[PictureData, ...]
    facts: tuple[tuple[str, str], ...]


class ThreadData(msgspec.Struct, frozen=True):
    """The records of one thread under one heading."""

    title: str
    entries: tuple[EntryData, ...]


class BlockData(msgspec.Struct, frozen=True):
    """A block of the letter; ``kind`` says which fields count."""

    kind: str
    text: str = ""
    lines: tuple[Line, ...] = ()
    items: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    narrow: tuple[int, ...] = ()
    total: tuple[str, ...] | None = None


class LetterData(msgspec.Struct, frozen=True):
    """The letter, block by block."""

    city: str
    sender: tuple[str, ...]
    date: str
    recipient: tuple[str, ...]
    title: str
    answer: str
    blocks: tuple[BlockData, ...]
    closing: tuple[str, ...]


class PacketData(msgspec.Struct, frozen=True):
    """One volume of a response."""

    title: str
    city: str
    request: str
    volume: str
    year: int
    month: int
    day: int
    families: tuple[str, ...]
    keycaps: bool
    letter: LetterData | None
    threads: tuple[ThreadData, ...]


def packet_data(
    draft: ResponseDraft,
    letter: Letter | None,
    entries: Sequence[Entry],
    drawings: Mapping[str, Drawing],
    volume: str,
) -> PacketData:
    """Prepare one volume. ``drawings`` are the pictures that can be drawn, by file name."""
    threads = tuple(_threads(draft, entries, drawings))
    dated = draft.dated
    return PacketData(
        title=f"Response to data request {draft.request.id}{f', {volume}' if volume else ''}",
        city=visible(draft.city),
        request=draft.request.id,
        volume=volume,
        year=dated.year,
        month=dated.month,
        day=dated.day,
        families=FAMILIES,
        keycaps=KEYCAP in msgspec.json.encode((threads, draft.asked)).decode(),
        letter=None if letter is None else letter_data(letter),
        threads=threads,
    )


def letter_data(letter: Letter) -> LetterData:
    """Prepare the letter."""
    return LetterData(
        city=_line(letter.city),
        sender=_lines(letter.sender),
        date=letter.date,
        recipient=_lines(letter.recipient),
        title=letter.title,
        answer=letter.answer,
        blocks=tuple(_block(one) for one in letter.blocks),
        closing=_lines(letter.closing),
    )


def _block(block: Heading | Paragraph | Quote | Bullets | Table) -> BlockData:
    match block:
        case Heading(text):
            return BlockData("heading", text=_line(text))
        case Paragraph(text):
            return BlockData("paragraph", text=_line(text))
        case Quote(text):
            return BlockData("quote", lines=text_lines((Segment(text, removed=False),)))
        case Bullets(lines):
            return BlockData("bullets", items=_lines(lines))
        case Table(header, rows, numbers, narrow, total):
            return BlockData(
                "table",
                header=header,
                rows=tuple(_lines(row) for row in rows),
                numbers=numbers,
                narrow=narrow,
                total=None if total is None else _lines(total),
            )


def _line(text: str) -> str:
    """Prepare a line of the letter, with typographic apostrophes and sections kept whole."""
    return _sections_whole(visible(text)).replace("'", "\u2019")


def _sections_whole(text: str) -> str:
    """Keep a section's number on the line of its sign."""
    return text.replace("§ ", "§\u00a0").replace("subd. ", "subd.\u00a0")


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(_line(one) for one in lines)


def text_lines(segments: Iterable[Segment]) -> tuple[Line, ...]:
    """Cut a text into its lines, each with its own reading direction."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for segment in segments:
        first, *more = visible(segment.text).split("\n")
        lines[-1].append((first, segment.removed))
        lines += [[(text, segment.removed)] for text in more]
    return tuple(_directed(line) for line in lines)


def _directed(parts: list[tuple[str, bool]]) -> Line:
    """Let the author's own letters decide the direction, and a mark only where there are none."""
    own = "".join(text for text, removed in parts if not removed)
    return Line(runs_right_to_left(own), tuple((text, mark) for text, mark in parts if text))


def _threads(
    draft: ResponseDraft, entries: Sequence[Entry], drawings: Mapping[str, Drawing]
) -> Iterable[ThreadData]:
    names = list(dict.fromkeys(entry.thread for entry in draft.entries))
    places = {thread: place for place, thread in enumerate(names, start=1)}
    threads: dict[str, list[Entry]] = {}
    for entry in entries:
        threads.setdefault(entry.thread, []).append(entry)
    for thread, some in threads.items():
        account = draft.account_name(some[0].account)
        yield ThreadData(
            title=f"Thread {places[thread]}: {visible_line(account)} "
            f"({PLATFORMS[some[0].platform]})",
            entries=tuple(_entry(one, draft.zone, drawings) for one in some),
        )


def _entry(entry: Entry, zone: ZoneInfo, drawings: Mapping[str, Drawing]) -> EntryData:
    author = entry.author or (Segment("Author not named by the platform", removed=True),)
    return EntryData(
        number=entry.number,
        kind=KINDS[entry.kind],
        depth=DEPTHS[entry.kind],
        author=tuple((visible_line(one.text), one.removed) for one in author),
        when=both_times(entry.created_at, zone) if entry.created_at else "Time not given",
        state=STATES[entry.state],
        wordings=tuple(_wording(one, entry.wordings, zone) for one in entry.wordings),
        pictures=tuple(_pictures(entry, drawings)),
        facts=tuple(_facts(entry, zone)),
    )


def _wording(wording: Wording, among: Sequence[Wording], zone: ZoneInfo) -> WordingData:
    caption = ""
    if len(among) > 1:
        seen = f"{local_time(wording.first_seen, zone)} to {local_time(wording.last_seen, zone)}"
        caption = f"Wording {wording.n} of {len(among)}, seen {seen}"
    return WordingData(caption, text_lines(wording.text))


def _pictures(entry: Entry, drawings: Mapping[str, Drawing]) -> Iterable[PictureData]:
    for place, one in enumerate(entry.pictures, start=1):
        described = f": {visible_line(one.alt)}" if one.alt else ""
        if one.withheld is not None:
            yield PictureData(f"Photo or file {place} withheld: {one.withheld.citation}")
        elif one.file is None:
            why = visible_line(one.missing or "")
            yield PictureData(f"Photo or file {place} was not captured: {why}{described}")
        elif one.file not in drawings:
            yield PictureData(f"Not shown on paper: media/{one.file}{described}")
        else:
            width, height = _fit(drawings[one.file])
            alt = visible(one.alt) if one.alt else "no description was given by its author"
            yield PictureData(
                caption=f"media/{one.file}{described}",
                alt=f"Photo {place} of {entry.number}: {alt}",
                path=f"/response/media/{one.file}",
                width=width,
                height=height,
            )


def _fit(drawing: Drawing) -> tuple[float, float]:
    """Scale a picture down to its place on the page; small ones are not blown up."""
    scale = min(PICTURE_WIDTH / drawing.width, PICTURE_HEIGHT / drawing.height, 0.75)
    return round(drawing.width * scale, 2), round(drawing.height * scale, 2)


def _facts(entry: Entry, zone: ZoneInfo) -> Iterable[tuple[str, str]]:
    if entry.answers_other:
        yield "Context", "it answers an item that is not part of this response"
    elif entry.parent is not None:
        yield "In answer to", entry.parent
    for hidden in entry.hidden:
        until = f" until {local_time(hidden.until, zone)}" if hidden.until else ""
        yield "Hidden", f"from {local_time(hidden.since, zone)}{until}"
    for gone in entry.unavailable:
        back = f"; readable again {local_time(gone.returned, zone)}" if gone.returned else ""
        first = local_time(gone.first_missing, zone)
        seen = f"last seen {local_time(gone.last_seen, zone)}, first missing {first}{back}"
        yield "Not readable", seen
    yield "Captured", _captured(entry)
    for one in entry.redactions:
        what = PARTS[one.part][one.count != 1]
        yield "Removed", f"{what.lower()}: {CLASSES[one.ground.data_class]}, {one.ground.citation}"
    for wording in entry.wordings:
        if wording.original is not None:
            which = f" (wording {wording.n})" if len(entry.wordings) > 1 else ""
            yield f"Record SHA-256{which}", wording.original.digest
    if entry.permalink:
        yield "Address", visible_line(entry.permalink)


def _captured(entry: Entry) -> str:
    first = min(one.first_seen for one in entry.wordings)
    last = max(one.last_seen for one in entry.wordings)
    return utc_time(first) if first == last else f"{utc_time(first)} to {utc_time(last)}"
