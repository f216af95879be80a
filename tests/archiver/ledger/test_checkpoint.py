"""A checkpoint is written and read as c2sp.org/tlog-checkpoint says."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.ledger.checkpoint import (
    Checkpoint,
    checkpoint_path,
    origin,
    path_size,
    read_checkpoint,
)
from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.note import sign

KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
ROOT = bytes(range(32))
TEXT = "civickeep.alt/7\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


def test_a_checkpoint_says_origin_size_and_root() -> None:
    """Each on a line of its own, and comes back as it was."""
    checkpoint = Checkpoint(origin("7"), 20852163, ROOT)

    data = bytes(sign(checkpoint.text, checkpoint.origin, [KEY]))

    assert checkpoint.text == TEXT
    assert checkpoint == read_checkpoint(data).checkpoint
    assert data == bytes(read_checkpoint(data).note)


def test_lines_that_others_add_are_kept() -> None:
    """They are part of what was signed."""
    read = read_checkpoint(bytes(sign(f"{TEXT}more\nand more\n", "a", [KEY])))

    assert ("more", "and more") == read.checkpoint.extensions
    assert f"{TEXT}more\nand more\n" == read.checkpoint.text


@pytest.mark.parametrize(
    "text",
    [
        "civickeep.alt/7\n1\n",
        TEXT.replace("20852163", "020852163"),
        TEXT.replace("20852163", "-1"),
        TEXT.replace("20852163", "many"),
        TEXT.replace("AAEC", "AAE"),
        TEXT.replace("Hh8=", "Hg=="),
        f"\n{TEXT}",
        f"{TEXT}\nmore\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    """However well it is signed."""
    with pytest.raises(LedgerDamaged):
        read_checkpoint(bytes(sign(text, "a", [KEY])))


def test_every_size_has_a_file_of_its_own() -> None:
    """The newest alone stands beside them."""
    assert "ledger/checkpoints/x001/x234/067" == checkpoint_path(1234067)
    assert path_size(checkpoint_path(1234067)) == 1234067
    assert path_size("ledger/checkpoint") is None
    assert path_size("ledger/keys/001") is None
