"""The token key as ``civickeep key show --json`` lists it."""

import msgspec

from archiver.archive import Archive
from archiver.connect.vault import Vault
from archiver.keys import Keyring


class TokenKeyEntry(msgspec.Struct, frozen=True):
    """The key that seals tokens: its id, whether it is here, and how many tokens it seals."""

    id: str | None
    present: bool
    tokens: int


def token_key_entry(archive: Archive, ring: Keyring) -> TokenKeyEntry:
    """Say which key seals tokens; one that seals none yet is the one that is here."""
    kept, here = Vault(archive).kept(), ring.token_keys()
    ident = kept[0].key if kept else next(iter(here), None)
    return TokenKeyEntry(ident, ident in here, len(kept))
