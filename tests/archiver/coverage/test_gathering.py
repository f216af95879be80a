"""Coverage as the rows of a real archive tell it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import insert

from archiver.account_list import list_entries
from archiver.accounts import Account, Ownership
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.capture.harvest import harvest as visit
from archiver.capture.plan import Plan
from archiver.captures import Scope, Verdict
from archiver.catalogue import tables as t
from archiver.coverage.gathering import Watched, gather
from archiver.coverage.kinds import NOT_ASKED
from archiver.coverage.ledger import Colour, Span
from archiver.items import Platform
from archiver.platforms import FaultKind
from archiver.progress import Lines
from archiver.registration import add_account
from archiver.surfaces import Surface
from tests.archiver.coverage.looking import at, minutes, span
from tests.archiver.quillback import Harvester, PlayedClock, PlayedPage

FEED = (Surface.FEED,)


@dataclass(slots=True)
class Rows:
    """Captures of one account, written straight into the catalogue, minute by minute."""

    archive: Archive
    account: Account
    leaf: int = field(default=100)

    def capture(  # noqa: PLR0913 - what a receipt says
        self,
        minute: float,
        verdict: Verdict = Verdict.COMPLETE,
        *,
        scope: str = "full",
        surfaces: Iterable[Surface] = FEED,
        gaps: Iterable[tuple[str, str, Surface | None]] = (),
        error: str | None = None,
    ) -> None:
        """Add the rows of one receipt."""
        self.leaf += 1
        ident = f"capture-{self.leaf}"
        row = {
            "id": ident,
            "account": self.account.key,
            "scope": scope,
            "started": at(minute),
            "ended": at(minute + 1),
            "verdict": verdict.value,
            "error": error,
            "object": f"receipt-{self.leaf}",
            "leaf": self.leaf,
        }
        counts = ("items_seen", "new_versions", "disappearances", "media", "calls")
        with self.archive.writing() as connection:
            connection.execute(
                insert(t.leaf).values(n=self.leaf, kind="receipt", digest=ident, object=ident)
            )
            connection.execute(insert(t.capture).values(**row, **dict.fromkeys(counts, 0)))
            for surface in surfaces:
                connection.execute(
                    insert(t.capture_surface).values(capture=ident, surface=surface.value)
                )
            for position, (what, cause, which) in enumerate(gaps):
                connection.execute(
                    insert(t.gap).values(
                        capture=ident, position=position, what=what, cause=cause, surface=which
                    )
                )

    def watched(self, period: Span, now: float) -> Watched:
        """Ask how the account was watched."""
        return gather(self.archive, self.account, period, at(now))


@pytest.fixture
def rows(archive: Archive, clock: PlayedClock) -> Rows:
    """Give an account that was added at the beginning of everything."""
    clock.now = at(0) - minutes(1 / 60)
    account = add_account(
        archive,
        Platform.FACEBOOK,
        "880100",
        Ownership.CITY_OFFICIAL,
        token_env="QUILLBACK_TOKEN",
    )
    assert account is not None
    return Rows(archive, account)


def test_a_gap_has_the_causes_of_its_receipts(rows: Rows) -> None:
    """In their words; of a capture without listed gaps, its error."""
    rows.capture(0)
    rows.capture(10, Verdict.PARTIAL, gaps=[("the comments of 1", "HTTP 502", None)])
    rows.capture(20, Verdict.FAILED, error="the token ran out")
    rows.capture(30)

    found = rows.watched(span(0, 40), 40).coverage

    cause = "1 failed and 1 partial captures (the comments of 1: HTTP 502; the token ran out)"
    assert [(span(0, 30), Colour.RED, cause)] == [
        (gap.span, gap.colour, gap.cause) for gap in found.gaps
    ]
    assert minutes(10) == found.green


@pytest.mark.parametrize("tier", ["full", "hot"])
def test_a_part_of_the_past_is_told_as_the_whole_tells_it(rows: Rows, tier: str) -> None:
    """Only the captures that bear on it are read, and nothing comes out otherwise."""
    for minute in range(0, 600, 5):
        bad = minute % 70 == 35
        rows.capture(minute, Verdict.PARTIAL if bad else Verdict.COMPLETE, scope=tier)
    rows.capture(602, scope="full")
    whole = rows.watched(span(0, 700), 700).coverage

    for start in range(0, 600, 45):
        period = span(start, start + 100)
        part = rows.watched(period, 700).coverage
        expected = [gap.span.within(period) for gap in whole.gaps]
        assert [one for one in expected if one.length] == [gap.span for gap in part.gaps]


def test_captures_of_single_tiers_put_the_account_on_the_schedule(rows: Rows) -> None:
    """From then on the hot threads are promised every ten minutes, and a quarter of that late."""
    rows.capture(0)
    rows.capture(60, scope="hot")
    rows.capture(90, scope="hot")

    hot, warm = rows.watched(span(0, 90), 90).coverage.tiers[:2]

    assert [span(72.5, 90)] == [gap.span for gap in hot.gaps]
    assert [span(75, 90)] == [gap.span for gap in warm.gaps]


def test_a_look_at_the_stories_alone_does_not_vouch_for_the_threads(rows: Rows) -> None:
    """Whatever tier it was called."""
    rows.capture(0)
    rows.capture(60, scope="hot", surfaces=[Surface.STORIES])

    hot = rows.watched(span(0, 90), 90).coverage.tiers[0]

    assert [span(75, 90)] == [gap.span for gap in hot.gaps]


def test_how_it_stood_then_can_be_asked_later(rows: Rows) -> None:
    """A receipt that came after that moment changes nothing."""
    rows.capture(0)
    before = rows.watched(span(0, 100), 100)
    rows.capture(110)

    assert before.coverage == rows.watched(span(0, 100), 100).coverage


def test_what_was_not_captured_is_told_with_its_cause(rows: Rows) -> None:
    """What the token may not read, what nobody asked for, and what was read now and then."""
    refused = ("reviews", "the token may not read them", Surface.REVIEWS)
    rows.capture(0, surfaces=[Surface.FEED], gaps=[refused])
    rows.capture(60, surfaces=[Surface.FEED, Surface.REELS], gaps=[refused])

    told = {
        one.surface: (one.cause, one.since, one.until)
        for one in rows.watched(span(0, 90), 90).not_captured
    }

    assert Surface.FEED not in told
    assert (refused[1], at(0), at(60)) == told[Surface.REVIEWS]
    assert "read by 1 of 2 full captures" == told[Surface.REELS][0]
    assert NOT_ASKED == told[Surface.STORIES][0]


def test_a_count_that_differs_is_told_from_the_first_look_to_the_last(rows: Rows) -> None:
    """The platform counts what it does not list; that is no gap in time."""
    differs = ("the comments of 1", "the platform counts 3 and lists 2", None)
    for minute in (0, 60, 120):
        rows.capture(minute, gaps=[] if minute == 120 else [differs])

    found = rows.watched(span(0, 130), 130)

    assert [(*differs[:2], at(0), at(60))] == [
        (one.what, one.cause, one.since, one.until) for one in found.differences
    ]
    assert () == found.coverage.gaps


def test_the_receipts_it_rests_on_are_named(rows: Rows) -> None:
    """How many, where they stand in the ledger, and the newest object."""
    for minute in (0, 60, 120):
        rows.capture(minute)

    receipts = rows.watched(span(30, 130), 130).receipts

    assert (2, 102, 103, "receipt-103") == (
        receipts.count,
        receipts.first_leaf,
        receipts.last_leaf,
        receipts.newest,
    )


def test_the_list_of_accounts_shows_the_colour_of_now(rows: Rows, clock: PlayedClock) -> None:
    """Amber before the first capture, green after it, amber once it is late, then red."""
    colours = []
    for minute, capture in ((1, False), (2, True), (70, False), (100, False), (200, False)):
        if capture:
            rows.capture(minute - 1)
        clock.now = at(minute)
        colours.append(list_entries(rows.archive)[0].coverage)

    assert ["amber", "green", "green", "amber", "red"] == colours


def test_a_real_harvest_that_fails_is_a_gap_with_its_cause(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """From the complete capture before it to the one after it."""
    page.comment("c1", page.post("1", "Hello."), "Hi.")
    first = harvest()
    page.platform.misbehave(FaultKind.TOKEN_EXPIRED, times=99)
    harvest()
    page.quiet()
    last = harvest()
    account, now = archive.accounts()[0], archive.clock()

    found = gather(archive, account, Span(account.opened_at, now), now).coverage

    assert Colour.GREEN is found.colour
    assert [Span(account.opened_at, first.started), Span(first.started, last.started)] == [
        gap.span for gap in found.gaps
    ]
    assert ["not captured yet", "1 failed capture"] == [
        gap.cause.split(" (")[0] for gap in found.gaps
    ]
    assert "token" in found.gaps[1].cause


def test_a_real_look_at_the_hot_threads_vouches_for_them(
    archive: Archive, page: PlayedPage, harvest: Harvester, clock: PlayedClock
) -> None:
    """Even where there is none: the feed was looked through for new ones."""
    page.post("1", "Hello.")
    first = harvest()
    clock.now += minutes(100)
    outside = Surroundings(harvest.environment, harvest.waits.append, Lines(harvest.said.append))
    plan = Plan(Scope.HOT, frozenset(FEED), (), since=first.started)
    second = visit(archive, harvest.account, outside, plan)
    account, now = archive.accounts()[0], archive.clock()

    hot, warm = gather(archive, account, Span(first.started, now), now).coverage.tiers[:2]

    vouched = first.started + minutes(75)
    assert Verdict.COMPLETE is second.verdict
    assert [Span(vouched, second.started)] == [gap.span for gap in hot.gaps]
    assert [Span(vouched, now)] == [gap.span for gap in warm.gaps]
