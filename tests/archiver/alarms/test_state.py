"""What is told and when, whatever alarms come and go."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.alarms.alarm import ARCHIVE, Alarm, AlarmKind, Name
from archiver.alarms.state import Standing, Told, news, turn

START = datetime(2026, 6, 1, tzinfo=UTC)
ROUND, DAY = timedelta(minutes=10), timedelta(days=1)
DISK = Name(AlarmKind.DISK_FULL, ARCHIVE)


def alarm(kind: AlarmKind = AlarmKind.DISK_FULL, step: int = 0) -> Alarm:
    """Make an alarm of the archive."""
    return Alarm(kind, ARCHIVE, START, "It is full.", "Make room.", step)


def is_told(found: Alarm, raised: datetime, told: Told | None, now: datetime) -> bool:
    """Whether a message goes out, and the alarm is new in it."""
    known = {} if told is None else {found.name: told}
    message = news([found], {found.name: raised}, known, now, DAY)
    return message is not None and message.new == (found,)


def test_what_changed() -> None:
    """New, worse, and over; what stays as it was is nothing."""
    standing = [Standing(DISK, START, START, 1)]

    assert ((), ()) == _parts(standing, [alarm(step=1)])
    assert ((), ()) == _parts(standing, [alarm(step=0)])
    assert ((DISK,), ()) == _parts(standing, [alarm(step=2)])
    assert ((), (DISK,)) == _parts(standing, [])
    assert ((DISK,), ()) == _parts([], [alarm()])


def _parts(
    standing: list[Standing], found: list[Alarm]
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    changed = turn(standing, found)
    return tuple(each.name for each in changed.raised), changed.cleared


def test_a_wrong_clock_silences_nothing() -> None:
    """What was told in the year 2040 is told again now."""
    assert is_told(alarm(), START, Told(START + 5_000 * DAY, 0), START)


def test_what_became_worse_is_told_at_once() -> None:
    """However lately it was told."""
    assert is_told(alarm(step=1), START, Told(START, 0), START + ROUND)
    assert not is_told(alarm(step=1), START, Told(START, 1), START + ROUND)


@given(st.lists(st.sets(st.sampled_from(list(AlarmKind)), max_size=4), max_size=400))
def test_every_alarm_is_told_and_none_too_often(rounds: list[set[AlarmKind]]) -> None:
    """In the round it is found, or told within the day before; never twice in a day as news."""
    raised: dict[Name, datetime] = {}
    told: dict[Name, Told] = {}
    heard: dict[Name, datetime] = {}
    for number, kinds in enumerate(rounds):
        now = START + 5 * ROUND * number
        found = [alarm(kind) for kind in sorted(kinds)]
        raised = {each.name: raised.get(each.name, now) for each in found}
        message = news(found, raised, told, now, DAY)
        for each in message.new if message else ():
            assert now - heard.get(each.name, now - DAY) >= DAY
            heard[each.name] = now
        if message:
            told |= {each.name: Told(now, each.step) for each in message.all}
            assert set(found) == set(message.all)
        for each in found:
            once = each.kind is AlarmKind.TOKEN_ENDS
            assert once or now - told[each.name].at < DAY
