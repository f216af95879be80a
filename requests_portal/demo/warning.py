"""The messages that reach people: the alarm of a bad night, and the note of a quiet morning."""

from dataclasses import dataclass, field

from archiver.alarms.checking import check_alarms, moment
from archiver.alarms.message import Message
from archiver.alarms.note import note_message, standing
from archiver.alarms.tokens import TOKEN_WORK
from archiver.alarms.work import DAY, send_now
from requests_portal.demo.played_archive import PlayedArchive

SETTINGS = """
[alarms]
accounts = 2
disk_percent = 0.001
disk_gigabytes = 0.001
"""
"""How full the disk of this machine is belongs to no story."""


@dataclass(slots=True)
class Mailbox:
    """Where the messages of the demonstration go: no mail leaves this machine."""

    name: str = "e-mail"
    messages: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        """Take a message."""
        self.messages.append(message)


def look_for_alarms(played: PlayedArchive, mailbox: Mailbox) -> None:
    """Try every token, look for what is wrong and tell it, as the worker does by itself."""
    for account in played.archive.accounts():
        TOKEN_WORK.do(played.archive, account.key, played.surroundings())
    check_alarms(played.archive, (mailbox,), played.wait)


def send_note(played: PlayedArchive, mailbox: Mailbox) -> None:
    """Send the note that comes every day."""
    now = played.archive.clock()
    told = standing(played.archive, now, now - DAY)
    message = note_message(moment(played.archive, now), told)
    send_now(played.archive, (mailbox,), message, played.wait)
