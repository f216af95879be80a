"""A file is what its first bytes say, and what could run is never called anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.media.kinds import MARKUP, SHOWN, UNKNOWN, declared_type, inert, type_of
from tests.archiver.quillback import png


def iso(major: bytes, *others: bytes) -> bytes:
    """Make the beginning of a file of boxes."""
    brands = b"".join(others)
    return (16 + len(brands)).to_bytes(4) + b"ftyp" + major + b"\0\0\0\0" + brands + b"\0\0\0\0moov"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (png("a"), "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a..", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RIFF\x00\x00\x00\x00XXXX", UNKNOWN),
        (b"%PDF-1.7", "application/pdf"),
        (iso(b"mp42", b"isom", b"mp42"), "video/mp4"),
        (iso(b"isom", b"avc1"), "video/mp4"),
        (iso(b"qt  "), "video/quicktime"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "video/quicktime"),
        (iso(b"heic", b"mif1", b"heic"), "image/heic"),
        (iso(b"mif1", b"heic"), "image/heic"),
        (iso(b"mif1", b"miaf"), "image/heif"),
        (iso(b"avif", b"mif1", b"miaf"), "image/avif"),
        (iso(b"mif1", b"avif"), "image/avif"),
        (iso(b"M4A "), "audio/mp4"),
        (iso(b"isom") + b"heic", "video/mp4"),
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm", "video/webm"),
        (b"\x1a\x45\xdf\xa3\xa3B\x86\x81\x01B\xf7\x81\x01B\x82\x88matroska", "video/x-matroska"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>', "text/xml"),
        (b'\xef\xbb\xbf \n<?xml version="1.0"?><svg/>', "text/xml"),
        ("\ufeff<svg/>".encode("utf-16-le"), "text/xml"),
        ("\ufeff<svg/>".encode("utf-16-be"), "text/xml"),
        (b"<!-- <svg> --><svg onload=x>", "text/xml"),
        (b"<html><script>", "text/html"),
        (b"\r\n <!DOCTYPE html>", "text/html"),
        (b"<script>alert(1)</script>", "text/xml"),
        (b"I <3 parks", UNKNOWN),
        (b"<3", UNKNOWN),
        (b"", UNKNOWN),
        (b"ftyp", UNKNOWN),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, kind: str) -> None:
    """Whatever its name or the server claims; what is not known will not be shown as anything."""
    assert kind == type_of(head)


@given(st.binary(max_size=64))
def test_any_bytes_are_something(head: bytes) -> None:
    """However short or broken."""
    assert "/" in type_of(head)


def test_nothing_that_runs_is_handed_out_as_such() -> None:
    """Pictures and films are; markup, and what nobody knows, is bytes."""
    assert {UNKNOWN} == {inert(kind) for kind in (*MARKUP, UNKNOWN, None)}
    assert "image/png" == inert("image/png")
    assert not SHOWN & MARKUP


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("image/JPEG; charset=x", "image/jpeg"),
        ("application/vnd.ms-excel", "application/vnd.ms-excel"),
        (None, None),
        ("", None),
        ("nonsense", None),
        ("a/b\r\nX-Evil: 1", None),
        ("image/" + "x" * 100, None),
        ("<script>/x", None),
    ],
)
def test_what_a_server_declares_is_noted_where_it_is_a_type(
    header: str | None, kind: str | None
) -> None:
    """It goes into a receipt, so it must be no more than that."""
    assert kind == declared_type(header)
