"""A professional Instagram account, as the Graph API gives it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from archiver.platforms import (
    Approve,
    Child,
    Comment,
    CommentPages,
    Delete,
    Edge,
    Edit,
    EndLive,
    Engagement,
    Entry,
    Hide,
    Instagram,
    Media,
    MediaType,
    Page,
    Person,
    Playback,
    Product,
    Profile,
    Restrict,
    make_timeline,
)
from tests.archiver.platforms.elk_prairie import PAGE, Caller, instant
from tests.archiver.platforms.pictures import inline, png

CITY = Person(id="178414", name="elkprairie")
MARIT = Person(id="90001", name="marit.s")
IG = CITY.id
POST = "17900"


def account(**more: Any) -> Instagram:  # noqa: ANN401 - the optional parts of an account
    """Put the account on."""
    return Instagram(at=instant(8), id=IG, username=CITY.name, page=PAGE, **more)


def media(name: str, hour: int, **more: Any) -> Media:  # noqa: ANN401 - as above
    """Let a medium appear."""
    return Media(at=instant(hour), id=name, account=IG, image=inline(png(1, 1)), **more)


def comment(name: str, parent: str, minute: int, author: Person | None = MARIT) -> Comment:
    """Let somebody answer."""
    at = instant(9) + timedelta(minutes=minute)
    return Comment(at=at, id=name, parent=parent, message=f"Said {name}", author=author)


def happen(platform: Playback, *entries: Entry) -> None:
    """Let these happen, and show the account after them."""
    platform.add(entries)
    platform.set_time(max(platform.now, *(entry.at for entry in entries)))


@pytest.fixture
def platform() -> Iterator[Playback]:
    """Play a page with an Instagram account on which one picture has two comments."""
    entries: list[Entry] = [
        Page(at=instant(8), id=PAGE, name="City of Elk Prairie"),
        account(name="Elk Prairie", biography="Snow", website="https://elkprairie.example"),
        media(POST, 9, message="Plow #1"),
        comment("c1", POST, 1),
        comment("c2", POST, 2),
        comment("r1", "c1", 3, CITY),
    ]
    with Playback(make_timeline(entries), at=instant(10)) as running:
        yield running


def test_an_account_gives_only_its_id_unasked(ask: Caller) -> None:
    """The rest comes field by field."""
    found = ask(IG), ask(IG, fields="username,name,biography,website,media_count")

    full = {
        "username": "elkprairie",
        "name": "Elk Prairie",
        "biography": "Snow",
        "website": "https://elkprairie.example",
        "media_count": 1,
        "id": IG,
    }
    assert ({"id": IG}, full) == found


def test_a_profile_changes(platform: Playback, ask: Caller) -> None:
    """Its picture has a signed link."""
    happen(platform, Profile(at=instant(11), id=IG, biography="Ice", picture=inline(png(2, 2))))

    found = ask(IG, fields="biography,profile_picture_url")
    assert "Ice" == found["biography"]
    assert png(2, 2) == ask.fetch(found["profile_picture_url"]).content


def test_media_are_listed_newest_first(platform: Playback, ask: Caller) -> None:
    """Stories, broadcasts and what others tagged are not among them."""
    happen(
        platform,
        media("17901", 10, product=Product.REELS, type=MediaType.VIDEO),
        media("17902", 10, product=Product.STORY),
        media("17903", 10, product=Product.LIVE),
        media("17904", 10, author=MARIT),
    )

    assert ["17901", POST] == ask.ids(f"{IG}/media")
    assert [["17902"], ["17903"], ["17904"]] == [
        ask.ids(f"{IG}/{edge}") for edge in ("stories", "live_media", "tags")
    ]
    until = str(int(instant(9, 30).timestamp()))
    assert [POST] == ask.ids(f"{IG}/media", until=until)


def test_a_medium_has_its_own_words(platform: Playback, ask: Caller) -> None:
    """Caption, timestamp, counts and a signed link."""
    happen(platform, Engagement(at=instant(11), id=POST, reactions={"LIKE": 9}, views=40))

    fields = "caption,timestamp,like_count,comments_count,media_type,media_product_type,username"
    expected = {
        "caption": "Plow #1",
        "timestamp": "2026-03-02T09:00:00+0000",
        "like_count": 9,
        "comments_count": 3,
        "media_type": "IMAGE",
        "media_product_type": "FEED",
        "username": "elkprairie",
        "id": POST,
    }
    assert expected == ask(POST, fields=fields)
    assert png(1, 1) == ask.fetch(ask(POST, fields="media_url")["media_url"]).content
    assert ask(POST, fields="media_url") != ask(POST, fields="media_url")


def test_what_is_withheld_is_left_out(platform: Playback, ask: Caller) -> None:
    """No link for copyrighted material, no like count where likes are hidden."""
    happen(platform, media("17901", 10, withheld=True, likes_hidden=True))

    assert {"id": "17901"} == ask("17901", fields="media_url,like_count")


def test_the_parts_of_a_carousel_have_no_permalink(platform: Playback, ask: Caller) -> None:
    """Each has its own link to its own file."""
    children = (Child(id="k1", image=inline(png(1, 2))), Child(id="k2", image=inline(png(2, 1))))
    happen(platform, media("17901", 10, type=MediaType.CAROUSEL, children=children))

    found = ask("17901/children", fields="id,media_url,permalink,media_type")["data"]
    assert [("k1", False), ("k2", False)] == [(each["id"], "permalink" in each) for each in found]
    files = [ask.fetch(each["media_url"]).content for each in found]
    assert [png(1, 2), png(2, 1)] == files
    expanded = ask("17901", fields="children{id,media_type}")["children"]
    assert [{"id": "k1", "media_type": "IMAGE"}, {"id": "k2", "media_type": "IMAGE"}] == (
        expanded["data"]
    )
    assert "k1" == ask("k1")["id"]


def test_comments_come_newest_first_with_three_fields(ask: Caller) -> None:
    """Replies are not among them, and one page is without ``paging``."""
    expected = {
        "data": [
            {"timestamp": "2026-03-02T09:02:00+0000", "text": "Said c2", "id": "c2"},
            {"timestamp": "2026-03-02T09:01:00+0000", "text": "Said c1", "id": "c1"},
        ]
    }

    assert expected == ask(f"{POST}/comments")


def test_a_comment_names_author_parent_and_medium(ask: Caller) -> None:
    """The account's own comments have a ``user`` too."""
    fields = "from{id,username},username,parent_id,media,user,hidden,like_count"

    assert {
        "from": {"id": IG, "username": "elkprairie"},
        "username": "elkprairie",
        "parent_id": "c1",
        "media": {"id": POST},
        "user": {"id": IG},
        "hidden": False,
        "like_count": 0,
        "id": "r1",
    } == ask("r1", fields=fields)
    assert {"username": "marit.s", "id": "c1"} == ask("c1", fields="username,user,parent_id")


