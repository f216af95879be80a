"""The private keys of an archive, in a folder of their own outside the archive's directory.

There are two kinds: the Ed25519 keys that sign checkpoints, each in a PEM file
(PKCS #8, so that ``openssl pkey`` reads it) named by its key id, and the
token keys, 32 random bytes in hexadecimal, of which there is one unless it is
just being changed. Files are readable by their owner alone. Whoever copies the
archive's directory never copies a key, and losing a key loses no record: it
only ends the chain of keys that vouch for each other, or the use of sealed
tokens.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from archiver.disk import make_folders, refuse, remove_file, write_file
from archiver.errors import StoreFull, StoreUnwritable
from archiver.ledger.errors import KeyMissing, KeyUnusable
from archiver.ledger.note import VerifierKey, verifier_key
from archiver.ledger.settings import KeySettings
from archiver.settings import ArchiveSettings, Settings

TOKEN_KEY_BYTES = 32
_TOKEN_KEY_LABEL = b"civickeep-token-key\0"
"""Hashed together with a token key for its id, so that the id is of no other use."""

_CHECKPOINT_KEY = re.compile(r"checkpoint-[0-9a-f]{8}\.pem")
_TOKEN_KEY = re.compile(r"token-([0-9a-f]{8})\.key")
OWNER_ONLY = 0o600
FOLDER_OWNER_ONLY = 0o700
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key with which tokens are sealed; ``id`` is eight hexadecimal digits that name it."""

    id: str
    value: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The folder of one archive's keys."""

    folder: Path

    def make_checkpoint_key(self, name: str) -> Ed25519PrivateKey:
        """Draw a key to sign under this name; it is safe before anything relies on it."""
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._write(checkpoint_key_file(verifier_key(name, key)), pem)
        return key

    def checkpoint_key(self, verifier: VerifierKey) -> Ed25519PrivateKey:
        """Give the private half of a verifier key; raises ``KeyMissing`` or ``KeyUnusable``."""
        file = checkpoint_key_file(verifier)
        try:
            key = load_pem_private_key(self._read(file), password=None)
        except (ValueError, TypeError):
            raise _unusable(self.folder / file, "is no private key") from None
        if not isinstance(key, Ed25519PrivateKey) or verifier_key(verifier.name, key) != verifier:
            raise _unusable(self.folder / file, f"is not the key {verifier}")
        return key

    def token_key(self, ident: str) -> TokenKey:
        """Give the token key of this id; raises ``KeyMissing`` or ``KeyUnusable``."""
        file = token_key_file(ident)
        try:
            value = bytes.fromhex(self._read(file).decode())
        except ValueError:
            value = b""
        if len(value) != TOKEN_KEY_BYTES or _token_key_id(value) != ident:
            raise _unusable(self.folder / file, "is no token key, or another one")
        return TokenKey(ident, value)

    def token_keys(self) -> tuple[str, ...]:
        """List the ids of the token keys that are here."""
        found = (_TOKEN_KEY.fullmatch(name) for name in self._names())
        return tuple(match[1] for match in found if match)

    def make_token_key(self) -> TokenKey:
        """Draw a token key; it is safe before anything relies on it."""
        value = secrets.token_bytes(TOKEN_KEY_BYTES)
        key = TokenKey(_token_key_id(value), value)
        self._write(token_key_file(key.id), value.hex().encode() + b"\n")
        return key

    def remove_token_key(self, ident: str) -> None:
        """Take away a token key that seals nothing any more."""
        remove_file(self.folder / token_key_file(ident))

    def files(self) -> tuple[tuple[str, bytes], ...]:
        """Give every file of keys with its name, for a backup."""
        names = self._names()
        if not self.folder.exists():
            raise _missing(self.folder)
        return tuple((name, self._read(name)) for name in names)

    def put_back(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Write files of a backup that are not here; give their names.

        Raises ``KeyUnusable`` where another key of the same name is here.
        """
        absent = {name: data for name, data in files.items() if not (self.folder / name).exists()}
        for name in files.keys() - absent.keys():
            if self._read(name) != files[name]:
                raise _unusable(self.folder / name, "is another key than the one in the backup")
        for name, data in absent.items():
            self._write(name, data)
        return tuple(sorted(absent))

    def _names(self) -> tuple[str, ...]:
        try:
            found = [path.name for path in self.folder.iterdir() if is_key_file(path.name)]
        except FileNotFoundError:
            return ()
        except OSError as error:
            refuse(error, "read")
        return tuple(sorted(found))

    def _write(self, name: str, data: bytes) -> None:
        try:
            make_folders(self.folder, mode=FOLDER_OWNER_ONLY)
        except (StoreFull, StoreUnwritable) as error:
            raise KeyUnusable(
                f"The folder for keys {self.folder} cannot be made: {error.what}",
                next_step="Name another one with [keys] folder or CIVICKEEP_KEYS__FOLDER.",
            ) from error
        write_file(self.folder / name, data, mode=OWNER_ONLY)

    def _read(self, name: str) -> bytes:
        file = self.folder / name
        try:
            if file.stat().st_mode & _OTHERS:
                raise _unusable(file, "can be read by others than its owner", f"chmod 600 {file}")
            return file.read_bytes()
        except FileNotFoundError:
            raise _missing(file) from None
        except OSError as error:
            refuse(error, "read")


def open_keyring(
    settings: Settings, archive_id: str, environment: Mapping[str, str] = os.environ
) -> Keyring:
    """Give the folder of an archive's keys; it need not be there yet.

    Raises ``KeyUnusable`` where it would lie inside the archive's directory.
    """
    folder = _parent(settings, environment) / archive_id
    check_apart(settings, folder)
    return Keyring(folder)


def check_apart(settings: Settings, path: Path) -> None:
    """Refuse a place for keys that a copy of the archive would take along (``KeyUnusable``)."""
    places = (settings.path.parent, settings.resolve(settings.section(ArchiveSettings).store))
    if any(path.resolve().is_relative_to(place.resolve()) for place in places):
        raise KeyUnusable(
            f"Keys would lie in {path}, inside the archive's own directory.",
            next_step="Name a place elsewhere, with --to, [keys] folder or "
            "CIVICKEEP_KEYS__FOLDER, so that no copy of the archive holds its keys.",
        )


def checkpoint_key_file(key: VerifierKey) -> str:
    """Name the file of a checkpoint key by its id."""
    return f"checkpoint-{key.id.hex()}.pem"


def token_key_file(ident: str) -> str:
    """Name the file of a token key by its id."""
    return f"token-{ident}.key"


def is_key_file(name: str) -> bool:
    """Whether a file of this name can be a key of ours."""
    return any(pattern.fullmatch(name) for pattern in (_TOKEN_KEY, _CHECKPOINT_KEY))


def _token_key_id(value: bytes) -> str:
    return hashlib.sha256(_TOKEN_KEY_LABEL + value).hexdigest()[:8]


def _parent(settings: Settings, environment: Mapping[str, str]) -> Path:
    named = settings.section(KeySettings).folder
    if named is not None:
        return settings.resolve(str(Path(named).expanduser()))
    state = environment.get("XDG_STATE_HOME", "")
    # The XDG base directory specification: a relative path is to be ignored.
    base = Path(state) if Path(state).is_absolute() else _home(environment) / ".local" / "state"
    return (base / "civickeep").resolve()


def _home(environment: Mapping[str, str]) -> Path:
    home = environment.get("HOME", "")
    if not Path(home).is_absolute():
        raise KeyUnusable(
            "There is no home folder to keep the archive's keys in.",
            next_step="Name a folder with [keys] folder or CIVICKEEP_KEYS__FOLDER.",
        )
    return Path(home)


def _missing(path: Path) -> KeyMissing:
    return KeyMissing(
        f"The key {path} is not there.",
        next_step="Put the keys back with civickeep key restore, or name their folder with [keys] "
        "folder; a key that is lost for good is replaced with civickeep key rotate --lost.",
    )


def _unusable(path: Path, what: str, next_step: str = "") -> KeyUnusable:
    return KeyUnusable(
        f"The key {path} {what}.",
        next_step=next_step or "Put the right one back with civickeep key restore.",
    )
