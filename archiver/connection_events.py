"""Events of an account's connection: who authorised it, what its token may do, what is read of it.

Never a token, nor anything to guess one by.
"""

from datetime import date, datetime
from enum import StrEnum

from archiver.accounts import Ownership
from archiver.events import Event
from archiver.surfaces import Surface


class AccountConnected(Event, frozen=True, tag="account_connected"):
    """An account was really read with a token that is kept from then on.

    Who authorised that and on which day, for which department, and whose
    account it is; ``app`` is the app's public number, and ``page`` the Page
    that an Instagram account is linked to.
    """

    account: str
    ownership: Ownership
    authorized_by: str
    authorized_on: date
    department: str | None = None
    name: str | None = None
    app: str | None = None
    page: str | None = None


class TokenChecked(Event, frozen=True, tag="token_checked"):
    """The platform was asked what an account's token may do, and until when.

    ``examined`` says whether it told all of it; otherwise only ``valid`` is
    known. ``tasks`` is None where nobody told them.
    """

    account: str
    valid: bool
    examined: bool
    problem: str | None = None
    expires_at: datetime | None = None
    data_access_expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    tasks: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()


class SurfacesChosen(Event, frozen=True, tag="surfaces_chosen"):
    """Somebody decided what is read of an account: everything but ``off``; ``reason`` says why."""

    account: str
    off: tuple[Surface, ...]
    reason: str | None = None


class SignalKind(StrEnum):
    """What a platform signals about a person who used the app."""

    DATA_DELETION = "data_deletion"
    DEAUTHORIZED = "deauthorized"


class PlatformSignalReceived(Event, frozen=True, tag="platform_signal_received"):
    """A platform passed on that a person asks for deletion, or removed the app.

    It is shown to people and answered by them; it never deletes a record.
    ``person`` is the number by which the app knows that person. ``account``
    is None where nobody said which account the app is used for.
    """

    kind: SignalKind
    person: str
    issued_at: datetime
    code: str
    account: str | None = None
