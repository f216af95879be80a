"""Invariant 5: a harvest stops only where the platform gives no next page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.captures import Verdict
from archiver.items import Author, ItemState
from archiver.platforms import FaultKind, edges
from archiver.platforms.paging import Cut, cut
from archiver.platforms.played import ItemList
from tests.archiver.conftest import Anew
from tests.archiver.quillback import PAGE, RUTH, Harvester, PlayedPage, items, with_facebook

POSTS, COMMENTS = 7, 11
ALL = {f"{PAGE}_{n}" for n in range(POSTS)} | {f"c{n}" for n in range(COMMENTS)}


@pytest.fixture
def long(page: PlayedPage) -> PlayedPage:
    """Give a page of seven posts, the first with eleven comments."""
    for number in range(POSTS):
        page.post(str(number))
    for number in range(COMMENTS):
        page.comment(f"c{number}", f"{PAGE}_0")
    return page


def sized(harvest: Harvester, size: int) -> Harvester:
    """Ask for pages of this size."""
    archive = with_facebook(harvest.archive, page_size=size)
    return Harvester(archive, harvest.account, harvest.environment)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 11, 100])
def test_everything_is_read_whatever_the_size_of_a_page(
    archive: Archive, long: PlayedPage, harvest: Harvester, size: int
) -> None:
    """And what was got is compared with what the platform counts."""
    receipt = sized(harvest, size)()

    assert set(items(archive)) == ALL
    assert (Verdict.COMPLETE, len(ALL), len(ALL)) == (
        receipt.verdict,
        receipt.items_seen,
        receipt.claimed,
    )
    feeds = [call for call in long.platform.calls if call.path.endswith("/feed")]
    assert -(-POSTS // size) + (size < POSTS) == len(feeds)  # a second, short walk for the ids


EXPECTED = st.lists(
    st.tuples(
        st.sampled_from([FaultKind.EMPTY_PAGE, FaultKind.REPEATED_PAGE, FaultKind.CUT_JSON]),
        st.sampled_from(["/feed", "/comments"]),
        # Every third call at most: a fault that comes at every try is no passing one.
        st.lists(st.integers(0, 4).map(lambda n: 3 * n + 2), max_size=4, unique=True),
    ),
    max_size=2,
    unique_by=lambda fault: fault[1],
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=EXPECTED, size=st.integers(1, 8))
def test_empty_and_repeated_pages_are_walked_over(
    long: PlayedPage, anew: Anew, faults: list[tuple[FaultKind, str, list[int]]], size: int
) -> None:
    """They are expected, anywhere, and cost nothing but calls."""
    long.quiet()
    for kind, path, calls in faults:
        long.platform.misbehave(kind, path=path, calls=tuple(calls) or (999,))

    with anew() as harvest:
        receipt = sized(harvest, size)()

        assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.gaps)
        assert set(items(harvest.archive)) == ALL


def test_a_pinned_or_known_post_on_top_is_no_reason_to_stop(
    archive: Archive, long: PlayedPage, harvest: Harvester
) -> None:
    """Feeds are ranked, and an old post may come first: every later visit walks on as well."""
    visit = sized(harvest, 2)
    visit()
    calls = len(long.platform.calls)
    late = long.post("late")

    visit()

    assert late in items(archive)
    again = Counter(call.path.rpartition("/")[2] for call in long.platform.calls[calls:])
    assert -(-(POSTS + 1) // 2) + 1 == again["feed"]
    assert -(-COMMENTS // 2) + 1 == again["comments"]


def test_a_post_without_comments_is_not_asked_for_any(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Its count, which comes with it, says that there are none; the allowance is small."""
    page.post("1")

    receipt = harvest()

    assert (Verdict.COMPLETE, 1, 1) == (receipt.verdict, receipt.calls, len(items(archive)))


def test_all_levels_of_answers_are_read(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Replies to replies too, in one flat list, each under its own parent."""
    parent = page.post("1")
    chain = [page.comment(f"c{n}", parent if n == 0 else f"c{n - 1}") for n in range(6)]

    harvest()

    found = items(archive)
    assert [parent, *chain[:-1]] == [found[name].parent_id for name in chain]
    assert {parent} == {found[name].thread_id for name in chain}


def test_visitors_posts_and_posts_without_words_are_read(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """What others write on the Page, and what is only a story."""
    visitor = page.post("1", "Thanks!", author=RUTH)
    story = page.post("2", "", story="City of Quillback updated its cover photo.")
    nobody = page.post("3", "withheld", author=None, created_time=None)

    harvest()

    found = items(archive)
    assert Author(RUTH.id, RUTH.name) == found[visitor].author
    assert "City of Quillback updated its cover photo." == found[story].text
    assert (None, None) == (found[nobody].author, found[nobody].created_at)


@pytest.mark.usefixtures("long")
def test_what_a_shifting_list_hid_is_found_by_the_second_walk(
    monkeypatch: pytest.MonkeyPatch, archive: Archive, harvest: Harvester
) -> None:
    """Each page of the first walk begins one too far, as if something before it had gone."""

    def shifted(listed: ItemList, parameters: Mapping[str, str], limit: int) -> Cut:
        made = cut(listed, parameters, limit)
        return replace(made, items=made.items[1:]) if "after" in parameters else made

    monkeypatch.setattr(edges, "cut", shifted)

    receipt = sized(harvest, 3)()

    assert set(items(archive)) == ALL
    assert Verdict.COMPLETE is receipt.verdict


def test_a_page_of_far_more_than_was_asked_for_is_a_gap(
    monkeypatch: pytest.MonkeyPatch, archive: Archive, long: PlayedPage, harvest: Harvester
) -> None:
    """Nobody knows what it is; the other lists are read, and nothing is held to be gone."""

    def flooding(listed: ItemList, parameters: Mapping[str, str], limit: int) -> Cut:
        posts = all(each.id.startswith(PAGE) for each in listed.items)
        return cut(listed, parameters, limit if posts or not limit else COMMENTS)

    long.comment("other", f"{PAGE}_1")
    sized(harvest, 3)()
    monkeypatch.setattr(edges, "cut", flooding)
    monkeypatch.setattr("archiver.graph.walk.MOST_ON_A_PAGE", COMMENTS - 1)

    receipts = [sized(harvest, 3)() for _ in range(2)]

    assert {Verdict.PARTIAL} == {receipt.verdict for receipt in receipts}
    for receipt in receipts:
        (gap,) = receipt.gaps
        assert f"the comments of {PAGE}_0" == gap.what
        assert "far more items" in gap.cause
        assert POSTS + 1 == receipt.items_seen
    assert {ItemState.PRESENT} == {item.state for item in items(archive).values()}


def test_a_list_that_is_another_at_every_walk_is_told(
    monkeypatch: pytest.MonkeyPatch, archive: Archive, long: PlayedPage, harvest: Harvester
) -> None:
    """What was found is kept, and the visit is partial."""
    ids: list[str] = []

    def growing(listed: ItemList, parameters: Mapping[str, str], limit: int) -> Cut:
        if all(each.id.startswith(PAGE) for each in listed.items):
            ids.append(long.post(f"new{len(ids)}"))
        return cut(listed, parameters, limit)

    monkeypatch.setattr(edges, "cut", growing)
    receipt = sized(harvest, 3)()

    assert Verdict.PARTIAL is receipt.verdict
    assert ["the list was another each time it was walked"] == [g.cause for g in receipt.gaps]
    assert set(ids[:1]) < set(items(archive))
