"""The fonts a response is set in, and which characters they can draw.

Noto, from two packages under the SIL Open Font License that come with every
installation, and the faces inside the typesetter; never the machine's own, so
that the same response is the same bytes everywhere. Colour is not needed:
emoji are drawn in outline, which also prints.
"""

import csv
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

FONT_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Noto Sans for Latin, Arabic, Ethiopic, Khmer, Lao, Myanmar (Karen) and 14 more scripts,
symbols and emoji (3.5 MB); and Noto Sans CJK (20 MB)."""

FAMILIES = (
    "Noto Sans",
    *(
        f"Noto Sans {script}"
        for script in (
            "Arabic",
            "Armenian",
            "Bengali",
            "Devanagari",
            "Ethiopic",
            "Georgian",
            "Gujarati",
            "Gurmukhi",
            "Hebrew",
            "Kannada",
            "Khmer",
            "Lao",
            "Malayalam",
            "Myanmar",
            "Oriya",
            "Sinhala",
            "Tamil",
            "Telugu",
            "Thai",
            "Symbols",
            "CJK SC",
        )
    ),
    "Noto Emoji",
    "DejaVu Sans Mono",
    "New Computer Modern Math",
    "Libertinus Serif",
)
"""Every family, in the order tried. All are named because the typesetter's own fallback tries
one more font only, and a character nobody draws stops a PDF/A (found by trial, typst 0.15.2)."""

_EMBEDDED = "embedded_coverage.csv"
_COLLECTION = b"ttcf"
_SEGMENTS = 4
_GROUPS = 12

Ranges = tuple[tuple[int, int], ...]


def font_folders() -> tuple[Path, ...]:
    """Find the folders of the font packages."""
    return tuple(Path(str(files(package))) for package in FONT_PACKAGES)


@cache
def faces() -> tuple[frozenset[int], ...]:
    """Give the code points each font draws; read once from the fonts, in about 60 ms.

    What only the faces inside the typesetter draw comes as one more.
    """
    paths = sorted(path for folder in font_folders() for path in folder.glob("*.tt[fc]"))
    return (*(_points(_file_ranges(path)) for path in paths), _points(_embedded_ranges()))


@cache
def drawable() -> frozenset[int]:
    """Give every code point that some font draws."""
    return frozenset().union(*faces())


@lru_cache(maxsize=100_000)
def drawn_together(letter: str) -> bool:
    """Whether one font draws a letter with all its marks: they are drawn by one font or not at all.

    ``letter`` may be composed or not; a font that has the composed letter will do.
    """
    spellings = (letter, unicodedata.normalize("NFC", letter))
    needed = [frozenset(map(ord, spelling)) for spelling in spellings]
    return any(points <= face for face in faces() for points in needed)


def _points(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


def _embedded_ranges() -> Ranges:
    """Read what only the faces inside the typesetter draw; their files cannot be had."""
    with files(__package__).joinpath(_EMBEDDED).open(encoding="ascii") as lines:
        rows = list(csv.DictReader(lines))
    return tuple((int(row["first"], 16), int(row["last"], 16)) for row in rows)


def _file_ranges(path: Path) -> Iterator[tuple[int, int]]:
    """Read the character map of a font, or of the first face of a collection.

    The faces of a collection differ in shapes by language, not in characters.
    """
    with path.open("rb") as file:
        head = file.read(16)
        start = struct.unpack(">L", head[12:16])[0] if head.startswith(_COLLECTION) else 0
        file.seek(start + 4)
        (count,) = struct.unpack(">H", file.read(2))
        file.seek(start + 12)
        directory = file.read(16 * count)
        tables = dict(_tables(directory))
        offset, length = tables[b"cmap"]
        file.seek(offset)
        yield from _cmap_ranges(file.read(length))


def _tables(directory: bytes) -> Iterator[tuple[bytes, tuple[int, int]]]:
    for tag, _, offset, length in struct.iter_unpack(">4sLLL", directory):
        yield tag, (offset, length)


def _cmap_ranges(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Read the Unicode subtables (OpenType ``cmap``, formats 4 and 12)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">L", cmap, 4 + 8 * index + 4)
        (form,) = struct.unpack_from(">H", cmap, offset)
        if form == _SEGMENTS:
            yield from _segment_ranges(cmap, offset)
        elif form == _GROUPS:
            (groups,) = struct.unpack_from(">L", cmap, offset + 12)
            body = cmap[offset + 16 : offset + 16 + 12 * groups]
            yield from ((first, last) for first, last, _ in struct.iter_unpack(">LLL", body))


def _segment_ranges(cmap: bytes, offset: int) -> Iterator[tuple[int, int]]:
    """Read a format 4 subtable: segments of code points; the last one is only an end mark."""
    (doubled,) = struct.unpack_from(">H", cmap, offset + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", cmap, offset + 14)
    starts = struct.unpack_from(f">{count}H", cmap, offset + 16 + doubled)
    yield from ((first, last) for first, last in zip(starts, ends, strict=True) if last != 0xFFFF)  # noqa: PLR2004 - the end mark
