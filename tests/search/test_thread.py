"""The thread around a hit, as it stood."""

from datetime import timedelta

from archiver.archive import Archive
from archiver.items import ItemKind, ItemState
from archiver.viewer import Role, Viewer
from search.follow import follow
from search.query import search
from search.thread import Thread, threads_around
from tests.archiver.quillback import CITY as PLAYED_CITY
from tests.archiver.quillback import PAGE, Harvester, PlayedPage
from tests.search.conftest import CLERK, NOON, PARKS, Town, answer

READER = Viewer("clerk", frozenset({Role.CLERK}), PLAYED_CITY)


def told(thread: Thread) -> list[tuple[int, str, str]]:
    """Give depth, state and text of every item."""
    return [(each.depth, each.item.state, each.item.text) for each in thread.standing]


def test_beside_an_earlier_wording_the_thread_is_wound_back(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """It shows what stood there before it was reworded, and counts what came later."""
    harvest()
    page.edit(f"{PAGE}_1", "The snow plow is out on Friday")
    page.hide("1_2")
    page.comment("1_3", "1_2", "We are sorry")
    harvest()
    follow(archive)

    earlier = search(archive, READER, "tonight").hits
    present = search(archive, READER, "friday").hits
    (then,) = threads_around(archive, READER, earlier).values()
    (now,) = threads_around(archive, READER, present).values()

    assert [
        (0, ItemState.PRESENT, "The snow plow is out tonight"),
        (1, ItemState.PRESENT, "You missed Alder Court"),
    ] == told(then)
    reworded = present[0].item.current.first_seen - timedelta(microseconds=1)
    assert (reworded, 1) == (then.as_of, then.later)
    assert [
        (0, ItemState.PRESENT, "The snow plow is out on Friday"),
        (1, ItemState.HIDDEN, "You missed Alder Court"),
        (2, ItemState.PRESENT, "We are sorry"),
    ] == told(now)
    assert (None, 0) == (now.as_of, now.later)


def test_beside_what_is_gone_the_thread_is_wound_back(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """It shows what was last seen beside it, and nothing first seen by the visit that missed it."""
    harvest()
    page.edit(f"{PAGE}_1", "The snow plow is out on Friday")
    harvest()
    page.edit(f"{PAGE}_1", "The snow plow was out")
    page.comment("1_3", f"{PAGE}_1", "Thank you")
    page.delete("1_2")
    missed = harvest()
    harvest()
    follow(archive)

    hits = search(archive, READER, "alder").hits
    (then,) = threads_around(archive, READER, hits).values()

    assert [ItemState.UNAVAILABLE] == [hit.item.state for hit in hits]
    assert [
        (0, ItemState.PRESENT, "The snow plow is out on Friday"),
        (1, ItemState.PRESENT, "You missed Alder Court"),
    ] == told(then)
    assert (missed.started - timedelta(microseconds=1), 1) == (then.as_of, then.later)


def test_beside_what_came_back_the_thread_is_as_it_is_now(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """It answers what stands there today."""
    harvest()
    page.delete("1_2")
    harvest()
    harvest()
    page.restore("1_2")
    page.edit(f"{PAGE}_1", "The snow plow was out")
    harvest()
    follow(archive)

    (now,) = threads_around(archive, READER, search(archive, READER, "alder").hits).values()

    assert None is now.as_of
    assert [
        (0, ItemState.PRESENT, "The snow plow was out"),
        (1, ItemState.PRESENT, "You missed Alder Court"),
    ] == told(now)


def test_answers_stand_below_what_they_answer(town: Town) -> None:
    """An answer whose parent is not there, or that answers itself, is shown all the same."""
    comment = {"kind": ItemKind.COMMENT, "thread_id": "root"}
    town.add("root snow", id="root", thread_id="root")
    town.add("second", id="b", parent_id="root", created_at=NOON + timedelta(hours=2), **comment)
    town.add("below a", id="c", parent_id="a", **comment)
    town.add("first", id="a", parent_id="root", **comment)
    town.add("orphan", id="d", parent_id="nowhere", **comment)
    town.add("circle", id="e", parent_id="f", **comment)
    town.add("circle too", id="f", parent_id="e", **comment)

    (thread,) = threads_around(town, CLERK, answer(town, "snow").hits).values()

    shown = [(each.depth, each.item.id) for each in thread.standing]
    assert [(0, "root"), (1, "b"), (1, "a"), (2, "c"), (0, "d")] == shown[:5]
    assert {"e", "f"} == {key for _, key in shown[5:]}


def test_a_thread_shows_only_what_the_viewer_may_see(town: Town) -> None:
    """A thread id of another account says nothing about that account."""
    town.add("snow", id="mine", account="facebook/200", thread_id="t")
    town.add("secret", id="theirs", account="facebook/100", thread_id="t")

    (thread,) = threads_around(town, PARKS, answer(town, "snow", PARKS).hits).values()

    assert ["mine"] == [each.item.id for each in thread.standing]
