"""Payloads in every shape a Page is known to answer with are read; what is new in them is counted.

Written by hand after the shapes that ``facebook.md``, sections 3 and 4, describes.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from archiver.capture.facebook.asking import LISTINGS, unknown_fields
from archiver.capture.facebook.elements import see_comment, see_root
from archiver.capture.facebook.view import albums_cut_short, roots, view
from archiver.capture.seeing import Seen
from archiver.capture.sighting import Counts, Place, Sighting, Source
from archiver.items import ItemKind, ItemRef, Platform
from archiver.slices import slice_page
from archiver.surfaces import Surface

SOURCE = Source("ab" * 32, "GET https://x/feed?", "v26.0", datetime(2026, 6, 1, tzinfo=UTC))
PAGE = "880100"
POST = Place.root(ItemRef(Platform.FACEBOOK, "1"), ItemKind.POST, Surface.FEED)
CDN = "https://scontent.fbcdn.net/v/p.jpg?oh=1&oe=2"


def seen(surface: Surface, payload: dict[str, Any]) -> Seen:
    """See an element of a surface's list."""
    (element,) = slice_page(json.dumps({"data": [payload]}).encode()).elements
    return see_root(element, SOURCE, roots(LISTINGS[surface].kind, surface, PAGE))


def only(surface: Surface, payload: dict[str, Any]) -> Sighting:
    """Give the one sighting there is."""
    (sighting,) = seen(surface, payload).sightings
    return sighting


def test_a_post_with_everything_on_it() -> None:
    """An album, tags, counts in three shapes, a place; hidden or not."""
    part = {"type": "photo", "media": {"image": {"src": CDN, "width": 720, "height": 480}}}
    album = {"type": "album", "target": {"id": "9"}, "subattachments": {"data": [part, part]}}
    post = only(
        Surface.FEED,
        {
            "id": f"{PAGE}_1",
            "message": "Snow \u2744 #plow",
            "created_time": "2026-05-04T14:00:00+0000",
            "message_tags": [{"id": "1", "name": "#plow", "offset": 7, "length": 5}],
            "attachments": {"data": [album]},
            "shares": {"count": 3},
            "reactions": {"data": [], "summary": {"total_count": 14, "viewer_reaction": "NONE"}},
            "comments": {"data": [], "summary": {"total_count": 2, "order": "chronological"}},
            "place": {"id": "5", "name": "Town hall"},
            "is_hidden": False,
        },
    )

    assert ("Snow \u2744 #plow", Counts(14, 2, 3)) == (post.text, post.counts)
    assert [0, 2] == [picture.position for picture in post.pictures]
    assert frozenset() == post.unknown


def test_an_album_of_which_only_the_beginning_is_shown() -> None:
    """It says so by a next page."""
    more = {"data": [], "paging": {"next": "https://graph.facebook.com/next"}}
    payload = {"attachments": {"data": [{"type": "album", "subattachments": more}, {}, 5]}}

    assert (1, 0) == (albums_cut_short(payload), albums_cut_short({"attachments": {"data": 1}}))


@pytest.mark.parametrize(
    ("payload", "identity", "rating"),
    [
        (
            {
                "open_graph_story": {"id": "1015", "type": "sellers.rates"},
                "created_time": "2026-05-04T14:00:00+0000",
                "has_rating": False,
                "has_review": False,
                "recommendation_type": "positive",
            },
            "1015",
            "",
        ),
        (
            {
                "created_time": "2026-03-11T23:14:30+0000",
                "rating": 5,
                "review_text": "Kind clerks",
                "reviewer": {"name": "Ruth Amundsen", "id": "90011"},
            },
            f"{PAGE}_review_",
            "Kind clerks",
        ),
    ],
)
def test_a_review_of_either_age(payload: dict[str, Any], identity: str, rating: str) -> None:
    """With the id of its story, or a name made of who wrote it and when, for ever the same."""
    one = only(Surface.REVIEWS, payload)
    again = only(Surface.REVIEWS, {**payload, "review_text": "Edited"})

    assert one.ref.id.startswith(identity)
    assert (one.ref, rating) == (again.ref, one.text)
    assert one.fingerprint != again.fingerprint


