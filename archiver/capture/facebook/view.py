"""How the JSON of a Facebook Page is read: the view of each item, and its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from archiver.capture.sighting import Counts, Picture, Place
from archiver.capture.views import Locate, View, author_of, field_of, id_of, text_of, time_of
from archiver.fingerprint import attachments_of, fingerprint, picture_of
from archiver.items import ItemKind, ItemRef, Platform
from archiver.surfaces import Surface


def view(kind: ItemKind, payload: Mapping[str, Any]) -> View:
    """Read the fields of an item of this kind, as far as they can be read."""
    return View(
        id=id_of(payload),
        author=author_of(payload.get("from")),
        created_at=time_of(payload.get("created_time")),
        permalink=text_of(payload.get("permalink_url")) or None,
        text=text_of(payload.get("message")) or text_of(payload.get("story")),
        hidden=payload.get("is_hidden") is True,
        fingerprint=fingerprint(Platform.FACEBOOK, kind, payload),
        pictures=tuple(_pictures(payload)),
        counts=_counts(payload),
    )


def roots(kind: ItemKind, surface: Surface) -> Locate:
    """Place what a surface lists: each begins a thread of its own."""

    def locate(payload: Mapping[str, Any], _: Place | None) -> Place | None:
        identity = id_of(payload)
        ref = ItemRef(Platform.FACEBOOK, identity) if identity is not None else None
        return None if ref is None else Place.root(ref, kind, surface)

    return locate


def place_of_comment(payload: Mapping[str, Any], above: Place | None) -> Place | None:
    """Place a comment or reply in the thread of what it stands below."""
    identity = id_of(payload)
    if identity is None or above is None:
        return None
    ref, thread = ItemRef(Platform.FACEBOOK, identity), above.thread_id
    parent = id_of(payload.get("parent"))
    if parent is None or parent == thread:
        return Place(ref, ItemKind.COMMENT, above.surface, thread, thread)
    return Place(ref, ItemKind.REPLY, above.surface, parent, thread)


def comment_count(payload: Mapping[str, Any]) -> int | None:
    """Say how many comments the platform counts below an item, where it was asked for that."""
    return _summary_count(payload.get("comments"))


def _counts(payload: Mapping[str, Any]) -> Counts:
    shares = payload.get("shares")
    likes = payload.get("like_count")
    return Counts(
        reactions=_summary_count(payload.get("reactions")) if likes is None else _count(likes),
        comments=comment_count(payload),
        shares=_count(shares.get("count")) if isinstance(shares, dict) else None,
    )


def _summary_count(edge: object) -> int | None:
    summary = edge.get("summary") if isinstance(edge, dict) else None
    return _count(summary.get("total_count")) if isinstance(summary, dict) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _pictures(payload: Mapping[str, Any]) -> Iterator[Picture]:
    """List the files of what is attached, of every part of an album.

    The picture of part N (counted from 0) has the position 2 N, its film
    2 N + 1, so that neither moves when a film is there only later. A shared
    film is somebody else's, and only its picture is the post's.
    """
    for number, attachment in enumerate(attachments_of(payload)):
        alt = text_of(attachment.get("description")) or text_of(attachment.get("title")) or None
        picture = picture_of(attachment)
        if picture is not None:
            yield Picture(2 * number, picture, alt)
        film = text_of(field_of(attachment, "media", "source"))
        if film and "share" not in text_of(attachment.get("type")):
            yield Picture(2 * number + 1, film, alt)
