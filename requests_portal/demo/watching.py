"""The days in which the city's accounts are watched: visits, people and notices, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select

from archiver.accounts import Account
from archiver.alarms.message import Message
from archiver.archive import Archive
from archiver.capture_now.keeping import KeptNow, keep_now
from archiver.capture_now.naming import read_name
from archiver.captures import Receipt
from archiver.catalogue.tables import capture
from archiver.imports.running import Outcome
from archiver.items import Platform
from archiver.record import read_record
from requests_portal.demo import city, download, warning
from requests_portal.demo.played_archive import PlayedArchive
from requests_portal.demo.rounds import Rounds, begin_rounds
from requests_portal.demo.telling import Teller


@dataclass(frozen=True, slots=True)
class VisitMade:
    """The receipt that a visit left, and where it lies in the store."""

    receipt: Receipt
    object: str


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of those days.

    ``page`` and ``instagram`` are the accounts; ``alarms`` the messages that
    went to people, in order.
    """

    page: Account
    instagram: Account
    kept_now: KeptNow
    imported: Outcome
    alarms: tuple[Message, ...]


def watch_all(played: PlayedArchive, rounds: Rounds, folder: Path) -> Watched:
    """Watch until everybody has read what was said; ``rounds`` have begun."""
    page, instagram = played.archive.accounts()
    mailbox = warning.Mailbox()
    teller = played.teller
    with teller.step("Visiting the page again, for the rest"):
        played.at(city.SECOND_VISIT_AT)
        _note(teller, played.visit(page))
    with teller.step("Letting the schedule look, hot threads often, old ones once a day"):
        rounds.until(city.SCAM_SEEN_AT)
    with teller.step("Keeping a comment now, before staff take it down"):
        accounts = (page, instagram)
        name = read_name(city.SCAM_ADDRESS)
        kept_now = keep_now(played.archive, name, accounts, played.surroundings())
        _note(teller, kept_now.receipt)
    with teller.step("Listening to the platform's notices, beside the schedule"):
        rounds.until(city.NOTICES_FROM)
        rounds.listen()
        rounds.until(city.ALARM_AT)
    with teller.step("Raising an alarm: the token has expired in the night"):
        warning.look_for_alarms(played, mailbox)
        rounds.until(city.NOTE_AT)
        warning.look_for_alarms(played, mailbox)
        warning.send_note(played, mailbox)
        teller.note(mailbox.messages[-1].title)
    with teller.step("Importing a download that Instagram made for the city"):
        rounds.until(city.IMPORTED_AT)
        made = download.write_download(folder)
        imported = download.import_download(played, instagram, made)
        rounds.until(city.READ_AT)
    return Watched(page, instagram, kept_now, imported, tuple(mailbox.messages))


def begin_watching(played: PlayedArchive) -> Rounds:
    """Put both accounts under archive and let the worker look at them for the first time."""
    played.add(
        city.PAGE_ID, city.CITY, department="Communications", authorized_by=city.COMMUNICATIONS
    )
    played.add(
        city.INSTAGRAM_ID,
        city.INSTAGRAM_NAME,
        department="Communications",
        authorized_by=city.COMMUNICATIONS,
        platform=Platform.INSTAGRAM,
    )
    played.at(city.FIRST_VISIT_AT)
    with played.teller.step("Visiting both accounts for the first time"):
        rounds = begin_rounds(played)
        for made in visits_made(played.archive):
            _note(played.teller, made.receipt)
    return rounds


def visits_made(archive: Archive) -> tuple[VisitMade, ...]:
    """Read every receipt, in the order in which they were kept."""
    return tuple(_read(archive))


def _read(archive: Archive) -> Iterator[VisitMade]:
    with archive.reading() as connection:
        paths = connection.scalars(select(capture.c.object).order_by(capture.c.leaf)).all()
    decoder = msgspec.json.Decoder(Receipt)
    for path in paths:
        yield VisitMade(decoder.decode(read_record(archive.store.get(path))[1]), path)


def _note(teller: Teller, receipt: Receipt) -> None:
    teller.note(
        f"{receipt.account.partition('/')[0]} {receipt.verdict}: {receipt.items_seen} items, "
        f"{receipt.new_versions} new wordings, {len(receipt.media)} pictures"
    )
