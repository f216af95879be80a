"""Signed media links: they change at every call and stop working after some days."""

import hashlib
import hmac
import itertools
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from archiver.civil_time import Clock
from archiver.platforms.calls import Answer

# How long a link works; real ones carry their end in ``oe`` (facebook.md, section 3).
LIFE = timedelta(days=3)
_NUMBER, _SIGNATURE, _EXPIRES = "_nc_ohc", "oh", "oe"


_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class MediaLinks:
    """Signs paths and checks what comes back. The key lives as long as the server."""

    def __init__(self, clock: Clock, life: timedelta = LIFE) -> None:
        self._clock = clock
        self._life = life
        self._key = secrets.token_bytes(16)
        self._numbers = itertools.count(1)

    def number(self) -> str:
        """Give a text that was never given before."""
        return f"{next(self._numbers):x}"

    def sign(self, path: str) -> str:
        """Write the query of a link to this path; no two are alike."""
        number = self.number()
        expires = f"{int((self._clock() + self._life).timestamp()):x}"
        signature = self._signature(path, number, expires)
        return f"{_NUMBER}={number}&{_SIGNATURE}={signature}&{_EXPIRES}={expires}"

    def refusal(self, path: str, query: Mapping[str, str]) -> str | None:
        """Say why a link is refused; None where it is good."""
        number, given, expires = (query.get(k, "") for k in (_NUMBER, _SIGNATURE, _EXPIRES))
        if not hmac.compare_digest(given.encode(), self._signature(path, number, expires).encode()):
            return "Bad URL hash"
        if int(expires, 16) <= self._clock().timestamp():
            return "URL signature expired"
        return None

    def _signature(self, path: str, number: str, expires: str) -> str:
        text = f"{path}|{number}|{expires}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:32]


def part_of(made: Answer, byte_range: str) -> Answer:
    """Give the part of a file that a ``Range`` header asks for (RFC 9110, section 14).

    A range that cannot be read is ignored; one behind the end is refused.
    """
    asked, size = _RANGE.fullmatch(byte_range), len(made.body)
    if asked is None:
        return made
    first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    if first > last:
        return replace(
            made, status=416, body=b"", headers={**made.headers, "Content-Range": f"bytes */{size}"}
        )
    headers = {**made.headers, "Content-Range": f"bytes {first}-{last}/{size}"}
    return replace(made, status=206, body=made.body[first : last + 1], headers=headers)
