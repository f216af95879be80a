"""The attorney's approvals: who, of what, from which day on, and no longer."""

from datetime import UTC, date, datetime

import pytest

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.errors import WrongUsage
from archiver.imports.live.approval import (
    Approval,
    allowed,
    approvals,
    approve,
    standing,
    withdraw,
)
from archiver.imports.live.errors import LiveNotAllowed
from archiver.items import Platform
from archiver.registration import add_account
from tests.archiver.imports.live.played_instagram import PROFILE
from tests.archiver.quillback import PlayedClock

TODAY = date(2026, 6, 1)
AT = datetime(2026, 5, 20, 15, tzinfo=UTC)


def given(name: str, day: date, withdrawn: datetime | None = None) -> Approval:
    """Give an approval of a profile."""
    return Approval(
        id=f"id of {name}",
        account="instagram/77",
        username=name,
        attorney="Ines Okafor",
        approved_on=day,
        note=None,
        recorded_at=AT,
        recorded_by="ruth",
        withdrawn_at=withdrawn,
        withdrawn_by="ruth" if withdrawn else None,
        withdrawn_because="It was over" if withdrawn else None,
    )


def test_the_newest_that_holds_is_rested_on() -> None:
    """One of today holds; one withdrawn and one of a day to come do not."""
    first, second = given("a", date(2026, 5, 1)), given("b", TODAY)
    over, coming = given("c", TODAY, AT), given("d", date(2026, 6, 2))

    assert second == standing([first, second, over, coming], "instagram/77", TODAY)


@pytest.mark.parametrize(
    ("every", "said"),
    [
        ([], "No attorney's approval is recorded"),
        ([given("a", TODAY, AT)], "was withdrawn"),
        ([given("a", date(2026, 6, 2)), given("b", date(2026, 7, 1))], "is dated 2026-06-02"),
    ],
)
def test_without_one_that_holds_the_message_says_why(every: list[Approval], said: str) -> None:
    """And what to do."""
    with pytest.raises(LiveNotAllowed) as refusal:
        standing(every, "instagram/77", TODAY)

    assert said in refusal.value.what
    assert refusal.value.next_step


def test_the_day_is_the_citys(archive: Archive, account: Account, clock: PlayedClock) -> None:
    """Late in the evening in Minnesota it is tomorrow already in UTC."""
    named = {"username": PROFILE, "attorney": "Ines Okafor", "by": "ruth"}
    approve(archive, account, approved_on=date(2026, 6, 2), **named)
    clock.now = datetime(2026, 6, 2, 4, tzinfo=UTC)

    with pytest.raises(LiveNotAllowed, match="dated 2026-06-02"):
        allowed(archive, account)

    clock.now = datetime(2026, 6, 2, 6, tzinfo=UTC)
    assert PROFILE == allowed(archive, account).username


def test_an_approval_is_kept_with_all_that_was_said(archive: Archive, approval: Approval) -> None:
    """Who gave it, when, of which profile, and who typed it in."""
    assert [approval] == approvals(archive)
    assert (PROFILE, "Ines Okafor", date(2026, 5, 20), "ruth", "Memo 14") == (
        approval.username,
        approval.attorney,
        approval.approved_on,
        approval.recorded_by,
        approval.note,
    )


def test_a_withdrawal_ends_every_approval_of_the_account(
    archive: Archive, account: Account, approval: Approval
) -> None:
    """They stay on record with the reason; a second withdrawal finds nothing."""
    named = {"username": "quillback_parks", "attorney": "Ines Okafor", "by": "ruth"}
    approve(archive, account, approved_on=date(2026, 5, 21), **named)

    ended = withdraw(archive, account, reason="The terms changed", by="theo")

    assert 2 == len(ended)
    assert {(approval.account, "theo", "The terms changed")} == {
        (each.account, each.withdrawn_by, each.withdrawn_because) for each in approvals(archive)
    }
    with pytest.raises(LiveNotAllowed):
        withdraw(archive, account, reason="Again", by="theo")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "../x", ".hidden", "a..b", "x" * 31, "snow emergency", "ä"]
)
def test_a_name_that_no_profile_can_have_is_refused(
    archive: Archive, account: Account, name: str
) -> None:
    """It would become part of an address and of a file's name."""
    with pytest.raises(WrongUsage):
        approve(archive, account, username=name, attorney="I. O.", approved_on=TODAY, by="ruth")


@pytest.mark.parametrize(
    "written", ["quillback_mn", "@quillback_mn", "Quillback_MN", " quillback_mn "]
)
def test_a_name_may_be_written_as_people_do(
    archive: Archive, account: Account, written: str
) -> None:
    """With the sign before it, and in capitals."""
    done = approve(
        archive, account, username=written, attorney="I. O.", approved_on=TODAY, by="ruth"
    )

    assert PROFILE == done.username


def test_an_approval_names_people_and_an_account_on_instagram(
    archive: Archive, account: Account
) -> None:
    """Anything else is wrong usage."""
    add_account(archive, Platform.FACEBOOK, "880100")
    page = archive.account("880100")

    for who, attorney, by in ((account, " ", "ruth"), (account, "I. O.", ""), (page, "I. O.", "r")):
        with pytest.raises(WrongUsage):
            approve(archive, who, username=PROFILE, attorney=attorney, approved_on=TODAY, by=by)

    assert [] == approvals(archive)
