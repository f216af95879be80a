"""Each condition by itself, on facts written by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from archiver.alarms.alarm import ARCHIVE, Alarm
from archiver.alarms.conditions import alarms_of
from archiver.alarms.facts import (
    AccountFacts,
    Backup,
    Differing,
    Disk,
    Facts,
    Look,
    Running,
    TierFacts,
    TokenFacts,
    Trouble,
    Vanished,
)
from archiver.alarms.settings import AlarmSettings
from archiver.captures import Verdict
from archiver.coverage.promise import Tier

NOW = datetime(2026, 6, 10, 15, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GIGABYTE = 1_000_000_000
KEY = "facebook/880100"
SETTINGS = AlarmSettings()


def tier(*, late: timedelta = timedelta(), looks: tuple[Look, ...] = ()) -> TierFacts:
    """Give a hot tier that is due, or that late."""
    seen = looks or (Look(NOW - 10 * MINUTE - late, Verdict.COMPLETE),)
    return TierFacts(Tier.HOT, 12 * MINUTE, NOW - late, seen)


WELL = AccountFacts(KEY, NOW - 90 * DAY, (tier(),), last_complete=NOW - 10 * MINUTE)
QUIET = Facts(NOW, ZoneInfo("America/Chicago"), NOW - 30 * DAY, (WELL,))


def found(facts: Facts = QUIET, settings: AlarmSettings = SETTINGS, **account: object) -> list[str]:
    """Give the kinds of the alarms of an account that is well but for this."""
    return [alarm.kind for alarm in raised(facts, settings, **account)]


def raised(facts: Facts, settings: AlarmSettings = SETTINGS, **account: object) -> list[Alarm]:
    """Give the alarms themselves."""
    accounts = (replace(WELL, **account),) if account else facts.accounts  # type: ignore[arg-type] # fields of an account
    return list(alarms_of(replace(facts, accounts=accounts), settings))


def trail(*verdicts: Verdict, doubtful: int = 0, every: timedelta = HOUR) -> tuple[TierFacts, ...]:
    """Give a tier whose looks since a complete one went so, the last of them just now."""
    looks = [Look(NOW - DAY, Verdict.COMPLETE)]
    for number, verdict in enumerate(verdicts):
        at = NOW - every * (len(verdicts) - 1 - number)
        looks.append(Look(at, verdict, number < doubtful))
    return (tier(looks=tuple(looks)),)


FAILED, PARTIAL = Verdict.FAILED, Verdict.PARTIAL


def test_a_quiet_archive_has_no_alarm() -> None:
    """Nothing is said where nothing is wrong."""
    assert [] == found()


@pytest.mark.parametrize(("late", "kinds"), [(24, []), (25, ["missed_run"])])
def test_a_look_may_be_late_by_two_intervals(late: int, kinds: list[str]) -> None:
    """By more it is missed."""
    assert kinds == found(tiers=(tier(late=late * MINUTE),))


def test_after_a_pause_what_is_late_is_left_for_a_round() -> None:
    """It is being caught up on; what is late by hours is told at once."""
    woken = replace(QUIET, awake_since=NOW)

    assert [] == found(woken, tiers=(tier(late=HOUR),))
    assert ["missed_run"] == found(woken, tiers=(tier(late=3 * HOUR),))


def test_a_visit_at_work_is_no_missed_run() -> None:
    """That it takes too long is another alarm, and so is one whose process died."""
    late = (tier(late=5 * HOUR),)

    assert [] == found(tiers=late, running=Running(NOW - 5 * HOUR, alive=True))
    assert ["run_not_finished"] == found(tiers=late, running=Running(NOW - 7 * HOUR, alive=True))
    dead = found(tiers=late, running=Running(NOW - HOUR, alive=False))
    assert ["missed_run", "run_not_finished"] == dead
    assert [] == found(running=Running(NOW - 20 * MINUTE, alive=False))
    assert [] == found(running=Running(None, alive=True))


@pytest.mark.parametrize(
    ("tiers", "kinds"),
    [
        (trail(FAILED, FAILED), []),
        (trail(FAILED, PARTIAL, FAILED), ["runs_failing"]),
        (trail(FAILED, FAILED, FAILED, every=20 * MINUTE), []),
        (trail(PARTIAL, doubtful=1), []),
        (trail(PARTIAL, PARTIAL, doubtful=2), ["canary_unreadable"]),
    ],
)
def test_looks_that_are_not_complete(tiers: tuple[TierFacts, ...], kinds: list[str]) -> None:
    """Several in a row for some hours, or two that contradict themselves."""
    assert kinds == found(tiers=tiers)


@pytest.mark.parametrize(
    ("left", "step"), [(31, 0), (30, 1), (14, 2), (8, 2), (7, 3), (1, 4), (0, 4), (-3, 4)]
)
def test_a_token_that_ends_is_told_in_steps(left: int, step: int) -> None:
    """Thirty, fourteen, seven days ahead, and on the last one."""
    token = TokenFacts(NOW - HOUR, valid=True, ends_at=NOW + left * DAY)

    alarms = raised(QUIET, token=token)

    assert [("token_ends", step)] * bool(step) == [(each.kind, each.step) for each in alarms]


def test_a_token_that_fails_or_has_lost_something() -> None:
    """Both are found by the daily check."""
    invalid = TokenFacts(NOW, valid=False, ends_at=NOW + DAY)
    lost = TokenFacts(NOW, valid=True, lost=("MODERATE",), lost_since=NOW)

    assert ["token_invalid"] == found(token=invalid)
    (alarm,) = raised(QUIET, token=lost)
    assert ("token_narrowed", True) == (alarm.kind, "MODERATE" in alarm.what)


def test_threads_whose_counts_differ() -> None:
    """As the two last looks found them."""
    assert ["counts_differ"] == found(differing=Differing(3, NOW - HOUR))


@pytest.mark.parametrize(
    ("posts", "among", "kinds"),
    [(10, 12, []), (11, 12, ["many_gone"]), (11, 220, []), (12, 220, ["many_gone"])],
)
def test_many_posts_that_wait_to_be_marked_as_gone(
    posts: int, among: int, kinds: list[str]
) -> None:
    """As many as need a third capture or a person; fewer are marked by the second."""
    assert kinds == found(vanished=Vanished(posts, among, NOW - HOUR))


@pytest.mark.parametrize(
    ("account", "settings", "kinds"),
    [
        ({"last_complete": NOW - 25 * HOUR}, SETTINGS, ["fewer_accounts"]),
        ({"last_complete": None, "opened": NOW - HOUR}, SETTINGS, []),
        ({"last_complete": None, "opened": NOW - 2 * DAY}, SETTINGS, ["fewer_accounts"]),
        ({}, AlarmSettings(accounts=2), ["fewer_accounts"]),
        ({}, AlarmSettings(accounts=1), []),
    ],
)
def test_accounts_that_are_not_harvested(
    account: dict[str, object], settings: AlarmSettings, kinds: list[str]
) -> None:
    """Not read to the end for a day, or not there at all."""
    assert kinds == found(QUIET, settings, **account)


def test_a_daily_harvest_by_hand_is_no_fault() -> None:
    """Where whole visits are promised once a day, two days must have passed."""
    daily = TierFacts(Tier.HOT, 30 * HOUR, NOW, (Look(NOW - 20 * HOUR, Verdict.COMPLETE),))

    assert [] == found(tiers=(daily,), last_complete=NOW - 50 * HOUR)
    assert ["fewer_accounts"] == found(tiers=(daily,), last_complete=NOW - 61 * HOUR)


@pytest.mark.parametrize(
    ("archive", "kinds"),
    [
        ({"unstamped": (date(2026, 6, 9),)}, []),
        ({"unstamped": (date(2026, 6, 8), date(2026, 6, 9))}, ["unstamped"]),
        ({"problems": Trouble("verify", 3, NOW - HOUR)}, ["verify_problems"]),
        ({"disks": (Disk("the store", 9 * GIGABYTE, 100 * GIGABYTE),)}, ["disk_full"]),
        ({"disks": (Disk("the store", 90 * GIGABYTE, 1_000 * GIGABYTE),)}, []),
        ({"disks": (Disk("the store", 4 * GIGABYTE, 10 * GIGABYTE),)}, []),
        ({"backup": Backup(NOW - 7 * DAY)}, []),
        ({"backup": Backup(NOW - 9 * DAY)}, ["backup_old"]),
        ({"backup": Backup(None)}, ["backup_old"]),
        ({"channels": (Trouble("e-mail", 1, NOW),)}, []),
        ({"channels": (Trouble("e-mail", 2, NOW),)}, ["delivery_failing"]),
    ],
)
def test_what_is_wrong_with_the_archive(archive: dict[str, object], kinds: list[str]) -> None:
    """Stamps, damage, room, backups, and the way alarms go."""
    alarms = raised(replace(QUIET, **archive))  # type: ignore[arg-type] # fields of the facts

    assert kinds == [alarm.kind for alarm in alarms]
    assert {ARCHIVE} >= {alarm.subject for alarm in alarms}


def test_every_alarm_says_what_is_wrong_and_what_to_do() -> None:
    """In sentences for a clerk; an account is named by its key, which no platform words."""
    bad = replace(
        WELL,
        tiers=(tier(late=9 * HOUR), *trail(PARTIAL, PARTIAL, PARTIAL, doubtful=3)),
        last_complete=NOW - 9 * DAY,
        running=Running(NOW - 9 * HOUR, alive=False),
        token=TokenFacts(NOW, valid=False, lost=("MODERATE",), lost_since=NOW),
        differing=Differing(1, NOW),
    )

    alarms = raised(replace(QUIET, accounts=(bad,)), AlarmSettings(accounts=2))

    assert 8 == len(alarms)
    assert len(alarms) == len({alarm.name for alarm in alarms})
    for alarm in alarms:
        assert all(text.endswith(".") and len(text) > 20 for text in (alarm.what, alarm.next_step))
        assert alarm.subject == ARCHIVE or KEY in alarm.what
