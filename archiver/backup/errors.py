"""What can go wrong with a backup as a whole; single damaged files are listed instead."""

from archiver.errors import CivickeepError, WrongUsage


class BackupDamaged(CivickeepError):
    """A backup's own papers cannot be relied on: a snapshot or manifest is missing or changed.

    Nothing was restored from it. Choose an earlier snapshot with
    ``--snapshot``, or another copy of the backup.
    """

    exit_code = 108


class BackupForeign(CivickeepError):
    """The folder holds the backup of another archive, or of another past of this one.

    After an archive was restored from an older snapshot its history goes on
    differently, and the later snapshots are no longer part of it. Nothing was
    written. Back up into a new folder, and keep the old one.
    """

    exit_code = 109


class RestoreRefused(WrongUsage):
    """An archive is only restored where there is nothing yet. Name an empty folder."""
