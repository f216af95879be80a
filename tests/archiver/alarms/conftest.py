"""A mail server and a receiver of webhooks, and an archive whose alarms go there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from archiver.alarms.channel import Channel, Round
from archiver.alarms.checking import channels_of, check_alarms
from archiver.alarms.settings import AlarmSettings, Security
from archiver.archive import Archive
from tests.archiver.alarms.mailserver import PASSWORD, USER, Mailbox, mail_server
from tests.archiver.alarms.receiver import Received, receiver

SECRET = "quillback alarm secret"
TO, SENDER = "clerk@quillback.example", "civickeep@quillback.example"
ENVIRONMENT = {
    "CIVICKEEP_SMTP_USER": USER,
    "CIVICKEEP_SMTP_PASSWORD": PASSWORD,
    "CIVICKEEP_ALARM_SECRET": SECRET,
}


@dataclass(slots=True)
class Town:
    """An archive whose alarms are told to a mailbox and a webhook."""

    archive: Archive
    mail: Mailbox
    hook: Received
    environment: dict[str, str]

    def set(self, **changed: object) -> None:
        """Change the settings of alarms."""
        old = self.archive.settings
        section = msgspec.structs.replace(old.section(AlarmSettings), **changed)
        settings = replace(old, sections={**old.sections, "alarms": section})
        self.archive = Archive(
            settings, self.archive.store, self.archive.engine, self.archive.clock
        )

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels of the settings."""
        return channels_of(self.archive.settings, self.environment)

    def check(self) -> Round:
        """Make a round, without waiting."""
        return check_alarms(self.archive, self.channels, lambda _: None)


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[Mailbox]:
    """Serve mail."""
    with mail_server(tmp_path) as box:
        yield box


@pytest.fixture
def hook() -> Iterator[Received]:
    """Take webhooks."""
    with receiver() as got:
        yield got


@pytest.fixture
def town(archive: Archive, mail: Mailbox, hook: Received) -> Town:
    """Give an archive whose alarms go to both."""
    town = Town(archive, mail, hook, dict(ENVIRONMENT))
    town.set(
        to=(TO,),
        sender=SENDER,
        smtp_host="127.0.0.1",
        smtp_port=mail.port,
        smtp_security=Security.STARTTLS,
        smtp_ca=str(mail.certificate),
        webhook_url=hook.url,
        timeout=5.0,
        disk_gigabytes=0.000001,
    )
    return town
