"""Rounds on a real archive: what is raised, told, told again, and over."""

import json
from datetime import timedelta

import pytest

from archiver.alarms import checking
from archiver.alarms.entries import kept_entry
from archiver.alarms.kept import kept_alarms, note_verification
from archiver.alarms.work import ALARM_WORK
from archiver.archive import Archive
from archiver.capture.confirming import confirm_gone, list_waiting
from archiver.capture.harvest import Surroundings
from archiver.errors import StoreFull
from archiver.events import Event
from archiver.ledger.closing import close_ledger
from archiver.platforms import FaultKind
from archiver.progress import Lines
from archiver.verify.whole import verify
from tests.archiver.alarms.conftest import Town
from tests.archiver.quillback import ACCOUNT, PAGE, READER, Harvester, PlayedClock, PlayedPage

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OUTSIDE = Surroundings({}, lambda _: None, Lines(lambda _: None))


def kinds(archive: Archive) -> list[str]:
    """Give the kinds of the open alarms."""
    with archive.reading() as connection:
        return [each.name.kind for each in kept_alarms(connection)]


@pytest.fixture
def watched(town: Town, harvest: Harvester, page: PlayedPage) -> Town:
    """Let the account be read once, and all be well."""
    page.comment("c1", page.post("1"))
    page.post("2")
    harvest()
    assert () == town.check().open
    return town


def test_an_outage_is_told_once_by_every_channel(watched: Town, clock: PlayedClock) -> None:
    """And not again while nothing changes."""
    clock.now += 5 * HOUR
    first = watched.check()
    clock.now += 10 * MINUTE
    second = watched.check()

    assert ["missed_run"] == [alarm.kind for alarm in first.open] == kinds(watched.archive)
    assert [True, True] == [each.taken for each in first.deliveries]
    assert (1, ()) == (len(second.open), second.deliveries)
    assert (1, 1) == (len(watched.mail.raw), len(watched.hook.bodies))
    assert ACCOUNT in watched.mail.subjects[0]
    assert "Next:" in watched.mail.texts[0]


def test_a_reminder_comes_once_a_day_with_all_that_is_open(
    watched: Town, clock: PlayedClock
) -> None:
    """What is new in a round is one mail, and so is the rest."""
    clock.now += 5 * HOUR
    watched.check()
    clock.now += 23 * HOUR
    watched.check()
    clock.now += 23 * HOUR
    silent = watched.check()
    clock.now += HOUR
    watched.check()

    assert () == silent.deliveries
    assert ["1 new alarm, 1 open", "1 new alarm, 2 open", "reminder, 2 open"] == [
        subject.split(": ")[1].partition(" (")[0] for subject in watched.mail.subjects
    ]
    assert "Still open:" in watched.mail.texts[1]


def test_what_is_over_is_told_with_the_next_message(
    watched: Town, clock: PlayedClock, harvest: Harvester
) -> None:
    """The alarm is kept with both its times."""
    clock.now += 5 * HOUR
    watched.check()
    harvest()
    over = watched.check()
    clock.now += 30 * HOUR
    watched.check()

    assert ((), ["missed_run"]) == (over.open, [name.kind for name in over.turn.cleared])
    assert "Over:" in watched.mail.texts[-1]
    with watched.archive.reading() as connection:
        entry = kept_entry(kept_alarms(connection, past=True)[0])
    assert (True, True) == (entry.told is not None, entry.over is not None)


def test_what_flickers_is_not_told_each_time(
    watched: Town, clock: PlayedClock, harvest: Harvester
) -> None:
    """Told, over and back within a day is one message."""
    for _ in range(4):
        clock.now += 5 * HOUR
        watched.check()
        harvest()
        watched.check()

    assert 1 == len(watched.mail.raw)


def test_where_mail_fails_the_webhook_tells_and_mail_is_tried_again(
    watched: Town, clock: PlayedClock
) -> None:
    """That mail fails is an alarm of its own; once it works, it has everything."""
    watched.mail.fail = 4
    clock.now += 5 * HOUR
    first = watched.check()
    for _ in range(2):
        clock.now += 10 * MINUTE
        watched.check()
    clock.now += 10 * MINUTE
    last = watched.check()

    assert ["e-mail"] == [each.channel for each in first.undelivered]
    assert [{"missed_run"}, {"missed_run", "delivery_failing"}] == [
        {alarm["kind"] for alarm in json.loads(body)["alarms"]} for body in watched.hook.bodies
    ]
    assert ["missed_run"] == [alarm.kind for alarm in last.open]
    assert 1 == len(watched.mail.raw)


def test_alarms_are_records_like_other_acts(
    watched: Town, clock: PlayedClock, harvest: Harvester
) -> None:
    """Every row follows from what is stored."""
    clock.now += 5 * HOUR
    watched.check()
    harvest()
    watched.check()
    close_ledger(watched.archive, lambda _: None)

    assert [] == verify(watched.archive).findings.problems


