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

    def before(self, receipt: Receipt, changing: Iterable[int], back: Iterable[int]) -> None:
        """Write down what a receipt is about to change, or everything if time ran back.

        ``changing`` are the items whose last sighting it ends or moves, ``back``
        those that it lists again.
        """
        newest = [at for (account, _), at in self._newest.items() if account == receipt.account]
        if newest and receipt.started < max(newest):
            self.settle_all()
        self.settle(changing)
        self._close(receipt, back)

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

    def _close(self, receipt: Receipt, back: Iterable[int]) -> None:
        """Forget the newest receipts that are not about what is listed again from here on.

        A receipt that read the whole surface becomes the newest itself, and is about all of it.
        """
        whole = receipt.surfaces if receipt.threads is None else ()
        for place in self._places(back):
            if place[1] not in whole:
                self._write(place)
                self._newest.pop(place, None)

    def settle(self, keys: Iterable[int]) -> None:
        """Write the last sightings of some items down, before they change."""
        for some in chunks(sorted(keys)):
            for place in self._places(some):
                self._write(place, some)

    def _places(self, keys: Iterable[int]) -> set[_Place]:
        found = set[_Place]()
        for some in chunks(sorted(keys)):
            chosen = select(t.item.c.account, t.item.c.surface).where(t.item.c.pk.in_(some))
            rows = self.connection.execute(chosen.distinct())
            found |= {(row.account, row.surface) for row in rows}
        return found

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
