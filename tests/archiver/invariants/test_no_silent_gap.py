"""Invariant 4: whatever was not read is a listed gap, and the verdict is not complete."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.captures import Receipt, Verdict
from archiver.platforms import FaultKind
from archiver.surfaces import Surface
from tests.archiver.conftest import Anew
from tests.archiver.quillback import PAGE, Harvester, PlayedPage, items, stay_away, with_facebook

POSTS = 5
EVERYTHING = {f"{PAGE}_{n}" for n in range(POSTS)} | {f"c{n}" for n in range(POSTS)}
LASTING = [
    FaultKind.HTTP_502,
    FaultKind.HTTP_500,
    FaultKind.CUT_BODY,
    FaultKind.CUT_JSON,
    FaultKind.ERROR_IN_200,
    FaultKind.TOKEN_EXPIRED,
    FaultKind.PERMISSION_MISSING,
    FaultKind.OBJECT_UNREADABLE,
    FaultKind.THROTTLE,
    FaultKind.APP_LIMIT,
    FaultKind.EMPTY_PAGE,
]


@pytest.fixture
def small(archive: Archive, page: PlayedPage, harvest: Harvester) -> Harvester:
    """Give a page of five posts, each with a comment, read two posts at a time."""
    for number in range(POSTS):
        page.comment(f"c{number}", page.post(str(number)))
    return Harvester(with_facebook(archive, page_size=2), harvest.account, harvest.environment)


def holds(archive: Archive, receipt: Receipt) -> None:
    """Check the invariant: complete means everything, and anything less is listed with a cause."""
    missing = EVERYTHING - set(items(archive))
    if receipt.verdict is Verdict.COMPLETE:
        assert set() == missing
    else:
        assert receipt.gaps
        assert receipt.error
    assert all(gap.what and gap.cause for gap in receipt.gaps)


@pytest.mark.parametrize("path", [None, "/feed", "/comments", f"/{PAGE}_2/comments"])
@pytest.mark.parametrize("kind", LASTING)
def test_a_fault_that_lasts_is_a_gap(
    archive: Archive, page: PlayedPage, small: Harvester, kind: FaultKind, path: str | None
) -> None:
    """Whatever the platform does in place of answering, the visit is not complete."""
    page.platform.misbehave(kind, path=path, times=10_000)

    receipt = small()

    assert receipt.verdict is not Verdict.COMPLETE
    holds(archive, receipt)


@pytest.mark.parametrize("call", range(1, 9))
@pytest.mark.parametrize("kind", [FaultKind.THROTTLE, FaultKind.TOKEN_EXPIRED])
def test_a_stop_in_the_middle_keeps_what_was_read_and_lists_the_rest(
    archive: Archive, page: PlayedPage, small: Harvester, kind: FaultKind, call: int
) -> None:
    """Every item whose page was answered before is in the archive; no call follows."""
    page.platform.misbehave(kind, calls=(call,))

    receipt = small()

    assert receipt.verdict is (Verdict.FAILED if call == 1 else Verdict.PARTIAL)
    assert call == len(page.platform.calls) == receipt.calls
    answered = [each.path.split("/")[1:] for each in page.platform.calls[:-1]]
    for name, edge in answered:
        if edge == "comments":
            assert {name, f"c{name[-1]}"} <= set(items(archive))
    assert 2 * sum(edge == "feed" for _, edge in answered) <= len(items(archive)) + 1
    assert "everything not read before" == receipt.gaps[-1].what
    holds(archive, receipt)


FAULTS = st.lists(
    st.tuples(
        st.sampled_from([*LASTING, FaultKind.REPEATED_PAGE]),
        st.sampled_from([None, "/feed", "/comments", f"/{PAGE}_3"]),
        st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True),
    ),
    max_size=3,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=FAULTS)
def test_any_faults_in_any_calls_leave_no_silent_gap(
    page: PlayedPage, small: Harvester, anew: Anew, faults: list[tuple[FaultKind, str, list[int]]]
) -> None:
    """And a quiet visit afterwards makes it whole, whatever came before."""
    for kind, path, calls in faults:
        page.platform.misbehave(kind, path=path, calls=tuple(calls))

    with anew() as begun:
        visit = replace(small, archive=with_facebook(begun.archive, page_size=2))
        holds(begun.archive, visit())
        stay_away(begun.archive)
        page.quiet()
        receipt = visit()

        assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.gaps)
        assert set(items(begun.archive)) == EVERYTHING


def test_an_empty_feed_of_a_page_that_has_posts_is_a_gap(
    archive: Archive, page: PlayedPage, small: Harvester
) -> None:
    """With the wrong kind of token the platform lists nothing, and says nothing of it."""
    small()
    page.platform.misbehave(FaultKind.SILENT_EMPTY, path="/feed", times=9)

    receipt = small()

    assert receipt.verdict is Verdict.PARTIAL
    assert ["the platform lists none, though some can be read"] == [
        gap.cause for gap in receipt.gaps if gap.surface is Surface.FEED
    ]
    assert set(items(archive)) == EVERYTHING


def test_fewer_comments_than_counted_are_told(page: PlayedPage, small: Harvester) -> None:
    """Whether hidden from us by others' privacy or by our kind of token, nobody can tell."""
    page.platform.misbehave(FaultKind.SILENT_EMPTY, path=f"/{PAGE}_2/comments")

    receipt = small()

    assert [(f"the comments of {PAGE}_2", "the platform counts 1 and lists 0")] == [
        (gap.what, gap.cause) for gap in receipt.gaps
    ]


def test_one_refused_edge_does_not_cost_the_others(
    archive: Archive, page: PlayedPage, small: Harvester
) -> None:
    """The comments of one post are a gap, those of the others are read."""
    page.platform.misbehave(FaultKind.OBJECT_UNREADABLE, path=f"/{PAGE}_2/comments", times=9)

    receipt = small()

    assert {"c2"} == EVERYTHING - set(items(archive))
    assert [f"the comments of {PAGE}_2"] == [gap.what for gap in receipt.gaps]


def test_without_the_right_to_read_comments_the_posts_are_still_read(
    archive: Archive, page: PlayedPage, small: Harvester
) -> None:
    """Asked once, listed once, and for all posts."""
    page.platform.misbehave(FaultKind.PERMISSION_MISSING, path="/comments", times=99)

    receipt = small()

    assert {ident for ident in EVERYTHING if ident[0] != "c"} == set(items(archive))
    assert ["all comments"] == [gap.what for gap in receipt.gaps]
    assert 1 == len([call for call in page.platform.calls if "comments" in call.path])


def test_a_gap_names_ids_and_causes_and_no_text(page: PlayedPage, small: Harvester) -> None:
    """What residents wrote stays out of messages."""
    post = page.post("secret", "SECRET")
    page.comment("cs", post, "SECRET")
    page.platform.misbehave(FaultKind.HTTP_502, path="/comments", times=99)

    receipt = small()

    assert "SECRET" not in repr(receipt)
