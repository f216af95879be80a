"""Reading everything that alarms are decided from: where pure conditions meet rows and disks."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from archiver.alarms.account_gathering import account_facts
from archiver.alarms.facts import Backup, Disk, Facts, Trouble
from archiver.alarms.settings import AlarmSettings
from archiver.archive import Archive, catalogue_url
from archiver.backup.layout import BackupFolder
from archiver.catalogue.alarm_tables import channel_trouble, verify_trouble
from archiver.errors import CivickeepError
from archiver.ledger.stamping import unstamped_days
from archiver.settings import ArchiveSettings, Settings


def gather(archive: Archive, now: datetime, awake_since: datetime) -> Facts:
    """Gather what is known at this moment; ``awake_since`` as ``Facts`` has it."""
    settings = archive.settings
    unstamped = tuple(each.day for each in unstamped_days(archive))
    with archive.reading() as connection:
        accounts = tuple(
            account_facts(connection, archive, account, now)
            for account in archive.accounts()
            if account.closed_at is None
        )
        problems, since = connection.execute(
            select(func.sum(verify_trouble.c.problems), func.min(verify_trouble.c.at))
        ).one()
        channels = tuple(
            Trouble(row.channel, row.tries, row.since)
            for row in connection.execute(
                select(channel_trouble).order_by(channel_trouble.c.channel)
            )
        )
    return Facts(
        now=now,
        zone=settings.city.zone,
        awake_since=awake_since,
        accounts=accounts,
        unstamped=unstamped,
        problems=Trouble("verify", int(problems), since) if problems else None,
        disks=tuple(_disks(settings)),
        backup=_backup(settings),
        channels=channels,
    )


def _disks(settings: Settings) -> Iterator[Disk]:
    """Look at the disks that the store and the catalogue lie on, where they are on this machine."""
    seen = set[int]()
    named = {"the store": settings.section(ArchiveSettings).store, "the catalogue": None}
    for what, path in named.items():
        place = catalogue_url(settings) if path is None else path
        if "://" in place:
            continue
        folder = _existing(settings.resolve(place))
        device = folder.stat().st_dev
        if device not in seen:
            seen.add(device)
            room = os.statvfs(folder)
            yield Disk(what, room.f_bavail * room.f_frsize, room.f_blocks * room.f_frsize)


def _existing(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if each.exists())


def _backup(settings: Settings) -> Backup | None:
    """Look at the backup that the settings name; one that cannot be read is none."""
    named = settings.section(AlarmSettings).backup
    if named is None:
        return None
    try:
        newest = BackupFolder(settings.resolve(named)).snapshot()
    except (CivickeepError, OSError):  # damaged, foreign or unreachable: that is what is told
        return Backup(None)
    return Backup(None if newest is None else newest.snapshot.taken)
