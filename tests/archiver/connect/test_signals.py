"""A platform's signal is checked, recorded once, shown, and deletes nothing."""

import base64
import hmac
import json
from datetime import UTC, datetime

import pytest

from archiver.archive import Archive
from archiver.catalogue.connection_rows import signals
from archiver.connect.errors import SignalInvalid
from archiver.connect.signals import SignedRequest, read_signed_request, record_signal
from archiver.connection_events import SignalKind
from archiver.items import Platform
from archiver.registration import add_account
from archiver.secret import Secret

SECRET = Secret("quillback0app1secret2")
PAYLOAD = {"algorithm": "HMAC-SHA256", "issued_at": 1780315200, "user_id": "90011"}
REQUEST = SignedRequest("90011", datetime(2026, 6, 1, 12, tzinfo=UTC))


def signed(payload: object = PAYLOAD, secret: Secret = SECRET) -> bytes:
    """Sign a payload as the platform does: base64url without padding, signature first."""
    body = _encode(json.dumps(payload).encode())
    return _encode(hmac.digest(secret.reveal().encode(), body, "sha256")) + b"." + body


def _encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def test_a_signed_request_says_who_and_when() -> None:
    """A line end after it does not matter, nor that the number comes as one."""
    numbered = {**PAYLOAD, "user_id": 90011}

    assert REQUEST == read_signed_request(signed() + b"\n", SECRET)
    assert REQUEST == read_signed_request(signed(numbered), SECRET)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (signed(secret=Secret("another")), "not signed"),
        (signed().replace(b".", b".A"), "not signed"),
        (b"no request", "two parts"),
        (b"", "two parts"),
        (b"!!.!!", "base64url"),
        (signed([1]), "signed in a way"),
        (signed({**PAYLOAD, "algorithm": "none"}), "signed in a way"),
        (signed({**PAYLOAD, "user_id": "<b>"}), "no person"),
        (signed({**PAYLOAD, "issued_at": "soon"}), "no time"),
        (signed({**PAYLOAD, "issued_at": 10**30}), "no time"),
        (b"A" * 20_000, "far too long"),
    ],
)
def test_what_the_platform_did_not_sign_is_refused(text: bytes, why: str) -> None:
    """With the reason, and without repeating anything of it."""
    with pytest.raises(SignalInvalid, match=why) as refused:
        read_signed_request(text, SECRET)

    assert "Nothing was recorded" in refused.value.what
    assert "<b>" not in refused.value.what


def test_a_signal_is_recorded_once_and_shown(archive: Archive) -> None:
    """Sent again it is the same one, with the same confirmation code."""
    account = add_account(archive, Platform.FACEBOOK, "880100")
    assert account is not None

    first = record_signal(archive, account, SignalKind.DATA_DELETION, REQUEST, by="Dana Ortiz")
    again = record_signal(archive, account, SignalKind.DATA_DELETION, REQUEST, by="Lee Vang")

    with archive.reading() as connection:
        assert (first,) == signals(connection)
    assert first == again
    assert ("90011", REQUEST.issued_at, "Dana Ortiz") == (first.person, first.issued_at, first.by)


def test_another_kind_of_signal_is_another_one(archive: Archive) -> None:
    """Removing the app is not asking for deletion."""
    account = add_account(archive, Platform.FACEBOOK, "880100")
    assert account is not None

    codes = {record_signal(archive, account, kind, REQUEST, by="Dana").code for kind in SignalKind}

    assert 2 == len(codes)
