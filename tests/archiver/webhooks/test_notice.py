"""What a notice tells of, in every shape that was seen."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.webhook_events import Told
from archiver.webhooks.notice import is_hint, read_notice

PAGE = "facebook/880100"


def notice(value: object, *, field: str = "feed", kind: str = "page") -> bytes:
    """Write a notice of one change."""
    entry = {"id": "880100", "time": 1790000000, "changes": [{"field": field, "value": value}]}
    return json.dumps({"object": kind, "entry": [entry]}).encode()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (
            {"item": "comment", "verb": "add", "post_id": "880100_1", "comment_id": "1_2"},
            ("comment", "add", "880100_1", "1_2"),
        ),
        (
            {"item": "post", "verb": "remove", "post_id": "880100_1"},
            ("post", "remove", "880100_1", "880100_1"),
        ),
        (
            {"item": "status", "verb": "edited", "post_id": 880100},
            ("status", "edited", "880100", "880100"),
        ),
        ({"item": "like", "verb": "add"}, ("like", "add", None, None)),
        ({"item": "RISKY\r\nX", "verb": ["a"], "post_id": True}, ("other", "other", None, None)),
        ({}, ("feed", "add", None, None)),
        (None, ("feed", "add", None, None)),
    ],
)
def test_a_change_of_a_page(value: object, told: tuple[str | None, ...]) -> None:
    """Whose, what and which; never a text."""
    (found,) = read_notice(notice(value))

    assert told == (found.what, found.verb, found.thread, found.item)
    assert PAGE == found.account


def test_a_comment_on_instagram_names_its_medium() -> None:
    """There the comment is the value itself."""
    value = {"id": "c1", "text": "SECRET", "media": {"id": "m1"}, "from": {"id": "1"}}

    (found,) = read_notice(notice(value, field="comments", kind="instagram"))

    assert Told("instagram/880100", "comments", "comments", "add", "m1", "c1") == found


def test_several_entries_and_messages_in_one_body() -> None:
    """All are told of, in order."""
    first = json.loads(notice({"item": "post", "verb": "add", "post_id": "1_1"}))
    second = {"id": "880100", "messaging": [{"message": {"text": "SECRET"}}]}
    body = json.dumps({"object": "page", "entry": [*first["entry"], second]}).encode()

    assert ["post", "message"] == [told.what for told in read_notice(body)]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"[" * 100_000])
def test_what_is_no_object_cannot_be_read(body: bytes) -> None:
    """However deep it goes."""
    with pytest.raises(ValueError, match="the body is no"):
        read_notice(body)


def test_a_reaction_is_no_reason_to_look() -> None:
    """It is noise, a comment is not."""
    body = notice({"item": "reaction", "verb": "add", "post_id": "1_1"})

    assert [False] == [is_hint(told) for told in read_notice(body)]


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, JSON, JSON)
def test_no_shape_makes_reading_fail(value: object, entry: object, whole: object) -> None:
    """Unknown fields and shapes are passed over; the body is kept anyway."""
    changes = {"id": "1", "changes": [{"field": "feed", "value": value}, entry], "messaging": entry}
    body = json.dumps({"object": "page", "entry": [changes, entry, whole]}).encode()

    assert all(told.account.startswith("facebook/") for told in read_notice(body))
