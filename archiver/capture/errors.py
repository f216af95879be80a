"""What can go wrong around captures beside what platforms do."""

from archiver.errors import CivickeepError


class NothingWaits(CivickeepError):
    """No post of the account waits for a person's word that it is gone.

    Either captures find all of them, or what they missed is established or
    confirmed already. There is nothing to confirm; ``civickeep items`` shows
    what is marked as gone.
    """

    exit_code = 122
