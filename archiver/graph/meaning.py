"""What an error of the Graph API means for us, decided by its code and never by the HTTP status.

Errors come with HTTP 200 as well, and rate limits with 400 (facebook.md, section 6).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Self

import msgspec


class Meaning(Enum):
    """What to do about an error."""

    RETRY = auto()
    REDUCE = auto()
    THROTTLED = auto()
    TOKEN = auto()
    PERMISSION = auto()
    UNREADABLE = auto()
    REFUSED = auto()
    TOO_OLD = auto()
    BLOCKED = auto()


_TRACE = re.compile(r"[A-Za-z0-9_+/=-]{1,64}")


@dataclass(frozen=True, slots=True)
class GraphFault:
    """An error as the platform sends it."""

    code: int = 0
    subcode: int = 0
    reduce: bool = False
    transient: bool = False
    trace: str | None = None

    @classmethod
    def of(cls, error: Mapping[str, Any]) -> Self:
        """Read an error; a part of an unexpected type never costs us the code."""
        trace = str(error.get("fbtrace_id", ""))
        return cls(
            code=_number(error.get("code")),
            subcode=_number(error.get("error_subcode")),
            reduce="reduce the amount of data" in str(error.get("message", "")).lower(),
            transient=error.get("is_transient") in {True, "true"},
            trace=trace if _TRACE.fullmatch(trace) else None,
        )


class _Envelope(msgspec.Struct, frozen=True):
    error: Any = None


@dataclass(frozen=True, slots=True)
class Fault:
    """An error with its meaning. ``graph`` is None where the answer was no JSON of the platform."""

    meaning: Meaning
    status: int
    graph: GraphFault | None = None

    def __str__(self) -> str:
        if self.graph is None:
            return f"HTTP {self.status}"
        subcode = f"/{self.graph.subcode}" if self.graph.subcode else ""
        trace = f", trace {self.graph.trace}" if self.graph.trace else ""
        return f"code {self.graph.code}{subcode}{trace}"


_MEANINGS = {
    **dict.fromkeys((4, 17, 32, 341, 613, *range(80000, 80015)), Meaning.THROTTLED),
    **dict.fromkeys((102, 190), Meaning.TOKEN),
    **dict.fromkeys((3, 10, *range(200, 300)), Meaning.PERMISSION),
    # 2500 also stands for a call without a token; ours never is one.
    **dict.fromkeys((100, 2500), Meaning.REFUSED),
    368: Meaning.BLOCKED,
}
_NO_SUCH_OBJECT = (100, 33)
"""The one answer for deleted, hidden and forbidden. Code 100 without this subcode only says that
we asked in a way the platform does not understand, and nothing about the object."""

_BEFORE_BUSINESS = (100, 2108006)
"""Nobody is told about media from before the account was a professional one (instagram.md, 4)."""

_NOT_PASSING = frozenset({Meaning.THROTTLED, Meaning.TOKEN, Meaning.BLOCKED})
_REDIRECT = 300


def fault_of(status: int, body: bytes) -> Fault | None:
    """Give the error an answer holds, or None where it holds none."""
    error, whole = _error_in(body)
    if isinstance(error, dict):
        graph = GraphFault.of(error)
        return Fault(meaning_of(graph), status, graph)
    # No answer of ours comes with such a status, whatever its body looks like.
    if error is not None or not whole or status >= _REDIRECT:
        return Fault(Meaning.RETRY, status)
    return None


def meaning_of(graph: GraphFault) -> Meaning:
    """Tell what a code asks of us; what nobody knows, or passes by itself, is tried again."""
    if graph.code == 1 and graph.reduce:
        return Meaning.REDUCE
    if (graph.code, graph.subcode) == _NO_SUCH_OBJECT and not graph.transient:
        return Meaning.UNREADABLE
    if (graph.code, graph.subcode) == _BEFORE_BUSINESS:
        return Meaning.TOO_OLD
    meaning = _MEANINGS.get(graph.code, Meaning.RETRY)
    return Meaning.RETRY if graph.transient and meaning not in _NOT_PASSING else meaning


def _error_in(body: bytes) -> tuple[object, bool]:
    """Give what stands under ``error``, and whether the body looks whole."""
    try:
        return msgspec.json.decode(body, type=_Envelope).error, True
    except (ValueError, msgspec.DecodeError, RecursionError):
        return _error_leniently(body)


def _error_leniently(body: bytes) -> tuple[object, bool]:
    """Read what the fast parser refuses: a lone surrogate in a good page, or in an error."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        # Whether a page is cut off, or one element is bad, is seen when it is sliced.
        return None, body.rstrip().endswith(b"}")
    return (value.get("error"), True) if isinstance(value, dict) else (None, False)


def _number(value: object) -> int:
    try:
        return int(value) if isinstance(value, int | str) else 0
    except ValueError:
        return 0
