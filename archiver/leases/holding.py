"""Being at work under a lease: signs of life while it lasts, and letting go at the end."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from archiver.archive import Archive
from archiver.errors import CatalogueBusy, CivickeepError
from archiver.leases.errors import LeaseLost
from archiver.leases.lease import Lease, Work
from archiver.leases.table import Leases

SIGNS = 5
"""Signs of life during the length of a lease: several may be late before it ends."""


@contextmanager
def claimed(archive: Archive, work: Work) -> Iterator[Archive]:
    """Be at a unit of work that a person asked for, due or not.

    Gives the archive for it, which commits nothing once the lease is lost.
    Raises ``CatalogueBusy`` where another process is at it.
    """
    leases = Leases(archive)
    lease = leases.claim(work)
    if lease is None:
        raise CatalogueBusy(
            f"Another process is already busy with: {work}.",
            next_step="Wait until it has finished and run the same command again.",
        )
    try:
        with held(leases, lease):
            yield archive.fenced(lease.check)
    finally:
        let_go(leases, lease)


@contextmanager
def held(leases: Leases, lease: Lease) -> Iterator[None]:
    """Keep a lease while something is done under it.

    A sign of life that fails is tried again: whether the lease was lost is
    told by ``Lease.check`` in the transaction that commits, not here.
    """
    over = threading.Event()
    signs = threading.Thread(target=_give_signs, args=(leases, lease, over), daemon=True)
    signs.start()
    try:
        yield
    finally:
        over.set()
        signs.join()


def _give_signs(leases: Leases, lease: Lease, over: threading.Event) -> None:
    pause = leases.length.total_seconds() / SIGNS
    while not over.wait(pause):
        try:
            leases.renew(lease)
        except LeaseLost:
            return
        except CivickeepError:  # the database is busy or away; the next sign may come through
            continue


def let_go(leases: Leases, lease: Lease) -> None:
    """Let go of work that was not done; harmless where another process has taken over."""
    with suppress(LeaseLost):
        leases.release(lease)
