"""What makes two sights of an item the same version: a field list per kind, with an edition.

Left out on purpose: counts, the author's display name, update times, and the
signed query of links to pictures, all of which change without an edit.
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

EDITION = 1
"""Raised when the field list changes; stored bytes are then fingerprinted anew before an
edit is declared."""

_SIGNED_HOSTS = (".fbcdn.net", ".cdninstagram.com")
_FIELDS = ("message", "story", "created_time")
_ATTACHMENT_FIELDS = ("type", "title", "description", "unshimmed_url")
_encoder = msgspec.json.Encoder(order="deterministic")


def fingerprint(payload: Mapping[str, Any]) -> str:
    """Give the fingerprint of an item's content, from its fields as the platform sent them."""
    content = {name: payload[name] for name in _FIELDS if name in payload}
    content["author"] = _id_of(payload.get("from"))
    content["attachments"] = [_attachment(each) for each in attachments_of(payload)]
    return hashlib.sha256(_encoder.encode(_encodable(content))).hexdigest()


def attachments_of(payload: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List what is attached: a comment has one, a post a list, an album a list within."""
    single = payload.get("attachment")
    edge = payload.get("attachments")
    data = edge.get("data") if isinstance(edge, dict) else None
    top = [single] if isinstance(single, dict) else list(data or [])
    found: list[Mapping[str, Any]] = []
    for attachment in top:
        if not isinstance(attachment, dict):
            continue
        inner = attachment.get("subattachments")
        parts = inner.get("data") if isinstance(inner, dict) else None
        found += [part for part in (parts or [attachment]) if isinstance(part, dict)]
    return found


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
    parts = urlsplit(address)
    return parts.path if parts.query or parts.netloc.endswith(_SIGNED_HOSTS) else address


def _id_of(value: object) -> str | None:
    return str(value["id"]) if isinstance(value, dict) and "id" in value else None


def _encodable(value: object) -> object:
    """Make lone surrogates encodable without making two of them equal."""
    if isinstance(value, str):
        return value if value.isprintable() else value.encode("utf-8", "surrogatepass").hex()
    if isinstance(value, dict):
        return {key: _encodable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_encodable(inner) for inner in value]
    return value
