"""Where a live run writes: a fresh folder beside the archive, and what is known of its run.

A run that is killed leaves both. The next one imports what it brought, as
part of a profile, before it asks Instagram for anything.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from archiver import disk
from archiver.archive import Archive
from archiver.captures import Gap
from archiver.imports.events import LiveRun

FOLDER = "fetched"
"""Beside civickeep.toml; nothing in it is relied on once it was imported."""

_POSTS = "profile"
_KNOWN = "run.json"


class Fetched(msgspec.Struct, frozen=True):
    """A live run, what it could not have, and what nobody asked it for."""

    run: LiveRun
    gaps: tuple[Gap, ...] = ()
    expected: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one account's live runs, one at a time."""

    root: Path

    @classmethod
    def of(cls, archive: Archive, account: str) -> "Place":
        """Give the place of an account."""
        name = hashlib.sha256(account.encode()).hexdigest()[:16]
        return cls(archive.settings.resolve(FOLDER) / name)

    @property
    def posts(self) -> Path:
        """The folder that instaloader writes into."""
        return self.root / _POSTS

    def begin(self, run: LiveRun) -> None:
        """Make it empty, and note what is about to begin."""
        self.clear()
        disk.make_folders(self.posts)
        self.note(Fetched(run))

    def note(self, fetched: Fetched) -> None:
        """Note what is known of the run, in place of what was noted before."""
        disk.write_file(self.root / _KNOWN, msgspec.json.encode(fetched))

    def left(self) -> Fetched | None:
        """Give the run whose files still lie here; None where nothing does."""
        try:
            return msgspec.json.decode((self.root / _KNOWN).read_bytes(), type=Fetched)
        except FileNotFoundError:
            return None

    def clear(self) -> None:
        """Take it all away; the note goes first, so that half a folder is never taken for whole."""
        disk.remove_file(self.root / _KNOWN)
        disk.remove_leftover(self.root)
