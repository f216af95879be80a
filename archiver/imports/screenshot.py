"""A picture of a screen, or a PDF, made by hand: who made it, when, how, and of what.

The version's bytes are the person's own statement as JSON, with the
transcript and the digest of the picture; the picture is its one file.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from archiver.civil_time import to_wire
from archiver.imports.errors import ImportUnreadable
from archiver.imports.fields import text_of
from archiver.imports.piece import OWN_IDS, Form, Origin, Piece, Words
from archiver.items import ItemKind
from archiver.scanner import Span

_ENDS = {
    "image/png": b"IEND",
    "image/jpeg": b"\xff\xd9",
    "image/gif": b"\x3b",
    "application/pdf": b"%%EOF",
    "image/webp": b"",
}
"""The types accepted, and what stands near the end of a file of each that is whole."""

_NEAR = 1024


@dataclass(frozen=True, slots=True)
class Attestation:
    """What the person who made a picture says of it: who, when, how, of what, and its words."""

    by: str
    taken: datetime
    how: str
    url: str
    transcript: str


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """An attestation and the picture it goes with, as they are kept."""

    by: str
    taken: str
    how: str
    url: str
    transcript: str
    sha256: str
    type: str


def statement(picture: bytes, mime: str, said: Attestation) -> Statement:
    """Join a attestation and its picture; raises ``ImportUnreadable`` for no whole picture."""
    end = _ENDS.get(mime)
    if end is None or end not in picture[-_NEAR:]:
        state = "is cut off" if end else "is neither an image (PNG, JPEG, GIF, WebP) nor a PDF"
        raise ImportUnreadable(
            f"The screenshot {state}.",
            next_step="Save it again as PNG or PDF, open it once to see it, and import that.",
        )
    return Statement(
        by=said.by,
        taken=to_wire(said.taken),
        how=said.how,
        url=said.url,
        transcript=said.transcript,
        sha256=hashlib.sha256(picture).hexdigest(),
        type=mime,
    )


def screenshot_piece(stated: Statement, path: str) -> Piece:
    """Make the piece; the same picture is always the same item."""
    data = msgspec.json.encode(stated, order="deterministic")
    item_id = OWN_IDS + stated.sha256[:32]
    return Piece(
        form=Form.SCREENSHOT,
        kind=ItemKind.POST,
        id=item_id,
        parent_id=None,
        thread_id=item_id,
        data=data,
        origin=Origin(stated.sha256, 1, path, stated.sha256, Span(0, len(data))),
        files=(path,),
    )


def screenshot_words(payload: dict[str, Any]) -> Words:
    """Read a statement: its text is the transcript, and nobody is said to have written it."""
    text = text_of(payload.get("transcript"))
    url = text_of(payload.get("url")) or None
    return Words(text, None, None, url, (text, url, payload.get("taken"), payload.get("by")))
