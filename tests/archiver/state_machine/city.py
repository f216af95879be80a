"""One example of the machine: an account, its archive, and the way from one to the other."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Engine

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest
from archiver.capture.plan import EVERYTHING, Plan
from archiver.captures import Receipt
from archiver.catalogue.engine import open_engine
from archiver.items import Platform
from archiver.leases.owner import Owner, this_process
from archiver.platforms import Entry, Playback, make_timeline
from archiver.registration import add_account
from archiver.settings import load_settings
from tests.archiver.quillback import BEGINNING, PAGE, TOKEN, TOKEN_ENV
from tests.archiver.state_machine.line import Killed, Line, Sent, Time
from tests.archiver.state_machine.truth import Truth

_ENGINES: dict[str, Engine] = {}


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it was truly: when, what the platform sent, and the receipt."""

    start: datetime
    end: datetime
    sent: tuple[Sent, ...]
    receipt: Receipt


@dataclass(slots=True)
class City:
    """The account and its archive; every example begins with a new one in the same place."""

    archive: Archive
    platform: Playback
    time: Time
    line: Line
    truth: Truth
    folder: Path
    closing: ExitStack
    visits: list[Visit] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def happen(self, make: Callable[[datetime], Entry]) -> datetime:
        """Let something happen on the account now; give when."""
        self.time.now += timedelta(seconds=1)
        at = self.time.now
        self.platform.add([make(at)])
        self.platform.set_time(at)
        return at

    @property
    def outside(self) -> Surroundings:
        """What a visit takes from outside."""
        return Surroundings({TOKEN_ENV: TOKEN}, self.time.wait, self.said.append)

    def visit(self, plan: Plan = EVERYTHING) -> Receipt:
        """Visit the account."""
        account = self.archive.accounts()[0]
        return self.watch(lambda: harvest(self.archive, account, self.outside, plan))

    def watch(self, visiting: Callable[[], Receipt]) -> Receipt:
        """Note what is sent during a visit."""
        start = self.time.now
        self.line.visit.clear()
        with self.line.open():
            receipt = visiting()
        self.visits.append(Visit(start, self.time.now, tuple(self.line.visit), receipt))
        return receipt

    def killed(self, steps: int) -> bool:
        """Visit the account with a process that dies after so many steps; False where it lived."""
        with (
            patch("archiver.leases.table.this_process", _another),
            self.line.doomed(self.archive.engine, steps) as doom,
            suppress(Killed),
        ):
            self.visit()
        if doom.died:
            self.reopen()
        return doom.died

    def reopen(self) -> None:
        """Open the archive as the next process does; the one before tidied nothing up."""
        with patch("archiver.disk.remove_leftover", lambda _: None):
            self.archive.close()
        self.archive = opened(self.folder, self.time)

    def leave(self) -> None:
        """Let go of everything."""
        self.archive.close()
        self.closing.close()


def begin(founded: Path, place: Path, first: Entry) -> City:
    """Put an empty archive into its place and an account under archive."""
    folder = place / "archive"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(founded, folder)
    closing = ExitStack()
    closing.enter_context(patch("archiver.archive.open_engine", _same))
    time = Time(BEGINNING)
    platform = Playback(make_timeline([first]), token=TOKEN)
    closing.callback(platform.stop)
    archive = opened(folder, time)
    add_account(
        archive,
        Platform.FACEBOOK,
        PAGE,
        authorized_by="Dana Ortiz",
        token_env=TOKEN_ENV,
        api_url=platform.url,
    )
    return City(archive, platform, time, Line(platform, time, TOKEN), Truth(), folder, closing)


def opened(folder: Path, time: Time) -> Archive:
    """Open an archive."""
    return Archive.open(load_settings(str(folder / "civickeep.toml"), {}), time)


def memory() -> Path:
    """Give a folder in memory where the machine has one."""
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
