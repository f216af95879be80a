"""What an error of the Graph API means for us, decided by its code and never by the HTTP status.

Errors come with HTTP 200 as well, and rate limits with 400 (facebook.md, section 6).
"""

from dataclasses import dataclass
from enum import Enum, auto

import msgspec


class Meaning(Enum):
    """What to do about an error."""

    RETRY = auto()
    REDUCE = auto()
    THROTTLED = auto()
    TOKEN = auto()
    PERMISSION = auto()
    UNREADABLE = auto()
    BLOCKED = auto()


class GraphFault(msgspec.Struct, frozen=True):
    """The body of an error as the platform sends it."""

    code: int = 0
    message: str = ""
    type: str = ""
    error_subcode: int | None = None
    is_transient: bool = False
    fbtrace_id: str | None = None


class _Envelope(msgspec.Struct, frozen=True):
    error: GraphFault | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """An error with its meaning. ``graph`` is None where the answer was no JSON of the platform."""

    meaning: Meaning
    status: int
    graph: GraphFault | None = None

    def __str__(self) -> str:
        if self.graph is None:
            return f"HTTP {self.status}"
        subcode = f"/{self.graph.error_subcode}" if self.graph.error_subcode else ""
        trace = f", trace {self.graph.fbtrace_id}" if self.graph.fbtrace_id else ""
        return f"code {self.graph.code}{subcode}{trace}"


_MEANINGS = {
    **dict.fromkeys((4, 17, 32, 341, 613, *range(80000, 80015)), Meaning.THROTTLED),
    **dict.fromkeys((102, 190, 2500), Meaning.TOKEN),
    **dict.fromkeys((3, 10, *range(200, 300)), Meaning.PERMISSION),
    100: Meaning.UNREADABLE,
    368: Meaning.BLOCKED,
}
_SERVER_FAULT = 500


def fault_of(status: int, body: bytes) -> Fault | None:
    """Give the error an answer holds, or None where it holds none."""
    try:
        graph = msgspec.json.decode(body, type=_Envelope, strict=False).error
    except msgspec.ValidationError:
        graph = None if status < _SERVER_FAULT and b'"error"' not in body[:20] else GraphFault()
    except msgspec.DecodeError:
        # A lone surrogate in a good page; whether it is cut off is seen when it is sliced.
        return None if _looks_whole(status, body) else Fault(Meaning.RETRY, status)
    if graph is None:
        return Fault(Meaning.RETRY, status) if status >= _SERVER_FAULT else None
    return Fault(meaning_of(graph), status, graph)


def meaning_of(graph: GraphFault) -> Meaning:
    """Tell what a code asks of us; what nobody knows is tried again."""
    if graph.code == 1 and "reduce the amount of data" in graph.message.lower():
        return Meaning.REDUCE
    return _MEANINGS.get(graph.code, Meaning.RETRY)


def _looks_whole(status: int, body: bytes) -> bool:
    return status < _SERVER_FAULT and body.rstrip().endswith(b"}")
