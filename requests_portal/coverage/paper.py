"""A coverage statement on paper: PDF/A-3a and PDF/UA-1, set as a response is."""

import re
from importlib.resources import files

import msgspec
import typst

from requests_portal.coverage.statement import Statement
from requests_portal.response.errors import PacketUnmakeable
from requests_portal.response.fonts import FAMILIES, font_folders
from requests_portal.response.letter_data import BlockData, block_data
from requests_portal.response.packet import STANDARDS
from requests_portal.response.visible import visible_line

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
    try:
        pdf = typst.compile(
            files(__package__).joinpath(TEMPLATE).read_bytes(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": msgspec.json.encode(data).decode()},
            format="pdf",
            pdf_standards=[*STANDARDS],
        )
    except typst.TypstError as error:
        raise PacketUnmakeable(
            f"The coverage statement cannot be set: {_first_line(error)}.",
            next_step="Report this; nothing was written.",
        ) from error
    return pdf


def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in font_folders()],
    )


def _first_line(error: Exception) -> str:
    """Tell why, without any text that the typesetter may have quoted."""
    return re.sub(r"[\"`].*[\"`]", "...", str(error).split("\n", 1)[0])
