"""What can go wrong with tokens and with connecting an account.

A token that a platform refuses is ``archiver.errors.TokenRefused`` as everywhere, and a platform
that does not answer ``archiver.errors.PlatformUnavailable``.
"""

from archiver.errors import CivickeepError


class TokenMissing(CivickeepError):
    """There is no token for an account: not sealed in the archive, nor in its variable.

    Nothing of the account can be read until there is one. Connect it with
    ``civickeep account connect``, or set the variable.
    """

    exit_code = 144


class TokenUnreadable(CivickeepError):
    """A sealed token cannot be opened: its key is another one, or the file of tokens is damaged.

    The archive reads as before; only accounts whose token is sealed cannot be
    visited. Put the token key back with ``civickeep key restore``, or connect
    the accounts again.
    """

    exit_code = 145


class TokenMisplaced(CivickeepError):
    """The token is valid, but not for this account.

    It is of another Page, of a person without a role on the Page, or of a Page
    with no such Instagram account linked. Take the token of somebody who
    manages the account.
    """

    exit_code = 146


class AppRefused(CivickeepError):
    """The platform does not know the app, or its secret is another one.

    Both stand in the app's basic settings on the platform's developer pages;
    a secret that was reset there must be given anew.
    """

    exit_code = 147


class ScopeMissing(CivickeepError):
    """The token lacks a permission without which the record would be silently incomplete.

    With it missing the platform lists nothing instead of refusing, so the
    account is not connected. Grant the permission and connect again.
    """

    exit_code = 148


class SignalInvalid(CivickeepError):
    """A platform's signed request is not signed with the app's secret, or cannot be read.

    Nothing was recorded. Check that the whole text is in the file, and which
    app it was sent for.
    """

    exit_code = 149
