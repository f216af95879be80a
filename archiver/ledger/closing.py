"""Closing the ledger after work was done, without ever failing the work over it."""

from collections.abc import Callable

from archiver.archive import Archive
from archiver.errors import CivickeepError


def close_ledger(archive: Archive, tell: Callable[[str], None]) -> bool:
    """Sign a checkpoint over what was kept, or tell why not; give whether it was signed.

    What was kept stays kept: the next checkpoint that can be signed covers
    it, and until then ``civickeep verify`` reports what no checkpoint covers.
    """
    # cryptography takes a while to load, and most commands sign nothing.
    from archiver.ledger.publish import publish  # noqa: PLC0415 - see above

    try:
        publish(archive)
    except CivickeepError as error:
        tell(f"All is kept, but no checkpoint was signed over it: {error.what} {error.next_step}")
        return False
    return True
