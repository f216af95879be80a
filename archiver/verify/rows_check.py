"""Checking every row: the catalogue is made anew from the objects, and the two compared."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, func, select

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.catalogue.dump import Deviation, Difference, compare
from archiver.rebuild.catalogue import list_ledger_files
from archiver.rebuild.order import Entry, Inventory
from archiver.rebuild.replay import Lost, Replay
from archiver.rebuild.scratch import scratch_catalogue
from archiver.record import RecordKind
from archiver.verify.objects_check import lose_record
from archiver.verify.problems import Damage, Findings

_ROWS = {
    Difference.MISSING: Damage.ROW_MISSING,
    Difference.SURPLUS: Damage.ROW_SURPLUS,
    Difference.CHANGED: Damage.ROW_CHANGED,
}
_OF_ITEMS = frozenset(
    {"item", "version", "hidden", "disappearance", "media", "classification", "hold_item"}
)


def check_rows(
    archive: Archive,
    actual: Connection,
    inventory: Inventory,
    entries: Iterable[Entry],
    findings: Findings,
) -> None:
    """Play all records into a scratch catalogue, and name every row that differs from it."""
    with (
        tempfile.TemporaryDirectory(prefix="civickeep-verify-") as folder,
        scratch_catalogue(Path(folder, "scratch.sqlite")) as engine,
    ):
        with engine.begin() as expected:
            replay = Replay(archive.store, expected)
            replay.play(entries)
            list_ledger_files(expected, archive.store, inventory)
            findings.objects += replay.played
            findings.versions += _count_versions(expected)
        with engine.connect() as expected:
            items = {_name_lost(actual, lost, findings) for lost in replay.lost}
            for deviation in compare(actual, expected):
                if not _follows(deviation, replay.lost, items):
                    _tell(actual, deviation, findings)


def _count_versions(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(t.version)) or 0


def _name_lost(actual: Connection, lost: Lost, findings: Findings) -> str | None:
    kind = Damage.OBJECT_MISSING if lost.entry.path is None else Damage.OBJECT_DAMAGED
    return lose_record(actual, lost.entry, kind, lost.reason, findings)


def _follows(deviation: Deviation, lost: list[Lost], items: set[str | None]) -> bool:
    """Whether a deviation only follows from a record that is named as lost already.

    Where a receipt or an event is lost, every later state follows from it;
    then only leaves can still be compared, and the message says what is lost.
    """
    if not lost:
        return False
    if any(each.kind is not RecordKind.VERSION for each in lost):
        return deviation.table != "leaf" or _is_leaf_of(deviation, lost)
    if deviation.table in _OF_ITEMS and item_of(deviation) in items:
        return True
    return deviation.table == "blob" or _is_leaf_of(deviation, lost)


def _is_leaf_of(deviation: Deviation, lost: list[Lost]) -> bool:
    return deviation.table == "leaf" and deviation.key[0] in {each.entry.number for each in lost}


def item_of(deviation: Deviation) -> str | None:
    """Name the item a row is about, where its key says so."""
    if deviation.table not in _OF_ITEMS:
        return None
    return f"{deviation.key[0]}/{deviation.key[1]}"


def _tell(actual: Connection, deviation: Deviation, findings: Findings) -> None:
    """Name a row by its table and key, and the columns that differ; never what they say."""
    key = "/".join(str(part) for part in deviation.key)
    columns = f": {', '.join(deviation.columns)}" if deviation.columns else ""
    path = None
    if deviation.table == "leaf":
        path = actual.scalar(select(t.leaf.c.object).where(t.leaf.c.n == deviation.key[0]))
    findings.find(
        _ROWS[deviation.difference],
        f"row {key} of table {deviation.table}{columns}",
        item=item_of(deviation),
        path=path,
    )
