"""How an element of an answer is read: exact bytes kept, fields a view, nested items their own."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.envelope import version_record
from archiver.capture.facebook.elements import see_comment, see_root
from archiver.capture.facebook.view import comment_count, roots
from archiver.capture.seeing import Seen
from archiver.capture.sighting import Place, Sighting, Source
from archiver.capture.stored import stored_payload
from archiver.items import Author, ItemKind, ItemRef, Platform
from archiver.record import read_record
from archiver.slices import mend, slice_page
from archiver.surfaces import Surface
from tests.archiver.json_bytes import VALUES

SOURCE = Source("ab" * 32, "GET https://x/feed?", "v26.0", datetime(2026, 6, 1, tzinfo=UTC))
POST_ID = "880100_1"


def see(data: bytes, post_id: str | None = None, before: bytes = b"") -> Seen:
    """See an element as it comes in a page."""
    elements = slice_page(b'{"data":[' + before + data + b"]}").elements
    if post_id is None:
        return see_root(elements[-1], SOURCE, roots(ItemKind.POST, Surface.FEED))
    post = Place.root(ItemRef(Platform.FACEBOOK, post_id), ItemKind.POST, Surface.FEED)
    return see_comment(elements[-1], SOURCE, post)


def only(seen: Seen) -> Sighting:
    """Give the one sighting there is."""
    (sighting,) = seen.sightings
    return sighting


def test_a_post_is_read_field_by_field() -> None:
    """Text, author, time, link and hidden flag, and its bytes as they came."""
    data = (
        rb'{"id":"880100_1","message":"Sn\u00f6 \/ ice","created_time":"2026-05-04T14:00:00+0000",'
        rb'"from":{"id":"880100","name":"City"},"permalink_url":"https:\/\/f\/1","is_hidden":true,'
        rb'"comments":{"data":[],"summary":{"total_count":4}}}'
    )

    seen = see(data)
    post = only(seen)

    assert data == post.data
    assert ("880100_1", ItemKind.POST, None, "880100_1") == (
        post.ref.id,
        post.place.kind,
        post.place.parent_id,
        post.place.thread_id,
    )
    assert ("Snö / ice", "https://f/1", True) == (post.text, post.permalink, post.hidden)
    assert datetime(2026, 5, 4, 14, tzinfo=UTC) == post.created_at
    assert Author("880100", "City") == post.author
    assert 4 == comment_count(seen.payload)


@pytest.mark.parametrize(
    ("parent", "kind", "parent_id"),
    [
        (b"", ItemKind.COMMENT, POST_ID),
        (b',"parent":{"id":"880100_1"}', ItemKind.COMMENT, POST_ID),
        (b',"parent":{"id":"1_11"}', ItemKind.REPLY, "1_11"),
        (b',"parent":{}', ItemKind.COMMENT, POST_ID),
        (b',"parent":"1_11"', ItemKind.COMMENT, POST_ID),
    ],
)
def test_a_comment_answers_the_post_or_another_comment(
    parent: bytes, kind: ItemKind, parent_id: str
) -> None:
    """Its thread is the post either way."""
    comment = only(see(b'{"id":"1_12"' + parent + b"}", POST_ID))

    assert (kind, parent_id, POST_ID) == (
        comment.place.kind,
        comment.place.parent_id,
        comment.place.thread_id,
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b'"1_2"', "1_2"),
        (b"123456789012345678901234567890", "123456789012345678901234567890"),
        (rb'"\ud83d1"', "\ufffd1"),
    ],
)
def test_an_id_is_text_however_it_comes(written: bytes, read: str) -> None:
    """Big numbers stay exact."""
    assert read == only(see(b'{"id":' + written + b"}")).ref.id


@pytest.mark.parametrize("written", [b'""', b"null", b"true", b"1.5", b"[1]", b'{"id":"1"}'])
def test_an_element_without_an_id_is_no_item(written: bytes) -> None:
    """It cannot be kept as one; whoever reads the page lists it."""
    assert () == see(b'{"id":' + written + b',"message":"SECRET"}', POST_ID).sightings


def test_a_text_with_half_a_pair_is_kept_and_shown() -> None:
    """The bytes are exact, the view has a mark in the place of what is no character."""
    data = rb'{"id":"1_1","message":"ok \ud83d\u0000","from":{"id":"2","name":"A \ud83d"}}'

    comment = only(see(data, POST_ID))

    assert data == comment.data
    assert "ok \ufffd\ufffd" == comment.text
    assert Author("2", "A \ufffd") == comment.author
    assert "lone-surrogate" == comment.fault


@pytest.mark.parametrize(
    "time", ["", "soon", "0001-01-01T00:00:00+1400", "9999-12-31T23:59:59-1200", "2026-02-30"]
)
def test_a_time_that_is_none_is_left_out(time: str) -> None:
    """The item is kept all the same."""
    assert only(see(json.dumps({"id": "1", "created_time": time}).encode())).created_at is None


NESTED = (
    rb'{"id":"880100_1","comments":{"data":[{"id":"1_1","message":"a","comments":{"data":'
    rb'[{"id":"1_2","parent":{"id":"1_1"}}]}},{"id":"1_3","message":"\ud83d"}]},"message":"m"}'
)


def test_nested_items_are_kept_as_their_own() -> None:
    """Each once, with its place in the whole answer, and marked only for what is its own fault."""
    before = b'{"id":"0"},'
    seen = see(NESTED, before=before)
    whole = b'{"data":[' + before + NESTED + b"]}"

    assert ["880100_1", "1_1", "1_2", "1_3"] == [each.ref.id for each in seen.sightings]
    assert ["1_1", "1_3"] == [name for _, name in seen.sightings[0].cuts]
    assert [None, None, "lone-surrogate"] == [each.fault for each in seen.sightings[1:]]
    for sighting in seen.sightings:
        cuts = sighting.cuts
        restored = mend(sighting.data, [c.span for c, _ in cuts], [c.data for c, _ in cuts])
        assert whole[sighting.span.start : sighting.span.end] == restored


def test_a_stored_item_reads_as_it_did() -> None:
    """From the record alone, where items were cut out stands null."""
    post = see(NESTED).sightings[0]

    record = version_record(post, account="facebook/880100", capture="c")

    envelope, block = read_record(record.data)
    assert post.data == block
    assert ("880100_1", "m", {"data": [None, None]}) == tuple(
        stored_payload(record.data)[key] for key in ("id", "message", "comments")
    )
    assert ("Request", SOURCE.asked) in envelope.fields
    assert f"{post.span.start}-{post.span.end}" == envelope.field("Response-Slice")
    assert f"sha256:{SOURCE.answer_digest}" == envelope.field("Response-Digest")


def test_no_text_of_the_platform_stands_in_an_envelope() -> None:
    """So that a destroyed comment cannot be read from what remains."""
    data = json.dumps(
        {
            "id": "1\r\nX: SECRET",
            "message": "SECRET",
            "from": {"id": "SECRET", "name": "SECRET"},
            "parent": {"id": "SECRET parent"},
            "permalink_url": "SECRET",
        }
    ).encode()

    record = version_record(only(see(data, "SECRET post")), account="facebook/1", capture="c")

    head, _, _ = record.data.partition(b"\r\n\r\n")
    assert b"SECRET" not in head


KEYS = ["id", "message", "from", "parent", "created_time", "attachment", "attachments", "comments"]
ELEMENTS = st.dictionaries(st.sampled_from(KEYS), VALUES).map(
    lambda members: (
        b"{" + b",".join(b'"%s":%s' % (k.encode(), v) for k, v in members.items()) + b"}"
    )
)


@given(st.one_of(VALUES, ELEMENTS), st.sampled_from([None, POST_ID]))
def test_no_shape_of_an_element_makes_reading_fail(element: bytes, post_id: str | None) -> None:
    """It is an item or none; the record of an item can be written and read."""
    seen = see(element, post_id)

    for sighting in seen.sightings:
        record = version_record(sighting, account="facebook/880100", capture="c")
        assert sighting.data == read_record(record.data)[1]
        payload: dict[str, Any] = stored_payload(record.data)
        assert payload
