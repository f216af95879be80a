"""Setting documents with typst: each is PDF/A-3a and PDF/UA-1 at once, in the fonts we bring."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

import msgspec
import typst

from requests_portal.response.errors import PacketUnmakeable
from requests_portal.response.fonts import font_folders

STANDARDS: Final = ("a-3a", "ua-1")
"""Kept readable for decades (ISO 19005-3, level A) and readable aloud (ISO 14289-1)."""


def set_paper(template: bytes, data: msgspec.Struct, name: str) -> bytes:
    """Set one document from a template and its data; give the PDF.

    Raises ``PacketUnmakeable``, which names it by ``name``, where it cannot be set.
    """
    with unmakeable(name, next_step="Report this; nothing was written."):
        return typst.compile(
            template,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": msgspec.json.encode(data).decode()},
            format="pdf",
            pdf_standards=[*STANDARDS],
        )


@cache
def fonts() -> typst.Fonts:
    """Load the fonts once a process; about 60 ms."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in font_folders()],
    )


@contextmanager
def unmakeable(name: str, next_step: str) -> Iterator[None]:
    """Turn what the typesetter raises into ``PacketUnmakeable``.

    It tells why, without any text of the records that the typesetter may have quoted.
    """
    try:
        yield
    except typst.TypstError as error:
        reason = re.sub(r"[\"`].*[\"`]", "...", str(error).split("\n", 1)[0])
        raise PacketUnmakeable(f"{name} cannot be set: {reason}.", next_step=next_step) from error
    except BaseException as error:
        # A fault inside the typesetter comes as pyo3_runtime.PanicException, which is no
        # Exception and cannot be imported; everything else goes on its way.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise PacketUnmakeable(
            f"{name} cannot be set: it failed within.", next_step=next_step
        ) from error
