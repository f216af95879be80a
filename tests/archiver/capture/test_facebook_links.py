"""Which pages a Facebook item shares, and where their links truly lead."""

from typing import Any

import pytest

from archiver.capture.facebook.view import view
from archiver.items import ItemKind, Link

NOTICE = "https://alder.example/road?a=1"
REDIRECT = "https://l.facebook.com/l.php?u=https%3A%2F%2Falder.example%2Froad%3Fa%3D1&h=AT0x&s=1"


def links(*attached: dict[str, Any]) -> tuple[Link, ...]:
    """Give what a post with these attachments shares."""
    return view(ItemKind.POST, {"id": "1", "attachments": {"data": list(attached)}}).links


def addresses(*attached: dict[str, Any]) -> list[str]:
    """Give the addresses alone."""
    return [link.url for link in links(*attached)]


def test_a_shared_page_comes_with_what_it_says_of_itself() -> None:
    """As the platform tells it since 2021: a redirect, and the address behind it."""
    attached = {
        "type": "share",
        "media_type": "link",
        "title": "Road closed",
        "description": "Diamond Path, 8 to 5",
        "unshimmed_url": NOTICE,
        "url": REDIRECT,
        "target": {"url": REDIRECT},
    }

    assert (Link(NOTICE, "Road closed", "Diamond Path, 8 to 5"),) == links(attached)


@pytest.mark.parametrize(
    "told",
    [
        {"url": REDIRECT},
        {"unshimmed_url": REDIRECT},
        {"target": {"url": REDIRECT}},
        {"url": REDIRECT.replace("//l.", "//lm.")},
        {"url": REDIRECT.replace("//l.facebook.com/l.php", "//l.instagram.com/")},
        {"url": REDIRECT.replace("//l.facebook.com/l.php", "//www.facebook.com/flx/warn/")},
        {"url": NOTICE},
    ],
)
def test_a_redirect_is_followed_to_where_it_leads(told: dict[str, Any]) -> None:
    """Wherever the address stands, and by whichever of the platform's hosts it leads."""
    assert [NOTICE] == addresses({"type": "share", **told})


@pytest.mark.parametrize("u", ["", "javascript:alert(1)", "//", "%", "https://[", "plow"])
def test_a_redirect_to_no_address_stays_as_it_is(u: str) -> None:
    """It is what the platform told."""
    told = f"https://l.facebook.com/l.php?u={u}&h=1"

    assert [told] == addresses({"type": "share", "url": told})


def test_a_redirect_to_redirects_ends_at_once() -> None:
    """However many an author strings together."""
    told = "https://l.facebook.com/l.php?u=" * 5_000 + NOTICE

    assert [told.partition("u=")[2]] == addresses({"type": "share", "url": told})


@pytest.mark.parametrize(
    ("attached", "expected"),
    [
        ({"type": "photo", "url": "https://www.facebook.com/photo/7"}, False),
        ({"type": "video_inline", "url": "https://fb.watch/7"}, False),
        ({"type": "album", "media_type": "album", "url": "https://m.facebook.com/a"}, False),
        ({"type": "sticker"}, False),
        ({"type": "share", "url": "https://www.facebook.com/other/posts/7"}, True),
        ({"type": "event", "url": "https://www.facebook.com/events/7"}, True),
        ({"type": "video_share_youtube", "url": "https://youtu.example/7"}, True),
        ({"media_type": "link", "url": "https://www.facebook.com/other"}, True),
        ({"type": "new_type", "url": "https://alder.example/"}, True),
        ({"type": "new_type", "url": "https://notfacebook.com/"}, True),
        ({"type": "new_type", "url": "/alder"}, False),
    ],
)
def test_the_page_of_an_own_file_is_no_link(attached: dict[str, Any], *, expected: bool) -> None:
    """What leads elsewhere is one, and so is what the platform calls shared."""
    assert expected == bool(links(attached))


def test_each_part_of_a_row_of_links_is_one() -> None:
    """A post can share several pages side by side."""
    parts = [{"type": "share", "url": f"https://alder.example/{n}"} for n in range(3)]
    row = {"type": "multi_share", "subattachments": {"data": parts}}

    assert [part["url"] for part in parts] == addresses(row)


def test_a_comment_has_one_attachment() -> None:
    """Which may be a link as well."""
    shown = view(ItemKind.COMMENT, {"id": "1", "attachment": {"type": "share", "url": NOTICE}})

    assert (Link(NOTICE),) == shown.links


@pytest.mark.parametrize("odd", [None, 7, [], {}, ["x"], "\0", "\ud83d"])
def test_values_of_another_shape_are_passed_over(odd: object) -> None:
    """Whatever the platform sends, the post is read."""
    attached = {"type": odd, "title": odd, "description": odd, "unshimmed_url": odd, "target": odd}

    found = links({**attached, "url": NOTICE})

    assert all("\0" not in link.url and "\ud83d" not in link.url for link in found)
