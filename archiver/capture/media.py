"""Fetching the files of items: from allowed hosts only, up to a size, typed by content.

Archived content is hostile (invariant 12): a link in a post is not followed
anywhere else than to the platform's own file hosts, and never redirected.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from archiver.paths import media_path
from archiver.registration import LOOPBACK
from archiver.store import NewObject

MEDIA_HOSTS = (".fbcdn.net", ".cdninstagram.com")
CHUNK = 1 << 16

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store now. ``bytes`` is its length."""

    sha256: str
    type: str
    bytes: int
    object: str


@dataclass(frozen=True, slots=True)
class NotKept:
    """A file that is not, and why."""

    reason: str


class MediaFetcher:
    """Fetches files and keeps each once under its SHA-256.

    ``api_url`` on loopback allows files from that host and port too, and from
    nothing else on loopback.
    """

    def __init__(
        self, keep: Callable[[NewObject], None], *, api_url: str | None, limit: int, timeout: float
    ) -> None:
        self._keep_object = keep
        self._local = _loopback(api_url)
        self._limit = limit
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def fetch(self, url: str) -> Kept | NotKept:
        """Fetch one file and keep it, or say why not; the address itself is never kept."""
        if not self._allows(url):
            return NotKept("its address is not one of the platform's file hosts")
        try:
            with self._session.get(
                url, stream=True, timeout=self._timeout, allow_redirects=False
            ) as response:
                if response.status_code != requests.codes.ok:
                    return NotKept(f"the platform answered HTTP {response.status_code}")
                data = self._read(response.iter_content(CHUNK))
        except (requests.RequestException, ValueError) as error:
            return NotKept(f"the download failed ({type(error).__name__})")
        if data is None:
            return NotKept(f"it is larger than {self._limit} bytes")
        return self._keep(data)

    def _allows(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:  # no address at all
            return False
        if self._local is not None and parts.netloc == self._local:
            return True
        return parts.scheme == "https" and (parts.hostname or "").endswith(MEDIA_HOSTS)

    def _read(self, chunks: Iterator[bytes]) -> bytes | None:
        data = bytearray()
        for chunk in chunks:
            data += chunk
            if len(data) > self._limit:
                return None
        return bytes(data)

    def _keep(self, data: bytes) -> Kept:
        digest = hashlib.sha256(data).hexdigest()
        path = media_path(digest)
        self._keep_object(NewObject(path, data))
        return Kept(digest, type_of(data), len(data), path)


def _loopback(api_url: str | None) -> str | None:
    """Give host and port of an address on this machine's loopback; None for every other."""
    parts = urlsplit(api_url or "")
    return parts.netloc if parts.hostname in LOOPBACK else None


def type_of(data: bytes) -> str:
    """Tell a file's MIME type by its content, whatever its name or the server says."""
    for magic, mime in _MAGIC:
        if data.startswith(magic):
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return UNKNOWN_TYPE
