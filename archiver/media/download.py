"""One file from the network: a piece at a time, and on from where a connection broke."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError

from archiver.media.connection import AddressRefused, Gate, PinnedAdapter
from archiver.media.kinds import HEAD
from archiver.media.places import Places
from archiver.store.objects import PIECE

HOPS = 3
"""How often a file host may send us on to another."""

PAUSES = (1.0, 4.0, 15.0)
"""Seconds before each further connection for one file; after the last it has failed for now."""

CONNECT_TIMEOUT = 5.0

_SERVER_FAULT = 500
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_STRONG_ETAG = re.compile(r'"[\x21\x23-\x7e]*"')

Seconds = Callable[[], float]
Wait = Callable[[float], None]


class NotToBeHad(Exception):
    """A file cannot be had now; ``reason`` goes on record.

    ``lasting`` says that trying again is in vain, ``status`` is the HTTP status
    where that is the reason. Not an ``OSError``: no disk has failed.
    """

    def __init__(self, reason: str, *, lasting: bool = False, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lasting = lasting
        self.status = status


class StartAnew(Exception):
    """What came so far is not the beginning of what would come now."""


class _Broken(Exception):
    """A connection broke, or could not be made; the next one may do better."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: ``bytes``, seconds in all, and seconds without a word."""

    bytes: int
    deadline: float
    timeout: float


@dataclass(frozen=True, slots=True)
class Patience:
    """How a download waits between two connections, and the seconds it measures itself by."""

    wait: Wait = time.sleep
    seconds: Seconds = time.monotonic


USUAL = Patience()


class Lines:
    """The connections of one fetcher: pinned, without proxies, a few at a time."""

    def __init__(self, gate: Gate) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, PinnedAdapter(gate))

    def ask(self, url: str, headers: dict[str, str], timeout: float) -> requests.Response:
        """Ask for a file; its body is not read yet."""
        # Compressed on its way, half a file could not be gone on with.
        given = {"Accept-Encoding": "identity", **headers}
        times = (min(CONNECT_TIMEOUT, timeout), timeout)
        return self._session.get(
            url, stream=True, timeout=times, allow_redirects=False, headers=given
        )

    def close(self) -> None:
        """Hang up."""
        self._session.close()


class Download:
    """One file on its way. ``pieces`` gives it from the beginning each time it is called.

    What came is described by ``sha256``, ``length``, ``head`` (its first bytes)
    and ``declared`` (what the server says it is).
    """

    def __init__(
        self, url: str, lines: Lines, places: Places, limits: Limits, patience: Patience
    ) -> None:
        self._url = url
        self._lines = lines
        self._places = places
        self._limits = limits
        self._patience = patience
        self._end = patience.seconds() + limits.deadline
        self._pauses = iter(PAUSES)
        self._begin()

    def _begin(self) -> None:
        self._digest = hashlib.sha256()
        self._etag: str | None = None
        self._validator: str | None = None
        self._total: int | None = None
        self.length = 0
        self.head = b""
        self.declared: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of what came, in hexadecimal."""
        return self._digest.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """Give the file piece by piece, over as many connections as it takes.

        Raises ``NotToBeHad``, and ``StartAnew`` where this must be called again.
        """
        self._begin()
        while True:
            try:
                with self._open() as response:
                    yield from self._read(response)
            except (requests.RequestException, HTTPError, _Broken) as error:
                self._pause(error)
            else:
                return
            if self.length and self._validator is None:
                raise StartAnew

    def _pause(self, error: Exception) -> None:
        pause = next(self._pauses, None)
        if pause is None:
            what = str(error) if isinstance(error, _Broken) else type(error).__name__
            raise NotToBeHad(f"the download failed ({what})") from None
        self._patience.wait(min(pause, self._left()))

    def _left(self) -> float:
        """Give the seconds left; raises where there are none."""
        left = self._end - self._patience.seconds()
        if left <= 0:
            raise NotToBeHad(f"it did not arrive within {self._limits.deadline:g} seconds")
        return left

    def _open(self) -> requests.Response:
        """Ask for the file or the rest of it, following where we are sent; check the answer."""
        headers = {}
        if self.length and self._validator:
            headers = {"Range": f"bytes={self.length}-", "If-Range": self._validator}
        response = self._follow(headers)
        try:
            self._check(response, asked_for_rest=bool(headers))
        except BaseException:
            response.close()
            raise
        return response

    def _follow(self, headers: dict[str, str]) -> requests.Response:
        url = self._url
        for _ in range(HOPS + 1):
            if not self._places.allow(url):
                raise NotToBeHad(
                    "its address is not one of the platform's file hosts", lasting=True
                )
            try:
                response = self._lines.ask(url, headers, min(self._limits.timeout, self._left()))
            except AddressRefused:
                raise NotToBeHad(
                    "its address leads into a network that is not the public internet"
                ) from None
            except ValueError as error:  # requests' own errors for links that are none
                raise NotToBeHad(f"the download failed ({type(error).__name__})") from None
            if not response.is_redirect:
                return response
            response.close()
            url = urljoin(url, response.headers["Location"])
        raise NotToBeHad(f"the platform sent us on more than {HOPS} times")

    def _check(self, response: requests.Response, *, asked_for_rest: bool) -> None:
        status, headers = response.status_code, response.headers
        if status >= _SERVER_FAULT:
            message = f"HTTP {status}"
            raise _Broken(message)
        if asked_for_rest:
            goes_on = self._goes_on(headers.get("Content-Range"), headers.get("ETag"))
            if status != requests.codes.partial or not goes_on:
                raise StartAnew
            return
        if status != requests.codes.ok:
            raise NotToBeHad(f"the platform answered HTTP {status}", status=status)
        if headers.get("Content-Encoding", "identity").lower() != "identity":
            raise NotToBeHad("it came in an encoding that was not asked for")
        self._total = _length(headers.get("Content-Length"))
        if self._total is not None and self._total > self._limits.bytes:
            self._too_large()
        etag = headers.get("ETag", "")
        self._etag = etag if _STRONG_ETAG.fullmatch(etag) else None
        self._validator = self._etag or headers.get("Last-Modified")
        self.declared = headers.get("Content-Type")

    def _goes_on(self, content_range: str | None, etag: str | None) -> bool:
        """Whether an answer with a rest of the file begins where we stand, in the same file."""
        found = _CONTENT_RANGE.fullmatch(content_range or "")
        if found is None:
            return False
        if self._etag is not None and etag not in {None, self._etag}:
            return False
        first, last, total = map(int, found.groups())
        return first == self.length and last == total - 1 and self._total in {None, total}

    def _read(self, response: requests.Response) -> Iterator[bytes]:
        """Give what comes, in pieces of some size; a connection that only trickles ends in time.

        The library raises where less comes than was announced.
        """
        gathered = bytearray()
        while piece := response.raw.read1(PIECE - len(gathered), decode_content=False):
            self._left()
            gathered += piece
            if self.length + len(gathered) > self._limits.bytes:
                self._too_large()
            if len(gathered) == PIECE:
                yield self._count(gathered)
                gathered.clear()
        if gathered:
            yield self._count(gathered)

    def _count(self, gathered: bytearray) -> bytes:
        piece = bytes(gathered)
        self._digest.update(piece)
        self.length += len(piece)
        if len(self.head) < HEAD:
            self.head += piece[: HEAD - len(self.head)]
        return piece

    def _too_large(self) -> None:
        raise NotToBeHad(f"it is larger than {self._limits.bytes} bytes", lasting=True)


def _length(header: str | None) -> int | None:
    return int(header) if header is not None and header.isascii() and header.isdigit() else None
