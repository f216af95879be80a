"""Files of an import on their way into the store: those handed in, whole, and pictures in them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver import pending
from archiver.archive import Archive
from archiver.captures import MediaFinding
from archiver.imports.errors import ImportUnreadable
from archiver.imports.events import ImportedFile
from archiver.imports.keeping import OWNER, WantedFile
from archiver.imports.library import Handed, Library
from archiver.media.kinds import HEAD, type_of
from archiver.paths import media_path


@dataclass(slots=True)
class Head:
    """Bytes passing by: their digest, their number, and the first of them."""

    first: bytes = b""
    length: int = 0
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def over(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Pass bytes on and look at them."""
        for piece in pieces:
            if len(self.first) < HEAD:
                self.first += piece[: HEAD - len(self.first)]
            self.length += len(piece)
            self._digest.update(piece)
            yield piece

    @property
    def sha256(self) -> str:
        """The digest of what has passed so far."""
        return self._digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Filer:
    """Puts files of one import into the store, each once and streamed."""

    archive: Archive
    library: Library
    _found: dict[str, MediaFinding] = field(default_factory=dict)

    def whole(self, handed: Handed) -> ImportedFile:
        """Keep a file as it was handed in; raises ``ImportChanged`` where it no longer is."""
        head = Head()
        self._put(head, self.library.pieces_of(handed))
        return ImportedFile(
            part=handed.part,
            path=handed.path,
            sha256=handed.sha256,
            bytes=head.length,
            type=type_of(head.first),
        )

    def picture(self, wanted: WantedFile) -> MediaFinding:
        """Keep a picture or film that lies beside a post, or say why not."""
        found = self._found.get(wanted.path)
        if found is None:
            found = self._found[wanted.path] = self._picture(wanted)
        return MediaFinding(
            ref=wanted.ref,
            n=wanted.n,
            position=wanted.position,
            sha256=found.sha256,
            type=found.type,
            bytes=found.bytes,
            missing=found.missing,
        )

    def _picture(self, wanted: WantedFile) -> MediaFinding:
        if "://" in wanted.path:
            return _missing(wanted, "the import names an address, and addresses are not followed")
        entry = self.library.find(wanted.path)
        if entry is None:
            return _missing(wanted, "it is not among the files that were imported")
        limit = self.library.limits.media_limit
        if entry.size > limit:
            return _missing(wanted, f"it is larger than {limit} bytes (media_limit)")
        head = Head()
        try:
            self._put(head, self.library.stream(entry))
        except ImportUnreadable:
            return _missing(wanted, "it is broken inside the ZIP file")
        return MediaFinding(
            ref=wanted.ref,
            n=wanted.n,
            position=wanted.position,
            sha256=head.sha256,
            type=type_of(head.first),
            bytes=head.length,
        )

    def _put(self, head: Head, pieces: Iterator[bytes]) -> None:
        def place() -> str | None:
            path = media_path(head.sha256)
            pending.intend(self.archive, OWNER, [path])
            return None if self.archive.store.has(path) else path

        self.archive.store.put_long(head.over(pieces), place)


def _missing(wanted: WantedFile, why: str) -> MediaFinding:
    return MediaFinding(ref=wanted.ref, n=wanted.n, position=wanted.position, missing=why)
