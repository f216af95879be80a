"""Damaged answers, misleading lists, strange content, awkward media."""

import json
import time
from typing import Any

import pytest
import requests

from archiver.platforms import (
    Attachment,
    Delete,
    FaultKind,
    Page,
    Playback,
    Post,
    make_timeline,
)
from tests.archiver.platforms.elk_prairie import ENTRIES, PAGE, Caller, instant
from tests.archiver.platforms.pictures import inline, png

FEED = f"{PAGE}/feed"
TEXT = "Snow tonight / no parking ❄️"
POST = "700100_1"


def following(page: dict[str, Any]) -> dict[str, Any]:
    """Ask for the next page, where the answer leads."""
    return dict(requests.get(page["paging"]["next"], timeout=10).json())


def ids(page: dict[str, Any]) -> list[str]:
    """Give the ids on a page."""
    return [post["id"] for post in page["data"]]


def test_more_may_come_than_was_promised(platform: Playback, ask: Caller) -> None:
    """Whoever believes the length reads half a JSON text."""
    whole = ask.response(FEED).content
    platform.misbehave(FaultKind.SHORT_LENGTH)

    response = ask.response(FEED)
    assert len(whole) // 2 == len(response.content) == int(response.headers["Content-Length"])
    assert 3 == len(ask(FEED)["data"])


def test_a_body_may_be_slow(platform: Playback, ask: Caller) -> None:
    """All of it comes in the end, unless the caller gives up first."""
    platform.misbehave(FaultKind.SLOW_BODY, seconds=0.3)
    begun = time.monotonic()

    assert 3 == len(ask(FEED)["data"])
    assert time.monotonic() - begun >= 0.3


def test_a_slow_body_does_not_keep_the_server_from_stopping() -> None:
    """The pause ends with the server."""
    platform = Playback(make_timeline(ENTRIES)).start()
    platform.misbehave(FaultKind.SLOW_BODY, seconds=600)
    address = f"{platform.url}/v26.0/{PAGE}?access_token={platform.token}"
    with pytest.raises(requests.RequestException):
        requests.get(address, timeout=0.2)
    begun = time.monotonic()

    platform.stop()

    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("kind", "status", "media_type"),
    [
        (FaultKind.HTML_IN_200, 200, "text/html; charset=utf-8"),
        (FaultKind.NO_BODY, 200, "text/html; charset=utf-8"),
        (FaultKind.REDIRECT, 302, "application/json; charset=UTF-8"),
    ],
)
def test_something_else_may_come_than_json(
    platform: Playback, ask: Caller, kind: FaultKind, status: int, media_type: str
) -> None:
    """Under a status that promises nothing bad."""
    platform.misbehave(kind)

    response = ask.response(FEED)
    assert (status, media_type) == (response.status_code, response.headers["Content-Type"])


def test_a_redirect_leads_where_no_caller_may_go(platform: Playback, ask: Caller) -> None:
    """To the address under which a cloud keeps a machine's secrets."""
    platform.misbehave(FaultKind.REDIRECT)

    assert ask.response(FEED).headers["Location"].startswith("http://169.254.169.254/")


def test_the_next_page_may_be_this_page(platform: Playback, ask: Caller) -> None:
    """The cursor repeats for as long as the fault lasts."""
    platform.misbehave(FaultKind.REPEATED_CURSOR, path="/feed", calls=(2, 3))

    first = ask(FEED, limit=1)
    second = following(first)
    third = following(second)
    assert second == third
    assert ids(first) != ids(second)
    assert ids(second) == ids(following(third))


def test_the_first_item_may_stand_on_every_page(platform: Playback, ask: Caller) -> None:
    """As a pinned post does."""
    platform.misbehave(FaultKind.PINNED, path="/feed", times=9)

    first = ask(FEED, limit=1)
    second = following(first)
    third = following(second)
    assert [["700100_3"], ["700100_3", "700100_2"], ["700100_3", POST]] == [
        ids(page) for page in (first, second, third)
    ]
    assert "next" not in third["paging"]


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize(
    ("kind", "second"),
    [(FaultKind.SHIFTED_DOWN, ["700100_3"]), (FaultKind.SHIFTED_UP, [POST])],
)
def test_items_may_shift_between_two_pages(
    kind: FaultKind, second: list[str], *, counted: bool
) -> None:
    """One is seen twice, or one never."""
    with Playback(make_timeline(ENTRIES), at=instant(11), counted_cursors=counted) as platform:
        platform.misbehave(kind, path="/feed", calls=(2,))
        caller = Caller(platform)
        page = following(caller(FEED, limit=1))
        caller.close()

    assert second == ids(page)


