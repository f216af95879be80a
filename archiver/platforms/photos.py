"""The images of a timeline: found beside it or written into it, and measured.

Only a file below the timeline's own folder is read, so that a timeline from
somebody else cannot make the server hand out other files of this machine.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from pathlib import Path

_DATA_PREFIX = "data:"
_BASE64_MARK = ";base64,"
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER_END = 24  # signature 8, length 4, "IHDR" 4, width 4, height 4 (PNG, section 11.2.2)
_JPEG_MAGIC = b"\xff\xd8\xff"
_GIF_MAGIC = b"GIF8"
# JPEG markers that start a frame and so carry its size (ITU T.81, table B.1).
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class PhotoUnreadable(ValueError):
    """An image cannot be found or is none; the message says which. Correct the line's ``image``."""


@dataclass(frozen=True, slots=True)
class Photo:
    """An image: its bytes, its media type and, where we can read it, width and height in pixels."""

    data: bytes
    media_type: str
    size: tuple[int, int] | None

    @property
    def suffix(self) -> str:
        """The file name's ending that belongs to the media type."""
        return {"image/png": "png", "image/gif": "gif"}.get(self.media_type, "jpg")


def photo_of(image: str, folder: Path | None) -> Photo:
    """Read the image a timeline names: a ``data:`` address or a file below ``folder``.

    Raises ``PhotoUnreadable``.
    """
    data = _inline(image) if image.startswith(_DATA_PREFIX) else _from_file(image, folder)
    if data.startswith(_PNG_MAGIC) and len(data) >= _PNG_HEADER_END:
        width, height = struct.unpack(">II", data[16:_PNG_HEADER_END])
        return Photo(data, "image/png", (width, height))
    if data.startswith(_JPEG_MAGIC):
        return Photo(data, "image/jpeg", _jpeg_size(data))
    if data.startswith(_GIF_MAGIC):
        return Photo(data, "image/gif", None)
    raise PhotoUnreadable("`image` is neither PNG nor JPEG nor GIF")


def _inline(image: str) -> bytes:
    head, mark, body = image.partition(_BASE64_MARK)
    if not mark or not head.startswith(_DATA_PREFIX):
        raise PhotoUnreadable("`image` must look like data:image/png;base64,...")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise PhotoUnreadable(f"`image` is no base64: {error}") from error


def _from_file(image: str, folder: Path | None) -> bytes:
    if folder is None:
        raise PhotoUnreadable("`image` names a file, but this timeline has no folder")
    if "\0" in image:
        raise PhotoUnreadable("`image` is no name of a file")
    root = folder.resolve()
    path = (root / image).resolve()
    if not path.is_relative_to(root):
        raise PhotoUnreadable("`image` must lie in the timeline's own folder")
    try:
        return path.read_bytes()
    except OSError as error:
        raise PhotoUnreadable(f"the image {image!r} cannot be read: {error.strerror}") from error


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Find width and height in the first frame header; None where there is none."""
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:  # noqa: PLR2004 - marker prefix, T.81 B.1.1.2
        marker = data[position + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + int.from_bytes(data[position + 2 : position + 4])
    return None
