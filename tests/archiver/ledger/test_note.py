"""Notes are signed and read as c2sp.org/signed-note says."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.note import read_note, read_verifier_key, sign, verifier_key

# The example of Go's golang.org/x/mod/sumdb/note, whose format the standard took over.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n"
)
NAME = "civickeep.alt/test"
KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
NOTE = sign("one\n\ntwo\n", NAME, [KEY])


def test_a_note_signed_by_another_program_is_read_and_verified() -> None:
    """Its key, too, is read and written as it was."""
    key = read_verifier_key(GO_KEY)

    note = read_note(GO_NOTE.encode())

    assert GO_KEY == str(key)
    assert note.is_signed_by(key)
    assert GO_NOTE.encode() == bytes(note)


@given(st.text(st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029")))
def test_a_note_that_was_signed_can_be_read_and_verified(line: str) -> None:
    """Whatever its text, empty lines included."""
    note = read_note(bytes(sign(f"{line}\n\nend\n", NAME, [KEY, OTHER_KEY])))

    assert f"{line}\n\nend\n" == note.text
    assert note.is_signed_by(verifier_key(NAME, KEY))
    assert note.is_signed_by(verifier_key(NAME, OTHER_KEY))


def test_signing_again_gives_the_same_bytes() -> None:
    """So that a checkpoint made twice is one file."""
    assert bytes(NOTE) == bytes(sign(NOTE.text, NAME, [KEY]))


def test_a_signature_counts_only_under_its_own_name_and_key() -> None:
    """Another name, another key, another text: not signed."""
    assert not NOTE.is_signed_by(verifier_key("civickeep.alt/other", KEY))
    assert not NOTE.is_signed_by(verifier_key(NAME, OTHER_KEY))
    assert not read_note(bytes(NOTE).replace(b"two", b"too")).is_signed_by(verifier_key(NAME, KEY))


@given(st.data())
def test_no_changed_note_passes(data: st.DataObject) -> None:
    """A flipped byte is refused outright or is not signed."""
    whole = bytearray(bytes(NOTE))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))

    try:
        passed = read_note(bytes(whole)).is_signed_by(verifier_key(NAME, KEY))
    except LedgerDamaged:
        passed = False

    assert not passed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\n- name AAAAAAAA\n",
        bytes(NOTE).rstrip(b"\n"),
        bytes(NOTE) + b"\n",
        b"\xff" + bytes(NOTE),
        bytes(NOTE).replace(b"one", b"o\te"),
        bytes(sign("text\n", NAME, [KEY] * 17)),
        "text\n\n\u2014 a+b AAAAAAA=\n".encode(),
        "text\n\n\u2014 name AAAA\n".encode(),
    ],
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    """It is not read as less."""
    with pytest.raises(LedgerDamaged):
        read_note(data)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "name",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY.replace("Peter", "Petra"),
        GO_KEY.replace("+AR", "+BR"),
        GO_KEY[:-4],
        GO_KEY + "\n",
        f"+00000000+{base64.b64encode(bytes([1]) + bytes(32)).decode()}",
    ],
)
def test_what_is_no_verifier_key_is_refused(line: str) -> None:
    """A key whose id is not its own would never verify anything."""
    with pytest.raises(LedgerDamaged):
        read_verifier_key(line)
