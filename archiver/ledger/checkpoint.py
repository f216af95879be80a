"""Checkpoints: the size and root of the tree, signed (c2sp.org/tlog-checkpoint).

The origin names the archive by its random id under ``.alt``, the top-level
name that RFC 9476 sets aside for names outside the DNS: it has the form the
standard asks for, cannot belong to anybody else, and tells nothing about the
city. There are no extension lines, and Ed25519 is deterministic: the same
leaves and key give the same checkpoint, to the byte, however often it is made.
"""

import base64
from dataclasses import dataclass

from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.note import SignedNote, read_note
from archiver.ledger.tiles import PREFIX, numbered_path, path_number
from archiver.ledger.tree import HASH_BYTES

LATEST = f"{PREFIX}checkpoint"
"""The newest checkpoint, where tools for tiled logs look for it; the one file that is replaced."""

HISTORY = f"{PREFIX}checkpoints/"
_LINES = 3


def origin(archive_id: str) -> str:
    """Give the name under which an archive's ledger is known."""
    return f"civickeep.alt/{archive_id}"


def checkpoint_path(size: int) -> str:
    """Place a checkpoint by its size; each has a file of its own that is never written again."""
    return f"{HISTORY}{numbered_path(size)}"


def path_size(path: str) -> int | None:
    """Give the size of the checkpoint kept under a path; None for any other path."""
    return path_number(path.removeprefix(HISTORY)) if path.startswith(HISTORY) else None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: of which ledger, how many leaves, and their root (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        root = base64.b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, self.size, root, *self.extensions))


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with the note that carries its signatures."""

    checkpoint: Checkpoint
    note: SignedNote

    @property
    def size(self) -> int:
        """How many leaves it covers."""
        return self.checkpoint.size

    @property
    def root(self) -> bytes:
        """The root of the tree of that size."""
        return self.checkpoint.root


def read_checkpoint(data: bytes) -> SignedCheckpoint:
    """Read a checkpoint; raises ``LedgerDamaged`` where it is none. Signatures are not checked."""
    note = read_note(data)
    lines = note.text.split("\n")[:-1]
    if len(lines) < _LINES or not all(lines):
        raise _unreadable()
    try:
        root = base64.b64decode(lines[2], validate=True)
        checkpoint = Checkpoint(lines[0], int(lines[1]), root, tuple(lines[_LINES:]))
    except ValueError:
        raise _unreadable() from None
    if checkpoint.text != note.text or checkpoint.size < 0 or len(root) != HASH_BYTES:
        raise _unreadable()
    return SignedCheckpoint(checkpoint, note)


def _unreadable() -> LedgerDamaged:
    return LedgerDamaged(
        "A checkpoint of the ledger cannot be read.",
        next_step="Run civickeep verify to see which, and restore it from a backup.",
    )
