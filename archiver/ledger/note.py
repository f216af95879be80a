"""Signed notes: a text, and under it lines of signatures, as c2sp.org/signed-note says.

Only Ed25519 (signature type 1) is made and checked. A verifier key is written
in one line, ``name+id+base64``, as Go's ``note`` package and the tools of
transparency logs read it.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from archiver.ledger.errors import LedgerDamaged

ED25519 = b"\x01"
_ID_BYTES = 4
_DASH = "\N{EM DASH} "
MOST_SIGNATURES = 16
"""What a verifier must accept at least (signed-note, Format); we accept no more."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key and the name it signs under; ``public`` is 32 bytes (RFC 8032)."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that tell keys of one name apart."""
        data = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(data).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.public)}"

    def verifies(self, text: str, signature: bytes) -> bool:
        """Check a signature over a text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: who signed, with which key, and the signature itself."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text that ends in a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return f"{self.text}\n{''.join(map(str, self.signatures))}".encode()

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Whether this key signed it; a wrong signature under its name and id is none."""
        mine = [each for each in self.signatures if (each.name, each.key_id) == (key.name, key.id)]
        return bool(mine) and all(key.verifies(self.text, each.signature) for each in mine)


def sign(text: str, name: str, keys: Iterable[Ed25519PrivateKey]) -> SignedNote:
    """Sign a text under a name with each of these keys. The same input gives the same bytes."""
    return SignedNote(text, tuple(_signature(text, name, key) for key in keys))


def verifier_key(name: str, key: Ed25519PrivateKey) -> VerifierKey:
    """Give the public half of a key, under a name."""
    return VerifierKey(name, key.public_key().public_bytes_raw())


def read_verifier_key(line: str) -> VerifierKey:
    """Read a verifier key; raises ``LedgerDamaged`` where it is none, or its id is not its own."""
    name, _, rest = line.partition("+")
    _, _, encoded = rest.partition("+")
    try:
        data = base64.b64decode(encoded, validate=True)
        key = VerifierKey(name, data[1:])
        Ed25519PublicKey.from_public_bytes(key.public)
    except ValueError:
        raise _unreadable("A verifier key") from None
    if str(key) != line or data[:1] != ED25519 or not is_key_name(name):
        raise _unreadable("A verifier key")
    return key


def read_note(data: bytes) -> SignedNote:
    """Read a signed note; raises ``LedgerDamaged`` where the bytes are not one to the byte."""
    try:
        text, separator, lines = data.decode().rpartition("\n\n")
        signatures = tuple(map(_read_signature, lines.splitlines()))
        note = SignedNote(f"{text}\n", signatures)
    except ValueError:
        raise _unreadable("A signed note") from None
    controls = any(character < " " and character != "\n" for character in note.text)
    whole = separator and 0 < len(signatures) <= MOST_SIGNATURES and bytes(note) == data
    if controls or not whole:
        raise _unreadable("A signed note")
    return note


def is_key_name(name: str) -> bool:
    """Whether a name may stand in a signature: not empty, no spaces, no plus, no controls."""
    return bool(name) and name.isprintable() and not any(c.isspace() or c == "+" for c in name)


def _signature(text: str, name: str, key: Ed25519PrivateKey) -> Signature:
    return Signature(name, verifier_key(name, key).id, key.sign(text.encode()))


def _read_signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = base64.b64decode(encoded, validate=True)
    if not is_key_name(name) or len(data) <= _ID_BYTES:
        raise binascii.Error
    return Signature(name, data[:_ID_BYTES], data[_ID_BYTES:])


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unreadable(what: str) -> LedgerDamaged:
    return LedgerDamaged(
        f"{what} of the ledger cannot be read.",
        next_step="Run civickeep verify to see which, and restore it from a backup.",
    )
