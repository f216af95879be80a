"""What a page gives beside its feed: profile, reels, stories, reviews, broadcasts, blocks."""

from datetime import timedelta

import pytest

from archiver.platforms import (
    Block,
    Comment,
    Edge,
    Edit,
    EndLive,
    Engagement,
    Entry,
    Hide,
    Instagram,
    Live,
    Page,
    Person,
    Playback,
    Post,
    Profile,
    Publish,
    Reel,
    Review,
    Setting,
    Story,
    Unblock,
    make_timeline,
)
from tests.archiver.platforms.elk_prairie import ENTRIES, MARIT, PAGE, Caller, instant
from tests.archiver.platforms.pictures import inline, png

OLA = Person(id="90003", name="Ola Berg")
POST = "700100_1"


def happen(platform: Playback, *entries: Entry) -> None:
    """Let these happen, and show the page after them."""
    platform.add(entries)
    platform.set_time(max(platform.now, *(entry.at for entry in entries)))


def test_a_profile_comes_field_by_field(platform: Playback, ask: Caller) -> None:
    """What is not set is left out, and a profile line changes only what it names."""
    before = ask(PAGE, fields="name,about,website")
    happen(platform, Profile(at=instant(11), id=PAGE, about="Snow since 1871", website="a.example"))
    happen(platform, Profile(at=instant(11, 5), id=PAGE, website=None, name="Elk Prairie"))

    after = {"name": "Elk Prairie", "about": "Snow since 1871", "id": PAGE}
    assert {"name": "City of Elk Prairie", "id": PAGE} == before
    assert after == ask(PAGE, fields="name,about,website")


def test_a_profile_picture_can_be_fetched_and_changes(platform: Playback, ask: Caller) -> None:
    """Its link is signed like every other."""
    for width in (1, 2):
        happen(platform, Profile(at=instant(11), id=PAGE, picture=inline(png(width, 1))))

        picture = ask(PAGE, fields="picture")["picture"]["data"]
        assert (width, 1, False) == (picture["width"], picture["height"], picture["is_silhouette"])
        assert png(width, 1) == ask.fetch(picture["url"]).content


def test_a_page_names_the_instagram_account_linked_to_it(platform: Playback, ask: Caller) -> None:
    """Without one the key is left out."""
    fields = "instagram_business_account{id,username}"
    before = ask(PAGE, fields=fields)
    happen(platform, Instagram(at=instant(11), id="178414", username="elkprairie", page=PAGE))

    linked = {"instagram_business_account": {"id": "178414", "username": "elkprairie"}, "id": PAGE}
    assert ({"id": PAGE}, linked) == (before, ask(PAGE, fields=fields))


def test_a_reel_stands_beside_the_feed(platform: Playback, ask: Caller) -> None:
    """It has a description in place of a message, a link without a host, and comments."""
    happen(
        platform,
        Reel(at=instant(11), id="501", page=PAGE, message="Plowing", image=inline(png(1, 1))),
        Comment(at=instant(11, 1), id="501_1", parent="501", message="Nice", author=MARIT),
    )

    (reel,) = ask(f"{PAGE}/video_reels", fields="description,created_time,permalink_url")["data"]
    expected = {
        "description": "Plowing",
        "created_time": "2026-03-02T11:00:00+0000",
        "permalink_url": "/reel/501",
        "id": "501",
    }
    assert expected == reel
    assert "501" not in ask.ids(f"{PAGE}/feed")
    assert ["501_1"] == ask.ids("501/comments")
    comment = ask("501_1", fields="permalink_url,object")
    assert "https://www.facebook.com/reel/501/?comment_id=1" == comment["permalink_url"]
    assert {"id": "501"} == comment["object"]
    assert png(1, 1) == ask.fetch(ask("501", fields="source")["source"]).content


@pytest.mark.parametrize(("hours", "listed"), [(0, ["700100_9"]), (23.99, ["700100_9"]), (24, [])])
def test_a_story_is_shown_for_a_day(
    platform: Playback, ask: Caller, hours: float, listed: list[str]
) -> None:
    """Afterwards it is neither listed nor found, and no delete line says so."""
    happen(platform, Story(at=instant(11), id="700100_9", page=PAGE, image=inline(png(1, 1))))
    platform.set_time(instant(11) + timedelta(hours=hours))

    found = [story["post_id"] for story in ask(f"{PAGE}/stories")["data"]]
    assert listed == found
    assert (listed == []) == ("error" in ask("700100_9"))


