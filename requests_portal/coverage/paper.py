"""A coverage statement on paper: PDF/A-3a and PDF/UA-1, set as a response is."""

from importlib.resources import files

import msgspec

from requests_portal.coverage.statement import Statement
from requests_portal.response.fonts import FAMILIES
from requests_portal.response.letter_data import BlockData, block_data
from requests_portal.response.visible import visible_line
from requests_portal.typesetting import set_paper

TEMPLATE = "statement.typ"

MOST_ROWS = 400
"""Stretches of one account on paper, about twenty pages; the text has all of them."""


class StatementData(msgspec.Struct, frozen=True):
    """What the template is given."""

    title: str
    city: str
    concerns: str
    year: int
    month: int
    day: int
    families: tuple[str, ...]
    blocks: tuple[BlockData, ...]


def statement_pdf(statement: Statement) -> bytes:
    """Set a statement; raises ``PacketUnmakeable`` where it cannot be set."""
    dated = statement.dated
    data = StatementData(
        title=statement.title,
        city=visible_line(statement.city),
        concerns=visible_line(statement.concerns),
        year=dated.year,
        month=dated.month,
        day=dated.day,
        families=FAMILIES,
        blocks=tuple(block_data(block) for block in statement.blocks),
    )
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    return set_paper(template, data, "The coverage statement")
