"""The signed statement with which a checkpoint key begins.

A statement is a signed note of six lines: what it is, the ledger's origin,
the key's number, the verifier key, since when, and how it came to follow. A
successor's statement is signed by its predecessor and by itself, so that
whoever trusts one key of an archive can follow to every later one; the first
key, and one that replaces a lost one, can only sign for themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.civil_time import from_wire, to_wire
from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.links import KeyLink
from archiver.ledger.note import (
    SignedNote,
    VerifierKey,
    read_note,
    read_verifier_key,
    sign,
)
from archiver.ledger.tiles import PREFIX, numbered_path

KEYS = f"{PREFIX}keys/"
TITLE = "civickeep-checkpoint-key/1"
_LINES = 6


@dataclass(frozen=True, slots=True)
class KeyStatement:
    """What a statement says; ``number`` counts an archive's keys from 1."""

    number: int
    key: VerifierKey
    at: datetime
    link: KeyLink

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (TITLE, self.key.name, self.number, self.key, to_wire(self.at), self.link.value)
        return "".join(f"{line}\n" for line in lines)


def statement_path(number: int) -> str:
    """Place the statement of a key in the store."""
    return f"{KEYS}{numbered_path(number)}"


def state_key(
    statement: KeyStatement, key: Ed25519PrivateKey, predecessor: Ed25519PrivateKey | None = None
) -> SignedNote:
    """Sign a statement by the new key and, where it succeeds one, first by its predecessor."""
    signers = [key] if predecessor is None else [predecessor, key]
    return sign(statement.text, statement.key.name, signers)


def follow_keys(notes: Iterable[bytes]) -> tuple[KeyStatement, ...]:
    """Follow an archive's keys from its first statement on, checking every link.

    Raises ``LedgerDamaged`` for the first statement that is not what it must be.
    """
    chain: list[KeyStatement] = []
    for data in notes:
        chain.append(_next(chain, read_note(data)))
    return tuple(chain)


def _next(chain: Sequence[KeyStatement], note: SignedNote) -> KeyStatement:
    """Read a statement and check that it follows the ones before it."""
    number = len(chain) + 1
    statement = _read(note, number)
    signers = [statement.key]
    if statement.link is KeyLink.SUCCESSION:
        signers.extend(before.key for before in chain[-1:])
    follows = (
        statement.number == number
        and (statement.link is KeyLink.FOUNDING) == (not chain)
        and all(before.key.name == statement.key.name for before in chain[-1:])
        and all(note.is_signed_by(key) for key in signers)
    )
    if not follows:
        raise _broken(number)
    return statement


def _read(note: SignedNote, number: int) -> KeyStatement:
    lines = note.text.split("\n")[:-1]
    if len(lines) != _LINES:
        raise _broken(number)
    try:
        statement = KeyStatement(
            int(lines[2]), read_verifier_key(lines[3]), from_wire(lines[4]), KeyLink(lines[5])
        )
    except ValueError:
        raise _broken(number) from None
    if statement.text != note.text:
        raise _broken(number)
    return statement


def _broken(number: int) -> LedgerDamaged:
    return LedgerDamaged(
        f"The statement of checkpoint key {number} does not follow from the one before it.",
        next_step="Run civickeep verify, and restore ledger/keys from a backup.",
    )
