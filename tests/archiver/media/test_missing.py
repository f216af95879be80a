"""Files that could not be had are tried again by reading their items, until they are given up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.captures import Receipt, Scope
from archiver.media.missing import due_count, retry_missing
from archiver.platforms import FaultKind
from archiver.progress import Lines
from archiver.schedule.kinds import work_kinds
from archiver.verify.whole import verify
from tests.archiver.quillback import (
    Harvester,
    PlayedClock,
    PlayedPage,
    items,
    photo,
    with_facebook,
)

ALWAYS = 10_000


@pytest.fixture
def post(page: PlayedPage, harvest: Harvester) -> str:
    """Harvest a post whose picture cannot be had."""
    page.platform.misbehave(FaultKind.HTTP_502, path="/media/", times=ALWAYS)
    post = page.post("1", attachments=(photo("a"),))
    harvest()
    return post


def retry(harvest: Harvester) -> Receipt | None:
    """Do the work once."""
    outside = Surroundings(harvest.environment, harvest.waits.append, Lines(harvest.said.append))
    return retry_missing(harvest.archive, harvest.account, outside)


def test_the_worker_does_it_for_every_open_account(
    harvest: Harvester, page: PlayedPage, post: str, clock: PlayedClock
) -> None:
    """Under its own lease; where nothing is due it says nothing and asks again soon."""
    outside = Surroundings(harvest.environment, harvest.waits.append, Lines(harvest.said.append))
    (kind,) = work_kinds(("media",)).values()
    assert [harvest.account.key] == list(kind.wanted(harvest.archive))
    idle = kind.do(harvest.archive, harvest.account.key, outside)
    page.quiet()
    clock.now += timedelta(minutes=11)

    done = kind.do(harvest.archive, harvest.account.key, outside)

    assert (None, True) == (idle.said, idle.clean)
    assert "complete: 1 missing files were had after all" == done.said
    assert done.next_due > clock.now
    assert missing(harvest.archive, post) is None


def missing(archive: Archive, ident: str) -> str | None:
    """Say why an item's first file is missing."""
    return items(archive)[ident].media[0].missing


def test_nothing_is_read_before_its_time(harvest: Harvester, post: str, clock: PlayedClock) -> None:
    """Not a single call is spent."""
    assert retry(harvest) is None

    clock.now += timedelta(minutes=11)

    assert 1 == due_count(harvest.archive, harvest.account)
    assert missing(harvest.archive, post)


def test_a_file_is_had_by_reading_its_item_again(
    harvest: Harvester, page: PlayedPage, post: str, clock: PlayedClock
) -> None:
    """With a fresh link, in a capture of that thread alone."""
    page.quiet()
    clock.now += timedelta(minutes=11)

    receipt = retry(harvest)

    assert receipt is not None
    assert (Scope.ITEM, (post,)) == (receipt.scope, receipt.threads)
    assert "image/png" == items(harvest.archive)[post].media[0].type
    assert 0 == due_count(harvest.archive, harvest.account)
    assert retry(harvest) is None


def test_a_file_is_given_up_after_a_month_and_it_is_said(
    harvest: Harvester, post: str, clock: PlayedClock
) -> None:
    """Kept as an act of the policy; no capture asks for the file any more."""
    for _ in range(40):
        clock.now += timedelta(days=1)
        retry(harvest)

    told = missing(harvest.archive, post) or ""
    assert told.startswith("the download failed (HTTP 502); given up after ")
    harvest.waits.clear()
    harvest()
    assert [] == harvest.waits
    assert [] == verify(harvest.archive).findings.problems


def test_a_file_of_an_item_that_is_gone_is_given_up_too(
    harvest: Harvester, page: PlayedPage, post: str, clock: PlayedClock
) -> None:
    """Nobody reads it for ever."""
    page.post("other")
    page.delete(post)
    for _ in range(40):
        clock.now += timedelta(days=1)
        retry(harvest)

    assert "given up after" in (missing(harvest.archive, post) or "")


def test_a_token_that_is_refused_counts_as_no_try(
    harvest: Harvester, post: str, clock: PlayedClock
) -> None:
    """Nothing was asked of the file host."""
    for _ in range(40):
        clock.now += timedelta(days=1)
        refused = replace(harvest.account, token_env="NOBODY")
        harvest.account, known = refused, harvest.account
        retry(harvest)
        harvest.account = known

    assert 1 == due_count(harvest.archive, harvest.account)
    assert "given up" not in (missing(harvest.archive, post) or "")


def test_a_file_that_is_too_large_is_given_up_at_once(
    harvest: Harvester, page: PlayedPage, archive: Archive
) -> None:
    """It does not get smaller; it is said with the next work."""
    post = page.post("1", attachments=(photo("a"),))
    harvest.archive = with_facebook(archive, media_limit=5)
    harvest()

    assert retry(harvest) is None

    assert "it is larger than 5 bytes; given up after 1 try" == missing(archive, post)
