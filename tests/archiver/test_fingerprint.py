"""What is an edit, and what only looks like one."""

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fingerprint import attachments_of, picture_of, unsigned
from archiver.fingerprint import fingerprint as fingerprint_of
from archiver.items import ItemKind, Platform

fingerprint = partial(fingerprint_of, Platform.FACEBOOK, ItemKind.POST)
CDN = "https://scontent-ord5-2.xx.fbcdn.net/v/t39/460_n.jpg"
PHOTO = {
    "type": "photo",
    "title": "Plow",
    "description": "The new plow",
    "url": "https://l.facebook.com/l.php?u=x&h=AT1",
    "target": {"id": "77", "url": "https://www.facebook.com/photo/77"},
    "media": {"image": {"src": f"{CDN}?oh=1&oe=64a1", "width": 720, "height": 480}},
}
POST: dict[str, Any] = {
    "id": "880100_1",
    "message": "Road closed",
    "created_time": "2026-05-04T14:00:00+0000",
    "updated_time": "2026-05-04T14:00:00+0000",
    "from": {"id": "880100", "name": "City of Quillback"},
    "is_hidden": False,
    "attachments": {"data": [PHOTO]},
    "comments": {"data": [], "summary": {"total_count": 3}},
    "shares": {"count": 1},
}
JSONS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
)


def attached(**changed: object) -> dict[str, Any]:
    """Give the post with something else about its photo."""
    return {**POST, "attachments": {"data": [{**PHOTO, **changed}]}}


@pytest.mark.parametrize(
    "later",
    [
        {**POST, "updated_time": "2026-05-06T00:00:00+0000"},
        {**POST, "comments": {"data": [], "summary": {"total_count": 4}}},
        {**POST, "shares": {"count": 900}},
        {**POST, "is_hidden": True},
        {**POST, "from": {"id": "880100", "name": "City of Quillback, Minnesota"}},
        {**POST, "from": {"id": "1", "name": "City of Quillback"}},
        {key: value for key, value in POST.items() if key != "from"},
        {**POST, "permalink_url": "https://www.facebook.com/x"},
        {**POST, "like_count": 3},
        attached(url="https://l.facebook.com/l.php?u=x&h=AT2"),
        attached(media={"image": {"src": f"{CDN}?oh=2&oe=65b2", "width": 1440}}),
        attached(media={"image": {"src": "https://elsewhere.fbcdn.net/v/t39/460_n.jpg?oh=3"}}),
        dict(reversed(POST.items())),
    ],
)
def test_what_is_no_edit(later: dict[str, Any]) -> None:
    """Counts, times of update, signed links, the author and the order of keys change alone."""
    assert fingerprint(POST) == fingerprint(later)


@pytest.mark.parametrize(
    "later",
    [
        {**POST, "message": "Road closed!"},
        {**POST, "message": "Road closed "},
        {**POST, "message": ""},
        {key: value for key, value in POST.items() if key != "message"},
        {**POST, "story": "City of Quillback updated its photo."},
        {**POST, "created_time": "2026-05-04T14:00:01+0000"},
        {**POST, "attachments": {"data": []}},
        {**POST, "attachments": {"data": [PHOTO, PHOTO]}},
        attached(title="A plow"),
        attached(description="The newest plow"),
        attached(type="video_inline"),
        attached(target={"id": "78"}),
        attached(unshimmed_url="https://quillback.example/plow"),
    ],
)
def test_what_is_an_edit(later: dict[str, Any]) -> None:
    """Text, time of creation and what is attached."""
    assert fingerprint(POST) != fingerprint(later)


def test_a_replaced_picture_without_an_id_of_its_own_is_an_edit() -> None:
    """A sticker or GIF has no target; its address without the signature tells."""
    sticker = {"attachment": {"type": "sticker", "media": {"image": {"src": f"{CDN}?oe=1"}}}}
    other = json.loads(json.dumps(sticker).replace("460_n", "461_n").replace("oe=1", "oe=2"))
    again = json.loads(json.dumps(sticker).replace("oe=1", "oe=2"))

    assert fingerprint(sticker) == fingerprint(again)
    assert fingerprint(sticker) != fingerprint(other)


@pytest.mark.parametrize("kind", [ItemKind.COMMENT, ItemKind.REPLY])
def test_an_author_on_instagram_is_no_part_of_what_was_said(kind: ItemKind) -> None:
    """It is left out at times, and the same person has another id for another app."""
    told = {"text": "When?", "from": {"id": "17", "username": "ruth"}, "username": "ruth"}
    other = {**told, "from": {"id": "99"}}
    of_instagram = partial(fingerprint_of, Platform.INSTAGRAM, kind)

    assert {of_instagram(told)} == {of_instagram({"text": "When?"}), of_instagram(other)}


def test_the_order_of_keys_is_no_edit() -> None:
    """At any depth, also where an object stands in the place of a text."""
    one, other = ({"title": {"a": 1, "b": 2}}, {"title": {"b": 2, "a": 1}})

    assert fingerprint({"attachment": one}) == fingerprint({"attachment": other})


@given(st.text(st.characters()), st.text(st.characters()))
def test_two_texts_have_one_fingerprint_only_where_they_are_one(first: str, second: str) -> None:
    """Line ends, lone surrogates and lookalikes of their codes included."""
    same = fingerprint({"message": first}) == fingerprint({"message": second})

    assert same == (first == second)


def test_no_text_can_be_written_to_look_like_another() -> None:
    """An edit between a text and a spelling of its bytes is an edit."""
    texts = ["a\nb", "610a62", "a\\nb", "a b", "\ud800", "\\ud800", "eda080", "a\u200bb"]

    assert len(texts) == len({fingerprint({"message": text}) for text in texts})


def test_an_album_is_its_pictures() -> None:
    """Each subattachment counts, the album around them does not."""
    album = {"type": "album", "subattachments": {"data": [PHOTO, {**PHOTO, "title": "Two"}]}}

    assert ["Plow", "Two"] == [
        each["title"] for each in attachments_of({"attachments": {"data": [album]}})
    ]


@given(JSONS)
def test_no_shape_of_an_answer_makes_fingerprinting_fail(value: Any) -> None:  # noqa: ANN401 - any JSON
    """What is not as expected is passed over, never a reason to stop a harvest."""
    payload = {
        "message": value,
        "from": value,
        "attachment": value,
        "attachments": {"data": value},
    }
    nested = {"attachments": {"data": [value, {"subattachments": value, "media": value}]}}

    for each in (payload, {**payload, "attachment": None}, nested, {"attachments": value}):
        assert 64 == len(fingerprint(each))
        assert all(isinstance(picture_of(part), str | None) for part in attachments_of(each))


@pytest.mark.parametrize(
    "address", ["http://[", "https://[::1/x?y", "", "x", "//", "http://a:b/?c"]
)
def test_an_address_that_is_none_is_kept_as_it_is(address: str) -> None:
    """Hostile links stop nobody."""
    assert unsigned(address) in address
