"""The index follows the archive by its change number, and can start again from zero.

Items are written, the engine commits, and only then does the position move;
a kill anywhere in between makes some work happen twice, which is harmless
because an item replaces itself by its key.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tantivy import IndexWriter

from archiver.archive import Archive
from archiver.catalogue.findable import Findable
from archiver.viewer import Viewer, job
from search.document import make_document
from search.errors import IndexBusy, IndexDamaged
from search.index import WRITER_BYTES, IndexFolder, OpenIndex, advanced, unwritable
from search.settings import SearchSettings

BATCH = 20_000
"""Items between commits: about two seconds of work that a kill would repeat."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the index has come: ``change`` of ``newest``, with ``items`` written just now.

    ``busy`` says that another process was writing, so that nothing was done.
    """

    items: int
    change: int
    newest: int
    busy: bool = False


def index_folder(archive: Archive) -> IndexFolder:
    """Give the folder of an archive's index, as its settings name it."""
    section = archive.settings.section(SearchSettings)
    return IndexFolder(archive.settings.resolve(section.index), archive.settings.city.time_zone)


def follow(archive: Archive) -> Progress:
    """Bring the index up to the archive's newest change; one small query where nothing changed.

    Raises ``IndexUnwritable`` where the disk refuses; what was searchable
    before still is.
    """
    folder = index_folder(archive)
    newest = archive.change_number()
    position = folder.position()
    if position is not None and position.change == newest:
        return Progress(0, newest, newest)
    with folder.lock() as mine:
        if not mine:
            return Progress(0, position.change if position else 0, newest, busy=True)
        written = _write(archive, _opened(folder, newest), folder, newest)
    return Progress(written, newest, newest)


def rebuild(archive: Archive) -> Progress:
    """Build a new generation from nothing and swap it in; the old one answers until then.

    Raises ``IndexBusy`` where another process is writing.
    """
    folder = index_folder(archive)
    newest = archive.change_number()
    with folder.lock() as mine:
        if not mine:
            raise IndexBusy(
                "Another process is writing the search index.",
                next_step="Try again when it has finished.",
            )
        fresh = folder.create(folder.next_number())
        written = _write(archive, fresh, folder, newest, swap_when_done=True)
    return Progress(written, newest, newest)


def _opened(folder: IndexFolder, newest: int) -> OpenIndex:
    """Open the index to write, or begin a new one where it is missing, damaged or ahead.

    An index is ahead when the archive was restored from an older copy.
    """
    try:
        opened = folder.open()
    except IndexDamaged:
        opened = None
    if opened is None or opened.position.change > newest:
        opened = folder.create(folder.next_number())
        folder.put(opened.position)
        folder.sweep(opened.position.generation)
    return opened


def _write(
    archive: Archive,
    opened: OpenIndex,
    folder: IndexFolder,
    newest: int,
    *,
    swap_when_done: bool = False,
) -> int:
    """Write what changed and move the position; give how many items were written."""
    viewer = job("indexer", archive.settings.city.name)
    try:
        writer = opened.index.writer(WRITER_BYTES, 1)
        writing = _Writing(writer, opened, folder, in_use=not swap_when_done)
        written = writing.run(archive, viewer)
        writing.commit(newest)
        # A writer that is dropped early never merges: 150 commits left 1,050 files.
        writer.wait_merging_threads()
    except (ValueError, OSError) as error:
        raise unwritable(folder.path, error) from error
    if swap_when_done:
        folder.put(advanced(opened.position, newest))
        folder.sweep(opened.position.generation)
    return written


class _Writing:
    """One run of writing: counts, commits in batches and moves the position after each."""

    def __init__(
        self, writer: IndexWriter, opened: OpenIndex, folder: IndexFolder, *, in_use: bool
    ) -> None:
        self.writer = writer
        self.position = opened.position
        # One run gives each item once, so in an empty index there is nothing to replace.
        self.replaces = opened.searcher().num_docs > 0
        self.folder = folder
        self.in_use = in_use
        self.pending = 0

    def run(self, archive: Archive, viewer: Viewer) -> int:
        """Write every item changed since the position.

        One change can touch many items; the position only moves past it when
        all of them are written. What is not in use yet begins anew after a
        kill, so that nothing is gained by commits on the way.
        """
        zone = archive.settings.city.zone
        written, last = 0, self.position.change
        for item in archive.changed_since(viewer, self.position.change):
            if self.in_use and item.change != last and self.pending >= BATCH:
                self.commit(last)
            last = item.change
            self._put(item, zone)
            written += 1
        return written

    def commit(self, change: int) -> None:
        """Make what was written durable, then say so."""
        if self.pending:
            self.writer.commit()
        self.pending = 0
        if self.in_use:
            self.folder.put(advanced(self.position, change))

    def _put(self, item: Findable, zone: ZoneInfo) -> None:
        if self.replaces:
            self.writer.delete_documents_by_term("key", item.key)
        self.writer.add_document(make_document(item, zone))
        self.pending += 1
