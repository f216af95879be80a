"""A small canvas that draws flat shapes with smooth edges and writes them as PNG.

Only the standard library: the demo's photos are drawn on the spot, so that
the package carries no picture of any real place or person.
"""

import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Color: TypeAlias = tuple[int, int, int]
"""Red, green and blue, 0 to 255 each."""

Point: TypeAlias = tuple[float, float]
"""Pixels from the left and from the top."""

SUBROWS = 4
"""Lines looked at within one row of pixels: smooth enough for edges of flat shapes."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
TRUECOLOR = 2
"""The colour type of plain red, green and blue (PNG specification, 11.2.2)."""


class Shape(Protocol):
    """A convex shape, known by where a horizontal line enters and leaves it."""

    @property
    def rows(self) -> tuple[float, float]:
        """The highest and the lowest line it touches."""

    def span(self, y: float) -> tuple[float, float] | None:
        """Where the line at ``y`` enters and leaves it; ``None`` where it misses."""


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An ellipse around a centre."""

    center: Point
    radius_x: float
    radius_y: float

    @property
    def rows(self) -> tuple[float, float]:
        """The highest and the lowest line it touches."""
        return self.center[1] - self.radius_y, self.center[1] + self.radius_y

    def span(self, y: float) -> tuple[float, float] | None:
        """Where the line at ``y`` enters and leaves it."""
        away = (y - self.center[1]) / self.radius_y
        if abs(away) >= 1:
            return None
        half = self.radius_x * math.sqrt(1 - away * away)
        return self.center[0] - half, self.center[0] + half


@dataclass(frozen=True, slots=True)
class Polygon:
    """A convex polygon."""

    corners: Sequence[Point]

    @property
    def rows(self) -> tuple[float, float]:
        """The highest and the lowest line it touches."""
        heights = [y for _, y in self.corners]
        return min(heights), max(heights)

    def span(self, y: float) -> tuple[float, float] | None:
        """Where the line at ``y`` enters and leaves it."""
        met = list(self._crossings(y))
        return (min(met), max(met)) if met else None

    def _crossings(self, y: float) -> Iterable[float]:
        for (x0, y0), (x1, y1) in zip(
            self.corners, [*self.corners[1:], self.corners[0]], strict=True
        ):
            if (y0 <= y) != (y1 <= y):
                yield x0 + (y - y0) * (x1 - x0) / (y1 - y0)


def circle(x: float, y: float, radius: float) -> Ellipse:
    """Make a circle."""
    return Ellipse((x, y), radius, radius)


def box(left: float, top: float, right: float, bottom: float) -> Polygon:
    """Make an upright rectangle."""
    return Polygon(((left, top), (right, top), (right, bottom), (left, bottom)))


class Canvas:
    """Pixels to draw on, from the back to the front."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._rows = [bytearray(3 * width) for _ in range(height)]

    def shade(self, top: Color, bottom: Color, rows: tuple[int, int] | None = None) -> None:
        """Fill all rows, or these, with a colour that runs from one to the other."""
        first, last = rows or (0, self.height)
        for y in range(first, last):
            self._rows[y][:] = bytes(_mix(top, bottom, (y - first) / (last - first))) * self.width

    def draw(self, color: Color, *shapes: Shape) -> None:
        """Draw shapes in one colour; what lies outside the canvas is left out."""
        for shape in shapes:
            top, bottom = shape.rows
            for y in range(max(0, int(top)), min(self.height, math.ceil(bottom) + 1)):
                self._draw_row(color, shape, y)

    def png(self) -> bytes:
        """Write the picture as PNG; the same drawing gives the same bytes."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, TRUECOLOR, 0, 0, 0)
        pixels = b"".join(b"\x00" + bytes(row) for row in self._rows)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
        return PNG_SIGNATURE + b"".join(_chunk(name, body) for name, body in chunks)

    def _draw_row(self, color: Color, shape: Shape, y: int) -> None:
        lines = [shape.span(y + (n + 0.5) / SUBROWS) for n in range(SUBROWS)]
        met = [(max(0.0, a), min(float(self.width), b)) for a, b in filter(None, lines)]
        met = [(a, b) for a, b in met if b > a]
        if not met:
            return
        whole = len(met) == SUBROWS
        inner_from = math.ceil(max(a for a, _ in met)) if whole else self.width
        inner_to = math.floor(min(b for _, b in met)) if whole else 0
        row = self._rows[y]
        if inner_to > inner_from:
            row[3 * inner_from : 3 * inner_to] = bytes(color) * (inner_to - inner_from)
        first, last = int(min(a for a, _ in met)), math.ceil(max(b for _, b in met))
        edges = range(first, last)
        if inner_to > inner_from:
            edges_right = range(inner_to, last)
            _soften(row, color, met, [*range(first, inner_from), *edges_right])
        else:
            _soften(row, color, met, edges)


def _soften(
    row: bytearray, color: Color, met: Sequence[tuple[float, float]], pixels: Iterable[int]
) -> None:
    """Mix the colour into pixels that the shape covers only in part."""
    for x in pixels:
        covered = sum(max(0.0, min(b, x + 1) - max(a, x)) for a, b in met) / SUBROWS
        before = (row[3 * x], row[3 * x + 1], row[3 * x + 2])
        row[3 * x : 3 * x + 3] = bytes(_mix(before, color, covered))


def _mix(one: Color, other: Color, share: float) -> Color:
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)
