"""The small canvas behind the demonstration's photos."""

import base64
import zlib

from archiver.platforms.photos import photo_of
from requests_portal.demo.canvas import Canvas, box, circle

RED, WHITE = (200, 0, 0), (255, 255, 255)


def _pixel(png: bytes, width: int, x: int, y: int) -> tuple[int, ...]:
    """Read one pixel of our own kind of PNG: one IDAT chunk, unfiltered rows."""
    start = png.index(b"IDAT") + 4
    length = int.from_bytes(png[start - 8 : start - 4])
    rows = zlib.decompress(png[start : start + length])
    at = y * (3 * width + 1) + 1 + 3 * x
    return tuple(rows[at : at + 3])


def _blank(width: int, height: int) -> Canvas:
    canvas = Canvas(width, height)
    canvas.shade(WHITE, WHITE)
    return canvas


def test_a_shape_has_its_colour_inside_and_leaves_the_rest() -> None:
    """What a shape does not cover stays as it was."""
    canvas = _blank(20, 10)

    canvas.draw(RED, box(5, 2, 15, 8))

    assert RED == _pixel(canvas.png(), 20, 10, 5)
    assert WHITE == _pixel(canvas.png(), 20, 2, 5)
    assert WHITE == _pixel(canvas.png(), 20, 10, 9)


def test_a_pixel_covered_by_half_is_mixed_by_half() -> None:
    """Edges are smooth."""
    canvas = _blank(10, 4)

    canvas.draw((0, 0, 0), box(2.5, 0, 8, 4))

    assert (128, 128, 128) == _pixel(canvas.png(), 10, 2, 1)


def test_what_lies_outside_is_left_out() -> None:
    """A shape may reach past every side."""
    canvas = _blank(10, 10)

    canvas.draw(RED, circle(0, 0, 4), circle(10, 10, 4), circle(-20, 5, 4), box(-5, 4, 50, 5))

    assert RED == _pixel(canvas.png(), 10, 0, 0)
    assert RED == _pixel(canvas.png(), 10, 9, 9)
    assert WHITE == _pixel(canvas.png(), 10, 5, 8)


def test_the_same_drawing_gives_the_same_bytes() -> None:
    """So the demonstration can be repeated, and a picture is kept once."""
    first, second = _blank(30, 30), _blank(30, 30)

    first.draw(RED, circle(15, 15, 9.3))
    second.draw(RED, circle(15, 15, 9.3))

    assert first.png() == second.png()


def test_a_picture_is_a_png_of_its_size() -> None:
    """The platform that plays back can read it."""
    data = base64.b64encode(_blank(31, 17).png()).decode()

    photo = photo_of(f"data:image/png;base64,{data}", None)

    assert ("image/png", (31, 17)) == (photo.media_type, photo.size)
