"""One file inside an import, read whole."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Member:
    """A file of JSON or CSV: its bytes, its path, and which of the imported files it lay in."""

    source: str
    part: int
    path: str
    body: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.body).hexdigest()
