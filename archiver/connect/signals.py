"""A platform's word that a person asks for deletion or has removed the app.

Meta sends such a word as a ``signed_request``: two base64url parts with a dot
between, the HMAC-SHA256 of the second under the app's secret, and the second
as JSON. It is recorded and shown; what follows for a record is decided by a
person under the retention schedule, never by this.
"""

import base64
import binascii
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.catalogue.connection_rows import Signal, signals
from archiver.connect.errors import SignalInvalid
from archiver.connection_events import PlatformSignalReceived, SignalKind
from archiver.secret import Secret

MOST_BYTES = 10_000
"""A signed request has some two hundred bytes."""

_ALGORITHM = "HMAC-SHA256"
_PERSON = re.compile(r"[0-9]{1,64}")
_CODE_BYTES = 8


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What a platform signed: about whom, and when. ``person`` is the app's number for them."""

    person: str
    issued_at: datetime


def read_signed_request(text: bytes, secret: Secret) -> SignedRequest:
    """Check and read a signed request; raises ``SignalInvalid``. Pure."""
    if len(text) > MOST_BYTES:
        raise _invalid("is far too long")
    signature, dot, payload = text.strip().partition(b".")
    if not dot:
        raise _invalid("has not the two parts of one")
    expected = hmac.digest(secret.reveal().encode(), payload, "sha256")
    if not hmac.compare_digest(expected, _decode(signature)):
        raise _invalid("is not signed with this app's secret")
    return _read(_decode(payload))


def record_signal(
    archive: Archive, account: Account | None, kind: SignalKind, request: SignedRequest, *, by: str
) -> Signal:
    """Record a signal, once however often it is sent; give it with its confirmation code.

    A signed request names no account. Without ``account`` it is about the
    app, and the same as one that was recorded for any account, or is later.
    """
    known = _known(archive, account, kind, request)
    if known is not None:
        return known
    archive.record(
        PlatformSignalReceived(
            at=archive.clock(),
            by=by,
            account=None if account is None else account.key,
            kind=kind,
            person=request.person,
            issued_at=request.issued_at,
            code=secrets.token_hex(_CODE_BYTES),
        )
    )
    recorded = _known(archive, account, kind, request)
    if recorded is None:
        message = "a signal that was recorded has no row"
        raise LookupError(message)
    return recorded


def _known(
    archive: Archive, account: Account | None, kind: SignalKind, request: SignedRequest
) -> Signal | None:
    sought = (kind, request.person, request.issued_at)
    with archive.reading() as connection:
        return next(
            (
                each
                for each in signals(connection)
                if sought == (each.kind, each.person, each.issued_at)
                and (account is None or each.account in {None, account.key})
            ),
            None,
        )


def _read(payload: bytes) -> SignedRequest:
    try:
        value: Any = msgspec.json.decode(payload)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise _invalid("does not hold JSON") from None
    if not isinstance(value, dict) or value.get("algorithm") != _ALGORITHM:
        raise _invalid("is signed in a way that is not known here")
    person, issued = str(value.get("user_id", "")), value.get("issued_at")
    if not _PERSON.fullmatch(person) or not isinstance(issued, int):
        raise _invalid("names no person or no time")
    try:
        return SignedRequest(person, datetime.fromtimestamp(issued, UTC))
    except (ValueError, OverflowError, OSError):
        raise _invalid("names no time that can be one") from None


def _decode(part: bytes) -> bytes:
    try:
        padded = part + b"=" * (-len(part) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _invalid("is not written in base64url") from None


def _invalid(what: str) -> SignalInvalid:
    return SignalInvalid(
        f"The signed request {what}. Nothing was recorded.",
        next_step="Put exactly what the platform sent as signed_request into the file, and check "
        "which app it was sent for.",
    )
