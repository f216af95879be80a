"""Tokens at rest: one file beside the settings, each token sealed under the token key.

The key lies in the folder of keys, outside the archive's directory, and the
file is in no backup: whoever has a copy of the archive has no token.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from archiver.archive import Archive
from archiver.connect.errors import TokenUnreadable
from archiver.connect.sealing import FORMAT, DoesNotOpen, SealedToken, seal, unseal
from archiver.disk import refuse, write_file
from archiver.keys import OWNER_ONLY, Keyring, TokenKey
from archiver.ledger.adoption import identity_of, keyring_of
from archiver.ledger.errors import KeyMissing, KeyUnusable
from archiver.lock import only_one
from archiver.secret import Secret

FILE = "tokens.json"
_LOCK = "changing the sealed tokens"
_AGAIN = (
    "Put the token key back with civickeep key restore; if it is lost for good, run civickeep key "
    "rotate --only token --lost and connect each account again."
)

_Tokens = dict[str, SealedToken]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    tokens: _Tokens


@dataclass(frozen=True, slots=True)
class Kept:
    """A token that is sealed here: for what, under which key, and since when."""

    slot: str
    key: str
    since: datetime


class Vault:
    """The sealed tokens of one archive.

    A *slot* is what a token is for: an account's key, or ``app/ID`` for an
    app's secret.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.path = archive.settings.resolve(FILE)

    def kept(self) -> tuple[Kept, ...]:
        """List what is sealed here. Raises ``TokenUnreadable`` where the file is damaged."""
        return tuple(Kept(slot, each.key, each.since) for slot, each in sorted(self._read()))

    def open(self, slot: str) -> Secret | None:
        """Give a token, or None where none is sealed.

        Raises ``TokenUnreadable`` where it does not open, and ``KeyMissing`` or
        ``KeyUnusable`` for the key itself.
        """
        found = self._find(slot)
        if found is None:
            return None
        ring = keyring_of(self._archive)
        if found.key not in ring.token_keys():
            # Whoever changes the key takes the old one away last; by then all is sealed anew.
            found = self._find(slot) or found
        return self._open(ring, slot, found)

    def put(self, slot: str, token: Secret) -> None:
        """Seal a token in the place of the one before it."""

        def changed(tokens: _Tokens) -> _Tokens:
            key = _present_key(keyring_of(self._archive), tokens)
            sealed = seal(token, key, self._place(slot), self._archive.clock())
            return {**tokens, slot: sealed}

        self._change(changed)

    def forget(self, slot: str) -> None:
        """Keep a token no more; none there is nothing to do."""
        if self._find(slot) is not None:
            self._change(
                lambda tokens: {name: each for name, each in tokens.items() if name != slot}
            )

    def change_key(self, *, lost: bool = False) -> tuple[str, ...]:
        """Seal everything under a new key and take the old ones away; give the slots given up.

        Only where the present key is ``lost`` is anything given up, namely what
        does not open any more. Stopped in between, it can simply be run again.
        """
        ring = keyring_of(self._archive)
        given_up: list[str] = []

        def changed(tokens: _Tokens) -> _Tokens:
            opened = {slot: self._opened(ring, slot, tokens[slot], lost=lost) for slot in tokens}
            key = ring.make_token_key()
            given_up.extend(slot for slot, token in opened.items() if token is None)
            return {
                slot: seal(token, key, self._place(slot), tokens[slot].since)
                for slot, token in opened.items()
                if token is not None
            }

        before = ring.token_keys()
        self._change(changed)
        for ident in before:
            ring.remove_token_key(ident)
        return tuple(sorted(given_up))

    def _opened(self, ring: Keyring, slot: str, found: SealedToken, *, lost: bool) -> Secret | None:
        try:
            return self._open(ring, slot, found)
        except (KeyMissing, KeyUnusable, TokenUnreadable):
            if not lost:
                raise
            return None

    def _open(self, ring: Keyring, slot: str, found: SealedToken) -> Secret:
        try:
            return unseal(found, ring.token_key(found.key), self._place(slot))
        except KeyMissing as error:
            raise KeyMissing(error.what, next_step=_AGAIN) from error
        except DoesNotOpen:
            raise TokenUnreadable(
                f"The sealed token of {slot} does not open: it was changed, or sealed for "
                "something else.",
                next_step=f"Connect it again with civickeep account connect {slot}.",
            ) from None

    def _place(self, slot: str) -> tuple[str, str]:
        return identity_of(self._archive), slot

    def _find(self, slot: str) -> SealedToken | None:
        return dict(self._read()).get(slot)

    def _change(self, change: Callable[[_Tokens], Mapping[str, SealedToken]]) -> None:
        with only_one(self._archive, _LOCK):
            tokens = dict(change(dict(self._read())))
            data = msgspec.json.encode(_File(FORMAT, tokens), order="deterministic")
            write_file(self.path, msgspec.json.format(data) + b"\n", mode=OWNER_ONLY)

    def _read(self) -> tuple[tuple[str, SealedToken], ...]:
        try:
            found = msgspec.json.decode(self.path.read_bytes(), type=_File)
        except FileNotFoundError:
            return ()
        except OSError as error:
            refuse(error, "read")
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._damaged("is damaged") from None
        if found.format != FORMAT:
            raise self._damaged("was written by another edition of this program")
        return tuple(found.tokens.items())

    def _damaged(self, what: str) -> TokenUnreadable:
        return TokenUnreadable(
            f"The file of sealed tokens {self.path} {what}.",
            next_step="Move it away and connect each account again with civickeep account connect.",
        )


def _present_key(ring: Keyring, tokens: Mapping[str, SealedToken]) -> TokenKey:
    """Give the key that seals now: the one the tokens have, else one that is here, else a new one.

    Raises ``KeyMissing`` where the tokens have a key that is not here: sealing
    under another would leave two keys to look after.
    """
    named = {each.key for each in tokens.values()}
    for ident in sorted(named):
        try:
            return ring.token_key(ident)
        except KeyMissing as error:
            raise KeyMissing(error.what, next_step=_AGAIN) from error
    here = ring.token_keys()
    return ring.token_key(here[0]) if here else ring.make_token_key()
