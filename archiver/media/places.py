"""Which links are followed, and for how long they work.

Archived content is hostile (invariant 12): a link in a post is not followed
anywhere else than to the platform's own file hosts.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from archiver.registration import LOOPBACK

MEDIA_HOSTS = (".fbcdn.net", ".cdninstagram.com")

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[0-9a-z.-]+|[0-9a-f:.]+")
"""A host's name or address; where readers of links disagree, one of them sees something else."""

_HEX_SECONDS = re.compile(r"[0-9A-Fa-f]{1,9}")


@dataclass(frozen=True, slots=True)
class Places:
    """Where files may come from. ``local`` is the one host and port on loopback, if any."""

    local: tuple[str, int] | None = None

    @classmethod
    def beside(cls, api_url: str | None) -> "Places":
        """Allow the platform's hosts, and the account's own address where it is on loopback.

        A playback server serves its files itself; nothing else on loopback does.
        """
        place = _place(api_url or "")
        return cls(place[1:] if place is not None and place[1] in LOOPBACK else None)

    def allow(self, url: str) -> bool:
        """Whether a link may be followed, as far as its words tell."""
        place = _place(url)
        if place is None:
            return False
        scheme, host, port = place
        if (host, port) == self.local:
            return True
        return scheme == "https" and port == _PORTS["https"] and host.endswith(MEDIA_HOSTS)


def expiry(url: str) -> datetime | None:
    """Read when a signed link stops working: ``oe``, hexadecimal seconds; None where it is mute."""
    try:
        given = parse_qs(urlsplit(url).query).get("oe", [""])[0]
    except ValueError:  # no address, or a query beyond all measure
        return None
    return datetime.fromtimestamp(int(given, 16), UTC) if _HEX_SECONDS.fullmatch(given) else None


def _place(url: str) -> tuple[str, str, int] | None:
    """Take scheme, host and port from a link; None where it is none that can be asked."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    return parts.scheme, host, _PORTS[parts.scheme] if port is None else port
