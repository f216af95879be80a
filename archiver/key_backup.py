"""A copy of an archive's keys in one file, sealed with a passphrase.

The file is one JSON object. The key is derived with scrypt (RFC 7914) and
seals with AES-256-GCM (NIST SP 800-38D); everything outside the seal is bound
to it. Such a file is never kept beside the archive's data: who has both and
guesses the passphrase could sign another history.
"""

import base64
import secrets
from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from archiver.errors import WrongUsage
from archiver.keys import is_key_file
from archiver.ledger.errors import BackupUnreadable

FORMAT = "civickeep-keys/1"
SCRYPT_N = 2**17
"""128 MiB and about half a second a guess; OWASP's first choice for scrypt (2026)."""

SHORTEST_PASSPHRASE = 12
"""Characters; NIST SP 800-63B asks for 8 at least, and nothing here slows an offline guess more."""

_SCRYPT_R = 8
_SCRYPT_P = 1
_MOST_N = 2**20
_SALT_BYTES = 16
_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealedKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds; ``salt``, ``nonce`` and ``sealed`` are Base64."""

    format: str
    archive: str
    n: int
    salt: str
    nonce: str
    sealed: str = ""

    @property
    def bound(self) -> bytes:
        """All that is not sealed, as it is bound to the seal."""
        return msgspec.json.encode(msgspec.structs.replace(self, sealed=""), order="deterministic")


def seal(archive_id: str, files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Seal files of keys; raises ``WrongUsage`` for a passphrase that is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise WrongUsage(
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters.",
            next_step="Take several words that are written down and kept in a safe.",
        )
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    head = SealedKeys(FORMAT, archive_id, SCRYPT_N, _encode(salt), _encode(nonce))
    content = msgspec.json.encode({name: _encode(data) for name, data in files.items()})
    sealed = AESGCM(_derive(passphrase, salt, SCRYPT_N)).encrypt(nonce, content, head.bound)
    whole = msgspec.structs.replace(head, sealed=_encode(sealed))
    return msgspec.json.format(msgspec.json.encode(whole)) + b"\n"


def unseal(data: bytes, passphrase: str, archive_id: str) -> dict[str, bytes]:
    """Open a backup of this archive's keys; raises ``BackupUnreadable``."""
    try:
        head = msgspec.json.decode(data, type=SealedKeys)
        salt, nonce, sealed = map(_decode, (head.salt, head.nonce, head.sealed))
    except (msgspec.DecodeError, ValueError):
        raise _unreadable(
            "is no backup of keys", "Give the file civickeep key backup wrote."
        ) from None
    if head.format != FORMAT or not 1 < head.n <= _MOST_N or len(salt) != _SALT_BYTES:
        raise _unreadable("is of an unknown format", "Update this program and try again.")
    if head.archive != archive_id:
        raise _unreadable("is of another archive", "Give the backup of this archive's keys.")
    try:
        content = AESGCM(_derive(passphrase, salt, head.n)).decrypt(nonce, sealed, head.bound)
        files = msgspec.json.decode(content, type=dict[str, str])
    except (InvalidTag, ValueError):
        raise _unreadable(
            "does not open: the passphrase is another one, or the file is damaged",
            "Try the passphrase again, then another copy of the backup.",
        ) from None
    if not all(map(is_key_file, files)):
        raise _unreadable("holds other files than keys", "Give another copy of the backup.")
    return {name: _decode(encoded) for name, encoded in files.items()}


def _derive(passphrase: str, salt: bytes, n: int) -> bytes:
    kdf = Scrypt(salt=salt, length=_KEY_BYTES, n=n, r=_SCRYPT_R, p=_SCRYPT_P)
    return kdf.derive(passphrase.encode())


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _unreadable(what: str, next_step: str) -> BackupUnreadable:
    return BackupUnreadable(f"The file {what}.", next_step=next_step)
