"""Which items a reader asks for."""

from dataclasses import dataclass
from datetime import datetime

from archiver.items import ItemRef


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of items; what is left out does not narrow it.

    ``since`` and ``until`` bound the platform's own time of creation, the
    first inclusive and the second exclusive; an item without one is only
    chosen where neither is given.
    """

    accounts: tuple[str, ...] = ()
    refs: tuple[ItemRef, ...] | None = None
    threads: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Selection()
