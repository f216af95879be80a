"""What a helper runs: it reads records of the folder it is given, as it is asked."""

import gc
import sys
from functools import partial
from pathlib import Path

from archiver.rebuild.helpers import answer_all
from archiver.rebuild.order import Entry
from archiver.rebuild.reading import Read, read_entry
from archiver.store import FolderStore, ObjectStore


def read_batch(store: ObjectStore, entries: list[Entry]) -> list[Read]:
    """Read a batch."""
    return [read_entry(store, entry) for entry in entries]


if __name__ == "__main__":
    gc.disable()  # nothing here makes cycles, and looking for them takes a third of the time
    answer_all(partial(read_batch, FolderStore(Path(sys.argv[1]))))
