"""Many posts vanish at once, and a named person says that they are really gone (invariant 3)."""

import pytest
from sqlalchemy import select

from archiver.archive import Archive
from archiver.capture.confirming import confirm_gone, list_waiting
from archiver.capture.errors import NothingWaits
from archiver.catalogue.absence_tables import gone_confirmed
from archiver.items import ItemState
from archiver.verify.whole import verify
from tests.archiver.quillback import PAGE, READER, Harvester, PlayedPage, items
from tests.archiver.rebuild.test_catalogue import rebuilt

BY, REASON = "Dana Ortiz", "The old road notices were cleaned up"
GONE = 12
POSTS = [f"{PAGE}_{number:02}" for number in range(30)]


@pytest.fixture
def missed(page: PlayedPage, harvest: Harvester) -> PlayedPage:
    """Let twelve posts vanish, one of them with a comment, and one visit miss them."""
    for post in POSTS:
        page.post(post.removeprefix(f"{PAGE}_"))
    page.comment("c1", POSTS[0])
    page.comment("c2", POSTS[-1])
    harvest()
    page.delete("c1", *POSTS[:GONE])
    harvest()
    return page


def confirm(archive: Archive, harvest: Harvester) -> list[str]:
    """Let a person confirm whatever waits; give the ids of it."""
    waiting = list_waiting(archive, READER, harvest.account)
    confirm_gone(archive, harvest.account, waiting, by=BY, reason=REASON)
    return [each.item.partition("/")[2] for each in waiting]


def unavailable(archive: Archive) -> list[str]:
    """Name what is marked as gone, in order."""
    return sorted(
        ident for ident, item in items(archive).items() if item.state is ItemState.UNAVAILABLE
    )


def rows(archive: Archive) -> list[tuple[str, int]]:
    """Give whose word stands, once for each of the posts it stands for, and since which leaf."""
    with archive.reading() as connection:
        found = connection.execute(select(gone_confirmed.c.by, gone_confirmed.c.leaf))
        return [(row.by, row.leaf) for row in found]


@pytest.mark.usefixtures("missed")
def test_many_that_a_person_confirmed_are_marked_by_the_second_run(
    archive: Archive, harvest: Harvester
) -> None:
    """With what stood below them, and with who confirmed it; the person alone marks nothing."""
    confirmed = confirm(archive, harvest)
    before = unavailable(archive)

    harvest()

    assert POSTS[:GONE] == sorted(confirmed)
    assert [] == before
    assert [*POSTS[:GONE], "c1"] == unavailable(archive)
    for ident in (POSTS[0], "c1"):
        (stretch,) = items(archive)[ident].unavailable
        assert "2 of 2 complete runs agree" in stretch.established
        assert f"{BY} confirmed" in stretch.established


@pytest.mark.usefixtures("missed")
def test_many_that_nobody_confirmed_are_marked_by_the_third_run(
    archive: Archive, harvest: Harvester
) -> None:
    """It does without a person."""
    found = []
    for _ in range(2):
        harvest()
        found.append(unavailable(archive))

    assert [[], [*POSTS[:GONE], "c1"]] == found


def test_many_more_that_vanish_afterwards_wait_again(
    archive: Archive, missed: PlayedPage, harvest: Harvester
) -> None:
    """A person's word stands for the posts that were listed then, and for no others."""
    confirm(archive, harvest)
    missed.delete(*POSTS[GONE : 2 * GONE])
    found = []
    for _ in range(3):
        harvest()
        found.append(len(unavailable(archive)))

    assert [GONE + 1, GONE + 1, 2 * GONE + 1] == found


def test_what_is_seen_again_needs_another_word(
    archive: Archive, missed: PlayedPage, harvest: Harvester
) -> None:
    """The word about a post that is back is forgotten, and it can vanish and wait anew."""
    confirm(archive, harvest)
    for post in POSTS[:GONE]:
        missed.restore(post)
    harvest()
    after = rows(archive)
    missed.delete(*POSTS[:GONE])

    harvest()
    harvest()

    assert [] == after
    assert ["c1"] == unavailable(archive)
    assert GONE == len(list_waiting(archive, READER, harvest.account))


def test_what_returns_after_it_was_marked_needs_another_word(
    archive: Archive, missed: PlayedPage, harvest: Harvester
) -> None:
    """The same holds for what was established on a person's word."""
    confirm(archive, harvest)
    harvest()
    kept = len(rows(archive))
    missed.restore(POSTS[0])

    harvest()

    assert (GONE, GONE - 1) == (kept, len(rows(archive)))


def test_a_word_about_what_was_seen_again_meanwhile_has_no_effect(
    archive: Archive, missed: PlayedPage, harvest: Harvester
) -> None:
    """A visit can come between a person's look and the record of it."""
    waiting = list_waiting(archive, READER, harvest.account)
    missed.restore(POSTS[0])
    harvest()

    confirm_gone(archive, harvest.account, waiting, by=BY, reason=REASON)

    assert GONE - 1 == len(rows(archive))


@pytest.mark.usefixtures("missed")
def test_only_what_waits_can_be_confirmed(archive: Archive, harvest: Harvester) -> None:
    """Each post once, by the first person, and none that is marked as gone."""
    waiting = list_waiting(archive, READER, harvest.account)
    confirm(archive, harvest)
    with pytest.raises(NothingWaits):
        confirm(archive, harvest)
    stood = rows(archive)
    confirm_gone(archive, harvest.account, waiting, by="Ruth Amundsen", reason=REASON)
    harvest()

    with pytest.raises(NothingWaits):
        confirm(archive, harvest)

    assert stood == rows(archive)
    assert {BY} == {by for by, _ in stood}


@pytest.mark.parametrize("moment", ["confirmed", "marked", "seen again"])
def test_whose_word_stands_follows_from_the_store(
    archive: Archive, missed: PlayedPage, harvest: Harvester, moment: str
) -> None:
    """A verification finds every row as it should be, and a rebuild makes the same ones."""
    confirm(archive, harvest)
    if moment == "seen again":
        missed.restore(POSTS[0])
    if moment != "confirmed":
        harvest()
    expected = {"confirmed": GONE, "marked": GONE, "seen again": GONE - 1}[moment]
    kept, problems = len(rows(archive)), verify(archive).findings.problems

    _, deviations = rebuilt(archive)

    assert expected == kept
    assert [] == problems
    assert [] == deviations
