"""How far a visit is, told to whoever watches."""

import pytest

from archiver.capture.harvest import Surroundings
from archiver.capture.harvest import harvest as visit
from archiver.capture.plan import Plan
from archiver.capture.visit import BATCH
from archiver.capture.watch import Expected, Standing, Step, progress_of, reading
from archiver.captures import Receipt, Scope
from archiver.errors import CatalogueBusy
from archiver.leases.holding import claimed
from archiver.leases.lease import Work
from archiver.platforms import FaultKind
from archiver.progress import Count, Progress
from archiver.surfaces import Surface
from tests.archiver.quillback import (
    ACCOUNT,
    FEED,
    PAGE,
    Harvester,
    PlayedPage,
    photo,
    with_facebook,
)
from tests.archiver.remembering import Remembering

NAME = "Quillback"
STANDING = Standing(items=30, new=4, calls=9, threads=2)
NEW, CALLS = Count(4, "new"), Count(9, "calls")
LISTED = Step("comments", listed=Count(30, "comments here", 90))


def watched(harvest: Harvester, plan: Plan = FEED, *, live: bool = True) -> Remembering:
    """Visit the page with somebody watching."""
    reporter = Remembering(live=live)
    _visit(harvest, reporter, plan)
    return reporter


def _visit(harvest: Harvester, reporter: Remembering, plan: Plan = FEED) -> Receipt:
    outside = Surroundings(harvest.environment, harvest.waits.append, reporter)
    return visit(harvest.archive, harvest.account, outside, plan)


def doings(reporter: Remembering) -> list[str]:
    """Give what was done, each once while it lasted."""
    done = [moment.doing for moment in reporter.moments]
    return [doing for before, doing in zip(["", *done], done, strict=False) if doing != before]


@pytest.mark.parametrize(
    ("step", "expected", "measure"),
    [
        (LISTED, Expected(items=40), Count(30, "items", 40)),
        (LISTED, Expected(items=20), Count(30, "comments here", 90)),
        (LISTED, Expected(), Count(30, "comments here", 90)),
        (LISTED, Expected(threads=frozenset("abc")), Count(2, "threads", 3)),
        (LISTED, Expected(threads=frozenset("a")), Count(30, "comments here", 90)),
        (Step("", Count(1, "missing", 7)), Expected(items=40), Count(1, "missing", 7)),
        (Step("posts"), Expected(), None),
    ],
)
def test_the_best_known_whole_measures_a_visit(
    step: Step, expected: Expected, measure: Count | None
) -> None:
    """The step's own, the plan's threads, the last whole visit, or the platform's own count."""
    assert measure == progress_of(NAME, step, STANDING, expected).measure


def test_a_visit_is_told_in_numbers() -> None:
    """Items seen, new versions and calls, whatever measures it."""
    items = Count(30, "items", 40)

    assert Progress(NAME, "comments", (items, NEW, CALLS)) == progress_of(
        NAME, LISTED, STANDING, Expected(items=40)
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [("feed", "posts"), ("reels ids", "reels, again"), ("comment ids", "comments, again")],
)
def test_what_is_read_is_told_in_words(kind: str, words: str) -> None:
    """A list that is only compared is told as such."""
    assert words == reading(kind).doing


def test_a_visit_is_followed_from_its_first_call_to_its_receipt(
    page: PlayedPage, harvest: Harvester
) -> None:
    """With the numbers that its receipt will have."""
    page.comment("1_1", page.post("1", attachments=(photo("a"), photo("b"))))
    reporter = Remembering()

    receipt = _visit(harvest, reporter)

    seen = (receipt.items_seen, receipt.new_versions, receipt.calls)
    assert ["reading", "posts", "comments", "file 1 of 2", "file 2 of 2", "closing"] == doings(
        reporter
    )
    assert (0, 0, 0) == tuple(count.number for count in reporter.moments[0].counts)
    assert seen == tuple(count.number for count in reporter.moments[-1].counts)
    assert 1 == reporter.ended


def test_a_later_visit_knows_how_much_there_is(page: PlayedPage, harvest: Harvester) -> None:
    """From the last whole one."""
    page.comment("1_1", page.post("1"))
    harvest()

    first, *_, last = watched(harvest).moments

    assert (Count(0, "items", 2), Count(2, "items", 2)) == (first.measure, last.measure)


@pytest.mark.parametrize("batch", [1, BATCH])
def test_an_item_that_is_shown_twice_counts_once(
    page: PlayedPage, harvest: Harvester, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """As it does in the receipt, whether it was taken in between or not."""
    monkeypatch.setattr("archiver.capture.visit.BATCH", batch)
    harvest.archive = with_facebook(harvest.archive, page_size=2)
    for name in ("1", "2", "3"):
        page.post(name)
    page.platform.misbehave(FaultKind.PINNED, path="/feed", calls=(2,))

    *_, last = watched(harvest).moments

    assert Count(3, "items") == last.counts[0]


def test_a_visit_to_threads_counts_them(page: PlayedPage, harvest: Harvester) -> None:
    """Of those the plan names."""
    for name in ("1", "2", "3"):
        page.comment(f"{name}_1", page.post(name))
    harvest()
    threads = tuple(f"{PAGE}_{name}" for name in ("1", "2", "3"))

    reporter = watched(harvest, Plan(Scope.HOT, frozenset({Surface.FEED}), threads))

    measures = [moment.measure for moment in reporter.moments]
    told = [measure.number for measure in measures if measure and measure.word == "threads"]
    assert sorted(told) == told
    assert (Count(0, "threads", 3), {0, 1, 2}) == (measures[0], set(told) - {3})


def test_looking_for_what_is_missing_is_told(page: PlayedPage, harvest: Harvester) -> None:
    """Each by its number, and the sentence as ever."""
    page.post("1")
    others = page.post("2"), page.post("3")
    harvest()
    page.delete(*others)

    reporter = watched(harvest)

    assert ["2 items are not listed any more; looking for each."] == reporter.said
    looked = [moment.measure for moment in reporter.moments if moment.doing == "looking for each"]
    assert [Count(1, "missing", 2), Count(2, "missing", 2)] == list(dict.fromkeys(looked))


def test_a_longer_wait_is_told(page: PlayedPage, harvest: Harvester) -> None:
    """So that nobody takes it for an end."""
    page.post("1")
    page.platform.misbehave(FaultKind.UNKNOWN_ERROR, path="/feed", times=2)

    done = doings(watched(harvest))

    assert ["posts", "waiting 1 s", "posts", "waiting 4 s", "posts"] == done[1:6]


def test_where_nobody_watches_nothing_is_told(page: PlayedPage, harvest: Harvester) -> None:
    """Nor looked up."""
    page.post("1")

    assert [] == watched(harvest, live=False).moments


def test_a_visit_that_may_not_begin_shows_nothing(page: PlayedPage, harvest: Harvester) -> None:
    """Another process has the account."""
    page.post("1")
    reporter = Remembering()

    with claimed(harvest.archive, Work("harvest", ACCOUNT)), pytest.raises(CatalogueBusy):
        _visit(harvest, reporter)

    assert [] == reporter.moments
