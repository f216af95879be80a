"""Several questions in one round trip: ``POST /`` with ``batch`` (facebook.md, section 8).

Every part counts as a call, so this saves time and no allowance. The body of
a part is JSON written as a string; unescaped, it is the response (invariant 1).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import msgspec

from archiver.errors import RequestRefused

MOST = 50
"""Parts of one batch."""

LEAST = 3
"""Questions from which on a batch is worth it."""

ROUNDS = 3
"""How often parts are sent again that the platform did not finish and left ``null``."""


_ELSEWHERE = frozenset({"", ".", ".."})
"""Steps of a path that whoever sends a request takes by himself."""


@dataclass(frozen=True, slots=True)
class Question:
    """A node or an edge, and what is asked of it."""

    path: str
    parameters: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, path: str, parameters: Mapping[str, str]) -> "Question":
        """Put a question.

        Raises ``RequestRefused`` for an id that would lead to another address than its own.
        """
        if not _ELSEWHERE.isdisjoint(path.split("/")):
            raise RequestRefused(
                "The platform gave an id that leads elsewhere when it is asked for.",
                next_step="Nothing has to be done: what was listed under it is kept.",
            )
        return cls(path, tuple(parameters.items()))

    def address(self, version: str, proof: Mapping[str, str]) -> str:
        """Write it as an address below the platform's root."""
        query = urlencode([*self.parameters, *proof.items()])
        return f"{version}/{quote(self.path)}?{query}"

    def in_words(self, version: str) -> str:
        """Write it for a record: parameters in order of their names, and nothing secret."""
        return f"{version}/{quote(self.path)}?{urlencode(sorted(self.parameters))}"


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one question of a batch."""

    status: int
    body: bytes


class _Part(msgspec.Struct, frozen=True):
    code: int = 0
    body: str = ""


def batch_text(questions: Sequence[Question], version: str, proof: Mapping[str, str]) -> str:
    """Write the parameter ``batch``."""
    return json.dumps(
        [{"method": "GET", "relative_url": each.address(version, proof)} for each in questions]
    )


def read_parts(body: bytes, count: int) -> list[Part | None] | None:
    """Read the answer to a batch; None where it is none, and for a part that was not finished."""
    try:
        parts = msgspec.json.decode(body, type=list[_Part | None])
    except (ValueError, msgspec.DecodeError, RecursionError):
        return None
    if len(parts) != count:
        return None
    return [
        None if part is None else Part(part.code, part.body.encode("utf-8", "surrogatepass"))
        for part in parts
    ]
