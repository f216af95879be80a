"""WACZ 1.1.1: the records, pages to read them by, an index and a signed manifest in one ZIP.

The WARC in it holds every stored record byte for byte under the address it
was asked for, and a page made from it under an address of ours that cannot
be taken for the platform's. Everything is written once, from front to back.
"""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from archiver.civil_time import from_wire, to_wire
from archiver.export import cdxj, reading_copy
from archiver.export.checking import CheckedItem, CheckedMedia, CheckedRecord
from archiver.export.order import WrittenFile
from archiver.export.package import Package
from archiver.export.signature import sign_package
from archiver.export.spool import Spool
from archiver.export.streamed import StreamedFile
from archiver.export.warc import (
    Heading,
    compressed,
    headers,
    media_record,
    resource,
    warcinfo,
)
from archiver.items import Item, Version

WACZ_VERSION = "1.1.1"
WARC_NAME = "data.warc.gz"
PAGES_HEADER = b'{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n'
LINKS_ON_THE_COVER = 1000
_PIECE = 1 << 20
_encoder = msgspec.json.Encoder()


class _Page(msgspec.Struct, frozen=True):
    """A line of ``pages.jsonl``."""

    id: str
    url: str
    ts: str
    title: str
    text: str = ""


class WaczExport:
    """Writes one WACZ."""

    def __init__(self, path: Path, scratch: Path, name: str, heading: Heading) -> None:
        self._name = name
        self._heading = heading
        self._file = StreamedFile(path)
        self._package = Package(self._file, heading.created)
        self._warc = self._package.begin(f"archive/{WARC_NAME}", zipfile.ZIP_STORED)
        self._index = Spool(scratch / "index")
        self._pages_path = scratch / "pages.jsonl"
        self._pages = StreamedFile(self._pages_path, ())
        self._links: list[tuple[str, str]] = []
        self._page_count = self._record_count = self._media_count = 0
        self.signing_key: str | None = None
        self._write(warcinfo(heading, WARC_NAME))

    def items(self, items: Sequence[CheckedItem]) -> None:
        """Write the records of items, each followed by its page."""
        for each in items:
            versions = {version.n: version for version in each.item.versions}
            for record in each.records:
                self.records([record])
                self._write_page(each.item, versions[record.row.n], record)

    def records(self, records: Sequence[CheckedRecord]) -> None:
        """Write stored records as they are."""
        for record in records:
            self._record_count += 1
            self._write(record.data)

    def media(self, media: CheckedMedia) -> None:
        """Write a file of an item."""
        self._media_count += 1
        self._write(media_record(self._heading.base, media))

    def finish(self) -> WrittenFile:
        """Add the cover, the index, the list of pages and the signed manifest."""
        cover = self._write_cover()
        self._package.end(self._warc)
        self._write_index()
        self._write_pages(cover)
        manifest = self._package.manifest(
            title=f"Social media records of {self._heading.city}",
            description=f"Exported from {self._heading.origin}: {self._heading.scope}",
            created=to_wire(self._heading.created),
            software=self._heading.software,
            wacz_version=WACZ_VERSION,
            main_page=cover.url,
        )
        signed = sign_package(manifest, to_wire(self._heading.created), self._heading.software)
        self.signing_key = signed.key_sha256
        self._package.add("datapackage.json", manifest)
        self._package.add("datapackage-digest.json", signed.digest_file)
        self._package.close()
        with self._file:
            return self._file.written(self._name)

    def seal(self) -> None:
        """Do nothing: the papers of a WACZ lie beside it."""

    def abandon(self) -> None:
        """Let go of the package."""
        self._package.abandon()

    def _write(self, record: bytes) -> None:
        """Write a record and, where it is of an address, its line of the index."""
        told, member = headers(record), compressed(record)
        if (address := told.get("WARC-Target-URI")) is not None:
            place = cdxj.Indexed(
                address=address,
                at=from_wire(told["WARC-Date"]),
                content_type=told["Content-Type"].partition(";")[0],
                block_digest=told["WARC-Block-Digest"],
                member=member,
                offset=self._warc.length,
                filename=WARC_NAME,
            )
            self._index.add(cdxj.index_line(place))
        self._warc.write(member)

    def _write_page(self, item: Item, version: Version, record: CheckedRecord) -> None:
        native = headers(record.data)["WARC-Target-URI"]
        html = reading_copy.page(self._heading, item, version, native)
        path = reading_copy.item_path(item.platform, item.id)
        address = self._heading.base + path
        self._write(resource(address, version.first_seen, reading_copy.CONTENT_TYPE, html))
        line = _Page(
            id=f"{item.ref}#{version.n}",
            url=address,
            ts=to_wire(version.first_seen),
            title=reading_copy.title(item, version),
            text="\n".join((version.text, *(each.words for each in version.links))),
        )
        self._pages.write(_encoder.encode(line) + b"\n")
        self._page_count += 1
        if len(self._links) < LINKS_ON_THE_COVER:
            self._links.append((path, line.title))

    def _write_cover(self) -> _Page:
        """Write the page everything opens with."""
        heading = self._heading
        counts = (
            f"{self._page_count:,} pages, {self._record_count:,} records, "
            f"{self._media_count:,} pictures and files"
        )
        more = self._page_count - len(self._links)
        html = reading_copy.cover(heading, counts, self._links, more)
        address = f"{heading.base}/"
        self._write(resource(address, heading.created, reading_copy.CONTENT_TYPE, html))
        title = f"Social media records of {heading.city}"
        return _Page("cover", address, to_wire(heading.created), title)

    def _write_index(self) -> None:
        lines = [cdxj.FIRST_BLOCK_LINE]
        index = self._package.begin(f"indexes/{cdxj.INDEX}", zipfile.ZIP_STORED)
        for block in cdxj.blocks(self._index):
            index.write(block.member)
            lines.append(block.line)
        self._package.end(index)
        self._package.add(f"indexes/{cdxj.BLOCKS}", b"".join(lines))

    def _write_pages(self, cover: _Page) -> None:
        self._pages.flush()
        pages = self._package.begin("pages/pages.jsonl", zipfile.ZIP_DEFLATED)
        pages.write(PAGES_HEADER + _encoder.encode(cover) + b"\n")
        with self._pages_path.open("rb") as written:
            while piece := written.read(_PIECE):
                pages.write(piece)
        self._package.end(pages)
