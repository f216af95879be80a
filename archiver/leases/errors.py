"""What can go wrong with a lease."""

from archiver.errors import CivickeepError


class LeaseLost(CivickeepError):
    """This process was at something for so long without a sign that another took it over.

    It was suspended, or cut off from the catalogue's database. Nothing that it
    did since is in the archive, and nothing acknowledged before is lost: the
    other process does the whole again. Nothing needs to be done.
    """

    exit_code = 120
    retryable = True
