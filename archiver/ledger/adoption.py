"""Adopting a checkpoint key: the first one at the founding, and each that follows it.

The private key is safe in its folder before the event that adopts it exists,
and the event is committed before anything is signed with it.
"""

import os
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.archive import Archive
from archiver.events import CheckpointKeyAdopted
from archiver.keys import Keyring, open_keyring
from archiver.ledger import rows
from archiver.ledger.checkpoint import origin
from archiver.ledger.links import KeyLink
from archiver.ledger.note import verifier_key
from archiver.ledger.publish import publish
from archiver.ledger.rows import AdoptedKey
from archiver.ledger.statement import KeyStatement, state_key

FOUNDER = "civickeep init"


def identity_of(archive: Archive) -> str:
    """Give the archive's random id."""
    with archive.reading() as connection:
        return rows.archive_id(connection)


def keyring_of(archive: Archive, environment: Mapping[str, str] = os.environ) -> Keyring:
    """Give the folder of this archive's keys."""
    return open_keyring(archive.settings, identity_of(archive), environment)


def keys_of(archive: Archive) -> tuple[AdoptedKey, ...]:
    """List the archive's checkpoint keys, the one in force last."""
    with archive.reading() as connection:
        return rows.adopted_keys(connection)


def adopt_first_key(archive: Archive, environment: Mapping[str, str] = os.environ) -> bool:
    """Make the first checkpoint key and the token key; give False where there is a key already."""
    if keys_of(archive):
        return False
    keyring = keyring_of(archive, environment)
    if not keyring.token_keys():
        keyring.make_token_key()
    _adopt(archive, keyring, KeyLink.FOUNDING, FOUNDER)
    publish(archive, keyring)
    return True


def rotate_key(archive: Archive, *, by: str, lost: bool = False) -> AdoptedKey:
    """Let a new key follow the present one, which signs for it; give the new one.

    Where the present key is ``lost``, the new one can only sign for itself:
    the ledger goes on unbroken, but whoever checks must learn the new key
    from the city. Raises ``KeyMissing`` where the present key is not here.
    """
    keyring = keyring_of(archive)
    if lost:
        _adopt(archive, keyring, KeyLink.REPLACEMENT, by)
    else:
        # Closes what the present key still answers for, so that it signs for nothing later.
        publish(archive, keyring)
        present = keyring.checkpoint_key(keys_of(archive)[-1].key)
        _adopt(archive, keyring, KeyLink.SUCCESSION, by, present)
    publish(archive, keyring)
    return keys_of(archive)[-1]


def _adopt(
    archive: Archive,
    keyring: Keyring,
    link: KeyLink,
    by: str,
    present: Ed25519PrivateKey | None = None,
) -> None:
    with archive.reading() as connection:
        name = origin(rows.archive_id(connection))
        number = len(rows.adopted_keys(connection)) + 1
    key = keyring.make_checkpoint_key(name)
    statement = KeyStatement(number, verifier_key(name, key), archive.clock(), link)
    archive.record(
        CheckpointKeyAdopted(
            at=statement.at,
            by=by,
            number=number,
            key=str(statement.key),
            link=link,
            statement=bytes(state_key(statement, key, present)).decode(),
        )
    )
