"""The event of a notice that came from a platform."""

import msgspec

from archiver.events import Event


class Told(msgspec.Struct, frozen=True):
    """One change that a notice tells of: whose, what happened, to which item of which thread.

    ``what`` and ``verb`` are the platform's own words as far as they are plain
    ones. The text of an item stands in the kept body alone.
    """

    account: str
    field: str
    what: str
    verb: str
    thread: str | None = None
    item: str | None = None


class NoticeReceived(Event, frozen=True, tag="notice_received"):
    """A platform's signed notice; its body is kept whole under ``sha256``.

    ``signature`` is that of its header, so that whoever holds the app's secret
    can check the body again.
    """

    sha256: str
    bytes: int
    signature: str
    told: tuple[Told, ...]
