"""Which files are drawn on a page."""

import io
import struct

import pytest
from PIL import Image

from requests_portal.response.pictures import Drawing, read_drawing


@pytest.mark.parametrize(
    ("written_as", "named"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("WEBP", "webp")]
)
def test_format_and_size_are_read_from_the_bytes(written_as: str, named: str) -> None:
    """The four formats that hold pixels and nothing else."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(out, written_as)

    assert Drawing(named, 64, 48) == read_drawing(out.getvalue())


def test_lossless_webp_is_read_too() -> None:
    """It keeps its size in other bits."""
    out = io.BytesIO()
    Image.new("RGBA", (64, 48), "navy").save(out, "WEBP", lossless=True)

    assert Drawing("webp", 64, 48) == read_drawing(out.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
    ],
)
def test_everything_else_stays_a_file(data: bytes) -> None:
    """SVG and PDF could hold more than pixels; a stump holds none."""
    assert read_drawing(data) is None


def test_a_picture_that_would_unpack_to_gigabytes_is_not_drawn() -> None:
    """A header can claim any size."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">L4sLL", 13, b"IHDR", 60_000, 60_000)

    assert read_drawing(head + bytes(30)) is None
