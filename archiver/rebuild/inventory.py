"""Everything that lies in a store, told apart by its path and found by its digest.

The list is kept in a database file that nobody else sees and that is gone
when it is closed, so that a million paths do not have to fit into memory.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from archiver.errors import CivickeepError
from archiver.ledger.tiles import PREFIX as LEDGER
from archiver.rebuild.places import proper_path
from archiver.store import ObjectStore

MEDIA = "media/"
_RECORD = re.compile(r"(?:.*/)?(?:version|receipt|event)-([0-9a-f]{64})", re.DOTALL)
_BATCH = 1000
_ASKED = 500
"""Digests a query: stays under SQLite's limit of bound values."""


class Inventory:
    """One listing of a store.

    ``media`` and ``ledger`` are the paths of kept files and of the ledger's
    own; ``strangers`` are none of ours; ``twins`` are paths under which a
    record lies that lies in its proper place too.
    """

    def __init__(self) -> None:
        self.media: set[str] = set()
        self.ledger: set[str] = set()
        self.strangers: list[str] = []
        self.twins: list[str] = []
        self.records = 0
        self._listed = sqlite3.connect("")  # a temporary file of this connection's own
        self._listed.execute("CREATE TABLE record (digest BLOB NOT NULL, path TEXT NOT NULL)")

    def close(self) -> None:
        """Forget it."""
        self._listed.close()

    def sort(self, paths: Iterable[str]) -> None:
        """Sort paths into their kinds."""
        rows = self._rows(paths)
        while batch := list(islice(rows, _BATCH)):
            self._listed.executemany("INSERT INTO record VALUES (?, ?)", batch)
            self.records += len(batch)
        self._listed.execute("CREATE INDEX by_digest ON record (digest, path)")

    def _rows(self, paths: Iterable[str]) -> Iterator[tuple[bytes, str]]:
        for path in paths:
            if path.startswith(LEDGER):
                self.ledger.add(path)
            elif path.startswith(MEDIA):
                self.media.add(path)
            elif found := _RECORD.fullmatch(path):
                yield bytes.fromhex(found[1]), path
            else:
                self.strangers.append(path)

    def settle_twins(self, store: ObjectStore) -> None:
        """Keep of each record that lies in several places the one where it belongs."""
        twins = "SELECT digest FROM record GROUP BY digest HAVING count(*) > 1"
        for (digest,) in self._listed.execute(twins).fetchall():
            found = self._listed.execute("SELECT path FROM record WHERE digest = ?", (digest,))
            paths = sorted(path for (path,) in found)
            proper = _proper(store, paths)
            self.twins.extend(path for path in paths if path != proper)
        for path in self.twins:
            self._listed.execute("DELETE FROM record WHERE path = ?", (path,))
        self.records -= len(self.twins)

    def paths_of(self, digests: Sequence[bytes]) -> dict[bytes, str]:
        """Find where records lie; what is not listed is left out."""
        found: dict[bytes, str] = {}
        for start in range(0, len(digests), _ASKED):
            some = digests[start : start + _ASKED]
            marks = ",".join("?" * len(some))
            query = f"SELECT digest, path FROM record WHERE digest IN ({marks})"  # noqa: S608 - question marks only
            found.update(self._listed.execute(query, some))
        return found

    def others(self, digests: Iterable[bytes]) -> list[str]:
        """Give the paths of all records but these, sorted."""
        self._listed.execute("CREATE TEMP TABLE named (digest BLOB PRIMARY KEY) WITHOUT ROWID")
        named = ((digest,) for digest in sorted(digests))
        self._listed.executemany("INSERT OR IGNORE INTO named VALUES (?)", named)
        query = (
            "SELECT path FROM record WHERE NOT EXISTS "
            "(SELECT 1 FROM named WHERE named.digest = record.digest) ORDER BY path"
        )
        paths = [path for (path,) in self._listed.execute(query)]
        self._listed.execute("DROP TABLE named")
        return paths


def take_inventory(store: ObjectStore) -> Inventory:
    """List the store once."""
    inventory = Inventory()
    inventory.sort(store.paths())
    inventory.settle_twins(store)
    return inventory


def _proper(store: ObjectStore, paths: Sequence[str]) -> str:
    """Choose the path at which a record belongs, where one of these is it."""
    for path in paths:
        try:
            if proper_path(store.get(path)) == path:
                return path
        except CivickeepError:
            continue
    return paths[0]
