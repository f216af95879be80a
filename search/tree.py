"""What a query asks, as plain values: the one language between clerk and engine.

The parser makes this tree and the engine reads it; neither knows the other.
Text leaves hold what was typed, and are cut into words by the engine's own
tokenizer, so that both sides agree on every word.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the query as typed, in characters; ``end`` is exclusive."""

    start: int
    end: int


class TextField(StrEnum):
    """Fields that are searched by word."""

    TEXT = "text"
    AUTHOR = "author"


class KeyField(StrEnum):
    """Fields that hold whole values."""

    ACCOUNT = "account"
    KIND = "kind"
    STATE = "state"
    HAS = "has"
    SERIES = "series"
    HOLD = "hold"
    THREAD = "thread"
    ID = "id"


class TimeField(StrEnum):
    """Fields that hold an instant."""

    POSTED = "posted"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; its English endings do not count."""

    field: TextField
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, exactly as spelled; ``*`` at or in a word stands for any letters.

    ``slop`` is how many further words may stand among them.
    """

    field: TextField
    text: str
    slop: int
    place: Place


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word of which only a part is known: ``*`` stands for any letters, ``?`` for one."""

    field: TextField | KeyField
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word that may be misspelt by ``distance`` letters (1 or 2), not within its first ``prefix``."""

    field: TextField
    text: str
    distance: int
    prefix: int
    place: Place


@dataclass(frozen=True, slots=True)
class Is:
    """A field has exactly this value; capitals do not count."""

    field: KeyField
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Known:
    """A field has any value at all."""

    field: TextField | KeyField | TimeField
    place: Place


@dataclass(frozen=True, slots=True)
class Within:
    """An instant from ``since`` on and before ``until``, in UTC; ``None`` leaves that side open."""

    field: TimeField
    since: datetime | None
    until: datetime | None
    place: Place


@dataclass(frozen=True, slots=True)
class Everything:
    """Every item."""


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever is not this."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Prefer:
    """The first; the second only lifts it in the order."""

    required: "Node"
    preferred: "Node"


@dataclass(frozen=True, slots=True)
class Boost:
    """This, counted ``factor`` times in the order of relevance."""

    child: "Node"
    factor: float


Leaf: TypeAlias = Word | Phrase | Pattern | Fuzzy | Is | Known | Within | Everything
Node: TypeAlias = Leaf | And | Or | Not | Prefer | Boost
