"""How a person names an item."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture_now.errors import ItemUnresolved
from archiver.capture_now.naming import Named, read_name
from archiver.items import Platform

FACEBOOK, INSTAGRAM = Platform
CODED = base64.b64encode(b"comment:44_55").decode().rstrip("=")
PFBID = "pfbid02xWfLBCkAzLs9HiHThcHTu57Ww3v"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("880100_44", Named(None, id="880100_44")),
        ("facebook/880100_44", Named(FACEBOOK, id="880100_44")),
        (" instagram/17841400 ", Named(INSTAGRAM, id="17841400")),
        ("https://www.facebook.com/880100/posts/44", Named(FACEBOOK, page="880100", post="44")),
        (
            "https://m.facebook.com/quillbackmn/posts/road-closed/44/?__tn__=R",
            Named(FACEBOOK, page="quillbackmn", post="44"),
        ),
        (
            "facebook.com/880100/posts/44?comment_id=55&reply_comment_id=66",
            Named(FACEBOOK, page="880100", post="44", comment="66"),
        ),
        (
            f"https://www.facebook.com/880100/posts/44?comment_id={CODED}",
            Named(FACEBOOK, page="880100", post="44", comment="55"),
        ),
        (
            "https://www.facebook.com/permalink.php?story_fbid=44&id=880100",
            Named(FACEBOOK, page="880100", post="44"),
        ),
        (
            f"https://www.facebook.com/quillbackmn/posts/{PFBID}",
            Named(FACEBOOK, page="quillbackmn", token=PFBID),
        ),
        (
            f"https://www.facebook.com/story.php?story_fbid={PFBID}&id=880100&comment_id=55",
            Named(FACEBOOK, page="880100", token=PFBID, comment="55"),
        ),
        ("https://www.facebook.com/photo.php?fbid=44", Named(FACEBOOK, post="44")),
        ("https://www.facebook.com/reel/77", Named(FACEBOOK, id="77", page="reel")),
        ("https://www.facebook.com/watch/?v=77", Named(FACEBOOK, id="77", page="watch")),
        ("https://www.instagram.com/p/Cx9-_abcDEF/", Named(INSTAGRAM, token="Cx9-_abcDEF")),
        (
            "https://www.instagram.com/quillback/reel/Cx9abc/?igsh=1",
            Named(INSTAGRAM, page="quillback", token="Cx9abc"),
        ),
        (
            "https://www.instagram.com/p/Cx9abc/c/1799/",
            Named(INSTAGRAM, token="Cx9abc", comment="1799"),
        ),
    ],
)
def test_an_address_or_id_is_read(text: str, expected: Named) -> None:
    """As the browser shows them, and as our own lists do."""
    assert expected == read_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the post about the road",
        "twitter/1",
        "https://fb.watch/abc123/",
        "https://www.facebook.com/share/p/1AbCdEf/",
        "https://www.facebook.com/quillbackmn",
        "https://www.instagram.com/quillback/",
        "https://notfacebook.com/880100/posts/44",
        "https://example.org/?story_fbid=44&id=1",
        "https://[facebook.com/44",
        "https://www.facebook.com/880100/posts/44%00",
    ],
)
def test_what_says_nothing_about_an_item_is_refused_in_words(text: str) -> None:
    """With what to do instead."""
    with pytest.raises(ItemUnresolved) as refused:
        read_name(text)

    assert "copy the address" in refused.value.next_step
    assert text not in refused.value.what or not text


@given(st.text(max_size=80), st.sampled_from(["", "https://www.facebook.com/", "instagram.com/p/"]))
def test_any_text_is_read_or_refused(text: str, start: str) -> None:
    """Whatever somebody pastes."""
    try:
        named = read_name(start + text)
    except ItemUnresolved:
        return

    assert named.id or named.post or named.token