def test_an_order_may_change_while_it_is_read() -> None:
    """Walking on then loses some items and sees others twice, sooner or later."""
    posts = [Post(at=instant(9), id=f"{PAGE}_{n}", page=PAGE) for n in range(40)]
    page = Page(at=instant(8), id=PAGE, name="City of Elk Prairie")
    with Playback(make_timeline([page, *posts])) as platform:
        platform.misbehave(FaultKind.REORDERED, path="/feed", times=99)
        caller = Caller(platform)
        orders = [caller.ids(FEED, limit=40) for _ in range(2)]
        caller.close()

    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


@pytest.mark.parametrize(("counted", "seen"), [(True, ["700100_3"]), (False, ["700100_2"])])
def test_time_can_pass_between_two_pages(*, counted: bool, seen: list[str]) -> None:
    """What happens meanwhile shifts the rest where cursors count, and not where they name."""
    late = Post(at=instant(11, 30), id="700100_4", page=PAGE)
    timeline = make_timeline([*ENTRIES, late])
    with Playback(timeline, at=instant(11), counted_cursors=counted) as platform:
        platform.misbehave(FaultKind.TIME_PASSES, path="/feed", calls=(2,), minutes=45)
        caller = Caller(platform)
        second = following(caller(FEED, limit=1))
        now = platform.now
        caller.close()

    assert (seen, instant(11, 45)) == (ids(second), now)


def test_counted_cursors_lose_an_item_when_one_before_it_goes() -> None:
    """The trap for which walks are made twice."""
    with Playback(make_timeline(ENTRIES), at=instant(11), counted_cursors=True) as platform:
        caller = Caller(platform)
        first = caller(FEED, limit=1)
        platform.add([Delete(at=instant(11), id="700100_3")])
        second = following(first)
        caller.close()

    assert (["700100_3"], [POST]) == (ids(first), ids(second))


def told(ask: Caller) -> str:
    """Ask for one post and give its raw answer."""
    return ask.response(POST, fields="message,from").content.decode()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FaultKind.LONE_SURROGATE, f"{TEXT}\ud83d"),
        (FaultKind.NUL, f"{TEXT}\0 and more"),
        (FaultKind.RIGHT_TO_LEFT, f"\u202e{TEXT}"),
        (FaultKind.DUPLICATE_KEYS, TEXT),
        (FaultKind.UNKNOWN_KEYS, TEXT),
    ],
)
def test_a_text_may_be_strange(platform: Playback, ask: Caller, kind: FaultKind, text: str) -> None:
    """It is valid JSON all the same."""
    platform.misbehave(kind)

    assert text == json.loads(told(ask))["message"]
    assert TEXT == json.loads(told(ask))["message"]


def test_a_key_may_come_twice(platform: Playback, ask: Caller) -> None:
    """Which one counts is up to the reader."""
    platform.misbehave(FaultKind.DUPLICATE_KEYS)

    assert told(ask).startswith('{"message":"The first of two texts","message":"Snow')


def test_an_answer_may_be_deeper_than_a_parser_dares(platform: Playback, ask: Caller) -> None:
    """In the first item of a list, too."""
    platform.misbehave(FaultKind.DEEP_NESTING)

    raw = ask.response(FEED).content
    assert b"[" * 100_000 in raw
    with pytest.raises(RecursionError):
        json.loads(raw)


def test_a_number_may_be_longer_than_python_reads(platform: Playback, ask: Caller) -> None:
    """Python refuses integers of more than 4,300 digits."""
    platform.misbehave(FaultKind.HUGE_NUMBER)

    with pytest.raises(ValueError, match="4300"):
        json.loads(told(ask))


def test_ids_may_be_numbers(platform: Playback, ask: Caller) -> None:
    """Those that are digits alone, at every level."""
    platform.misbehave(FaultKind.NUMERIC_IDS)

    found = ask(POST, fields="from")
    assert (700100, POST) == (found["from"]["id"], found["id"])


