"""Writing a response: the one place where a draft meets the archive and the disk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archiver.archive import Archive
from archiver.catalogue.request_rows import latest_determinations
from archiver.civil_time import civil_date
from archiver.errors import ObjectDamaged, ObjectMissing
from archiver.request_events import RequestPackaged
from archiver.selection import Selection
from archiver.viewer import Viewer
from requests_portal.coverage.for_request import coverage_files
from requests_portal.desk import request_file
from requests_portal.fees import FeeEntry
from requests_portal.response.draft import Entry, Neighbour, ResponseDraft
from requests_portal.response.drafting import Found, draft_response
from requests_portal.response.errors import ItemsUnseen, RecordUnfit
from requests_portal.response.folder import ResponseFolder
from requests_portal.response.key import key_text
from requests_portal.response.letter import write_letter
from requests_portal.response.listing import (
    records_csv,
    records_jsonl,
    withheld_csv,
    withheld_json,
)
from requests_portal.response.manifest import (
    CHECKSUMS,
    MANIFEST,
    WrittenFile,
    checksums,
    write_manifest,
)
from requests_portal.response.native import derivative, native_path
from requests_portal.response.neighbours import Watch, watch_for
from requests_portal.response.packet import typeset
from requests_portal.response.packet_data import packet_data
from requests_portal.response.pictures import Drawing, read_drawing
from requests_portal.response.volumes import split_volumes, volume_file, volume_name
from requests_portal.settings import RequestSettings


@dataclass(frozen=True, slots=True)
class Order:
    """What to package and where to; ``dated`` is the letter's date, today where it is ``None``."""

    request: str
    destination: Path
    fee: FeeEntry
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A response that was written, and what the person who sends it should look at first."""

    files: tuple[WrittenFile, ...]
    released: int
    redacted: int
    withheld: int
    pages: int
    neighbours: tuple[Neighbour, ...]


def package_response(archive: Archive, viewer: Viewer, order: Order) -> Response:
    """Write the response to a request, whole or not at all, and keep that it was written.

    The same request, decisions and date give the same bytes. Raises
    ``RequestUnknown``, ``DestinationOccupied``, ``RecordUnfit``,
    ``ItemsUnseen``, what ``draft_response`` and ``typeset`` raise, and
    ``StoreFull`` or ``StoreUnwritable``; then there is no response.
    """
    found = find(archive, viewer, order.request)
    city = archive.settings.city
    dated = order.dated or civil_date(archive.clock(), city.zone)
    draft = draft_response(found, city=city.name, zone=city.zone, dated=dated)
    with ResponseFolder(order.destination) as folder:
        source = _Source(archive, viewer, found, watch_for(found, draft.entries))
        folder.write(_records(source, draft))
        pages = _write_paper(archive, folder, draft, source.drawings, order.fee)
        folder.write(_lists(draft))
        folder.write(coverage_files(archive, found.request, found.searches, dated))
        folder.files.sort(key=lambda one: one.path)
        folder.write([(MANIFEST, write_manifest(draft, tuple(folder.files)))])
        folder.write([(CHECKSUMS, checksums(folder.files))])
        folder.finish()
    files = tuple(folder.files)
    _keep(archive, viewer, draft, next(one for one in files if one.path == MANIFEST))
    counts = draft.counts
    return Response(
        files, counts.released, counts.redacted, counts.withheld, pages, tuple(source.neighbours)
    )


def find(archive: Archive, viewer: Viewer, request: str) -> Found:
    """Collect what the archive holds for a request.

    Raises ``RequestUnknown``, and ``ItemsUnseen`` where an item of the request
    cannot be read: a response must not silently leave it out.
    """
    record = request_file(archive, request)
    with archive.reading() as connection:
        decisions = latest_determinations(connection, record.request.id)
    items = tuple(archive.items(viewer, Selection(refs=record.refs))) if record.refs else ()
    missing = sorted(str(ref) for ref in set(record.refs) - {item.ref for item in items})
    if missing:
        raise ItemsUnseen(
            f"{len(missing):,} of the items found for request {request} cannot be read by "
            f"{viewer.name}, such as {missing[0]}.",
            next_step="Package it as somebody who may read every item; "
            "if you may, run civickeep verify.",
        )
    accounts = tuple((one.key, one.name or one.key) for one in archive.accounts())
    return Found(record.request, items, decisions, record.searches, accounts)


class _Source:
    """Stored bytes of the request's items, each checked against its digest before it goes out."""

    def __init__(self, archive: Archive, viewer: Viewer, found: Found, watch: Watch) -> None:
        self._archive = archive
        self._viewer = viewer
        self._items = {str(item.ref): item for item in found.items}
        self._watch = watch
        self.drawings: dict[str, Drawing] = {}
        self.neighbours: list[Neighbour] = []

    def records(self, entry: Entry) -> Iterator[tuple[str, bytes]]:
        """Give all files of one record, and remember what a person should look at again."""
        natives = list(self._natives(entry))
        standing = self._watch.standing(entry, (data for _, data in natives))
        self.neighbours += [] if standing is None else [standing]
        yield from natives
        yield from self._media(entry)

    def _natives(self, entry: Entry) -> Iterator[tuple[str, bytes]]:
        """Give the native file of each wording that is shown.

        The stored record of a redacted wording is checked too, because what is
        shown of it was read from it, and is then let go.
        """
        item = self._items[entry.label]
        versions = {one.n: one for one in item.versions}
        for wording in entry.wordings:
            if wording.withheld is not None:
                continue
            with _fit(entry.label):
                data = self._archive.native(self._viewer, item, versions[wording.n])
            exact = wording.original is not None
            yield native_path(entry, wording), data if exact else derivative(entry, wording)

    def _media(self, entry: Entry) -> Iterator[tuple[str, bytes]]:
        """Give the released photos and files, and remember which can be drawn."""
        item = self._items[entry.label]
        stored = {(one.position, one.sha256): one for one in item.media}
        for picture in entry.pictures:
            if picture.file is None:
                continue
            with _fit(entry.label):
                data = self._archive.media(
                    self._viewer, item, stored[picture.position, picture.sha256]
                )
            drawing = read_drawing(data)
            if drawing is not None:
                self.drawings[picture.file] = drawing
            yield f"media/{picture.file}", data


