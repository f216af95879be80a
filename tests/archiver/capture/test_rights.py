"""What a token may not read, where the platform shows nothing instead of refusing."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from archiver.archive import Archive
from archiver.capture.doubt import MANY_ANSWERS
from archiver.capture.plan import Plan
from archiver.capture.rights import withheld_from
from archiver.captures import Receipt, Scope, Verdict
from archiver.connect.check import keep_check
from archiver.connect.token_state import TokenState
from archiver.items import ItemState, Platform
from archiver.platforms import FaultKind, Token
from tests.archiver.quillback import (
    APP,
    BEGINNING,
    FEED,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
    items,
    stay_away,
    with_app,
)

VISITORS = "pages_read_user_content"
SCOPES = ("pages_show_list", "pages_read_engagement", VISITORS)
HOT = Plan(Scope.HOT, FEED.surfaces, since=BEGINNING)


@pytest.fixture
def thread(page: PlayedPage) -> str:
    """Let the city post, and others answer more often than comments vanish by chance."""
    post = page.post("1", "Road closed")
    for number in range(MANY_ANSWERS + 1):
        page.comment(f"1_{number}", post)
    return post


@pytest.fixture
def knowing(harvest: Harvester) -> Harvester:
    """Visit with an app that can ask what a token may do."""
    harvest.archive = with_app(harvest.archive)
    harvest.environment |= APP
    return harvest


def grant(page: PlayedPage, scopes: Collection[str]) -> None:
    """Let the token have these permissions."""
    page.add([Token(at=page.platform.now + timedelta(seconds=1), scopes=tuple(scopes))])


def missed(receipt: Receipt) -> list[str]:
    """Give the gaps about what the token may not do."""
    return [gap.what for gap in receipt.gaps if "the token" in gap.cause]


def gone(archive: Archive) -> set[str]:
    """Name what is marked as gone."""
    return {name for name, each in items(archive).items() if each.state is ItemState.UNAVAILABLE}


@pytest.mark.usefixtures("thread")
def test_a_whole_visit_asks_once_what_the_token_may_read(
    knowing: Harvester, page: PlayedPage
) -> None:
    """A token that may read all leaves no gap, and the call is counted."""
    grant(page, SCOPES)

    receipt = knowing()

    paths = [call.path for call in page.platform.calls]
    assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.gaps)
    assert 1 == sum("debug_token" in path for path in paths)
    assert len(paths) == receipt.calls


@pytest.mark.usefixtures("thread")
def test_without_the_right_to_read_visitors_no_list_of_comments_is_believed(
    knowing: Harvester, page: PlayedPage
) -> None:
    """The gap names what cannot be seen, and which permission is missing."""
    grant(page, SCOPES[:2])

    receipt = knowing()

    assert Verdict.COMPLETE is not receipt.verdict
    assert ["what visitors wrote: their comments, posts and reviews"] == missed(receipt)
    assert any(VISITORS in gap.cause for gap in receipt.gaps)


@pytest.mark.usefixtures("thread")
def test_with_a_persons_token_nothing_is_believed_or_marked(
    knowing: Harvester, page: PlayedPage, clock: PlayedClock
) -> None:
    """With it every list of comments is empty, and no error says so."""
    grant(page, SCOPES)
    clock.now = page.platform.now  # such a token ends after an hour
    knowing()
    variables = {TOKEN_ENV: page.platform.user_token}
    page.platform.misbehave(FaultKind.OBJECT_UNREADABLE, path="/1_", times=10_000)

    receipts = [knowing(**variables) for _ in range(3)]

    assert {Verdict.PARTIAL} == {receipt.verdict for receipt in receipts}
    assert ["comments"] == missed(receipts[0])
    assert set() == gone(knowing.archive)


def test_a_permission_that_is_refused_openly_makes_no_visit_partial(
    knowing: Harvester, page: PlayedPage
) -> None:
    """It is listed all the same."""
    page.post("1")
    grant(page, SCOPES[1:])

    receipt = knowing()

    assert Verdict.COMPLETE is receipt.verdict
    assert ["which Pages the person manages"] == missed(receipt)


def test_an_app_that_is_refused_leaves_a_gap_and_no_more(
    knowing: Harvester, page: PlayedPage
) -> None:
    """It says nothing about the token; its secret is in no receipt."""
    page.post("1")
    grant(page, SCOPES)
    page.platform.misbehave(FaultKind.UNKNOWN_ERROR, path="/debug_token", times=10)

    receipt = knowing()

    assert Verdict.COMPLETE is receipt.verdict
    (gap,) = receipt.gaps
    assert "what the token may read" == gap.what
    assert not [secret for secret in APP.values() if secret in gap.cause]


def test_an_app_that_is_throttled_stops_the_visit(knowing: Harvester, page: PlayedPage) -> None:
    """Each further call would lengthen the block."""
    page.post("1")
    page.platform.misbehave(FaultKind.THROTTLE, path="/debug_token")
    throttled = knowing()
    meanwhile = knowing()
    stay_away(knowing.archive)

    assert [Verdict.FAILED] * 2 == [throttled.verdict, meanwhile.verdict]
    assert 1 == throttled.calls
    assert 1 == len(page.platform.calls)


@pytest.mark.usefixtures("thread")
def test_a_look_at_a_tier_relies_on_what_was_said_last(
    knowing: Harvester, page: PlayedPage
) -> None:
    """It has no call to spare for that."""
    knowing.plan = HOT
    before = knowing()
    state = TokenState(valid=True, examined=True, scopes=SCOPES[:2], missing=(VISITORS,))
    keep_check(knowing.archive, knowing.account, state)

    after = knowing()

    assert [Verdict.COMPLETE, Verdict.PARTIAL] == [before.verdict, after.verdict]
    assert 1 == len(missed(after))
    assert not [call for call in page.platform.calls if "debug_token" in call.path]


@pytest.mark.parametrize(("platform", "silent"), [(Platform.FACEBOOK, True), ("instagram", False)])
def test_a_person_who_may_not_moderate_is_shown_less(platform: Platform, silent: bool) -> None:  # noqa: FBT001 - a case
    """On a Page; of Instagram nobody knows."""
    (withheld,) = withheld_from(Platform(platform), ("MODERATE",), "PAGE")

    assert ("hidden comments, and the ids of all comments", silent) == (
        withheld.what,
        withheld.silent,
    )


def test_instagram_may_be_read_with_a_persons_token() -> None:
    """There it lists comments."""
    assert [] == list(withheld_from(Platform.INSTAGRAM, (), "USER"))


@pytest.mark.parametrize("more", [0, 1])
def test_many_comments_that_vanish_with_all_others_are_doubted(
    harvest: Harvester, page: PlayedPage, thread: str, more: int
) -> None:
    """While their post is there; where no app is known that alone shows a right that was lost."""
    if not more:
        page.delete("1_0")
    harvest()
    page.delete(*(f"1_{number}" for number in range(1 - more, MANY_ANSWERS + 1)))
    doubted = [harvest() for _ in range(3)]
    marked = gone(harvest.archive)
    page.comment("1_new", thread)
    harvest()
    last = harvest()

    verdict = Verdict.PARTIAL if more else Verdict.COMPLETE
    assert {verdict} == {receipt.verdict for receipt in doubted}
    assert more == sum(gap.what == "all comments" for gap in doubted[0].gaps)
    assert set() == marked
    assert Verdict.COMPLETE is last.verdict
    assert MANY_ANSWERS + more == len(gone(harvest.archive))


def test_comments_that_go_with_their_posts_are_not_doubted(
    harvest: Harvester, page: PlayedPage, thread: str
) -> None:
    """The proof of the post is theirs."""
    page.post("2")
    harvest()
    page.delete(thread, *(f"1_{number}" for number in range(MANY_ANSWERS + 1)))

    assert [Verdict.COMPLETE] * 2 == [harvest().verdict for _ in range(2)]
    assert MANY_ANSWERS + 2 == len(gone(harvest.archive))