def test_pages_of_comments_end_without_paging(platform: Playback, ask: Caller) -> None:
    """No page holds more than fifty, whatever was asked."""
    happen(platform, *(comment(f"m{n}", POST, 5 + n) for n in range(58)))

    first = ask(f"{POST}/comments", limit=100)
    last = requests.get(first["paging"]["next"], timeout=10).json()
    assert (50, 10) == (len(first["data"]), len(last["data"]))
    assert {"cursors", "next"} == set(first["paging"])
    assert "paging" not in last


def test_fifty_may_be_all_there_is(platform: Playback, ask: Caller) -> None:
    """The other reading of the papers: the newest fifty and no way on; only the count tells."""
    happen(platform, account(comments=CommentPages.FIFTY))
    happen(platform, *(comment(f"m{n}", POST, 5 + n) for n in range(58)))

    found = ask(f"{POST}/comments", limit=100)
    assert (50, False) == (len(found["data"]), "paging" in found)
    assert 61 == ask(POST, fields="comments_count")["comments_count"]


def test_expanded_replies_have_their_own_pages(platform: Playback, ask: Caller) -> None:
    """They must be followed too."""
    happen(platform, comment("r2", "c1", 6))

    found = ask(f"{POST}/comments", fields="id,replies.limit(1){text}")["data"]
    replies = found[1]["replies"]
    following = requests.get(replies["paging"]["next"], timeout=10).json()
    assert [{"text": "Said r1", "id": "r1"}] == replies["data"]
    assert {"data": [{"text": "Said r2", "id": "r2"}]} == following
    assert ["r1", "r2"] == ask.ids("c1/replies")


@pytest.mark.parametrize("listed", [True, False])
def test_hidden_comments_are_found_by_id_at_least(
    platform: Playback, ask: Caller, *, listed: bool
) -> None:
    """Whether they are listed is not settled, so both are played."""
    happen(platform, account(lists_hidden=listed), Hide(at=instant(10), id="c1"))

    assert listed == ("c1" in ask.ids(f"{POST}/comments"))
    assert ask("c1", fields="hidden")["hidden"]


def test_restricted_and_deleted_comments_look_alike(platform: Playback, ask: Caller) -> None:
    """Neither is listed or found; an approved one is back."""
    happen(platform, Restrict(at=instant(10), id="c1"), Delete(at=instant(10), id="c2"))
    refused = [ask.code(name) for name in ("c1", "c2", "r1", "none")]
    listed = ask.ids(f"{POST}/comments")
    happen(platform, Approve(at=instant(11), id="c1"))

    assert ([(100, 33)] * 4, []) == (refused, listed)
    assert (["c1"], "r1") == (ask.ids(f"{POST}/comments"), ask("r1")["id"])


