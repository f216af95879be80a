"""Holds: who stopped the destruction of what, why, and whether it was lifted."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import func, select

from archiver.archive import Archive
from archiver.catalogue.tables import hold, hold_item
from archiver.civil_time import civil_date
from archiver.errors import WrongUsage
from archiver.events import HoldLifted, HoldPlaced
from archiver.items import ItemRef
from archiver.safekeeping import safeguard
from retention_schedules.errors import HoldUnknown


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold and how many items it covers; open while ``lifted_at`` is ``None``."""

    id: str
    reason: str
    request: str | None
    placed_at: datetime
    placed_by: str
    items: int
    lifted_at: datetime | None
    lifted_by: str | None
    lift_reason: str | None


def holds(archive: Archive) -> tuple[Hold, ...]:
    """Give every hold, lifted ones too, oldest first."""
    # One count per hold, also of a hold on nothing.
    covered = select(func.count()).where(hold_item.c.hold == hold.c.id).scalar_subquery()
    query = select(hold, covered.label("covered")).order_by(hold.c.placed_at, hold.c.id)
    with archive.reading() as connection:
        return tuple(
            Hold(
                id=row.id,
                reason=row.reason,
                request=row.request,
                placed_at=row.placed_at,
                placed_by=row.placed_by,
                items=row.covered,
                lifted_at=row.lifted_at,
                lifted_by=row.lifted_by,
                lift_reason=row.lift_reason,
            )
            for row in connection.execute(query)
        )


def place_hold(archive: Archive, refs: tuple[ItemRef, ...], *, by: str, reason: str) -> str:
    """Stop the destruction of these items until the hold is lifted; gives its id."""
    _check_said(by, reason)
    now = archive.clock()
    name = f"hold-{civil_date(now, archive.settings.city.zone)}-{token_hex(3)}"
    archive.record(HoldPlaced(at=now, by=by, hold=name, reason=reason, refs=refs))
    safeguard(archive)
    return name


def lift_hold(archive: Archive, name: str, *, by: str, reason: str) -> None:
    """Lift an open hold. The periods of its items ran on all the while.

    Raises ``HoldUnknown`` where none of that id is open.
    """
    _check_said(by, reason)
    if not any(one.id == name and one.lifted_at is None for one in holds(archive)):
        raise HoldUnknown(
            f"There is no open hold {name!r}.",
            next_step="civickeep retention hold list shows every hold.",
        )
    archive.record(HoldLifted(at=archive.clock(), by=by, hold=name, reason=reason))
    safeguard(archive)


def _check_said(by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise WrongUsage(
            "A hold is placed and lifted by a named person, with a reason.",
            next_step="Give --reason, and --by where the computer's user name is not the person's.",
        )
