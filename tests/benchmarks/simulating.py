"""Days of an account simulated: the real schedule and harvester, a played platform."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest
from archiver.catalogue import tables as t
from archiver.leases.table import Leases
from archiver.platforms import Comment, Edit, Entry, Page, Person, Playback, Post, make_timeline
from archiver.progress import Lines
from archiver.schedule.kinds import work_kinds
from archiver.schedule.worker import Worker
from archiver.settings import FacebookSettings
from tests.archiver.platforms.socketless import socketless
from tests.benchmarks.measuring import Figure, seconds
from tests.benchmarks.scene import ACCOUNT, make_archive, open_archive

DAYS = 1
POSTS_A_DAY, COMMENTS_A_POST = 4, 12
"""Of the account that is looked at on schedule."""

POSTS, COMMENTS = 200, 25
"""Of the page that is read whole once: posts, and comments below each."""

START = datetime(2040, 3, 5, 14, tzinfo=UTC)
"""Later than the archive was made by the clock of this machine."""
RUTH = Person(id="90011", name="Ruth Amundsen")


@dataclass(slots=True)
class PlayedTime:
    """One time for the archive and the platform; it moves where somebody waits."""

    platform: Playback
    now: datetime = START

    def __call__(self) -> datetime:
        """Tell the time, a tenth of a second after anybody asked before."""
        self.now += timedelta(seconds=0.1)
        self.platform.set_time(self.now)
        return self.now

    def wait(self, moment: float) -> None:
        """Let so many seconds pass."""
        self.now += timedelta(seconds=moment)


def figures() -> list[Figure]:
    """Measure the days of a schedule, and one whole page."""
    return [_simulated(), *_read_whole()]


def _simulated() -> Figure:
    with _played(_days(DAYS)) as (archive, time):
        took = seconds(lambda: _work(archive, time, START + timedelta(days=DAYS)))
        visits, calls = _visits(archive)
    return Figure(
        "an account looked at on schedule, simulated",
        60 * DAYS / took,
        "account-days/minute",
        f"{visits / DAYS:,.0f} visits and {calls / DAYS:,.0f} calls a day",
    )


def _read_whole() -> Iterator[Figure]:
    items = POSTS * (1 + COMMENTS)
    with _played(_long_page(POSTS, COMMENTS)) as (archive, time):
        time.now = START + timedelta(days=1)
        outside = Surroundings({_variable(): time.platform.token}, time.wait, Lines(lambda _: None))
        took = seconds(lambda: harvest(archive, archive.accounts()[0], outside))
        size = archive.settings.section(FacebookSettings).page_size
        with archive.reading() as connection:
            kept = connection.scalar(select(func.count()).select_from(t.item)) or 0
        _, calls = _visits(archive)
    # A page of posts, and below each post a page of comments: no call can list more.
    least = -(-POSTS // size) + POSTS * -(-COMMENTS // size)
    yield Figure(
        "a page read whole, from the call to the receipt",
        items / took,
        "items/s",
        f"{kept:,} items kept",
    )
    yield Figure(
        "calls for an item captured, times 1,000",
        1000 * calls / items,
        "calls",
        f"the least that the API allows one by one: {1000 * least / items:,.1f} calls",
        calls / least,
    )


def _work(archive: Archive, time: PlayedTime, end: datetime) -> None:
    """Let a worker do what is due, whenever it is due."""
    outside = Surroundings({_variable(): time.platform.token}, time.wait, Lines(lambda _: None))
    leases = Leases(archive)
    worker = Worker(archive, work_kinds(("harvest",)), outside, leases)
    while time.now < end:
        for done in worker.work_off(lambda: False):
            if done.error is not None:
                raise done.error
        due = leases.next_due(worker.kinds) or end
        time.now = max(time.now, due)


@contextmanager
def _played(entries: list[Entry]) -> Iterator[tuple[Archive, PlayedTime]]:
    """Give an empty archive of a page, and the time of both."""
    platform = Playback(make_timeline(entries))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "archive")
        make_archive(place, api_url=platform.url).close()
        archive, time = open_archive(place), PlayedTime(platform)
        archive.clock = time
        try:
            with socketless(platform):
                yield archive, time
        finally:
            archive.close()
            platform.stop()


def _days(days: int) -> list[Entry]:
    """Tell some days of a page: posts, answers over the following hours, an edit each."""
    entries: list[Entry] = [Page(at=START, id=ACCOUNT, name="City of Benchmark")]
    for number in range(days * POSTS_A_DAY):
        at = START + timedelta(days=number / POSTS_A_DAY)
        post = f"{ACCOUNT}_{number}"
        entries.append(Post(at=at, id=post, page=ACCOUNT, message=f"Notice {number}"))
        entries += _answers(post, at, COMMENTS_A_POST, timedelta(minutes=20))
        later = at + timedelta(hours=5)
        entries.append(Edit(at=later, id=post, message=f"Notice {number}, corrected"))
    return entries


def _long_page(posts: int, comments: int) -> list[Entry]:
    entries: list[Entry] = [Page(at=START, id=ACCOUNT, name="City of Benchmark")]
    for number in range(posts):
        at = START + timedelta(minutes=number)
        post = f"{ACCOUNT}_{number}"
        entries.append(Post(at=at, id=post, page=ACCOUNT, message=f"Notice {number}"))
        entries += _answers(post, at, comments, timedelta(seconds=1))
    return entries


def _answers(post: str, at: datetime, count: int, apart: timedelta) -> Iterator[Entry]:
    number = post.rpartition("_")[2]
    for place in range(count):
        yield Comment(
            at=at + apart * (place + 1),
            id=f"{number}_{place}",
            parent=post,
            message=f"Answer {place} to notice {number}",
            author=RUTH,
        )


def _visits(archive: Archive) -> tuple[int, int]:
    """Count the visits and the calls of all."""
    with archive.reading() as connection:
        count, calls = connection.execute(
            select(func.count(), func.sum(t.capture.c.calls)).select_from(t.capture)
        ).one()
    return count, calls


def _variable() -> str:
    return FacebookSettings().token_env
