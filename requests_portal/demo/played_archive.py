"""An archive whose clock is the played platform's, so that what it says of time fits the story."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest
from archiver.captures import Receipt
from archiver.founding import found
from archiver.items import Platform
from archiver.platforms import Playback
from archiver.progress import Lines
from archiver.registration import add_account
from archiver.settings import SETTINGS_FILE, load_settings
from archiver.viewer import Role, Viewer
from requests_portal.demo.telling import Teller

KEYS = "../keys"
"""Beside the archive and never in it; a demonstration leaves nothing in anybody's home."""

KEYS_VARIABLE = "CIVICKEEP_KEYS__FOLDER"


@dataclass(frozen=True, slots=True)
class Founding:
    """What is asked when an archive is founded.

    ``settings`` are further lines of the file, ``secrets`` further variables that a harvest sees.
    """

    folder: Path
    city: str
    clerk: str
    token_variable: str
    settings: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlayedArchive:
    """A new archive beside the platform it reads, on one clock that moves only when told to."""

    archive: Archive
    platform: Playback
    viewer: Viewer
    teller: Teller
    token_variable: str
    secrets: Mapping[str, str] = field(default_factory=dict)

    def at(self, instant: datetime) -> None:
        """Move the clock of the platform and of the archive."""
        self.platform.set_time(instant.astimezone(UTC))

    def add(
        self,
        page_id: str,
        name: str,
        *,
        department: str,
        authorized_by: str,
        platform: Platform = Platform.FACEBOOK,
    ) -> Account:
        """Put a page of the platform, or an account linked to it, under archive."""
        added = add_account(
            self.archive,
            platform,
            page_id,
            name=name,
            department=department,
            authorized_by=authorized_by,
            token_env=self.token_variable,
            api_url=self.platform.url,
        )
        return added or self.archive.account(f"{platform}/{page_id}")

    def visit(self, account: Account) -> Receipt:
        """Harvest an account as ``civickeep harvest`` does; waiting moves the played clock."""
        return harvest(self.archive, account, self.surroundings())

    def surroundings(self) -> Surroundings:
        """Give what a harvest takes from outside: the token, played patience, and who is told."""
        return Surroundings(
            environment={self.token_variable: self.platform.token, **self.secrets},
            wait=self.wait,
            progress=Lines(self.teller.note),
        )

    def wait(self, seconds: float) -> None:
        """Let the played time pass, where a program would wait."""
        self.teller.note(f"the platform needs a moment: waiting {seconds:g} s (played time)")
        self.platform.set_time(self.platform.now + timedelta(seconds=seconds))


@contextmanager
def found_archive(
    founding: Founding, platform: Playback, teller: Teller
) -> Iterator[PlayedArchive]:
    """Found a new archive beside a platform that is already answering."""

    def clock() -> datetime:
        return platform.now

    found(
        founding.folder,
        city=founding.city,
        time_zone="America/Chicago",
        clock=clock,
        environment={KEYS_VARIABLE: KEYS},
    )
    file = founding.folder / SETTINGS_FILE
    keys = f'\n[keys]\nfolder = "{KEYS}"\n'
    file.write_text(file.read_text("utf-8") + keys + founding.settings, "utf-8")
    archive = Archive.open(load_settings(str(file), {}), clock)
    viewer = Viewer(
        name=founding.clerk,
        roles=frozenset({Role.CLERK, Role.RECORDS, Role.AUDITOR}),
        city=founding.city,
    )
    try:
        yield PlayedArchive(
            archive, platform, viewer, teller, founding.token_variable, founding.secrets
        )
    finally:
        archive.close()
