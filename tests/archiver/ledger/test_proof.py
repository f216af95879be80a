"""A proof file shows that a record is in the ledger, and nothing else does."""

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.ledger.adoption import keys_of
from archiver.ledger.checkpoint import Checkpoint, SignedCheckpoint
from archiver.ledger.errors import ProofInvalid
from archiver.ledger.note import sign, verifier_key
from archiver.ledger.proof import RecordProof, check_proof, prove, read_proof
from archiver.ledger.publish import publish
from archiver.ledger.tiles import Edge, TileReader, lay_tiles
from archiver.store.memory import MemoryStore
from tests.archiver.ledger import naive
from tests.archiver.ledger.conftest import Grow

NAME = "civickeep.alt/test"
KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
TRUSTED = verifier_key(NAME, KEY)
DIGESTS = [sha256(b"%d" % n).digest() for n in range(700)]


def signed_ledger(size: int) -> tuple[SignedCheckpoint, TileReader]:
    """Make a ledger of invented leaves and sign it."""
    store, edge = MemoryStore(), Edge()
    store.put_all(lay_tiles(edge, DIGESTS[:size], ()))
    checkpoint = Checkpoint(NAME, size, edge.root)
    return SignedCheckpoint(checkpoint, sign(checkpoint.text, NAME, [KEY])), TileReader(store, size)


LEDGER = signed_ledger(700)


def made(index: int) -> RecordProof:
    """Prove one of the leaves."""
    return prove(index, *LEDGER)


@given(st.data())
def test_every_leaf_of_every_ledger_is_proven(data: st.DataObject) -> None:
    """The file comes back as it was, and its path is the standard's."""
    size = data.draw(st.sampled_from([1, 2, 3, 255, 256, 257, 700]))
    index = data.draw(st.integers(0, size - 1))

    written = bytes(prove(index, *signed_ledger(size)))

    assert written == bytes(check_proof(written, DIGESTS[index], [TRUSTED]))
    assert naive.path(index, DIGESTS[:size]) == list(read_proof(written).path)


def test_a_record_of_the_archive_is_proven(archive: Archive, grow: Grow) -> None:
    """With the key that anyone can be shown."""
    digest = grow(300)[7]
    signed = publish(archive)
    assert signed is not None

    proof = prove(signed.size - 300 + 7, signed, TileReader(archive.store, signed.size))

    assert proof == check_proof(bytes(proof), digest, [key.key for key in keys_of(archive)])


def test_a_proof_has_the_form_of_the_standard() -> None:
    """First line, index, hashes from the leaf's sibling up, an empty line, the checkpoint."""
    lines = bytes(made(5)).decode().split("\n")

    sibling = base64.b64encode(sha256(b"\x00" + DIGESTS[4]).digest()).decode()
    assert ["c2sp.org/tlog-proof@v1", "index 5", sibling] == lines[:3]
    assert ["", NAME, "700"] == lines[12:15]


@given(st.data())
def test_no_changed_proof_holds(data: st.DataObject) -> None:
    """One flipped bit anywhere, and it is no proof or proves nothing."""
    index = data.draw(st.integers(0, 699))
    changed = bytearray(bytes(made(index)))
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(ProofInvalid):
        check_proof(bytes(changed), DIGESTS[index], [TRUSTED])


def test_a_proof_of_another_record_does_not_hold() -> None:
    """It is said that it is the record."""
    with pytest.raises(ProofInvalid, match="not the one that was entered"):
        check_proof(bytes(made(5)), DIGESTS[6], [TRUSTED])


def test_a_proof_under_another_key_or_name_does_not_hold() -> None:
    """It is said that it is the signature; without any key nothing holds."""
    other = verifier_key(NAME, Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
    elsewhere = verifier_key("civickeep.alt/other", KEY)

    for keys in ([other], [elsewhere], []):
        with pytest.raises(ProofInvalid, match="not signed"):
            check_proof(bytes(made(5)), DIGESTS[5], keys)


def test_what_others_add_is_passed_over() -> None:
    """The standard allows a line of extra data, which nobody vouches for."""
    head, rest = bytes(made(5)).split(b"\n", 1)

    proof = check_proof(head + b"\nextra AAAA\n" + rest, DIGESTS[5], [TRUSTED])

    assert made(5) == proof


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\n",
        bytes(made(5)).replace(b"@v1", b"@v2"),
        bytes(made(5)).replace(b"index 5", b"index 05"),
        bytes(made(5)).replace(b"index 5", b"index -5"),
        bytes(made(5)).replace(b"index 5", b"5"),
        bytes(made(5)).replace(b"\n\n", b"\n"),
        bytes(made(5)).replace(b"index 5\n", b"index 5\nAAAA\n"),
        bytes(made(5)) + b"\n",
    ],
)
def test_what_is_no_proof_file_is_refused(data: bytes) -> None:
    """It is not read as less."""
    with pytest.raises(ProofInvalid, match="no proof file"):
        read_proof(data)


def test_a_leaf_that_is_not_covered_cannot_be_proven() -> None:
    """It needs a later checkpoint."""
    with pytest.raises(ValueError, match="no leaf 700"):
        made(700)
