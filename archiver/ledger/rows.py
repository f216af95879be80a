"""The rows of the ledger: leaves, the keys in force, the checkpoints that were signed."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from archiver.catalogue.tables import archive, checkpoint, checkpoint_key, leaf
from archiver.ledger.checkpoint import SignedCheckpoint, checkpoint_path
from archiver.ledger.links import KeyLink
from archiver.ledger.note import VerifierKey, read_verifier_key

AT_ONCE = 10_000
"""Leaves fetched at a time: a few megabytes."""


@dataclass(frozen=True, slots=True)
class AdoptedKey:
    """A checkpoint key and the leaf (counted from 1) from which on it signs."""

    number: int
    key: VerifierKey
    link: KeyLink
    statement: str
    leaf: int


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """A checkpoint as the catalogue knows it."""

    size: int
    root: bytes
    object: str


def archive_id(connection: Connection) -> str:
    """Give the archive's random id."""
    identity: str = connection.execute(select(archive.c.archive_id)).scalar_one()
    return identity


def digests_after(connection: Connection, size: int) -> Iterator[tuple[int, bytes]]:
    """Stream the leaves after the first ``size``, in order: number from 1, digest of the record."""
    rows = connection.execution_options(yield_per=AT_ONCE).execute(
        select(leaf.c.n, leaf.c.digest).where(leaf.c.n > size).order_by(leaf.c.n)
    )
    for n, digest in rows:
        yield n, bytes.fromhex(digest)


def adopted_keys(connection: Connection) -> tuple[AdoptedKey, ...]:
    """List the checkpoint keys in the order in which they were adopted."""
    rows = connection.execute(select(checkpoint_key).order_by(checkpoint_key.c.number))
    return tuple(
        AdoptedKey(
            row.number, read_verifier_key(row.key), KeyLink(row.link), row.statement, row.leaf
        )
        for row in rows
    )


def key_for(size: int, keys: tuple[AdoptedKey, ...]) -> AdoptedKey | None:
    """Choose the key that signs a checkpoint of this size: the last one adopted within it."""
    return next((key for key in reversed(keys) if key.leaf <= size), None)


def checkpoint_rows(connection: Connection) -> Iterator[CheckpointRow]:
    """Stream every checkpoint, the smallest first."""
    for row in connection.execute(select(checkpoint).order_by(checkpoint.c.size)):
        yield CheckpointRow(row.size, bytes.fromhex(row.root), row.object)


def newest_checkpoint(connection: Connection) -> CheckpointRow | None:
    """Give the greatest checkpoint."""
    row = connection.execute(select(checkpoint).order_by(checkpoint.c.size.desc()).limit(1)).first()
    if row is None:
        return None
    return CheckpointRow(row.size, bytes.fromhex(row.root), row.object)


def add_checkpoint(connection: Connection, signed: SignedCheckpoint) -> None:
    """List a checkpoint whose file is in the store; does nothing where it is listed."""
    known = select(checkpoint.c.size).where(checkpoint.c.size == signed.size)
    if connection.execute(known).first() is None:
        connection.execute(
            insert(checkpoint).values(
                size=signed.size, root=signed.root.hex(), object=checkpoint_path(signed.size)
            )
        )
