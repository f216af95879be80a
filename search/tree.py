"""What a query asks, as plain values: the one language between clerk and engine.

The parser makes this tree and the engine reads it; neither knows the other.
Text leaves hold what was typed, and are cut into words by the engine's own
tokenizer, so that both sides agree on every word.
"""

from collections.abc import Callable, Iterator
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
    SOURCE = "source"
    THREAD = "thread"
    ID = "id"


class TimeField(StrEnum):
    """Fields that hold an instant."""

    POSTED = "posted"


class CounterField(StrEnum):
    """Fields that hold a change number of the archive; no query names them."""

    CHANGE = "change"
    WORDING = "wording"


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
    """A word of which only a part is known: ``*`` stands for any letters, ``?`` for one.

    A question mark at the end stands for one letter or none, because a clerk
    who types ``potholes?`` may only be asking.
    """

    field: TextField | KeyField
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word that may be misspelt by 1 or 2 letters, but not in its first ``prefix``."""

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
class Later:
    """Changed, or got a wording, after this change number of the archive."""

    field: CounterField
    number: int


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


Leaf: TypeAlias = Word | Phrase | Pattern | Fuzzy | Is | Known | Within | Later | Everything
WORDED = (Word, Phrase, Pattern, Fuzzy)
"""The conditions about words, which can be weighed and shown."""
Node: TypeAlias = Leaf | And | Or | Not | Prefer | Boost


def asked_leaves(node: Node) -> Iterator[Leaf]:
    """Give the conditions that a hit answers to, in order; what is excluded is none of them."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from asked_leaves(child)
        case Prefer(required, preferred):
            yield from asked_leaves(required)
            yield from asked_leaves(preferred)
        case Boost(child, _):
            yield from asked_leaves(child)
        case Not():
            return
        case _:
            yield node


def map_leaves(node: Node, change: Callable[[Leaf], Node]) -> Node:
    """Make the same tree with every condition changed."""
    match node:
        case And(children):
            changed: Node = And(tuple(map_leaves(child, change) for child in children))
        case Or(children):
            changed = Or(tuple(map_leaves(child, change) for child in children))
        case Not(child):
            changed = Not(map_leaves(child, change))
        case Boost(child, factor):
            changed = Boost(map_leaves(child, change), factor)
        case Prefer(required, preferred):
            changed = Prefer(map_leaves(required, change), map_leaves(preferred, change))
        case _:
            changed = change(node)
    return changed
