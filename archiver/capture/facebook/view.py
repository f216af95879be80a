"""How the JSON of a Facebook Page is read: the view of each item, and its place."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from archiver.capture.facebook.asking import unknown_fields
from archiver.capture.facebook.shared_links import shared_links
from archiver.capture.places import UNNUMBERED
from archiver.capture.sighting import Counts, Picture, Place
from archiver.capture.views import (
    Locate,
    View,
    author_of,
    count_of,
    field_of,
    id_of,
    text_of,
    time_of,
)
from archiver.fingerprint import attachments_of, fingerprint, picture_of
from archiver.items import ItemKind, ItemRef, Platform
from archiver.record import safe_id
from archiver.surfaces import Surface

_Payload = Mapping[str, Any]


def view(kind: ItemKind, payload: _Payload) -> View:
    """Read the fields of an item of this kind, as far as they can be read."""
    return View(
        id=id_of(payload),
        author=author_of(payload.get(_AUTHOR.get(kind, "from"))),
        created_at=next(filter(None, (_when(payload.get(name)) for name in _TIMES)), None),
        permalink=_permalink(payload),
        text=_TEXTS.get(kind, _said)(payload),
        hidden=payload.get("is_hidden") is True,
        fingerprint=fingerprint(Platform.FACEBOOK, kind, payload),
        pictures=tuple(_PICTURES.get(kind, _attached)(payload)),
        counts=_counts(payload),
        unknown=unknown_fields(kind, payload),
        links=tuple(shared_links(payload)),
    )


def roots(kind: ItemKind, surface: Surface, page: str = "") -> Locate:
    """Place what a surface of a page lists: each begins a thread of its own."""

    def locate(payload: _Payload, _: Place | None) -> Place | None:
        identity = identity_of(kind, payload, page)
        ref = ItemRef(Platform.FACEBOOK, identity) if identity is not None else None
        return None if ref is None else Place.root(ref, kind, surface)

    return locate


def identity_of(kind: ItemKind, payload: _Payload, page: str) -> str | None:
    """Give the id under which an item is kept; None where it has none.

    What the platform does not number gets a name made of what cannot change
    about it. Settings and blocks are told apart by their page: two pages can
    block the same person.
    """
    match kind:
        case ItemKind.STORY:
            return _plain(text_of(payload.get("post_id")) or text_of(payload.get("media_id")))
        case ItemKind.REVIEW:
            return _plain(id_of(payload.get("open_graph_story"))) or _review_name(payload, page)
        case ItemKind.SETTING:
            return _name(page, "setting", text_of(payload.get("setting")))
        case ItemKind.BLOCK:
            return _name(page, "block", id_of(payload) or text_of(payload.get("fbid")))
        case _:
            return id_of(payload)


def place_of_comment(payload: _Payload, above: Place | None) -> Place | None:
    """Place a comment or reply in the thread of what it stands below."""
    identity = id_of(payload)
    if identity is None or above is None:
        return None
    return above.answer(identity, id_of(payload.get("parent")) or above.ref.id)


def comment_count(payload: _Payload) -> int | None:
    """Say how many comments the platform counts below an item, where it was asked for that."""
    return _summary_count(payload, "comments")


def albums_cut_short(payload: _Payload) -> int:
    """Count the albums of a post of which the platform shows only the first parts."""
    attached = field_of(payload, "attachments", "data")
    albums = attached if isinstance(attached, list) else []
    return sum(bool(field_of(each, "subattachments", "paging", "next")) for each in albums)


def _review_name(payload: _Payload, page: str) -> str | None:
    """Name a review by who wrote it and when; a person has one review a page."""
    reviewer, created = payload.get("reviewer"), text_of(payload.get("created_time"))
    who = id_of(reviewer) or text_of(field_of(payload, "reviewer", "name"))
    if not who and not created:
        return None
    said = f"{who}\n{created}".encode("utf-8", "surrogatepass")
    return _name(page, UNNUMBERED.strip("_"), hashlib.sha256(said).hexdigest()[:32])


def _name(page: str, what: str, told: str) -> str | None:
    return f"{page}_{what}_{safe_id(told)}" if told else None


def _plain(told: str | None) -> str | None:
    """Pass an id only as the platform writes ids; it is not among the bytes under that name."""
    return told if told and safe_id(told) == told else None


_TIMES = ("created_time", "creation_time", "block_time")


def _when(value: object) -> datetime | None:
    """Read an instant; stories tell theirs in seconds since 1970."""
    seconds = value if isinstance(value, str) else str(value)
    if not _SECONDS.fullmatch(seconds):
        return time_of(value)
    return datetime.fromtimestamp(int(seconds), UTC)


_SECONDS = re.compile(r"[0-9]{1,11}", re.ASCII)


def _said(payload: _Payload) -> str:
    return text_of(payload.get("message")) or text_of(payload.get("story"))


def _lines(*names: str) -> Callable[[_Payload], str]:
    def read(payload: _Payload) -> str:
        return "\n".join(filter(None, (text_of(payload.get(name)) for name in names)))

    return read


def _setting(payload: _Payload) -> str:
    value = payload.get("value")
    told = text_of(value) if isinstance(value, str) else str(value).lower()
    return f"{text_of(payload.get('setting'))}: {told}"


def _permalink(payload: _Payload) -> str | None:
    """Give the link; videos come with one without a host."""
    link = text_of(payload.get("permalink_url")) or text_of(payload.get("url"))
    return f"https://www.facebook.com{link}" if link.startswith("/") else link or None


def _counts(payload: _Payload) -> Counts:
    likes = count_of(payload.get("like_count"))
    reactions = _summary_count(payload, "reactions")
    total = _summary_count(payload, "likes") if reactions is None else reactions
    replies = count_of(payload.get("comment_count"))
    return Counts(
        reactions=total if likes is None else likes,
        comments=comment_count(payload) if replies is None else replies,
        shares=count_of(field_of(payload, "shares", "count")),
    )


def _summary_count(payload: _Payload, edge: str) -> int | None:
    return count_of(field_of(payload, edge, "summary", "total_count"))


def _attached(payload: Mapping[str, Any]) -> Iterator[Picture]:
    """List the files of what is attached, of every part of an album.

    The picture of part N (counted from 0) has the position 2 N, its film
    2 N + 1, so that neither moves when a film is there only later. A shared
    film is somebody else's, and only its picture is the post's.
    """
    for number, attachment in enumerate(attachments_of(payload)):
        alt = _described(attachment)
        picture = picture_of(attachment)
        if picture is not None:
            yield Picture(2 * number, picture, alt)
        film = text_of(field_of(attachment, "media", "source"))
        if film and "share" not in text_of(attachment.get("type")):
            yield Picture(2 * number + 1, film, alt)


def _described(payload: Mapping[str, Any]) -> str | None:
    """Say what a file shows: its headline and its description; a film can have both."""
    said = (text_of(payload.get(name)) for name in ("title", "description"))
    return "\n".join(dict.fromkeys(filter(None, said))) or None


def _film(payload: _Payload) -> Iterator[Picture]:
    """Give a video's picture, and the video itself, which only the Page's own token is shown."""
    alt = _described(payload)
    for position, name in enumerate(("picture", "source")):
        url = text_of(payload.get(name))
        if url:
            yield Picture(position, url, alt)


def _portrait(payload: _Payload) -> Iterator[Picture]:
    url = text_of(field_of(payload, "picture", "data", "url"))
    if url:
        yield Picture(0, url, None)


_AUTHOR = {ItemKind.REVIEW: "reviewer"}
_TEXTS: Mapping[ItemKind, Callable[[_Payload], str]] = {
    ItemKind.REEL: _lines("title", "description"),
    ItemKind.LIVE_VIDEO: _lines("title", "description"),
    ItemKind.REVIEW: _lines("review_text"),
    ItemKind.PROFILE: _lines("name", "about", "description"),
    ItemKind.BLOCK: _lines("name"),
    ItemKind.SETTING: _setting,
}
_PICTURES: Mapping[ItemKind, Callable[[_Payload], Iterator[Picture]]] = {
    ItemKind.REEL: _film,
    ItemKind.LIVE_VIDEO: _film,
    ItemKind.PROFILE: _portrait,
}
