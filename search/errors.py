"""What can go wrong in a search, and what to do about it."""

from archiver.errors import CivickeepError, WrongUsage
from search.tree import Place


class QueryUnreadable(WrongUsage):
    """The query, or a part of it, cannot be read as it stands.

    Raised rather than answered with no hits, because "no records" must never
    mean "could not read your date". ``place`` is where in the query it went
    wrong, in characters, where that is known. Correct that part and search
    again.
    """

    def __init__(self, what: str, *, next_step: str, place: Place | None = None) -> None:
        super().__init__(what, next_step=next_step)
        self.place = place


class IndexBusy(CivickeepError):
    """Another process builds the index and there is nothing to search yet. Try again soon."""

    exit_code = 70
    retryable = True


class IndexUnwritable(CivickeepError):
    """The index's folder cannot be written. Check the disk and the folder's permissions."""

    exit_code = 71


class IndexDamaged(CivickeepError):
    """The index cannot be read. Nothing of the archive is lost: remove its folder, search again."""

    exit_code = 72


class SearchUnknown(CivickeepError):
    """No search is saved under this name. ``civickeep search --list`` shows those there are."""

    exit_code = 73


class SearchNameTaken(CivickeepError):
    """Another search is saved under this name. Take another, or give that one up first."""

    exit_code = 74
