"""What can go wrong with the receiver of notices."""

from archiver.errors import CivickeepError


class ReceiverNotReady(CivickeepError):
    """The receiver lacks the app's secret or the verify token, and so could believe nobody.

    Set both variables, or seal the secret with ``civickeep account connect``,
    and start it again. Harvesting goes on without it.
    """

    exit_code = 165


class AddressTaken(CivickeepError):
    """The receiver cannot listen on this host and port.

    Another program listens there, or this user may not. Choose another port.
    """

    exit_code = 166
