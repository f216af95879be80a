import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.platforms import Delete, Page, Playback, Post, make_timeline
from archiver.platforms.behaviour import Behaviour
from archiver.platforms.calls import read_call
from archiver.platforms.stage import Stage
from tests.archiver.platforms.elk_prairie import PAGE, Caller, instant

TOKEN = "playback-token"


def stage_with(posts: int) -> Stage:
    """Put a page with so many posts on."""
    page = Page(at=instant(8), id=PAGE, name="City of Elk Prairie")
    written = [Post(at=instant(9), id=f"{PAGE}_{n}", page=PAGE) for n in range(posts)]
    return Stage(make_timeline([page, *written]), Behaviour(token=TOKEN))


def answer(stage: Stage, target: str) -> dict[str, Any]:
    """Ask without a network in between."""
    made = stage.answer(read_call("GET", target, f"Bearer {TOKEN}"), "http://played")
    return dict(json.loads(made.body))


def pages(stage: Stage, target: str) -> Iterator[dict[str, Any]]:
    """Walk to the end, as ``paging.next`` leads."""
    following: str | None = target
    while following:
        page = answer(stage, following.removeprefix("http://played"))
        yield page
        following = page.get("paging", {}).get("next")


@settings(max_examples=30)
@given(st.integers(0, 60), st.integers(1, 100))
def test_walking_to_the_end_gives_every_post_once(posts: int, limit: int) -> None:
    """Whatever the sizes of list and page."""
    walked = list(pages(stage_with(posts), f"/v26.0/{PAGE}/feed?limit={limit}"))

    ids = [post["id"] for page in walked for post in page["data"]]
    assert (posts, posts) == (len(ids), len(set(ids)))


@settings(max_examples=20)
@given(st.integers(1, 60), st.integers(1, 30))
def test_the_way_back_gives_the_same_pages(posts: int, limit: int) -> None:
    """``before`` is the mirror of ``after``."""
    stage = stage_with(posts)
    there = list(pages(stage, f"/v26.0/{PAGE}/feed?limit={limit}"))

    back = [there[-1]]
    while previous := back[-1].get("paging", {}).get("previous"):
        back.append(answer(stage, previous.removeprefix("http://played")))
    assert [page["data"] for page in there] == [page["data"] for page in reversed(back)]


def test_the_last_page_has_a_cursor_but_no_next(ask: Caller) -> None:
    """Following the cursor alone would only give an empty page."""
    last = ask(f"{PAGE}/feed", limit=3)

    assert {"cursors"} == set(last["paging"])
    assert {"data": []} == ask(f"{PAGE}/feed", limit=3, after=last["paging"]["cursors"]["after"])


def test_the_next_address_carries_the_token(platform: Playback, ask: Caller) -> None:
    """As the platform's does: it must be stripped before anything is stored."""
    following = ask(f"{PAGE}/feed", limit=1, fields="id")["paging"]["next"]

    query = parse_qs(urlsplit(following).query)
    assert [platform.token] == query["access_token"]
    assert ["700100_2"] == [
        post["id"] for post in requests.get(following, timeout=10).json()["data"]
    ]


def test_a_deletion_in_between_loses_nothing_else(platform: Playback, ask: Caller) -> None:
    """A cursor whose item has gone leads on from the place it had."""
    first = ask(f"{PAGE}/feed", limit=1)
    platform.add([Delete(at=instant(11), id="700100_3")])

    after = first["paging"]["cursors"]["after"]
    assert ["700100_2", "700100_1"] == ask.ids(f"{PAGE}/feed", after=after)


def test_twenty_five_come_where_nothing_is_said() -> None:
    """That is the platform's own page size."""
    first = next(pages(stage_with(30), f"/v26.0/{PAGE}/feed"))

    assert 25 == len(first["data"])
