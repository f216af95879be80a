"""Which captured files can be shown on a page, and how large. Pure functions on bytes.

Only the formats below are shown, told by their first bytes and never by the
type the platform gave; an SVG or anything else that could hold more than
pixels stays a file in ``media/``.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise

MOST_PIXELS = 60_000_000
"""A picture with more is not drawn on a page, so that a small file cannot unpack to gigabytes."""

MOST_BYTES = 30_000_000
"""A larger file is not drawn on a page; it is in ``media/``."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that can be drawn: its format as the typesetter names it, and its pixels."""

    format: str
    width: int
    height: int


def read_drawing(data: bytes) -> Drawing | None:
    """Tell format and size of a picture, or ``None`` where it is not shown on a page."""
    if len(data) > MOST_BYTES:
        return None
    try:
        drawing = _read(data)
    except (struct.error, IndexError):
        return None
    if drawing is None or not 0 < drawing.width * drawing.height <= MOST_PIXELS:
        return None
    return drawing


def _read(data: bytes) -> Drawing | None:
    if data.startswith(_PNG):
        return Drawing("png", *struct.unpack(">LL", data[16:24]))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Drawing("gif", *struct.unpack("<HH", data[6:10]))
    if data.startswith(_JPEG):
        return _read_jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _read_webp(data)
    return None


def _read_jpeg(data: bytes) -> Drawing | None:
    """Walk the segments to the frame header (ITU-T T.81, B.2.2)."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:  # noqa: PLR2004 - every marker starts so
        marker, length = struct.unpack(">xBH", data[place : place + 4])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return Drawing("jpg", width, height)
        place += 2 + length
    return None


def _read_webp(data: bytes) -> Drawing | None:
    """Read the canvas of the three kinds of WebP (RFC 9649, section 2)."""
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[a:b], "little") + 1 for a, b in pairwise((24, 27, 30)))
        return Drawing("webp", width, height)
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return Drawing("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return Drawing("webp", width & 0x3FFF, height & 0x3FFF)
    return None
