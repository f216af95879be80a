"""What can go wrong with telling alarms. Status 160 is no error: it says that alarms are open."""

from archiver.errors import CivickeepError


class DeliveryFailed(CivickeepError):
    """A mail server or the receiver of the webhook did not take a message.

    Other channels are tried, and this one again at the next round. Meanwhile
    nobody may have been told: look at ``civickeep alarm list``.
    """

    exit_code = 161
    retryable = True


class ChannelNotReady(CivickeepError):
    """A channel of ``[alarms]`` lacks something: its secret, its password, or a safe address.

    Nothing was sent by it, because it would have gone out unsigned or
    unprotected. Set what the message names and run ``civickeep alarm test``.
    """

    exit_code = 162


class NowhereToSend(CivickeepError):
    """No recipient is named in ``[alarms]``, so that alarms reach nobody.

    Set ``to`` and ``smtp_host``, or ``webhook_url``, and run ``civickeep alarm
    test``. Until then only ``civickeep alarm list`` and the worker's lines show them.
    """

    exit_code = 163


class RecipientsRefused(CivickeepError):
    """The mail server took a message for some recipients and refused others.

    It is not sent again, because the others have it. Correct ``to`` under
    ``[alarms]`` and run ``civickeep alarm test``.
    """

    exit_code = 164
