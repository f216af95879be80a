"""Every key of an archive is vouched for, and all its checkpoints verify along the chain."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.archive import Archive
from archiver.events import ArchiveFounded, CheckpointKeyAdopted
from archiver.ledger import rows
from archiver.ledger.adoption import adopt_first_key, identity_of, keyring_of, keys_of, rotate_key
from archiver.ledger.checkpoint import checkpoint_path, read_checkpoint
from archiver.ledger.errors import KeyMissing, LedgerDamaged
from archiver.ledger.links import KeyLink
from archiver.ledger.note import sign, verifier_key
from archiver.ledger.publish import is_signed_rightly, publish
from archiver.ledger.statement import KeyStatement, follow_keys, state_key, statement_path
from archiver.record import read_record
from archiver.wire import decode_event
from tests.archiver.ledger.conftest import Grow

pytestmark = pytest.mark.usefixtures("own_keys")

NAME = "civickeep.alt/test"
AT = datetime(2026, 6, 1, tzinfo=UTC)
FIRST, SECOND, THIRD = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))


def statements(archive: Archive) -> list[bytes]:
    """Give the statements in the store, in order."""
    return [archive.store.get(statement_path(key.number)) for key in keys_of(archive)]


def statement(
    number: int,
    key: Ed25519PrivateKey,
    link: KeyLink,
    predecessor: Ed25519PrivateKey | None = None,
    name: str = NAME,
) -> bytes:
    """Write the statement of a key."""
    said = KeyStatement(number, verifier_key(name, key), AT, link)
    return bytes(state_key(said, key, predecessor))


def test_the_founding_and_its_key_are_the_first_leaves(archive: Archive) -> None:
    """The archive's identity can be had from the store alone."""
    events = [
        decode_event(read_record(archive.store.get(path))[1])
        for path in archive.store.paths("events/")
    ]

    founded = next(each for each in events if isinstance(each, ArchiveFounded))
    adopted = next(each for each in events if isinstance(each, CheckpointKeyAdopted))
    (key,) = keys_of(archive)
    assert (identity_of(archive), "City of Quillback") == (founded.archive, founded.city)
    assert (str(key.key), key.statement, 2) == (adopted.key, adopted.statement, key.leaf)
    assert archive.store.get(statement_path(1)) == adopted.statement.encode()


def test_adopting_the_first_key_again_changes_nothing(archive: Archive) -> None:
    """As a second init does."""
    before = archive.change_number()

    assert not adopt_first_key(archive)

    assert before == archive.change_number()


def test_every_checkpoint_verifies_along_the_chain_of_keys(archive: Archive, grow: Grow) -> None:
    """Each with the key that was in force when it was signed, and with no other."""
    for _ in range(2):
        grow(3)
        publish(archive)
        rotate_key(archive, by="Dana Ortiz")
    grow(1)
    publish(archive)

    keys = keys_of(archive)
    with archive.reading() as connection:
        sizes = [row.size for row in rows.checkpoint_rows(connection)]
    signed = [read_checkpoint(archive.store.get(checkpoint_path(size))) for size in sizes]
    assert all(is_signed_rightly(each, identity_of(archive), keys) for each in signed)
    assert [1, 1, 2, 2, 3, 3] == [
        key.number for each in signed for key in keys if each.note.is_signed_by(key.key)
    ]
    chain = follow_keys(statements(archive))
    assert [key.key for key in keys] == [each.key for each in chain]
    assert ["founding", "succession", "succession"] == [each.link for each in chain]


def test_a_checkpoint_signed_with_an_older_key_is_not_right(archive: Archive) -> None:
    """Whoever gets hold of a key that was changed cannot sign what came later."""
    old = keyring_of(archive).checkpoint_key(keys_of(archive)[0].key)
    rotate_key(archive, by="Dana Ortiz")
    signed = publish(archive)
    assert signed is not None

    text, name = signed.note.text, signed.checkpoint.origin
    forged = read_checkpoint(bytes(sign(text, name, [old])))

    assert not is_signed_rightly(forged, identity_of(archive), keys_of(archive))


def test_a_lost_key_is_replaced_and_no_record_is_lost(archive: Archive, grow: Grow) -> None:
    """The ledger goes on; the new key's statement says that nobody vouches for it."""
    grow(3)
    for file in keyring_of(archive).folder.iterdir():
        file.unlink()
    with pytest.raises(KeyMissing):
        rotate_key(archive, by="Dana Ortiz")

    adopted = rotate_key(archive, by="Dana Ortiz", lost=True)

    signed = publish(archive)
    assert signed is not None
    assert adopted.leaf == signed.size
    assert adopted.link is KeyLink.REPLACEMENT
    assert signed.note.is_signed_by(adopted.key)
    assert ["founding", "replacement"] == [each.link for each in follow_keys(statements(archive))]


def test_a_chain_is_followed_from_key_to_key() -> None:
    """Number, key, time and link of each come back."""
    chain = follow_keys(
        [
            statement(1, FIRST, KeyLink.FOUNDING),
            statement(2, SECOND, KeyLink.SUCCESSION, FIRST),
            statement(3, THIRD, KeyLink.REPLACEMENT),
        ]
    )

    assert [1, 2, 3] == [each.number for each in chain]
    assert [verifier_key(NAME, key) for key in (FIRST, SECOND, THIRD)] == [
        each.key for each in chain
    ]
    assert {AT} == {each.at for each in chain}


@pytest.mark.parametrize(
    "notes",
    [
        [statement(2, FIRST, KeyLink.FOUNDING)],
        [statement(1, FIRST, KeyLink.SUCCESSION)],
        [statement(1, FIRST, KeyLink.REPLACEMENT)],
        [statement(1, FIRST, KeyLink.FOUNDING), statement(2, SECOND, KeyLink.FOUNDING)],
        [statement(1, FIRST, KeyLink.FOUNDING), statement(2, SECOND, KeyLink.SUCCESSION)],
        [statement(1, FIRST, KeyLink.FOUNDING), statement(2, SECOND, KeyLink.SUCCESSION, THIRD)],
        [statement(1, FIRST, KeyLink.FOUNDING), statement(3, SECOND, KeyLink.SUCCESSION, FIRST)],
        [
            statement(1, FIRST, KeyLink.FOUNDING),
            statement(2, SECOND, KeyLink.SUCCESSION, FIRST, "civickeep.alt/other"),
        ],
        [
            statement(1, FIRST, KeyLink.FOUNDING),
            statement(2, SECOND, KeyLink.REPLACEMENT, name="civickeep.alt/other"),
        ],
        [statement(1, FIRST, KeyLink.FOUNDING).replace(b"2026", b"2025")],
        [bytes(sign("civickeep-checkpoint-key/1\n", NAME, [FIRST]))],
        [bytes(sign("a\nb\n1\nd\ne\nfounding\n", NAME, [FIRST]))],
    ],
)
def test_a_broken_chain_is_refused(notes: list[bytes]) -> None:
    """A key that does not follow from the one before it is not trusted."""
    with pytest.raises(LedgerDamaged):
        follow_keys(notes)
