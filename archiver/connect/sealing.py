"""Sealing one token under the token key, bound to its archive and its slot.

AES-256-GCM (NIST SP 800-38D) with a fresh nonce for every seal. Archive, slot
and key id are bound as associated data, so that a sealed token that was moved
to another account or another archive does not open.
"""

import base64
import secrets
from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from archiver.keys import TokenKey
from archiver.secret import Secret

FORMAT = "civickeep-tokens/1"
_NONCE_BYTES = 12


class SealedToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sealed token; ``key`` is the id of the token key, ``nonce`` and ``sealed`` are Base64."""

    key: str
    nonce: str
    sealed: str
    since: datetime


class DoesNotOpen(Exception):
    """The key is another one, or what is sealed was changed or moved."""


def seal(token: Secret, key: TokenKey, place: tuple[str, str], since: datetime) -> SealedToken:
    """Seal a token for a place: the archive's id and the slot."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key.value).encrypt(nonce, token.reveal().encode(), _bound(key, place))
    return SealedToken(key.id, _encode(nonce), _encode(sealed), since)


def unseal(found: SealedToken, key: TokenKey, place: tuple[str, str]) -> Secret:
    """Open a sealed token; raises ``DoesNotOpen``."""
    try:
        nonce, sealed = _decode(found.nonce), _decode(found.sealed)
        return Secret(AESGCM(key.value).decrypt(nonce, sealed, _bound(key, place)).decode())
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def _bound(key: TokenKey, place: tuple[str, str]) -> bytes:
    return "\n".join((FORMAT, key.id, *place)).encode()


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
