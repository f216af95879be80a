import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from archiver.platforms import (
    Attachment,
    Comment,
    Entry,
    FaultKind,
    Page,
    Playback,
    Post,
    make_timeline,
)
from archiver.platforms.media_links import LIFE, MediaLinks
from archiver.platforms.photos import photo_of
from tests.archiver.platforms.elk_prairie import PAGE, Caller, instant
from tests.archiver.platforms.pictures import inline, png

LINK = "https://elkprairie.example/plows?name=1&more=é"


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Playback]:
    """Play one post with a picture beside the timeline, one with two, a link and a sticker."""
    (tmp_path / "plow.png").write_bytes(png(4, 3))
    two = (Attachment(image=inline(png(1, 2))), Attachment(image=inline(png(2, 1))))
    (Attachment(type="share", url=LINK),)
    entries: list[Entry] = [
        Page(at=instant(8), id=PAGE, name="City of Elk Prairie"),
        Post(at=instant(9), id="one", page=PAGE, attachments=(Attachment(image="plow.png"),)),
        Post(at=instant(9), id="two", page=PAGE, attachments=two),
        Post(
            at=instant(9), id="link", page=PAGE, attachments=(Attachment(type="share", url=LINK),)
        ),
        Comment(
            at=instant(9),
            id="c",
            parent="one",
            attachment=Attachment(type="sticker", image="plow.png"),
        ),
    ]
    with Playback(make_timeline(entries, folder=tmp_path)) as running:
        yield running


@pytest.fixture
def look(gallery: Playback) -> Iterator[Caller]:
    """Call the platform with the pictures."""
    caller = Caller(gallery)
    yield caller
    caller.close()


def image_of(attachment: dict[str, Any]) -> dict[str, Any]:
    """Take the image out of an attachment."""
    return dict(attachment["media"]["image"])


def test_a_photo_comes_as_it_lies_beside_the_timeline(look: Caller) -> None:
    """Bytes, media type and measures are those of the file."""
    (attachment,) = look("one", fields="attachments{media,type,media_type}")["attachments"]["data"]
    image = image_of(attachment)

    response = requests.get(image["src"], timeout=10)
    assert (png(4, 3), "image/png") == (response.content, response.headers["Content-Type"])
    assert (4, 3) == (image["width"], image["height"])


def test_several_photos_are_one_album(look: Caller) -> None:
    """Each lies in ``subattachments``, with a link of its own."""
    (album,) = look("two", fields="attachments")["attachments"]["data"]

    sources = [image_of(each)["src"] for each in album["subattachments"]["data"]]
    found = [requests.get(source, timeout=10).content for source in sources]
    assert ("album", [png(1, 2), png(2, 1)]) == (album["type"], found)


def test_a_comment_has_one_attachment(look: Caller) -> None:
    """It is an object, not a list."""
    attachment = look("c", fields="attachment{type,media}")["attachment"]

    assert "sticker" == attachment["type"]
    assert png(4, 3) == requests.get(image_of(attachment)["src"], timeout=10).content


def test_media_links_change_at_every_call(look: Caller) -> None:
    """Only what stands before the question mark stays."""
    first, second = (look("one", fields="full_picture")["full_picture"] for _ in range(2))

    assert first != second
    assert first.partition("?")[0] == second.partition("?")[0]


def test_a_link_outside_leads_through_a_changing_redirect(look: Caller) -> None:
    """The real address stands in ``unshimmed_url``."""
    wanted = "attachments{url,unshimmed_url}"
    first, second = (look("link", fields=wanted)["attachments"]["data"][0] for _ in range(2))

    assert LINK == first["unshimmed_url"]
    assert first["url"].startswith(
        "https://l.facebook.com/l.php?u=https%3A%2F%2Felkprairie.example"
    )
    assert first["url"] != second["url"]


def test_a_link_with_another_signature_is_refused(look: Caller) -> None:
    """As the platform's own store of pictures does."""
    source = look("one", fields="full_picture")["full_picture"]

    assert 403 == requests.get(source.replace("oh=", "oh=0"), timeout=10).status_code


def test_a_link_stops_working_after_its_time() -> None:
    """A harvester must fetch pictures while it harvests."""
    now = [instant(9)]
    links = MediaLinks(lambda: now[0])
    query = dict(pair.split("=") for pair in links.sign("/media/one/0.png").split("&"))
    before = links.refusal("/media/one/0.png", query)
    now[0] += LIFE

    assert (None, "URL signature expired") == (before, links.refusal("/media/one/0.png", query))


def test_a_picture_can_be_spoilt_like_any_answer(gallery: Playback, look: Caller) -> None:
    """Faults see the path of media too."""
    source = look("one", fields="full_picture")["full_picture"]
    gallery.misbehave(FaultKind.HTTP_502, path="/media")

    statuses = [requests.get(source, timeout=10).status_code for _ in range(2)]
    assert [502, 200] == statuses


def test_the_size_of_a_jpeg_is_read_from_its_frame() -> None:
    """Segments before the frame are passed over."""
    data = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x03\x00\x04\x01\x00\x00\x00"
    photo = photo_of(f"data:image/jpeg;base64,{base64.b64encode(data).decode()}", None)

    assert ("image/jpeg", (4, 3)) == (photo.media_type, photo.size)
