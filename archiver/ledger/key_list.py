"""The keys of an archive as ``civickeep key show --json`` lists them."""

from collections.abc import Iterable

import msgspec

from archiver.keys import Keyring, checkpoint_key_file
from archiver.ledger.links import KeyLink
from archiver.ledger.rows import AdoptedKey


class KeyEntry(msgspec.Struct, frozen=True):
    """One key; ``present`` says whether its private half is in the folder of keys."""

    number: int
    key: str
    link: KeyLink
    leaf: int
    present: bool


def key_entries(keys: Iterable[AdoptedKey], ring: Keyring) -> tuple[KeyEntry, ...]:
    """List keys in the order in which they were adopted."""
    return tuple(
        KeyEntry(
            each.number,
            str(each.key),
            each.link,
            each.leaf,
            (ring.folder / checkpoint_key_file(each.key)).exists(),
        )
        for each in keys
    )
