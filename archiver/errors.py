"""The one family of errors.

Every error says what happened, to which thing, and what to do next; and every
class has an exit status of its own, so that a script can tell them apart.
Status 0 is success, 1 the unexpected, 2 wrong usage; 10, 20 and 30 are not
errors but findings (a partial harvest, a failed verification, an audit with
findings) and are set by the commands that report them.
"""

from typing import ClassVar


class CivickeepError(Exception):
    """Something went wrong that a person can do something about.

    ``what`` is one sentence about what happened; ``next_step`` one about what
    to do. Neither ever holds a token or the text of an archived item.
    """

    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False

    def __init__(self, what: str, *, next_step: str) -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step


class WrongUsage(CivickeepError):
    """The command or one of its values cannot be understood. Correct it and run it again."""

    exit_code = 2


class SettingsInvalid(CivickeepError):
    """``civickeep.toml`` or a ``CIVICKEEP_*`` variable cannot be used.

    A misspelt key is refused rather than ignored, because a setting that
    silently does nothing is found out too late. Correct the named key.
    """

    exit_code = 40


class ArchiveMissing(CivickeepError):
    """There is no archive where the settings point. Run ``civickeep init`` or give ``--config``."""

    exit_code = 41


class ArchiveNewer(CivickeepError):
    """The catalogue was written by a newer Civickeep. Update this program; nothing was changed."""

    exit_code = 42


class AccountUnknown(CivickeepError):
    """No account of that name is registered. ``civickeep account list`` shows those that are."""

    exit_code = 43


class TokenRefused(CivickeepError):
    """The platform does not accept our token (Graph API codes 102 and 190).

    It has expired, was withdrawn, or the person behind it changed the password
    or lost the role. Everything for this account stops; nothing is marked as
    gone. Set a new token and harvest again.
    """

    exit_code = 44


class PermissionMissing(CivickeepError):
    """The token is valid but may not read this (codes 3, 10, 200-299). A person must grant it."""

    exit_code = 45


class PlatformThrottled(CivickeepError):
    """The platform asks us to wait. Calling on would lengthen the block, so the run stops.

    ``minutes`` is how long it wants us to stay away; an hour where it does not say.
    """

    exit_code = 46
    retryable = True

    def __init__(self, what: str, *, next_step: str, minutes: int = 60) -> None:
        super().__init__(what, next_step=next_step)
        self.minutes = minutes


class PlatformUnavailable(CivickeepError):
    """The platform answered with a fault of its own, or not at all, however often we asked.

    Nothing was marked as gone. Harvest again later.
    """

    exit_code = 47
    retryable = True


class ObjectUnreadable(CivickeepError):
    """The platform says that this object does not exist or may not be seen (code 100/33).

    It gives one answer for deleted, hidden and forbidden, so this alone never
    proves that anything was removed.
    """

    exit_code = 48


class TooMuchData(CivickeepError):
    """The platform wants less at a time (code 1). The walk asks again with half as many."""

    exit_code = 49


class StoreFull(CivickeepError):
    """The disk is full. What was acknowledged is safe; free some space and run again."""

    exit_code = 50


class StoreUnwritable(CivickeepError):
    """The object store or the catalogue cannot be written. Check the folder and its permissions."""

    exit_code = 51


class ObjectMissing(CivickeepError):
    """An object that the catalogue names is not in the store. Run ``civickeep verify``."""

    exit_code = 52


class ObjectDamaged(CivickeepError):
    """A stored object no longer matches its digest. It is never released; restore it."""

    exit_code = 53


class CatalogueBusy(CivickeepError):
    """Another process holds the catalogue. Try again when it has finished."""

    exit_code = 54
    retryable = True


class TimelineUnreadable(CivickeepError):
    """A playback file has a line that cannot be read. The message names the line."""

    exit_code = 55


class ItemUnknown(CivickeepError):
    """No item with that id is in the archive, or this viewer may not see it.

    ``civickeep items`` and ``civickeep search`` show the ids that can be named.
    """

    exit_code = 56


class AccessDenied(CivickeepError):
    """This viewer may not read what was asked for. Ask somebody whose role may."""

    exit_code = 57


class RequestRefused(CivickeepError):
    """The platform does not understand what we asked (code 100 without subcode 33).

    A field or parameter is no longer known to this version of its API. This
    says nothing about the item. Update this program, or set ``api_version``.
    """

    exit_code = 58


class MediumTooOld(CivickeepError):
    """Instagram tells nothing of what is older than the professional account (100/2108006).

    That never changes, so it is a listed gap and no fault of a visit. Download
    the account's data from the platform and import them with ``civickeep import``.
    """

    exit_code = 167


class AccountBlocked(CivickeepError):
    """The platform has blocked the app or account for its policies (code 368).

    Everything for this account stops; nothing is marked as gone. A person
    must look at the platform's own notices.
    """

    exit_code = 59