def test_a_review_by_nobody_at_no_time_has_no_identity() -> None:
    """Whoever reads the list says so."""
    assert () == seen(Surface.REVIEWS, {"review_text": "Anonymous"}).sightings


@pytest.mark.parametrize(
    ("payload", "identity"),
    [
        ({"post_id": "880100_7", "media_id": "9", "creation_time": "1777903200"}, "880100_7"),
        ({"media_id": "9", "creation_time": 1777903200}, "9"),
    ],
)
def test_a_story_is_told_by_its_post_or_its_file(payload: dict[str, Any], identity: str) -> None:
    """Its time is in seconds, as text or as a number."""
    story = only(Surface.STORIES, payload)

    assert (identity, datetime(2026, 5, 4, 14, tzinfo=UTC)) == (story.ref.id, story.created_at)


@pytest.mark.parametrize("time", ["99999999999999", "-5", "1e9", "", None, True, {"a": 1}])
def test_a_time_in_seconds_that_is_none_is_left_out(time: object) -> None:
    """The story is kept all the same."""
    assert only(Surface.STORIES, {"post_id": "1_2", "creation_time": time}).created_at is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (13, "13"), ("Anyone (13+)", "Anyone (13+)"), (None, "none")],
)
def test_a_setting_of_any_type(value: object, text: str) -> None:
    """It is named by its page and its name."""
    setting = only(Surface.SETTINGS, {"setting": "AGE_RESTRICTIONS", "value": value})

    assert f"{PAGE}_setting_AGE_RESTRICTIONS" == setting.ref.id
    assert f"AGE_RESTRICTIONS: {text}" == setting.text


@pytest.mark.parametrize("payload", [{"id": 90011, "name": "Ruth"}, {"fbid": "90011"}])
def test_a_block_is_one_a_person_and_page(payload: dict[str, Any]) -> None:
    """Two pages of the city can block the same person."""
    assert f"{PAGE}_block_90011" == only(Surface.BLOCKS, payload).ref.id


def test_the_links_of_videos_get_a_host() -> None:
    """They come with a path alone."""
    video = {"id": "1", "permalink_url": "/cityquillback/videos/41/", "status": "VOD"}

    assert (
        "https://www.facebook.com/cityquillback/videos/41/" == only(Surface.LIVE, video).permalink
    )


def test_comments_without_ids_are_no_items() -> None:
    """As they come with public access alone."""
    payload = {"data": [{"message": "Nice", "created_time": "2026-05-04T14:00:00+0000"}]}
    (element,) = slice_page(json.dumps(payload).encode()).elements

    assert () == see_comment(element, SOURCE, POST).sightings


def test_a_reply_nested_without_its_parent_answers_what_it_stands_in() -> None:
    """Replies made through the API can be nested deeper than the platform's own apps do."""
    nested = {
        "id": "1_2",
        "comments": {"data": [{"id": "1_3", "comments": {"data": [{"id": "1_4"}]}}]},
    }
    (element,) = slice_page(json.dumps({"data": [nested]}).encode()).elements

    found = see_comment(element, SOURCE, POST).sightings

    assert [("1_2", "1"), ("1_3", "1_2"), ("1_4", "1_3")] == [
        (each.ref.id, each.place.parent_id) for each in found
    ]
    assert [ItemKind.COMMENT, ItemKind.REPLY, ItemKind.REPLY] == [e.place.kind for e in found]


@pytest.mark.parametrize("kind", [*ItemKind])
def test_what_nobody_asked_for_is_counted_and_kept(kind: ItemKind) -> None:
    """By the number of names; the bytes have it all."""
    payload = {"id": "1", "vibe_score": 3, "mood": "\u202e"}

    assert {"vibe_score", "mood"} == unknown_fields(kind, payload)
    assert {"vibe_score", "mood"} == view(kind, payload).unknown


def test_absurd_counts_are_none() -> None:
    """What no catalogue can hold, and what nobody can count."""
    post = only(
        Surface.FEED,
        {"id": "1", "shares": {"count": 10**40}, "reactions": {"summary": {"total_count": -1}}},
    )

    assert Counts() == post.counts
