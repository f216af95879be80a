"""The daily note: what it says, when it goes out, and what its checkpoint is good for."""

from datetime import UTC, datetime, timedelta

import pytest

from archiver.alarm_events import MessageKind
from archiver.alarms.checking import moment
from archiver.alarms.note import RULE, note_message, standing
from archiver.alarms.work import NOTE_WORK, trial
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.civil_time import to_wire
from archiver.connect.signals import SignedRequest, record_signal
from archiver.connection_events import SignalKind
from archiver.progress import Lines
from archiver.schedule.kinds import Outcome
from archiver.verify.problems import Damage
from archiver.verify.slices import WHOLE
from archiver.verify.whole import verify
from tests.archiver.alarms.conftest import Town
from tests.archiver.quillback import ACCOUNT, Harvester, PlayedClock, PlayedPage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY = datetime(2026, 6, 2, 12, tzinfo=UTC)
"""Seven in the morning by the city's clock."""


def work(town: Town) -> Outcome:
    """Do the work of the note."""
    outside = Surroundings(town.environment, lambda _: None, Lines(lambda _: None))
    return NOTE_WORK.do(town.archive, "archive", outside)


@pytest.fixture
def watched(town: Town, harvest: Harvester, page: PlayedPage, clock: PlayedClock) -> Town:
    """Let the account have been read this morning."""
    page.post("1")
    clock.now = TUESDAY - timedelta(minutes=5)
    harvest()
    clock.now = TUESDAY
    return town


def test_a_quiet_day_has_a_note_too(watched: Town) -> None:
    """With every account, its colour and when it was read last."""
    outcome = work(watched)

    (text,), (subject,) = watched.mail.texts, watched.mail.subjects
    assert "daily note of 2026-06-02: all is quiet" in subject
    assert f"- {ACCOUNT}: green; last complete capture: 2026-06-02 06:55 CDT" in text
    assert "None." in text
    assert outcome.clean
    assert "2026-06-03T12:00:00Z" == to_wire(outcome.next_due)


def test_the_first_note_comes_at_its_hour(town: Town, clock: PlayedClock) -> None:
    """Not at the moment the archive was founded; the hour is the city's, in summer and winter."""
    clock.now = TUESDAY - 9 * HOUR
    summer = NOTE_WORK.wanted(town.archive)["archive"]
    town.set(note_at="16:30")
    clock.now = datetime(2026, 12, 1, 23, tzinfo=UTC)

    assert "2026-06-02T12:00:00Z" == to_wire(summer)
    assert "2026-12-02T22:30:00Z" == to_wire(NOTE_WORK.wanted(town.archive)["archive"])


def test_nothing_is_quiet_that_was_not_really_read(watched: Town, clock: PlayedClock) -> None:
    """An account that nobody read of late is named, before an alarm is raised."""
    clock.now += 2 * HOUR
    work(watched)

    assert "1 account of 1 not fully watched" in watched.mail.subjects[0]
    assert "all is quiet" not in watched.mail.texts[0]


def test_an_archive_without_accounts_is_not_quiet(town: Town, clock: PlayedClock) -> None:
    """Nothing is watched there."""
    clock.now = TUESDAY
    work(town)

    assert "no account is under archive" in town.mail.subjects[0]


def test_what_a_platform_passed_on_is_told_for_a_week(watched: Town, clock: PlayedClock) -> None:
    """Nobody sat at the machine when it came; the note says neither who it is about nor a code."""
    request = SignedRequest("90011", TUESDAY)
    signal = record_signal(watched.archive, None, SignalKind.DATA_DELETION, request, by="webhook")
    work(watched)
    clock.now = TUESDAY + 8 * DAY
    work(watched)

    first, later = watched.mail.texts
    assert "1 signal of a platform to answer" in watched.mail.subjects[0]
    assert "2026-06-02 07:00 CDT: somebody asked the platform for deletion" in first
    assert not [word for word in ("90011", signal.code) if word in first]
    assert "To answer" not in later


def test_open_alarms_stand_in_the_note_and_it_is_their_reminder(
    watched: Town, clock: PlayedClock
) -> None:
    """So that one message a day comes and not two."""
    clock.now += 5 * HOUR
    watched.check()
    clock.now += 20 * HOUR
    work(watched)
    clock.now += 5 * HOUR
    later = watched.check()

    assert "alarms open" in watched.mail.subjects[1]
    assert "has not been looked at" in watched.mail.texts[1]
    assert ["fewer_accounts"] == [alarm.kind for alarm in later.turn.raised]
    assert 3 == len(watched.mail.raw)


def test_the_note_is_never_the_first_that_is_heard_of_an_alarm(
    watched: Town, clock: PlayedClock
) -> None:
    """It is told by a message of its own as well."""
    clock.now += 5 * HOUR
    work(watched)
    (first, _) = watched.check().deliveries

    assert ["missed_run"] == [alarm.kind for alarm in first.message.alarms]


@pytest.mark.parametrize("way", ["attached", "text", "webhook"])
def test_the_checkpoint_of_a_note_finds_an_archive_that_was_shortened(
    watched: Town, way: str
) -> None:
    """Saved from the mail, cut out of its text, or taken from the webhook: to the byte."""
    work(watched)
    (mail,) = watched.mail.mails
    saved = {
        "attached": next(mail.iter_attachments()).get_payload(decode=True),
        "text": watched.mail.texts[0].replace("\r\n", "\n").split(f"{RULE}\n")[1].encode(),
        "webhook": note_of(watched.archive),
    }[way]
    assert isinstance(saved, bytes)

    assert [] == verify(watched.archive, WHOLE, saved).findings.problems
    changed = saved.replace(b"\n", b"\n9", 1)
    (problem,) = verify(watched.archive, WHOLE, changed).findings.problems
    assert Damage.LEDGER_SHORTENED == problem.kind


def note_of(archive: Archive) -> bytes:
    """Give the checkpoint of the note as it stands."""
    now = archive.clock()
    message = note_message(moment(archive, now), standing(archive, now, now - DAY))
    assert message.checkpoint is not None
    return bytes(message.checkpoint.note)


def test_a_note_is_sent_again_by_the_channel_that_failed_alone(
    watched: Town, clock: PlayedClock
) -> None:
    """Ten minutes later, and only until it is taken."""
    watched.mail.fail = 2
    failed = work(watched)
    clock.now += HOUR / 6
    again = work(watched)
    clock.now += HOUR / 6
    third = work(watched)

    assert (False, True, None) == (failed.clean, again.clean, third.said)
    assert timedelta(0) < failed.next_due - TUESDAY <= HOUR / 4
    assert (1, 1) == (len(watched.mail.raw), len(watched.hook.bodies))


def test_the_alarms_are_tested_once_a_week(watched: Town, clock: PlayedClock) -> None:
    """Marked as a test in its title and its first line."""
    tests = []
    for _ in range(7):
        before = len(watched.mail.raw)
        work(watched)
        tests += [subject for subject in watched.mail.subjects[before:] if "TEST" in subject]
        clock.now += DAY

    assert 1 == len(tests)
    message = trial(watched.archive)
    assert MessageKind.TEST is message.kind
    assert message.text.startswith("TEST: ")
    assert () == message.alarms


def test_a_note_with_nowhere_to_go_is_told_by_the_worker(watched: Town) -> None:
    """Once a day."""
    watched.set(to=(), webhook_url=None)
    outcome = work(watched)

    assert "nowhere to send" in (outcome.said or "")
    assert outcome.next_due - TUESDAY > 23 * HOUR