def test_a_worker_tells_of_alarms_in_a_line(watched: Town, clock: PlayedClock) -> None:
    """Also where there is nowhere to send them; where all is well it says nothing."""
    watched.set(to=(), webhook_url=None)
    well = ALARM_WORK.do(watched.archive, "archive", OUTSIDE)
    clock.now += 5 * HOUR
    ill = ALARM_WORK.do(watched.archive, "archive", OUTSIDE)

    assert (None, True) == (well.said, well.clean)
    assert (True, False) == ((ill.said or "").startswith("1 alarm open, 1 new"), ill.clean)
    assert "under [alarms]" in (ill.said or "")


def test_a_full_store_is_told_although_nothing_can_be_kept(
    watched: Town, clock: PlayedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once an hour by the clock, because nothing remembers that it was told."""

    def refuse(_archive: Archive, _event: Event) -> int:
        raise StoreFull("The disk is full.", next_step="Make room.")

    monkeypatch.setattr(Archive, "record", refuse)
    clock.now = (clock.now + 6 * HOUR).replace(minute=3)
    with pytest.raises(StoreFull):
        watched.check()
    clock.now = clock.now.replace(minute=33)
    with pytest.raises(StoreFull):
        watched.check()

    assert (1, 1) == (len(watched.mail.raw), len(watched.hook.bodies))
    assert "The disk is full." in watched.mail.texts[0]


def test_a_killed_round_tells_again_rather_than_never(
    watched: Town, clock: PlayedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent and not kept is sent once more."""
    clock.now += 5 * HOUR
    with monkeypatch.context() as killed:
        killed.setattr(checking, "keep_sent", _die)
        with pytest.raises(KeyboardInterrupt):
            watched.check()
    watched.check()

    assert 2 == len(watched.mail.raw)
    assert ["missed_run"] == kinds(watched.archive)


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_counts_that_differ_twice_are_found(
    watched: Town, harvest: Harvester, page: PlayedPage
) -> None:
    """Once may be a comment written at that moment."""
    page.platform.misbehave(FaultKind.SILENT_EMPTY, path=f"/{PAGE}_1/comments", times=99)
    harvest()
    once = watched.check().open
    harvest()
    twice = watched.check().open
    page.quiet()
    harvest()

    assert ((), ["counts_differ"]) == (once, [alarm.kind for alarm in twice])
    assert () == watched.check().open


def test_many_posts_that_vanish_are_told_until_a_person_confirms_it(
    watched: Town, harvest: Harvester, page: PlayedPage
) -> None:
    """From the first capture on that misses them."""
    posts = [page.post(f"old_{number}") for number in range(12)]
    harvest()
    page.delete(*posts)
    harvest()
    told = watched.check().open
    account = harvest.account
    waiting = list_waiting(watched.archive, READER, account)

    confirm_gone(watched.archive, account, waiting, by="Dana Ortiz", reason="A clean-up")

    (alarm,) = told
    assert ("many_gone", 12) == (alarm.kind, alarm.step)
    assert "12 posts" in alarm.what
    assert () == watched.check().open


def test_a_feed_that_lists_nothing_twice_is_found(
    watched: Town, harvest: Harvester, page: PlayedPage
) -> None:
    """With the wrong kind of token the platform is silent, and posts can still be read."""
    page.platform.misbehave(FaultKind.SILENT_EMPTY, path="/feed", times=99)
    harvest()
    once = watched.check().open
    harvest()

    assert ((), ["canary_unreadable"]) == (once, [each.kind for each in watched.check().open])


def test_a_canary_that_cannot_be_read_twice_is_found(
    watched: Town, harvest: Harvester, page: PlayedPage
) -> None:
    """What is listed and then refused proves nothing about what is missing."""
    page.delete(f"{PAGE}_1")
    page.platform.misbehave(FaultKind.PERMISSION_MISSING, path=f"/{PAGE}_2", times=99)
    harvest()
    harvest()

    assert "canary_unreadable" in [each.kind for each in watched.check().open]


def test_what_a_verification_finds_is_open_until_one_finds_nothing(watched: Town) -> None:
    """A part's findings end with that part, or with the whole."""
    note_verification(watched.archive, 3, 30, 2)
    found = watched.check().open
    note_verification(watched.archive, 4, 30, 0)
    still = watched.check().open
    note_verification(watched.archive, 1, 1, 0)

    assert ["verify_problems"] == [each.kind for each in found] == [each.kind for each in still]
    assert () == watched.check().open


def test_no_word_of_the_platform_gets_into_an_alarm(
    watched: Town, clock: PlayedClock, harvest: Harvester, page: PlayedPage
) -> None:
    """What it says of its troubles stays in the receipts of the captures."""
    page.post("3", "SECRET words of a resident")
    page.platform.misbehave(FaultKind.PERMISSION_MISSING, times=999)
    for _ in range(3):
        harvest()
        clock.now += HOUR
    watched.check()

    with watched.archive.reading() as connection:
        told = [each.what + each.next_step for each in kept_alarms(connection)]
    assert any(text for text in told)
    assert not any("SECRET" in text or "ermission" in text for text in told)