def test_a_story_says_what_it_shows(platform: Playback, ask: Caller) -> None:
    """It has no ``id`` of its own, its time is text, and its picture is another object."""
    happen(platform, Story(at=instant(11), id="700100_9", page=PAGE, image=inline(png(1, 1))))

    (story,) = ask(f"{PAGE}/stories")["data"]
    expected = {
        "post_id": "700100_9",
        "status": "PUBLISHED",
        "creation_time": str(int(instant(11).timestamp())),
        "media_type": "photo",
        "media_id": "90",
        "url": f"https://www.facebook.com/stories/{PAGE}/90",
    }
    assert expected == story
    assert png(1, 1) == ask.fetch(ask("90", fields="images")["images"][0]["source"]).content
    assert [] == ask.ids(f"{PAGE}/stories", status="ARCHIVED")


def test_reviews_have_no_id_of_their_own(platform: Playback, ask: Caller) -> None:
    """Their open graph story has; stars, text and author come where there are any."""
    happen(
        platform,
        Review(at=instant(11), id="r1", page=PAGE, message="Friendly", author=MARIT, rating=5),
        Review(at=instant(11, 1), id="r2", page=PAGE, recommends=False),
    )

    later, first = ask(f"{PAGE}/ratings")["data"]
    assert {
        "created_time": "2026-03-02T11:00:00+0000",
        "recommendation_type": "positive",
        "reviewer": {"name": "Marit Solheim", "id": "90001"},
        "review_text": "Friendly",
        "rating": 5,
    } == first
    assert "negative" == later["recommendation_type"]
    fields = "open_graph_story{id},has_review"
    stories = ask(f"{PAGE}/ratings", fields=fields)["data"]
    assert [("r2", False), ("r1", True)] == [
        (each["open_graph_story"]["id"], each["has_review"]) for each in stories
    ]


def test_a_broadcast_becomes_a_recording(platform: Playback, ask: Caller) -> None:
    """Its comments of low quality come only when asked for."""
    happen(
        platform,
        Live(at=instant(11), id="601", page=PAGE, title="Council", message="Live from City Hall"),
        Comment(at=instant(11, 1), id="601_1", parent="601", message="Hello"),
        Comment(at=instant(11, 2), id="601_2", parent="601", message="!!!", low_quality=True),
    )
    on_air = ask(f"{PAGE}/live_videos", fields="status,title,description,creation_time")["data"]
    happen(platform, EndLive(at=instant(12), id="601"))

    assert [
        {
            "status": "LIVE",
            "title": "Council",
            "description": "Live from City Hall",
            "creation_time": "2026-03-02T11:00:00+0000",
            "id": "601",
        }
    ] == on_air
    assert ["601"] == ask.ids(f"{PAGE}/live_videos", broadcast_status="VOD")
    assert [] == ask.ids(f"{PAGE}/live_videos", broadcast_status="LIVE")
    assert ["601_1"] == ask.ids("601/comments", order="chronological")
    everything = ask.ids("601/comments", order="chronological", live_filter="no_filter")
    assert ["601_1", "601_2"] == everything


def test_blocks_come_and_go(platform: Playback, ask: Caller) -> None:
    """Only who is blocked now is listed."""
    happen(
        platform,
        Block(at=instant(11), page=PAGE, person=MARIT),
        Block(at=instant(11, 1), page=PAGE, person=OLA),
        Unblock(at=instant(11, 2), page=PAGE, person=MARIT.id),
    )

    assert [{"id": OLA.id, "name": "Ola Berg"}] == ask(f"{PAGE}/blocked")["data"]
    assert [] == ask.ids(f"{PAGE}/blocked", uid=MARIT.id)
    (asked,) = ask(f"{PAGE}/blocked", fields="fbid,block_time")["data"]
    assert {"fbid": OLA.id, "block_time": "2026-03-02T11:01:00+0000"} == asked


def test_settings_are_listed_without_ids(platform: Playback, ask: Caller) -> None:
    """A later line changes the value."""
    for value in (True, False):
        happen(platform, Setting(at=instant(11), page=PAGE, setting="USERS_CAN_POST", value=value))

    expected = {"data": [{"setting": "USERS_CAN_POST", "value": False}]}
    assert expected == ask(f"{PAGE}/settings")


def test_posts_that_tag_the_page_stand_in_two_lists(platform: Playback, ask: Caller) -> None:
    """In the feed and under ``tagged``, but not among the visitors' posts."""
    happen(
        platform,
        Post(at=instant(11), id="90003_7", page=PAGE, author=OLA, message="With", tagged=True),
    )

    assert ["90003_7"] == ask.ids(f"{PAGE}/tagged")
    assert "90003_7" in ask.ids(f"{PAGE}/feed")
    assert ["700100_3"] == ask.ids(f"{PAGE}/visitor_posts")
    assert "2026-03-02T11:00:00+0000" == ask("90003_7", fields="tagged_time")["tagged_time"]


