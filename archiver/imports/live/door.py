"""The one way a live run has to Instagram: counted, bounded, and to no other host.

instaloader makes its own connections; every one of them is led through here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from archiver.imports.live.trouble import Stopped, Trouble
from archiver.media.connection import Gate, PinnedAdapter
from archiver.media.download import Patience
from archiver.media.places import Places
from archiver.store.objects import PIECE

HOSTS = frozenset({"www.instagram.com", "i.instagram.com"})
"""The hosts that stand in instaloader's source; pictures come from the platform's file hosts."""

PAUSE = 3.0
"""Seconds before each question, which is about what instaloader waits by itself on average."""

_WAIT = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS})
"""Instagram says 401 "Please wait a few minutes" as well as 429."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one run may cost: requests, seconds, and bytes of an answer that is no file."""

    requests: int
    seconds: float
    answer: int


class Door(PinnedAdapter):
    """Sends what instaloader asks. ``requests`` counts it, ``status`` is that of the last answer.

    ``api_url`` on this machine's loopback plays Instagram: all that would go to
    ``https://HOST/PATH`` goes to ``api_url/HOST/PATH``, and nobody is spared by
    pauses. Any other is not for instaloader and changes nothing.
    """

    def __init__(self, bounds: Bounds, patience: Patience, api_url: str | None) -> None:
        places = Places.beside(api_url)
        self._files = Places()
        self._played = api_url if places.local else None
        self._bounds = bounds
        self._patience = patience
        self._end = patience.seconds() + bounds.seconds
        self.requests = 0
        self.status: int | None = None
        super().__init__(Gate(local=places.local))

    def pause(self, seconds: float) -> None:
        """Wait; raises ``Stopped`` where that would take longer than the run may."""
        if self._played is not None:
            return
        if self._patience.seconds() + seconds > self._end:
            raise Stopped(Trouble.SECONDS)
        self._patience.wait(seconds)

    def send(self, request: requests.PreparedRequest, **given: object) -> requests.Response:  # type: ignore[override] # the options pass through as they are
        """Send one request, and stop the run where the answer is a no."""
        self._check(request.url or "")
        self.requests += 1
        self.status = None
        response = super().send(self._addressed(request), **given)  # type: ignore[arg-type] # as above
        response.url, response.request = request.url or "", request
        self.status = response.status_code
        try:
            _judge(response)
            if not given.get("stream") or response.status_code != HTTPStatus.OK:
                self._read(response)
        except BaseException:
            response.close()
            raise
        return response

    def pieces(self, response: requests.Response, limit: int) -> Iterator[bytes]:
        """Give an answer piece by piece.

        Raises ``Stopped`` where it has more bytes than the limit or takes too
        long, and ``requests.ConnectionError`` where it breaks off.
        """
        length = 0
        try:
            for piece in response.raw.stream(PIECE, decode_content=True):
                length += len(piece)
                if length > limit:
                    raise Stopped(Trouble.TOO_LONG)
                self._check_time()
                yield piece
        except HTTPError as error:
            self.status = None
            raise requests.ConnectionError(request=response.request) from error
        finally:
            response.close()

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        ours = parts.scheme == "https" and parts.netloc in HOSTS
        if not ours and not self._files.allow(url):
            raise Stopped(Trouble.ELSEWHERE)
        if self.requests >= self._bounds.requests:
            raise Stopped(Trouble.REQUESTS)
        self._check_time()

    def _check_time(self) -> None:
        if self._patience.seconds() > self._end:
            raise Stopped(Trouble.SECONDS)

    def _addressed(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._played is None:
            return request
        played = request.copy()
        played.url = f"{self._played}/{(request.url or '').removeprefix('https://')}"
        return played

    def _read(self, response: requests.Response) -> None:
        """Read an answer as far as we are ready to; the library would read all of it."""
        body = bytearray()
        for piece in self.pieces(response, self._bounds.answer):
            body += piece
        response._content = bytes(body)  # noqa: SLF001 - there is no other way to hand it over


def _judge(response: requests.Response) -> None:
    """Stop at the first sign that we are not welcome."""
    if response.status_code in _WAIT:
        raise Stopped(Trouble.WAIT, response.status_code)
    if response.is_redirect:
        path = urlsplit(response.headers.get("location", "")).path
        if path.startswith("/accounts/login"):
            raise Stopped(Trouble.LOGIN, response.status_code)
        if path.startswith(("/challenge", "/checkpoint")):
            raise Stopped(Trouble.CHECKPOINT, response.status_code)
