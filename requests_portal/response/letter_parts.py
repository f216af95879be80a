"""The pieces a letter is made of: plain text in named shapes, without any markup."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part of the letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of our own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words, set apart from ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row.

    ``numbers`` are the columns set to the right, ``narrow`` those only as wide
    as what is in them.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    narrow: tuple[int, ...] = ()
    total: tuple[str, ...] | None = None


Block: TypeAlias = Heading | Paragraph | Quote | Bullets | Table


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter. ``answer`` is the whole answer in a few words, shown under the title."""

    city: str
    sender: tuple[str, ...]
    date: str
    recipient: tuple[str, ...]
    title: str
    answer: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]
