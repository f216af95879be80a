"""Why a response is not written. In every case nothing was written and nothing was changed."""

from archiver.errors import CivickeepError, WrongUsage


class ResponseUndecided(CivickeepError):
    """Something found for the request was not decided yet, so it can be neither given nor denied.

    An item that changed after it was decided has a wording nobody has judged,
    and counts as undecided too. Decide it with ``civickeep request decide``.
    """

    exit_code = 90


class ResponseUncited(CivickeepError):
    """Something is to be kept back without the section that says so.

    A denial names the specific statutory section, temporary classification or
    provision of federal law (Minn. Stat. 13.03, subd. 3(f)). Decide the named
    item anew with ``--citation``.
    """

    exit_code = 91


class DestinationOccupied(CivickeepError):
    """There is something already where a response or statement should go; it is never written over.

    Name another place with ``--to`` or ``--statement``, or move the old one away.
    """

    exit_code = 92


class RecordUnfit(CivickeepError):
    """A stored record of the named item is missing, destroyed or does not match its digest.

    What cannot be shown to be what was captured is never released. Run
    ``civickeep verify``, restore the record from a backup, and package again.
    """

    exit_code = 93


class NothingSearched(CivickeepError):
    """No search was made for the request, so it cannot be said that there are no data.

    Search with ``civickeep request find`` first; a search that finds nothing
    is an answer, no search is none.
    """

    exit_code = 94


class PacketUnmakeable(CivickeepError):
    """The typesetter refused the document. Report it with the message; no record is at fault."""

    exit_code = 95


class ItemsUnseen(CivickeepError):
    """Items of the request are not in the archive any more, or this viewer may not read them.

    A response that silently left them out would be untrue. Package it as
    somebody who may read all of them.
    """

    exit_code = 96


class FeeUnreadable(WrongUsage):
    """The file given with ``--fee`` is not what ``civickeep request fee --json`` writes.

    Write it anew with that command, and give it as it is.
    """
