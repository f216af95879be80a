"""What the template gets: plain values, written as JSON and never as markup. Pure functions.

Every text that somebody else wrote passes ``visible`` here, and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import msgspec

from archiver.items import ItemKind, ItemState
from requests_portal.response.draft import Entry, ResponseDraft, SharedLink, Wording
from requests_portal.response.fonts import FAMILIES
from requests_portal.response.letter_data import LetterData, letter_data
from requests_portal.response.letter_parts import Letter
from requests_portal.response.page_lines import Line, sections_whole, text_lines
from requests_portal.response.pictures import Drawing
from requests_portal.response.visible import visible, visible_line
from requests_portal.response.wording import (
    CLASSES,
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
DEPTHS = {ItemKind.COMMENT: 1, ItemKind.REPLY: 2}
"""How far an item is set in below its root."""
PICTURE_WIDTH = 280
PICTURE_HEIGHT = 200
"""The largest a picture is drawn beside a record, in points (1/72 inch)."""


class WordingData(msgspec.Struct, frozen=True):
    """One wording and the line above it, which is empty where there is only one."""

    caption: str
    lines: tuple[Line, ...]
    links: tuple["LinkData", ...]


class LinkData(msgspec.Struct, frozen=True):
    """A shared link: a line that names it, and its headline, description and address as text."""

    caption: str
    lines: tuple[Line, ...]


class PictureData(msgspec.Struct, frozen=True):
    """A picture to draw (``path`` set, size in points) or a line that tells why there is none."""

    caption: str
    alt: str = ""
    path: str | None = None
    format: str = ""
    width: float = 0
    height: float = 0


class EntryData(msgspec.Struct, frozen=True):
    """One record on the page.

    ``author`` is empty where the platform named none, ``state`` while the item
    can be read on the platform. ``proofs`` have a line each.
    """

    number: str
    kind: str
    depth: int
    author: tuple[tuple[str, bool], ...]
    when: str
    state: str
    wordings: tuple[WordingData, ...]
    pictures: tuple[PictureData, ...]
    facts: tuple[tuple[str, str], ...]
    proofs: tuple[tuple[str, str], ...]


class ThreadData(msgspec.Struct, frozen=True):
    """The records of one thread under one heading."""

    title: str
    entries: tuple[EntryData, ...]


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
    return EntryData(
        number=entry.number,
        kind=entry.kind.words,
        depth=DEPTHS.get(entry.kind, 0),
        author=tuple((visible_line(one.text), one.removed) for one in entry.author or ()),
        when=both_times(entry.created_at, zone) if entry.created_at else "Time not given",
        state=STATES[entry.state],
        wordings=tuple(_wording(one, entry.wordings, zone) for one in entry.wordings),
        pictures=tuple(_pictures(entry, drawings)),
        facts=tuple(_facts(entry, zone)),
        proofs=tuple(_proofs(entry)),
    )


def _wording(wording: Wording, among: Sequence[Wording], zone: ZoneInfo) -> WordingData:
    caption = ""
    if len(among) > 1:
        seen = f"{local_time(wording.first_seen, zone)} to {local_time(wording.last_seen, zone)}"
        caption = f"Wording {wording.n} of {len(among)}, seen {seen}"
    links = tuple(_link(place, one) for place, one in enumerate(wording.links, start=1))
    return WordingData(caption, text_lines(wording.text), links)


def _link(place: int, link: SharedLink) -> LinkData:
    if link.withheld is not None:
        return LinkData(
            f"Shared link {place} withheld: {sections_whole(link.withheld.citation)}", ()
        )
    parts = (link.title, link.description, link.url)
    return LinkData(
        f"Shared link {place}", tuple(one for part in parts if part for one in text_lines(part))
    )


def _pictures(entry: Entry, drawings: Mapping[str, Drawing]) -> Iterable[PictureData]:
    for place, one in enumerate(entry.pictures, start=1):
        described = f": {visible_line(one.alt)}" if one.alt else ""
        if one.withheld is not None:
            yield PictureData(f"Photo or file {place} withheld: {one.withheld.citation}")
        elif one.file is None:
            why = visible_line(one.missing or "")
            yield PictureData(f"Photo or file {place} is not here: {why}{described}")
        elif one.file not in drawings:
            yield PictureData(f"Not shown on paper: media/{one.file}{described}")
        else:
            width, height = _fit(drawings[one.file])
            alt = visible(one.alt) if one.alt else "no description was given by its author"
            yield PictureData(
                caption=f"media/{one.file}{described}",
                alt=f"Photo {place} of {entry.number}: {alt}",
                path=f"/response/media/{one.file}",
                format=drawings[one.file].format,
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
    captured = [wording for wording in entry.wordings if wording.imported is None]
    if captured:
        yield "Captured", _captured(captured)
    for wording in entry.wordings:
        if wording.imported is not None:
            which = f", wording {wording.n}" if len(entry.wordings) > 1 else ""
            when = utc_time(wording.first_seen)
            yield "Imported", f"from a file ({wording.imported}), {when}{which}"
    for one in entry.redactions:
        what = PARTS[one.part][one.count != 1]
        yield "Removed", f"{what.lower()}: {CLASSES[one.ground.data_class]}, {one.ground.citation}"


def _proofs(entry: Entry) -> Iterable[tuple[str, str]]:
    """Give the digest of each original that goes out, and where the item stood."""
    for wording in entry.wordings:
        if wording.original is not None:
            which = f" (wording {wording.n})" if len(entry.wordings) > 1 else ""
            yield f"Record SHA-256{which}", wording.original.digest
    if entry.permalink:
        yield "Address", visible_line(entry.permalink)


def _captured(wordings: Sequence[Wording]) -> str:
    first = min(one.first_seen for one in wordings)
    last = max(one.last_seen for one in wordings)
    return utc_time(first) if first == last else f"{utc_time(first)} to {utc_time(last)}"
