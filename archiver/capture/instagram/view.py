"""How the JSON of an Instagram account is read: the view of each item, and its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from archiver.capture.sighting import Counts, Picture, Place
from archiver.capture.views import Locate, View, count_of, field_of, id_of, text_of, time_of
from archiver.fingerprint import fingerprint
from archiver.items import Author, ItemKind, ItemRef, Platform
from archiver.surfaces import Surface


def view(kind: ItemKind, payload: Mapping[str, Any]) -> View:
    """Read the fields of an item of this kind, as far as they can be read."""
    return View(
        id=id_of(payload),
        author=_author(kind, payload),
        created_at=time_of(payload.get("timestamp")),
        permalink=text_of(payload.get("permalink")) or None,
        text=_text(kind, payload),
        hidden=payload.get("hidden") is True,
        fingerprint=fingerprint(Platform.INSTAGRAM, kind, payload),
        pictures=tuple(_pictures(kind, payload)),
        counts=Counts(
            reactions=count_of(payload.get("like_count")),
            comments=count_of(payload.get("comments_count")),
        ),
    )


def roots(kind: ItemKind, surface: Surface) -> Locate:
    """Place what a surface lists: each begins a thread of its own."""

    def locate(payload: Mapping[str, Any], _: Place | None) -> Place | None:
        identity = id_of(payload)
        if identity is None:
            return None
        return Place.root(ItemRef(Platform.INSTAGRAM, identity), kind, surface)

    return locate


def place_of_comment(payload: Mapping[str, Any], above: Place | None) -> Place | None:
    """Place a comment under its medium, or a reply under its comment; there are two levels."""
    identity = id_of(payload)
    if identity is None or above is None:
        return None
    told = id_of({"id": payload.get("parent_id")})
    return above.answer(identity, told if above.ref.id == above.thread_id else above.ref.id)


def has_more_replies(payload: Mapping[str, Any]) -> bool:
    """Whether the replies that came with a comment are only the first page of them."""
    return isinstance(field_of(payload, "replies", "paging", "next"), str)


def _author(kind: ItemKind, payload: Mapping[str, Any]) -> Author | None:
    if kind is ItemKind.PROFILE:
        return None
    # Ids are scoped to the app, and a name alone is not stable (instagram.md, section 3).
    identity = (
        id_of(payload.get("from")) or id_of(payload.get("owner")) or id_of(payload.get("user"))
    )
    name = text_of(field_of(payload, "from", "username")) or text_of(payload.get("username"))
    return Author(identity, name or None) if identity or name else None


def _text(kind: ItemKind, payload: Mapping[str, Any]) -> str:
    if kind is ItemKind.PROFILE:
        told = (text_of(payload.get(name)) for name in ("name", "username", "biography", "website"))
        return "\n".join(each for each in told if each)
    return text_of(payload.get("text")) or text_of(payload.get("caption"))


def _pictures(kind: ItemKind, payload: Mapping[str, Any]) -> Iterator[Picture]:
    if kind is ItemKind.PROFILE:
        url = text_of(payload.get("profile_picture_url"))
        if url:
            yield Picture(0, url, None)
        return
    alt = text_of(payload.get("alt_text")) or None
    parts = field_of(payload, "children", "data")
    for number, part in enumerate(parts if isinstance(parts, list) and parts else [payload]):
        yield from _files(part, number, alt)


def _files(medium: object, number: int, alt: str | None) -> Iterator[Picture]:
    """List a medium's files, each at a place of its own: picture or video, and a still of that.

    The first has no address where the platform withholds it (instagram.md, section 2).
    """
    if field_of(medium, "media_type") is not None:
        yield Picture(2 * number, text_of(field_of(medium, "media_url")), alt)
    still = text_of(field_of(medium, "thumbnail_url"))
    if still:
        yield Picture(2 * number + 1, still, alt)
