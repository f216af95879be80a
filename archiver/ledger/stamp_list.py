"""Time stamps as ``civickeep stamp --json`` lists them."""

import msgspec

from archiver.civil_time import to_wire
from archiver.ledger.stamping import Stamping, UnstampedDay


class StampingEntry(msgspec.Struct, frozen=True):
    """What came of asking one authority; ``at`` is the authority's time."""

    authority: str
    size: int
    at: str | None
    object: str | None
    error: str | None


class UnstampedEntry(msgspec.Struct, frozen=True):
    """A day that is over and that an authority has not stamped."""

    authority: str
    day: str


def stamping_entry(stamping: Stamping) -> StampingEntry:
    """List one asking."""
    row, error = stamping.row, stamping.error
    return StampingEntry(
        authority=stamping.authority,
        size=stamping.size,
        at=to_wire(row.at) if row else None,
        object=row.object if row else None,
        error=error.what if error else None,
    )


def unstamped_entry(day: UnstampedDay) -> UnstampedEntry:
    """List one day."""
    return UnstampedEntry(day.authority, day.day.isoformat())