def test_a_draft_stands_in_the_feed_alone_until_it_is_published(
    platform: Playback, ask: Caller
) -> None:
    """``is_published`` tells them apart."""
    happen(platform, Post(at=instant(11), id="700100_8", page=PAGE, published=False))
    draft = ask("700100_8", fields="is_published")["is_published"]
    listed = [ask.ids(f"{PAGE}/{edge}").count("700100_8") for edge in ("feed", "published_posts")]
    happen(platform, Publish(at=instant(12), id="700100_8"))

    assert (False, [1, 0]) == (draft, listed)
    assert "700100_8" in ask.ids(f"{PAGE}/published_posts")


def test_counts_change_without_an_edit(platform: Playback, ask: Caller) -> None:
    """Reactions, shares and likes of comments; the text's time stands still."""
    fields = "shares,updated_time,reactions.limit(0).summary(true),likes.limit(0).summary(true)"
    before = ask(POST, fields=fields)
    happen(
        platform,
        Engagement(at=instant(11), id=POST, reactions={"LIKE": 4, "LOVE": 2}, shares=3),
        Engagement(at=instant(11), id="1_11", reactions={"LIKE": 7}),
        Engagement(at=instant(11, 1), id=POST, shares=5),
    )
    after = ask(POST, fields=fields)

    assert ("shares" in before, {"count": 5}) == (False, after["shares"])
    counts = [(each["reactions"], each["likes"]) for each in (before, after)]
    assert [(0, 0), (6, 4)] == [
        (reactions["summary"]["total_count"], likes["summary"]["total_count"])
        for reactions, likes in counts
    ]
    assert before["updated_time"] == after["updated_time"]
    assert 7 == ask("1_11", fields="like_count")["like_count"]


def test_hidden_comments_may_be_left_out_of_lists(platform: Playback, ask: Caller) -> None:
    """The references settle neither; so each page has its own way, and the id still finds them."""
    happen(
        platform,
        Page(at=instant(11), id=PAGE, name="City of Elk Prairie", lists_hidden=False),
        Hide(at=instant(11, 1), id="1_13"),
    )

    assert ["1_11"] == ask.ids(f"{POST}/comments")
    assert ask("1_13", fields="is_hidden")["is_hidden"]


@pytest.mark.parametrize("code", [3, 10, 100, 200, 2500])
@pytest.mark.parametrize("edge", ["stories", "video_reels", "ratings", "settings", "tagged"])
def test_an_edge_can_be_refused_and_offered_again(
    platform: Playback, ask: Caller, edge: str, code: int
) -> None:
    """Each page by itself; the rest of it answers."""
    happen(platform, Edge(at=instant(11), account=PAGE, edge=edge, code=code))  # type: ignore[arg-type] # one of the codes
    refused = ask.code(f"{PAGE}/{edge}")
    happen(platform, Edge(at=instant(12), account=PAGE, edge=edge, code=None))

    assert (code, None) == refused
    assert "data" in ask(f"{PAGE}/{edge}")
    assert "data" in ask(f"{PAGE}/feed")


def test_an_edited_reel_has_another_description(platform: Playback, ask: Caller) -> None:
    """The same line edits whatever has a text."""
    happen(platform, Reel(at=instant(11), id="501", page=PAGE, message="Plwoing"))
    happen(platform, Edit(at=instant(12), id="501", message="Plowing"))

    reel = ask("501", fields="description,updated_time")
    assert {"description": "Plowing", "updated_time": "2026-03-02T12:00:00+0000", "id": "501"} == (
        reel
    )


def test_a_hidden_post_is_listed_only_when_asked_for(platform: Playback, ask: Caller) -> None:
    """With ``include_hidden``; by its id it is found all the same."""
    happen(platform, Hide(at=instant(11), id=POST))

    assert POST not in ask.ids(f"{PAGE}/feed")
    assert POST in ask.ids(f"{PAGE}/feed", include_hidden="true")
    assert ask(POST, fields="is_hidden")["is_hidden"]


def test_an_expired_post_is_read_no_more(platform: Playback, ask: Caller) -> None:
    """It is listed only when asked for, and no delete line says so."""
    happen(platform, Post(at=instant(11), id="700100_8", page=PAGE, expires=instant(13)))
    before = ask.ids(f"{PAGE}/feed"), ask("700100_8", fields="is_expired")["is_expired"]
    platform.set_time(instant(13))

    assert ("700100_8" in before[0], before[1]) == (True, False)
    assert "700100_8" not in ask.ids(f"{PAGE}/feed")
    assert (100, 33) == ask.code("700100_8")
    shown = ask(f"{PAGE}/feed", show_expired="true", fields="is_expired")["data"]
    assert {"is_expired": True, "id": "700100_8"} in shown


def test_old_posts_may_be_listed_no_more() -> None:
    """The feed family gives only the newest ones; the rest is found by id."""
    with Playback(make_timeline(ENTRIES), at=instant(11), feed_most=2) as platform:
        caller = Caller(platform)
        found = caller.ids(f"{PAGE}/feed"), caller(POST)["id"]
        caller.close()

    assert (["700100_3", "700100_2"], POST) == found
