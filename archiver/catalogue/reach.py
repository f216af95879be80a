"""Which items a capture set out to see; only these can be missing from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from archiver.captures import Receipt
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.imports.kinds import RUNS
from archiver.items import ItemState
from archiver.surfaces import Surface


@dataclass(frozen=True, slots=True)
class Reach:
    """The surfaces of an account that a capture visited, and of these all threads or some.

    Some threads are the capture's rows in the table ``reach``, so that there
    can be any number of them.
    """

    capture: str
    account: str
    surfaces: frozenset[Surface]
    whole: bool

    @property
    def items(self) -> ColumnElement[bool]:
        """The items within reach."""
        mine = and_(
            t.item.c.account == self.account,
            t.item.c.surface.in_(sorted(self.surfaces)),
        )
        if self.whole:
            return mine
        threads = select(t.reach.c.thread).where(t.reach.c.capture == self.capture)
        return and_(mine, t.item.c.thread_id.in_(threads))


def captured() -> ColumnElement[bool]:
    """Choose what some capture has shown: what only came by file is never missing."""
    return (
        select(t.version.c.item)
        .where(
            t.version.c.item == t.item.c.pk,
            ~t.version.c.capture.startswith(RUNS, autoescape=True),
        )
        .exists()
    )


def reach_of(receipt: Receipt) -> Reach:
    """Give the reach of a capture that is closed."""
    return Reach(
        receipt.capture,
        receipt.account,
        frozenset(receipt.surfaces),
        whole=receipt.threads is None,
    )


def was_read(connection: Connection, account: str, surface: Surface) -> bool:
    """Whether any capture of the account read this surface to its end."""
    read = (
        select(t.capture.c.id)
        .join(t.capture_surface, t.capture_surface.c.capture == t.capture.c.id)
        .where(t.capture.c.account == account, t.capture_surface.c.surface == surface.value)
        .limit(1)
    )
    return connection.execute(read).first() is not None


def known_threads(connection: Connection, account: str, surface: Surface) -> list[str]:
    """Name every thread of a surface that is not known to be gone."""
    return list(
        connection.scalars(
            select(t.item.c.thread_id)
            .where(
                t.item.c.account == account,
                t.item.c.surface == surface.value,
                t.item.c.state != ItemState.UNAVAILABLE.value,
            )
            .distinct()
        )
    )


def note_threads(connection: Connection, capture: str, threads: Iterable[str]) -> None:
    """Note which threads a capture reaches, in place of what was noted before."""
    forget_threads(connection, capture)
    for some in chunks(sorted(set(threads))):
        connection.execute(
            insert(t.reach), [{"capture": capture, "thread": thread} for thread in some]
        )


def forget_threads(connection: Connection, capture: str) -> None:
    """Drop what was noted; it is needed only until the receipt's rows are made."""
    connection.execute(delete(t.reach).where(t.reach.c.capture == capture))
