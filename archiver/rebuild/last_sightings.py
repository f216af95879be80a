"""Last sightings, brought forward when they are needed instead of at every receipt.

Each receipt vouches for every item it lists, mostly nearly all there are; to
write that down at each of thousands of receipts would take days. The newest
receipt of an account says it for all of them at once, until something about
an item changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, and_, select

from archiver.captures import Receipt, StateChange
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.catalogue.projections.receipts import bring_forward
from archiver.items import ItemRef

_CHANGING = frozenset({StateChange.UNAVAILABLE, StateChange.WORDING_RETURNED})


@dataclass(slots=True)
class LastSightings:
    """The newest receipt of each account, as far as it is not written down yet."""

    connection: Connection
    _newest: dict[str, datetime] = field(default_factory=dict)

    def before(self, receipt: Receipt, keys: Iterable[int]) -> None:
        """Write down what a receipt is about to change: these items, or all if time ran back."""
        newest = self._newest.get(receipt.account)
        if newest is not None and receipt.started < newest:
            self.settle_all()
        self.settle(keys)

    def after(self, _: Connection, receipt: Receipt) -> None:
        """Remember a receipt instead of writing it down (``receipts.SeeAgain``)."""
        self._newest[receipt.account] = receipt.started

    def settle(self, keys: Iterable[int]) -> None:
        """Write the last sightings of some items down, before they change."""
        for some in chunks(sorted(keys)):
            chosen = select(t.item.c.account).where(t.item.c.pk.in_(some)).distinct()
            for account in self.connection.scalars(chosen).all():
                self._write(account, some)

    def settle_all(self) -> None:
        """Write everything down."""
        for account in list(self._newest):
            self._write(account)
        self._newest.clear()

    def _write(self, account: str, keys: Sequence[int] | None = None) -> None:
        newest = self._newest.get(account)
        if newest is not None:
            listed = and_(t.item.c.account == account, t.item.c.listed)
            bring_forward(self.connection, listed, newest, keys)


def changing(receipt: Receipt) -> set[ItemRef]:
    """Give the items whose last sighting a receipt ends, or moves to another version. Pure."""
    found = {each.ref for each in receipt.findings if each.change in _CHANGING}
    return found | set(receipt.missing)
