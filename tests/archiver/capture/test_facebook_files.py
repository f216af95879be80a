"""Which files belong to a Facebook post: each part of an album, and films beside their pictures."""

from typing import Any

import pytest

from archiver.capture.facebook.view import view
from archiver.items import ItemKind

CDN = "https://scontent.fbcdn.net"


def picture(name: str, **more: object) -> dict[str, Any]:
    """Make an attached picture."""
    return {"type": "photo", "media": {"image": {"src": f"{CDN}/{name}.jpg"}}, **more}


def film(name: str, kind: str = "video_inline") -> dict[str, Any]:
    """Make an attached film with its picture."""
    image = {"src": f"{CDN}/{name}.jpg"}
    return {"type": kind, "media": {"image": image, "source": f"{CDN}/{name}.mp4"}}


def files(*attached: dict[str, Any]) -> list[tuple[int, str]]:
    """Give position and name of the files that a post with these attachments has."""
    payload = {"id": "1", "attachments": {"data": list(attached)}}
    found = view(ItemKind.POST, payload).pictures
    return [(each.position, each.url.removeprefix(f"{CDN}/")) for each in found]


def test_a_film_is_a_file_beside_its_picture() -> None:
    """Both are the record; the film may come later without moving anything."""
    assert [(0, "a.jpg"), (1, "a.mp4"), (2, "b.jpg")] == files(film("a"), picture("b"))
    without = {"type": "video_inline", "media": {"image": {"src": f"{CDN}/a.jpg"}}}
    assert [(0, "a.jpg"), (2, "b.jpg")] == files(without, picture("b"))


def test_every_part_of_an_album_is_a_file() -> None:
    """Pictures and films, however deep they lie."""
    album = {"type": "album", "subattachments": {"data": [picture("a"), film("b"), picture("c")]}}

    assert [(0, "a.jpg"), (2, "b.jpg"), (3, "b.mp4"), (4, "c.jpg")] == files(album)


def test_a_shared_film_is_not_the_posts_own() -> None:
    """It lies with somebody else, who may be no platform of ours; its picture is kept."""
    assert [(0, "a.jpg")] == files(film("a", "video_share_youtube"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, None),
        ({"title": "Council"}, "Council"),
        ({"description": "The second of June"}, "The second of June"),
        ({"title": "Council", "description": "The second of June"}, "Council\nThe second of June"),
        ({"title": "Council", "description": "Council"}, "Council"),
        ({"title": "", "description": 7}, None),
    ],
)
def test_a_file_is_described_by_all_that_is_said_of_it(
    said: dict[str, Any], expected: str | None
) -> None:
    """A film's headline stands nowhere else in the post."""
    payload = {"id": "1", "attachments": {"data": [{**film("a"), **said}]}}

    assert {expected} == {each.alt for each in view(ItemKind.POST, payload).pictures}


def test_a_film_of_another_shape_is_passed_over() -> None:
    """Whatever the platform sends, the post is read."""
    for source in (None, 7, {"src": "x"}, ["x"], ""):
        odd = {"type": "video_inline", "media": {"source": source}}
        assert [] == files(odd, {"type": "video", "media": "x"}, {"media": None})
