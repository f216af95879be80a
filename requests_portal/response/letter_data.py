"""The letter as the template gets it. Pure functions."""

from collections.abc import Iterable

import msgspec

from requests_portal.redaction import Segment
from requests_portal.response.letter_parts import Bullets, Heading, Letter, Paragraph, Quote, Table
from requests_portal.response.page_lines import Line, sections_whole, text_lines
from requests_portal.response.visible import visible


class BlockData(msgspec.Struct, frozen=True):
    """A block of the letter; ``kind`` says which fields count."""

    kind: str
    text: str = ""
    lines: tuple[Line, ...] = ()
    items: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    narrow: tuple[int, ...] = ()
    total: tuple[str, ...] | None = None


class LetterData(msgspec.Struct, frozen=True):
    """The letter, block by block."""

    city: str
    sender: tuple[str, ...]
    date: str
    recipient: tuple[str, ...]
    title: str
    answer: str
    blocks: tuple[BlockData, ...]
    closing: tuple[str, ...]


def letter_data(letter: Letter) -> LetterData:
    """Prepare the letter."""
    return LetterData(
        city=_line(letter.city),
        sender=_lines(letter.sender),
        date=letter.date,
        recipient=_lines(letter.recipient),
        title=letter.title,
        answer=letter.answer,
        blocks=tuple(block_data(one) for one in letter.blocks),
        closing=_lines(letter.closing),
    )


def block_data(block: Heading | Paragraph | Quote | Bullets | Table) -> BlockData:
    """Prepare one block."""
    match block:
        case Heading(text):
            return BlockData("heading", text=_line(text))
        case Paragraph(text):
            return BlockData("paragraph", text=_line(text))
        case Quote(text):
            return BlockData("quote", lines=text_lines((Segment(text, removed=False),)))
        case Bullets(lines):
            return BlockData("bullets", items=_lines(lines))
        case Table(header, rows, numbers, narrow, total):
            return BlockData(
                "table",
                header=header,
                rows=tuple(_lines(row) for row in rows),
                numbers=numbers,
                narrow=narrow,
                total=None if total is None else _lines(total),
            )


def _line(text: str) -> str:
    """Prepare a line of the letter, with typographic apostrophes and sections kept whole."""
    return sections_whole(visible(text)).replace("'", "\u2019")


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(_line(one) for one in lines)