def test_a_story_vanishes_after_a_day(platform: Playback, ask: Caller) -> None:
    """From the list, and by its id."""
    happen(platform, media("17902", 10, product=Product.STORY))
    before = ask.ids(f"{IG}/stories")
    platform.set_time(instant(10) + timedelta(hours=24))

    assert (["17902"], []) == (before, ask.ids(f"{IG}/stories"))
    assert (100, 33) == ask.code("17902")


def test_a_broadcast_leaves_nothing_behind(platform: Playback, ask: Caller) -> None:
    """Its comments are there only while it runs."""
    happen(platform, media("17903", 10, product=Product.LIVE))
    happen(platform, Comment(at=instant(11), id="l1", parent="17903", message="Hi"))
    before = ask.ids("17903/comments")
    happen(platform, EndLive(at=instant(12), id="17903"))

    assert (["l1"], []) == (before, ask.ids(f"{IG}/live_media"))
    assert (100, 33) == ask.code("17903/comments") == ask.code("l1")


def test_media_from_before_the_account_was_professional_keep_their_comments(
    platform: Playback, ask: Caller
) -> None:
    """Permanently: the medium itself answers."""
    happen(platform, media("17905", 10, before_business=True))

    assert (100, 2108006) == ask.code("17905/comments")
    assert "17905" == ask("17905")["id"]


def test_a_caption_can_be_edited_without_a_trace(platform: Playback, ask: Caller) -> None:
    """No time tells of it."""
    happen(platform, Edit(at=instant(11), id=POST, message="Plow #2"))

    expected = {"caption": "Plow #2", "timestamp": "2026-03-02T09:00:00+0000", "id": POST}
    assert expected == ask(POST, fields="caption,timestamp")


def test_an_edge_of_an_account_can_be_refused(platform: Playback, ask: Caller) -> None:
    """As on a page."""
    happen(platform, Edge(at=instant(11), account=IG, edge="tags", code=10))

    assert (10, None) == ask.code(f"{IG}/tags")
    assert [POST] == ask.ids(f"{IG}/media")


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        (f"{IG}/feed", "id", (2500, None)),
        (f"{POST}/replies", "id", (2500, None)),
        ("c1/comments", "id", (2500, None)),
        (IG, "caption", (100, None)),
        (POST, "message", (100, None)),
        ("c1", "message", (100, None)),
    ],
)
def test_words_of_the_other_platform_are_refused(
    ask: Caller, path: str, fields: str, code: tuple[int, int | None]
) -> None:
    """Instagram has its own."""
    assert code == ask.code(path, fields=fields)


def test_the_other_door_knows_the_account_as_me(platform: Playback) -> None:
    """Its token is the account's; its refusals have a type of their own."""
    headers = {"Authorization": f"Bearer {platform.instagram_token}"}
    address = f"{platform.url}/v26.0/me"
    me = requests.get(address, params={"fields": "user_id,username"}, headers=headers, timeout=10)
    refused = requests.get(f"{address}/impressions", headers=headers, timeout=10)

    assert {"user_id": IG, "username": "elkprairie", "id": IG} == me.json()
    assert ("IGApiException", 2500) == (
        refused.json()["error"]["type"],
        refused.json()["error"]["code"],
    )


def test_what_mentions_the_account_is_read_through_it(platform: Playback, ask: Caller) -> None:
    """One by one, after a webhook has named the id."""
    happen(platform, media("17904", 10, message="With @elkprairie", author=MARIT))

    medium = ask(IG, fields="mentioned_media.media_id(17904){caption}")["mentioned_media"]
    comment = ask(IG, fields="mentioned_comment.comment_id(c1){text}")["mentioned_comment"]
    assert {"caption": "With @elkprairie", "id": "17904"} == medium
    assert {"text": "Said c1", "id": "c1"} == comment
    assert (100, 33) == ask.code(IG, fields="mentioned_media.media_id(none){id}")


def test_the_accounts_of_a_timeline_go_by_their_newest_names(platform: Playback) -> None:
    """For whoever lists what is played."""
    happen(platform, Profile(at=instant(11), id=IG, username="elkprairiemn"))
    happen(platform, Profile(at=instant(11), id=PAGE, name="Elk Prairie"))

    assert (["elkprairiemn"], ["Elk Prairie"]) == (
        [each.username for each in platform.instagrams],
        [each.name for each in platform.pages],
    )


def test_an_instagram_account_is_throttled_with_its_own_code() -> None:
    """80002, under another type in the usage header."""
    page = Page(at=instant(8), id=PAGE, name="City of Elk Prairie")
    entries: list[Entry] = [page, account()]
    with Playback(make_timeline(entries), calls_allowed=1) as throttling:
        caller = Caller(throttling)
        responses = [caller.response(IG) for _ in range(2)]
        other = caller.response(PAGE)
        caller.close()

    refused = responses[1]
    assert (400, 80002, 200) == (
        refused.status_code,
        refused.json()["error"]["code"],
        other.status_code,
    )
    assert f'{{"{IG}":[{{"type":"instagram",' in refused.headers["X-Business-Use-Case-Usage"]
