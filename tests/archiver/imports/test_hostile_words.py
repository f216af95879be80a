"""Whatever bytes a stranger wrote, an import reads them or says why not, and keeps them exactly."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.imports.errors import ImportUnreadable
from archiver.imports.gathering import Gathering
from archiver.imports.kinds import ImportKind
from archiver.imports.library import Library
from archiver.imports.piece import NotUnderstood, Piece
from archiver.imports.settings import ImportSettings
from archiver.imports.words import words_of
from archiver.slices import mend
from tests.archiver.imports.played_exports import CSV, NOW, STEM, instaloader_post

KEYS = st.sampled_from(
    [
        *("timestamp", "data", "post", "title", "attachments", "media", "uri", "comment", "text"),
        *("string_map_data", "value", "creation_timestamp", "id", "owner", "answers", "node"),
        *("caption", "instaloader", "external_context", "url", "description", "x"),
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(NOW),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)
FILES = {
    ImportKind.FACEBOOK_DOWNLOAD: "your_posts_1.json",
    ImportKind.INSTAGRAM_DOWNLOAD: "posts_1.json",
}


def readable(kind: ImportKind, name: str, body: bytes, **beside: bytes) -> list[Piece]:
    """Gather one file and read every piece of it; a refusal is an answer too."""
    with TemporaryDirectory() as folder:
        for each, data in {name: body, **beside}.items():
            Path(folder, each).write_bytes(data)
        with Library.of([Path(folder)], ImportSettings()) as library:
            try:
                found = list(Gathering(kind, library, "UTC").found())
            except ImportUnreadable:
                return []
    pieces = [each for each in found if isinstance(each, Piece)]
    for piece in pieces:
        spans = [cut.span for cut, _ in piece.cuts]
        whole = mend(piece.data, spans, [b"null"] * len(spans))
        words_of(piece.form, whole, piece.fault, dict(piece.hints)).text.encode()
    assert all(
        each.what.encode() and each.cause for each in found if isinstance(each, NotUnderstood)
    )
    return pieces


@pytest.mark.parametrize("kind", list(FILES))
@settings(max_examples=60, deadline=None)
@given(value=st.lists(VALUES, max_size=5) | VALUES)
def test_any_json_is_read_or_named(kind: ImportKind, value: object) -> None:
    """And what is read is in the file, byte for byte."""
    body = json.dumps(value, indent=1).encode()

    pieces = readable(kind, FILES[kind], body)

    assert [body[p.origin.span.start : p.origin.span.end] for p in pieces] == [
        p.data for p in pieces
    ]


@settings(max_examples=60, deadline=None)
@given(value=st.lists(VALUES, max_size=4) | VALUES)
def test_any_comments_are_read_or_named(value: object) -> None:
    """Answers in answers, ids that are lists, times that are words."""
    post = json.dumps(instaloader_post("A")).encode()

    pieces = readable(
        ImportKind.INSTALOADER,
        f"{STEM}_comments.json",
        json.dumps(value).encode(),
        **{f"{STEM}.json": post},
    )

    assert "3000" == pieces[0].id


@settings(max_examples=60, deadline=None)
@given(value=VALUES)
def test_any_post_of_instaloader_is_read_or_named(value: object) -> None:
    """Whatever stands where it writes a post."""
    body = json.dumps({"node": value, "instaloader": {"node_type": "Post"}}).encode()

    assert len(readable(ImportKind.INSTALOADER, f"{STEM}.json", body)) <= 1


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=200), place=st.integers(0, len(CSV)))
def test_any_bytes_in_a_table_are_read_or_named(body: bytes, place: int) -> None:
    """Put in anywhere."""
    spoilt = CSV[:place] + body + CSV[place:]

    pieces = readable(ImportKind.BUSINESS_SUITE, "posts.csv", spoilt)

    assert all(spoilt[p.origin.span.start : p.origin.span.end] == p.data for p in pieces)


ODD: dict[str, Callable[[], bytes]] = {
    "nested deep": lambda: b'[{"timestamp":1,"data":' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
    "a huge number": lambda: b'[{"timestamp":' + b"9" * 10_000 + b"}]",
    "no UTF-8": lambda: b'[{"timestamp":1760000000,"data":[{"post":"\xff"}]}]',
    "NUL": lambda: b'[{"timestamp":1760000000,"data":[{"post":"\\u0000"}]}]',
    "only a bracket": lambda: b"[",
    "one more bracket": lambda: b"[]]",
    "not a list": lambda: b"17",
    "a byte order mark": lambda: b'\xef\xbb\xbf[{"timestamp":1760000000}]',
    "two bytes a character": lambda: '[{"timestamp":1760000000}]'.encode("utf-16"),
}


@pytest.mark.parametrize("odd", list(ODD))
def test_what_parsers_fall_over_is_read_or_named(odd: str) -> None:
    """The process lives, and memory stays bounded."""
    pieces = readable(ImportKind.FACEBOOK_DOWNLOAD, "your_posts_1.json", ODD[odd]())

    assert len(pieces) <= 1
