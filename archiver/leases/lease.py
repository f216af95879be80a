"""One lease on one unit of work."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from archiver.catalogue.lease_tables import lease as table
from archiver.leases.errors import LeaseLost
from archiver.leases.owner import Owner


@dataclass(frozen=True, slots=True)
class Work:
    """A unit of work: what kind of thing is to be done, and to what, as ``harvest facebook/1``."""

    kind: str
    subject: str

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one process to be at a unit of work.

    ``fence`` is larger each time the work is taken. A process that was
    suspended and has been replaced still holds its old lease and does not
    know it; ``check`` tells it, in the very transaction with which it would
    commit. ``due_at`` is what stood there when it was taken: another time there
    at the end was set by somebody who wants the work done once more.
    """

    work: Work
    fence: int
    owner: Owner
    due_at: datetime | None = None

    def check(self, connection: Connection) -> None:
        """Make sure that the lease is still ours until this transaction ends, or raise.

        Nobody can take the work in between: the row stays locked. A lease that
        has ended and that nobody took is still ours. Raises ``LeaseLost``.
        """
        row = connection.execute(
            select(table.c.fence, table.c.host, table.c.pid, table.c.started)
            .where(table.c.kind == self.work.kind, table.c.subject == self.work.subject)
            .with_for_update()
        ).first()
        mine = (self.fence, self.owner.host, self.owner.pid, self.owner.started)
        if row is None or tuple(row) != mine:
            raise LeaseLost(
                f"Another process has taken over: {self.work}.",
                next_step="Nothing of this run was committed since; the other one does it again.",
            )
