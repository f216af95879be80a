from hypothesis import given
from hypothesis import strategies as st

from archiver.platforms import Delete, Edit, Entry, Hide, Post, Restore, Unhide
from archiver.platforms.world import Feed, Order, World
from tests.archiver.platforms.elk_prairie import ENTRIES, PAGE, instant

POST = "700100_1"


def after(*more: Entry) -> World:
    """Give the world after the first seven entries and these."""
    return World().then((*ENTRIES[:7], *more))


def listed(world: World) -> list[str]:
    """List every comment under the first post."""
    comments = world.comments(POST, levels=None, order=Order.CHRONOLOGICAL)
    return [comment.id for comment in comments.items]


@given(st.integers(min_value=0, max_value=len(ENTRIES)))
def test_a_world_reached_in_two_steps_is_the_same(cut: int) -> None:
    """It does not matter at which instants somebody looked in between."""
    in_steps = World().then(ENTRIES[:cut]).then(ENTRIES[cut:])

    assert World().then(ENTRIES) == in_steps


def test_what_happens_next_leaves_the_earlier_world_alone() -> None:
    """A call that is being answered sees one instant."""
    before = after()

    before.then([Delete(at=instant(12), id=POST)])

    assert before.item(POST) is not None


def test_a_hidden_comment_is_still_listed() -> None:
    """The page's own token sees it, marked."""
    world = after(Hide(at=instant(12), id="1_13"))

    hidden = world.item("1_13")
    assert hidden is not None
    assert hidden.hidden
    assert "1_13" in listed(world)


def test_a_comment_can_be_shown_again() -> None:
    """Hiding is not for ever."""
    world = after(Hide(at=instant(12), id="1_13"), Unhide(at=instant(13), id="1_13"))

    shown = world.item("1_13")
    assert shown is not None
    assert not shown.hidden


def test_a_deleted_comment_takes_its_replies_along() -> None:
    """Neither is listed, counted or found."""
    world = after(Delete(at=instant(12), id="1_11"))

    assert ["1_13"] == listed(world)
    assert 1 == world.count_below(POST)
    assert world.item("1_12") is None


def test_a_restored_post_comes_back_without_what_was_deleted_by_itself() -> None:
    """What went with the post returns with it; the rest does not."""
    world = after(
        Delete(at=instant(12), id="1_13"),
        Delete(at=instant(13), id=POST),
        Restore(at=instant(14), id=POST),
    )

    assert ["1_11", "1_12"] == listed(world)


def test_an_edit_changes_only_the_text() -> None:
    """Its time of writing stays."""
    world = after(Edit(at=instant(12), id="1_11", message="Until 7?"))

    edited = world.item("1_11")
    assert edited is not None
    assert ("Until 7?", instant(9, 10)) == (edited.message, edited.created)


def test_a_comment_moves_the_time_of_update_of_its_post() -> None:
    """So a new time of update is no proof of an edit."""
    post = after().item(POST)

    assert post is not None
    assert instant(9, 30) == post.updated


def test_feeds_tell_own_posts_from_visitors() -> None:
    """The feed lists both, newest first."""
    world = after()

    found = {which: [post.id for post in world.feed(PAGE, which).items] for which in Feed}
    own = ["700100_2", POST]
    assert found == {
        Feed.FEED: ["700100_3", *own],
        Feed.POSTS: own,
        Feed.PUBLISHED: own,
        Feed.VISITORS: ["700100_3"],
        Feed.TAGGED: [],
    }


def test_a_post_without_known_author_is_a_visitors() -> None:
    """A withheld author is not the page."""
    world = after(Post(at=instant(12), id="x", page=PAGE, author=None))

    assert ["x", "700100_3"] == [post.id for post in world.feed(PAGE, Feed.VISITORS).items]
