"""BagIt 1.0 (RFC 8493): every record a file of its own, with its proof beside it.

The payload is what was kept (``data/records``, ``data/media``) and two views
of it (``data/items.jsonl``, ``data/items.csv``). Papers about the export are
tag files under ``proof/``: they name the payload manifest by its digest.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archiver.disk import make_folders, write_files
from archiver.export.checking import CheckedItem, CheckedMedia, CheckedRecord
from archiver.export.order import WrittenFile
from archiver.export.proof_tar import SUFFIX
from archiver.export.streamed import StreamedFile
from archiver.export.views import JsonLines, Sheet
from archiver.export.warc import Heading, media_name

ALGORITHMS = ("sha256", "sha512")
PAYLOAD_MANIFEST = "manifest-sha256.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MOST_MEDIA_BYTES = 32 << 20
"""Files of items are kept together until they are this many bytes, and synced in one go."""


class Bag:
    """Writes a bag into a folder that is not there yet."""

    signing_key = None

    def __init__(self, folder: Path, staging: Path, heading: Heading) -> None:
        self._folder = folder
        self._staging = staging
        self._heading = heading
        make_folders(folder / "data")
        self._manifests = {
            name: StreamedFile(folder / f"manifest-{name}.txt") for name in ALGORITHMS
        }
        self._views = (
            JsonLines(folder / "data/items.jsonl", "data/items.jsonl", ALGORITHMS),
            Sheet(folder / "data/items.csv", "data/items.csv", ALGORITHMS),
        )
        self._waiting: list[tuple[str, bytes]] = []
        self._files = self._bytes = 0

    def items(self, items: Sequence[CheckedItem]) -> None:
        """Write items into both views, and the records of their versions."""
        for view in self._views:
            view.items(items)
        self.records([record for each in items for record in each.records])

    def records(self, records: Sequence[CheckedRecord]) -> None:
        """Write records and their proofs."""
        self._write(file for record in records for file in _record_files(record))

    def media(self, media: CheckedMedia) -> None:
        """Write a file of an item, together with others."""
        self._waiting.append(
            (f"data/media/{media_name(media.row.sha256, media.row.type)}", media.data)
        )
        if sum(len(data) for _, data in self._waiting) >= MOST_MEDIA_BYTES:
            self._flush()

    def finish(self) -> WrittenFile:
        """Close the payload and give its manifest."""
        self._flush()
        for view in self._views:
            written = view.finish()
            self._enter(written.name, written.bytes, view.digests())
        for manifest in self._manifests.values():
            with manifest:
                pass
        write_files(
            [
                (self._folder / "bagit.txt", DECLARATION),
                (self._folder / "bag-info.txt", self._info()),
            ],
            staging=self._staging,
        )
        return self._manifests["sha256"].written(PAYLOAD_MANIFEST)

    def seal(self) -> None:
        """List every tag file, once all of them are there."""
        paths = sorted(path for path in self._tag_files())
        for name in ALGORITHMS:
            lines = [
                f"{_file_digest(path, name)}  {path.relative_to(self._folder).as_posix()}\n"
                for path in paths
            ]
            data = "".join(lines).encode()
            write_files([(self._folder / f"tagmanifest-{name}.txt", data)], staging=self._staging)

    def abandon(self) -> None:
        """Do nothing: what was written goes with the working folder."""

    def _tag_files(self) -> Iterator[Path]:
        yield from (path for path in self._folder.iterdir() if path.is_file())
        yield from (path for path in (self._folder / "proof").rglob("*") if path.is_file())

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._write(waiting)

    def _write(self, files: Iterable[tuple[str, bytes]]) -> None:
        write_files(self._entered(files), staging=self._staging)

    def _entered(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[Path, bytes]]:
        for name, data in files:
            digests = {each: hashlib.new(each, data).hexdigest() for each in ALGORITHMS}
            self._enter(name, len(data), digests)
            yield self._folder / name, data

    def _enter(self, name: str, length: int, digests: dict[str, str]) -> None:
        self._files += 1
        self._bytes += length
        for algorithm, manifest in self._manifests.items():
            manifest.write(f"{digests[algorithm]}  {name}\n".encode())

    def _info(self) -> bytes:
        heading = self._heading
        fields = {
            "Source-Organization": heading.city,
            "External-Identifier": heading.origin,
            "External-Description": f"Social media records: {heading.scope}",
            "Bagging-Date": heading.created.date().isoformat(),
            "Bag-Software-Agent": heading.software,
            "Payload-Oxum": f"{self._bytes}.{self._files}",
            "Civickeep-Checkpoint": heading.checkpoint,
        }
        lines = (f"{name}: {' '.join(value.split())}\n" for name, value in fields.items())
        return "".join(lines).encode("utf-8", "backslashreplace")


def _record_files(record: CheckedRecord) -> Iterator[tuple[str, bytes]]:
    name = f"data/records/{record.row.object}"
    yield f"{name}.warc", record.data
    yield f"{name}{SUFFIX}", record.proof


def _file_digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()