@contextmanager
def _fit(item: str) -> Iterator[None]:
    """Name the item whose stored record is missing or is not what was captured."""
    try:
        yield
    except (ObjectDamaged, ObjectMissing) as error:
        raise RecordUnfit(
            f"Item {item} cannot be released: {error.what}",
            next_step="Run civickeep verify, restore the record from a backup, "
            "then package again; nothing was written.",
        ) from error


def _records(source: _Source, draft: ResponseDraft) -> Iterator[tuple[str, bytes]]:
    for entry in draft.entries:
        yield from source.records(entry)


def _write_paper(
    archive: Archive,
    folder: ResponseFolder,
    draft: ResponseDraft,
    drawings: Mapping[str, Drawing],
    fee: FeeEntry,
) -> int:
    """Set and write every volume; gives the number of pages."""
    letter = write_letter(draft, archive.settings.section(RequestSettings), fee)
    volumes = split_volumes(draft.entries)
    pages = 0
    for place, entries in enumerate(volumes, start=1):
        name = volume_name(place, len(volumes))
        first = letter if place == 1 else None
        packet = typeset(folder.root, packet_data(draft, first, entries, drawings, name))
        folder.write([(volume_file(place), packet.pdf)])
        pages += packet.pages
    return pages


def _lists(draft: ResponseDraft) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", key_text(draft)
    if draft.entries:
        yield "records.jsonl", records_jsonl(draft.entries)
        yield "records.csv", records_csv(draft)
    yield "withheld.json", withheld_json(draft)
    yield "withheld.csv", withheld_csv(draft)


def _keep(archive: Archive, viewer: Viewer, draft: ResponseDraft, manifest: WrittenFile) -> None:
    archive.record(
        RequestPackaged(
            at=archive.clock(),
            by=viewer.name,
            request=draft.request.id,
            manifest_sha256=manifest.sha256,
            released=draft.counts.released,
            redacted=draft.counts.redacted,
            withheld=draft.counts.withheld,
        )
    )
