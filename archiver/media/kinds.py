"""What a file is, told by its first bytes, whatever its name or the server says.

What is not known here is kept all the same, as bytes that nothing shows.
"""

import re

UNKNOWN = "application/octet-stream"

HEAD = 4096
"""So many first bytes are enough to tell."""

MARKUP = frozenset({"text/html", "text/xml"})
"""Hostile: a browser that is given such a file runs what stands in it. SVG pictures are XML."""

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"})
"""What browsers show as a picture, and nothing in it runs."""

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)

_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}

# Brands of the ISO base media file format (ISO/IEC 14496-12; https://mp4ra.org). A file lists the
# brand it is best read as, and then others; those of pictures are looked for first.
_PICTURE_BRANDS = (
    ({b"avif", b"avis"}, "image/avif"),
    ({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}, "image/heic"),
    ({b"mif1", b"msf1"}, "image/heif"),
)
_MAJOR_BRANDS = {
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"3gp6": "video/3gpp",
    b"crx ": "image/x-canon-cr3",
}

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BLANK = " \t\r\n\f\0"
_MARKUP_START = re.compile(r"<(?=[!?/A-Za-z])")
_HTML = re.compile(r"<(!doctype\s+)?html\b", re.IGNORECASE)
_TALK = frozenset({"application/json", "application/problem+json"})
_DECLARED = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,60}")


def type_of(head: bytes) -> str:
    """Tell a file's MIME type by its first bytes. Pure."""
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return mime
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _iso(head)
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free"}:
        return "video/quicktime"  # from before there were brands
    if head[:4] == b"\x1a\x45\xdf\xa3":  # EBML (RFC 8794)
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    return _markup(head)


def declared_type(header: str | None) -> str | None:
    """Read what a server says a file is; None for nothing, and for what is no type. Pure."""
    given = (header or "").partition(";")[0].strip().lower()
    return given if _DECLARED.fullmatch(given) else None


def is_no_file(head: bytes, declared: str | None) -> bool:
    """Whether an answer is the server speaking for itself, and not the file that was asked for.

    Nothing at all, a page of HTML, or text and JSON declared as such: an error under the status
    of success would otherwise be kept as somebody's picture. Pure.
    """
    found = type_of(head)
    talk = declared is not None and (declared.startswith("text/") or declared in _TALK)
    return not head or found == "text/html" or (found == UNKNOWN and talk)


def inert(mime: str | None) -> str:
    """Give the type under which a file may be handed to a browser: what could run becomes bytes."""
    return UNKNOWN if mime is None or mime in MARKUP else mime


def _iso(head: bytes) -> str:
    length = min(int.from_bytes(head[:4]), len(head))
    major = head[8:12]
    brands = {major, *(head[at : at + 4] for at in range(16, length - 3, 4))}
    if major in _MAJOR_BRANDS:
        return _MAJOR_BRANDS[major]
    for some, mime in _PICTURE_BRANDS:
        if brands & some:
            return mime
    return "video/mp4"


def _markup(head: bytes) -> str:
    """Tell text that a browser would read as HTML or XML; it passes over blanks before it."""
    encoding = "latin-1"
    for mark, named in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            head, encoding = head.removeprefix(mark), named
    text = head.decode(encoding, "replace").lstrip(_BLANK)
    if not _MARKUP_START.match(text):
        return UNKNOWN
    return "text/html" if _HTML.search(text) else "text/xml"
