"""The daily check of every account's token, and the alarms that follow from it."""

from datetime import UTC, datetime, timedelta

import pytest

from archiver.alarms.tokens import TOKEN_WORK, lost_by
from archiver.capture.harvest import Surroundings
from archiver.catalogue.connection_rows import LastCheck, last_check
from archiver.connect.token_state import TokenState
from archiver.platforms import Token
from archiver.progress import Lines
from archiver.schedule.kinds import Outcome
from tests.archiver.alarms.conftest import Town
from tests.archiver.quillback import (
    ACCOUNT,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
)

DAY = timedelta(days=1)
AT = datetime(2026, 6, 1, tzinfo=UTC)


def work(town: Town, **environment: str) -> Outcome:
    """Check the token of the account."""
    outside = Surroundings(environment or {TOKEN_ENV: TOKEN}, lambda _: None, Lines(lambda _: None))
    return TOKEN_WORK.do(town.archive, ACCOUNT, outside)


@pytest.fixture
def watched(town: Town, harvest: Harvester, page: PlayedPage, clock: PlayedClock) -> Town:
    """Let the account be read, its token be checked once, and all be well."""
    page.post("1")
    harvest()
    assert work(town).clean
    assert () == town.check().open
    assert clock.now > AT
    return town


def kinds(town: Town) -> list[tuple[str, int]]:
    """Give the alarms of a round, and how urgent they are."""
    return [(alarm.kind, alarm.step) for alarm in town.check().open]


def test_a_token_is_checked_once_a_day(watched: Town, clock: PlayedClock) -> None:
    """What was found out is kept; a new account waits a day for it."""
    outcome = work(watched)

    assert timedelta(hours=23) < outcome.next_due - clock.now <= DAY
    with watched.archive.reading() as connection:
        check = last_check(connection, ACCOUNT)
    assert check is not None
    assert (True, True) == (check.valid, check.examined)
    (account,) = watched.archive.accounts()
    assert {ACCOUNT: account.opened_at + DAY} == TOKEN_WORK.wanted(watched.archive)


def test_a_token_that_the_platform_refuses(watched: Town, page: PlayedPage) -> None:
    """Its password was changed; it is told until a check finds it works."""
    page.add([Token(at=page.platform.now, dead=460)])
    outcome = work(watched)
    refused = kinds(watched)
    page.add([Token(at=page.platform.now, dead=None)])
    work(watched)

    assert not outcome.clean
    assert [("token_invalid", 0)] == refused
    assert [] == kinds(watched)


def test_a_token_that_lost_a_permission_is_told_until_it_has_it_again(
    watched: Town, page: PlayedPage
) -> None:
    """However often it is checked meanwhile: the platform says nothing of what it leaves out."""
    with watched.archive.reading() as connection:
        before = last_check(connection, ACCOUNT)
    assert before is not None
    page.add([Token(at=page.platform.now, scopes=before.scopes[1:])])
    work(watched)
    work(watched)
    lost = watched.check().open
    page.add([Token(at=page.platform.now, scopes=before.scopes)])
    work(watched)

    assert [("token_narrowed", True)] == [
        (each.kind, before.scopes[0] in each.what) for each in lost
    ]
    assert [] == kinds(watched)


def test_the_end_of_a_token_is_told_four_times(
    watched: Town, page: PlayedPage, clock: PlayedClock, harvest: Harvester
) -> None:
    """Thirty, fourteen, seven days and one day before; not once a day."""
    page.add([Token(at=page.platform.now, data_access_expires=clock.now + 40 * DAY)])
    work(watched)
    for _ in range(40):
        clock.now += DAY
        harvest()
        watched.check()

    told = [subject for subject in watched.mail.subjects if ACCOUNT in subject]
    assert 4 == len(told)


def test_a_platform_that_does_not_answer_says_nothing_about_the_token(watched: Town) -> None:
    """Nor does a variable that is not set; it is tried again within the hour."""
    outcome = work(watched, OTHER="x")

    assert (False, True) == (outcome.clean, TOKEN_ENV in (outcome.said or ""))
    assert [] == kinds(watched)


BEFORE = LastCheck(
    account=ACCOUNT,
    at=AT,
    valid=True,
    examined=True,
    problem=None,
    expires_at=None,
    data_access_expires_at=None,
    scopes=("a", "b"),
    tasks=("MODERATE",),
    missing=(),
)


def state(scopes: tuple[str, ...], tasks: tuple[str, ...] | None = None) -> TokenState:
    """Give the state of a token that works and of which all was told."""
    return TokenState(valid=True, examined=True, scopes=scopes, tasks=tasks)


@pytest.mark.parametrize(
    ("now", "missed", "lost"),
    [
        (state(scopes=("a", "b"), tasks=("MODERATE",)), (), ()),
        (state(scopes=("b",), tasks=("MODERATE",)), (), ("a",)),
        (state(scopes=("a", "b"), tasks=()), (), ("MODERATE",)),
        (state(scopes=("a", "b")), (), ()),
        (state(scopes=("a", "b")), ("c",), ("c",)),
        (state(scopes=("a", "b", "c")), ("c",), ()),
        (TokenState(valid=True), ("c",), ("c",)),
        (TokenState(valid=False, examined=True), (), ()),
    ],
)
def test_what_a_token_lost(now: TokenState, missed: tuple[str, ...], lost: tuple[str, ...]) -> None:
    """Against the check before; what nobody told is not lost."""
    assert lost == lost_by(BEFORE, missed, now)
    assert missed == lost_by(None, missed, TokenState(valid=True))
