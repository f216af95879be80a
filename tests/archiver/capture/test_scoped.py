"""Visits to some threads touch these and no others, in receipts and whatever is made of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archiver.archive import Archive
from archiver.capture.plan import Plan
from archiver.captures import Receipt, Scope, StateChange, Verdict
from archiver.catalogue import tables as t
from archiver.items import ItemState
from archiver.platforms import Engagement, FaultKind, Playback
from archiver.surfaces import Surface
from archiver.verify.whole import verify
from tests.archiver.lively import begin, page_post
from tests.archiver.quillback import BEGINNING, FEED, PAGE, Harvester, PlayedPage, items
from tests.archiver.rebuild.test_catalogue import rebuilt

ONLY_FEED = frozenset({Surface.FEED})


def look_at(harvest: Harvester, *threads: str, scope: Scope = Scope.HOT) -> Receipt:
    """Visit some threads only."""
    harvest.plan = Plan(scope, ONLY_FEED, threads)
    receipt = harvest()
    harvest.plan = FEED
    return receipt


@pytest.fixture
def peopled(page: PlayedPage, harvest: Harvester) -> PlayedPage:
    """Let a page have eight threads, all of them harvested."""
    begin(page)
    harvest()
    return page


def test_only_its_threads_are_read_and_vouched_for(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """The others keep the time at which they were last seen."""
    before = items(archive)
    calls = len(peopled.platform.calls)

    receipt = look_at(harvest, page_post(1), page_post(2))

    after = items(archive)
    moved = {i for i, item in after.items() if item.last_seen > before[i].last_seen}
    assert {i for i, item in after.items() if item.thread_id in receipt.threads} == moved  # type: ignore[operator] # they are named
    assert (page_post(1), page_post(2)) == receipt.threads
    assert {item.last_seen for i, item in after.items() if i in moved} == {receipt.started}
    asked = {call.path.split("/")[1] for call in peopled.platform.calls[calls:]}
    assert {page_post(1), page_post(2)} == {each for each in asked if each.startswith(PAGE)}


def test_what_is_gone_elsewhere_is_no_concern_of_it(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """However often it comes by."""
    peopled.delete("c5", page_post(6))

    receipts = [look_at(harvest, page_post(1), page_post(2)) for _ in range(3)]

    assert [((), ())] * 3 == [(each.missing, each.findings) for each in receipts]
    assert ItemState.PRESENT is items(archive)["c5"].state


@pytest.mark.parametrize("ident", ["c1", "r1", page_post(1)])
def test_two_visits_of_any_scope_agree_about_what_is_gone(
    archive: Archive, peopled: PlayedPage, harvest: Harvester, ident: str
) -> None:
    """A canary may stand in another thread."""
    peopled.delete(ident)

    first = look_at(harvest, page_post(1))
    second = harvest()

    assert {StateChange.MISSING} == {each.change for each in first.findings}
    assert ident in {e.ref.id for e in second.findings if e.change is StateChange.UNAVAILABLE}
    (stretch,) = items(archive)[ident].unavailable
    assert first.ended == stretch.first_missing


def test_what_a_scoped_visit_sees_again_starts_anew(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """A miss before it does not count any more."""
    peopled.delete("c1")
    harvest()
    peopled.restore("c1")
    look_at(harvest, page_post(1))
    peopled.delete("c1")

    receipt = harvest()

    assert {StateChange.MISSING} == {each.change for each in receipt.findings}
    assert () == items(archive)["c1"].unavailable


def test_what_returns_has_both_stretches_however_it_is_found(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """Gone by two full visits, found again by a scoped one, gone again by two more."""
    peopled.delete("c1")
    harvest()
    harvest()
    peopled.restore("c1")
    back = look_at(harvest, page_post(1))
    peopled.delete("c1")
    look_at(harvest, page_post(1), scope=Scope.WARM)
    look_at(harvest, page_post(1))

    one, two = items(archive)["c1"].unavailable

    assert (back.ended, None) == (one.returned, two.returned)
    assert one.last_seen < one.first_missing < back.started == two.last_seen < two.first_missing


def test_an_old_wording_that_returns_is_a_new_stretch_of_the_old_version(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """Whichever kind of visit finds it."""
    peopled.edit("c1", "Edited")
    look_at(harvest, page_post(1))
    peopled.edit("c1", "Comment 1")
    receipt = look_at(harvest, page_post(1))

    old, new = items(archive)["c1"].versions

    assert (2, 1) == (len(old.shown), len(new.shown))
    assert old.shown[0].until < new.shown[0].since <= new.shown[0].until < old.shown[1].since
    assert [(StateChange.WORDING_RETURNED, 1)] == [(e.change, e.n) for e in receipt.findings]
    assert "Comment 1" == items(archive)["c1"].text


def test_new_posts_are_found_beside_the_threads(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """From the wished time on; older ones are not listed, nor missed."""
    late = peopled.post("late")
    peopled.comment("lc", late)
    harvest.plan = Plan(Scope.HOT, ONLY_FEED, (page_post(1),), BEGINNING + timedelta(minutes=30))

    receipt = harvest()

    assert (page_post(1), late) == receipt.threads
    assert {late, "lc"} <= set(items(archive))
    assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.missing)


def test_looking_for_new_posts_alone_reaches_no_old_ones(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """A plan with a time and without threads is not a full visit."""
    peopled.delete("c1")
    harvest.plan = Plan(Scope.HOT, ONLY_FEED, None, BEGINNING + timedelta(minutes=30))

    receipt = harvest()

    assert ((), (), ()) == (receipt.threads, receipt.missing, receipt.findings)
    assert ItemState.PRESENT is items(archive)["c1"].state


@pytest.mark.usefixtures("peopled")
def test_a_thread_that_could_not_be_asked_for_is_not_reached(
    archive: Archive, platform: Playback, harvest: Harvester
) -> None:
    """The visit is partial, and says nothing about that thread."""
    before = items(archive)
    platform.misbehave(FaultKind.HTTP_502, path=f"/{page_post(1)}", times=20)

    receipt = look_at(harvest, page_post(1), page_post(2))

    assert (Verdict.PARTIAL, (page_post(2),)) == (receipt.verdict, receipt.threads)
    assert before["c1"].last_seen == items(archive)["c1"].last_seen
    assert before["c2"].last_seen < items(archive)["c2"].last_seen


def live_a_scoped_life(page: PlayedPage, harvest: Harvester) -> None:
    """Let everything happen between visits of all scopes, and time run back once."""
    look_at(harvest, page_post(0), page_post(1))
    page.edit("c0", "Edited")
    page.edit("c1", "Edited")
    page.delete("c4", page_post(5))
    page.hide("c2")
    look_at(harvest, page_post(0), page_post(4), page_post(5), scope=Scope.WARM)
    harvest()
    page.edit("c0", "Comment 0")
    page.restore("c4")
    look_at(harvest, page_post(0), page_post(4))
    harvest.archive.clock.now -= timedelta(hours=5)  # type: ignore[attr-defined] # the played one
    page.unhide("c2")
    look_at(harvest, page_post(2), page_post(5), scope=Scope.COOL)
    harvest()
    page.delete("c4", "d7")
    look_at(harvest, page_post(7), scope=Scope.ITEM)
    harvest()
    look_at(harvest, page_post(4), page_post(6))


def test_receipts_of_all_scopes_make_the_same_catalogue_again(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """To the last row; and the archive verifies."""
    live_a_scoped_life(peopled, harvest)
    assert [] == verify(archive).findings.problems

    result, deviations = rebuilt(archive)

    assert ([], []) == (list(result.lost), deviations)


def test_thousands_of_threads_are_no_trouble(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """More than a query can name at once; most of them were never heard of."""
    made_up = tuple(f"{PAGE}_9{number:05}" for number in range(1100))
    peopled.platform.set_time(BEGINNING + timedelta(days=1))

    receipt = look_at(harvest, *made_up, page_post(1))

    assert 1101 == len(receipt.threads or ())
    assert Verdict.COMPLETE is receipt.verdict
    with archive.reading() as connection:
        assert [] == connection.execute(t.reach.select()).all()


def test_counts_are_kept_when_they_change_apart_from_versions(
    archive: Archive, peopled: PlayedPage, harvest: Harvester
) -> None:
    """Reactions, shares and likes; no change, no row; no version either way."""
    harvest()
    at = BEGINNING + timedelta(hours=2)
    peopled.add(
        [
            Engagement(at=at, id=page_post(1), reactions={"LIKE": 3, "LOVE": 1}, shares=2),
            Engagement(at=at, id="c1", reactions={"LIKE": 7}),
        ]
    )

    receipt = harvest()
    again = harvest()

    post, comment = items(archive)[page_post(1)], items(archive)["c1"]
    assert {page_post(1), "c1"} == {change.ref.id for change in receipt.counts}
    assert () == again.counts
    assert post.engagement is not None
    assert comment.engagement is not None
    assert (4, 3, 2) == (
        post.engagement.reactions,
        post.engagement.comments,
        post.engagement.shares,
    )
    assert (7, receipt.ended) == (comment.engagement.reactions, comment.engagement.at)
    assert (0, 1, 1) == (receipt.new_versions, len(post.versions), len(comment.versions))


def test_the_account_can_have_surfaces_off_in_any_scope(
    peopled: PlayedPage, harvest: Harvester
) -> None:
    """Only a full visit lists them; a scoped one was not to see them."""
    harvest.account = replace(harvest.account, surfaces_off=(Surface.BLOCKS,))

    receipt = look_at(harvest, page_post(1))

    assert () == receipt.gaps
    assert not [call for call in peopled.platform.calls if call.path.endswith("/blocked")]
