"""Which pages a Facebook item shares: where those of its attachments lead that point elsewhere.

The platform shows them through a redirect of its own; kept is where they lead.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from archiver.capture.views import field_of, text_of
from archiver.fingerprint import attachments_of
from archiver.items import Link

_OWN = ("facebook.com", "fb.com", "fb.me", "fb.watch", "instagram.com")
_REDIRECTS = frozenset({"l.facebook.com", "lm.facebook.com", "l.instagram.com"})
_REDIRECTING = frozenset({"/l.php", "/flx/warn/"})
_POINTING = frozenset({"link", "event", "note"})
"""Types of attachments that point elsewhere; so does every one that names a share."""


class _Address(NamedTuple):
    """An address as it was told, and its host, empty for what is no address of the web."""

    text: str
    host: str


def shared_links(payload: Mapping[str, Any]) -> Iterator[Link]:
    """List what an item links to: pages, films and events, wherever they lie.

    What lies with the platform itself is a link only where the attachment says
    that it is shared: the page of the item's own photo is none.
    """
    for attachment in attachments_of(payload):
        address = _unwrapped(_told(attachment))
        if address.text and (_points(attachment) or _is_outside(address.host)):
            title, description = text_of(attachment.get("title")), attachment.get("description")
            yield Link(address.text, title or None, text_of(description) or None)


def _told(attachment: Mapping[str, Any]) -> str:
    places = (("unshimmed_url",), ("url",), ("target", "url"))
    return next(filter(None, (text_of(field_of(attachment, *place)) for place in places)), "")


def _points(attachment: Mapping[str, Any]) -> bool:
    kind = text_of(attachment.get("type"))
    return "share" in kind or kind in _POINTING or attachment.get("media_type") == "link"


def _is_outside(host: str) -> bool:
    return bool(host) and not _is_own(host)


def _is_own(host: str) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in _OWN)


def _unwrapped(told: str) -> _Address:
    """Give where the platform's redirect leads; any other address as it is."""
    address, path, query = _read(told)
    if address.host in _REDIRECTS or (path in _REDIRECTING and _is_own(address.host)):
        within, _, _ = _read(text_of(next(iter(parse_qs(query).get("u", ())), "")))
        return within if within.host else address
    return address


def _read(told: str) -> tuple[_Address, str, str]:
    """Read an address, its path and its query."""
    try:
        parts = urlsplit(told)
    except ValueError:  # no address at all
        return _Address(told, ""), "", ""
    host = (parts.hostname or "") if parts.scheme in {"http", "https"} else ""
    return _Address(told, host), parts.path, parts.query
