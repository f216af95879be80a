"""What reads an account: one reader a platform, all of the same shape."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from archiver.capture.facebook.reading import FacebookReader
from archiver.capture.instagram.reading import InstagramReader
from archiver.capture.plan import Plan
from archiver.capture.sighting import Place
from archiver.capture.visit import Visit
from archiver.items import Platform


class Reader(Protocol):
    """Walks what a plan asks for, and reads single items directly."""

    def read(self, plan: Plan) -> None:
        """Read everything the plan asks for; what cannot be read becomes a gap.

        Raises one of ``visit.STOPS`` where no further call makes sense.
        """

    def reread(self, place: Place) -> bool:
        """Read one item directly; True where it is there and was taken in.

        Raises ``ObjectUnreadable`` where the platform says that it is not, and
        the other ``visit.SKIPS`` where it could not be asked.
        """

    def expect(self, places: Sequence[Place]) -> None:
        """Ask for items in one round trip that are going to be reread one by one."""

    def can_read(self, place: Place) -> bool:
        """Whether a direct read of an item succeeds now; a canary for reads that fail."""


_READERS: Mapping[Platform, Callable[[Visit], Reader]] = {
    Platform.FACEBOOK: FacebookReader,
    Platform.INSTAGRAM: InstagramReader,
}


def reader_for(visit: Visit) -> Reader:
    """Give the reader of the account's platform."""
    return _READERS[visit.account.platform](visit)
