"""Threads of a Page whose lists shift while they are read, or hold less than there is."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from archiver.archive import Archive
from archiver.captures import Verdict
from archiver.items import ItemKind
from archiver.platforms import Delete, FaultKind
from tests.archiver.quillback import PAGE, Harvester, PlayedPage, items, with_facebook

TOP = f"{PAGE}_1"
COUNTED = pytest.mark.parametrize("page", [{"counted_cursors": True}], indirect=True)


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[PlayedPage]:
    """Play a page on a platform of some habit."""
    played = PlayedPage(**request.param)
    with played.platform:
        yield played


def in_pages_of_two(harvest: Harvester) -> Harvester:
    """Ask for two comments at a time."""
    archive = with_facebook(harvest.archive, page_size=2)
    return Harvester(archive, harvest.account, harvest.environment)


def deleting(page: PlayedPage, ident: str, of: str) -> None:
    """Let something go between the first page of a thread's list and the second."""
    now = page.platform.now
    page.platform.add([Delete(at=now + timedelta(minutes=1), id=ident)])
    page.platform.misbehave(FaultKind.TIME_PASSES, path=f"{of}/comments", calls=(2,), minutes=2)


@COUNTED
def test_a_comment_that_slid_over_the_border_of_a_page_is_read(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """As many came as the platform counts: the one that is gone was among them."""
    page.post("1")
    thread = [page.comment(f"c{n}", TOP) for n in range(6)]
    deleting(page, "c0", TOP)

    receipt = in_pages_of_two(harvest)()

    assert {TOP, *thread} == set(items(archive))
    assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.gaps)


@pytest.mark.parametrize("page", [{"counted_cursors": True, "stream_levels": 1}], indirect=True)
def test_a_reply_that_slid_over_the_border_of_a_page_is_read(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """A list below a comment is walked until two walks agree, as the one below a post is."""
    page.post("1")
    page.comment("c", TOP)
    replies = [page.comment(f"r{n}", "c") for n in range(6)]
    below = page.comment("below", "r2")
    deleting(page, "r0", "c")

    receipt = in_pages_of_two(harvest)()

    found = items(archive)
    assert {TOP, "c", *replies, below} == set(found)
    assert {"c"} == {found[each].parent_id for each in replies}
    assert Verdict.COMPLETE is receipt.verdict


@pytest.mark.parametrize("page", [{"stream_levels": 1}, {"stream_levels": 2}], indirect=True)
def test_answers_are_looked_for_below_each_comment_down_to_the_last(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Where one list does not hold all levels, it counts no more than it lists."""
    page.post("1")
    chain = [page.comment(f"c{n}", TOP if n == 0 else f"c{n - 1}") for n in range(6)]

    receipt = harvest()

    found = items(archive)
    assert [TOP, *chain[:-1]] == [found[each].parent_id for each in chain]
    assert {ItemKind.REPLY} == {found[each].kind for each in chain[1:]}
    assert Verdict.COMPLETE is receipt.verdict