def test_all_but_the_ids_may_be_missing(platform: Playback, ask: Caller) -> None:
    """In lists and in objects; paging stays."""
    platform.misbehave(FaultKind.MISSING_KEYS, times=2)

    page, post = ask(FEED, limit=1), ask(POST)
    assert ([{"id": "700100_3"}], {"id": POST}) == (page["data"], post)
    assert "next" in page["paging"]


def test_authors_may_be_left_out(platform: Playback, ask: Caller) -> None:
    """In lists and in objects; the rest stays."""
    platform.misbehave(FaultKind.NO_AUTHORS, times=2)

    listed, post = ask(FEED, fields="from,message")["data"], ask(POST, fields="from,message")
    assert [{"id", "message"}] * len(listed) == [set(each) for each in listed]
    assert {"id", "message"} == set(post)


def test_an_error_stays_what_it_is_under_a_strange_content(platform: Playback, ask: Caller) -> None:
    """There is no item to make strange."""
    platform.misbehave(FaultKind.MISSING_KEYS)

    assert (100, 33) == ask.code("none")


def test_the_header_may_name_another_version(platform: Playback, ask: Caller) -> None:
    """As when a version expires."""
    platform.misbehave(FaultKind.OTHER_VERSION)

    found = [ask.response(PAGE).headers["facebook-api-version"] for _ in range(2)]
    assert ["v21.0", "v26.0"] == found


@pytest.fixture
def picture(platform: Playback, ask: Caller) -> str:
    """Put a post with a picture on, and give the picture's link."""
    pictured = Attachment(image=inline(png(3, 2)))
    platform.add([Post(at=instant(11), id="700100_7", page=PAGE, attachments=(pictured,))])
    return str(ask("700100_7", fields="full_picture")["full_picture"])


def fetch(link: str, byte_range: str | None = None) -> requests.Response:
    """Fetch a picture, or a part of it."""
    headers = {} if byte_range is None else {"Range": byte_range}
    return requests.get(link, headers=headers, timeout=10)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=10-99999", 206, slice(10, None)),
        ("bytes=99999-", 416, slice(0)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_a_picture_can_be_fetched_in_parts(
    picture: str, asked: str, status: int, part: slice
) -> None:
    """So that a broken download can go on."""
    response = fetch(picture, asked)

    assert (status, png(3, 2)[part]) == (response.status_code, response.content)
    assert "bytes" == response.headers["Accept-Ranges"]


def test_a_range_may_be_ignored(platform: Playback, picture: str) -> None:
    """Such a download begins anew."""
    platform.misbehave(FaultKind.MEDIA_WHOLE)

    response = fetch(picture, "bytes=10-")
    assert (200, png(3, 2)) == (response.status_code, response.content)
    assert "Accept-Ranges" not in response.headers


@pytest.mark.parametrize(
    ("kind", "status"), [(FaultKind.MEDIA_EXPIRED, 403), (FaultKind.MEDIA_GONE, 404)]
)
def test_a_link_may_fail_and_a_fresh_one_work(
    platform: Playback, ask: Caller, picture: str, kind: FaultKind, status: int
) -> None:
    """Faults of media leave other calls alone."""
    platform.misbehave(kind)
    fresh = ask("700100_7", fields="full_picture")["full_picture"]

    assert (status, 200) == (fetch(picture).status_code, fetch(fresh).status_code)


def test_a_page_may_come_under_the_type_of_an_image(platform: Playback, picture: str) -> None:
    """Only a look at the bytes tells."""
    platform.misbehave(FaultKind.MEDIA_HTML)

    response = fetch(picture)
    assert "image/png" == response.headers["Content-Type"]
    assert response.content.startswith(b"<!DOCTYPE html>")


def test_each_account_has_its_own_allowance() -> None:
    """A throttled page does not stop another."""
    other = Page(at=instant(8), id="700200", name="City of Lone Tree")
    with Playback(make_timeline([*ENTRIES, other]), calls_allowed=1) as platform:
        caller = Caller(platform)
        statuses = [caller.response(page).status_code for page in (PAGE, PAGE, "700200")]
        caller.close()

    assert [200, 400, 200] == statuses
