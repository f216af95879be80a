"""One example of the machine: an account, its archive, and the way from one to the other."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict
from unittest.mock import patch

from sqlalchemy import Engine

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.closing import keep_receipt
from archiver.capture.harvest import Surroundings, harvest
from archiver.capture.plan import EVERYTHING, Plan
from archiver.captures import Receipt
from archiver.catalogue.engine import open_engine
from archiver.items import Platform
from archiver.leases.owner import Owner, this_process
from archiver.leases.table import Leases
from archiver.platforms import Entry, Playback, make_timeline
from archiver.progress import Lines
from archiver.registration import add_account
from archiver.schedule.kinds import work_kinds
from archiver.schedule.worker import Worker
from archiver.settings import load_settings
from tests.archiver.quillback import BEGINNING, TOKEN, TOKEN_ENV
from tests.archiver.state_machine.line import Killed, Line, Sent, Time
from tests.archiver.state_machine.truth import Truth

KINDS = ("harvest", "look")
SMALL = {"CIVICKEEP_FACEBOOK__PAGE_SIZE": "2"}
"""Few things on a page, so that a short list has several."""

_ENGINES: dict[str, Engine] = {}


class Limits(TypedDict):
    """Habits of the platform that differ from example to example."""

    counted_cursors: bool
    calls_allowed: int | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it was truly: when, what the platform sent, and the receipt."""

    start: datetime
    end: datetime
    sent: tuple[Sent, ...]
    receipt: Receipt


@dataclass(slots=True)
class City:
    """The account and its archive; every example begins with a new one in the same place.

    ``after`` is told of every visit once its receipt is kept.
    """

    archive: Archive
    line: Line
    folder: Path
    after: Callable[[Visit], None]
    truth: Truth = field(default_factory=Truth)
    receipts: list[Receipt] = field(default_factory=list)
    closing: ExitStack = field(default_factory=ExitStack)

    @property
    def time(self) -> Time:
        """The true time."""
        return self.line.time

    @property
    def account(self) -> Account:
        """The account as it is under archive."""
        return self.archive.accounts()[0]

    @property
    def outside(self) -> Surroundings:
        """What a visit takes from outside."""
        return Surroundings({TOKEN_ENV: TOKEN}, self.time.wait, Lines(lambda _: None))

    def happen(self, make: Callable[[datetime], Entry]) -> datetime:
        """Let something happen on the account now; give when."""
        self.time.now += timedelta(seconds=1)
        at = self.time.now
        self.line.platform.add([make(at)])
        self.line.platform.set_time(at)
        return at

    def copied(self) -> Path:
        """Give the archive once more, beside the first, as it lies on the disk."""
        self.reopen()
        other = self.folder.with_name("undisturbed")
        shutil.rmtree(other, ignore_errors=True)
        return shutil.copytree(self.folder, other)

    def visit(self, plan: Plan = EVERYTHING) -> Receipt:
        """Visit the account."""
        with self.line.open():
            return harvest(self.archive, self.account, self.outside, plan)

    def work_off(self) -> None:
        """Let a worker do what is due."""
        leases = Leases(self.archive)
        worker = Worker(self.archive, work_kinds(KINDS), self.outside, leases)
        with self.line.open():
            for done in worker.work_off(lambda: False):
                assert done.error is None, done.error

    def next_due(self) -> datetime | None:
        """Say when a worker has something to do next, by the clock of its machine."""
        return Leases(self.archive).next_due(KINDS)

    def killed(self, steps: int, visiting: Callable[[], object]) -> bool:
        """Let a process visit that dies after so many steps; False where it lived."""
        with (
            patch("archiver.leases.table.this_process", _another),
            self.line.doomed(self.archive.engine, steps) as doom,
            suppress(Killed),
        ):
            visiting()
        if doom.died:
            self.line.sent.clear()
            self.reopen()
        return doom.died

    def reopen(self) -> None:
        """Open the archive as the next process does; the one before tidied nothing up."""
        with patch("archiver.disk.remove_leftover", lambda _: None):
            self.archive.close()
        self.archive = opened(self.folder, self.time)

    def noted(self, archive: Archive, receipt: Receipt, tally: Any) -> None:  # noqa: ANN401 - passed through
        """Stand in for keeping a receipt: note what the visit was."""
        keep_receipt(archive, receipt, tally)
        if archive.settings.path.parent != self.folder:
            return  # a copy, to be compared with
        error = self.time.error
        sent = tuple(self.line.sent)
        self.line.sent.clear()
        self.receipts.append(receipt)
        self.after(Visit(receipt.started - error, receipt.ended - error, sent, receipt))

    def leave(self) -> None:
        """Let go of everything."""
        self.archive.close()
        self.closing.close()


def begin(  # noqa: PLR0913, PLR0917 - the parts of an example
    founded: Path,
    place: Path,
    first: Entry,
    account: tuple[Platform, str],
    after: Callable[[Visit], None],
    limits: Limits,
) -> City:
    """Put an empty archive into its place and an account under archive."""
    folder = place / "archive"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(founded, folder)
    closing = ExitStack()
    closing.enter_context(patch("archiver.archive.open_engine", _same))
    time = Time(BEGINNING)
    platform = Playback(make_timeline([first]), token=TOKEN, **limits)
    closing.callback(platform.stop)
    archive = opened(folder, time)
    add_account(
        archive, *account, authorized_by="Dana Ortiz", token_env=TOKEN_ENV, api_url=platform.url
    )
    city = City(archive, Line(platform, time, TOKEN), folder, after, closing=closing)
    closing.enter_context(patch("archiver.capture.harvest.keep_receipt", city.noted))
    return city


def opened(folder: Path, time: Time) -> Archive:
    """Open an archive."""
    return Archive.open(load_settings(str(folder / "civickeep.toml"), SMALL), time)


def memory() -> Path:
    """Make a folder, in memory where the machine has any."""
    shm = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    return Path(tempfile.mkdtemp(prefix="civickeep-", dir=shm if shm.is_dir() else None))


def _same(url: str, schema: str = "") -> Engine:
    """Open an engine once: it has its statements ready for the next archive in the same place."""
    if url not in _ENGINES:
        _ENGINES[url] = open_engine(url, schema)
    return _ENGINES[url]


def _another() -> Owner:
    """Be a process that is not there any more once anybody looks."""
    mine = this_process()
    return Owner(mine.host, mine.pid, f"before {mine.started}")
