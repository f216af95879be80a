"""A coverage statement as plain text, with every stretch. Pure functions."""

from collections.abc import Iterator
from textwrap import fill

from requests_portal.coverage.statement import Statement
from requests_portal.response.letter_parts import Block, Bullets, Heading, Paragraph, Quote, Table
from requests_portal.response.wording import long_date

WIDTH = 88
UNPRINTABLE = "\ufffd"


def statement_text(statement: Statement) -> bytes:
    """Write the statement as UTF-8 text that can be read in any viewer."""
    head = (
        statement.title,
        _line(f"{statement.city}, {long_date(statement.dated)}"),
        _line(statement.concerns),
    )
    blocks = ("\n".join(head), *("\n".join(_lines(block)) for block in statement.blocks))
    return ("\n\n".join(blocks) + "\n").encode()


def _line(text: str) -> str:
    """Keep a text on its line; digests stay as they are, so that they can be copied."""
    return "".join(one if one.isprintable() else UNPRINTABLE for one in text)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield _line(text).upper()
        case Paragraph(text) | Quote(text):
            yield fill(_line(text), WIDTH)
        case Bullets(lines):
            for line in lines:
                text = _line(line)
                yield fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    """Write a table; its last column is as long as it needs to be."""
    rows = [table.header, *table.rows]
    shown = [[_line(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in shown) for place in range(len(table.header) - 1)]
    for row in shown:
        cells = [
            cell.rjust(width) if place in table.numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row[:-1], widths, strict=True))
        ]
        yield "  ".join(["", *cells, row[-1]]).rstrip()
