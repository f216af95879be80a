"""What is asked of a Facebook Page, and how its answers become sightings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.capture.sighting import Picture, Sighting, Source
from archiver.catalogue.tables import keepable
from archiver.civil_time import from_wire
from archiver.fingerprint import attachments_of, fingerprint, picture_of
from archiver.items import Author, ItemKind, ItemRef, Platform
from archiver.scanner import Span
from archiver.slices import Carved, Cut, Slice, SliceFault, carve, fault_of, read_element

ATTACHMENTS = (
    "attachments{type,media_type,title,description,url,unshimmed_url,target,media,"
    "subattachments{type,media_type,title,description,url,unshimmed_url,target,media}}"
)
POST_FIELDS = (
    "id,message,story,created_time,updated_time,from,permalink_url,status_type,is_hidden,"
    f"is_published,is_expired,parent_id,place,message_tags,{ATTACHMENTS}"
)
COUNT_COMMENTS = "comments.filter(stream).limit(0).summary(true){id}"
"""Asks how many comments there are without listing any: saves the call where there are none."""

COMMENT_FIELDS = (
    "id,message,created_time,from,parent{id},object{id},attachment,message_tags,"
    "permalink_url,is_hidden,is_private,comment_count"
)
FEED = {"fields": f"{POST_FIELDS},{COUNT_COMMENTS}", "include_hidden": "true"}
COMMENTS = {
    "fields": COMMENT_FIELDS,
    "filter": "stream",
    "order": "chronological",
    "summary": "true",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What an element of a page turned out to be: sightings, or the reason why it is none."""

    sightings: tuple[Sighting, ...]
    comment_count: int | None = None
    unreadable: str | None = None


def see_post(element: Slice, source: Source) -> Seen:
    """Read a post, and the comments nested in it, if any."""
    return _see(element, source, None)


def see_comment(element: Slice, source: Source, post_id: str) -> Seen:
    """Read a comment or reply under a post, and the replies nested in it, if any."""
    return _see(element, source, post_id)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: what it is, what it answers, and under which post."""

    kind: ItemKind
    parent_id: str | None
    thread_id: str


def _see(element: Slice, source: Source, post_id: str | None) -> Seen:
    payload = read_element(element.data, element.fault)
    item_id = _id(payload)
    if item_id is None:
        what = "a post" if post_id is None else f"a comment under {post_id}"
        return Seen((), unreadable=f"{what} came without an id")
    carved = carve(element.data, payload, element.fault)
    place = (
        Place(ItemKind.POST, None, item_id)
        if post_id is None
        else _place_of_comment(payload, post_id)
    )
    nested = (_see(_nested(element, cut), source, place.thread_id).sightings for cut in carved.cuts)
    own = make_sighting(element, payload, carved, place, source)
    return Seen((own, *(each for inner in nested for each in inner)), _comment_count(payload))


def _nested(element: Slice, cut: Cut) -> Slice:
    """Give a nested item its place in the whole answer."""
    offset = element.span.start
    span = Span(offset + cut.span.start, offset + cut.span.end)
    # An item is only marked for what is wrong with itself.
    return Slice(cut.data, span, fault_of(cut.data) if element.fault else None)


def _place_of_comment(payload: Mapping[str, Any], post_id: str) -> Place:
    parent = _id(payload.get("parent"))
    if parent is None or parent == post_id:
        return Place(ItemKind.COMMENT, post_id, post_id)
    return Place(ItemKind.REPLY, parent, post_id)


def make_sighting(
    element: Slice,
    payload: Mapping[str, Any],
    carved: Carved,
    place: Place,
    source: Source,
) -> Sighting:
    """Make the view of an item from its fields, as far as they could be read."""
    return Sighting(
        ref=ItemRef(Platform.FACEBOOK, _id(payload) or ""),
        kind=place.kind,
        parent_id=place.parent_id,
        thread_id=place.thread_id,
        author=_author(payload.get("from")),
        created_at=_time(payload.get("created_time")),
        permalink=_text(payload.get("permalink_url")) or None,
        text=_text(payload.get("message")) or _text(payload.get("story")),
        hidden=payload.get("is_hidden") is True,
        fingerprint=fingerprint(payload),
        pictures=tuple(_pictures(payload)),
        data=carved.data,
        span=element.span,
        cuts=_named(carved.cuts, element.fault),
        fault=element.fault,
        source=source,
    )


def _named(cuts: Iterable[Cut], fault: SliceFault | None) -> tuple[tuple[Cut, str], ...]:
    return tuple((cut, _id(read_element(cut.data, fault)) or "") for cut in cuts)


def _pictures(payload: Mapping[str, Any]) -> Iterator[Picture]:
    for position, attachment in enumerate(attachments_of(payload)):
        url = picture_of(attachment)
        if url is not None:
            alt = _text(attachment.get("description")) or _text(attachment.get("title"))
            yield Picture(position, url, alt or None)


def _comment_count(payload: Mapping[str, Any]) -> int | None:
    edge = payload.get("comments")
    summary = edge.get("summary") if isinstance(edge, dict) else None
    count = summary.get("total_count") if isinstance(summary, dict) else None
    return count if isinstance(count, int) else None


def _author(value: object) -> Author | None:
    if not isinstance(value, dict):
        return None
    return Author(_id(value), _text(value.get("name")) or None)


def _id(value: object) -> str | None:
    """Give an id as text; the platform sometimes sends numbers."""
    identity = value.get("id") if isinstance(value, dict) else None
    if isinstance(identity, int) and not isinstance(identity, bool):
        return str(identity)
    return _text(identity) or None


def _time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return from_wire(value)
    except ValueError:
        return None


def _text(value: object) -> str:
    """Give a text as the catalogue can hold it; the exact bytes are in the stored record."""
    return keepable(value) if isinstance(value, str) else ""
