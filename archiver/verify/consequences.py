"""Which rows cannot be made anew when a record is lost, so that one damage is told once.

A row of one of these tables that differs may follow from the lost record
alone; whether it was changed as well shows once the record is restored.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from archiver.catalogue import tables as t
from archiver.catalogue.dump import FACT_TABLES, Deviation
from archiver.catalogue.raw import RawReader
from archiver.rebuild.reading import Lost
from archiver.record import RecordKind

OF_ITEMS = frozenset(
    table.name
    for table in FACT_TABLES
    if table is t.item or any(key.column is t.item.c.pk for key in table.foreign_keys)
)
EVERYTHING = frozenset(table.name for table in FACT_TABLES) - {"leaf"}
_RECEIPT = frozenset(
    {
        "capture",
        "capture_surface",
        "gap",
        "item",
        "version",
        "wording_return",
        "engagement",
        "hidden",
        "disappearance",
        "gone_confirmed",
        "media",
        "blob",
    }
)
_IMPORT = frozenset(
    {"imported", "imported_file", "imported_gap", "imported_match", "item", "media", "blob"}
)
_REQUEST = frozenset(
    {
        "data_request",
        "request_search",
        "request_item",
        "determination",
        "determination_part",
        "request_package",
    }
)
_QUARANTINE = frozenset({"item", "quarantine", "quarantine_file", "quarantine_item"})
FOLLOWING = {
    "archive_founded": frozenset({"archive"}),
    "checkpoint_key_adopted": frozenset({"checkpoint_key", "checkpoint"}),
    "account_added": frozenset({"account"}),
    "account_closed": frozenset({"account"}),
    "account_connected": frozenset({"account", "connection"}),
    "token_checked": frozenset({"token_check"}),
    "surfaces_chosen": frozenset({"account", "surface_off"}),
    "platform_signal_received": frozenset({"platform_signal"}),
    "files_given_up": frozenset({"item", "media"}),
    "media_quarantined": _QUARANTINE,
    "quarantine_released": _QUARANTINE,
    "disappearances_confirmed": frozenset({"gone_confirmed"}),
    "items_classified": frozenset({"classification", "item"}),
    "items_read": frozenset({"reading"}),
    "schedule_imported": frozenset({"imported_schedule"}),
    "schedule_adopted": frozenset({"schedule"}),
    "hold_placed": frozenset({"hold", "hold_item", "item"}),
    "hold_lifted": frozenset({"hold", "item"}),
    "live_approved": frozenset({"live_approval"}),
    "live_withdrawn": frozenset({"live_approval"}),
    "import_started": _IMPORT,
    "import_finished": _IMPORT,
    "request_opened": _REQUEST,
    "request_searched": _REQUEST,
    "items_decided": _REQUEST,
    "request_packaged": _REQUEST,
    "request_closed": _REQUEST,
    "search_saved": frozenset({"saved_search"}),
    "search_looked": frozenset({"saved_search"}),
    "search_told": frozenset({"saved_search"}),
    "search_forgotten": frozenset({"saved_search"}),
    "alarm_raised": frozenset({"alarm"}),
    "alarm_cleared": frozenset({"alarm"}),
    "alarm_message_sent": frozenset({"alarm_message", "alarm_told"}),
    "token_narrowed": frozenset({"token_loss"}),
    "notice_received": frozenset({"notice", "notice_change", "blob"}),
}
"""The tables an act can have rows in; of one that is not here, any."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What the loss of some records explains."""

    numbers: frozenset[int]
    items: frozenset[str]
    tables: frozenset[str]

    def explain(self, deviation: Deviation) -> bool:
        """Whether a row may differ only because of what is lost."""
        if deviation.table in {"leaf", "event"} and deviation.key[0].isdigit():
            return int(deviation.key[0]) in self.numbers
        if deviation.item in self.items:
            return deviation.table in OF_ITEMS
        return deviation.table in self.tables


def consequences(lost: Iterable[Lost], items: Iterable[str], raw: RawReader) -> Consequences:
    """Tell what the loss of these records explains; ``items`` are those of lost versions."""
    numbers = {each.entry.number for each in lost}
    tables: set[str] = set()
    for each in lost:
        tables |= _tables(each, raw)
    return Consequences(frozenset(numbers), frozenset(items), frozenset(tables))


def _tables(lost: Lost, raw: RawReader) -> frozenset[str]:
    number, kind = lost.entry.number, lost.kind
    if kind is None:
        kind = _kind_by_row(raw, number)
    if kind is RecordKind.VERSION:
        return frozenset({"blob"})  # of files that only this item had
    if kind is RecordKind.RECEIPT:
        return _RECEIPT
    for (name,) in raw.rows(select(t.event.c.kind).where(t.event.c.leaf == number)):
        return FOLLOWING.get(str(name, "utf-8", "replace"), EVERYTHING)
    return EVERYTHING


def _kind_by_row(raw: RawReader, number: int) -> RecordKind | None:
    for (name,) in raw.rows(select(t.leaf.c.kind).where(t.leaf.c.n == number)):
        text = str(name, "utf-8", "replace")
        return RecordKind(text) if text in set(RecordKind) else None
    return None
