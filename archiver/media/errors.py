"""What can go wrong with the files of items."""

from archiver.errors import CivickeepError


class FileQuarantined(CivickeepError):
    """This file is in quarantine, and nothing shows it, not even to staff.

    Its bytes are kept as they are. ``civickeep quarantine list`` shows since
    when and by whom; only what police and attorney direct ends it.
    """

    exit_code = 123


class QuarantineUnknown(CivickeepError):
    """There is no open quarantine of that id. ``civickeep quarantine list`` shows them all."""

    exit_code = 124


class NothingToQuarantine(CivickeepError):
    """The item named has no file, kept or missing, that could be put into quarantine.

    Name the file by its SHA-256, or the item that shows it.
    """

    exit_code = 125
