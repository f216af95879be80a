"""What can go wrong in the demonstration, and what to do about it."""

from archiver.errors import CivickeepError


class ThreadsUnreadable(CivickeepError):
    """The file given with ``--data`` is not one of threads. Nothing was played.

    It has one post, comment or reply a line; docs/playback.md names the fields.
    """

    exit_code = 97


class ThreadsDiffer(CivickeepError):
    """What the archive holds is not what was played. Report it, with the ids that are named."""

    exit_code = 98


class DemoFolderTaken(CivickeepError):
    """The folder for the demonstration holds something else, which is never removed.

    Name another folder with ``--to``.
    """

    exit_code = 99
