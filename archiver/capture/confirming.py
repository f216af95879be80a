"""A named person's word that many posts are really gone (invariant 3).

Where an unusual number of posts vanish at once, a third complete run has to
agree, or a person who looked. That word replaces the third run alone: two
complete runs, the direct reads and the canary are as necessary as ever.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.errors import NothingWaits
from archiver.capture.roots import waiting_roots
from archiver.catalogue import tables as t
from archiver.civil_time import to_wire
from archiver.errors import WrongUsage
from archiver.events import DisappearancesConfirmed
from archiver.items import Item, ItemKind, ItemRef, Platform
from archiver.selection import Selection
from archiver.viewer import Viewer


class WaitingRoot(msgspec.Struct, frozen=True):
    """A post that complete captures have missed and that nobody has marked as gone yet.

    ``item`` is ``platform/id``, ``misses`` how many captures agree, ``text``
    its latest wording, as the platform sent it.
    """

    item: str
    kind: ItemKind
    created_at: str | None
    permalink: str | None
    last_seen: str
    first_missing: str
    misses: int
    text: str


class Confirmed(msgspec.Struct, frozen=True):
    """What a person confirmed: the posts as they were listed, and in whose name and why."""

    account: str
    by: str
    reason: str
    items: tuple[WaitingRoot, ...]


def list_waiting(archive: Archive, viewer: Viewer, account: Account) -> tuple[WaitingRoot, ...]:
    """List what waits for a third run or a person, in order of creation.

    Raises ``NothingWaits`` where that is nothing.
    """
    with archive.reading() as connection:
        standing = _standing(connection, account.key)
    if not standing:
        raise NothingWaits(
            f"No post of {account.key} waits for a person's word that it is gone.",
            next_step=f"civickeep items --account {account.key} shows what is marked as gone; "
            "what was confirmed is marked by the next complete capture.",
        )
    found = archive.items(viewer, Selection(refs=tuple(standing)))
    return tuple(_entry(item, *standing[item.ref]) for item in found)


def confirm_gone(
    archive: Archive, account: Account, waiting: Sequence[WaitingRoot], *, by: str, reason: str
) -> Confirmed:
    """Record that a person looked for exactly these posts and found none of them either.

    Raises ``WrongUsage`` where no person or no reason is named.
    """
    if not by.strip() or not reason.strip():
        raise WrongUsage(
            "A confirmation names the person who looked, and the reason.",
            next_step="Give both: --by and --reason.",
        )
    archive.record(
        DisappearancesConfirmed(
            at=archive.clock(),
            by=by,
            account=account.key,
            items=tuple(ItemRef.read(each.item) for each in waiting),
            reason=reason,
        )
    )
    return Confirmed(account.key, by, reason, tuple(waiting))


def _standing(connection: Connection, account: str) -> dict[ItemRef, tuple[datetime, int]]:
    """Give since when each waiting root is missing, and how many captures agree."""
    rows = connection.execute(
        select(t.item.c.platform, t.item.c.id, t.item.c.first_missing, t.item.c.misses)
        .where(waiting_roots(account))
        .order_by(t.item.c.pk)
    )
    return {
        ItemRef(Platform(row.platform), row.id): (row.first_missing, row.misses) for row in rows
    }


def _entry(item: Item, first_missing: datetime, misses: int) -> WaitingRoot:
    return WaitingRoot(
        item=str(item.ref),
        kind=item.kind,
        created_at=to_wire(item.created_at) if item.created_at else None,
        permalink=item.permalink,
        last_seen=to_wire(item.last_seen),
        first_missing=to_wire(first_missing),
        misses=misses,
        text=item.text,
    )
