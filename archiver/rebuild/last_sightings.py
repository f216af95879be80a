"""Last sightings, brought forward when they are needed instead of at every receipt.

Each receipt of a whole surface vouches for every item it lists, mostly nearly
all there are; to write that down at each of thousands of receipts would take
days. The newest receipt of an account's surface says it for all of them at
once, until something about an item changes. A receipt of some threads only is
written down as it comes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, and_, select

from archiver.captures import Receipt, StateChange
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.catalogue.projections.receipts import bring_forward, see_again
from archiver.catalogue.raw import written
from archiver.items import ItemRef

_CHANGING = frozenset({StateChange.UNAVAILABLE, StateChange.WORDING_RETURNED})


_Place = tuple[str, str]
"""An account and one of its surfaces."""


@dataclass(slots=True)
class LastSightings:
    """The newest receipt of each account's surfaces, as far as it is not written down yet."""

    connection: Connection
    _newest: dict[_Place, datetime] = field(default_factory=dict)

    def before(self, receipt: Receipt, keys: Iterable[int]) -> None:
        """Write down what a receipt is about to change: these items, or all if time ran back."""
        newest = [at for (account, _), at in self._newest.items() if account == receipt.account]
        if newest and receipt.started < max(newest):
            self.settle_all()
        self.settle(keys)

    def before_versions(self, earliest: str) -> None:
        """Write everything down where time ran back: it is not about the wordings that follow.

        ``earliest`` is when the first of them was seen, as the catalogue writes it.
        """
        if self._newest and earliest < written(max(self._newest.values())):
            self.settle_all()

    def after(self, connection: Connection, receipt: Receipt) -> None:
        """Remember a receipt instead of writing it down (``receipts.SeeAgain``)."""
        if receipt.threads is not None:
            see_again(connection, receipt)
            return
        for surface in receipt.surfaces:
            self._newest[receipt.account, surface.value] = receipt.started

    def settle(self, keys: Iterable[int]) -> None:
        """Write the last sightings of some items down, before they change."""
        for some in chunks(sorted(keys)):
            chosen = select(t.item.c.account, t.item.c.surface).where(t.item.c.pk.in_(some))
            for row in self.connection.execute(chosen.distinct()).all():
                self._write((row.account, row.surface), some)

    def settle_all(self) -> None:
        """Write everything down."""
        for place in list(self._newest):
            self._write(place)
        self._newest.clear()

    def _write(self, place: _Place, keys: Sequence[int] | None = None) -> None:
        newest = self._newest.get(place)
        if newest is not None:
            account, surface = place
            listed = and_(t.item.c.account == account, t.item.c.surface == surface, t.item.c.listed)
            bring_forward(self.connection, listed, newest, keys)


def changing(receipt: Receipt) -> set[ItemRef]:
    """Give the items whose last sighting a receipt ends, or moves to another version. Pure."""
    found = {each.ref for each in receipt.findings if each.change in _CHANGING}
    return found | set(receipt.missing)
