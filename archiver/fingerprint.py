"""What makes two sights of an item the same version: a field list per kind, with an edition.

Left out on purpose: counts, update times, and the signed query of links to
pictures, all of which change without an edit. So does the author: nobody can
hand on what they said, but answers leave it out, Facebook where rights are
missing (facebook.md, section 2) and Instagram at times (instagram.md, section 3),
and its ids of people are scoped to the app.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from archiver.items import ANSWERS, ItemKind, Platform

EDITION = 2
"""Raised when the field list changes; stored bytes are then fingerprinted anew before an
edit is declared."""

_SIGNED_HOSTS = (".fbcdn.net", ".cdninstagram.com")
_SAID = ("message", "story", "created_time")
_SHOWN = ("caption", "alt_text", "media_type", "timestamp")
_FIELDS: Mapping[tuple[Platform, ItemKind], tuple[str, ...]] = {
    **{(Platform.FACEBOOK, kind): _SAID for kind in (ItemKind.POST, *ANSWERS)},
    (Platform.FACEBOOK, ItemKind.REEL): ("title", "description", "created_time"),
    (Platform.FACEBOOK, ItemKind.LIVE_VIDEO): ("title", "description", "creation_time"),
    (Platform.FACEBOOK, ItemKind.STORY): ("media_type", "media_id", "creation_time"),
    (Platform.FACEBOOK, ItemKind.REVIEW): (
        "review_text",
        "recommendation_type",
        "rating",
        "created_time",
    ),
    (Platform.FACEBOOK, ItemKind.PROFILE): (
        *("name", "username", "about", "description"),
        *("category", "website", "phone", "emails", "link"),
    ),
    (Platform.FACEBOOK, ItemKind.SETTING): ("setting", "value"),
    (Platform.FACEBOOK, ItemKind.BLOCK): ("id", "fbid", "block_time", "block_type"),
    **{
        (Platform.INSTAGRAM, kind): _SHOWN
        for kind in (ItemKind.POST, ItemKind.STORY, ItemKind.LIVE_VIDEO)
    },
    **{(Platform.INSTAGRAM, kind): ("text", "timestamp") for kind in ANSWERS},
    (Platform.INSTAGRAM, ItemKind.PROFILE): ("username", "name", "biography", "website"),
}
_NUMBERS = frozenset({"id", "fbid", "media_id", "creation_time"})
"""What comes as text or as a number, and says the same either way."""

_ATTACHMENT_FIELDS = ("type", "title", "description", "unshimmed_url")
# Writes lone surrogates as escapes, and no two texts alike.
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def fingerprint(platform: Platform, kind: ItemKind, payload: Mapping[str, Any]) -> str:
    """Give the fingerprint of an item's content, from its fields as the platform sent them."""
    content = {
        name: str(payload[name]) if name in _NUMBERS else payload[name]
        for name in _FIELDS[platform, kind]
        if name in payload
    }
    content["attachments"] = [_attachment(each) for each in attachments_of(payload)]
    if platform is Platform.INSTAGRAM:
        content["parts"] = [_id_of(each) for each in _data(payload.get("children"))]
        content["picture"] = unsigned(str(payload.get("profile_picture_url", "")))
    elif kind is ItemKind.PROFILE:
        content["portrait"] = unsigned(_portrait(payload))
    return hashlib.sha256(_encode(content).encode()).hexdigest()


def _portrait(payload: Mapping[str, Any]) -> str:
    """Give the address of an account's own picture; another picture has another."""
    picture = payload.get("picture")
    data = picture.get("data") if isinstance(picture, dict) else None
    return str(data.get("url", "")) if isinstance(data, dict) else ""


def attachments_of(payload: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List what is attached: a comment has one, a post a list, an album a list within."""
    single = payload.get("attachment")
    top = [single] if isinstance(single, dict) else _data(payload.get("attachments"))
    found: list[Mapping[str, Any]] = []
    for attachment in top:
        found += _data(attachment.get("subattachments")) or [attachment]
    return found


def _data(edge: object) -> list[Mapping[str, Any]]:
    """Give the objects an edge lists; what is of another shape is passed over."""
    data = edge.get("data") if isinstance(edge, dict) else None
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []


def picture_of(attachment: Mapping[str, Any]) -> str | None:
    """Give the address of an attachment's picture, if it has one."""
    media = attachment.get("media")
    image = media.get("image") if isinstance(media, dict) else None
    source = image.get("src") if isinstance(image, dict) else None
    return source if isinstance(source, str) else None


def _attachment(attachment: Mapping[str, Any]) -> dict[str, Any]:
    content = {name: attachment[name] for name in _ATTACHMENT_FIELDS if name in attachment}
    content["target"] = _id_of(attachment.get("target"))
    picture = picture_of(attachment)
    if picture is not None and content["target"] is None:
        content["picture"] = unsigned(picture)
    return content


def unsigned(address: str) -> str:
    """Give a picture's address without host and signed query, which change from call to call."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all
        return address
    return parts.path if parts.query or parts.netloc.endswith(_SIGNED_HOSTS) else address


def _id_of(value: object) -> str | None:
    return str(value["id"]) if isinstance(value, dict) and "id" in value else None
