"""The index on disk: a convenience that can be removed and built again at any time.

Its folder holds one generation of tantivy files and ``position.json``, which
names the generation in use and the change number up to which it is complete.
That file is written last and replaced in one step, so a process killed at any
instant leaves an index that is merely behind. A rebuild is a new generation,
swapped in by the same file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import tantivy

from archiver.disk import locked, make_folders, remove_leftover, write_file
from search import tokens
from search.document import EDITION, make_schema
from search.errors import IndexDamaged, IndexUnwritable

POSITION_FILE = "position.json"
LOCK_FILE = "lock"
GENERATION_PREFIX = "generation-"

WRITER_BYTES = 64_000_000
"""Memory of the writer before it flushes a segment; below 15 MB tantivy refuses."""


class Position(msgspec.Struct, frozen=True):
    """Which generation is in use, made how, and up to which change number it is complete."""

    edition: int
    zone: str
    generation: int
    change: int


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """A generation that can be read, and what it is complete to."""

    index: tantivy.Index
    schema: tantivy.Schema
    position: Position

    def searcher(self) -> tantivy.Searcher:
        """Give a view of the index as it was committed last."""
        return self.index.searcher()


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The folder of one city's index; ``zone`` is the one its civil dates are in."""

    path: Path
    zone: str

    def position(self) -> Position | None:
        """Read the position; ``None`` where there is no index that this program can use."""
        try:
            position = msgspec.json.decode((self.path / POSITION_FILE).read_bytes(), type=Position)
        except (OSError, msgspec.MsgspecError):
            return None
        usable = position.edition == EDITION and position.zone == self.zone
        return position if usable and self.generation(position.generation).is_dir() else None

    def open(self) -> OpenIndex | None:
        """Open the generation in use; ``None`` where there is none.

        Raises ``IndexDamaged`` where its files cannot be read. One that was
        swapped away while it was being opened is not damaged, only gone.
        """
        position = self.position()
        if position is None:
            return None
        try:
            return self._open(position)
        except IndexDamaged:
            newer = self.position()
            if newer is None or newer.generation == position.generation:
                raise
            return self._open(newer)

    def _open(self, position: Position) -> OpenIndex:
        # Looked at after the position was read: what it says was committed before it was written.
        written = (self.path / POSITION_FILE).stat()
        path = self.generation(position.generation)
        try:
            index = _as_of(path, (written.st_ino, written.st_mtime_ns))
        except (ValueError, OSError) as error:
            raise _damaged(self.path) from error
        return OpenIndex(index, index.schema, position)

    def generation(self, number: int) -> Path:
        """Give the folder of a generation."""
        return self.path / f"{GENERATION_PREFIX}{number}"

    def create(self, number: int) -> OpenIndex:
        """Make an empty generation; it is in use only once the position names it."""
        path = self.generation(number)
        remove_leftover(path)
        make_folders(path)
        # A number can come again where somebody removed the whole folder.
        _open_generation.cache_clear()
        _as_of.cache_clear()
        try:
            index = registered(tantivy.Index(make_schema(), str(path)))
        except (ValueError, OSError) as error:
            raise unwritable(self.path, error) from error
        return OpenIndex(index, index.schema, Position(EDITION, self.zone, number, 0))

    def next_number(self) -> int:
        """Give a number no generation has, whether in use or left behind half built."""
        taken = [int(each.name.removeprefix(GENERATION_PREFIX)) for each in self._generations()]
        return max(taken, default=0) + 1

    def put(self, position: Position) -> None:
        """Make this the position, in one step that survives a power cut."""
        write_file(self.path / POSITION_FILE, msgspec.json.encode(position))

    def sweep(self, keep: int) -> None:
        """Remove every generation but the one in use."""
        for each in self._generations():
            if each != self.generation(keep):
                remove_leftover(each)

    def _generations(self) -> list[Path]:
        found = self.path.glob(f"{GENERATION_PREFIX}*")
        return [each for each in found if each.name.removeprefix(GENERATION_PREFIX).isdigit()]

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """Hold the right to write, or give ``False`` at once where another process has it.

        The kernel lets go when the holder dies, however it dies.
        """
        with locked(self.path / LOCK_FILE) as mine:
            yield mine


def advanced(position: Position, change: int) -> Position:
    """Give the position moved on to a later change number."""
    return msgspec.structs.replace(position, change=change)


@lru_cache(maxsize=4)
def _open_generation(path: Path) -> tantivy.Index:
    """Open a generation once a process; its files are mapped."""
    try:
        index = tantivy.Index.open(str(path))
    except (ValueError, OSError) as error:
        raise _damaged(path.parent) from error
    return registered(index)


@lru_cache(maxsize=4)
def _as_of(path: Path, written: tuple[int, int]) -> tantivy.Index:  # noqa: ARG001 - what it is kept by
    """Give a generation as it was when its position was written, or later.

    ``written`` tells that file from the one before; reloading takes longer than most searches.
    """
    index = _open_generation(path)
    index.reload()
    return index


def registered(index: tantivy.Index) -> tantivy.Index:
    """Teach an index the tokenizers of its fields; every process has to, after every opening."""
    for name, analyzer in tokens.analyzers().items():
        index.register_tokenizer(name, analyzer)
    # Values are found without regard to capitals, but counted and shown as they are.
    index.register_fast_field_tokenizer(tokens.KEY, tokens.as_written())
    return index


def unwritable(path: Path, error: Exception) -> IndexUnwritable:
    """Say that the disk refuses what would be written; ``error`` is the engine's reason."""
    return IndexUnwritable(
        f"The search index in {path} cannot be written: {error}.",
        next_step="Free some space or correct the permissions and search again; "
        "the archive itself is untouched.",
    )


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(
        "The search index cannot be read.",
        next_step=f"Remove the folder {path} and search again; it is built anew.",
    )
